import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';

const lawyerRef = Type.String({ description: 'Pseudonymous reference of the lawyer: the subject of its tokens.' });

export const lawyerReasons = ['DECISION_AHEAD', 'DEPRIVED_OF_LIBERTY', 'APPEAL', 'COMPLAINT', 'VICTIM_OF_CRIME', 'NO_LAWYER_YET', 'OTHER'] as const;
/** What makes legal aid no legal aid: it costs something, cannot be understood, is not there, or serves somebody else. */
export const legalAidFailures = ['CHARGED_FEES', 'NOT_UNDERSTOOD', 'ABSENT', 'CONFLICT_OF_INTEREST', 'CASE_LAID_DOWN', 'OTHER'] as const;

export const LawyerRequested = event('guardianship.LawyerRequested', 1, 'Somebody asked that a lawyer be assigned to the child.', {
  reason: Type.Enum([...lawyerReasons]),
  languages: Type.Array(Type.String()),
  note: Type.Optional(personal('D3', Type.String())),
});

export const LegalAidAssigned = event('guardianship.LegalAidAssigned', 1, 'A lawyer was assigned to the child, free of charge.', {
  lawyerRef,
  organisationRef: Type.String(),
  /** Languages in which the lawyer speaks with the child. */
  languages: Type.Array(Type.String(), { minItems: 1 }),
  free: Type.Literal(true),
  name: Type.Optional(personal('D2', Type.String())),
  contact: Type.Optional(personal('D2', Type.String())),
});

export const CaseAccepted = event('guardianship.CaseAccepted', 1, 'A lawyer accepted the case; it counts where the lawyer is the one assigned.', { lawyerRef });

export const LegalAidFailureReported = event('guardianship.LegalAidFailureReported', 1,
  'Somebody reported that the lawyer does not help the child as legal aid has to.', {
    lawyerRef,
    failure: Type.Enum([...legalAidFailures]),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const legalAidEvents = [LawyerRequested, LegalAidAssigned, CaseAccepted, LegalAidFailureReported] as const;
export type LegalAidEvent = (typeof legalAidEvents)[number];
