import { duty, on } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { LeftBehindChildRegistered, PreventiveVisitMade } from './left-behind.events.js';

/** Who came and did not see the child knows nothing of it. */
const sawChild = ({ data }: Fact<typeof PreventiveVisitMade>): boolean => data.childSeen === 'YES';

export const leftBehindDuties = [
  duty({
    code: 'PREVENTIVE_VISIT', holder: 'CASE_WORKER',
    promise: 'A child whose parents have migrated and left it behind is seen in time, again and again, by somebody who answers for it.',
    basis: 'CRC art. 18 and 20; CABAR.asia on the children of labour migrants in Kyrgyzstan (personal responsibility for timely visits); the length is ours',
    // Until a visit finds that no parent is away any more.
    starts: [on(LeftBehindChildRegistered), on(PreventiveVisitMade, (visit) => sawChild(visit) && visit.data.parentsAbroad !== 'NO')],
    meets: [on(PreventiveVisitMade, sawChild)],
  }),
];
