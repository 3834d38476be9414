import type { Liberty } from './liberty.js';
import { elapsedMs, type Interval, within } from './liberty.intervals.js';
import type { Instant } from '../zones/zones.js';

/** One unbroken time of one child: an episode, or a stay in one place. */
export interface ChildTime extends Interval {
  readonly child: string;
  /** It goes on: `to` is asOf, and no end. */
  readonly open: boolean;
  /** It ends because childhood does: it goes out, and completes no stay (R23). */
  readonly agedOut?: true;
}

/** A fraction of integers, rounded only where it is printed (CAL-21). */
export interface Ratio {
  readonly over: number;
  readonly by: number;
}

/** R31: the unbroken stretches of deprivation in one place, in childhood; moving on is an exit. */
export function timesIn(facilityRef: string, child: string, { facilities, segments, asOf }: Liberty): readonly ChildTime[] {
  const certain = facilities.find((facility) => facility.facilityRef === facilityRef)?.figures.DEPRIVED.certain ?? [];
  const goesOn = segments.some(({ segment, class: value, end, onTheRoad }) => segment.facilityRef === facilityRef && value === 'DEPRIVED' && !end && !onTheRoad);
  return certain.map(({ from, to }) => ({ child, from, to, open: goesOn && to === asOf }));
}

/** The child's own times, whatever the places: a transfer is no exit (CAL-16). */
export function timesOf(child: string, { episodes, asOf }: Liberty): readonly ChildTime[] {
  return episodes.filter(({ childTime }) => childTime.localDays.atMost > 0).map(({ start, end, open, childTime, figure }): ChildTime => {
    const lastAsChild = childTime.possible.at(-1)?.to;
    // R31: what is known as a period goes in and out at its earliest.
    if (lastAsChild !== undefined && lastAsChild < figure.possible.at(-1)!.to) return { child, from: start.earliest, to: lastAsChild, open: false, agedOut: true };
    return { child, from: start.earliest, to: Math.min(end?.earliest ?? asOf, asOf), open };
  });
}

/** CAL-16: children with an open time at an instant. */
export function stockAt(times: readonly ChildTime[], at: Instant): number {
  return children(times.filter(({ from, to, open }) => from <= at && (at < to || (open && at === to))));
}

/** CAL-16, R21: distinct children with any time in the period. */
export function prevalence(times: readonly ChildTime[], period: Interval): number {
  return children(times.filter(({ from, to }) => from < period.to && (to > period.from || from >= period.from)));
}

/** CAL-16: starts and ends in the period. */
export function flow(times: readonly ChildTime[], period: Interval): { readonly in: number; readonly out: number } {
  const falls = (at: Instant): boolean => period.from <= at && at < period.to;
  return { in: times.filter(({ from }) => falls(from)).length, out: times.filter(({ to, open }) => !open && falls(to)).length };
}

/** CAL-17, R24: child-time in the period over its length, as far as it is over at asOf. */
export function averageDailyPopulation(times: readonly ChildTime[], period: Interval, asOf: Instant): Ratio {
  const to = Math.min(period.to, asOf);
  const names = [...new Set(times.map(({ child }) => child))];
  const childMs = names.reduce((sum, name) => sum + elapsedMs(within(times.filter(({ child }) => child === name), period.from, to)), 0);
  return { over: childMs, by: to - period.from };
}

/** CAL-17. */
export function occupancy({ over, by }: Ratio, capacity: number): Ratio {
  return { over, by: by * capacity };
}

export interface CompletedStays {
  readonly lengthsMs: readonly number[];
  readonly mean?: Ratio;
  readonly median?: Ratio;
}

/** CAL-18: those that end in the period, in full length, even if begun earlier. */
export function completedStays(times: readonly ChildTime[], period: Interval): CompletedStays {
  const lengthsMs = times.filter(({ to, open, agedOut }) => !open && !agedOut && period.from <= to && to < period.to).map(({ from, to }) => to - from).sort((a, b) => a - b);
  const n = lengthsMs.length;
  if (n === 0) return { lengthsMs };
  const [low, high] = [lengthsMs[Math.floor((n - 1) / 2)]!, lengthsMs[Math.floor(n / 2)]!];
  return { lengthsMs, mean: { over: lengthsMs.reduce((sum, length) => sum + length, 0), by: n }, median: { over: low + high, by: 2 } };
}

export interface TimeToRelease {
  /** Share that is still held after each time at which somebody was released. */
  readonly curve: readonly { readonly afterMs: number; readonly stillHeld: Ratio }[];
  readonly medianMs?: number;
  /** Where the curve does not reach one half: the longest that somebody is held and not released. */
  readonly longestOpenMs?: number;
}

/** CAL-18 (Kaplan and Meier): whoever is held still counts as held until now, and not as never released. */
export function timeToRelease(times: readonly { readonly lengthMs: number; readonly released: boolean }[]): TimeToRelease {
  const releases = [...new Set(times.filter(({ released }) => released).map(({ lengthMs }) => lengthMs))].sort((a, b) => a - b);
  const curve: { afterMs: number; stillHeld: Ratio }[] = [];
  for (const afterMs of releases) {
    const atRisk = times.filter(({ lengthMs }) => lengthMs >= afterMs).length;
    const released = times.filter((time) => time.released && time.lengthMs === afterMs).length;
    const { over, by } = curve.at(-1)?.stillHeld ?? { over: 1, by: 1 };
    curve.push({ afterMs, stillHeld: reduced({ over: over * (atRisk - released), by: by * atRisk }) });
  }
  const medianMs = curve.find(({ stillHeld: { over, by } }) => 2 * over <= by)?.afterMs;
  const open = times.filter(({ released }) => !released).map(({ lengthMs }) => lengthMs);
  return { curve, ...(medianMs === undefined ? open.length > 0 && { longestOpenMs: Math.max(...open) } : { medianMs }) };
}

/** CAL-19. */
export function ratePer100000(children: number, population: number): Ratio {
  return { over: children * 100_000, by: population };
}

/** CAL-21: rounded here and nowhere else, half away from zero. */
export function formatRatio({ over, by }: Ratio, decimals: number): string {
  const scaled = BigInt(over) * 10n ** BigInt(decimals);
  const rounded = (2n * scaled + BigInt(by)) / (2n * BigInt(by));
  const digits = rounded.toString().padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function children(times: readonly ChildTime[]): number {
  return new Set(times.map(({ child }) => child)).size;
}

function reduced({ over, by }: Ratio): Ratio {
  const divisor = greatestCommonDivisor(over, by);
  return { over: over / divisor, by: by / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
