import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type {
  Appended, Batch, ByStreamOptions, EventStore, ExpectedRevision, Filter, FollowOptions, NewEvent, Position, ReadAllOptions, ReadOptions, StoredEvent,
} from './port.js';
import { projection, type Projection, type Rows } from './projection.js';

/** What specs of the follower share: a log that can be cut and repeated at will, a follower's death, and a read model that nothing can be done to twice. */

export interface Delivery {
  /** How many events come in the next batch. */
  readonly cut?: () => number;
  /** How many events before the next batch are delivered again with it. */
  readonly repeat?: () => number;
  /** Whether it can be read stream by stream; default not. */
  readonly byStream?: boolean;
}

/** A log in memory. Its positions have gaps if `step` is more than 1. */
export class ScriptedLog implements EventStore {
  readonly capabilities;
  readonly events: StoredEvent[] = [];
  /** Positions from which somebody began to follow. */
  readonly followedFrom: (Position | undefined)[] = [];
  /** Thrown by whatever is asked next, once each. */
  readonly failures: Error[] = [];
  /** How often a page of streams was read. */
  pagesByStream = 0;
  readonly readByStream: EventStore['readByStream'];
  readonly cuts: EventStore['cuts'];
  private readonly wake = new Set<() => void>();

  constructor(private readonly delivery: Delivery = {}, private readonly step = 1) {
    this.capabilities = { gapless: step === 1, knownIdAtHead: 'refused' } as const;
    if (!delivery.byStream) return;
    this.readByStream = async (options) => this.pageByStream(options);
    this.cuts = async (most, eventsMin) => {
      // As PostgreSQL does.
      if (!Number.isInteger(eventsMin)) throw new RangeError('events are counted in whole numbers');
      return this.cutByStream(most, eventsMin);
    };
  }

  append(stream: string, events: readonly NewEvent[], _expected?: ExpectedRevision): Promise<Appended> {
    for (const event of events) this.add(stream, event);
    return Promise.resolve({ revision: this.of(stream).length - 1, position: this.events.at(-1)?.position });
  }

  add(stream: string, event: Partial<NewEvent> & { recordedAt?: Date; revision?: number }): StoredEvent {
    const stored: StoredEvent = {
      id: randomUUID(), type: 'tally.Counted', data: {}, meta: {}, recordedAt: new Date(), ...event,
      stream, revision: event.revision ?? this.of(stream).length, position: positionOf((this.events.length + 1) * this.step),
    };
    this.events.push(stored);
    for (const wake of this.wake) wake();
    return stored;
  }

  async *read(stream: string, { from = 0 }: ReadOptions = {}): AsyncGenerator<StoredEvent> {
    yield* this.of(stream).filter(({ revision }) => revision >= from);
  }

  readAll({ after, filter, limit = 500 }: ReadAllOptions = {}): Promise<Batch> {
    const events = this.after(after).filter((event) => matches(event, filter)).slice(0, limit);
    const caughtUp = events.length < limit;
    return Promise.resolve({ events, position: caughtUp ? this.end() ?? after : events.at(-1)!.position, caughtUp });
  }

  async *follow({ after, filter, batchSize = 500, signal }: FollowOptions): AsyncGenerator<Batch> {
    this.followedFrom.push(after);
    let position = after;
    for (let toldSo = false; !signal.aborted;) {
      const failure = this.failures.shift();
      if (failure) throw failure;
      const waiting = this.after(position);
      const page = waiting.slice(0, Math.min(batchSize, this.delivery.cut?.() ?? batchSize));
      const caughtUp = page.length === waiting.length;
      if (page.length > 0 || !toldSo) {
        const before = this.events.length - waiting.length;
        const repeated = this.events.slice(Math.max(0, before - (this.delivery.repeat?.() ?? 0)), before);
        position = page.at(-1)?.position ?? position;
        yield { events: [...repeated, ...page].filter((event) => matches(event, filter)), position, caughtUp };
      }
      toldSo = caughtUp;
      if (caughtUp && this.after(position).length === 0) await this.somethingNew(signal);
    }
  }

  head(): Promise<Position | undefined> {
    return Promise.resolve(this.end());
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private pageByStream({ streams, types, until, after, to, limit }: ByStreamOptions): readonly StoredEvent[] {
    this.pagesByStream += 1;
    const inOrder = [...this.events].sort((a, b) => (a.stream === b.stream ? a.revision - b.revision : a.stream < b.stream ? -1 : 1));
    return inOrder
      .filter((event) => event.position <= until && matches(event, { streams, types }))
      .filter(({ stream, revision }) => !after || stream > after.stream || (stream === after.stream && revision > after.revision))
      .filter(({ stream }) => to === undefined || stream <= to)
      .slice(0, Math.min(limit, this.delivery.cut?.() ?? limit));
  }

  private cutByStream(most: number, eventsMin: number): readonly string[] {
    const names = [...new Set(this.events.map(({ stream }) => stream))].sort();
    const parts = Math.max(1, Math.min(most, Math.floor(this.events.length / eventsMin)));
    const share = (through: number) => Math.floor((through * parts) / this.events.length);
    let through = 0;
    return names.filter((name) => share(through) < share(through += this.of(name).length) && through < this.events.length);
  }

  private of(stream: string): readonly StoredEvent[] {
    return this.events.filter((event) => event.stream === stream);
  }

  private after(position: Position | undefined): readonly StoredEvent[] {
    return this.events.filter((event) => position === undefined || event.position > position);
  }

  private end(): Position | undefined {
    return this.events.at(-1)?.position;
  }

  private somethingNew(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.wake.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.wake.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

function positionOf(number: number): Position {
  return String(number).padStart(20, '0') as Position;
}

function matches({ type, stream }: StoredEvent, { types, streams }: Filter = {}): boolean {
  return (types?.some((prefix) => type.startsWith(prefix)) ?? true) && (streams?.some((prefix) => stream.startsWith(prefix)) ?? true);
}

/**
 * Connections that break at some of their statements, counted from 1 over all: before the statement arrives, or after it was
 * carried out and before its answer. Whoever's connections all break from one statement on is dead.
 */
export function breakingPool(url: string, breaks: (statement: number) => 'before' | 'after' | undefined): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  let statements = 0;
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parts: unknown[]) => Promise<pg.QueryResult>;
    const broken = (): Error => {
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
      return new Error('the connection broke');
    };
    client.query = ((...parts: unknown[]) => {
      const callback = typeof parts.at(-1) === 'function' ? parts.pop() as (error: unknown, result?: pg.QueryResult) => void : undefined;
      const answer = (async () => {
        statements += 1;
        const when = breaks(statements);
        if (when === 'before') throw broken();
        const result = await query(...parts);
        if (when === 'after') throw broken();
        return result;
      })();
      if (!callback) return answer;
      answer.then((result) => callback(null, result), callback);
      return undefined;
    }) as never;
  });
  return pool;
}

interface Tally {
  readonly count: number;
  readonly largest: number;
  /** The last three. */
  readonly values: readonly number[];
}

/** Counts what it is told of a child: an event that is missed, doubled or out of order changes its rows for good. */
export function tally(name: string, parts: Partial<Parameters<typeof projection<Tally>>[0]> = {}): Projection {
  const table = name.replaceAll('-', '_');
  return projection<Tally>({
    name, version: 1, types: ['tally.'],
    tables: {
      [table]: `create table ${table} (child text primary key, version int not null, count int not null, largest int not null, digest int not null)`,
      [`${table}_value`]: `create table ${table}_value (child text, n int, value int not null, primary key (child, n)); create index on ${table}_value (value)`,
    },
    initial: { count: 0, largest: 0, values: [] },
    evolve: ({ count, largest, values }, fact) => {
      const { value = 0 } = fact.data as { value?: number };
      if (value === poison) throw new TypeError('this child could be named here');
      return { count: count + 1, largest: Math.max(largest, value), values: [...values, value].slice(-3) };
    },
    rows: (_, state) => tallyRows(table, parts.version ?? 1, state),
    ...parts,
  });
}

export const poison = 666;

function tallyRows(table: string, version: number, { count, largest, values }: Tally): Rows {
  return {
    [table]: [{ version, count, largest, digest: values.reduce((digest, value) => (31 * digest + value) % 1_000_003, count) }],
    [`${table}_value`]: values.map((value, n) => ({ n, value })),
  };
}

/** What should stand in a tally: one fold of each child's events, in the order of the log, without a database. */
export function tallyOf(projection: Projection, events: readonly StoredEvent[]): TallyRows {
  const states = new Map<string, unknown>();
  for (const event of events) {
    if (!matches(event, { types: projection.types })) continue;
    const child = event.stream.replace('child-', '');
    states.set(child, projection.evolve(states.get(child) ?? projection.initial, event as never));
  }
  const rows = [...states].map(([child, state]) => ({ child, tables: tallyRows('tally', projection.version, state as Tally) }));
  const of = (table: string) => inOrder(rows.flatMap(({ child, tables }) => tables[table]!.map((row) => ({ child, ...row }))));
  return { tally: of('tally'), values: of('tally_value') };
}

/** What stands there. */
export async function rowsOfTally(pool: pg.Pool, { tables }: Projection): Promise<TallyRows> {
  const [tally, values] = await Promise.all(Object.keys(tables).map((table) => rowsOf(pool, `read."${table}"`)));
  return { tally: tally!, values: values! };
}

interface TallyRows {
  readonly tally: readonly object[];
  readonly values: readonly object[];
}

/** The rows of a table or view, in an order of their own. */
export async function rowsOf(pool: pg.Pool, relation: string): Promise<readonly object[]> {
  return inOrder((await pool.query<object>(`select * from ${relation}`)).rows);
}

function inOrder(rows: readonly object[]): readonly object[] {
  return rows.map((row) => JSON.stringify(row)).sort().map((row) => JSON.parse(row) as object);
}
