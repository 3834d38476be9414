import { notesOfArrival, ofOthers } from '../decider/arrival.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { noInterpreters, notesOfInterpreters, type Interpreters } from '../decider/interpreted.js';
import { lastWords } from '../decider/since.js';
import { knownAt } from '../decider/times.js';
import type { ChildInformed, DangerReported, DocumentMilestoneReported, DocumentsObtained, PreparationEvent, RiskAssessed, TimingAssessed } from './preparation.events.js';

/** Whatever was said of each, in the order of the record. */
export interface Preparation {
  readonly risks: readonly (Fact<typeof RiskAssessed> | Fact<typeof DangerReported>)[];
  readonly informed: readonly Fact<typeof ChildInformed>[];
  readonly timings: readonly Fact<typeof TimingAssessed>[];
  readonly documents: readonly Fact<typeof DocumentsObtained>[];
  /** What was reported of papers that were asked for: it proves nothing. */
  readonly milestones: readonly Fact<typeof DocumentMilestoneReported>[];
  readonly interpreters: Interpreters;
  /** When it was last decided where the child is to live. */
  readonly decidedAt?: Date;
  readonly departure?: Fact;
}

export const noPreparation: Preparation = { risks: [], informed: [], timings: [], documents: [], milestones: [], interpreters: noInterpreters };

export function evolvePreparation(state: Preparation, fact: Fact<PreparationEvent>): Preparation {
  switch (fact.type) {
    case 'repatriation.RiskAssessed':
    case 'repatriation.DangerReported':
      return { ...state, risks: [...state.risks, fact] };
    case 'repatriation.ChildInformed':
      return { ...state, informed: [...state.informed, fact] };
    case 'repatriation.TimingAssessed':
      return { ...state, timings: [...state.timings, fact] };
    case 'repatriation.DocumentsObtained':
      return { ...state, documents: [...state.documents, fact] };
    case 'repatriation.DocumentMilestoneReported':
      return { ...state, milestones: [...state.milestones, fact] };
  }
}

export const notesOfPreparation: Notes<Preparation> = {
  ...notesOfInterpreters<Preparation>(),
  // What the child was told before the decision was not yet what will happen, and the best time was that of another journey.
  'repatriation.RepatriationDecided': (state, decision) => ({ ...state, informed: [], timings: [], decidedAt: knownAt(decision) }),
  // That it was in no danger there says nothing of another journey; that it was in danger does.
  ...notesOfArrival<Preparation>((state, arrived) => ({
    ...state, informed: ofOthers(state.informed, arrived), timings: ofOthers(state.timings, arrived),
    risks: state.risks.filter(({ type, data }) => type !== 'repatriation.RiskAssessed' || data.result === 'DANGER' || data.destinationState !== arrived),
  })),
};

/** An assessment that names a danger does not say that there is none. */
export function saysNoDanger({ result, dangers }: Pick<Fact<typeof RiskAssessed>['data'], 'result' | 'dangers'>): boolean {
  return result === 'NO_DANGER' && dangers.length === 0;
}

/** A report of a danger finds one, whatever was assessed before it. */
export function findsNone(risk: Preparation['risks'][number]): boolean {
  return risk.type === 'repatriation.RiskAssessed' && saysNoDanger(risk.data);
}

type Word = Fact & { readonly data: { readonly destinationState?: string } };

/** What still counts of what was said about this state alone: a danger that threatens everywhere is looked at where the child is to live. */
export function lastWordsAbout<W extends Word>(words: readonly W[], state: string): readonly W[] {
  return lastWords(words.filter(({ data: { destinationState } }) => destinationState === state));
}

/** What still counts of what was said about a state. What is bound to no state, such as a danger that threatens everywhere, is about each. */
export function lastWordsOf<W extends Word>(words: readonly W[], state: string): readonly W[] {
  return lastWords(words.filter(({ data: { destinationState = state } }) => destinationState === state));
}
