import { suppressed } from '../privacy/small-cells.js';
import { concernsAnswer } from './findings.answer.js';
import type { Finding, Severity } from './findings.js';
import { unequalTreatment, type Waits } from './findings.population.js';
import { findings } from './findings.projection.js';
import { newestRuleSet } from './findings.rules.js';
import { givenOf, iso, known, type Asked, type Question } from './population.question.js';

/** What findings are counted by, and the SQL that gives the values of one: of some, one value, of others as many as it concerns. */
const groupings = {
  RULE: 'rule', SEVERITY: 'severity', FACILITY: 'unnest(facilities)', AUTHORITY: 'unnest(org_types)', ORGANISATION: 'unnest(org_refs)', STATE: 'unnest(states)', JURISDICTION: 'jurisdiction',
  STANDING: `coalesce(standing, 'UNANSWERED')`,
} as const;
export const findingGroupings = Object.keys(groupings) as (keyof typeof groupings)[];

const conditions = {
  rule: 'rule = :rule', severity: 'severity = :severity', facility: ':facility = any(facilities)', authority: ':authority = any(org_types)', organisation: ':organisation = any(org_refs)',
  state: ':state = any(states)', jurisdiction: 'jurisdiction = :jurisdiction', standing: `coalesce(standing, 'UNANSWERED') = :standing`,
} as const;
const filters = Object.keys(conditions) as (keyof typeof conditions)[];

const asked = { answers: [], reads: [findings], rules: [newestRuleSet.version] } as const;

/** Those that touch the period and fit the filters, with the last word that oversight had said of each by then. */
function rowsOf({ given }: Asked) {
  const { conditions: fits, given: values } = givenOf(conditions, given);
  const words = `(select finding as of, (array_agg(word order by revision desc))[1] as standing,
    json_agg(json_build_object('event', event, 'word', word, 'reason', reason, 'ruleSet', rule_set, 'at', said_at, 'recordedAt', recorded_at,
      'by', json_build_object('role', role, 'orgType', org_type, 'orgRef', org_ref)) order by revision) as words
    from ${known('finding_word')} said where said_at <= :asOf group by finding)`;
  return {
    rows: `select * from ${known('finding')} found left join ${words} answered on answered.of = found.finding
      where starts_earliest <= :asOf and (starts_earliest < :to or :to::timestamptz = :asOf::timestamptz) and (ends_latest is null or ends_latest >= :from)
        and ${fits}`,
    values,
  };
}

/** A row for each child and value, with how many findings it has of it: counted in two steps, nothing has to be sorted. */
function perChild(rows: string): string {
  return `select child, value, count(*) as findings from (${rows}) each group by child, value`;
}

interface FindingRow {
  readonly child: string;
  readonly finding: string;
  readonly rule: string;
  readonly rule_version: number;
  readonly severity: Severity;
  readonly jurisdiction: string;
  readonly zone: string;
  readonly until_zone: string | null;
  readonly starts_earliest: Date;
  readonly starts_latest: Date | number;
  readonly ends_earliest: Date | null;
  readonly ends_latest: Date | number | null;
  readonly concerns: Finding['concerns'];
  readonly events: readonly string[];
  readonly contested: boolean;
  readonly presumed: boolean;
  readonly details: object;
  readonly standing: string | null;
  readonly words: readonly { readonly at: string; readonly recordedAt: string }[] | null;
}

export const findingsOfAll: Question = {
  ...asked, path: 'findings', parameters: [...filters, 'from', 'to'],
  columns: [
    'id', 'child', 'rule', 'ruleVersion', 'severity', 'jurisdiction', 'since.earliest', 'since.latest', 'since.zone', 'until.earliest', 'until.latest', 'until.zone', 'lasts', 'concerns', 'events',
    'contested', 'presumed', 'details', 'standing', 'words',
  ],
  summary: 'What follows from the records of the children by the newest rule set: each finding with its severity, whom it concerns, the events that prove it, and what oversight says of it.',
  async answer(question) {
    const { asOf, page, query } = question;
    const { rows, values } = rowsOf(question);
    const [counted] = await query<{ found: number; children: number }>(
      `select coalesce(sum(findings), 0)::int as found, count(*)::int as children from (${perChild(`select child, null as value from (${rows}) counted`)}) children`, values);
    const entries = await query<FindingRow>(
      `select * from (${rows}) listed order by starts_earliest, rule collate "C", finding limit :limit offset :offset`, { ...values, limit: page.limit + 1, offset: page.offset });
    return { figures: { ruleSet: newestRuleSet.version, ...counted }, entries: entries.map((row) => entryOf(row, asOf)) };
  },
};

/** A child counts once in each cell: many findings about one child are not many children. */
export const findingsCounted: Question = {
  ...asked, path: 'findings/counts', columns: ['value', 'children', 'findings'], parameters: ['per', ...filters, 'from', 'to'], countsOnly: true,
  summary: 'About how many children something is found, per rule, severity, place, kind of authority, organisation, state or answer of oversight; the number of findings is for oversight alone.',
  async answer(question) {
    const { given, page, query, trueCounts, smallestCountShown } = question;
    const per = (given.per ?? 'RULE') as keyof typeof groupings;
    const { rows, values } = rowsOf(question);
    const counted = await query<{ value: string; findings: number; children: number }>(
      `select value, sum(findings)::int as findings, count(*)::int as children from (${perChild(`select child, ${groupings[per]} as value from (${rows}) counted`)}) children
       group by value order by value collate "C"`, values);
    const numbers = counted.map(({ children }) => children);
    const { cells, total } = trueCounts ? { cells: numbers, total: numbers.reduce((sum, count) => sum + count, 0) } : suppressed(numbers, smallestCountShown);
    const entries = counted.map(({ value, findings: found }, n) => ({ value, children: cells[n], ...(trueCounts && { findings: found }) }));
    return { figures: { ruleSet: newestRuleSet.version, per, total }, entries: entries.slice(page.offset, page.offset + page.limit + 1) };
  },
};

/** Of each child and service the first wait: whoever is reviewed often does not count often. */
export const unequalTreatmentFound: Question = {
  ...asked, path: 'findings/unequal-treatment', parameters: ['jurisdiction'], countsOnly: true, rules: [`${unequalTreatment.code}@${unequalTreatment.version}`],
  columns: ['service', 'aspect', 'group', 'childrenInGroup', 'childrenElsewhere', 'medianHoursInGroup', 'medianHoursElsewhere'],
  summary: 'Groups of children who wait longer than others for what is owed to every child; no group of fewer than ten is told of.',
  async answer({ given, page, query }) {
    // Children of the same groups come in one row: tens of thousands of rows take longer to read than to count.
    const alike = await query<{ service: string; groups: string; waited: readonly number[] }>(
      `select service, groups::text as groups, json_agg(greatest(0, round(1000 * date_part('epoch', least(given_at, ended_at, :asOf::timestamptz) - waits_from))::bigint)) as waited
       from ${known('finding_wait')} wait where waits_from <= :asOf ${given.jurisdiction === undefined ? '' : 'and jurisdiction = :jurisdiction'} group by service, groups::text`,
      given.jurisdiction === undefined ? {} : { jurisdiction: given.jurisdiction });
    const found = unequalTreatment.check(alike.map(({ service, groups, waited }) => ({ service, groups: JSON.parse(groups) as Waits['groups'], waitedMs: waited })));
    const { code, version, severity } = unequalTreatment;
    return { figures: { rule: code, ruleVersion: version, severity }, entries: found.slice(page.offset, page.offset + page.limit + 1) };
  },
};

function entryOf(row: FindingRow, asOf: Date): object {
  const ended = row.ends_earliest !== null && row.ends_earliest <= asOf;
  return {
    id: row.finding, child: row.child, rule: row.rule, ruleVersion: row.rule_version, severity: row.severity, jurisdiction: row.jurisdiction,
    since: { earliest: iso(row.starts_earliest), latest: iso(row.starts_latest), zone: row.zone },
    until: ended ? { earliest: iso(row.ends_earliest), latest: iso(row.ends_latest), zone: row.until_zone } : null, lasts: !ended,
    concerns: concernsAnswer(row.concerns), events: row.events, contested: row.contested, presumed: row.presumed, details: row.details,
    standing: row.standing, words: (row.words ?? []).map((word) => ({ ...word, at: new Date(word.at).toISOString(), recordedAt: new Date(word.recordedAt).toISOString() })),
  };
}
