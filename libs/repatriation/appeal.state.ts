import { isEndOfAppeal } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { noInterpreters, notesOfInterpreters, wasInterpreted, type Interpreters } from '../decider/interpreted.js';
import type { Participants } from '../decider/participants.js';
import { isSince } from '../decider/since.js';
import type { AppealDecided, AppealEvent, AppealLodged } from './appeal.events.js';

/** Lodged and decided are kept apart: an appeal whose lodging is retracted ends by the word of the court all the same. */
export interface Appeals {
  readonly lodged: readonly Fact<typeof AppealLodged>[];
  /** The last decision on each appeal, by the event that lodged it. */
  readonly decided: ReadonlyMap<string, Fact<typeof AppealDecided>>;
  /** Each of them, to tell what an appeal against a ruling is about in the end. */
  readonly rulings: readonly Fact<typeof AppealDecided>[];
  /** By what the child was told each decision and is said to have understood, to tell which appeals are late. */
  readonly told: readonly Fact[];
  readonly interpreters: Interpreters;
}

export const noAppeals: Appeals = { lodged: [], decided: new Map(), rulings: [], told: [], interpreters: noInterpreters };

export function evolveAppeals(state: Appeals, fact: Fact<AppealEvent>): Appeals {
  switch (fact.type) {
    case 'repatriation.AppealLodged':
      return { ...state, lodged: [...state.lodged, fact] };
    case 'repatriation.AppealDecided': {
      const { appealRef } = fact.data;
      const isOlder = state.lodged.some((appeal) => appeal.id === appealRef && !isSince(fact, appeal));
      const rulings = [...state.rulings, fact];
      return isOlder ? { ...state, rulings } : { ...state, rulings, decided: new Map(state.decided).set(appealRef, fact) };
    }
    case 'repatriation.RulingExecutionReported':
      // What was owed is counted as a duty; no gate asks for it.
      return state;
  }
}

export const notesOfAppeals: Notes<Appeals> = {
  ...notesOfInterpreters<Appeals>(),
  'repatriation.DecisionExplained': (state, fact) =>
    ((fact.data as { understanding: string }).understanding === 'NOT_UNDERSTOOD' ? state : { ...state, told: [...state.told, fact] }),
};

/** The last time that the child was told a decision in a language of its own. */
export function explanationOf({ told, interpreters }: Appeals, decisionRef: string): Fact | undefined {
  return told.findLast((each) => (each.data as { decisionRef: string }).decisionRef === decisionRef && wasInterpreted(each, interpreters));
}

/**
 * The appeals that have not come to an end, late ones and those against other bodies' decisions among them (rulings 9 and 21). A ruling ends
 * the appeal that it names, whatever anybody has made of the lodging since: which decision it is on was looked at when it was certified.
 */
export function pendingAppeals({ lodged, decided }: Appeals, participants: Participants): readonly Fact<typeof AppealLodged>[] {
  return lodged.filter((appeal) => {
    const ruling = decided.get(appeal.id);
    return !ruling || !isEndOfAppeal(ruling, participants) || !isSince(ruling, appeal);
  });
}

/** Whether an appeal waits for its end that is against an event, or against a ruling on that: until then its procedure has not ended. */
export function isContested(event: string, appeals: Appeals, participants: Participants): boolean {
  const aimedAt = (ref: string | undefined, before = Infinity): boolean => {
    const ruling = appeals.rulings.find(({ id, revision }) => id === ref && revision < before);
    return ref === event || (ruling !== undefined && aimedAt(ruling.data.decisionRef, ruling.revision));
  };
  return pendingAppeals(appeals, participants).some(({ data }) => aimedAt(data.decisionRef));
}
