import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, country, day, eventId, organisation, reference } from './codes.js';

/** Steps of a return that can wait. */
export const steps = ['ORIGIN_ANSWER', 'IDENTITY', 'DOCUMENTS', 'DETERMINATION', 'DECISION', 'APPEAL', 'CARER', 'PLAN', 'TRANSFER'] as const;
/** NOBODY_ACTED is a reason to give, and none to justify. */
export const delayReasons = [
  'STATE_SILENT', 'DOCUMENTS_AWAITED', 'CHILD_ILL', 'SCHOOL_YEAR', 'CHILD_UNDECIDED', 'CARER_NOT_READY', 'NO_ESCORT', 'APPEAL_PENDING', 'PROTECTION_CLAIM', 'SUSPENSION',
  'SIBLING', 'NO_MEANS', 'NOBODY_ACTED', 'OTHER',
] as const;
/** How a child came back; what is done to it by force is never counted among what it agreed to. */
export const returnKinds = [
  'ASSISTED_VOLUNTARY', 'FAMILY_REUNIFICATION', 'TRANSFER_BETWEEN_STATES', 'DEPORTATION', 'SELF_RETURN', 'ESCAPE', 'FOUND_AND_BROUGHT_HOME', 'UNKNOWN',
] as const;
export const hearers = ['CHILD_PROTECTION', 'PANEL', 'COURT', 'APPEAL_BODY', 'OTHER'] as const;
export const positions = ['IN_FAVOUR_OF_RETURN', 'AGAINST_RETURN', 'NONE'] as const;
/** Who may not come back, or not come in: what keeps a child from its family, or its family from it. */
export const bannedPersons = ['CHILD', 'PARENT', 'SIBLING', 'OTHER_RELATIVE'] as const;
export const banGrounds = ['AFTER_RETURN', 'IRREGULAR_ENTRY', 'IRREGULAR_STAY', 'OFFENCE', 'SECURITY', 'OTHER', 'NONE_GIVEN', 'UNKNOWN'] as const;

export const DelayReasonGiven = event('repatriation.DelayReasonGiven', 1, 'Somebody said why a step of the return waited on these days.', {
  step: Type.Enum([...steps]),
  reason: Type.Enum([...delayReasons]),
  from: day,
  /** Absent where it waits still. */
  until: Type.Optional(day),
  waitsFor: Type.Optional(organisation),
  note: Type.Optional(personal('D3', Type.String())),
});

export const ReturnOutsideProcedureReported = event('repatriation.ReturnOutsideProcedureReported', 1,
  'The child was brought to a state, or went there, without the procedure, as reported; no step of the procedure is taken by that.', {
    kind: Type.Enum([...returnKinds]),
    destinationState: country,
    carriedOutBy: Type.Optional(organisation),
    /** Whether anybody had assessed what is best for the child. */
    assessedBefore: answer,
    childAgreed: answer,
    handedOverAtBorder: answer,
    circumstances: Type.Optional(personal('D3', Type.String())),
  });

export const OriginStatementTaken = event('repatriation.OriginStatementTaken', 1, 'What the state of origin says of the child was heard in a procedure, as reported.', {
  destinationState: country,
  hearer: Type.Enum([...hearers]),
  position: Type.Enum([...positions]),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const EntryBanReported = event('repatriation.EntryBanReported', 1, 'A state does not let the child or one of its family in for a time, as reported.', {
  banned: Type.Enum([...bannedPersons]),
  personRef: Type.Optional(reference),
  state: country,
  imposedBy: Type.Optional(organisation),
  ground: Type.Enum([...banGrounds]),
  from: day,
  /** Last day of it; absent where none is known. */
  until: Type.Optional(day),
  circumstances: Type.Optional(personal('D3', Type.String())),
});

export const PartReportRefuted = event('repatriation.PartReportRefuted', 1, 'A court or an ombudsperson certifies that a report names somebody who had no part in what it tells; who was barred by it is so no longer.', {
  /** Event that names them. */
  reportRef: eventId,
  /** The person or the body. */
  namedRef: reference,
  statement: Type.Optional(personal('D3', Type.String())),
});

export const courseEvents = [DelayReasonGiven, ReturnOutsideProcedureReported, OriginStatementTaken, EntryBanReported, PartReportRefuted] as const;
export type CourseEvent = (typeof courseEvents)[number];
