import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, organisation, reference } from './codes.js';
import { factors, leaveAnswers } from './liberty.events.js';
import { restrictions } from './measure.codes.js';

/** Supervision in place of detention, with an end and a review. */

export const measureReviews = ['GOES_ON', 'EASED'] as const;
export const endsOfMeasures = ['NO_LONGER_NEEDED', 'CHILD_ASKED', 'SOLUTION_CARRIED_OUT', 'TURNED_INTO_CONFINEMENT', 'COURT', 'OTHER'] as const;
export const compliances = ['COMPLIED', 'BREACHED', 'ABSCONDED'] as const;

const instant = Type.String({ format: 'date-time' });
const restrictionList = Type.Array(Type.Enum([...restrictions]), { minItems: 1 });

export const MeasureImposed = event('identification.MeasureImposed', 1, 'The child is at liberty under supervision, until somebody looks at it again.', {
  restrictions: restrictionList,
  /** What is left of leaving, compared with a child of that age in the community. */
  mayLeave: Type.Enum([...leaveAnswers]),
  factors,
  hoursIndoorsDaily: Type.Optional(Type.Integer()),
  /** Where the child has to live, if the register has the place. */
  facilityRef: Type.Optional(reference),
  /** The family that it is for as a whole, by reference. */
  familyRefs: Type.Array(reference),
  supervisor: Type.Optional(organisation),
  reviewBy: instant,
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const MeasureReviewed = event('identification.MeasureReviewed', 1, 'It was decided that the supervision goes on, or is eased.', {
  measure: reference,
  result: Type.Enum([...measureReviews]),
  restrictions: restrictionList,
  reviewBy: instant,
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const MeasureEnded = event('identification.MeasureEnded', 1, 'The supervision has ended.', {
  measure: reference,
  because: Type.Enum([...endsOfMeasures]),
  note: Type.Optional(personal('D3', Type.String())),
});

export const ComplianceReported = event('identification.ComplianceReported', 1, 'Somebody reported whether the child keeps to the supervision.', {
  measure: Type.Optional(reference),
  compliance: Type.Enum([...compliances]),
  childWasTold: answer,
  account: Type.Optional(personal('D3', Type.String())),
});

export const measureEvents = [MeasureImposed, MeasureReviewed, MeasureEnded, ComplianceReported] as const;
export type MeasureEvent = (typeof measureEvents)[number];
