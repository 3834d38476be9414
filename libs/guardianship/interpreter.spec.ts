import { describe, expect, it } from '@jest/globals';
import { BadForm, NotCompetent } from '../decider/context.js';
import { caseWorker, noon, scenario, strictSetting, type Happened } from '../decider/decider.scenario.js';
import { noParticipants } from '../decider/participants.js';
import { guardianship, type Guardianship } from './guardianship.context.js';
import { AttestInterpreterUnneeded, ConfirmInterpreter, RecordInterpreterUnfit } from './interpreter.commands.js';
import { interpreterFit } from './interpreter.facts.js';

const pair = { interpreterRef: 'interpreter-1', childLanguage: 'tgk', otherLanguage: 'rus' };
const confirmation = { ...pair, confirmedHow: 'TALKED_TO_EACH_OTHER' };
const confirmed = { type: 'guardianship.InterpreterConfirmed', data: confirmation, id: 'confirmation' };
const otherConfirmed = { ...confirmed, data: { ...confirmation, interpreterRef: 'interpreter-2' }, id: 'other-confirmation' };
const ownWords = { childLanguage: 'kir', because: 'PROCEDURE_IN_THE_CHILDS_LANGUAGE', confirmedHow: 'REPEATED_IN_OWN_WORDS' };
const unneeded = { type: 'guardianship.InterpreterFoundUnneeded', data: ownWords, id: 'unneeded' };
const unfit = (interpreterRef?: string) => ({ type: 'guardianship.InterpreterReportedUnfit', data: { interpreterRef, unfitness: 'NOT_UNDERSTOOD' } });
const report = { occurredAt: { at: '2026-03-01T09:30:00+06:00', zone: 'Asia/Bishkek' }, source: { kind: 'CHILD', reliability: 'PROBABLE' } };
const { given } = scenario(guardianship);

describe('ConfirmInterpreter', () => {
  it('happens with the interpreter and the two languages that the child confirmed', () => given().when(ConfirmInterpreter, confirmation).then({ type: confirmed.type, data: confirmation }));
  it('is ignored when the child has confirmed the same last', () => given(confirmed).when(ConfirmInterpreter, confirmation).thenNothing());
  it('happens for another interpreter, and again for one who was reported unfit', () => {
    given(confirmed).when(ConfirmInterpreter, { ...confirmation, interpreterRef: 'interpreter-2' }).then({ type: confirmed.type });
    given(confirmed, unfit('interpreter-1')).when(ConfirmInterpreter, confirmation).then({ type: confirmed.type });
  });
  it('is not for the interpreter to say', () =>
    given().when(ConfirmInterpreter, confirmation, { by: { actorRef: 'interpreter-1' } }).thenThrows(NotCompetent));
  it('is bad form for an interpreter into the language of the child', () =>
    given().when(ConfirmInterpreter, { ...confirmation, otherLanguage: 'tgk' }).thenThrows(BadForm));
});

describe('AttestInterpreterUnneeded', () => {
  it('happens with the reason why the child needs none', () => given(confirmed).when(AttestInterpreterUnneeded, ownWords).then({ type: unneeded.type, data: ownWords }));
  it('is ignored when the child has confirmed the same last', () => given(unneeded).when(AttestInterpreterUnneeded, ownWords).thenNothing());
});

describe('RecordInterpreterUnfit', () => {
  const told = { ...report, interpreterRef: 'interpreter-1', unfitness: 'NOT_UNDERSTOOD' };
  it('happens', () => given(confirmed).when(RecordInterpreterUnfit, told).then(unfit('interpreter-1')));
  it('happens again, and where there was no interpreter: a report is never refused', () => {
    given(unfit('interpreter-1')).when(RecordInterpreterUnfit, told).then(unfit('interpreter-1'));
    given(unneeded).when(RecordInterpreterUnfit, { ...report, unfitness: 'INTERPRETER_NEEDED' }).then({ type: 'guardianship.InterpreterReportedUnfit' });
  });
});

describe('INTERPRETER_FIT', () => {
  it('is proven by what the child confirmed last', () => {
    expect(proof(confirmed, otherConfirmed)).toEqual({ evidence: ['other-confirmation'] });
    expect(proof(confirmed, unneeded)).toEqual({ evidence: ['unneeded'] });
  });
  it('is not proven where the child confirmed nothing', () => expect(proof()).toBeUndefined());
  it('is not proven by an interpreter who was reported unfit, until the child confirms again', () => {
    expect(proof(confirmed, unfit('interpreter-1'))).toBeUndefined();
    expect(proof(confirmed, unfit('interpreter-1'), confirmed)).toBeDefined();
  });
  it('is not proven without an interpreter once somebody reports that the child needs one', () => expect(proof(unneeded, unfit())).toBeUndefined());
  it('is proven by one interpreter when another was reported unfit', () => expect(proof(confirmed, otherConfirmed, unfit('interpreter-2'))).toEqual({ evidence: ['confirmation'] }));
});

function proof(...happened: readonly Happened[]) {
  const weighing = { now: new Date(noon), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants };
  return interpreterFit.proof(given(...happened).state<Guardianship>(), weighing, undefined);
}
