import { expect } from '@jest/globals';
import { caseWorker, factOf, noon, scenario, strictSetting, type Happened } from '../decider/decider.scenario.js';
import type { Foreign, Weighing } from '../decider/gate.js';
import type { PlannedJourney } from '../decider/journey.js';
import { participantsIn } from '../decider/participants.js';
import type { Setting } from '../decider/profile.js';
import { repatriation, type Repatriation } from './repatriation.context.js';

/** Facts of the stories that the specs of this context tell, all of them true as they stand. */

export const home: PlannedJourney = {
  outcome: 'REPATRIATION', destinationState: 'KZ', plannedDeparture: '2026-06-10T08:00:00+06:00', carerRef: 'grandmother', firstPlacementRef: 'place-1',
};
/** What any report says of itself. */
export const report = { occurredAt: { at: '2026-03-02T09:00', zone: 'Asia/Bishkek' }, source: { kind: 'NGO_VISIT', reliability: 'CONFIRMED' } };
/** The source of an attestation that shows a document. */
export const shown = { source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'document-1' } };
export const told = { language: 'kir', manner: 'SPOKEN', understanding: 'SAID_IN_OWN_WORDS' };

export const aigul = { actorRef: 'guardian-aigul', role: 'GUARDIAN', orgType: 'NGO', purpose: 'GUARDIANSHIP' } as const;
export const checked = (guardianRef: string, answer = 'NO', employerType = 'NGO'): Happened =>
  ({ type: 'guardianship.ConflictCheckCompleted', data: { guardianRef, employerType, answers: [{ question: 'OPPOSING_PARTY', answer }] } });
export const aigulAppointed: Happened = { type: 'guardianship.GuardianAppointed', data: { guardianRef: aigul.actorRef, from: '2026-01-01T00:00:00Z' } };
export const aigulAccepted: Happened = { type: 'guardianship.MandateAccepted', data: { guardianRef: aigul.actorRef }, by: aigul, at: '2026-01-02T00:00:00Z' };
export const represented = [checked(aigul.actorRef), aigulAppointed, aigulAccepted] as const;

/** Somebody who did not hold the child has met it. */
export const atLiberty = (at: string, rest: Partial<Happened> = {}): Happened =>
  ({ type: 'identification.LibertyCertified', data: { shownBy: 'CHILD_MET_ALONE' }, by: { actorRef: 'ombudsperson', role: 'OMBUDSPERSON', orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }, at, ...rest });

export const decisionRef = '3f0f0c6e-0000-4000-8000-00000000dec1';
export const decision = { outcome: home.outcome, destinationState: home.destinationState, instrument: 'NONE' };
export const decided: Happened = { type: 'repatriation.RepatriationDecided', data: decision, id: decisionRef };
export const explained: Happened = { type: 'repatriation.DecisionExplained', data: { decisionRef, ...told, explainedBy: 'lawyer-dina' } };

export const arrived = (state: string): Happened => ({ type: 'reintegration.ChildArrived', data: { state, held: 'NO', receivedBy: { orgType: 'FAMILY' } } });

/** That an interpreter was not understood, and that the child has confirmed one; with none, that it needs one, and that it needs none. */
export const unfit = (interpreterRef?: string, unfitness = 'NOT_UNDERSTOOD'): Happened => ({ type: 'guardianship.InterpreterReportedUnfit', data: { interpreterRef, unfitness } });
export const fit = (interpreterRef?: string): Happened =>
  ({ type: interpreterRef ? 'guardianship.InterpreterConfirmed' : 'guardianship.InterpreterFoundUnneeded', data: { interpreterRef, childLanguage: told.language } });
/** What the child speaks, and whom it has confirmed. */
export const already: readonly Happened[] = [{ type: 'identification.ChildFound', data: { languages: [told.language] } }, fit('interpreter-1'), fit('interpreter-2')];
export const { given } = scenario(repatriation, { already });
/** The same, said through an interpreter. */
export const through = (interpreterRef: string, said: Happened): Happened => ({ ...said, data: { ...said.data, interpreterRef } });

/** The fact under a name, to see it in a proof. */
export const known = (id: string, fact: Happened): Happened => ({ ...fact, id });

/** The way home, as it stands where nobody has said anything of it. */
const wayHome: Foreign = { stream: 'corridor-KG-KZ', revision: -1, state: { suspensions: [] } };

/** What the record proves of a guarantee of this context; undefined where it does not. */
export function proofOf(code: string, happened: readonly Happened[], { journey = home, at = noon, setting = strictSetting }: { journey?: object; at?: string; setting?: Setting } = {}) {
  const fact = repatriation.facts.find((each) => each.code === code);
  expect(fact?.code).toBe(code);
  const weighing: Weighing = { now: new Date(at), actor: caseWorker, childRef: 'child-1', setting, foreign: new Map([[wayHome.stream, wayHome]]), participants: participantsIn(happened.map(factOf)) };
  return fact!.proof(given(...happened).state<Repatriation>(), weighing, { legs: [], ...journey });
}

export function expectProven(code: string, ...happened: readonly Happened[]): void {
  expect(proofOf(code, happened)).toBeDefined();
}

export function expectUnproven(code: string, ...happened: readonly Happened[]): void {
  expect(proofOf(code, happened)).toBeUndefined();
}
