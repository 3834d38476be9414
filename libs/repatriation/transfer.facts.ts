import { isCivil, protectingBodies } from '../decider/actor.js';
import type { GateFact } from '../decider/gate.js';
import { isAccused } from '../decider/participants.js';
import { openPlace } from '../decider/place.js';
import { isSame } from '../decider/same.js';
import { independentCertificates, isAtLiberty } from './custody.state.js';
import { journeyIn, type AssignEscort, type AuthoriseTransfer, type ConfirmDeparture } from './transfer.commands.js';
import { custodialWays, type Legs, type Transfer } from './transfer.state.js';

type Of = { transfer: Transfer };
type Journey = AuthoriseTransfer | ConfirmDeparture;

export const escortCivil: GateFact<Of, AssignEscort | Journey> = {
  code: 'ESCORT_CIVIL',
  promise: 'On every part of the way somebody of child protection is with the child, and nobody who enforces the law or is said to have done harm to it.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, principle (v); A/79/213, paras 49 to 51',
  proof: ({ transfer: { escort } }, { participants }, command) => {
    const escorts = 'escorts' in command ? command.escorts : escort?.data.escorts ?? [];
    const civil = escorts.every(({ orgType }) => isCivil(orgType)) && escorts.some(({ orgType }) => protectingBodies.includes(orgType));
    if (!civil || escorts.some(({ escortRef: personRef, orgRef }) => isAccused(participants, { personRef, orgRef }))) return undefined;
    if ('escorts' in command) return { evidence: [] };
    // Relatives and others may travel along; on each part of the way it is one of these who answers for the child.
    const protectors = escorts.filter(({ orgType }) => protectingBodies.includes(orgType));
    const accompanied = command.legs.every(({ escortRef }) => protectors.some((each) => each.escortRef === escortRef));
    return escort && accompanied ? { evidence: [escort.id] } : undefined;
  },
};

export const notCustodialTravel: GateFact<Of, Journey> = {
  code: 'NOT_CUSTODIAL_TRAVEL',
  promise: 'On no part of the way, by day or by night, is the child held, and none sets out from custody: that one is over is certified by somebody who did not hold it, and on a way on which it was held it is escorted by those who are named anew.',
  basis: 'International Child Repatriation Guidelines, guarantee 1; CRC art. 37(b); OSCE/ODIHR, After the Chisinau Agreement, Day 1',
  proof: ({ transfer }, weighing, { legs }) => {
    const { custody, changes } = transfer;
    if (!isAtLiberty(custody, weighing.participants)) return undefined;
    if (legs.some(({ custodial }) => custodial !== 'NO') || custodialWays(transfer).some((way) => isSame(wayOf(way), wayOf(legs)))) return undefined;
    const nights = legs.flatMap(({ nightStops }) => nightStops).map((place) => openPlace(place, weighing, changes));
    const evidence = independentCertificates(custody, weighing.participants).slice(-1).map(({ id }) => id);
    return nights.every((open) => open !== undefined) ? { evidence, foreign: nights.flatMap(({ foreign }) => foreign) } : undefined;
  },
};

/** Whoever accompanies the child and whatever permits it, the way is the same. */
function wayOf(legs: Legs) {
  return legs.map(({ fromState, toState, means, nightStops }) => ({ fromState, toState, means, nightStops }));
}

export const transferInForce: GateFact<Of, Journey> = {
  code: 'TRANSFER_IN_FORCE',
  promise: 'The child leaves on the day and the way that were authorised, and nothing has halted the journey since.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; the guarantees are looked at again on the day',
  proof: ({ transfer: { inForce, ended } }, { now }, command) =>
    // A doubt about its end brings the watch back, and no right to leave once more.
    inForce && !ended && isSame(inForce.data, journeyIn(command)) && isDayOf(command.plannedDeparture, now) ? { evidence: [inForce.id] } : undefined,
};

/** Whether it is now the date on which the instant stands, by the clock of its own offset. */
function isDayOf(instant: string, now: Date): boolean {
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})$/.exec(instant) ?? [];
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return new Date(now.getTime() + offsetMs).toISOString().slice(0, 10) === instant.slice(0, 10);
}
