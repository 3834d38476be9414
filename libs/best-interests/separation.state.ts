import { clearing, type Annulments } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { lastWords } from '../decider/since.js';
import { wasUnderstood } from './codes.js';
import type { Danger, DangerAssessed, FamilySupportOffered, ParentalDisputeReported, ParentHeard, SeparationAuthorised, SeparationEvent } from './separation.events.js';

export interface Separation {
  readonly supports: readonly Fact<typeof FamilySupportOffered>[];
  readonly parentsHeard: readonly Fact<typeof ParentHeard>[];
  /** What was reported of disputes between the parents. */
  readonly disputes: readonly Fact<typeof ParentalDisputeReported>[];
  readonly dangers: readonly Fact<typeof DangerAssessed>[];
  readonly authorised?: Fact<typeof SeparationAuthorised>;
  /** Whether anybody has reported that the child was separated, lawfully or not. */
  readonly separated: boolean;
  /** Parents whom anybody has named as living. That one has died since is attested, too: a report takes nobody away. */
  readonly parents: readonly string[];
}

export const notSeparated: Separation = { supports: [], parentsHeard: [], disputes: [], dangers: [], separated: false, parents: [] };

export function evolveSeparation(state: Separation, fact: Fact<SeparationEvent>): Separation {
  switch (fact.type) {
    case 'best-interests.FamilySupportOffered':
      return { ...state, supports: [...state.supports, fact] };
    case 'best-interests.ParentHeard':
      return { ...state, parentsHeard: [...state.parentsHeard, fact] };
    case 'best-interests.ParentalDisputeReported':
      return { ...state, disputes: [...state.disputes, fact] };
    case 'best-interests.DangerAssessed':
      return { ...state, dangers: [...state.dangers, fact] };
    case 'best-interests.SeparationAuthorised':
      return { ...state, authorised: fact };
    case 'best-interests.SeparationReviewed':
      // A review ends nothing and goes on with nothing: what follows from it is decided, or done.
      return state;
  }
}

export const annulmentsOfSeparation: Annulments<Separation> = {
  'best-interests.SeparationAuthorised': { means: 'Nobody may keep the child apart from its family by it.', without: clearing('authorised') },
};

const parental = ['MOTHER', 'FATHER', 'ADOPTIVE_PARENT'];

export const notesOfParents: Notes<Separation> = {
  'identification.SeparationStarted': (state) => ({ ...state, separated: true }),
  'identification.FamilyLinkReported': (state, fact) => {
    const { relativeRef, relation, alive } = fact.data as { relativeRef: string; relation: string; alive?: string };
    const isNew = parental.includes(relation) && alive !== 'NO' && !state.parents.includes(relativeRef);
    return isNew ? { ...state, parents: [...state.parents, relativeRef] } : state;
  },
};

/** The last word on a danger of staying with somebody, where it says that the danger is there. */
export function dangerWith({ dangers }: Separation, personRef: string, danger: Danger): Fact<typeof DangerAssessed> | undefined {
  const words = lastWords(dangers.filter(({ data }) => data.danger === danger && data.stayingWith.includes(personRef)));
  return words.every(({ data }) => data.finding === 'PRESENT') ? words.at(-1) : undefined;
}

/** The chance that somebody had to be heard after a revision: taken, declined, or not possible after what was tried. */
export function parentHeardAfter({ parentsHeard }: Separation, personRef: string, revision: number): Fact<typeof ParentHeard> | undefined {
  return parentsHeard.findLast((hearing) => hearing.data.personRef === personRef && hearing.revision > revision
    && (hearing.data.result === 'NOT_POSSIBLE' || (hearing.data.spoken !== undefined && wasUnderstood(hearing.data.spoken))));
}
