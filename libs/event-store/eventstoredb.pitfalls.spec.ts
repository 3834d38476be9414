import { EventStoreDBClient, jsonEvent, type RecordedEvent } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import { startLoopback, type Loopback } from '../../test/eventstoredb.loopback.js';
import { all, anEvent, aStream, someEvents, times, until } from './event-store.contract.js';
import { asPosition, stored } from './eventstoredb.events.js';
import { EventStoreDbStore, type EventStoreDbOptions } from './eventstoredb.js';
import { AppendRefused, LogDamaged, OutcomeUnknown, StoreBusy, StoreUnavailable, WrongExpectedRevision, type Batch, type FollowOptions, type Position } from './port.js';

/** What the client of EventStoreDB and its server are known to do, and what becomes of it here. A process that dies of it fails the case that is running. */
describe('The pitfalls of EventStoreDB and its client:', () => {
  let server: Loopback;
  let store: EventStoreDbStore;
  let opened: EventStoreDbStore[] = [];

  beforeEach(async () => {
    server = await startLoopback();
    store = open({ firstAnswerMs: 300 });
  });
  afterEach(async () => {
    await Promise.all(opened.map((each) => each.close()));
    opened = [];
    await server.close();
  });

  function open(options: EventStoreDbOptions = {}, url = server.url): EventStoreDbStore {
    const each = EventStoreDbStore.open(url, options);
    opened.push(each);
    return each;
  }

  /** The server as a cluster, whose leader the client looks for before each connection, for a second at most. */
  const clusterUrl = () => `${server.url.replace(/127[^?]*/, '$&,$&')}&maxDiscoverAttempts=1&gossipTimeout=1`;

  /** A follower, what it got, and a way to hold it up while it handles a batch. */
  function follower(options: Partial<FollowOptions> = {}, of = store) {
    const mine = new AbortController();
    const seen = { batches: [] as Batch[], failure: undefined as unknown, ended: false };
    let hold: Promise<void> | undefined;
    const ended = (async () => {
      for await (const batch of of.follow({ signal: mine.signal, ...options })) {
        seen.batches.push(batch);
        await hold;
      }
    })().catch((error: unknown) => { seen.failure = error; }).finally(() => { seen.ended = true; });
    return {
      ...seen,
      get failure() { return seen.failure; },
      get ended() { return seen.ended; },
      ids: () => seen.batches.flatMap(({ events }) => events.map(({ id }) => id)),
      until: (condition: (batches: readonly Batch[]) => boolean, what: string) => until(() => condition(seen.batches), what),
      holdUp() {
        let release = () => {};
        hold = new Promise((resolve) => { release = resolve; });
        return () => { hold = undefined; release(); };
      },
      stop: () => { mine.abort(); return ended; },
    };
  }

  async function append(count: number, stream = aStream(), data = {}): Promise<string[]> {
    const events = times(count, () => anEvent(data));
    await store.append(stream, events, 'noStream');
    return events.map(({ id }) => id);
  }

  describe('subscriptions', () => {
    it('an error without a listener ends the process: one has a listener from the first moment to after its last', async () => {
      const start = await store.head();
      const caughtUp = follower({ after: start });
      await caughtUp.until((batches) => batches.length > 0, 'the first batch');
      const startAgain = await server.faults.stop();
      const midway = follower({ after: start });
      await midway.stop();
      await startAgain();
      const ids = await append(1);
      await until(() => caughtUp.ids().length === 1, 'the event after the restart');
      expect(caughtUp.ids()).toEqual(ids);
      await caughtUp.stop();
    });

    it('a callback for checkpoints that throws stops the delivery in silence: ours only remembers the position', async () => {
      const start = await store.head();
      const [rare, ...others] = [`rare-${randomUUID()}`, ...times(15, aStream)];
      for (const stream of others) await append(100, stream);
      const ids = await append(3, rare);
      const following = follower({ after: start, filter: { streams: ['rare-'] } });
      await until(() => following.ids().length === 3, 'the events after three checkpoints');
      expect(following.ids()).toEqual(ids);
      await following.stop();
    });

    it('a checkpoint comes before the events ahead of it are taken: it counts only when none of them waits', async () => {
      const start = await store.head();
      const category = `often${randomUUID().replace(/[^a-f]/g, '')}`;
      for (const round of times(12, (n) => n)) {
        await append(100);
        await append(3, `${category}-${round}`);
      }
      const following = follower({ after: start, filter: { streams: [`${category}-`] }, batchSize: 4 });
      const goOn = following.holdUp();
      await following.until((batches) => batches.length > 0, 'the first batch');
      await until(() => server.open.subscriptions > 0, 'the subscription');
      await new Promise((resolve) => setTimeout(resolve, 200));
      goOn();
      await until(() => following.ids().length === 36, 'all events');
      let last: Position | undefined;
      for (const { events, position } of following.batches) {
        for (const event of events) expect(last === undefined || event.position > last).toBe(true);
        expect(position! >= (events.at(-1)?.position ?? last!)).toBe(true);
        last = position;
      }
      await following.stop();
    });

    it('the word that the log is caught up with comes while events before it wait: it is handed on with the last of them', async () => {
      const ids = await append(5);
      const following = follower({ batchSize: 2 });
      const goOn = following.holdUp();
      await following.until((batches) => batches.length === 1, 'the first batch');
      for (const _ of times(5, (n) => n)) await store.head();
      goOn();
      await following.until((batches) => batches.some(({ caughtUp }) => caughtUp), 'catching up');
      const upToTheWord = following.batches.slice(0, following.batches.findIndex(({ caughtUp }) => caughtUp) + 1);
      expect(upToTheWord.flatMap(({ events }) => events.map(({ id }) => id))).toEqual(ids);
      await following.stop();
    });

    it('the server filters by types or by streams, not by both: the rest is done here, and is no gap in the positions', async () => {
      const following = follower({ filter: { types: ['identification.'], streams: ['facility-'] } });
      await following.until((batches) => batches.length > 0, 'the first batch');
      await store.append('child-1', [anEvent({}, {}, 'identification.AgeAssessed')], 'noStream');
      await store.append('facility-1', [anEvent()], 'noStream');
      const wanted = anEvent({}, {}, 'identification.AgeAssessed');
      await store.append('facility-1', [wanted], 0);
      await append(1);
      const head = await store.head();
      await following.until((batches) => batches.at(-1)!.position! >= head!, 'a position at the end');
      expect(following.ids()).toEqual([wanted.id]);
      await following.stop();
    });

    it('nothing makes a subscription again that broke: the follower does, from the last position that was handed on', async () => {
      const start = await store.head();
      const following = follower({ after: start });
      const ids: string[] = [];
      const breaks = [
        () => server.faults.breakConnections(),
        () => server.faults.endSubscriptions(status.INTERNAL, 'shutting down'),
        () => server.faults.endSubscriptions(status.CANCELLED, 'server going away'),
        () => server.faults.endSubscriptions(status.UNKNOWN, 'something'),
      ];
      for (const breakOff of breaks) {
        ids.push(...await append(5));
        breakOff();
        ids.push(...await append(5));
        await until(() => following.ids().length >= ids.length, 'the events around the break');
      }
      expect(following.ids()).toEqual(ids);
      await following.stop();
    });

    it('a consumer that is slow is dropped by the server: it takes what it can hold, and loses and repeats nothing', async () => {
      const start = await store.head();
      const following = follower({ after: start, batchSize: 10 });
      await following.until((batches) => batches.length > 0, 'the first batch');
      const goOn = following.holdUp();
      const ids: string[] = [];
      for (const _ of times(30, (n) => n)) ids.push(...await append(10, aStream(), { text: 'x'.repeat(8_000) }));
      await until(() => server.open.subscriptions === 0, 'the server to drop the subscription');
      goOn();
      await until(() => following.ids().length >= 300, 'all events');
      expect(following.ids()).toEqual(ids);
      await following.stop();
    });

    it('a position is exclusive, and the server leaves out the next event where none stands at it any more: nothing is lost after a scavenge', async () => {
      await append(1);
      server.log.appendSystemEvent('$stats-1', '$statsCollected');
      const scavenged = server.log.records.at(-1)!.position;
      const ids = await append(2);
      server.log.scavenge(scavenged);
      const following = follower({ after: asPosition({ commit: scavenged, prepare: scavenged }) });
      await until(() => following.ids().length === 2, 'both events');
      expect(following.ids()).toEqual(ids);
      await following.stop();
    });

    it('a checkpoint may lie between events (prepare 0): a batch names a position at which an event stands', async () => {
      const start = await store.head();
      for (const stream of times(12, aStream)) await append(100, stream);
      const following = follower({ after: start, filter: { streams: ['nobody-'] } });
      await following.until((batches) => batches.some(({ caughtUp }) => caughtUp), 'catching up');
      await until(async () => following.batches.at(-1)!.position! >= (await store.head())!, 'a position at the end');
      const standing = server.log.records.map(({ position }) => asPosition({ commit: position, prepare: position }));
      for (const { position } of following.batches) expect(standing).toContain(position);
      await following.stop();
    });

    it('a log that ends before the checkpoint is not followed in silence', async () => {
      await append(1);
      const beyond = asPosition({ commit: 10n ** 12n, prepare: 10n ** 12n });
      const following = follower({ after: beyond });
      await until(() => following.ended, 'the follower to end');
      expect(following.failure).toBeInstanceOf(LogDamaged);
      await expect(store.readAll({ after: beyond })).rejects.toBeInstanceOf(LogDamaged);
    });
  });

  describe('appends', () => {
    it('all clients of a process share the memory of what is pending, so that a failure of one rejects the appends of all: each of ours is a call of its own', async () => {
      const elsewhere = await startLoopback();
      const other = EventStoreDBClient.connectionString(elsewhere.url);
      elsewhere.faults.silence();
      const othersAppend = other.appendToStream('child-1', jsonEvent({ type: 'a', data: {} })).catch((error: Error) => error);
      await until(() => elsewhere.appends.batched === 1, 'the append of the other client');

      const before = { ...server.appends };
      const goOn = server.faults.freeze();
      const ours = open({ firstAnswerMs: 5_000 }).append(aStream(), [anEvent()], 'noStream');
      await elsewhere.close();
      await othersAppend;
      goOn();
      expect((await ours).revision).toBe(0);
      expect(server.appends).toEqual({ one: before.one + 1, batched: before.batched });
      await other.dispose();
    });

    it('an answer that comes twice throws outside of any promise and ends the process: ours are never on the call where that happens', async () => {
      server.faults.answerTwice();
      expect((await store.append(aStream(), [anEvent()], 'noStream')).revision).toBe(0);
      expect(server.appends.batched).toBe(0);
    });

    it('a bad id, an empty type, undefined or a BigInt wedges or ends the process: none reaches the client', async () => {
      const before = { ...server.appends };
      for (const bad of [{ id: 'x' }, { type: '' }, { data: undefined as never }, { data: { n: 1n as never } }]) {
        await expect(store.append(aStream(), [{ ...anEvent(), ...bad }], 'noStream')).rejects.toBeInstanceOf(AppendRefused);
      }
      expect(server.appends).toEqual(before);
    });

    it('data that turn bad while the append is retried do so too: what was checked is what is sent', async () => {
      const stream = aStream();
      const data: Record<string, never> = {};
      server.faults.loseNextRequest();
      const appending = store.append(stream, [anEvent(data)], 'noStream');
      data.count = 1n as never;
      await appending;
      expect((await all(store.read(stream))).map((event) => event.data)).toEqual([{}]);
    });

    it('an append that gets no answer waits for ever, whatever the default deadline: ours ends in time, also where nothing moves at all', async () => {
      const speak = server.faults.silence();
      await expect(store.append(aStream(), [anEvent()], 'noStream', { timeoutMs: 250 })).rejects.toBeInstanceOf(OutcomeUnknown);
      speak();
      const goOn = server.faults.freeze();
      for (const url of [server.url, clusterUrl()]) {
        await expect(open({}, url).append(aStream(), [anEvent()], 'noStream', { timeoutMs: 250 })).rejects.toBeInstanceOf(OutcomeUnknown);
      }
      goOn();
    });

    it('a rejection does not say whether the events were written: whatever its code, the same ids are sent again at the same revision', async () => {
      const codes = [status.CANCELLED, status.UNKNOWN, status.DEADLINE_EXCEEDED, status.NOT_FOUND, status.RESOURCE_EXHAUSTED, status.ABORTED, status.INTERNAL, status.UNAVAILABLE, status.DATA_LOSS];
      for (const code of codes) {
        server.faults.failNextAppend(code);
        expect((await store.append(aStream(), [anEvent()], 'noStream')).revision).toBe(0);
      }
      const stream = aStream();
      server.faults.loseNextAnswer();
      await store.append(stream, [anEvent(), anEvent()], 'noStream');
      expect(await all(store.read(stream))).toHaveLength(2);
    });

    it('a server that is down rejects at once: the append goes on asking, and says in the end that nothing was sent', async () => {
      const startAgain = await server.faults.stop();
      await expect(open().append(aStream(), [anEvent()], 'noStream', { timeoutMs: 1_000 })).rejects.toBeInstanceOf(StoreUnavailable);
      const appending = store.append(aStream(), [anEvent()], 'noStream');
      await startAgain();
      expect((await appending).revision).toBe(0);
    });

    it('errors have the name "Error" and an empty message: they are told by their class', async () => {
      const stream = aStream();
      await append(2, stream);
      await expect(store.append(stream, [anEvent()], 'noStream')).rejects.toEqual(new WrongExpectedRevision(stream, 'noStream', 1));
      await expect(store.append(aStream(), [anEvent()], 4)).rejects.toMatchObject({ expected: 4, actual: 'noStream' });
    });

    it('with `throwOnAppendFailure=false` a refused append looks like a stored one: such a connection is not opened', () => {
      expect(() => EventStoreDbStore.open(`${server.url}&throwOnAppendFailure=false`)).toThrow('throwOnAppendFailure');
      expect(() => EventStoreDbStore.open(`${server.url}&throw_on_append_failure=false`)).toThrow('throw_on_append_failure');
    });

    it('an append beyond the limit of the server is refused, and told from a failure', async () => {
      const small = await startLoopback({ appendBytesMax: 1_000 });
      await expect(open({}, small.url).append(aStream(), [anEvent({ text: 'x'.repeat(2_000) })], 'noStream')).rejects.toBeInstanceOf(AppendRefused);
      expect(small.log.records.filter(({ type }) => !type.startsWith('$'))).toEqual([]);
      await small.close();
    });

    it('a message of more than 16 MB rejects everything in flight: what is in flight is bounded, in bytes and in number', async () => {
      const goOn = server.faults.freeze();
      const bounded = open({ bytesInFlightMax: 10_000, appendsInFlightMax: 5 });
      const large = bounded.append(aStream(), [anEvent({ text: 'x'.repeat(9_000) })], 'noStream');
      await expect(bounded.append(aStream(), [anEvent({ text: 'x'.repeat(2_000) })], 'noStream')).rejects.toBeInstanceOf(StoreBusy);
      const small = times(4, () => bounded.append(aStream(), [anEvent()], 'noStream'));
      await expect(bounded.append(aStream(), [anEvent()], 'noStream')).rejects.toBeInstanceOf(StoreBusy);
      goOn();
      await Promise.all([large, ...small]);
      expect((await bounded.append(aStream(), [anEvent({ text: 'x'.repeat(9_000) })], 'noStream')).revision).toBe(0);
    });

    it('a server forgets ids when it starts again, except at an exact revision: a retry after a restart stores nothing twice', async () => {
      const stream = aStream();
      const events = someEvents(2);
      const original = await store.append(stream, events, 'noStream');
      await store.append(stream, [anEvent()], 1);
      await (await server.faults.stop())();
      expect(await store.append(stream, events, 'noStream')).toEqual(original);
      expect(await all(store.read(stream))).toHaveLength(3);
    });

    it('a retry on a stream that was deleted on the server is called a success, though its events are gone: here it is refused', async () => {
      const stream = aStream();
      const events = [anEvent()];
      await store.append(stream, events, 'noStream');
      server.log.softDelete(stream);
      await expect(store.append(stream, events, 'noStream')).rejects.toBeInstanceOf(AppendRefused);
    });
  });

  describe('reads', () => {
    it('a reader who breaks off leaves the call open: pages are read to their end, and a follower ends its call', async () => {
      const stream = aStream();
      await append(600, stream);
      for await (const { revision } of store.read(stream)) if (revision === 300) break;
      for await (const { events } of store.follow({ signal: new AbortController().signal, batchSize: 10 })) if (events.length > 0) break;
      await until(() => server.open.reads === 0 && server.open.subscriptions === 0, 'all calls to end');
    });

    it('what was given up and fails later finds no listener and ends the process: reads and followers keep theirs', async () => {
      const goOn = server.faults.freeze();
      const following = follower({}, open({}, clusterUrl()));
      await expect(open({ readSilenceMs: 100 }, clusterUrl()).head()).rejects.toBeInstanceOf(StoreUnavailable);
      await following.stop();
      await expect(open({}, clusterUrl()).head()).rejects.toThrow('Failed to discover');
      goOn();
    });

    it('many reads at once after a rest wait for seconds, and then come: a slow one is read to its end, and one that brings nothing is given up', async () => {
      const stream = aStream();
      await append(6, stream);
      const patient = open({ readSilenceMs: 200 });
      await patient.head();
      const goOn = server.faults.slowDown(50);
      expect(await all(patient.read(stream))).toHaveLength(6);
      server.faults.slowDown(2_000);
      await expect(all(patient.read(stream))).rejects.toThrow('timed out');
      goOn();
    });

    it('a read without a limit takes the whole database into memory: none asks for more than a page', async () => {
      await store.readAll({ limit: 100_000 });
      await all(store.read(aStream()));
      expect(server.largestRead()).toBeLessThanOrEqual(500);
    });

    it('the whole log can be read with a filter, which the client passes over in silence, and without the events of the system', async () => {
      const start = await store.head();
      const ids = await append(2, 'facility-1');
      server.log.appendSystemEvent('$stats-1', '$statsCollected');
      await append(2);
      const page = await store.readAll({ after: start, filter: { streams: ['facility-'] } });
      expect(page.events.map(({ id }) => id)).toEqual(ids);
      expect((await store.readAll({ after: start })).events).toHaveLength(4);
      server.log.appendSystemEvent('$stats-1', '$statsCollected');
      expect(await store.head()).toBe(page.position);
    });

    it('JSON that cannot be parsed comes back as a string, bytes as bytes: both are damage, and said so, after what lies before them was given', async () => {
      for (const damaged of [{ json: true, data: Buffer.from('{"a":') }, { json: true, data: Buffer.from('"text"') }, { json: false, data: Buffer.from([1, 2]) }]) {
        const broken = await startLoopback();
        const reader = open({}, broken.url);
        await reader.append('child-1', [anEvent()], 'noStream');
        broken.log.append('child-1', [{ ...anEvent(), meta: Buffer.from('{}'), ...damaged }], 0);
        await expect(all(reader.read('child-1'))).rejects.toBeInstanceOf(LogDamaged);
        await expect(reader.readAll()).rejects.toBeInstanceOf(LogDamaged);
        const following = follower({}, reader);
        await until(() => following.ended, 'the follower to end');
        expect(following.failure).toBeInstanceOf(LogDamaged);
        expect(following.ids()).toHaveLength(1);
        await reader.close();
        await broken.close();
      }
    });

    it('metadata that were never written are undefined: here they are empty', async () => {
      const stream = aStream();
      server.log.append(stream, [{ ...anEvent(), json: true, data: Buffer.from('{}'), meta: new Uint8Array() }], 'noStream');
      expect((await all(store.read(stream))).map(({ meta }) => meta)).toEqual([{}]);
    });

    it('revisions and positions are bigints, or numbers where the client slips, and neither is JSON: here they are numbers and text', async () => {
      const stream = aStream();
      const appended = await store.append(stream, [anEvent()], 'noStream');
      const [event] = await all(store.read(stream));
      expect(JSON.parse(JSON.stringify([appended, event, await store.readAll({ limit: 1 })]))).toBeTruthy();
      expect(event!.position).toMatch(/^\d{20}-\d{20}$/);
      const slipped = { ...anEvent(), streamId: stream, revision: 7 as never, created: new Date(0), isJson: true, metadata: {}, position: { commit: 12 as never, prepare: 3 as never } };
      expect(stored(slipped as unknown as RecordedEvent)).toMatchObject({ revision: 7, position: '00000000000000000012-00000000000000000003' });
    });
  });

  describe('connections', () => {
    it('after `dispose` the connection stays open: close ends it, once what is under way is answered', async () => {
      const alone = await startLoopback();
      const only = EventStoreDbStore.open(alone.url);
      await only.append('child-1', [anEvent()], 'noStream');
      expect(alone.connections()).toBe(1);
      const goOn = alone.faults.freeze();
      let answered = false;
      const appending = only.append('child-1', [anEvent()], 0).finally(() => { answered = true; });
      const closing = only.close().then(() => answered);
      goOn();
      expect(await closing).toBe(true);
      await appending;
      await until(() => alone.connections() === 0, 'the connection to end');
      await alone.close();
    });

    it('a connection over which nothing comes any more looks like a quiet log: the keep-alive finds out, and the follower goes on over another', async () => {
      const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      const following = follower({}, open({}, `${server.url}&keepAliveInterval=200&keepAliveTimeout=200`));
      await following.until((batches) => batches.length > 0, 'the first batch');
      server.faults.loseConnections();
      const ids = await append(3);
      await until(() => following.ids().length === 3, 'the events');
      expect(following.ids()).toEqual(ids);
      await following.stop();
      warn.mockRestore();
    });

    it('a connection string that is wrong is printed, password and all: here nothing of it is', () => {
      const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      for (const wrong of ['esdb://admin:changeit@localhost:x', 'postgres://admin:changeit@localhost', 'esdb://admin:changeit@localhost?verify=no', 'esdb://admin:changeit@localhost?tlsVerifyCert=false']) {
        let error: unknown;
        try {
          EventStoreDbStore.open(wrong);
        } catch (thrown) {
          error = thrown;
        }
        expect(error).toBeInstanceOf(Error);
        expect(inspect(error)).not.toContain('changeit');
      }
      expect(warn).not.toHaveBeenCalled();
      warn.mockRestore();
    });

    it('version 1 of the client brings native code, other errors and other reads: this is 6.2.1, and another has to be looked at anew', () => {
      expect(createRequire(import.meta.url)('@eventstore/db-client/package.json')).toMatchObject({ version: '6.2.1' });
    });
  });
});
