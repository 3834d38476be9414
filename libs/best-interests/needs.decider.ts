import { NotCompetent } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import { isSame } from '../decider/same.js';
import { dependentBodies } from './actors.js';
import type { AttestNeedsAssessed, DraftProtectionPlan } from './needs.commands.js';
import type { NeedsAssessed, NeedsEvent, ProtectionPlanDrafted } from './needs.events.js';

export type NeedsCommand = AttestNeedsAssessed | DraftProtectionPlan;

/** The newest of each. */
export interface Needs {
  readonly assessed?: Fact<typeof NeedsAssessed>;
  readonly plan?: Fact<typeof ProtectionPlanDrafted>;
}

export const needsUnknown: Needs = {};

export function evolveNeeds(state: Needs, fact: Fact<NeedsEvent>): Needs {
  switch (fact.type) {
    case 'best-interests.NeedsAssessed':
      return { ...state, assessed: fact };
    case 'best-interests.ProtectionPlanDrafted':
      return { ...state, plan: fact };
  }
}

export function decideNeeds(command: NeedsCommand, { assessed, plan }: Needs): readonly NewFact<NeedsEvent>[] {
  switch (command.type) {
    case 'AttestNeedsAssessed': {
      const { assessor, areas, findings } = command;
      if (dependentBodies.includes(assessor.orgType)) throw new NotCompetent();
      const data = { assessor, areas, findings };
      return isSame(assessed?.data, data) ? [] : [{ type: 'best-interests.NeedsAssessed', data }];
    }
    case 'DraftProtectionPlan': {
      const { care, measures, note } = command;
      const data = { care, measures, note };
      return isSame(plan?.data, data) ? [] : [{ type: 'best-interests.ProtectionPlanDrafted', data }];
    }
  }
}
