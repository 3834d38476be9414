import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, dayOrInstant, organisation, reference } from './codes.js';
import { considerable } from './measure.codes.js';

/** Who looked at the deprivation, and at what else could have been done. */

export const reviewOutcomes = ['RELEASE_ORDERED', 'ALTERNATIVE_ORDERED', 'CONTINUED', 'ADJOURNED', 'NO_OUTCOME', 'UNKNOWN'] as const;
export const whyRejected = [
  'NOT_AVAILABLE', 'FLIGHT_FEARED', 'NO_ADDRESS', 'NO_CARER', 'IDENTITY_UNKNOWN', 'CHILD_REFUSED', 'LAW_HAS_NONE', 'COST', 'NO_REASON_GIVEN', 'OTHER', 'UNKNOWN',
] as const;

const stayRef = Type.Optional(reference);
const present = { childPresent: answer, lawyerPresent: answer, interpreterPresent: answer };

export const AuthorityAppeared = event('identification.AuthorityAppeared', 1, 'The child was brought before an authority, as reported.', {
  stayRef,
  authority: organisation,
  /** Independent of whoever holds the child. */
  independent: answer,
  court: answer,
  ...present,
  outcome: Type.Enum([...reviewOutcomes]),
  account: Type.Optional(personal('D3', Type.String())),
});

export const ReviewHeld = event('identification.ReviewHeld', 1, 'Somebody reviewed whether the child goes on being held, as reported.', {
  stayRef,
  reviewer: organisation,
  independent: answer,
  court: answer,
  ...present,
  outcome: Type.Enum([...reviewOutcomes]),
  nextReviewBy: Type.Optional(dayOrInstant),
  decisionRef: Type.Optional(reference),
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const AlternativeConsidered = event('identification.AlternativeConsidered', 1, 'Somebody considered what else than holding the child could be done, as reported.', {
  stayRef,
  by: organisation,
  options: Type.Array(Type.Object({
    option: Type.Enum([...considerable]),
    /** Left out where the option was taken. */
    rejectedBecause: Type.Optional(Type.Enum([...whyRejected])),
  }, { additionalProperties: false }), { minItems: 1 }),
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const reviewEvents = [AuthorityAppeared, ReviewHeld, AlternativeConsidered] as const;
export type ReviewEvent = (typeof reviewEvents)[number];
