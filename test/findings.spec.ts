import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { until } from '../libs/event-store/event-store.contract.js';
import type { Caller } from './app.js';
import { analyst, ombudsperson, policeCaseWorker } from './people.js';
import { aChild, app, eventIn, eventsOf, heldByPolice, oversight, receipt, report, witness, worker } from './story.js';

interface Found {
  readonly id: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly basis: string;
  readonly since: { readonly earliest: string };
  readonly until: object | null;
  readonly lasts: boolean;
  readonly events: readonly string[];
  readonly contested: boolean;
  readonly standing: string | null;
  readonly words: readonly { readonly word: string; readonly reason: string; readonly by: object }[];
  readonly details: Readonly<Record<string, unknown>>;
}
interface Findings {
  readonly asOf: string;
  readonly revision: number;
  readonly position: string;
  readonly ruleSet: string;
  readonly findings: readonly Found[];
  readonly noLongerFound: readonly Found[];
}

let ombuds: Caller;
beforeAll(async () => {
  ombuds = await app.as(ombudsperson);
});

const findingsOf = async (child: string, question = '', reader = oversight) => (await reader.get(`/children/${child}/findings${question}`).expect(200)).body as Findings;
const ofRule = ({ findings }: Findings, rule: string) => findings.filter((finding) => finding.rule === rule);
const detained = async () => {
  const child = await aChild();
  const start = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02T09:00'), ...heldByPolice, stayRef: 'cell', groundCode: 'IRREGULAR_STAY' }).expect(200));
  return { child, start };
};

describe('The findings of a child', () => {
  it('follow from what was reported, with the events that prove them and the versions that made them', async () => {
    const { child, start } = await detained();
    const answer = await findingsOf(child);
    expect(answer).toMatchObject({
      childId: child, ruleSet: 'findings@1', liberty: [expect.stringMatching(/^LIB-1@/), expect.stringMatching(/^CAL@/)], zoneData: expect.stringMatching(/^\d{4}[a-z]$/), profiles: ['KG@1'],
      revision: 1, position: expect.stringMatching(/^\d+/),
    });
    expect(ofRule(answer, 'MIGRATION_DETENTION')).toMatchObject([{
      ruleVersion: 1, basis: expect.stringContaining('guarantee 1'), since: { earliest: '2025-03-02T03:00:00.000Z', latest: '2025-03-02T03:00:00.000Z', zone: 'Asia/Bishkek' },
      until: null, lasts: true, events: [start], contested: false, presumed: false, standing: null, words: [], concerns: [{ authority: { orgRef: null, orgType: 'POLICE' }, state: 'KG' }],
    }]);
    expect(ofRule(answer, 'DUTY_MISSED').map(({ details }) => details.duty)).toEqual(expect.arrayContaining(['REPRESENTATIVE', 'LAWYER_WHEN_DEPRIVED']));
  });

  it('are those of an instant, and of what was known then', async () => {
    const { child } = await detained();
    const [before] = await eventsOf(`child-${child}`);
    expect(ofRule(await findingsOf(child, '?asOf=2025-03-01T09:00:00Z'), 'MIGRATION_DETENTION')).toEqual([]);
    const early = await findingsOf(child, `?knownAt=${encodeURIComponent(before!.recordedAt.toISOString())}`);
    expect(early).toMatchObject({ knownAt: { instant: before!.recordedAt.toISOString(), provisional: expect.any(Boolean) } });
    expect(ofRule(early, 'MIGRATION_DETENTION')).toEqual([]);
    expect(ofRule(await findingsOf(child), 'MIGRATION_DETENTION')).toHaveLength(1);
  });

  it('name each decision that was refused', async () => {
    const child = await aChild();
    await worker.post(`/children/${child}/decide-placement`, { facilityRef: child, settingKind: 'FOSTER_CARE' }).expect(422);
    expect(ofRule(await findingsOf(child), 'DECISION_ATTEMPT_REFUSED')).toMatchObject([{ details: { command: 'DecidePlacement', missing: expect.arrayContaining(['REPRESENTATIVE_ACTIVE']) } }]);
  });

  it('are asked in no other form: 400 with a sentence', async () => {
    const child = await aChild();
    for (const [question, sentence] of [['ruleSet=findings@0', 'ruleSet is one of findings@1.'], ['asOf=yesterday', 'asOf is an instant'], ['knownAt=2026-02-30T00:00:00Z', 'knownAt is an instant'], ['rule=ALL', 'no parameter of that name'], ['asOf=2026-01-01T00:00:00Z&asOf=2026-01-01T00:00:00Z', 'more than once']] as const) {
      const { body } = await oversight.get(`/children/${child}/findings?${question}`).expect(400);
      expect((body as { detail: string }).detail).toContain(sentence);
    }
    await oversight.get(`/children/${randomUUID()}/findings`).expect(404);
    await (await app.as(analyst)).get(`/children/${child}/findings`).expect(403);
    await (await app.as(policeCaseWorker)).get(`/children/${child}/findings`).expect(403);
  });

  it('cost no entry but that of the access log', async () => {
    const { child } = await detained();
    const written = async () => (await Promise.all(['child', 'refusals', 'oversight', 'access'].map((stream) => eventsOf(`${stream}-${child}`)))).flat();
    const before = await written();
    await findingsOf(child);
    const known = new Set(before.map(({ id }) => id));
    expect((await written()).filter(({ id }) => !known.has(id)).map(({ stream, type }) => [stream, type])).toEqual([[`access-${child}`, 'record.ChildRead']]);
  });
});

describe('The catalogue of rules', () => {
  it('gives every rule with its promise, legal source, severity and rule sets', async () => {
    const { body } = await oversight.get('/findings/rules').expect(200);
    const { rules, newest } = body as { rules: readonly { code: string; ruleSets: readonly string[] }[]; newest: string };
    expect(newest).toBe('findings@1');
    expect(rules.find(({ code }) => code === 'MIGRATION_DETENTION')).toEqual({
      code: 'MIGRATION_DETENTION', version: 1, severity: 'GRAVE', promise: expect.any(String), basis: expect.stringContaining('CRC art. 37(b)'), ruleSets: ['findings@1'],
    });
    await oversight.get('/findings/rules?rule=x').expect(400);
  });
});

describe('The word of oversight', () => {
  const say = (child: string, command: string, body: object, headers?: Parameters<Caller['post']>[2]) => ombuds.post(`/children/${child}/${command}`, body, headers);

  it('confirms, contests and marks remedied, beside the record: the finding stays and the revision of the child does not move', async () => {
    const { child } = await detained();
    const [{ id }] = ofRule(await findingsOf(child), 'MIGRATION_DETENTION') as [Found];
    await say(child, 'confirm-finding', { finding: id, reason: 'SEEN_ON_SITE' }).expect(200);
    await say(child, 'contest-finding', { finding: id, reason: 'ANOTHER_BODY' }).expect(200);
    await say(child, 'mark-finding-remedied', { finding: id, reason: 'CHILD_RELEASED' }).expect(200);
    const after = await findingsOf(child);
    expect(after.revision).toBe(1);
    expect(ofRule(after, 'MIGRATION_DETENTION')).toMatchObject([{
      id, lasts: true, standing: 'REMEDIED',
      words: [{ word: 'CONFIRMED', reason: 'SEEN_ON_SITE', by: { role: 'OMBUDSPERSON' } }, { word: 'CONTESTED', reason: 'ANOTHER_BODY' }, { word: 'REMEDIED', reason: 'CHILD_RELEASED' }],
    }]);
    expect((await eventsOf(`oversight-${child}`)).map(({ type }) => type)).toEqual(['oversight.FindingConfirmed', 'oversight.FindingContested', 'oversight.FindingRemedied']);
  });

  it('is stored once for each key, and not again where it says the same', async () => {
    const { child } = await detained();
    const [{ id }] = ofRule(await findingsOf(child), 'MIGRATION_DETENTION') as [Found];
    const key = randomUUID();
    const word = { finding: id, reason: 'DOCUMENT_SEEN' };
    const first = receipt(await say(child, 'confirm-finding', word, { key }).expect(200));
    expect(receipt(await say(child, 'confirm-finding', word, { key }).expect(200))).toEqual(first);
    await say(child, 'confirm-finding', { ...word, reason: 'OTHER' }, { key }).expect(409);
    await say(child, 'contest-finding', { finding: id, reason: 'OTHER' }, { key }).expect(409);
    expect(receipt(await say(child, 'confirm-finding', word).expect(200)).events).toEqual([]);
    await say(child, 'contest-finding', { finding: id, reason: 'OTHER' }, { ifMatch: '"7"' }).expect(412);
    expect(await eventsOf(`oversight-${child}`)).toHaveLength(1);
  });

  it('is taken of nobody else, about no other finding and with no other reason', async () => {
    const { child } = await detained();
    const [{ id }] = ofRule(await findingsOf(child), 'MIGRATION_DETENTION') as [Found];
    for (const caller of [oversight, worker, witness]) await caller.post(`/children/${child}/confirm-finding`, { finding: id, reason: 'OTHER' }).expect(403);
    await (await app.as({ ...ombudsperson, orgType: 'POLICE' })).post(`/children/${child}/confirm-finding`, { finding: id, reason: 'OTHER' }).expect(403);
    await say(child, 'confirm-finding', { finding: randomUUID(), reason: 'OTHER' }).expect(400);
    await say(child, 'confirm-finding', { finding: id, reason: 'CHILD_RELEASED' }).expect(400);
    await say(child, 'confirm-finding', { finding: id, reason: 'OTHER', ruleSet: 'findings@0' }).expect(400);
    await say(child, 'confirm-finding', { finding: id, reason: 'OTHER', delete: true }).expect(400);
    await say(await aChild(), 'confirm-finding', { finding: id, reason: 'OTHER' }).expect(400);
    await say(randomUUID(), 'confirm-finding', { finding: id, reason: 'OTHER' }).expect(404);
    expect(await eventsOf(`oversight-${child}`)).toEqual([]);
  });

  it('is shown also where the finding follows no longer, and the finding as it was known before', async () => {
    const { child, start } = await detained();
    const [{ id }] = ofRule(await findingsOf(child), 'MIGRATION_DETENTION') as [Found];
    await say(child, 'confirm-finding', { finding: id, reason: 'OTHER' }).expect(200);
    const [word] = await eventsOf(`oversight-${child}`);
    // What is recorded in the same millisecond is known in it.
    await until(() => Promise.resolve(Date.now() > word!.recordedAt.getTime() + 1), 'the next millisecond', 5);
    await worker.post(`/children/${child}/record-retraction`, { ...report('2025-03-03T09:00'), target: start, reason: 'WRONG_CHILD' }).expect(200);
    const after = await findingsOf(child);
    expect(ofRule(after, 'MIGRATION_DETENTION')).toEqual([]);
    expect(after.noLongerFound).toMatchObject([{ id, rule: 'MIGRATION_DETENTION', events: [start], standing: 'CONFIRMED' }]);
    expect(ofRule(await findingsOf(child, `?knownAt=${encodeURIComponent(word!.recordedAt.toISOString())}`), 'MIGRATION_DETENTION')).toMatchObject([{ id, standing: 'CONFIRMED' }]);
  });
});
