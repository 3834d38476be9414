import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, attempts, country, obstacles, professional } from './codes.js';

/**
 * When a best-interests procedure is opened (UNHCR Best Interests Procedure Guidelines): a lasting solution is looked for, such as a
 * proposed return; a child is at risk and where it lives has to be found; a separation from its parents is considered.
 */
export const triggers = ['DURABLE_SOLUTION', 'CHILD_AT_RISK', 'SEPARATION'] as const;
export type Trigger = (typeof triggers)[number];
export const priorities = ['EMERGENCY', 'URGENT', 'NORMAL'] as const;

/** What an assessment covers (International Child Repatriation Guidelines, guarantee 3). */
export const components = [
  'SITUATION_AND_RISKS', 'FAMILY_STUDY', 'SAFETY', 'INTEGRATION', 'LENGTH_OF_ABSENCE', 'IDENTITY', 'CHILD_OPINION',
] as const;
export type Component = (typeof components)[number];
/** The family is studied in both countries, and in a third one where the child might go there. */
export const studySides = ['STATE_OF_STAY', 'STATE_OF_ORIGIN', 'THIRD_STATE'] as const;
export const componentStatuses = ['DONE', 'NOT_POSSIBLE'] as const;
export const methods = [
  'INTERVIEW_WITH_CHILD', 'INTERVIEW_WITH_CARER', 'INTERVIEW_WITH_FAMILY', 'PERSON_CLOSE_TO_CHILD', 'HOME_VISIT', 'DOCUMENT', 'EXPERT', 'COUNTRY_INFORMATION',
] as const;
/** What a family study answers, if only by UNKNOWN. */
export const familyQuestions = [
  'VIOLENCE', 'PARTNER_VIOLENCE', 'ALCOHOL_OR_DRUGS', 'PART_IN_RECRUITMENT', 'WORK_DEMANDED', 'CHILD_WISHES_TO_LIVE_THERE', 'STIGMA',
] as const;

export const AssessmentOpened = event('best-interests.AssessmentOpened', 1, 'It was asked what is best for the child; a procedure is open from then on.', {
  trigger: Type.Enum([...triggers]),
  priority: Type.Optional(Type.Enum([...priorities])),
  note: Type.Optional(personal('D3', Type.String())),
});

export const ComponentAttested = event('best-interests.ComponentAttested', 1,
  'A part of the assessment was done, or was not possible for the reason given and after the attempts named.', {
    component: Type.Enum([...components]),
    /** Of a family study. */
    side: Type.Optional(Type.Enum([...studySides])),
    /** Of a family study: the state in which the family lives. */
    country: Type.Optional(country),
    status: Type.Enum([...componentStatuses]),
    assessor: professional,
    methods: Type.Array(Type.Enum([...methods])),
    notPossibleBecause: Type.Optional(Type.Enum([...obstacles])),
    attempts: Type.Optional(attempts),
    family: Type.Optional(Type.Array(Type.Object({ question: Type.Enum([...familyQuestions]), answer }, { additionalProperties: false }))),
    findings: Type.Optional(personal('D3', Type.String())),
  });

export const assessmentEvents = [AssessmentOpened, ComponentAttested] as const;
export type AssessmentEvent = (typeof assessmentEvents)[number];
