import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { AttestExitControl, RecordFacilityChange, RegisterFacility } from './place.commands.js';
import type { PlaceEvent } from './place.events.js';
import type { Facility } from './place.state.js';

export type PlaceCommand = RegisterFacility | RecordFacilityChange | AttestExitControl;

export function decidePlace(command: PlaceCommand, facility: Facility): readonly NewFact<PlaceEvent>[] {
  switch (command.type) {
    case 'RegisterFacility': {
      if (facility.registered) return [];
      const { name, kind, operator, state, zone, exitControl, capacity, units, from, address } = command;
      if (kind !== 'PRIVATE_HOME' && name === undefined) throw new BadForm('name', 'is left out only for the home of a family');
      if (kind === 'PRIVATE_HOME') assertUnnamed(name);
      return [{ type: 'facility.FacilityRegistered', data: { name, kind, operator, state, zone, exitControl, capacity, units, from, address } }];
    }
    case 'RecordFacilityChange': {
      const { name, kind, operator, exitControl, capacity, units, closed, validFrom } = command;
      const changed = { name, kind, operator, exitControl, capacity, units, closed };
      if (Object.values(changed).every((value) => value === undefined)) throw new BadForm('validFrom', 'dates a change, and the body names none');
      if ((kind ?? facility.kinds.at(-1)?.value) === 'PRIVATE_HOME') assertUnnamed(name);
      return [{ type: 'facility.FacilityChanged', data: { ...changed, validFrom } }];
    }
    case 'AttestExitControl': {
      const { exitControl, from, kind, operator, state, zone } = command;
      const told = [kind, operator, state, zone].filter((each) => each !== undefined).length;
      if (told > 0 && told < 4) throw new BadForm('kind', 'is told with operator, state and zone, or none of them is');
      if (state !== undefined && facility.state !== undefined && state !== facility.state) throw new BadForm('state', 'is not where the register says that the place lies, which can be corrected');
      return [{ type: 'facility.ExitControlAttested', data: { exitControl, from, kind, operator, state, zone } }];
    }
  }
}

/** A foster family's name would stand in the plain part of every event that names the place. */
function assertUnnamed(name: string | undefined): void {
  if (name !== undefined) throw new BadForm('name', 'is left out for the home of a family');
}
