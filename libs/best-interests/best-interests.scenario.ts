import { caseWorker, noon, strictSetting, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import type { GateFact, Weighing } from '../decider/gate.js';
import { noParticipants } from '../decider/participants.js';
import { components, familyQuestions } from './assessment.events.js';
import type { BestInterests } from './best-interests.context.js';

/** The people and facts that the specs of this context share. */

export const ainura = { actorRef: 'psychologist-ainura', role: 'PANEL_MEMBER', orgType: 'HEALTH', purpose: 'BEST_INTERESTS' } as const;
export const assessor = { personRef: 'assessor-1', orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER' };
export const spoken = { language: 'kir', interpreter: 'NOT_NEEDED', understood: 'YES' };
/** What the child speaks, and whom it has confirmed. */
export const already: readonly Happened[] = [
  { type: 'identification.ChildFound', data: { languages: [spoken.language] } },
  { type: 'guardianship.InterpreterConfirmed', data: { interpreterRef: 'interpreter-1', childLanguage: spoken.language } },
];
export const report = { occurredAt: { at: '2026-03-01T09:30:00+06:00', zone: 'Asia/Bishkek' }, source: { kind: 'CHILD', reliability: 'PROBABLE' } };
export const family = familyQuestions.map((question) => ({ question, answer: 'UNKNOWN' }));
export const toKazakhstan = { outcome: 'REPATRIATION', destinationState: 'KZ' } as const;

export const opened = (trigger = 'DURABLE_SOLUTION') => ({ type: 'best-interests.AssessmentOpened', data: { trigger }, id: 'opening' });

export const attested = (component: string, more: object = {}) =>
  ({ type: 'best-interests.ComponentAttested', data: { component, status: 'DONE', assessor, methods: ['DOCUMENT'], ...more }, id: `${component} attested` });
const study = (side: string, country: string) => ({ ...attested('FAMILY_STUDY', { side, country, family }), id: `family in ${country} studied` });
export const studyHere = study('STATE_OF_STAY', 'KG');
export const studyThere = study('STATE_OF_ORIGIN', 'KZ');
/** Everything but the family study. */
export const otherParts = components.filter((component) => component !== 'FAMILY_STUDY').map((component) => attested(component));
export const assessed: readonly Happened[] = [opened(), studyHere, studyThere, ...otherParts];

export const interviewer = { personRef: caseWorker.actorRef, orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER', trainedForChildren: 'YES', conflictOfInterest: 'NO' };
export const hearing = {
  result: 'HEARD', ...spoken, manner: 'SPOKEN', setting: 'SHELTER', supportPerson: 'CHOSEN_BY_CHILD', heardAlone: 'YES', interviewer, optionsDiscussed: ['REPATRIATION', 'INTEGRATION'],
};
export const heard = (more: object = {}) => ({ type: 'best-interests.ChildHeard', data: { ...hearing, ...more }, id: 'hearing' });

const member = (memberRef: string, orgType: string, discipline: string, childSpecialist = 'NO') =>
  ({ memberRef, organisationRef: 'office-1', orgType, discipline, childSpecialist, conflictOfInterest: 'NO', confidentialitySignedOn: '2026-02-01' });
export const members = [
  member(ainura.actorRef, 'HEALTH', 'CHILD_PSYCHOLOGY', 'YES'), member('social-worker', 'CHILD_PROTECTION', 'SOCIAL_WORK'), member('jurist', 'NGO', 'CHILD_RIGHTS_LAW'),
  member('teacher', 'EDUCATION', 'EDUCATION'),
];
export const convened = { type: 'best-interests.BidPanelConvened', data: { members }, id: 'panel' };

export const option = (outcome: string, care = 'FOSTER_FAMILY') => ({ outcome, care, speaksFor: ['EDUCATION'], speaksAgainst: ['FAMILY_TIES'], rejectedBecause: ['FAMILY_TIES'] });
export const determination = {
  ...toKazakhstan, present: [ainura.actorRef, 'social-worker', 'jurist'], care: 'PARENTS', speaksFor: ['FAMILY_TIES'], speaksAgainst: ['EDUCATION'], reasons: ['FAMILY_TIES', 'SAFETY'],
  weights: components.map((component) => ({ component, weight: 'STRONG' })), rejected: [option('INTEGRATION'), option('THIRD_COUNTRY')], childsView: 'FOLLOWED',
};
export const determined = (more: object = {}) => ({ type: 'best-interests.BestInterestsDetermined', data: { ...determination, ...more }, id: 'determination' });
export const reopened = (trigger = 'NEW_INFORMATION') => ({ type: 'best-interests.DeterminationReopened', data: { determination: 'determination', trigger }, id: 'reopening' });
export const ready = [...assessed, heard(), convened];

/** The events that prove a fact to a command, after these facts and at an instant. */
export function provenBy(fact: GateFact<BestInterests, never>, state: BestInterests, command: object = {}, at: string = noon, participants = noParticipants): readonly string[] | undefined {
  const weighing: Weighing = { now: new Date(at), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants };
  return fact.proof(state, weighing, command as never)?.evidence;
}

/** A relative whom nobody had named before. */
export const relativeReported = (relativeRef: string, more: object = {}): Happened =>
  ({ type: 'identification.FamilyLinkReported', data: { relativeRef, relation: 'GRANDPARENT', ...more } });

/** The fact as the case file would pass it to `follow`, stored at a revision. */
export const storedAt = (revision: number, { type, data }: Happened): Fact => ({ type, data, revision, id: `event-${revision}` }) as unknown as Fact;
