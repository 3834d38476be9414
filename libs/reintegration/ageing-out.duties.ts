import { duty, on, onDay, onOther } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { halfAYearBefore } from '../decider/majority.js';
import { AgeingOutPlanStarted } from './ageing-out.events.js';

const majorityOf = ({ data }: Fact): string | undefined => (data as { majorityOn?: string }).majorityOn;

export const ageingOutDuties = [
  duty({
    code: 'AGEING_OUT_PLAN', holder: 'CASE_WORKER',
    promise: 'From half a year before its majority somebody plans with the child how it lives on as an adult.',
    basis: 'UN General Assembly resolution 64/142, paras. 131 to 136; the day and the length are ours',
    starts: [onOther('identification.ChildFound', (found) => majorityOf(found) !== undefined)],
    from: seventeenAndAHalf,
    meets: [on(AgeingOutPlanStarted)],
  }),
];

/** A child who is older than that when it is found is planned with from then on. */
function seventeenAndAHalf(found: Fact): string {
  const day = onDay(halfAYearBefore(majorityOf(found)!));
  const { from, to = from } = found.meta.occurredAt;
  return Date.parse(day) < Date.parse(to) ? to : day;
}
