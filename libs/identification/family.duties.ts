import { duty, on } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { ContactHeld, Reunited, SeparationStarted } from './family.events.js';

export const familyDuties = [
  duty({
    code: 'FIRST_CONTACT_AFTER_SEPARATION', holder: 'CASE_WORKER',
    promise: 'A child who was separated is soon in contact with those it was separated from.',
    basis: 'CRC art. 9(3) and (4); the length is ours',
    starts: [on(SeparationStarted)],
    meets: [
      on(ContactHeld, ({ data }, { start }) => data.with.some((met) => separatedFrom(start).some((other) => isSame(met, other)))),
      on(Reunited, ({ data }, { start }) => data.separationRef === ((start.data as { separationRef?: string }).separationRef ?? start.id)),
    ],
    // Contact that the child does not want, or cannot have while it is ill, is not forced on it.
    pausable: true,
  }),
];

type Person = Fact<typeof SeparationStarted>['data']['separatedFrom'][number];

function separatedFrom(start: Fact): readonly Person[] {
  return (start as Fact<typeof SeparationStarted>).data.separatedFrom;
}

/** By reference where both have one, else by what they are to the child. */
function isSame(one: Person, other: Person): boolean {
  return one.personRef && other.personRef ? one.personRef === other.personRef : one.relation === other.relation;
}
