import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';

const guardianRef = Type.String({ description: 'Pseudonymous reference of the guardian or representing parent: the subject of its tokens.' });
const instant = Type.String({ format: 'date-time' });

export const requestReasons = ['UNACCOMPANIED', 'SEPARATED', 'PARENT_UNREACHABLE', 'PARENT_IN_CONFLICT', 'PARENT_DEPRIVED_OF_LIBERTY', 'GUARDIAN_GAP'] as const;
export const conflictQuestions = [
  'WORKS_FOR_CUSTODIAL_BODY', 'WORKS_FOR_RETURN_OR_IMMIGRATION_BODY', 'FINANCIAL_INTEREST', 'OPPOSING_PARTY', 'ACCUSED_OF_HARM',
] as const;
export const conflictAnswers = ['NO', 'YES', 'UNKNOWN'] as const;
export const guardianModels = ['PROFESSIONAL', 'VOLUNTEER', 'INSTITUTIONAL', 'FAMILY'] as const;
export const mandateScopes = ['LEGAL', 'WELFARE', 'PROPERTY'] as const;
export const conflictGrounds = ['EMPLOYER', 'FINANCIAL', 'FAMILY_DISPUTE', 'OTHER_WARD', 'HARM_ALLEGED', 'OTHER'] as const;
export const suspensionGrounds = ['CONFLICT_FOUND', 'HARM_ALLEGED', 'INACTIVE', 'UNREACHABLE', 'LOST_QUALIFICATION'] as const;
/** What the authority asks about a parent before it may speak for its child. */
export const parentQuestions = ['OPPOSING_PARTY', 'PARENTS_IN_DISPUTE', 'ACCUSED_OF_HARM', 'UNDER_CONTROL_OF_OTHERS', 'RIGHTS_RESTRICTED', 'UNABLE_TO_ACT'] as const;
export const parentRelations = ['MOTHER', 'FATHER', 'ADOPTIVE_PARENT'] as const;
export const custodyProofs = ['BIRTH_CERTIFICATE', 'COURT_DECISION', 'ADOPTION_DECISION', 'OTHER_DOCUMENT'] as const;
export const closingReasons = ['UNFOUNDED', 'CAUSE_REMOVED'] as const;
export const replacementReasons = ['CONFLICT', 'SUSPENSION', 'CHILD_ASKED', 'GUARDIAN_ASKED', 'MOVED', 'ILLNESS', 'DEATH'] as const;

export const GuardianRequested = event('guardianship.GuardianRequested', 1, 'Somebody asked that a guardian be appointed for the child.', {
  reason: Type.Enum([...requestReasons]),
  languages: Type.Array(Type.String()),
  note: Type.Optional(personal('D3', Type.String())),
});

export const ConflictCheckCompleted = event('guardianship.ConflictCheckCompleted', 1,
  'The appointing authority asked the candidate about each possible conflict of interest.', {
    guardianRef,
    answers: Type.Array(Type.Object({ question: Type.Enum([...conflictQuestions]), answer: Type.Enum([...conflictAnswers]) }, { additionalProperties: false })),
    employerType: Type.Enum([...orgTypes]),
  });

export const GuardianAppointed = event('guardianship.GuardianAppointed', 1,
  'A guardian was appointed; the mandate is active once the guardian has accepted it.', {
    guardianRef,
    organisationRef: Type.String(),
    model: Type.Enum([...guardianModels]),
    scope: Type.Array(Type.Enum([...mandateScopes])),
    /** Children whom the guardian represented already, as the authority found. */
    caseload: Type.Optional(Type.Integer({ minimum: 0 })),
    actRef: Type.Optional(Type.String({ description: 'Reference of the act of appointment.' })),
    from: instant,
    until: Type.Optional(instant),
    name: Type.Optional(personal('D2', Type.String())),
    contact: Type.Optional(personal('D2', Type.String())),
  });

export const MandateAccepted = event('guardianship.MandateAccepted', 1,
  'Somebody accepted the mandate; it counts where the person is the one appointed.', { guardianRef });

export const RepresentingParentConfirmed = event('guardianship.RepresentingParentConfirmed', 1,
  'A parent who is fit and has no conflict with the child was confirmed to represent it.', {
    parentRef: guardianRef,
    relation: Type.Enum([...parentRelations]),
    custodyShownBy: Type.Enum([...custodyProofs]),
    documentRef: Type.String(),
    answers: Type.Array(Type.Object({ question: Type.Enum([...parentQuestions]), answer: Type.Enum([...conflictAnswers]) }, { additionalProperties: false })),
  });

export const ConflictDeclared = event('guardianship.ConflictDeclared', 1,
  'A conflict of interest of the guardian was declared by the guardian or reported by somebody else.', {
    guardianRef,
    declaredBy: Type.Enum(['GUARDIAN', 'OTHER']),
    ground: Type.Enum([...conflictGrounds]),
    conflictFrom: instant,
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const ConflictReportClosed = event('guardianship.ConflictReportClosed', 1,
  'The appointing authority looked into what was reported of a conflict of interest, and found none that stands.', {
    guardianRef,
    because: Type.Enum([...closingReasons]),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const GuardianSuspended = event('guardianship.GuardianSuspended', 1, 'The guardian may no longer act for the child.', {
  guardianRef,
  ground: Type.Enum([...suspensionGrounds]),
  /** Since when a conflict that was found has existed. */
  conflictFrom: Type.Optional(instant),
  reason: Type.Optional(personal('D3', Type.String())),
});

export const GuardianReplaced = event('guardianship.GuardianReplaced', 1,
  'Another guardian takes over; the former mandate ends when the new one is accepted, so that no gap opens.', {
    formerGuardianRef: guardianRef,
    guardianRef,
    reason: Type.Enum([...replacementReasons]),
  });

export const MandateAnnulled = event('guardianship.MandateAnnulled', 1,
  'An appeal body set the appointment or confirmation aside: the person does not represent the child, and somebody else has to.', {
    guardianRef,
    /** Event of the appointment or confirmation. */
    appointment: Type.String({ format: 'uuid' }),
  });

export const SuspensionLifted = event('guardianship.SuspensionLifted', 1, 'An appeal body finally set the suspension aside: the mandate goes on, unless somebody else has taken over.', {
  guardianRef,
  /** Event of the suspension. */
  suspension: Type.String({ format: 'uuid' }),
});

export const representativeEvents = [
  GuardianRequested, ConflictCheckCompleted, GuardianAppointed, MandateAccepted, RepresentingParentConfirmed, ConflictDeclared, ConflictReportClosed,
  GuardianSuspended, GuardianReplaced, MandateAnnulled, SuspensionLifted,
] as const;
export type RepresentativeEvent = (typeof representativeEvents)[number];
