import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { Lease, LeaseLost, type Held } from './lease.js';
import { Part, type InPart } from './part.js';
import { LogDamaged, type Batch, type EventStore, type Filter, type Position, type StoredEvent } from './port.js';
import type { Filling } from './projection.js';
import { lettingThrough, ReadTogether } from './read-together.js';
import { errorClass } from './transaction.js';

/** What is kept up to date from the log. */
export interface Consumer {
  readonly filling: Filling;
  readonly filter: Filter;
  /** Whether parts of the log, stream by stream, can be taken in at once, in any order; or only one after the other. */
  readonly inAnyOrder?: boolean;
  /** What it reads; left out, the log of the follower. */
  readonly readsFrom?: EventStore;
  /** Takes events in, in the transaction that moves the checkpoint. Answers the error classes of what it parked. @throws Unfit */
  take(client: PoolClient, events: readonly StoredEvent[]): Promise<readonly string[]>;
  /** Leaves out an event that cannot be taken in, and what depends on it. */
  park(client: PoolClient, event: StoredEvent, error: unknown): Promise<void>;
  /** The end of the log is reached, and readers do not see the filling yet; false asks to be told again soon. */
  caughtUp(lease: Lease): Promise<boolean>;
}

/** An event, or what follows from it, cannot be taken in however often it is tried. */
export class Unfit extends Error {}

export interface RunnerHooks {
  /** Readers see more than before, of a read model that they see at all. */
  moved(filling: Filling, position: Position | undefined): void;
  /** Somebody's read model stands still from here on: an alarm. */
  parked(name: string, errorClass: string): void;
  /** An attempt failed and is made again, or, of a damaged log, is not. */
  failed(name: string, errorClass: string): void;
  /** Another process follows it now. */
  turnedAway?(): void;
}

export interface RunnerSettings {
  /** How long a follower that fell silent keeps others waiting. */
  readonly leaseMs: number;
  readonly batchSize: number;
  /** As many events come at once while nobody sees the read model yet, and what is kept of a child is written less often; left out, as many as later. */
  readonly fillingBatchSize?: number;
  /** At the end of the log, events that come in quick succession are gathered for so long at least and taken in by one transaction. */
  readonly gatherMs: number;
  /** And for so long at most: usually for a few times as long as the last batch took, which leaves the process to others. */
  readonly gatherMsMax: number;
  /** Longest pause between two attempts. */
  readonly retryMsMax: number;
}

/** A follower that keeps up works a fifth of the time. */
const restPerBatch = 4;

/** Follows the log for one consumer, from its checkpoint on, whenever it holds the lease; another process does when it does not. */
export class ProjectionRunner {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private eventsPerSecond: number | undefined;
  private lastAt = 0;
  /** Why it follows no longer; undefined while it does. */
  stoppedFor: string | undefined;

  constructor(
    private readonly pool: Pool, private readonly store: EventStore, private readonly consumer: Consumer,
    private readonly owner: string, private readonly settings: RunnerSettings, private readonly hooks: RunnerHooks,
    private readonly together = new ReadTogether(store),
  ) {
    this.running = this.run();
  }

  /** Ends the batch under way and hands the lease back. What takes longer is left to the lease: it lapses, and its number is refused. */
  async stop(withinMs: number): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, pause(withinMs, undefined, { ref: false })]);
  }

  private async run(): Promise<void> {
    const { consumer: { filling }, settings: { leaseMs, retryMsMax } } = this;
    const succeeded = () => { failures = 0; };
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      try {
        const lease = await Lease.take(this.pool, filling, this.owner, leaseMs);
        if (lease) {
          await this.under(lease, (signal) => this.followOrCut(lease, signal, succeeded));
          continue;
        }
        const part = await Part.take(this.pool, filling, this.owner, leaseMs, this.together.here);
        if (part) {
          await this.under(part, (signal) => this.takeInPart(part, signal, succeeded));
          continue;
        }
        if (await Part.join(this.pool, filling)) continue;
        this.hooks.turnedAway?.();
        await this.rest(leaseMs / 3);
      } catch (error) {
        if (error instanceof LeaseLost) continue;
        this.hooks.failed(filling.name, errorClass(error));
        if (error instanceof LogDamaged) {
          this.stoppedFor = errorClass(error);
          return;
        }
        failures += 1;
        await this.rest(Math.random() * Math.min(retryMsMax, 50 * 2 ** failures));
      }
    }
  }

  private async under(lease: Held<unknown>, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const ended = new AbortController();
    const renewing = this.renew(lease, ended);
    try {
      await work(AbortSignal.any([this.stopping.signal, ended.signal]));
    } finally {
      ended.abort();
      await lease.release().catch(() => undefined);   // a lease that cannot be handed back lapses
    }
    await renewing;
  }

  /** Until the end, or until somebody else has taken over. */
  private async renew(lease: Held<unknown>, ended: AbortController): Promise<void> {
    while (!ended.signal.aborted) {
      await pause(this.settings.leaseMs / 3, undefined, { signal: ended.signal }).catch(() => undefined);
      try {
        if (!ended.signal.aborted) await lease.renew();
      } catch (error) {
        if (error instanceof LeaseLost) ended.abort();
      }
    }
  }

  /** What the log holds already is taken in in parts, where the store can tell it stream by stream: each child is folded once, however far apart its events lie. */
  private async followOrCut(lease: Lease, signal: AbortSignal, succeeded: () => void): Promise<void> {
    const { pool, store, consumer: { inAnyOrder = false } } = this;
    const isBegun = lease.serves || lease.position !== undefined || !store.readByStream;
    if (isBegun || !(await Part.make(pool, lease, store, Math.ceil(this.pageSize / 2), !inAnyOrder))) await this.follow(lease, signal, succeeded);
  }

  private get pageSize(): number {
    return this.settings.fillingBatchSize ?? this.settings.batchSize;
  }

  private async takeInPart(part: Part, signal: AbortSignal, succeeded: () => void): Promise<void> {
    const { together, pageSize, consumer: { filter } } = this;
    const { range } = part;
    together.enter(range);
    try {
      const isMine = lettingThrough(filter);
      this.lastAt = performance.now();
      for (let coming = together.page(range, part.standsAt, pageSize); ;) {
        const page = await coming;
        if (signal.aborted) return;
        const last = page.at(-1);
        if (!last) break;
        const taken = part.standsAt?.events ?? 0;
        const standsAt = ({ stream, revision }: StoredEvent, index: number): InPart => ({ stream, revision, events: taken + index + 1 });
        await together.inTurn(() => {
          coming = together.page(range, last, pageSize);
          return this.takeIn(part, page.filter(isMine), standsAt(last, page.length - 1), (event) => standsAt(event, page.indexOf(event)));
        });
        this.measure(page.length);
        succeeded();
      }
      await part.end();
    } finally {
      together.leave(range);
    }
  }

  private async follow(lease: Lease, signal: AbortSignal, succeeded: () => void): Promise<void> {
    const { store, consumer, settings: { batchSize, gatherMs, gatherMsMax } } = this;
    const batches = store.follow({ after: lease.position, filter: consumer.filter, batchSize: lease.serves ? batchSize : this.pageSize, signal })[Symbol.asyncIterator]();
    const next = () => {
      const coming = batches.next();
      coming.catch(() => undefined);   // it is awaited only after the batch before it
      return coming;
    };
    this.lastAt = performance.now();
    for (let coming = next(); ;) {
      const { value: batch, done } = await coming;
      if (done || signal.aborted) return;
      const atEnd = batch.caughtUp && lease.serves;
      // The next page is read while this one is written.
      if (!atEnd) coming = next();
      const began = performance.now();
      await this.takeBatch(lease, batch);
      succeeded();
      if (atEnd) {
        const tookMs = performance.now() - began;
        await this.rest(Math.min(Math.max(gatherMs, restPerBatch * tookMs), gatherMsMax));
        coming = next();
      }
      if (!batch.caughtUp || lease.serves) continue;
      for (let tries = 1; !(await consumer.caughtUp(lease)); tries += 1) {
        if (signal.aborted || await settlesWithin(coming, Math.min(100 * tries, 5_000))) break;
      }
      this.tellMoved(lease);
    }
  }

  private async takeBatch(lease: Lease, { events, position, caughtUp }: Batch): Promise<void> {
    const from = lease.position;
    const fresh = unseen(events, from);
    const to = later(position, from);
    if (fresh.length > 0 || to !== from) await this.takeIn(lease, fresh, to, (event) => event.position);
    if (!caughtUp) this.measure(this.store.capabilities.gapless ? Number(to) - Number(from ?? 0) : fresh.length);
    else this.lastAt = performance.now();
  }

  /** The pace of catching up, smoothed; of a live log it would only say how much is written. */
  private measure(events: number): void {
    const now = 1000 * events / (performance.now() - this.lastAt);
    this.eventsPerSecond = this.eventsPerSecond === undefined ? now : 0.8 * this.eventsPerSecond + 0.2 * now;
    this.lastAt = performance.now();
  }

  /** A batch that is too much at once is halved; one that cannot be taken in, until the event stands alone that is to blame. */
  private async takeIn<At>(lease: Held<At>, events: readonly StoredEvent[], to: At | undefined, standsAt: (event: StoredEvent) => At): Promise<void> {
    const { consumer, hooks } = this;
    const { name } = consumer.filling;
    try {
      const parked = await lease.advance(to, (client) => consumer.take(client, events), this.eventsPerSecond);
      for (const error of parked) hooks.parked(name, error);
      this.tellMoved(lease);
    } catch (error) {
      const halved = isUnfit(error) || (isTooMuch(error) && events.length > 1);
      if (!halved || events.length === 0) throw error;
      if (events.length === 1) {
        await lease.advance(to, (client) => consumer.park(client, events[0]!, error));
        hooks.parked(name, errorClass(error));
        this.tellMoved(lease);
        return;
      }
      const half = events.length >> 1;
      await this.takeIn(lease, events.slice(0, half), standsAt(events[half - 1]!), standsAt);
      await this.takeIn(lease, events.slice(half), to, standsAt);
    }
  }

  private tellMoved(lease: Held<unknown>): void {
    if (lease instanceof Lease && lease.serves) this.hooks.moved(this.consumer.filling, lease.position);
  }

  private async rest(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** Without what was delivered before: a log that repeats itself changes nothing. */
function unseen(events: readonly StoredEvent[], after: Position | undefined): readonly StoredEvent[] {
  let last = after;
  return events.filter(({ position }) => {
    if (last !== undefined && position <= last) return false;
    last = position;
    return true;
  });
}

function later(a: Position | undefined, b: Position | undefined): Position | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

/** What the database refuses for its content: data exceptions and broken constraints. Anything else may pass. */
export function isUnfit(error: unknown): boolean {
  return error instanceof Unfit || /^2[23]/.test((Object(error) as { code?: unknown }).code as string ?? '');
}

/** A statement or the folding between two of them took too long, or too much memory. */
function isTooMuch(error: unknown): boolean {
  return ['57014', '25P03', '53200'].includes(errorClass(error));
}

async function settlesWithin(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const waited = new AbortController();
  const late = pause(milliseconds, false, { signal: waited.signal }).catch(() => false);
  const settled = promise.then(() => true, () => true);
  return Promise.race([settled, late]).finally(() => waited.abort());
}
