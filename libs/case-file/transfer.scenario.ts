import { expect } from '@jest/globals';
import { Errors } from 'typebox/value';
import { convened, determined, heard, otherParts, opened, studyHere, studyThere } from '../best-interests/best-interests.scenario.js';
import { caseWorker, factOf, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import type { Foreign } from '../decider/gate.js';
import { facility } from '../facility/facility.context.js';
import { conflictQuestions } from '../guardianship/representative.events.js';
import { settingFrom } from '../profiles/profiles.js';
import { strict } from '../profiles/strict.js';
import * as waiting from '../reintegration/reintegration.scenario.js';
import * as way from '../repatriation/transfer.scenario.js';
import type { Circumstances } from './case-file.js';
import { registry } from './contexts.js';

// The whole record of one child, through every context as it is, up to a journey from Kyrgyzstan to Kazakhstan. Two states are bound by
// an agreement that asks the central authority, so that nothing on the list can be true by being asked of nobody.

export const id = (last: string) => `3f0f0c6e-0000-5000-8000-0000000000${last}`;
export const to = { outcome: 'REPATRIATION', destinationState: 'KZ' };
export const told = { language: 'kir', manner: 'SPOKEN', understanding: 'SAID_IN_OWN_WORDS' };
export const authority = { orgRef: 'protection-kz', orgType: 'CHILD_PROTECTION' };
export const consent = (by: string, more: object = {}) => ({
  type: 'repatriation.ConsentGiven', data: { by, ...to, carerRef: 'grandmother', ...told, informedBy: 'case-worker-1', witnessRef: 'doctor-1', witnessOrgType: 'HEALTH', ...more },
});
export const guardian = { actorRef: 'guardian-aigul', role: 'GUARDIAN', orgType: 'NGO' } as const;
export const lawyer = { actorRef: 'lawyer-1', role: 'LAWYER', orgType: 'LEGAL_AID' } as const;

export const record = {
  registration: { type: 'identification.ChildFound', id: id('01'), data: { foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'FEMALE', ageStatus: 'DOCUMENTED', majorityOn: '2030-07-23', languages: ['kir'], nationalityClaims: ['KZ'] } },
  conflictCheck: { type: 'guardianship.ConflictCheckCompleted', at: '2026-01-05T09:00:00Z', data: { guardianRef: guardian.actorRef, employerType: 'NGO', answers: conflictQuestions.map((question) => ({ question, answer: 'NO' })) } },
  appointment: { type: 'guardianship.GuardianAppointed', at: '2026-01-05T09:00:00Z', data: { guardianRef: guardian.actorRef, organisationRef: 'guardians-1', model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2026-01-05T09:00:00Z' } },
  mandate: { type: 'guardianship.MandateAccepted', at: '2026-01-06T09:00:00Z', by: guardian, data: { guardianRef: guardian.actorRef } },
  lawyer: { type: 'guardianship.LegalAidAssigned', data: { lawyerRef: lawyer.actorRef, organisationRef: 'bar-1', languages: ['kir'], free: true } },
  case: { type: 'guardianship.CaseAccepted', by: lawyer, data: { lawyerRef: lawyer.actorRef } },
  interpreter: { type: 'guardianship.InterpreterConfirmed', data: { interpreterRef: 'interpreter-1', childLanguage: 'kir', otherLanguage: 'rus', confirmedHow: 'REPEATED_IN_OWN_WORDS' } },
  opening: opened(), studyHere, studyThere, ...Object.fromEntries(otherParts.map((part) => [part.id, part])),
  hearing: { ...heard(), id: id('02') }, panel: convened, determination: { ...determined(), id: id('03') },
  siblings: { type: 'best-interests.SiblingsResolved', data: { siblings: [] } },
  originAnswer: { type: 'repatriation.OriginAnswered', data: { destinationState: 'KZ', authority, answer: 'CONFIRMED', validUntil: '2027-01-01T00:00:00Z' } },
  centralAuthority: { type: 'repatriation.CentralAuthorityAnswered', data: { destinationState: 'KZ', authority, answer: 'AGREED' } },
  risk: { type: 'repatriation.RiskAssessed', data: { destinationState: 'KZ', result: 'NO_DANGER', sources: ['CHILD', 'HOME_VISIT'], dangers: [], impactAssessmentRef: 'impact-1' } },
  decision: { type: 'repatriation.RepatriationDecided', id: id('04'), data: { ...to, instrument: 'NONE' } },
  explanation: { type: 'repatriation.DecisionExplained', data: { decisionRef: id('04'), explainedBy: 'case-worker-1', ...told } },
  consentOfChild: consent('CHILD'),
  consentOfGuardian: consent('REPRESENTATIVE', { representativeRef: guardian.actorRef }),
  carer: waiting.carerConfirmed, plan: waiting.homePlan, monitoring: waiting.monitoringArranged, firstPlacement: waiting.firstPlacementArranged,
  informed: { type: 'repatriation.ChildInformed', data: { ...to, informedBy: guardian.actorRef, ...told } },
  timing: { type: 'repatriation.TimingAssessed', data: { ...to, considered: ['SCHOOL', 'EXAMS'], suitableFrom: '2026-04-01' } },
  documents: { type: 'repatriation.DocumentsObtained', data: { destinationState: 'KZ', documents: [{ kind: 'PASSPORT' }, { kind: 'BIRTH_CERTIFICATE' }], claimExposed: 'NO' } },
  escort: way.escortAssigned,
} satisfies Record<string, Happened>;
export type Step = keyof typeof record;
/** Nobody is a child who was of age before anything began. */
export const ofAge: Course = { without: ['registration'], early: [{ ...record.registration, data: { ...record.registration.data, majorityOn: '2020-01-01' } }] };
const steps = record as Readonly<Record<Step, Happened>>;

export const authorised: Happened = { ...way.transferAuthorised, at: '2026-03-30T09:00:00Z', seen: [{ stream: 'corridor-KG-KZ', revision: -1 }] };
export const dayBefore = '2026-03-30T09:00:00Z';
export const theDay = '2026-04-02T02:00:00Z';

/** What is on record of a child, besides what a journey home needs or instead of it. */
export interface Course {
  readonly without?: readonly Step[];
  readonly early?: readonly Happened[];
  readonly more?: readonly Happened[];
  /** How each of it was instead. */
  readonly told?: (fact: Happened) => readonly Happened[];
}

/** Everything in its order, most of it in the middle of February; without the steps named, and with more at the end, or early on. */
export function recordOf({ without = [], early = [], more = [], told = (fact) => [fact] }: Course = {}): readonly Fact[] {
  const [found, ...rest] = Object.entries(steps).filter(([step]) => !without.includes(step as Step)).map(([, fact]) => fact);
  return [found!, ...early, ...rest, ...more].flatMap(told).map((fact, revision) => {
    const { schema } = registry.events.get(fact.type) ?? {};
    expect([fact.type, schema && Errors(schema, fact.data)]).toEqual([fact.type, []]);
    return factOf({ at: '2026-02-15T09:00:00Z', ...fact }, revision);
  });
}

/** The same road to a third country: the child comes from Uzbekistan, and its family was looked for there and where it goes. */
export function toThirdCountry(fact: Happened): readonly Happened[] {
  const data = fact.data as { readonly outcome?: string };
  if (fact.type === record.registration.type) return [{ ...fact, data: { ...data, nationalityClaims: ['UZ'] } }];
  if (fact === record.studyThere) return [{ ...fact, id: 'family in UZ studied', data: { ...data, country: 'UZ' } }, { ...fact, data: { ...data, side: 'THIRD_STATE' } }];
  return [data.outcome === to.outcome ? { ...fact, data: { ...data, outcome: 'THIRD_COUNTRY' } } : fact];
}

/** A place as it was registered. */
export const placeOf = (facilityRef: string, { state = 'KZ', exitControl = 'OPEN' } = {}): Foreign => ({
  stream: `facility-${facilityRef}`, revision: 0, eventId: `registration of ${facilityRef}`,
  state: [factOf({ type: 'facility.FacilityRegistered', data: { kind: 'SHELTER', state, exitControl, from: '2026-01-01' } }, 0)].reduce(facility.evolve, facility.initial),
});
const wayTo = (state: string): Foreign => ({ stream: `corridor-KG-${state}`, revision: -1, state: { suspensions: [] } });
const setting = settingFrom(strict, () => [{ code: 'MODEL_AGREEMENT', version: 2, subject: 'RETURN_OF_CHILDREN', centralAuthorityAsked: true }]);
export const weighingAt = (at: string): Circumstances => ({
  now: new Date(at), actor: caseWorker, childRef: 'child-1', setting, foreign: new Map([...[way.placeRef, way.nightStopRef].map((place) => placeOf(place)), wayTo('KZ'), wayTo('MD')].map((read) => [read.stream, read])),
});
