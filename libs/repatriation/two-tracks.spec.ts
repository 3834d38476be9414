import { describe, expect, it } from '@jest/globals';
import type { Happened } from '../decider/decider.scenario.js';
import { repatriation } from './repatriation.context.js';
import { aigul, decided, explained, home, proofOf, represented, told } from './story.scenario.js';
import { itinerary } from './transfer.scenario.js';

/** What is reported can take a guarantee away and can give none (SEP-2): every report upon every state in which guarantees are missing. */

const { outcome, destinationState, carerRef } = home;
const stayRef = 'centre';
const happened = (type: string, data: object, rest: Partial<Happened> = {}): Happened => ({ type, data, ...rest });

const consent = { outcome, destinationState, carerRef, ...told, witnessRef: 'doctor-1' };
const childAgreed = happened('repatriation.ConsentGiven', { ...consent, by: 'CHILD' });
const aigulAgreed = happened('repatriation.ConsentGiven', { ...consent, by: 'REPRESENTATIVE', representativeRef: aigul.actorRef });
const confirmed = happened('repatriation.OriginAnswered', { destinationState, answer: 'CONFIRMED', validUntil: '2026-12-01T00:00:00Z', authority: { orgType: 'CHILD_PROTECTION' } });
const safe = happened('repatriation.RiskAssessed', { destinationState, result: 'NO_DANGER' });
const held = happened('identification.DeprivationStarted', { stayRef, mayLeave: 'NO' }, { at: '2026-03-01T00:00:00Z' });

const reports: readonly Happened[] = [
  happened('repatriation.OriginReadinessWithdrawn', { destinationState }), happened('repatriation.SuspensionReported', { destinationState, suspensionRef: 'pandemic' }),
  happened('repatriation.CoercionReported', { coerced: ['CHILD'], means: [] }), happened('repatriation.DangerReported', { destinationState, danger: 'OTHER' }),
  happened('repatriation.DelayReasonGiven', { step: 'DECISION', reason: 'NOBODY_ACTED' }), happened('repatriation.ReturnOutsideProcedureReported', { kind: 'SELF_RETURN', destinationState }),
  happened('repatriation.OriginStatementTaken', { destinationState, position: 'IN_FAVOUR_OF_RETURN' }),
  happened('repatriation.TransferLegReported', { custodial: 'NO', escortOrgTypes: ['CHILD_PROTECTION'] }),
  happened('repatriation.HandoverReported', { receiver: { orgType: 'CHILD_PROTECTION' } }), happened('repatriation.RulingExecutionReported', { appealRef: 'appeal', extent: 'WHOLE' }),
  ...['PASSPORT', 'BIRTH_CERTIFICATE'].map((document) => happened('repatriation.DocumentMilestoneReported', { document, issuingState: destinationState, milestone: 'ISSUED' })),
  happened('repatriation.EntryBanReported', { banned: 'CHILD', state: destinationState }),
  held, happened('identification.DeprivationSettingChanged', { stayRef, mayLeave: 'YES' }, { at: '2026-03-01T00:00:00Z' }),
  happened('identification.DeprivationEnded', { stayRef }, { at: '2026-03-01T06:00:00Z' }), happened('identification.LibertyAssessed', { stayRef, mayLeave: 'YES', factors: [] }),
];

const states: Readonly<Record<string, readonly Happened[]>> = {
  'nothing': [],
  'consents of a child that was held': [...represented, held, childAgreed, aigulAgreed],
  'a child that is held': [held], 'a child that was held on the way': [happened('repatriation.TransferLegReported', { custodial: 'YES', escortOrgTypes: [] })],
  'consents that were taken back': [...represented, childAgreed, aigulAgreed, happened('repatriation.ConsentWithdrawn', { whose: 'CHILD' }), happened('repatriation.ConsentWithdrawn', { whose: 'REPRESENTATIVE' })],
  'a state that is ready while transfers are suspended': [confirmed, happened('repatriation.SuspensionReported', { destinationState, suspensionRef: 'pandemic' })],
  'a state that is no longer ready': [confirmed, happened('repatriation.OriginReadinessWithdrawn', { destinationState })],
  'a danger after the assessment': [safe, happened('repatriation.DangerReported', { danger: 'OTHER' })],
  'an open claim and an open report of coercion': [happened('repatriation.ProtectionClaimOpened', { kind: 'ASYLUM' }), happened('repatriation.CoercionReported', { coerced: ['CHILD'], means: [] })],
  'a pending appeal': [decided, explained, happened('repatriation.AppealLodged', { decisionRef: decided.id, late: false })],
};

describe('A report gives no guarantee', () => {
  const asked = { at: '2026-05-01T00:00:00Z', journey: { ...itinerary, ...home, legs: itinerary.legs.map((leg) => ({ ...leg, nightStops: [] })) } };
  it.each(Object.entries(states))('to a record with %s', (_, state) => {
    for (const { code } of repatriation.facts.filter((fact) => !proofOf(fact.code, state, asked))) {
      for (const report of reports) expect([report.type, code, proofOf(code, [...state, report], asked)]).toEqual([report.type, code, undefined]);
    }
  });

  it('is tested for every event of this context that a report can make', () => {
    const reported = repatriation.events.map(({ type }) => type).filter((type) => /(Reported|ReadinessWithdrawn|ReasonGiven|StatementTaken)$/.test(type));
    expect(reported.filter((type) => !reports.some((report) => report.type === type))).toEqual([]);
    expect(reported.length).toBe(repatriation.commands.filter(({ declaration }) => declaration.kind === 'RECORD').length);
  });
});
