import { describe, expect, it } from '@jest/globals';
import { factOf, noon, type Happened } from '../decider/decider.scenario.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { hasPart, isAccused, participantsIn } from '../decider/participants.js';
import { agreementsWithoutDecision } from './agreement.js';
import { AttestPartReportUnfounded, RecordDelayReason, RecordEntryBan, RecordOriginStatementHeard, RecordReturnOutsideProcedure } from './course.commands.js';
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

describe('AttestPartReportUnfounded', () => {
  const reportRef = '3f0f0c6e-0000-4000-8000-00000000ab0d';
  const namedRef = 'court-1';
  const reported: Happened = { type: 'repatriation.ReturnOutsideProcedureReported', data: { carriedOutBy: { orgRef: namedRef, orgType: 'COURT' } }, id: reportRef };
  const ombudsperson = { actorRef: 'ombudsperson-aida', role: 'OMBUDSPERSON', orgRef: 'ombudsperson-1', orgType: 'OMBUDSPERSON' } as const;
  const ofCourt = { actorRef: 'judge', role: 'APPOINTING_AUTHORITY', orgRef: namedRef, orgType: 'COURT' } as const;
  const unfounded = { reportRef, namedRef };
  const refuted: Happened = { type: 'repatriation.PartReportRefuted', data: unfounded, by: ombudsperson, id: 'refutation' };
  const bars = (...happened: readonly Happened[]) => hasPart(participantsIn(happened.map(factOf)), { orgRef: namedRef });

  it('gives its independence back to a body that somebody named as carrying out a return', () => {
    given(reported).when(AttestPartReportUnfounded, unfounded, { by: ombudsperson }).then({ type: refuted.type, data: unfounded });
    expect(bars(reported)).toBe(true);
    expect(bars(reported, refuted)).toBe(false);
  });
  it.each([
    ['a handover', { type: 'repatriation.HandoverReported', data: { sender: { orgType: 'POLICE' }, receiver: { orgRef: namedRef, orgType: 'COURT' } } }],
    ['a correction', { type: 'record.Corrected', data: { target: 'panel', targetType: 'best-interests.BidPanelConvened', fields: { members: [{ memberRef: 'judge', organisationRef: namedRef }] } } }],
  ])('does so of one that was named in %s', (_, told) => {
    const named = { ...told, id: reportRef };
    expect(bars(named)).toBe(true);
    given(named).when(AttestPartReportUnfounded, unfounded, { by: ombudsperson }).then({ type: refuted.type });
    expect(bars(named, refuted)).toBe(false);
  });
  it('clears whom it names, and nobody else of the same report', () => {
    const handover: Happened = { type: 'repatriation.HandoverReported', data: { sender: { personRef: 'escort', orgType: 'NGO' }, receiver: { orgRef: namedRef, orgType: 'COURT' } }, id: reportRef };
    expect(hasPart(participantsIn([handover, refuted].map(factOf)), { personRef: 'escort' })).toBe(true);
  });
  it('takes no part that was decided or certified, nor one that somebody tells of itself', () => {
    const decision: Happened = { ...decided, by: ofCourt, id: reportRef };
    given(decision).when(AttestPartReportUnfounded, unfounded, { by: ombudsperson }).thenThrows(NotApplicable);
    for (const firm of [decision, { ...reported, by: ofCourt }]) expect(bars(firm, refuted)).toBe(true);
  });
  it('is the business of no body but a court or an ombudsperson', () => given(reported).when(AttestPartReportUnfounded, unfounded).thenThrows(NotCompetent));
  it('is no business of the one that is named, nor of one that brings the return about', () => {
    given(reported).when(AttestPartReportUnfounded, unfounded, { by: ofCourt }).thenThrows(NotCompetent);
    expect(bars(reported, { ...refuted, by: ofCourt })).toBe(true);
    const decision: Happened = { ...decided, by: ombudsperson };
    given(reported, decision).when(AttestPartReportUnfounded, unfounded, { by: ombudsperson }).thenThrows(NotCompetent);
    expect(bars(reported, refuted, decision)).toBe(true);
  });
  it('is open to one of whom others only report as much: no two reports silence each other\'s judges', () => {
    const both = [reported, { ...reported, id: 'other report', data: { carriedOutBy: { orgRef: ombudsperson.orgRef, orgType: 'OMBUDSPERSON' } } }];
    given(...both).when(AttestPartReportUnfounded, unfounded, { by: ombudsperson }).then({ type: refuted.type });
    expect(bars(...both, refuted)).toBe(false);
  });
  it('is not told of a time before the report, and bars nobody from being named again', () => {
    given(reported).when(AttestPartReportUnfounded, { ...unfounded, occurredAt: { at: '2026-03-01', zone: 'Asia/Bishkek' } }, { by: ombudsperson }).thenThrows(BadForm);
    expect(bars(reported, refuted, { ...reported, id: 'another report' })).toBe(true);
  });
  it.each(['Corrected', 'Retracted', 'Disputed'])('counts no longer once it is %s, until it is certified anew', (what) => {
    const said: Happened = { type: `record.${what}`, data: { target: 'refutation', targetType: refuted.type } };
    expect(bars(reported, refuted, said)).toBe(true);
    expect(bars(reported, refuted, said, { ...refuted, id: 'anew' })).toBe(false);
  });
  it('counts no longer once an appeal body sets it aside, until it is certified anew', () => {
    const ruling = (result: string): Happened => ({ type: 'repatriation.AppealDecided', data: { decisionRef: 'refutation', result, final: true } });
    expect(bars(reported, refuted, ruling('DISMISSED'))).toBe(false);
    expect(bars(reported, refuted, ruling('UPHELD'))).toBe(true);
    expect(bars(reported, refuted, ruling('UPHELD'), { ...refuted, id: 'anew' })).toBe(false);
  });

  it('is heard out once: whoever contradicted one certificate takes nothing from the next one, unless it is the child, or the certificate is its own', () => {
    const anew: Happened = { ...refuted, id: 'anew' };
    const said = (target: string, by: object, type = 'Disputed', data: object = {}): Happened => ({ type: `record.${type}`, data: { target, targetType: refuted.type, ...data }, by });
    const [officer, worker, child] = [{ actorRef: 'officer-1', role: 'LAW_ENFORCEMENT', orgType: 'POLICE' }, { actorRef: 'worker-2' }, { actorRef: 'child-1', role: 'CHILD' }] as const;
    expect(bars(reported, refuted, said('refutation', officer), anew, said('anew', officer))).toBe(false);
    expect(bars(reported, refuted, said('refutation', officer), anew, said('anew', worker))).toBe(true);
    expect(bars(reported, refuted, said('refutation', child), anew, said('anew', child))).toBe(true);
    expect(bars(reported, refuted, said('refutation', worker), anew, said('anew', worker, 'Disputed', { by: 'CHILD' }))).toBe(true);
    expect(bars(reported, refuted, said('refutation', ombudsperson, 'Retracted'), anew, said('anew', ombudsperson, 'Retracted'))).toBe(true);
  });
  it('covers what the same person tells again of the same time, and nothing that is new', () => {
    const again: Happened = { ...reported, id: 'again', at: '2026-03-02T11:00:00Z' };
    expect(bars(reported, refuted, again)).toBe(false);
    expect(bars(reported, refuted, { ...again, by: { actorRef: 'somebody else' } })).toBe(true);
    expect(bars(reported, refuted, { ...again, type: 'repatriation.HandoverReported', data: { sender: { orgType: 'POLICE' }, receiver: { orgRef: namedRef, orgType: 'COURT' } } })).toBe(true);
    expect(bars(reported, refuted, { ...again, at: noon })).toBe(true);
    expect(bars(reported, refuted, { type: 'record.Disputed', data: { target: 'refutation', targetType: refuted.type } }, again)).toBe(true);
  });

  it('clears somebody who is accused of harm to the child, as an inquiry does that finds no coercion', () => {
    const coerced: Happened = { type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], coercedBy: { orgRef: namedRef, orgType: 'COURT' }, means: [] }, id: reportRef };
    const inquiry = (result: string, orgRef: string): Happened => ({ type: 'repatriation.CoercionInquiryClosed', data: { reportRef, result, inquiryBody: { orgRef, orgType: 'COURT' } }, by: ombudsperson });
    const accused = (...happened: readonly Happened[]) => isAccused(participantsIn(happened.map(factOf)), { orgRef: namedRef });
    expect(accused(coerced)).toBe(true);
    expect(accused({ type: 'identification.IncidentReported', data: { by: { orgRef: namedRef, orgType: 'COURT' } } })).toBe(true);
    expect(accused(coerced, refuted)).toBe(false);
    expect(accused(coerced, inquiry('NO_COERCION_FOUND', 'court-2'))).toBe(false);
    expect(accused(coerced, inquiry('NO_COERCION_FOUND', namedRef))).toBe(true);
    expect(accused(coerced, inquiry('COERCION_FOUND', 'court-2'), inquiry('NO_COERCION_FOUND', 'court-2'))).toBe(true);
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
