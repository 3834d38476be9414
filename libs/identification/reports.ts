import type { Fact } from '../decider/event.js';
import { certainlyBefore } from '../decider/times.js';

/** What was reported under one name (of a stay, of a separation), in the order of the log. */
export type Reports<F extends Fact> = ReadonlyMap<string, readonly F[]>;

export function withReport<F extends Fact>(reports: Reports<F>, name: string, fact: F): Reports<F> {
  return new Map(reports).set(name, [...(reports.get(name) ?? []), fact]);
}

export const contradictionCodes = [
  'CHANGE_WITHOUT_START', 'END_WITHOUT_START', 'STARTED_TWICE', 'ENDED_TWICE', 'END_BEFORE_START', 'TWO_STAYS_AT_ONCE',
] as const;

/** Reports that cannot all be right. All of them stay, and nobody is refused for it. */
export interface Contradiction {
  readonly code: (typeof contradictionCodes)[number];
  /** Ids of the events that contradict each other. */
  readonly events: readonly string[];
}

/** What is contested in the reports under one name. */
export function contradictionsIn(starts: readonly Fact[], changes: readonly Fact[], ends: readonly Fact[]): readonly Contradiction[] {
  const ids = (facts: readonly Fact[]) => facts.map((fact) => fact.id);
  const found = (contested: boolean, code: Contradiction['code'], events: readonly Fact[]): Contradiction[] => (contested ? [{ code, events: ids(events) }] : []);
  const toldEnds = new Set(ends.map(({ meta, data }) => JSON.stringify([meta.occurredAt.from, meta.occurredAt.to, 'endReason' in data && data.endReason])));
  const early = ends.filter((end) => starts.length > 0 && starts.every((start) => certainlyBefore(end.meta.occurredAt, start.meta.occurredAt)));
  return [
    ...found(starts.length === 0 && changes.length > 0, 'CHANGE_WITHOUT_START', changes),
    ...found(starts.length === 0 && ends.length > 0, 'END_WITHOUT_START', ends),
    ...found(starts.length > 1, 'STARTED_TWICE', starts),
    ...found(toldEnds.size > 1, 'ENDED_TWICE', ends),
    ...found(early.length > 0, 'END_BEFORE_START', [...starts, ...early]),
  ];
}
