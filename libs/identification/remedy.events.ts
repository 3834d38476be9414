import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, organisation, reference } from './codes.js';

/** What is asked for a child who is held, and what is answered. */

export const demandGrounds = ['CHILD_IS_HELD', 'MIGRATION_GROUND', 'ALTERNATIVE_AVAILABLE', 'ORDERED_BY_COURT', 'LIMIT_PASSED', 'NO_MEDICAL_REASON', 'RETURN_IMPOSSIBLE', 'DANGER_IN_CUSTODY', 'OTHER'] as const;
export const refusalReasons = ['NO_REASON_GIVEN', 'LAW_ALLOWS_IT', 'AWAITING_DOCUMENTS', 'AWAITING_ESCORT', 'AWAITING_DECISION', 'NO_PLACE_TO_GO', 'FLIGHT_FEARED', 'NOT_COMPETENT', 'NO_ANSWER', 'OTHER'] as const;
export const challengeResults = ['UNLAWFUL_RELEASE_ORDERED', 'UNLAWFUL', 'LAWFUL', 'INADMISSIBLE', 'WITHDRAWN', 'NO_LONGER_HELD', 'UNKNOWN'] as const;
export const challengers = ['CHILD', 'GUARDIAN', 'PARENT', 'NGO', 'OMBUDSPERSON'] as const;
export const complaintSubjects = ['VIOLENCE', 'CONDITIONS', 'DEPRIVATION', 'HEALTH', 'EDUCATION', 'CONTACT', 'DISCRIMINATION', 'PROPERTY', 'PROCEDURE', 'OTHER'] as const;
export const complaintAnswers = ['UPHELD', 'UPHELD_IN_PART', 'REJECTED', 'INADMISSIBLE', 'PASSED_ON', 'NO_DECISION'] as const;

const stayRef = Type.Optional(reference);
/** Event of the demand, challenge or complaint; left out where nobody knows which one is meant. */
const answering = Type.Optional(Type.String({ format: 'uuid' }));

export const ReleaseDemanded = event('identification.ReleaseDemanded', 1, 'Somebody demanded that the child be released.', {
  stayRef,
  addressedTo: Type.Optional(organisation),
  grounds: Type.Array(Type.Enum([...demandGrounds]), { minItems: 1 }),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const ReleaseRefused = event('identification.ReleaseRefused', 1, 'The release of the child was refused, as reported.', {
  demandRef: answering,
  by: organisation,
  reason: Type.Enum([...refusalReasons]),
  reasonGiven: Type.Optional(personal('D3', Type.String())),
});

export const LegalityChallenged = event('identification.LegalityChallenged', 1, 'Somebody challenged the legality of holding the child.', {
  stayRef,
  before: Type.Optional(organisation),
  lodgedFor: Type.Enum([...challengers]),
  grounds: Type.Optional(personal('D3', Type.String())),
});

export const ChallengeDecided = event('identification.ChallengeDecided', 1, 'A challenge of the legality of holding the child was decided, as reported.', {
  challengeRef: answering,
  by: organisation,
  independent: answer,
  result: Type.Enum([...challengeResults]),
  decisionRef: Type.Optional(reference),
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const ComplaintLodged = event('identification.ComplaintLodged', 1, 'Somebody complained of what was done to the child or is denied it.', {
  subject: Type.Enum([...complaintSubjects]),
  against: Type.Optional(organisation),
  addressedTo: Type.Optional(organisation),
  /** Where it happened, if somewhere the child is held. */
  stayRef,
  complaint: Type.Optional(personal('D3', Type.String())),
});

export const ComplaintAcknowledged = event('identification.ComplaintAcknowledged', 1, 'A complaint was acknowledged, as reported.', {
  complaintRef: answering,
  by: organisation,
});

export const ComplaintAnswered = event('identification.ComplaintAnswered', 1, 'A complaint was answered, as reported.', {
  complaintRef: answering,
  by: organisation,
  /** Whether the body is independent of those complained of. */
  independent: answer,
  answer: Type.Enum([...complaintAnswers]),
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const remedyEvents = [ReleaseDemanded, ReleaseRefused, LegalityChallenged, ChallengeDecided, ComplaintLodged, ComplaintAcknowledged, ComplaintAnswered] as const;
export type RemedyEvent = (typeof remedyEvents)[number];
