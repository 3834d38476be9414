import { isCivil, protectingBodies } from '../decider/actor.js';
import { clearing, type Annulments } from '../decider/annulment.js';
import { arrivedIn, doubts, hasArrived, undoubted } from '../decider/arrival.js';
import type { Notes } from '../decider/context.js';
import { corridorsTaken, weighedCorridors, type KnownCorridors } from '../decider/corridor.js';
import type { Fact } from '../decider/event.js';
import { noPlaceChanges, withPlaceChange, withPlacesRead, type PlaceChanges } from '../decider/place.js';
import { isSince } from '../decider/since.js';
import { notesOfWhereabouts, whereaboutsUnknown, type Whereabouts } from '../decider/whereabouts.js';
import { noCustody, notesOfCustody, type Custody } from './custody.state.js';
import type { DepartureConfirmed, EscortAssigned, TransferAuthorised, TransferEvent, TransferLegReported } from './transfer.events.js';

export interface Transfer {
  readonly escort?: Fact<typeof EscortAssigned>;
  /** The authorisation in force: not halted, and the child has not arrived. */
  readonly inForce?: Fact<typeof TransferAuthorised>;
  readonly departure?: Fact<typeof DepartureConfirmed>;
  /** The journey that has ended, by all the arrivals that were told, and those of them that nobody doubts: where there is none, the child is watched over as on the way. */
  readonly ended?: {
    readonly authorisation: Fact<typeof TransferAuthorised>; readonly departure: Fact<typeof DepartureConfirmed>;
    readonly told: readonly string[]; readonly arrivals: readonly Fact[];
  };
  /** Arrivals that were told of the journey in force and did not end it, nor say that the child is held: to whatever they are corrected, it goes on. */
  readonly seeming: readonly string[];
  /** The journey that was halted on the way. */
  readonly stopped?: Fact<typeof TransferAuthorised>;
  /** In which state the child is. */
  readonly whereabouts: Whereabouts;
  /** How it was last said to have been brought to another state, or to have gone there, without the procedure. */
  readonly brought?: Brought;
  /** Parts of the way that were reported while a journey was in force, each with the whole way that was authorised. */
  readonly travelled: readonly Travelled[];
  readonly custody: Custody;
  /** What became of places since they were read. */
  readonly changes: PlaceChanges;
  /** The corridors that the authorisation in force looked at, and what became of them since. */
  readonly corridors: KnownCorridors;
  /** Reports of proceedings in which the child may claim something as a victim (X11). */
  readonly proceedings: readonly Fact[];
}

export type Legs = Fact<typeof TransferAuthorised>['data']['legs'];

/** A way that nobody authorised: from where the child was shown to be. */
export interface Brought {
  readonly way: string;
  readonly at: number;
  readonly legs: readonly { readonly fromState: string; readonly toState: string }[];
  readonly destinationState: string;
}

interface Travelled {
  readonly way: Legs;
  readonly leg: Fact<typeof TransferLegReported>;
}

export const noTransfer: Transfer = { seeming: [], whereabouts: whereaboutsUnknown, travelled: [], custody: noCustody, changes: noPlaceChanges, corridors: new Map(), proceedings: [] };

const whereabouts = notesOfWhereabouts<Transfer>();

export function evolveTransfer(before: Transfer, fact: Fact<TransferEvent>): Transfer {
  const transfer = whereabouts[fact.type]?.(before, fact) ?? before;
  switch (fact.type) {
    case 'repatriation.EscortAssigned':
      return { ...transfer, escort: fact };
    case 'repatriation.TransferAuthorised':
      return { ...transfer, inForce: fact, departure: undefined, stopped: undefined, ended: undefined, seeming: [], changes: withPlacesRead(transfer.changes, fact), corridors: corridorsTaken(fact) };
    case 'repatriation.DepartureConfirmed':
      return { ...transfer, departure: fact, changes: withPlacesRead(transfer.changes, fact), corridors: new Map([...transfer.corridors, ...weighedCorridors(fact)]) };
    case 'repatriation.TransferHalted':
      return { ...transfer, inForce: undefined, departure: undefined, stopped: transfer.departure ? transfer.inForce : transfer.stopped, ended: transfer.inForce ? undefined : transfer.ended };
    case 'repatriation.StatesAlerted':
    case 'repatriation.StatesToldOfMissing':
      return transfer;
    case 'repatriation.CorridorChanged': {
      const { corridor, corridorRevision: revision, suspensions } = fact.data;
      // One that an earlier journey was to take stops no other.
      return transfer.corridors.has(corridor) ? { ...transfer, corridors: new Map(transfer.corridors).set(corridor, { revision, suspensions }) } : transfer;
    }
    case 'repatriation.TransferLegReported': {
      const { escortOrgTypes } = fact.data;
      const protectedOnWay = escortOrgTypes.every(isCivil) && escortOrgTypes.some((orgType) => protectingBodies.includes(orgType));
      const escorted = protectedOnWay ? transfer : { ...transfer, escort: undefined };
      return transfer.inForce ? { ...escorted, travelled: [...transfer.travelled, { way: transfer.inForce.data.legs, leg: fact }] } : escorted;
    }
    // Whoever is handed to those who enforce the law travels without the escort that was named.
    case 'repatriation.HandoverReported':
      return isCivil(fact.data.receiver.orgType) ? transfer : { ...transfer, escort: undefined };
  }
}

/** Ways on which the child is said to have been held, as long as nobody has named anew since who travels with it: until then to plan the same way again proves nothing. */
export function custodialWays({ travelled, escort }: Transfer): readonly Legs[] {
  return travelled.filter(({ leg }) => isCustodial(leg.data) && !(escort && isSince(escort, leg))).map(({ way }) => way);
}

function isCustodial({ custodial, mayLeave, knownOpen }: Fact<typeof TransferLegReported>['data']): boolean {
  return custodial === 'YES' || (custodial !== 'NO' && mayLeave === 'NO') || knownOpen === false;
}

/** A part of the way that is corrected to one on which the child was held is told so by the correction. */
function corrected(transfer: Transfer, { type, revision, recordedAt, data }: Fact): Transfer {
  const { target, fields } = data as { readonly target?: string; readonly fields?: object };
  const isMeant = ({ leg }: Travelled): boolean => leg.id === target && !isCustodial(leg.data);
  if ((type as string) !== 'record.Corrected' || !transfer.travelled.some(isMeant)) return transfer;
  const travelled = transfer.travelled.map((each) => (isMeant(each) ? { ...each, leg: { ...each.leg, revision, recordedAt, data: { ...each.leg.data, ...fields } } } : each));
  return { ...transfer, travelled };
}

export const annulmentsOfTransfer: Annulments<Transfer> = {
  'repatriation.EscortAssigned': { means: 'Nobody is named to travel with the child.', without: clearing('escort') },
  'repatriation.TransferAuthorised': { means: 'The journey is halted, and only a new authorisation revives it.' },
  'repatriation.DepartureConfirmed': { means: 'The journey is halted on the way, and the states on both sides are told.' },
};

const custody = notesOfCustody<Transfer>();

const notes: Notes<Transfer> = {
  ...custody,
  'identification.StayPlaceChanged': (transfer, fact) => ({ ...transfer, changes: withPlaceChange(transfer.changes, fact) }),
  'repatriation.ReturnOutsideProcedureReported': (transfer, fact) => broughtAway(custody[fact.type]!(transfer, fact), fact),
  'guardianship.VictimProceedingReported': (transfer, fact) => ({ ...transfer, proceedings: [...transfer.proceedings, fact] }),
  'reintegration.ChildArrived': (transfer, fact) => arrived(custody[fact.type]!(transfer, fact), fact),
  ...Object.fromEntries(doubts.map((type) => [type, (transfer: Transfer, fact: Fact) => doubted(corrected(custody[type]?.(transfer, fact) ?? transfer, fact), fact)])),
};

export const notesOfTransfer: Notes<Transfer> = Object.fromEntries([...new Set([...Object.keys(notes), ...Object.keys(whereabouts)])]
  .map((type) => [type, (transfer: Transfer, fact: Fact) => [notes, whereabouts].reduce((noted, each) => each[type]?.(noted, fact) ?? noted, transfer)]));

function broughtAway(transfer: Transfer, { id, revision, data }: Fact): Transfer {
  const { destinationState } = data as unknown as { destinationState: string };
  const { states } = transfer.whereabouts;
  const legs = (states.length > 0 ? states : [destinationState]).map((fromState) => ({ fromState, toState: destinationState }));
  return { ...transfer, brought: { way: id, at: revision, legs, destinationState } };
}

/** Who was said to have arrived before it left is watched on: reality moves no procedure. */
function arrived(transfer: Transfer, fact: Fact): Transfer {
  const { inForce: authorisation = transfer.ended?.authorisation, departure = transfer.ended?.departure } = transfer;
  const state = arrivedIn(fact);
  if (!authorisation || !departure || authorisation.data.destinationState !== state || !hasArrived(fact, departure)) return seemed(transfer, fact);
  const { told = transfer.seeming, arrivals = [] } = transfer.ended ?? {};
  const ended = { authorisation, departure, told: [...told, fact.id], arrivals: [...arrivals, fact] };
  return { ...transfer, ended, inForce: undefined, departure: undefined };
}

function seemed(transfer: Transfer, { id }: Fact): Transfer {
  const isCustody = transfer.custody.told.some((word) => word.id === id);
  return transfer.inForce && !isCustody ? { ...transfer, seeming: [...transfer.seeming, id] } : transfer;
}

/** A child of which nobody says any more that it has arrived may be anywhere on its way, and is watched over again. */
function doubted(transfer: Transfer, word: Fact): Transfer {
  const { ended } = transfer;
  if (!ended || ended.arrivals.length === 0) return transfer;
  const arrivals = undoubted(ended.arrivals, ended.departure, word);
  const left = { ...transfer, ended: { ...ended, arrivals } };
  return arrivals.length > 0 ? left : { ...left, inForce: ended.authorisation, departure: ended.departure };
}
