import { ruling, setAsideBy } from '../decider/annulment.js';
import { duty, on, onOther, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { SeparationAuthorised, SeparationReviewed } from './separation.events.js';

export const separationDuties = [
  duty({
    code: 'REUNIFICATION_REVIEW', holder: 'CASE_WORKER',
    promise: 'Of a child that was separated somebody looks again and again whether it can go back.',
    basis: 'CRC art. 9 and 10; International Child Repatriation Guidelines, guarantee 7; the length is ours',
    starts: [onOther('identification.SeparationStarted'), on(SeparationAuthorised), on(SeparationReviewed, ({ data }) => data.result !== 'FAMILY_DEAD')],
    meets: [on(SeparationReviewed, isMeant), on(SeparationAuthorised), onOther('identification.Reunited', isMeant)],
    ends: [onOther(ruling, (fact, { start }) => setAsideBy(fact) === start.id)],
  }),
];

/** A review that names no separation means all of them. */
function isMeant({ data }: Fact, { start }: Seen): boolean {
  const { separationRef } = data as { separationRef?: string };
  const named = start.type === SeparationReviewed.type ? (start.data as { separationRef?: string }).separationRef : (start.data as { separationRef?: string }).separationRef ?? start.id;
  return separationRef === undefined || named === undefined || separationRef === named;
}
