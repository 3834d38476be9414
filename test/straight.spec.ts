import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { EventStoreDbStore } from '../libs/event-store/eventstoredb.js';
import type { JsonObject } from '../libs/event-store/port.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { startLoopback } from './eventstoredb.loopback.js';

// The example of a trusted service, as a process of its own, on the events as they are stored: against the loopback server, and a real one where EVENTSTORE_TEST_URL names it.
const servers: readonly (readonly [string, () => Promise<{ url: string; close(): Promise<void> }>])[] = [
  ['the loopback server', startLoopback],
  ...(process.env.EVENTSTORE_TEST_URL ? [['EventStoreDB', () => Promise.resolve({ url: process.env.EVENTSTORE_TEST_URL!, close: () => Promise.resolve() })] as const] : []),
];
if (servers.length === 1) it.skip('the example on a real EventStoreDB: SKIPPED, since EVENTSTORE_TEST_URL names no server', () => undefined);

interface Samples { readonly [typeAndVersion: string]: { readonly samples: readonly JsonObject[] } }
const stored = JSON.parse(readFileSync('test/stored/identification.json', 'utf8')) as Samples;
/** A category of this run's own, so that a server that is used again has nothing to say about it. */
const category = `straight${randomUUID().slice(0, 8).replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`;
const types = ['ChildFound', 'AccompanyingAdultReported', 'SameChildAttested'];

describe.each(servers)('A trusted service straight from %s', (_, open) => {
  let server: { url: string; close(): Promise<void> };
  let store: EventStoreDbStore;
  let own: TestDatabase;
  let database: pg.Client;
  const running = new Set<ChildProcess>();
  beforeAll(async () => {
    server = await open();
    store = EventStoreDbStore.open(server.url);
    own = await freshDatabase();
    database = new pg.Client({ connectionString: own.url });
    await database.connect();
  });
  afterAll(async () => {
    for (const program of running) program.kill('SIGKILL');
    await database.end();
    await store.close();
    await own.drop();
    await server.close();
  });

  const start = (more: Record<string, string> = {}) => {
    const program = spawn(process.execPath, ['--no-warnings', '--import', './test/embedded-postgres.fixture.loader.js', 'apps/example/straight.ts'], {
      env: { ...process.env, EVENTSTORE_URL: server.url, EXAMPLE_DATABASE_URL: own.url, EXAMPLE_TYPES: `${category}.`, ...more }, stdio: ['ignore', 'ignore', 'pipe'],
    });
    running.add(program);
    program.once('close', () => running.delete(program));
    return program;
  };
  const end = async (program: ChildProcess, signal: NodeJS.Signals) => {
    program.kill(signal);
    await once(program, 'close');
    return program.exitCode;
  };
  const taken = async () => (await database.query<{ event: string; type: string; sealed: number }>('select event, type, sealed from taken order by at').catch(() => ({ rows: [] }))).rows;
  const until = async (isSo: () => Promise<boolean>, what: string) => {
    for (const deadline = Date.now() + 60_000; !(await isSo());) {
      if (Date.now() > deadline) throw new Error(`${what} did not come`);
      await pause(20);
    }
  };
  /** Every type of the log of which a version after the first was stored, in each of its versions. */
  const laterVersions = readdirSync('test/stored').flatMap((file) => Object.entries(JSON.parse(readFileSync(`test/stored/${file}`, 'utf8')) as Samples)
    .map(([name, { samples }]) => ({ type: name.split('@')[0]!, schemaVersion: Number(name.split('@')[1]), data: samples.at(-1)! })))
    .filter(({ type }, _index, each) => each.some((other) => other.type === type && other.schemaVersion > 1));

  /** Writes events as the program stores them, under types of this run, and answers their ids. */
  const write = async ({ schemaVersion = 1, prefix = category } = {}): Promise<readonly string[]> => {
    const events = types.map((type) => ({
      id: randomUUID(), type: `${prefix}.${type}`, data: stored[`identification.${type}@1`]!.samples.at(-1)!, meta: { schemaVersion },
    }));
    await store.append(`${prefix}-${randomUUID()}`, events, 'noStream');
    return events.map(({ id }) => id);
  };

  it('catches up by the prefix of a type, each event once and in order, killed and started again; what is sealed stays so', async () => {
    const expected = [...await write()];
    await write({ prefix: `other${category}` });
    const first = start();
    await until(async () => (await taken()).length === expected.length, 'the first events');
    expected.push(...await write());
    await until(async () => (await taken()).length === expected.length, 'what came live');
    await end(first, 'SIGKILL');
    expected.push(...await write());
    const second = start();
    await until(async () => (await taken()).length === expected.length, 'what came meanwhile');
    expect(await end(second, 'SIGTERM')).toBe(0);

    expect((await taken()).map(({ event }) => event)).toEqual(expected);
    expect((await taken()).filter(({ sealed }) => sealed > 0).length).toBeGreaterThan(0);
  });

  it('goes no further than an event that it does not understand', async () => {
    await write({ schemaVersion: 2 });
    const before = await taken();
    const third = start();
    const [code] = await once(third, 'close') as [number];
    expect([code, await taken()]).toEqual([1, before]);
  });

  it('knows every version that the program stores', async () => {
    expect(laterVersions.map(({ type, schemaVersion }) => `${type}@${schemaVersion}`)).toContain('record.Corrected@2');
    const events = laterVersions.map(({ type, schemaVersion, data }) => ({ id: randomUUID(), type, data, meta: { schemaVersion } }));
    await store.append(`${category}-${randomUUID()}`, events, 'noStream');
    const reader = start({ EXAMPLE_TYPES: laterVersions.map(({ type }) => type).join(','), EXAMPLE_GROUP: `versions-${category}` });
    await until(async () => {
      const known = (await taken()).map(({ event }) => event);
      return events.every(({ id }) => known.includes(id));
    }, 'each of them');
    await end(reader, 'SIGTERM');
  });

  it('shares the events of a group, is given none again that it took, and parks what it does not understand', async () => {
    const group = `group-${category}`;
    await database.query('truncate taken');
    const first = start({ EXAMPLE_GROUP: group });
    await until(async () => (await taken()).length === 9, 'what the group was made for');
    const parked = async () => {
      const client = EventStoreDBClient.connectionString(server.url);
      const ids: string[] = [];
      try {
        for await (const { event } of client.readStream(`$persistentsubscription-$all::${group}-parked`, { maxCount: 10 })) ids.push(event!.id);
      } catch {
        // Nothing was parked yet.
      }
      await client.dispose();
      return ids.length;
    };
    await until(async () => await parked() === types.length, 'what was parked');
    expect(await end(first, 'SIGTERM')).toBe(0);

    await database.query('truncate taken');
    const second = start({ EXAMPLE_GROUP: group });
    const expected = await write();
    await until(async () => (await taken()).length >= expected.length, 'what came afterwards');
    await end(second, 'SIGTERM');
    expect((await taken()).map(({ event }) => event).sort()).toEqual([...expected].sort());
  });
});
