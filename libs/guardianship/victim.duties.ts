import { duty, on } from '../decider/duty.js';
import { RemedyGivenUp, RemedyReviewed } from './victim.events.js';

export const victimDuties = [
  duty({
    code: 'REMEDY_REVIEW', holder: 'OMBUDSPERSON', counts: 'from when it was recorded',
    promise: 'What was given up for a child that could protect or compensate it is looked at by somebody else; what it was to achieve is owed as before.',
    basis: 'CRC art. 12, 19 and 39; CABAR.asia on the children of labour migrants in Kyrgyzstan (a complaint that was taken back, and nobody punished); the length is ours',
    starts: [on(RemedyGivenUp)],
    meets: [on(RemedyReviewed, ({ data, meta }, { start }) => data.reportRef === start.id && meta.recordedBy.actorRef !== (start.data as { personRef?: string }).personRef)],
  }),
];
