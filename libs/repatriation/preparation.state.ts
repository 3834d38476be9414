import type { Fact } from '../decider/event.js';
import type { ChildInformed, DocumentsObtained, PreparationEvent, RiskAssessed, TimingAssessed } from './preparation.events.js';

/** The last of each, by the state that it is about. */
export interface Preparation {
  readonly risks: ReadonlyMap<string, Fact<typeof RiskAssessed>>;
  readonly informed: ReadonlyMap<string, Fact<typeof ChildInformed>>;
  readonly timings: ReadonlyMap<string, Fact<typeof TimingAssessed>>;
  readonly documents: ReadonlyMap<string, Fact<typeof DocumentsObtained>>;
}

export const noPreparation: Preparation = { risks: new Map(), informed: new Map(), timings: new Map(), documents: new Map() };

export function evolvePreparation(state: Preparation, fact: Fact<PreparationEvent>): Preparation {
  switch (fact.type) {
    case 'repatriation.RiskAssessed':
      return { ...state, risks: new Map(state.risks).set(fact.data.destinationState, fact) };
    case 'repatriation.DangerReported': {
      // An assessment that did not know of the danger proves nothing any more (ruling 9).
      const { destinationState } = fact.data;
      return { ...state, risks: new Map([...state.risks].filter(([assessed]) => destinationState !== undefined && assessed !== destinationState)) };
    }
    case 'repatriation.ChildInformed':
      return { ...state, informed: new Map(state.informed).set(fact.data.destinationState, fact) };
    case 'repatriation.TimingAssessed':
      return { ...state, timings: new Map(state.timings).set(fact.data.destinationState, fact) };
    case 'repatriation.DocumentsObtained':
      return { ...state, documents: new Map(state.documents).set(fact.data.destinationState, fact) };
  }
}
