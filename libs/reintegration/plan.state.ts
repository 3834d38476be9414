import { clearing, type Annulments } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import type { PlanDrafted, PlanEvent, ReintegrationPlanApproved, SolutionPlanApproved } from './plan.events.js';

export interface Plans {
  readonly drafts: readonly Fact<typeof PlanDrafted>[];
  /** The plan in force. */
  readonly approved?: Fact<typeof ReintegrationPlanApproved> | Fact<typeof SolutionPlanApproved>;
}

export const noPlan: Plans = { drafts: [] };

export function evolvePlans(plans: Plans, fact: Fact<PlanEvent>): Plans {
  switch (fact.type) {
    case 'reintegration.PlanDrafted':
      return { ...plans, drafts: [...plans.drafts, fact] };
    case 'reintegration.ReintegrationPlanApproved':
    case 'reintegration.SolutionPlanApproved':
      return { ...plans, approved: fact };
  }
}

export const annulmentsOfPlans: Annulments<Plans> = {
  'reintegration.ReintegrationPlanApproved': { means: 'There is no plan: another one is approved, with its lead time.', without: clearing('approved') },
  'reintegration.SolutionPlanApproved': { means: 'There is no plan: another one is approved.', without: clearing('approved') },
};

export const notesOfPlans: Notes<Plans> = {
  // A plan for a journey serves the decision that it follows, and no later one (International Child Repatriation Guidelines, guarantee 5).
  'repatriation.RepatriationDecided': (plans) => (plans.approved?.data.outcome === 'INTEGRATION' ? plans : { ...plans, approved: undefined }),
};
