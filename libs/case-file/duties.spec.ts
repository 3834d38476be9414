import { describe, expect, it } from '@jest/globals';
import { BadForm } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import type { Duty } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import type { PeriodName } from '../decider/profile.js';
import { profiles, settingsFrom, type DatedProfile } from '../profiles/profiles.js';
import { registry } from './contexts.js';
import { dutiesOf, owedId, stateOf, type DutyState, type OwedDuty } from './duties.js';
import { AttestDutyPaused, dutyPauses } from './duty-pauses.js';
import { Registry } from './registry.js';

const kg = profiles.find(({ version }) => version === 'KG@1')!;
const representativeIn = (length: number, version: number, validFrom: string): DatedProfile =>
  ({ ...kg, version: `KG@${version}`, validFrom, periods: { ...kg.periods, REPRESENTATIVE: { length, unit: 'calendarDays', source: 'a test' } } });
const settingOf = settingsFrom([kg, representativeIn(1, 2, '2026-06-01')]);

interface Told { readonly kind?: 'RECORD'; readonly type: string; readonly data?: object; readonly at: string; readonly to?: string; readonly recordedAt?: string; readonly by?: string; readonly aheadMs?: number; readonly id?: string; readonly stranger?: true; readonly jurisdiction?: string; readonly role?: string; readonly orgRef?: string }
const facts = (...told: readonly Told[]): readonly Fact[] => told.map(({ type, data = {}, at, to, recordedAt = to ?? at, by = 'somebody', aheadMs, id, kind, stranger, jurisdiction = 'KG', role, orgRef }, index) => ({
  id: id ?? `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, type, data, stream: 'child-1', revision: index, position: String(index), recordedAt: new Date(recordedAt),
  meta: {
    jurisdiction, occurredAt: { from: new Date(at).toISOString(), to, zone: 'Asia/Bishkek' }, recordedBy: { actorRef: by, role, orgRef }, clockAheadMs: aheadMs, command: { kind, ...(stranger ? { entitled: false } : {}) },
  },
}) as unknown as Fact);
const duty = (code: PeriodName, ...told: readonly Told[]): OwedDuty => dutiesOf(registry.duties, facts(...told), settingOf).find((owed) => owed.code === code)!;
const stateAt = (owed: OwedDuty, at: string): DutyState => stateOf(owed, new Date(at));

const found: Told = { type: 'identification.ChildFound', data: { accompaniment: 'UNACCOMPANIED' }, at: '2026-03-02T03:00:00Z' };
const checked: Told = { type: 'guardianship.ConflictCheckCompleted', data: { guardianRef: 'guardian', employerType: 'NGO', answers: [{ question: 'OPPOSING_PARTY', answer: 'NO' }] }, at: '2026-03-03T03:00:00Z', id: '33333333-3333-4333-8333-333333333333' };
const appointment: Told = { type: 'guardianship.GuardianAppointed', data: { guardianRef: 'guardian', organisationRef: 'guardians', model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2026-03-03T03:00:00Z' }, at: '2026-03-03T03:00:00Z' };
const appointed = [checked, appointment];
const accepted: Told = { type: 'guardianship.MandateAccepted', data: { guardianRef: 'guardian' }, by: 'guardian', at: '2026-03-04T03:00:00Z' };
const held: Told = { type: 'identification.DeprivationStarted', data: { stayRef: 'centre' }, at: '2026-03-02T03:00:00Z' };
const separated: Told = { type: 'identification.SeparationStarted', data: { separatedFrom: [{ relation: 'MOTHER' }] }, at: '2026-03-02T03:00:00Z', id: '11111111-1111-4111-8111-111111111111' };
const pausedUntil = (until: string, at: string): Told => ({
  type: 'duties.DutyPaused', data: { duty: owedId('FIRST_CONTACT_AFTER_SEPARATION', separated.id!), ground: 'CHILD_ASKED', until }, at, by: 'case-worker',
});

describe('A duty', () => {
  it('runs from what started it, in the days of the place, by the profile in force', () =>
    expect(duty('REPRESENTATIVE', found)).toMatchObject({ from: '2026-03-02T03:00:00.000Z', due: '2026-03-05T18:00:00.000Z', profileVersion: 'KG@1', zoneData: expect.stringMatching(/^\d{4}[a-z]$/), whenRecorded: undefined }));

  it('runs from the end of what is known as a period only', () =>
    expect(duty('REPRESENTATIVE', { ...found, to: '2026-03-10T03:00:00.000Z' }).due).toBe('2026-03-13T18:00:00.000Z'));

  it('runs at the latest from the instant at which it was told, however long the period that was named goes on', () => {
    const march = { at: '2026-02-28T18:00:00Z', to: '2026-03-31T18:00:00.000Z', recordedAt: '2026-03-22T03:00:00Z' };
    expect((['FIRST_APPEARANCE', 'NEEDS_ASSESSMENT'] as const).map((code) => duty(code, { ...held, ...march }, { ...found, ...march }).from)).toEqual(['2026-03-22T03:00:00.000Z', '2026-03-22T03:00:00.000Z']);
    expect(duty('FIRST_APPEARANCE', { ...held, ...march, aheadMs: 86_400_000 }).from).toBe('2026-03-23T03:00:00.000Z');
    expect(duty('FIRST_APPEARANCE', { ...held, ...march, recordedAt: '2026-04-02T03:00:00Z' }).from).toBe(march.to);
  });

  it('does not start where its condition does not hold', () => expect(duty('REPRESENTATIVE', { ...found, data: { accompaniment: 'WITH_PARENT' } })).toBeUndefined());

  it('is open until its last instant, and overdue after it', () => {
    const owed = duty('REPRESENTATIVE', found);
    expect(stateAt(owed, '2026-03-05T18:00:00.000Z')).toBe('OPEN');
    expect(stateAt(owed, '2026-03-05T18:00:00.001Z')).toBe('OVERDUE');
  });

  it('is met by the act that was asked for, in time or late', () => {
    expect(stateAt(duty('REPRESENTATIVE', found, ...appointed, accepted), '2026-04-01T00:00:00Z')).toBe('MET');
    expect(stateAt(duty('REPRESENTATIVE', found, ...appointed, { ...accepted, at: '2026-03-05T18:00:00Z' }), '2026-04-01T00:00:00Z')).toBe('MET');
    expect(stateAt(duty('REPRESENTATIVE', found, ...appointed, { ...accepted, at: '2026-03-05T18:00:01Z' }), '2026-04-01T00:00:00Z')).toBe('MET_LATE');
  });

  it('is met by a mandate when that begins: until then it is open, or overdue', () => {
    const from = (begins: string): Told => ({ ...appointment, data: { ...appointment.data, from: begins } });
    const states = (owed: OwedDuty) => ['2026-03-05T00:00:00Z', '2026-03-10T00:00:00Z', '2026-04-01T00:00:00Z'].map((at) => stateAt(owed, at));
    const late = duty('REPRESENTATIVE', found, checked, from('2026-03-20T03:00:00Z'), accepted);
    expect([states(late), late.met?.at]).toEqual([['OPEN', 'OVERDUE', 'MET_LATE'], '2026-03-20T03:00:00.000Z']);
    expect(states(duty('REPRESENTATIVE', found, checked, from('2026-03-05T03:00:00Z'), accepted))).toEqual(['OPEN', 'MET', 'MET']);
    const parent: Told = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', answers: [] }, at: '2026-03-05T04:00:00Z' };
    expect(states(duty('REPRESENTATIVE', found, checked, from('2026-03-20T03:00:00Z'), accepted, parent))).toEqual(['OPEN', 'MET', 'MET']);
    const suspended: Told = { type: 'guardianship.GuardianSuspended', data: { guardianRef: 'former', ground: 'INACTIVE' }, at: '2026-03-02T03:00:00Z' };
    expect(states(duty('REPLACE_GUARDIAN', suspended, checked, from('2026-03-20T03:00:00Z'), accepted))).toEqual(['OPEN', 'OVERDUE', 'MET_LATE']);
  });

  it('is not met by a guardian who is suspended, or was replaced, and accepts its mandate again', () => {
    const again: Told = { ...accepted, at: '2026-03-05T03:00:00Z' };
    const suspended: Told = { type: 'guardianship.GuardianSuspended', data: { guardianRef: 'guardian', ground: 'INACTIVE' }, at: '2026-03-04T03:00:00Z' };
    const replaced: Told = { type: 'guardianship.GuardianReplaced', data: { formerGuardianRef: 'guardian', guardianRef: 'next', reason: 'MOVED' }, at: '2026-03-04T03:00:00Z' };
    for (const took of [suspended, replaced]) expect(stateAt(duty('REPLACE_GUARDIAN', found, ...appointed, accepted, took, again), '2026-03-05T04:00:00Z')).toBe('OPEN');
    const anew: Told[] = appointed.map((fact) => ({ ...fact, at: '2026-03-04T12:00:00Z' }));
    for (const took of [suspended, replaced]) expect(stateAt(duty('REPLACE_GUARDIAN', found, ...appointed, accepted, took, ...anew, again), '2026-03-05T04:00:00Z')).toBe('MET');
  });

  it('is not met by a stranger, nor by somebody whom nobody appointed', () => {
    expect(duty('REPRESENTATIVE', found, ...appointed, { ...accepted, by: 'stranger' }).met).toBeUndefined();
    expect(duty('REPRESENTATIVE', found, accepted).met).toBeUndefined();
  });

  it('is neither met nor ended by an act of somebody for whom it was not made, nor by what rests on one', () => {
    const demanded: Told = { type: 'identification.ReleaseDemanded', data: { stayRef: 'centre' }, at: '2026-03-02T04:00:00Z' };
    const released: Told = { type: 'identification.DeprivationEnded', data: { stayRef: 'centre', endReason: 'RELEASE' }, at: '2026-03-02T04:00:00Z' };
    expect([duty('RELEASE_DEMAND', held, demanded).met, duty('RELEASE_DEMAND', held, released).ended]).not.toContain(undefined);
    expect([duty('RELEASE_DEMAND', held, { ...demanded, stranger: true }).met, duty('RELEASE_DEMAND', held, { ...released, stranger: true }).ended]).toEqual([undefined, undefined]);
    expect(duty('REPRESENTATIVE', found, checked, { ...appointment, stranger: true }, accepted).met).toBeUndefined();
  });

  it('is met in time by what was done in time and told late, and by nothing that was taken back', () => {
    const told = [found, ...appointed, { ...accepted, recordedAt: '2026-05-01T00:00:00Z', id: '22222222-2222-4222-8222-222222222222' }];
    expect(stateAt(duty('REPRESENTATIVE', ...told), '2026-05-02T00:00:00Z')).toBe('MET');
    const retracted: Told = { type: 'record.Retracted', data: { target: '22222222-2222-4222-8222-222222222222' }, at: '2026-05-03T00:00:00Z' };
    expect(stateAt(duty('REPRESENTATIVE', ...told, retracted), '2026-05-04T00:00:00Z')).toBe('OVERDUE');
  });

  it('is not met by a guardian whose check for conflicts was withdrawn, or reads otherwise now', () => {
    const told = [found, ...appointed, accepted];
    const after = (more: Told) => stateAt(duty('REPRESENTATIVE', ...told, more), '2026-05-04T00:00:00Z');
    const corrected = (answer: string): Told => ({ type: 'record.Corrected', data: { target: checked.id, fields: { answers: [{ question: 'OPPOSING_PARTY', answer }] } }, at: '2026-05-03T00:00:00Z' });
    expect(after({ type: 'record.Retracted', data: { target: checked.id }, at: '2026-05-03T00:00:00Z' })).toBe('OVERDUE');
    expect(['YES', 'UNKNOWN', 'NO'].map((answer) => after(corrected(answer)))).toEqual(['OVERDUE', 'OVERDUE', 'MET']);
    expect(stateAt(duty('REPRESENTATIVE', found, appointment, accepted), '2026-05-04T00:00:00Z')).toBe('OVERDUE');
  });

  it('ends with what it was for, but what was overdue by then stays so', () => {
    const released: Told = { type: 'identification.DeprivationEnded', data: { stayRef: 'centre' }, at: '2026-03-02T03:00:00Z' };
    expect(stateAt(duty('LAWYER_WHEN_DEPRIVED', held, released), '2026-04-01T00:00:00Z')).toBe('ENDED');
    expect(stateAt(duty('LAWYER_WHEN_DEPRIVED', held, { ...released, at: '2026-03-12T03:00:00Z' }), '2026-04-01T00:00:00Z')).toBe('OVERDUE');
    expect(duty('LAWYER_WHEN_DEPRIVED', held, { ...released, data: { stayRef: 'another' } }).ended).toBeUndefined();
  });

  it('that has ended is met by nothing that comes after it, and one that was met is ended by nothing', () => {
    const released: Told = { type: 'identification.DeprivationEnded', data: { stayRef: 'centre', endReason: 'RELEASE' }, at: '2026-03-02T04:00:00Z' };
    const heldAgain: Told = { ...held, data: { stayRef: 'cell' }, at: '2026-03-12T03:00:00Z' };
    const appeared = (at: string): Told => ({ type: 'identification.AuthorityAppeared', data: { stayRef: 'cell', authority: { orgType: 'COURT' }, independent: 'YES' }, at });
    const appearances = (...told: readonly Told[]) => dutiesOf(registry.duties, facts(held, ...told), settingOf).filter(({ code }) => code === 'FIRST_APPEARANCE')
      .map((owed) => [stateAt(owed, '2026-04-01T00:00:00Z'), owed.met?.at, owed.ended?.at]);
    expect(appearances(released, heldAgain, appeared('2026-03-12T05:00:00Z'))).toEqual([['ENDED', undefined, '2026-03-02T04:00:00.000Z'], ['MET', '2026-03-12T05:00:00.000Z', undefined]]);
    expect(appearances({ ...released, at: '2026-03-10T03:00:00Z' }, appeared('2026-03-12T05:00:00Z'))).toEqual([['OVERDUE', undefined, '2026-03-10T03:00:00.000Z']]);
    expect(appearances(appeared('2026-03-02T03:30:00Z'), released)).toEqual([['MET', '2026-03-02T03:30:00.000Z', undefined]]);
  });

  it('is met from the start by what the child has already, unless it has lost it since', () => {
    const lawyer = { lawyerRef: 'lawyer' };
    const before: Told[] = [
      { type: 'guardianship.LegalAidAssigned', data: lawyer, at: '2026-03-01T03:00:00Z' }, { type: 'guardianship.CaseAccepted', data: lawyer, at: '2026-03-01T04:00:00Z' },
    ];
    expect(stateAt(duty('LAWYER_WHEN_DEPRIVED', ...before, held), '2026-04-01T00:00:00Z')).toBe('MET');
    const lost: Told = { type: 'guardianship.LegalAidFailureReported', data: lawyer, at: '2026-03-01T05:00:00Z' };
    expect(stateAt(duty('LAWYER_WHEN_DEPRIVED', ...before, lost, held), '2026-04-01T00:00:00Z')).toBe('OVERDUE');
  });

  it('is owed no representative whom its parents left in somebody\'s care, and owed one once where several tell that it is alone', () => {
    const begun = (...told: readonly Told[]) => dutiesOf(registry.duties, facts(...told), settingOf).filter(({ code }) => code === 'REPRESENTATIVE').length;
    const leftBehind: Told = { type: 'identification.LeftBehindChildRegistered', data: { carer: {} }, at: '2026-03-01T03:00:00Z' };
    const gap: Told = { type: 'identification.CareGapOpened', data: {}, at: '2026-03-02T03:00:00Z' };
    const alone: Told = { type: 'identification.AccompanimentAttested', data: { accompaniment: 'UNACCOMPANIED' }, at: '2026-03-03T03:00:00Z' };
    expect([begun(leftBehind), begun(leftBehind, gap), begun(leftBehind, gap, alone), begun({ ...leftBehind, data: {} }, alone)]).toEqual([0, 1, 1, 1]);
  });

  it('starts anew where a lawyer leaves the child while it is held, and is met by another one', () => {
    const help = (lawyerRef: string): Told[] => [{ type: 'guardianship.LegalAidAssigned', data: { lawyerRef }, at: '2026-03-01T03:00:00Z' }, { type: 'guardianship.CaseAccepted', data: { lawyerRef }, at: '2026-03-01T04:00:00Z' }];
    const left: Told = { type: 'guardianship.LegalAidFailureReported', data: { lawyerRef: 'lawyer' }, at: '2026-03-10T03:00:00Z' };
    const released: Told = { type: 'identification.DeprivationEnded', data: { stayRef: 'centre', endReason: 'RELEASE' }, at: '2026-03-05T03:00:00Z' };
    const lawyers = (...told: readonly Told[]) => dutiesOf(registry.duties, facts(...told), settingOf).filter(({ code }) => code === 'LAWYER_WHEN_DEPRIVED').map((owed) => stateAt(owed, '2026-04-01T00:00:00Z'));
    expect(lawyers(...help('lawyer'), held, left)).toEqual(['MET', 'OVERDUE']);
    expect(lawyers(...help('lawyer'), ...help('other'), held, left)).toEqual(['MET', 'MET']);
    expect(lawyers(...help('lawyer'), held, left, { ...help('lawyer')[1]!, at: '2026-03-10T03:00:00Z' })).toEqual(['MET', 'MET']);
    expect(lawyers(...help('lawyer'), held, released, left)).toEqual(['MET']);
    expect(lawyers({ ...held, data: { stayRef: 'centre', settingKind: 'SHELTER', mayLeave: 'YES' } })).toEqual([]);
  });

  it('starts anew with each review', () => {
    const placed = (at: string): Told => ({ type: 'identification.PlacementDecided', at });
    const reviews = dutiesOf(registry.duties, facts(placed('2026-01-10T03:00:00Z'), placed('2026-03-10T03:00:00Z')), settingOf).filter(({ code }) => code === 'PLACEMENT_REVIEW');
    expect(reviews.map((owed) => [owed.due, stateAt(owed, '2026-04-01T00:00:00Z')])).toEqual([['2026-04-10T18:00:00.000Z', 'MET'], ['2026-06-10T18:00:00.000Z', 'OPEN']]);
  });
});

describe('The time of an act and the time of what it is asked for', () => {
  const contact = (at: string, to?: string): Told => ({ type: 'identification.ContactHeld', data: { with: [{ relation: 'MOTHER' }] }, at, to, id: '33333333-3333-4333-8333-333333333333' });
  const onSecond: Told = { ...separated, to: '2026-03-02T18:00:00.000Z', at: '2026-03-01T18:00:00Z' };
  const corrected = (target: string, from: string): Told => ({ type: 'record.Corrected', data: { target, fields: {}, occurredAt: { from, zone: 'Asia/Bishkek' } }, at: '2026-04-01T00:00:00Z' });
  const contactCorrected = (from: string) => corrected('33333333-3333-4333-8333-333333333333', from);
  it.each<[string, DutyState, readonly Told[]]>([
    ['an act at the moment of the start', 'MET', [separated, contact('2026-03-02T03:00:00Z')]],
    ['an act an instant before the start, told after it', 'OVERDUE', [separated, contact('2026-03-02T02:59:59.999Z')]],
    ['an act in a period that began before the start', 'OVERDUE', [separated, contact('2026-03-01T18:00:00Z', '2026-03-02T18:00:00.000Z')]],
    ['an act in a period that was over in time', 'MET', [separated, contact('2026-03-02T04:00:00Z', '2026-03-03T03:00:00.000Z')]],
    ['an act in a period that went on after the end of the time', 'MET_LATE', [separated, contact('2026-03-02T04:00:00Z', '2026-03-03T03:00:00.001Z')]],
    ['an act in a period that goes on, told in time', 'MET', [separated, { ...contact('2026-03-02T04:00:00Z', '2026-03-31T18:00:00.000Z'), recordedAt: '2026-03-03T03:00:00Z' }]],
    ['an act in a period that goes on, told late', 'MET_LATE', [separated, { ...contact('2026-03-02T04:00:00Z', '2026-03-31T18:00:00.000Z'), recordedAt: '2026-03-03T03:00:00.001Z' }]],
    ['an act on the day on which it began, at whatever hour', 'MET', [onSecond, contact('2026-03-01T18:00:00Z')]],
    ['an act before the day on which it began', 'OVERDUE', [onSecond, contact('2026-03-01T17:59:59Z')]],
    ['an act in time after one that came too early', 'MET', [separated, contact('2026-03-01T03:00:00Z'), { ...contact('2026-03-02T05:00:00Z'), id: '44444444-4444-4444-8444-444444444444' }]],
    ['an act that was put to a time before the start', 'OVERDUE', [separated, contact('2026-03-02T05:00:00Z'), contactCorrected('2026-03-02T01:00:00.000Z')]],
    ['an act that was only put to a time after the start', 'OVERDUE', [separated, contact('2026-03-02T01:00:00Z'), contactCorrected('2026-03-02T05:00:00.000Z')]],
    ['an act after which the start was put', 'OVERDUE', [separated, contact('2026-03-02T05:00:00Z'), corrected(separated.id!, '2026-03-02T06:00:00.000Z')]],
    ['an act that was told before the start, which was reported', 'MET', [contact('2026-03-02T05:00:00Z'), { ...separated, kind: 'RECORD' }]],
    ['an act that was told before the start, where the day leaves open which came first', 'OVERDUE', [contact('2026-03-02T05:00:00Z'), { ...onSecond, kind: 'RECORD' }]],
    ['an act that was told before the start, which was no report', 'OVERDUE', [contact('2026-03-02T05:00:00Z'), separated]],
    ['an act in time, where the time was paused', 'MET', [separated, pausedUntil('2026-03-05T03:00:00.000Z', '2026-03-03T02:00:00Z'), contact('2026-03-05T00:00:00Z', '2026-03-05T04:00:00.000Z')]],
    ['an act during a day that was over after the pause', 'MET_LATE', [separated, pausedUntil('2026-03-05T03:00:00.000Z', '2026-03-03T02:00:00Z'), contact('2026-03-05T00:00:00Z', '2026-03-05T18:00:00.000Z')]],
  ])('%s: %s', (_, state, told) => expect(stateAt(duty('FIRST_CONTACT_AFTER_SEPARATION', ...told), '2026-05-01T00:00:00Z')).toBe(state));

  it('is that of the part which was over last, where several are owed', () => {
    const freed: Told = { type: 'identification.DeprivationEnded', data: { endReason: 'RELEASE' }, at: '2026-03-02T03:00:00Z' };
    const given = (service: string, at: string): Told => ({ type: 'identification.HealthAccessReported', data: { service, access: 'GIVEN', free: 'YES' }, at });
    const aftercare = (...told: readonly Told[]) => stateAt(duty('AFTERCARE', freed, ...told), '2026-05-01T00:00:00Z');
    expect(aftercare(given('HEALTH_CHECK', '2026-03-03T03:00:00Z'), given('PSYCHOSOCIAL', '2026-03-04T03:00:00Z'))).toBe('MET');
    expect(aftercare(given('HEALTH_CHECK', '2026-04-03T03:00:00Z'), given('PSYCHOSOCIAL', '2026-03-04T03:00:00Z'))).toBe('MET_LATE');
    expect(aftercare(given('HEALTH_CHECK', '2026-03-01T03:00:00Z'), given('PSYCHOSOCIAL', '2026-03-04T03:00:00Z'))).toBe('OVERDUE');
  });

  it('is that of the rounds of what is owed again and again: each begins where the one before was met, in whatever order they are told', () => {
    const visit = (at: string, to?: string): Told => ({ kind: 'RECORD', type: 'reintegration.VisitHeld', data: { child: { result: 'GOOD' } }, at, to });
    const arrived: Told = { kind: 'RECORD', type: 'reintegration.ChildArrived', data: { state: 'KG' }, at: '2026-01-01T03:00:00Z' };
    const rounds = (...told: readonly Told[]) => dutiesOf(registry.duties, facts(...told), settingOf).filter(({ code }) => code === 'FOLLOW_UP_VISIT')
      .map((owed) => [owed.from.slice(0, 10), stateAt(owed, '2026-04-30T00:00:00Z'), owed.met?.at.slice(0, 10)]).sort();
    const inTurn = [['2026-01-01', 'MET', '2026-01-20'], ['2026-01-20', 'MET', '2026-02-15'], ['2026-02-15', 'OVERDUE', undefined]];
    expect(rounds(arrived, visit('2026-01-20T03:00:00Z'), visit('2026-02-15T03:00:00Z'))).toEqual(inTurn);
    expect(rounds(arrived, visit('2026-02-15T03:00:00Z'), visit('2026-01-20T03:00:00Z'))).toEqual(inTurn);
    expect(rounds(arrived, visit('2026-01-19T18:00:00Z', '2026-01-20T18:00:00.000Z'), visit('2026-02-15T03:00:00Z'))).toEqual(inTurn);
  });

  it('is asked of a suspension between two states, too', () => {
    const declared: Told = { kind: 'RECORD', type: 'corridor.SuspensionDeclared', data: { suspensionRef: 'closed-border', reviewBy: '2026-03-20T00:00:00Z' }, at: '2026-03-02T03:00:00Z' };
    const resumed = (at: string): Told => ({ type: 'corridor.TransfersResumed', data: { suspensionRef: 'closed-border' }, at });
    expect([resumed('2026-03-01T03:00:00Z'), resumed('2026-03-10T03:00:00Z')].map((told) => stateAt(duty('SUSPENSION_REVIEW', declared, told), '2026-05-01T00:00:00Z'))).toEqual(['OVERDUE', 'MET']);
  });

  it('leaves a stay as it is where one that was before it ended, and nobody says which', () => {
    const released = (at: string): Told => ({ type: 'identification.DeprivationEnded', data: { endReason: 'RELEASE' }, at });
    const appearance = (...told: readonly Told[]) => stateAt(duty('FIRST_APPEARANCE', { ...held, data: { stayRef: 'centre', mayLeave: 'NO' } }, ...told), '2026-05-01T00:00:00Z');
    expect([appearance(released('2026-03-01T03:00:00Z')), appearance(released('2026-03-02T05:00:00Z'))]).toEqual(['OVERDUE', 'ENDED']);
  });
});

describe('A duty in every reading of the record', () => {
  const id = '66666666-6666-4666-8666-666666666666';
  const foundOnce: Told = { ...found, id };
  const retracted = (target: string, more: Partial<Told> = {}): Told => ({ type: 'record.Retracted', data: { target }, at: '2026-03-03T03:00:00Z', ...more });
  const shown = (...told: readonly Told[]) => {
    const owed = duty('REPRESENTATIVE', ...told) as OwedDuty | undefined;
    return owed && [stateAt(owed, '2026-04-01T00:00:00Z'), owed.contested];
  };

  it('stays, contested, where what started it is withdrawn, and says what became of it', () => {
    expect(shown(foundOnce)).toEqual(['OVERDUE', false]);
    expect(shown(foundOnce, retracted(id))).toEqual(['OVERDUE', true]);
    expect(shown(foundOnce, ...appointed, accepted, retracted(id))).toEqual(['MET', true]);
    expect(dutiesOf(registry.duties, facts(foundOnce, retracted(id)), settingOf).map(({ code }) => code)).toEqual(dutiesOf(registry.duties, facts(foundOnce), settingOf).map(({ code }) => code));
  });

  it('is contested by nobody who was not entitled to withdraw it', () => expect(shown(foundOnce, retracted(id, { stranger: true }))).toEqual(['OVERDUE', false]));

  it('stays contested where the withdrawal is withdrawn in its turn', () =>
    expect(shown(foundOnce, retracted(id, { id: '77777777-7777-4777-8777-777777777777' }), retracted('77777777-7777-4777-8777-777777777777'))).toEqual(['OVERDUE', true]));

  it('stays contested where it was met meanwhile, and the withdrawal of its start is withdrawn in its turn', () => {
    const withdrawal = '77777777-7777-4777-8777-777777777777';
    expect(shown(foundOnce, ...appointed, accepted, retracted(id, { id: withdrawal }), retracted(withdrawal))).toEqual(['MET', true]);
    expect(shown(foundOnce, ...appointed, accepted)).toEqual(['MET', false]);
  });

  it('reads an event that a correction dates after it was told where that correction stands, as a gate does', () => {
    const danger: Told = { type: 'best-interests.DangerAssessed', data: { stayingWith: ['mother'], finding: 'PRESENT' }, at: '2026-03-02T03:00:00Z', id };
    const mother: Told = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', answers: [] }, at: '2026-03-04T03:00:00Z' };
    const dated = (from: string): Told => ({ type: 'record.Corrected', data: { target: id, fields: {}, occurredAt: { from, zone: 'Asia/Bishkek' } }, at: '2026-03-08T03:00:00Z' });
    const replaced = (from: string) => duty('REPLACE_GUARDIAN', danger, mother, dated(from)) as OwedDuty | undefined;
    expect(duty('REPLACE_GUARDIAN', danger, mother)).toBeUndefined();
    expect(replaced('2026-03-01T03:00:00.000Z')).toBeUndefined();
    expect(replaced('2026-03-07T03:00:00.000Z')).toMatchObject({ from: '2026-03-07T03:00:00.000Z', startedBy: id });
  });

  it('is met by nothing that the child says is not so, and contested by nobody else', () => {
    const acceptance = { ...accepted, id };
    const disputed = (by: string, more: Partial<Told> = {}): Told => ({ type: 'record.Disputed', data: { target: id, by }, at: '2026-03-06T03:00:00Z', ...more });
    const after = (...told: readonly Told[]) => shown(found, ...appointed, acceptance, ...told);
    expect([after(disputed('CHILD')), after(disputed('OTHER', { role: 'CHILD' })), after(disputed('OTHER')), after(disputed('CHILD', { stranger: true }))]).toEqual([['OVERDUE', true], ['OVERDUE', true], ['MET', false], ['MET', false]]);
    expect(after(disputed('CHILD'), { ...acceptance, id: '88888888-8888-4888-8888-888888888888', at: '2026-03-07T03:00:00Z' })).toEqual(['MET_LATE', false]);
  });

  it('is neither met nor ended by a correction of something that did neither', () => {
    const ended: Told = { type: 'identification.DeprivationEnded', data: { stayRef: 'centre', endReason: 'TRANSFER' }, at: '2026-03-02T05:00:00Z', id };
    const released: Told = { type: 'record.Corrected', data: { target: id, fields: { endReason: 'RELEASE' } }, at: '2026-03-04T00:00:00Z' };
    const appearance = duty('FIRST_APPEARANCE', held, ended, released);
    expect([stateAt(appearance, '2026-04-01T00:00:00Z'), appearance.contested]).toEqual(['OVERDUE', true]);
    const anew: Told = { ...ended, data: { stayRef: 'centre', endReason: 'RELEASE' }, id: '88888888-8888-4888-8888-888888888888' };
    expect(stateAt(duty('FIRST_APPEARANCE', held, ended, released, anew), '2026-04-01T00:00:00Z')).toBe('ENDED');
  });

  it('is due by the time to which its start was put, and contested by nobody for that', () =>
    expect(duty('REPRESENTATIVE', foundOnce, { type: 'record.Corrected', data: { target: id, fields: {}, occurredAt: { from: '2026-03-04T03:00:00.000Z', zone: 'Asia/Bishkek' } }, at: '2026-03-05T00:00:00Z' }))
      .toMatchObject({ due: '2026-03-07T18:00:00.000Z', contested: false }));
});

describe('Whose law a duty is counted by, and whose it is', () => {
  const foundIn = (state: string): Told => ({ ...found, data: { ...found.data, foundIn: state }, role: 'CASE_WORKER', orgRef: 'district' });

  it('is that of the state in which the child was found, whatever law a reporter names', () =>
    expect(duty('FIRST_APPEARANCE', foundIn('KG'), { ...held, jurisdiction: 'MD' })).toMatchObject({ jurisdiction: 'KG', profileVersion: 'KG@1' }));

  it('is that of the first fact where nobody has registered the child', () =>
    expect(duty('FIRST_APPEARANCE', held, { ...held, jurisdiction: 'MD', data: { stayRef: 'another' } })).toMatchObject({ jurisdiction: 'KG' }));

  it('is the body of the holder\'s role that last decided or certified something, or registered the child, and none that only reported', () => {
    const by = (kind: string, orgRef: string): Told => ({ kind: kind as 'RECORD', type: 'identification.PlacementDecided', at: '2026-03-03T03:00:00Z', role: 'CASE_WORKER', orgRef });
    const ofNeeds = (...told: readonly Told[]) => duty('NEEDS_ASSESSMENT', foundIn('KG'), ...told).organisation;
    expect([ofNeeds(), ofNeeds(by('DECIDE', 'city')), ofNeeds(by('RECORD', 'city')), duty('REPRESENTATIVE', foundIn('KG')).organisation]).toEqual(['district', 'city', 'district', undefined]);
  });

  it('says which of several acts are done', () => {
    const assessed: Told = { type: 'best-interests.NeedsAssessed', at: '2026-03-05T03:00:00Z' };
    expect(duty('NEEDS_ASSESSMENT', foundIn('KG'), assessed).components).toEqual({ RIGHTS_ASSESSMENT: { event: expect.any(String), at: '2026-03-05T03:00:00.000Z' }, FAMILY_ASSESSMENT: null, PLAN: null });
  });
});

describe('What each duty starts at, and what meets it', () => {
  const at = (type: string, data: object = {}, days = 0): Told => ({ type, data, at: new Date(Date.parse('2026-01-10T03:00:00Z') + days * 86_400_000).toISOString(), id: undefined });
  const id = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  const inKyrgyz = at('identification.ChildFound', { languages: ['kir'] });
  const longer = (guardianRef: string, until: string | undefined, from = '2026-01-11T03:00:00Z'): readonly Told[] => [
    at('guardianship.ConflictCheckCompleted', { guardianRef, employerType: 'NGO', answers: [] }, 1), at('guardianship.GuardianAppointed', { guardianRef, from, until, scope: [] }, 1),
    { ...at('guardianship.MandateAccepted', { guardianRef }, 2), by: guardianRef },
  ];
  const journey = '99999999-9999-4999-8999-999999999999';
  const left = [{ ...at('repatriation.TransferAuthorised', { destinationState: 'KG' }, 30), id: journey }, at('repatriation.DepartureConfirmed', { authorisation: journey }, 30)];
  const halted = (authorisation: string, inTransit = true) => at('repatriation.TransferHalted', { authorisation, inTransit, lost: [] }, 31);
  const haltedOnTheWay = ([['PLACEMENT_REVIEW', 'identification.PlacementDecided', 'OVERDUE', 'ENDED'], ['EXECUTION', 'repatriation.RepatriationDecided', 'OVERDUE', 'MET'], ['DETERMINATION_AGE', 'best-interests.BestInterestsDetermined', 'OPEN', 'MET']] as const)
    .flatMap(([code, type, stillOwed, carriedOut]): [PeriodName, string, DutyState, readonly Told[]][] => [
      [code, `${stillOwed} where the journey was halted on the way`, stillOwed, [at(type), ...left, halted(journey)]],
      [code, `${stillOwed} where the child was then brought elsewhere`, stillOwed, [at(type), ...left, halted(journey), at('reintegration.ChildArrived', { state: 'UZ' }, 32)]],
      [code, `${carriedOut} where it arrived all the same`, carriedOut, [at(type), ...left, halted(journey), at('reintegration.ChildArrived', { state: 'KG' }, 32)]],
      [code, `${carriedOut} where another journey was halted`, carriedOut, [at(type), ...left, halted('another')]],
    ]);
  it.each<[PeriodName, string, DutyState, readonly Told[]]>([
    ['REPRESENTATIVE', 'met by a parent who was confirmed', 'MET', [at('identification.ChildFound'), at('guardianship.RepresentingParentConfirmed', { answers: [] }, 1)]],
    ...[['is found not to be with its parent', 'identification.AccompanimentAttested', { accompaniment: 'NON_LEGAL_CUSTODIAN' }], ['has nobody who is known to care for it any more', 'identification.CareGapOpened', { because: 'CARER_ARRESTED' }]].flatMap(([of, type, data]): [PeriodName, string, DutyState, readonly Told[]][] => [
      ['REPRESENTATIVE', `overdue for a child who ${of as string}`, 'OVERDUE', [at('identification.ChildFound', { accompaniment: 'WITH_PARENT' }), at(type as string, data as object, 1)]],
      ['REPRESENTATIVE', `overdue for a child who was left behind and ${of as string}`, 'OVERDUE', [at('identification.LeftBehindChildRegistered', { carer: {} }), at(type as string, data as object, 1)]],
      ['REPRESENTATIVE', `overdue for a child who ${of as string}, and was not found before`, 'OVERDUE', [at(type as string, data as object, 1)]],
    ]),
    ...[['while nobody is accepted for the time after it', 'OVERDUE', []], ['where another guardian is accepted for longer', 'MET', longer('next', '2026-03-01T00:00:00Z')], ['where the same one is', 'MET', longer('guardian', undefined)],
      ['where the next one begins only long after it', 'OVERDUE', longer('next', undefined, '2026-05-01T00:00:00Z')], ['where the next one begins when it ends', 'MET', longer('next', undefined, '2026-02-20T00:00:00Z')],
      ['where another one is accepted for no longer', 'OVERDUE', longer('next', '2026-02-20T00:00:00Z')]].map(([of, state, then]): [PeriodName, string, DutyState, readonly Told[]] =>
      ['MANDATE_CONTINUED', `${state as string} ${of as string}`, state as DutyState, [at('identification.ChildFound', { majorityOn: '2030-01-01' }), ...longer('guardian', '2026-02-20T00:00:00Z'), ...then as readonly Told[]]]),
    ['REPRESENTATIVE', 'overdue for a child who was left behind with nobody', 'OVERDUE', [at('identification.LeftBehindChildRegistered')]],
    ['REPLACE_GUARDIAN', 'overdue while nobody takes over', 'OVERDUE', [at('guardianship.GuardianSuspended', { guardianRef: 'guardian' })]],
    ['REPLACE_GUARDIAN', 'ended where the conflict that was reported is none', 'ENDED', [at('guardianship.ConflictDeclared', { guardianRef: 'guardian' }), at('guardianship.ConflictReportClosed', { guardianRef: 'guardian' }, 1)]],
    ...[['a coercion', 'repatriation.CoercionReported', { coercedByPerson: 'guardian' }], ['a danger', 'best-interests.DangerAssessed', { stayingWith: ['guardian'], finding: 'PRESENT' }]].flatMap(([of, type, data]): [PeriodName, string, DutyState, readonly Told[]][] => {
      const story = [at('guardianship.GuardianAppointed', { guardianRef: 'guardian', from: '2026-01-01T00:00:00Z', scope: [] }), at(type as string, data as object)];
      return [
        ['REPLACE_GUARDIAN', `overdue for ${of as string} of which the guardian is accused`, 'OVERDUE', story],
        ['REPLACE_GUARDIAN', `ended where ${of as string} was looked into and is none`, 'ENDED', [...story, at('guardianship.ConflictReportClosed', { guardianRef: 'guardian' }, 1)]],
      ];
    }),
    ['CARE_REVIEW_AFTER_GUARDIAN', 'overdue while emergency care goes on', 'OVERDUE', [at('identification.EmergencyCareStarted'), at('guardianship.MandateAccepted', {}, 1)]],
    ['CARE_REVIEW_AFTER_GUARDIAN', 'overdue where a parent represents the child instead', 'OVERDUE', [at('identification.EmergencyCareStarted'), at('guardianship.RepresentingParentConfirmed', { parentRef: 'mother', answers: [] }, 1)]],
    ...haltedOnTheWay,
    ['PLACEMENT_REVIEW', 'met by a review', 'MET', [at('identification.PlacementDecided'), at('best-interests.PlacementReviewed', {}, 30)]],
    ['PLACEMENT_REVIEW', 'ended by the departure', 'ENDED', [at('identification.PlacementDecided'), at('repatriation.DepartureConfirmed', {}, 30)]],
    ['DETERMINATION', 'met by the determination', 'MET', [at('best-interests.AssessmentOpened'), at('best-interests.BestInterestsDetermined', {}, 30)]],
    ['DETERMINATION', 'open again where it was reopened', 'OPEN', [at('best-interests.BestInterestsDetermined'), at('best-interests.DeterminationReopened', {}, 130)]],
    ['APPEAL_WINDOW', 'not started by an explanation that was not understood', 'ENDED', [inKyrgyz, at('repatriation.DecisionExplained', { understanding: 'NOT_UNDERSTOOD', language: 'kir' }), at('repatriation.DecisionExplained', { understanding: 'SAID_IN_OWN_WORDS', language: 'kir' })]],
    ['EXECUTION', 'met by the departure', 'MET', [at('repatriation.RepatriationDecided'), at('repatriation.DepartureConfirmed', {}, 40)]],
    ['EXECUTION', 'ended by an appeal that set the decision aside', 'ENDED', [at('repatriation.RepatriationDecided'), at('repatriation.AppealDecided', { result: 'UPHELD', decisionRef: id(0) }, 20)]],
    ['SUSPENSION_REVIEW', 'met by its end', 'MET', [at('repatriation.SuspensionReported', { suspensionRef: 'closed-border' }), at('repatriation.SuspensionEnded', { suspensionRef: 'closed-border' }, 20)]],
    ['SUSPENSION_REVIEW', 'overdue while only another one ended', 'OVERDUE', [at('repatriation.SuspensionReported', { suspensionRef: 'closed-border' }), at('repatriation.SuspensionEnded', { suspensionRef: 'another' }, 20)]],
    ['FOLLOW_UP_VISIT', 'overdue after the last visit', 'OVERDUE', [at('reintegration.VisitHeld', { child: { result: 'GOOD' } })]],
    ['MISSED_CONTACT_ALARM', 'met late by an alarm after days', 'MET_LATE', [at('reintegration.ContactMissed'), at('reintegration.MissingReported', {}, 5)]],
    ...[['OVERDUE', 'where no contact was held', []], ['MET', 'where the one was met whom the decision names', [at('identification.ContactHeld', { with: [{ personRef: 'mother', relation: 'MOTHER' }] }, 0.1)]],
      ['MET', 'where the mother was met, and that is who was named', [at('identification.FamilyLinkReported', { relativeRef: 'mother', relation: 'MOTHER' }), at('identification.ContactHeld', { with: [{ relation: 'MOTHER' }] }, 0.1)]],
      ['OVERDUE', 'where somebody was met who is nothing to the child', [at('identification.ContactHeld', { with: [{ relation: 'UNRELATED' }] }, 0.1)]],
      ['ENDED', 'where the decision was set aside', [at('repatriation.AppealDecided', { result: 'UPHELD', decisionRef: id(0) }, 0.1)]]].map(([state, where, then]): [PeriodName, string, DutyState, readonly Told[]] =>
      ['FIRST_CONTACT_AFTER_SEPARATION', `${state as string} ${where as string}`, state as DutyState, [at('best-interests.SeparationAuthorised', { separatedFrom: ['mother'], contact: 'FREE' }), ...then as readonly Told[]]]),
    ['FIRST_CONTACT_AFTER_SEPARATION', 'not met by contact with somebody else', 'OVERDUE', [at('identification.SeparationStarted', { separatedFrom: [{ relation: 'MOTHER' }] }), at('identification.ContactHeld', { with: [{ relation: 'COUSIN' }] }, 0.1)]],
  ])('%s is %s', (code, _, state, told) => expect(stateAt(duty(code, ...told), '2026-05-25T00:00:00Z')).toBe(state));

  it('the first contact after a decision is owed once, of each whom it takes from the child, and of nobody who endangers it', () => {
    const apart = (separatedFrom: readonly string[], contact: string, days: number) => at('best-interests.SeparationAuthorised', { separatedFrom, contact }, days);
    const owed = (...told: readonly Told[]) => dutiesOf(registry.duties, facts(...told), settingOf).filter(({ code }) => code === 'FIRST_CONTACT_AFTER_SEPARATION').map(({ startedBy }) => startedBy);
    expect(owed(apart(['mother'], 'NONE_FOR_SAFETY', 0))).toEqual([]);
    expect(owed(apart(['mother'], 'FREE', 0), apart(['mother'], 'FREE', 90), apart(['mother', 'father'], 'SUPERVISED', 100))).toEqual([id(0), id(2)]);
    expect(owed(apart(['mother'], 'FREE', 0), at('identification.Reunited', { separationRef: id(0) }, 20), apart(['mother'], 'FREE', 90))).toEqual([id(0), id(2)]);
  });

  it('each ends with a death, unless its report was a mistake', () => {
    const died = at('identification.DeathReported', {}, 1);
    expect(stateAt(duty('REPRESENTATIVE', at('identification.ChildFound'), died), '2026-05-25T00:00:00Z')).toBe('ENDED');
    expect(stateAt(duty('REPRESENTATIVE', at('identification.ChildFound'), died, at('identification.DeathReportRefuted', {}, 2)), '2026-05-25T00:00:00Z')).toBe('OVERDUE');
  });

  it('nobody is late for a time that is given', () =>
    expect(stateAt(duty('APPEAL_WINDOW', inKyrgyz, at('repatriation.DecisionExplained', { understanding: 'SAID_SO', language: 'kir' })), '2026-05-25T00:00:00Z')).toBe('ENDED'));

  it('no time to appeal begins by what was said in a language that the child does not speak, until it is found to speak it', () => {
    const explained = (language: string, more: object = {}) => at('repatriation.DecisionExplained', { understanding: 'SAID_SO', language, ...more }, 2);
    const spoken = (childLanguage: string, interpreterRef?: string) => at(`guardianship.${interpreterRef ? 'InterpreterConfirmed' : 'InterpreterFoundUnneeded'}`, { childLanguage, interpreterRef }, 3);
    const begins = (...told: readonly Told[]) => duty('APPEAL_WINDOW', inKyrgyz, ...told)?.from !== undefined;
    expect([explained('kir'), explained('uzb'), explained('kir', { interpreterRef: 'interpreter-1' })].map((said) => begins(said))).toEqual([true, false, false]);
    expect([begins(explained('uzb'), spoken('uzb')), begins(explained('uzb'), spoken('rus'))]).toEqual([true, false]);
    expect([begins(explained('kir', { interpreterRef: 'interpreter-1' }), spoken('kir', 'interpreter-1')), begins(explained('kir', { interpreterRef: 'interpreter-1' }), spoken('kir', 'interpreter-2'))]).toEqual([true, false]);
  });
});

describe('A profile that changes', () => {
  it('moves no end of what started before it, and both are shown where that was recorded after it (ruling 37)', () => {
    expect(duty('REPRESENTATIVE', { ...found, at: '2026-05-31T03:00:00Z' })).toMatchObject({ profileVersion: 'KG@1', due: '2026-06-03T18:00:00.000Z', whenRecorded: undefined });
    expect(duty('REPRESENTATIVE', { ...found, at: '2026-05-31T03:00:00Z', recordedAt: '2026-06-02T03:00:00Z' })).toMatchObject({
      profileVersion: 'KG@1', due: '2026-06-03T18:00:00.000Z', whenRecorded: { profileVersion: 'KG@2', due: '2026-06-01T18:00:00.000Z' },
    });
    expect(duty('REPRESENTATIVE', { ...found, at: '2026-06-02T03:00:00Z' })).toMatchObject({ profileVersion: 'KG@2', due: '2026-06-03T18:00:00.000Z' });
  });
});

describe('A pause', () => {
  it('moves the end on by as long as it lasts, with its author, ground and end', () => {
    const owed = duty('FIRST_CONTACT_AFTER_SEPARATION', separated, pausedUntil('2026-03-05T03:00:00.000Z', '2026-03-03T02:00:00Z'));
    expect(owed).toMatchObject({ due: '2026-03-05T04:00:00.000Z', pauses: [{ by: 'case-worker', ground: 'CHILD_ASKED', from: '2026-03-03T02:00:00.000Z', until: '2026-03-05T03:00:00.000Z' }] });
    expect(['2026-03-03T01:00:00Z', '2026-03-04T00:00:00Z', '2026-03-05T03:30:00Z', '2026-03-05T04:00:01Z'].map((at) => stateAt(owed, at))).toEqual(['OPEN', 'PAUSED', 'OPEN', 'OVERDUE']);
  });

  it('counts once where it overlaps another', () =>
    expect(duty('FIRST_CONTACT_AFTER_SEPARATION', separated, pausedUntil('2026-03-05T02:00:00.000Z', '2026-03-03T02:00:00Z'), pausedUntil('2026-03-06T02:00:00.000Z', '2026-03-04T02:00:00Z')).due).toBe('2026-03-06T03:00:00.000Z'));

  it('is made shorter by a correction, and by none longer than whoever may pause has said', () => {
    const [paused, contact] = [{ ...pausedUntil('2026-03-05T03:00:00.000Z', '2026-03-03T02:00:00Z'), id: '55555555-5555-4555-8555-555555555555' }, 'FIRST_CONTACT_AFTER_SEPARATION'] as const;
    const corrected = (until: string): Told => ({ type: 'record.Corrected', data: { target: paused.id, fields: { until } }, at: '2026-03-03T02:30:00Z' });
    const untils = (...told: readonly Told[]) => duty(contact, separated, paused, ...told).pauses.map(({ until }) => until);
    expect(untils(corrected('2026-03-04T03:00:00Z'))).toEqual(['2026-03-04T03:00:00.000Z']);
    expect(untils(corrected('2026-03-09T03:00:00Z'))).toEqual(['2026-03-05T03:00:00.000Z']);
    expect(untils(corrected('2026-03-04T03:00:00Z'), corrected('2099-01-01T00:00:00Z'))).toEqual(['2026-03-04T03:00:00.000Z']);
    expect(duty(contact, separated, paused, corrected('2099-01-01T00:00:00Z')).due).toBe('2026-03-05T04:00:00.000Z');
  });

  it('lasts 90 days at most, whatever was stored', () =>
    expect(duty('FIRST_CONTACT_AFTER_SEPARATION', separated, pausedUntil('2099-01-01T00:00:00.000Z', '2026-03-03T02:00:00Z')).pauses).toMatchObject([{ until: '2026-06-01T02:00:00.000Z' }]));

  it('lasts 90 days in all, however many there are of it, of whomever and on whatever ground', () => {
    const chained = (...grounds: readonly string[]) => duty('FIRST_CONTACT_AFTER_SEPARATION', separated, ...grounds.map((ground, index): Told => {
      const [at, until] = ['2026-03-03T03:00:00Z', '2026-04-22T03:00:00.000Z', '2026-06-11T03:00:00.000Z', '2026-07-31T03:00:00.000Z'].slice(index, index + 2) as [string, string];
      const pause = pausedUntil(until, at);
      return { ...pause, data: { ...pause.data, ground }, by: `worker-${index}` };
    }));
    expect([chained('COURT_PENDING').due, chained('COURT_PENDING', 'DISASTER').due, chained('COURT_PENDING', 'DISASTER', 'CHILD_ILL').due])
      .toEqual(['2026-04-22T03:00:00.000Z', '2026-06-01T03:00:00.000Z', '2026-06-01T03:00:00.000Z']);
    expect(stateAt(chained('COURT_PENDING', 'DISASTER', 'CHILD_ILL'), '2026-06-03T00:00:00Z')).toBe('OVERDUE');
  });

  it('is refused once 90 days are used up, and on a ground without a name that nobody explains', () => {
    const pause = { duty: 'DETERMINATION', ground: 'COURT_PENDING', until: '2026-04-02T12:00:00.000Z' };
    const opening: Happened = { type: 'best-interests.AssessmentOpened', id: separated.id, data: { trigger: 'CHILD_AT_RISK' }, at: '2026-01-01T12:00:00Z' };
    const paused = (at: string, until: string): Happened => ({ type: 'duties.DutyPaused', at, data: { duty: owedId('DETERMINATION', opening.id!), code: 'DETERMINATION', ground: 'CHILD_ILL', until } });
    const { given } = scenario(dutyPauses(registry.duties));
    given(opening).when(AttestDutyPaused, pause).then({ type: 'duties.DutyPaused', data: { ground: 'COURT_PENDING' } });
    given(opening, paused('2026-01-01T12:00:00Z', '2026-03-02T12:00:00Z')).when(AttestDutyPaused, { ...pause, until: '2026-04-01T12:00:00.000Z' }).then({ type: 'duties.DutyPaused' });
    given(opening, paused('2026-01-01T12:00:00Z', '2026-03-02T12:00:00Z')).when(AttestDutyPaused, pause).thenThrows(BadForm);
    given(opening).when(AttestDutyPaused, { ...pause, ground: 'OTHER' }).thenThrows(BadForm);
    given(opening).when(AttestDutyPaused, { ...pause, ground: 'OTHER', reason: 'the only road is flooded' }).then({ type: 'duties.DutyPaused' });
  });

  it('hides nothing that was overdue when it came, whatever it says of its own time', () => {
    const late = { ...pausedUntil('2026-03-10T03:00:00.000Z', '2026-03-03T02:00:00Z'), recordedAt: '2026-03-04T03:00:00Z' };
    expect(stateAt(duty('FIRST_CONTACT_AFTER_SEPARATION', separated, late), '2026-03-05T00:00:00Z')).toBe('OVERDUE');
  });
});

describe('Where the clock was moved', () => {
  it('what is known, was known by the clock that stood ahead', () => {
    const late: Told = { ...found, at: '2026-05-31T03:00:00Z', recordedAt: '2026-05-31T03:00:00Z', aheadMs: 10 * 86_400_000 };
    expect(duty('REPRESENTATIVE', late).whenRecorded?.profileVersion).toBe('KG@2');
  });
});

describe('The duties that are declared', () => {
  const one = registry.duties[0]!;
  const withDuties = (...duties: readonly Duty[]) => () => new Registry(registry.contexts.map((context) => (context.name === 'facility' ? { ...context, duties } : context)));

  it('stop the start where two have one name', () => expect(withDuties(one)).toThrow(/duty .* is declared twice/));
  it('stop the start where one waits for an event that nobody declares', () =>
    expect(withDuties({ ...one, code: 'PLAN_LEAD', meets: [{ type: 'facility.NeverHappened', holds: () => true }] })).toThrow(/facility.NeverHappened, which nobody declares/));
});
