import type { Annulments } from '../decider/annulment.js';
import type { Fact } from '../decider/event.js';
import type { ComplianceReported, MeasureEnded, MeasureEvent, MeasureImposed, MeasureReviewed } from './measure.events.js';

export interface Measure {
  readonly imposed: Fact<typeof MeasureImposed>;
  readonly reviews: readonly Fact<typeof MeasureReviewed>[];
  readonly ended?: Fact<typeof MeasureEnded>;
}

export interface Measures {
  /** In the order in which they were imposed; several may be in force. */
  readonly measures: readonly Measure[];
  readonly compliance: readonly Fact<typeof ComplianceReported>[];
}

export const noMeasures: Measures = { measures: [], compliance: [] };

export function evolveMeasures(state: Measures, fact: Fact<MeasureEvent>): Measures {
  switch (fact.type) {
    case 'identification.MeasureImposed':
      return { ...state, measures: [...state.measures, { imposed: fact, reviews: [] }] };
    case 'identification.MeasureReviewed':
      return change(state, fact.data.measure, (measure) => ({ ...measure, reviews: [...measure.reviews, fact] }));
    case 'identification.MeasureEnded':
      return change(state, fact.data.measure, (measure) => ({ ...measure, ended: measure.ended ?? fact }));
    case 'identification.ComplianceReported':
      return { ...state, compliance: [...state.compliance, fact] };
  }
}

/** The measure, if it has not ended. */
export function measureInForce({ measures }: Measures, id: string): Measure | undefined {
  return measures.find(({ imposed, ended }) => imposed.id === id && !ended);
}

/** What is left of it after its reviews. */
export function restrictionsOf({ imposed, reviews }: Measure): Fact<typeof MeasureImposed>['data']['restrictions'] {
  return (reviews.at(-1) ?? imposed).data.restrictions;
}

function change(state: Measures, id: string, to: (measure: Measure) => Measure): Measures {
  return { ...state, measures: state.measures.map((measure) => (measure.imposed.id === id ? to(measure) : measure)) };
}

/** It ends by an event of its own, because a duty waits for it. */
export const annulmentsOfMeasures: Annulments<Measures> = {
  'identification.MeasureImposed': { means: 'The supervision has ended.' },
  'identification.MeasureReviewed': { means: 'Nothing continues the supervision, which has ended.' },
};
