import { protectingBodies } from '../decider/actor.js';
import { setAsideBy } from '../decider/annulment.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { streamOfCorridor, type Corridor } from '../decider/corridor.js';
import { isOfEntitled, type EventDeclaration, type Fact, type NewFact } from '../decider/event.js';
import type { FactCode, Foreign, Occasion, Weighing } from '../decider/gate.js';
import { isKnownOpen, streamOfPlace, type RegisteredPlace } from '../decider/place.js';
import { isSame } from '../decider/same.js';
import { certainlyBefore, knownAt } from '../decider/times.js';
import { openClaimsIn } from './open-claims.js';
import type { OriginAnswered } from './origin.events.js';
import { answersOf, centralAuthoritiesOf, type Origin } from './origin.state.js';
import { couldSpeak, type Representatives } from './representatives.state.js';
import {
  journeyIn, type AssignEscort, type AuthoriseTransfer, type ConfirmDeparture, type HaltTransfer, type RecordCorridorChange, type RecordHandover, type RecordTransferLeg,
} from './transfer.commands.js';
import type { StatesAlerted, StatesToldOfMissing, TransferEvent } from './transfer.events.js';
import { custodialWays, type Brought, type Transfer } from './transfer.state.js';

export type TransferCommand = AssignEscort | AuthoriseTransfer | ConfirmDeparture | HaltTransfer | RecordCorridorChange | RecordTransferLeg | RecordHandover;

export function decideTransfer(command: TransferCommand, transfer: Transfer, weighing: Occasion): readonly NewFact<TransferEvent>[] {
  const { escort, inForce, departure } = transfer;
  const { actor, now, occurredAt } = weighing;
  const carriesOut = command.type === 'AssignEscort' || command.type === 'AuthoriseTransfer' || command.type === 'ConfirmDeparture';
  if (carriesOut && !protectingBodies.includes(actor.orgType)) throw new NotCompetent();
  switch (command.type) {
    case 'AssignEscort': {
      const { escorts, unknownBecause } = command;
      const known = escorts.some(({ knownToChild }) => knownToChild === 'YES');
      if (!known && !unknownBecause) throw new BadForm('unknownBecause', 'says why nobody whom the child knows travels with it');
      if (known && unknownBecause) throw new BadForm('unknownBecause', 'is for escorts of whom the child knows none');
      const data = { escorts, unknownBecause };
      // The same people may be named again by whoever knows that the child was held on the way.
      return isSame(escort?.data, data) && custodialWays(transfer).length === 0 ? [] : [{ type: 'repatriation.EscortAssigned', data }];
    }
    case 'AuthoriseTransfer': {
      const data = journeyIn(command);
      if (isSame(inForce?.data, data)) return [];
      assertOneWay(data, transfer);
      assertSleepsOnWay(data, weighing);
      if (Date.parse(data.plannedDeparture) < now.getTime()) throw new BadForm('plannedDeparture', 'has passed');
      if (departure) throw new NotApplicable('the child is on the way: the journey is halted before another is authorised');
      return [{ type: 'repatriation.TransferAuthorised', data }];
    }
    case 'ConfirmDeparture':
      if (departure) return [];
      if (!mayBeIn(inForce!.data.legs[0]!.fromState, transfer)) throw new NotApplicable('the child is no longer in the state where its way begins: another way is authorised');
      return [{ type: 'repatriation.DepartureConfirmed', data: { authorisation: inForce!.id, openClaims: openClaimsAt(transfer) } }];
    case 'HaltTransfer': {
      const { ground, statement } = command;
      return [{ type: 'repatriation.TransferHalted', data: { authorisation: inForce?.id, lost: [], ground, inTransit: departure !== undefined, statement } }];
    }
    case 'RecordCorridorChange':
      return corridorChanged(command, transfer, weighing);
    case 'RecordTransferLeg': {
      const { fromState, toState, means, custodial, mayLeave, escortOrgTypes, nightStopRef, arrivedAt, note } = command;
      return [{ type: 'repatriation.TransferLegReported', data: { fromState, toState, means, custodial, mayLeave, escortOrgTypes, nightStopRef, knownOpen: isKnownOpen(nightStopRef, weighing, occurredAt, arrivedAt), arrivedAt, note } }];
    }
    case 'RecordHandover': {
      const { sender, receiver, place, state, facilityRef, signedBySender, signedByReceiver, receiverName, condition } = command;
      return [{ type: 'repatriation.HandoverReported', data: { sender, receiver, place, state, facilityRef, knownOpen: isKnownOpen(facilityRef, weighing, occurredAt), signedBySender, signedByReceiver, receiverName, condition } }];
    }
  }
}

/** Departure shows what the child, a victim, still claims: it ends no proceeding (X11). */
function openClaimsAt({ proceedings }: Transfer): string[] | undefined {
  const open = openClaimsIn(proceedings).map(({ event }) => event);
  return open.length > 0 ? open : undefined;
}

/** Told also where no journey is authorised: one that is being authorised has looked at the corridor, and is weighed again for what is told meanwhile. */
function corridorChanged({ corridor }: RecordCorridorChange, { corridors }: Transfer, { foreign }: Weighing): readonly NewFact<TransferEvent>[] {
  const { state, otherwise = [], revision, eventId } = foreign.get(streamOfCorridor(corridor)) as Foreign<Corridor>;
  if (!eventId || revision <= (corridors.get(corridor)?.revision ?? -1)) return [];
  // What was taken back by a correction alone is suspended all the same (ruling 12).
  const suspensions = [state, ...otherwise].flatMap((each) => each.suspensions).map(({ scope, from }) => ({ scope, from }));
  const data = { corridor, suspensions: suspensions.filter((each, index) => suspensions.findIndex((other) => isSame(each, other)) === index), corridorRevision: revision, corridorEventId: eventId };
  return [{ type: 'repatriation.CorridorChanged', data }];
}

/** What takes a guarantee from a journey that is authorised, or sets its authorisation aside, halts it in the same instant, on the way as well (ruling 20). */
export function afterFall(cause: Fact, { inForce, departure }: Transfer, fell: readonly FactCode[], representatives: Representatives): readonly NewFact<EventDeclaration>[] {
  const decision = setAsideBy(cause) ?? withdrawnBy(cause);
  const isSetAside = decision !== undefined && [inForce?.id, departure?.id].includes(decision);
  if (!inForce) return [];
  const disputed = disputedForChild(cause, representatives);
  const denied = [inForce, departure].flatMap((each) => each?.meta.basis?.facts ?? []).filter(({ evidence }) => disputed !== undefined && evidence.includes(disputed)).map(({ code }) => code);
  const lost = [...new Set([...fell, ...denied])];
  if (lost.length === 0 && !isSetAside && !isOutside(cause, inForce) && !isHaltedElsewhere(cause, inForce) && (disputed === undefined || ![inForce.id, departure?.id].includes(disputed))) return [];
  const data = { authorisation: inForce.id, lost, cause: cause.id, inTransit: departure !== undefined };
  return [{ type: 'repatriation.TransferHalted', data } satisfies NewFact<TransferEvent>];
}

/** What the child says is not so, by whomever it has its word brought whose part that is, or somebody who speaks for it now; the word of others against it contests, and halts nothing. */
function disputedForChild(cause: Fact, representatives: Representatives): string | undefined {
  if ((cause.type as string) !== 'record.Disputed' || !isOfEntitled(cause)) return undefined;
  const { target, by } = cause.data as unknown as { target: string; by: string };
  const { role, actorRef } = cause.meta.recordedBy;
  return by === 'CHILD' || role === 'CHILD' || couldSpeak(representatives, actorRef, { from: knownAt(cause).toISOString() }) ? target : undefined;
}

/** A child that is said to have been brought away, or to have gone, without the procedure is not on the way that was authorised. */
function isOutside({ type, meta }: Fact, inForce: Fact): boolean {
  return (type as string) === 'repatriation.ReturnOutsideProcedureReported' && !certainlyBefore(meta.occurredAt, inForce.meta.occurredAt);
}

/** Somebody halted the journey in another record of the child, which was merged into this one. What a fact took from a journey that was decided there, it took there. */
function isHaltedElsewhere({ stream, type, data, meta }: Fact, inForce: Fact): boolean {
  return (type as string) === 'repatriation.TransferHalted' && stream !== inForce.stream && (data as { ground?: string }).ground !== undefined && !certainlyBefore(meta.occurredAt, inForce.meta.occurredAt);
}

/** Whoever says that it was never decided, or never left, halts it. */
function withdrawnBy({ type, data }: Fact): string | undefined {
  return type === 'record.Retracted' || type === 'record.Corrected' ? (data as { target: string }).target : undefined;
}

/** A journey that was halted on the way leaves the child between two states: both are told in the same instant (A4, case 9). */
export function afterHalt({ id, type, data }: Fact, { stopped }: Transfer, origin: Origin): readonly NewFact<typeof StatesAlerted>[] {
  if ((type as string) !== 'repatriation.TransferHalted' || !stopped || (data as { authorisation?: string }).authorisation !== stopped.id) return [];
  return [{ type: 'repatriation.StatesAlerted', data: { halt: id, authorisation: stopped.id, states: statesOf(stopped.data, origin) } }];
}

/** Whoever is missing after a journey, on it or without one is looked for in every state of its way (A4, case 20). */
export function afterMissing({ id, type }: Fact, { departure, inForce, ended, stopped, brought }: Transfer, origin: Origin): readonly NewFact<typeof StatesToldOfMissing>[] {
  if ((type as string) !== 'reintegration.MissingReported') return [];
  const journey = departure ? inForce : ended?.authorisation ?? stopped;
  const ways = [...(journey ? [{ way: journey.id, at: journey.revision, ...journey.data }] : []), ...(brought ? [brought] : [])];
  const last = ways.toSorted((one, other) => one.at - other.at).at(-1);
  return last ? [{ type: 'repatriation.StatesToldOfMissing', data: { missing: id, way: last.way, states: statesOf(last, origin) } }] : [];
}

function statesOf({ legs, destinationState }: Pick<Brought, 'legs' | 'destinationState'>, origin: Origin): Fact<typeof StatesAlerted>['data']['states'] {
  const [departure] = legs.map(({ fromState }) => fromState);
  const partOf = (state: string) => (state === destinationState ? 'DESTINATION' as const : state === departure ? 'DEPARTURE' as const : 'TRANSIT' as const);
  return [...new Set(legs.flatMap(({ fromState, toState }) => [fromState, toState]))].map((state) => ({
    state, part: partOf(state), authority: [...answersOf(origin, state), ...centralAuthoritiesOf(origin, state)].map(authorityIn).findLast((each) => each !== undefined) ?? origin.bodies.get(state),
  }));
}

function authorityIn({ data }: Fact): Fact<typeof OriginAnswered>['data']['authority'] | undefined {
  return (data as Partial<Fact<typeof OriginAnswered>['data']>).authority;
}

/** A state in which the child sleeps is one that its way names: each part of the way is told with its states (A4, case 12), and none is passed in silence. */
function assertSleepsOnWay({ legs }: Pick<AuthoriseTransfer, 'legs'>, { foreign }: Weighing): void {
  for (const [index, { fromState, toState, nightStops }] of legs.entries()) {
    const states = nightStops.map((place) => (foreign.get(streamOfPlace(place))?.state as RegisteredPlace | undefined)?.state);
    if (states.some((state) => state !== undefined && ![fromState, toState].includes(state))) throw new BadForm(`legs[${index}].nightStops`, 'lie in a state that this part of the way does not name');
  }
}

/** Whether the child is shown to be in a state, or somebody says since that it is. Of whom the record knows nowhere, such as one whose registration was withdrawn, every state may be the one. */
function mayBeIn(state: string, { whereabouts: { states, elsewhere } }: Transfer): boolean {
  const here = [...states, ...elsewhere.flatMap((said) => said.states)];
  return here.length === 0 || here.includes(state);
}

/** The first leg begins where the child is, each where the one before it ends, and the last one ends where the child is to live: no part of the way is left out. */
function assertOneWay({ legs, destinationState }: Pick<AuthoriseTransfer, 'legs' | 'destinationState'>, transfer: Transfer): void {
  if (!mayBeIn(legs[0]!.fromState, transfer)) throw new BadForm('legs', 'do not begin in the state where the child is');
  const apart = legs.some(({ fromState }, index) => index > 0 && legs[index - 1]!.toState !== fromState);
  if (apart) throw new BadForm('legs', 'are no one way: each begins where the one before it ends');
  if (legs.at(-1)?.toState !== destinationState) throw new BadForm('legs', 'do not end in the state of destination');
}
