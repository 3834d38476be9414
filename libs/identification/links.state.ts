import type { Annulments } from '../decider/annulment.js';
import type { Fact } from '../decider/event.js';
import type { DifferentChildrenAttested, LinksEvent, SameChildAttested } from './links.events.js';

type Comparison = Fact<typeof SameChildAttested> | Fact<typeof DifferentChildrenAttested>;

/** Which records are of one child. */
export interface Links {
  /** The record that this one was merged into. */
  readonly mergedInto?: string;
  /** The records that were merged into this one, each with the revision that it was last read at. */
  readonly merged: ReadonlyMap<string, number>;
  readonly comparisons: readonly Comparison[];
}

export const noLinks: Links = { merged: new Map(), comparisons: [] };

export function evolveLinks(links: Links, fact: Fact<LinksEvent>): Links {
  switch (fact.type) {
    case 'identification.SameChildAttested':
    case 'identification.DifferentChildrenAttested':
      return { ...links, comparisons: [...links.comparisons, fact] };
    case 'identification.MergedInto':
      return { ...links, mergedInto: fact.data.survivorRef };
    case 'identification.SplitFrom':
    case 'identification.MergeLapsed':
      return { ...links, mergedInto: undefined };
    case 'identification.MergedRecordContinued':
      return links;
    case 'identification.IdentityMerged':
      return { ...links, merged: new Map(links.merged).set(fact.data.from, fact.data.revision) };
    case 'identification.IdentitySplit':
      return { ...links, merged: new Map([...links.merged].filter(([from]) => from !== fact.data.from)) };
  }
}

/** A ruling parts and unites nothing by itself, as no word but the decision of two persons does: whoever has to execute it splits or merges. */
export const annulmentsOfLinks: Annulments<Links> = {
  'identification.MergedInto': { means: 'Nothing is decided in this record until it is split from the other one, which counts it until then.' },
  'identification.SplitFrom': { means: 'The records stay two until they are merged again.' },
};
