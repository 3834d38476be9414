import { certainlyBefore, type Edge, edgeOf, inOrder, narrowed, notAfter, notBefore, sameEdge } from './liberty.edges.js';
import { type Claim, classifyHospital, isLiberty, type LibertyClass, weighed } from './liberty.classification.js';
import { remembered } from './remembered.js';
import type { Answer, EndReason, ReportedEnd, Segment, Word } from './liberty.segments.js';

/** A part of a stay in which setting and class do not change. Two neighbours share the one edge between them, as the same object. */
export interface Stretch {
  readonly segment: Segment;
  readonly class: LibertyClass;
  /** R5: what others say, where it is something else. */
  readonly contestedBy: readonly Claim[];
  readonly start: Edge;
  /** Absent while nothing is known to end it. */
  readonly end?: Edge;
  /** CHANGE: the stay goes on in another setting or class. Absent while it is open. */
  readonly endReason?: EndReason | 'CHANGE' | 'ARRIVAL';
  /** Both edges were reported, so it happened, however short; what is derived from other dates may have had no length. */
  readonly reported: boolean;
  /** R7: nobody reported it; it lies between leaving the segment's place and the next report. */
  readonly onTheRoad: boolean;
}

/** One report of a stay, from its start to its end. */
export interface Stay {
  readonly reportId: string;
  readonly stretches: readonly Stretch[];
  /** R9: ends that were reported too, and do not count. */
  readonly contestedEnds: readonly ReportedEnd[];
}

const endsOnTheRoad: readonly Stretch['endReason'][] = ['TRANSFER', 'HOSPITAL', 'COURT', 'ESCORT'];

/** The stays that the reports tell of, classified, each with the road that follows it. */
export const staysOf = remembered((segments: readonly Segment[]): readonly Stay[] => {
  const byReport = new Map<string, Segment[]>();
  for (const segment of inZoneOfDeparture(segments)) {
    const report = byReport.get(segment.reportId);
    if (report) report.push(segment);
    else byReport.set(segment.reportId, [segment]);
  }
  return withRoads([...byReport.values()].map(stayOf));
});

/**
 * CAL-4, R27: until arrival a child in transit is in the zone of the segment before it, whatever zone a report of the way names; in the one
 * that it names where the child was at liberty before, or where nothing is known of before.
 */
function inZoneOfDeparture(segments: readonly Segment[]): readonly Segment[] {
  if (!segments.some(isTransit)) return segments;
  const zones = new Map<Segment, string>();
  const begun: Segment[] = [];
  for (const segment of [...segments].sort((a, b) => inOrder(edgeOf(a.start), edgeOf(b.start)))) {
    const before = begun.findLast((other) => other.reportId === segment.reportId) ?? begun.findLast((other) => !isFreeBefore(other.reportId, segment, segments));
    zones.set(segment, isTransit(segment) && before ? zones.get(before)! : segment.start.zone);
    begun.push(segment);
  }
  return segments.map((segment) => ({ ...segment, start: { ...segment.start, zone: zones.get(segment)! } }));
}

function isTransit({ settingKind }: Segment): boolean {
  return settingKind === 'VEHICLE';
}

/** The child was let go, by that report, before the segment began. */
function isFreeBefore(reportId: string, { start }: Segment, segments: readonly Segment[]): boolean {
  const ends = segments.filter((segment) => segment.reportId === reportId).flatMap((segment) => segment.ends);
  return ends.length > 0 && ends.every(({ at, reason }) => !endsOnTheRoad.includes(reason) && certainlyBefore(edgeOf(at), edgeOf(start)));
}

/** A segment between the edges that the report gives it. */
interface Placed {
  readonly segment: Segment;
  readonly start: Edge;
  readonly end: Edge | undefined;
  readonly endReason: Stretch['endReason'];
}

function stayOf(report: readonly Segment[]): Stay {
  const ordered = report
    .map((segment) => ({ segment, start: edgeOf(segment.start) }))
    .sort((a, b) => inOrder(a.start, b.start))
    .filter((placed, i, all) => !isReplacedAtOnce(placed.start, all[i + 1]?.start));
  const { end, contested } = endOf(ordered);
  const edges = narrowed([...ordered.map(({ start }) => start), ...(end ? [edgeOf(end.at)] : [])]);
  const placed = ordered.map(({ segment }, i): Placed => ({
    segment, start: edges[i]!, end: edges[i + 1], endReason: i < ordered.length - 1 ? 'CHANGE' : end?.reason,
  }));
  return { reportId: report[0]!.reportId, stretches: classified(placed), contestedEnds: contested };
}

/** A setting that another replaces at the very instant of its start had no time. */
function isReplacedAtOnce(start: Edge, next: Edge | undefined): boolean {
  return next !== undefined && sameEdge(start, next) && start.earliest === start.latest;
}

/**
 * R9: of several ends of one report the later counts and the others are shown as contested. An end before the report's last
 * change of setting is contested too: the stay was seen to go on.
 */
function endOf(ordered: readonly { segment: Segment; start: Edge }[]): { end: ReportedEnd | undefined; contested: readonly ReportedEnd[] } {
  const lastStart = ordered.at(-1)!.start;
  const ends = ordered
    .flatMap(({ segment }, i) => segment.ends.filter(({ at }) => !ordered.slice(i + 1).some(({ start }) => sameEdge(start, edgeOf(at)))))
    .sort((a, b) => inOrder(edgeOf(a.at), edgeOf(b.at)));
  const end = ends.filter(({ at }) => !certainlyBefore(edgeOf(at), lastStart)).at(-1);
  const agrees = (other: ReportedEnd): boolean =>
    end !== undefined && sameEdge(edgeOf(other.at), edgeOf(end.at)) && other.reason === end.reason;
  return { end, contested: ends.filter((other) => !agrees(other)) };
}

function classified(placed: readonly Placed[]): readonly Stretch[] {
  let inCustody = false;
  return placed.flatMap(byWords).flatMap((part) => {
    const { class: byQuestions } = part;
    const followsCustody = inCustody;
    const inHospital = part.segment.settingKind === 'HOSPITAL';
    // An unguarded hospital is neither custody nor the end of it: whoever was brought there out of custody still follows it.
    if (!inHospital || part.segment.guarded === 'YES') inCustody = byQuestions === 'DEPRIVED' || byQuestions === 'DEPRIVED?';
    if (!inHospital) return [stretch(part, byQuestions)];
    return inHospitalPhases(part, (indication) => classifyHospital(byQuestions, indication, part.segment.guarded, followsCustody));
  });
}

/** A part of a segment in which the same words are spoken. */
interface Spoken extends Placed {
  readonly class: LibertyClass;
  readonly contestedBy: readonly Claim[];
  readonly reported: boolean;
}

/** R5: what somebody says of a stay counts from its own instant until it is withdrawn, or until the same one says otherwise. */
function byWords(part: Placed): readonly Spoken[] {
  const words = (part.segment.words ?? []).map((word) => ({
    word, from: clipped(edgeOf(word.from), part), until: word.until && clipped(edgeOf(word.until), part),
  }));
  const turns = [part.start, ...words.flatMap(({ from, until }) => (until ? [from, until] : [from]))]
    .sort(inOrder)
    .filter((edge, i, all) => i === 0 || (!sameEdge(edge, all[i - 1]!) && hasTime(edge, part.end)));
  const said = turns.map((start) => ({ start, ...weighed(part.segment, heardAt(start, words)) }))
    .filter((turn, i, all) => i === 0 || turn.class !== all[i - 1]!.class || !sameClaims(turn.contestedBy, all[i - 1]!.contestedBy));
  return said.map(({ start, class: value, contestedBy }, i) => {
    const next = said[i + 1];
    return {
      ...part, start: i === 0 ? part.start : start, end: next?.start ?? part.end, endReason: next ? 'CHANGE' : part.endReason,
      class: value, contestedBy, reported: said.length === 1,
    };
  });
}

function heardAt(instant: Edge, words: readonly { readonly word: Word; readonly from: Edge; readonly until?: Edge }[]): readonly Word[] {
  const begun = words.filter(({ from, until }) => inOrder(from, instant) <= 0 && (!until || inOrder(instant, until) < 0)).sort((a, b) => inOrder(a.from, b.from));
  return [...new Map(begun.map(({ word }) => [word.speaker, word])).values()];
}

function sameClaims(some: readonly Claim[], others: readonly Claim[]): boolean {
  return some.length === others.length && some.every((claim, i) => claim.eventId === others[i]!.eventId && claim.class === others[i]!.class);
}

function stretch({ segment, start, end, endReason, contestedBy, reported }: Spoken, value: LibertyClass): Stretch {
  return { segment, class: value, contestedBy, start, ...(end && { end }), ...(endReason && { endReason }), reported, onTheRoad: false };
}

/** R8, T19: a stay in hospital before, during and after the time for which medicine required it. */
function inHospitalPhases(part: Spoken, classWith: (indication: Answer) => LibertyClass): readonly Stretch[] {
  const { value = 'UNKNOWN', from, until } = part.segment.medicalIndication ?? {};
  if (value !== 'YES') return [stretch(part, classWith(value))];
  const begin = from && clipped(edgeOf(from), part);
  const fall = until && clipped(notBefore(edgeOf(until), begin ?? part.start), part);
  const phases = [
    { start: part.start, class: classWith(begin ? 'NO' : 'YES') },
    ...(begin ? [{ start: begin, class: classWith('YES') }] : []),
    ...(fall ? [{ start: fall, class: classWith('NO') }] : []),
  ].filter(({ start }, i, all) => hasTime(start, i === all.length - 1 ? part.end : all[i + 1]!.start));
  const distinct = phases.filter((phase, i) => phase.class !== phases[i - 1]?.class);
  if (distinct.length <= 1) return [stretch(part, distinct[0]?.class ?? classWith(value))];
  return distinct.map((phase, i) => {
    const next = distinct[i + 1];
    const bounds = { ...part, start: i === 0 ? part.start : phase.start, end: next?.start ?? part.end, endReason: next ? 'CHANGE' as const : part.endReason };
    return { ...stretch(bounds, phase.class), reported: false };
  });
}

function clipped(edge: Edge, { start, end }: Placed): Edge {
  const begun = notBefore(edge, start);
  return end ? notAfter(begun, end) : begun;
}

function hasTime(start: Edge, end: Edge | undefined): boolean {
  return end === undefined || start.earliest < end.latest;
}

/**
 * R7 (CAL-5, CAL-6): to be taken elsewhere is no liberty. From such an end until the child's next report starts, and without
 * end while none does, the child is presumed deprived, in the zone of departure.
 */
function withRoads(stays: readonly Stay[]): readonly Stay[] {
  return stays.map((stay) => {
    const left = stay.stretches.at(-1)!;
    if (!left.end || !endsOnTheRoad.includes(left.endReason) || isLiberty(left.class)) return stay;
    const others = stays.filter((other) => other !== stay);
    if (others.some((other) => holdsOnPast(other, left.end!))) return stay;
    const arrival = nextStart(others.filter((other) => !leavesAt(other, left.end!)), left.end);
    if (!hasTime(left.end, arrival)) return stay;
    const road: Stretch = {
      segment: left.segment, class: 'DEPRIVED?', contestedBy: [], start: left.end, ...(arrival && { end: arrival, endReason: 'ARRIVAL' as const }),
      reported: false, onTheRoad: true,
    };
    return { ...stay, stretches: [...stay.stretches, road] };
  });
}

/** Another report already has the child, not at liberty, and goes on having it: there was no road. */
function holdsOnPast({ stretches }: Stay, departure: Edge): boolean {
  return stretches.some(({ class: value, start, end }) =>
    !isLiberty(value) && start.latest < departure.earliest && (end === undefined || end.latest > departure.latest));
}

/** Another report of the same departure is no arrival. */
function leavesAt({ stretches }: Stay, departure: Edge): boolean {
  const { end, endReason } = stretches.at(-1)!;
  return end !== undefined && sameEdge(end, departure) && endsOnTheRoad.includes(endReason);
}

function nextStart(stays: readonly Stay[], departure: Edge): Edge | undefined {
  const starts = stays.map(({ stretches }) => stretches[0]!.start).filter((start) => start.latest >= departure.earliest).sort(inOrder);
  return starts[0] && notBefore(starts[0], departure);
}

/** The last instant that anything is known of: what follows from the edges alone does not change after it. */
export function lastInstantIn(stretches: readonly Stretch[]): number {
  return Math.max(0, ...stretches.flatMap(({ start, end }) => [start.earliest, start.latest, end?.earliest ?? 0, end?.latest ?? 0]).filter(Number.isFinite));
}
