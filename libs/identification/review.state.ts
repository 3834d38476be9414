import type { Static } from 'typebox';
import { enforcementBodies } from '../decider/actor.js';
import type { Fact } from '../decider/event.js';
import type { Answer, organisation } from './codes.js';
import type { SettingFact } from './liberty.state.js';
import type { AuthorityAppeared, ReviewEvent, ReviewHeld } from './review.events.js';

/** What was told of reviews and of alternatives, in the order of the record. */
export type Reviews = readonly Fact<ReviewEvent>[];

export const noReviews: Reviews = [];

export function evolveReviews(reviews: Reviews, fact: Fact<ReviewEvent>): Reviews {
  return [...reviews, fact];
}

export type Review = Fact<typeof ReviewHeld> | Fact<typeof AuthorityAppeared>;

export function isReview(fact: Fact<ReviewEvent>): fact is Review {
  return fact.type !== 'identification.AlternativeConsidered';
}

export function isIndependent({ data }: Review, settings: readonly SettingFact[]): boolean {
  return isIndependentBody('reviewer' in data ? data.reviewer : data.authority, data.independent, settings);
}

/**
 * Only a body that is known to be independent of the holder resets a clock (CAL-15): one that holds children, enforces the law, or is
 * the custodian in one of the settings given is not, whatever is said of it.
 */
export function isIndependentBody({ orgRef, orgType }: Static<typeof organisation>, independent: Answer, settings: readonly SettingFact[]): boolean {
  if (independent !== 'YES' || orgType === 'CUSTODIAL' || enforcementBodies.includes(orgType)) return false;
  return orgRef === undefined || settings.every(({ data: { custodian } }) => custodian?.orgRef !== orgRef);
}
