import { clearing, type Annulments } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { noPlaceChanges, withPlaceChange, withPlacesRead, type PlaceChanges } from '../decider/place.js';
import { isSince } from '../decider/since.js';
import type { CarerConfirmed, CarerWithdrawn, FirstPlacementArranged, MonitoringArranged, ReceptionEvent } from './reception.events.js';

/** Who and what waits for the child, as far as it is in force. */
export interface Reception {
  readonly carer?: Fact<typeof CarerConfirmed>;
  readonly withdrawals: readonly Fact<typeof CarerWithdrawn>[];
  readonly monitoring?: Fact<typeof MonitoringArranged>;
  readonly firstPlacement?: Fact<typeof FirstPlacementArranged>;
  /** What became of places since. */
  readonly changes: PlaceChanges;
}

export const noReception: Reception = { withdrawals: [], changes: noPlaceChanges };

export function evolveReception(reception: Reception, fact: Fact<ReceptionEvent>): Reception {
  switch (fact.type) {
    case 'reintegration.CarerConfirmed': {
      const { carerRef, homeStudy, agreedOn } = fact.data;
      const agreedSince = reception.withdrawals.every((end) => end.data.carerRef !== carerRef || isSince(fact, end, [homeStudy.doneOn, agreedOn]));
      return agreedSince ? { ...reception, carer: fact } : reception;
    }
    case 'reintegration.CarerWithdrawn': {
      const withdrawals = [...reception.withdrawals, fact];
      return { ...reception, withdrawals, carer: reception.carer?.data.carerRef === fact.data.carerRef ? undefined : reception.carer };
    }
    case 'reintegration.MonitoringArranged':
      return { ...reception, monitoring: fact };
    case 'reintegration.FirstPlacementArranged':
      return { ...reception, firstPlacement: fact };
  }
}

const withDecision: Notes<Reception>[string] = (reception, decision) => ({ ...reception, changes: withPlacesRead(reception.changes, decision) });

export const receptionNotes: Notes<Reception> = {
  'repatriation.TransferAuthorised': withDecision,
  'repatriation.DepartureConfirmed': withDecision,
  'identification.StayPlaceChanged': (reception, fact) => ({ ...reception, changes: withPlaceChange(reception.changes, fact) }),
};

export const annulmentsOfReception: Annulments<Reception> = {
  'reintegration.CarerConfirmed': { means: 'Nobody is confirmed to care for the child.', without: clearing('carer') },
  'reintegration.MonitoringArranged': { means: 'Nobody is named to look how the child is after its arrival.', without: clearing('monitoring') },
  'reintegration.FirstPlacementArranged': { means: 'No place waits for the child.', without: clearing('firstPlacement') },
};
