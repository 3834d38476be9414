import type { Fact } from '../decider/event.js';
import { notesOfWhereabouts, whereaboutsUnknown, type Whereabouts } from '../decider/whereabouts.js';
import type { PlacesEvent } from './places.events.js';
import type { RegisterEntry } from './register.js';

export interface Places {
  /** The newest copy of what the register says of a place, since it has changed. */
  readonly changed: ReadonlyMap<string, RegisterEntry>;
  /** Care whose place is no longer known to be open, by its event. */
  readonly lost: readonly string[];
  /** In which state the child is. */
  readonly whereabouts: Whereabouts;
}

export const noPlaces: Places = { changed: new Map(), lost: [], whereabouts: whereaboutsUnknown };

export const notesOfPlaces = notesOfWhereabouts<Places>();

export function evolvePlaces(places: Places, fact: Fact<PlacesEvent>): Places {
  switch (fact.type) {
    case 'identification.StayPlaceChanged':
      return { ...places, changed: new Map(places.changed).set(fact.data.facilityRef, fact.data.register) };
    case 'identification.OpenSettingLost':
      return { ...places, lost: [...places.lost, fact.data.care] };
  }
}
