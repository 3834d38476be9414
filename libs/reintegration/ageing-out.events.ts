import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { opinions } from './plan.events.js';

/** What somebody needs who will have no guardian any more. */
export const ageingOutAreas = ['HOUSING', 'INCOME', 'EDUCATION', 'WORK', 'HEALTH', 'LEGAL_POSITION', 'DOCUMENTS', 'PERSON_OF_TRUST', 'FAMILY', 'MONEY'] as const;

export const AgeingOutPlanStarted = event('reintegration.AgeingOutPlanStarted', 1, 'It was begun to plan how the child lives on as an adult; majority ends no case.', {
  areas: Type.Array(Type.Enum([...ageingOutAreas]), { minItems: 1 }),
  /** Who answers for the plan, beyond majority. */
  responsibleRef: Type.String(),
  childOpinion: Type.Enum([...opinions]),
  childWords: Type.Optional(personal('D3', Type.String())),
});

export const ageingOutEvents = [AgeingOutPlanStarted] as const;
export type AgeingOutEvent = (typeof ageingOutEvents)[number];
