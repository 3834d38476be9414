import { describe, it } from '@jest/globals';
import { describeDuty, startId } from '../case-file/duties.scenario.js';
import { NotApplicable, NotCompetent } from '../decider/context.js';
import { scenario } from '../decider/decider.scenario.js';
import { AttestDecisionReexamined, AttestMeasuresReviewed, RecordAgencyContact, RecordDecisionTakenWithoutRepresentative } from './contact.commands.js';
import { guardianship } from './guardianship.context.js';

const { given } = scenario(guardianship);
const told = { occurredAt: { at: '2026-03-01T09:30:00+06:00', zone: 'Asia/Bishkek' }, source: { kind: 'CHILD', reliability: 'PROBABLE' } };

describe('RecordAgencyContact', () => {
  const contact = {
    kind: 'QUESTIONING', agencyType: 'BORDER', agencyRef: 'border-post-7', representativePresent: 'NO', lawyerPresent: 'NO', interpreterPresent: 'UNKNOWN',
    account: 'asked the same for four hours',
  };
  const reported = { type: 'guardianship.AgencyContactReported', data: contact };

  it('happens with who was there and who was not', () => given().when(RecordAgencyContact, { ...told, ...contact }).then(reported));
  it('happens again when somebody else reports it: two reports are two facts', () => given(reported).when(RecordAgencyContact, { ...told, ...contact }).then(reported));
});

describe('RecordDecisionTakenWithoutRepresentative', () => {
  const decision = { decision: 'AGE', authorityType: 'IMMIGRATION', authorityRef: 'migration-service', actRef: 'act-9', account: 'nobody was asked' };
  const reported = { type: 'guardianship.DecisionTakenWithoutRepresentative', data: decision };

  it('happens of whatever an authority decided', () => given().when(RecordDecisionTakenWithoutRepresentative, { ...told, ...decision }).then(reported));
  it('happens again when somebody else reports it: two reports are two facts', () =>
    given(reported).when(RecordDecisionTakenWithoutRepresentative, { ...told, ...decision }).then(reported));
});

describe('AttestDecisionReexamined', () => {
  const reportRef = '3f0f0c6e-0000-4000-8000-0000000000d1';
  const taken = { type: 'guardianship.DecisionTakenWithoutRepresentative', data: { decision: 'AGE', authorityType: 'IMMIGRATION' }, id: reportRef };
  const again = { reportRef, result: 'SET_ASIDE', representativeHeard: 'YES', documentRef: 'decision-12' };
  const reexamined = { type: 'guardianship.DecisionReexamined', data: again };

  it('happens of a decision that was reported', () => given(taken).when(AttestDecisionReexamined, again).then(reexamined));
  it('is ignored when the same is attested already', () => given(taken, reexamined).when(AttestDecisionReexamined, again).thenNothing());
  it('has nothing to act on where no such decision was reported', () => given().when(AttestDecisionReexamined, again).thenThrows(NotApplicable));
});

describe('AttestMeasuresReviewed', () => {
  const aigul = { actorRef: 'guardian-aigul', role: 'GUARDIAN', orgType: 'NGO' } as const;
  const appointed = { type: 'guardianship.GuardianAppointed', data: { guardianRef: aigul.actorRef, organisationRef: 'guardians-1', model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2026-03-01T00:00:00Z' } };
  const parent = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', relation: 'MOTHER', custodyShownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate-1', answers: [] } };
  const review = { position: 'ASKS_FOR_CHANGE' };

  it('happens by the guardian, or by the parent who represents the child', () => {
    given(appointed).when(AttestMeasuresReviewed, review, { by: aigul }).then({ type: 'guardianship.MeasuresReviewed', data: review });
    given(parent).when(AttestMeasuresReviewed, review, { by: { actorRef: 'mother', role: 'PARENT_REPRESENTATIVE' } }).then({ type: 'guardianship.MeasuresReviewed' });
  });
  it('is no business of a guardian of another child', () => given(parent).when(AttestMeasuresReviewed, review, { by: aigul }).thenThrows(NotCompetent));
});

const aigulAppointed = [
  { type: 'guardianship.ConflictCheckCompleted', data: { guardianRef: 'guardian-aigul', employerType: 'NGO', answers: [] } },
  { type: 'guardianship.GuardianAppointed', data: { guardianRef: 'guardian-aigul' } },
];
const aigulAccepts = { type: 'guardianship.MandateAccepted', data: { guardianRef: 'guardian-aigul' }, by: { actorRef: 'guardian-aigul' } };
const emergencyCare = { type: 'identification.EmergencyCareStarted' };
const measuresReviewed = { type: 'guardianship.MeasuresReviewed' };

describeDuty('REPRESENTATIVE_REVIEW', {
  starts: {
    'a guardian takes up the mandate after emergency care began': [emergencyCare, ...aigulAppointed, aigulAccepts],
    'it does after urgent treatment': [{ type: 'identification.HealthAccessReported', data: { service: 'URGENT_CARE' } }, ...aigulAppointed, aigulAccepts],
    'it does after somebody asked for a guardian': [{ type: 'guardianship.GuardianRequested' }, ...aigulAppointed, aigulAccepts],
    'it does after somebody demanded the release of the child': [{ type: 'identification.ReleaseDemanded' }, ...aigulAppointed, aigulAccepts],
    'it does after somebody complained': [{ type: 'identification.ComplaintLodged' }, ...aigulAppointed, aigulAccepts],
    'it does after somebody appealed': [{ type: 'repatriation.AppealLodged' }, ...aigulAppointed, aigulAccepts],
    'another guardian takes up the mandate after somebody complained while the first one was suspended': [
      ...aigulAppointed, aigulAccepts, { type: 'guardianship.GuardianSuspended' }, { type: 'identification.ComplaintLodged' }, aigulAccepts,
    ],
    'a parent is confirmed after it': [emergencyCare, { type: 'guardianship.RepresentingParentConfirmed' }],
  },
  startedNotBy: {
    'there was no urgent measure': [...aigulAppointed, aigulAccepts],
    'there was a check of its health that could wait': [{ type: 'identification.HealthAccessReported', data: { service: 'HEALTH_CHECK' } }, ...aigulAppointed, aigulAccepts],
    'somebody spoke for the child when the measure was taken': [...aigulAppointed, aigulAccepts, emergencyCare, aigulAccepts],
    'it was reviewed before': [emergencyCare, measuresReviewed, ...aigulAppointed, aigulAccepts],
    'somebody whom nobody appointed says so': [emergencyCare, aigulAccepts],
  },
  metBy: { 'the representative says what it thinks of it': measuresReviewed },
  metNotBy: { 'only the placement is decided': { type: 'identification.PlacementDecided' } },
});

describeDuty('REEXAMINATION', {
  starts: { 'a decision without a representative is reported': { type: 'guardianship.DecisionTakenWithoutRepresentative' } },
  metBy: { 'it is looked at again and the representative is heard': { type: 'guardianship.DecisionReexamined', data: { reportRef: startId, representativeHeard: 'YES' } } },
  metNotBy: {
    'it is looked at again without the representative': { type: 'guardianship.DecisionReexamined', data: { reportRef: startId, representativeHeard: 'NO' } },
    'another decision is': { type: 'guardianship.DecisionReexamined', data: { reportRef: '3f0f0c6e-0000-4000-8000-0000000000d1', representativeHeard: 'YES' } },
  },
});
