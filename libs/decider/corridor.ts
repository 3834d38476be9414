import { isISO31661Alpha2 } from 'class-validator';
import type { Fact, ForeignRef } from './event.js';
import type { Foreign, Weighing } from './gate.js';
import type { PlannedJourney } from './journey.js';
import { streamOfChild } from './kin.js';

/** What contexts may look at of a corridor, the way from one state to another: the published part of its state, the same for whoever weighs it. */

/** Which transfers a suspension stops. It stops nothing else: care, guardians, reviews and schooling go on (A4, case 16). */
export const suspensionScopes = ['ALL_TRANSFERS', 'REPATRIATION', 'THIRD_COUNTRY'] as const;
export const suspensionCauses = ['PANDEMIC', 'ARMED_CONFLICT', 'BORDER_CLOSED', 'AGREEMENT_SUSPENDED', 'OTHER', 'UNKNOWN'] as const;

/** A suspension that nobody has attested to be over. */
export interface OpenSuspension {
  readonly scope: (typeof suspensionScopes)[number];
  /** From when transfers are suspended, RFC 3339. */
  readonly from: string;
}

export interface Corridor {
  /** As often as they were declared: a further declaration adds to what was said, and takes nothing back. */
  readonly suspensions: readonly OpenSuspension[];
}

/** Such as KG-KZ: transfers from Kyrgyzstan to Kazakhstan. The way back is another corridor; KG-KG are those inside Kyrgyzstan, which take the same road (ruling 33). */
export function isCorridor(id: string): boolean {
  const [from = '', to = '', ...more] = id.split('-');
  return more.length === 0 && [from, to].every((state) => /^[A-Z]{2}$/.test(state) && isISO31661Alpha2(state));
}

/** The state that children leave on it, by whose law its times are counted. */
export function stateLeftOn(id: string): string {
  return id.slice(0, 2);
}

export function streamOfCorridor(id: string): string {
  return `corridor-${id}`;
}

/** The stream of a child, or of a corridor, by its id: those to whom something is owed within a time. */
export function streamOfOwed(id: string): string {
  return isCorridor(id) ? streamOfCorridor(id) : streamOfChild(id);
}

export function corridorIn(stream: string): string {
  return stream.slice(streamOfCorridor('').length);
}

type Way = Pick<PlannedJourney, 'outcome' | 'destinationState' | 'plannedDeparture'> & { readonly legs: readonly { readonly fromState: string; readonly toState: string }[] };

/** The streams that a journey's decision looks at: from the state of the record, and from where the way begins, to the destination; and every border on the way. */
export function readsCorridors({ destinationState, legs }: Pick<Way, 'destinationState' | 'legs'>, { jurisdiction }: { readonly jurisdiction: string }): readonly string[] {
  const from = [jurisdiction, ...legs.slice(0, 1).map(({ fromState }) => fromState)].map((state) => `${state}-${destinationState}`);
  const borders = legs.filter(({ fromState, toState }) => fromState !== toState).map(({ fromState, toState }) => `${fromState}-${toState}`);
  return [...new Set([...from, ...borders])].map(streamOfCorridor);
}

/** What is known of the corridors that the decision in force looked at: as they were then, and as they have been told of since. */
export type KnownCorridors = ReadonlyMap<string, { readonly revision: number; readonly suspensions: readonly OpenSuspension[] }>;

/** What a decision has looked at: nothing was suspended there. */
export function weighedCorridors({ meta }: Fact): KnownCorridors {
  const seen = (meta.basis?.facts ?? []).flatMap(({ foreign = [] }) => foreign).filter(({ stream }) => stream.startsWith(streamOfCorridor('')));
  return new Map(seen.map(({ stream, revision }) => [corridorIn(stream), { revision, suspensions: [] }]));
}

/** The corridors that an authorised journey takes, up to where each was looked at: those of a decision that was stored before there were corridors have yet to be told of. */
export function corridorsTaken(authorised: Fact): KnownCorridors {
  const { destinationState, legs } = authorised.data as unknown as Partial<Way>;
  const way = destinationState !== undefined && legs !== undefined ? readsCorridors({ destinationState, legs }, authorised.meta) : [];
  return new Map([...way.map((stream) => [corridorIn(stream), { revision: -1, suspensions: [] }] as const), ...weighedCorridors(authorised)]);
}

/**
 * Proof that no part of a journey is suspended: by the corridors as they were read for this decision; of a decision that stands, by what has
 * been told of them since, because a standing decision is weighed on the child's own stream. Undefined where there is none.
 */
export function openCorridors(journey: Way, { foreign, now, standing }: Weighing, known: KnownCorridors): { readonly foreign: readonly ForeignRef[] } | undefined {
  const stopped = (suspensions: readonly OpenSuspension[]) => suspensions.some((each) => stops(each, journey, now));
  if (standing) return [...known.values()].some(({ suspensions }) => stopped(suspensions)) ? undefined : { foreign: [] };
  const read = [...foreign.values()].filter(({ stream }) => stream.startsWith(streamOfCorridor(''))) as Foreign<Corridor>[];
  if (read.length === 0 || read.some(({ state }) => stopped(state.suspensions))) return undefined;
  return { foreign: read.map(({ stream, revision, eventId }) => ({ stream, revision, eventId })) };
}

/** One that begins only after the day of departure does not stop the journey. */
function stops({ scope, from }: OpenSuspension, { outcome, plannedDeparture }: Way, now: Date): boolean {
  const counts = scope === 'ALL_TRANSFERS' || scope === outcome;
  return counts && Date.parse(from) <= Math.max(now.getTime(), Date.parse(plannedDeparture));
}
