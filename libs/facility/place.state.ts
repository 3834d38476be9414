import type { Fact } from '../decider/event.js';
import type { OrgType } from '../decider/actor.js';
import type { ExitControl, PlaceEvent, PlaceKind } from './place.events.js';

/** One entry of the register: what is said, from which day of the place's calendar, and by which event. */
export interface Entry<T> {
  readonly value: T;
  readonly from: string;
  readonly eventId: string;
  /** Revision of that event: what was said later has a greater one. */
  readonly revision: number;
  /** True where somebody answers for it, false where it was reported. */
  readonly attested: boolean;
}

/** A place with its history. Every list is in the order in which it was said. */
export interface Facility {
  readonly registered: boolean;
  readonly state?: string;
  readonly zone?: string;
  readonly names: readonly Entry<string>[];
  readonly kinds: readonly Entry<PlaceKind>[];
  readonly operators: readonly Entry<{ readonly orgRef: string; readonly orgType: OrgType }>[];
  readonly exitControls: readonly Entry<ExitControl>[];
  readonly capacities: readonly Entry<number>[];
  readonly units: readonly Entry<readonly string[]>[];
  readonly closings: readonly Entry<true>[];
}

export const noFacility: Facility = {
  registered: false, names: [], kinds: [], operators: [], exitControls: [], capacities: [], units: [], closings: [],
};

export function evolveFacility(facility: Facility, fact: Fact<PlaceEvent>): Facility {
  switch (fact.type) {
    case 'facility.FacilityRegistered': {
      const { state, zone, from, ...said } = fact.data;
      return { ...entered(facility, fact, from, true, said), registered: true, state, zone };
    }
    case 'facility.FacilityChanged':
      return entered(facility, fact, fact.data.validFrom, false, fact.data);
    case 'facility.ExitControlAttested':
      return entered(facility, fact, fact.data.from, true, fact.data);
  }
}

interface Said {
  readonly name?: string;
  readonly kind?: PlaceKind;
  readonly operator?: { readonly orgRef: string; readonly orgType: OrgType };
  readonly exitControl?: ExitControl;
  readonly capacity?: number;
  readonly units?: readonly string[];
  readonly closed?: true;
}

function entered(facility: Facility, { id, revision }: Fact, from: string, attested: boolean, said: Said): Facility {
  const entry = <T>(value: T | undefined): Entry<T>[] => (value === undefined ? [] : [{ value, from, eventId: id, revision, attested }]);
  return {
    ...facility,
    names: [...facility.names, ...entry(said.name)],
    kinds: [...facility.kinds, ...entry(said.kind)],
    operators: [...facility.operators, ...entry(said.operator)],
    exitControls: [...facility.exitControls, ...entry(said.exitControl)],
    capacities: [...facility.capacities, ...entry(said.capacity)],
    units: [...facility.units, ...entry(said.units)],
    closings: [...facility.closings, ...entry(said.closed)],
  };
}

/**
 * Whether the place is known as open: what was attested for the latest time says so, and no report says otherwise of it,
 * whether made since or about the time since. What is reported of a day to come counts from that day on.
 */
export function isOpenAsKnown({ registered, exitControls, closings }: Facility, now: Date): boolean {
  const attestation = exitControls.filter((entry) => entry.attested).reduce<Entry<ExitControl> | undefined>(later, undefined);
  if (!registered || attestation?.value !== 'OPEN') return false;
  const saysOtherwise = ({ attested, revision, from }: Entry<unknown>): boolean =>
    !attested && (revision > attestation.revision || from > attestation.from) && hasBegunSomewhere(from, now);
  return !exitControls.some((entry) => entry.value !== 'OPEN' && saysOtherwise(entry)) && !closings.some(saysOtherwise);
}

/** Of two entries, the one about the later time; of the same day, the one said later. */
function later<T>(entry: Entry<T> | undefined, next: Entry<T>): Entry<T> {
  return entry && entry.from > next.from ? entry : next;
}

const hoursAheadOfUtcMax = 14;

/** A day begins first where the clocks are 14 hours ahead of UTC. */
export function hasBegunSomewhere(day: string, now: Date): boolean {
  return Date.parse(day) - hoursAheadOfUtcMax * 3_600_000 <= now.getTime();
}
