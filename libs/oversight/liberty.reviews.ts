import { elapsedMs, type Interval, within } from './liberty.intervals.js';
import type { Instant } from '../zones/zones.js';

/** R38: elapsed time, in the audit and in the duty alike. */
export interface ReviewLengths {
  readonly firstMs: number;
  readonly thenMs: number;
}

/** CAL-15: when reviews were due, and how long the child waited for them. */
export interface ReviewClock {
  readonly waits: readonly { readonly due: Instant; readonly reviewedAt?: Instant; readonly overdueMs: number }[];
  readonly overdueMs: number;
  readonly overdueNow: boolean;
  /** Since the last review; since the start where there was none. */
  readonly sinceLastMs: number;
}

/** An episode, or a chain: the clock of a chain starts with it and runs on through its gaps (R19). */
export interface Reviewed {
  readonly start: Instant;
  readonly end?: Instant;
  /** Overdue time accumulates only while the child is deprived. */
  readonly deprived: readonly Interval[];
}

/**
 * CAL-15, R15, R39: from the earliest that the start can have been, and anew from each review that is known to be independent of the
 * holder; no other is given here. One at the due instant is in time.
 */
export function reviewClock({ start, end, deprived }: Reviewed, independent: readonly Instant[], { firstMs, thenMs }: ReviewLengths, asOf: Instant): ReviewClock {
  const stop = Math.min(end ?? Infinity, asOf);
  const reviews = independent.filter((at) => start <= at && at <= stop).sort((a, b) => a - b);
  const dues = [start + firstMs, ...reviews.map((at) => at + thenMs)];
  const waits = dues.flatMap((due, i) => {
    const reviewedAt = reviews[i];
    return due > stop ? [] : [{ due, ...(reviewedAt !== undefined && { reviewedAt }), overdueMs: elapsedMs(within(deprived, due, reviewedAt ?? stop)) }];
  });
  return {
    waits, overdueMs: waits.reduce((sum, { overdueMs }) => sum + overdueMs, 0),
    overdueNow: end === undefined && asOf > dues.at(-1)!, sinceLastMs: stop - (reviews.at(-1) ?? start),
  };
}
