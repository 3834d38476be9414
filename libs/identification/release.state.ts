import { mayBeOf, namedBy, type Actor, type ToldBody } from '../decider/actor.js';
import type { Notes } from '../decider/context.js';
import { toldBy, type Fact } from '../decider/event.js';
import { happenedBy } from '../decider/since.js';

/** Who is said to have held the child, and where. */
export interface Custodians {
  readonly bodies: readonly ToldBody[];
  readonly persons: readonly string[];
  /** Places of the register where it is said to have been held. */
  readonly places: ReadonlySet<string>;
  /** Stays of which somebody told as such: their place is named there, if anywhere. */
  readonly stays: ReadonlySet<string>;
  /** Where the child was taken into care, by the event that did so, and since when. */
  readonly care: ReadonlyMap<string, { readonly place: string; readonly since: number }>;
  /** The latest moment by which it was held somewhere that nobody names. */
  readonly heldAnywhereBy: number;
}

export const noCustodians: Custodians = { bodies: [], persons: [], places: new Set(), stays: new Set(), care: new Map(), heldAnywhereBy: -Infinity };

/** As much as is read here of what is published of custody. */
interface Told {
  readonly stayRef?: string;
  readonly facilityRef?: string;
  readonly nightStopRef?: string;
  readonly custodian?: ToldBody;
  readonly imposedBy?: ToldBody;
  readonly coercedBy?: ToldBody;
  readonly coercedByPerson?: string;
  readonly means?: readonly string[];
  readonly knownOpen?: boolean;
}

const told = ({ data }: Fact): Told => data as Told;

const withHolders = (custodians: Custodians, fact: Fact): Custodians => {
  const { custodian, imposedBy, coercedBy, coercedByPerson, facilityRef, nightStopRef } = told(fact);
  const { bodies, persons, places } = custodians;
  return {
    ...custodians,
    bodies: [...bodies, ...namedBy(toldBy(fact), [custodian, imposedBy, coercedBy])],
    persons: coercedByPerson === undefined ? persons : [...persons, coercedByPerson],
    places: new Set([...places, ...[facilityRef, nightStopRef].filter((place) => place !== undefined)]),
  };
};

const noteStay = (custodians: Custodians, fact: Fact): Custodians => {
  const { stayRef = fact.id } = told(fact);
  return { ...withHolders(custodians, fact), stays: new Set(custodians.stays).add(stayRef) };
};

/** A word that names no place is about the stay that it names; where that is care, or none at all, about any place where the child was in care by then. */
const noteWord = (custodians: Custodians, fact: Fact): Custodians => {
  const { stayRef = '', facilityRef } = told(fact);
  const noted = withHolders(custodians, fact);
  if (facilityRef !== undefined || custodians.stays.has(stayRef)) return noted;
  return { ...noted, heldAnywhereBy: Math.max(noted.heldAnywhereBy, happenedBy(fact)) };
};

const noteCare = (custodians: Custodians, fact: Fact): Custodians =>
  ({ ...custodians, care: new Map(custodians.care).set(fact.id, { place: told(fact).facilityRef!, since: Date.parse(fact.meta.occurredAt.from) }) });

const noteWay = (custodians: Custodians, fact: Fact): Custodians => (told(fact).knownOpen === false ? withHolders(custodians, fact) : custodians);

export const notesOfCustodians: Notes<Custodians> = {
  'identification.DeprivationStarted': noteStay,
  'identification.DeprivationSettingChanged': noteStay,
  'identification.OpenSettingLost': noteWord,
  'identification.LeaveRestricted': noteWord,
  'identification.IncidentReported': noteWord,
  'identification.CustodyVisitReported': noteWord,
  'identification.EmergencyCareStarted': noteCare,
  'identification.PlacementDecided': noteCare,
  'repatriation.CoercionReported': (custodians, fact) => (told(fact).means?.includes('DEPRIVATION_OF_LIBERTY') ? withHolders(custodians, fact) : custodians),
  'repatriation.TransferLegReported': noteWay,
  'repatriation.HandoverReported': noteWay,
  'reintegration.ChildArrived': noteWay,
};

/** Every place of the register where the child may have been held. */
export function placesOf({ places, care, heldAnywhereBy }: Custodians): readonly string[] {
  return [...new Set([...places, ...[...care.values()].filter(({ since }) => since <= heldAnywhereBy).map(({ place }) => place)])];
}

/** Whether somebody may be of those who held the child, by the people and bodies that were named. */
export function mayHaveHeld({ bodies, persons }: Pick<Custodians, 'bodies' | 'persons'>, actor: Pick<Actor, 'actorRef' | 'orgRef' | 'orgType'>): boolean {
  return persons.includes(actor.actorRef) || bodies.some((body) => mayBeOf(body, actor));
}
