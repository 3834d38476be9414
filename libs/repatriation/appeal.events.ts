import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { day, eventId, organisation } from './codes.js';

export const appellants = ['CHILD', 'GUARDIAN', 'LAWYER', 'PARENT', 'NGO', 'OMBUDSPERSON', 'OTHER'] as const;
/** Decisions of other bodies that are appealed against like ours: PROTECTION and STATUS are that protection, or a legal position, is refused or ended; of OTHER the grounds say what it is. */
export const externalDecisions = ['RETURN', 'SEPARATION', 'PLACEMENT', 'AGE', 'ABANDONMENT', 'GUARDIANSHIP', 'CUSTODY', 'ADOPTION', 'DEPRIVATION', 'PROTECTION', 'STATUS', 'OTHER'] as const;
export const instances = ['ADMINISTRATIVE', 'FIRST_INSTANCE', 'APPEAL', 'CASSATION', 'CONSTITUTIONAL', 'INTERNATIONAL'] as const;
export const appealResults = ['DISMISSED', 'UPHELD', 'INADMISSIBLE'] as const;
/** Whether the body that determined the best interests took part in the appeal. */
export const participations = ['YES', 'NO', 'NOT_POSSIBLE'] as const;
export const nonParticipationReasons = ['NOT_INVITED', 'RULES_OF_COURT', 'BODY_DISSOLVED', 'ABROAD', 'OTHER'] as const;

/** How far a ruling was executed; a part of it is not the ruling. */
export const extents = ['WHOLE', 'PART'] as const;
/** What was done. */
export const executions = ['DECISION_WITHDRAWN', 'DECIDED_ANEW', 'BACK_IN_THE_FAMILY', 'RELEASED', 'MOVED', 'STATUS_RESTORED', 'OTHER'] as const;

const externalDecision = Type.Object({
  authority: organisation,
  kind: Type.Enum([...externalDecisions]),
  date: Type.Optional(day),
}, { additionalProperties: false });

export const AppealLodged = event('repatriation.AppealLodged', 1, 'Somebody appealed against a decision about the child; until it is finally decided nothing is carried out.', {
  /** Event of the decision; absent where another body took it. */
  decisionRef: Type.Optional(eventId),
  externalDecision: Type.Optional(externalDecision),
  instance: Type.Enum([...instances]),
  lodgedFor: Type.Enum([...appellants]),
  /** After the time to appeal, as far as the record knows it: such an appeal is pending like any other. */
  late: Type.Boolean(),
  grounds: Type.Optional(personal('D3', Type.String())),
});

export const AppealDecided = event('repatriation.AppealDecided', 1, 'A court or authority decided an appeal; a decision that it sets aside is void at once.', {
  /** Event that lodged the appeal. */
  appealRef: eventId,
  /** Decision that was appealed against, where it is one of this record. */
  decisionRef: Type.Optional(eventId),
  /** The decision, where another body took it: that body is bound to execute what was ruled. */
  externalDecision: Type.Optional(externalDecision),
  result: Type.Enum([...appealResults]),
  /** Whether no further appeal is open. */
  final: Type.Boolean(),
  instance: Type.Enum([...instances]),
  authority: organisation,
  bidBodyParticipation: Type.Enum([...participations]),
  nonParticipationReason: Type.Optional(Type.Enum([...nonParticipationReasons])),
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const RulingExecutionReported = event('repatriation.RulingExecutionReported', 1, 'What an appeal body has ruled was carried out, as reported.', {
  /** Event that lodged the appeal. */
  appealRef: eventId,
  extent: Type.Enum([...extents]),
  execution: Type.Enum([...executions]),
  executedBy: Type.Optional(organisation),
  note: Type.Optional(personal('D3', Type.String())),
});

export const appealEvents = [AppealLodged, AppealDecided, RulingExecutionReported] as const;
export type AppealEvent = (typeof appealEvents)[number];
