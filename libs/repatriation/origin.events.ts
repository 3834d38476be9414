import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { suspensionCauses } from '../decider/corridor.js';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { country, instant, organisation, reference } from './codes.js';

/** What the state of origin is asked. */
export const originQuestions = ['IDENTITY', 'NATIONALITY', 'FAMILY', 'CARER', 'CARE_SYSTEM', 'CIVIL_DOCUMENTS', 'READINESS'] as const;
/** All that an enquiry may tell of the child. Where it is, how it is and what it fears are not on the list: careless enquiries make returns dangerous. */
export const disclosedFields = ['NAME', 'DATE_OF_BIRTH', 'SEX', 'PLACE_OF_BIRTH', 'PARENTS_NAMES', 'LAST_ADDRESS', 'NATIONALITY_CLAIMED', 'PHOTOGRAPH'] as const;
export const sexes = ['FEMALE', 'MALE', 'OTHER', 'UNKNOWN'] as const;
export const originAnswers = ['CONFIRMED', 'REFUSED', 'SILENT'] as const;
export const withdrawalReasons = ['CARE_NOT_AVAILABLE', 'CARER_NOT_FIT', 'IDENTITY_DOUBTED', 'SECURITY', 'AUTHORITY_CHANGED', 'NONE_GIVEN', 'OTHER'] as const;
export const centralAuthorityAnswers = ['AGREED', 'REFUSED'] as const;

export const EnquiryConsentGiven = event('repatriation.EnquiryConsentGiven', 1,
  'A representative of the child agreed that a state is asked about the child; it counts where the person could speak for the child.', {
    representativeRef: reference,
    destinationState: country,
  });

export const OriginInformationRequested = event('repatriation.OriginInformationRequested', 1, 'A state was asked about the child, with no more told than was needed.', {
  destinationState: country,
  authority: organisation,
  questions: Type.Array(Type.Enum([...originQuestions]), { minItems: 1 }),
  disclosed: Type.Array(Type.Enum([...disclosedFields])),
});

export const ConsulateNotified = event('repatriation.ConsulateNotified', 1, 'A consulate was told of the child, after it was found safe.', {
  destinationState: country,
  questions: Type.Array(Type.Enum([...originQuestions]), { minItems: 1 }),
  disclosed: Type.Array(Type.Enum([...disclosedFields])),
  sex: Type.Enum([...sexes]),
  /** Absent where it is not known. */
  ageYears: Type.Optional(Type.Integer()),
  safetyAssessmentRef: reference,
});

export const OriginAnswered = event('repatriation.OriginAnswered', 1,
  'The state where the child is to live said whether it is ready to receive it, or said nothing in time; inside one state, the local authority that receives it.', {
    destinationState: country,
    authority: organisation,
    answer: Type.Enum([...originAnswers]),
    /** Until when a confirmation holds. */
    validUntil: Type.Optional(instant),
    note: Type.Optional(personal('D3', Type.String())),
  });

export const OriginReadinessWithdrawn = event('repatriation.OriginReadinessWithdrawn', 1,
  'The state that was ready is no longer, as reported; only a new answer of its own makes it ready again.', {
    destinationState: country,
    reason: Type.Enum([...withdrawalReasons]),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const CentralAuthorityAnswered = event('repatriation.CentralAuthorityAnswered', 1, 'The central authority that an agreement names agreed to the journey, or refused.', {
  destinationState: country,
  authority: organisation,
  answer: Type.Enum([...centralAuthorityAnswers]),
});

/** No command gives it any more: what is suspended between two states stands in the record of their corridor. */
export const SuspensionReported = event('repatriation.SuspensionReported', 1,
  'Transfers to a state are suspended, as reported; everything else that is owed to the child goes on.', {
    /** Name that the reporter gave to the suspension; without one it is named by the id of this event. */
    suspensionRef: Type.Optional(reference),
    destinationState: country,
    cause: Type.Enum([...suspensionCauses]),
    declaredBy: Type.Optional(Type.Enum([...orgTypes])),
    reviewBy: Type.Optional(instant),
  });

export const SuspensionEnded = event('repatriation.SuspensionEnded', 1, 'A suspension is over, as a document of those who declared it shows.', {
  suspensionRef: reference,
  destinationState: country,
});

export const originEvents = [
  EnquiryConsentGiven, OriginInformationRequested, ConsulateNotified, OriginAnswered, OriginReadinessWithdrawn, CentralAuthorityAnswered,
  SuspensionReported, SuspensionEnded,
] as const;
export type OriginEvent = (typeof originEvents)[number];
