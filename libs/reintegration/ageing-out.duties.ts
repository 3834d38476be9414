import { duty, on, onDay, onOther, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { givingMajority, halfAYearBefore, majorityGivenIn } from '../decider/majority.js';
import { AgeingOutPlanStarted } from './ageing-out.events.js';

const childFound = 'identification.ChildFound';
const identityAttested = 'identification.IdentityAttested';
const majorityOf = ({ data }: Fact): string | undefined => (data as { majorityOn?: string }).majorityOn;

export const ageingOutDuties = [
  duty({
    code: 'AGEING_OUT_PLAN', holder: 'CASE_WORKER',
    promise: 'From half a year before its majority somebody plans with the child how it lives on as an adult.',
    basis: 'UNICEF, Child trafficking in Kyrgyzstan (nobody follows a child who leaves care at 18); the day and the length are ours',
    starts: givingMajority.map((type) => onOther(type, showsAnotherDay)),
    from: seventeenAndAHalf,
    meets: [on(AgeingOutPlanStarted)],
    // What was planned by a day that was taken for the right one is planned.
    metByEarlier: true,
    ends: [childFound, identityAttested].map((type) => onOther(type, (shown, { start }) => majorityOf(shown) !== undefined && majorityOf(shown) !== majorityOf(start))),
  }),
];

function showsAnotherDay(shown: Fact, { before }: Seen): boolean {
  return majorityOf(shown) !== undefined && majorityOf(shown) !== majorityGivenIn(before);
}

/** A child who is older than that when it is found is planned with from then on. */
function seventeenAndAHalf(found: Fact): string {
  const day = onDay(halfAYearBefore(majorityOf(found)!));
  const { from, to = from } = found.meta.occurredAt;
  return Date.parse(day) < Date.parse(to) ? to : day;
}
