import type { OccurredAt } from '../decider/event.js';
import type { Instant, LocalDate, Zones } from '../zones/zones.js';

/** The instants that something can have happened at; one instant where both are the same. */
export interface Range {
  readonly earliest: Instant;
  readonly latest: Instant;
  readonly zone: string;
}

/** Where a stretch of time begins or ends, as far as it is known. */
export interface Edge extends Range {
  /** Known as a period (a date, a month, "between"), of which `latest` is the end and no possible instant itself. */
  readonly period: boolean;
}

/** CAL-11: an imprecise instant is a range. A period whose end nobody stated has none. */
export function edgeOf({ from, to, precision, zone }: OccurredAt): Edge {
  const earliest = Date.parse(from);
  const period = precision !== 'exact';
  return { earliest, latest: to === undefined ? (period ? Infinity : earliest) : Date.parse(to), period, zone };
}

/** As the columns of a read model hold it; a period whose end nobody stated is not bounded. */
export function columnOf(instant: Instant): string {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : 'infinity';
}

/** Where a row's time begins and ends; the ends are empty while nothing is known to end it. */
export function edgeColumns(start: Range, end: Range | undefined) {
  return {
    starts_earliest: columnOf(start.earliest), starts_latest: columnOf(start.latest),
    ends_earliest: end && columnOf(end.earliest), ends_latest: end && columnOf(end.latest),
  };
}

/** R36: by earliest instant, then latest; equal ones stay in their position, because sorting is stable. */
export function inOrder(a: Range, b: Range): number {
  return a.earliest - b.earliest || (a.latest === b.latest ? 0 : a.latest - b.latest);
}

/** R36: no edge precedes the one before it, so each narrows what the others can have been. */
export function narrowed(edges: readonly Edge[]): readonly Edge[] {
  const forward: Edge[] = [];
  for (const edge of edges) {
    const before = forward.at(-1);
    forward.push(before ? notBefore(edge, before) : edge);
  }
  const backward: Edge[] = [];
  for (const edge of forward.reverse()) {
    const after = backward.at(-1);
    backward.push(after ? notAfter(edge, after) : edge);
  }
  return backward.reverse();
}

export function notBefore(edge: Edge, before: Edge): Edge {
  return { ...edge, earliest: Math.max(edge.earliest, before.earliest), latest: Math.max(edge.latest, before.earliest) };
}

export function notAfter(edge: Edge, after: Edge): Edge {
  return { ...edge, earliest: Math.min(edge.earliest, after.latest), latest: Math.min(edge.latest, after.latest) };
}

export function sameEdge(a: Range, b: Range): boolean {
  return a.earliest === b.earliest && a.latest === b.latest;
}

export function certainlyBefore(a: Edge, b: Edge): boolean {
  return a.latest < b.earliest || (a.period && a.earliest < a.latest && a.latest === b.earliest);
}

/** R11, ruling 29: of a start that is known as a period, the last date is touched wherever in the period it was. */
export function lastDate({ earliest, latest, period, zone }: Edge, zones: Zones): LocalDate {
  return zones.localDate(period ? Math.max(earliest, latest - 1) : latest, zone);
}

/** Of an end, the first date: a date stated as such is touched; an exact end at midnight does not touch the new day (CAL-1). */
export function firstDate({ earliest, period, zone }: Edge, zones: Zones): LocalDate {
  return zones.localDate(period ? earliest : earliest - 1, zone);
}
