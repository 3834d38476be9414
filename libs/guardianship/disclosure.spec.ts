import { describe, it } from '@jest/globals';
import { scenario } from '../decider/decider.scenario.js';
import { RecordDisclosureDemandReceived, RecordDisclosureOccurred } from './disclosure.commands.js';
import { guardianship } from './guardianship.context.js';

const { given } = scenario(guardianship);
const told = { occurredAt: { at: '2026-03-01T09:30:00+06:00', zone: 'Asia/Bishkek' }, source: { kind: 'CHILD', reliability: 'PROBABLE' } };
const police = { orgRef: 'police-3', orgType: 'POLICE' };
const school = { orgType: 'EDUCATION' };

describe('RecordDisclosureDemandReceived', () => {
  const demand = { demandedBy: police, addressee: school, matters: ['WHEREABOUTS'], purpose: 'MIGRATION_CONTROL', answer: 'REFUSED', account: 'they came during lessons' };
  const reported = { type: 'guardianship.DisclosureDemanded', data: demand };

  it('happens, whatever it was answered', () => given().when(RecordDisclosureDemandReceived, { ...told, ...demand }).then(reported));
  it('happens again when somebody else reports it: two reports are two facts', () => given(reported).when(RecordDisclosureDemandReceived, { ...told, ...demand }).then(reported));
});

describe('RecordDisclosureOccurred', () => {
  const disclosure = { disclosedBy: school, receiver: police, matters: ['WHEREABOUTS', 'FAMILY'], purpose: 'MIGRATION_CONTROL', learntThrough: 'SCHOOL', childAgreed: 'NO', account: 'the list of pupils' };
  const reported = { type: 'guardianship.DisclosureReported', data: disclosure };

  it('happens, lawful or not', () => given().when(RecordDisclosureOccurred, { ...told, ...disclosure }).then(reported));
  it('happens again when somebody else reports it: two reports are two facts', () => given(reported).when(RecordDisclosureOccurred, { ...told, ...disclosure }).then(reported));
});
