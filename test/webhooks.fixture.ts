import { text } from 'node:stream/consumers';
import { createLog } from '../apps/api/logging.js';
import { readSettings } from '../apps/api/settings.js';
import { openSystem } from '../apps/cli/system.js';
import { callingOn } from './webhook-worker.js';

export interface CallingOptions {
  readonly url: string;
  readonly folder: string;
}

/** A program that calls services, and is killed by the system when one has taken an event and its position would be moved. */
const { url, folder } = JSON.parse(process.argv[2] ?? '') as CallingOptions;
const system = await openSystem(readSettings({ DATABASE_URL: url, DATA_FOLDER: folder }, 'start'), { log: createLog('error') });
const pool = new Proxy(system.pool, {
  get(target, name) {
    const value: unknown = Reflect.get(target, name);
    if (name !== 'query') return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    return (sql: string, values: readonly unknown[]) => {
      if (/^update follower\.webhook set position/.test(sql) && values[4] instanceof Date) process.kill(process.pid, 'SIGKILL');
      return system.pool.query(sql, [...values ?? []]);
    };
  },
});
await callingOn(system, { pool }).start();
await text(process.stdin);
process.exit();
