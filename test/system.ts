import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { registry } from '../libs/case-file/contexts.js';
import { Executor, type Receipt } from '../libs/case-file/executor.js';
import type { Actor } from '../libs/decider/actor.js';
import type { Command, CommandClass } from '../libs/decider/command.js';
import { EventStoreSchema } from '../libs/event-store/postgres.migration.js';
import { PostgresEventStore } from '../libs/event-store/postgres.js';
import type { EventStore } from '../libs/event-store/port.js';
import { kekFromBase64 } from '../libs/privacy/key-encryption-key.js';
import { KeyRing } from '../libs/privacy/key-ring.js';
import { Keys1795219200000 } from '../libs/privacy/keys.migration.js';
import { freshDatabase } from './database.js';

/** The write side on a database of its own, without HTTP. */
export async function writeSide() {
  const database = await freshDatabase([EventStoreSchema, Keys1795219200000]);
  const pool = new pg.Pool({ connectionString: database.url, max: 10 });
  const ring = await KeyRing.open({ pool, kek: kekFromBase64(Buffer.alloc(32, 7).toString('base64'), 'test') });
  const stores: EventStore[] = [];
  const clock = { now: async () => (await pool.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now };
  /** A further process: a store and an executor of its own on the same database. */
  const process = async () => {
    const store = await PostgresEventStore.open({ url: database.url });
    stores.push(store);
    return { store, executor: new Executor({ store, registry, ring, clock, profileVersion: 'strict-1' }) };
  };
  const { store, executor } = await process();
  return {
    database, pool, ring, registry, store, executor, process,
    async close() {
      await Promise.all(stores.map((each) => each.close()));
      await pool.end();
      await database.drop();
    },
  };
}
