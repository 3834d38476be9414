import type { Fact, OccurredAt } from './event.js';

const hourMs = 3_600_000;
/** No clock is further ahead of UTC, and none further behind. */
const hoursAheadOfUtcMax = 14;
const hoursBehindUtcMax = 12;

/** The first instant that the words can mean in any zone; the words are an instant, a local time, a date or a month. Milliseconds. */
export function earliest(stated: string): number {
  return hasOffset(stated) ? Date.parse(stated) : inUtc(stated) - hoursAheadOfUtcMax * hourMs;
}

/** The instant by which what is dated so is over in every zone; the words are an instant or a date. Milliseconds. */
export function latest(stated: string): number {
  return hasOffset(stated) ? Date.parse(stated) : inUtc(stated) + (24 + hoursBehindUtcMax) * hourMs;
}

function hasOffset(stated: string): boolean {
  return /T.*(Z|[+-]\d{2}:\d{2})$/.test(stated);
}

function inUtc(stated: string): number {
  return Date.parse(stated.includes('T') ? `${stated}Z` : stated);
}

/** By the first instant that each can have been, then by the last. */
export function inOrder(a: OccurredAt, b: OccurredAt): number {
  return Date.parse(a.from) - Date.parse(b.from) || compared(lastOf(a), lastOf(b));
}

/** A period is over at its `to`; what was so at one instant is over right after it. */
export function certainlyBefore(a: OccurredAt, b: OccurredAt): boolean {
  return a.precision === 'exact' ? lastOf(a) < Date.parse(b.from) : lastOf(a) <= Date.parse(b.from);
}

/** The moment after which it had certainly begun, for a comparison with the first moment of something else; nothing ends after it where that is not known. */
export function hadBegunAt(occurred: OccurredAt): number {
  const last = lastOf(occurred);
  if (last === Infinity) return Number.MAX_VALUE;
  // A period is over at its `to`, an instant right after it.
  return occurred.precision === 'exact' ? last : last - 0.5;
}

function lastOf({ from, to, precision }: OccurredAt): number {
  if (to !== undefined) return Date.parse(to);
  return precision === 'exact' ? Date.parse(from) : Infinity;
}

function compared(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** Whether it can have happened by an instant: an imprecise time counts from its first moment. */
export function mayHaveHappenedBy({ meta }: Pick<Fact, 'meta'>, at: Date): boolean {
  return Date.parse(meta.occurredAt.from) <= at.getTime();
}

/** When it was recorded, by the clock that decisions are taken by: of a decision the moment at which it was taken. */
export function knownAt({ recordedAt, meta }: Pick<Fact, 'recordedAt' | 'meta'>): Date {
  return new Date(recordedAt.getTime() + (meta.clockAheadMs ?? 0));
}

/** Since when a decision has the effect that it gives to a day or an instant: never before it was taken. */
export function effectiveFrom(stated: string, { meta: { occurredAt } }: Pick<Fact, 'meta'>): string {
  return Date.parse(stated) < Date.parse(occurredAt.from) ? occurredAt.from : stated;
}
