import pg from 'pg';
import { DataSource } from 'typeorm';
import { text } from 'node:stream/consumers';
import { SystemClock } from '../libs/case-file/clock.js';
import { registry } from '../libs/case-file/contexts.js';
import { Executor } from '../libs/case-file/executor.js';
import { PostgresEventStore } from '../libs/event-store/postgres.js';
import type { KeyRing } from '../libs/privacy/key-ring.js';
import { settingOf } from '../libs/profiles/profiles.js';
import { timerStepByStep } from './duty-timer.steps.js';

/**
 * A program that does nothing but look once for duties that are overdue, in the database of its argument, and is killed by the system before the
 * step that it is told on its stdin. It loads what the timer is made of and no more, as a spec starts it once for each step.
 */
const url = process.argv[2]!;
const [store, database] = await Promise.all([PostgresEventStore.open({ url }), new DataSource({ type: 'postgres', url }).initialize()]);
const pool = new pg.Pool({ connectionString: url });
const clock = new SystemClock({ databaseTime: async () => (await pool.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now, store, movable: false });
// Nothing is sealed in an alarm.
const executor = new Executor({ store, registry, clock, profiles: { settingOf }, ring: {} as KeyRing });
const killedBefore = await text(process.stdin);
await timerStepByStep({ store, executor, clock, pool, database }, async (step) => {
  if (step === killedBefore) process.kill(process.pid, 'SIGKILL');
}).look();
process.exit();
