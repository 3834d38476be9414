import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, reference } from './codes.js';

/** Whether school and health care are open to the child. On what paper it stays in the country is nobody's question here (G6.2). */

export const educationAccess = ['STARTED', 'INTERRUPTED', 'ENDED', 'REFUSED'] as const;
/** After ISCED; schooling ends with the compulsory level and not at an age (X14). */
export const educationLevels = ['PRE_PRIMARY', 'PRIMARY', 'LOWER_SECONDARY', 'UPPER_SECONDARY', 'VOCATIONAL', 'LANGUAGE_CLASS', 'UNKNOWN'] as const;
/** Lessons inside a centre are no school where one outside is possible (G6.3). */
export const educationModes = ['MAINSTREAM', 'CENTRE', 'REMOTE', 'HOME'] as const;
export const barriers = [
  'NONE', 'PAPERS_ASKED', 'FEES', 'LANGUAGE', 'NO_PLACE', 'DISTANCE', 'NOT_LET_OUT', 'FEAR_OF_REPORT', 'DISABILITY_NOT_MET', 'DISCRIMINATION', 'NOT_TOLD', 'OTHER', 'UNKNOWN',
] as const;
export const healthServices = ['HEALTH_CHECK', 'TREATMENT', 'URGENT_CARE', 'PSYCHOSOCIAL', 'MENTAL_HEALTH', 'MEDICINE', 'VACCINATION', 'DENTAL', 'REHABILITATION'] as const;
export const healthAccess = ['GIVEN', 'DELAYED', 'REFUSED'] as const;

const language = Type.String({ description: 'ISO 639-3.' });

export const EducationAccessReported = event('identification.EducationAccessReported', 1, 'The child began, stopped or was refused schooling, as reported.', {
  access: Type.Enum([...educationAccess]),
  level: Type.Enum([...educationLevels]),
  mode: Type.Optional(Type.Enum([...educationModes])),
  language: Type.Optional(language),
  barriers: Type.Array(Type.Enum([...barriers])),
  motherTongueTeaching: answer,
  free: answer,
  schoolRef: Type.Optional(reference),
  note: Type.Optional(personal('D3', Type.String())),
});

export const HealthAccessReported = event('identification.HealthAccessReported', 1, 'The child was given or refused health care, as reported.', {
  service: Type.Enum([...healthServices]),
  access: Type.Enum([...healthAccess]),
  free: answer,
  /** In which the child was spoken to. */
  language: Type.Optional(language),
  barriers: Type.Array(Type.Enum([...barriers])),
  providerRef: Type.Optional(reference),
  note: Type.Optional(personal('D3', Type.String())),
});

export const accessEvents = [EducationAccessReported, HealthAccessReported] as const;
export type AccessEvent = (typeof accessEvents)[number];
