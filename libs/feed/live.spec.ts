import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Position } from '../event-store/port.js';
import type { Consumer } from './consumer.state.js';
import { asking, childId, feedOf, logOf, positionOf, registeredWith, school, type Happened } from './feed.scenario.js';
import { liveFrom, waitingMax, type Message } from './live.js';

const found: Happened = { type: 'identification.ChildFound', data: { foundIn: 'KG', accompaniment: 'UNKNOWN' } };
const released: Happened = { type: 'identification.DeprivationEnded', data: { stayRef: 'cell', endReason: 'RELEASE' } };
const elsewhere: Happened = { type: 'repatriation.ConsentWithdrawn', data: { whose: 'CHILD' } };
const consumer = registeredWith(school);

/** A service that listens, and takes what it is told when it suits it. */
function listening(feed: ReturnType<typeof feedOf>, { after, ask = {} }: { after?: Position; ask?: Parameters<typeof asking>[0] } = {}) {
  const leaving = new AbortController();
  const messages = liveFrom(feed, asking(ask), { after, signal: leaving.signal });
  return {
    next: async (): Promise<string> => {
      const { value, done } = await messages.next() as IteratorResult<Message, undefined>;
      return done ? 'end' : value.kind === 'event' ? value.event.type : value.kind;
    },
    message: async () => (await messages.next()).value as Message,
    leave: async () => {
      leaving.abort();
      await messages.return(undefined);
    },
  };
}
const taken = async (service: ReturnType<typeof listening>, count: number) => {
  const words: string[] = [];
  while (words.length < count) words.push(await service.next());
  return words;
};
/** One life: takes in what there is and some of what comes, and dies. */
async function lived(service: ReturnType<typeof listening>, { takenMax, during, add }: { takenMax: number; during: number; add: () => void }): Promise<readonly { id: string; cursor: string }[]> {
  const events: { id: string; cursor: string }[] = [];
  for (let coming = during; events.length < takenMax;) {
    const message = await service.message();
    if (message.kind === 'event') events.push(message.event);
    if (message.kind === 'event' && coming === during) continue;
    // It has caught up: each further event is one that comes now.
    if (coming === 0) break;
    coming -= 1;
    add();
  }
  await service.leave();
  return events;
}
/** Lets what is under way come as far as it can. */
const settled = () => new Promise((resolve) => { setImmediate(() => setImmediate(resolve)); });

describe('A service that follows live', () => {
  it('is told all that there was, then that it is told, then what comes', async () => {
    const log = logOf([found, elsewhere, released]);
    const service = listening(feedOf(log, { 'school-service': consumer }));
    expect(await taken(service, 3)).toEqual([found.type, released.type, 'caught-up']);
    log.add(elsewhere);
    log.add(released);
    expect(await service.next()).toBe(released.type);
    await service.leave();
  });

  it('is told what comes after its cursor, and of nothing twice', async () => {
    const log = logOf([found, released, found]);
    const service = listening(feedOf(log, { 'school-service': consumer }), { after: positionOf(1) });
    expect(await taken(service, 2)).toEqual([found.type, 'caught-up']);
    await service.leave();
  });

  it('misses nothing that is stored while it catches up or comes to the end of what there was', async () => {
    const log = logOf(Array.from({ length: 450 }, () => found));
    const feed = feedOf(log, { 'school-service': consumer });
    const service = listening(feed);
    const heard: Message[] = [];
    for (let at = 0; at < 600; at += 1) {
      if (at % 3 === 0) log.add(released);
      if (at % 7 === 0) await settled();
      heard.push(await service.message());
    }
    const ids = heard.flatMap((message) => (message.kind === 'event' ? [message.event.id] : []));
    const all = (await (await feed.enter(asking())).page(undefined, 10_000)).events.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(590);
    expect(ids).toEqual(all.slice(0, ids.length));
    await service.leave();
  });

  it('resumes from the cursor of any message', async () => {
    const log = logOf([found, released, found, released]);
    const feed = feedOf(log, { 'school-service': consumer });
    const service = listening(feed);
    const all = [await service.message(), await service.message(), await service.message(), await service.message(), await service.message()];
    await service.leave();
    const reading = await feed.enter(asking());
    for (const [index, message] of all.entries()) {
      const resumed = listening(feed, { after: await reading.positionOf((message as { cursor: string }).cursor) });
      const left = all.slice(index + 1, 4).map((each) => each.kind === 'event' && each.event.type);
      expect(await taken(resumed, left.length + 1)).toEqual([...left, 'caught-up']);
      await resumed.leave();
    }
  });

  it('killed and resumed a hundred times at random, live or by pages, gets every event once and in order, after what came twice is left out by its id', async () => {
    const life = fc.record({ before: fc.nat(6), during: fc.nat(4), takenMax: fc.nat(12), kept: fc.nat(12), byPages: fc.boolean() });
    await fc.assert(fc.asyncProperty(fc.array(life, { minLength: 100, maxLength: 100 }), async (lives) => {
      const kinds = [found, elsewhere, released, found, elsewhere];
      const log = logOf(kinds);
      const feed = feedOf(log, { 'school-service': consumer });
      const reading = await feed.enter(asking());
      const ids: string[] = [];
      let cursor: string | undefined;
      for (const { before, during, takenMax, kept, byPages } of lives) {
        for (let count = 0; count < before; count += 1) log.add(kinds[log.events.length % kinds.length]!);
        const after = await reading.positionOf(cursor);
        const taken = byPages ? (await reading.page(after, takenMax + 1)).events : await lived(listening(feed, { after }), { takenMax, during, add: () => log.add(found) });
        ids.push(...taken.map(({ id }) => id));
        // Of what it took in it keeps the cursor for some of it only, and the rest comes again.
        cursor = taken[Math.min(kept, taken.length) - 1]?.cursor ?? cursor;
      }
      for (let caughtUp = false; !caughtUp;) {
        const page = await reading.page(await reading.positionOf(cursor), 1000);
        ids.push(...page.events.map(({ id }) => id));
        ({ cursor, caughtUp } = page);
      }
      expect([...new Set(ids)]).toEqual((await reading.page(undefined, 100_000)).events.map(({ id }) => id));
    }), { seed: 1989, numRuns: 5 });
  });

  it('that is too slow is told to read pages from where it stands, and is let go', async () => {
    const log = logOf([found]);
    const feed = feedOf(log, { 'school-service': consumer });
    const service = listening(feed);
    expect(await taken(service, 2)).toEqual([found.type, 'caught-up']);
    log.add(released);
    expect(await service.next()).toBe(released.type);
    for (let count = 0; count <= waitingMax; count += 1) log.add(found);
    await settled();
    for (let count = 0; count <= waitingMax; count += 1) log.add(found);
    await settled();
    const heard: Message[] = [];
    for (let message = await service.message(); message; message = await service.message()) heard.push(message);
    const last = heard.at(-1)!;
    expect(last.kind).toBe('fell-behind');
    const reading = await feed.enter(asking());
    const position = await reading.positionOf((last as { cursor: string }).cursor);
    const rest = await reading.page(position, 10_000);
    expect(heard.length - 1 + rest.events.length).toBe(2 * (waitingMax + 1));
  });

  it('is let go at once when its scope is revoked, and told no more than its new one when that is changed', async () => {
    const log = logOf([found]);
    const consumers = { 'school-service': consumer };
    const service = listening(feedOf(log, consumers));
    expect(await taken(service, 2)).toEqual([found.type, 'caught-up']);
    consumers['school-service'] = registeredWith(school, { ...school, types: [released.type] });
    log.add({ type: 'feed.ConsumerScopeChanged', stream: 'consumer-school-service' });
    log.add(found);
    log.add(released);
    expect(await service.next()).toBe(released.type);
    consumers['school-service'] = { scopes: [school] };
    log.add({ type: 'feed.ConsumerRevoked', stream: 'consumer-school-service' });
    log.add(released);
    expect(await taken(service, 2)).toEqual(['closed', 'end']);
  });

  it('goes on where it was revoked and hears of what it was told, and of nothing else', async () => {
    const log = logOf([found, { type: 'feed.LiveDeliveryStarted', stream: 'deliveries-school-service', data: { purpose: 'PROTECTION' } }]);
    const consumers: Record<string, Consumer> = { 'school-service': consumer };
    const service = listening(feedOf(log, consumers));
    expect(await taken(service, 2)).toEqual([found.type, 'caught-up']);
    consumers['school-service'] = { former: school, scopes: [{ ...school, until: positionOf(2) }] };
    log.add({ type: 'feed.ConsumerRevoked', stream: 'consumer-school-service' });
    log.add(released);
    log.add({ type: 'forgetting.SubjectForgotten', stream: `keys-${childId}`, data: { destruction: childId, ground: 'SUBJECT_ASKS' } });
    expect(await service.next()).toBe('forgetting.SubjectForgotten');
    await service.leave();
  });

  it('is let go when the program ends, wherever it stands', async () => {
    const feed = feedOf(logOf([found]), { 'school-service': consumer });
    const service = listening(feed);
    expect(await taken(service, 2)).toEqual([found.type, 'caught-up']);
    feed.end();
    expect(await service.next()).toBe('end');
  });
});

describe('Five hundred who follow live', () => {
  it('cost one reader of the log, are all told, and cost none when they have left', async () => {
    const log = logOf([found]);
    const consumers = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`service-${index}`, consumer]));
    const feed = feedOf(log, consumers);
    const services = Object.keys(consumers).map((consumerId) => listening(feed, { ask: { consumerId } }));
    expect(new Set((await Promise.all(services.map((service) => taken(service, 2)))).map(String))).toEqual(new Set([`${found.type},caught-up`]));
    expect(log.readers).toEqual({ now: 1, ever: 1 });
    log.add(released);
    expect(new Set(await Promise.all(services.map((service) => service.next())))).toEqual(new Set([released.type]));
    await Promise.all(services.map((service) => service.leave()));
    await settled();
    expect(log.readers).toEqual({ now: 0, ever: 1 });
  });
});
