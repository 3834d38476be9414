import {
  AccessDeniedError, BACKWARDS, eventTypeFilter, excludeSystemEvents, FORWARDS, START, streamNameFilter,
  type AllStreamResolvedEvent, type AllStreamSubscription, type Direction, type END, type EventStoreDBClient, type Filter as ServerFilter, type Position as ClientPosition,
} from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import { asClientPosition, asPosition, isSystemEvent, matches, positionOf, stored, type LogEvent } from './eventstoredb.events.js';
import { LogDamaged, StoreUnavailable, type Batch, type Filter, type FollowOptions, type Position, type StoredEvent } from './port.js';

/** The log as a follower needs it. */
export interface FollowedLog {
  readonly client: EventStoreDBClient;
  /** Events of the whole log, the system's own among them; forwards from a position including it, backwards without it. */
  page(from: Position | typeof START | typeof END, direction: Direction, count: number): Promise<LogEvent[]>;
}

/** How often a follower that gets nothing looks whether the log has gone on without an event for it. */
const idleMs = 500;
/** How long a follower that is catching up waits for more before it hands on a batch that is not full. */
const lingerMs = 20;
/** Events that are looked through at a time, by the server between two checkpoints and by an idle follower. */
const window = 500;
/** So often in a row the log must end too early before that is believed; a server that is behind for a moment looks the same. */
const tooShortMax = 5;

/** Subscribes anew wherever the server, the network or slowness ended the last subscription, from the last position that was handed on. */
export async function* follow(log: FollowedLog, { after, signal, ...options }: FollowOptions): AsyncGenerator<Batch> {
  let position = after;
  let tooShort = 0;
  for (let failures = 0; !signal.aborted; failures += 1) {
    if (failures > 0) await pause(backOffMs(failures - 1), undefined, { signal }).catch(() => undefined);
    try {
      for await (const batch of subscribed(log, { ...options, after: position, signal })) {
        position = batch.position;
        failures = 0;
        tooShort = 0;
        yield batch;
        if (signal.aborted) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof AccessDeniedError) throw new StoreUnavailable('this user may not read the log');
      if (error instanceof LogTooShort && ++tooShort < tooShortMax) continue;
      if (error instanceof LogDamaged) throw error;
    }
  }
}

class LogTooShort extends LogDamaged {}

/** One subscription, until it fails or the signal ends it. */
async function* subscribed(log: FollowedLog, { after, filter, batchSize = 500, signal }: FollowOptions): AsyncGenerator<Batch> {
  const inbox = new Inbox(log.client, await existing(log, after), filter, batchSize);
  const wake = () => inbox.wake();
  signal.addEventListener('abort', wake);

  let position = after;
  let given = after;
  let events: StoredEvent[] = [];
  let rested = false;
  let saidCaughtUp = false;
  let newsSince: number | undefined;
  let looking = false;
  let lookedAhead = false;
  /** Learns from the log itself how far it holds nothing for this follower, who is woken by the answer. */
  const look = (how: Promise<Position | undefined>) => {
    looking = true;
    how.then((reached) => { if (reached !== undefined && (position === undefined || reached > position)) position = reached; })
      .catch((error: unknown) => inbox.fail(error))
      .finally(() => { looking = false; wake(); });
  };

  try {
    while (!signal.aborted) {
      for (let event = inbox.take(); event; event = events.length < batchSize ? inbox.take() : undefined) {
        const standsAt = positionOf(event);
        if (position !== undefined && standsAt <= position) continue;
        try {
          if (!isSystemEvent(event) && matches(event, filter)) events.push(stored(event));
        } catch (error) {
          inbox.fail(error);
          break;
        }
        position = standsAt;
      }

      const caughtUp = inbox.live && inbox.isEmpty;
      if (!inbox.live) saidCaughtUp = false;
      const hasNews = events.length > 0 || position !== given;
      newsSince = hasNews ? newsSince ?? performance.now() : undefined;
      const heldMs = newsSince === undefined ? 0 : performance.now() - newsSince;
      const newsIsDue = events.length === batchSize || caughtUp || heldMs >= lingerMs || inbox.failure !== undefined;
      const mustSayCaughtUp = caughtUp && !saidCaughtUp;
      if ((hasNews && newsIsDue) || (mustSayCaughtUp && (position !== undefined || lookedAhead))) {
        const batch = { events, position, caughtUp };
        given = position;
        saidCaughtUp = caughtUp;
        newsSince = undefined;
        events = [];
        yield batch;
        continue;
      }
      if (inbox.failure !== undefined) throw inbox.failure;

      // Here every event that came has been taken.
      if (!looking) {
        const checkpoint = inbox.takeCheckpoint();
        if (checkpoint !== undefined && (position === undefined || checkpoint > position)) look(before(log, checkpoint));
        else if (!hasNews && (rested || mustSayCaughtUp)) look(passedOver(log, position, filter).finally(() => { lookedAhead = true; }));
      }
      rested = await inbox.rests(hasNews ? lingerMs - heldMs : filter || !inbox.live ? idleMs : undefined);
    }
  } finally {
    signal.removeEventListener('abort', wake);
    inbox.close();
  }
}

/** What a subscription has brought and said so far, for a reader who takes it when it suits him. */
class Inbox {
  /** True while the server hands on events as they come. */
  live = false;
  failure: unknown;
  private checkpoint: Position | undefined;
  private waiting = (_woken: boolean) => {};
  private readonly subscription: AllStreamSubscription;

  /** `size`: events that are held for the reader. While it is full, nothing more is read from the network. */
  constructor(client: EventStoreDBClient, from: Position | typeof START, filter: Filter | undefined, size: number) {
    const buffer = { objectMode: true, readableHighWaterMark: size };
    this.subscription = client.subscribeToAll({
      fromPosition: from === START ? START : asClientPosition(from as Position),
      // An error in this callback would end the subscription without a word.
      filter: serverFilter(filter, (position) => {
        this.checkpoint = position;
        this.wake();
      }),
    }, buffer);
    // Listened to before the first tick: an error without a listener ends the process. It stays listened to after close, for the same reason.
    this.subscription.on('error', (error) => this.fail(error));
    this.subscription.on('end', () => this.fail(new Error('the server ended the subscription')));
    this.subscription.on('close', () => this.fail(new Error('the server ended the subscription')));
    this.subscription.on('caughtUp', () => {
      this.live = true;
      this.wake();
    });
    this.subscription.on('fellBehind', () => { this.live = false; });
    this.subscription.on('readable', () => this.wake());
  }

  get isEmpty(): boolean {
    return this.subscription.readableLength === 0;
  }

  take(): LogEvent | undefined {
    return (this.subscription.read() as AllStreamResolvedEvent | null)?.event;
  }

  /** How far the server had looked when it last said so. To be relied on only by who has taken every event there was. */
  takeCheckpoint(): Position | undefined {
    const checkpoint = this.checkpoint;
    this.checkpoint = undefined;
    return checkpoint;
  }

  /** What was brought before the failure can still be taken. */
  fail(error: unknown): void {
    this.failure ??= error;
    this.wake();
  }

  wake(): void {
    this.waiting(true);
  }

  /** False as soon as there is news; true if there was none for so long. */
  async rests(milliseconds: number | undefined): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const woken = await new Promise<boolean>((resolve) => {
      this.waiting = resolve;
      if (milliseconds !== undefined) timer = setTimeout(() => resolve(false), milliseconds);
    });
    clearTimeout(timer);
    return !woken;
  }

  /** Ends the call as well, which otherwise stays open for good. */
  close(): void {
    this.subscription.unsubscribe().catch(() => undefined);
  }
}

/**
 * A position at which an event stands, with none between it and the one asked for. The server leaves out the first event at or after the
 * position that it is given, whether or not that is the one meant: after a scavenge it may be another, and would be lost.
 */
async function existing(log: FollowedLog, position: Position | undefined): Promise<Position | typeof START> {
  if (position === undefined) return START;
  const [event] = await log.page(position, FORWARDS, 1);
  if (!event) throw new LogTooShort('the log ends before the position that is followed from');
  return positionOf(event) === position ? position : (await before(log, position)) ?? START;
}

async function before(log: FollowedLog, position: Position): Promise<Position | undefined> {
  const [event] = await log.page(position, BACKWARDS, 1);
  return event && positionOf(event);
}

/** How far a part of the log holds nothing for this follower. True for good, since the log only grows. */
async function passedOver(log: FollowedLog, after: Position | undefined, filter: Filter | undefined): Promise<Position | undefined> {
  let reached = after;
  for (const event of await log.page(after ?? START, FORWARDS, window)) {
    const standsAt = positionOf(event);
    if (reached !== undefined && standsAt <= reached) continue;
    if (!isSystemEvent(event) && matches(event, filter)) break;
    reached = standsAt;
  }
  return reached;
}

/** The server filters by types or by streams, not by both: the other half of the filter is applied here. */
function serverFilter(filter: Filter | undefined, reached: (position: Position) => void): ServerFilter {
  const options = { maxSearchWindow: window, checkpointInterval: 1, checkpointReached: (_: unknown, position: ClientPosition) => reached(asPosition(position)) };
  if (filter?.types?.length) return eventTypeFilter({ ...options, prefixes: [...filter.types] });
  if (filter?.streams?.length) return streamNameFilter({ ...options, prefixes: [...filter.streams] });
  return excludeSystemEvents(options);
}

/** Twice as long each time, up to five seconds, and never quite the same, so that many who lost one server do not come back as one. */
export function backOffMs(attempt: number): number {
  return Math.min(5_000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/** What failed, in the words of the client's type or gRPC's code; never its message, which may name streams. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { type, code } = error as { type?: unknown; code?: unknown };
  return [type, code].filter((word) => word !== undefined).join(' ') || error.message;
}
