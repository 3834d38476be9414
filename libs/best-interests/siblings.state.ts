import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import type { Journey } from '../decider/journey.js';
import type { SiblingOutcomeReported, SiblingsEvent, SiblingsResolved } from './siblings.events.js';

export interface Siblings {
  readonly resolved?: Fact<typeof SiblingsResolved>;
  /** What was reported since, by sibling. */
  readonly reported: readonly Fact<typeof SiblingOutcomeReported>[];
  /** Living siblings of whom a family link was reported, with their own records where they have one. */
  readonly known: ReadonlyMap<string, string | undefined>;
}

export const siblingsUnknown: Siblings = { reported: [], known: new Map() };

export function evolveSiblings(state: Siblings, fact: Fact<SiblingsEvent>): Siblings {
  switch (fact.type) {
    case 'best-interests.SiblingsResolved':
      return { ...state, resolved: fact, reported: [] };
    case 'best-interests.SiblingOutcomeReported':
      return { ...state, reported: [...state.reported, fact] };
  }
}

export const notesOfSiblings: Notes<Siblings> = {
  'identification.FamilyLinkReported': (state, fact) => {
    const { relativeRef, relation, childRef, alive } = fact.data as { relativeRef: string; relation: string; childRef?: string; alive?: string };
    const known = new Map(state.known);
    if (relation === 'SIBLING' && alive !== 'NO') known.set(relativeRef, childRef ?? known.get(relativeRef));
    else known.delete(relativeRef);
    return { ...state, known };
  },
};

/**
 * The attestation by which the siblings' roads are resolved for a journey: it names every living sibling that anybody knows, nothing
 * that was reported since contradicts it, and each travels the same road together with the child or is an exception not yet due for review.
 */
export function resolvedFor({ resolved, reported, known }: Siblings, { outcome, destinationState }: Partial<Journey>, now: Date): Fact<typeof SiblingsResolved> | undefined {
  if (!resolved) return undefined;
  const { siblings } = resolved.data;
  const isNamed = (ref: string) => siblings.some(({ siblingRef }) => isSameSibling(known, siblingRef, ref));
  const contradicted = reported.some(({ data }) => !siblings.some((sibling) =>
    isSameSibling(known, sibling.siblingRef, data.siblingRef) && sibling.outcome === data.outcome && sibling.destinationState === data.destinationState));
  const settled = siblings.every((sibling) => sibling.exception
    ? sibling.outcome !== 'UNDECIDED' && now.getTime() < Date.parse(sibling.exception.reviewBy)
    : sibling.travelsTogether === 'YES' && sibling.outcome === outcome && sibling.destinationState === destinationState);
  return [...known.keys()].every(isNamed) && !contradicted && settled ? resolved : undefined;
}

/** A sibling is named by the reference of its family link or by that of its own record. */
function isSameSibling(known: Siblings['known'], one: string, other: string): boolean {
  return one === other || known.get(one) === other || known.get(other) === one;
}
