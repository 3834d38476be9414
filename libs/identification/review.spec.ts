import { describe, expect, it } from '@jest/globals';
import type { OrgType } from '../decider/actor.js';
import { BadForm } from '../decider/context.js';
import { factOf, scenario } from '../decider/decider.scenario.js';
import { identification } from './identification.context.js';
import type { SettingFact } from './liberty.state.js';
import { reports, told } from './reports.scenario.js';
import { RecordAlternativeConsidered, RecordAuthorityAppearance, RecordReviewHeld } from './review.commands.js';
import { isIndependent, type Review } from './review.state.js';

const { given } = scenario(identification);

describe('RecordAuthorityAppearance', () => {
  it('happens, before a body that is independent or not', () =>
    given().when(RecordAuthorityAppearance, { ...told, ...reports.RecordAuthorityAppearance, independent: 'NO' }).then({ type: 'identification.AuthorityAppeared', data: { independent: 'NO' } }));
});

describe('RecordReviewHeld', () => {
  const review = { ...told, ...reports.RecordReviewHeld };
  it('happens, also by the body that holds the child', () => given().when(RecordReviewHeld, review).then({ type: 'identification.ReviewHeld', data: reports.RecordReviewHeld }));
  it('is bad form when the next review lies before this one', () => given().when(RecordReviewHeld, { ...review, nextReviewBy: '2026-02-01' }).thenThrows(BadForm));
});

describe('RecordAlternativeConsidered', () => {
  it('happens, with options that were rejected, each for its reason, and options that were taken', () =>
    given().when(RecordAlternativeConsidered, { ...told, ...reports.RecordAlternativeConsidered })
      .then({ type: 'identification.AlternativeConsidered', data: { options: [{ option: 'OPEN_SHELTER', rejectedBecause: 'FLIGHT_FEARED' }, { option: 'REPORTING' }] } }));
});

describe('A review is independent', () => {
  const heldBy = (orgRef: string) => [factOf({ type: 'identification.DeprivationStarted', data: { settingKind: 'OTHER', custodian: { orgRef, orgType: 'CHILD_PROTECTION' } } }, 0) as SettingFact];
  const by = (orgType: OrgType, orgRef?: string, independent = 'YES') =>
    factOf({ type: 'identification.ReviewHeld', data: { ...reports.RecordReviewHeld, reviewer: { orgType, orgRef }, independent } }, 1) as Review;

  it('when a body that has nothing to do with the holder held it', () => expect(isIndependent(by('COURT', 'court-1'), heldBy('centre'))).toBe(true));
  it.each([
    ['nobody says so', by('COURT', 'court-1', 'UNKNOWN')], ['the holder held it, whatever it says of itself', by('CHILD_PROTECTION', 'centre')],
    ['a body that holds children held it', by('CUSTODIAL', 'prison-1')], ['a body that enforces the law held it', by('POLICE', 'police-3')],
  ])('and not when %s', (_, review) => expect(isIndependent(review, heldBy('centre'))).toBe(false));
});
