import type { Placed } from './liberty.figures.js';
import type { Instant, LocalDate, Zones } from '../zones/zones.js';

/** CAL-12: a part of a life, by the dates of the places where it is lived: `[from, until)`. */
export interface DateSpan {
  readonly from?: LocalDate;
  readonly until?: LocalDate;
}

export const lifelong: DateSpan = {};

/** Childhood ends at the local midnight that begins the 18th birthday; where no birthday is known, it goes on. */
export function childhood(majorityOn: LocalDate | undefined): DateSpan {
  return majorityOn === undefined ? lifelong : { until: majorityOn };
}

/**
 * R17: the part of each time that lies in the span, by the dates of its own place; where two places have the child at once, it is a child
 * as long as one of them says so, and a way westward can give child-time back.
 */
export function cutAt(parts: readonly Placed[], { from, until }: DateSpan, zones: Zones): readonly Placed[] {
  if (from === undefined && until === undefined) return parts;
  return parts.map((part) => ({
    ...part,
    from: from === undefined ? part.from : Math.max(part.from, zones.startOfLocalDay(from, part.zone)),
    to: until === undefined ? part.to : Math.min(part.to, zones.startOfLocalDay(until, part.zone)),
  })).filter(({ from: start, to }) => start < to);
}

export function isChildAt(instant: Instant, zone: string, { until }: DateSpan, zones: Zones): boolean {
  return until === undefined || zones.localDate(instant, zone) < until;
}

/** What was attested of the day on which childhood ends, and when the record knew of it. */
export interface AgeAttestation {
  readonly majorityOn?: LocalDate;
  /** A document goes before an estimate (R16). */
  readonly documented: boolean;
  readonly knownFrom: Instant;
}

/** R16: of several the document goes before the assessment, of equals the one by which the person is youngest. */
export function majorityBy(attestations: readonly AgeAttestation[]): LocalDate | undefined {
  const documented = attestations.filter(({ documented: shown }) => shown);
  const counting = documented.length > 0 ? documented : attestations;
  if (counting.some(({ majorityOn }) => majorityOn === undefined)) return undefined;
  return counting.map(({ majorityOn }) => majorityOn!).sort().at(-1);
}

/**
 * R16: the spans in which somebody was treated as a child by what was attested then, and is no child by what is known now: each with
 * the instant at which that ended.
 */
export function presumedChildhood(attestations: readonly AgeAttestation[]): readonly (DateSpan & { readonly before: Instant })[] {
  const ordered = [...attestations].sort((a, b) => a.knownFrom - b.knownFrom);
  const now = majorityBy(ordered);
  if (now === undefined) return [];
  return ordered.slice(1).flatMap(({ knownFrom }, i) => {
    const then = majorityBy(ordered.slice(0, i + 1));
    return then === undefined || then > now ? [{ from: now, ...(then !== undefined && { until: then }), before: knownFrom }] : [];
  });
}
