import { protectingBodies } from '../decider/actor.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import { latest } from '../decider/times.js';
import type { ApprovePlan, ApproveSolutionPlan, DraftPlan } from './plan.commands.js';
import { neededComponents, type PlanEvent } from './plan.events.js';
import type { Plans } from './plan.state.js';

export type PlanCommand = DraftPlan | ApprovePlan | ApproveSolutionPlan;

export function decidePlan(command: PlanCommand, { approved }: Plans, weighing: Weighing): readonly NewFact<PlanEvent>[] {
  switch (command.type) {
    case 'DraftPlan': {
      const { outcome, destinationState, components, note } = command;
      return [{ type: 'reintegration.PlanDrafted', data: { outcome, destinationState, components, note } }];
    }
    case 'ApprovePlan': {
      const data = { outcome: command.outcome, ...planIn(command, weighing) };
      return isSame(approved?.data, data) ? [] : [{ type: 'reintegration.ReintegrationPlanApproved', data }];
    }
    case 'ApproveSolutionPlan': {
      const data = { outcome: 'INTEGRATION' as const, ...planIn(command, weighing) };
      return isSame(approved?.data, data) ? [] : [{ type: 'reintegration.SolutionPlanApproved', data }];
    }
  }
}

function planIn(command: ApprovePlan | ApproveSolutionPlan, { actor, now }: Weighing) {
  if (!protectingBodies.includes(actor.orgType)) throw new NotCompetent();
  const { destinationState, components, resources, responsibleBody, budgetLine, followUp, childOpinion, childWords } = command;
  const forgotten = neededComponents.filter((needed) => !components.some(({ component }) => component === needed));
  if (forgotten.length > 0) throw new BadForm('components', `says nothing of ${forgotten.join(', ')}`);
  if (followUp.every(({ on }) => latest(on) <= now.getTime())) throw new BadForm('followUp', 'names no visit that is still to come');
  return { destinationState, components, resources, responsibleBody, budgetLine, followUp, childOpinion, childWords };
}
