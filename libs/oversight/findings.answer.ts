import type { OversightEvent } from '../case-file/oversight.events.js';
import type { Fact } from '../decider/event.js';
import type { FindingsOfChild } from './findings.child.js';
import type { Finding, FindingRule } from './findings.js';
import { findingRules, type RuleSet } from './findings.rules.js';
import { wordIn } from './findings.words.js';
import type { Range } from './liberty.edges.js';

/** The findings of a child as an answer gives them, with the versions that made them: instants as RFC 3339, nothing that is sealed. */
export function findingsAnswer({ record, findings, words, revision, position }: FindingsOfChild, ruleSet: RuleSet) {
  const known = new Set(findings.map(({ id }) => id));
  const gone = [...new Set(words.map(({ data }) => data.finding))].filter((id) => !known.has(id));
  return {
    asOf: record.asOf, revision, position, ruleSet: ruleSet.version, liberty: record.liberty.rules, zoneData: record.liberty.zoneData,
    profiles: [...new Set(record.duties.map(({ profileVersion }) => profileVersion))].sort(),
    findings: [...findings].sort(inOrder).map((finding) => ({ ...findingAnswer(finding, ruleOf(finding)), ...answeredBy(words, finding.id) })),
    /** What oversight answered, and what does not follow any more from the record as it is known. */
    noLongerFound: gone.map((id) => {
      const { rule, ruleVersion, events } = words.findLast(({ data }) => data.finding === id)!.data;
      return { id, rule, ruleVersion, events, ...answeredBy(words, id) };
    }),
  };
}

function findingAnswer({ id, rule, ruleVersion, severity, since, until, concerns, events, contested, presumed, details }: Finding, { promise, basis }: FindingRule) {
  return {
    id, rule, ruleVersion, severity, promise, basis, since: rangeAnswer(since), until: until ? rangeAnswer(until) : null, lasts: until === undefined,
    concerns: concernsAnswer(concerns), events, contested, presumed, details,
  };
}

/** Whom a finding concerns, with what is not known of them. */
export function concernsAnswer(concerns: Finding['concerns']): readonly object[] {
  return concerns.map(({ facilityRef, authority, state }) => ({ facilityRef: facilityRef ?? null, authority: authority ? { orgRef: authority.orgRef ?? null, orgType: authority.orgType ?? null } : null, state: state ?? null }));
}

function answeredBy(words: readonly Fact<OversightEvent>[], finding: string) {
  const said = words.filter(({ data }) => data.finding === finding);
  const answers = said.map(({ id, type, data, meta, recordedAt }) => ({
    event: id, word: wordIn(type), reason: data.reason, ruleSet: data.ruleSet, at: meta.occurredAt, recordedAt,
    by: { role: meta.recordedBy.role, orgType: meta.recordedBy.orgType, orgRef: meta.recordedBy.orgRef },
  }));
  return { standing: answers.at(-1)?.word ?? null, words: answers };
}

function ruleOf({ rule, ruleVersion }: Finding): FindingRule {
  return findingRules.find(({ code, version }) => code === rule && version === ruleVersion)!;
}

function inOrder(a: Finding, b: Finding): number {
  return a.since.earliest - b.since.earliest || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : a.id < b.id ? -1 : 1);
}

function rangeAnswer({ earliest, latest, zone }: Range) {
  return { earliest: iso(earliest), latest: iso(latest), zone };
}

function iso(instant: number): string | null {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : null;
}
