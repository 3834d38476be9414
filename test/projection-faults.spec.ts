import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { times, until } from '../libs/event-store/event-store.contract.js';
import { Follower } from '../libs/event-store/follower.js';
import type { StoredEvent } from '../libs/event-store/port.js';
import { EventStoreSchema } from '../libs/event-store/postgres.migration.js';
import { PostgresEventStore } from '../libs/event-store/postgres.js';
import { poison, rowsOfTally, tally, tallyOf } from '../libs/event-store/projection.scenario.js';
import { followerMigrations } from '../libs/event-store/projections.migration.js';
import { freshDatabase, type TestDatabase } from './database.js';
import type { FollowerOptions } from './projection-faults.fixture.js';

/** FT-04 asks for 200; each costs the start of a process. */
const kills = Number(process.env.FAULT_KILLS ?? 5);
const children = 20;
const projection = tally('tally');

describe('Followers as programs of their own', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let store: PostgresEventStore;
  let programs: Program[];
  beforeEach(async () => {
    database = await freshDatabase([EventStoreSchema, ...followerMigrations]);
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
    store = await PostgresEventStore.open({ url: database.url });
    programs = [];
  });
  afterEach(async () => {
    await Promise.all(programs.map((program) => program.end('SIGKILL')));
    await store.close();
    await pool.end();
    await database.drop();
  });

  it(`that are killed ${kills} times while events come in leave the rows that one fold of the log gives (FT-04)`, async () => {
    await write(1);
    let [following, waiting] = await Promise.all([started(), started()]);
    await atEnd();
    let writing = true;
    const written = (async () => {
      for (; writing; await pause(50)) await write(1);
    })();
    try {
      for (const _ of times(kills, (n) => n)) {
        const [before, beforeWaiting] = [following.moves(), waiting.moves()];
        await until(() => following.moves() > before || waiting.moves() > beforeWaiting, 'a follower that follows', 20);
        if (waiting.moves() > beforeWaiting) [following, waiting] = [waiting, following];
        await pause(Math.random() * 100);
        const next = started();
        await following.end('SIGKILL');
        following = waiting;
        waiting = await next;
      }
    } finally {
      writing = false;
      await written;
    }
    await atEnd();
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, await log()));
  }, 120_000 + kills * 20_000);

  it('of which one is stopped for longer than its lease give way to another, and the one that wakes up spoils nothing (FT-12)', async () => {
    await write(10);
    const asleep = await started();
    await until(() => asleep.moves() > 0, 'the first follower');
    const writing = (async () => { for (const _ of times(40, (n) => n)) await write(5); })();
    await pause(50);
    asleep.signal('SIGSTOP');
    const awake = await started();
    await until(() => awake.moves() > 0, 'the other follower', 20);
    asleep.signal('SIGCONT');
    await writing;
    await atEnd();
    const movesBefore = asleep.moves();
    await write(5);
    await atEnd();
    expect(asleep.moves()).toBe(movesBefore);
    expect(asleep.isAlive()).toBe(true);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, await log()));
    await awake.end('stdin');
    await write(5);
    await atEnd();
    expect(asleep.moves()).toBeGreaterThan(movesBefore);
  });

  it('of which the only one is stopped fall behind by as much as the lag says, keep no writer waiting, and catch up (FT-12)', async () => {
    await write(10);
    const only = await started();
    await until(() => only.moves() > 0, 'the follower');
    await atEnd();
    const before = await secondsToWrite(20);
    only.signal('SIGSTOP');
    await write(1);
    const during = await secondsToWrite(20);
    const observer = new Follower({ pool, store, logId: 'log-1', projections: [projection], settings: { stuckAfterMs: 200 } });
    await pause(250);
    const [status] = (await observer.status()).filter(({ name }) => name === 'tally');
    expect(status!.lag.events).toBe((await log()).filter(({ position }) => position > status!.position!).length);
    expect(status!.lag.events).toBeGreaterThan(100);
    expect(status!.lag.seconds).toBeGreaterThan(0.2);
    expect(status!.stuck).toBe(true);
    // A writer that waited for the follower would wait for its lease, seconds.
    expect(during).toBeLessThan(10 * before + 0.5);
    only.signal('SIGCONT');
    await atEnd();
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, await log()));
  });

  it('that meet an event they cannot take in park its child, and a later deployment takes it in (FT-13)', async () => {
    await write(5);
    const stream = `child-${randomUUID()}`;
    await store.append(stream, [1, poison, 2].map((value) => event(value)), 'noStream');
    await write(5);
    const program = await started();
    await until(async () => (await pool.query('select from follower.parked')).rowCount === 1, 'the parked child', 20);
    await atEnd();
    const untilPoison = (await log()).filter((each) => each.stream !== stream || each.revision === 0);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, untilPoison));
    await program.end('stdin');

    const repaired = tally('tally', { evolve: (state, fact) => projection.evolve(state, fact.data === undefined || (fact.data as { value: number }).value !== poison ? fact : { ...fact, data: { value: 0 } } as never) as never });
    const next = new Follower({ pool, store, logId: 'log-1', projections: [repaired] });
    expect(await next.unpark('tally', stream.slice('child-'.length))).toBe('followed');
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(repaired, await log()));
  });

  it('that fill a read model anew while events come in end with the rows that they had (FT-25)', async () => {
    for (const _ of times(10, (n) => n)) await write(20);
    const first = await started();
    await atEnd();
    const writing = (async () => { for (const _ of times(40, (n) => n)) await write(5); })();
    const began = performance.now();
    await new Follower({ pool, store, logId: 'log-1', projections: [projection] }).rebuild('tally');
    await until(async () => (await pool.query(`select from follower.projection where generation = 2 and status = 'serving'`)).rowCount === 1, 'the second filling', 20);
    const events = (await log()).length;
    console.info(`${events} events filled anew beside a writer in ${Math.round(performance.now() - began)} ms`);
    await writing;
    await atEnd();
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, await log()));
    await first.end('stdin');
  });

  /** An event to each child, `rounds` times. */
  async function write(rounds: number): Promise<void> {
    for (const _ of times(rounds, (n) => n)) {
      await Promise.all(times(children, async (child) => {
        const revision = revisions.get(child) ?? -1;
        await store.append(`child-${streams[child]}`, [event((child + revision + 1) % 500)], revision === -1 ? 'noStream' : revision);
        revisions.set(child, revision + 1);
      }));
    }
  }

  async function secondsToWrite(rounds: number): Promise<number> {
    const began = performance.now();
    await write(rounds);
    return (performance.now() - began) / 1000;
  }

  async function log(): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    for (let after: Parameters<typeof store.readAll>[0] = {}; ;) {
      const page = await store.readAll({ ...after, limit: 2_000 });
      events.push(...page.events);
      if (page.caughtUp) return events;
      after = { after: page.position };
    }
  }

  /** As long as it takes, while something moves. */
  async function atEnd(): Promise<void> {
    const head = (await store.head())!;
    const position = async () => (await pool.query<{ position: string }>(`select position from follower.projection where name = 'tally' and status = 'serving'`)).rows[0]?.position;
    for (let at = await position(); at === undefined || at < head; at = await position()) {
      await until(async () => await position() !== at, 'the follower to move', 20);
    }
  }

  let streams: string[];
  let revisions: Map<number, number>;
  beforeEach(() => {
    streams = times(children, () => randomUUID());
    revisions = new Map();
  });

  async function started(): Promise<Program> {
    const program = new Program({ url: database.url, leaseMs: 600, batchSize: 50 });
    programs.push(program);
    await program.started;
    return program;
  }
});

function event(value: number) {
  return { id: randomUUID(), type: 'tally.Counted', data: { value }, meta: {} };
}

class Program {
  readonly started: Promise<unknown>;
  private readonly process: ChildProcess;
  private lines = 0;

  constructor(options: FollowerOptions) {
    this.process = spawn(process.execPath, ['--no-warnings', '--import', './test/embedded-postgres.fixture.loader.js', 'test/projection-faults.fixture.ts', JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface(this.process.stdout!);
    this.started = new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        if (line === 'started') resolve(line);
        else this.lines += 1;
      });
      this.process.once('exit', () => reject(new Error('the follower ended before it had started')));
    });
    this.started.catch(() => undefined);
  }

  /** Batches that it has taken in. */
  moves(): number {
    return this.lines;
  }

  isAlive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  async end(how: 'SIGKILL' | 'stdin'): Promise<void> {
    if (!this.isAlive()) return;
    const exit = once(this.process, 'exit');
    if (how === 'stdin') this.process.stdin!.end();
    else this.process.kill(how);
    await exit;
  }
}
