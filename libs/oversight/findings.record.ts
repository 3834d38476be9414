import { restate } from '../case-file/case-file.js';
import { registry } from '../case-file/contexts.js';
import { dutiesOf, type OwedDuty, type SettingOf } from '../case-file/duties.js';
import type { DecisionAttemptRefused } from '../case-file/record.events.js';
import type { BoundedContext } from '../decider/context.js';
import type { EventDeclaration, Fact } from '../decider/event.js';
import { guardianship, type Guardianship } from '../guardianship/guardianship.context.js';
import { contestedSeparations } from '../identification/family.state.js';
import { identification, type Identification } from '../identification/identification.context.js';
import { contestedStays } from '../identification/liberty.state.js';
import { staySegments, type StaySegment } from '../identification/liberty.segments.js';
import { settingOf } from '../profiles/profiles.js';
import { repatriation, type Repatriation } from '../repatriation/repatriation.context.js';
import { occurredAt } from '../zones/zones.js';
import { childLiberty } from './liberty.child.js';
import { edgeOf, type Range } from './liberty.edges.js';
import type { Liberty } from './liberty.js';

/** What is known of one child as of an instant, as corrections have left it: all that a rule of findings may look at. */
export interface ChildRecord {
  readonly child: string;
  readonly asOf: Date;
  /** What had happened by then, in the order of the log. */
  readonly facts: readonly Fact[];
  /** Decisions that were asked for and refused by then. */
  readonly refusals: readonly Fact<typeof DecisionAttemptRefused>[];
  readonly identification: Identification;
  readonly guardianship: Guardianship;
  readonly repatriation: Repatriation;
  readonly liberty: Liberty;
  /** All that is known of the settings of the stays, by segment. */
  readonly settings: ReadonlyMap<string, StaySegment>;
  readonly duties: readonly OwedDuty[];
  readonly settingOf: SettingOf;
  /** Ids of the facts that somebody disputes, or that cannot all be right. */
  readonly contested: ReadonlySet<string>;
}

/** Facts and refusals are given as far as they are known; what comes after asOf is cut here. */
export function childRecord(child: string, { facts, refusals = [] }: { readonly facts: readonly Fact[]; readonly refusals?: readonly Fact[] }, asOf: Date): ChildRecord {
  const restated = restate(facts);
  const happened = restated.filter((fact) => Date.parse(fact.meta.occurredAt.from) <= asOf.getTime());
  const known = folded(identification, restated);
  return {
    child, asOf, facts: happened,
    refusals: refusals.filter((refusal) => Date.parse(refusal.meta.occurredAt.from) <= asOf.getTime()) as unknown as ChildRecord['refusals'],
    identification: folded(identification, happened), guardianship: folded(guardianship, happened), repatriation: folded(repatriation, happened),
    liberty: childLiberty(facts, asOf),
    settings: new Map(staySegments(known, (at, zone) => occurredAt({ at, zone })).map((segment) => [segment.segmentId, segment])),
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
