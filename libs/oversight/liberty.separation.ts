import type { OccurredAt } from '../decider/event.js';
import type { DateSpan } from './liberty.childhood.js';
import { edgeOf } from './liberty.edges.js';
import { type Figure, figuresOf, type Timed } from './liberty.figures.js';
import type { Instant, Zones } from '../zones/zones.js';

/** Time for which a child is separated from somebody, as reported; not the time for which a parent is held (R35). */
export interface Separation {
  readonly cause: string;
  readonly start: OccurredAt;
  /** Absent while it lasts. */
  readonly end?: OccurredAt;
  /** Contacts with those from whom it is separated. */
  readonly contacts: readonly OccurredAt[];
}

export interface SeparationFigures {
  /** Overlapping causes united. */
  readonly total: Figure;
  readonly byCause: Readonly<Record<string, Figure>>;
  readonly contactWaits: readonly { readonly cause: string; readonly latencyMs?: number; readonly waitedMs?: number }[];
}

/** CAL-20: days of separation are counted apart from days of deprivation, by cause. */
export function separationFigures(separations: readonly Separation[], asOf: Instant, zones: Zones, span: DateSpan): SeparationFigures {
  const begun = separations.filter(({ start }) => edgeOf(start).earliest <= asOf);
  const figure = (some: readonly Separation[]): Figure => figuresOf(some.map(asTime), asOf, zones, span).DEPRIVED;
  const causes = [...new Set(begun.map(({ cause }) => cause))].sort();
  return {
    total: figure(begun),
    byCause: Object.fromEntries(causes.map((cause) => [cause, figure(begun.filter((each) => each.cause === cause))])),
    contactWaits: begun.map((separation) => ({ cause: separation.cause, ...contactWait(separation, asOf) })),
  };
}

/** R35: the wait for the first contact runs from the separation. */
function contactWait({ start, end, contacts }: Separation, asOf: Instant): { latencyMs?: number; waitedMs?: number } {
  const from = edgeOf(start).latest;
  const until = Math.min(end ? edgeOf(end).earliest : Infinity, asOf);
  const first = Math.min(...contacts.map((contact) => edgeOf(contact).latest).filter((at) => at >= from && at <= until));
  return Number.isFinite(first) ? { latencyMs: first - from } : { waitedMs: Math.max(0, until - from) };
}

/** Counted by the same rules as any other time; the class is only the column that it is counted in. */
function asTime({ start, end }: Separation): Timed {
  return { class: 'DEPRIVED', start: edgeOf(start), ...(end && { end: edgeOf(end) }), reported: true, segment: { start } };
}
