import type pg from 'pg';
import { StoreUnavailable, type Appended, type Batch, type ByStreamOptions, type EventStore, type ExpectedRevision, type FollowOptions, type NewEvent, type Position, type ReadAllOptions, type ReadOptions, type StoredEvent } from './port.js';
import { PostgresAppends } from './postgres.appends.js';
import { poolOf } from './postgres.connection.js';
import { PostgresLog } from './postgres.log.js';

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

/** Before each update, delete and truncation (58 is their bits in tgtype), in every session. */
const appendOnlyTrigger = `
  select from pg_trigger
  where tgrelid = to_regclass('es.event') and tgname = 'event_append_only' and tgenabled = 'A' and tgtype = 58 and tgfoid = to_regproc('es.refuse') and tgqual is null`;

const statementTimeoutMs = { append: 2_000, read: 15_000 };

/**
 * The event store in PostgreSQL (tables and functions: postgres.migration.ts).
 * Positions are given out under one lock that is held until the commit: the log has no gaps, and its order is that of the commits.
 */
export class PostgresEventStore implements EventStore {
  readonly capabilities = { gapless: true, knownIdAtHead: 'refused' } as const;

  private readonly closing = new AbortController();
  private readonly log: PostgresLog;
  private readonly appends: PostgresAppends;
  private closed: Promise<void> | undefined;

  private constructor(private readonly appenders: pg.Pool, private readonly readers: pg.Pool, limits: { lanes: number; waitingMax: number }) {
    this.log = new PostgresLog(readers, this.closing.signal);
    this.appends = new PostgresAppends(appenders, { ...limits, stored: () => this.log.appended() });
  }

  /** @throws StoreUnavailable no server, no schema, or a server that does not keep what it has confirmed */
  static async open({ lanes = 2, readers = 4, waitingMax = 5_000, ...connection }: PostgresEventStoreOptions): Promise<PostgresEventStore> {
    const pools = [poolOf(connection, lanes, statementTimeoutMs.append), poolOf(connection, readers, statementTimeoutMs.read)] as const;
    const store = new PostgresEventStore(...pools, { lanes, waitingMax });
    try {
      const [[fsync, commit, schema, appendOnly]] = await store.log.select({
        text: `select current_setting('fsync'), current_setting('synchronous_commit'), to_regclass('es.event') is not null, exists (${appendOnlyTrigger})`,
      }) as [[string, string, string, string]];
      if (fsync !== 'on' || commit !== 'on') throw new StoreUnavailable('the server runs with fsync or synchronous_commit off: what it confirms can be lost');
      if (schema !== 't') throw new StoreUnavailable('the schema es is missing: run the migrations');
      if (appendOnly !== 't') throw new StoreUnavailable('the log is not append-only: the trigger event_append_only of es.event is missing, disabled or changed; find out who did so and what was done meanwhile');
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision, options?: { timeoutMs?: number }): Promise<Appended> {
    return this.appends.append(stream, events, expected, options);
  }

  read(stream: string, options?: ReadOptions): AsyncIterable<StoredEvent> {
    return this.log.read(stream, options);
  }

  readAll(options?: ReadAllOptions): Promise<Batch> {
    return this.log.readAll(options);
  }

  follow(options: FollowOptions): AsyncIterable<Batch> {
    return this.log.follow(options);
  }

  readByStream(options: ByStreamOptions): Promise<readonly StoredEvent[]> {
    return this.log.readByStream(options);
  }

  cuts(most: number, eventsMin: number): Promise<readonly string[]> {
    return this.log.cuts(most, eventsMin);
  }

  head(): Promise<Position | undefined> {
    return this.log.head();
  }

  close(): Promise<void> {
    return this.closed ??= (async () => {
      this.closing.abort();
      await this.appends.close();
      await Promise.all([this.appenders.end(), this.readers.end()]);
    })();
  }
}
