import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Reaction } from '../decider/reaction.js';
import { Errands, type Tell } from './errands.js';
import { KnownTime } from './known-time.js';
import { coordinates, Lease } from './lease.js';
import type { EventStore, Filter, Position, StoredEvent } from './port.js';
import { isInParts, leavesNothing } from './part.js';
import { declarationOf, filterOf, relationsOf, type Filling, type Projection } from './projection.js';
import { ProjectionFilling, type Check } from './projection-filling.js';
import { ProjectionRunner, type Consumer, type RunnerHooks, type RunnerSettings } from './projection-runner.js';
import { dropRetired } from './projection-swap.js';
import { ReadTogether } from './read-together.js';
import { ReactionFollowing } from './reaction-following.js';
import { errorClass } from './transaction.js';

/** The read models were filled from another log than the one that is open now. */
export class AnotherLog extends Error {
  constructor(readonly expected: string, readonly found: string) {
    super(`the checkpoints belong to the log ${expected}, and this is the log ${found}`);
  }
}

/** A projection is declared otherwise than when it was filled, under the same version. */
export class VersionNotRaised extends Error {
  constructor(readonly projection: string, readonly version: number) {
    super(`${projection} has changed and is still version ${version}: raise it, so that it is filled anew`);
  }
}

export interface FollowerHooks extends RunnerHooks {
  /** Of every filling that readers see, now and then. `events` is NaN where positions have gaps. */
  followerLag(follower: string, lag: { readonly events: number; readonly seconds: number }): void;
  /** Of every read model, as often: how much of the log the filling has taken in that is to take its place; 1 where none is being filled. */
  filled(readModel: string, progress: { readonly share: number; readonly eventsPerSecond: number }): void;
}

export interface FollowerSettings extends RunnerSettings {
  /** How many read models are filled at a time beside those that readers see, in this process: others take up those that are left. */
  readonly fillingsMax: number;
  /** A read model that is behind and has not moved for so long is stuck. */
  readonly stuckAfterMs: number;
  readonly measureEveryMs: number;
}

export interface FollowerParts {
  /** For rows and checkpoints; not the one that answers requests, which a filling would keep waiting. */
  readonly pool: Pool;
  readonly store: EventStore;
  /** What `log.Opened` named the log. */
  readonly logId: string;
  readonly projections: readonly Projection[];
  readonly reactions?: readonly Reaction[];
  /** What else is kept from the log, event by event in its order. */
  readonly inOrder?: readonly Consumer[];
  /** How a child is told of what a reaction found. */
  readonly tell?: Tell;
  readonly check?: Check;
  readonly hooks?: Partial<FollowerHooks>;
  readonly settings?: Partial<FollowerSettings>;
}

/** A read model, or one that will take its place, as it stands in the database, whichever process fills it. */
export interface ProjectionStatus extends Filling {
  /** `filling`: readers do not see it yet. */
  readonly status: 'filling' | 'serving';
  readonly position: Position | undefined;
  /** What is left to take in; `events` is NaN where positions have gaps, `seconds` the age of the oldest of them. */
  readonly lag: { readonly events: number; readonly seconds: number };
  /** Of the log, how much is taken in, from 0 to 1; undefined where positions have gaps. */
  readonly share: number | undefined;
  /** Of one that is catching up. */
  readonly eventsPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  /** Children left out since an event that could not be taken in. */
  readonly parked: number;
  /** Children who have still to be told, of a reaction. */
  readonly waiting: number;
  readonly stuck: boolean;
  /** Why this process follows it no longer, as a class of errors. */
  readonly stoppedFor: string | undefined;
}

const usualSettings: FollowerSettings = {
  leaseMs: 10_000, batchSize: 1_000, gatherMs: 25, gatherMsMax: 250, retryMsMax: 10_000, fillingsMax: 6, stuckAfterMs: 60_000, measureEveryMs: 5_000,
};
const fillingBatchSize = 5_000;
/** How far is looked for the oldest event that waits. */
const stretchesMax = 10;
const silent: FollowerHooks = { moved: () => undefined, parked: () => undefined, failed: () => undefined, followerLag: () => undefined, filled: () => undefined };

/** Keeps the read models of one process's projections up to date, together with all other processes that do. */
export class Follower {
  readonly knownTime: KnownTime;
  /** What is followed and is not a read model that could be filled beside itself. */
  private readonly others: ReadonlyMap<string, Consumer>;
  private errands: Errands | undefined;
  private readonly settings: FollowerSettings;
  private readonly hooks: FollowerHooks;
  private readonly owner = randomUUID();
  private readonly runners = new Map<string, ProjectionRunner>();
  private readonly together: ReadTogether;
  private readonly check: Check;
  private readonly stopping = new AbortController();
  private supervising: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: FollowerParts) {
    this.settings = { ...usualSettings, fillingBatchSize: parts.settings?.batchSize ?? fillingBatchSize, ...parts.settings };
    this.hooks = { ...silent, ...parts.hooks };
    this.knownTime = new KnownTime(parts.pool, parts.store);
    this.together = new ReadTogether(parts.store);
    const { pool, store, reactions = [], inOrder = [] } = parts;
    const check = this.check = once(parts.check ?? (() => undefined));
    const followings = reactions.map((reaction) => new ReactionFollowing(pool, store, reaction, check));
    this.others = new Map([this.knownTime, ...inOrder, ...followings].map((other) => [other.filling.name, other]));
    assertApart(parts.projections, reactions);
  }

  /** @throws AnotherLog @throws VersionNotRaised */
  async start(): Promise<void> {
    await this.assertSameLog();
    for (const { filling } of [this.knownTime, ...this.parts.inOrder ?? []]) await Lease.prepare(this.parts.pool, filling);
    for (const following of this.followings()) await this.ensureFollowing(following);
    await this.look().catch(async (error: unknown) => {
      await this.stop();
      throw error;
    });
    // So that the first scrape finds the figures.
    await this.attempt(() => this.report());
    const { leaseMs, measureEveryMs } = this.settings;
    const { pool, reactions = [], tell } = this.parts;
    if (tell) this.errands = new Errands(pool, reactions, tell, this.settings, this.hooks);
    this.supervising = Promise.all([this.every(leaseMs / 3, () => this.look()), this.every(measureEveryMs, () => this.report())]);
  }

  /** Fills a read model anew, beside the one that readers see, in whichever process follows it. */
  async rebuild(name: string): Promise<void> {
    const projection = this.projectionOf(name);
    const fillings = (await this.fillings()).filter(({ version }) => version === projection.version).filter((filling) => filling.name === name);
    if (fillings.some(({ status }) => status === 'filling')) return;
    await this.open(projection, Math.max(0, ...fillings.map(({ generation }) => generation)) + 1).create();
  }

  /** Tries again to take in what parked a key, for instance after a deployment that knows how. */
  async unpark(name: string, key: string): Promise<'followed' | 'still parked' | 'not parked'> {
    const other = this.others.get(name);
    if (other) return other instanceof ReactionFollowing ? other.unpark(key) : 'not parked';
    const projection = this.projectionOf(name);
    let parked = 0;
    let unparked = 0;
    for (const filling of await this.fillings()) {
      if (filling.name !== name || filling.version !== projection.version || filling.status === 'retired') continue;
      const { rowCount } = await this.parts.pool.query(
        `select from follower.parked where projection = $1 and version = $2 and generation = $3 and key = $4`, [...coordinates(filling), key]);
      if (rowCount === 0) continue;
      parked += 1;
      if (await this.open(projection, filling.generation).unpark(key)) unparked += 1;
    }
    if (parked === 0) return 'not parked';
    return unparked === parked ? 'followed' : 'still parked';
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    const { pool, store } = this.parts;
    const head = await store.head();
    const { rows } = await pool.query<FillingRow & { position: Position | null; taken: number | null; pace: number | null; parked: number; waiting: number; waiting_ms: number | null; still_ms: number; now: Date }>(
      `select name, version, generation, status, position, parts.taken, coalesce(parts.pace, events_per_second) as pace, now() as now,
              extract(epoch from now() - greatest(each.moved_at, parts.moved_at))::float8 * 1000 as still_ms,
              (select count(*)::int from follower.parked where (projection, parked.version, parked.generation) = (name, each.version, each.generation))
                + (select count(*)::int from follower.errand where (reaction, errand.version) = (name, each.version) and parked_for is not null) as parked,
              (select count(*)::int from follower.errand where (reaction, errand.version) = (name, each.version) and parked_for is null) as waiting,
              (select extract(epoch from now() - min(since))::float8 * 1000 from follower.errand
               where (reaction, errand.version) = (name, each.version) and parked_for is null) as waiting_ms
       from follower.projection as each left join lateral (
         select sum(part.events)::float8 as taken, sum(part.events_per_second) filter (where part.lease_until > now())::float8 as pace, max(part.moved_at) as moved_at
         from follower.part where (part.name, part.version, part.generation) = (each.name, each.version, each.generation)) as parts on true
       where name = any($1) and status <> 'retired' order by name, version, generation`, [this.names()]);
    return Promise.all(rows.map(async ({ name, version, generation, status, position, taken, pace, parked, waiting, waiting_ms: waitingMs, still_ms: stillMs, now }): Promise<ProjectionStatus> => {
      const behind = await this.lag(position ?? undefined, head, this.filterOf(name), now);
      const lag = { ...behind, ...(taken !== null && { events: behind.events - taken }), seconds: Math.max(behind.seconds, (waitingMs ?? 0) / 1000) };
      const eventsPerSecond = status === 'filling' ? pace ?? undefined : undefined;
      const { stuckAfterMs } = this.settings;
      return {
        name, version, generation, status: status as 'filling' | 'serving', position: position ?? undefined, lag, parked, waiting, eventsPerSecond,
        share: store.capabilities.gapless ? 1 - lag.events / Number(head ?? 1) : undefined,
        secondsLeft: eventsPerSecond && store.capabilities.gapless ? lag.events / eventsPerSecond : undefined,
        stuck: (1000 * behind.seconds > stuckAfterMs && stillMs > stuckAfterMs) || (waitingMs ?? 0) > stuckAfterMs,
        stoppedFor: this.runners.get(idOf({ name, version, generation }))?.stoppedFor,
      };
    }));
  }

  /** Ends the batches under way and hands the leases back, in bounded time. */
  async stop(withinMs = 10_000): Promise<void> {
    this.stopping.abort();
    const ended = Promise.all([this.supervising, ...[...this.runners.values()].map((runner) => runner.stop(withinMs)), this.errands?.stop(withinMs)]);
    await Promise.race([ended, pause(withinMs, undefined, { ref: false })]);
  }

  private async assertSameLog(): Promise<void> {
    const { pool, logId } = this.parts;
    await pool.query(`insert into follower.log (id) values ($1) on conflict do nothing`, [logId]);
    const { rows: [log] } = await pool.query<{ id: string }>(`select id from follower.log`);
    if (log!.id !== logId) throw new AnotherLog(log!.id, logId);
  }

  /** Begins what has to be filled, follows what is to be followed, forgets what was replaced. */
  private async look(): Promise<void> {
    const { projections, pool } = this.parts;
    const before = await this.fillings();
    for (const projection of projections) await this.ensureFilling(projection, before.filter(({ name }) => name === projection.name));

    const fillings = (await this.fillings()).filter((filling) => this.isMine(filling));
    if (this.stopping.signal.aborted) return;
    const serving = new Set(fillings.filter(({ status }) => status === 'serving').map(idOf));
    // What another process fills takes up no place here.
    const left = fillings.filter(({ status, elsewhere }) => status === 'serving' || !elsewhere);
    for (const [id, runner] of this.runners) {
      if (left.some((filling) => idOf(filling) === id)) continue;
      await runner.stop(this.settings.leaseMs);
      this.runners.delete(id);
    }
    const filledNow = () => [...this.runners.keys()].filter((id) => !serving.has(id)).length;
    for (const filling of left) {
      if (this.runners.has(idOf(filling)) || (filling.status === 'filling' && filledNow() >= this.settings.fillingsMax)) continue;
      this.follow(filling);
    }
    await dropRetired(pool);
  }

  private async ensureFilling(projection: Projection, fillings: readonly FillingRow[]): Promise<void> {
    const mine = fillings.filter(({ version, status }) => version === projection.version && status !== 'retired');
    const changed = mine.some(({ declared }) => declared !== declarationOf(projection));
    if (changed) throw new VersionNotRaised(projection.name, projection.version);
    // Who runs an older deployment leaves the field to the newer one.
    const surpassed = fillings.some(({ version, status }) => status === 'serving' && version > projection.version);
    if (mine.length > 0 || surpassed) return;
    const generations = fillings.filter(({ version }) => version === projection.version).map(({ generation }) => generation);
    await this.open(projection, Math.max(0, ...generations) + 1).create();
  }

  private follow(filling: FillingRow): void {
    const { pool, store } = this.parts;
    const consumer: Consumer = this.others.get(filling.name) ?? this.open(this.projectionOf(filling.name), filling.generation);
    let isFilled = filling.status === 'serving';
    const moved: RunnerHooks['moved'] = (...told) => {
      // Its place among those that are filled is free for the next one.
      if (!isFilled) void this.attempt(() => this.look());
      isFilled = true;
      if (consumer instanceof ReactionFollowing) this.errands?.look();
      this.hooks.moved(...told);
    };
    const turnedAway = () => {
      if (!isFilled) void this.attempt(() => this.look());
    };
    const runner = new ProjectionRunner(pool, consumer.readsFrom ?? store, consumer, this.owner, this.settings, { ...this.hooks, moved, turnedAway }, this.together);
    this.runners.set(idOf(filling), runner);
  }

  private async report(): Promise<void> {
    const standing = await this.status();
    for (const { name, status, lag } of standing) if (status === 'serving') this.hooks.followerLag(name, lag);
    for (const { name } of this.parts.projections) {
      const filling = standing.find((each) => each.name === name && each.status === 'filling');
      this.hooks.filled(name, { share: filling ? filling.share ?? 0 : 1, eventsPerSecond: filling?.eventsPerSecond ?? 0 });
    }
  }

  private async lag(position: Position | undefined, head: Position | undefined, filter: Filter, now: Date): Promise<ProjectionStatus['lag']> {
    const { store } = this.parts;
    if (head === undefined || (position !== undefined && position >= head)) return { events: 0, seconds: 0 };
    const next = await this.nextAfter(position, filter);
    return {
      events: store.capabilities.gapless ? Number(head) - Number(position ?? 0) : NaN,
      seconds: next ? Math.max(0, now.getTime() - next.recordedAt.getTime()) / 1000 : 0,
    };
  }

  /** The oldest event that waits; a store may answer that there is none in the stretch it looked through. */
  private async nextAfter(position: Position | undefined, filter: Filter): Promise<StoredEvent | undefined> {
    for (let after = position, stretch = 1; ; stretch += 1) {
      const { events: [next], caughtUp, position: reached } = await this.parts.store.readAll({ after, filter, limit: 1 });
      if (next || caughtUp || stretch === stretchesMax) return next;
      after = reached;
    }
  }

  /** Until the stop, whatever fails in between. */
  private async every(milliseconds: number, work: () => Promise<void>): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await pause(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (!this.stopping.signal.aborted) await this.attempt(work);
    }
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => this.hooks.failed('follower', errorClass(error)));
  }

  private async fillings(): Promise<readonly FillingRow[]> {
    const { rows } = await this.parts.pool.query<FillingRow>(
      `select name, version, generation, status, declared,
         case when ${isInParts} then ${leavesNothing('$2')} else coalesce(owner <> $2 and lease_until > now(), false) end as elsewhere
       from follower.projection where name = any($1) order by array_position($1, name), version, generation`, [this.names(), this.owner]);
    return rows;
  }

  private open(projection: Projection, generation: number): ProjectionFilling {
    return new ProjectionFilling(this.parts.pool, this.parts.store, projection, generation, this.check);
  }

  private isMine({ name, version, status }: FillingRow): boolean {
    if (status === 'retired') return false;
    return version === (this.others.get(name)?.filling ?? this.projectionOf(name)).version;
  }

  private followings(): readonly ReactionFollowing[] {
    return [...this.others.values()].filter((other) => other instanceof ReactionFollowing);
  }

  private async ensureFollowing(following: ReactionFollowing): Promise<void> {
    await following.create();
    const { name, version } = following.filling;
    const mine = (await this.fillings()).find((filling) => filling.name === name && filling.version === version);
    if (mine && mine.declared !== following.declared) throw new VersionNotRaised(name, version);
  }

  private names(): readonly string[] {
    return [...this.others.keys(), ...this.parts.projections.map(({ name }) => name)];
  }

  private projectionOf(name: string): Projection {
    const projection = this.parts.projections.find((other) => other.name === name);
    if (!projection) throw new Error(`there is no projection ${name}`);
    return projection;
  }

  private filterOf(name: string): Filter {
    return this.others.get(name)?.filter ?? filterOf(this.projectionOf(name));
  }
}

type FillingRow = Filling & {
  readonly status: string;
  readonly declared: string;
  /** Whether there is nothing in it for this process: another one holds the lease, or others all parts that are left. */
  readonly elsewhere: boolean;
};

/** Several read models are given the same event: what is well is found well once. */
function once(check: Check): Check {
  const known = new WeakSet<StoredEvent>();
  return (event) => {
    if (known.has(event)) return;
    check(event);
    known.add(event);
  };
}

function idOf({ name, version, generation }: Filling): string {
  return `${name} ${version} ${generation}`;
}

/** Two projections with one name, or one name for two tables, would overwrite each other. */
function assertApart(projections: readonly Projection[], reactions: readonly Reaction[]): void {
  for (const [what, names] of [['projection', [...projections, ...reactions].map(({ name }) => name)], ['table', projections.flatMap(relationsOf)]] as const) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) throw new Error(`${what} ${twice} is declared twice`);
  }
}
