import Type from 'typebox';
import { event } from '../decider/event.js';
import { howTold } from '../decider/telling.js';
import { personal } from '../privacy/personal.js';
import { organisation, reference } from './codes.js';

export const urgencies = ['EMERGENCY', 'URGENT', 'NORMAL'] as const;
export const referralPurposes = ['PROTECTION', 'SHELTER', 'HEALTH', 'LEGAL_HELP', 'TRAFFICKING', 'FAMILY_TRACING', 'OTHER'] as const;
/** Why a body did not take a case on; a code may name what is no lawful reason at all. */
export const referralRefusals = ['NOT_COMPETENT', 'NO_CAPACITY', 'NO_PAPERS', 'FOREIGN', 'AGE_DOUBTED', 'OUTSIDE_OF_AREA', 'NONE_GIVEN', 'OTHER'] as const;
/** What a child is told that it has a right to (CRC General Comment 6, paras. 33 to 38; JGC 4/23, para. 17). */
export const rightsTold = ['REPRESENTATIVE', 'LAWYER', 'TO_BE_HEARD', 'COMPLAINT', 'APPEAL', 'PROTECTION', 'FAMILY_CONTACT', 'INTERPRETER', 'HEALTH_CARE', 'SCHOOL', 'LIBERTY', 'CONFIDENTIALITY'] as const;

const eventId = Type.String({ format: 'uuid' });

export const ReferralMade = event('identification.ReferralMade', 1, 'Somebody referred the child to a body that is to help it.', {
  receiver: organisation,
  purpose: Type.Enum([...referralPurposes]),
  urgency: Type.Enum([...urgencies]),
  note: Type.Optional(personal('D3', Type.String())),
});

export const ReferralAccepted = event('identification.ReferralAccepted', 1, 'A body took the case of the child on; whether it is one that protects children, its kind says.', {
  /** Event of the referral; absent where the body took the case on without one. */
  referralRef: Type.Optional(eventId),
  /** Who is responsible for the child there. */
  responsibleRef: reference,
});

export const ReferralRefused = event('identification.ReferralRefused', 1, 'A body did not take the case of the child on, as reported.', {
  referralRef: Type.Optional(eventId),
  refusedBy: organisation,
  reason: Type.Enum([...referralRefusals]),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const RightsExplained = event('identification.RightsExplained', 1, 'The child was told its rights.', {
  rights: Type.Array(Type.Enum([...rightsTold]), { minItems: 1 }),
  explainedBy: reference,
  ...howTold,
  reaction: Type.Optional(personal('D3', Type.String())),
});

export const intakeEvents = [ReferralMade, ReferralAccepted, ReferralRefused, RightsExplained] as const;
export type IntakeEvent = (typeof intakeEvents)[number];
