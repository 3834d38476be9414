import { type DateSpan, isChildAt } from './liberty.childhood.js';
import type { Range } from './liberty.edges.js';
import { type Episode, episodesOf } from './liberty.episodes.js';
import type { Bounds } from './liberty.figures.js';
import type { Stay } from './liberty.stays.js';
import type { Instant, Zones } from '../zones/zones.js';

const hourMs = 3_600_000;
/** R26: a gap of exactly seven days still makes a chain, one of exactly 72 hours is no rapid re-detention. */
export const chainGapMsMax = 168 * hourMs;
const rapidGapMs = 72 * hourMs;

/** CAL-7: episodes so close that whoever let the child go may only have begun the clocks anew. */
export interface Chain {
  readonly episodes: readonly [Episode, ...Episode[]];
  readonly start: Range;
  /** Absent while its last episode is open. */
  readonly end?: Range;
  /** Deprived time, and as much of it as lies in childhood. */
  readonly netMs: Bounds;
  readonly netChildMs: Bounds;
  /** From the first start to the last end, or asOf. */
  readonly grossMs: Bounds;
  /** The least that each can have been. */
  readonly gapsMs: readonly number[];
}

export interface RapidRedetention {
  readonly code: 'RAPID_REDETENTION';
  readonly gapMs: number;
  readonly from: Range;
  readonly to: Range;
  /** Of what started again. */
  readonly segmentIds: readonly string[];
  /** What had ended, and what started again. */
  readonly episodes: readonly [Episode, Episode];
}

/** CAL-7: episodes with gaps of at most seven days. */
export function chainsOf(episodes: readonly Episode[], asOf: Instant): readonly Chain[] {
  const groups: [Episode, ...Episode[]][] = [];
  for (const episode of episodes) {
    const before = groups.at(-1)?.at(-1);
    if (before?.end && gapMs(before.end, episode.start) <= chainGapMsMax) groups.at(-1)!.push(episode);
    else groups.push([episode]);
  }
  return groups.map((group): Chain => {
    const [first] = group;
    const last = group.at(-1)!;
    const end = last.end ?? { earliest: asOf, latest: asOf };
    const sum = (of: (episode: Episode) => Bounds): Bounds => group.map(of).reduce((a, b) => ({ atLeast: a.atLeast + b.atLeast, atMost: a.atMost + b.atMost }));
    return {
      episodes: group, start: first.start, ...(last.end && { end: last.end }),
      netMs: sum(({ figure }) => figure.elapsedMs), netChildMs: sum(({ childTime }) => childTime.elapsedMs),
      grossMs: { atLeast: Math.max(0, Math.min(end.earliest, asOf) - first.start.latest), atMost: Math.min(end.latest, asOf) - first.start.earliest },
      gapsMs: group.slice(1).map((episode, i) => gapMs(group[i]!.end!, episode.start)),
    };
  });
}

/** CAL-7, R26: for the alarm, presumed deprivation is deprivation; only of somebody who is a child when taken again. */
export function rapidRedetentions(stays: readonly Stay[], asOf: Instant, zones: Zones, span: DateSpan): readonly RapidRedetention[] {
  const presumed = stays.map((stay): Stay => ({ ...stay, stretches: asDeprived(stay.stretches) }));
  const episodes = episodesOf(presumed, asOf, zones);
  return episodes.slice(1).flatMap((episode, i): readonly RapidRedetention[] => {
    const before = episodes[i]!;
    const { end } = before;
    if (!end || gapMs(end, episode.start) >= rapidGapMs || !isChildAt(episode.start.earliest, episode.start.zone, span, zones)) return [];
    return [{ code: 'RAPID_REDETENTION', gapMs: gapMs(end, episode.start), from: end, to: episode.start, segmentIds: episode.segmentIds, episodes: [before, episode] }];
  });
}

/** Neighbours keep the edge between them. */
function asDeprived(stretches: Stay['stretches']): Stay['stretches'] {
  return stretches.map((stretch) => (stretch.class === 'DEPRIVED?' ? { ...stretch, class: 'DEPRIVED' } : stretch));
}

function gapMs(end: Range, start: Range): number {
  return Math.max(0, start.earliest - end.latest);
}
