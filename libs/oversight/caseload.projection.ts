import { restate } from '../case-file/case-file.js';
import { closedBy, ofMerge } from '../case-file/lineage.js';
import { isCorrection } from '../case-file/readings.js';
import type { Fact } from '../decider/event.js';
import { projection, type Row } from '../event-store/projection.js';
import { succeededFrom, type Mandate } from '../guardianship/representative.state.js';
import type { ChildFound } from '../identification/finding.events.js';
import { factsAsRecorded, withFact, type KeptFacts } from './kept-facts.js';
import { mandatesIn, ofPeople, ofSpeaking } from './representation.js';

interface ChildsCase {
  /** Those that say who the child is, who represents it, and whether it lives. */
  readonly facts: KeptFacts;
  readonly last?: Pick<Fact, 'type' | 'revision' | 'position'> & { readonly recordedAt: string; readonly jurisdiction: string };
}

const telling = ['identification.ChildFound', ...ofMerge, 'identification.DeathReported', 'identification.DeathReportRefuted', 'guardianship.', ...ofSpeaking, ...ofPeople];

/** Every child that a record exists of, in one row. */
export const caseload = projection<ChildsCase>({
  name: 'caseload', version: 9,
  tables: {
    caseload: `
      create table caseload (
        child             text primary key,
        /** Empty where the child was reported on and never registered. */
        registered_at     timestamptz,
        found_from        timestamptz,
        found_until       timestamptz,
        found_in          text,
        jurisdiction      text not null,
        status            text not null check (status in ('OPEN', 'DEATH_REPORTED')),
        age_status        text,
        majority_on       date,
        represented_from  timestamptz,
        represented_until timestamptz,
        /** The record that this one was merged into, by child: who counts children counts that one. */
        merged_into       text,
        last_event        text not null,
        last_event_at     timestamptz not null,
        last_position     text collate "C" not null,
        revision          int not null
      );
      create index on caseload (jurisdiction, status);
      create index on caseload (registered_at);
      create index on caseload (last_event_at)`,
  },
  views: {
    // Without the child, without the day of majority, and by days: what an analyst counts.
    caseload_for_analysts: `
      select found_in, jurisdiction, status, age_status, registered_at::date as registered_on,
             represented_from::date as represented_from, represented_until::date as represented_until
      from caseload where registered_at is not null and merged_into is null`,
  },
  initial: { facts: [] },
  evolve: ({ facts }, fact) => ({
    facts: isCorrection(fact) || telling.some((type) => fact.type.startsWith(type)) ? withFact(facts, fact) : facts,
    last: { type: fact.type, revision: fact.revision, position: fact.position, recordedAt: fact.recordedAt.toISOString(), jurisdiction: fact.meta.jurisdiction },
  }),
  rows: (_, { facts, last }) => ({ caseload: last ? [rowOf(factsAsRecorded(facts), last)] : [] }),
});

function rowOf(recorded: readonly Fact[], last: NonNullable<ChildsCase['last']>): Row {
  const facts = restate(recorded);
  const found = facts.findLast((fact): fact is Fact<typeof ChildFound> => fact.type === 'identification.ChildFound');
  const lastOfLife = facts.findLast(({ type }) => type === 'identification.DeathReported' || type === 'identification.DeathReportRefuted');
  const died = lastOfLife?.type === 'identification.DeathReported';
  return {
    registered_at: found?.recordedAt.toISOString(),
    found_from: found?.meta.occurredAt.from,
    found_until: found?.meta.occurredAt.to,
    found_in: found?.data.foundIn,
    jurisdiction: last.jurisdiction,
    status: died ? 'DEATH_REPORTED' : 'OPEN',
    age_status: found?.data.ageStatus,
    majority_on: found?.data.majorityOn,
    ...represented(mandatesIn(recorded)),
    merged_into: mergedInto(recorded),
    last_event: last.type,
    last_event_at: last.recordedAt,
    last_position: last.position,
    revision: last.revision,
  };
}

/** As decided: what anybody corrects or withdraws of a merge parts nothing (decision 0024). */
function mergedInto(recorded: readonly Fact[]): string | undefined {
  return (closedBy(recorded)?.data as { survivorRef: string } | undefined)?.survivorRef;
}

/** From when until when somebody may act for the child, by what is known now: of the times without a gap, the one that reaches furthest. */
function represented(mandates: readonly Mandate[]): Row {
  const times = mandates
    .filter(({ accepted, clear, suspended, removed, annulled, conflict }) => accepted && clear && !suspended && !removed && !annulled && !conflict)
    .map((mandate) => ({ from: Date.parse(mandate.from), until: Math.min(...[mandate.until, succeededFrom(mandate, mandates)].map((end) => (end === undefined ? Infinity : Date.parse(end)))) }))
    .filter(({ from, until }) => from < until)
    .sort((a, b) => a.from - b.from);
  const last = times.reduce<(typeof times)[number] | undefined>((time, next) => (time && next.from <= time.until ? { from: time.from, until: Math.max(time.until, next.until) } : next), undefined);
  return { represented_from: last && new Date(last.from).toISOString(), represented_until: last && last.until < Infinity ? new Date(last.until).toISOString() : undefined };
}
