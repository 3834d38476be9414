import { ruling, setAsideBy } from '../decider/annulment.js';
import { duty, on, onOther, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { ParentalDisputeEnded, ParentalDisputeReported, SeparationAuthorised, SeparationReviewed } from './separation.events.js';
import { isBetween } from './separation.state.js';

/** Whether a civil court has been asked, or has spoken already. */
const isBeforeCourt = ({ data: { proceeding } }: Fact<typeof ParentalDisputeReported>): boolean => proceeding === 'PENDING' || proceeding === 'DECIDED';

export const separationDuties = [
  duty({
    code: 'CIVIL_PROCEDURE', holder: 'CASE_WORKER',
    promise: 'A dispute between parents over their child is brought before a civil court, and is settled by no return.',
    basis: 'International Child Repatriation Guidelines (the judgment of Kutaisi); CRC art. 9(1) and (2); the length is ours',
    starts: [on(ParentalDisputeReported, (fact) => !isBeforeCourt(fact))],
    // A court that is asked about other people has not been asked about these.
    meets: [on(ParentalDisputeReported, (fact, { start }) => isBeforeCourt(fact) && isOf(start, fact))],
    ends: [on(ParentalDisputeEnded, (fact, { start }) => isOf(start, fact))],
  }),
  duty({
    code: 'REUNIFICATION_REVIEW', holder: 'CASE_WORKER',
    promise: 'Of a child that was separated somebody looks again and again whether it can go back.',
    basis: 'CRC art. 9 and 10; International Child Repatriation Guidelines, guarantee 7; the length is ours',
    starts: [onOther('identification.SeparationStarted'), on(SeparationAuthorised), on(SeparationReviewed, ({ data }) => data.result !== 'FAMILY_DEAD')],
    meets: [on(SeparationReviewed, isMeant), on(SeparationAuthorised), onOther('identification.Reunited', isMeant)],
    ends: [onOther(ruling, (fact, { start }) => setAsideBy(fact) === start.id)],
  }),
];

/** Whether everybody is named by it who is in the dispute that the duty began with. */
function isOf(start: Fact, { data: { parents } }: Fact<typeof ParentalDisputeReported | typeof ParentalDisputeEnded>): boolean {
  return isBetween(start as unknown as Fact<typeof ParentalDisputeReported>, parents);
}

/** A review that names no separation means all of them. */
function isMeant({ data }: Fact, { start }: Seen): boolean {
  const { separationRef } = data as { separationRef?: string };
  const named = start.type === SeparationReviewed.type ? (start.data as { separationRef?: string }).separationRef : (start.data as { separationRef?: string }).separationRef ?? start.id;
  return separationRef === undefined || named === undefined || separationRef === named;
}
