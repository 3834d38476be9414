import type { Purpose } from '../decider/actor.js';
import { code, codeAmong, count, country, day, ifNamed, pseudonymOf, shared } from '../decider/shared.js';
import { ChildArrived, ContactMissed, MissingReported, SupportReported, VisitHeld } from './aftercare.events.js';
import { AgeingOutPlanStarted } from './ageing-out.events.js';
import { PlanDrafted, ReintegrationPlanApproved, SolutionPlanApproved } from './plan.events.js';
import { CarerConfirmed, CarerWithdrawn, FirstPlacementArranged, MonitoringArranged } from './reception.events.js';

const awaiting: readonly Purpose[] = ['PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'LEGAL_REMEDY', 'RETURN_CASEWORK', 'REINTEGRATION'];
const caring: readonly Purpose[] = ['PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'LEGAL_REMEDY', 'REINTEGRATION'];
const counting: readonly Purpose[] = [...caring, 'STATISTICS'];

/** What other services are told of the life that waits for the child and of how it is afterwards. */
export const reintegrationShared = [
  shared(PlanDrafted, 1, awaiting, { outcome: code, destinationState: country }),
  shared(ReintegrationPlanApproved, 1, awaiting, { outcome: code, destinationState: country, childOpinion: ifNamed(code) }),
  shared(SolutionPlanApproved, 1, awaiting, { outcome: code, destinationState: country, childOpinion: ifNamed(code) }),
  shared(CarerConfirmed, 1, awaiting, { destinationState: country, carerRef: ifNamed(pseudonymOf('person')), relation: ifNamed(code) }),
  shared(CarerWithdrawn, 1, awaiting, { carerRef: ifNamed(pseudonymOf('person')) }),
  shared(MonitoringArranged, 1, awaiting, { destinationState: country }),
  shared(FirstPlacementArranged, 1, awaiting, { destinationState: country, facilityRef: ifNamed(pseudonymOf('place')), from: day }),
  shared(ChildArrived, 1, [...awaiting, 'STATISTICS'], { state: country, accompanied: ifNamed(code), held: ifNamed(code) }),
  shared(SupportReported, 1, counting, { component: codeAmong('CARE', 'SCHOOL', 'HEALTH', 'PSYCHOSOCIAL', 'DOCUMENTS', 'VOCATIONAL', 'LEGAL', 'LIVELIHOOD'), recipient: code, stage: code, outcome: code }),
  shared(VisitHeld, 1, counting, { purpose: code, manner: code }),
  shared(ContactMissed, 1, caring, { dueOn: day, attempts: count }),
  shared(MissingReported, 1, caring, { state: country, lastSeenOn: day }),
  shared(AgeingOutPlanStarted, 1, caring, { areas: ifNamed(code) }),
];
