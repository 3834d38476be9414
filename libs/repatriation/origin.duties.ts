import { duty, on } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { SuspensionEnded, SuspensionReported } from './origin.events.js';

export const originDuties = [
  duty({
    code: 'SUSPENSION_REVIEW', holder: 'CASE_WORKER',
    promise: 'A suspension of transfers is looked at again on time, and either ended or reported anew.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 1; the length is ours',
    starts: [on(SuspensionReported)],
    meets: [
      on(SuspensionEnded, ({ data }, { start }) => data.suspensionRef === nameOf(start)),
      on(SuspensionReported, (again, { start }) => nameOf(again) === nameOf(start)),
    ],
  }),
];

function nameOf({ id, data }: Fact): string {
  return (data as { suspensionRef?: string }).suspensionRef ?? id;
}
