import type { Annulments } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import type { Journey } from '../decider/journey.js';
import { recordLinkedBy } from '../decider/kin.js';
import { isSince } from '../decider/since.js';
import type { SiblingOutcomeReported, SiblingsEvent, SiblingsResolved } from './siblings.events.js';

export interface Siblings {
  readonly resolved?: Fact<typeof SiblingsResolved>;
  /** Every name by which the attestation meant a sibling, as it was known when it was made. */
  readonly meant: ReadonlyMap<string, Sibling>;
  /** Reports of another outcome of a sibling than was attested, as far as nobody attested since. */
  readonly contradictions: readonly Fact<typeof SiblingOutcomeReported>[];
  /** Siblings of whom a family link was reported, with their own records where they have one, and these with the records that they were merged into. A report adds to them, and takes none away. */
  readonly known: ReadonlyMap<string, string | undefined>;
}

type Sibling = Fact<typeof SiblingsResolved>['data']['siblings'][number];

export const siblingsUnknown: Siblings = { meant: new Map(), contradictions: [], known: new Map() };

export function evolveSiblings(state: Siblings, fact: Fact<SiblingsEvent>): Siblings {
  switch (fact.type) {
    case 'best-interests.SiblingsResolved': {
      const meant = new Map(fact.data.siblings.flatMap((sibling) => namesOf(sibling.siblingRef, state.known).map((name) => [name, sibling])));
      return { ...state, resolved: fact, meant, contradictions: state.contradictions.filter((report) => contradicts(report, meant) && !(isSince(fact, report) && meant.has(report.data.siblingRef))) };
    }
    case 'best-interests.SiblingOutcomeReported': {
      const { siblingRef, goesOnIn } = fact.data;
      const isKnown = [...state.known].some((names) => names.includes(siblingRef));
      const known = goesOnIn !== undefined && isKnown ? new Map(state.known).set(siblingRef, goesOnIn === siblingRef ? undefined : goesOnIn) : state.known;
      return { ...state, known, contradictions: contradicts(fact, state.meant) ? [...state.contradictions, fact] : state.contradictions };
    }
  }
}

function contradicts({ data: { siblingRef, outcome, destinationState } }: Fact<typeof SiblingOutcomeReported>, meant: Siblings['meant']): boolean {
  const attested = meant.get(siblingRef);
  return attested?.outcome !== outcome || attested.destinationState !== destinationState;
}

export const notesOfSiblings: Notes<Siblings> = {
  'identification.FamilyLinkReported': (state, fact) => {
    const { relativeRef, relation, alive } = fact.data as { relativeRef: string; relation: string; alive?: string };
    const named = state.known.has(relativeRef) || (relation === 'SIBLING' && alive !== 'NO');
    return named ? { ...state, known: new Map(state.known).set(relativeRef, recordLinkedBy(fact) ?? state.known.get(relativeRef)) } : state;
  },
};

export const annulmentsOfSiblings: Annulments<Siblings> = {
  'best-interests.SiblingsResolved': {
    means: 'No exception holds any more: it is attested anew whether the siblings take one road.',
    without: (state, id) => (state.resolved?.id === id ? { ...state, resolved: undefined, meant: new Map() } : state),
  },
};

/** A sibling is named by the reference of its family link, by that of its own record, and by those of the records in which that goes on. */
function namesOf(siblingRef: string, known: Siblings['known']): readonly string[] {
  const names = new Set([siblingRef]);
  for (let count = 0; count < names.size;) {
    count = names.size;
    for (const [name, record] of known) if (names.has(name) || (record !== undefined && names.has(record))) for (const each of [name, record]) if (each !== undefined) names.add(each);
  }
  return [...names];
}

type Attested = Fact<typeof SiblingsResolved>['data'];

/** Why living siblings do not take the same road, and until when that holds. */
export function exceptionsIn({ siblings }: Pick<Attested, 'siblings'>): readonly NonNullable<Attested['siblings'][number]['exception']>[] {
  return siblings.flatMap(({ outcome, exception }) => (exception && outcome !== 'DEAD' ? [exception] : []));
}

/**
 * The attestation by which the siblings' roads are resolved for a journey: it names every sibling that anybody knows, nothing that was
 * reported since contradicts it, and each travels the same road together with the child or is an exception not yet due for review,
 * by the day that was set, and never later than the period in which one is reviewed.
 */
export function resolvedFor({ resolved, meant, contradictions, known }: Siblings, { outcome, destinationState }: Partial<Journey>, { now, setting }: Pick<Weighing, 'now' | 'setting'>): Fact<typeof SiblingsResolved> | undefined {
  if (!resolved || contradictions.length > 0 || [...known.keys()].some((name) => !meant.has(name))) return undefined;
  const isUnreviewed = now > setting.endOf('SIBLINGS_REVIEW', { from: resolved.meta.occurredAt.from });
  const settled = (sibling: Sibling): boolean => {
    if (sibling.outcome === 'DEAD') return true;
    if (sibling.exception) return !isUnreviewed && sibling.outcome !== 'UNDECIDED' && now.getTime() < Date.parse(sibling.exception.reviewBy);
    return sibling.travelsTogether === 'YES' && sibling.outcome === outcome && sibling.destinationState === destinationState;
  };
  return resolved.data.siblings.every(settled) ? resolved : undefined;
}
