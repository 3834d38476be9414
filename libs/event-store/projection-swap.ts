import type { Pool, PoolClient } from 'pg';
import { coordinates, type Lease } from './lease.js';
import type { Position } from './port.js';
import { named, schemaOf, type Filling, type Projection } from './projection.js';
import { transaction, type Limits } from './transaction.js';

/** A swap that waits for a reader makes later readers wait behind it: it gives up soon, and is tried again. */
const limits: Limits = { statementMs: 60_000, idleMs: 30_000, lockMs: 500 };

/**
 * Puts a filling in the place of the one that readers see, in one transaction: they see the old rows or the new ones, and never
 * fewer events than before. False where it has to wait.
 */
export async function swapIn(pool: Pool, projection: Projection, filling: Filling, lease: Lease): Promise<boolean> {
  return unlessLocked(transaction(pool, limits, async (client) => {
    const { rows: fillings } = await client.query<Rival>(
      `select name, version, generation, status, position, relations from follower.projection where name = $1 order by version, generation for update`, [filling.name]);
    await lease.hold(client);
    const serving = fillings.find(({ status }) => status === 'serving');
    if (serving && (isBehind(lease.position, serving.position) || await parksMoreThan(client, filling, serving))) return false;

    for (const relation of serving?.relations ?? []) await client.query(`drop view read.${named(relation)}`);
    await client.query(`set local search_path = ${schemaOf(filling)}`);
    for (const table of Object.keys(projection.tables)) await client.query(`create view read.${named(table)} as select * from ${named(table)}`);
    for (const [view, select] of Object.entries(projection.views)) await client.query(`create view read.${named(view)} as ${select}`);

    for (const rival of fillings) if (rival === serving || isOlder(rival, filling)) await setStatus(client, rival, 'retired');
    await setStatus(client, filling, 'serving');
    return true;
  }));
}

/** Drops what was replaced, with its rows; where a reader still holds on to them, a later call does. */
export async function dropRetired(pool: Pool): Promise<void> {
  const { rows: fillings } = await pool.query<Filling>(`select name, version, generation from follower.projection where status = 'retired'`);
  for (const filling of fillings) {
    await unlessLocked(transaction(pool, limits, async (client) => {
      await client.query(`drop schema if exists ${schemaOf(filling)} cascade`);
      await client.query(`delete from follower.parked where projection = $1 and version = $2 and generation = $3`, coordinates(filling));
      await client.query(`delete from follower.projection where name = $1 and version = $2 and generation = $3`, coordinates(filling));
      return true;
    }));
  }
}

interface Rival extends Filling {
  readonly status: string;
  readonly position: Position | null;
  readonly relations: readonly string[];
}

/** A filling that leaves out a child whom readers see now does not take the place of theirs until somebody has looked. */
async function parksMoreThan(client: PoolClient, filling: Filling, serving: Filling): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from follower.parked as mine where projection = $1 and version = $2 and generation = $3
     and not exists (select from follower.parked as theirs where projection = $1 and version = $4 and generation = $5 and theirs.key = mine.key) limit 1`,
    [...coordinates(filling), serving.version, serving.generation],
  );
  return rowCount! > 0;
}

function isBehind(mine: Position | undefined, theirs: Position | null): boolean {
  return theirs !== null && (mine === undefined || mine < theirs);
}

function isOlder(a: Filling, b: Filling): boolean {
  return a.version < b.version || (a.version === b.version && a.generation < b.generation);
}

async function setStatus(client: PoolClient, filling: Filling, status: string): Promise<void> {
  await client.query(`update follower.projection set status = $4 where name = $1 and version = $2 and generation = $3`, [...coordinates(filling), status]);
}

async function unlessLocked(attempt: Promise<boolean>): Promise<boolean> {
  try {
    return await attempt;
  } catch (error) {
    if ((error as { code?: unknown }).code === '55P03') return false;
    throw error;
  }
}
