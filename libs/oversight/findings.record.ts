import { restate } from '../case-file/case-file.js';
import { registry } from '../case-file/contexts.js';
import { asToldBy, dutiesOf, type OwedDuty, type SettingOf } from '../case-file/duties.js';
import { closedBy } from '../case-file/lineage.js';
import type { DecisionAttemptRefused } from '../case-file/record.events.js';
import type { BoundedContext } from '../decider/context.js';
import type { EventDeclaration, Fact } from '../decider/event.js';
import { mayHaveHappenedBy } from '../decider/times.js';
import { contestedSeparations } from '../identification/family.state.js';
import { identification, type Identification } from '../identification/identification.context.js';
import { contestedStays } from '../identification/liberty.state.js';
import type { StaySegment } from '../identification/liberty.segments.js';
import { settingOf } from '../profiles/profiles.js';
import { repatriation, type Repatriation } from '../repatriation/repatriation.context.js';
import { ageAttestations, segmentsOf } from './liberty.child.js';
import { majorityBy } from './liberty.childhood.js';
import { edgeOf, type Range } from './liberty.edges.js';
import type { Episode } from './liberty.episodes.js';
import { libertyOf, type Liberty } from './liberty.js';

/** What is known of one child as of an instant, as corrections have left it: all that a rule of findings may look at. */
export interface ChildRecord {
  readonly child: string;
  readonly asOf: Date;
  /** What had happened by then, in the order of the log. */
  readonly facts: readonly Fact[];
  /** Those of one type. */
  readonly ofType: (type: string) => readonly Fact[];
  /** The one that has the id, also where it has been withdrawn: what it made owed may stand. */
  readonly factOf: (id: string) => Fact | undefined;
  /** Decisions that were asked for and refused by then. */
  readonly refusals: readonly Fact<typeof DecisionAttemptRefused>[];
  /** The day on which childhood ends, by the way in which the rule set asks for it; undefined where it is not known. */
  readonly majorityOn: string | undefined;
  readonly identification: Identification;
  readonly repatriation: Repatriation;
  /** As it stood before one of the facts. */
  readonly repatriationBefore: (fact: Fact) => Repatriation;
  readonly liberty: HeldAndFree;
  /** All that is known of the settings of the stays, by segment. */
  readonly settings: ReadonlyMap<string, StaySegment>;
  readonly duties: readonly OwedDuty[];
  readonly settingOf: SettingOf;
  /** Ids of the facts that somebody disputes, or that cannot all be right. */
  readonly contested: ReadonlySet<string>;
}

/** When the child was held, without any figure of how long: a rule that rests on it is asked again only when something is told of a stay. */
export interface HeldAndFree extends Pick<Liberty, 'rules' | 'zoneData' | 'segments' | 'overlapConflicts'> {
  readonly episodes: readonly Omit<Episode, 'figure' | 'childTime' | 'confirmation'>[];
}

/** By what childhood ends: by what was given when the child was registered, or by all that was attested of its age (ruling 32, R16), as in every figure of the audit. */
export type ChildhoodBy = 'REGISTRATION' | 'ATTESTATION';

/** Facts and refusals as far as they are known. */
export interface Told {
  readonly facts: readonly Fact[];
  readonly refusals?: readonly Fact[];
}

/** The record as of an instant: what comes after it is cut here. */
export function childRecord(child: string, { facts: told, refusals = [] }: Told, asOf: Date, childhoodBy: ChildhoodBy = 'ATTESTATION'): ChildRecord {
  const restated = restate(told);
  const known = folded(identification, restated);
  const segments = segmentsOf(known);
  const facts = restated.filter((fact) => mayHaveHappenedBy(fact, asOf));
  const isAll = facts.length === restated.length;
  const byType = groupedByType(facts);
  const ofThen = isAll ? known : folded(identification, facts);
  const attested = majorityBy(ageAttestations(told));
  return {
    child, asOf, facts, ofType: (type) => byType.get(type) ?? [], factOf: (id) => facts.find((fact) => fact.id === id) ?? told.find((fact) => fact.id === id),
    refusals: refusals.filter((refusal) => mayHaveHappenedBy(refusal, asOf)) as unknown as ChildRecord['refusals'],
    majorityOn: childhoodBy === 'ATTESTATION' ? attested : ofThen.finding.majorityOn, identification: ofThen, repatriation: folded(repatriation, facts),
    repatriationBefore: (fact) => folded(repatriation, facts.slice(0, facts.indexOf(fact))),
    liberty: libertyOf(segments, asOf.getTime(), { majorityOn: attested }),
    settings: settingsIn(segments),
    duties: asToldBy(closedBy(told.filter((fact) => mayHaveHappenedBy(fact, asOf))), registry.duties, dutiesOf(registry.duties, told, settingOf, asOf)),
    settingOf,
    contested: contestedIn(restated.filter(({ type }) => type === 'record.Disputed'), known),
  };
}

export function groupedByType(facts: readonly Fact[]): ReadonlyMap<string, readonly Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const group = groups.get(fact.type);
    if (group) group.push(fact);
    else groups.set(fact.type, [fact]);
  }
  return groups;
}

export function settingsIn(segments: readonly StaySegment[]): ChildRecord['settings'] {
  return new Map(segments.map((segment) => [segment.segmentId, segment]));
}

/** Those that were disputed, and those that cannot all be right. */
export function contestedIn(disputes: readonly Fact[], { stays, family }: Identification): ChildRecord['contested'] {
  return new Set([
    ...disputes.map(({ data }) => (data as { target: string }).target),
    ...[...contestedStays(stays), ...contestedSeparations(family)].flatMap(({ events }) => events),
  ]);
}

/** The facts of one declaration, in the order of the log. */
export function factsOf<E extends EventDeclaration>({ ofType }: Pick<ChildRecord, 'ofType'>, { type }: E): readonly Fact<E>[] {
  return ofType(type) as unknown as readonly Fact<E>[];
}

/** When it was so. */
export function at({ meta }: Fact): Range {
  const { earliest, latest, zone } = edgeOf(meta.occurredAt);
  return { earliest, latest, zone };
}

export function exactly(instant: Date | string | number, zone: string): Range {
  const ms = new Date(instant).getTime();
  return { earliest: ms, latest: ms, zone };
}

export function folded<State>({ initial, evolve }: BoundedContext<State>, facts: readonly Fact[]): State {
  return facts.reduce(evolve, initial);
}
