import type { OrgType } from '../decider/actor.js';
import type { Notes } from '../decider/context.js';
import { isOfEntitled, type Fact } from '../decider/event.js';
import type { Entry, ExitControl, RegisteredPlace } from '../decider/place.js';
import type { PlaceEvent, PlaceKind } from './place.events.js';

/** A place with its history. Every list is in the order in which it was said. */
export interface Facility extends RegisteredPlace {
  readonly names: readonly Entry<string>[];
  readonly kinds: readonly Entry<PlaceKind>[];
  readonly capacities: readonly Entry<number>[];
  readonly units: readonly Entry<readonly string[]>[];
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
    case 'facility.ExitControlAttested': {
      const { state, zone, from, ...said } = fact.data;
      const inspected = entered(facility, fact, from, true, said);
      // Whoever says all of it answers for all of it, where the registration does not stand.
      return state === undefined ? inspected : { ...inspected, registered: true, state: facility.state ?? state, zone: facility.zone ?? zone };
    }
  }
}

/** A registration that is withdrawn is made good by an inspection since; a stranger's word takes nothing from an earlier one. */
export const notesOfFacility: Notes<Facility> = {
  'record.Retracted': (facility, retraction) => {
    const { targetType } = retraction.data as { targetType?: string };
    return targetType === 'facility.FacilityRegistered' && isOfEntitled(retraction) ? { ...facility, registered: false } : facility;
  },
};

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
