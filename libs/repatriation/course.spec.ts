import { describe, expect, it } from '@jest/globals';
import { noon, type Happened } from '../decider/decider.scenario.js';
import { BadForm } from '../decider/context.js';
import { agreementsWithoutDecision } from './agreement.js';
import { RecordDelayReason, RecordEntryBan, RecordOriginStatementHeard, RecordReturnOutsideProcedure } from './course.commands.js';
import type { Repatriation } from './repatriation.context.js';
import { decided, expectUnproven, given, home, report } from './story.scenario.js';

const { destinationState, outcome, carerRef } = home;

describe('RecordDelayReason', () => {
  const delay = { step: 'DOCUMENTS', reason: 'NOBODY_ACTED', from: '2026-02-01', until: '2026-02-10' };
  it('happens, be there a good reason or none', () => given().when(RecordDelayReason, { ...report, ...delay }).then({ type: 'repatriation.DelayReasonGiven', data: delay }));
  it('does not end before it begins', () => given().when(RecordDelayReason, { ...report, ...delay, until: '2026-01-31' }).thenThrows(BadForm));
});

describe('RecordReturnOutsideProcedure', () => {
  const outside = { kind: 'DEPORTATION', destinationState, carriedOutBy: { orgType: 'BORDER' }, assessedBefore: 'NO', childAgreed: 'NO', handedOverAtBorder: 'YES' };
  const reported: Happened = { type: 'repatriation.ReturnOutsideProcedureReported', data: outside };
  it('happens, with nothing of the procedure done before', () => given().when(RecordReturnOutsideProcedure, { ...report, ...outside }).then(reported));
  it('takes no step of the procedure: what was not proven is not proven by it', () => {
    for (const code of ['CONSENT_CHILD', 'APPEAL_CLEAR', 'NO_DANGER', 'ORIGIN_STATE_READY', 'CHILD_INFORMED']) expectUnproven(code, reported);
  });
});

describe('RecordOriginStatementHeard', () => {
  const statement = { destinationState, hearer: 'COURT', position: 'IN_FAVOUR_OF_RETURN' };
  const heard: Happened = { type: 'repatriation.OriginStatementTaken', data: statement };
  it('happens', () => given().when(RecordOriginStatementHeard, { ...report, ...statement }).then(heard));
  it('makes no state ready, whatever it says', () => expectUnproven('ORIGIN_STATE_READY', heard));
});

describe('an agreement without a decision (X9)', () => {
  const answered: Happened = { type: 'repatriation.OriginAnswered', data: { destinationState, answer: 'CONFIRMED', validUntil: '2026-06-01T00:00:00Z' }, at: '2026-01-10T00:00:00Z' };
  const childAgreed: Happened = { type: 'repatriation.ConsentGiven', data: { by: 'CHILD', outcome, destinationState, carerRef }, at: '2026-01-12T00:00:00Z' };
  const familyAgreed: Happened = { type: 'reintegration.CarerConfirmed', data: { destinationState, carerRef }, at: '2026-01-15T00:00:00Z' };
  const all = [answered, childAgreed, familyAgreed];
  const stuck = (...happened: readonly Happened[]) => agreementsWithoutDecision(given(...happened).state<Repatriation>(), new Date(noon));

  it('lasts from the instant at which the last of child, family and state agreed', () =>
    expect(stuck(...all)).toEqual([{ destinationState, since: '2026-01-15T00:00:00.000Z' }]));
  it('is none as long as one of the three has not agreed', () => {
    for (const missing of all) expect(stuck(...all.filter((each) => each !== missing))).toEqual([]);
  });
  it('ends with the decision, and begins again where the decision falls', () => {
    expect(stuck(...all, decided)).toEqual([]);
    expect(stuck(...all, decided, { type: 'best-interests.DeterminationReopened', data: {} })).toHaveLength(1);
  });
  it.each<Happened>([
    { type: 'repatriation.ConsentWithdrawn', data: { whose: 'CHILD' } }, { type: 'reintegration.CarerWithdrawn', data: { carerRef } },
    { type: 'repatriation.OriginReadinessWithdrawn', data: { destinationState } },
  ])('ends where one of them agrees no longer: $type', (withdrawn) => expect(stuck(...all, withdrawn)).toEqual([]));
});

describe('RecordEntryBan', () => {
  const ban = { banned: 'PARENT', personRef: 'mother', state: 'RU', imposedBy: { orgType: 'IMMIGRATION' }, ground: 'AFTER_RETURN', from: '2026-03-01', until: '2031-03-01', circumstances: 'told at the airport' };
  const reported = { type: 'repatriation.EntryBanReported', data: ban };
  it('happens, of the child or of one of its family', () => given().when(RecordEntryBan, { ...report, ...ban }).then(reported));
  it('is bad form where it ends before it begins', () => given().when(RecordEntryBan, { ...report, ...ban, until: '2026-02-01' }).thenThrows(BadForm));
});
