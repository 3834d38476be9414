import { isOversightEvent, wordOf } from './findings.words.js';
import type { Basis, Envelope, Fact } from '../decider/event.js';
import { projection, type Row } from '../event-store/projection.js';
import type { ChildFound } from '../identification/finding.events.js';
import { isSealed } from '../privacy/personal.js';
import { zoneDataVersion } from '../zones/zones.js';
import { duties } from './duties.projection.js';
import { foundBy, type Finding } from './findings.js';
import { childRecordToItsEnd, type ChildRecord } from './findings.record.js';
import { newestRuleSet, rulesIn } from './findings.rules.js';
import { edgeColumns } from './liberty.edges.js';

const rules = rulesIn(newestRuleSet);

/** A fact with all that a rule may look at; of what is sealed, only that it is there. */
interface Kept extends Pick<Fact, 'id' | 'type' | 'stream' | 'revision' | 'position'> {
  readonly data: object;
  readonly recordedAt: string;
  readonly meta: Pick<Envelope, 'occurredAt' | 'recordedBy' | 'jurisdiction' | 'profileVersion' | 'source' | 'clockAheadMs'> & {
    readonly basis?: { readonly facts: Basis['facts'] };
    readonly command: Omit<Envelope['command'], 'hash'>;
  };
}

/**
 * What follows from every record by the newest rule set, as rows that do not depend on the instant that is asked about: the question
 * cuts them. A child's record, its refusals and the words of oversight are streams of their own, and no rule looks at two of them.
 * The rows rest on the duties, too, so that a new version of those is one of these.
 */
export const findings = projection<readonly Kept[]>({
  name: 'findings', version: 200 + duties.version, streams: ['child-', 'refusals-', 'oversight-'], keyColumn: 'stream',
  key: ({ stream }) => stream,
  stream: (key) => key,
  tables: {
    finding: `
      create table finding (
        stream       text not null,
        child        text not null,
        finding      uuid not null,
        rule         text not null,
        rule_version int not null,
        severity     text not null,
        /** By whose law the child's case is weighed. */
        jurisdiction text not null,
        zone         text not null,
        until_zone   text,
        starts_earliest timestamptz not null,
        starts_latest   timestamptz not null,
        ends_earliest   timestamptz,
        ends_latest     timestamptz,
        concerns     json not null,
        facilities   text[] not null,
        org_types    text[] not null,
        org_refs     text[] not null,
        states       text[] not null,
        events       text[] not null,
        contested    boolean not null,
        presumed     boolean not null,
        details      json not null
      );
      create index on finding (rule, starts_earliest);
      create index on finding (starts_earliest)`,
    finding_word: `
      create table finding_word (
        stream      text not null,
        child       text not null,
        finding     uuid not null,
        event       uuid not null,
        revision    int not null,
        word        text not null,
        reason      text not null,
        rule_set    text not null,
        said_at     timestamptz not null,
        recorded_at timestamptz not null,
        role        text not null,
        org_type    text not null,
        org_ref     text not null
      );
      create index on finding_word (finding)`,
    finding_wait: `
      create table finding_wait (
        stream       text not null,
        child        text not null,
        duty         uuid not null,
        service      text not null,
        jurisdiction text not null,
        waits_from   timestamptz not null,
        given_at     timestamptz,
        ended_at     timestamptz,
        /** The groups that the child belongs to, by aspect. */
        groups       json not null
      );
      create index on finding_wait (service, waits_from)`,
  },
  asKnown: ['finding', 'finding_word', 'finding_wait'],
  basedOn: [newestRuleSet.version, ...newestRuleSet.liberty, `zones ${zoneDataVersion}`, ...duties.basedOn],
  initial: [],
  evolve: (kept, fact) => [...kept, keptOf(fact)],
  rows(stream, kept) {
    const child = stream.slice(stream.indexOf('-') + 1);
    const facts = kept.map((fact) => ({ ...fact, recordedAt: new Date(fact.recordedAt) }) as unknown as Fact);
    const none = { finding: [], finding_word: [], finding_wait: [] };
    if (stream.startsWith('oversight-')) return { ...none, finding_word: facts.filter(isOversightEvent).map((fact) => ({ child, ...wordOf(fact) })) };
    const record = childRecordToItsEnd(child, stream.startsWith('refusals-') ? { facts: [], refusals: facts } : { facts });
    const jurisdiction = facts[0]?.meta.jurisdiction ?? 'ZZ';
    return {
      ...none,
      finding: foundBy(rules, record).map((finding) => ({ child, jurisdiction, ...findingRow(finding) })),
      finding_wait: waitRows(record).map((row) => ({ child, jurisdiction, ...row })),
    };
  },
});

function findingRow({ id, rule, ruleVersion, severity, since, until, concerns, events, contested, presumed, details }: Finding): Row {
  const distinct = (values: readonly (string | undefined)[]) => [...new Set(values.filter((value) => value !== undefined))].sort();
  return {
    finding: id, rule, rule_version: ruleVersion, severity, zone: since.zone, until_zone: until?.zone, ...edgeColumns(since, until), concerns: concerns as never,
    facilities: distinct(concerns.map(({ facilityRef }) => facilityRef)), org_types: distinct(concerns.map(({ authority }) => authority?.orgType)),
    org_refs: distinct(concerns.map(({ authority }) => authority?.orgRef)), states: distinct(concerns.map(({ state }) => state)),
    events, contested, presumed, details,
  };
}

/** What is owed to every child within a time, and the groups between which no difference may be made (CRC art. 2). */
function waitRows({ duties: owed, facts, identification: { identity } }: ChildRecord): readonly Row[] {
  const found = facts.findLast((fact): fact is Fact<typeof ChildFound> & Fact => fact.type === 'identification.ChildFound');
  const attested = facts.findLast(({ type }) => type === 'identification.IdentityAttested') as { data: { nationalities: readonly string[] } } | undefined;
  const nationalities = attested?.data.nationalities ?? found?.data.nationalityClaims;
  const groups = {
    sex: found?.data.sex, accompaniment: identity.accompaniment?.accompaniment ?? found?.data.accompaniment, age: found?.data.ageStatus,
    nationality: nationalities && nationalities.length > 0 ? [...nationalities].sort().join('+') : undefined,
  };
  return owed.filter((duty) => duty.owed).map(({ id, code, from, met, ended }) => ({
    duty: id, service: code, waits_from: from, given_at: met?.at, ended_at: ended?.at, groups: Object.fromEntries(Object.entries(groups).filter(([, group]) => group !== undefined)) as never,
  }));
}

function keptOf({ id, type, stream, revision, position, data, recordedAt, meta }: Fact): Kept {
  const { occurredAt, recordedBy, jurisdiction, profileVersion, source, clockAheadMs, basis, command: { hash: _, ...command } } = meta;
  const foreign = basis?.facts.filter((fact) => fact.foreign) ?? [];
  return {
    id, type, stream, revision, position, recordedAt: recordedAt.toISOString(), data: withoutSecrets(data) as object,
    meta: { occurredAt, recordedBy, jurisdiction, profileVersion, source, clockAheadMs, ...(foreign.length > 0 && { basis: { facts: foreign } }), command },
  };
}

function withoutSecrets(value: unknown): unknown {
  if (isSealed(value)) return { $sealed: { key: value.$sealed.key } };
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutSecrets(member)]));
}
