import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../decider/actor.js';
import { registry } from '../case-file/contexts.js';
import { factOf } from '../decider/decider.scenario.js';
import type { CaseFileExport } from './case-file-export.js';
import { caseFileAsJson } from './case-file-export.js';
import { caseFileAsPage } from './case-file-page.js';
import type { HistoryEntry } from './replay.js';
import { findingsAnswer } from './findings.answer.js';
import { findingsOf } from './findings.js';
import { childRecord } from './findings.record.js';
import { newestRuleSet, rulesIn } from './findings.rules.js';
import { child, found, stay } from './findings.scenario.js';
import { situationOf } from './situation.js';
import { zoneDataVersion } from '../zones/zones.js';

const asOf = new Date('2026-03-05T06:00:00Z');
const facts = [found(), stay({ groundCode: 'NO_DOCUMENTS' })].map(factOf);
const said = '<script>alert("сказано")</script> & "так"';

describe('The page of a case file', () => {
  it('needs nothing else: no script, no picture, no address that it loads', async () => {
    const page = await textOf(caseFileAsPage(caseFile()));
    expect(page).not.toMatch(/<script|<img|<link|<iframe|javascript:|https?:|url\(| on\w+=/i);
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
  });
  it('has whatever was said as text, in its own language and direction', async () => {
    const page = await textOf(caseFileAsPage(caseFile()));
    expect(page).toContain('<span lang="" dir="auto">&lt;script&gt;alert(&quot;сказано&quot;)&lt;/script&gt; &amp; &quot;так&quot;</span>');
    expect(page).not.toContain(said);
  });
  it('says what is withheld, and of what class, and what was forgotten', async () => {
    const page = await textOf(caseFileAsPage(caseFile({ name: { $withheld: 'D2' }, account: { $forgotten: true } })));
    expect(page).toContain('withheld (D2)');
    expect(page).toContain('forgotten: its key was destroyed');
  });
  it('has one heading of the first order, a heading for each part, heads of columns that repeat on paper, and the size of A4', async () => {
    const page = await textOf(caseFileAsPage(caseFile()));
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect([...page.matchAll(/<h2>([^<]+)/g)].map(([, heading]) => heading)).toEqual(['Situation', 'Findings', 'What is owed', 'Decisions and refused attempts', 'Timeline']);
    expect(page).toMatch(/size: A4/);
    expect(page).toMatch(/thead { display: table-header-group; }/);
    expect((page.match(/<(table|section|dl|tr|td|th|article|ul|li|dd|dt|span)[ >]/g) ?? []).length).toBe((page.match(/<\/(table|section|dl|tr|td|th|article|ul|li|dd|dt|span)>/g) ?? []).length);
  });
  it('has what is found and since when, with the versions that made it', async () => {
    const page = await textOf(caseFileAsPage(caseFile()));
    for (const words of ['MIGRATION_DETENTION@1', '2026-03-01T06:00:00.000Z', 'findings@10', 'LIB-1@1', 'placement@2', 'position 42', 'REPRESENTATIVE_ACTIVE: Nothing is decided', '2026-03-01 12:00 Asia/Bishkek']) expect(page).toContain(words);
  });
});

describe('The JSON of a case file', () => {
  it('is one JSON text, with every event in its order, however it was read', async () => {
    const whole = JSON.parse(await textOf(caseFileAsJson(caseFile()))) as CaseFileExport & { timeline: HistoryEntry[] };
    expect(whole.timeline.map(({ revision, type }) => [revision, type])).toEqual([[0, 'identification.ChildFound'], [1, 'identification.DeprivationStarted']]);
    expect(whole.head).toMatchObject({ childId: child, revision: 1, position: '42', versions: { ruleSet: 'findings@10' } });
    const nothing = JSON.parse(await textOf(caseFileAsJson({ ...caseFile(), timeline: entries([]) }))) as { timeline: unknown };
    expect(nothing.timeline).toEqual([]);
  });
  it('asks for the next event when the one before it was taken, and holds none', async () => {
    let asked = 0;
    const endless = (async function* () {
      for (;;) yield { ...entryOf(0), revision: asked++ };
    })();
    const parts = caseFileAsJson({ ...caseFile(), timeline: endless });
    for (let n = 0; n < 1_000; n += 1) await parts.next();
    expect(asked).toBe(999);
  });
});

function caseFile(data: object = { account: said, languages: ['kir', 'rus'] }): CaseFileExport {
  const record = childRecord(child, { facts }, asOf);
  const findings = findingsAnswer({ record, findings: findingsOf(rulesIn(newestRuleSet), record), words: [], revision: 1, position: '42' }, newestRuleSet);
  const { promise, basis } = registry.owner('REPRESENTATIVE_ACTIVE').fact;
  return {
    head: { childId: child, asOf, position: '42', revision: 1, opened: ['D1'], versions: { ruleSet: 'findings@10', liberty: findings.liberty, zoneData: findings.zoneData, profiles: ['KG@1'], gates: ['placement@2'] } },
    situation: situationOf(registry, facts, asOf), duties: { duties: [], alarms: [] }, findings,
    decisions: [{
      position: '7', eventId: 'refusal', command: 'DecidePlacement', decidedAt: '2025-03-02T09:00:00.000Z', recordedAt: asOf, decidedBy: { role: 'CASE_WORKER' } satisfies Partial<Actor>, purpose: 'PROTECTION', jurisdiction: 'KG', profileVersion: 'KG@1',
      doubts: [], restsOnCorrected: false, outcome: 'refused', weighedAt: 0, gate: 'placement', gateVersion: 2, missing: [{ code: 'REPRESENTATIVE_ACTIVE', promise, basis }], about: {},
    }],
    timeline: entries(facts.map((_, revision) => ({ ...entryOf(revision), data: data as never }))),
  };
}

function entryOf(revision: number): HistoryEntry {
  const { id, type, position, recordedAt, meta } = facts[revision]!;
  return {
    revision, id, type, position, version: 1, recordedAt, occurredAt: { ...meta.occurredAt, zoneData: zoneDataVersion }, recordedBy: { role: 'NGO_ADVOCATE' }, purpose: 'PROTECTION', jurisdiction: 'KG', command: 'Test', kind: 'RECORD',
    data: {}, contestedBy: [],
  };
}

async function* entries(of: readonly HistoryEntry[]): AsyncGenerator<HistoryEntry> {
  yield* of;
}

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const part of parts) all += part;
  return all;
}
