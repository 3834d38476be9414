import { once } from 'node:events';
import pg from 'pg';
import { registry } from '../libs/case-file/contexts.js';
import { Executor } from '../libs/case-file/executor.js';
import { tellThrough } from '../libs/case-file/telling.js';
import type { Fact } from '../libs/decider/event.js';
import { Follower } from '../libs/event-store/follower.js';
import type { EventStore } from '../libs/event-store/port.js';
import { PostgresEventStore } from '../libs/event-store/postgres.js';
import { placeChanged } from '../libs/identification/places.reaction.js';
import { kekFromBase64 } from '../libs/privacy/key-encryption-key.js';
import { KeyRing } from '../libs/privacy/key-ring.js';
import { settingOf } from '../libs/profiles/profiles.js';

export interface FollowerOptions {
  readonly url: string;
  readonly kek: string;
  readonly leaseMs: number;
  /** The step before which the program is killed, by its name; left out, it goes on until it is killed from outside. */
  readonly killedBefore?: string;
}

/** A program that follows a reaction and tells the children once it is bidden to, and is killed by the system before one of its steps. */
const { url, kek, leaseMs, killedBefore } = JSON.parse(process.argv[2] ?? '') as FollowerOptions;

function step(name: string): void {
  if (name !== killedBefore) return;
  process.kill(process.pid, 'SIGKILL');
  // Nothing more is asked of anybody until then.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
}

/** What is asked of the database, by its words; the rest of a transaction comes to nothing without its commit. */
const steps: readonly (readonly [RegExp, string])[] = [[/^update follower\.errand set attempts/, 'an errand is begun'], [/^delete from follower\.errand/, 'an errand is done']];
const pool = new pg.Pool({ connectionString: url, max: 6 });
pool.on('connect', (client) => {
  let hasWritten = false;
  const query = client.query.bind(client) as (...parts: unknown[]) => unknown;
  client.query = ((...parts: unknown[]) => {
    const text = String((parts[0] as { text?: string }).text ?? parts[0]).trim();
    if (/into follower\.(errand|news)/.test(text)) hasWritten = true;
    if (text === 'commit' && hasWritten) step('what is to be told is kept');
    const named = steps.find(([words]) => words.test(text));
    if (named) step(named[1]);
    return query(...parts);
  }) as never;
});

const store = await PostgresEventStore.open({ url });
const stepping = new Proxy(store as EventStore, {
  get(target, name) {
    const value = Reflect.get(target, name) as unknown;
    if (name !== 'append') return typeof value === 'function' ? value.bind(target) as unknown : value;
    return async (...append: Parameters<EventStore['append']>) => {
      step('the append');
      const appended = await target.append(...append);
      step('the answer of the store');
      return appended;
    };
  },
});
const ring = await KeyRing.open({ pool: new pg.Pool({ connectionString: url, max: 2 }), kek: kekFromBase64(kek, 'test') });
const now = () => Promise.resolve(new Date());
const executor = new Executor({ store: stepping, registry, ring, clock: { aheadMs: 0, now, nowOrNearly: now }, profiles: { settingOf } });
const follower = new Follower({
  pool, store, tell: tellThrough(executor), reactions: [placeChanged], projections: [], logId: 'log-1', check: (event) => registry.assertStored(event as unknown as Fact),
  settings: { leaseMs, retryMsMax: 100 },
});
process.stdout.write('ready\n');
await once(process.stdin, 'data');
await follower.start();
