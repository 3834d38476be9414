import { isEndOfAppeal } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import type { Participants } from '../decider/participants.js';
import { isSince } from '../decider/since.js';
import type { AppealDecided, AppealEvent, AppealLodged } from './appeal.events.js';

/** Lodged and decided are kept apart: an appeal whose lodging is retracted ends by the word of the court all the same. */
export interface Appeals {
  readonly lodged: readonly Fact<typeof AppealLodged>[];
  /** The last decision on each appeal, by the event that lodged it. */
  readonly decided: ReadonlyMap<string, Fact<typeof AppealDecided>>;
  /** When the child had understood the decision in force, to tell which appeals are late. */
  readonly explained: ReadonlyMap<string, { readonly from: string; readonly to?: string }>;
}

export const noAppeals: Appeals = { lodged: [], decided: new Map(), explained: new Map() };

export function evolveAppeals(state: Appeals, fact: Fact<AppealEvent>): Appeals {
  switch (fact.type) {
    case 'repatriation.AppealLodged':
      return { ...state, lodged: [...state.lodged, fact] };
    case 'repatriation.AppealDecided': {
      const { appealRef } = fact.data;
      const isOlder = state.lodged.some((appeal) => appeal.id === appealRef && !isSince(fact, appeal));
      return isOlder ? state : { ...state, decided: new Map(state.decided).set(appealRef, fact) };
    }
    case 'repatriation.RulingExecutionReported':
      // What was owed is counted as a duty; no gate asks for it.
      return state;
  }
}

export const notesOfAppeals: Notes<Appeals> = {
  'repatriation.DecisionExplained': (state, { data, meta }) => {
    const { decisionRef, understanding } = data as { decisionRef: string; understanding: string };
    return understanding === 'NOT_UNDERSTOOD' ? state : { ...state, explained: new Map(state.explained).set(decisionRef, meta.occurredAt) };
  },
};

/** The appeals that have not come to an end, late ones and those against other bodies' decisions among them (rulings 9 and 21). */
export function pendingAppeals({ lodged, decided }: Appeals, participants: Participants): readonly Fact<typeof AppealLodged>[] {
  return lodged.filter(({ id, data }) => {
    const ruling = decided.get(id);
    return !ruling || !isEndOfAppeal(ruling, participants) || ruling.data.decisionRef !== data.decisionRef;
  });
}
