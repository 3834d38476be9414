import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { isSince } from '../decider/since.js';
import { components, type AssessmentEvent, type AssessmentOpened, type Component, type ComponentAttested, type Trigger } from './assessment.events.js';
import type { DeterminationReopened, ReopeningTrigger } from './determination.events.js';

export interface Assessment {
  /** In the order of the log. */
  readonly openings: readonly Fact<typeof AssessmentOpened>[];
  /** Questions that were opened and are not answered by a decision yet. */
  readonly open: readonly Trigger[];
  /** The latest word on each part; of the family study, for each side and country. */
  readonly components: readonly Fact<typeof ComponentAttested>[];
  /** Parts that have to be assessed anew before the next determination, because the last one was reopened by the event. */
  readonly outdated: readonly { readonly component: Component; readonly by: Fact }[];
}

export const noAssessment: Assessment = { openings: [], open: [], components: [], outdated: [] };

export function evolveAssessment(state: Assessment, fact: Fact<AssessmentEvent>): Assessment {
  switch (fact.type) {
    case 'best-interests.AssessmentOpened':
      return { ...state, openings: [...state.openings, fact], open: [...new Set([...state.open, fact.data.trigger])] };
    case 'best-interests.ComponentAttested':
      return {
        ...state,
        components: [...state.components.filter((earlier) => !isOfSamePart(earlier.data, fact.data)), fact],
        outdated: state.outdated.filter(({ component, by }) => component !== fact.data.component || !isSince(fact, by)),
      };
  }
}

/** What answers a question, which can be opened again then; and what makes an answer out of date. */
export const notesOfAssessment: Notes<Assessment> = {
  'best-interests.BestInterestsDetermined': (state) => answered(state, ['DURABLE_SOLUTION', 'CHILD_AT_RISK']),
  'best-interests.DeterminationReopened': (state, fact) => outdatedBy(state, fact as Fact<typeof DeterminationReopened>),
  'best-interests.SeparationAuthorised': (state) => answered(state, ['SEPARATION']),
  'identification.PlacementDecided': (state) => answered(state, ['CHILD_AT_RISK']),
};

/** What the new fact is about; of everything else, what was found still stands. */
const asksAnew: Readonly<Record<ReopeningTrigger, readonly Component[]>> = {
  NEW_RELATIVE: ['FAMILY_STUDY'],
  RISK_CHANGED: ['SITUATION_AND_RISKS', 'SAFETY'],
  CONSENT_WITHDRAWN: ['CHILD_OPINION'],
  CHILD_ASKED: ['CHILD_OPINION'],
  TOO_OLD: components,
  NEW_INFORMATION: ['SITUATION_AND_RISKS'],
  // The appeal has taken its time, and the child is asked again.
  APPEAL_UPHELD: ['SITUATION_AND_RISKS', 'CHILD_OPINION'],
};

function outdatedBy(state: Assessment, by: Fact<typeof DeterminationReopened>): Assessment {
  const { determination, trigger } = by.data;
  return determination === undefined ? state : { ...state, outdated: [...state.outdated, ...asksAnew[trigger].map((component) => ({ component, by }))] };
}

function answered(state: Assessment, triggers: readonly Trigger[]): Assessment {
  return { ...state, open: state.open.filter((trigger) => !triggers.includes(trigger)) };
}

export function isOfSamePart(one: Fact<typeof ComponentAttested>['data'], other: Fact<typeof ComponentAttested>['data']): boolean {
  return one.component === other.component && one.side === other.side && one.country === other.country;
}

/** The revision at which a question was last opened; undefined where it never was. Without a question, at which the procedure was. */
export function openedAt({ openings }: Assessment, trigger?: Trigger): number | undefined {
  return (trigger === undefined ? openings[0] : openings.findLast((opening) => opening.data.trigger === trigger))?.revision;
}

/** The events that prove that all seven parts were done or were not possible since the procedure was opened; undefined while one is missing. */
export function completedBy({ openings, components: attested }: Assessment): readonly string[] | undefined {
  const [first] = openings;
  if (!first) return undefined;
  const since = attested.filter(({ revision }) => revision > first.revision);
  const whole = components.every((component) => since.some(({ data }) => data.component === component))
    && (['STATE_OF_STAY', 'STATE_OF_ORIGIN'] as const).every((side) => since.some(({ data }) => data.side === side));
  return whole ? since.map(({ id }) => id) : undefined;
}
