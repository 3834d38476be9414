import { restate } from '../case-file/case-file.js';
import type { Fact } from '../decider/event.js';
import { identification, type Identification } from '../identification/identification.context.js';
import { staySegments } from '../identification/liberty.segments.js';
import { libertyOf, type Liberty } from './liberty.js';
import type { Segment } from './liberty.segments.js';
import { occurredAt } from '../zones/zones.js';

/** The child's liberty as of an instant, from the facts of its stream as they are known, corrections applied. */
export function childLiberty(facts: readonly Fact[], asOf: Date): Liberty {
  return libertyOf(childSegments(facts), asOf.getTime());
}

/** What is known is not cut at the instant: whether an episode goes on is judged on all of it (reading R6). */
function childSegments(facts: readonly Fact[]): readonly Segment[] {
  const state: Identification = restate(facts).reduce((folded, fact) => identification.evolve(folded, fact), identification.initial);
  return staySegments(state, (date, zone) => occurredAt({ at: date, zone }));
}
