import { randomUUID } from 'node:crypto';
import {
  AppendRefused, appendBytesMax, eventBytesMax, OutcomeUnknown, StoreUnavailable, WrongExpectedRevision,
  type Batch, type EventStore, type ExpectedRevision, type Filter, type JsonObject, type NewEvent, type Position, type StoredEvent,
} from './port.js';

/** A store that the suite may use and harm; the adapter's spec makes it and takes it down. */
export interface StoreUnderTest {
  readonly store: EventStore;
  /** Absent against a server whose connections the spec cannot get between; the fault cases then say SKIPPED. */
  readonly faults?: Faults;
  /** Closes the store and all that was started for it. */
  close(): Promise<void>;
}

/** What can go wrong between this store and its server. */
export interface Faults {
  /** The next append does not reach the server: its connection breaks. */
  loseNextRequest(): void;
  /** The next append is stored, and its connection breaks before the answer arrives. */
  loseNextAnswer(): void;
  /** From now on appends get no answer, and no error either, until the returned function is called. */
  silence(): () => void;
  /** Breaks every connection once. */
  breakConnections(): void;
  /** Bytes that the server has sent to this store so far. */
  bytesReceived(): number;
}

/** The promises of port.ts as cases. `skipFaults` is the reason why the fault cases cannot run. */
export function eventStoreContract(name: string, open: () => Promise<StoreUnderTest>, skipFaults?: string): void {
  describe(`${name} keeps the promises of an event store:`, () => {
    let underTest: StoreUnderTest;
    let store: EventStore;
    beforeAll(async () => {
      underTest = await open();
      store = underTest.store;
    });
    afterAll(() => underTest.close());

    describe('an append to a stream that never existed', () => {
      it('is stored from revision 0 on when no stream is expected', async () => {
        const stream = aStream();
        const events = [anEvent(), anEvent(), anEvent()];
        const appended = await store.append(stream, events, 'noStream');
        expect(appended.revision).toBe(2);
        const stored = await all(store.read(stream));
        expect(stored.map(asWritten)).toEqual(events);
        expect(stored.map(({ revision }) => revision)).toEqual([0, 1, 2]);
        expect(stored.map((event) => event.stream)).toEqual([stream, stream, stream]);
        expect(appended.position).toBe(stored[2]!.position);
      });

      it('checks and stores nothing when it has no events', async () => {
        const stream = aStream();
        expect(await store.append(stream, [], 'noStream')).toEqual({ revision: -1, position: undefined });
        expect(await all(store.read(stream))).toEqual([]);
      });

      for (const [what, events] of [['new events', [anEvent()]], ['no events', []]] as const) {
        it(`is refused with ${what} when a revision is expected`, async () => {
          const stream = aStream();
          await expect(store.append(stream, events, 0)).rejects.toEqual(new WrongExpectedRevision(stream, 0, 'noStream'));
          expect(await all(store.read(stream))).toEqual([]);
        });
      }

      it('deals as its capabilities say with an id that another stream has', async () => {
        const known = anEvent();
        await store.append(aStream(), [known], 'noStream');
        await expectKnownIdAtHead(store, aStream(), [anEvent(), known], 'noStream', -1);
      });
    });

    /** The stream holds a, b and c: a was appended alone, b and c together. x is new. */
        const table: readonly [ExpectedRevision, 'before the first' | 'before the end' | 'at the end' | 'beyond the end', readonly [ids: string, events: string[], answer: Answer][]][] = [
      ['noStream', 'before the first', [
        ['new ids', ['x'], 'wrong'], ['all the same ids', ['a', 'b', 'c'], 2], ['the first id alone', ['a'], 0],
        ['some of the same ids and a new one', ['a', 'x'], 'wrong'], ['the same ids and one more', ['a', 'b', 'c', 'x'], 'wrong'], ['no events', [], 'wrong'],
      ]],
      [0, 'before the end', [
        ['new ids', ['x'], 'wrong'], ['the same ids', ['b', 'c'], 2], ['the first of the same ids', ['b'], 1], ['the second of the same ids', ['c'], 'wrong'],
        ['the same ids in another order', ['c', 'b'], 'wrong'], ['some of the same ids, then a new one', ['b', 'x'], 'wrong'],
        ['a new id, then one of the same', ['x', 'c'], 'wrong'], ['the same ids and one more', ['b', 'c', 'x'], 'wrong'],
        ['ids from further back', ['a'], 'wrong'], ['no events', [], 'wrong'],
      ]],
      [1, 'before the end', [
        ['new ids', ['x'], 'wrong'], ['the last id of the original append', ['c'], 2], ['the same id and one more', ['c', 'x'], 'wrong'], ['no events', [], 'wrong'],
      ]],
      [2, 'at the end', [
        ['new ids', ['x'], 3], ['a known id', ['c'], 'known'], ['known ids', ['b', 'c'], 'known'], ['a known id and a new one', ['c', 'x'], 'known'], ['no events', [], 'nothing'],
      ]],
      [3, 'beyond the end', [
        ['new ids', ['x'], 'wrong'], ['known ids', ['b', 'c'], 'wrong'], ['a known id and a new one', ['c', 'x'], 'wrong'], ['no events', [], 'wrong'],
      ]],
    ];

    for (const company of ['', ' among others under way']) {
      for (const [expected, where, cases] of table) {
        describe(`an append${company} that expects ${expected === 'noStream' ? 'no stream' : `revision ${expected}`} (${where} of three events)`, () => {
          for (const [ids, letters, answer] of cases) {
            it(`${titles[answer]} with ${ids}`, async () => {
              const stream = aStream();
              const original = { a: anEvent(), b: anEvent(), c: anEvent(), x: anEvent() } as Record<string, NewEvent>;
              await store.append(stream, [original.a!], 'noStream');
              await store.append(stream, [original.b!, original.c!], 0);
              const before = await all(store.read(stream));
              const events = letters.map((letter) => original[letter]!);
              const others = company ? times(3, () => ({ stream: aStream(), events: someEvents(2) })) : [];
              const appendsOfOthers = others.map((other) => store.append(other.stream, other.events, 'noStream'));

              if (answer === 'known') await expectKnownIdAtHead(store, stream, events, expected, 2);
              else if (answer === 'wrong') {
                const wrong = store.append(stream, events, expected);
                await expect(wrong).rejects.toBeInstanceOf(WrongExpectedRevision);
                await expect(wrong).rejects.toMatchObject({ stream, expected, actual: 2 });
              } else {
                const appended = await store.append(stream, events, expected);
                expect(appended.revision).toBe(answer === 'nothing' ? 2 : answer);
                if (answer === 3) expect((await all(store.read(stream, { from: 3 }))).map(asWritten)).toEqual(events);
              }
              if (answer !== 'known') expect(await all(store.read(stream, { limit: answer === 3 ? 3 : undefined }))).toEqual(before);
              expect((await Promise.all(appendsOfOthers)).map(({ revision }) => revision)).toEqual(others.map(() => 1));
              for (const other of others) expect((await all(store.read(other.stream))).map(asWritten)).toEqual(other.events);
            });
          }
        });
      }
    }

    describe('a retry', () => {
      it('answers the original revision and position, also after later events', async () => {
        const stream = aStream();
        const events = [anEvent(), anEvent()];
        const original = await store.append(stream, events, 'noStream');
        await store.append(stream, [anEvent()], 1);
        expect(await store.append(stream, events, 'noStream')).toEqual(original);
        expect(await all(store.read(stream))).toHaveLength(3);
      });

      it('with other data keeps the data that was stored', async () => {
        const stream = aStream();
        const event = anEvent({ appointed: 'first' });
        const original = await store.append(stream, [event], 'noStream');
        expect(await store.append(stream, [{ ...event, data: { appointed: 'second' } }], 'noStream')).toEqual(original);
        expect((await all(store.read(stream))).map(({ data }) => data)).toEqual([{ appointed: 'first' }]);
      });
    });

    describe('writers at the same time', () => {
      it('one of many at the same revision wins, and the others learn where the stream stands', async () => {
        const stream = aStream();
        await store.append(stream, [anEvent()], 'noStream');
        const outcomes = await Promise.allSettled(times(20, () => store.append(stream, [anEvent()], 0)));
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ expected: 0, actual: 1 });
        }
        expect(await all(store.read(stream))).toHaveLength(2);
      });

      it('the same append sent many times at once is stored once, with one answer', async () => {
        const stream = aStream();
        const events = [anEvent(), anEvent()];
        const answers = await Promise.all(times(20, () => store.append(stream, events, 'noStream')));
        expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
        expect(await all(store.read(stream))).toHaveLength(2);
      });

      it('an append is read whole or not at all', async () => {
        const streams = times(10, aStream);
        const seen = new Set<number>();
        const writing = Promise.all(streams.map((stream) => store.append(stream, someEvents(20), 'noStream')));
        let written = false;
        void writing.finally(() => { written = true; });
        while (!written) for (const stream of streams) seen.add((await all(store.read(stream))).length);
        await writing;
        for (const stream of streams) seen.add((await all(store.read(stream))).length);
        expect([...seen].filter((length) => length !== 0 && length !== 20)).toEqual([]);
        expect(seen).toContain(20);
      });

      it('appends to many streams get positions that rise with the revisions of each', async () => {
        const start = await store.head();
        const streams = times(8, aStream);
        await Promise.all(streams.map(async (stream) => {
          for (const index of times(10, (n) => n)) await store.append(stream, [anEvent()], index === 0 ? 'noStream' : index - 1);
        }));
        const log = await logFrom(store, start);
        expect(log).toHaveLength(80);
        expect(rising(log.map(({ position }) => position))).toBe(true);
        for (const stream of streams) expect(log.filter((event) => event.stream === stream).map(({ revision }) => revision)).toEqual(times(10, (n) => n));
      });
    });

    describe('an event comes back as it was written', () => {
      const bodies: Record<string, JsonObject> = {
        'an empty object': {},
        'nesting, arrays, null, booleans': { place: { rooms: [1, [2, { open: false }]], note: null, closed: true } },
        'numbers that are awkward': { zero: 0, negative: -1.5, small: 5e-324, large: Number.MAX_SAFE_INTEGER, huge: 1.7976931348623157e308 },
        'text of many scripts, quotes and control characters': { text: 'فاطمة "Ольга" \\ 子供 👧🏽 \t\n\u0001\u007f' },
        'a zero character and half a surrogate pair': { zero: 'a\u0000b', half: '\ud83d' },
        'keys in the order and with the names of the writer': JSON.parse('{"z":1,"a":2,"":3,"__proto__":{"x":4}}') as JsonObject,
      };
      for (const [what, body] of Object.entries(bodies)) {
        it(`with ${what} in data and metadata`, async () => {
          const stream = aStream();
          await store.append(stream, [anEvent(body, body)], 'noStream');
          const [stored] = await all(store.read(stream));
          expect(JSON.stringify(stored!.data)).toBe(JSON.stringify(body));
          expect(JSON.stringify(stored!.meta)).toBe(JSON.stringify(body));
        });
      }

      it('with the instant at which the store took it, in whole milliseconds', async () => {
        const stream = aStream();
        const before = Date.now();
        await store.append(stream, [anEvent(), anEvent()], 'noStream');
        for (const { recordedAt } of await all(store.read(stream))) {
          expect(recordedAt).toBeInstanceOf(Date);
          expect(recordedAt.getTime()).toBe(Math.trunc(recordedAt.getTime()));
          expect(Math.abs(recordedAt.getTime() - before)).toBeLessThan(60_000);
        }
      });
    });

    describe('an append that no store could hold is refused and stores nothing', () => {
      const unfit: Record<string, (stream: string) => [string, NewEvent[], ExpectedRevision]> = {
        'an id that is not a UUID': (stream) => [stream, [anEvent(), { ...anEvent(), id: 'first' }], 'noStream'],
        'an id in capitals': (stream) => [stream, [{ ...anEvent(), id: randomUUID().toUpperCase() }], 'noStream'],
        'an id twice': (stream) => { const event = anEvent(); return [stream, [event, event], 'noStream']; },
        'an empty type': (stream) => [stream, [anEvent(), { ...anEvent(), type: '' }], 'noStream'],
        'a type that a server keeps for itself': (stream) => [stream, [{ ...anEvent(), type: '$metadata' }], 'noStream'],
        'a type that is no name': (stream) => [stream, [{ ...anEvent(), type: 'guardian appointed' }], 'noStream'],
        'a type with a zero character': (stream) => [stream, [{ ...anEvent(), type: 'guardianship.\u0000' }], 'noStream'],
        'undefined data': (stream) => [stream, [{ ...anEvent(), data: undefined as never }], 'noStream'],
        'null metadata': (stream) => [stream, [{ ...anEvent(), meta: null as never }], 'noStream'],
        'a list as data': (stream) => [stream, [{ ...anEvent(), data: [1] as never }], 'noStream'],
        'a BigInt in the data': (stream) => [stream, [anEvent({ count: 1n as never })], 'noStream'],
        'undefined deep in the data': (stream) => [stream, [anEvent({ list: [undefined as never] })], 'noStream'],
        'a number that JSON has not': (stream) => [stream, [anEvent({ count: Number.NaN })], 'noStream'],
        'a Date in the data': (stream) => [stream, [anEvent({ on: new Date(0) as never })], 'noStream'],
        'nesting of more than a hundred levels': (stream) => [stream, [anEvent(JSON.parse(`${'{"a":'.repeat(101)}1${'}'.repeat(101)}`) as JsonObject)], 'noStream'],
        'data that hold themselves': (stream) => { const loop: Record<string, never> = {}; loop.self = loop as never; return [stream, [anEvent(loop)], 'noStream']; },
        'a stream name of the server': () => ['$all', [anEvent()], 'noStream'],
        'a negative revision': (stream) => [stream, [anEvent()], -1],
        'half a revision': (stream) => [stream, [anEvent()], 0.5],
      };
      for (const [what, make] of Object.entries(unfit)) {
        it(what, async () => {
          const stream = aStream();
          await expect(store.append(...make(stream))).rejects.toBeInstanceOf(AppendRefused);
          expect(await all(store.read(stream))).toEqual([]);
        });
      }

      it(`an event of more than ${eventBytesMax / 1024} KiB, and one of exactly that is stored`, async () => {
        const stream = aStream();
        const largest = filled(eventBytesMax);
        await expect(store.append(stream, [anEvent(), filled(eventBytesMax + 1)], 'noStream')).rejects.toBeInstanceOf(AppendRefused);
        await store.append(stream, [largest], 'noStream');
        expect((await all(store.read(stream))).map(asWritten)).toEqual([largest]);
      });

      it(`an append of more than ${appendBytesMax / 1024} KiB, and one of exactly that is stored`, async () => {
        const stream = aStream();
        const typeBytes = 2 * anEvent().type.length;
        const largest = [...times(4, () => filled(eventBytesMax - typeBytes))];
        const [first, ...rest] = largest;
        await expect(store.append(stream, [...rest, filled(eventBytesMax - typeBytes + 1)], 'noStream')).rejects.toBeInstanceOf(AppendRefused);
        await store.append(stream, [first!, ...rest], 'noStream');
        expect((await all(store.read(stream))).map(asWritten)).toEqual(largest);
      });

      it('and the store goes on', async () => {
        const stream = aStream();
        expect((await store.append(stream, [anEvent()], 'noStream')).revision).toBe(0);
      });
    });

    describe('a stream is read', () => {
      const stream = aStream();
      const revisions = async (options: Parameters<EventStore['read']>[1]) => (await all(store.read(stream, options))).map(({ revision }) => revision);
      beforeAll(async () => {
        await store.append(stream, someEvents(40), 'noStream');
        for (const hundred of times(11, (n) => n)) await store.append(stream, someEvents(100), 39 + hundred * 100);
      });

      it('from its beginning to its end, over many pages', async () => expect(await revisions({})).toEqual(times(1140, (n) => n)));
      it('backwards from its end', async () => expect(await revisions({ direction: 'backwards' })).toEqual(times(1140, (n) => 1139 - n)));
      it('from a revision on', async () => expect(await revisions({ from: 1138 })).toEqual([1138, 1139]));
      it('backwards from a revision on', async () => expect(await revisions({ from: 2, direction: 'backwards' })).toEqual([2, 1, 0]));
      it('up to a limit', async () => expect(await revisions({ from: 5, limit: 3 })).toEqual([5, 6, 7]));
      it('backwards up to a limit', async () => expect(await revisions({ limit: 2, direction: 'backwards' })).toEqual([1139, 1138]));
      it('over a limit that no page fits', async () => expect(await revisions({ limit: 1001 })).toEqual(times(1001, (n) => n)));
      it('from beyond its end: nothing', async () => expect(await revisions({ from: 5000 })).toEqual([]));
      it('backwards from beyond its end: from its end', async () => expect(await revisions({ from: 5000, limit: 1, direction: 'backwards' })).toEqual([1139]));
      it('with a limit of nothing: nothing', async () => expect(await revisions({ limit: 0 })).toEqual([]));
      it('by a reader that stops early, who may start again', async () => {
        for await (const { revision } of store.read(stream)) if (revision === 3) break;
        expect(await revisions({ limit: 1 })).toEqual([0]);
      });
      it('and one that never existed is empty, in both directions', async () => {
        expect(await all(store.read(aStream()))).toEqual([]);
        expect(await all(store.read(aStream(), { direction: 'backwards' }))).toEqual([]);
      });
    });

    describe('the log is read', () => {
      const [children, facilities] = [aCategory(), aCategory()];
      const written: NewEvent[] = [];
      let start: Position | undefined;
      beforeAll(async () => {
        start = await store.head();
        for (const index of times(6, (n) => n)) {
          const events = [anEvent({ index }, {}, `guardianship.Appointed${index}`), anEvent({ index }, {}, 'identification.AgeAssessed'), anEvent({ index }, {}, 'guardianship')];
          await store.append(`${index % 2 === 0 ? children : facilities}-${index}`, events, 'noStream');
          written.push(...events);
        }
      });
      const idsOf = (events: readonly NewEvent[]) => events.map(({ id }) => id);

      it('page by page, in the order of the appends, without loss or repetition', async () => {
        const pages: Batch[] = [];
        let after = start;
        do {
          const page = await store.readAll({ after, limit: 5 });
          pages.push(page);
          after = page.position;
        } while (!pages.at(-1)!.caughtUp);
        expect(pages.every(({ events }) => events.length <= 5)).toBe(true);
        const log = pages.flatMap(({ events }) => events);
        expect(idsOf(log)).toEqual(idsOf(written));
        expect(rising(log.map(({ position }) => position))).toBe(true);
        expect(log.map(asWritten)).toEqual(written);
      });

      it('from a position on, without the event that stands there', async () => {
        const [first] = (await store.readAll({ after: start, limit: 1 })).events;
        expect(idsOf((await store.readAll({ after: first!.position, limit: 2 })).events)).toEqual(idsOf(written.slice(1, 3)));
      });

      it('as far as its end, and says so', async () => {
        const page = await store.readAll({ after: start });
        expect(page).toMatchObject({ caughtUp: true, position: await store.head() });
        expect(await store.readAll({ after: page.position })).toEqual({ events: [], position: page.position, caughtUp: true });
      });

      it('through a filter of types, by how they start', async () => {
        const log = await logFrom(store, start, { types: ['guardianship.'] });
        expect(idsOf(log)).toEqual(idsOf(written.filter(({ type }) => type.startsWith('guardianship.'))));
      });

      it('through a filter of several types and streams, which must both match', async () => {
        const log = await logFrom(store, start, { types: ['identification.', 'guardianship.Appointed4'], streams: [`${children}-`] });
        expect(log.map(({ type, data }) => [type, data.index])).toEqual([
          ['identification.AgeAssessed', 0], ['identification.AgeAssessed', 2], ['guardianship.Appointed4', 4], ['identification.AgeAssessed', 4],
        ]);
      });

      it('through a filter, in pages that hold at most the limit', async () => {
        const log = await logFrom(store, start, { streams: [`${facilities}-`] }, 2);
        expect(log).toHaveLength(9);
      });

      it('through a filter with characters that a pattern would give a meaning', async () => {
        expect(await logFrom(store, start, { types: ['%', '_', '.*', "'"] })).toEqual([]);
      });

      it('through a filter of no types: nothing, and yet as far as the end', async () => {
        expect(await logFrom(store, start, { types: [] })).toEqual([]);
      });
    });

    describe('a follower', () => {
      it('gets what is there, learns that it has caught up, then gets what comes', async () => {
        const start = await store.head();
        const stream = aStream();
        const before = someEvents(25);
        await store.append(stream, before, 'noStream');
        const follower = followFrom(start, { batchSize: 10 });
        await until(() => follower.batches.some(({ caughtUp }) => caughtUp), 'catching up');
        expect(follower.ids()).toEqual(before.map(({ id }) => id));

        const live = someEvents(3);
        for (const [index, event] of live.entries()) await store.append(stream, [event], 24 + index);
        await until(() => follower.ids().length === 28, 'the live events');
        expect(follower.ids()).toEqual([...before, ...live].map(({ id }) => id));
        expect(follower.batches.every(({ events }) => events.length <= 10)).toBe(true);
        await follower.stop();
      });

      it('that starts at the end gets an empty batch that says so, and a live event within half a second', async () => {
        const start = await store.head();
        const follower = followFrom(start);
        await until(() => follower.batches.length > 0, 'the first batch');
        expect(follower.batches[0]).toEqual({ events: [], position: start, caughtUp: true });
        await store.append(aStream(), [anEvent()], 'noStream');
        const appendedAt = performance.now();
        await until(() => follower.ids().length === 1, 'the live event');
        expect(performance.now() - appendedAt).toBeLessThan(500);
        await follower.stop();
      });

      it('that resumes from the position of any batch neither misses nor repeats an event', async () => {
        const start = await store.head();
        const stream = aStream();
        const events = someEvents(40);
        await store.append(stream, events, 'noStream');
        const follower = followFrom(start, { batchSize: 7 });
        await until(() => follower.ids().length === 40, 'all events');
        await follower.stop();
        let seen = 0;
        for (const batch of follower.batches) {
          seen += batch.events.length;
          expect((await logFrom(store, batch.position)).map(({ id }) => id)).toEqual(events.slice(seen).map(({ id }) => id));
          const resumed = followFrom(batch.position, { batchSize: 7 });
          await until(() => resumed.batches.some(({ caughtUp }) => caughtUp), 'catching up again');
          expect(resumed.ids()).toEqual(events.slice(seen).map(({ id }) => id));
          await resumed.stop();
        }
      });

      it('with a filter gets what matches, and checkpoints where nothing does', async () => {
        const start = await store.head();
        const rare = aCategory();
        const first = (await store.append(`${rare}-1`, [anEvent()], 'noStream')).position!;
        const streams = times(10, aStream);
        for (const stream of streams) await store.append(stream, someEvents(100), 'noStream');
        const follower = followFrom(start, { filter: { streams: [`${rare}-`] }, batchSize: 50 });
        await until(() => follower.batches.some(({ position }) => position !== undefined && position > first), 'a checkpoint beyond the only match');
        await store.append(`${rare}-2`, [anEvent()], 'noStream');
        await until(() => follower.batches.flatMap(({ events }) => events).length === 2, 'the second match');
        expect(follower.batches.flatMap(({ events }) => events).map(({ stream }) => stream)).toEqual([`${rare}-1`, `${rare}-2`]);
        await follower.stop();
      });

      it('gets checkpoints that never go back, and never lie before an event that came with them', async () => {
        const start = await store.head();
        for (const stream of times(5, aStream)) await store.append(stream, someEvents(20), 'noStream');
        const follower = followFrom(start, { batchSize: 9 });
        await until(() => follower.ids().length === 100, 'all events');
        await follower.stop();
        const positions = follower.batches.map(({ position }) => position!);
        expect(positions).toEqual([...positions].sort());
        for (const { events, position } of follower.batches) if (events.length > 0) expect(position! >= events.at(-1)!.position).toBe(true);
      });

      it('keeps the order of each stream while many write', async () => {
        const start = await store.head();
        const follower = followFrom(start, { batchSize: 20 });
        const streams = times(12, aStream);
        await Promise.all(streams.map(async (stream) => {
          for (const index of times(15, (n) => n)) await store.append(stream, [anEvent({ index })], index === 0 ? 'noStream' : index - 1);
        }));
        await until(() => follower.ids().length >= 180, 'all events');
        await follower.stop();
        const events = follower.batches.flatMap((batch) => batch.events);
        expect(new Set(follower.ids()).size).toBe(180);
        expect(rising(events.map(({ position }) => position))).toBe(true);
        for (const stream of streams) expect(events.filter((event) => event.stream === stream).map(({ revision }) => revision)).toEqual(times(15, (n) => n));
      });

      it('that is stopped while it waits for what comes ends without an error', async () => {
        const follower = followFrom(await store.head());
        await until(() => follower.batches.length > 0, 'the first batch');
        await follower.stop();
      });

      it('that is stopped in the middle of a batch ends without an error and without another batch', async () => {
        const start = await store.head();
        await store.append(aStream(), someEvents(30), 'noStream');
        const stop = new AbortController();
        let batches = 0;
        for await (const batch of store.follow({ after: start, batchSize: 10, signal: stop.signal })) {
          expect(batch.caughtUp).toBe(false);
          batches += 1;
          stop.abort();
        }
        expect(batches).toBe(1);
      });

      it('that was stopped before it began gets nothing', async () => {
        expect(await all(store.follow({ signal: AbortSignal.abort() }))).toEqual([]);
      });

      it('that breaks off lets go of the store, and another follows from where it stood', async () => {
        const start = await store.head();
        const events = someEvents(20);
        await store.append(aStream(), events, 'noStream');
        let position: Position | undefined;
        for await (const batch of store.follow({ after: start, batchSize: 8, signal: new AbortController().signal })) {
          position = batch.position;
          if (batch.events.length > 0) break;
        }
        expect((await logFrom(store, position)).length).toBeLessThan(20);
      });

      function followFrom(after: Position | undefined, options: Partial<Parameters<EventStore['follow']>[0]> = {}) {
        const stop = new AbortController();
        const batches: Batch[] = [];
        let failure: unknown;
        const ended = (async () => {
          for await (const batch of store.follow({ after, signal: stop.signal, ...options })) batches.push(batch);
        })().catch((error: unknown) => { failure = error; });
        return {
          batches,
          ids: () => batches.flatMap(({ events }) => events.map(({ id }) => id)),
          stop: async () => {
            stop.abort();
            await within(30_000, ended, 'the follower to end');
            expect(failure).toBeUndefined();
          },
        };
      }
    });

    describe(skipFaults ? `where the connection fails (SKIPPED: ${skipFaults})` : 'where the connection fails', () => {
      const itWithFaults = skipFaults ? it.skip : it;
      const faults = (): Faults => {
        if (!underTest.faults) throw new Error('this spec neither makes faults nor says why it cannot');
        return underTest.faults;
      };

      itWithFaults('an append that was lost on its way is sent again and stored once', async () => {
        const stream = aStream();
        const events = [anEvent(), anEvent()];
        faults().loseNextRequest();
        const appended = await store.append(stream, events, 'noStream');
        expectStoredOnce(await all(store.read(stream)), events, appended);
      });

      itWithFaults('an append whose answer was lost is asked for again, with the same ids and revision, and stored once', async () => {
        const stream = aStream();
        const events = [anEvent(), anEvent()];
        faults().loseNextAnswer();
        const appended = await store.append(stream, events, 'noStream');
        expectStoredOnce(await all(store.read(stream)), events, appended);
        expect((await store.append(stream, [anEvent()], 1)).revision).toBe(2);
      });

      itWithFaults('of many appends under way none is lost and none doubled', async () => {
        const appends = times(60, () => ({ stream: aStream(), events: [anEvent(), anEvent()] }));
        const write = ({ stream, events }: (typeof appends)[number]) => store.append(stream, events, 'noStream');
        const answers = await Promise.all(appends.map((append, index) => {
          if (index === 10) faults().loseNextAnswer();
          if (index === 30) faults().breakConnections();
          return write(append);
        }));
        for (const [index, { stream, events }] of appends.entries()) expectStoredOnce(await all(store.read(stream)), events, answers[index]!);
      });

      itWithFaults('a conflict is still a conflict when its answer was lost', async () => {
        const stream = aStream();
        await store.append(stream, [anEvent()], 'noStream');
        faults().loseNextAnswer();
        await expect(store.append(stream, [anEvent()], 'noStream')).rejects.toMatchObject({ expected: 'noStream', actual: 0 });
      });

      itWithFaults('an append without an answer ends in time as one whose outcome is unknown, and the same append later settles it', async () => {
        const stream = aStream();
        const events = [anEvent(), anEvent()];
        const speak = faults().silence();
        const askedAt = performance.now();
        await expect(store.append(stream, events, 'noStream', { timeoutMs: 600 })).rejects.toBeInstanceOf(OutcomeUnknown);
        expect(performance.now() - askedAt).toBeLessThan(30_000);
        speak();
        const appended = await store.append(stream, events, 'noStream');
        expectStoredOnce(await all(store.read(stream)), events, appended);
      });

      itWithFaults('a follower goes on from where it stood', async () => {
        const start = await store.head();
        const stream = aStream();
        const stop = new AbortController();
        const seen: StoredEvent[] = [];
        const ended = (async () => {
          for await (const batch of store.follow({ after: start, batchSize: 4, signal: stop.signal })) seen.push(...batch.events);
        })();
        for (const index of times(30, (n) => n)) {
          if (index % 10 === 5) faults().breakConnections();
          await store.append(stream, [anEvent({ index })], index === 0 ? 'noStream' : index - 1);
        }
        await until(() => seen.length >= 30, 'all events');
        stop.abort();
        await within(30_000, ended, 'the follower to end');
        expect(seen.map(({ revision }) => revision)).toEqual(times(30, (n) => n));
      });

      itWithFaults('a follower that is slow makes the store read no further ahead than a few batches', async () => {
        const start = await store.head();
        const body = { text: 'x'.repeat(8 * 1024) };
        for (const stream of times(20, aStream)) await store.append(stream, times(100, () => anEvent(body)), 'noStream');
        const written = 20 * 100 * 8 * 1024;
        const before = faults().bytesReceived();
        const stop = new AbortController();
        const batches = store.follow({ after: start, batchSize: 20, signal: stop.signal })[Symbol.asyncIterator]();
        await batches.next();
        let last = -1;
        await until(() => { const now = faults().bytesReceived(); const still = now === last; last = now; return still; }, 'the store to stop reading', 300);
        expect(faults().bytesReceived() - before).toBeLessThan(written / 4);
        stop.abort();
        await batches.return?.();
      });

      function expectStoredOnce(stored: readonly StoredEvent[], events: readonly NewEvent[], appended: { revision: number; position?: Position }): void {
        expect(stored.map(asWritten)).toEqual(events);
        expect(appended).toEqual({ revision: events.length - 1, position: stored.at(-1)!.position });
      }
    });

    describe('a store that is closed', () => {
      it('has answered what was under way, ended its followers, and refuses what comes after', async () => {
        const closing = await open();
        const stream = aStream();
        const followed = all(closing.store.follow({ signal: new AbortController().signal }));
        const appends = times(30, (index) => closing.store.append(index === 0 ? stream : aStream(), [anEvent()], 'noStream'));
        await within(30_000, closing.store.close(), 'the store to close');
        expect((await Promise.all(appends)).map(({ revision }) => revision)).toEqual(times(30, () => 0));
        await within(30_000, followed, 'the follower to end');
        await expect(within(30_000, closing.store.append(stream, [anEvent()], 0), 'a refusal')).rejects.toBeInstanceOf(StoreUnavailable);
        await expect(all(closing.store.read(stream))).rejects.toBeInstanceOf(StoreUnavailable);
        await expect(closing.store.readAll()).rejects.toBeInstanceOf(StoreUnavailable);
        await expect(closing.store.head()).rejects.toBeInstanceOf(StoreUnavailable);
        await closing.store.close();
        await closing.close();
      });
    });
  });
}

/** `wrong`: WrongExpectedRevision. `known`: as the capabilities say. `nothing`: answered, nothing stored. A number: answered with that revision. */
type Answer = 'wrong' | 'known' | 'nothing' | 0 | 1 | 2 | 3;
const titles: Record<Answer, string> = {
  wrong: 'is refused', known: 'is dealt with as the capabilities say', nothing: 'checks the revision and stores nothing',
  0: 'answers what the original answered (revision 0)', 1: 'answers what the original answered (revision 1)', 2: 'answers what the original answered (revision 2)',
  3: 'is stored',
};

async function expectKnownIdAtHead(store: EventStore, stream: string, events: readonly NewEvent[], expected: ExpectedRevision, revisionBefore: number): Promise<void> {
  if (store.capabilities.knownIdAtHead === 'refused') {
    await expect(store.append(stream, events, expected)).rejects.toBeInstanceOf(AppendRefused);
    expect(await all(store.read(stream))).toHaveLength(revisionBefore + 1);
  } else {
    expect((await store.append(stream, events, expected)).revision).toBe(revisionBefore + events.length);
  }
}

export function aStream(): string {
  return `child-${randomUUID()}`;
}

export function anEvent(data: JsonObject = {}, meta: JsonObject = {}, type = 'guardianship.GuardianAppointed'): NewEvent {
  return { id: randomUUID(), type, data, meta };
}

export function someEvents(count: number): NewEvent[] {
  return times(count, () => anEvent());
}

/** An event whose data and metadata have this many bytes. */
function filled(bytes: number): NewEvent {
  return anEvent({ text: 'x'.repeat(bytes - Buffer.byteLength('{"text":""}{}')) });
}

function aCategory(): string {
  return `child${randomUUID().replace(/[^a-f]/g, '')}`;
}

export function asWritten({ id, type, data, meta }: StoredEvent): NewEvent {
  return { id, type, data, meta };
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** Every event after a position, read page by page. */
export async function logFrom(store: EventStore, after: Position | undefined, filter?: Filter, limit = 500): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const page = await store.readAll({ after, filter, limit });
    expect(page.events.length).toBeLessThanOrEqual(limit);
    events.push(...page.events);
    if (page.caughtUp) return events;
    after = page.position;
  }
}

export function rising(positions: readonly Position[]): boolean {
  return positions.every((position, index) => index === 0 || positions[index - 1]! < position);
}

export function times<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Waits until the condition holds; fails after three quarters of a minute, naming what it waited for. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, everyMs = 5): Promise<void> {
  const deadline = performance.now() + 100_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited too long for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

export function within<Result>(milliseconds: number, promise: Promise<Result>, what: string): Promise<Result> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error(`waited too long for ${what}`)), milliseconds); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
