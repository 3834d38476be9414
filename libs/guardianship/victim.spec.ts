import { describe, it } from '@jest/globals';
import { scenario } from '../decider/decider.scenario.js';
import { guardianship } from './guardianship.context.js';
import { RecordVictimProceeding } from './victim.commands.js';

const { given } = scenario(guardianship);
const told = { occurredAt: { at: '2026-03-01T09:30:00+06:00', zone: 'Asia/Bishkek' }, source: { kind: 'CHILD', reliability: 'PROBABLE' } };

describe('RecordVictimProceeding', () => {
  const proceeding = { role: 'ACCUSED', harm: 'BACHA_BAZI', authorityType: 'PROSECUTION', authorityRef: 'office-2', protectionMeasure: 'NONE', claim: 'NONE', outcome: 'CHARGED', account: 'they charged the boy' };
  const reported = { type: 'guardianship.VictimProceedingReported', data: proceeding };

  it('happens as whomever the child stands in it', () => given().when(RecordVictimProceeding, { ...told, ...proceeding }).then(reported));
  it('happens again when somebody else reports it: two reports are two facts', () => given(reported).when(RecordVictimProceeding, { ...told, ...proceeding }).then(reported));
});
