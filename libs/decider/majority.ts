import { notesOfArrival } from './arrival.js';
import type { Notes } from './context.js';
import type { Fact } from './event.js';
import { knownAt } from './times.js';

/** The clocks that are furthest behind and ahead of UTC. */
const hoursBehindUtcMax = 12;
const hoursAheadOfUtcMax = 14;
const hourMs = 3_600_000;

/**
 * Whether the person is still a child somewhere: childhood ends at the local midnight that begins the 18th birthday, and where
 * the zone is not known, the last place on earth counts.
 */
export function isMinorOn(majorityOn: string | undefined, now: Date): boolean {
  return majorityOn === undefined || now.getTime() < Date.parse(majorityOn) + hoursBehindUtcMax * hourMs;
}

/**
 * The day on which guarantees end. Until a procedure on its age has ended somebody is presumed a child as long as any word on its birth
 * allows: a document that shows a later day puts it off, and one that shows an earlier day does not bring it on.
 */
export function laterMajority(registered: string | undefined, shown: string | undefined): string | undefined {
  return registered === undefined || shown === undefined || shown <= registered ? registered : shown;
}

/** The first procedure that was opened about a child, and when the record knew of it: nobody dates one back to before a majority. */
export interface Opening {
  readonly id: string;
  readonly at: Date;
}

/** Folds the opening of a procedure; a later one changes nothing. */
export function withOpening<State extends { readonly opening?: Opening }>(state: State, fact: Fact): State {
  return state.opening ? state : { ...state, opening: { id: fact.id, at: knownAt(fact) } };
}

/** A procedure ends where the child arrives where it led: what is asked about somebody since then, be it opened or opened again, or about an adult, is another one (ruling 34, A4-21). */
export function notesOfOpening<State extends { readonly opening?: Opening; readonly departure?: Fact }>(): Notes<State> {
  return {
    ...notesOfArrival<State>((state) => ({ ...state, opening: undefined })),
    'best-interests.AssessmentOpened': withOpening, 'best-interests.DeterminationReopened': withOpening,
  };
}

/**
 * An instant of the day before majority, for somebody who has come of age while a procedure that was opened in childhood goes on: the
 * guarantees of a child are weighed as they stood then (ruling 34). Undefined for whoever is a child still, and for a procedure opened since.
 */
export function lastDayOfChildhood(majorityOn: string | undefined, opening: Opening | undefined, now: Date): Date | undefined {
  if (majorityOn === undefined || isMinorOn(majorityOn, now) || !opening || !isMinorOn(majorityOn, opening.at)) return undefined;
  return new Date(Date.parse(majorityOn) - hoursAheadOfUtcMax * hourMs - 1);
}

/** The date on which somebody is seventeen and a half: six months before majority, or the last day of a shorter month. */
export function halfAYearBefore(majorityOn: string): string {
  const [year, month, day] = majorityOn.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month - 6, 0));
  return new Date(Date.UTC(lastOfMonth.getUTCFullYear(), lastOfMonth.getUTCMonth(), Math.min(day, lastOfMonth.getUTCDate()))).toISOString().slice(0, 10);
}
