import { describe, it } from '@jest/globals';
import { scenario } from '../decider/decider.scenario.js';
import { RecordAgencyContact, RecordDecisionTakenWithoutRepresentative } from './contact.commands.js';
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
