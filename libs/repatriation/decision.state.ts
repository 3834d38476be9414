import { clearing, type Annulments } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { noInterpreters, notesOfInterpreters, wasInterpreted, type Interpreters } from '../decider/interpreted.js';
import type { DecisionEvent, DecisionExplained, RepatriationDecided, RepatriationProposed } from './decision.events.js';

export interface Decisions {
  readonly proposed?: Fact<typeof RepatriationProposed>;
  /** The decision in force: none once its determination is reopened or replaced, or an appeal has set it aside. */
  readonly inForce?: Fact<typeof RepatriationDecided>;
  /** The last time that the child was told the decision in force and understood. */
  readonly explained?: Fact<typeof DecisionExplained>;
  readonly interpreters: Interpreters;
}

export const noDecisions: Decisions = { interpreters: noInterpreters };

export function evolveDecisions(state: Decisions, fact: Fact<DecisionEvent>): Decisions {
  switch (fact.type) {
    case 'repatriation.RepatriationProposed':
      return { ...state, proposed: fact };
    case 'repatriation.RepatriationDecided':
      return { ...state, inForce: fact, explained: undefined };
    case 'repatriation.DecisionExplained': {
      const understood = fact.data.decisionRef === state.inForce?.id && fact.data.understanding !== 'NOT_UNDERSTOOD' && wasInterpreted(fact, state.interpreters);
      return understood ? { ...state, explained: fact } : state;
    }
  }
}

const fallen = (state: Decisions): Decisions => ({ ...state, inForce: undefined, explained: undefined });

/** A decision stands on its determination and on no other one (ruling 40). */
export const notesOfDecisions: Notes<Decisions> = {
  // The time to appeal begins anew once the child is told through somebody whom it understands.
  ...notesOfInterpreters<Decisions>((state) => (state.explained && !wasInterpreted(state.explained, state.interpreters) ? { ...state, explained: undefined } : state)),
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
