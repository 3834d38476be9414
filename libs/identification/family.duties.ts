import { ruling, setAsideBy } from '../decider/annulment.js';
import { duty, hadHappenedBy, on, onOther, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { AdoptionHaltDemanded, AdoptionProceedingReported, ContactHeld, FamilyLinkReported, Reunited, SeparationStarted, toldParties, WhereaboutsTold, type adoptionStages, type relations } from './family.events.js';

const separationAuthorised = 'best-interests.SeparationAuthorised';
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
    // One that is decided anew of the same people breaks no contact off, and none is owed where it would endanger the child.
    starts: [on(SeparationStarted), onOther(separationAuthorised, breaksContactOff)],
    meets: [
      on(ContactHeld, ({ data }, { start, all }) => data.with.some((met) => separatedFrom(start, all).some((other) => isSame(met, other)))),
      on(Reunited, isOfSeparation),
    ],
    ends: [onOther(ruling, (fact, { start }) => setAsideBy(fact) === start.id)], looksBackOn: [FamilyLinkReported.type],
    // Contact that the child does not want, or cannot have while it is ill, is not forced on it.
    pausable: true,
  }),
  duty({
    code: 'WHEREABOUTS_TOLD', holder: 'CASE_WORKER',
    promise: 'A child who was separated is told where its family is, and the family where the child is, unless that would harm the child.',
    basis: 'CRC art. 9(4); International Child Repatriation Guidelines, guarantee 7; the length is ours',
    starts: [on(SeparationStarted), onOther(separationAuthorised)],
    // Both of them: what is told last ends it.
    meets: [on(WhereaboutsTold, (fact, seen) => toldParties.every((party) => seen.since.some((each) => isAnswer(each, party) && isOfSeparation(each, seen) && hadHappenedBy(each, fact))))],
    ends: [on(Reunited, isOfSeparation)],
  }),
];

/** Told, or withheld for the sake of the child: that nobody knows, or has looked into it yet, is no answer. */
function isAnswer(fact: Fact, party: (typeof toldParties)[number]): fact is Fact<typeof WhereaboutsTold> {
  if ((fact.type as string) !== WhereaboutsTold.type) return false;
  const { told, result, withheldBecause } = (fact as Fact<typeof WhereaboutsTold>).data;
  return told === party && (result === 'TOLD' || withheldBecause === 'AGAINST_CHILDS_INTEREST' || withheldBecause === 'CHILD_OBJECTS');
}

/** By the name that was given to the separation, or by its event. */
function isOfSeparation({ data }: Fact, { start }: Seen): boolean {
  return (data as { separationRef: string }).separationRef === ((start.data as { separationRef?: string }).separationRef ?? start.id);
}

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

type Person = Partial<Fact<typeof SeparationStarted>['data']['separatedFrom'][number]>;

/** A decision names them by reference alone: what they are to the child was reported. */
function separatedFrom({ data }: Fact, told: readonly Fact[]): readonly Person[] {
  const { separatedFrom: people = [] } = data as { separatedFrom?: readonly (string | Person)[] };
  const links = told.filter((fact): fact is Fact<typeof FamilyLinkReported> => fact.type === FamilyLinkReported.type);
  return people.map((person) => (typeof person === 'string' ? { personRef: person, relation: links.findLast((link) => link.data.relativeRef === person)?.data.relation } : person));
}

/** Whether a decision separates the child from somebody of whom no decision in force does so yet, and contact with whom does not endanger it. */
function breaksContactOff(decision: Fact, { before }: Seen): boolean {
  const apart = ({ data }: Fact) => (data as { separatedFrom?: readonly string[] }).separatedFrom ?? [];
  const isOver = ({ id }: Fact) => before.some((fact) => setAsideBy(fact) === id || (fact.type === Reunited.type && fact.data.separationRef === id));
  const already = before.filter((fact) => fact.id !== decision.id && fact.type === separationAuthorised && owesContact(fact) && !isOver(fact)).flatMap(apart);
  return owesContact(decision) && apart(decision).some((person) => !already.includes(person));
}

function owesContact({ data }: Fact): boolean {
  return (data as { contact?: string }).contact !== 'NONE_FOR_SAFETY';
}

/** By reference where both have one, else by what they are to the child. */
function isSame(one: Person, other: Person): boolean {
  return one.personRef && other.personRef ? one.personRef === other.personRef : one.relation !== undefined && one.relation === other.relation;
}
