import type { Pool, PoolClient } from 'pg';
import { coordinates, type Lease } from './lease.js';
import type { Position } from './port.js';
import { named, schemaOf, type Filling, type Projection } from './projection.js';
import { transaction, type Limits } from './transaction.js';

const limits: Limits = { statementMs: 60_000, idleMs: 30_000, lockMs: 500 };
/** A swap that waits for a reader keeps later readers waiting behind it: at first it soon gives up, and only by and by insists. */
const lockMsMax = 10_000;

/**
 * Puts a filling in the place of the one that readers see, in one transaction: they see the old rows or the new ones, and never
 * fewer events than before. False where it has to wait.
 */
export async function swapIn(pool: Pool, projection: Projection, filling: Filling, lease: Lease, attempt: number): Promise<boolean> {
  const lockMs = Math.min(attempt * limits.lockMs!, lockMsMax);
  return unlessLocked(transaction(pool, { ...limits, lockMs }, async (client) => {
    const serving = servingOf(await rivalsOf(client, filling.name, ''));
    if (serving && !(await mayReplace(client, serving, filling, lease))) return false;

    // The readers first: while it waits for them, whoever fills is not kept waiting, too.
    for (const relation of serving?.relations ?? []) await client.query(`drop view read.${named(relation)}`);
    await client.query(`set local search_path = ${schemaOf(filling)}`);
    for (const table of Object.keys(projection.tables)) await client.query(`create view read.${named(table)} as select * from ${named(table)}`);
    for (const [view, select] of Object.entries(projection.views)) await client.query(`create view read.${named(view)} as ${select}`);

    const rivals = await rivalsOf(client, filling.name, 'for update');
    await lease.hold(client);
    const still = servingOf(rivals);
    if (still?.version !== serving?.version || still?.generation !== serving?.generation) throw new Overtaken();
    if (still && !(await mayReplace(client, still, filling, lease))) throw new Overtaken();
    for (const rival of rivals) if (rival === still || isOlder(rival, filling)) await setStatus(client, rival, 'retired');
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

const lockNotAvailable = '55P03';

/** Another filling has come in between, or the one that serves has moved on. */
class Overtaken extends Error {}

interface Rival extends Filling {
  readonly status: string;
  readonly position: Position | null;
  readonly relations: readonly string[];
}

async function rivalsOf(client: PoolClient, name: string, lock: 'for update' | ''): Promise<readonly Rival[]> {
  const { rows } = await client.query<Rival>(
    `select name, version, generation, status, position, relations from follower.projection where name = $1 order by version, generation ${lock}`, [name]);
  return rows;
}

function servingOf(rivals: readonly Rival[]): Rival | undefined {
  return rivals.find(({ status }) => status === 'serving');
}

/** Not while it is behind, and not while it leaves out a child whom readers see now: somebody has to look at that first. */
async function mayReplace(client: PoolClient, serving: Rival, filling: Filling, { position }: Lease): Promise<boolean> {
  if (serving.position !== null && (position === undefined || position < serving.position)) return false;
  const { rowCount: parkedHereOnly } = await client.query(
    `select from follower.parked as mine where projection = $1 and version = $2 and generation = $3
     and not exists (select from follower.parked as theirs where projection = $1 and version = $4 and generation = $5 and theirs.key = mine.key) limit 1`,
    [...coordinates(filling), serving.version, serving.generation],
  );
  return parkedHereOnly === 0;
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
    if (error instanceof Overtaken || (error as { code?: unknown }).code === lockNotAvailable) return false;
    throw error;
  }
}
