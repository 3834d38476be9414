import { isVoid } from '../decider/event.js';
import { stateOfStay } from '../decider/whereabouts.js';
import { corridorIn, stateLeftOn } from '../decider/corridor.js';
import type { Fact } from '../decider/event.js';
import { subjectOf } from '../decider/subject.js';
import { restate, type CaseFile } from './case-file.js';

/**
 * By whose law a record is weighed follows from where it began, and from nothing that a later command says of itself: the state in which the
 * child was found or left behind, or else the one whose law its first fact names; for a corridor, the state that is left on it.
 */
export function lawOf(first: Fact | undefined): string | undefined {
  if (first && subjectOf(first.stream) === 'corridor') return stateLeftOn(corridorIn(first.stream));
  const { foundIn, livesIn } = (first?.data ?? {}) as { foundIn?: string; livesIn?: string };
  return foundIn ?? livesIn ?? first?.meta.jurisdiction;
}

/**
 * The states in which the child is since, by what was recorded and by what corrections have left of it, in all its records: a guarantee that one
 * of them asks for does not depend on where the record began.
 */
export function lawsBesides({ facts, asRead }: Pick<CaseFile, 'facts' | 'asRead'>): readonly string[] {
  const told = (asRead?.facts ?? facts).filter((fact) => !isVoid(fact));
  const states = [told, restate(told)].map(stateOfStay);
  return [...new Set(states.filter((state) => state !== undefined))];
}
