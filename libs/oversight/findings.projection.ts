import { isOversightEvent, wordOf } from './findings.words.js';
import type { Basis, Envelope, Fact } from '../decider/event.js';
import { idIn } from '../decider/subject.js';
import type { OwedDuty } from '../case-file/duties.js';
import type { Json } from '../event-store/port.js';
import { projection, type Row, type Rows } from '../event-store/projection.js';
import type { ChildFound } from '../identification/finding.events.js';
import { isSealed } from '../privacy/personal.js';
import { zoneDataVersion } from '../zones/zones.js';
import { duties } from './duties.projection.js';
import { GrowingRecord } from './findings.growth.js';
import type { Finding } from './findings.js';
import { FoundSoFar } from './findings.looks.js';
import type { ChildRecord } from './findings.record.js';
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
  name: 'findings', version: 303 + duties.version, streams: ['child-', 'refusals-', 'oversight-'], keyColumn: 'stream',
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
      /** Of each service what the child waited for first: whoever is reviewed often does not count often. */
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
  evolve(kept, fact) {
    const more = [...kept, keptOf(fact)];
    const growth = growths.get(kept);
    if (growth) growths.set(more, growth);
    growths.delete(kept);
    return more;
  },
  rows(stream, kept) {
    if (stream.startsWith('oversight-')) return { finding: [], finding_word: kept.map(factOf).filter(isOversightEvent).map((fact) => ({ child: idIn(stream), ...wordOf(fact) })), finding_wait: [] };
    const known = growths.get(kept);
    const growth = known?.stream === stream ? known : new Growth(stream);
    // Whatever fails on the way leaves nothing half grown behind.
    growths.delete(kept);
    const rows = growth.rows(kept);
    growths.set(kept, growth);
    return rows;
  },
});

/** The records of those who are followed at the moment, by what is kept of them: to tell the rows of one fact more, nobody reads all the others again. */
const growths = new WeakMap<readonly Kept[], Growth>();

/** What stands in the tables for one stream; rows that a fact leaves as they were stay the same objects. */
class Growth {
  private readonly record: GrowingRecord;
  private readonly found: FoundSoFar;
  private read = 0;
  private jurisdiction: string | undefined;
  private groups = '';
  private waits: { readonly of: readonly OwedDuty[]; readonly rows: readonly Row[] } = { of: [], rows: [] };
  private findings: readonly Finding[] = [];
  private findingRows: readonly Row[] = [];
  private readonly rowOfFinding = new WeakMap<Finding, Row>();
  private rowOfWait = new WeakMap<OwedDuty, Row>();

  constructor(readonly stream: string) {
    this.record = new GrowingRecord(idIn(stream));
    this.found = new FoundSoFar(rules, this.record);
  }

  rows(kept: readonly Kept[]): Rows {
    const { record, stream } = this;
    this.jurisdiction ??= kept[0]?.meta.jurisdiction ?? 'ZZ';
    for (const fact of kept.slice(this.read).map(factOf)) {
      if (stream.startsWith('refusals-')) record.refused(fact);
      else record.add(fact);
    }
    this.read = kept.length;
    const findings = this.found.now();
    if (findings !== this.findings) [this.findings, this.findingRows] = [findings, findings.map((finding) => this.kept(this.rowOfFinding, finding, findingRow))];
    return { finding: this.findingRows, finding_word: [], finding_wait: this.waitRows() };
  }

  /** What is owed to every child within a time, and the groups between which no difference may be made (CRC art. 2). */
  private waitRows(): readonly Row[] {
    const groups = groupsOf(this.record);
    const text = JSON.stringify(groups);
    const { duties } = this.record;
    if (text !== this.groups) [this.groups, this.rowOfWait] = [text, new WeakMap()];
    else if (this.waits.of === duties) return this.waits.rows;
    this.waits = { of: duties, rows: firstOfEach(duties.filter(({ owed }) => owed)).map((duty) => this.kept(this.rowOfWait, duty, () => waitRow(duty, groups))) };
    return this.waits.rows;
  }

  private kept<Of extends object>(rows: WeakMap<Of, Row>, of: Of, rowOf: (of: Of) => Row): Row {
    const row = rows.get(of) ?? { child: this.record.child, jurisdiction: this.jurisdiction, ...rowOf(of) };
    rows.set(of, row);
    return row;
  }
}

function factOf(kept: Kept): Fact {
  return { ...kept, recordedAt: new Date(kept.recordedAt) } as unknown as Fact;
}

function findingRow({ id, rule, ruleVersion, severity, since, until, concerns, events, contested, presumed, details }: Finding): Row {
  const distinct = (values: readonly (string | undefined)[]) => [...new Set(values.filter((value) => value !== undefined))].sort();
  return {
    finding: id, rule, rule_version: ruleVersion, severity, zone: since.zone, until_zone: until?.zone, ...edgeColumns(since, until), concerns: concerns as never,
    facilities: distinct(concerns.map(({ facilityRef }) => facilityRef)), org_types: distinct(concerns.map(({ authority }) => authority?.orgType)),
    org_refs: distinct(concerns.map(({ authority }) => authority?.orgRef)), states: distinct(concerns.map(({ state }) => state)),
    events, contested, presumed, details,
  };
}

function groupsOf({ ofType, identification: { identity } }: ChildRecord): Json {
  const found = ofType('identification.ChildFound').at(-1) as unknown as Fact<typeof ChildFound> | undefined;
  const attested = ofType('identification.IdentityAttested').at(-1) as unknown as { readonly data: { readonly nationalities: readonly string[] } } | undefined;
  const nationalities = attested?.data.nationalities ?? found?.data.nationalityClaims;
  const groups = {
    sex: found?.data.sex, accompaniment: identity.accompaniment?.accompaniment ?? found?.data.accompaniment, age: found?.data.ageStatus,
    nationality: nationalities && nationalities.length > 0 ? [...nationalities].sort().join('+') : undefined,
  };
  return Object.fromEntries(Object.entries(groups).filter(([, group]) => group !== undefined)) as Json;
}

/** Of each code the one that began first. */
function firstOfEach(duties: readonly OwedDuty[]): readonly OwedDuty[] {
  const first = new Map<string, OwedDuty>();
  for (const duty of duties) {
    const before = first.get(duty.code);
    if (!before || duty.from < before.from || (duty.from === before.from && duty.id < before.id)) first.set(duty.code, duty);
  }
  return [...first.values()];
}

function waitRow({ id, code, from, met, ended }: OwedDuty, groups: Json): Row {
  return { duty: id, service: code, waits_from: from, given_at: met?.at, ended_at: ended?.at, groups };
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
