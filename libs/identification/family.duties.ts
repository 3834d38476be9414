import { duty, on, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { AdoptionHaltDemanded, AdoptionProceedingReported, ContactHeld, FamilyLinkReported, Reunited, SeparationStarted, type adoptionStages, type relations } from './family.events.js';

const over: readonly (typeof adoptionStages)[number][] = ['HALTED', 'DISCONTINUED'];
const parental: readonly (typeof relations)[number][] = ['MOTHER', 'FATHER', 'ADOPTIVE_PARENT'];

export const familyDuties = [
  duty({
    code: 'ADOPTION_HALT', holder: 'CASE_WORKER', counts: 'from when it was recorded',
    promise: 'The adoption of a child whose parents are known is stopped.',
    basis: 'CRC art. 9(1); International Child Repatriation Guidelines (children declared abandoned and offered up for adoption); the length is ours',
    starts: [on(AdoptionProceedingReported, ({ data }, { before }) => !over.includes(data.stage) && (data.parentsKnown !== 'NO' || before.some(namesParent)))],
    meets: [
      on(AdoptionHaltDemanded, concernsProceeding),
      on(AdoptionProceedingReported, (fact, seen) => over.includes(fact.data.stage) && concernsProceeding(fact, seen)),
    ],
    looksBackOn: [FamilyLinkReported.type],
  }),
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

/** A parent who may be alive, whoever named it. */
function namesParent({ type, data }: Fact): boolean {
  const { relation, alive } = data as Partial<Fact<typeof FamilyLinkReported>['data']>;
  return type === FamilyLinkReported.type && relation !== undefined && parental.includes(relation) && alive !== 'NO';
}

/** Where either leaves out the reference, any proceeding is meant. */
function concernsProceeding({ data }: Fact, { start }: Seen): boolean {
  const [one, other] = [data, start.data].map((each) => (each as { proceedingRef?: string }).proceedingRef);
  return one === undefined || other === undefined || one === other;
}

type Person = Fact<typeof SeparationStarted>['data']['separatedFrom'][number];

function separatedFrom(start: Fact): readonly Person[] {
  return (start as Fact<typeof SeparationStarted>).data.separatedFrom;
}

/** By reference where both have one, else by what they are to the child. */
function isSame(one: Person, other: Person): boolean {
  return one.personRef && other.personRef ? one.personRef === other.personRef : one.relation === other.relation;
}
