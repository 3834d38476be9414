import { ruling, setAsideBy } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import type { CourseEvent, DelayReasonGiven, ReturnOutsideProcedureReported } from './course.events.js';

/** How the return went on, in reality: none of it takes a step of the procedure. */
export interface Course {
  readonly delays: readonly Fact<typeof DelayReasonGiven>[];
  readonly returnsOutside: readonly Fact<typeof ReturnOutsideProcedureReported>[];
  /** The carer who agreed last, by state, with the instant. */
  readonly carers: ReadonlyMap<string, { readonly carerRef: string; readonly agreedAt: string; readonly confirmedBy: string }>;
}

export const noCourse: Course = { delays: [], returnsOutside: [], carers: new Map() };

export function evolveCourse(state: Course, fact: Fact<CourseEvent>): Course {
  switch (fact.type) {
    case 'repatriation.DelayReasonGiven':
      return { ...state, delays: [...state.delays, fact] };
    case 'repatriation.ReturnOutsideProcedureReported':
      return { ...state, returnsOutside: [...state.returnsOutside, fact] };
    case 'repatriation.OriginStatementTaken':
    case 'repatriation.EntryBanReported':
    // Who has a part is read from the record as a whole.
    case 'repatriation.PartReportRefuted':
      return state;
  }
}

export const notesOfCourse: Notes<Course> = {
  'reintegration.CarerConfirmed': (state, { id, data, meta }) => {
    const { destinationState, carerRef } = data as { destinationState: string; carerRef: string };
    return { ...state, carers: new Map(state.carers).set(destinationState, { carerRef, agreedAt: meta.occurredAt.from, confirmedBy: id }) };
  },
  'reintegration.CarerWithdrawn': (state, { data }) =>
    ({ ...state, carers: new Map([...state.carers].filter(([, { carerRef }]) => carerRef !== (data as { carerRef: string }).carerRef)) }),
  [ruling]: (state, fact) => ({ ...state, carers: new Map([...state.carers].filter(([, { confirmedBy }]) => confirmedBy !== setAsideBy(fact))) }),
};
