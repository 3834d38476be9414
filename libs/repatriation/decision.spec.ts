import { describe, it } from '@jest/globals';
import { noon, scenario, type Happened } from '../decider/decider.scenario.js';
import { settingOf } from '../profiles/profiles.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { AttestDecisionExplained, DecideRepatriation, ProposeRepatriation } from './decision.commands.js';
import { repatriation } from './repatriation.context.js';
import { decided, decision, decisionRef, explained, given, home, through, told, unfit } from './story.scenario.js';

const { outcome, destinationState } = home;
const claimOpened: Happened = { type: 'repatriation.ProtectionClaimOpened', data: { kind: 'ASYLUM' } };
const event = ({ type, data }: Happened) => ({ type, data });

describe('ProposeRepatriation', () => {
  const proposal = { outcome, destinationState, proposedFor: 'CHILD' };
  const proposed: Happened = { type: 'repatriation.RepatriationProposed', data: proposal };
  it('happens', () => given().when(ProposeRepatriation, proposal).then(proposed));
  it('is ignored when the same was proposed already', () => given(proposed).when(ProposeRepatriation, proposal).thenNothing());
  it('happens again for another state', () => given(proposed).when(ProposeRepatriation, { ...proposal, destinationState: 'UZ' }).then({ type: 'repatriation.RepatriationProposed' }));
});

describe('DecideRepatriation', () => {
  it('happens', () => given().when(DecideRepatriation, decision).then(event(decided)));
  it('is ignored when the same decision is in force', () => given(decided).when(DecideRepatriation, decision).thenNothing());
  it('happens again with other reasons, which replace the former decision', () =>
    given(decided).when(DecideRepatriation, { ...decision, reasons: 'as the panel says' }).then({ type: 'repatriation.RepatriationDecided' }));
  it('is refused while the child asks to be protected', () => given(claimOpened).when(DecideRepatriation, decision).thenRefusedFor('NO_PROTECTION_CLAIM'));
  it('is for those who protect children', () => given().when(DecideRepatriation, decision, { by: { orgType: 'EDUCATION' } }).thenThrows(NotCompetent));

  it.each(['best-interests.DeterminationReopened', 'best-interests.BestInterestsDetermined'])('falls with its determination, by %s, and is then taken anew (ruling 40)', (type) =>
    given(decided, { type, data: {} }).when(DecideRepatriation, decision).then(event(decided)));
  it('falls where an appeal sets it aside, and not where one is dismissed', () => {
    const appealDecided = (result: string): Happened => ({ type: 'repatriation.AppealDecided', data: { appealRef: 'appeal', decisionRef, result } });
    given(decided, appealDecided('UPHELD')).when(DecideRepatriation, decision).then(event(decided));
    given(decided, appealDecided('DISMISSED')).when(DecideRepatriation, decision).thenNothing();
    given({ ...decided, id: 'a-later-one' }, appealDecided('UPHELD')).when(DecideRepatriation, decision).thenNothing();
  });
});

describe('The instrument on which a decision rests', () => {
  const between = (state: string, at = noon) => scenario(repatriation, { setting: settingOf(state, new Date(at)) }).given();
  const resting = (instrument: string, to = destinationState) => ({ ...decision, destinationState: to, instrument });

  it('is stored in the version that binds the two states', () => {
    between('KG').when(DecideRepatriation, resting('CHISINAU_2002', 'UZ')).then({ type: 'repatriation.RepatriationDecided', data: { instrument: 'CHISINAU_2002', instrumentVersion: 1 } });
    between('MD').when(DecideRepatriation, resting('MD_RETURN_PROCEDURE', 'FR')).then({ type: 'repatriation.RepatriationDecided', data: { instrumentVersion: 1 } });
  });
  it('is none that a state has left, never joined, or not joined yet (X16)', () => {
    between('KG', '2020-12-07T12:00:00Z').when(DecideRepatriation, resting('CHISINAU_2002', 'MD')).then({ type: 'repatriation.RepatriationDecided' });
    between('KG').when(DecideRepatriation, resting('CHISINAU_2002', 'MD')).thenThrows(BadForm);
    between('KG').when(DecideRepatriation, resting('CHISINAU_2002', 'FR')).thenThrows(BadForm);
    between('KG', '2002-10-06T12:00:00Z').when(DecideRepatriation, resting('CHISINAU_2002', 'UZ')).thenThrows(BadForm);
    between('KG').when(DecideRepatriation, resting('MD_RETURN_PROCEDURE', 'MD')).thenThrows(BadForm);
  });
  it('may be one that the program does not know, or none at all, and has no version then', () => {
    for (const instrument of ['agreement-of-two-towns', 'NONE']) between('KG').when(DecideRepatriation, resting(instrument)).then({ type: 'repatriation.RepatriationDecided', data: { ...resting(instrument) } });
  });
});

describe('AttestDecisionExplained', () => {
  const explanation = { decisionRef, ...told, explainedBy: 'lawyer-dina' };
  it('happens', () => given(decided).when(AttestDecisionExplained, explanation).then(event(explained)));
  it('happens also where the child did not understand', () =>
    given(decided).when(AttestDecisionExplained, { ...explanation, understanding: 'NOT_UNDERSTOOD' }).then({ type: 'repatriation.DecisionExplained', data: { understanding: 'NOT_UNDERSTOOD' } }));
  it('is ignored when it was explained in the same way', () => given(decided, explained).when(AttestDecisionExplained, explanation).thenNothing());
  it('happens again in the same way where the interpreter was not understood', () =>
    given(decided, through('interpreter-1', explained), unfit('interpreter-1')).when(AttestDecisionExplained, through('interpreter-1', explained).data).then(event(through('interpreter-1', explained))));
  it('tells of an earlier day, and of none before the decision', () => {
    const explainedOn = (at: string) => given({ ...decided, at: '2026-03-01T12:00:00Z' }).when(AttestDecisionExplained, { ...explanation, occurredAt: { at, zone: 'Asia/Bishkek' } });
    explainedOn('2026-03-01T18:30').then(event(explained));
    // The day on which it was decided, and a clock that is a few minutes slow.
    explainedOn('2026-03-01').then(event(explained));
    explainedOn('2026-03-01T17:56').then(event(explained));
    explainedOn('2026-03-01T17:30').thenThrows(BadForm);
    explainedOn('2026-02').thenThrows(BadForm);
  });
  it('has nothing to act on where that decision is not in force', () => {
    given().when(AttestDecisionExplained, explanation).thenThrows(NotApplicable);
    given({ ...decided, id: 'another' }).when(AttestDecisionExplained, explanation).thenThrows(NotApplicable);
    given(decided, { type: 'best-interests.DeterminationReopened', data: {} }).when(AttestDecisionExplained, explanation).thenThrows(NotApplicable);
  });
});
