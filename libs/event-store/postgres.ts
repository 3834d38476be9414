import pg from 'pg';
import {
  AppendRefused, assertStorable, LogDamaged, OutcomeUnknown, StoreBusy, StoreUnavailable, WrongExpectedRevision,
  type Appended, type Batch, type EventStore, type EventText, type ExpectedRevision, type Filter, type FollowOptions,
  type JsonObject, type NewEvent, type Position, type ReadAllOptions, type ReadOptions, type StoredEvent,
} from './port.js';

export interface PostgresEventStoreOptions extends pg.ClientConfig {
  /** postgres://user:password@host:port/database; or the parts of it, as pg takes them. */
  readonly url?: string;
  /** Connections for appends; default 2, so that one batch is made ready while another commits. */
  readonly lanes?: number;
  /** Connections for reads; default 4. */
  readonly readers?: number;
  /** Appends that may be under way or wait for it, beyond which a caller hears StoreBusy; default 5000. */
  readonly waitingMax?: number;
}

const appendTimeoutMs = 8_000;
/** The server gives a statement up before this client does, so that a slow answer is known to be none. */
const statementTimeoutMs = { append: 2_000, read: 15_000 };
const patienceMs = 1_000;
const waitingBytesMax = 64 * 1024 * 1024;
const flushEventsMax = 500;
const flushBytesMax = 2 * 1024 * 1024;
const pollMs = { least: 5, most: 250 };
const retryMs = { least: 20, most: 500 };
/** Positions that one read looks through for events that match a filter. */
const searchWindow = 10_000;
/** How often a filter that matches nothing still yields a position. */
const checkpointMs = 100;
const pageEvents = 500;
const readAttemptsMax = 3;
const revisionMax = 2 ** 31 - 1;

/**
 * The event store in PostgreSQL (tables: postgres.migration.ts).
 *
 * Positions are given out under one lock that is held until the commit, which makes the log gapless and its order that of the commits.
 * To pay for lock and commit once for many, the appends of a process that arrive while others are under way share the next statement.
 */
export class PostgresEventStore implements EventStore {
  readonly capabilities = { gapless: true, knownIdAtHead: 'refused' } as const;

  private readonly queue: Pending[] = [];
  /** Streams with an append under way: the next append to one of them waits for its turn. */
  private readonly streamsUnderWay = new Set<string>();
  private freeLanes: number;
  private flushScheduled = false;
  /** Failures in a row of the way to the server. */
  private failures = 0;
  private pending = 0;
  private pendingBytes = 0;
  private whenIdle: (() => void) | undefined;

  private appends = 0;
  private readonly awaitingAppend = new Set<() => void>();
  private readonly closing = new AbortController();
  private closed: Promise<void> | undefined;

  private constructor(private readonly appenders: pg.Pool, private readonly readers: pg.Pool, lanes: number, private readonly waitingMax: number) {
    this.freeLanes = lanes;
  }

  /** @throws StoreUnavailable no server, no schema, or a server that does not keep what it has confirmed */
  static async open({ url, lanes = 2, readers = 4, waitingMax = 5_000, ...connection }: PostgresEventStoreOptions): Promise<PostgresEventStore> {
    const pool = (max: number, statementTimeout: number) => {
      const made = new pg.Pool({
        ...connection, ...(url === undefined ? {} : { connectionString: url }),
        max, keepAlive: true, connectionTimeoutMillis: 3_000, statement_timeout: statementTimeout, query_timeout: statementTimeout + patienceMs,
        options: '-c synchronous_commit=on -c default_transaction_isolation=read\\ committed',
      });
      // A connection that breaks is seen by the statement that uses it, and replaced.
      made.on('error', ignore).on('connect', (client) => client.on('error', ignore));
      return made;
    };
    const store = new PostgresEventStore(pool(lanes, statementTimeoutMs.append), pool(readers, statementTimeoutMs.read), lanes, waitingMax);
    try {
      const [[fsync, schema]] = await store.select({ text: `select current_setting('fsync'), to_regclass('es.event') is not null` }) as [[string, string]];
      if (fsync !== 'on') throw new StoreUnavailable('the server runs with fsync off: what it confirms can be lost');
      if (schema !== 't') throw new StoreUnavailable('the schema es is missing: run the migrations');
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision, { timeoutMs = appendTimeoutMs } = {}): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const texts = assertStorable(stream, events, expected);
      const bytes = texts.reduce((sum, { data, meta }) => sum + data.length + meta.length, 0);
      if (this.closed) throw new StoreUnavailable('the store is closed');
      if (this.pending >= this.waitingMax || this.pendingBytes + bytes > waitingBytesMax) throw new StoreBusy('too many appends are waiting');
      this.pending += 1;
      this.pendingBytes += bytes;

      const timer = setTimeout(() => settle(() => reject(pending.underWay || pending.outcomeUnknown
        ? new OutcomeUnknown('no answer in time; ask again with the same ids and revision')
        : new StoreUnavailable('the store could not be reached in time; nothing was sent'))), timeoutMs);
      const settle = (answer: () => void) => {
        if (pending.settled) return;
        pending.settled = true;
        clearTimeout(timer);
        this.pending -= 1;
        this.pendingBytes -= bytes;
        answer();
        if (this.pending === 0) this.whenIdle?.();
      };
      const pending: Pending = {
        stream, events, texts, bytes, expected: expected === 'noStream' ? -1 : expected,
        alone: false, underWay: false, outcomeUnknown: false, settled: false,
        resolve: (appended) => settle(() => resolve(appended)),
        reject: (error) => settle(() => reject(error)),
      };
      this.queue.push(pending);
      this.scheduleFlush();
    });
  }

  /** A turn of the event loop later, so that the appends of this turn go together; later still while the server cannot be reached. */
  private scheduleFlush(): void {
    if (this.flushScheduled || this.freeLanes === 0 || this.queue.length === 0) return;
    this.flushScheduled = true;
    const flush = () => {
      this.flushScheduled = false;
      for (let batch = this.nextBatch(); batch.length > 0; batch = this.nextBatch()) void this.flush(batch);
    };
    if (this.failures === 0) setImmediate(flush);
    else setTimeout(flush, backOffMs(this.failures));
  }

  /** The longest-waiting appends, at most one of a stream; one that must go alone goes alone. None where no lane is free. */
  private nextBatch(): Pending[] {
    const batch: Pending[] = [];
    const later: Pending[] = [];
    const streamsPassed = new Set<string>();
    let events = 0;
    let bytes = 0;
    for (const append of this.freeLanes > 0 ? this.queue.splice(0) : []) {
      if (append.settled) continue;
      const fits = batch.length === 0
        || (!append.alone && !batch[0]!.alone && events + append.events.length <= flushEventsMax && bytes + append.bytes <= flushBytesMax);
      if (!fits || this.streamsUnderWay.has(append.stream) || streamsPassed.has(append.stream)) {
        later.push(append);
        streamsPassed.add(append.stream);
        continue;
      }
      batch.push(append);
      this.streamsUnderWay.add(append.stream);
      events += append.events.length;
      bytes += append.bytes;
    }
    this.queue.unshift(...later);
    return batch;
  }

  private async flush(batch: readonly Pending[]): Promise<void> {
    this.freeLanes -= 1;
    const again = await this.store(batch);
    for (const { stream } of batch) this.streamsUnderWay.delete(stream);
    this.queue.unshift(...again);
    this.freeLanes += 1;
    this.scheduleFlush();
  }

  /** Sends the batch and settles its appends; returns those that have to be sent again, with the same ids and revisions. */
  private async store(batch: readonly Pending[]): Promise<readonly Pending[]> {
    let connection: pg.PoolClient;
    try {
      connection = await this.appenders.connect();
    } catch {
      this.failures += 1;
      return batch;
    }
    for (const append of batch) append.underWay = true;
    try {
      const { rows } = await connection.query<string[]>({ ...(batch.length === 1 ? appendOne(batch[0]!) : appendMany(batch)), ...asText });
      connection.release();
      this.failures = 0;
      const again = rows.map(([request, current, position]) => settle(batch[Number(request) - 1]!, Number(current), position ?? null, batch.length === 1));
      this.appended();
      return again.filter((append) => append !== undefined);
    } catch (error) {
      const verdict = verdictOf(error);
      connection.release(verdict === 'unknown');
      this.failures += verdict === 'unknown' || verdict === 'later' ? 1 : 0;
      if (verdict instanceof AppendRefused && batch.length === 1) batch[0]!.reject(verdict);
      for (const append of batch) {
        append.outcomeUnknown ||= verdict === 'unknown';
        append.alone ||= verdict instanceof AppendRefused;
      }
      return batch;
    } finally {
      for (const append of batch) append.underWay = false;
    }
  }

  async *read(stream: string, { from, limit = Infinity, direction = 'forwards' }: ReadOptions = {}): AsyncGenerator<StoredEvent> {
    const forwards = direction === 'forwards';
    let next = Math.min(Math.max(from ?? (forwards ? 0 : revisionMax), 0), revisionMax);
    for (let left = limit; left > 0 && next >= 0;) {
      const size = Math.min(left, pageEvents);
      const rows = await this.select({ ...(forwards ? readForwards : readBackwards), values: [stream, next, size] });
      for (const row of rows) {
        const event = storedEvent(row);
        next = event.revision + (forwards ? 1 : -1);
        yield event;
      }
      if (rows.length < size) return;
      left -= size;
    }
  }

  readAll({ after, filter, limit = pageEvents }: ReadAllOptions = {}): Promise<Batch> {
    return this.page(after, filter, limit);
  }

  async head(): Promise<Position | undefined> {
    const [row] = await this.select(readHead);
    return row && positionOf(Number(row[0]));
  }

  async *follow({ after, filter, batchSize = pageEvents, signal }: FollowOptions): AsyncGenerator<Batch> {
    const ended = AbortSignal.any([signal, this.closing.signal]);
    let position = after;
    let last: Batch | undefined;
    let lastAt = 0;
    let idleMs = pollMs.least;
    let failures = 0;
    while (!ended.aborted) {
      const appendsSeen = this.appends;
      const readAt = performance.now();
      let page: Batch | undefined;
      try {
        page = await unlessAborted(this.page(position, filter, batchSize), ended);
        failures = 0;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        failures += 1;
      }
      if (page) {
        position = page.position;
        const checkpointDue = position !== last?.position && performance.now() - lastAt >= checkpointMs;
        if (page.events.length > 0 || (page.caughtUp && !last?.caughtUp) || checkpointDue) {
          yield page;
          last = page;
          lastAt = performance.now();
        }
        if (!page.caughtUp) continue;
        idleMs = page.events.length > 0 ? pollMs.least : Math.min(idleMs * 2, pollMs.most);
        await this.nextAppend(appendsSeen, idleMs, ended);
      }
      await pause(page ? readAt + pollMs.least - performance.now() : backOffMs(failures), ended);
    }
  }

  close(): Promise<void> {
    return this.closed ??= (async () => {
      this.closing.abort();
      if (this.pending > 0) await new Promise<void>((resolve) => { this.whenIdle = resolve; });
      await Promise.all([this.appenders.end(), this.readers.end()]);
    })();
  }

  /** The head is read in the same snapshot as the page, so that what is missing between them cannot be on its way. */
  private async page(after: Position | undefined, filter: Filter | undefined, limit: number): Promise<Batch> {
    const from = numberOf(after);
    const filtered = filter?.types !== undefined || filter?.streams !== undefined;
    const rows = await this.select(filtered
      ? { ...readFilteredPage, values: [from, limit, filter.types, filter.streams, searchWindow] }
      : { ...readPage, values: [from, limit] });
    const head = Number(rows[0]![rows[0]!.length - 1]);
    if (from > head) throw new LogDamaged(`the log ends at ${head}, before the checkpoint ${from}`);

    const events = rows[0]![0] === null ? [] : rows.map(storedEvent);
    const searched = filtered ? Math.min(from + searchWindow, head) : head;
    let reached = events.length < limit ? searched : numberOf(events.at(-1)?.position ?? after);
    assertInOrder(events, from, filtered ? undefined : reached);
    if (filter?.types && events.length === 0 && reached < head) {
      const [[next]] = await this.select({ ...readNextOfTypes, values: [reached, filter.types] }) as [[string]];
      reached = Math.max(reached, Number(next));
    }
    return { events, position: reached === 0 ? undefined : positionOf(reached), caughtUp: reached >= head };
  }

  private async select(query: pg.QueryConfig): Promise<string[][]> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.closing.signal.aborted) throw new StoreUnavailable('the store is closed');
      try {
        return (await this.readers.query<string[]>({ ...query, ...asText })).rows;
      } catch (error) {
        if (attempt === readAttemptsMax) throw new StoreUnavailable(`the log could not be read (${codeOf(error) ?? 'no connection'})`);
        await pause(backOffMs(attempt), this.closing.signal);
      }
    }
  }

  private appended(): void {
    this.appends += 1;
    for (const wake of this.awaitingAppend) wake();
  }

  /** Resolves when this process has appended since `appendsSeen`, when the time is over, or on abort. */
  private nextAppend(appendsSeen: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.appends !== appendsSeen || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.awaitingAppend.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.awaitingAppend.add(done);
      signal.addEventListener('abort', done);
    });
  }
}

/** An append that a caller waits for. */
interface Pending {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly texts: readonly EventText[];
  readonly bytes: number;
  /** -1: no stream. */
  readonly expected: number;
  /** Goes without neighbours: one of them, or this one, was refused, or it may be a retry. */
  alone: boolean;
  underWay: boolean;
  /** An answer was lost: it may be stored. */
  outcomeUnknown: boolean;
  settled: boolean;
  resolve(appended: Appended): void;
  reject(error: Error): void;
}

/** Answers the caller from what the database answered; returns the append where only es.append can tell whether it is a retry. */
function settle(append: Pending, current: number, position: string | null, wasAlone: boolean): Pending | undefined {
  const { stream, events, expected } = append;
  if (position !== null) append.resolve({ revision: expected + events.length, position: positionOf(position) });
  else if (current === expected) append.resolve({ revision: current });
  else if (current > expected && events.length > 0 && !wasAlone) {
    append.alone = true;
    return append;
  } else append.reject(new WrongExpectedRevision(stream, expected === -1 ? 'noStream' : expected, current === -1 ? 'noStream' : current));
  return undefined;
}

/**
 * What an error says about the statement: `unknown` whether it took effect; `later`, it did not and may the next time;
 * or it never will. Of the error only its code goes on: its text quotes the data.
 */
function verdictOf(error: unknown): 'unknown' | 'later' | AppendRefused {
  const code = codeOf(error);
  if (code === undefined || /^(08|57P|F0|XX)/.test(code)) return 'unknown';
  if (code === '23505' && (error as pg.DatabaseError).constraint === 'event_id') return new AppendRefused('an event id is in the log already');
  return /^(22|54)/.test(code) ? new AppendRefused(`the database cannot hold this event (${code})`) : 'later';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

function appendOne({ stream, events, texts, expected }: Pending): pg.QueryConfig {
  return {
    name: 'append', text: 'select 1, current, last_position from es.append($1, $2, $3, $4, $5, $6)',
    values: [stream, expected, arrayText(events.map(({ id }) => id)), arrayText(events.map(({ type }) => type)), lines(texts, 'data'), lines(texts, 'meta')],
  };
}

function appendMany(batch: readonly Pending[]): pg.QueryConfig {
  const events = batch.flatMap((append) => append.events);
  const texts = batch.flatMap((append) => append.texts);
  return {
    name: 'append-many', text: 'select request, current, last_position from es.append_many($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [
      arrayText(batch.map(({ stream }) => stream)), arrayText(batch.map(({ expected }) => expected)), arrayText(batch.map((append) => append.events.length)),
      arrayText(batch.flatMap((append, index) => append.events.map(() => index + 1))), arrayText(batch.flatMap((append) => append.events.map((_, place) => place + 1))),
      arrayText(events.map(({ id }) => id)), arrayText(events.map(({ type }) => type)), lines(texts, 'data'), lines(texts, 'meta'),
    ],
  };
}

/** Names, ids and numbers only: nothing in them needs an escape. */
function arrayText(items: readonly (string | number)[]): string {
  return items.length === 0 ? '{}' : `{"${items.join('","')}"}`;
}

function lines(texts: readonly EventText[], part: keyof EventText): string {
  return texts.map((text) => text[part]).join('\n');
}

const columns = 'position, stream, revision, id, type, data, meta, (extract(epoch from recorded_at) * 1000)::bigint as recorded_ms';
const head = 'coalesce((select position from es.head), 0)';
const readForwards = { name: 'read-forwards', text: `select ${columns} from es.event where stream = $1 and revision >= $2 order by revision limit $3` };
const readBackwards = { name: 'read-backwards', text: `select ${columns} from es.event where stream = $1 and revision <= $2 order by revision desc limit $3` };
const readHead = { name: 'read-head', text: 'select position from es.head' };
const readPage = {
  name: 'read-page',
  text: `select page.*, head from (select ${head} as head) as log
    left join lateral (select ${columns} from es.event where position > $1 order by position limit $2) as page on true`,
};
const readFilteredPage = {
  name: 'read-filtered-page',
  text: `select page.*, head from (select ${head} as head) as log
    left join lateral (
      select ${columns} from es.event where position > $1 and position <= $1 + $5::bigint
        and ($3::text[] is null or type ^@ any ($3)) and ($4::text[] is null or stream ^@ any ($4))
      order by position limit $2
    ) as page on true`,
};
/** Just before the next event whose type matches, or the end: by way of each type's first entry in the index. */
const readNextOfTypes = {
  name: 'read-next-of-types',
  text: `with recursive kind (type) as (
      select min(type) from es.event
      union all select (select min(event.type) from es.event where event.type > kind.type) from kind where kind.type is not null
    )
    select coalesce(min(next.position) - 1, ${head}) from kind
    cross join lateral (select position from es.event where event.type = kind.type and position > $1 order by position limit 1) as next
    where kind.type ^@ any ($2::text[])`,
};

/** Every column as the text that the server sent: only what is needed is made of it. */
const asText = { rowMode: 'array' as const, types: { getTypeParser: () => (text: string | Buffer) => text } };

function storedEvent([position, stream, revision, id, type, data, meta, recordedMs]: string[]): StoredEvent {
  return {
    id: id!, type: type!, data: JSON.parse(data!) as JsonObject, meta: JSON.parse(meta!) as JsonObject,
    stream: stream!, revision: Number(revision), position: positionOf(position!), recordedAt: new Date(Number(recordedMs)),
  };
}

/** As wide as the largest bigint. */
const positionDigits = 19;

function positionOf(position: number | string): Position {
  return String(position).padStart(positionDigits, '0') as Position;
}

function numberOf(position: Position | undefined): number {
  if (position === undefined) return 0;
  if (!/^\d{19}$/.test(position)) throw new LogDamaged('the checkpoint is not a position of this log');
  return Number(position);
}

/** @throws LogDamaged unless the events rise from `after`, and, where all of them up to `reached` are asked for, none is missing */
function assertInOrder(events: readonly StoredEvent[], after: number, reached: number | undefined): void {
  let last = after;
  for (const { position } of events) {
    const next = Number(position);
    if (reached === undefined ? next <= last : next !== last + 1) throw new LogDamaged(`event ${next} follows event ${last}`);
    last = next;
  }
  if (reached !== undefined && last !== reached) throw new LogDamaged(`the log reaches to ${reached}, but nothing follows event ${last}`);
}

/** Resolves with nothing on abort, whatever becomes of the promise. */
function unlessAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const abandon = () => resolve(undefined);
    signal.addEventListener('abort', abandon);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon));
  });
}

function ignore(): void {}

/** Ends early, without an error, on abort. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}

function backOffMs(failures: number): number {
  return Math.min(retryMs.least * 2 ** (failures - 1), retryMs.most) * (0.5 + Math.random() / 2);
}
