import { describe, expect, it } from '@jest/globals';
import type { Happened } from '../decider/decider.scenario.js';
import * as rules from './findings.liberty.js';
import { changed, ended, found, foundIn, happened, otherCentre, police, stay, times, transitCentre } from './findings.scenario.js';

const free = { mayLeave: 'YES' };
const openShelter = stay({ settingKind: 'SHELTER', ...free });

describe('MIGRATION_DETENTION', () => {
  const { migrationDetention: rule } = rules;

  it('is found from the first hour, with where it was and whose act it was', () => {
    const [finding] = foundIn(rule, [found(), stay({ groundCode: 'IRREGULAR_STAY' })], { asOf: '2026-03-01T06:00:00Z' });
    expect(finding).toMatchObject({
      rule: 'MIGRATION_DETENTION', ruleVersion: 1, severity: 'GRAVE', events: ['start'], contested: false, presumed: false,
      concerns: [{ facilityRef: transitCentre, authority: police, state: 'KG' }], details: { grounds: ['IRREGULAR_STAY'] },
    });
    expect(finding).not.toHaveProperty('until');
  });
  it('lasts until the child is free, and is found after that, too', () =>
    expect(foundIn(rule, [stay({ groundCode: 'AWAITING_RETURN' }), ended('2026-03-04T06:00:00Z')]).map(times)).toEqual([['2026-03-01T06:00Z', '2026-03-04T06:00Z']]));
  it('lasts as of an instant before its end', () =>
    expect(foundIn(rule, [stay({ groundCode: 'AWAITING_RETURN' }), ended('2026-03-04T06:00:00Z')], { asOf: '2026-03-02T06:00:00Z' }).map(times)).toEqual([['2026-03-01T06:00Z']]));
  it('is not found before it began', () => expect(foundIn(rule, [stay({ groundCode: 'IRREGULAR_STAY' })], { asOf: '2026-02-28T06:00:00Z' })).toEqual([]));
  it('is not found where the child may leave', () => expect(foundIn(rule, [stay({ groundCode: 'IRREGULAR_STAY', ...free })])).toEqual([]));
  it('is not found where the ground is an offence', () => expect(foundIn(rule, [stay({ groundCode: 'OFFENCE_SUSPECTED' })])).toEqual([]));
  it('is found by the situation, whatever ground is given', () => expect(foundIn(rule, [stay({ groundCode: 'NONE_GIVEN', situation: 'MIGRATION' })])).toHaveLength(1));
  it('is presumed where nobody has said who stands behind it', () => expect(foundIn(rule, [stay({ groundCode: 'IRREGULAR_STAY', nexus: 'UNKNOWN' })])).toMatchObject([{ presumed: true }]));
  it('begins with the setting in which the ground was given', () =>
    expect(foundIn(rule, [stay({ groundCode: 'HEALTH' }), changed({ groundCode: 'AWAITING_RETURN' }, '2026-03-05T06:00:00Z')]).map(times)).toEqual([['2026-03-05T06:00Z']]));
  it('ends with childhood, and is none of an adult', () => {
    expect(foundIn(rule, [found({ majorityOn: '2026-03-10' }), stay({ groundCode: 'IRREGULAR_STAY' })]).map(times)).toEqual([['2026-03-01T06:00Z', '2026-03-09T18:00Z']]);
    expect(foundIn(rule, [found({ majorityOn: '2026-03-01' }), stay({ groundCode: 'IRREGULAR_STAY' })])).toEqual([]);
  });
  it('is contested where somebody disputes the report, and gone where it is retracted', () => {
    const report = stay({ groundCode: 'IRREGULAR_STAY' });
    const saidOf = (type: string): Happened => happened(type, { target: 'start', targetType: report.type, by: 'AUTHORITY', reason: 'WRONG_CHILD' }, '2026-03-08T06:00:00Z', { supersedes: 'start' });
    expect(foundIn(rule, [report, saidOf('record.Disputed')])).toMatchObject([{ contested: true }]);
    expect(foundIn(rule, [report, saidOf('record.Retracted')])).toEqual([]);
  });
});

describe.each([
  ['CRIMINALISED_MIGRATION', rules.criminalisedMigration, 'IRREGULAR_ENTRY', 'AWAITING_RETURN'],
  ['FAMILY_UNITY_USED_AS_GROUND', rules.familyUnityUsedAsGround, 'FAMILY_UNITY', 'SENTENCE'],
  ['BEST_INTERESTS_AS_RESTRICTION', rules.bestInterestsAsRestriction, 'BEST_INTERESTS', 'OFFENCE_SUSPECTED'],
] as const)('%s', (_, rule, ground, other) => {
  it(`is found where a child is held and the ground is ${ground}`, () =>
    expect(foundIn(rule, [stay({ groundCode: ground }), ended('2026-03-02T06:00:00Z')])).toMatchObject([{ events: ['start'], details: { grounds: [ground] } }]));
  it(`is not found where the ground is ${other}`, () => expect(foundIn(rule, [stay({ groundCode: other })])).toEqual([]));
  it('is not found where the child may leave', () => expect(foundIn(rule, [stay({ groundCode: ground, ...free })])).toEqual([]));
});

describe('ALTERNATIVE_FORM_OF_DETENTION', () => {
  const { alternativeFormOfDetention: rule } = rules;
  it.each(['SHELTER', 'HOTEL', 'PRIVATE_HOME'])('is found in a %s that the child may not leave', (settingKind) => expect(foundIn(rule, [stay({ settingKind })])).toHaveLength(1));
  it('is found in a hospital from the end of the medical indication', () => expect(foundIn(rule, [stay({
    settingKind: 'HOSPITAL', guarded: 'NO', medicalIndication: { value: 'YES', until: '2026-03-03T06:00:00Z' },
  })]).map(times)).toEqual([['2026-03-03T06:00Z']]));
  it('is found of supervision that turned into confinement, and not of one that is needed no longer', () => {
    const measureEnded = (because: string) => happened('identification.MeasureEnded', { measure: 'measure', because }, undefined, { id: 'measure-ended' });
    expect(foundIn(rule, [measureEnded('TURNED_INTO_CONFINEMENT')])).toMatchObject([{ events: ['measure-ended', 'measure'] }]);
    expect(foundIn(rule, [measureEnded('NO_LONGER_NEEDED')])).toEqual([]);
  });
  it('is not found in a shelter that the child may leave', () => expect(foundIn(rule, [openShelter])).toEqual([]));
  it('is not found in a police cell, which is called what it is', () => expect(foundIn(rule, [stay({ settingKind: 'POLICE_CELL' })])).toEqual([]));
});

describe('WITH_ADULTS', () => {
  const { withAdults: rule } = rules;
  it('is found where unrelated adults are there, whether the child may leave or not', () => expect(foundIn(rule, [stay({ withAdults: 'YES', ...free })])).toHaveLength(1));
  it.each(['NO', 'UNKNOWN'])('is not found where the answer is %s', (withAdults) => expect(foundIn(rule, [stay({ withAdults })])).toEqual([]));
});

describe('LAW_ENFORCEMENT_LEAD', () => {
  const { lawEnforcementLead: rule } = rules;
  const decided = (authorityType: string) => happened('guardianship.DecisionTakenWithoutRepresentative', { decision: 'AGE', authorityType, authorityRef: 'office-1' });
  it('is found where the police have the child, held or not', () => expect(foundIn(rule, [stay(free)])).toMatchObject([{ concerns: [{ authority: police }] }]));
  it('is found where an immigration body decides', () => expect(foundIn(rule, [decided('IMMIGRATION')])).toMatchObject([{ concerns: [{ authority: { orgRef: 'office-1', orgType: 'IMMIGRATION' } }] }]));
  it('is not found where child protection has the child, or decides', () => expect(foundIn(rule, [stay({ custodian: { orgType: 'CHILD_PROTECTION' } }), decided('CHILD_PROTECTION')])).toEqual([]));
});

describe('EDUCATION_ONLY_IN_CENTRE', () => {
  const { educationOnlyInCentre: rule } = rules;
  const school = (answer: string) => ({ factors: [{ factor: 'SCHOOL_AND_DOCTOR_INSIDE_ONLY', answer }, { factor: 'GUARDS', answer: 'YES' }] });
  it('is found where school is inside only', () => expect(foundIn(rule, [stay(school('YES'))])).toHaveLength(1));
  const schooling = (mode: string, at?: string) => happened('identification.EducationAccessReported', { access: 'STARTED', level: 'PRIMARY', mode, barriers: [], motherTongueTeaching: 'NO', free: 'YES' }, at, { id: `school-${mode}` });
  it('is found of lessons in a centre, until the child goes to an ordinary school', () =>
    expect(foundIn(rule, [schooling('CENTRE'), schooling('MAINSTREAM', '2026-03-09T06:00:00Z')]).map(times)).toEqual([['2026-03-01T06:00Z', '2026-03-09T06:00Z']]));
  it('is not found of an ordinary school', () => expect(foundIn(rule, [schooling('MAINSTREAM')])).toEqual([]));
  it('is not found where it is not, or nobody knows', () => expect([school('NO'), school('UNKNOWN'), {}].flatMap((setting) => foundIn(rule, [stay(setting)]))).toEqual([]));
});

describe('OVERSTAY', () => {
  const { overstay: rule } = rules;
  it('is found from the end of the limit that the authority named', () =>
    expect(foundIn(rule, [stay({ validUntil: '2026-03-05' })])).toMatchObject([{ details: { limit: '2026-03-05T18:00:00.000Z' } }]));
  it('counts days without the first one, in the zone of the place', () =>
    expect(foundIn(rule, [stay({ claimedMaximumDays: 3 }), ended('2026-03-10T06:00:00Z')]).map(times)).toEqual([['2026-03-04T18:00Z', '2026-03-10T06:00Z']]));
  it('is not found before the limit, nor of a child who left by then, nor without a limit', () => {
    expect(foundIn(rule, [stay({ validUntil: '2026-03-05' })], { asOf: '2026-03-05T17:00:00Z' })).toEqual([]);
    expect(foundIn(rule, [stay({ validUntil: '2026-03-05' }), ended('2026-03-05T18:00:00Z')])).toEqual([]);
    expect(foundIn(rule, [stay({})])).toEqual([]);
  });
  it('is moved by a further limit that was named in time, and only ended by one that came late', () => {
    const extended = changed({ validUntil: '2026-03-20' }, '2026-03-04T06:00:00Z');
    expect(foundIn(rule, [stay({ validUntil: '2026-03-05' }), extended]).map(times)).toEqual([['2026-03-20T18:00Z']]);
    expect(foundIn(rule, [stay({ validUntil: '2026-03-05' }), { ...extended, at: '2026-03-07T06:00:00Z' }]).map(times)).toEqual([['2026-03-05T18:00Z', '2026-03-07T06:00Z'], ['2026-03-20T18:00Z']]);
  });
  it('keeps one limit for one finding, however often the setting changes', () =>
    expect(foundIn(rule, [stay({ validUntil: '2026-03-05' }), changed({ unit: 'boys' }, '2026-03-08T06:00:00Z')])).toHaveLength(1));
});

describe('PARENT_DETAINED_CHILD_AFFECTED', () => {
  const { parentDetainedChildAffected: rule } = rules;
  const link = (relation: string, deprivedOfLiberty: string, at?: string) => happened('identification.FamilyLinkReported', { relativeRef: 'mother', relation, deprivedOfLiberty }, at);
  it('is found where a parent is held, until the parent is free', () => {
    expect(foundIn(rule, [link('MOTHER', 'YES')])).toMatchObject([{ details: { parentRef: 'mother' } }]);
    expect(foundIn(rule, [link('MOTHER', 'YES'), link('MOTHER', 'NO', '2026-03-09T06:00:00Z')]).map(times)).toEqual([['2026-03-01T06:00Z', '2026-03-09T06:00Z']]);
  });
  it('is found where a parent who cared for the child was arrested, and where a separation says so', () => {
    expect(foundIn(rule, [happened('identification.CarerArrested', { carerRef: 'mother', relation: 'MOTHER', arrestedBy: police, otherCarer: 'NO' })])).toMatchObject([{ concerns: [{ authority: police }] }]);
    expect(foundIn(rule, [happened('identification.SeparationStarted', { separatedFrom: [{ relation: 'MOTHER' }], groundCode: 'PARENT_DETAINED' })])).toHaveLength(1);
  });
  it('is not found of an uncle, nor of a parent who is free', () => expect([...foundIn(rule, [link('AUNT_OR_UNCLE', 'YES')]), ...foundIn(rule, [link('MOTHER', 'NO')])]).toEqual([]));
});

describe('RETURN_IMPOSSIBLE_STILL_DEPRIVED', () => {
  const { returnImpossibleStillDeprived: rule } = rules;
  const answered = (answer: string, at: string) => happened('repatriation.OriginAnswered', { destinationState: 'UZ', answer, validUntil: '2027-01-01T00:00:00Z' }, at, { id: answer });
  it('is found from the refusal for as long as the child is held', () =>
    expect(foundIn(rule, [stay(), answered('REFUSED', '2026-03-05T06:00:00Z'), ended('2026-03-09T06:00:00Z')]).map(times)).toEqual([['2026-03-05T06:00Z', '2026-03-09T06:00Z']]));
  it('is found of a silent state, until it answers', () =>
    expect(foundIn(rule, [stay(), answered('SILENT', '2026-03-05T06:00:00Z'), answered('CONFIRMED', '2026-03-07T06:00:00Z')]).map(times)).toEqual([['2026-03-05T06:00Z', '2026-03-07T06:00Z']]));
  it('is not found where the state is ready, or the child was free by then', () => {
    expect(foundIn(rule, [stay(), answered('CONFIRMED', '2026-03-05T06:00:00Z')])).toEqual([]);
    expect(foundIn(rule, [stay(), ended('2026-03-04T06:00:00Z'), answered('REFUSED', '2026-03-05T06:00:00Z')])).toEqual([]);
  });
});

describe('RAPID_REDETENTION', () => {
  const { rapidRedetention: rule } = rules;
  const again = (at: string) => [stay(), ended('2026-03-04T06:00:00Z'), stay({ stayRef: 'second', facilityRef: otherCentre }, at, 'again')];
  it('is found 22 hours after a release', () =>
    expect(foundIn(rule, again('2026-03-05T04:00:00Z'))).toMatchObject([{ events: expect.arrayContaining(['again', 'start']), details: { gapHours: 22 }, concerns: [{ facilityRef: otherCentre }] }]));
  it('is not found 72 hours after it, nor of somebody who is 18 by then', () => {
    expect(foundIn(rule, again('2026-03-07T06:00:00Z'))).toEqual([]);
    expect(foundIn(rule, [found({ majorityOn: '2026-03-05' }), ...again('2026-03-05T04:00:00Z')])).toEqual([]);
  });

  describe('in its second version', () => {
    const { rapidRedetentionAsPresumed: newer } = rules;
    const unsaid = { nexus: 'UNKNOWN' };
    const presumed = (at: string) => [stay(unsaid), ended('2026-03-04T06:00:00Z'), stay({ ...unsaid, stayRef: 'second', facilityRef: otherCentre }, at, 'again')];
    it('finds what the first one finds, under the same name', () =>
      expect(foundIn(newer, again('2026-03-05T04:00:00Z')).map(({ ruleVersion: _, ...same }) => same)).toEqual(foundIn(rule, again('2026-03-05T04:00:00Z')).map(({ ruleVersion: _, ...same }) => same)));
    it('takes who is presumed to be held for held (R26)', () => {
      expect(foundIn(newer, presumed('2026-03-05T04:00:00Z'))).toMatchObject([{ events: expect.arrayContaining(['again', 'start']), details: { gapHours: 22 }, presumed: true }]);
      expect(foundIn(rule, presumed('2026-03-05T04:00:00Z'))).toEqual([]);
      expect(foundIn(newer, presumed('2026-03-07T06:00:00Z'))).toEqual([]);
      expect(foundIn(newer, [found({ majorityOn: '2026-03-05' }), ...presumed('2026-03-05T04:00:00Z')])).toEqual([]);
    });
  });
});

describe('DETAINED_ON_RETURN', () => {
  const { detainedOnReturn: rule } = rules;
  const arrived = (more: object = {}) => happened('reintegration.ChildArrived', { state: 'UZ', receivedBy: { orgType: 'POLICE' }, accompanied: 'YES', held: 'NO', ...more }, '2026-03-10T06:00:00Z', { id: 'arrival' });
  const heldIn = (state: string, at = '2026-03-11T06:00:00Z') => stay({ stayRef: 'there', state, facilityRef: otherCentre }, at, 'there');
  it('is found where the child is held in the state to which it was returned', () => expect(foundIn(rule, [arrived(), heldIn('UZ')])).toMatchObject([{ events: ['there', 'arrival'] }]));
  it('is found where the arrival says so', () => expect(foundIn(rule, [arrived({ held: 'YES' })])).toMatchObject([{ events: ['arrival'], concerns: [{ authority: { orgType: 'POLICE' } }] }]));
  it('is found after custody that ended by return', () =>
    expect(foundIn(rule, [stay(), ended('2026-03-09T06:00:00Z', 'RETURN'), heldIn('UZ')])).toMatchObject([{ events: ['there', 'start'] }]));
  it('is not found in another state, nor a week and more later', () =>
    expect([...foundIn(rule, [arrived(), heldIn('KZ')]), ...foundIn(rule, [arrived(), heldIn('UZ', '2026-03-17T07:00:00Z')])]).toEqual([]));
});

describe('CLASSIFICATION_CONTESTED', () => {
  const { classificationContested: rule } = rules;
  const says = (mayLeave: string, stayRef: string, facilityRef = transitCentre) => stay({ stayRef, mayLeave, facilityRef }, '2026-03-02T06:00:00Z', stayRef);
  it('is found where one report says that the child may leave and another that it may not', () =>
    expect(foundIn(rule, [says('YES', 'one'), says('NO', 'other')])).toMatchObject([{ events: ['one', 'other'], details: { classes: ['NOT_DEPRIVED', 'DEPRIVED'] } }]));
  it('is not found where both say the same, or one does not know, or they speak of two places', () =>
    expect([...foundIn(rule, [says('NO', 'one'), says('NO', 'other')]), ...foundIn(rule, [says('UNKNOWN', 'one'), says('NO', 'other')]), ...foundIn(rule, [says('YES', 'one', otherCentre), says('NO', 'other')])]).toEqual([]));
});

describe('OVERLAP_CONFLICT', () => {
  const { overlapConflict: rule } = rules;
  const inPlace = (stayRef: string, facilityRef: string, at = '2026-03-02T06:00:00Z') => stay({ stayRef, facilityRef }, at, stayRef);
  it('is found where two places have the child at once', () => {
    const twice = [inPlace('one', transitCentre), ended('2026-03-06T06:00:00Z', 'RELEASE', 'one', 'end-1'), inPlace('other', otherCentre, '2026-03-04T06:00:00Z'), ended('2026-03-08T06:00:00Z', 'RELEASE', 'other', 'end-2')];
    expect(foundIn(rule, twice)).toMatchObject([{ contested: true, concerns: [{ facilityRef: transitCentre }, { facilityRef: otherCentre }] }]);
    expect(foundIn(rule, twice).map(times)).toEqual([['2026-03-04T06:00Z', '2026-03-06T06:00Z']]);
  });
  it('is not found where two report the same place', () => expect(foundIn(rule, [inPlace('one', transitCentre), inPlace('other', transitCentre)])).toEqual([]));
});
