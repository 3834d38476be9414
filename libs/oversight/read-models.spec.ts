import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import { until } from '../event-store/event-store.contract.js';
import type { Fact } from '../decider/event.js';
import { Follower } from '../event-store/follower.js';
import type { NewEvent } from '../event-store/port.js';
import type { Projection, Row } from '../event-store/projection.js';
import { rowsOf, ScriptedLog } from '../event-store/projection.scenario.js';
import { followerMigrations } from '../event-store/projections.migration.js';
import { ReadModels } from '../event-store/read-model.js';
import { CaseloadEntry } from './caseload.entity.js';
import { caseload } from './caseload.projection.js';
import { Guardian } from './guardians.entity.js';
import { guardians } from './guardians.projection.js';
import { Whereabouts } from './whereabouts.entity.js';
import { whereabouts } from './whereabouts.projection.js';

type Happened = Pick<NewEvent, 'id' | 'type' | 'data' | 'meta'>;

const aziza = 'guardian-aziza';
const bermet = 'guardian-bermet';
const home = '3f0f0c6e-0000-4000-8000-000000000001';

const found = happened('identification.ChildFound', '2026-03-01T08:00:00Z', {
  foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'FEMALE', ageStatus: 'PRESUMED', majorityOn: '2031-05-04', languages: ['kir'], nationalityClaims: [],
  name: { $sealed: { key: 'D2', version: 1, alg: 'A256GCM', iv: 'AAAAAAAAAAAAAAAA', ct: 'AAAAAAAAAAAAAAAAAAAAAAAA' } },
});
const appointedUntil = (guardianRef: string, at: string, until?: string) =>
  happened('guardianship.GuardianAppointed', at, { guardianRef, organisationRef: 'guardians-of-bishkek', model: 'PROFESSIONAL', scope: ['LEGAL'], from: at, ...(until && { until }) });
const appointed = (guardianRef: string, at = '2026-03-03T09:00:00Z') => appointedUntil(guardianRef, at);
const checked = (guardianRef: string) => happened('guardianship.ConflictCheckCompleted', '2026-03-03T09:00:00Z', { guardianRef, employerType: 'NGO', answers: [] });
const accepted = (guardianRef: string) => happened('guardianship.MandateAccepted', '2026-03-04T09:00:00Z', { guardianRef }, guardianRef);
const replaced = happened('guardianship.GuardianReplaced', '2026-03-05T09:00:00Z', { formerGuardianRef: aziza, guardianRef: bermet, reason: 'CHILD_ASKED' });
const conflict = happened('guardianship.ConflictDeclared', '2026-03-06T09:00:00Z', { guardianRef: aziza, declaredBy: 'OTHER', ground: 'EMPLOYER', conflictFrom: '2026-03-06T09:00:00Z' });
const refuted = happened('identification.DeathReportRefuted', '2026-03-10T09:00:00Z', { shownBy: 'CHILD_SEEN' });
const died = happened('identification.DeathReported', '2026-03-09T09:00:00Z', { diedIn: 'KG', heldOrCaredFor: 'CUSTODY', causeClaimed: 'ILLNESS', contestedBy: [], examination: 'NONE' });
const held = happened('identification.DeprivationStarted', '2026-03-01T09:30:00Z', {
  stayRef: 'stay-1', settingKind: 'TRANSIT_CENTRE', facilityRef: home, state: 'KG', custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER', authorityLabel: 'Centre for Adaptation',
});
const released = happened('identification.DeprivationEnded', '2026-03-05T16:00:00Z', { stayRef: 'stay-1', endReason: 'RELEASE' });
const register = {
  kind: 'SHELTER', state: 'KG', zone: 'Asia/Bishkek', exitControl: 'OPEN', facilityRevision: 0, facilityEventId: randomUUID(),
  exitControls: [{ value: 'OPEN', from: '2020-01-01', attested: true, eventId: randomUUID() }],
};
const takenIn = happened('identification.EmergencyCareStarted', '2026-03-05T17:00:00Z', { facilityRef: home, reason: 'RELEASED_FROM_CUSTODY', reviewBy: '2026-03-06T17:00:00Z', register });
const placed = happened('identification.PlacementDecided', '2026-03-07T10:00:00Z', { facilityRef: home, settingKind: 'FOSTER_CARE', from: '2026-03-08T10:00:00Z', register });
const retracted = (event: Happened) => happened('record.Retracted', '2026-03-20T10:00:00Z', { target: event.id, targetType: event.type, reason: 'MISTAKEN_ENTRY' });
const corrected = (event: Happened, fields: object) => happened('record.Corrected', '2026-03-20T10:00:00Z', { target: event.id, targetType: event.type, fields, reason: 'NEW_INFORMATION' });

const denied = (event: Happened, by: string, actorRef?: string) => happened('record.Disputed', '2026-03-20T10:00:00Z', { target: event.id, targetType: event.type, by }, actorRef);

describe('The caseload', () => {
  it('has a row for each child: where and when it was found, its age as far as it is known, and what was recorded last', () => {
    expect(rows(caseload, found)).toEqual([expect.objectContaining({
      registered_at: '2026-03-01T08:01:00.000Z', found_from: '2026-03-01T08:00:00Z', found_in: 'KG', jurisdiction: 'KG', status: 'OPEN',
      age_status: 'PRESUMED', majority_on: '2031-05-04', last_event: 'identification.ChildFound', revision: 0,
    })]);
  });
  it('says into which record this one was merged, until it is split, and whatever anybody reports of that', () => {
    const merged = happened('identification.MergedInto', '2026-03-10T10:00:00Z', { survivorRef: 'survivor' });
    const split = happened('identification.SplitFrom', '2026-03-21T10:00:00Z', { survivorRef: 'survivor' });
    const lapsed = happened('identification.MergeLapsed', '2026-03-11T10:00:00Z', { survivorRef: 'survivor' });
    const into = (...facts: readonly (typeof found)[]) => rows(caseload, ...facts)[0]!.merged_into;
    expect([into(found), into(found, merged), into(found, merged, retracted(merged)), into(found, merged, split), into(found, merged, lapsed)]).toEqual([undefined, 'survivor', 'survivor', undefined, undefined]);
  });
  it('shows a child that was reported on and never registered', () => {
    expect(rows(caseload, held)).toEqual([expect.objectContaining({ registered_at: undefined, status: 'OPEN', last_event: 'identification.DeprivationStarted' })]);
  });
  it('says from when a child is represented, once the guardian has accepted', () => {
    expect(rows(caseload, found, appointed(aziza))).toMatchObject([{ represented_from: undefined }]);
    expect(rows(caseload, found, checked(aziza), appointed(aziza), accepted(aziza))).toMatchObject([{ represented_from: '2026-03-03T09:00:00.000Z', represented_until: undefined }]);
  });
  it('says that nobody represents a child whose guardian is in conflict, or whose check was withdrawn', () => {
    const check = checked(aziza);
    expect(rows(caseload, found, check, appointed(aziza), accepted(aziza), retracted(check))).toMatchObject([{ represented_from: undefined }]);
    expect(rows(caseload, found, checked(aziza), appointed(aziza), accepted(aziza), conflict)).toMatchObject([{ represented_from: undefined }]);
  });
  it('says that nobody represents a child who says so, or whose guardian says so itself', () => {
    const [check, acceptance] = [checked(aziza), accepted(aziza)];
    const represented = (event: Happened, by: string, actorRef?: string) => rows(caseload, found, check, appointed(aziza), acceptance, denied(event, by, actorRef))[0]!.represented_from;
    expect([check, acceptance].map((event) => represented(event, 'CHILD'))).toEqual([undefined, undefined]);
    expect([aziza, bermet].map((person) => represented(check, 'OTHER', person))).toEqual([undefined, '2026-03-03T09:00:00.000Z']);
  });
  it('says until when a child is represented by whoever was replaced, where it says that the successor has not accepted', () => {
    const acceptance = accepted(bermet);
    const replacedFrom = (from: string) => [found, checked(aziza), appointed(aziza), accepted(aziza), replaced, checked(bermet), appointedUntil(bermet, from, '2026-09-01T00:00:00Z'), acceptance];
    // Without a gap, whether the successor's mandate begins at once or later.
    for (const from of ['2026-03-05T09:00:00Z', '2026-06-01T00:00:00Z']) {
      expect(rows(caseload, ...replacedFrom(from))).toMatchObject([{ represented_from: '2026-03-03T09:00:00.000Z', represented_until: '2026-09-01T00:00:00.000Z' }]);
      expect(rows(caseload, ...replacedFrom(from), denied(acceptance, 'CHILD'))).toMatchObject([{ represented_from: '2026-03-03T09:00:00.000Z', represented_until: undefined }]);
    }
  });
  it('says of two times with a gap between them the later one', () => {
    const twice = [found, checked(aziza), appointedUntil(aziza, '2026-03-03T09:00:00Z', '2026-04-01T00:00:00Z'), accepted(aziza), checked(bermet), appointedUntil(bermet, '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'), accepted(bermet)];
    expect(rows(caseload, ...twice)).toMatchObject([{ represented_from: '2026-05-01T00:00:00.000Z', represented_until: '2026-06-01T00:00:00.000Z' }]);
  });
  it('closes a case when a death is reported, and opens it again when that report is refuted or retracted', () => {
    expect(rows(caseload, found, died)).toMatchObject([{ status: 'DEATH_REPORTED' }]);
    expect(rows(caseload, found, died, refuted)).toMatchObject([{ status: 'OPEN' }]);
    expect(rows(caseload, found, died, retracted(died))).toMatchObject([{ status: 'OPEN', last_event: 'record.Retracted' }]);
  });
  it('takes a correction as what is so', () => {
    expect(rows(caseload, found, corrected(found, { majorityOn: '2030-01-01', ageStatus: 'DOCUMENTED' }))).toMatchObject([{ majority_on: '2030-01-01', age_status: 'DOCUMENTED' }]);
  });
  it('keeps nothing of a child that is sealed', () => {
    expect(JSON.stringify(folded(caseload, [found]))).not.toContain('$sealed');
  });
});

describe('The guardians', () => {
  it('are listed with their mandates, from appointment to acceptance', () => {
    const appointment = appointed(aziza);
    expect(rows(guardians, appointment)).toEqual([expect.objectContaining({
      appointment: appointment.id, guardian_ref: aziza, organisation_ref: 'guardians-of-bishkek', valid_from: '2026-03-03T09:00:00Z', accepted: false, suspended: false, removed: false, succeeded_from: undefined,
    })]);
    expect(rows(guardians, appointment, accepted(aziza))).toMatchObject([{ accepted: true, clear: false }]);
    expect(rows(guardians, checked(aziza), appointment, accepted(aziza))).toMatchObject([{ accepted: true, clear: true }]);
  });
  it('are followed by a successor when that one has accepted', () => {
    const replacement = [appointed(aziza), accepted(aziza), replaced, appointed(bermet, '2026-03-05T09:00:00Z')];
    expect(rows(guardians, ...replacement)).toMatchObject([{ guardian_ref: aziza, successor_ref: bermet, succeeded_from: undefined }, { guardian_ref: bermet, accepted: false }]);
    expect(rows(guardians, ...replacement, accepted(bermet))).toMatchObject([{ guardian_ref: aziza, succeeded_from: '2026-03-05T09:00:00Z' }, { guardian_ref: bermet, accepted: true }]);
  });
  it('are shown with a conflict, and who declared it', () => {
    expect(rows(guardians, appointed(aziza), conflict)).toMatchObject([{ conflict: 'OTHER' }]);
  });
  it('are shown with a dispute to which they are a party', () => {
    const dispute = happened('best-interests.ParentalDisputeReported', '2026-03-06T09:00:00Z', { parents: [aziza, 'father'], over: ['CUSTODY'], proceeding: 'NONE' });
    expect(rows(guardians, appointed(aziza), dispute)).toMatchObject([{ conflict: 'OTHER' }]);
  });
  it('act on nothing that the child says is not so, and stay in the list', () => {
    const [check, appointment, acceptance] = [checked(aziza), appointed(aziza), accepted(aziza)];
    const shown = (event: Happened, by = 'CHILD', actorRef?: string) => rows(guardians, check, appointment, acceptance, denied(event, by, actorRef));
    expect(shown(check)).toMatchObject([{ accepted: true, clear: false }]);
    expect(shown(acceptance)).toMatchObject([{ accepted: false, clear: true }]);
    expect(shown(appointment)).toMatchObject([{ accepted: false, clear: false }]);
    expect(shown(acceptance, 'OTHER')).toMatchObject([{ accepted: true, clear: true }]);
    expect(shown(check, 'OTHER', aziza)).toMatchObject([{ accepted: true, clear: false }]);
    expect(shown(check, 'OTHER', bermet)).toMatchObject([{ accepted: true, clear: true }]);
  });
  it('are gone where the appointment is retracted', () => {
    const appointment = appointed(aziza);
    expect(rows(guardians, appointment, accepted(aziza), retracted(appointment))).toEqual([]);
  });
});

describe('The whereabouts', () => {
  it('show a stay with its class, its rule and the events it rests on, whatever the place is called', () => {
    expect(rows(whereabouts, held)).toEqual([expect.objectContaining({
      kind: 'REPORTED', stay: 'stay-1', facility_ref: home, setting_kind: 'TRANSIT_CENTRE', class: 'DEPRIVED', rule: 'LIB-1@1',
      starts_earliest: '2026-03-01T09:30:00.000Z', ends_earliest: undefined, sources: [held.id],
    })]);
    expect(rows(whereabouts, held, released)).toMatchObject([{ ends_earliest: '2026-03-05T16:00:00.000Z', end_reason: 'RELEASE' }]);
  });
  it('show emergency care until the placement that follows it', () => {
    expect(rows(whereabouts, takenIn, placed)).toMatchObject([
      { kind: 'EMERGENCY_CARE', class: 'NOT_DEPRIVED', ends_earliest: '2026-03-08T10:00:00.000Z', end_reason: 'TRANSFER' },
      { kind: 'PLACEMENT', class: 'NOT_DEPRIVED', ends_earliest: undefined },
    ]);
  });
  it('change with a correction, and vanish with a retraction', () => {
    expect(rows(whereabouts, held, corrected(held, { mayLeave: 'YES' }))).toMatchObject([{ class: 'NOT_DEPRIVED' }]);
    expect(rows(whereabouts, held, retracted(held))).toEqual([]);
  });
});

describe('All of them', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let source: DataSource;
  const all = [caseload, guardians, whereabouts];
  const everything = [found, appointed(aziza), accepted(aziza), replaced, appointed(bermet), accepted(bermet), conflict, died, held, released, takenIn, placed];
  beforeEach(async () => {
    database = await freshDatabase(followerMigrations);
    pool = new pg.Pool({ connectionString: database.url, max: 8 });
    source = await new DataSource({ type: 'postgres', url: database.url, entities: [CaseloadEntry, Guardian, Whereabouts] }).initialize();
  });
  afterEach(async () => {
    await Promise.all([pool.end(), source.destroy()]);
    await database.drop();
  });

  it('hold the same rows after following a history bit by bit and after being filled anew from it, child by child', async () => {
    const log: ScriptedLog = new ScriptedLog({ cut: () => 1 + (log.events.length % 7), byStream: true });
    const follower = await followed(log);
    const event = fc.record({ child: fc.integer({ min: 1, max: 5 }), what: fc.nat({ max: everything.length - 1 }), correction: fc.constantFrom(undefined, 'retract', 'correct') });
    await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 25 }), async (history) => {
      for (const { child, what, correction } of history) {
        const original = { ...everything[what]!, id: randomUUID() };
        add(log, String(child), original);
        if (correction === 'retract') add(log, String(child), { ...retracted(original), id: randomUUID() });
        if (correction === 'correct') add(log, String(child), { ...corrected(original, { mayLeave: 'YES' }), id: randomUUID() });
      }
      await until(() => atEnd(log), 'the end of the log');
    }), { numRuns: 8 });
    const before = await Promise.all(all.map(({ name }) => rowsOf(pool, `read."${table(name)}"`)));
    expect(before.every((of) => of.length > 0)).toBe(true);

    for (const { name } of all) await follower.rebuild(name);
    await until(async () => (await follower.status()).filter(({ generation }) => generation === 2).every(({ status }) => status === 'serving')
      && (await follower.status()).every(({ name, generation }) => name === 'known-time' || generation === 2), 'the second fillings', 20);
    expect(await Promise.all(all.map(({ name }) => rowsOf(pool, `read."${table(name)}"`)))).toEqual(before);
    expect(log.pagesByStream).toBeGreaterThan(all.length);
    expect((await pool.query('select * from follower.parked')).rows).toEqual([]);
    await follower.stop();
  });

  it('are read as entities, with the position that the answer is true at', async () => {
    const log = new ScriptedLog();
    for (const event of everything) add(log, 'aibek', event);
    const follower = await followed(log);
    await until(() => atEnd(log), 'the end of the log');
    const { result, position, parked } = await new ReadModels(source).read(all, async (manager) => ({
      child: await manager.findOneByOrFail(CaseloadEntry, { child: 'aibek' }),
      guardians: await manager.findBy(Guardian, { child: 'aibek' }),
      stays: await manager.find(Whereabouts, { where: { child: 'aibek' }, order: { n: 'asc' } }),
    }));
    expect(position).toBe(log.events.at(-1)!.position);
    expect(parked).toEqual([]);
    expect(result.child).toMatchObject({ status: 'DEATH_REPORTED', majorityOn: '2031-05-04', revision: everything.length - 1 });
    expect(result.guardians.map(({ guardianRef }) => guardianRef).sort()).toEqual([aziza, bermet]);
    expect(result.stays).toMatchObject([{ class: 'DEPRIVED' }, { kind: 'EMERGENCY_CARE' }, { kind: 'PLACEMENT', endReason: 'DEATH' }]);
    await follower.stop();
  });

  it('show an analyst neither the child nor the day on which it comes of age', async () => {
    const log = new ScriptedLog();
    add(log, 'aibek', found);
    const follower = await followed(log);
    await until(() => atEnd(log), 'the end of the log');
    const [row] = await rowsOf(pool, 'read.caseload_for_analysts') as [object];
    expect(row).toMatchObject({ found_in: 'KG', status: 'OPEN', age_status: 'PRESUMED' });
    expect(JSON.stringify(row)).not.toMatch(/aibek|2031/);
    await follower.stop();
  });

  async function followed(log: ScriptedLog): Promise<Follower> {
    const follower = new Follower({ pool, store: log, logId: 'log-1', projections: all, settings: { leaseMs: 300 } });
    await follower.start();
    return follower;
  }

  async function atEnd(log: ScriptedLog): Promise<boolean> {
    const { rowCount } = await pool.query(`select from follower.projection where status = 'serving' and position = $1`, [await log.head()]);
    return rowCount === all.length + 1;
  }
});

function table(name: string): string {
  return name === 'guardians' ? 'guardian' : name;
}

function happened(type: string, at: string, data: object, by = 'case-worker-1'): Happened {
  const meta = { schemaVersion: 1, occurredAt: { from: at, precision: 'exact', zone: 'Asia/Bishkek', zoneData: 'test' }, jurisdiction: 'KG', recordedBy: { actorRef: by, role: 'CASE_WORKER' } };
  return { id: randomUUID(), type, data: data as NewEvent['data'], meta };
}

function add(log: ScriptedLog, child: string, event: Happened): void {
  log.add(`child-${child}`, event);
}

/** Recorded a minute after it happened, and kept as JSON in between, as a follower does. */
function folded(projection: Projection, events: readonly Happened[]): unknown {
  return events.reduce((state: unknown, event, revision) => {
    const recordedAt = new Date(Date.parse((event.meta as unknown as Fact['meta']).occurredAt.from) + 60_000);
    const fact = { ...event, stream: 'child-aibek', revision, position: String(revision), recordedAt } as unknown as Fact;
    return JSON.parse(JSON.stringify(projection.evolve(state, fact))) as unknown;
  }, projection.initial);
}

function rows(projection: Projection, ...events: readonly Happened[]): readonly Row[] {
  return projection.rows('aibek', folded(projection, events))[table(projection.name)]!;
}
