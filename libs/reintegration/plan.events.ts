import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { journeyOutcomes, outcomes } from '../decider/journey.js';
import { personal } from '../privacy/personal.js';

/** No plan is whole without these (International Child Repatriation Guidelines, guarantee 5). */
export const neededComponents = ['CARE', 'SCHOOL', 'HEALTH', 'PSYCHOSOCIAL', 'DOCUMENTS'] as const;
/** REHABILITATION is for children back from conflict zones (X17): it names the help, and not the child. RELIGIOUS help is the child's choice alone. */
export const planComponents = [...neededComponents, 'VOCATIONAL', 'LEGAL', 'LIVELIHOOD', 'REHABILITATION', 'RELIGIOUS'] as const;
/** UNKNOWN is an answer of its own. */
export const answers = ['YES', 'NO', 'UNKNOWN'] as const;
export const resourceKinds = ['MONEY', 'SERVICE', 'STAFF', 'GOODS'] as const;
export const opinions = ['AGREES', 'AGREES_IN_PART', 'DISAGREES', 'WISHES_TO_SAY_NOTHING'] as const;

/** Where nobody can come, a visit is remote rather than left out. */
export const visitManners = ['IN_PERSON', 'REMOTE'] as const;

const reference = Type.String();
const day = Type.String({ format: 'date' });
/** The days on which somebody looks how the child is. */
export const plannedVisits = Type.Array(Type.Object({ on: day, manner: Type.Enum([...visitManners]) }, { additionalProperties: false }), { minItems: 1 });
const destinationState = Type.String({ description: 'State where the child is to live, ISO 3166-1 alpha-2.' });

export const PlanDrafted = event('reintegration.PlanDrafted', 1, 'A plan for the life of the child was proposed.', {
  outcome: Type.Enum([...outcomes]),
  destinationState,
  components: Type.Array(Type.Enum([...planComponents])),
  note: Type.Optional(personal('D3', Type.String())),
});

const plan = {
  destinationState,
  components: Type.Array(Type.Object({
    component: Type.Enum([...planComponents]),
    providerRef: reference,
    from: day,
    /** Whether it is to last beyond the first help; absent in older records, and where nobody says so. */
    longTerm: Type.Optional(Type.Boolean()),
    /** Whether the child chose it itself; absent in older records, and where nobody asked. */
    chosenByChild: Type.Optional(Type.Enum([...answers])),
    note: Type.Optional(personal('D3', Type.String())),
  }, { additionalProperties: false }), { minItems: neededComponents.length }),
  resources: Type.Array(Type.Object({ kind: Type.Enum([...resourceKinds]), providerRef: reference }, { additionalProperties: false }), { minItems: 1 }),
  responsibleBody: Type.Object({ orgRef: reference, orgType: Type.Enum([...orgTypes]) }, { additionalProperties: false }),
  budgetLine: reference,
  followUp: plannedVisits,
  childOpinion: Type.Enum([...opinions]),
  childWords: Type.Optional(personal('D3', Type.String())),
};

export const ReintegrationPlanApproved = event('reintegration.ReintegrationPlanApproved', 1,
  'A plan for the life of the child in another state was approved, with its resources and the opinion of the child; the newest is in force.', { outcome: Type.Enum([...journeyOutcomes]), ...plan });

export const SolutionPlanApproved = event('reintegration.SolutionPlanApproved', 1,
  'A plan for the life of the child where it is was approved, with its resources and the opinion of the child; the newest is in force.', { outcome: Type.Literal('INTEGRATION'), ...plan });

export const planEvents = [PlanDrafted, ReintegrationPlanApproved, SolutionPlanApproved] as const;
export type PlanEvent = (typeof planEvents)[number];
