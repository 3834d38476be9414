import { corridorIn, stateLeftOn } from '../decider/corridor.js';
import type { Fact } from '../decider/event.js';
import { subjectOf } from '../decider/subject.js';

/**
 * By whose law a record is weighed follows from where it began, and from nothing that a later command says of itself: the state in which the
 * child was found or left behind, or else the one whose law its first fact names; for a corridor, the state that is left on it.
 */
export function lawOf(first: Fact | undefined): string | undefined {
  if (first && subjectOf(first.stream) === 'corridor') return stateLeftOn(corridorIn(first.stream));
  const { foundIn, livesIn } = (first?.data ?? {}) as { foundIn?: string; livesIn?: string };
  return foundIn ?? livesIn ?? first?.meta.jurisdiction;
}
