import Type from 'typebox';
import { event } from '../decider/event.js';
import { outcomes } from '../decider/journey.js';
import { personal } from '../privacy/personal.js';
import { answer, country, instant, reference } from './codes.js';

/** Why siblings do not take the same road together. */
export const separateRoads = ['CHILD_WISHES', 'SIBLING_WISHES', 'DANGER_FROM_SIBLING', 'OTHER_CARER', 'HEALTH', 'SCHOOL_YEAR', 'SIBLING_OF_AGE', 'OTHER_SOLUTION'] as const;
/** UNDECIDED: nobody knows yet, or it is open again. */
export const siblingOutcomes = [...outcomes, 'UNDECIDED', 'DEAD'] as const;

export const SiblingsResolved = event('best-interests.SiblingsResolved', 1,
  'Of each sibling it is known what becomes of it, and whether they travel together or why not; or the child has none that anybody knows.', {
    siblings: Type.Array(Type.Object({
      siblingRef: reference,
      outcome: Type.Enum([...siblingOutcomes]),
      destinationState: Type.Optional(country),
      travelsTogether: answer,
      /** An exception holds until it is reviewed. */
      exception: Type.Optional(Type.Object({ because: Type.Enum([...separateRoads]), reviewBy: instant }, { additionalProperties: false })),
    }, { additionalProperties: false })),
    reasons: Type.Optional(personal('D3', Type.String())),
  });

export const SiblingOutcomeReported = event('best-interests.SiblingOutcomeReported', 1, 'It was reported what becomes of a sibling.', {
  /** The sibling's own record, or the reference by which its family link names it. */
  siblingRef: reference,
  outcome: Type.Enum([...siblingOutcomes]),
  destinationState: Type.Optional(country),
  /** The record in which it is decided about the sibling from now on; its own where that was split again from the one that it had been merged into. */
  goesOnIn: Type.Optional(reference),
});

export const siblingsEvents = [SiblingsResolved, SiblingOutcomeReported] as const;
export type SiblingsEvent = (typeof siblingsEvents)[number];
