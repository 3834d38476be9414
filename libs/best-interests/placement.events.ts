import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { instant, reference } from './codes.js';
import { careOptions, considerations } from './determination.events.js';

export const reviewResults = ['GOES_ON', 'HAS_TO_CHANGE', 'CAN_END'] as const;
export const childSeen = ['ALONE', 'WITH_OTHERS', 'NOT_SEEN'] as const;
/** Why a place did not take the child; a code may name what is no lawful reason at all. */
export const refusalReasons = [
  'FULL', 'NOT_AN_ORPHAN', 'NO_PAPERS', 'AGE', 'SEX', 'HEALTH', 'DISABILITY', 'LANGUAGE', 'BEHAVIOUR', 'FOREIGN', 'NONE_GIVEN', 'OTHER',
] as const;
export const nextPlaces = ['FAMILY', 'FOSTER_CARE', 'OTHER_PLACE', 'HOSPITAL', 'POLICE', 'STREET', 'UNKNOWN'] as const;

export const PlacementReviewed = event('best-interests.PlacementReviewed', 1, 'It was looked at whether where the child lives is still best for it.', {
  /** The decision or the emergency care by which the child is there. */
  placement: reference,
  facilityRef: reference,
  result: Type.Enum([...reviewResults]),
  because: Type.Array(Type.Enum([...considerations]), { minItems: 1 }),
  /** Other kinds of care that were considered. */
  considered: Type.Array(Type.Enum([...careOptions])),
  childSeen: Type.Enum([...childSeen]),
  nextReviewBy: instant,
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const PlacementRefused = event('best-interests.PlacementRefused', 1, 'A place did not take the child, as reported.', {
  facilityRef: Type.Optional(reference),
  reason: Type.Enum([...refusalReasons]),
  /** Where the child went instead; left out where the reporter does not say. */
  nextPlace: Type.Optional(Type.Enum([...nextPlaces])),
  note: Type.Optional(personal('D3', Type.String())),
});

export const placementEvents = [PlacementReviewed, PlacementRefused] as const;
export type PlacementEvent = (typeof placementEvents)[number];
