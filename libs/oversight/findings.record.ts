import { restate } from '../case-file/case-file.js';
import { registry } from '../case-file/contexts.js';
import { dutiesOf, type OwedDuty, type SettingOf } from '../case-file/duties.js';
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
import { libertyOf, type Liberty } from './liberty.js';
import { staysOf } from './liberty.stays.js';

/** What is known of one child as of an instant, as corrections have left it: all that a rule of findings may look at. */
export interface ChildRecord {
  readonly child: string;
  readonly asOf: Date;
  /** What had happened by then, in the order of the log. */
  readonly facts: readonly Fact[];
  /** Decisions that were asked for and refused by then. */
  readonly refusals: readonly Fact<typeof DecisionAttemptRefused>[];
  readonly identification: Identification;
  readonly repatriation: Repatriation;
  readonly liberty: Liberty;
  /** All that is known of the settings of the stays, by segment. */
  readonly settings: ReadonlyMap<string, StaySegment>;
  readonly duties: readonly OwedDuty[];
  readonly settingOf: SettingOf;
  /** Ids of the facts that somebody disputes, or that cannot all be right. */
  readonly contested: ReadonlySet<string>;
}

/** Facts and refusals as far as they are known. */
export interface Told {
  readonly facts: readonly Fact[];
  readonly refusals?: readonly Fact[];
}

/** The record as of an instant: what comes after it is cut here. */
export function childRecord(child: string, told: Told, asOf: Date): ChildRecord {
  return recordAsOf(child, told, readingOf(told), asOf);
}

/** The record as it stands at its end: what lasts has no end then, and what begins later is known ahead. */
export function childRecordToItsEnd(child: string, told: Told): ChildRecord {
  const reading = readingOf(told);
  return recordAsOf(child, told, reading, lastKnownInstant(told, reading));
}

/** What the facts say together, whatever the instant that is asked about. */
interface Reading {
  readonly restated: readonly Fact[];
  readonly known: Identification;
  readonly segments: readonly StaySegment[];
}

function readingOf({ facts }: Told): Reading {
  const restated = restate(facts);
  const known = folded(identification, restated);
  return { restated, known, segments: segmentsOf(known) };
}

function lastKnownInstant({ facts, refusals = [] }: Told, { segments }: Reading): Date {
  const edges = staysOf(segments).flatMap(({ stretches }) => stretches).flatMap(({ start, end }) => [start.earliest, start.latest, end?.earliest ?? 0, end?.latest ?? 0]);
  const told = [...facts, ...refusals].flatMap(({ meta: { occurredAt: { from, to } } }) => [Date.parse(from), to === undefined ? 0 : Date.parse(to)]);
  return new Date([...edges, ...told].filter(Number.isFinite).reduce((latest, instant) => Math.max(latest, instant), 0));
}

function recordAsOf(child: string, { facts, refusals = [] }: Told, { restated, known, segments }: Reading, asOf: Date): ChildRecord {
  const happened = restated.filter((fact) => mayHaveHappenedBy(fact, asOf));
  const isAll = happened.length === restated.length;
  return {
    child, asOf, facts: happened,
    refusals: refusals.filter((refusal) => mayHaveHappenedBy(refusal, asOf)) as unknown as ChildRecord['refusals'],
    identification: isAll ? known : folded(identification, happened), repatriation: folded(repatriation, happened),
    liberty: libertyOf(segments, asOf.getTime(), { majorityOn: majorityBy(ageAttestations(facts)) }),
    settings: new Map(segments.map((segment) => [segment.segmentId, segment])),
    duties: dutiesOf(registry.duties, happened, settingOf),
    settingOf,
    contested: new Set([
      ...restated.filter(({ type }) => type === 'record.Disputed').map(({ data }) => (data as { target: string }).target),
      ...[...contestedStays(known.stays), ...contestedSeparations(known.family)].flatMap(({ events }) => events),
    ]),
  };
}

/** The facts of one declaration, in the order of the log. */
export function factsOf<E extends EventDeclaration>({ facts }: Pick<ChildRecord, 'facts'>, { type }: E): readonly Fact<E>[] {
  return facts.filter((fact): fact is Fact<E> & Fact => fact.type === type) as unknown as readonly Fact<E>[];
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

function folded<State>({ initial, evolve }: BoundedContext<State>, facts: readonly Fact[]): State {
  return facts.reduce(evolve, initial);
}
