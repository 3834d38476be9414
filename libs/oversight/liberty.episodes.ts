import { type DateSpan, lifelong } from './liberty.childhood.js';
import { isLiberty } from './liberty.classification.js';
import { edgeOf, inOrder, type Range, sameEdge } from './liberty.edges.js';
import { type Figure, figuresOf, hasHappened, type Run, runsOf } from './liberty.figures.js';
import { elapsedMs, without } from './liberty.intervals.js';
import type { Stay, Stretch } from './liberty.stays.js';
import type { Instant, Zones } from '../zones/zones.js';

/** CAL-5: one unbroken deprivation of liberty of one child, across places, grounds and states. */
export interface Episode {
  readonly start: Range;
  /** Absent while it is open at asOf, also if a later end is known (R28). */
  readonly end?: Range;
  readonly open: boolean;
  /** How it ended; CHANGE: the child stayed, and the stay was no longer a deprivation for certain. */
  readonly endReason?: Stretch['endReason'];
  /** Its DEPRIVED time; time of other classes inside it stays in the child's own columns (ruling 31). */
  readonly figure: Figure;
  /** As much of it as lies in childhood (CAL-12, R34). */
  readonly childTime: Figure;
  readonly segmentIds: readonly string[];
  readonly reportIds: readonly string[];
  /** Of an open one (CAL-9). */
  readonly confirmation: Confirmation | undefined;
}

export interface Confirmation {
  readonly confirmedUntil: Instant;
  readonly confirmedMs: number;
  /** Counted in every total, and known from nobody's word since. */
  readonly unconfirmedTailMs: number;
}

/**
 * CAL-5, CAL-6, R6, ruling 31: time that is not liberty hangs together across reports; an episode is such a time from its first
 * to its last DEPRIVED instant. What follows is judged on all that is known; only then is the result cut at asOf.
 */
export function episodesOf(stays: readonly Stay[], asOf: Instant, zones: Zones, span: DateSpan = lifelong): readonly Episode[] {
  return confinements(stays)
    .flatMap((confinement) => episodeOf(confinement, stays, asOf, zones, span))
    .sort((a, b) => inOrder(a.start, b.start));
}

/** Unbroken time of one report that is not liberty. */
interface Confined extends Run {
  readonly reportId: string;
  readonly endsInLiberty: boolean;
}

const endsInLiberty: readonly Stretch['endReason'][] = ['RELEASE', 'ESCAPE', 'UNESCORTED_LEAVE', 'CHANGE'];

function confinements(stays: readonly Stay[]): readonly (readonly Confined[])[] {
  const confined = stays
    .flatMap(({ reportId, stretches }) => runsOf(stretches.filter(({ class: value }) => !isLiberty(value)), () => true)
      .map((run): Confined => ({ ...run, reportId, endsInLiberty: endsInLiberty.includes(run.stretches.at(-1)!.endReason) })))
    .sort((a, b) => inOrder(a.start, b.start));
  let groups: (readonly Confined[])[] = [];
  for (const next of confined) {
    const joined = groups.filter((group) => group.some((before) => isUnbroken(before, next)));
    groups = [...groups.filter((group) => !joined.includes(group)), [...joined.flat(), next]];
  }
  return groups;
}

/**
 * CAL-6, CAL-8: two reports tell of one unbroken time if they overlap for certain, if they can tell of the same beginning, or
 * if the second can begin where the first ends and nobody reported liberty there: the tolerance is zero, and a release and a
 * capture that were both reported are two.
 */
function isUnbroken(before: Confined, next: Confined): boolean {
  if (before.reportId === next.reportId) return false;
  const end = before.end ?? { earliest: Infinity, latest: Infinity };
  if (next.start.latest < end.earliest) return true;
  if (next.start.earliest > end.latest) return false;
  const sameBeginning = sameEdge(before.start, next.start) || next.start.earliest < before.start.latest;
  return sameBeginning || !before.endsInLiberty;
}

function episodeOf(confinement: readonly Confined[], stays: readonly Stay[], asOf: Instant, zones: Zones, span: DateSpan): readonly Episode[] {
  const stretches = confinement.flatMap((confined) => confined.stretches);
  const deprived = runsOf(stretches, (a, b) => a.class === b.class).filter((run) => run.stretches[0].class === 'DEPRIVED');
  const certain = deprived.filter((run) => hasHappened(run, Infinity));
  const start = firstStart(deprived, certain);
  // R28: an episode that starts at asOf is listed, with no time yet.
  if (!start || start.latest > asOf) return [];
  const last = lastEnd(deprived, certain);
  const open = !last || asOf < last.end.earliest;
  let figure: Figure | undefined;
  let childTime: Figure | undefined;
  const reportIds = [...new Set(confinement.map(({ reportId }) => reportId))];
  return [{
    start, open, reportIds, ...(!open && last),
    // Most questions are about when it was, and wait for no figure of how long.
    get figure() { return figure ??= figuresOf(stretches, asOf, zones).DEPRIVED; },
    get childTime() { return childTime ??= figuresOf(stretches, asOf, zones, span).DEPRIVED; },
    get confirmation() { return open ? confirmationOf(this.figure, stays.filter(({ reportId }) => reportIds.includes(reportId)), asOf) : undefined; },
    segmentIds: [...new Set(stretches.filter(({ start: begin }) => begin.earliest <= asOf).map(({ segment }) => segment.segmentId))],
  }];
}

/** The outer bound of an episode's start is over all that may have happened, the inner one over what did. */
export function firstStart(possible: readonly Run[], certain: readonly Run[]): Range | undefined {
  const [first] = possible.map(({ start }) => start).sort(inOrder);
  if (!first || certain.length === 0) return undefined;
  return { earliest: first.earliest, latest: Math.min(...certain.map(({ start }) => start.latest)), zone: first.zone };
}

/** Likewise of its end; none while one of its stays has none. */
export function lastEnd(possible: readonly Run[], certain: readonly Run[]): { end: Range; endReason: Stretch['endReason'] } | undefined {
  const ended = possible.flatMap(({ end, stretches }) => (end ? [{ end, endReason: stretches.at(-1)!.endReason }] : []));
  const last = ended.sort((a, b) => inOrder(a.end, b.end)).at(-1);
  if (!last || ended.length < possible.length) return undefined;
  const earliest = Math.max(...certain.map(({ end }) => end!.earliest));
  const latest = Math.max(...ended.map(({ end }) => end.latest));
  return { end: { earliest, latest, zone: last.end.zone }, endReason: last.endReason };
}

/**
 * CAL-9, R13: the latest start, change of setting or confirmation in the reports that are open, or asOf where something later
 * is known of them or of the child's arrival elsewhere.
 */
function confirmationOf({ certain, elapsedMs: total }: Figure, stays: readonly Stay[], asOf: Instant): Confirmation {
  const open = stays.filter((stay) => isOpen(stay, asOf));
  const known = open.length === 0 ? asOf : Math.max(...open.flatMap(knownInstants));
  const confirmedUntil = Math.min(known, asOf);
  const unconfirmedTailMs = elapsedMs(without(certain, [{ from: -Infinity, to: confirmedUntil }]));
  return { confirmedUntil, confirmedMs: total.atLeast - unconfirmedTailMs, unconfirmedTailMs };
}

function isOpen({ stretches }: Stay, asOf: Instant): boolean {
  const last = stretches.filter(({ onTheRoad }) => !onTheRoad).at(-1)!;
  return stretches[0]!.start.latest <= asOf && (!last.end || asOf < last.end.earliest);
}

function knownInstants({ stretches }: Stay): readonly Instant[] {
  const reported = stretches.filter(({ onTheRoad }) => !onTheRoad);
  const end = reported.at(-1)!.end;
  return [
    reported[0]!.start.latest,
    ...reported.map(({ segment }) => segment).flatMap(({ start, lastConfirmedAt }) => [start, lastConfirmedAt ?? start])
      .map((instant) => edgeOf(instant).earliest),
    ...(end ? [end.earliest] : []),
  ];
}
