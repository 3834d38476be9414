import { duty, on, onOther, setIn, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { CentralAuthorityAnswered, OriginAnswered, OriginInformationRequested, OriginReadinessWithdrawn, SuspensionEnded, SuspensionReported } from './origin.events.js';

const determined = 'best-interests.BestInterestsDetermined';

export const originDuties = [
  duty({
    code: 'ORIGIN_ANSWER', holder: 'ORIGIN_AUTHORITY',
    promise: 'A state that is asked about a child answers.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 6 (expeditious case management across borders); the length is ours',
    starts: [on(OriginInformationRequested)],
    // That it said nothing in time is no answer.
    meets: [on(OriginAnswered, (answered, { start }) => answered.data.answer !== 'SILENT' && isOfSameState(answered, start))],
    ends: [onOther(determined, leadsElsewhere)],
    pausable: true,
  }),
  duty({
    code: 'ALTERNATIVE_SOLUTION', holder: 'CASE_WORKER',
    promise: 'Where a state refuses a child or is silent, another solution is looked for, and the child does not wait in nothing.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 2; the length is ours',
    starts: [
      on(OriginAnswered, ({ data }) => data.answer !== 'CONFIRMED'), on(OriginReadinessWithdrawn), on(CentralAuthorityAnswered, ({ data }) => data.answer === 'REFUSED'),
      // That it says nothing in time nobody has to certify: the clock knows it.
      on(OriginInformationRequested),
    ],
    after: ({ type }) => (type === OriginInformationRequested.type ? 'ORIGIN_ANSWER' : undefined),
    meets: [
      on(OriginAnswered, (answered, { start }) => start.type !== CentralAuthorityAnswered.type && answered.data.answer === 'CONFIRMED' && isOfSameState(answered, start)),
      // Only who refused takes the refusal back.
      on(CentralAuthorityAnswered, (answered, { start }) => start.type === CentralAuthorityAnswered.type && answered.data.answer === 'AGREED' && isOfSameState(answered, start)),
      onOther('best-interests.DeterminationReopened'), onOther(determined, leadsElsewhere), onOther('identification.StatusPathOpened'),
    ],
    // A refusal, and a silence that somebody certifies, make it owed anew.
    ends: [on(OriginAnswered, (answered, { start }) => start.type === OriginInformationRequested.type && answered.data.answer !== 'CONFIRMED' && isOfSameState(answered, start))],
  }),
  duty({
    code: 'SUSPENSION_REVIEW', holder: 'CASE_WORKER',
    promise: 'A suspension of transfers is looked at again on time, and either ended or reported anew.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 1; the length is ours',
    starts: [on(SuspensionReported), onOther('corridor.SuspensionDeclared')],
    noLaterThan: setIn('reviewBy'),
    meets: [
      on(SuspensionEnded, ({ data }, { start }) => data.suspensionRef === nameOf(start)),
      on(SuspensionReported, (again, { start }) => nameOf(again) === nameOf(start)),
      onOther('corridor.TransfersResumed', ({ data }, { start }) => (data as { suspensionRef: string }).suspensionRef === nameOf(start)),
      // Who only reports the same again has not looked at it again.
      onOther('corridor.SuspensionDeclared', (again, { start }) => nameOf(again) === nameOf(start) && reviewOf(again) > reviewOf(start)),
    ],
  }),
];

/** Whether it was determined that the child lives elsewhere than in the state that was asked. */
function leadsElsewhere({ data }: Fact, { start }: Seen): boolean {
  return (data as { destinationState?: string }).destinationState !== (start.data as { destinationState: string }).destinationState;
}

function reviewOf({ data }: Fact): number {
  return Date.parse((data as { reviewBy: string }).reviewBy);
}

function nameOf({ id, data }: Fact): string {
  return (data as { suspensionRef?: string }).suspensionRef ?? id;
}

function isOfSameState({ data }: Fact<typeof OriginAnswered | typeof CentralAuthorityAnswered>, start: Fact): boolean {
  return data.destinationState === (start.data as { destinationState: string }).destinationState;
}
