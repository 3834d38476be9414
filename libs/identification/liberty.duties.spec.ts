import { describe, expect, it } from '@jest/globals';
import { dutiesOf, stateOf, type OwedDuty } from '../case-file/duties.js';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { Duty } from '../decider/duty.js';
import type { PeriodName } from '../decider/profile.js';
import { settingOf } from '../profiles/profiles.js';
import { identification } from './identification.context.js';
import { reports } from './reports.scenario.js';

const { duties }: { duties: readonly Duty[] } = identification;
const on = (at: string) => ({ at: `2026-03-${at}:00Z` });
const started: Happened = { type: 'identification.DeprivationStarted', id: 'start', data: { stayRef: 'cell', settingKind: 'POLICE_CELL', mayLeave: 'NO' }, ...on('02T06:00') };
const ended = (stayRef: string, endReason: string, at: string): Happened => ({ type: 'identification.DeprivationEnded', data: { stayRef, endReason }, ...on(at) });
const review = (at: string, more: object = {}): Happened => ({ type: 'identification.ReviewHeld', id: `review ${at}`, data: { reviewer: { orgType: 'COURT' }, independent: 'YES', stayRef: 'cell', ...more }, ...on(at) });
const owed = (code: PeriodName, ...happened: readonly Happened[]): readonly OwedDuty[] => dutiesOf(duties, happened.map(factOf), settingOf).filter((duty) => duty.code === code);
const states = (at: string, code: PeriodName, ...happened: readonly Happened[]) => owed(code, ...happened).map((duty) => stateOf(duty, new Date(`2026-${at}:00Z`)));

describe('A child who is held is owed', () => {
  it('a demand for its release, at once from when we knew', () => {
    const [demand] = owed('RELEASE_DEMAND', started);
    expect(demand).toMatchObject({ from: '2026-03-02T06:00:00.000Z', due: '2026-03-02T06:00:00.000Z', holder: 'CASE_WORKER' });
    expect(states('03-02T06:01', 'RELEASE_DEMAND', started)).toEqual(['OVERDUE']);
    expect(states('03-03T06:00', 'RELEASE_DEMAND', started, { type: 'identification.ReleaseDemanded', data: { grounds: ['CHILD_IS_HELD'] }, ...on('02T06:00') })).toEqual(['MET']);
    expect(states('03-03T06:00', 'RELEASE_DEMAND', started, { type: 'identification.ReleaseDemanded', data: { stayRef: 'elsewhere' }, ...on('02T06:00') })).toEqual(['OVERDUE']);
  });

  it('that everything else was considered, before or at once', () => {
    const considered: Happened = { type: 'identification.AlternativeConsidered', data: { ...reports.RecordAlternativeConsidered, stayRef: undefined }, ...on('01T06:00') };
    expect(states('03-03T06:00', 'ALTERNATIVE_CONSIDERED', considered, started)).toEqual(['MET']);
    expect(states('03-03T06:00', 'ALTERNATIVE_CONSIDERED', started)).toEqual(['OVERDUE']);
  });

  it('a first appearance before an independent authority within a day', () => {
    const before = (orgType: string, at: string): Happened => ({ type: 'identification.AuthorityAppeared', data: { stayRef: 'cell', authority: { orgType }, independent: 'YES' }, ...on(at) });
    expect(states('03-05T00:00', 'FIRST_APPEARANCE', started, before('COURT', '03T06:00'))).toEqual(['MET']);
    expect(states('03-05T00:00', 'FIRST_APPEARANCE', started, before('COURT', '03T06:01'))).toEqual(['MET_LATE']);
    expect(states('03-05T00:00', 'FIRST_APPEARANCE', started, before('POLICE', '02T08:00'))).toEqual(['OVERDUE']);
  });

  it('a review after 14 times 24 hours, and again from each review', () => {
    const [first, second] = owed('DEPRIVATION_REVIEW', started, review('10T06:00'));
    expect([first!.due, first!.met?.event, second!.due]).toEqual(['2026-03-16T06:00:00.000Z', 'review 10T06:00', '2026-03-24T06:00:00.000Z']);
    expect(states('03-30T00:00', 'DEPRIVATION_REVIEW', started, review('10T06:00'), review('24T06:00'))).toEqual(['MET', 'MET', 'OPEN']);
  });
  it('no review by the holder itself: it resets nothing', () => {
    const byHolder = review('10T06:00', { reviewer: { orgType: 'CHILD_PROTECTION', orgRef: 'centre' } });
    const withHolder = { ...started, data: { ...started.data, custodian: { orgType: 'CHILD_PROTECTION', orgRef: 'centre' } } };
    expect(states('03-20T00:00', 'DEPRIVATION_REVIEW', withHolder, byHolder)).toEqual(['OVERDUE']);
  });
  it('no further review where the review was told after the release', () =>
    expect(owed('DEPRIVATION_REVIEW', started, ended('cell', 'RELEASE', '05T06:00'), review('10T06:00'))).toHaveLength(1));

  it.each(['RELEASE', 'ESCAPE', 'RETURN', 'UNKNOWN'])('nothing of this any more after an end by %s', (reason) =>
    expect(states('04-20T00:00', 'DEPRIVATION_REVIEW', started, ended('cell', reason, '05T06:00'))).toEqual(['ENDED']));
  it.each(['TRANSFER', 'HOSPITAL', 'COURT', 'ESCORT'])('all of it still after an end by %s, until it is free', (reason) => {
    const moved = [started, ended('cell', reason, '05T06:00'), { ...started, id: 'next', data: { ...started.data, stayRef: 'centre' }, ...on('05T08:00') }];
    expect(states('04-20T00:00', 'DEPRIVATION_REVIEW', ...moved)).toEqual(['OVERDUE', 'OVERDUE']);
    expect(states('04-20T00:00', 'DEPRIVATION_REVIEW', ...moved, ended('centre', 'RELEASE', '06T06:00'))).toEqual(['ENDED', 'ENDED']);
  });
  it('none of it where it may leave, until it may not', () => {
    const open = { ...started, data: { ...started.data, settingKind: 'SHELTER', mayLeave: 'YES' } };
    const closed: Happened = { type: 'identification.DeprivationSettingChanged', id: 'closed', data: { stayRef: 'cell', mayLeave: 'NO' }, ...on('04T06:00') };
    expect(owed('FIRST_APPEARANCE', open)).toEqual([]);
    expect(owed('FIRST_APPEARANCE', open, closed)).toMatchObject([{ startedBy: 'closed' }]);
    expect(owed('FIRST_APPEARANCE', started, closed)).toMatchObject([{ startedBy: 'start' }]);
  });
});

describe('What is owed to a child who is held begins', () => {
  const open: Happened = { ...started, data: { stayRef: 'cell', settingKind: 'SHELTER', facilityRef: 'shelter', mayLeave: 'YES' } };
  const changed = (at: string, data: object, more: Partial<Happened> = {}): Happened => ({ type: 'identification.DeprivationSettingChanged', id: `changed ${at}`, data: { stayRef: 'cell', ...data }, ...on(at), ...more });
  const restricted = (at: string, data: object): Happened => ({ type: 'identification.LeaveRestricted', id: `restricted ${at}`, data: { restrictions: ['LOCKED_IN'], ...data }, ...on(at) });
  const assessed = (at: string, data: object): Happened => ({ type: 'identification.LibertyAssessed', id: `assessed ${at}`, data: { stayRef: 'cell', ...data }, ...on(at) });
  const register = (at: string, exitControl: string): Happened => ({ type: 'identification.StayPlaceChanged', id: `register ${at}`, data: { facilityRef: 'shelter', register: { exitControl } }, ...on(at) });
  const lost = (at: string): Happened => ({ type: 'identification.OpenSettingLost', id: `lost ${at}`, data: { facilityRef: 'shelter', care: 'care' }, ...on(at) });
  const codes = ['RELEASE_DEMAND', 'ALTERNATIVE_CONSIDERED', 'FIRST_APPEARANCE', 'DEPRIVATION_REVIEW'] as const;
  const starts = (...told: readonly Happened[]): readonly string[] => {
    const [first, ...others] = codes.map((code) => owed(code, ...told).map(({ startedBy }) => startedBy));
    others.forEach((other) => expect(other).toEqual(first));
    return first!;
  };

  it.each<[string, readonly Happened[], readonly string[]]>([
    ['where it may leave, in the end no longer', [open, changed('03T06:00', { mayLeave: 'RESTRICTED' }), changed('04T06:00', { mayLeave: 'NO' })], ['changed 03T06:00']],
    ['where nobody knows any more whether it may leave', [open, changed('03T06:00', { mayLeave: 'UNKNOWN' }), changed('04T06:00', { mayLeave: 'NO' })], ['changed 03T06:00']],
    ['where it is moved into a cell, whatever was said of leaving', [open, changed('03T06:00', { settingKind: 'POLICE_CELL' })], ['changed 03T06:00']],
    ['with a change of a stay whose start nobody told', [changed('03T06:00', { mayLeave: 'NO' })], ['changed 03T06:00']],
    ['with the word of somebody who finds it locked in', [open, restricted('03T06:00', { stayRef: 'cell', mayLeave: 'NO' })], ['restricted 03T06:00']],
    ['with such a word of no stay in particular', [restricted('03T06:00', { mayLeave: 'NO' })], ['restricted 03T06:00']],
    ['with an assessment that it may not leave', [open, assessed('03T06:00', { mayLeave: 'NO' })], ['assessed 03T06:00']],
    ['with the register of places, where it was free in a place that is locked', [open, register('03T06:00', 'CONTROLLED')], ['register 03T06:00']],
    ['where the place of its care is open no longer', [register('03T06:00', 'CONTROLLED'), lost('03T06:00')], ['lost 03T06:00']],
    ['again where it was free in between, under the name of the same stay', [started, ended('cell', 'RELEASE', '03T06:00'), changed('04T06:00', { mayLeave: 'NO' })], ['start', 'changed 04T06:00']],
    ['again where that it was free in between is told afterwards', [started, changed('04T06:00', { mayLeave: 'NO' }), ended('cell', 'RELEASE', '03T06:00')], ['start', 'changed 04T06:00']],
  ])('%s', (_, told, begun) => expect(starts(...told)).toEqual(begun));

  it.each<[string, readonly Happened[], readonly string[]]>([
    ['where it was held all the time', [started, changed('03T06:00', { mayLeave: 'NO' }), restricted('04T06:00', { mayLeave: 'NO' }), assessed('05T06:00', { mayLeave: 'NO' })], ['start']],
    ['where nothing is said of leaving', [open, changed('03T06:00', { withAdults: 'NO' }), assessed('04T06:00', { mayLeave: 'UNKNOWN' })], []],
    ['with the register of another place, or of an open one', [open, { ...register('03T06:00', 'CONTROLLED'), data: { facilityRef: 'other', register: { exitControl: 'CONTROLLED' } } }, register('04T06:00', 'OPEN')], []],
    ['where the place of its care is closed for good, and was open', [register('03T06:00', 'OPEN'), lost('03T06:00')], []],
  ])('not, or not anew, %s', (_, told, begun) => expect(starts(...told)).toEqual(begun));

  it('and ends where it is taken into care elsewhere', () => {
    const elsewhere = (facilityRef: string): Happened => ({ type: 'identification.PlacementDecided', data: { facilityRef }, ...on('05T06:00') });
    const locked = [register('03T06:00', 'CONTROLLED'), lost('03T06:00')];
    expect(states('04-20T00:00', 'DEPRIVATION_REVIEW', ...locked, elsewhere('home'))).toEqual(['ENDED']);
    expect(states('04-20T00:00', 'DEPRIVATION_REVIEW', ...locked, elsewhere('shelter'))).toEqual(['OVERDUE']);
    expect(states('04-20T00:00', 'DEPRIVATION_REVIEW', restricted('03T06:00', { mayLeave: 'NO' }), ended('cell', 'RELEASE', '05T06:00'))).toEqual(['ENDED']);
  });
  it('and goes on with each review of a stay whose start nobody told', () =>
    expect(states('04-20T00:00', 'DEPRIVATION_REVIEW', changed('03T06:00', { mayLeave: 'NO' }), review('10T06:00'))).toEqual(['MET', 'OVERDUE']));
});

describe('That everything else was considered', () => {
  const measure: Happened = { type: 'identification.MeasureImposed', id: 'measure', data: {}, at: '2025-03-01T06:00:00Z' };
  const measureEnded = (because: string): Happened => ({ type: 'identification.MeasureEnded', data: { measure: 'measure', because }, at: '2025-06-01T06:00:00Z' });
  const considered: Happened = { type: 'identification.AlternativeConsidered', data: { ...reports.RecordAlternativeConsidered, stayRef: undefined }, at: '2025-03-01T06:00:00Z' };
  const earlier: Happened = { ...started, id: 'earlier', data: { stayRef: 'earlier' }, at: '2025-02-28T06:00:00Z' };
  const freed: Happened = { ...ended('earlier', 'RELEASE', '01T06:00'), at: '2025-04-01T06:00:00Z' };
  it.each<[string, readonly Happened[], 'MET' | 'OVERDUE']>([
    ['counts where the measure in its place was in force', [measure], 'MET'],
    ['counts where the measure was turned into confinement', [measure, measureEnded('TURNED_INTO_CONFINEMENT')], 'MET'],
    ['does not count where the measure had ended long before', [measure, measureEnded('NO_LONGER_NEEDED')], 'OVERDUE'],
    ['does not count where that was for another time, which is over', [earlier, considered, freed], 'OVERDUE'],
  ])('%s', (_, told, state) => expect(states('04-20T00:00', 'ALTERNATIVE_CONSIDERED', ...told, started).at(-1)).toBe(state));
});

describe('What is owed to a child who is held does not end', () => {
  const centre = { orgRef: 'centre', orgType: 'CHILD_PROTECTION' } as const;
  const withHolder: Happened = { ...started, data: { ...started.data, custodian: centre } };
  const release = { ...ended('cell', 'RELEASE', '05T06:00'), id: 'release' };
  const certified = (at: string, more: Partial<Happened> = {}): Happened => ({ type: 'identification.LibertyCertified', data: { shownBy: 'CHILD_MET' }, id: 'certificate', ...on(at), ...more });
  const disputed = (target: string): Happened => ({ type: 'record.Disputed', data: { target, targetType: 'any', by: 'CHILD' }, ...on('06T06:00') });
  const review = (...told: readonly Happened[]) => states('04-20T00:00', 'DEPRIVATION_REVIEW', ...told);

  it.each<[string, readonly Happened[]]>([
    ['with the word of the body that is said to hold it', [withHolder, { ...release, by: centre }]],
    ['with the word of the police', [started, { ...release, by: { orgType: 'POLICE', orgRef: 'station' } }]],
    ['with a release that somebody disputes', [started, release, disputed('release')]],
    ['with the word of its holder that it may leave', [withHolder, { type: 'identification.DeprivationSettingChanged', data: { stayRef: 'cell', settingKind: 'SHELTER', mayLeave: 'YES' }, by: centre, ...on('05T06:00') }]],
    ['where somebody says that it may leave a cell', [started, { type: 'identification.DeprivationSettingChanged', data: { stayRef: 'cell', mayLeave: 'YES' }, ...on('05T06:00') }]],
    ['with a certificate that somebody disputes', [started, certified('05T06:00'), disputed('certificate')]],
    ['with a certificate of its holder', [withHolder, certified('05T06:00', { by: centre })]],
    ['with a certificate of a time before it was held', [started, certified('01T06:00')]],
  ])('%s', (_, told) => expect(review(...told)).toEqual(['OVERDUE']));

  it('but with the word of somebody else, or with a certificate, whatever its holder says', () => {
    expect(review(withHolder, release)).toEqual(['ENDED']);
    expect(review(withHolder, { ...release, by: centre }, certified('05T07:00'))).toEqual(['ENDED']);
    expect(review(started, release, disputed('release'), certified('06T07:00'))).toEqual(['ENDED']);
  });

  it('and begins also where the holder says from the first day that it may leave', () => {
    const open = { ...withHolder, data: { ...withHolder.data, settingKind: 'SHELTER', mayLeave: 'YES' } };
    expect(owed('FIRST_APPEARANCE', open)).toEqual([]);
    expect(owed('FIRST_APPEARANCE', { ...open, by: centre })).toHaveLength(1);
  });
});

describe('Whoever asks for a child is owed', () => {
  const challenge: Happened = { type: 'identification.LegalityChallenged', id: 'challenge', data: { lodgedFor: 'CHILD' }, ...on('02T06:00') };
  const complaint: Happened = { type: 'identification.ComplaintLodged', id: 'complaint', data: { subject: 'VIOLENCE' }, ...on('02T06:00') };

  const court = { by: { orgType: 'COURT', orgRef: 'court' }, independent: 'YES' };
  const decided = (data: object): Happened => ({ type: 'identification.ChallengeDecided', data: { ...court, result: 'LAWFUL', ...data }, ...on('10T06:00') });
  const answered = (data: object): Happened => ({ type: 'identification.ComplaintAnswered', data: { ...court, answer: 'REJECTED', ...data }, ...on('04T06:00') });

  it('a decision on the challenge, and on no other one', () => {
    const state = (...told: readonly Happened[]) => states('04-20T00:00', 'LEGALITY_DECISION', challenge, ...told)[0];
    expect(state(decided({ challengeRef: 'challenge' }))).toBe('MET');
    expect(state(decided({}))).toBe('MET');
    expect(state(decided({ challengeRef: 'another' }))).toBe('OVERDUE');
    expect(state({ ...challenge, id: 'second', ...on('03T06:00') }, decided({}))).toBe('OVERDUE');
  });
  it.each<[string, object]>([
    ['of whoever holds it', { by: { orgType: 'CHILD_PROTECTION', orgRef: 'centre' } }], ['of the police', { by: { orgType: 'POLICE' } }],
    ['of a body that is not known to be independent', { independent: 'UNKNOWN' }], ['of which nobody knows what it was', { result: 'UNKNOWN' }],
  ])('and no decision %s', (_, data) => {
    const withHolder = { ...started, data: { ...started.data, custodian: { orgType: 'CHILD_PROTECTION', orgRef: 'centre' } } };
    expect(states('04-20T00:00', 'LEGALITY_DECISION', withHolder, challenge, decided(data))).toEqual(['OVERDUE']);
  });
  it('word that a complaint has arrived, and an answer, which is such a word as well', () => {
    const acknowledged: Happened = { type: 'identification.ComplaintAcknowledged', data: {}, ...on('04T06:00') };
    const both = (...told: readonly Happened[]) => (['COMPLAINT_ACKNOWLEDGED', 'COMPLAINT_ANSWERED'] as const).map((code) => states('05-20T00:00', code, complaint, ...told)[0]);
    expect(both(answered({ complaintRef: 'complaint' }))).toEqual(['MET', 'MET']);
    expect(both(acknowledged)).toEqual(['MET', 'OVERDUE']);
    expect(both({ ...complaint, id: 'second' }, acknowledged, answered({}))).toEqual(['OVERDUE', 'OVERDUE']);
  });
  it.each<[string, object]>([
    ['of those complained of', { by: { orgType: 'CHILD_PROTECTION', orgRef: 'centre' } }], ['of nobody independent', { independent: 'NO' }],
    ['that passes it on', { answer: 'PASSED_ON' }], ['that decides nothing', { answer: 'NO_DECISION' }],
  ])('and no answer %s', (_, data) => expect(states('05-20T00:00', 'COMPLAINT_ANSWERED', { ...complaint, data: { ...complaint.data, against: { orgType: 'CHILD_PROTECTION', orgRef: 'centre' } } }, answered(data))).toEqual(['OVERDUE']));
});

describe('A child is owed', () => {
  const found: Happened = { type: 'identification.ChildFound', data: {}, ...on('02T06:00') };
  const health = (service: string, at: string, access = 'GIVEN'): Happened => ({ type: 'identification.HealthAccessReported', data: { service, access, free: 'YES' }, ...on(at) });

  it('school, and a look at its health, from when it was found', () => {
    expect(states('03-20T00:00', 'EDUCATION_ACCESS', found, { type: 'identification.EducationAccessReported', data: { access: 'STARTED' }, ...on('05T06:00') })).toEqual(['MET']);
    expect(states('03-20T00:00', 'EDUCATION_ACCESS', found, { type: 'identification.EducationAccessReported', data: { access: 'REFUSED' }, ...on('05T06:00') })).toEqual(['OVERDUE']);
    expect(states('03-20T00:00', 'HEALTH_CHECK', found, health('HEALTH_CHECK', '03T06:00'))).toEqual(['MET']);
    expect(states('03-20T00:00', 'HEALTH_CHECK', found, health('HEALTH_CHECK', '03T06:00', 'REFUSED'), health('DENTAL', '03T06:00'))).toEqual(['OVERDUE']);
  });
  it('care of body and mind after it was held, both', () => {
    const free = ended('cell', 'RELEASE', '05T06:00');
    expect(states('03-20T00:00', 'AFTERCARE', started, free, health('HEALTH_CHECK', '06T06:00'))).toEqual(['OVERDUE']);
    expect(states('03-20T00:00', 'AFTERCARE', started, health('HEALTH_CHECK', '04T06:00'), free, health('PSYCHOSOCIAL', '06T06:00'))).toEqual(['OVERDUE']);
    expect(states('03-20T00:00', 'AFTERCARE', started, free, health('PSYCHOSOCIAL', '06T06:00'), health('TREATMENT', '07T06:00'))).toEqual(['MET']);
    expect(owed('AFTERCARE', started, ended('cell', 'TRANSFER', '05T06:00'))).toEqual([]);
  });
  it('the same where somebody certifies that it is at liberty, or tells that it may leave, and it was held', () => {
    const certificate: Happened = { type: 'identification.LibertyCertified', data: {}, ...on('05T06:00') };
    const mayLeave: Happened = { type: 'identification.DeprivationSettingChanged', data: { stayRef: 'cell', settingKind: 'SHELTER', mayLeave: 'YES' }, ...on('05T06:00') };
    for (const told of [certificate, mayLeave]) {
      expect(owed('AFTERCARE', started, told)).toHaveLength(1);
      expect(owed('AFTERCARE', told)).toEqual([]);
    }
  });
});

describe('Supervision', () => {
  const imposed: Happened = { type: 'identification.MeasureImposed', id: 'measure', data: {}, ...on('02T06:00') };
  const event = (type: string, at: string): Happened => ({ type: `identification.${type}`, data: { measure: 'measure' }, ...on(at) });
  it('is reviewed by the day that was set, where that comes before the period is over', () => {
    const until = (reviewBy: string) => owed('MEASURE_REVIEW', { ...imposed, data: { reviewBy } }).map(({ due }) => due);
    expect(until('2026-03-09T00:00:00Z')).toEqual(['2026-03-09T00:00:00.000Z']);
    expect(until('2029-03-09T00:00:00Z')).toEqual(owed('MEASURE_REVIEW', imposed).map(({ due }) => due));
  });
  it('is reviewed again and again until it ends', () => {
    expect(states('05-20T00:00', 'MEASURE_REVIEW', imposed, event('MeasureReviewed', '20T06:00'))).toEqual(['MET', 'OVERDUE']);
    expect(states('05-20T00:00', 'MEASURE_REVIEW', imposed, event('MeasureReviewed', '20T06:00'), event('MeasureEnded', '25T06:00'))).toEqual(['MET', 'ENDED']);
  });
});
