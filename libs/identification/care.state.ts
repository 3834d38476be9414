import type { Annulments } from '../decider/annulment.js';
import type { Fact } from '../decider/event.js';
import type { CareEvent } from './care.events.js';

/** Where the child was taken into care, in the order in which it was recorded; the last one is in force, unless it was set aside. */
export type Care = readonly CareEntry[];
/** What an appeal body set aside ends as a decision; the stay itself goes on until somebody reports its end. */
export type CareEntry = Fact<CareEvent> & { readonly setAside?: true };

export const noCare: Care = [];

export function evolveCare(care: Care, fact: Fact<CareEvent>): Care {
  return [...care, fact];
}

export function careInForce(care: Care): CareEntry | undefined {
  const last = care.at(-1);
  return last?.setAside ? undefined : last;
}

export const annulmentsOfCare: Annulments<Care> = {
  'identification.PlacementDecided': {
    means: 'The child is no longer placed there by any decision; where it is in reality stays as reported.',
    without: (care, decision) => care.map((entry) => (entry.id === decision ? { ...entry, setAside: true } : entry)),
  },
};
