import type { Pool, PoolClient } from 'pg';
import type { Position } from './port.js';
import type { Filling } from './projection.js';
import { transaction, type Limits } from './transaction.js';

/** Somebody else follows by now, or the filling is gone. What was being written is rolled back. */
export class LeaseLost extends Error {}

const statementMs = 60_000;

/**
 * The right to move a checkpoint, for a while, by the database's clock. It is a row, not a lock of a session: a pooler or a broken
 * connection cannot lose it unseen. Each owner gets a higher number, and an owner that was asleep is turned away by its old one.
 */
export abstract class Held<At> {
  /** @param row the table, and the condition that finds the row with `values` */
  protected constructor(
    private readonly pool: Pool, private readonly row: { readonly table: string; readonly is: string; readonly values: readonly unknown[] },
    protected readonly owner: string, protected readonly leaseMs: number, protected readonly fence: string, protected at: At | undefined,
  ) {}

  get limits(): Limits {
    return { statementMs, idleMs: this.leaseMs, durable: false };
  }

  /**
   * What `work` writes stands if, and only if, the checkpoint has moved to `to`, and only one who still holds the lease can do either.
   * @throws LeaseLost
   */
  async advance<Result>(to: At | undefined, work: (client: PoolClient) => Promise<Result>, eventsPerSecond?: number): Promise<Result> {
    const result = await transaction(this.pool, this.limits, async (client) => {
      await this.hold(client);
      const written = await work(client);
      if (!(await this.move(client, to, eventsPerSecond))) throw new LeaseLost();
      return written;
    });
    this.at = to;
    return result;
  }

  /** Keeps everybody else from it until the transaction ends. @throws LeaseLost */
  abstract hold(client: PoolClient): Promise<void>;
  /** False where it stands elsewhere than is known here, or is another's. */
  protected abstract move(client: PoolClient, to: At | undefined, eventsPerSecond: number | undefined): Promise<boolean>;

  /** @throws LeaseLost */
  async renew(): Promise<void> {
    const { table, is, values } = this.row;
    const { rowCount } = await this.pool.query(
      `update ${table} set lease_until = now() + $${values.length + 2} * interval '1 millisecond' where ${is} and fence = $${values.length + 1}`, [...values, this.fence, this.leaseMs]);
    if (rowCount !== 1) throw new LeaseLost();
  }

  /** Lets another take over at once. */
  async release(): Promise<void> {
    const { table, is, values } = this.row;
    await this.pool.query(`update ${table} set owner = null, lease_until = null where ${is} and fence = $${values.length + 1}`, [...values, this.fence]);
  }
}

/** The lease of a filling, and how far it has come in the order of the log. Nobody has it while its parts are taken in. */
export class Lease extends Held<Position> {
  private constructor(pool: Pool, readonly filling: Filling, owner: string, leaseMs: number, fence: string, at: Position | undefined, public serves: boolean) {
    super(pool, { table: 'follower.projection', is: `(name, version, generation) = ($1, $2, $3) and status <> 'retired'`, values: coordinates(filling) }, owner, leaseMs, fence, at);
  }

  /** Puts what is followed and is no read model where its lease can be taken: once for all processes. */
  static async prepare(database: Pool | PoolClient, filling: Filling, declared = ''): Promise<void> {
    await database.query(
      `insert into follower.projection (name, version, generation, status, relations, declared) values ($1, $2, $3, 'serving', '{}', $4) on conflict do nothing`,
      [...coordinates(filling), declared]);
  }

  /** Undefined while another holds it. */
  static async take(pool: Pool, filling: Filling, owner: string, leaseMs: number): Promise<Lease | undefined> {
    const { rows: [taken] } = await pool.query<{ fence: string; position: Position | null; status: string }>(
      `update follower.projection set owner = $4, fence = fence + 1, lease_until = now() + $5 * interval '1 millisecond'
       where name = $1 and version = $2 and generation = $3 and status <> 'retired' and (owner is null or owner = $4 or lease_until < now())
       returning fence, position, status`,
      [...coordinates(filling), owner, leaseMs],
    );
    return taken && new Lease(pool, filling, owner, leaseMs, taken.fence, taken.position ?? undefined, taken.status === 'serving');
  }

  /** The checkpoint: everything up to here is taken in. Undefined before the first. */
  get position(): Position | undefined {
    return this.at;
  }

  async hold(client: PoolClient): Promise<void> {
    const { rowCount } = await client.query(
      `select from follower.projection
       where name = $1 and version = $2 and generation = $3 and status <> 'retired' and owner = $4 and fence = $5 and position is not distinct from $6
       for update`,
      [...coordinates(this.filling), this.owner, this.fence, this.at ?? null],
    );
    if (rowCount !== 1) throw new LeaseLost();
  }

  protected async move(client: PoolClient, to: Position | undefined, eventsPerSecond: number | undefined): Promise<boolean> {
    const { rowCount } = await client.query(
      `update follower.projection
       set position = $6, moved_at = clock_timestamp(), lease_until = clock_timestamp() + $7 * interval '1 millisecond', events_per_second = coalesce($8, events_per_second)
       where name = $1 and version = $2 and generation = $3 and fence = $4 and position is not distinct from $5`,
      [...coordinates(this.filling), this.fence, this.at ?? null, to ?? null, this.leaseMs, eventsPerSecond],
    );
    return rowCount === 1;
  }
}

export function coordinates({ name, version, generation }: Filling): [string, number, number] {
  return [name, version, generation];
}
