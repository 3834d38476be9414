import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import { times, until } from './event-store.contract.js';
import { AnotherLog, Follower, VersionNotRaised, type FollowerParts } from './follower.js';
import { Lease, LeaseLost } from './lease.js';
import { Part } from './part.js';
import type { Projection } from './projection.js';
import { ProjectionFilling } from './projection-filling.js';
import { poison, rowsOf, rowsOfTally, ScriptedLog, tally, tallyOf } from './projection.scenario.js';
import { followerMigrations } from './projections.migration.js';
import { NotYetFilled, ReadModels } from './read-model.js';

let database: TestDatabase;
let pool: pg.Pool;
let source: DataSource;
let readModels: ReadModels;
const followers: Follower[] = [];
beforeEach(async () => {
  database = await freshDatabase(followerMigrations);
  pool = new pg.Pool({ connectionString: database.url, max: 10 });
  source = await new DataSource({ type: 'postgres', url: database.url, poolSize: 6 }).initialize();
  readModels = new ReadModels(source);
});
afterEach(async () => {
  await Promise.all(followers.splice(0).map((follower) => follower.stop(2_000)));
  await Promise.all([pool.end(), source.destroy()]);
  await database.drop();
});

const first = tally('tally');
const second = tally('tally', { version: 2 });
const inParts = { settings: { fillingBatchSize: 20 } };

describe('A read model', () => {
  it('cannot be read before it is filled for the first time', async () => {
    const log = logOf(50, 1);
    await expect(totals(first)).rejects.toBeInstanceOf(NotYetFilled);
    await started(log, [first]);
    await until(() => answers(first, log), 'the first answer');
    expect(await totals(first)).toMatchObject({ result: { versions: [1], count: 50 } });
  });

  it('that comes in just when a question has failed for want of it answers all the same, whether it is the first or another version', async () => {
    const log = logOf(30, 50);
    const named = tally('tally', { version: 2, views: { named_tally: 'select child, count as events from tally' } });
    const transaction = source.transaction.bind(source);
    const asked = jest.spyOn(source, 'transaction');
    const comesIn = async (projection: Projection) => {
      const { filling, lease } = await beside(log, projection);
      await lease.advance(log.events.at(-1)!.position, (client) => filling.take(client, log.events));
      asked.mockImplementationOnce((...question) => transaction(...question).finally(async () => expect(await filling.caughtUp(lease)).toBe(true)));
    };
    await comesIn(first);
    expect((await totals(first)).result).toEqual({ versions: [1], count: 30 });
    await comesIn(named);
    const { result } = await readModels.read([named], (manager) => manager.query<object[]>('select sum(events)::int as events from read.named_tally'));
    expect(result).toEqual([{ events: 30 }]);
    await comesIn(tally('tally', { version: 3 }));
    await expect(readModels.read([named], (manager) => manager.query('select renamed from read.tally'))).rejects.toBeInstanceOf(NotYetFilled);
    expect(asked).toHaveBeenCalledTimes(5);
    asked.mockRestore();
  });

  it('that is there and cannot answer says so at once', async () => {
    const log = logOf(10, 50);
    await started(log, [first]);
    await until(() => answers(first, log), 'the first version');
    let asked = 0;
    const question = readModels.read([first], (manager) => {
      asked += 1;
      return manager.query('select forgotten from read.tally');
    });
    await expect(question).rejects.toMatchObject({ code: '42703' });
    expect(asked).toBe(2);
  });

  it('of a new version is filled beside the old one while events come in: every reader sees the old rows or the new, whole, and as far as the answer says', async () => {
    const log = logOf(1_000, 40);
    await started(log, [first]);
    await until(() => answers(first, log), 'the first version');
    const writing = written(log, 400);

    const seen: number[] = [];
    let reading = true;
    const readers = times(3, async () => {
      for (let before = ''; reading;) {
        const { result, position } = await totals(first);
        expect(position! >= before).toBe(true);
        before = position!;
        expect(result.versions).toHaveLength(1);
        expect(result.count).toBe(log.events.filter((event) => event.position <= position!).length);
        seen.push(result.versions[0]!);
      }
    });
    await until(() => seen.length > 20, 'some readers');
    await started(log, [second], { settings: { batchSize: 50 } });
    await writing;
    await until(async () => (await totals(second)).result.versions[0] === 2 && await answers(second, log), 'the second version');
    reading = false;
    await Promise.all(readers);
    expect(new Set(seen)).toEqual(new Set([1, 2]));
    expect(seen.indexOf(2)).toBeGreaterThan(20);
    expect(seen.lastIndexOf(1)).toBeLessThan(seen.indexOf(2) + 4);   // three readers may be under way
    await until(async () => (await schemas()).join() === 'tally_v2_1', 'the old rows to go');
  });

  it('that is killed while it is filled resumes from its own checkpoint', async () => {
    const log = logOf(1_000, 1);
    const killed = await started(log, [first]);
    await until(async () => (await statusOf(killed)).position !== undefined, 'the first batches');
    await killed.stop();
    const { position, status } = await statusOf(killed);
    expect(status).toBe('filling');
    log.followedFrom.length = 0;
    log.hurry();
    await started(log, [first]);
    await until(() => answers(first, log), 'the end of the log');
    expect(log.followedFrom).toContain(position);
    expect(log.followedFrom).not.toContain(undefined);
  });

  it('that another process fills takes up no place: what nobody fills comes first, and the other once it is left', async () => {
    const log = logOf(50, 50);
    const other = tally('another');
    const { lease } = await beside(log, other);
    await started(log, [first, other], { settings: { fillingsMax: 1 } });
    await until(() => answers(first, log), 'what nobody fills');
    await expect(totals(other)).rejects.toBeInstanceOf(NotYetFilled);
    await lease.release();
    await until(async () => (await readModels.waitFor('another', log.events.at(-1)!.position, 1_000)).reached, 'the one that was left');
  });

  it('is filled by several processes at once, each a part of it, beside others that are cut as it is', async () => {
    const log = logOf(2_000, 5, { byStream: true });
    const some = ['tally', 'second', 'third'].map((name) => tally(name));
    const two = [await started(log, some, inParts), await started(log, some, inParts)];
    const seen: PartSeen[][] = [];
    const owners = (name: string) => new Set(seen.flat().filter((part) => part.name === name && part.events > 0).map(({ owner }) => owner));
    await until(async () => seen.push(await partsSeen()) > 0 && some.every(({ name }) => owners(name).size === 2), 'two processes in each read model', 20);
    for (const now of seen) for (const { name, part, events } of now) expect(events).toBeGreaterThanOrEqual(seen[0]!.find((each) => each.name === name && each.part === part)?.events ?? 0);
    const cuts = some.map(({ name }) => seen.at(-1)!.filter((part) => part.name === name).map(({ part, after, to }) => [part, after, to]));
    expect(cuts[0]!.length).toBe(7);
    expect(cuts[1]).toEqual(cuts[0]);
    expect(cuts[2]).toEqual(cuts[0]);
    const taken = seen.at(-1)!.filter(({ name }) => name === 'tally').reduce((sum, { events }) => sum + events, 0);
    await until(async () => (await statusOf(two[0]!)).eventsPerSecond !== undefined, 'a pace');
    const { share, lag } = await statusOf(two[0]!);
    expect(lag.events).toBeLessThanOrEqual(2_000 - taken);
    expect(share).toBeCloseTo(1 - lag.events / 2_000);
    log.add('child-1', { data: { value: 50 } });
    log.hurry();
    for (const each of some) await until(() => answers(each, log), `the end of the log in ${each.name}`);
    for (const each of some) expect(await rowsOfTally(pool, each)).toEqual(tallyOf(each, log.events));
    expect(await partsSeen()).toEqual([]);
  });

  it('whose rows rest on several keys is filled part after part, by one process at a time', async () => {
    const log = logOf(700, 5, { byStream: true });
    const linked = tally('tally', { around: () => [] });
    for (const _ of [1, 2]) await started(log, [linked], inParts);
    const seen: PartSeen[][] = [];
    await until(async () => seen.push(await partsSeen()) > 5 && await answers(linked, log), 'the end of the log', 20);
    expect(Math.max(...seen.map((parts) => parts.length))).toBe(7);
    for (const parts of seen) {
      expect(parts.filter(({ owner, done }) => owner !== null && !done).length).toBeLessThanOrEqual(1);
      expect(parts.filter(({ done }, n) => done && !parts.slice(0, n).every((before) => before.done))).toEqual([]);
    }
    expect(await rowsOfTally(pool, linked)).toEqual(tallyOf(linked, log.events));
  });

  it('whose part somebody left for dead is taken up by another process, which leaves its place to others as long as it has to wait', async () => {
    const log = logOf(700, 50, { byStream: true });
    const other = tally('another');
    const { filling, lease } = await beside(log, first);
    await Part.make(pool, lease, log, 50, false);
    const dead = (await Part.take(pool, filling.filling, randomUUID(), 1_500, []))!;
    await dead.advance({ stream: 'child-0', revision: 9, events: 10 }, (client) => filling.take(client, log.events.filter(({ stream, revision }) => stream === 'child-0' && revision < 10)));
    await started(log, [first, other], { settings: { ...inParts.settings, fillingsMax: 1 } });
    await until(async () => (await readModels.waitFor('another', log.events.at(-1)!.position, 1_000)).reached, 'the other read model');
    expect((await partsSeen()).map(({ done }) => done)).toEqual([false, true, true, true, true, true, true]);
    await until(() => answers(first, log), 'the end of the log');
    expect(await rowsOfTally(pool, first)).toEqual(tallyOf(first, log.events));
    await expect(dead.advance({ stream: 'child-0', revision: 10, events: 11 }, () => Promise.resolve())).rejects.toBeInstanceOf(LeaseLost);
    await expect(dead.renew()).rejects.toBeInstanceOf(LeaseLost);
  });

  it('that an earlier program fills stream by stream, as one, goes on from where that stands', async () => {
    const log = logOf(700, 50, { byStream: true });
    const { filling, lease } = await beside(log, first);
    const inOrder = [...log.events].sort((a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.revision - b.revision)).slice(0, 250);
    await lease.advance(undefined, (client) => filling.take(client, inOrder));
    await pool.query(`update follower.projection set by_stream = $1, owner = null where name = 'tally'`, [JSON.stringify({ until: log.events.at(-1)!.position, stream: 'child-2', revision: 49, events: 250 })]);
    log.add('child-0', { data: { value: 7 } });
    await Part.make(pool, (await Lease.take(pool, filling.filling, randomUUID(), 1_000))!, log, 50, false);
    expect((await partsSeen()).map(({ events, done }) => [events, done])).toEqual([[0, true], [0, true], [250, false], ...times(4, () => [0, false])]);
    await started(log, [first], inParts);
    await until(() => answers(first, log), 'the end of the log');
    expect(await rowsOfTally(pool, first)).toEqual(tallyOf(first, log.events));
  });

  it('is filled anew on request, with the same rows, in whichever process follows it', async () => {
    const log = logOf(300, 50);
    await started(log, [first]);
    await until(() => answers(first, log), 'the first filling');
    const before = await rowsOf(pool, 'read.tally');
    const elsewhere = new Follower({ pool, store: log, logId: 'log-1', projections: [first] });
    await elsewhere.rebuild('tally');
    await elsewhere.rebuild('tally');
    await until(async () => (await schemas()).join() === 'tally_v1_2', 'the second filling', 20);
    expect(await rowsOf(pool, 'read.tally')).toEqual(before);
  });

  it('does not give way to one that leaves out a child whom readers see now, until somebody has looked', async () => {
    const log = logOf(90, 50);
    const follower = await started(log, [first]);
    await until(() => answers(first, log), 'the first version');
    let knows = false;
    const evolve: Projection['evolve'] = (state, fact) => second.evolve(state, fact.stream === 'child-2' && !knows ? { ...fact, data: { value: poison } } as never : fact);
    const newer = await started(log, [{ ...second, evolve }]);
    await until(async () => (await newer.status()).some(({ version, parked }) => version === 2 && parked === 1), 'the parked child');
    await pause(300);
    expect((await totals(first)).result).toEqual({ versions: [1], count: 90 });
    knows = true;
    expect(await newer.unpark('tally', '3')).toBe('not parked');
    expect(await newer.unpark('tally', '2')).toBe('followed');
    expect(await newer.unpark('tally', '2')).toBe('not parked');
    await until(async () => (await totals(first)).result.versions[0] === 2, 'the second version');
    await follower.stop();
  });

  it('does not give way to one that is not as far on', async () => {
    const { log, filling, lease } = await besideTheFirst();
    await lease.advance(log.events[10]!.position, (client) => filling.take(client, log.events.slice(0, 11)));
    expect(await filling.caughtUp(lease)).toBe(false);
    await lease.advance(log.events[29]!.position, (client) => filling.take(client, log.events.slice(11)));
    expect(await filling.caughtUp(lease)).toBe(true);
    expect((await totals(second)).result).toEqual({ versions: [2], count: 30 });
  });

  it('does not give way in the middle of an answer', async () => {
    const { log, filling, lease } = await besideTheFirst();
    await lease.advance(log.events[29]!.position, (client) => filling.take(client, log.events));
    const { result } = await readModels.read([first], async (manager) => {
      expect(await filling.caughtUp(lease)).toBe(false);
      return manager.query<object[]>('select distinct version from read.tally');
    });
    expect(result).toEqual([{ version: 1 }]);
    expect(await filling.caughtUp(lease)).toBe(true);
  });

  it('is left alone by an older deployment once a newer one has taken its place', async () => {
    const log = logOf(30, 50);
    await started(log, [second]);
    await until(() => answers(second, log), 'the newer version');
    const older = await started(log, [first]);
    await pause(100);
    expect((await older.status()).map(({ name, version }) => [name, version])).toEqual([['known-time', 1], ['tally', 2]]);
    expect((await totals(second)).result.versions).toEqual([2]);
  });

  it('that has changed under an old version stops the start', async () => {
    const log = logOf(1, 1);
    await started(log, [first]);
    const changed = { ...first, types: ['tally.', 'other.'] };
    await expect(started(log, [changed])).rejects.toBeInstanceOf(VersionNotRaised);
  });

  it('that is filled from another log stops the start', async () => {
    await started(logOf(1, 1), [first]);
    const other = started(logOf(1, 1), [first], { logId: 'log-2' });
    await expect(other).rejects.toBeInstanceOf(AnotherLog);
    await expect(other).rejects.toMatchObject({ expected: 'log-1', found: 'log-2' });
  });

  it('shares no table with another', () => {
    expect(() => new Follower({ pool, store: logOf(0, 1), logId: 'log-1', projections: [first, { ...first, name: 'other' }] })).toThrow('table tally is declared twice');
  });
});

describe('How far a read model is', () => {
  it('is known from any process: what is left, how fast, how long it will take, and whether it stands still', async () => {
    const log = logOf(4_000, 10);
    const follower = await started(log, [first], { settings: { batchSize: 10, stuckAfterMs: 3_000 } });
    const observer = new Follower({ pool, store: log, logId: 'log-1', projections: [first], settings: { stuckAfterMs: 3_000 } });
    await until(async () => (await statusOf(observer)).eventsPerSecond !== undefined, 'a pace');
    const { status, position, lag, share, eventsPerSecond, secondsLeft, stuck } = await statusOf(observer);
    expect(status).toBe('filling');
    expect(lag.events).toBe(4_000 - Number(position));
    expect(share).toBeCloseTo(Number(position) / 4_000);
    expect(secondsLeft).toBeCloseTo(lag.events / eventsPerSecond!);
    expect(stuck).toBe(false);
    await follower.stop();
    await pause(3_200);
    expect((await statusOf(observer)).stuck).toBe(true);
    log.hurry();
    await started(log, [first]);
    await until(async () => (await statusOf(observer)).status === 'serving', 'the end of the log');
    expect(await statusOf(observer)).toMatchObject({ lag: { events: 0, seconds: 0 }, stuck: false, parked: 0, eventsPerSecond: undefined });
  });

  it('is measured for the gauges, of what readers see', async () => {
    const log = logOf(10, 10);
    const lags: object[] = [];
    await started(log, [first], { settings: { measureEveryMs: 20 }, hooks: { followerLag: (name, lag) => { lags.push({ name, ...lag }); } } });
    for (const name of ['tally', 'known-time']) await until(() => lags.some((lag) => JSON.stringify(lag) === JSON.stringify({ name, events: 0, seconds: 0 })), `the gauge of ${name}`);
  });

  it('has its gauges from the start on', async () => {
    const gauges = new Set<string>();
    const log = logOf(10, 10);
    await (await started(log, [first], { hooks: { followerLag: (name) => { gauges.add(name); } } })).stop();
    expect([...gauges]).toContain('known-time');
  });

  it('can be waited for, in the process that follows and in another', async () => {
    const log = logOf(5, 10);
    await started(log, [first], { hooks: { moved: ({ name }, position) => readModels.moved(name, position) } });
    await until(() => answers(first, log), 'the first answer');
    const elsewhere = new ReadModels(source);
    for (const models of [readModels, elsewhere]) {
      const waiting = models.waitFor('tally', '00000000000000000006' as never, 60_000);
      await pause(30);
      expect(await models.waitFor('tally', '00000000000000000009' as never, 30)).toMatchObject({ reached: false });
      if (models === readModels) log.add('child-1', {});
      expect(await waiting).toMatchObject({ reached: true });
    }
  });
});

describe('A follower that is stopped', () => {
  it('hands its leases back, so that the next one follows at once', async () => {
    const log = logOf(10, 10);
    const leaving = await started(log, [first], { settings: { leaseMs: 60_000 } });
    await until(() => answers(first, log), 'the first follower');
    await leaving.stop();
    log.add('child-1', {});
    await started(log, [first]);
    await until(() => answers(first, log), 'the next follower');
  });

  it('ends in the time it is given, whatever the database does', async () => {
    const log = logOf(10, 10);
    const follower = await started(log, [first]);
    await until(() => answers(first, log), 'the follower');
    const locker = await pool.connect();
    await locker.query('begin; lock table follower.projection in access exclusive mode');
    log.add('child-1', {});
    await pause(50);
    const asked = performance.now();
    await follower.stop(200);
    expect(performance.now() - asked).toBeLessThan(30_000);
    await locker.query('rollback');
    locker.release();
  });
});

async function started(log: ScriptedLog, projections: readonly Projection[], parts: Partial<FollowerParts> = {}): Promise<Follower> {
  const follower = new Follower({ pool, store: log, logId: 'log-1', projections, ...parts, settings: { leaseMs: 150, retryMsMax: 50, ...parts.settings } });
  followers.push(follower);
  await follower.start();
  return follower;
}

/** A log of 30 events that the first version has taken in, and an empty filling of the second beside it. */
async function besideTheFirst() {
  const log = logOf(30, 30);
  await started(log, [first]);
  await until(() => answers(first, log), 'the first version');
  return { log, ...await beside(log, second) };
}

interface Beside {
  readonly filling: ProjectionFilling;
  readonly lease: Lease;
}

/** An empty filling, which nobody follows. */
async function beside(log: ScriptedLog, projection: Projection): Promise<Beside> {
  const filling = new ProjectionFilling(pool, log, projection, 1, () => undefined);
  await filling.create();
  return { filling, lease: (await Lease.take(pool, filling.filling, randomUUID(), 60_000))! };
}

/** Delivered in batches of `cut`, until somebody calls `hurry`. */
function logOf(events: number, cut: number, { byStream = false } = {}): ScriptedLog & { hurry(): void } {
  let most = cut;
  const log = Object.assign(new ScriptedLog({ cut: () => most, byStream }), { hurry: () => { most = 500; } });
  for (const n of times(events, (n) => n)) log.add(`child-${n % 7}`, { data: { value: n % 100 } });
  return log;
}

async function written(log: ScriptedLog, events: number): Promise<void> {
  for (const n of times(events, (n) => n)) {
    log.add(`child-${n % 7}`, { data: { value: n % 100 } });
    await pause(3);
  }
}

/** What readers see in all rows together. */
function totals(projection: Projection) {
  return readModels.read([projection], async (manager) => {
    const [row] = await manager.query<{ versions: number[]; count: number }[]>('select array_agg(distinct version) as versions, sum(count)::int as count from read.tally');
    return row!;
  });
}

async function answers(projection: Projection, log: ScriptedLog): Promise<boolean> {
  const { position } = await readModels.read([projection], () => Promise.resolve()).catch(() => ({ position: undefined }));
  return position !== undefined && position === await log.head();
}

async function statusOf(follower: Follower) {
  return (await follower.status()).find(({ name }) => name === 'tally')!;
}

interface PartSeen {
  readonly name: string;
  readonly part: number;
  readonly after: string;
  readonly to: string | null;
  readonly owner: string | null;
  readonly events: number;
  readonly done: boolean;
}

async function partsSeen(): Promise<PartSeen[]> {
  return (await pool.query<PartSeen>('select name, part, after_stream as after, to_stream as to, owner, events, done from follower.part order by name, part')).rows;
}

async function schemas(): Promise<readonly string[]> {
  const { rows } = await pool.query<{ nspname: string }>(`select nspname from pg_namespace where nspname like 'tally%' order by nspname`);
  return rows.map(({ nspname }) => nspname);
}
