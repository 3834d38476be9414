import { libertyClasses, type LibertyClass } from './liberty.classification.js';
import type { Range } from './liberty.edges.js';
import type { Bounds, Figure } from './liberty.figures.js';
import type { LibertyAudit, Safeguards } from './liberty.audit.js';
import type { Waiting } from './liberty.coverage.js';
import type { Liberty } from './liberty.js';
import type { ReviewClock } from './liberty.reviews.js';
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

/** The same with what the child was owed meanwhile: every wait in hours, every figure with its bounds. */
export function auditAnswer(audit: LibertyAudit) {
  const { chains, rapidRedetentions, safeguards, separation, schoolDaysMissed, treatedAsPresumedChild, asAdult, majorityOn } = audit;
  const answer = libertyAnswer(audit);
  return {
    ...answer,
    episodes: answer.episodes.map((episode, i) => ({ ...episode, asChild: figureAnswer(audit.episodes[i]!.childTime), safeguards: safeguardsAnswer(safeguards[i]!) })),
    chains: chains.map(({ start, end, netMs, netChildMs, grossMs, gapsMs, reviews, episodes }) => ({
      start: rangeAnswer(start), end: end ? rangeAnswer(end) : null, episodes: episodes.length, netHours: hoursAnswer(netMs), netHoursAsChild: hoursAnswer(netChildMs),
      grossHours: hoursAnswer(grossMs), gapHours: gapsMs.map(formatHours), reviews: reviewsAnswer(reviews),
    })),
    rapidRedetentions: rapidRedetentions.map(({ code, gapMs, from, to }) => ({ code, gapHours: formatHours(gapMs), from: rangeAnswer(from), to: rangeAnswer(to) })),
    separation: {
      total: figureAnswer(separation.total), byCause: Object.fromEntries(Object.entries(separation.byCause).map(([cause, figure]) => [cause, figureAnswer(figure)])),
      contact: separation.contactWaits.map(({ cause, latencyMs, waitedMs }) => ({ cause, latencyHours: hoursOrNull(latencyMs), waitedHours: hoursOrNull(waitedMs) })),
    },
    schoolDaysMissed,
    /** Since the day of majority: the same stays, of somebody who is no child any more. */
    majorityOn: majorityOn ?? null, asAdult: figureAnswer(asAdult.DEPRIVED),
    treatedAsPresumedChild: treatedAsPresumedChild.map(figureAnswer),
  };
}

function safeguardsAnswer({ covers, visits, reviews, alternativeConsidered }: Safeguards) {
  return {
    covers: Object.fromEntries(Object.entries(covers).map(([code, { uncoveredMs, coveredMs, ...waiting }]) =>
      [code, { ...waitingAnswer(waiting), uncoveredHours: hoursAnswer(uncoveredMs), coveredHours: hoursAnswer(coveredMs) }])),
    visits: Object.fromEntries(Object.entries(visits).map(([code, waiting]) => [code, waitingAnswer(waiting)])),
    reviews: reviewsAnswer(reviews), alternativeConsidered,
  };
}

/** "None, waited n hours" where it never came; the gap that lasts only while the episode does. */
function waitingAnswer({ latencyMs, waitedMs, longestGapMs, currentGapMs }: Waiting) {
  return { latencyHours: hoursOrNull(latencyMs), waitedHours: hoursOrNull(waitedMs), longestGapHours: formatHours(longestGapMs), currentGapHours: hoursOrNull(currentGapMs) };
}

function reviewsAnswer({ waits, overdueMs, overdueNow, sinceLastMs }: ReviewClock) {
  return {
    overdueNow, overdueHours: formatHours(overdueMs), hoursSinceLast: formatHours(sinceLastMs),
    waits: waits.map(({ due, reviewedAt, overdueMs: late }) => ({ due: iso(due), reviewedAt: reviewedAt === undefined ? null : iso(reviewedAt), overdueHours: formatHours(late) })),
  };
}

function hoursOrNull(elapsedMs: number | undefined): string | null {
  return elapsedMs === undefined ? null : formatHours(elapsedMs);
}

function hoursAnswer({ atLeast, atMost }: Bounds) {
  return { atLeast: formatHours(atLeast), atMost: Number.isFinite(atMost) ? formatHours(atMost) : null };
}

function figureAnswer({ elapsedMs, localDays, nights }: Figure) {
  return { hours: hoursAnswer(elapsedMs), localDays, nights };
}

function rangeAnswer({ earliest, latest, zone }: Range) {
  return { earliest: iso(earliest), latest: iso(latest), zone };
}

function iso(instant: Instant): string | null {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : null;
}
