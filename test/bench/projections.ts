/**
 * How fast read models are filled from a log, and how fast they follow one:
 *   node --no-warnings --import ./test/embedded-postgres.fixture.loader.js test/bench/projections.ts
 *
 * The log has 50,000 events of 5,000 children, five at a time in turn. Reading it without doing anything is the limit to set the figures against.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { startEmbeddedPostgres } from '../../apps/cli/embedded-postgres.js';
import { Follower } from '../../libs/event-store/follower.js';
import type { NewEvent } from '../../libs/event-store/port.js';
import { EventStoreSchema } from '../../libs/event-store/postgres.migration.js';
import { PostgresEventStore } from '../../libs/event-store/postgres.js';
import type { Projection } from '../../libs/event-store/projection.js';
import { Projections1763710000000 } from '../../libs/event-store/projections.migration.js';
import { Reactions1763800000000 } from '../../libs/event-store/reactions.migration.js';
import { caseload } from '../../libs/oversight/caseload.projection.js';
import { guardians } from '../../libs/oversight/guardians.projection.js';
import { whereabouts } from '../../libs/oversight/whereabouts.projection.js';

const children = Number(process.env.CHILDREN ?? 5_000);
const logId = randomUUID();
let cpuBefore = process.cpuUsage();
const line = (text = '') => process.stdout.write(`${text}\n`);

const folder = await mkdtemp(join(tmpdir(), 'guarantor-bench-'));
const server = await startEmbeddedPostgres({ folder, log: { info: () => undefined, warn: () => undefined }, settings: { max_connections: '100' } });
try {
  await run(server.url);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit();

async function run(url: string): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url, migrations: [EventStoreSchema, Projections1763710000000, Reactions1763800000000], migrationsTransactionMode: 'each' }).initialize();
  await source.runMigrations();
  await source.destroy();
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const store = await PostgresEventStore.open({ url });
  const refs = Array.from({ length: children }, () => randomUUID());

  line(`${cpus()[0]!.model}, ${cpus().length} cores, Node ${process.version}`);
  await write(store, refs, 0, 5);
  await write(store, refs, 5, 10);
  const first = Number(await store.head());
  line(`${first} events of ${children} children`);
  for (const batchSize of [500, 2_000]) {
    const began = performance.now();
    for await (const { caughtUp } of store.follow({ batchSize, signal: new AbortController().signal })) if (caughtUp) break;
    report(`read only, batch ${batchSize}`, first, began);
  }
  const cases: [string, readonly Projection[]][] = [['guardians', [guardians]], ['caseload', [caseload]], ['whereabouts', [whereabouts]], ['all three', [guardians, caseload, whereabouts]]];
  for (const [what, projections] of cases) {
    for (const batchSize of [500, 2_000]) {
      const took = await filled({ pool, store, projections, batchSize });
      report(`fill ${what}, batch ${batchSize}`, first, took.began, took.ended);
    }
  }
  // What stands there now was filled with batches of 2000.
  const serving = { pool, store, projections: [guardians, caseload, whereabouts] };
  for (const [batchSize, from] of [[500, 10], [2_000, 15]] as const) {
    const before = Number(await store.head());
    await write(store, refs, from, from + 5);
    const follower = new Follower({ ...serving, logId, settings: { batchSize } });
    cpuBefore = process.cpuUsage();
    const began = performance.now();
    await follower.start();
    await untilAtEnd(pool, store, 3);
    report(`catch up all three with known children, batch ${batchSize}`, Number(await store.head()) - before, began);
    await follower.stop();
  }
  await latency(pool, store, refs);
  await pool.end();
  await store.close();
}

/** From an append's answer until its row can be read. */
async function latency(pool: pg.Pool, store: PostgresEventStore, refs: readonly string[]): Promise<void> {
  let moved = () => {};
  const follower = new Follower({ pool, store, logId, projections: [guardians, caseload, whereabouts], hooks: { moved: ({ name }) => { if (name === 'caseload') moved(); } } });
  await follower.start();
  await untilAtEnd(pool, store, 3);
  const waits: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    const seen = new Promise<void>((resolve) => { moved = resolve; });
    await store.append(`child-${refs[n]}`, [anEvent(20, refs[n]!)], 19);
    const answered = performance.now();
    await seen;
    waits.push(performance.now() - answered);
  }
  waits.sort((a, b) => a - b);
  line(`from the append's answer to the row, one at a time: p50 ${waits[100]!.toFixed(1)} ms, p99 ${waits[198]!.toFixed(1)} ms`);
  await follower.stop();
}

async function filled({ pool, store, projections, batchSize }: { pool: pg.Pool; store: PostgresEventStore; projections: readonly Projection[]; batchSize: number }): Promise<{ began: number; ended: number }> {
  const { rows } = await pool.query<{ schema: string }>(`select quote_ident(replace(name, '-', '_') || '_v' || version || '_' || generation) as schema from follower.projection where name <> 'known-time'`);
  for (const { schema } of rows) await pool.query(`drop schema ${schema} cascade`);
  await pool.query('delete from follower.projection; delete from follower.known_time');
  cpuBefore = process.cpuUsage();
  const follower = new Follower({ pool, store, logId, projections, settings: { batchSize, fillingsMax: 3 } });
  const began = performance.now();
  await follower.start();
  await untilAtEnd(pool, store, projections.length);
  const ended = performance.now();
  await follower.stop();
  return { began, ended };
}

async function untilAtEnd(pool: pg.Pool, store: PostgresEventStore, projections: number): Promise<void> {
  const head = await store.head();
  for (;;) {
    const { rowCount } = await pool.query(`select from follower.projection where status = 'serving' and name <> 'known-time' and position >= $1`, [head]);
    if (rowCount === projections) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Beside the events of a second, those of a second of this process's own CPU: on a machine that others use, that figure holds still. */
function report(what: string, events: number, began: number, ended = performance.now()): void {
  const { user, system } = process.cpuUsage(cpuBefore);
  cpuBefore = process.cpuUsage();
  const perSecond = (seconds: number) => String(Math.round(events / seconds)).padStart(8);
  line(`${what.padEnd(60)} ${perSecond((ended - began) / 1000)} events/s ${perSecond((user + system) / 1e6)} per second of CPU here`);
}

async function write(store: PostgresEventStore, refs: readonly string[], from: number, to: number): Promise<void> {
  const work = [...refs];
  await Promise.all(Array.from({ length: 200 }, async () => {
    for (let ref = work.pop(); ref; ref = work.pop()) {
      const events = Array.from({ length: to - from }, (_, n) => anEvent(from + n, ref!));
      await store.append(`child-${ref}`, events, from === 0 ? 'noStream' : from - 1);
    }
  }));
}

function anEvent(n: number, child: string): NewEvent {
  const at = new Date(Date.UTC(2026, 2, 1) + n * 86_400_000).toISOString();
  const sealed = { $sealed: { key: 'D2', version: 1, alg: 'A256GCM', iv: 'A'.repeat(16), ct: 'A'.repeat(86) } };
  const told: [type: string, data: object][] = [
    ['identification.ChildFound', { foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'FEMALE', ageStatus: 'PRESUMED', majorityOn: '2031-05-04', languages: ['kir'], nationalityClaims: [], name: sealed }],
    ['identification.DeprivationStarted', { stayRef: `stay-${Math.floor(n / 10)}`, settingKind: 'TRANSIT_CENTRE', state: 'KG', custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER', authorityLabel: 'Centre for Adaptation', groundGiven: sealed }],
    ['guardianship.GuardianAppointed', { guardianRef: 'guardian-1', organisationRef: 'org-1', model: 'PROFESSIONAL', scope: ['LEGAL', 'WELFARE'], from: at, name: sealed }],
    ['guardianship.MandateAccepted', { guardianRef: 'guardian-1' }],
    ['identification.ContactHeld', { with: [{ relation: 'MOTHER' }], channel: 'PHONE', supervised: 'YES' }],
    ['identification.DeprivationSettingChanged', { stayRef: `stay-${Math.floor(n / 10)}`, guarded: 'YES', withAdults: 'YES' }],
    ['identification.DeprivationEnded', { stayRef: `stay-${Math.floor(n / 10)}`, endReason: 'RELEASE', releasedTo: 'SHELTER' }],
    ['identification.EmergencyCareStarted', { facilityRef: 'shelter-1', reason: 'RELEASED_FROM_CUSTODY', reviewBy: at, note: sealed }],
    ['identification.PlacementDecided', { facilityRef: 'family-1', settingKind: 'FOSTER_CARE', from: at, reasons: sealed }],
    ['identification.FamilyLinkReported', { relativeRef: 'relative-1', relation: 'MOTHER', name: sealed }],
  ];
  const [type, data] = told[n === 10 || n === 20 ? 4 : n % 10]!;
  const meta = {
    schemaVersion: 1, childRef: child, occurredAt: { from: at, precision: 'exact', zone: 'Asia/Bishkek', zoneData: '2026a' }, purpose: 'PROTECTION', jurisdiction: 'KG', profileVersion: 'strict-1',
    recordedBy: { actorRef: 'guardian-1', role: 'CASE_WORKER', orgRef: 'org-2', orgType: 'CHILD_PROTECTION' }, causationId: randomUUID(), correlationId: randomUUID(), dataClasses: ['D2'],
    command: { name: 'Report', kind: 'RECORD', key: randomUUID(), hash: 'A'.repeat(43) },
  };
  return { id: randomUUID(), type, data: data as NewEvent['data'], meta };
}
