import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { registry } from '../../libs/case-file/contexts.js';
import type { Fact } from '../../libs/decider/event.js';
import type { StoredEvent } from '../../libs/event-store/port.js';
import { childLiberty } from '../../libs/oversight/liberty.child.js';
import { settingOf } from '../../libs/profiles/profiles.js';
import { createLog } from '../api/logging.js';
import { readSettings } from '../api/settings.js';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import { assertEmpty, generate, LogNotEmpty, wasGenerated, type Generated } from './generate.js';
import { openSystem, type System } from './system.js';

/** A made-up population on a database of its own, and what the log has of it. */
interface Made {
  readonly database: TestDatabase;
  readonly system: System;
  readonly answer: Generated;
  /** Without the one that names the log. */
  readonly events: readonly StoredEvent[];
}

const key = randomBytes(32).toString('base64');
const openOn = ({ url }: TestDatabase, environment: NodeJS.ProcessEnv, command: string) => openSystem(readSettings({ DATABASE_URL: url, KEY: key, ...environment }, command), { log: createLog('silent') });
const until = new Date('2026-10-01T00:00:00Z');

async function made(seed: string, events: number): Promise<Made> {
  const database = await freshDatabase();
  const system = await openOn(database, {}, 'generate');
  const { store, ring } = system;
  await assertEmpty(store);
  const answer = await generate({ store, ring, registry, profiles: { settingOf } }, { events, seed, until });
  const stored: StoredEvent[] = [];
  for (let after; ;) {
    const batch = await store.readAll({ after });
    stored.push(...batch.events.filter(({ stream }) => stream !== 'log'));
    after = batch.position;
    if (batch.caughtUp) return { database, system, answer, events: stored };
  }
}

let one: Made, again: Made, other: Made;
beforeAll(async () => {
  [one, again] = [await made('a', 700), await made('a', 700)];
  other = await made('b', 1);
}, 120_000);
afterAll(async () => {
  for (const { system, database } of [one, again, other]) {
    await system.close();
    await database.drop();
  }
});

const byStream = (events: readonly StoredEvent[]): ReadonlyMap<string, readonly StoredEvent[]> => {
  const streams = new Map<string, StoredEvent[]>();
  for (const event of events) streams.set(event.stream, [...streams.get(event.stream) ?? [], event]);
  return streams;
};
/** Keys and what they seal are made by chance, and with them the hash of a body. */
const plain = ({ id, type, stream, revision, data, meta }: StoredEvent) => ({
  id, type, stream, revision, data: JSON.stringify(data).replace(/\{"\$sealed":.*?\}/g, '"sealed"'), meta: JSON.stringify({ ...meta, command: { ...meta.command as object, hash: '' } }),
});

describe('A synthetic population', () => {
  it('is the same for the same seed and end, and another for another seed', () => {
    const sorted = (events: readonly StoredEvent[]) => events.map(plain).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(sorted(again.events)).toEqual(sorted(one.events));
    const ids = new Set(one.events.map(({ id }) => id));
    expect(other.events.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it('has as many events as were asked for, to the next child, each in the form that its type declares', () => {
    expect(one.answer.events).toBeGreaterThanOrEqual(700);
    expect(one.answer.events).toBeLessThan(1_100);
    expect(one.events.length).toBe(one.answer.events + 1);
    for (const event of one.events) registry.assertStored(event as unknown as Fact);
  });

  it('says of each event that it was decided at the time of its story, and of the log that it was made up', async () => {
    const children = one.events.filter(({ stream }) => stream.startsWith('child-')) as unknown as readonly Fact[];
    expect(children.every(({ meta }) => meta.clockAheadMs! < 0)).toBe(true);
    const decisions = children.filter(({ meta }) => meta.command.kind === 'DECIDE');
    expect(decisions.length).toBeGreaterThan(10);
    expect(decisions.every(({ meta }) => until.getTime() + meta.clockAheadMs! === Date.parse(meta.occurredAt.from))).toBe(true);
    expect(await wasGenerated(one.system.store)).toBe(true);
  });

  it('is decided by the true gates, which refuse what lacks a guarantee', () => {
    const refusals = one.events.filter(({ type }) => type === 'record.DecisionAttemptRefused');
    expect(refusals.length).toBe(one.answer.refused);
    expect(refusals.length).toBeGreaterThan(0);
    expect(one.events.filter(({ meta }) => 'basis' in meta).length).toBeGreaterThan(10);
  });

  it('tells enough for a liberty audit of every child', () => {
    const streams = [...byStream(one.events)].filter(([stream]) => stream.startsWith('child-'));
    const audits = streams.map(([, events]) => childLiberty(events as unknown as readonly Fact[], until));
    expect(audits.length).toBe(one.answer.children);
    expect(audits.filter(({ episodes }) => episodes.length > 0).length).toBeGreaterThan(audits.length / 3);
  });

  it('has the children beside each other in the log', () => {
    const streams = one.events.map(({ stream }) => stream).filter((stream) => stream.startsWith('child-'));
    const turns = streams.filter((stream, index) => stream !== streams[index - 1]).length;
    expect(turns).toBeGreaterThan(2 * one.answer.children);
  });

  it('lies in a log on which nothing starts but a test', async () => {
    await expect(openOn(one.database, {}, 'start')).rejects.toThrow('children were made up in this log');
    await (await openOn(one.database, { CLOCK: 'movable' }, 'start')).close();
  });

  it('is not put beside others unasked', async () => {
    await expect(assertEmpty(one.system.store)).rejects.toThrow(LogNotEmpty);
  });
});
