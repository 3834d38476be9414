import type { Purpose } from '../decider/actor.js';
import { code, country, day, ifNamed, pseudonymOf, shared, yesOrNo } from '../decider/shared.js';
import { AppealDecided, AppealLodged, RulingExecutionReported } from './appeal.events.js';
import { ConsentGiven, ConsentWithdrawn } from './consent.events.js';
import { ReturnOutsideProcedureReported } from './course.events.js';
import { DecisionExplained, RepatriationDecided, RepatriationProposed } from './decision.events.js';
import { OriginAnswered, OriginReadinessWithdrawn } from './origin.events.js';
import { DocumentsObtained } from './preparation.events.js';
import { DepartureConfirmed, HandoverReported, TransferAuthorised, TransferHalted } from './transfer.events.js';

const returning: readonly Purpose[] = ['PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'LEGAL_REMEDY', 'RETURN_CASEWORK'];
const awaiting: readonly Purpose[] = [...returning, 'REINTEGRATION'];
const counting: readonly Purpose[] = [...awaiting, 'STATISTICS'];
const event = pseudonymOf('event');

/** What other services are told of a return. Claims for protection, coercion, dangers and why something fell are told to none. */
export const repatriationShared = [
  shared(RepatriationProposed, 1, returning, { outcome: code, destinationState: ifNamed(country) }),
  shared(RepatriationDecided, 1, counting, { outcome: code, destinationState: country }),
  shared(DecisionExplained, 1, returning, { decisionRef: event }),
  shared(ConsentGiven, 1, awaiting, { by: code, outcome: code, destinationState: country }),
  shared(ConsentWithdrawn, 1, awaiting, { whose: code }, { takesBack: [ConsentGiven.type] }),
  shared(AppealLodged, 1, [...returning, 'STATISTICS'], { decisionRef: event, instance: code, late: yesOrNo }),
  shared(AppealDecided, 1, [...returning, 'STATISTICS'], { appealRef: event, decisionRef: event, result: code, final: yesOrNo, instance: code }),
  shared(RulingExecutionReported, 1, [...returning, 'STATISTICS'], { appealRef: event, extent: code }),
  shared(OriginAnswered, 1, awaiting, { destinationState: country, answer: code, validUntil: day }),
  shared(OriginReadinessWithdrawn, 1, awaiting, { destinationState: country }),
  shared(DocumentsObtained, 1, awaiting, { destinationState: country }),
  shared(TransferAuthorised, 1, awaiting, { outcome: code, destinationState: country, plannedDeparture: day }),
  shared(DepartureConfirmed, 1, counting, { authorisation: event }),
  shared(TransferHalted, 1, counting, { authorisation: event, inTransit: yesOrNo }),
  shared(HandoverReported, 1, awaiting, { state: country, place: ifNamed(code) }),
  shared(ReturnOutsideProcedureReported, 1, counting, { kind: code, destinationState: country }),
];
