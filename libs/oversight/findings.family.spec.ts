import { describe, expect, it } from '@jest/globals';
import * as rules from './findings.family.js';
import { ended, foundIn, happened, police, stay, times, transitCentre } from './findings.scenario.js';

const separated = (groundCode: string) => happened('identification.SeparationStarted', { separationRef: 's', separatedFrom: [{ relation: 'MOTHER' }], groundCode, order: { kind: 'ORAL', issuedBy: police } }, undefined, { id: 'separation' });
const reunited = happened('identification.Reunited', { separationRef: 's' }, '2026-03-09T06:00:00Z');
const link = (data: object = {}) => happened('identification.FamilyLinkReported', { relativeRef: 'mother', relation: 'MOTHER', ...data }, undefined, { id: 'link' });

describe.each([
  ['SEPARATED_BECAUSE_PARENT_DETAINED', rules.separatedBecauseParentDetained, ['PARENT_DETAINED'], ['DANGER_TO_LIFE_OR_HEALTH', 'POVERTY']],
  ['INADMISSIBLE_SEPARATION_GROUND', rules.inadmissibleSeparationGround, ['MIGRATION_STATUS', 'POVERTY', 'DISABILITY', 'DIAGNOSIS'], ['DANGER_TO_LIFE_OR_HEALTH', 'PARENT_DETAINED', 'LOST_ON_THE_WAY']],
] as const)('%s', (_, rule, grounds, others) => {
  it.each(grounds)('is found where %s is the ground, until they are together again', (ground) => {
    expect(foundIn(rule, [separated(ground)])).toMatchObject([{ events: ['separation'], concerns: [{ authority: police }], details: { grounds: [ground] } }]);
    expect(foundIn(rule, [separated(ground), reunited]).map(times)).toEqual([['2026-03-01T06:00Z', '2026-03-09T06:00Z']]);
  });
  it.each(others)('is not found where %s is the ground', (ground) => expect(foundIn(rule, [separated(ground)])).toEqual([]));
});

describe('MISLABELLED_ABANDONED', () => {
  const { mislabelledAbandoned: rule } = rules;
  const written = (parentsKnown: string) => happened('identification.DocumentedAsAbandoned', { authorityLabel: 'abandoned', authority: police, parentsKnown }, undefined, { id: 'written' });
  it('is found where the report says that the parents are known, and where somebody has named one', () => {
    expect(foundIn(rule, [written('YES')])).toMatchObject([{ concerns: [{ authority: police }] }]);
    expect(foundIn(rule, [link(), written('NO')])).toMatchObject([{ events: ['written', 'link'] }]);
  });
  it('is not found where no parent is known, or the only one is dead', () =>
    expect([...foundIn(rule, [written('UNKNOWN')]), ...foundIn(rule, [link({ relation: 'GRANDPARENT' }), written('NO')]), ...foundIn(rule, [link({ alive: 'NO' }), written('NO')])]).toEqual([]));
});

describe('ADOPTION_WITH_KNOWN_PARENT', () => {
  const { adoptionWithKnownParent: rule } = rules;
  const proceeding = (stage: string, parentsKnown: string, at?: string) => happened('identification.AdoptionProceedingReported', { proceedingRef: 'p', stage, authority: police, parentsKnown }, at, { id: `adoption-${stage}` });
  it('is found where the report says that a parent is known, and where somebody has named one', () => {
    expect(foundIn(rule, [proceeding('CHILD_OFFERED', 'YES')])).toMatchObject([{ events: ['adoption-CHILD_OFFERED'], concerns: [{ authority: police }] }]);
    expect(foundIn(rule, [link(), proceeding('OPENED', 'NO')])).toMatchObject([{ events: ['adoption-OPENED', 'link'] }]);
  });
  it('is one finding of one proceeding, and ends where it is halted', () =>
    expect(foundIn(rule, [proceeding('OPENED', 'YES'), proceeding('DECIDED', 'YES', '2026-03-05T06:00:00Z'), proceeding('HALTED', 'YES', '2026-03-09T06:00:00Z')]).map(times)).toEqual([['2026-03-01T06:00Z', '2026-03-09T06:00Z']]));
  it('is not found where no parent is known, nor of one that was only stopped', () =>
    expect([...foundIn(rule, [proceeding('OPENED', 'UNKNOWN')]), ...foundIn(rule, [link({ alive: 'NO' }), proceeding('OPENED', 'NO')]), ...foundIn(rule, [proceeding('HALTED', 'YES')])]).toEqual([]));
});

describe('FAMILY_TURNED_AWAY', () => {
  const { familyTurnedAway: rule } = rules;
  const refused = happened('identification.RelativeClaimRefused', { relativeRef: 'grandmother', relation: 'GRANDPARENT', claim: 'RELEASE', documentsShown: ['PASSPORT'], refusedBy: police });
  it('is found of each relative who was sent away, with the papers that were shown', () =>
    expect(foundIn(rule, [refused])).toMatchObject([{ concerns: [{ authority: police }], details: { relation: 'GRANDPARENT', claim: 'RELEASE', documents: ['PASSPORT'] } }]));
  it('is not found of a relative who is only known', () => expect(foundIn(rule, [link()])).toEqual([]));
});

describe('INSTITUTION_BEFORE_FAMILY', () => {
  const { institutionBeforeFamily: rule } = rules;
  const placed = (data: object, at = '2026-03-05T06:00:00Z', id = 'placement') => happened('identification.PlacementDecided', { facilityRef: transitCentre, from: at, ...data }, at, { id });
  const institution = placed({ settingKind: 'RESIDENTIAL_CARE', noFamilyBecause: 'NO_FAMILY_AVAILABLE' });
  const near = link({ relation: 'GRANDPARENT', significance: 'CLOSE', livesIn: 'KG', alive: 'YES' });
  const came = happened('identification.RelativeClaimRefused', { relativeRef: 'aunt', relation: 'AUNT_OR_UNCLE', claim: 'CARE', documentsShown: [], refusedBy: police }, undefined, { id: 'came' });

  it('is found where no family is said to be there, and a relative is near or had come forward', () => {
    expect(foundIn(rule, [near, institution])).toMatchObject([{ events: ['placement', 'link'], concerns: [{ facilityRef: transitCentre }] }]);
    expect(foundIn(rule, [came, institution])).toMatchObject([{ events: ['placement', 'came'] }]);
  });
  it('is found where nobody said why, until the child lives elsewhere', () =>
    expect(foundIn(rule, [placed({ settingKind: 'RESIDENTIAL_CARE' }), placed({ settingKind: 'FOSTER_CARE' }, '2026-03-20T06:00:00Z', 'foster')]).map(times)).toEqual([['2026-03-05T06:00Z', '2026-03-20T06:00Z']]));
  it('is not found in a family, without a relative, where the child asked for it, or where the relative is abroad', () => expect([
    ...foundIn(rule, [near, placed({ settingKind: 'FOSTER_CARE' })]), ...foundIn(rule, [institution]),
    ...foundIn(rule, [near, placed({ settingKind: 'RESIDENTIAL_CARE', noFamilyBecause: 'CHILD_ASKED' })]), ...foundIn(rule, [link({ significance: 'CLOSE', livesIn: 'UZ' }), institution]),
  ]).toEqual([]));
});

describe('DEATH_IN_CARE_OR_CUSTODY', () => {
  const { deathInCareOrCustody: rule } = rules;
  const died = (heldOrCaredFor: string) => happened('identification.DeathReported', { diedIn: 'KG', heldOrCaredFor, causeClaimed: 'ILLNESS', contestedBy: ['FAMILY'], examination: 'NONE', custodian: police }, '2026-03-05T06:00:00Z', { id: 'death' });
  it.each(['CUSTODY', 'CARE'])('is found of a child who died in %s', (hands) => expect(foundIn(rule, [died(hands)])).toMatchObject([{ presumed: false, concerns: [{ authority: police }], details: { examination: 'NONE' } }]));
  it('is presumed where the report does not say it, and the child was in a place', () => expect(foundIn(rule, [stay(), died('UNKNOWN')])).toMatchObject([{ events: ['death', 'start'], presumed: true }]));
  it('is not found of a child who was with nobody, had left, or is alive after all', () => expect([
    ...foundIn(rule, [died('NEITHER')]), ...foundIn(rule, [died('UNKNOWN')]), ...foundIn(rule, [stay(), ended('2026-03-04T06:00:00Z'), died('UNKNOWN')]),
    ...foundIn(rule, [died('CUSTODY'), happened('identification.DeathReportRefuted', { shownBy: 'CHILD_SEEN' }, '2026-03-06T06:00:00Z')]),
  ]).toEqual([]));
});
