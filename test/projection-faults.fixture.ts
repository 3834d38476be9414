import { once } from 'node:events';
import pg from 'pg';
import { Follower } from '../libs/event-store/follower.js';
import { PostgresEventStore } from '../libs/event-store/postgres.js';
import { tally } from '../libs/event-store/projection.scenario.js';

export interface FollowerOptions {
  readonly url: string;
  readonly leaseMs: number;
  readonly batchSize: number;
}

/** A program that follows the log of a database until its stdin ends, for specs that stop it and kill it. Prints each batch that it has taken in. */
const { url, leaseMs, batchSize } = JSON.parse(process.argv[2] ?? '') as FollowerOptions;
const pool = new pg.Pool({ connectionString: url, max: 4 });
pool.on('error', () => undefined);
const store = await PostgresEventStore.open({ url });
const follower = new Follower({
  pool, store, logId: 'log-1', projections: [tally('tally')], settings: { leaseMs, batchSize },
  hooks: { moved: ({ name }, position) => { if (name === 'tally') console.log(position); } },
});
await follower.start();
console.log('started');
process.stdin.resume();
await once(process.stdin, 'end');
await follower.stop();
process.exit();
