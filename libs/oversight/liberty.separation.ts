import type { Fact, OccurredAt } from '../decider/event.js';
import type { Identification } from '../identification/identification.context.js';
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

export interface ReportedSeparation extends Separation {
  readonly event: string;
  /** What those are to the child from whom it is separated. */
  readonly from: readonly string[];
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
    get byCause() { return Object.fromEntries(causes.map((cause) => [cause, figure(begun.filter((each) => each.cause === cause))])); },
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

/** Each that was reported, with its end and with the contacts with those from whom the child is separated, from the child's facts as restated. */
export function separationsIn({ family }: Pick<Identification, 'family'>, facts: readonly Fact[]): readonly ReportedSeparation[] {
  const contacts = facts.filter(({ type }) => type === 'identification.ContactHeld');
  return [...family.separations.values()].flatMap((reports) => {
    const end = reports.filter(({ type }) => type === 'identification.Reunited').map(({ meta }) => meta.occurredAt).sort((a, b) => Date.parse(a.from) - Date.parse(b.from)).at(-1);
    return reports.flatMap((report) => {
      if (report.type !== 'identification.SeparationStarted') return [];
      const from = report.data.separatedFrom;
      const met = contacts.filter(({ data }) => (data as { with: readonly Person[] }).with.some((person) => from.some((other) => isSame(person, other))));
      return [{ event: report.id, from: from.map(({ relation }) => relation), cause: report.data.groundCode, start: report.meta.occurredAt, ...(end && { end }), contacts: met.map(({ meta }) => meta.occurredAt) }];
    });
  });
}

interface Person { readonly personRef?: string; readonly relation: string }

/** By reference where both have one, else by what they are to the child. */
function isSame(one: Person, other: Person): boolean {
  return one.personRef && other.personRef ? one.personRef === other.personRef : one.relation === other.relation;
}
