import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { adopt, assertAdopted } from '../../libs/case-file/adopted.js';
import { adoptedInstruments } from '../../libs/case-file/adopted-instruments.js';
import { adoptedProfiles } from '../../libs/case-file/adopted-profiles.js';
import { registry } from '../../libs/case-file/contexts.js';
import { SystemClock } from '../../libs/case-file/clock.js';
import { Executor } from '../../libs/case-file/executor.js';
import { rightOfWayIn } from '../../libs/case-file/right-of-way.js';
import { openedLog } from '../../libs/case-file/log-opened.js';
import { asDeclared } from '../../libs/case-file/versions.js';
import { EventStoreDbStore } from '../../libs/event-store/eventstoredb.js';
import { EventStoreSchema } from '../../libs/event-store/postgres.migration.js';
import { PostgresEventStore } from '../../libs/event-store/postgres.js';
import { followerMigrations } from '../../libs/event-store/projections.migration.js';
import { StoreUnavailable, WrongExpectedRevision, type EventStore, type WholeStore } from '../../libs/event-store/port.js';
import { openMatters } from '../../libs/oversight/open-matters.js';
import { readEntities } from '../../libs/oversight/projections.js';
import { Replay } from '../../libs/oversight/replay.js';
import { instruments } from '../../libs/profiles/instruments.js';
import { assertFitToStart, profiles, settingOf } from '../../libs/profiles/profiles.js';
import { Forgetting1795482000000 } from '../../libs/privacy/forgetting.migration.js';
import { kekFromBase64, kekFromFile, keyBytes, KekRefused, loadOrCreateKek, loadOrCreateSecret, secretFrom, type KeyEncryptionKey } from '../../libs/privacy/key-encryption-key.js';
import { KeyRing } from '../../libs/privacy/key-ring.js';
import { Keys1795219200000 } from '../../libs/privacy/keys.migration.js';
import { Checkpoints } from '../../libs/transparency/checkpoints.js';
import { LogTree } from '../../libs/transparency/log-tree.js';
import { CheckpointSigner } from '../../libs/transparency/note.js';
import { Transparency1795395600000 } from '../../libs/transparency/transparency.migration.js';
import { Webhooks1795309200000 } from '../../libs/webhooks/webhooks.migration.js';
import type { Log } from '../api/logging.js';
import type { Metrics } from '../api/metrics.js';
import { SettingRefused, type Settings } from '../api/settings.js';
import { reachEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { wasGenerated } from './generate.js';

export const migrations = [EventStoreSchema, Keys1795219200000, ...followerMigrations, Webhooks1795309200000, Transparency1795395600000, Forgetting1795482000000];

/** Everything that a command stands on, opened in order; `close()` lets go in the opposite one. */
export interface System {
  readonly store: EventStore;
  /** What the tree over the log, as it is stored, has come to, and what was signed of it. */
  readonly checkpoints: Checkpoints;
  readonly executor: Executor;
  readonly replay: Replay;
  readonly ring: KeyRing;
  readonly clock: SystemClock;
  readonly database: DataSource;
  readonly pool: pg.Pool;
  readonly logId: string;
  readonly describe: { readonly database: string; readonly store: string };
  close(): Promise<void>;
}

/** @param visiting true for a command that only asks, and may share the server of a running program */
export async function openSystem(
  settings: Settings, { log, visiting = false, appendEnded = () => undefined }: { log: Log; visiting?: boolean; appendEnded?: Metrics['appendEnded'] },
): Promise<System> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    // What can be found wrong without the database is said before a server is started for it.
    assertFitToStart(registry.gatesOfDecisions);
    const givenKek = settings.key && await keyEncryptionKey(settings);
    const storeApart = await openStoreApart(settings);
    if (storeApart) undo.push(() => storeApart.close());

    const embedded = settings.databaseUrl ? undefined : await embeddedDatabase(settings, log, visiting);
    if (embedded) undo.push(() => embedded.stop());
    const databaseUrl = settings.databaseUrl ?? embedded!.url;

    const database = new DataSource({
      type: 'postgres', url: databaseUrl, entities: readEntities, migrations, migrationsTableName: 'migration', migrationsTransactionMode: 'each',
      extra: { max: 5 }, logging: false,
    });
    await database.initialize().catch(() => { throw new SettingRefused('DATABASE_URL', 'leads to no PostgreSQL that lets this program in'); });
    // The API lets go of it, too, when it closes.
    undo.push(async () => database.isInitialized && database.destroy());
    await migrate(database);

    const pool = new pg.Pool({ connectionString: databaseUrl, max: 10, connectionTimeoutMillis: 5_000 });
    pool.on('error', () => undefined);   // seen by the statement that uses the connection
    undo.push(() => pool.end());

    // Whoever waits goes on after a while: it is a courtesy.
    const ways = new pg.Pool({ connectionString: databaseUrl, max: 3, connectionTimeoutMillis: 500, options: '-c lock_timeout=5000' });
    ways.on('error', () => undefined);
    undo.push(() => ways.end());

    const stored = measured(storeApart ?? await PostgresEventStore.open({ url: databaseUrl }), appendEnded);
    const store = asDeclared(stored, registry);
    undo.push(() => store.close());
    const movable = settings.clock === 'movable';
    const opened = await openedLog(store, { movable });

    const ring = await openRing(pool, givenKek ?? await keyEncryptionKey(settings), settings);
    const clock = new SystemClock({
      databaseTime: async () => (await pool.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now,
      // Whoever only asks sees the log by its own time.
      store, movable: movable || visiting,
    });
    if (!visiting) await assertClockOf({ opened, clock, store, movable });
    await (visiting ? assertAdopted(adoptedProfiles, store, profiles) : adopt(adoptedProfiles, store, profiles, clock));
    await (visiting ? assertAdopted(adoptedInstruments, store, instruments) : adopt(adoptedInstruments, store, instruments, clock));
    const replay = new Replay({ store, registry, ring });
    return {
      store, ring, clock, database, pool, logId: opened.logId, close,
      checkpoints: new Checkpoints(pool, new LogTree(pool, stored)),
      executor: new Executor({ store, registry, ring, clock, profiles: { settingOf }, rightOfWay: rightOfWayIn(ways), seen: { forgetting: (child, now) => openMatters(replay, child, now) } }),
      replay,
      describe: {
        database: embedded ? `embedded PostgreSQL in ${settings.dataFolder}` : 'PostgreSQL of DATABASE_URL',
        store: settings.eventStoreUrl ? 'event store of EVENTSTORE_URL' : 'event store in the same database',
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Whether its clock may be moved is a fact of the log: no process may move the time of a true one, and none that keeps to the true time joins
 * one whose time others may move. Older logs do not say it; what was done to them does. @throws SettingRefused
 */
async function assertClockOf({ opened, clock, store, movable }: { opened: { readonly clock?: 'MOVABLE' }; clock: SystemClock; store: EventStore; movable: boolean }): Promise<void> {
  const tells = await clock.wasMoved() ? 'the clock of this log was moved: it is the log of a demonstration or a test'
    : await wasGenerated(store) ? 'children were made up in this log: it is the log of a test or a measurement'
      : opened.clock === 'MOVABLE' ? 'this log was opened as that of a demonstration or a test, whose clock may be moved' : undefined;
  const another = 'or another DATA_FOLDER, DATABASE_URL or EVENTSTORE_URL';
  if (!movable && tells) throw new SettingRefused('CLOCK', `is not movable, and ${tells}; expected movable, ${another}`);
  if (movable && !tells) throw new SettingRefused('CLOCK', `is movable, and this log was opened as one that keeps to the true time; expected no value, ${another}`);
}

async function embeddedDatabase({ dataFolder }: Settings, log: Log, visiting: boolean): Promise<EmbeddedPostgres> {
  await mkdir(dataFolder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new SettingRefused('DATA_FOLDER', `is no folder that this user can make or use (${error.code}); expected one for the data of the database`);
  });
  const options = { folder: dataFolder, log };
  return visiting ? reachEmbeddedPostgres(options) : startEmbeddedPostgres(options);
}

/** Of several processes that start at once, one migrates and the others wait. */
async function migrate(database: DataSource): Promise<void> {
  const runner = database.createQueryRunner();
  try {
    await runner.query(`select pg_advisory_lock(hashtext('guarantor migrations'))`);
    await database.runMigrations();
  } finally {
    await runner.query(`select pg_advisory_unlock(hashtext('guarantor migrations'))`).catch(() => undefined);
    await runner.release();
  }
}

/** The store that is not in the database of the read models. */
async function openStoreApart({ eventStoreUrl, databaseUrl }: Settings): Promise<EventStore | undefined> {
  if (!eventStoreUrl || eventStoreUrl === databaseUrl) return undefined;
  if (eventStoreUrl.startsWith('esdb')) return openEventStoreDb(eventStoreUrl);
  const log = await new DataSource({
    type: 'postgres', url: eventStoreUrl, migrations: [EventStoreSchema], migrationsTableName: 'migration', migrationsTransactionMode: 'each',
  }).initialize().catch(() => { throw new SettingRefused('EVENTSTORE_URL', 'leads to no PostgreSQL that lets this program in'); });
  try {
    await migrate(log);
  } finally {
    await log.destroy();
  }
  return PostgresEventStore.open({ url: eventStoreUrl });
}

async function openEventStoreDb(eventStoreUrl: string): Promise<EventStore> {
  let store: EventStore;
  try {
    store = EventStoreDbStore.open(eventStoreUrl);
  } catch (error) {
    throw new SettingRefused('EVENTSTORE_URL', `is not taken: ${(error as Error).message}`);
  }
  try {
    await store.head();
    return store;
  } catch (error) {
    await store.close();
    if (error instanceof StoreUnavailable) throw new SettingRefused('EVENTSTORE_URL', 'leads to no EventStoreDB that answers this program');
    throw error;
  }
}

async function openRing(pool: pg.Pool, kek: KeyEncryptionKey, { key }: Settings): Promise<KeyRing> {
  try {
    return await KeyRing.open({ pool, kek });
  } catch (error) {
    if (!key || !(error instanceof KekRefused)) throw error;
    throw new SettingRefused('file' in key ? 'KEY_FILE' : 'KEY', `does not fit this database: ${error.message}`);
  }
}

function measured(store: EventStore, ended: Metrics['appendEnded']): WholeStore {
  return {
    capabilities: store.capabilities,
    async append(...append) {
      const began = performance.now();
      const seconds = (): number => (performance.now() - began) / 1000;
      try {
        const appended = await store.append(...append);
        ended('stored', seconds());
        return appended;
      } catch (error) {
        ended(error instanceof WrongExpectedRevision ? 'conflict' : 'failed', seconds());
        throw error;
      }
    },
    read: (...read) => store.read(...read),
    readAll: (options) => store.readAll(options),
    follow: (options) => store.follow(options),
    readByStream: store.readByStream && ((options) => store.readByStream!(options)),
    cuts: store.cuts && ((...cut) => store.cuts!(...cut)),
    head: () => store.head(),
    close: () => store.close(),
  };
}

export function keyEncryptionKey({ key, dataFolder }: Settings) {
  if (!key) return loadOrCreateKek(join(dataFolder, 'key'));
  return 'file' in key ? kekFromFile(key.file, 'KEY_FILE') : kekFromBase64(key.base64, 'KEY');
}

/** What signs for the log; its key is made on the first start like the key-encryption key. @throws SettingRefused */
export async function checkpointSigner({ checkpointKey, dataFolder }: Settings, logId: string): Promise<CheckpointSigner> {
  const origin = `guarantor/${logId}`;
  if (checkpointKey && 'base64' in checkpointKey) return new CheckpointSigner(origin, Buffer.from(checkpointKey.base64, 'base64'));
  try {
    if (!checkpointKey) await mkdir(dataFolder, { recursive: true });
    const source = 'the file of the key for checkpoints';
    const seed = checkpointKey ? await secretFrom(checkpointKey.file, source) : await loadOrCreateSecret(join(dataFolder, 'checkpoint-key'), source);
    if (seed.length !== keyBytes) throw new KekRefused(`${source} holds ${seed.length} bytes; such a key has ${keyBytes}`);
    return new CheckpointSigner(origin, seed);
  } catch (error) {
    throw new SettingRefused(checkpointKey ? 'CHECKPOINT_KEY_FILE' : 'DATA_FOLDER', `holds no key for checkpoints: ${(error as Error).message}; expected CHECKPOINT_KEY, CHECKPOINT_KEY_FILE or a folder to make one in`);
  }
}
