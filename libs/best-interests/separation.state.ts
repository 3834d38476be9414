import { clearing, type Annulments } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import { isOfEntitled, type Fact } from '../decider/event.js';
import { noDisputes, partiesTo, withWord, type Disputes } from '../decider/parental-dispute.js';
import { lastWords } from '../decider/since.js';
import { wasUnderstood } from './codes.js';
import type {
  Danger, DangerAssessed, FamilySupportOffered, ParentHeard, SeparationAuthorised, SeparationEvent,
} from './separation.events.js';

export interface Separation {
  readonly supports: readonly Fact<typeof FamilySupportOffered>[];
  readonly parentsHeard: readonly Fact<typeof ParentHeard>[];
  readonly disputes: Disputes;
  readonly dangers: readonly Fact<typeof DangerAssessed>[];
  readonly authorised?: Fact<typeof SeparationAuthorised>;
  /** Whether anybody has reported that the child was separated, lawfully or not. */
  readonly separated: boolean;
  /** Parents whom anybody has named as living. That one has died since is attested, too: a report takes nobody away. */
  readonly parents: readonly string[];
  /** Those of them whom the latest determination knew. */
  readonly parentsDetermined: readonly string[];
}

export const notSeparated: Separation = { supports: [], parentsHeard: [], disputes: noDisputes, dangers: [], separated: false, parents: [], parentsDetermined: [] };

export function evolveSeparation(state: Separation, fact: Fact<SeparationEvent>): Separation {
  switch (fact.type) {
    case 'best-interests.FamilySupportOffered':
      return { ...state, supports: [...state.supports, fact] };
    case 'best-interests.ParentHeard':
      return { ...state, parentsHeard: [...state.parentsHeard, fact] };
    case 'best-interests.ParentalDisputeReported':
    case 'best-interests.ParentalDisputeEnded':
      return { ...state, disputes: withWord(state.disputes, fact) };
    case 'best-interests.CivilProceedingCertified':
      // That a court has the dispute before it ends none.
      return state;
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
  'best-interests.BestInterestsDetermined': (state) => ({ ...state, parentsDetermined: state.parents }),
  'identification.SeparationStarted': (state) => ({ ...state, separated: true }),
  'identification.FamilyLinkReported': (state, fact) => {
    const { relativeRef, relation, alive } = fact.data as { relativeRef: string; relation: string; alive?: string };
    const isNew = parental.includes(relation) && alive !== 'NO' && !state.parents.includes(relativeRef);
    return isNew ? { ...state, parents: [...state.parents, relativeRef] } : state;
  },
};

/** Whether somebody is in dispute, as those say for whom the report is made: by naming them, others would keep an authority from its certificate. */
export function isParty(personRef: string, { disputes: { reports } }: Separation): boolean {
  return reports.some(({ told }) => isOfEntitled(told) && partiesTo(told).includes(personRef));
}

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
