import type { Instant } from '../zones/zones.js';

/** CAL-1: time is half-open, `[from, to)`, in integer milliseconds: what ends at midnight does not touch the new day. */
export interface Interval {
  readonly from: Instant;
  readonly to: Instant;
}

/** The same time without double counting: in order, apart from each other, none empty. */
export function unite(intervals: readonly Interval[]): readonly Interval[] {
  const united: Interval[] = [];
  for (const { from, to } of inOrder(intervals)) {
    const last = united.at(-1);
    if (last && from <= last.to) united[united.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else united.push({ from, to });
  }
  return united;
}

/** What is left of each part, in pieces that keep what else the part says. */
export function without<Part extends Interval>(parts: readonly Part[], taken: readonly Interval[]): readonly Part[] {
  const holes = unite(taken);
  return parts.flatMap((part) => {
    const left: Part[] = [];
    let from = part.from;
    for (const hole of holes) {
      if (hole.from > from) left.push({ ...part, from, to: Math.min(hole.from, part.to) });
      from = Math.max(from, hole.to);
    }
    left.push({ ...part, from });
    return left.filter(({ from: start, to }) => start < to);
  });
}

/** The time that both have. */
export function shared(one: readonly Interval[], other: readonly Interval[]): readonly Interval[] {
  return unite(one.flatMap((a) => other.map((b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }))));
}

/** CAL-2: hours are elapsed time; milliseconds here, hours only where they are printed. */
export function elapsedMs(intervals: readonly Interval[]): number {
  return unite(intervals).reduce((sum, { from, to }) => sum + (to - from), 0);
}

/** What of the parts lies between the two instants. */
export function within(parts: readonly Interval[], from: Instant, to: Instant): readonly Interval[] {
  return shared(parts, [{ from, to }]);
}

function inOrder(intervals: readonly Interval[]): readonly Interval[] {
  return intervals.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from || a.to - b.to);
}
