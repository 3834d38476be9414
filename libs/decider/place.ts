import type { OrgType } from './actor.js';
import type { Fact, ForeignRef, OccurredAt } from './event.js';
import type { Foreign, Weighing } from './gate.js';

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
  readonly operators: readonly Entry<{ readonly orgRef: string; readonly orgType: OrgType }>[];
  readonly exitControls: readonly Entry<ExitControl>[];
  readonly closings: readonly Entry<true>[];
}

/** The stream of a place. */
export function streamOfPlace(facilityRef: string): string {
  return `facility-${facilityRef}`;
}

/** The streams that a command about this place looks at. */
export const readsPlace = ({ facilityRef }: { readonly facilityRef?: string }): readonly string[] => (facilityRef ? [streamOfPlace(facilityRef)] : []);

/** What the child's stream says of places since they were read: by place, as `identification.StayPlaceChanged` brought it there. */
export type PlaceChanges = ReadonlyMap<string, KnownOpen | undefined>;

export const noPlaceChanges: PlaceChanges = new Map();

/** For `takesNoteOf: { 'identification.StayPlaceChanged': … }` of whoever rests a decision on a place. */
export function withPlaceChange(changes: PlaceChanges, { data }: Fact): PlaceChanges {
  const { facilityRef, register } = data as { facilityRef: string; register: { open?: KnownOpen } };
  return new Map(changes).set(facilityRef, register.open);
}

/** For `takesNoteOf` of whoever watches over a decision: one that has looked at the register knows more of those places than what was told before it. */
export function withPlacesRead(changes: PlaceChanges, { meta }: Fact): PlaceChanges {
  const read = (meta.basis?.facts ?? []).flatMap(({ foreign = [] }) => foreign).map(({ stream }) => stream);
  return new Map([...changes].filter(([place]) => !read.includes(streamOfPlace(place))));
}

/**
 * Proof that a place is open as known: by the register as it was read for this decision; of a decision that stands, unless what has been
 * copied from there since says otherwise, because a standing decision is weighed on the child's own stream. Undefined where there is none.
 */
export function openPlace(facilityRef: string, { foreign, now, standing }: Weighing, changes: PlaceChanges): { readonly foreign: readonly ForeignRef[] } | undefined {
  if (standing) return !changes.has(facilityRef) || isOpen(changes.get(facilityRef), now) ? { foreign: [] } : undefined;
  const place = foreign.get(streamOfPlace(facilityRef));
  if (!place || !isOpen(knownOpen(place.state as RegisteredPlace), now)) return undefined;
  const { stream, revision, eventId } = place;
  return { foreign: [{ stream, revision, eventId }] };
}

/** Somebody competent has attested that the place is open; undefined where nobody has, or where the last attestation says otherwise. */
export interface KnownOpen {
  /** The first day for which a report says otherwise, by the calendar of the place. */
  readonly until?: string;
}

export function isOpen(open: KnownOpen | undefined, now: Date): boolean {
  return open !== undefined && !(open.until !== undefined && hasBegunSomewhere(open.until, now));
}

/**
 * Whether a place that a report names is known to have been open all the time of which it tells, in every reading of the register: that it was
 * closed before, or is since, says nothing of that time. Undefined where it names none. `until` is its end, where the report says so besides.
 */
export function isKnownOpen(facilityRef: string | undefined, { foreign, now }: Pick<Weighing, 'foreign' | 'now'>, { from, to, precision }: OccurredAt, until?: string): boolean | undefined {
  if (facilityRef === undefined) return undefined;
  const place = foreign.get(streamOfPlace(facilityRef)) as Foreign<RegisteredPlace> | undefined;
  const [first, last] = [Date.parse(from), Math.min(now.getTime(), Date.parse(until ?? to ?? (precision === 'exact' ? from : now.toISOString())))];
  return place !== undefined && [place.state, ...place.otherwise ?? []].every((reading) => {
    const begun = [...reading.exitControls, ...reading.closings].map((entry) => Date.parse(entry.from)).filter((at) => first < at && at < last);
    return [first, ...begun, last].map((at) => new Date(at)).every((at) => isOpen(knownOpen(asOf(reading, at)), at));
  });
}

/** What the register says of an instant: what begins later is left out. */
function asOf(place: RegisteredPlace, at: Date): RegisteredPlace {
  const hasBegun = ({ from }: Entry<unknown>): boolean => hasBegunSomewhere(from, at);
  return { ...place, exitControls: place.exitControls.filter(hasBegun), closings: place.closings.filter(hasBegun) };
}

/**
 * What was attested for the latest time counts, until the first day for which a report says otherwise, whether it was made since
 * or is about the time since.
 */
export function knownOpen({ registered, exitControls, closings }: RegisteredPlace): KnownOpen | undefined {
  const attestation = exitControls.filter((entry) => entry.attested).reduce<Entry<ExitControl> | undefined>(later, undefined);
  if (!registered || attestation?.value !== 'OPEN') return undefined;
  const saysOtherwise = ({ attested, revision, from }: Entry<unknown>): boolean => !attested && (revision > attestation.revision || from > attestation.from);
  const [until] = [...exitControls.filter(({ value }) => value !== 'OPEN'), ...closings].filter(saysOtherwise).map(({ from }) => from).sort();
  return { until };
}

/** Of two entries, the one about the later time; of the same day, the one said later. */
function later<T>(entry: Entry<T> | undefined, next: Entry<T>): Entry<T> {
  return entry && entry.from > next.from ? entry : next;
}

const hoursAheadOfUtcMax = 14;

/** A day begins first where the clocks are 14 hours ahead of UTC. */
export function hasBegunSomewhere(day: string, now: Date): boolean {
  return Date.parse(day) - hoursAheadOfUtcMax * 3_600_000 <= now.getTime();
}
