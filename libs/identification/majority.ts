import { BadForm } from '../decider/context.js';
import { latest } from '../decider/times.js';

const yearsUntilMajority = 18;

/** The 18th birthday. Who was born on 29 February comes of age on 1 March of a year without one. Both are dates of the calendar. */
export function majorityOf(dateOfBirth: string): string {
  const year = String(Number(dateOfBirth.slice(0, 4)) + yearsUntilMajority);
  const birthday = `${year}${dateOfBirth.slice(4)}`;
  // A year without 29 February rolls that date over to 1 March.
  return new Date(`${birthday}T00:00:00Z`).toISOString().slice(0, 10);
}

/** The one date that the law turns on, from the exact date of birth or as given for an age within a margin. @throws BadForm */
export function majorityIn({ dateOfBirth, majorityOn }: { readonly dateOfBirth?: string; readonly majorityOn?: string }, now: Date): string | undefined {
  const bornToday = majorityOf(new Date(latest(now.toISOString().slice(0, 10))).toISOString().slice(0, 10));
  if (majorityOn && majorityOn > bornToday) throw new BadForm('majorityOn', 'lies more than 18 years ahead');
  if (!dateOfBirth) return majorityOn;
  const birthday = majorityOf(dateOfBirth);
  if (majorityOn && majorityOn !== birthday) throw new BadForm('majorityOn', 'is not the 18th birthday that follows from dateOfBirth');
  return birthday;
}
