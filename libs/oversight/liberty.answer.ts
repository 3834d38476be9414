import { libertyClasses, type LibertyClass } from './liberty.classification.js';
import type { Range } from './liberty.edges.js';
import type { Bounds, Figure } from './liberty.figures.js';
import type { Liberty } from './liberty.js';
import { formatHours } from './liberty.print.js';
import type { Instant } from '../zones/zones.js';

/** A child's liberty as an answer gives it: instants as RFC 3339, hours as printed decimals, without anything sealed. */
export function libertyAnswer(liberty: Liberty) {
  const { rules, zoneData, segments, episodes, figures, overlapMs, overlapConflicts, contestedEnds, transfersWithoutArrival, acquiescenceToCheck } = liberty;
  return {
    rules, zoneData,
    /** By class, reports united; only DEPRIVED is the headline. */
    figures: Object.fromEntries(libertyClasses
      .filter((value) => value === 'DEPRIVED' || figures[value].elapsedMs.atMost > 0)
      .map((value) => [value, figureAnswer(figures[value])])) as Partial<Record<LibertyClass, ReturnType<typeof figureAnswer>>>,
    episodes: episodes.map(({ start, end, open, endReason, figure, confirmation, segmentIds }) => ({
      start: rangeAnswer(start), end: end ? rangeAnswer(end) : null, open, endReason: endReason ?? null, ...figureAnswer(figure), segments: segmentIds,
      ...(confirmation ? {
        confirmedUntil: iso(confirmation.confirmedUntil), confirmedHours: formatHours(confirmation.confirmedMs), unconfirmedTailHours: formatHours(confirmation.unconfirmedTailMs),
      } : {}),
    })),
    segments: segments.map(({ segment, class: value, rule, contestedBy, start, end, endReason, onTheRoad }) => ({
      segment: segment.segmentId, stay: segment.reportId, class: value, rule,
      contestedBy: contestedBy.map(({ class: said, assessor, eventId }) => ({ class: said, assessor, event: eventId ?? null })), facilityRef: segment.facilityRef ?? null, settingKind: segment.settingKind,
      state: segment.state ?? null, start: rangeAnswer(start), end: end ? rangeAnswer(end) : null, endReason: endReason ?? null, onTheRoad, sources: segment.sources,
    })),
    overlapHours: formatHours(overlapMs),
    overlapConflicts: overlapConflicts.map(({ code, facilityRefs, elapsedMs }) => ({ code, facilityRefs, hours: formatHours(elapsedMs) })),
    contestedEnds, acquiescenceToCheck,
    transfersWithoutArrival: transfersWithoutArrival.map(({ code, reportId, since }) => ({ code, stay: reportId, since: rangeAnswer(since) })),
  };
}

function figureAnswer({ elapsedMs, localDays, nights }: Figure) {
  const hours = ({ atLeast, atMost }: Bounds) => ({ atLeast: formatHours(atLeast), atMost: Number.isFinite(atMost) ? formatHours(atMost) : null });
  return { hours: hours(elapsedMs), localDays, nights };
}

function rangeAnswer({ earliest, latest, zone }: Range) {
  return { earliest: iso(earliest), latest: iso(latest), zone };
}

function iso(instant: Instant): string | null {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : null;
}
