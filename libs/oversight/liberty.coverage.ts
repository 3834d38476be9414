import type { Edge } from './liberty.edges.js';
import type { Bounds, Figure } from './liberty.figures.js';
import { elapsedMs, type Interval, shared, without } from './liberty.intervals.js';
import type { Instant } from '../zones/zones.js';

/** A time in which somebody or something was there for the child. */
export interface Cover {
  readonly start: Edge;
  /** Absent while it lasts. */
  readonly end?: Edge;
}

/** Of what happens at instants (a visit, a call, a check) nothing is covered in between, and only the waiting is counted. */
export interface Waiting {
  /** From the episode's start until it first came; none where it never did. */
  readonly latencyMs?: number;
  /** Where it never came: how long the child has waited. */
  readonly waitedMs?: number;
  readonly longestGapMs: number;
  /** Only while the episode is open; 0 where the child is covered now. */
  readonly currentGapMs?: number;
}

export interface Coverage extends Waiting {
  readonly uncoveredMs: Bounds;
  readonly coveredMs: Bounds;
}

/** As much of an episode as safeguards are counted by: DEPRIVED child-time only (R14). */
export interface Held {
  readonly childTime: Pick<Figure, 'certain' | 'possible'>;
  readonly open: boolean;
}

/** CAL-14, R14: at least what is certain of the episode and cannot have been covered, at most what is possible and was not covered for certain. */
export function coverageOf({ childTime: { certain, possible }, open }: Held, covers: readonly Cover[], asOf: Instant): Coverage {
  const surely = covers.map(({ start, end }) => ({ from: start.latest, to: Math.min(end?.earliest ?? Infinity, asOf) }));
  const perhaps = covers.map(({ start, end }) => ({ from: start.earliest, to: Math.min(end?.latest ?? Infinity, asOf) }));
  const least = without(certain, perhaps);
  const covered = shared(certain, surely);
  return {
    ...firstAt(certain, covered[0]?.from),
    uncoveredMs: { atLeast: elapsedMs(least), atMost: elapsedMs(without(possible, surely)) },
    coveredMs: { atLeast: elapsedMs(covered), atMost: elapsedMs(shared(possible, perhaps)) },
    longestGapMs: longest(least),
    ...(open && { currentGapMs: lengthOf(least.find(({ to }) => to === certain.at(-1)?.to)) }),
  };
}

/** CAL-14, R14: the time from the start to the first, and from each to the next. */
export function waitingFor({ childTime: { certain }, open }: Held, instants: readonly Edge[]): Waiting {
  const met = instants.map(({ latest }) => latest).filter((at) => certain.some(({ from, to }) => from <= at && at <= to)).sort((a, b) => a - b);
  const gaps = met.reduce<readonly Interval[]>((parts, at) => parts.flatMap((part) => splitAt(part, at)), certain);
  const sinceLast = met.length === 0 ? certain : without(certain, [{ from: -Infinity, to: met.at(-1)! }]);
  return { ...firstAt(certain, met[0]), longestGapMs: longest(gaps), ...(open && { currentGapMs: elapsedMs(sinceLast) }) };
}

function splitAt({ from, to }: Interval, at: Instant): readonly Interval[] {
  return from < at && at < to ? [{ from, to: at }, { from: at, to }] : [{ from, to }];
}

function firstAt(certain: readonly Interval[], first: Instant | undefined): Pick<Waiting, 'latencyMs' | 'waitedMs'> {
  return first === undefined ? { waitedMs: elapsedMs(certain) } : { latencyMs: first - certain[0]!.from };
}

function longest(gaps: readonly Interval[]): number {
  return Math.max(0, ...gaps.map(lengthOf));
}

function lengthOf(gap: Interval | undefined): number {
  return gap ? gap.to - gap.from : 0;
}
