/**
 * npm run bench:store: our PostgreSQL event store beside two peers and the raw database, in one run on one server.
 *
 * Every append is one event of about 300 bytes to a new stream. A cell is a number of callers that each wait for their answer.
 * Contestants take turns within each of seven rounds, and what counts is the median of the ratios per round.
 * Raw uses a copy of our table with its indexes, and a sequence: it neither checks revisions nor orders commits.
 */
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { createProvider, migrate } from 'evtstore/provider/pg.js';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DataSource } from 'typeorm';
import { startEmbeddedPostgres } from '../../dist/apps/cli/embedded-postgres.js';
import { EventStoreSchema } from '../../dist/libs/event-store/postgres.migration.js';
import { PostgresEventStore } from '../../dist/libs/event-store/postgres.js';

const rounds = Number(process.env.ROUNDS ?? 7);
const eventsByCallers = { 1: 600, 16: 3_000, 64: 6_000, 1024: 16_000 };
const eventsToRead = 50_000;
const pageEvents = 2_000;
const rawConnections = 16;

const data = { choice: 'OPEN_SHELTER', facilityRef: randomUUID(), reason: 'x'.repeat(190), from: '2026-03-02T09:30:00.000Z' };
const meta = { schemaVersion: 1 };
const json = JSON.stringify(data);
const line = (text = '') => process.stdout.write(`${text}\n`);

const folder = await mkdtemp(join(tmpdir(), 'guarantor-bench-'));
const silent = { info: () => undefined, warn: () => undefined };
const server = await startEmbeddedPostgres({ folder, log: silent, settings: { max_connections: '100' } });
try {
  await run(server.url);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit();

async function run(url) {
  const pool = new pg.Pool({ connectionString: url, max: rawConnections });
  await new DataSource({ type: 'postgres', url, migrations: [EventStoreSchema], migrationsTransactionMode: 'each' }).initialize()
    .then(async (source) => { await source.runMigrations(); await source.destroy(); });
  await pool.query(`create table public.raw_event (like es.event including all); create sequence public.raw_position`);

  const ours = await PostgresEventStore.open({ url });
  const emmett = getPostgreSQLEventStore(url);
  await emmett.schema.migrate();
  const evtstorePool = new pg.Pool({ connectionString: url });
  await migrate({ client: evtstorePool, events: 'evtstore_events', bookmarks: 'evtstore_bookmarks' });
  const evtstore = createProvider({ client: evtstorePool, events: 'evtstore_events', bookmarks: 'evtstore_bookmarks' });

  const appendOne = {
    ours: () => ours.append(`child-${randomUUID()}`, [{ id: randomUUID(), type: 'bench.Happened', data, meta }], 'noStream'),
    emmett: () => emmett.appendToStream(`child-${randomUUID()}`, [{ type: 'bench.Happened', data, metadata: meta }], { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' }),
    evtstore: () => {
      const id = randomUUID();
      return evtstore.append('child', id, 0, [{ stream: 'child', aggregateId: id, event: { type: 'bench.Happened', ...data }, version: 1, timestamp: new Date(), position: 0 }]);
    },
    rawInsert: () => pool.query({
      name: 'raw-insert',
      text: `insert into raw_event values (nextval('raw_position'), $1, 0, $2, $3, $4, $5, clock_timestamp())`,
      values: [`child-${randomUUID()}`, randomUUID(), 'bench.Happened', JSON.stringify(data), JSON.stringify(meta)],
    }),
  };

  const settings = (await pool.query(`select current_setting('server_version') version, current_setting('fsync') fsync, current_setting('synchronous_commit') commit`)).rows[0];
  line(`PostgreSQL ${settings.version}, fsync ${settings.fsync}, synchronous_commit ${settings.commit}; Node ${process.version}; ${cpus().length} cores; ${Buffer.byteLength(json)} bytes of JSON; ${rounds} rounds`);

  const append = Object.fromEntries(Object.keys(eventsByCallers).map((callers) => [callers, {}]));
  const note = (cell, name, rate) => (cell[name] ??= []).push(rate);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [callers, events] of Object.entries(eventsByCallers)) {
      const names = rotated(['ours', 'emmett', 'evtstore', 'rawInsert', 'rawUnnest'], round);
      for (const name of names) {
        const rate = name === 'rawUnnest' ? await unnestRate(pool, Number(callers), events) : await appendRate(appendOne[name], Number(callers), events);
        if (round > 0) note(append[callers], name, rate);   // the first round warms up
      }
    }
    line(`round ${round}${round === 0 ? ' (warm-up)' : ` of ${rounds}`} done`);
  }

  const read = {};
  await fill(ours, eventsToRead);
  await pool.query('vacuum analyze es.event');
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of rotated(['ours', 'rawKeyset', 'copyOut'], round)) {
      const rate = await { ours: () => oursRead(ours), rawKeyset: () => rawRead(pool), copyOut: () => copyOut(pool) }[name]();
      if (round > 0) note(read, name, rate);
    }
  }

  line();
  line('ratios per round: median (lowest to highest)                      goal');
  const goals = [
    ['1', 'ours', 'rawInsert', 0.6], ['64', 'ours', 'emmett', 3], ['64', 'ours', 'evtstore', 1], ['64', 'ours', 'rawInsert', 0.7], ['1024', 'ours', 'rawUnnest', 0.35],
    ['1', 'ours', 'emmett'], ['1', 'ours', 'evtstore'], ['16', 'ours', 'emmett'], ['16', 'ours', 'evtstore'], ['16', 'ours', 'rawInsert'], ['1024', 'ours', 'emmett'], ['1024', 'ours', 'evtstore'],
  ];
  for (const [callers, one, other, goal] of goals) sayRatio(`${callers} in flight: ${one} / ${other}`, append[callers][one], append[callers][other], goal);
  sayRatio('read: ours / rawKeyset', read.ours, read.rawKeyset, 0.6);
  sayRatio('read: ours / copyOut', read.ours, read.copyOut);
  line();
  const medians = (cell) => Object.fromEntries(Object.entries(cell).map(([name, rates]) => [name, Math.round(median(rates))]));
  line(JSON.stringify({ bench: 'store', append: Object.fromEntries(Object.entries(append).map(([callers, cell]) => [callers, medians(cell)])), read: medians(read) }));

  await ours.close();
  await emmett.close();
  await evtstorePool.end();
  await pool.end();
}

/** Events per second of so many callers, each of which sends its next append when the one before is answered. */
async function appendRate(appendOne, callers, events) {
  let left = events;
  const began = performance.now();
  await Promise.all(Array.from({ length: callers }, async () => {
    while (left > 0) {
      left -= 1;
      await appendOne();
    }
  }));
  return events / ((performance.now() - began) / 1000);
}

/** The limit of batching: the same events in flight, packed into two statements at a time. */
async function unnestRate(pool, callers, events) {
  const size = Math.max(1, Math.floor(callers / 2));
  return size * await appendRate(() => pool.query({
    name: 'raw-unnest',
    text: `insert into raw_event (position, stream, revision, id, type, data, meta, recorded_at)
           select nextval('raw_position'), stream, 0, id, type, data, meta, clock_timestamp()
           from unnest($1::text[], $2::uuid[], $3::text[], $4::json[], $5::json[]) as new (stream, id, type, data, meta)`,
    values: [
      Array.from({ length: size }, () => `child-${randomUUID()}`), Array.from({ length: size }, () => randomUUID()),
      Array(size).fill('bench.Happened'), Array.from({ length: size }, () => JSON.stringify(data)), Array.from({ length: size }, () => JSON.stringify(meta)),
    ],
  }), Math.min(2, callers), Math.ceil(events / size));
}

async function fill(store, events) {
  const head = Number(await store.head() ?? 0);
  for (let made = head; made < events; made += 100) {
    const batch = Array.from({ length: 100 }, () => ({ id: randomUUID(), type: 'bench.Happened', data, meta }));
    await store.append(`child-${randomUUID()}`, batch, 'noStream');
  }
}

async function oursRead(store) {
  let read = 0;
  let after;
  const began = performance.now();
  while (read < eventsToRead) {
    const { events, position } = await store.readAll({ after, limit: pageEvents });
    read += events.length;
    after = position;
  }
  return read / ((performance.now() - began) / 1000);
}

async function rawRead(pool) {
  let read = 0;
  let after = 0;
  const began = performance.now();
  while (read < eventsToRead) {
    const { rows } = await pool.query({ name: 'raw-read', text: 'select * from es.event where position > $1 order by position limit $2', values: [after, pageEvents] });
    read += rows.length;
    after = rows.at(-1).position;
  }
  return read / ((performance.now() - began) / 1000);
}

async function copyOut(pool) {
  const client = await pool.connect();
  const began = performance.now();
  const stream = client.query(copyTo(`copy (select * from es.event where position <= ${eventsToRead} order by position) to stdout`));
  for await (const _ of stream);
  client.release();
  return eventsToRead / ((performance.now() - began) / 1000);
}

function sayRatio(what, ours, others, goal) {
  const ratios = ours.map((rate, round) => rate / others[round]);
  const value = median(ratios);
  const verdict = goal === undefined ? '' : `≥ ${goal}  ${value >= goal ? 'reached' : 'MISSED'}`;
  line(`${what.padEnd(36)} ${value.toFixed(2).padStart(6)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`.padEnd(66) + verdict);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function rotated(names, by) {
  return names.map((_, index) => names[(index + by) % names.length]);
}
