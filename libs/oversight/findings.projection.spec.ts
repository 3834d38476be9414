import { describe, expect, it } from '@jest/globals';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import type { Row } from '../event-store/projection.js';
import { findingsOf } from './findings.js';
import { findings } from './findings.projection.js';
import { childRecord } from './findings.record.js';
import { newestRuleSet, rulesIn } from './findings.rules.js';
import { changed, child, ended, found, happened, otherCentre, stay, transitCentre } from './findings.scenario.js';

const rules = rulesIn(newestRuleSet);
const sealed = { $sealed: { key: 'D3', version: 1, alg: 'A256GCM', iv: 'AAAAAAAAAAAAAAAA', ct: 'AAAAAAAAAAAAAAAAAAAAAAAA' } };

/** As a follower folds them: one by one, with the state kept as JSON in between. */
function rowsOf(told: readonly Fact[], stream = `child-${child}`) {
  const state = told.reduce((kept: unknown, fact) => JSON.parse(JSON.stringify(findings.evolve(kept, fact))) as unknown, findings.initial);
  return findings.rows(stream, state) as { readonly finding: readonly Row[]; readonly finding_word: readonly Row[]; readonly finding_wait: readonly Row[] };
}

/** What a question makes of the rows. */
function foundAt(rows: readonly Row[], asOf: Date) {
  return rows.filter((row) => new Date(String(row.starts_earliest)) <= asOf)
    .map((row) => [row.finding, row.starts_earliest, row.ends_earliest !== undefined && new Date(String(row.ends_earliest)) <= asOf ? row.ends_earliest : 'lasts']).sort();
}

const stories: Readonly<Record<string, readonly Happened[]>> = {
  'is held for its papers, moved and released': [found(), stay({ groundCode: 'NO_DOCUMENTS' }), changed({ facilityRef: otherCentre, withAdults: 'YES' }, '2026-03-05T06:00:00Z'), ended('2026-03-20T06:00:00Z')],
  'is held still, longer than was said, with grown people': [found(), stay({ groundCode: 'AWAITING_RETURN', claimedMaximumDays: 10, withAdults: 'YES' })],
  'is taken again': [found(), stay(), ended('2026-03-04T06:00:00Z'), happened('identification.DeprivationStarted', { ...stay().data, stayRef: 'again' }, '2026-03-05T06:00:00Z', { id: 'again' })],
  'was said to be held, and that was withdrawn': [found(), stay({ groundCode: 'NO_DOCUMENTS' }), happened('record.Retracted', { target: 'start' }, '2026-03-06T06:00:00Z')],
  'was decided about without anybody to speak for it': [found(), happened('guardianship.DecisionTakenWithoutRepresentative', { decision: 'RETURN', authorityType: 'POLICE', account: sealed })],
};

describe('The findings of all children', () => {
  it.each(Object.entries(stories))('are those of the child that %s, at every instant on the way', (_, story) => {
    const facts = story.map(factOf);
    const { finding } = rowsOf(facts);
    const days = Array.from({ length: 18 }, (__, n) => new Date(Date.UTC(2026, 1, 1 + 5 * n, 6)));
    for (const asOf of days.filter((day) => facts.every(({ meta }) => new Date(meta.occurredAt.from) <= day))) {
      const ofChild = findingsOf(rules, childRecord(child, { facts }, asOf));
      expect([asOf, foundAt(finding, asOf)]).toEqual([asOf, ofChild.map(({ id, since, until }) => [id, new Date(since.earliest).toISOString(), until ? new Date(until.earliest).toISOString() : 'lasts']).sort()]);
    }
    expect(finding.length).toBeGreaterThan(0);
  });

  it('say whom they concern, by which law, and what proves them', () =>
    expect(rowsOf(stories['is held still, longer than was said, with grown people']!.map(factOf)).finding.find(({ rule }) => rule === 'MIGRATION_DETENTION')).toMatchObject({
      child, severity: 'GRAVE', rule_version: 1, jurisdiction: 'KG', facilities: [transitCentre], org_types: ['POLICE'], org_refs: ['police-5'], states: ['KG'], events: ['start'], ends_earliest: undefined,
    }));

  it('hold the refusals, which are a stream of their own', () => {
    const refusal = factOf({ type: 'record.DecisionAttemptRefused', id: 'refusal', data: { command: 'DecidePlacement', gate: 'placement', gateVersion: 1, revision: 0, missing: ['CHILD_HEARD'], about: {} } }, 0);
    expect(rowsOf([refusal], `refusals-${child}`).finding).toMatchObject([{ child, rule: 'DECISION_ATTEMPT_REFUSED', events: ['refusal'], details: { command: 'DecidePlacement', missing: ['CHILD_HEARD'] } }]);
  });

  it('have the words of oversight beside them', () => {
    const word = factOf({ type: 'oversight.FindingContested', id: 'word', data: { finding: 'a', rule: 'OVERSTAY', ruleVersion: 1, ruleSet: 'findings@1', events: [], reason: 'ANOTHER_CHILD' }, by: { role: 'OMBUDSPERSON' } }, 0);
    expect(rowsOf([word], `oversight-${child}`)).toMatchObject({ finding: [], finding_word: [{ child, finding: 'a', word: 'CONTESTED', reason: 'ANOTHER_CHILD', role: 'OMBUDSPERSON' }] });
  });

  it('know since when what is owed is waited for, and to which groups the child belongs', () =>
    expect(rowsOf([factOf(found({ sex: 'FEMALE', ageStatus: 'PRESUMED', nationalityClaims: ['UZ', 'KZ'] }), 0)]).finding_wait.find(({ service }) => service === 'REPRESENTATIVE')).toMatchObject({
      child, waits_from: '2026-02-01T06:00:00.000Z', given_at: undefined, groups: { sex: 'FEMALE', accompaniment: 'UNACCOMPANIED', age: 'PRESUMED', nationality: 'KZ+UZ' },
    }));

  it('keep nothing of a child that is sealed', () =>
    expect(JSON.stringify(findings.evolve(findings.initial, factOf(stories['was decided about without anybody to speak for it']![1]!, 0)))).not.toContain('AAAA'));
});
