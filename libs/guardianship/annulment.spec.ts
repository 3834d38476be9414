import { describe, expect, it } from '@jest/globals';
import { noon, scenario, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { guardianship, type Guardianship } from './guardianship.context.js';
import { AcceptMandate, AppointGuardian } from './representative.commands.js';
import { conflictQuestions } from './representative.events.js';
import { activeMandates } from './representative.state.js';

/** What is left of the decisions on who speaks for the child once an appeal body sets one aside. */

const { given } = scenario(guardianship, { actor: { actorRef: 'authority-1', role: 'APPOINTING_AUTHORITY', orgType: 'GUARDIANSHIP', orgRef: 'office', purpose: 'GUARDIANSHIP' } });
const [aigul, bermet] = ['guardian-aigul', 'guardian-bermet'];
const terms = { organisationRef: 'guardians-1', model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2026-03-01T00:00:00Z' };
const ids = { aigul: '3f0f0c6e-0000-4000-8000-0000000000a1', bermet: '3f0f0c6e-0000-4000-8000-0000000000b1', suspension: '3f0f0c6e-0000-4000-8000-0000000000c1' };
const checked = (guardianRef: string, id: string): Happened => ({ type: 'guardianship.ConflictCheckCompleted', data: { guardianRef, employerType: 'NGO', answers: conflictQuestions.map((question) => ({ question, answer: 'NO' })) }, id });
const appointed = (guardianRef: string, id: string): Happened => ({ type: 'guardianship.GuardianAppointed', data: { guardianRef, ...terms }, id });
const accepted = (guardianRef: string): Happened => ({ type: 'guardianship.MandateAccepted', data: { guardianRef }, by: { actorRef: guardianRef } });
const aigulActs = [checked(aigul, 'check'), appointed(aigul, ids.aigul), accepted(aigul)];
const replaced = [{ type: 'guardianship.GuardianReplaced', data: { formerGuardianRef: aigul, guardianRef: bermet, reason: 'MOVED' }, id: 'replacement' }, checked(bermet, 'next-check'), appointed(bermet, ids.bermet)];
const suspended: Happened = { type: 'guardianship.GuardianSuspended', data: { guardianRef: aigul, ground: 'INACTIVE' }, id: ids.suspension };

/** The record with a ruling and all that follows from it. */
function after(decisionRef: string, before: readonly Happened[], { result = 'UPHELD', final = true } = {}) {
  const ruling: Happened = { type: 'repatriation.AppealDecided', data: { appealRef: 'appeal', decisionRef, result, final } };
  const state = given(...before, ruling).state<Guardianship>();
  const followed = guardianship.follow!({ type: ruling.type, data: ruling.data } as unknown as Fact, state, []);
  const happened: readonly Happened[] = [...before, ruling, ...followed];
  return { followed, happened, active: activeMandates(given(...happened).state<Guardianship>().representation, new Date(noon)).map(({ guardianRef }) => guardianRef) };
}

describe('An appointment that is set aside', () => {
  it.each(['check', ids.aigul])('ends the mandate in the same append, whichever event of the decision the appeal names: %s', (decision) => {
    const { followed, active } = after(decision, aigulActs);
    expect(followed).toEqual([{ type: 'guardianship.MandateAnnulled', data: { guardianRef: aigul, appointment: ids.aigul } }]);
    expect(active).toEqual([]);
  });
  it('is nothing that could still be accepted, and is decided anew in the same terms', () => {
    const { happened } = after(ids.aigul, aigulActs.slice(0, 2));
    const acceptedAgain = given(...happened, accepted(aigul)).state<Guardianship>().representation;
    expect(activeMandates(acceptedAgain, new Date(noon))).toEqual([]);
    given(...happened).when(AcceptMandate, {}, { by: { actorRef: aigul, role: 'GUARDIAN' } }).then({ type: 'guardianship.MandateAccepted' });
    const appointment = { guardianRef: aigul, employerType: 'NGO', caseload: 3, conflictCheck: conflictQuestions.map((question) => ({ question, answer: 'NO' })), ...terms };
    given(...happened).when(AppointGuardian, appointment).then({ type: 'guardianship.ConflictCheckCompleted' }, { type: 'guardianship.GuardianAppointed' });
  });
  it('stays where the appeal is dismissed, and ends once', () => {
    expect(after(ids.aigul, aigulActs, { result: 'DISMISSED' })).toMatchObject({ followed: [], active: [aigul] });
    expect(after(ids.aigul, after(ids.aigul, aigulActs).happened).followed).toEqual([]);
  });
  it('is also the confirmation of a parent', () => {
    const confirmed: Happened = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', answers: [] }, id: ids.aigul };
    expect(after(ids.aigul, [confirmed])).toMatchObject({ followed: [{ data: { guardianRef: 'mother' } }], active: [] });
  });
});

describe('A replacement that is set aside', () => {
  it.each(['replacement', 'next-check', ids.bermet])('ends the mandate of the successor, and the former guardian does not come back by itself: %s', (decision) =>
    expect(after(decision, [...aigulActs, ...replaced, accepted(bermet)])).toMatchObject({ followed: [{ data: { guardianRef: bermet } }], active: [] }));
  it('leaves the former guardian where the successor has not accepted yet', () => expect(after('replacement', [...aigulActs, ...replaced]).active).toEqual([aigul]));
});

describe('A suspension that is set aside', () => {
  it('is lifted once the ruling is final, and not before', () => {
    const { followed, active } = after(ids.suspension, [...aigulActs, suspended]);
    expect(followed).toEqual([{ type: 'guardianship.SuspensionLifted', data: { guardianRef: aigul, suspension: ids.suspension } }]);
    expect(active).toEqual([aigul]);
    expect(after(ids.suspension, [...aigulActs, suspended], { final: false })).toMatchObject({ followed: [], active: [] });
  });
  it('gives nothing back to somebody who has been replaced or suspended again', () => {
    expect(after(ids.suspension, [...aigulActs, suspended, ...replaced, accepted(bermet)]).active).toEqual([bermet]);
    expect(after(ids.suspension, [...aigulActs, suspended, { ...suspended, id: 'another' }]).active).toEqual([]);
  });
});

describe('The assignment of a lawyer that is set aside', () => {
  it('leaves the child without that lawyer', () => {
    const assigned: Happened = { type: 'guardianship.LegalAidAssigned', data: { lawyerRef: 'lawyer', languages: ['kir'] }, id: 'assignment' };
    expect(given(...after('assignment', [assigned]).happened).state<Guardianship>().legalAid).toEqual([]);
  });
});
