import { registry } from '../case-file/contexts.js';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { auditRules } from './liberty.audit.js';
import { situationOf } from './situation.js';

const stays = 400;

/** A stay of the child, reported an hour after the one before, which nobody saw the end of. */
function reportedStay(n: number): Fact {
  return {
    type: 'identification.DeprivationStarted', id: `start-${n}`, stream: 'child-1', revision: n, position: String(n), recordedAt: new Date('2026-01-01T00:00:00Z'),
    data: { stayRef: `stay-${n}`, settingKind: 'POLICE_CELL', custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER', state: 'KG' },
    meta: {
      occurredAt: { from: new Date(Date.UTC(2025, 0, 1, n)).toISOString(), precision: 'exact', zone: 'Asia/Bishkek', zoneData: 'test' },
      recordedBy: { actorRef: 'witness', role: 'NGO_ADVOCATE' }, jurisdiction: 'KG', command: { name: 'RecordDeprivationStarted' },
    },
  } as unknown as Fact;
}

it(`The situation of a child whom ${stays} reports put in as many places at once is told in little space, and names every report`, () => {
  const facts = Array.from({ length: stays }, (_, n) => reportedStay(n));
  const situation = situationOf(registry, facts, new Date('2026-06-01T00:00:00Z'));
  expect(JSON.stringify(situation).length).toBeLessThan(1_000 * stays);
  expect(situation.contested).toEqual([{ code: 'TWO_STAYS_AT_ONCE', events: facts.map(({ id }) => id) }]);
});

it('The situation of a child shows nobody as speaking for it on what it says is not so, nor on what that person says is not', () => {
  const guardianRef = 'aziza';
  const mandate: readonly Happened[] = [
    { type: 'guardianship.ConflictCheckCompleted', data: { guardianRef, answers: [], employerType: 'NGO' }, id: 'check' },
    { type: 'guardianship.GuardianAppointed', data: { guardianRef, organisationRef: 'guardians', model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2026-03-02T12:00:00Z' } },
    { type: 'guardianship.MandateAccepted', data: { guardianRef }, by: { actorRef: guardianRef } },
  ];
  const shown = (...words: readonly Happened[]) => {
    const { representatives, mandates } = situationOf(registry, [...mandate, ...words].map(factOf), new Date('2026-06-01T00:00:00Z'));
    return { representatives, clear: mandates.map(({ clear }) => clear) };
  };
  const denied = (by: string, actorRef = 'somebody'): Happened => ({ type: 'record.Disputed', data: { target: 'check', by }, at: '2026-03-10T12:00:00Z', by: { actorRef } });
  expect(shown()).toEqual({ representatives: [guardianRef], clear: [true] });
  for (const word of [denied('CHILD'), denied('OTHER', guardianRef)]) expect(shown(word)).toEqual({ representatives: [], clear: [false] });
  expect(shown(denied('OTHER'))).toEqual({ representatives: [guardianRef], clear: [true] });
});

it('The situation of a child is audited by the older rules again where they are asked for: whoever was appointed without a check for conflicts covered it by those', () => {
  const guardianRef = 'aziza';
  const mandate: readonly Happened[] = [
    { type: 'guardianship.GuardianAppointed', data: { guardianRef, organisationRef: 'guardians', model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2025-01-01T00:00:00Z' } },
    { type: 'guardianship.MandateAccepted', data: { guardianRef }, by: { actorRef: guardianRef } },
  ];
  const facts = [...mandate.map(factOf), { ...reportedStay(0), revision: 2 }];
  const [now, , before] = [undefined, ...auditRules].map((rules) => situationOf(registry, facts, new Date('2026-06-01T00:00:00Z'), rules).liberty).filter((_, n) => n !== 1);
  expect([now!.rules, before!.rules]).toEqual([['LIB-1@1', 'CAL@1', 'CAL-14@3'], ['LIB-1@1', 'CAL@1']]);
  expect(before).not.toEqual({ ...now, rules: before!.rules });
});
