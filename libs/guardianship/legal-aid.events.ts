import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';

export const LegalAidAssigned = event('guardianship.LegalAidAssigned', 1, 'A lawyer was assigned to the child, free of charge.', {
  lawyerRef: Type.String({ description: 'Pseudonymous reference of the lawyer: the subject of its tokens.' }),
  organisationRef: Type.String(),
  /** Languages in which the lawyer speaks with the child. */
  languages: Type.Array(Type.String(), { minItems: 1 }),
  free: Type.Literal(true),
  name: Type.Optional(personal('D2', Type.String())),
  contact: Type.Optional(personal('D2', Type.String())),
});

export const legalAidEvents = [LegalAidAssigned] as const;
export type LegalAidEvent = (typeof legalAidEvents)[number];
