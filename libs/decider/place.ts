import type { ForeignRef } from './event.js';
import type { Weighing } from './gate.js';

/** What contexts may look at of a place of the register: the published part of its state, the same for whoever weighs it. */

/** OPEN: a child may leave as a child of that age may leave its home. CONTROLLED: somebody decides whether it may. */
export const exitControls = ['OPEN', 'CONTROLLED', 'UNKNOWN'] as const;
export type ExitControl = (typeof exitControls)[number];

/** One entry of the register: what is said, from which day of the place's calendar, and by which event. */
export interface Entry<T> {
  readonly value: T;
  readonly from: string;
  readonly eventId: string;
  /** Revision of that event: what was said later has a greater one. */
  readonly revision: number;
  /** True where somebody answers for it, false where it was reported. */
  readonly attested: boolean;
}

export interface RegisteredPlace {
  readonly registered: boolean;
  /** State in which it lies, ISO 3166-1 alpha-2. */
  readonly state?: string;
  readonly zone?: string;
  readonly kinds: readonly Entry<string>[];
  readonly exitControls: readonly Entry<ExitControl>[];
  readonly closings: readonly Entry<true>[];
}

/** The stream of a place. */
export function streamOfPlace(facilityRef: string): string {
  return `facility-${facilityRef}`;
}

/** The register's word that the place is open as known, as far as the decision has read it; undefined where it has none. */
export function openPlace(facilityRef: string, { foreign, now }: Weighing): ForeignRef | undefined {
  const place = foreign.get(streamOfPlace(facilityRef));
  if (!place || !isOpenAsKnown(place.state as RegisteredPlace, now)) return undefined;
  const { stream, revision, eventId } = place;
  return { stream, revision, eventId };
}

/**
 * Whether the place is known as open: what was attested for the latest time says so, and no report says otherwise of it,
 * whether made since or about the time since. What is reported of a day to come counts from that day on.
 */
function isOpenAsKnown({ registered, exitControls, closings }: RegisteredPlace, now: Date): boolean {
  const attestation = exitControls.filter((entry) => entry.attested).reduce<Entry<ExitControl> | undefined>(later, undefined);
  if (!registered || attestation?.value !== 'OPEN') return false;
  const saysOtherwise = ({ attested, revision, from }: Entry<unknown>): boolean =>
    !attested && (revision > attestation.revision || from > attestation.from) && hasBegunSomewhere(from, now);
  return !exitControls.some((entry) => entry.value !== 'OPEN' && saysOtherwise(entry)) && !closings.some(saysOtherwise);
}

/** Of two entries, the one about the later time; of the same day, the one said later. */
function later<T>(entry: Entry<T> | undefined, next: Entry<T>): Entry<T> {
  return entry && entry.from > next.from ? entry : next;
}

const hoursAheadOfUtcMax = 14;

/** A day begins first where the clocks are 14 hours ahead of UTC. */
function hasBegunSomewhere(day: string, now: Date): boolean {
  return Date.parse(day) - hoursAheadOfUtcMax * 3_600_000 <= now.getTime();
}
