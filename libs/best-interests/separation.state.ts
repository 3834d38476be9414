import { clearing, type Annulments } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import { isOfEntitled, type Fact } from '../decider/event.js';
import { isSince, lastWords } from '../decider/since.js';
import { wasUnderstood } from './codes.js';
import type {
  Danger, DangerAssessed, FamilySupportOffered, ParentalDisputeEnded, ParentalDisputeReported, ParentHeard, SeparationAuthorised, SeparationEvent,
} from './separation.events.js';

export interface Separation {
  readonly supports: readonly Fact<typeof FamilySupportOffered>[];
  readonly parentsHeard: readonly Fact<typeof ParentHeard>[];
  /** What was reported of disputes between the parents, and of which nobody has certified that it is unfounded or settled. */
  readonly disputes: readonly Fact<typeof ParentalDisputeReported>[];
  /** The others, each with the certificate. */
  readonly disputesEnded: readonly { readonly dispute: Fact<typeof ParentalDisputeReported>; readonly by: Fact<typeof ParentalDisputeEnded> }[];
  readonly dangers: readonly Fact<typeof DangerAssessed>[];
  readonly authorised?: Fact<typeof SeparationAuthorised>;
  /** Whether anybody has reported that the child was separated, lawfully or not. */
  readonly separated: boolean;
  /** Parents whom anybody has named as living. That one has died since is attested, too: a report takes nobody away. */
  readonly parents: readonly string[];
}

export const notSeparated: Separation = { supports: [], parentsHeard: [], disputes: [], disputesEnded: [], dangers: [], separated: false, parents: [] };

export function evolveSeparation(state: Separation, fact: Fact<SeparationEvent>): Separation {
  switch (fact.type) {
    case 'best-interests.FamilySupportOffered':
      return { ...state, supports: [...state.supports, fact] };
    case 'best-interests.ParentHeard':
      return { ...state, parentsHeard: [...state.parentsHeard, fact] };
    case 'best-interests.ParentalDisputeReported':
      return { ...state, disputes: [...state.disputes, fact] };
    case 'best-interests.ParentalDisputeEnded': {
      // Nobody has looked into what was reported afterwards.
      const over = state.disputes.filter((dispute) => isBetween(dispute, fact.data.parents) && isSince(fact, dispute));
      return {
        ...state, disputes: state.disputes.filter((dispute) => !over.includes(dispute)), disputesEnded: [...state.disputesEnded, ...over.map((dispute) => ({ dispute, by: fact }))],
      };
    }
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

/** Whether nobody else is named as being in dispute. */
export function isBetween({ data: { parents } }: Fact<typeof ParentalDisputeReported>, persons: readonly string[]): boolean {
  return parents.every((parent) => persons.includes(parent));
}

/**
 * Whether a report of a dispute tells nothing new: it was told before that these people are in dispute over these matters. What has ended by a
 * certificate is told anew by those for whom the report is made, and by nobody else.
 */
export function isToldAgain(fact: Fact, { disputes, disputesEnded }: Separation): boolean {
  if ((fact.type as string) !== 'best-interests.ParentalDisputeReported') return false;
  const { data: { parents, over } } = fact as unknown as Fact<typeof ParentalDisputeReported>;
  const isKnown = (reports: Separation['disputes']): boolean => {
    const earlier = reports.filter(({ revision, data }) => revision < fact.revision && parents.every((parent) => data.parents.includes(parent)));
    return over.every((matter) => earlier.some(({ data }) => data.over.includes(matter)));
  };
  return isKnown(disputes) || (isKnown([...disputes, ...disputesEnded.map(({ dispute }) => dispute)]) && !isOfEntitled(fact));
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
