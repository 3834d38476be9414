import { duty, on, setIn } from '../decider/duty.js';
import { MeasureEnded, MeasureImposed, MeasureReviewed } from './measure.events.js';

const measureIn = ({ id, data }: { readonly id: string; readonly data: object }): string => (data as { measure?: string }).measure ?? id;

export const measureDuties = [
  duty({
    code: 'MEASURE_REVIEW', holder: 'CASE_WORKER',
    promise: 'Supervision of a child is looked at again and again, until it ends.',
    basis: 'International Child Repatriation Guidelines, guarantee 1; the length is ours',
    starts: [on(MeasureImposed), on(MeasureReviewed)],
    noLaterThan: setIn('reviewBy'),
    meets: [on(MeasureReviewed, ({ data }, { start }) => data.measure === measureIn(start))],
    ends: [on(MeasureEnded, ({ data }, { start }) => data.measure === measureIn(start))],
  }),
];
