import type { Pool, PoolClient } from 'pg';
import type { Position } from './port.js';
import type { Filling } from './projection.js';
import { transaction, type Limits } from './transaction.js';

/** Somebody else follows by now, or the filling is gone. What was being written is rolled back. */
export class LeaseLost extends Error {}

/** Where a filling stands that takes in stream by stream what the log held when it began. It has no checkpoint before it has come through. */
export interface StreamByStream {
  readonly until: Position;
  readonly stream: string;
  readonly revision: number;
  /** So many have been taken in. */
  readonly events: number;
}

const statementMs = 60_000;

/**
 * The right to move a checkpoint, for a while, by the database's clock. It is a row, not a lock of a session: a pooler or a broken
 * connection cannot lose it unseen. Each owner gets a higher number, and an owner that was asleep is turned away by its old one.
 */
export class Lease {
  /** Whether another follower, which has nothing to fill, asks for the filling. */
  isWanted = false;

  private constructor(
    private readonly pool: Pool, private readonly filling: Filling, private readonly owner: string, private readonly leaseMs: number,
    private readonly fence: string, private at: Position | StreamByStream | undefined, public serves: boolean,
  ) {}

  /** Puts what is followed and is no read model where its lease can be taken: once for all processes. */
  static async prepare(database: Pool | PoolClient, filling: Filling, declared = ''): Promise<void> {
    await database.query(
      `insert into follower.projection (name, version, generation, status, relations, declared) values ($1, $2, $3, 'serving', '{}', $4) on conflict do nothing`,
      [...coordinates(filling), declared]);
  }

  /** Undefined while another holds it, or is to have it. */
  static async take(pool: Pool, filling: Filling, owner: string, leaseMs: number): Promise<Lease | undefined> {
    const { rows: [taken] } = await pool.query<{ fence: string; position: Position | null; by_stream: string | null; status: string }>(
      `update follower.projection set owner = $4, fence = fence + 1, lease_until = now() + $5 * interval '1 millisecond', wanted_by = null, wanted_until = null
       where name = $1 and version = $2 and generation = $3 and status <> 'retired' and (owner is null or owner = $4 or lease_until < now())
         and (wanted_by is null or wanted_by = $4 or wanted_until < now())
       returning fence, position, by_stream, status`,
      [...coordinates(filling), owner, leaseMs],
    );
    if (!taken) return undefined;
    const at = taken.by_stream === null ? taken.position ?? undefined : JSON.parse(taken.by_stream) as StreamByStream;
    return new Lease(pool, filling, owner, leaseMs, taken.fence, at, taken.status === 'serving');
  }

  /**
   * Asks for every second one of those among the fillings that another process fills stream by stream, `most` at most: whoever fills it hands it over
   * after the page under way, and for as long as a lease nobody else takes it. Answers for how many it asks.
   */
  static async want(pool: Pool, fillings: readonly Filling[], owner: string, leaseMs: number, most: number): Promise<number> {
    const { rowCount } = await pool.query(
      `update follower.projection set wanted_by = $1, wanted_until = now() + $2 * interval '1 millisecond'
       where (name, version, generation) in (
         select name, version, generation from (
           select name, version, generation, row_number() over (partition by owner order by n) as place
           from unnest($3::text[], $4::int[], $5::int[]) with ordinality as asked (name, version, generation, n) join follower.projection using (name, version, generation)
           where status = 'filling' and by_stream is not null and owner <> $1 and lease_until > now() and (wanted_by is null or wanted_by = $1 or wanted_until < now())
         ) as theirs where place % 2 = 0 order by place limit $6)`,
      [owner, leaseMs, fillings.map(({ name }) => name), fillings.map(({ version }) => version), fillings.map(({ generation }) => generation), most]);
    return rowCount!;
  }

  /** The checkpoint: everything up to here is taken in. Undefined before the first. */
  get position(): Position | undefined {
    return typeof this.at === 'string' ? this.at : undefined;
  }

  get byStream(): StreamByStream | undefined {
    return typeof this.at === 'string' ? undefined : this.at;
  }

  get limits(): Limits {
    return { statementMs, idleMs: this.leaseMs, durable: false };
  }

  /**
   * What `work` writes stands if, and only if, the checkpoint has moved to `to`, and only one who still holds the lease can do either.
   * @throws LeaseLost
   */
  async advance<Result>(to: Position | StreamByStream | undefined, work: (client: PoolClient) => Promise<Result>, eventsPerSecond?: number): Promise<Result> {
    const result = await transaction(this.pool, this.limits, async (client) => {
      await this.hold(client);
      const written = await work(client);
      const { rows: [moved] } = await client.query<{ is_wanted: boolean }>(
        `update follower.projection
         set position = $7, by_stream = $8, moved_at = clock_timestamp(), lease_until = clock_timestamp() + $9 * interval '1 millisecond', events_per_second = coalesce($10, events_per_second)
         where name = $1 and version = $2 and generation = $3 and fence = $4 and position is not distinct from $5 and by_stream is not distinct from $6
         returning coalesce(wanted_until > now(), false) as is_wanted`,
        [...coordinates(this.filling), this.fence, ...columnsOf(this.at), ...columnsOf(to), this.leaseMs, eventsPerSecond],
      );
      if (!moved) throw new LeaseLost();
      this.isWanted = moved.is_wanted;
      return written;
    });
    this.at = to;
    return result;
  }

  /** Keeps everybody else from the filling until the transaction ends. @throws LeaseLost */
  async hold(client: PoolClient): Promise<void> {
    const { rowCount } = await client.query(
      `select from follower.projection
       where name = $1 and version = $2 and generation = $3 and status <> 'retired' and owner = $4 and fence = $5
         and position is not distinct from $6 and by_stream is not distinct from $7
       for update`,
      [...coordinates(this.filling), this.owner, this.fence, ...columnsOf(this.at)],
    );
    if (rowCount !== 1) throw new LeaseLost();
  }

  /** @throws LeaseLost */
  async renew(): Promise<void> {
    const { rowCount } = await this.pool.query(
      `update follower.projection set lease_until = now() + $5 * interval '1 millisecond'
       where name = $1 and version = $2 and generation = $3 and fence = $4 and status <> 'retired'`,
      [...coordinates(this.filling), this.fence, this.leaseMs],
    );
    if (rowCount !== 1) throw new LeaseLost();
  }

  /** Lets another take over at once. */
  async release(): Promise<void> {
    await this.pool.query(
      `update follower.projection set owner = null, lease_until = null where name = $1 and version = $2 and generation = $3 and fence = $4`,
      [...coordinates(this.filling), this.fence],
    );
  }
}

/** `position` and `by_stream`, of which one is empty. */
function columnsOf(at: Position | StreamByStream | undefined): [string | null, string | null] {
  return typeof at === 'object' ? [null, JSON.stringify(at)] : [at ?? null, null];
}

export function coordinates({ name, version, generation }: Filling): [string, number, number] {
  return [name, version, generation];
}
