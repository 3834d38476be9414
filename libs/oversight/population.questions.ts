import { arrivals, comingOfAge, company, outcomes, separations } from './population.children.js';
import { counts } from './population.counts.js';
import { alternatives, byFacility, considered, euphemisms, hospitals } from './population.places.js';
import type { Question } from './population.question.js';
import { contested, delays, overstays, readers, whileHeld } from './population.record.js';
import { flow, stock } from './population.stock.js';
import { cumulative, daysAfter, longest, redetentions, timeToRelease } from './population.time.js';
import { harm, without } from './population.without.js';

/** Every question about the population; each is a route. */
export const questions: readonly Question[] = [
  stock, flow, counts, longest, cumulative, redetentions, timeToRelease, daysAfter, without, harm, company, separations, byFacility, euphemisms, hospitals, alternatives, considered,
  outcomes, arrivals, comingOfAge, whileHeld, delays, contested, readers, overstays,
];
