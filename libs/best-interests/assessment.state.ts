import { dependentBodies } from '../decider/actor.js';
import { ruling, setAsideBy } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { isSince } from '../decider/since.js';
import { components, type AssessmentEvent, type AssessmentOpened, type Component, type ComponentAttested, type Trigger } from './assessment.events.js';
import type { DeterminationReopened, ReopeningTrigger } from './determination.events.js';

export interface Assessment {
  /** In the order of the log. */
  readonly openings: readonly Fact<typeof AssessmentOpened>[];
  /** Those of them that asked what nobody was asking then: once a question was answered, opening it asks anew. */
  readonly asked: readonly Fact<typeof AssessmentOpened>[];
  /** The revision up to which what was attested belongs to a question asked or answered before. */
  readonly usedUpTo: number;
  /** Questions that were opened and are not answered by a decision yet. */
  readonly open: readonly Trigger[];
  /** The latest word on each part; of the family study, for each side and country. */
  readonly components: readonly Fact<typeof ComponentAttested>[];
  /** Parts that have to be assessed anew before the next determination, because the last one was reopened by the event. */
  readonly outdated: readonly { readonly component: Component; readonly by: Fact }[];
  /** Decisions that rest on an assessment without a determination, and the rulings by which some of them were set aside. */
  readonly decisions: readonly Fact[];
  readonly overruled: readonly { readonly decision: Fact; readonly by: Fact }[];
}

export const noAssessment: Assessment = { openings: [], asked: [], usedUpTo: -1, open: [], components: [], outdated: [], decisions: [], overruled: [] };

export function evolveAssessment(state: Assessment, fact: Fact<AssessmentEvent>): Assessment {
  switch (fact.type) {
    case 'best-interests.AssessmentOpened':
      return withQuestion({ ...state, openings: [...state.openings, fact] }, fact);
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
  'best-interests.BestInterestsDetermined': (state, { revision }) => ({ ...answered(state, ['DURABLE_SOLUTION', 'CHILD_AT_RISK']), usedUpTo: revision }),
  'best-interests.DeterminationReopened': (state, fact) => outdatedBy(state, fact as Fact<typeof DeterminationReopened>),
  'best-interests.SeparationAuthorised': (state, fact) => answered(withDecision(state, fact), ['SEPARATION']),
  'identification.PlacementDecided': (state, fact) => answered(withDecision(state, fact), ['CHILD_AT_RISK']),
  'identification.MeasureImposed': withDecision,
  [ruling]: (state, by) => {
    const decision = state.decisions.find(({ id }) => id === setAsideBy(by));
    return decision ? { ...withOutdated(state, asksAnew.APPEAL_UPHELD, by), overruled: [...state.overruled, { decision, by }] } : state;
  },
};

function withDecision(state: Assessment, fact: Fact): Assessment {
  return { ...state, decisions: [...state.decisions, fact] };
}

/** The rulings since which a decision of this kind has to be asked for anew; of one that concerns somebody, those that concerned the same persons. */
export function rulingsOn({ overruled }: Assessment, type: string, concerns: (decision: Fact) => boolean = () => true): readonly Fact[] {
  return overruled.filter(({ decision }) => (decision.type as string) === type && concerns(decision)).map(({ by }) => by);
}

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
  return determination === undefined ? state : withOutdated(state, asksAnew[trigger], by);
}

function withOutdated(state: Assessment, parts: readonly Component[], by: Fact): Assessment {
  return { ...state, outdated: [...state.outdated, ...parts.map((component) => ({ component, by }))] };
}

function withQuestion(state: Assessment, fact: Fact<typeof AssessmentOpened>): Assessment {
  const { trigger } = fact.data;
  return state.open.includes(trigger) ? state : { ...state, open: [...state.open, trigger], asked: [...state.asked, fact], usedUpTo: fact.revision };
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

/** By what it was last asked where a child at risk is to live; where nobody asked that, by what the procedure was opened. */
export function careAsked({ asked, openings }: Assessment): Fact<typeof AssessmentOpened> | undefined {
  return asked.findLast(({ data }) => data.trigger === 'CHILD_AT_RISK') ?? openings[0];
}

/** By what a durable solution was last asked for before a revision; where nobody asked for one, by what the procedure was opened. */
export function solutionAsked({ asked, openings }: Assessment, before = Infinity): Fact<typeof AssessmentOpened> | undefined {
  return asked.findLast(({ revision, data }) => data.trigger === 'DURABLE_SOLUTION' && revision < before) ?? openings[0];
}

type Part = Fact<typeof ComponentAttested>;

/** Nobody assesses for a body that holds or returns children, or as a party. */
export function isIndependentAssessor({ orgType }: Part['data']['assessor']): boolean {
  return !dependentBodies.includes(orgType);
}

/** All seven parts, as they were done or were not possible since the question was opened, and still count; undefined while one is missing. */
export function completedBy({ components: attested }: Assessment, opening: Fact | undefined, stillCounts: (part: Part) => boolean = () => true): readonly Part[] | undefined {
  if (!opening) return undefined;
  const since = attested.filter((part) => part.revision > opening.revision && isIndependentAssessor(part.data.assessor) && stillCounts(part));
  const whole = components.every((component) => since.some(({ data }) => data.component === component))
    && (['STATE_OF_STAY', 'STATE_OF_ORIGIN'] as const).every((side) => since.some(({ data }) => data.side === side));
  return whole ? since : undefined;
}
