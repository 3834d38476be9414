import type { Fact, NewFact } from '../decider/event.js';
import { isSame } from '../decider/same.js';
import type { StartAgeingOutPlan } from './ageing-out.commands.js';
import type { AgeingOutEvent, AgeingOutPlanStarted } from './ageing-out.events.js';

export interface AgeingOut {
  /** The newest plan. */
  readonly plan?: Fact<typeof AgeingOutPlanStarted>;
}

export const noAgeingOut: AgeingOut = {};

export function evolveAgeingOut(_: AgeingOut, fact: Fact<AgeingOutEvent>): AgeingOut {
  return { plan: fact };
}

export function decideAgeingOut({ areas, responsibleRef, childOpinion, childWords }: StartAgeingOutPlan, { plan }: AgeingOut): readonly NewFact<AgeingOutEvent>[] {
  const data = { areas, responsibleRef, childOpinion, childWords };
  return isSame(plan?.data, data) ? [] : [{ type: 'reintegration.AgeingOutPlanStarted', data }];
}
