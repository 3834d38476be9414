import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter, startId } from '../case-file/duties.scenario.js';
import { arrangementFor, isApplied, type AbsenceRules } from '../decider/absence.js';
import { BadForm, NotApplicable } from '../decider/context.js';
import { noon, scenario, strictSetting, type Happened } from '../decider/decider.scenario.js';
import { settingOf } from '../profiles/profiles.js';
import { AttestCareArrangement, AttestParentalRights, AttestPaymentReviewed, RecordParentalAbsence, RecordPaymentForChild } from './arrangement.commands.js';
import { guardianship, type Guardianship } from './guardianship.context.js';
import { ConfirmRepresentingParent } from './representative.commands.js';
import { parentQuestions } from './representative.events.js';

const inKyrgyzstan = settingOf('KG', new Date(noon));
const { given } = scenario(guardianship, { setting: inKyrgyzstan });
const told = { occurredAt: { at: '2026-03-01T09:30:00+06:00', zone: 'Asia/Bishkek' }, source: { kind: 'CHILD', reliability: 'PROBABLE' } };
const paymentRef = '3f0f0c6e-0000-4000-8000-0000000000d1';

describe('What an absence asks for', () => {
  const rules: AbsenceRules = { version: 'XX-ABSENCE@1', status: 'IN_FORCE', shortDaysMax: 30, temporaryMonthsMax: 6, source: 's' };
  it.each([
    ['the last day of a short absence', '2026-02-09', 'POWER_OF_ATTORNEY', '2026-02-09'],
    ['a day more', '2026-02-10', 'TEMPORARY_GUARDIANSHIP', '2026-07-10'],
    ['six months exactly', '2026-07-10', 'TEMPORARY_GUARDIANSHIP', '2026-07-10'],
    ['six months and a day', '2026-07-11', 'PERMANENT_GUARDIANSHIP', undefined],
    ['an end that nobody knows', undefined, 'TEMPORARY_GUARDIANSHIP', '2026-07-10'],
  ])('up to %s', (_, until, arrangement, lastDay) => expect(arrangementFor(rules, '2026-01-10', until)).toEqual({ arrangement, ...(lastDay && { lastDay }) }));
  it('ends months with the last day of a shorter one', () => expect(arrangementFor(rules, '2026-08-31').lastDay).toBe('2027-02-28'));
  it('is longer where the rules say a year', () => expect(arrangementFor({ ...rules, temporaryMonthsMax: 12 }, '2026-01-10', '2027-01-10').arrangement).toBe('TEMPORARY_GUARDIANSHIP'));
  it('is asked by rules in force, by proposed ones only where that is set, and by repealed ones never', () => {
    expect([rules, { ...rules, status: 'PROPOSED' }, { ...rules, status: 'PROPOSED', appliedThoughProposed: true }, { ...rules, status: 'REPEALED', appliedThoughProposed: true }].map((each) => isApplied(each as AbsenceRules)))
      .toEqual([true, false, true, false]);
  });
});

describe('RecordParentalAbsence', () => {
  const absence = { parentRef: 'mother', relation: 'MOTHER', departureExpectedOn: '2026-01-08', leftOn: '2026-01-10', returnExpectedOn: '2026-09-01' };
  const type = 'guardianship.ParentalAbsenceReported';
  it('happens with what was expected and what has happened, and with what the rules of the state ask for', () =>
    given().when(RecordParentalAbsence, { ...told, ...absence }).then({ type, data: { ...absence, required: { arrangement: 'PERMANENT_GUARDIANSHIP', rules: 'KG-ABSENCE@1', status: 'PROPOSED' } } }));
  it('asks for nothing where the parent is back, nor where the state has no rules', () => {
    given().when(RecordParentalAbsence, { ...told, ...absence, returnedOn: '2026-02-01' }).then({ type, data: { returnedOn: '2026-02-01' } });
    const data = (setting: typeof strictSetting, more: object = {}) => guardianship.decide({ type: 'RecordParentalAbsence', ...absence, ...more } as never, guardianship.initial, { setting } as never)[0]!.data as { required?: object };
    expect([data(inKyrgyzstan).required !== undefined, data(inKyrgyzstan, { returnedOn: '2026-02-01' }).required, data(strictSetting).required]).toEqual([true, undefined, undefined]);
  });
  it.each([
    ['nobody says when the parent leaves', { leftOn: undefined, departureExpectedOn: undefined }],
    ['the parent is expected before it leaves', { returnExpectedOn: '2026-01-01' }],
    ['the parent came back before it left', { returnedOn: '2026-01-09' }],
    ['a parent came back who never left', { leftOn: undefined, returnedOn: '2026-02-09' }],
  ])('is bad form where %s', (_, more) => given().when(RecordParentalAbsence, { ...told, ...absence, ...more }).thenThrows(BadForm));
});

describe('AttestCareArrangement', () => {
  const permanent = { arrangement: 'PERMANENT_GUARDIANSHIP', carers: ['grandmother'], documentRef: 'act-1', courtDecisionRef: 'court-7', from: '2026-03-01' };
  const temporary = { arrangement: 'TEMPORARY_GUARDIANSHIP', carers: ['grandmother', 'grandfather'], documentRef: 'act-1', from: '2026-03-01', until: '2026-09-01' };
  const type = 'guardianship.CareArrangementCertified';
  it('happens by a document', () => {
    given().when(AttestCareArrangement, permanent).then({ type, data: permanent });
    given().when(AttestCareArrangement, temporary).then({ type, data: temporary });
  });
  it.each([
    ['two people have permanent guardianship', { ...permanent, carers: ['grandmother', 'grandfather'] }],
    ['no court granted it', { ...permanent, courtDecisionRef: undefined }],
    ['a temporary one has no end', { ...temporary, until: undefined }],
    ['a temporary one is longer than six months', { ...temporary, until: '2026-09-02' }],
    ['it ends before it begins', { ...temporary, until: '2026-02-28' }],
  ])('is bad form where %s (GU-05)', (_, body) => given().when(AttestCareArrangement, body).thenThrows(BadForm));
  it.each<[string, Happened]>([
    ['has pressed it', { type: 'repatriation.CoercionReported', data: { coercedByPerson: 'grandmother' } }],
    ['endangers it', { type: 'best-interests.DangerAssessed', data: { stayingWith: ['grandmother'], finding: 'PRESENT' } }],
    ['is paid for keeping it', { type: 'guardianship.PaymentForChildReported', data: { payeeRef: 'grandmother', kind: 'BED_FOR_MONEY' } }],
  ])('entrusts the child to nobody who is said to have %s (GU-04)', (_, happened) => given(happened).when(AttestCareArrangement, temporary).thenThrows(NotApplicable));
  it('does where the authority has looked into that, and where the money is another', () => {
    const closed: Happened = { type: 'guardianship.ConflictReportClosed', data: { guardianRef: 'grandmother', because: 'UNFOUNDED' } };
    const danger = (finding: string): Happened => ({ type: 'best-interests.DangerAssessed', data: { danger: 'PHYSICAL_VIOLENCE', stayingWith: ['grandmother'], finding } });
    given(danger('PRESENT'), danger('NOT_FOUND'), closed).when(AttestCareArrangement, temporary).then({ type });
    given(danger('PRESENT'), closed).when(AttestCareArrangement, temporary).thenThrows(NotApplicable);
    given({ type: 'guardianship.PaymentForChildReported', data: { payeeRef: 'grandmother', kind: 'ALLOWANCE' } }).when(AttestCareArrangement, temporary).then({ type });
  });
});

describe('RecordPaymentForChild', () => {
  const payment = { payeeRef: 'grandmother', payer: { orgType: 'NGO', orgRef: 'donors-1' }, kind: 'SPONSORSHIP', note: 'each month' };
  const reported: Happened = { type: 'guardianship.PaymentForChildReported', data: payment, id: paymentRef };
  it('happens, and happens again', () => given(reported).when(RecordPaymentForChild, { ...told, ...payment }).then({ type: reported.type, data: payment }));
  it('is looked at again and again', () => {
    const review = { paymentRef, result: 'GOES_ON' };
    const reviewed = { type: 'guardianship.PaymentReviewed', data: review };
    given(reported, reviewed).when(AttestPaymentReviewed, review).then(reviewed);
    given().when(AttestPaymentReviewed, review).thenThrows(NotApplicable);
  });
});

describe('AttestParentalRights', () => {
  const deprived = {
    parentRef: 'father', change: 'DEPRIVED', decidedBy: { orgType: 'COURT', orgRef: 'court-1' }, legalBasis: { actRef: 'KG-FAMILY-CODE', adoptedOn: '2003-08-30', article: '74' },
    decisionRef: 'judgment-1', decidedOn: '2024-03-01', reviewBy: '2026-06-01T00:00:00Z',
  };
  const { reviewBy, ...restored } = { ...deprived, change: 'RESTORED', decidedOn: '2025-03-01' };
  const type = 'guardianship.ParentalRightsCertified';
  const taken: Happened = { type, data: deprived };
  const confirmation = {
    parentRef: 'father', relation: 'FATHER', custodyShownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate-1', conflictCheck: parentQuestions.map((question) => ({ question, answer: 'NO' })),
  };
  it('happens with the body, the provision in its version, the day and the review', () => given().when(AttestParentalRights, deprived).then({ type, data: deprived }));
  it('names a review, but for rights that are restored, and a version of the act', () => {
    given().when(AttestParentalRights, { ...deprived, reviewBy: undefined }).thenThrows(BadForm);
    given(taken).when(AttestParentalRights, { ...restored, reviewBy }).thenThrows(BadForm);
    expect(() => given().when(AttestParentalRights, { ...deprived, legalBasis: { actRef: 'KG-FAMILY-CODE', article: '74' } })).toThrow();
  });
  it('is not restored, nor upheld, where nothing was taken', () => {
    for (const body of [restored, { ...deprived, change: 'UPHELD' }]) given().when(AttestParentalRights, body).thenThrows(NotApplicable);
    given(taken, { type, data: restored }).when(AttestParentalRights, restored).thenThrows(NotApplicable);
  });
  it('does not erase by a restoration that the rights were taken before (GU-11)', () =>
    expect(given(taken, { type, data: { ...deprived, change: 'UPHELD' } }, { type, data: restored }).state<Guardianship>().arrangements.rights)
      .toEqual([{ parentRef: 'father', change: 'DEPRIVED', from: '2024-03-01', until: '2025-03-01' }]));
  it('keeps a parent who has lost its rights from representing the child, until the authority has looked into that', () => {
    const by = { actorRef: 'authority-1', role: 'APPOINTING_AUTHORITY', orgType: 'GUARDIANSHIP' } as const;
    given(taken).when(ConfirmRepresentingParent, confirmation, { by }).thenRefusedFor('GUARDIAN_INDEPENDENT');
    given(taken, { type, data: restored }, { type: 'guardianship.ConflictReportClosed', data: { guardianRef: 'father', because: 'CAUSE_REMOVED' } })
      .when(ConfirmRepresentingParent, confirmation, { by }).then({ type: 'guardianship.RepresentingParentConfirmed' });
  });
});

const away = (more: object = {}, required: object | undefined = { arrangement: 'TEMPORARY_GUARDIANSHIP', lastDay: '2026-07-10', rules: 'KG-ABSENCE@1', status: 'PROPOSED' }) =>
  ({ type: 'guardianship.ParentalAbsenceReported', data: { parentRef: 'mother', relation: 'MOTHER', leftOn: '2026-01-10', required, ...more } });
const arranged = (arrangement: string, more: object = {}) => ({ type: 'guardianship.CareArrangementCertified', data: { arrangement, carers: ['grandmother'], from: '2026-01-10', ...more } });

describeDuty('CARE_ARRANGEMENT', {
  starts: { 'a parent has left': away() },
  startedNotBy: { 'a parent is about to leave': away({ leftOn: undefined, departureExpectedOn: '2026-02-01' }), 'the state has no rules': { ...away(), data: { ...away().data, required: undefined } } },
  metBy: { 'the arrangement is made': arranged('TEMPORARY_GUARDIANSHIP', { until: '2026-07-10' }), 'a stronger one is': arranged('PERMANENT_GUARDIANSHIP') },
  metNotBy: { 'a weaker one is made': arranged('POWER_OF_ATTORNEY', { until: '2026-02-01' }), 'one is that was over before': arranged('TEMPORARY_GUARDIANSHIP', { until: '2026-01-09' }) },
  endedBy: { 'the parent is back': away({ returnedOn: '2026-01-20' }, undefined) },
});

describeDuty('ARRANGEMENT_UPGRADE', {
  starts: { 'a parent has left': away() },
  startedNotBy: { 'what is asked for is always enough': away({}, { arrangement: 'PERMANENT_GUARDIANSHIP' }) },
  metBy: { 'a court grants guardianship': arranged('PERMANENT_GUARDIANSHIP') },
  metNotBy: { 'the same arrangement is made again': arranged('TEMPORARY_GUARDIANSHIP', { until: '2027-01-10' }), 'the other parent is back': away({ parentRef: 'father', returnedOn: '2026-03-01' }, undefined) },
  endedBy: { 'the parent is back': away({ returnedOn: '2026-03-01' }, undefined) },
});

describe('The time for which an arrangement is made', () => {
  it('is over with the sixth month (GU-03), or with a short absence', () => {
    expect(owedAfter('ARRANGEMENT_UPGRADE', [], [away()])?.due).toBe('2026-07-11T00:00:00.000Z');
    expect(owedAfter('ARRANGEMENT_UPGRADE', [], [away({}, { arrangement: 'POWER_OF_ATTORNEY', lastDay: '2026-02-09' })])?.due).toBe('2026-02-10T00:00:00.000Z');
  });
});

describeDuty('PAYMENT_REVIEW', {
  starts: { 'somebody is paid for the child': { type: 'guardianship.PaymentForChildReported', data: { payeeRef: 'g', kind: 'DONATION' } }, 'a payment goes on': { type: 'guardianship.PaymentReviewed', data: { paymentRef, result: 'GOES_ON' } } },
  startedNotBy: { 'it was stopped': { type: 'guardianship.PaymentReviewed', data: { paymentRef, result: 'STOPPED' } } },
  metBy: { 'it is looked at': { type: 'guardianship.PaymentReviewed', data: { paymentRef: startId, result: 'STOPPED' } } },
  metNotBy: { 'another one is': { type: 'guardianship.PaymentReviewed', data: { paymentRef, result: 'STOPPED' } } },
});

const rights = (change: string, more: object = {}) => ({ type: 'guardianship.ParentalRightsCertified', data: { parentRef: 'father', change, ...more } });
describeDuty('PARENTAL_RIGHTS_REVIEW', {
  starts: { 'rights are taken': rights('DEPRIVED', { reviewBy: '2026-03-10T03:00:00.000Z' }), 'they are upheld': rights('UPHELD') },
  startedNotBy: { 'they are restored': rights('RESTORED') },
  metBy: { 'they are restored': rights('RESTORED'), 'it is looked at': rights('UPHELD') },
  metNotBy: { 'those of the other parent are': rights('RESTORED', { parentRef: 'mother' }) },
});
