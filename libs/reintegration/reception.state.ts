import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { noPlaceChanges, withPlaceChange, type PlaceChanges } from '../decider/place.js';
import type { CarerConfirmed, FirstPlacementArranged, MonitoringArranged, ReceptionEvent } from './reception.events.js';

/** Who and what waits for the child, as far as it is in force. */
export interface Reception {
  readonly carer?: Fact<typeof CarerConfirmed>;
  readonly monitoring?: Fact<typeof MonitoringArranged>;
  readonly firstPlacement?: Fact<typeof FirstPlacementArranged>;
  /** What became of places since. */
  readonly changes: PlaceChanges;
}

export const noReception: Reception = { changes: noPlaceChanges };

export function evolveReception(reception: Reception, fact: Fact<ReceptionEvent>): Reception {
  switch (fact.type) {
    case 'reintegration.CarerConfirmed':
      return { ...reception, carer: fact };
    case 'reintegration.CarerWithdrawn':
      return reception.carer?.data.carerRef === fact.data.carerRef ? { ...reception, carer: undefined } : reception;
    case 'reintegration.MonitoringArranged':
      return { ...reception, monitoring: fact };
    case 'reintegration.FirstPlacementArranged':
      return { ...reception, firstPlacement: fact };
  }
}

export const receptionNotes: Notes<Reception> = {
  'identification.StayPlaceChanged': (reception, fact) => ({ ...reception, changes: withPlaceChange(reception.changes, fact) }),
};
