import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, createSecretKey, randomUUID } from 'node:crypto';
import Type from 'typebox';
import { boundedContext } from '../decider/context.js';
import { earlier, event, type EventDeclaration, type Fact } from '../decider/event.js';
import { factCodes } from '../decider/gate.js';
import type { Actor } from '../decider/actor.js';
import { ScriptedLog } from '../event-store/projection.scenario.js';
import type { EventStore, JsonObject, StoredEvent } from '../event-store/port.js';
import { Replay } from '../oversight/replay.js';
import type { KeyRing } from '../privacy/key-ring.js';
import { isSealed, personal } from '../privacy/personal.js';
import { sealFields } from '../privacy/seal.js';
import { corrections } from './corrections.js';
import { Registry } from './registry.js';
import { asDeclared, StoredByNewer } from './versions.js';

// Someone was seen: at first with a name and yes or no for "alone"; then with whom, by code; and then the name stands with the person.
const name = personal('D2', Type.String());
const first = { name: Type.Optional(name), alone: Type.Optional(Type.Boolean()), place: Type.String() };
const second = { name: Type.Optional(name), company: Type.Enum(['NOBODY', 'SOMEBODY', 'UNKNOWN']), place: Type.String() };
const Seen = event('story.Seen', 3, 'Somebody was seen.', {
  person: Type.Optional(Type.Object({ called: Type.Optional(name) }, { additionalProperties: false })),
  company: second.company,
  place: Type.String(),
  surely: Type.Boolean(),
}, [
  earlier(first, { asNext: ({ alone, ...same }) => ({ ...same, ...(alone !== undefined && { company: alone ? 'NOBODY' : 'SOMEBODY' }) }), gains: { company: 'UNKNOWN' } }),
  earlier(second, { asNext: ({ name: called, ...same }) => ({ ...same, ...(called !== undefined && { person: { called } }) }), gains: { surely: false } }),
]);
const registryOf = (...events: EventDeclaration[]): Registry => {
  const facts = factCodes.map((code) => ({ code, promise: '', basis: '', proof: () => undefined }));
  const story = boundedContext<readonly Fact[], EventDeclaration, object>({
    name: 'story', subject: 'child', events, commands: {}, facts, initial: [], evolve: (facts, fact) => [...facts, fact], decide: () => [],
  });
  return new Registry([story, corrections([story])]);
};
const registry = registryOf(Seen);
const caseWorker: Actor = { actorRef: 'worker-1', role: 'CASE_WORKER', orgRef: 'org-1', orgType: 'CHILD_PROTECTION', purpose: 'PROTECTION' };
const ombudsperson: Actor = { ...caseWorker, role: 'OMBUDSPERSON', purpose: 'OVERSIGHT' };
const key = async (subject: string, dataClass: string) => ({ version: 1, secret: createSecretKey(createHash('sha256').update(`${subject} ${dataClass}`).digest()) });
const ring = { key, keyForOpening: key } as unknown as KeyRing;
const child = randomUUID();
const stream = `child-${child}`;

let log: ScriptedLog;
let store: EventStore;
beforeEach(() => {
  log = new ScriptedLog({ byStream: true });
  store = asDeclared(log, registry);
});

/** As a program stored it that knew this version as the newest. */
async function stored(type: string, version: number, data: object): Promise<StoredEvent> {
  const id = randomUUID();
  const sealed = await sealFields(child, { stream, id, type, data: data as JsonObject }, registry.personalFieldsOf({ type, data: data as JsonObject }, version), ring);
  const meta = { schemaVersion: version, occurredAt: { from: '2026-03-02T06:00:00.000Z' }, recordedBy: { role: 'CASE_WORKER', actorRef: 'worker-1' }, command: { name: 'Test', kind: 'RECORD' } };
  return log.add(stream, { id, type, data: sealed, meta });
}
const read = async () => {
  const events: StoredEvent[] = [];
  for await (const event of store.read(stream)) events.push(event);
  return events;
};
const history = async (reader = caseWorker) => {
  const replay = new Replay({ store, registry, ring });
  return replay.history(await replay.facts(stream), child, reader, { from: 0, limit: 10 });
};
const corrected = (target: StoredEvent, fields: object, more: object = {}) => stored('record.Corrected', 2, { target: target.id, targetType: 'story.Seen', fields, reason: 'TRANSLATION', ...more });

describe('An event that was stored in an earlier version', () => {
  it('is read in the newest, step by step, with what it never said told as not known, and fits its schema', async () => {
    await stored('story.Seen', 1, { alone: true, place: 'station' });
    await stored('story.Seen', 1, { place: 'station' });
    await stored('story.Seen', 2, { company: 'SOMEBODY', place: 'station' });
    const events = await read();
    expect(events.map(({ data }) => data)).toEqual(['NOBODY', 'UNKNOWN', 'SOMEBODY'].map((company) => ({ company, place: 'station', surely: false })));
    for (const event of events) expect(() => registry.assertStored(event)).not.toThrow();
  });

  it('is the same to whoever reads a stream, a page, what comes, or stream by stream, and stays in the log as it was', async () => {
    const old = await stored('story.Seen', 1, { name: 'Amara', alone: false, place: 'station' });
    const before = structuredClone(old);
    const [event] = await read();
    for await (const { events } of store.follow({ signal: new AbortController().signal })) {
      expect(events).toEqual([event]);
      break;
    }
    expect((await store.readAll()).events).toEqual([event]);
    expect(await store.readByStream!({ streams: [''], until: old.position, limit: 10 })).toEqual([event]);
    expect(event).toMatchObject({ meta: { schemaVersion: 3 }, asStored: { version: 1, data: old.data } });
    expect(log.events).toEqual([before]);
  });

  it('hands on what is sealed unread, and opens it where it was stored, at the place where the newest version has it', async () => {
    await stored('story.Seen', 1, { name: 'Amara', place: 'station' });
    const [event] = await read();
    expect(isSealed((event!.data as { person: { called: unknown } }).person.called)).toBe(true);
    const [entry] = await history();
    expect(entry).toMatchObject({ version: 3, storedVersion: 1, data: { person: { called: 'Amara' }, company: 'UNKNOWN', place: 'station', surely: false } });
    expect((await history(ombudsperson))[0]!.data).toMatchObject({ person: { called: { $withheld: 'D2' } } });
  });

  it('is corrected in the words of the version that somebody read: these are read in those of today, and nothing is added that the correction does not say', async () => {
    const old = await stored('story.Seen', 1, { name: 'Amara', alone: true, place: 'station' });
    await corrected(old, { name: 'Amira' }, { targetVersion: 1 });
    await corrected(old, { alone: false }, { targetVersion: 1 });
    await corrected(old, { company: 'UNKNOWN', name: 'Amina' }, { targetVersion: 2 });
    await corrected(old, { surely: true }, { targetVersion: 3 });
    const events = await read();
    for (const event of events) expect(() => registry.assertStored(event)).not.toThrow();
    const [, ...words] = await history();
    expect(words.map(({ data }) => [data['targetVersion'], data['fields']])).toEqual([
      [3, { person: { called: 'Amira' } }], [3, { company: 'SOMEBODY' }], [3, { company: 'UNKNOWN', person: { called: 'Amina' } }], [3, { surely: true }],
    ]);
    expect(words.map(({ storedVersion }) => storedVersion)).toEqual([2, 2, 2, undefined]);
  });

  it('of a correction from before it said so is of the first version of its target', async () => {
    const old = await stored('story.Seen', 1, { alone: true, place: 'station' });
    const data = { target: old.id, targetType: 'story.Seen', fields: { name: 'Amira', alone: false }, reason: 'TRANSLATION', note: 'as the aunt says' };
    await stored('record.Corrected', 1, data);
    const [, event] = await read();
    expect(() => registry.assertStored(event!)).not.toThrow();
    expect((await history())[1]).toMatchObject({ version: 2, storedVersion: 1, data: { targetVersion: 3, fields: { person: { called: 'Amira' }, company: 'SOMEBODY' }, note: 'as the aunt says' } });
  });
});

describe('An event of the newest version', () => {
  it('is read as it is, without a copy', async () => {
    const newest = await stored('story.Seen', 3, { company: 'NOBODY', place: 'station', surely: true });
    expect((await read())[0]).toBe(newest);
    expect((await history())[0]).not.toHaveProperty('storedVersion');
  });
});

describe('What only a newer program knows stops whoever reads it, and says what to do', () => {
  const told = async () => [await read().catch((error: unknown) => error), await store.readAll().catch((error: unknown) => error)];

  it.each([
    ['a version of a type', () => stored('story.Seen', 4, {}), 'story.Seen are in the log in version 4, and this program knows it up to version 3: start a newer one'],
    ['a type of a context that is known', () => stored('story.Heard', 1, {}), 'story.Heard are in the log, which this program does not know: start one that does'],
    ['the version of what a correction is about', () => corrected({ id: randomUUID() } as StoredEvent, {}, { targetVersion: 5 }), 'story.Seen are in the log in version 5'],
  ])('%s', async (_, store, said) => {
    await store();
    for (const error of await told()) {
      expect(error).toBeInstanceOf(StoredByNewer);
      expect((error as Error).message).toContain(said);
    }
  });

  it('not what somebody else stores beside it', async () => {
    const foreign = log.add('other-1', { type: 'parcel.Sent', data: {}, meta: {} });
    expect((await store.readAll()).events).toEqual([foreign]);
  });
});

describe('A type of which one version is not read', () => {
  it('is not declared', () => expect(() => event('story.Seen', 2, 'Somebody was seen.', second)).toThrow('story.Seen has version 2 and says of 0 before it how they are read'));
});
