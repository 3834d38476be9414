import { clearing, type Annulments } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { noInterpreters, notesOfInterpreters, wasInterpreted, type Interpreters } from '../decider/interpreted.js';
import type { DecisionEvent, DecisionExplained, RepatriationDecided, RepatriationProposed } from './decision.events.js';

export interface Decisions {
  readonly proposed?: Fact<typeof RepatriationProposed>;
  /** The decision in force: none once its determination is reopened or replaced, or an appeal has set it aside. */
  readonly inForce?: Fact<typeof RepatriationDecided>;
  /** Each time that the child was told the decision in force and, as who told it attests, understood. */
  readonly told: readonly Fact<typeof DecisionExplained>[];
  readonly interpreters: Interpreters;
}

export const noDecisions: Decisions = { told: [], interpreters: noInterpreters };

export function evolveDecisions(state: Decisions, fact: Fact<DecisionEvent>): Decisions {
  switch (fact.type) {
    case 'repatriation.RepatriationProposed':
      return { ...state, proposed: fact };
    case 'repatriation.RepatriationDecided':
      return { ...state, inForce: fact, told: [] };
    case 'repatriation.DecisionExplained': {
      const understood = fact.data.decisionRef === state.inForce?.id && fact.data.understanding !== 'NOT_UNDERSTOOD';
      return understood ? { ...state, told: [...state.told, fact] } : state;
    }
  }
}

/** The last time that the child was told the decision in force in a language of its own: the time to appeal begins then. */
export function explanationOf({ told, interpreters }: Decisions): Fact<typeof DecisionExplained> | undefined {
  return told.findLast((each) => wasInterpreted(each, interpreters));
}

const fallen = (state: Decisions): Decisions => ({ ...state, inForce: undefined, told: [] });

/** A decision stands on its determination and on no other one (ruling 40). */
export const notesOfDecisions: Notes<Decisions> = {
  ...notesOfInterpreters<Decisions>(),
  'best-interests.BestInterestsDetermined': fallen,
  'best-interests.DeterminationReopened': fallen,
};

export const annulmentsOfDecisions: Annulments<Decisions> = {
  'repatriation.RepatriationProposed': { means: 'Nothing is proposed.', without: clearing('proposed') },
  'repatriation.RepatriationDecided': {
    means: 'Nothing is decided: another decision is taken and explained, and its own time to appeal begins.',
    without: (state, decision) => (state.inForce?.id === decision ? fallen(state) : state),
  },
};
