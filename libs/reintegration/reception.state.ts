import { clearing, type Annulments } from '../decider/annulment.js';
import { notesOfArrival } from '../decider/arrival.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { noPlaceChanges, withPlaceChange, withPlacesRead, type PlaceChanges } from '../decider/place.js';
import { isSince } from '../decider/since.js';
import { knownAt } from '../decider/times.js';
import type { CarerConfirmed, FirstPlacementArranged, MonitoringArranged, ReceptionEvent } from './reception.events.js';

/** Who and what waits for the child, as far as it is in force. */
export interface Reception {
  readonly carer?: Fact<typeof CarerConfirmed>;
  /** By what each carer was lost, by its reference: who withdrew, died, was arrested or endangers the child is assessed and asked anew. */
  readonly losses: ReadonlyMap<string, readonly Fact[]>;
  readonly monitoring?: Fact<typeof MonitoringArranged>;
  readonly firstPlacement?: Fact<typeof FirstPlacementArranged>;
  readonly departure?: Fact;
  /** What became of places since. */
  readonly changes: PlaceChanges;
}

export const noReception: Reception = { losses: new Map(), changes: noPlaceChanges };

export function evolveReception(reception: Reception, fact: Fact<ReceptionEvent>): Reception {
  switch (fact.type) {
    case 'reintegration.CarerConfirmed': {
      const { carerRef, homeStudy, agreedOn } = fact.data;
      const isFoundSince = (reception.losses.get(carerRef) ?? []).every((loss) => isSince(fact, loss, [homeStudy.doneOn, agreedOn]));
      return isFoundSince ? { ...reception, carer: fact } : reception;
    }
    case 'reintegration.CarerWithdrawn':
      return noteLoss(reception, fact);
    case 'reintegration.MonitoringArranged':
      return { ...reception, monitoring: fact };
    case 'reintegration.FirstPlacementArranged':
      return { ...reception, firstPlacement: fact };
  }
}

/** Without those whom a fact takes away from who could care for the child. */
function noteLoss(reception: Reception, fact: Fact): Reception {
  const { carerRef, relativeRef, alive, deprivedOfLiberty, finding, stayingWith = [] } = fact.data as {
    carerRef?: string; relativeRef?: string; alive?: string; deprivedOfLiberty?: string; finding?: string; stayingWith?: readonly string[];
  };
  const gone = relativeRef !== undefined && (alive === 'NO' || deprivedOfLiberty === 'YES') ? [relativeRef] : [];
  const lost = [...(carerRef === undefined ? [] : [carerRef]), ...gone, ...(finding === 'PRESENT' ? stayingWith : [])];
  if (lost.length === 0) return reception;
  const losses = new Map(reception.losses);
  for (const each of lost) losses.set(each, [...(losses.get(each) ?? []), fact]);
  return { ...reception, losses, carer: reception.carer && lost.includes(reception.carer.data.carerRef) ? undefined : reception.carer };
}

const withDecision: Notes<Reception>[string] = (reception, decision) => ({ ...reception, changes: withPlacesRead(reception.changes, decision) });

const arrival = notesOfArrival<Reception>((reception, arrived) => {
  const unlessFor = <F extends Fact & { readonly data: { readonly destinationState: string } }>(arranged: F | undefined) => (arranged?.data.destinationState === arrived ? undefined : arranged);
  return { ...reception, carer: unlessFor(reception.carer), monitoring: unlessFor(reception.monitoring), firstPlacement: unlessFor(reception.firstPlacement) };
});

/** Who waits for the child is asked again before another journey. */
export const receptionNotes: Notes<Reception> = {
  ...arrival,
  'identification.CarerArrested': noteLoss,
  'identification.CareGapOpened': noteLoss,
  'identification.FamilyLinkReported': noteLoss,
  'best-interests.DangerAssessed': noteLoss,
  'repatriation.TransferAuthorised': withDecision,
  'repatriation.DepartureConfirmed': (reception, fact) => arrival[fact.type]!(withDecision(reception, fact), fact),
  'identification.StayPlaceChanged': (reception, fact) => ({ ...reception, changes: withPlaceChange(reception.changes, fact) }),
};

export const annulmentsOfReception: Annulments<Reception> = {
  'reintegration.CarerConfirmed': { means: 'Nobody is confirmed to care for the child.', without: clearing('carer') },
  'reintegration.MonitoringArranged': { means: 'Nobody is named to look how the child is after its arrival.', without: clearing('monitoring') },
  'reintegration.FirstPlacementArranged': { means: 'No place waits for the child.', without: clearing('firstPlacement') },
};

/** What was arranged of old waits for nobody. */
export function isRecentlyArranged(arranged: Fact, { now, setting }: Pick<Weighing, 'now' | 'setting'>): boolean {
  return now <= setting.endOf('RECEPTION_AGE', { from: knownAt(arranged).toISOString() });
}
