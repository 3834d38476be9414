import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playDemo } from '../apps/cli/demo.js';
import type { Actor } from '../libs/decider/actor.js';
import type { Position } from '../libs/event-store/port.js';
import type { Consumer } from '../libs/feed/consumer.state.js';
import { CursorBeyondEnd, Feed } from '../libs/feed/feed.js';
import { FeedClient } from '../libs/client/feed-client.js';
import { verifyLog } from '../libs/transparency/verify.js';
import { startApp, type App } from './app.js';
import { registry } from '../libs/case-file/contexts.js';
import { dataProtectionOfficer, service } from './people.js';
import { startLoopback, type Loopback } from './eventstoredb.loopback.js';

// The whole program, API and follower, with its log in EventStoreDB (its client, against the loopback server) and its read models in PostgreSQL.
let server: Loopback;
let app: App;
const said: string[] = [];
beforeAll(async () => {
  server = await startLoopback();
  app = await startApp({ EVENTSTORE_URL: server.url });
});
afterAll(async () => {
  await app.stop();
  await server.close();
});

/** All events but the alarms of the timer, which come when it looks. */
async function stored(): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { events, caughtUp } of app.system.store.follow({ signal: new AbortController().signal })) {
    ids.push(...events.filter(({ type }) => type !== 'duties.DutyOverdue').map(({ id }) => id));
    if (caughtUp) break;
  }
  return ids;
}

const auditor: Actor = { actorRef: 'auditor-1', role: 'AUDITOR', orgRef: 'court-1', orgType: 'COURT', purpose: 'OVERSIGHT' };

describe('the whole program on EventStoreDB', () => {
  it('plays the demonstration and replays it: decisions with their basis, refusals, and the time without liberty', async () => {
    await playDemo({ url: app.url, mint: (actor) => app.token(actor), replay: app.system.replay, now: () => app.system.clock.now(), say: (line) => said.push(line), environment: '' });
    const printed = said.join('\n');
    expect(printed).toContain('REFUSED DecidePlacement');
    expect(printed).toContain('missing REPRESENTATIVE_ACTIVE');
    expect(printed).toMatch(/decided at revision \d+ under placement v3/);
    expect(printed).toMatch(/REFUSED AuthoriseTransfer.*CONSENT_CHILD/s);
    expect(printed).toContain('DepartureConfirmed [DECIDE]');
    expect(printed).toContain('DEPRIVED: 615 hours, 27 local days, 26 nights');
  });

  it('adds nothing when the same demonstration is played again', async () => {
    // The server writes of itself what none of ours is told of, and the followers pass it by.
    server.log.appendSystemEvent('$stats-127.0.0.1:2113', '$statsCollected');
    await app.followed();
    const before = await stored();
    await playDemo({ url: app.url, mint: (actor) => app.token(actor), replay: app.system.replay, now: () => app.system.clock.now(), say: () => undefined, environment: '' });
    expect(await stored()).toEqual(before);
  });

  it('keeps the read models up to a position that a command gave, also after the server was away', async () => {
    const restart = await server.faults.stop();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await restart();
    const worker = await app.as({ actorRef: 'worker-1', role: 'CASE_WORKER', orgRef: 'org-1', orgType: 'CHILD_PROTECTION', purpose: 'PROTECTION' });
    const { body: registered } = await worker.post('/children/register-child-found', { foundIn: 'MD', accompaniment: 'UNKNOWN', sex: 'NOT_KNOWN' }).expect(201);
    const asked = await app.as(auditor);
    const answer = async () => (await asked.get(`/caseload?minPosition=${registered.position as string}`)).body as { position: string; entries?: { child: string }[] };
    let body = await answer();
    for (let tries = 0; tries < 10 && !body.entries; tries += 1) body = await answer();
    expect(body.position >= registered.position).toBe(true);
    expect(body.entries!.map(({ child }) => child)).toContain(registered.childId);
  });

  it('tells another service of it in pages, each event once and in the order of the log', async () => {
    const contexts = ['identification', 'guardianship', 'best-interests', 'repatriation'];
    const types = [...registry.shared.values()].filter(({ type, about, purposes }) => !about && purposes.includes('PROTECTION') && contexts.includes(type.split('.')[0]!)).map(({ type }) => type);
    const scope = { orgRef: 'shelters', orgType: 'NGO', purposes: ['PROTECTION'], contexts, types };
    await (await app.as(dataProtectionOfficer)).post('/consumers/shelter-service/register-consumer', scope).expect(200);
    const reader = await app.as({ ...service, actorRef: 'shelter-service', orgRef: 'shelters', orgType: 'NGO' });
    const told: { id: string; type: string }[] = [];
    let next = '/feed?limit=7';
    for (let caughtUp = false; !caughtUp;) {
      const { body, headers } = await reader.get(next).expect(200);
      told.push(...body as typeof told);
      next = `/feed?limit=7&cursor=${headers['feed-cursor']}`;
      caughtUp = headers['feed-caught-up'] === 'true';
    }
    const inLog: string[] = [];
    for await (const { events, caughtUp } of app.system.store.follow({ signal: new AbortController().signal })) {
      inLog.push(...events.map(({ type }) => type).filter((type) => types.includes(type)));
      if (caughtUp) break;
    }
    expect(inLog.length).toBeGreaterThan(30);
    expect(told.map(({ type }) => type)).toEqual(inLog);
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  });

  it('lets a service come back that stands behind what the store wrote of itself', async () => {
    const { store, logId, ring, executor } = app.system;
    const feed = new Feed({ store, logId, ring, shared: registry.shared, open: async (consumer) => (await executor.open('consumer', consumer)).recorded.get('feed') as Consumer, opens: async () => ({}), personalTold: async () => undefined });
    const reading = await feed.enter({ consumerId: 'shelter-service', orgRef: 'shelters', orgType: 'NGO', purpose: 'PROTECTION', selection: {} });
    server.log.appendSystemEvent('$stats-127.0.0.1:2113', '$statsCollected');
    const head = await store.head();
    let position: Position | undefined;
    for await (const batch of store.follow({ after: head, filter: { types: ['feed.'] }, signal: new AbortController().signal })) {
      position = batch.position;
      if (position! > head!) break;
    }
    expect(await reading.positionOf(reading.cursorAt(position))).toBe(position);
    expect(await reading.page(position, 10)).toMatchObject({ events: [], caughtUp: true });
    await expect(reading.positionOf(reading.cursorAt(position!.replaceAll('0', '9') as Position))).rejects.toThrow(CursorBeyondEnd);
  });

  it('tells it live to who listens: what there was, and then what comes, each once', async () => {
    const token = await app.token({ ...service, actorRef: 'shelter-service', orgRef: 'shelters', orgType: 'NGO' });
    const feed = new FeedClient({ url: app.url, token: () => token });
    const pages: string[] = [];
    for await (const { events } of feed.pages()) pages.push(...events.map(({ id }) => id));
    const stopped = new AbortController();
    const heard: string[] = [];
    const worker = await app.as({ actorRef: 'worker-1', role: 'CASE_WORKER', orgRef: 'org-1', orgType: 'CHILD_PROTECTION', purpose: 'PROTECTION' });
    for await (const message of feed.live({ signal: stopped.signal })) {
      if (message.kind === 'caught-up') await worker.post('/children/register-child-found', { foundIn: 'MD', accompaniment: 'UNKNOWN', sex: 'NOT_KNOWN' }).expect(201);
      else if (heard.push(message.event.id) > pages.length) stopped.abort();
    }
    expect(heard.slice(0, -1)).toEqual(pages);
    expect(pages).not.toContain(heard.at(-1));
  });

  it('knows what was known when, from the log alone', async () => {
    const child = /replay ([0-9a-f-]{36})/.exec(said.join('\n'))![1]!;
    const asked = await app.as(auditor);
    const { body } = await asked.get(`/children/${child}/history?knownAt=2020-01-01T00:00:00Z`).expect(200);
    expect(body).toMatchObject({ entries: [], next: null, knownAt: { position: null, provisional: false } });
  });

  it('is proved to hold what it holds, and of each event where it stands', async () => {
    await app.followed();
    const { tree } = app.system.checkpoints;
    const size = await tree.size();
    const event = (await tree.eventAt(size - 3))!;
    expect(await tree.indexOf(event.position)).toBe(size - 3);
    const { faults, events, root } = await verifyLog({ store: tree.readsFrom, tree, signed: await app.system.checkpoints.all() }, () => undefined);
    expect([faults, events, root]).toEqual([[], size, await tree.root(size)]);
  });
});
