import { IsCode, IsCountry } from '../decider/fields.js';
import { journeyOutcomes } from '../decider/journey.js';

/** Parts that the bodies of more than one topic are made of. */

/** What it is done for: a proof for another outcome or another state proves nothing. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
export function forJourney<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class ForJourney extends base {
    @IsCode(journeyOutcomes)
    readonly outcome!: (typeof journeyOutcomes)[number];

    /** State where the child is to live. */
    @IsCountry()
    readonly destinationState!: string;
  }
  return ForJourney;
}
