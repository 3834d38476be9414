import { duty, on, onOther } from '../decider/duty.js';
import { EmergencyCareStarted, PlacementDecided } from './care.events.js';

const reviewed = onOther('best-interests.PlacementReviewed');

export const careDuties = [
  duty({
    code: 'CARE_REVIEW_AFTER_GUARDIAN', holder: 'CASE_WORKER',
    promise: 'Emergency care that began without a guardian is looked at again with the guardian.',
    basis: 'International Child Repatriation Guidelines, guarantee 2; the length is ours',
    starts: [onOther('guardianship.MandateAccepted', (_, { before }) => before.findLast(({ type }) => careTypes.includes(type))?.type === EmergencyCareStarted.type)],
    meets: [on(PlacementDecided), reviewed],
    looksBackOn: [EmergencyCareStarted.type],
  }),
  duty({
    code: 'PLACEMENT_REVIEW', holder: 'CASE_WORKER',
    promise: 'Where a child lives is reviewed at least every three months.',
    basis: 'CRC art. 25; UN General Assembly resolution 64/142, para. 67',
    starts: [on(PlacementDecided), reviewed],
    meets: [on(PlacementDecided), reviewed],
    ends: [onOther('repatriation.DepartureConfirmed')],
  }),
];

const careTypes: readonly string[] = [EmergencyCareStarted.type, PlacementDecided.type];
