import { protectingBodies, type OrgType } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import { assertNotBefore } from '../decider/tense.js';
import { knownAt } from '../decider/times.js';
import type { AttestDecisionExplained, DecideRepatriation, ProposeRepatriation } from './decision.commands.js';
import type { DecisionEvent } from './decision.events.js';
import { explanationOf, type Decisions } from './decision.state.js';

export type DecisionCommand = ProposeRepatriation | DecideRepatriation | AttestDecisionExplained;

/** Returns are decided by those who protect children (ODIHR, Recommendation 3). */
const decidingBodies: readonly OrgType[] = [...protectingBodies, 'COURT'];

export function decideDecision(command: DecisionCommand, state: Decisions, occasion: Occasion): readonly NewFact<DecisionEvent>[] {
  switch (command.type) {
    case 'ProposeRepatriation': {
      const { outcome, destinationState, proposedFor, reasons } = command;
      const data = { outcome, destinationState, proposedFor, reasons };
      return isSame(state.proposed?.data, data) ? [] : [{ type: 'repatriation.RepatriationProposed', data }];
    }
    case 'DecideRepatriation': {
      if (!decidingBodies.includes(occasion.actor.orgType)) throw new NotCompetent();
      const { outcome, destinationState, instrument, reasons } = command;
      const { setting } = occasion;
      const bound = setting.agreementsWith(destinationState).find(({ code }) => code === instrument);
      // Of one that is not in the table, such as an agreement of two towns, nobody here can say whom it binds.
      if (!bound && setting.knowsInstrument(instrument)) throw new BadForm('instrument', 'binds the two states no longer, not yet, or not at all');
      const data = { outcome, destinationState, instrument, instrumentVersion: bound?.version, reasons };
      return isSame(state.inForce?.data, data) ? [] : [{ type: 'repatriation.RepatriationDecided', data }];
    }
    case 'AttestDecisionExplained': {
      const { decisionRef, explainedBy, language, manner, interpreterRef, understanding, reaction } = command;
      if (!state.inForce || decisionRef !== state.inForce.id) throw new NotApplicable('decisionRef is not the decision in force');
      assertNotBefore(knownAt(state.inForce), occasion, 'the decision was taken');
      const data = { decisionRef, explainedBy, language, manner, interpreterRef, understanding, reaction };
      return isSame(explanationOf(state)?.data, data) ? [] : [{ type: 'repatriation.DecisionExplained', data }];
    }
  }
}
