import { describe, expect, it } from '@jest/globals';
import { caseWorker, noon, scenario, strictSetting, type Happened } from '../decider/decider.scenario.js';
import { noParticipants } from '../decider/participants.js';
import { guardianship, type Guardianship } from './guardianship.context.js';
import { AcceptCase, AssignLegalAid, RecordLegalAidFailure, RequestLawyer } from './legal-aid.commands.js';
import { legalAidActive } from './legal-aid.facts.js';

const dina = { actorRef: 'lawyer-dina', role: 'LAWYER', orgType: 'LEGAL_AID' } as const;
const assignment = { lawyerRef: dina.actorRef, organisationRef: 'bar-1', languages: ['kir', 'rus'] };
const assigned = { type: 'guardianship.LegalAidAssigned', data: { ...assignment, free: true }, id: 'assignment' };
const accepted = { type: 'guardianship.CaseAccepted', data: { lawyerRef: dina.actorRef }, by: dina, id: 'acceptance' };
const failed = { type: 'guardianship.LegalAidFailureReported', data: { lawyerRef: dina.actorRef, failure: 'CHARGED_FEES' } };
const childSpeaking = (...languages: string[]) => ({ type: 'identification.ChildFound', data: { languages }, id: 'registration' });
const report = { occurredAt: { at: '2026-03-01T09:30:00+06:00', zone: 'Asia/Bishkek' }, source: { kind: 'CHILD', reliability: 'PROBABLE' } };
const { given } = scenario(guardianship);

describe('RequestLawyer', () => {
  it('happens whoever asks, and again whenever it is asked again', () => {
    const request = { reason: 'APPEAL', languages: ['kir'] };
    const requested = { type: 'guardianship.LawyerRequested', data: request };
    given(requested).when(RequestLawyer, request).then(requested);
  });
});

describe('AssignLegalAid', () => {
  it('happens, and is free of charge', () => given().when(AssignLegalAid, assignment).then({ type: assigned.type, data: assigned.data }));
  it('is ignored when the same lawyer is assigned on the same terms', () => given(assigned).when(AssignLegalAid, assignment).thenNothing());
  it('happens again when the languages change, and after it was reported that the lawyer takes money', () => {
    given(assigned).when(AssignLegalAid, { ...assignment, languages: ['uzb'] }).then({ type: 'guardianship.LegalAidAssigned', data: { languages: ['uzb'] } });
    given(assigned, accepted, failed).when(AssignLegalAid, assignment).then({ type: 'guardianship.LegalAidAssigned' });
  });
});

describe('AcceptCase', () => {
  it('happens when the assigned lawyer accepts', () =>
    given(assigned).when(AcceptCase, {}, { by: dina }).then({ type: 'guardianship.CaseAccepted', data: { lawyerRef: dina.actorRef } }));
  it('is ignored when it was accepted before', () => given(assigned, accepted).when(AcceptCase, {}, { by: dina }).thenNothing());
  it.each(['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL'] as const)('is stored from somebody of a body of type %s, and gives no legal aid', (orgType) => {
    given(assigned).when(AcceptCase, {}, { by: { ...dina, orgType } }).then({ type: 'guardianship.CaseAccepted', data: { lawyerRef: dina.actorRef } });
    expectNoLegalAid(childSpeaking('kir'), assigned, { ...accepted, by: { ...dina, orgType } });
  });
  it('is stored from a lawyer to whom nobody assigned the case, and gives no legal aid', () => {
    const stranger = { ...dina, actorRef: 'lawyer-stranger' };
    given(assigned).when(AcceptCase, {}, { by: stranger }).then({ type: 'guardianship.CaseAccepted', data: { lawyerRef: stranger.actorRef } });
    expectNoLegalAid(childSpeaking('kir'), assigned, { ...accepted, by: stranger });
  });
});

describe('RecordLegalAidFailure', () => {
  const failure = { ...report, lawyerRef: dina.actorRef, failure: 'CHARGED_FEES' };
  it('happens', () => given(assigned, accepted).when(RecordLegalAidFailure, failure).then(failed));
  it('happens again, and about a lawyer whom nobody assigned: a report is never refused', () => given(failed).when(RecordLegalAidFailure, failure).then(failed));
});

describe('LEGAL_AID_ACTIVE', () => {
  const through = (otherLanguage: string) => ({ type: 'guardianship.InterpreterConfirmed', data: { interpreterRef: 'interpreter-1', childLanguage: 'tgk', otherLanguage, confirmedHow: 'SAID_SO' }, id: 'understanding' });
  const without = (childLanguage: string) => ({ type: 'guardianship.InterpreterFoundUnneeded', data: { childLanguage, because: 'PROCEDURE_IN_THE_CHILDS_LANGUAGE', confirmedHow: 'SAID_SO' }, id: 'understanding' });

  it('is proven by an accepted assignment in a language with which the child was registered', () =>
    expect(proof(childSpeaking('uzb', 'kir'), assigned, accepted)).toEqual({ evidence: ['assignment', 'acceptance', 'registration'] }));
  it('is proven in a language that the child confirmed since', () =>
    expect(proof(childSpeaking(), assigned, accepted, without('rus'))).toEqual({ evidence: ['assignment', 'acceptance', 'understanding'] }));
  it('is proven through an interpreter into a language of the lawyer, and through no other', () => {
    expect(proof(childSpeaking('tgk'), assigned, accepted, through('rus'))).toEqual({ evidence: ['assignment', 'acceptance', 'understanding'] });
    expectNoLegalAid(childSpeaking('tgk'), assigned, accepted, through('eng'));
  });
  it('is still proven when the lawyer is assigned on other terms', () =>
    expect(proof(childSpeaking('uzb'), assigned, accepted, { ...assigned, data: { ...assignment, languages: ['uzb'] }, id: 'new-terms' }))
      .toEqual({ evidence: ['new-terms', 'acceptance', 'registration'] }));

  it('is not proven by an assignment that the lawyer has not accepted, nor by an acceptance before it', () => {
    expectNoLegalAid(childSpeaking('kir'), assigned);
    expectNoLegalAid(childSpeaking('kir'), accepted, assigned);
  });
  it('is not proven where lawyer and child share no language, and where nobody knows the language of the child', () => {
    expectNoLegalAid(childSpeaking('uzb'), assigned, accepted);
    expectNoLegalAid(childSpeaking(), assigned, accepted);
  });
  it('is not proven after a report that the lawyer takes money, until it is assigned anew and accepts anew', () => {
    expectNoLegalAid(childSpeaking('kir'), assigned, accepted, failed);
    expectNoLegalAid(childSpeaking('kir'), assigned, accepted, failed, assigned);
    expect(proof(childSpeaking('kir'), assigned, accepted, failed, assigned, accepted)).toBeDefined();
  });
});

function proof(...happened: readonly Happened[]) {
  const weighing = { now: new Date(noon), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants };
  return legalAidActive.proof(given(...happened).state<Guardianship>(), weighing, undefined);
}

function expectNoLegalAid(...happened: readonly Happened[]): void {
  expect(proof(...happened)).toBeUndefined();
}
