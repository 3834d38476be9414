import { describe, expect, it } from '@jest/globals';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { scenario } from '../decider/decider.scenario.js';
import { bestInterests } from './best-interests.context.js';
import { already, heard, opened, report } from './best-interests.scenario.js';
import { RecordPlacementRefused, ReviewPlacement } from './placement.commands.js';

const { given } = scenario(bestInterests, { already });
const placed = (settingKind = 'FOSTER_CARE') => ({ type: 'identification.PlacementDecided', data: { facilityRef: 'home', settingKind }, id: 'placement' });
const review = { result: 'GOES_ON', because: ['STABILITY'], considered: [], childSeen: 'ALONE' };
const reviewed = { type: 'best-interests.PlacementReviewed', data: { placement: 'placement', facilityRef: 'home', ...review } };
const ready = [opened('CHILD_AT_RISK'), placed(), heard()];

describe('ReviewPlacement', () => {
  it('happens, and is due again after three months at the latest', () =>
    given(...ready).when(ReviewPlacement, review).then({ ...reviewed, data: { ...reviewed.data, nextReviewBy: '2026-06-03T00:00:00.000Z' } }));
  it('happens for emergency care as well', () =>
    given(opened(), { type: 'identification.EmergencyCareStarted', data: { facilityRef: 'shelter' } }, heard()).when(ReviewPlacement, review).then({ type: reviewed.type, data: { facilityRef: 'shelter' } }));
  it('also asks for a registered child and a representative', () =>
    expect(ReviewPlacement.declaration.gate.at(-1)?.needs).toEqual(['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'CHILD_HEARD']));
  it('is refused where the child was not heard since the placement', () => given(opened(), heard(), placed()).when(ReviewPlacement, review).thenRefusedFor('CHILD_HEARD'));
  it('is bad form when the next review lies behind or too far ahead', () => {
    given(...ready).when(ReviewPlacement, { ...review, nextReviewBy: '2026-03-01T00:00:00Z' }).thenThrows(BadForm);
    given(...ready).when(ReviewPlacement, { ...review, nextReviewBy: '2026-06-03T00:00:01Z' }).thenThrows(BadForm);
  });
  it('is bad form for a child that stays in an institution beside which nothing was considered', () => {
    const inInstitution = [opened(), placed('RESIDENTIAL_CARE'), heard()];
    given(...inInstitution).when(ReviewPlacement, { ...review, considered: ['INSTITUTION'] }).thenThrows(BadForm);
    given(...inInstitution).when(ReviewPlacement, { ...review, considered: ['INSTITUTION', 'OTHER'] }).thenThrows(BadForm);
    given(...inInstitution).when(ReviewPlacement, { ...review, considered: ['KAFALA'] }).then({ type: 'best-interests.PlacementReviewed' });
    given(...inInstitution).when(ReviewPlacement, { ...review, considered: ['RELATIVES'] }).then({ type: reviewed.type });
    given(...inInstitution).when(ReviewPlacement, { ...review, result: 'HAS_TO_CHANGE' }).then({ type: reviewed.type });
  });
  it('is bad form where care is to end of a child whom the reviewer did not see', () => {
    given(...ready).when(ReviewPlacement, { ...review, result: 'CAN_END', childSeen: 'NOT_SEEN' }).thenThrows(BadForm);
    given(...ready).when(ReviewPlacement, { ...review, result: 'CAN_END', childSeen: 'WITH_OTHERS' }).then({ type: reviewed.type });
  });
  it('has nothing to review for a child that was not placed', () => given(opened(), heard()).when(ReviewPlacement, review).thenThrows(NotApplicable));
  it('is no business of the place itself', () => given(...ready).when(ReviewPlacement, review, { by: { orgType: 'NGO' } }).thenThrows(NotCompetent));
});

describe('RecordPlacementRefused', () => {
  it('reports a place that did not take the child, also where nobody knows where it went', () => {
    const refusal = { ...report, reason: 'NO_PAPERS', nextPlace: 'STREET' };
    given().when(RecordPlacementRefused, refusal).then({ type: 'best-interests.PlacementRefused', data: { reason: 'NO_PAPERS', nextPlace: 'STREET' } });
    given().when(RecordPlacementRefused, { ...refusal, nextPlace: undefined }).then({ type: 'best-interests.PlacementRefused' });
  });
});
