import Type from 'typebox';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, dayOrInstant, organisation, reference } from './codes.js';
import { factors, leaveAnswers, nexuses } from './liberty.events.js';

/** How a stay is for the child, as whoever meets it there tells. */

export const leaveRestrictions = [
  'LOCKED_IN', 'EXIT_ONLY_WITH_STAFF', 'PERMISSION_NEEDED', 'CURFEW', 'AREA_LIMITED', 'WHOLE_PLACE_CLOSED', 'DOCUMENTS_TAKEN', 'PHONE_TAKEN', 'VISITS_FORBIDDEN', 'OTHER',
] as const;
export const conditionAspects = [
  'SPACE', 'BED', 'FOOD', 'WATER', 'HYGIENE', 'WARMTH', 'LIGHT', 'SAFETY', 'PRIVACY', 'TIME_OUTDOORS', 'PLAY', 'MEDICAL_CARE', 'SEPARATE_FROM_ADULTS', 'CONTACT_WITH_FAMILY',
] as const;
export const conditionFindings = ['ADEQUATE', 'INADEQUATE', 'MISSING', 'UNKNOWN'] as const;
export const incidentKinds = [
  'VIOLENCE_BY_STAFF', 'VIOLENCE_BY_OTHERS', 'SEXUAL_VIOLENCE', 'RESTRAINT', 'SOLITARY_CONFINEMENT', 'SELF_HARM', 'SUICIDE_ATTEMPT', 'INJURY', 'ILLNESS', 'HUNGER_STRIKE',
  'FORCED_WORK', 'EXTORTION', 'OTHER',
] as const;
export const visitors = ['FAMILY', 'GUARDIAN', 'LAWYER', 'CONSUL', 'MONITOR', 'CHILD_PROTECTION', 'DOCTOR', 'NGO', 'OTHER'] as const;
export const visitOutcomes = ['HELD', 'CUT_SHORT', 'REFUSED'] as const;
/** Whose assessment it is: by these it is weighed against others. */
export const assessors = ['INDEPENDENT_MONITOR', 'COURT', 'CHILD', 'GUARDIAN', 'LAWYER', 'PARENT', 'NGO', 'AUTHORITY', 'DOCUMENT', 'OTHER'] as const;

/** Left out where it is not known which stay is meant, or all are. */
const stayRef = Type.Optional(reference);

export const LeaveRestricted = event('identification.LeaveRestricted', 1, 'The child may not leave as a child of its age may, as reported.', {
  stayRef,
  restrictions: Type.Array(Type.Enum([...leaveRestrictions]), { minItems: 1 }),
  /** What is left of leaving. */
  mayLeave: Type.Enum([...leaveAnswers]),
  until: Type.Optional(dayOrInstant),
  imposedBy: Type.Optional(organisation),
  /** In the words of whoever gave it. */
  reasonGiven: Type.Optional(personal('D3', Type.String())),
});

export const ConditionReported = event('identification.ConditionReported', 1, 'Somebody reported how the child is kept.', {
  stayRef,
  facilityRef: Type.Optional(reference),
  conditions: Type.Array(Type.Object({ aspect: Type.Enum([...conditionAspects]), finding: Type.Enum([...conditionFindings]) }, { additionalProperties: false }), { minItems: 1 }),
  minutesOutdoorsDaily: Type.Optional(Type.Integer()),
  account: Type.Optional(personal('D3', Type.String())),
});

export const IncidentReported = event('identification.IncidentReported', 1, 'Something was done to the child, or happened to it, while it was held.', {
  stayRef,
  facilityRef: Type.Optional(reference),
  kind: Type.Enum([...incidentKinds]),
  by: Type.Optional(organisation),
  injured: answer,
  medicalCare: answer,
  /** Whether a body that is independent of the place knows of it. */
  toldIndependentBody: answer,
  account: Type.Optional(personal('D3', Type.String())),
});

export const CustodyVisitReported = event('identification.CustodyVisitReported', 1, 'Somebody visited the child where it was held, or was not let in.', {
  stayRef,
  facilityRef: Type.Optional(reference),
  visitor: Type.Enum([...visitors]),
  visitorBody: Type.Optional(organisation),
  /** Independent of whoever holds the child. */
  independent: answer,
  outcome: Type.Enum([...visitOutcomes]),
  /** Out of the hearing of staff. */
  inPrivate: answer,
  findings: Type.Optional(personal('D3', Type.String())),
});

export const LibertyAssessed = event('identification.LibertyAssessed', 1,
  'Somebody assessed whether a stay is a deprivation of liberty; several may, and differ.', {
    stayRef: reference,
    assessor: Type.Enum([...assessors]),
    assessorRef: Type.Optional(reference),
    custodial: Type.Optional(answer),
    mayLeave: Type.Optional(Type.Enum([...leaveAnswers])),
    nexus: Type.Optional(Type.Enum([...nexuses])),
    factors,
    /** Kind of body that recorded it: the word of one that holds children or enforces the law is an authority's, whomever it names. */
    recordedByType: Type.Enum([...orgTypes] as OrgType[]),
    reasons: Type.Optional(personal('D3', Type.String())),
  });

export const custodyEvents = [LeaveRestricted, ConditionReported, IncidentReported, CustodyVisitReported, LibertyAssessed] as const;
export type CustodyEvent = (typeof custodyEvents)[number];
