import type { OrgType } from '../decider/actor.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { hadBegunAt, inOrder } from '../decider/times.js';
import type { Answer } from './codes.js';
import type { DeprivationEnded, DeprivationSettingChanged, DeprivationStarted, leaveAnswers, LibertyEvent } from './liberty.events.js';
import { contradictionsIn, withReport, type Contradiction, type Reports } from './reports.js';

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

/** A part of a journey is a stay like any other: in a vehicle, with the answers that were given of it (ruling 28). */
export const notesOfStays: Notes<Stays> = {
  'repatriation.TransferLegReported': (stays, fact) => {
    const { custodial, mayLeave, escortOrgTypes, toState: state, arrivedAt } = fact.data as unknown as TransferLeg;
    const nexus = escortOrgTypes.some((orgType) => !privateBodies.includes(orgType)) ? 'ORDER' : 'UNKNOWN';
    const start = { ...fact, type: 'identification.DeprivationStarted', data: { settingKind: 'VEHICLE', custodial, mayLeave, nexus, state } } as Fact<typeof DeprivationStarted>;
    const begun = withReport(stays, fact.id, start);
    if (arrivedAt === undefined) return begun;
    const { zone, zoneData } = fact.meta.occurredAt;
    const meta = { ...fact.meta, occurredAt: { from: new Date(arrivedAt).toISOString(), precision: 'exact', zone, zoneData } } as const;
    return withReport(begun, fact.id, { ...fact, type: 'identification.DeprivationEnded', data: { stayRef: fact.id, endReason: 'TRANSFER' }, meta } as Fact<typeof DeprivationEnded>);
  },
};

/** As much as is read here of what Repatriation publishes. */
interface TransferLeg {
  readonly custodial: Answer;
  readonly mayLeave: (typeof leaveAnswers)[number];
  readonly escortOrgTypes: readonly OrgType[];
  readonly toState: string;
  readonly arrivedAt?: string;
}

/** Those behind whom no authority stands; whoever else travels with a child does so for one. */
const privateBodies: readonly OrgType[] = ['FAMILY', 'NGO', 'LEGAL_AID', 'OPERATOR'];

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
  return [...within, ...stretchesAtOnce(reports).map((stays): Contradiction => ({ code: 'TWO_STAYS_AT_ONCE', events: stays.map(({ start }) => start.id) }))];
}

/** A stay as far as it certainly went on: from the moment when it had begun at the latest until its last end began. */
interface Certain {
  /** In the order in which the stays were reported. */
  readonly n: number;
  readonly start: Fact<LibertyEvent>;
  readonly from: number;
  readonly until: number;
  readonly places: ReadonlySet<string>;
}

/** Stays of which each contradicts at least one other of its group: a child who is in ten places at once is one contradiction, not 45. */
function stretchesAtOnce(reports: readonly (readonly Fact<LibertyEvent>[])[]): readonly (readonly Certain[])[] {
  const over: Certain[][] = [];
  let goingOn: Certain[][] = [];
  for (const stay of reports.flatMap(certainIn).sort((a, b) => a.from - b.from)) {
    const apart: Certain[][] = [];
    const joined = [stay];
    for (const group of goingOn) {
      if (group.every(({ until }) => until <= stay.from)) over.push(group);
      else if (group.some((other) => areAtOnce(other, stay))) joined.push(...group);
      else apart.push(group);
    }
    goingOn = [...apart, joined];
  }
  return [...over, ...goingOn]
    .filter((group) => group.length > 1)
    .map((group) => group.sort((a, b) => a.n - b.n))
    .sort(([a], [b]) => a!.n - b!.n);
}

function certainIn(facts: readonly Fact<LibertyEvent>[], n: number): readonly Certain[] {
  const settings = facts.filter(isSetting);
  const [start] = settings.map(({ meta }, index) => ({ index, at: meta.occurredAt })).sort((a, b) => inOrder(a.at, b.at));
  if (!start) return [];
  const lastEnd = facts.filter(isEnd).map(({ meta }) => meta.occurredAt).sort(inOrder).at(-1);
  return [{
    n, start: settings[start.index]!, from: hadBegunAt(start.at), until: lastEnd ? Date.parse(lastEnd.from) : Infinity,
    places: new Set(settings.flatMap(({ data }) => data.facilityRef ?? [])),
  }];
}

/** Several witnesses may report the same stay. */
function areAtOnce(one: Certain, other: Certain): boolean {
  return one.from < other.until && other.from < one.until && ![...one.places].some((place) => other.places.has(place));
}
