import type { DateSpan } from './liberty.childhood.js';
import { type Figures, certainTime, figuresOf, runsOf } from './liberty.figures.js';
import { elapsedMs, type Interval, shared, unite } from './liberty.intervals.js';
import type { Stay } from './liberty.stays.js';
import type { Instant, Zones } from '../zones/zones.js';

/** CAL-8: two places had the child at once, by what was reported; the child's own total stays united. */
export interface OverlapConflict {
  readonly code: 'OVERLAP_CONFLICT';
  readonly facilityRefs: readonly [string, string];
  readonly elapsedMs: number;
  readonly intervals: readonly Interval[];
}

export interface FacilityFigures {
  readonly facilityRef: string;
  readonly figures: Figures;
}

/** CAL-8: time that more than one report tells of; adding the reports up would count it twice. */
export function overlapMs(stays: readonly Stay[], asOf: Instant): number {
  let once: readonly Interval[] = [];
  let again: readonly Interval[] = [];
  for (const { stretches } of stays) {
    const reported = runsOf(stretches.filter(({ onTheRoad }) => !onTheRoad), () => true).flatMap((run) => certainTime(run, asOf));
    again = unite([...again, ...shared(once, reported)]);
    once = unite([...once, ...reported]);
  }
  return elapsedMs(again);
}

/** CAL-8, R29: only known, different facilities, and only time that is certain in both. */
export function overlapConflicts(stays: readonly Stay[], asOf: Instant): readonly OverlapConflict[] {
  const facilities = facilitiesIn(stays).map((facilityRef) => ({ facilityRef, time: certainTimeIn(facilityRef, stays, asOf) }));
  return facilities.flatMap((one, i) => facilities.slice(i + 1).flatMap((other): OverlapConflict[] => {
    const intervals = shared(one.time, other.time);
    if (intervals.length === 0) return [];
    return [{ code: 'OVERLAP_CONFLICT', facilityRefs: [one.facilityRef, other.facilityRef], elapsedMs: elapsedMs(intervals), intervals }];
  }));
}

/** CAL-8, R29: a facility's figures take the segments that the sources attribute to it, each in its own class. */
export function facilityFigures(stays: readonly Stay[], asOf: Instant, zones: Zones, span: DateSpan): readonly FacilityFigures[] {
  return facilitiesIn(stays).map((facilityRef) => ({ facilityRef, figures: figuresOf(stretchesIn(facilityRef, stays), asOf, zones, span) }));
}

function facilitiesIn(stays: readonly Stay[]): readonly string[] {
  const refs = stays.flatMap(({ stretches }) => stretches.flatMap(({ segment }) => segment.facilityRef ?? []));
  return [...new Set(refs)].sort();
}

function stretchesIn(facilityRef: string, stays: readonly Stay[]): Stay['stretches'] {
  return stays.flatMap(({ stretches }) => stretches.filter(({ segment, onTheRoad }) => !onTheRoad && segment.facilityRef === facilityRef));
}

function certainTimeIn(facilityRef: string, stays: readonly Stay[], asOf: Instant): readonly Interval[] {
  return runsOf(stretchesIn(facilityRef, stays), () => true).flatMap((run) => certainTime(run, asOf));
}
