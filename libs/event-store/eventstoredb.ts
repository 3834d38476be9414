import {
  BACKWARDS, END, EventStoreDBClient, FORWARDS, jsonEvent, MaxAppendSizeExceededError, NO_STREAM, START, StreamNotFoundError, WrongExpectedVersionError,
  type AppendResult, type Direction, type EventData, type StreamingRead,
} from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import { asClientPosition, asPosition, isSystemEvent, matches, positionOf, stored, type LogEvent } from './eventstoredb.events.js';
import { backOffMs, follow, reasonOf } from './eventstoredb.follow.js';
import {
  AppendRefused, assertStorable, LogDamaged, OutcomeUnknown, StoreBusy, StoreUnavailable, WrongExpectedRevision,
  type Appended, type Batch, type EventStore, type ExpectedRevision, type FollowOptions, type NewEvent, type Position, type ReadAllOptions, type ReadOptions, type StoredEvent,
} from './port.js';

export interface EventStoreDbOptions {
  /** Appends that may wait for their answer; one more is refused as StoreBusy. */
  readonly appendsInFlightMax?: number;
  /** Bytes of data and metadata in them. */
  readonly bytesInFlightMax?: number;
  /** How long an append waits for its first answer before it is asked again; each further wait is twice as long. */
  readonly firstAnswerMs?: number;
  /** How long a read may bring nothing before it is given up. */
  readonly readSilenceMs?: number;
}

/** Events read at a time: with the largest bodies 64 MiB. */
const pageSize = 256;
const appendTimeoutMs = 10_000;

/** The event store on EventStoreDB 22.6 or newer, through `@eventstore/db-client` 6.2.1. Its pitfalls are cases of eventstoredb.pitfalls.spec.ts. */
export class EventStoreDbStore implements EventStore {
  readonly capabilities = { gapless: false, knownIdAtHead: 'storedAgain' } as const;
  private readonly closing = new AbortController();
  private readonly underWay = new Set<Promise<unknown>>();
  private appendsInFlight = 0;
  private bytesInFlight = 0;

  private constructor(private readonly client: EventStoreDBClient, private readonly closeConnection: () => void, private readonly options: Required<EventStoreDbOptions>) {}

  /** Connects at the first call. @throws Error where the connection string is none, or asks for what this adapter cannot honour; never with the string in it, which may hold a password */
  static open(connectionString: string, options: EventStoreDbOptions = {}): EventStoreDbStore {
    assertConnectionOptions(connectionString);
    let client: EventStoreDBClient;
    try {
      client = EventStoreDBClient.connectionString(connectionString);
    } catch {
      throw new Error('not a connection string of EventStoreDB: esdb://[user:password@]host:port[,host:port][?option=value&option=value]');
    }
    // The client would send all appends of the process over one shared call, whose failures and odd answers reject, wedge or kill what has
    // nothing to do with them. It sends each append by itself to a server that does not know the shared call, so it is told that this is one.
    Object.defineProperty(client, 'supports', { value: () => Promise.resolve(false) });
    // The client ends its calls, and keeps its connection.
    const connect = client['getChannel'];
    let closeConnection = () => {};
    const getChannel: typeof connect = async () => {
      const channel = await connect();
      closeConnection = () => channel.close();
      return channel;
    };
    Object.defineProperty(client, 'getChannel', { value: getChannel });
    return new EventStoreDbStore(client, () => closeConnection(), {
      appendsInFlightMax: 1024, bytesInFlightMax: 16 * 1024 * 1024, firstAnswerMs: 2_000, readSilenceMs: 10_000, ...options,
    });
  }

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision, { timeoutMs = appendTimeoutMs } = {}): Promise<Appended> {
    const texts = assertStorable(stream, events, expected);
    this.assertOpen();
    const bytes = texts.reduce((sum, { data, meta }) => sum + Buffer.byteLength(data) + Buffer.byteLength(meta), 0);
    if (this.appendsInFlight >= this.options.appendsInFlightMax || this.bytesInFlight + bytes > this.options.bytesInFlightMax) {
      throw new StoreBusy(`${this.appendsInFlight} appends of ${this.bytesInFlight} bytes are under way`);
    }
    // Parsed anew from the text that was measured: the writer may change its objects while the append is retried.
    const proposed = events.map(({ id, type }, index) => jsonEvent({ id, type, data: parsed(texts[index]!.data), metadata: parsed(texts[index]!.meta) }));
    this.appendsInFlight += 1;
    this.bytesInFlight += bytes;
    try {
      return await this.track(this.appendUntilAnswered(stream, proposed, expected, timeoutMs));
    } finally {
      this.appendsInFlight -= 1;
      this.bytesInFlight -= bytes;
    }
  }

  /** The same ids at the same revision until there is an answer: the server recognises what it has stored. */
  private async appendUntilAnswered(stream: string, proposed: EventData[], expected: ExpectedRevision, timeoutMs: number): Promise<Appended> {
    const deadline = performance.now() + timeoutMs;
    let mayBeStored = false;
    for (let attempt = 0; ; attempt += 1) {
      let reason: string;
      try {
        const waitMs = Math.min(deadline - performance.now(), this.options.firstAnswerMs * 2 ** attempt);
        return appended(await this.appendOnce(stream, proposed, expected, waitMs), proposed.length, expected);
      } catch (error) {
        if (error instanceof WrongExpectedVersionError) {
          throw new WrongExpectedRevision(stream, expected, typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : 'noStream');
        }
        if (error instanceof MaxAppendSizeExceededError) throw new AppendRefused(`the server holds at most ${error.maxAppendSize} bytes in an append`);
        if (error instanceof AppendRefused) throw error;
        mayBeStored ||= !wasNeverSent(error);
        reason = reasonOf(error);
      }
      const pauseMs = backOffMs(attempt);
      if (performance.now() + pauseMs >= deadline) {
        if (mayBeStored) throw new OutcomeUnknown(`no answer within ${timeoutMs} ms (${reason})`);
        throw new StoreUnavailable(`the event store could not be reached (${reason})`);
      }
      await pause(pauseMs);
    }
  }

  /** The timer is ours: the client's own covers the call, not the way to it. */
  private async appendOnce(stream: string, proposed: EventData[], expected: ExpectedRevision, waitMs: number): Promise<AppendResult> {
    let timer: NodeJS.Timeout;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('timed out')), waitMs);
    });
    const expectedRevision = expected === 'noStream' ? NO_STREAM : BigInt(expected);
    const answer = this.client.appendToStream(stream, proposed, { expectedRevision, deadline: waitMs });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  async *read(stream: string, { from, limit = Infinity, direction = 'forwards' }: ReadOptions = {}): AsyncGenerator<StoredEvent> {
    const backwards = direction === 'backwards';
    let next: bigint | typeof START | typeof END = from === undefined ? (backwards ? END : START) : BigInt(from);
    for (let left = limit; left > 0;) {
      const fromRevision = next;
      const maxCount = Math.min(left, pageSize);
      const page = await this.page(() => this.client.readStream(stream, { fromRevision, maxCount, direction: backwards ? BACKWARDS : FORWARDS }));
      for (const { event } of page) yield stored(event);
      const last = page.at(-1)?.event;
      if (!last || (!backwards && page.length < maxCount) || (backwards && last.revision === 0n)) return;
      left -= page.length;
      next = backwards ? last.revision - 1n : last.revision + 1n;
    }
  }

  async readAll({ after, filter, limit = 500 }: ReadAllOptions = {}): Promise<Batch> {
    const events: StoredEvent[] = [];
    let position = after;
    let scanned = after;
    const count = filter ? pageSize : Math.min(pageSize, limit + 2);
    for (;;) {
      const page = await this.pageOfLog(scanned ?? START, FORWARDS, count);
      if (page.length === 0 && after !== undefined) throw new LogDamaged('the log ends before the position that is read from');
      for (const event of page) {
        const standsAt = positionOf(event);
        if (scanned !== undefined && standsAt <= scanned) continue;
        scanned = standsAt;
        if (isSystemEvent(event)) continue;
        if (events.length === limit) return { events, position, caughtUp: false };
        position = standsAt;
        if (matches(event, filter)) events.push(stored(event));
      }
      if (page.length < count) return { events, position, caughtUp: true };
    }
  }

  follow({ signal, ...options }: FollowOptions): AsyncIterable<Batch> {
    return follow({
      client: this.client,
      page: (from, direction, count) => this.pageOfLog(from, direction, count),
    }, { ...options, signal: AbortSignal.any([signal, this.closing.signal]) });
  }

  async head(): Promise<Position | undefined> {
    let from: Position | typeof END = END;
    for (let count = 1; ; count = Math.min(count * 16, pageSize)) {
      const page: LogEvent[] = await this.pageOfLog(from, BACKWARDS, count);
      const last = page.find((event) => !isSystemEvent(event));
      if (last) return positionOf(last);
      if (page.length < count) return undefined;
      from = positionOf(page.at(-1)!);
    }
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await Promise.allSettled([...this.underWay]);
    await this.client.dispose();
    this.closeConnection();
  }

  /** Up to `count` events of the whole log, the system's own among them; forwards from a position including it, backwards without it. */
  private async pageOfLog(from: Position | typeof START | typeof END, direction: Direction, count: number): Promise<LogEvent[]> {
    const fromPosition = from === START ? START : from === END ? END : asClientPosition(from as Position);
    const page = await this.page(() => this.client.readAll({ fromPosition, maxCount: count, direction }));
    return page.map(({ event }) => event!);
  }

  /** Read to its end before anything is handed on, so that a reader who breaks off leaves no call behind. */
  private async page<Read>(start: () => StreamingRead<Read>): Promise<Read[]> {
    this.assertOpen();
    return this.track(collected(start(), this.options.readSilenceMs));
  }

  private assertOpen(): void {
    if (this.closing.signal.aborted) throw new StoreUnavailable('the event store is closed');
  }

  private track<Result>(work: Promise<Result>): Promise<Result> {
    this.underWay.add(work);
    return work.finally(() => this.underWay.delete(work));
  }
}

function parsed(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}

/** The revision of an append of no events is the stream's, which the client does not tell. */
function appended({ nextExpectedRevision, position }: AppendResult, count: number, expected: ExpectedRevision): Appended {
  if (count === 0) return { revision: expected === 'noStream' ? -1 : expected, position: undefined };
  if (!position) throw new AppendRefused('the stream was deleted on the server');
  return { revision: Number(nextExpectedRevision), position: asPosition(position) };
}

/** True only where no connection could be made, so that not a byte of the append left this machine. */
function wasNeverSent(error: unknown): boolean {
  return error instanceof Error && /\bNo connection established\b|^Failed to discover\b/.test(error.message);
}

/** A server that many ask at once after a rest lets all of them wait for seconds, and then answers: what comes slowly still comes, and to ask anew would only add to it. */
async function collected<Read>(reading: StreamingRead<Read>, silenceMs: number): Promise<Read[]> {
  // What fails after we have turned away would otherwise find no listener and end the process.
  reading.on('error', () => undefined);
  const timer = setTimeout(() => reading.destroy(new Error('timed out')), silenceMs);
  const read: Read[] = [];
  try {
    for await (const item of reading) {
      read.push(item as Read);
      timer.refresh();
    }
    return read;
  } catch (error) {
    if (error instanceof StreamNotFoundError) return [];
    void reading.cancel().catch(() => undefined);
    throw new StoreUnavailable(`the event store could not be read (${reasonOf(error)})`);
  } finally {
    clearTimeout(timer);
  }
}

/** The client prints a string with an option that it does not know to the console, password and all; with `throwOnAppendFailure=false` it calls a refused append a success. */
function assertConnectionOptions(connectionString: string): void {
  const options = connectionString.split('?').slice(1).join('?').split('&').filter((option) => option !== '');
  for (const option of options) {
    const [key] = option.split('=');
    if (!connectionOptions.has(key!.trim().toLowerCase().replace(/[_-]/g, ''))) throw new Error(`the connection string has an option that is not honoured: ${key}`);
  }
}

const connectionOptions = new Set([
  'usercertfile', 'userkeyfile', 'maxdiscoverattempts', 'connectionname', 'defaultdeadline', 'discoveryinterval', 'gossiptimeout',
  'nodepreference', 'tls', 'tlscafile', 'keepaliveinterval', 'keepalivetimeout',
]);
