import pg from 'pg';
import {
  LogDamaged, revisionMax, StoreUnavailable,
  type Batch, type ByStreamOptions, type Filter, type FollowOptions, type JsonObject, type Position, type ReadAllOptions, type ReadOptions, type StoredEvent,
} from './port.js';
import { arrayText, asText, backOffMs, codeOf } from './postgres.connection.js';

const pageEvents = 500;
/** Positions that one read looks through for events that match a filter. */
const searchWindow = 10_000;
/** How often a filter that matches nothing still yields a position. */
const checkpointMs = 100;
const pollMs = { least: 5, most: 250 };
const attemptsMax = 3;
const kindsKnownMs = 60_000;
/** No name comes after it. */
const lastName = '\u{10FFFF}';

/** The types that were in the log some time ago; what has come since is compared letter by letter. */
interface Kinds {
  readonly until: number;
  readonly names: readonly string[];
  /** By the list that was asked for. */
  readonly sorted: WeakMap<readonly string[], readonly [asked: string, others: string]>;
}

/** The log as it is read: by stream, by page, and by followers, who check that they miss nothing. */
export class PostgresLog {
  private appends = 0;
  private readonly awaitingAppend = new Set<() => void>();
  private kinds: Kinds = { until: -Infinity, names: [], sorted: new WeakMap() };

  constructor(private readonly pool: pg.Pool, private readonly closing: AbortSignal) {}

  /** To be called after each commit of this process: its followers need not wait for their next poll. */
  appended(): void {
    this.appends += 1;
    for (const wake of this.awaitingAppend) wake();
  }

  async *read(stream: string, { from, limit = Infinity, direction = 'forwards' }: ReadOptions = {}): AsyncGenerator<StoredEvent> {
    const forwards = direction === 'forwards';
    let next = Math.min(forwards ? Math.max(from ?? 0, 0) : from ?? revisionMax, revisionMax);
    for (let left = limit; left > 0 && next >= 0;) {
      const size = Math.min(left, pageEvents);
      const events = storedEvents(await this.select({ ...(forwards ? readForwards : readBackwards), values: [stream, next, size] }));
      for (const event of events) {
        next = event.revision + (forwards ? 1 : -1);
        yield event;
      }
      if (events.length < size) return;
      left -= size;
    }
  }

  readAll({ after, filter, limit = pageEvents }: ReadAllOptions = {}): Promise<Batch> {
    return this.page(after, filter, limit);
  }

  async readByStream({ streams, types, until, after, to = lastName, limit }: ByStreamOptions): Promise<readonly StoredEvent[]> {
    return storedEvents(await this.select({ ...readByStream, values: [after?.stream ?? '', after?.revision ?? -1, numberOf(until), streams, types, limit, ...await this.sorted(types), to] }));
  }

  async cuts(most: number, eventsMin: number): Promise<readonly string[]> {
    return (await this.select({ ...readCuts, values: [most, eventsMin] })).map(([stream]) => stream!);
  }

  async head(): Promise<Position | undefined> {
    const [row] = await this.select(readHead);
    return row && positionOf(Number(row[0]));
  }

  async *follow({ after, filter, batchSize = pageEvents, signal }: FollowOptions): AsyncGenerator<Batch> {
    const ended = AbortSignal.any([signal, this.closing]);
    let position = after;
    let yielded = { position: after, caughtUp: false, at: 0 };
    let idleMs = pollMs.least;
    let failures = 0;
    let ahead: Promise<Batch> | undefined;
    while (!ended.aborted) {
      const appendsSeen = this.appends;
      const readAt = performance.now();
      let page: Batch | undefined;
      try {
        page = await unlessAborted(ahead ?? this.page(position, filter, batchSize), ended);
        failures = 0;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        failures += 1;
      }
      ahead = undefined;
      if (page) {
        position = page.position;
        if (!page.caughtUp) {
          // One batch is read while the one before it is worked on, and no more.
          ahead = this.page(position, filter, batchSize);
          ahead.catch(() => undefined);
        }
        const checkpointDue = position !== yielded.position && performance.now() - yielded.at >= checkpointMs;
        if (page.events.length > 0 || (page.caughtUp && !yielded.caughtUp) || checkpointDue) {
          yield page;
          yielded = { position, caughtUp: page.caughtUp, at: performance.now() };
        }
        if (!page.caughtUp) continue;
        idleMs = page.events.length > 0 ? pollMs.least : Math.min(idleMs * 2, pollMs.most);
        await this.nextAppend(appendsSeen, idleMs, ended);
      }
      await pause(page ? readAt + pollMs.least - performance.now() : backOffMs(failures), ended);
    }
  }

  /** The log's end is read in the same snapshot as the page, so that what is missing between them is not on its way: it is lost. */
  private async page(after: Position | undefined, filter: Filter | undefined, limit: number): Promise<Batch> {
    const from = numberOf(after);
    const filtered = filter?.types !== undefined || filter?.streams !== undefined;
    const rows = await this.select(filtered
      ? { ...readFilteredPage, values: [from, limit, filter.types, filter.streams, searchWindow, ...await this.sorted(filter.types)] }
      : { ...readPage, values: [from, limit] });
    const end = Number(rows[0]!.at(-1));
    if (from > end) throw new LogDamaged(`the log ends at ${end}, before the checkpoint ${from}`);

    const events = rows[0]![0] === null ? [] : storedEvents(rows);
    const searched = filtered ? Math.min(from + searchWindow, end) : end;
    const reached = events.length < limit ? searched : numberOf(events.at(-1)?.position ?? after);
    assertInOrder(events, from, filtered ? undefined : reached);
    if (filter?.types && events.length === 0 && reached < end) {
      const [[next, endByNow]] = await this.select({ ...readNextOfTypes, values: [reached, filter.types] }) as [[string | null, string]];
      return { events, position: positionOf(next === null ? endByNow : Number(next) - 1), caughtUp: next === null };
    }
    return { events, position: reached === 0 ? undefined : positionOf(reached), caughtUp: reached === end };
  }

  /** The types that the log is known to hold, those that are asked for apart from the others; as arrays of the database. */
  private async sorted(types: readonly string[] | undefined): Promise<readonly [asked: string, others: string]> {
    if (!types) return ['{}', '{}'];
    const now = performance.now();
    if (now > this.kinds.until) {
      this.kinds = { until: now + kindsKnownMs, sorted: new WeakMap(), names: (await this.select(readKinds)).map(([type]) => type!) };
    }
    const { names, sorted } = this.kinds;
    const known = sorted.get(types);
    if (known) return known;
    const asked = new Set(names.filter((name) => types.some((type) => name.startsWith(type))));
    const made = [arrayText([...asked]), arrayText(names.filter((name) => !asked.has(name)))] as const;
    sorted.set(types, made);
    return made;
  }

  /** @throws StoreUnavailable after a few attempts */
  async select(query: pg.QueryConfig): Promise<string[][]> {
    for (let attempt = 1; ; attempt += 1) {
      if (this.closing.aborted) throw new StoreUnavailable('the store is closed');
      try {
        return (await this.pool.query<string[]>({ ...query, ...asText })).rows;
      } catch (error) {
        if (attempt === attemptsMax) throw new StoreUnavailable(`the log could not be read (${codeOf(error) ?? 'no connection'})`);
        await pause(backOffMs(attempt), this.closing);
      }
    }
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

/** Each type of the log once, by way of its first entry in the index. */
const kinds = `with recursive kind (type) as (
      select min(type) from es.event
      union all select (select min(event.type) from es.event where event.type > kind.type) from kind where kind.type is not null
    )`;
/** Types that begin so. Eighty beginnings are compared with each event in twenty times the time in which a known type is looked up. */
const ofTypes = (beginnings: string, asked: string, others: string) =>
  `(${beginnings}::text[] is null or type = any (${asked}::text[]) or (type <> all (${others}::text[]) and type ^@ any (${beginnings})))`;
const columns = `position, stream, revision, id, type, data, meta, date_part('epoch', recorded_at) as recorded_seconds`;
const head = 'coalesce((select position from es.head), 0)';
const readForwards = { name: 'read-forwards', text: `select ${columns} from es.event where stream = $1 and revision >= $2 order by revision limit $3` };
const readBackwards = { name: 'read-backwards', text: `select ${columns} from es.event where stream = $1 and revision <= $2 order by revision desc limit $3` };
const readByStream = {
  name: 'read-by-stream',
  text: `select ${columns} from es.event
    where (stream, revision) > ($1, $2::int) and position <= $3 and stream <= $9 and stream ^@ any ($4) and ${ofTypes('$5', '$7', '$8')}
    order by stream, revision limit $6`,
};
/** Counted in the index of the streams alone. */
const readCuts = {
  name: 'read-cuts',
  text: `select stream from (
      select stream, count(*) as events, sum(count(*)) over (order by stream) as through, sum(count(*)) over () as total from es.event group by stream
    ) as each cross join lateral (select greatest(1, least($1::int, floor(total / $2::int))) as parts) as cut
    where through < total and floor(through * parts / total) > floor((through - events) * parts / total) order by stream`,
};
const readKinds = { name: 'read-kinds', text: `${kinds} select type from kind where type is not null` };
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
        and ${ofTypes('$3', '$6', '$7')} and ($4::text[] is null or stream ^@ any ($4))
      order by position limit $2
    ) as page on true`,
};
/** The next event whose type matches, by way of each type's first entry in the index; and how far that was searched. */
const readNextOfTypes = {
  name: 'read-next-of-types',
  text: `${kinds}
    select min(next.position), ${head} from kind
    cross join lateral (select position from es.event where event.type = kind.type and position > $1 order by position limit 1) as next
    where kind.type ^@ any ($2::text[])`,
};

/** The rows are emptied: a result outlives its query in the driver, and its texts would be moved by the collector again and again. */
function storedEvents(rows: string[][]): StoredEvent[] {
  const events = rows.map(storedEvent);
  rows.length = 0;
  return events;
}

function storedEvent([position, stream, revision, id, type, data, meta, recordedSeconds]: string[]): StoredEvent {
  return {
    id: id!, type: type!, data: JSON.parse(data!) as JsonObject, meta: JSON.parse(meta!) as JsonObject,
    stream: stream!, revision: Number(revision), position: positionOf(position!), recordedAt: new Date(Math.round(Number(recordedSeconds) * 1000)),
  };
}

/** As wide as the largest bigint. */
const positionDigits = 19;

export function positionOf(position: number | string): Position {
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
