import type { Pool, PoolClient } from 'pg';
import { coordinates, Held, LeaseLost, type Lease } from './lease.js';
import { revisionMax, type EventStore, type Position } from './port.js';
import type { Filling } from './projection.js';
import { transaction } from './transaction.js';

/** Where a part stands: at this event, after so many of its own. */
export interface InPart {
  readonly stream: string;
  readonly revision: number;
  readonly events: number;
}

/** What a part holds: the streams from after `after` through `to` (all that follow, if empty), as far as the log went when the parts were made. */
export interface Range {
  readonly after: string;
  readonly to: string | undefined;
  readonly until: Position;
}

/** More parts than processes, so that nobody waits long for the last one. */
const partsMax = 16;
/** So long others are cut as the first was: the fillings of a process then read the same pages. */
const sameCuts = `interval '1 hour'`;
/** Keeps the lease of a filling from everybody while there are parts of it. */
const nobody = '00000000-0000-0000-0000-000000000000';
const cutting = 7_283_002_115;

/** A condition on follower.part: nobody has it, or only `me`, and nothing has to come before it. */
const isFree = (me: string) => `not part.done and (part.owner is null or part.owner = ${me} or part.lease_until < now())
  and not (part.in_order and exists (
    select from follower.part as before where (before.name, before.version, before.generation) = (part.name, part.version, part.generation) and before.part < part.part and not before.done))`;

/** Parts of a follower.projection. */
const itsParts = `select from follower.part where (part.name, part.version, part.generation) = (projection.name, projection.version, projection.generation)`;
/** Conditions on follower.projection: it is filled in parts; and then, there is nothing in it for `me` at the moment. */
export const isInParts = `exists (${itsParts})`;
export const leavesNothing = (me: string) => `exists (${itsParts} and not done) and not exists (${itsParts} and ${isFree(me)})`;

/**
 * A range of streams of one filling, taken in stream by stream, and the lease of it: several processes fill one read model, each a part. Once all
 * parts have come through, the filling is where the log ended when they were made, and is followed from there by whoever takes its own lease.
 */
export class Part extends Held<InPart> {
  private constructor(pool: Pool, private readonly filling: Filling, private readonly part: number, owner: string, leaseMs: number, fence: string, at: InPart | undefined, readonly range: Range) {
    super(pool, { table: 'follower.part', is: '(name, version, generation, part) = ($1, $2, $3, $4)', values: [...coordinates(filling), part] }, owner, leaseMs, fence, at);
  }

  /**
   * Makes the parts of a filling of which nothing has been taken in, once for all processes, and gives its lease away until they have come through.
   * False where the log is empty. One that an earlier program has filled as one is cut around the place where that stands.
   * @param inOrder whether a part may be begun only after those before it
   * @throws LeaseLost
   */
  static async make(pool: Pool, lease: Lease, store: Pick<EventStore, 'head' | 'cuts'>, eventsMin: number, inOrder: boolean): Promise<boolean> {
    const known = await layout(pool);
    const until = known?.until ?? await store.head();
    if (until === undefined) return false;
    const planned = known ?? { until, streams: await store.cuts!(partsMax, eventsMin) };
    await transaction(pool, lease.limits, async (client) => {
      await lease.hold(client);
      await client.query(`select pg_advisory_xact_lock(${cutting})`);
      const { until, streams } = await layout(client) ?? planned;
      await client.query(
        `insert into follower.part (name, version, generation, part, after_stream, to_stream, until, in_order, stream, revision, events, done)
         select name, version, generation, n, after_stream, to_stream, coalesce(earlier ->> 'until', $5), $6, case when is_in then stream end, case when is_in then (earlier ->> 'revision')::int end,
           case when is_in then (earlier ->> 'events')::int else 0 end, coalesce(to_stream < stream, false)
         from (
           select *, by_stream::json as earlier, by_stream::json ->> 'stream' collate "C" as stream,
             coalesce(after_stream < by_stream::json ->> 'stream' collate "C" and (to_stream is null or to_stream >= by_stream::json ->> 'stream' collate "C"), false) as is_in
           from follower.projection
           cross join lateral (select n, coalesce(lag(each) over (order by n), '') as after_stream, each as to_stream from unnest($4::text[]) with ordinality as cut (each, n)) as cut
           where (name, version, generation) = ($1, $2, $3)
         ) as planned`,
        [...coordinates(lease.filling), [...streams, null], until, inOrder],
      );
      await client.query(
        `update follower.projection set owner = $4, lease_until = 'infinity', fence = fence + 1, by_stream = null, moved_at = now() where (name, version, generation) = ($1, $2, $3)`,
        [...coordinates(lease.filling), nobody]);
    });
    return true;
  }

  /**
   * The part in which somebody of this process is already, if it is free; otherwise one that nobody has begun in any filling; otherwise any.
   * Undefined while there is none.
   */
  static async take(pool: Pool, filling: Filling, owner: string, leaseMs: number, here: readonly Range[]): Promise<Part | undefined> {
    const { rows: [taken] } = await pool.query<{ part: number; fence: string; stream: string | null; revision: number; events: number; after_stream: string; to_stream: string | null; until: Position }>(
      `update follower.part set owner = $4, fence = fence + 1, lease_until = now() + $5 * interval '1 millisecond'
       where (name, version, generation) = ($1, $2, $3) and part = (
         select part from follower.part
         where (name, version, generation) = ($1, $2, $3) and ${isFree('$4')}
           and exists (select from follower.projection where (name, version, generation) = ($1, $2, $3) and status <> 'retired')
         order by after_stream = any($6) desc,
           exists (select from follower.part as other where other.after_stream = part.after_stream and (other.done or other.stream is not null or other.lease_until > now())), part
         limit 1 for update skip locked)
       returning part, fence, stream, revision, events, after_stream, to_stream, until`,
      [...coordinates(filling), owner, leaseMs, here.map(({ after }) => after)],
    );
    if (!taken) return undefined;
    const { part, fence, stream, revision, events, after_stream: after, to_stream: to, until } = taken;
    return new Part(pool, filling, part, owner, leaseMs, fence, stream === null ? undefined : { stream, revision, events }, { after, to: to ?? undefined, until });
  }

  /** Where all parts have come through, the filling is as far on as they are, and its own lease can be taken. Whether it has moved so. */
  static async join(pool: Pool, filling: Filling): Promise<boolean> {
    const { rowCount } = await pool.query(
      `with through as (
         delete from follower.part where (name, version, generation) = ($1, $2, $3)
           and not exists (select from follower.part where (name, version, generation) = ($1, $2, $3) and not done)
         returning until)
       update follower.projection set position = (select max(until) from through), owner = null, lease_until = null, moved_at = now()
       where (name, version, generation) = ($1, $2, $3) and exists (select from through)`, coordinates(filling));
    return rowCount === 1;
  }

  get standsAt(): InPart | undefined {
    return this.at;
  }

  async hold(client: PoolClient): Promise<void> {
    const { rowCount } = await client.query(
      `select from follower.part join follower.projection using (name, version, generation)
       where (name, version, generation, part) = ($1, $2, $3, $4) and status <> 'retired' and part.owner = $5 and part.fence = $6 and not done
         and stream is not distinct from $7 and revision is not distinct from $8
       for update of part`,
      [...this.place, this.owner, this.fence, this.at?.stream ?? null, this.at?.revision ?? null],
    );
    if (rowCount !== 1) throw new LeaseLost();
  }

  /** Nothing of it is left. @throws LeaseLost */
  async end(): Promise<void> {
    await this.advance(this.at, (client) => client.query(`update follower.part set done = true where (name, version, generation, part) = ($1, $2, $3, $4)`, this.place));
  }

  protected async move(client: PoolClient, to: InPart | undefined, eventsPerSecond: number | undefined): Promise<boolean> {
    const { rowCount } = await client.query(
      `update follower.part
       set stream = $8, revision = $9, events = $10, moved_at = clock_timestamp(), lease_until = clock_timestamp() + $11 * interval '1 millisecond', events_per_second = coalesce($12, events_per_second)
       where (name, version, generation, part) = ($1, $2, $3, $4) and fence = $5 and stream is not distinct from $6 and revision is not distinct from $7`,
      [...this.place, this.fence, this.at?.stream ?? null, this.at?.revision ?? null, to?.stream ?? null, to?.revision ?? null, to?.events ?? 0, this.leaseMs, eventsPerSecond],
    );
    return rowCount === 1;
  }

  private get place(): [string, number, number, number] {
    return [...coordinates(this.filling), this.part];
  }
}

/** How others were cut that are being filled now. */
async function layout(database: Pool | PoolClient): Promise<{ until: Position; streams: readonly string[] } | undefined> {
  const { rows: [others] } = await database.query<{ until: Position; streams: readonly string[] }>(
    `select until, coalesce(array_agg(to_stream order by part) filter (where to_stream is not null), '{}') as streams
     from follower.part where made_at > now() - ${sameCuts} group by name, version, generation, until order by until desc, name limit 1`);
  return others;
}

/**
 * How far a stream has been taken in, of a filling whose parts are being taken in: its events up to a position, through a revision. Keeps all
 * others from the parts until the transaction ends. Undefined where there are no parts.
 */
export async function takenIn(client: PoolClient, filling: Filling, stream: string): Promise<{ readonly until: Position; readonly through: number } | undefined> {
  await client.query(`select from follower.part where (name, version, generation) = ($1, $2, $3) order by part for update`, coordinates(filling));
  const { rows: [reached] } = await client.query<{ until: Position; through: number }>(
    `select until, case when done or stream > $4 then ${revisionMax} when stream = $4 then revision else -1 end as through from follower.part
     where (name, version, generation) = ($1, $2, $3) and after_stream < $4 and (to_stream is null or to_stream >= $4)`, [...coordinates(filling), stream]);
  return reached;
}
