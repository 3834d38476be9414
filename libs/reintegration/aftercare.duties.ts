import { duty, on } from '../decider/duty.js';
import { ChildArrived, ContactMissed, MissingReported, VisitHeld } from './aftercare.events.js';

export const aftercareDuties = [
  duty({
    code: 'FOLLOW_UP_VISIT', holder: 'CASE_WORKER',
    promise: 'After the arrival somebody looks how the child is, again and again.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 2; the length is ours',
    starts: [on(ChildArrived), on(VisitHeld)],
    meets: [on(VisitHeld)],
  }),
  duty({
    code: 'MISSED_CONTACT_ALARM', holder: 'CASE_WORKER',
    promise: 'A child who was not met when it should have been is found, or reported missing.',
    basis: 'International Child Repatriation Guidelines, guarantee 5; the length is ours',
    starts: [on(ContactMissed)],
    meets: [on(VisitHeld), on(MissingReported)],
  }),
];
