import Type, { type Static } from 'typebox';
import type { Weighing } from '../decider/gate.js';
import { exitControls, hasBegunSomewhere, knownOpen, streamOfPlace, type KnownOpen, type RegisteredPlace } from '../decider/place.js';

/** The register's entry for a place as it stood when the event was recorded, with the history of its exit control as known then. */
export const registerEntry = Type.Object({
  kind: Type.String(),
  state: Type.String(),
  zone: Type.String(),
  exitControl: Type.Enum([...exitControls]),
  exitControls: Type.Array(Type.Object({
    value: Type.Enum([...exitControls]),
    /** The day from which it is so, by the calendar of the place. */
    from: Type.String({ format: 'date' }),
    attested: Type.Boolean(),
    eventId: Type.String(),
  }, { additionalProperties: false })),
  /** Whether somebody answers for it that the place is open, and from which day a report says otherwise. */
  open: Type.Optional(Type.Object({ until: Type.Optional(Type.String({ format: 'date' })) }, { additionalProperties: false })),
  facilityRevision: Type.Integer(),
  facilityEventId: Type.String(),
}, { additionalProperties: false });
export type RegisterEntry = Static<typeof registerEntry>;

/**
 * Copies the register's entry. Undefined where the command names no place, or one that nobody registered. What it is and where it lies is known of one
 * whose registration was withdrawn, too: those whom it concerns are told that nobody answers for it any more.
 */
export function copyOfRegister(facilityRef: string | undefined, { foreign, now }: Weighing): RegisterEntry | undefined {
  const found = facilityRef === undefined ? undefined : foreign.get(streamOfPlace(facilityRef));
  const readings = [found?.state, ...found?.otherwise ?? []] as readonly (RegisteredPlace | undefined)[];
  const place = readings.find((reading) => reading?.state && reading.zone && reading.kinds.length > 0);
  const kind = place?.kinds.at(-1)?.value;
  if (!found?.eventId || !place?.state || !place.zone || !kind) return undefined;
  const stands = found.state as RegisteredPlace;
  const exitControls = [...stands.exitControls]
    .sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)))
    .map(({ value, from, attested, eventId }) => ({ value, from, attested, eventId }));
  return {
    kind, state: place.state, zone: place.zone,
    exitControl: exitControls.findLast((entry) => hasBegunSomewhere(entry.from, now) && counts(entry))?.value ?? 'UNKNOWN',
    exitControls, open: openInAll([stands, ...(found.otherwise ?? []) as readonly RegisteredPlace[]]),
    facilityRevision: found.revision, facilityEventId: found.eventId,
  };
}

/** A correction alone opens no place (ruling 12), and neither does the word of a stranger: every reading of the register counts. */
function openInAll(readings: readonly RegisteredPlace[]): KnownOpen | undefined {
  const open = readings.map(knownOpen);
  if (!open.every((each) => each !== undefined)) return undefined;
  const [until] = open.map((each) => each.until).filter((day) => day !== undefined).sort();
  return { until };
}

type ExitControlEntry = RegisterEntry['exitControls'][number];

/** That a place is open counts where somebody answers for it; that it is not counts as soon as it is reported. */
export function counts({ value, attested }: ExitControlEntry): boolean {
  return value !== 'OPEN' || attested;
}
