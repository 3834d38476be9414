import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, attempts, instant, obstacles, professional, reference, spoken } from './codes.js';
import { childSeen } from './placement.events.js';

/**
 * Danger to life or health, the only ground of a separation. Poverty, a disability, a diagnosis or a status is none, so that none
 * can be named (International Child Repatriation Guidelines, guarantee 7).
 */
export const dangers = [
  'THREAT_TO_LIFE', 'PHYSICAL_VIOLENCE', 'SEXUAL_VIOLENCE', 'PSYCHOLOGICAL_VIOLENCE', 'TRAFFICKING_OR_EXPLOITATION', 'HARMFUL_PRACTICE',
  'ABANDONED_WITHOUT_CARE', 'NEGLECT_ENDANGERING_LIFE_OR_HEALTH', 'URGENT_TREATMENT_WITHHELD',
] as const;
export type Danger = (typeof dangers)[number];
export const dangerFindings = ['PRESENT', 'NOT_FOUND'] as const;
export const parentResults = ['HEARD', 'DECLINED', 'NOT_POSSIBLE'] as const;
export const supports = [
  'HOUSING', 'MONEY', 'PARENTING', 'CHILD_CARE', 'HEALTH_CARE', 'ADDICTION_CARE', 'PSYCHOLOGICAL', 'PROTECTION_FROM_VIOLENCE', 'SHELTER_FOR_FAMILY', 'LEGAL', 'RESPITE',
] as const;
export const supportResponses = ['ACCEPTED', 'ACCEPTED_IN_PART', 'DECLINED', 'NO_ANSWER'] as const;
export const contactPlans = ['FREE', 'SUPERVISED', 'BY_PHONE_OR_LETTER', 'NONE_FOR_SAFETY'] as const;

/** What a review found. That a danger goes on is no result of it: a separation goes on by being authorised anew, or not at all. */
export const separationReviews = ['CAN_GO_BACK', 'CAN_GO_BACK_WITH_HELP', 'CHILD_OBJECTS', 'FAMILY_NOT_FOUND', 'FAMILY_NOT_ABLE', 'FAMILY_DEAD'] as const;

/** What parents are in dispute over, and whether a court has been asked. */
export const disputedMatters = ['STATE_OF_RESIDENCE', 'RESIDENCE', 'CUSTODY', 'CONTACT', 'REMOVAL_WITHOUT_CONSENT', 'RETENTION_WITHOUT_CONSENT', 'OTHER'] as const;
export const civilProceedings = ['NONE', 'PENDING', 'DECIDED', 'UNKNOWN'] as const;
/** How far a civil court has come with it. */
export const courtStages = ['PENDING', 'DECIDED'] as const;
/** How it is over: it never was, or the parents or a court have settled it. */
export const disputeEnds = ['UNFOUNDED', 'SETTLED'] as const;

export const FamilySupportOffered = event('best-interests.FamilySupportOffered', 1, 'The family was offered help so that the child can stay with it.', {
  offeredTo: Type.Array(reference, { minItems: 1 }),
  supports: Type.Array(Type.Enum([...supports]), { minItems: 1 }),
  response: Type.Enum([...supportResponses]),
  note: Type.Optional(personal('D3', Type.String())),
});

export const ParentHeard = event('best-interests.ParentHeard', 1,
  'A parent, or whoever else the child would be separated from, was given the chance to be heard, or could not be reached.', {
    personRef: reference,
    result: Type.Enum([...parentResults]),
    spoken: Type.Optional(Type.Object(spoken, { additionalProperties: false })),
    notPossibleBecause: Type.Optional(Type.Enum([...obstacles])),
    attempts: Type.Optional(attempts),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const ParentalDisputeReported = event('best-interests.ParentalDisputeReported', 1,
  'The parents of the child are in dispute over it, as reported: a civil court settles that and no return, and both are heard before it is determined what is best for the child.', {
    parents: Type.Array(reference, { minItems: 2 }),
    over: Type.Array(Type.Enum([...disputedMatters]), { minItems: 1 }),
    /** Before a civil court. */
    proceeding: Type.Enum([...civilProceedings]),
    courtRef: Type.Optional(reference),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const ParentalDisputeEnded = event('best-interests.ParentalDisputeEnded', 1,
  'A court, or the authority that appoints guardians, looked into what was reported of a dispute between these people, and found that there is none, or none any more.', {
    parents: Type.Array(reference, { minItems: 2 }),
    because: Type.Enum([...disputeEnds]),
    documentRef: Type.Optional(reference),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const CivilProceedingCertified = event('best-interests.CivilProceedingCertified', 1,
  'A document shows that a civil court has the dispute of these people over the child before it, or has decided it.', {
    parents: Type.Array(reference, { minItems: 2 }),
    stage: Type.Enum([...courtStages]),
    courtRef: reference,
    documentRef: reference,
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const DangerAssessed = event('best-interests.DangerAssessed', 1, 'It was assessed whether staying with somebody endangers the life or health of the child.', {
  danger: Type.Enum([...dangers]),
  /** With whom it would be dangerous to stay. */
  stayingWith: Type.Array(reference, { minItems: 1 }),
  finding: Type.Enum([...dangerFindings]),
  /** Whether nothing can be waited for. */
  immediate: answer,
  assessor: professional,
  documentRef: reference,
  statement: Type.Optional(personal('D3', Type.String())),
});

export const SeparationAuthorised = event('best-interests.SeparationAuthorised', 1,
  'It was decided that the child lives apart from somebody for as long as staying endangers its life or health.', {
    separatedFrom: Type.Array(reference, { minItems: 1 }),
    grounds: Type.Array(Type.Enum([...dangers]), { minItems: 1 }),
    contact: Type.Enum([...contactPlans]),
    /** By when it is looked at whether the child can go back. */
    reviewBy: instant,
    /** By when a court looks at it (CRC art. 9(1)). */
    judicialReviewBy: instant,
    reasons: Type.Optional(personal('D3', Type.String())),
  });

export const SeparationReviewed = event('best-interests.SeparationReviewed', 1, 'It was looked at whether a child that was separated can go back.', {
  /** Name of the separation, as it was reported or by the id of its event; absent where all of them are meant. */
  separationRef: Type.Optional(reference),
  result: Type.Enum([...separationReviews]),
  childSeen: Type.Enum([...childSeen]),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const separationEvents = [FamilySupportOffered, ParentHeard, ParentalDisputeReported, ParentalDisputeEnded, CivilProceedingCertified, DangerAssessed, SeparationAuthorised, SeparationReviewed] as const;
export type SeparationEvent = (typeof separationEvents)[number];
