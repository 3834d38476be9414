import { protectingBodies } from '../decider/actor.js';
import { setAsideBy } from '../decider/annulment.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type {
  EndAlternativeMeasure, ImposeAlternativeMeasure, RecordMeasureCompliance, ReviewAlternativeMeasure,
} from './measure.commands.js';
import type { MeasureEnded, MeasureEvent } from './measure.events.js';
import { measureInForce, restrictionsOf, type Measures } from './measure.state.js';

export type MeasureCommand = ImposeAlternativeMeasure | ReviewAlternativeMeasure | EndAlternativeMeasure | RecordMeasureCompliance;

export function decideMeasure(command: MeasureCommand, state: Measures, weighing: Weighing): readonly NewFact<MeasureEvent>[] {
  switch (command.type) {
    case 'ImposeAlternativeMeasure': {
      assertProtects(weighing);
      assertReviewInTime(command, weighing);
      const { restrictions, mayLeave, factors, hoursIndoorsDaily, facilityRef, familyRefs, supervisor, reviewBy, reasons } = command;
      if (restrictions.includes('CURFEW') && hoursIndoorsDaily === undefined) throw new BadForm('hoursIndoorsDaily', 'says how long the child has to stay in');
      const data = { restrictions, mayLeave, factors, hoursIndoorsDaily, facilityRef, familyRefs, supervisor, reviewBy, reasons };
      const last = state.measures.findLast(({ ended }) => !ended);
      return last && isSame(last.imposed.data, data) ? [] : [{ type: 'identification.MeasureImposed', data }];
    }
    case 'ReviewAlternativeMeasure': {
      assertProtects(weighing);
      const { measure, result, restrictions, reviewBy, reasons } = command;
      const inForce = measureInForce(state, measure);
      if (!inForce) throw new NotApplicable('no such supervision is in force');
      assertReviewInTime(command, weighing);
      const before = restrictionsOf(inForce);
      if (!restrictions.every((restriction) => before.includes(restriction))) throw new BadForm('restrictions', 'are no more than there were: more is a new decision');
      if ((result === 'EASED') !== restrictions.length < before.length) throw new BadForm('result', 'is EASED where restrictions fall away, and only there');
      // Each review is one of its own, also where it finds the same.
      return [{ type: 'identification.MeasureReviewed', data: { measure, result, restrictions, reviewBy, reasons } }];
    }
    case 'EndAlternativeMeasure': {
      const { measure, because, note } = command;
      return state.measures.some(({ imposed, ended }) => imposed.id === measure && ended) ? [] : [{ type: 'identification.MeasureEnded', data: { measure, because, note } }];
    }
    case 'RecordMeasureCompliance': {
      const { measure, compliance, childWasTold, account } = command;
      return [{ type: 'identification.ComplianceReported', data: { measure, compliance, childWasTold, account } }];
    }
  }
}

/** Supervision ends with the ruling that sets it aside, or the review by which it goes on. */
export function measuresAfterRuling(fact: Fact, { measures }: Measures): readonly NewFact<typeof MeasureEnded>[] {
  const decision = setAsideBy(fact);
  return measures
    .filter(({ imposed, reviews, ended }) => !ended && decision !== undefined && [imposed.id, reviews.at(-1)?.id].includes(decision))
    .map(({ imposed }) => ({ type: 'identification.MeasureEnded', data: { measure: imposed.id, because: 'COURT' } }));
}

function assertProtects({ actor }: Weighing): void {
  if (!protectingBodies.includes(actor.orgType)) throw new NotCompetent();
}

function assertReviewInTime({ reviewBy }: { readonly reviewBy: string }, { now, setting }: Weighing): void {
  if (Date.parse(reviewBy) <= now.getTime()) throw new BadForm('reviewBy', 'lies ahead');
  if (Date.parse(reviewBy) > setting.endOf('MEASURE_REVIEW', { from: now.toISOString() }).getTime()) throw new BadForm('reviewBy', 'lies beyond the period in which supervision is reviewed');
}
