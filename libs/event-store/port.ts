/**
 * The event store as the rest of the system sees it: streams with exact revisions, and one log over all of them.
 *
 * Two adapters keep these promises (postgres.ts, eventstoredb.ts) and one suite checks both (event-store.contract.ts).
 * There is no "any" revision, no delete and no truncation: a store that offers them is used without them.
 */

/** A JSON value as it is stored. `undefined` and BigInt are refused before they reach a store. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Where an event stands in the log. Opaque, and ordered as a string: `a < b` means that a was committed before b. */
export type Position = string & { readonly __position: unique symbol };

/** `noStream`, or the revision (from 0) of the last event that the writer has seen in the stream. */
export type ExpectedRevision = 'noStream' | number;

export interface NewEvent {
  /** A UUID that the writer derives from the command, so that a retry carries the same one. Never used twice. */
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly meta: JsonObject;
}

export interface StoredEvent extends NewEvent {
  readonly stream: string;
  /** From 0, without gaps. */
  readonly revision: number;
  readonly position: Position;
  /** When the store took it, by the store's clock, in whole milliseconds. */
  readonly recordedAt: Date;
}

export interface Appended {
  /** Revision of the last event of this append (of the original one, where the append was a retry); of an append of no events, where the stream stands: -1 for no stream. */
  readonly revision: number;
  /** Position of the last event of this append; absent for an append of no events. */
  readonly position?: Position;
}

/** Matches an event whose type starts with one of `types` and whose stream starts with one of `streams`; a list left out matches all. */
export interface Filter {
  readonly types?: readonly string[];
  readonly streams?: readonly string[];
}

/** A stretch of the log: the events of it that the filter lets through, in order, and how far it reaches. */
export interface Batch {
  readonly events: readonly StoredEvent[];
  /** Everything up to here is in this batch or before it, filtered events included: a safe checkpoint. Absent only while the log is empty. */
  readonly position: Position | undefined;
  /** True where nothing more was in the log when this batch was read. */
  readonly caughtUp: boolean;
}

export interface ReadOptions {
  /** First revision to read; default 0, or the last one when reading backwards. Inclusive. */
  readonly from?: number;
  /** Most events to read; default all, fetched page by page. */
  readonly limit?: number;
  readonly direction?: 'forwards' | 'backwards';
}

export interface ReadAllOptions {
  /** Exclusive; default the beginning of the log. */
  readonly after?: Position;
  readonly filter?: Filter;
  /** Most events in the page; default 500. */
  readonly limit?: number;
}

export interface FollowOptions {
  /** Exclusive; default the beginning of the log. */
  readonly after?: Position;
  readonly filter?: Filter;
  /** Most events in one batch, and with it the memory that a slow consumer costs; default 500. */
  readonly batchSize?: number;
  /** Ends the iteration, without an error, and lets go of the store. */
  readonly signal: AbortSignal;
}

export interface ByStreamOptions {
  /** How the names of the streams begin. */
  readonly streams: readonly string[];
  /** How the types of the events begin; default all. */
  readonly types?: readonly string[];
  /** Nothing that the log holds after it. */
  readonly until: Position;
  /** Exclusive: the last event that was read; default the beginning. */
  readonly after?: { readonly stream: string; readonly revision: number };
  /** The last stream to read; default all. */
  readonly to?: string;
  /** Most events to read. */
  readonly limit: number;
}

/** For those who pass a store on: all that one can do, whether or not each can. What they leave out does not compile. */
export type WholeStore = { readonly [Ability in keyof Required<EventStore>]: EventStore[Ability] };

export interface EventStore {
  /** What the adapters do not share. */
  readonly capabilities: {
    /** Positions are 1, 2, 3 … without a gap. */
    readonly gapless: boolean;
    /** What becomes of an event id that the store already has when it arrives at the stream's current revision. Callers look ids up first. */
    readonly knownIdAtHead: 'refused' | 'storedAgain';
  };

  /**
   * Stores all the events or none, durably, if the stream stands at `expected`.
   *
   * If `expected` lies behind the stream's end and the events that follow it there carry exactly these ids, in this order,
   * the append is a retry and answers what the first one answered. An append of no events checks the revision and stores nothing.
   * An answer that was lost on the way is asked for again with the same ids and revision until `timeoutMs` is over.
   *
   * @throws WrongExpectedRevision the stream stands elsewhere; nothing stored
   * @throws AppendRefused the events are not fit to be stored (id, type, JSON, size); nothing stored
   * @throws StoreBusy too much is waiting; nothing stored, try again later
   * @throws StoreUnavailable the store could not be reached, or is closed; nothing was sent, nothing stored
   * @throws OutcomeUnknown no answer in time; all of it is stored or nothing
   */
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision, options?: { timeoutMs?: number }): Promise<Appended>;

  /** Events of one stream in order; none where the stream never existed. @throws StoreUnavailable */
  read(stream: string, options?: ReadOptions): AsyncIterable<StoredEvent>;

  /** One page of the log, at most `limit` events. @throws StoreUnavailable */
  readAll(options?: ReadAllOptions): Promise<Batch>;

  /**
   * The log from a checkpoint through what is there to what comes: never skips, never repeats, in commit order.
   * The first batch with `caughtUp` may be empty; a live batch comes within a fraction of a second of its commit. Connections that drop are made again.
   */
  follow(options: FollowOptions): AsyncIterable<Batch>;

  /** The log stream by stream, by name, and each in its order; none at the end. Only of a store that keeps streams together. @throws StoreUnavailable */
  readByStream?(options: ByStreamOptions): Promise<readonly StoredEvent[]>;

  /**
   * Where the log, stream by stream, falls into parts of about as many events: the last stream of each part but the last, by name.
   * At most `most` parts, of about `eventsMin` events or more. Of whoever has readByStream. @throws StoreUnavailable
   */
  cuts?(most: number, eventsMin: number): Promise<readonly string[]>;

  /** Position of the last event of the log; undefined while it is empty. @throws StoreUnavailable */
  head(): Promise<Position | undefined>;

  /** Answers what is under way, ends the followers without an error, then lets go of connections and timers. What comes after is refused as StoreUnavailable. */
  close(): Promise<void>;
}

/** Largest revision that any store gives. */
export const revisionMax = 2 ** 31 - 1;
/** Largest body of one event, data and metadata together as UTF-8 JSON. */
export const eventBytesMax = 256 * 1024;
/** Largest append, so that a stream written here can be replayed into any EventStoreDB, which counts each letter of a type as two bytes. */
export const appendBytesMax = 1024 * 1024;
/** Deepest nesting of data or metadata. */
export const nestingMax = 100;

export class WrongExpectedRevision extends Error {
  constructor(readonly stream: string, readonly expected: ExpectedRevision, readonly actual: ExpectedRevision) {
    super(`stream stands at ${actual}, not at ${expected}`);
  }
}
export class AppendRefused extends Error {}
export class StoreBusy extends Error {}
export class OutcomeUnknown extends Error {}
export class StoreUnavailable extends Error {}
/** The log contradicts itself: a gap, or an end that lies before a checkpoint taken from it. Nobody retries this; somebody looks. */
export class LogDamaged extends Error {}

/** Data and metadata of one event as the JSON text that was measured. */
export interface EventText {
  readonly data: string;
  readonly meta: string;
}

/**
 * Called by both adapters before anything is sent.
 * @throws AppendRefused unless every adapter can store every event and give back what it was given
 */
export function assertStorable(stream: string, events: readonly NewEvent[], expected: ExpectedRevision = 'noStream'): EventText[] {
  if (!/^[a-z][a-zA-Z]*(-[A-Za-z0-9-]+)?$/.test(stream)) throw new AppendRefused('a stream is named category or category-id');
  if (expected !== 'noStream' && !(Number.isSafeInteger(expected) && expected >= 0)) throw new AppendRefused('a revision is a whole number from 0');
  let appendBytes = 0;
  const ids = new Set<string>();
  const texts = events.map((event) => {
    if (!uuid.test(event.id)) throw new AppendRefused('an event id is a lower-case UUID');
    if (ids.has(event.id)) throw new AppendRefused('an event id occurs once in an append');
    ids.add(event.id);
    if (!/^[A-Za-z][\w.-]*$/.test(event.type)) throw new AppendRefused('an event type is a name of letters, digits, dots, dashes and underscores');
    const text = { data: jsonText(event.data), meta: jsonText(event.meta) };
    const bytes = Buffer.byteLength(text.data) + Buffer.byteLength(text.meta);
    if (bytes > eventBytesMax) throw new AppendRefused(`an event holds at most ${eventBytesMax} bytes`);
    appendBytes += bytes + 2 * event.type.length;
    return text;
  });
  if (appendBytes > appendBytesMax) throw new AppendRefused(`an append holds at most ${appendBytesMax} bytes`);
  return texts;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function jsonText(value: JsonObject): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !isJson(value, 1)) {
    throw new AppendRefused('data and metadata are JSON objects, without undefined, BigInt, NaN, dates or loops');
  }
  return JSON.stringify(value);
}

/** False for what JSON.stringify would drop, change or choke on without a word. */
function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > nestingMax) return false;
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1)) && !value.includes(undefined);
  if (Object.prototype.toString.call(value) !== '[object Object]' || 'toJSON' in value) return false;
  return Object.values(value).every((item) => isJson(item, depth + 1));
}
