import type { Fact } from '../decider/event.js';
import type { DeprivationEnded, DeprivationSettingChanged, DeprivationStarted, LibertyEvent } from './liberty.events.js';
import { contradictionsIn, withReport, type Contradiction, type Reports } from './reports.js';
import { certainlyBefore, inOrder } from './times.js';

/** What was reported of each stay, by its name. */
export type Stays = Reports<Fact<LibertyEvent>>;

export const noStays: Stays = new Map();

export function evolveStays(stays: Stays, fact: Fact<LibertyEvent>): Stays {
  switch (fact.type) {
    case 'identification.DeprivationStarted':
      return withReport(stays, fact.data.stayRef ?? fact.id, fact);
    case 'identification.DeprivationSettingChanged':
    case 'identification.DeprivationEnded':
      return withReport(stays, fact.data.stayRef, fact);
  }
}

export type SettingFact = Fact<typeof DeprivationStarted> | Fact<typeof DeprivationSettingChanged>;

export const isEnd = (fact: Fact<LibertyEvent>): fact is Fact<typeof DeprivationEnded> => fact.type === 'identification.DeprivationEnded';
export const isSetting = (fact: Fact<LibertyEvent>): fact is SettingFact => !isEnd(fact);

/** Reports of stays that cannot all be right: within one stay, or because no child is in two places at once. */
export function contestedStays(stays: Stays): readonly Contradiction[] {
  const reports = [...stays.values()];
  const within = reports.flatMap((facts) => contradictionsIn(
    facts.filter((fact) => fact.type === 'identification.DeprivationStarted'),
    facts.filter((fact) => fact.type === 'identification.DeprivationSettingChanged'),
    facts.filter(isEnd),
  ));
  const pairs = reports.flatMap((one, index) => reports.slice(index + 1).map((other) => [one, other] as const));
  const atOnce = pairs.filter(([one, other]) => !sharePlace(one, other) && goesOnAfterStartOf(one, other) && goesOnAfterStartOf(other, one));
  return [...within, ...atOnce.map(([one, other]): Contradiction => ({ code: 'TWO_STAYS_AT_ONCE', events: [startOf(one)!.id, startOf(other)!.id] }))];
}

/** Several witnesses may report the same stay. */
function sharePlace(one: readonly Fact<LibertyEvent>[], other: readonly Fact<LibertyEvent>[]): boolean {
  const places = one.filter(isSetting).flatMap(({ data }) => data.facilityRef ?? []);
  return other.filter(isSetting).some(({ data }) => data.facilityRef !== undefined && places.includes(data.facilityRef));
}

/** Whether a stay certainly went on after another had begun. */
function goesOnAfterStartOf(one: readonly Fact<LibertyEvent>[], other: readonly Fact<LibertyEvent>[]): boolean {
  const start = startOf(other);
  if (!start || !startOf(one)) return false;
  const lastEnd = one.filter(isEnd).map((fact) => fact.meta.occurredAt).sort(inOrder).at(-1);
  return !lastEnd || certainlyBefore(start.meta.occurredAt, lastEnd);
}

function startOf(facts: readonly Fact<LibertyEvent>[]): Fact<LibertyEvent> | undefined {
  return facts.filter(isSetting).sort((a, b) => inOrder(a.meta.occurredAt, b.meta.occurredAt))[0];
}
