import { openCorridors } from '../decider/corridor.js';
import type { GateFact } from '../decider/gate.js';
import type { Journey } from '../decider/journey.js';
import { centralAuthoritiesOf, isRecent, mayAnswer, readinessOf, type Origin } from './origin.state.js';
import { couldSpeak, standingAt } from './representatives.state.js';
import type { AuthoriseTransfer, ConfirmDeparture } from './transfer.commands.js';
import type { Transfer } from './transfer.state.js';

/** The last consent of each who could speak for the child then, to ask a state, by whose it is. */
export function consentedEnquiries({ enquiryConsents, representatives }: Origin, state: string): ReadonlyMap<string, Origin['enquiryConsents'][number]> {
  const given = enquiryConsents.filter(({ data, meta }) => data.destinationState === state && couldSpeak(representatives, data.representativeRef, meta.occurredAt));
  return new Map(given.map((consent) => [consent.data.representativeRef, consent]));
}

export const enquiryConsented: GateFact<{ origin: Origin }, Journey> = {
  code: 'ENQUIRY_CONSENTED',
  promise: 'No state is asked about a child unless everybody who represents it has agreed that this state is asked, and none of them has taken that back.',
  basis: 'UN General Assembly resolution 64/142, para. 150; European Court of Human Rights, Popov v. France',
  proof: ({ origin }, { now }, { destinationState }) => {
    const agreed = consentedEnquiries(origin, destinationState);
    const isAgreed = agreed.size > 0 && standingAt(origin.representatives, now).every((ref) => agreed.has(ref));
    return isAgreed ? { evidence: [...agreed.values()].map(({ id }) => id) } : undefined;
  },
};

export const originStateReady: GateFact<{ origin: Origin; transfer: Transfer }, AuthoriseTransfer | ConfirmDeparture> = {
  code: 'ORIGIN_STATE_READY',
  promise: 'A child travels only to a state whose authority has confirmed not long ago that it is ready, and not while transfers to it, or over a border on the way, are suspended.',
  basis: 'International Child Repatriation Guidelines, guarantee 5',
  proof: ({ origin, transfer: { corridors } }, weighing, journey) => {
    const { destinationState } = journey;
    const ready = readinessOf(origin, destinationState, weighing.now);
    const open = openCorridors(journey, weighing, corridors);
    if (ready.length === 0 || !ready.every((answer) => mayAnswer(answer.data.authority) && isRecent(weighing)(answer)) || !open || origin.suspensions.some((each) => each.destinationState === destinationState)) return undefined;
    const resumed = origin.suspensionEnds.filter((each) => each.destinationState === destinationState).map(({ by }) => by);
    return { evidence: [...ready, ...resumed].map(({ id }) => id), ...open };
  },
};

export const centralAuthorityOk: GateFact<{ origin: Origin }, AuthoriseTransfer | ConfirmDeparture> = {
  code: 'CENTRAL_AUTHORITY_OK',
  promise: 'Where an agreement between the state that it is sent to and one that answers for the child, or that it leaves, names a central authority, the child travels only once that authority has agreed, and not on what it said of old.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 2 and Recommendation 6 (agreements that name central authorities)',
  proof: ({ origin }, weighing, { destinationState, legs }) => {
    // No state agrees on anything with itself, so that nobody asks about a return inside one (ruling 33).
    if (!weighing.setting.agreementsWith(destinationState, legs[0]?.fromState).some(({ centralAuthorityAsked }) => centralAuthorityAsked)) return { evidence: [] };
    const given = centralAuthoritiesOf(origin, destinationState);
    return given.length > 0 && given.every((answer) => answer.data.answer === 'AGREED' && mayAnswer(answer.data.authority) && isRecent(weighing)(answer)) ? { evidence: given.map(({ id }) => id) } : undefined;
  },
};
