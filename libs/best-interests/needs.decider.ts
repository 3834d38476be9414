import { dependentBodies } from '../decider/actor.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import { isSame } from '../decider/same.js';
import type { AttestNeedsAssessed, DraftProtectionPlan } from './needs.commands.js';
import type { NeedsAssessed, NeedsEvent, ProtectionPlanDrafted } from './needs.events.js';
import { measuresFor } from './protection-plan.js';

export type NeedsCommand = AttestNeedsAssessed | DraftProtectionPlan;

export interface Needs {
  /** The newest. */
  readonly assessed?: Fact<typeof NeedsAssessed>;
  /** In the order of the record: each amends the one before. */
  readonly plans: readonly Fact<typeof ProtectionPlanDrafted>[];
}

export const needsUnknown: Needs = { plans: [] };

export function evolveNeeds(state: Needs, fact: Fact<NeedsEvent>): Needs {
  switch (fact.type) {
    case 'best-interests.NeedsAssessed':
      return { ...state, assessed: fact };
    case 'best-interests.ProtectionPlanDrafted':
      return { ...state, plans: [...state.plans, fact] };
  }
}

export function decideNeeds(command: NeedsCommand, { assessed, plans }: Needs): readonly NewFact<NeedsEvent>[] {
  switch (command.type) {
    case 'AttestNeedsAssessed': {
      const { assessor, areas, findings } = command;
      if (dependentBodies.includes(assessor.orgType)) throw new NotCompetent();
      const data = { assessor, areas, findings };
      return isSame(assessed?.data, data) ? [] : [{ type: 'best-interests.NeedsAssessed', data }];
    }
    case 'DraftProtectionPlan': {
      const { care, measures, note } = command;
      const data = { care, ...(measures ? { measures: asNamed(measures) } : measuresFrom(assessed)), note };
      return isSame(plans.at(-1)?.data, data) ? [] : [{ type: 'best-interests.ProtectionPlanDrafted', data }];
    }
  }
}

/** @throws BadForm where nobody can tell whose work a measure is */
function asNamed(measures: NonNullable<DraftProtectionPlan['measures']>) {
  if (measures.some(({ providerRef, specialist }) => providerRef === undefined && specialist === undefined)) throw new BadForm('measures', 'say of each who provides it, or whose work it is');
  return measures.map(({ area, providerRef, specialist, by, longTerm }) => ({ area, providerRef, specialist, by, longTerm }));
}

/** The same assessment gives the same measures. @throws BadForm where none follow */
function measuresFrom(assessed: Needs['assessed']) {
  if (!assessed) throw new BadForm('measures', 'are named where nobody has assessed yet what the child needs');
  const measures = measuresFor(assessed.data.areas);
  if (measures.length === 0) throw new BadForm('measures', 'are named where the assessment finds that the child lacks nothing');
  return { measures, fromAssessment: assessed.id };
}
