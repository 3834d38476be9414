import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../apps/api/logging.js';
import { readSettings } from '../apps/api/settings.js';
import { openSystem, type System } from '../apps/cli/system.js';
import { openedLog } from '../libs/case-file/log-opened.js';
import { EventStoreSchema } from '../libs/event-store/postgres.migration.js';
import { PostgresEventStore } from '../libs/event-store/postgres.js';
import { startApp, type Caller } from './app.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { administrator, advocate, caseWorker, guardian } from './people.js';
import { aChild, app, appointing, appointment, eventsOf, representative, situationOf, worker } from './story.js';

const dayMs = 86_400_000;

let operator: Caller;
beforeAll(async () => {
  operator = await app.as(administrator);
});

const clockOf = async () => (await operator.get('/clock').expect(200)).body as { now: string; aheadSeconds: number };

describe('The clock of a test or a demonstration', () => {
  it('goes forward by a request of an administrator, and what is now is decided by it', async () => {
    const before = await clockOf();
    await operator.post('/clock', { forward: 'P30D' }).expect(200);
    const { now, aheadSeconds } = await clockOf();
    expect(aheadSeconds).toBe(before.aheadSeconds + 30 * 86_400);
    expect(Date.parse(now) - Date.parse(before.now)).toBeGreaterThanOrEqual(30 * dayMs);

    const [found] = await eventsOf(`child-${await aChild({ occurredAt: { at: now, zone: 'Asia/Bishkek' } })}`);
    const { meta, recordedAt } = found!;
    expect(meta).toMatchObject({ clockAheadMs: aheadSeconds * 1000, occurredAt: { from: now } });
    // The store says when it took the event, and nobody moves that.
    expect(Date.now() - recordedAt.getTime()).toBeLessThan(dayMs);
  });

  it('ends a mandate that has an end, without anybody doing anything', async () => {
    const child = await aChild();
    const until = new Date(Date.parse((await clockOf()).now) + 10 * dayMs).toISOString();
    await appointing.post(`/children/${child}/appoint-guardian`, { ...appointment(guardian.actorRef), until }).expect(200);
    await representative.post(`/children/${child}/accept-mandate`, {}).expect(200);
    expect((await situationOf(child)).representatives).toEqual([guardian.actorRef]);
    await operator.post('/clock', { forward: 'P2W' }).expect(200);
    expect((await situationOf(child)).representatives).toEqual([]);
    await representative.get(`/children/${child}`).expect(404);
  });

  it('is moved once by a request that is repeated, and not at all by another under its key', async () => {
    const key = randomUUID();
    const { body: first } = await operator.post('/clock', { forward: 'PT1H' }, { key }).expect(200);
    const { body: again } = await operator.post('/clock', { forward: 'PT60M' }, { key }).expect(200);
    expect(again).toMatchObject({ aheadSeconds: (first as { aheadSeconds: number }).aheadSeconds });
    await operator.post('/clock', { forward: 'PT2H' }, { key }).expect(409);
  });

  it('adds up the moves of several who move it at once', async () => {
    const { aheadSeconds } = await clockOf();
    await Promise.all(Array.from({ length: 6 }, () => operator.post('/clock', { forward: 'PT10S' }).expect(200)));
    expect((await clockOf()).aheadSeconds).toBe(aheadSeconds + 60);
  });

  it('is no matter for tokens, which live by the true time', async () => {
    await app.followed();
    await operator.post('/clock', { forward: 'P1D' }).expect(200);
    await worker.get('/caseload').expect(200);
  });

  it.each([
    ['backwards', { forward: '-P1D' }], ['by nothing', { forward: 'PT0S' }], ['by a month, which has no length', { forward: 'P1M' }], ['by no duration', { forward: 'P' }], ['by the time alone', { forward: 'PT' }],
    ['by too much', { forward: 'P99999D' }], ['by a number', { forward: 30 }], ['without saying how far', {}], ['with more', { forward: 'P1D', backward: 'P1D' }],
  ])('does not go %s', async (_, body) => {
    const { aheadSeconds } = await clockOf();
    await operator.post('/clock', body).expect(400);
    expect((await clockOf()).aheadSeconds).toBe(aheadSeconds);
  });

  it('is moved by nobody else', async () => {
    for (const actor of [caseWorker, guardian, advocate]) await (await app.as(actor)).post('/clock', { forward: 'P1D' }).expect(403);
    await operator.post('/clock', { forward: 'P1D' }, { key: null }).expect(400);
  });
});

describe('A log whose clock was moved', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let folder: string;
  beforeAll(async () => {
    database = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'guarantor-clock-'));
  });
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
  const open = (environment: NodeJS.ProcessEnv, visiting = false): Promise<System> =>
    openSystem(readSettings({ DATABASE_URL: database.url, DATA_FOLDER: folder, ...environment }, 'start'), { log: createLog('error'), visiting });

  it('is read by every process at the time that it stands at, and by none where the clock is true', async () => {
    const [one, other] = [await open({ CLOCK: 'movable' }), await open({ CLOCK: 'movable' })];
    await one.clock.forward(3_600, administrator, randomUUID());
    expect((await other.clock.now()).getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    await Promise.all([one.close(), other.close()]);

    await expect(open({})).rejects.toThrow(/^CLOCK is not movable, and the clock of this log was moved/);
    const asking = await open({}, true);
    expect((await asking.clock.now()).getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    await asking.close();
  });
});

describe('Whether a clock may be moved', () => {
  let folder: string;
  const databases: TestDatabase[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guarantor-clock-'));
  });
  afterAll(async () => {
    for (const database of databases) await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
  const freshLog = async () => {
    const database = await freshDatabase();
    databases.push(database);
    return async (environment: NodeJS.ProcessEnv) =>
      (await openSystem(readSettings({ DATABASE_URL: database.url, DATA_FOLDER: folder, ...environment }, 'start'), { log: createLog('error') })).close();
  };

  it('is said by the log from its first event on: nobody moves the time of one that was opened at the true time', async () => {
    const open = await freshLog();
    await open({});
    for (const ROLE of ['api', 'follower', 'both']) {
      await expect(open({ CLOCK: 'movable', ROLE })).rejects.toThrow(/^CLOCK is movable, and this log was opened as one that keeps to the true time; expected no value, or another DATA_FOLDER/);
    }
    await open({});
  });

  it('and nobody who keeps to the true time joins one whose time others may move', async () => {
    const open = await freshLog();
    await open({ CLOCK: 'movable' });
    for (const ROLE of ['api', 'follower', 'both']) {
      await expect(open({ ROLE })).rejects.toThrow(/^CLOCK is not movable, and this log was opened as that of a demonstration or a test, whose clock may be moved; expected movable/);
    }
    await open({ CLOCK: 'movable' });
  });

  it('is said by nobody later: where the log has something of a child already, it keeps to the true time', async () => {
    const database = await freshDatabase([EventStoreSchema]);
    databases.push(database);
    const store = await PostgresEventStore.open({ url: database.url });
    await store.append('child-1', [{ id: randomUUID(), type: 'identification.ChildFound', data: {}, meta: {} }], 'noStream');
    expect(await openedLog(store, { movable: true })).toEqual({ logId: expect.any(String) });
    await store.close();
  });
});

describe('Where the clock is true', () => {
  it('there is no address to move it by', async () => {
    const production = await startApp({ CLOCK: 'true' });
    try {
      await (await production.as(administrator)).post('/clock', { forward: 'P1D' }).expect(404);
    } finally {
      await production.stop();
    }
  });
});
