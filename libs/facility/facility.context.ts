import { boundedContext } from '../decider/context.js';
import { facilityShared } from './facility.shared.js';
import * as placeCommands from './place.commands.js';
import { decidePlace } from './place.decider.js';
import { placeEvents, type PlaceEvent } from './place.events.js';
import { openSetting } from './place.facts.js';
import { evolveFacility, noFacility, notesOfFacility, type Facility } from './place.state.js';

/** The register of places where children stay or are held, with its history. */
export const facility = boundedContext<Facility, PlaceEvent, typeof placeCommands>({
  name: 'facility',
  subject: 'facility',
  events: placeEvents,
  commands: placeCommands,
  shared: facilityShared,
  facts: [openSetting],
  initial: noFacility,
  evolve: evolveFacility,
  decide: decidePlace,
  takesNoteOf: notesOfFacility,
});
