import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { until } from '../libs/event-store/event-store.contract.js';
import type { Caller } from './app.js';
import { analyst, ombudsperson, policeCaseWorker } from './people.js';
import { aChild, aPlaceThatIs, app, appointing, eventIn, eventsOf, heldByPolice, oversight, placementIn, receipt, report, represented, witness, worker } from './story.js';

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
      childId: child, ruleSet: 'findings@10', liberty: [expect.stringMatching(/^LIB-1@/), expect.stringMatching(/^CAL@/)], zoneData: expect.stringMatching(/^\d{4}[a-z]$/), profiles: ['KG@1'],
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
    for (const [question, sentence] of [['ruleSet=findings@0', 'ruleSet is one of findings@1, findings@2, findings@3, findings@4, findings@5, findings@6, findings@7, findings@8, findings@9, findings@10.'], ['asOf=yesterday', 'asOf is an instant'], ['knownAt=2026-02-30T00:00:00Z', 'knownAt is an instant'], ['rule=ALL', 'no parameter of that name'], ['asOf=2026-01-01T00:00:00Z&asOf=2026-01-01T00:00:00Z', 'more than once']] as const) {
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
    expect(newest).toBe('findings@10');
    expect(rules.find(({ code }) => code === 'MIGRATION_DETENTION')).toEqual({
      code: 'MIGRATION_DETENTION', version: 1, severity: 'GRAVE', promise: expect.any(String), basis: expect.stringContaining('CRC art. 37(b)'), ruleSets: ['findings@1', 'findings@2', 'findings@3', 'findings@4', 'findings@5', 'findings@6', 'findings@7', 'findings@8', 'findings@9', 'findings@10'],
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

  it('remedies nothing before it had begun', async () => {
    const { child } = await detained();
    const [{ id }] = ofRule(await findingsOf(child), 'MIGRATION_DETENTION') as [Found];
    const remedied = (at: string) => say(child, 'mark-finding-remedied', { finding: id, reason: 'CHILD_RELEASED', occurredAt: { at, zone: 'Asia/Bishkek' } });
    expect((await remedied('2001-01-01').expect(400)).text).toContain('lies before what the finding tells of had begun');
    await remedied('2025-03-02').expect(200);
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

describe('The decisions about all children', () => {
  interface Decision {
    readonly child: string;
    readonly event: string;
    readonly outcome: string;
    readonly command: string;
    readonly restsOnCorrected: boolean;
    readonly doubts: readonly object[];
    readonly known: readonly { readonly code: string; readonly evidence: readonly string[] }[];
    readonly missing: readonly string[];
    readonly decidedAt: string;
    readonly recordedAt: string;
  }
  interface Decisions {
    readonly asOf: string;
    readonly knownAt: { readonly position: string };
    readonly entries: readonly Decision[];
    readonly next: string | null;
    readonly byOutcome: object;
  }
  const decisions = async (question: string) => {
    await app.followed();
    return (await oversight.get(`/decisions?${question}`).expect(200)).body as Decisions;
  };
  let child: string, appointment: string, before: Decisions;
  beforeAll(async () => {
    child = await aChild({ jurisdiction: 'MD', foundIn: 'MD' });
    await worker.post(`/children/${child}/decide-placement`, placementIn(child)).expect(422);
    await represented(child);
    await appointing.post(`/children/${child}/assign-legal-aid`, { lawyerRef: 'lawyer', organisationRef: 'bar', languages: ['kir'] }).expect(200);
    await witness.post(`/children/${child}/record-decision-taken-without-representative`, { ...report('2025-03-02T09:00'), decision: 'RETURN', authorityType: 'POLICE' }).expect(200);
    before = await decisions('jurisdiction=MD');
    appointment = before.entries.find(({ command }) => command === 'AppointGuardian')!.event;
  });

  it('are every one that was taken, refused or reported, with what was known and what was missing, who decided and by which gate', () => {
    expect(before.entries.map(({ child: of, command, outcome }) => [of, command, outcome])).toEqual([
      [child, 'RecordDecisionTakenWithoutRepresentative', 'reported'], [child, 'DecidePlacement', 'refused'], [child, 'AppointGuardian', 'accepted'], [child, 'AssignLegalAid', 'accepted'],
    ]);
    expect(before).toMatchObject({ byOutcome: { accepted: 2, refused: 1, reported: 1 }, restingOnCorrected: 0, refusedForWantOf: { REPRESENTATIVE_ACTIVE: 1 }, versions: { readModels: ['decisions@2'] } });
    expect(before.entries[1]).toMatchObject({ missing: expect.arrayContaining(['REPRESENTATIVE_ACTIVE']), decidedBy: { role: 'CASE_WORKER', orgRef: 'child-protection' }, gate: 'placement', about: { facilityRef: child } });
    expect(before.entries[0]).toMatchObject({ decidedAt: '2025-03-02T03:00:00.000Z' });
    expect(before.entries[2]).toMatchObject({ known: expect.arrayContaining([{ code: 'CHILD_REGISTERED', evidence: [expect.any(String)] }]), restsOnCorrected: false });
  });

  it.each([
    ['outcome=refused', ['DecidePlacement']], ['context=guardianship&outcome=accepted', ['AppointGuardian', 'AssignLegalAid']], ['command=AssignLegalAid', ['AssignLegalAid']],
    ['missing=REPRESENTATIVE_ACTIVE', ['DecidePlacement']], ['missing=ESCORT_CIVIL', []], ['organisation=child-protection', ['DecidePlacement']], ['authority=GUARDIANSHIP', ['AppointGuardian', 'AssignLegalAid']],
    ['without=CHILD_REGISTERED', []], ['outcome=reported&without=REPRESENTATIVE_ACTIVE', ['RecordDecisionTakenWithoutRepresentative']], ['corrected=true', []], ['to=2025-06-01T00:00:00Z', ['RecordDecisionTakenWithoutRepresentative']],
  ])('are asked for by %s', async (question, commands) => expect((await decisions(`jurisdiction=MD&${question}`)).entries.map(({ command }) => command)).toEqual(commands));

  it('have of each child the instants of the list of all: what is reported of others was decided before it was recorded', async () => {
    const { body } = await oversight.get(`/children/${child}/decisions`).expect(200);
    const instants = (entries: readonly Pick<Decision, 'decidedAt' | 'recordedAt'>[]) => entries.map(({ decidedAt, recordedAt }) => [decidedAt, recordedAt]).sort();
    expect(instants((body as { entries: Decision[] }).entries)).toEqual(instants(before.entries));
  });

  it('are shown to rest on what was corrected since, by which event, there and for the child; and not in a report of before', async () => {
    const evidence = before.entries[3]!.known.find(({ code }) => code === 'CHILD_REGISTERED')!.evidence[0]!;
    const correction = eventIn(await worker.post(`/children/${child}/record-correction`, { ...report('2025-03-05T09:00'), target: evidence, fields: { sex: 'FEMALE' }, reason: 'DOCUMENT_FOUND' }).expect(200));
    const { entries } = await decisions('jurisdiction=MD&corrected=true');
    expect(entries.map(({ command }) => command)).toEqual(['AppointGuardian', 'AssignLegalAid']);
    expect(entries[0]!.doubts).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'CHILD_REGISTERED', evidence, how: 'CORRECTED', by: correction })]));
    const { body } = await oversight.get(`/children/${child}/decisions?restedOn=${evidence}`).expect(200);
    expect((body as { entries: Decision[] }).entries).toMatchObject([{ eventId: appointment, restsOnCorrected: true, doubts: [{ code: 'CHILD_REGISTERED', by: correction }, { code: 'MINORITY', by: correction }] }, { command: 'AssignLegalAid', restsOnCorrected: true }]);
    const again = await oversight.get(`/decisions?jurisdiction=MD&asOf=${before.asOf}&position=${before.knownAt.position}`).expect(200);
    expect((again.body as Decisions).entries).toEqual(before.entries);
  });

  it('come page by page, and as a line for each', async () => {
    const first = await decisions('jurisdiction=MD&limit=3');
    const second = await decisions(`jurisdiction=MD&limit=3&cursor=${first.next}`);
    expect([...first.entries, ...second.entries].map(({ event }) => event)).toEqual(before.entries.map(({ event }) => event));
    expect(second.next).toBeNull();
    const lines = await oversight.get('/decisions?jurisdiction=MD').set('Accept', 'application/x-ndjson').responseType('blob').expect(200).expect('Content-Type', /ndjson/);
    expect(String(lines.body).trim().split('\n').map((line) => (JSON.parse(line) as { command?: string }).command)).toEqual([undefined, ...before.entries.map(({ command }) => command)]);
  });

  it('are asked in no other form, and by nobody else', async () => {
    const { next } = await decisions('jurisdiction=MD&limit=1');
    for (const [question, sentence] of [
      ['command=OrderDetention', 'command is one of'], ['outcome=open', 'outcome is one of accepted'], ['missing=GOODWILL', 'missing is one of'], ['corrected=yes', 'corrected is one of true, false.'],
      ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'from is before to.'], ['from=2026-02-30T00:00:00Z', 'from is an instant'], [`cursor=${next}`, 'cursor is not one that this query gave'],
    ] as const) {
      const { body } = await oversight.get(`/decisions?${question}`).expect(400);
      expect((body as { detail: string }).detail).toContain(sentence);
    }
    await (await app.as(analyst)).get('/decisions').expect(403);
    await worker.get('/decisions').expect(403);
    const { body } = await oversight.get(`/children/${child}/decisions?restedOn=something`).expect(400);
    expect((body as { detail: string }).detail).toContain('restedOn is the id of an event');
  });
});

describe('The findings of all children', () => {
  interface OfAll extends Found {
    readonly child: string;
  }
  interface Answer {
    readonly asOf: string;
    readonly knownAt: { readonly position: string };
    readonly found: number;
    readonly children: number;
    readonly total: number | string;
    readonly entries: readonly OfAll[];
    readonly next: string | null;
  }
  const ask = async (question: string, by = oversight) => {
    await app.followed();
    return (await by.get(`/findings${question}`).expect(200)).body as Answer;
  };
  let child: string, facility: string, before: Answer;
  beforeAll(async () => {
    facility = await aPlaceThatIs('CONTROLLED');
    child = await aChild({ jurisdiction: 'KZ', foundIn: 'KZ' });
    await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02T09:00'), ...heldByPolice, stayRef: 'cell', groundCode: 'IRREGULAR_STAY', facilityRef: facility }).expect(200);
    await worker.post(`/children/${child}/decide-placement`, placementIn(child)).expect(422);
    before = await ask('?jurisdiction=KZ');
  });

  it('are those of each child: the same ids, times, bodies and proofs', async () => {
    const ofChild = await findingsOf(child, `?asOf=${before.asOf}`);
    const same = ({ promise: _, basis: __, words: ___, ...finding }: Found & { readonly promise?: string }) => finding;
    const ofAll = before.entries.map(({ child: of, jurisdiction, ...finding }: OfAll & { readonly jurisdiction?: string }) => [of, jurisdiction, same(finding)]);
    expect(new Set(ofAll.map(([, , finding]) => JSON.stringify(finding)))).toEqual(new Set(ofChild.findings.map((finding) => JSON.stringify(ordered(same(finding), before.entries[0]!)))));
    expect(new Set(ofAll.map(([of, jurisdiction]) => `${of} ${jurisdiction}`))).toEqual(new Set([`${child} KZ`]));
    expect(before).toMatchObject({ ruleSet: 'findings@10', found: before.entries.length, children: 1, versions: { rules: [expect.stringMatching(/^LIB-1/), expect.stringMatching(/^CAL/), 'findings@10'], readModels: [expect.stringMatching(/^findings@/)] } });
  });

  it('are asked for by rule, severity, place, body, answer and period', async () => {
    const rulesFor = async (question: string) => (await ask(`?jurisdiction=KZ&${question}`)).entries.map(({ rule }) => rule);
    expect(await rulesFor('rule=MIGRATION_DETENTION')).toEqual(['MIGRATION_DETENTION']);
    expect(await rulesFor(`facility=${facility}&severity=GRAVE&authority=POLICE`)).toEqual(expect.arrayContaining(['MIGRATION_DETENTION']));
    expect(await rulesFor(`facility=${child}`)).toEqual(['DECISION_ATTEMPT_REFUSED']);
    expect(await rulesFor('severity=NOTABLE')).toEqual(['DECISION_ATTEMPT_REFUSED']);
    expect(await rulesFor('standing=CONFIRMED')).toEqual([]);
    expect(await rulesFor('asOf=2025-03-01T00:00:00Z&rule=MIGRATION_DETENTION')).toEqual([]);
    expect(await rulesFor('to=2025-03-02T00:00:00Z&rule=MIGRATION_DETENTION')).toEqual([]);
    expect(await rulesFor('from=2026-01-01T00:00:00Z&rule=MIGRATION_DETENTION')).toEqual(['MIGRATION_DETENTION']);
  });

  it('show what oversight says of them, and are counted by it; a report of before is as it was', async () => {
    const { id } = before.entries.find(({ rule }) => rule === 'MIGRATION_DETENTION')!;
    await ombuds.post(`/children/${child}/confirm-finding`, { finding: id, reason: 'SEEN_ON_SITE' }).expect(200);
    await ombuds.post(`/children/${child}/mark-finding-remedied`, { finding: id, reason: 'CHILD_RELEASED' }).expect(200);
    expect((await ask('?jurisdiction=KZ&standing=REMEDIED')).entries).toMatchObject([{ id, child, standing: 'REMEDIED', words: [{ word: 'CONFIRMED', reason: 'SEEN_ON_SITE', by: { role: 'OMBUDSPERSON' } }, { word: 'REMEDIED' }] }]);
    expect((await ask('/counts?jurisdiction=KZ&per=STANDING')).entries).toEqual(expect.arrayContaining([{ value: 'REMEDIED', children: 1, findings: 1 }]));
    await witness.post(`/children/${child}/record-deprivation-ended`, { ...report('2025-03-04T09:00'), stayRef: 'cell', endReason: 'RELEASE' }).expect(200);
    const asked = `?jurisdiction=KZ&asOf=${before.asOf}`;
    expect((await ask(`${asked}&position=${before.knownAt.position}`)).entries).toEqual(before.entries);
    expect((await ask(`${asked}&rule=MIGRATION_DETENTION`)).entries).toMatchObject([{ id, lasts: false, until: { earliest: '2025-03-04T03:00:00.000Z' } }]);
    expect((await ask(`${asked}&rule=MIGRATION_DETENTION&from=2025-03-05T00:00:00Z`)).entries).toEqual([]);
  });

  it('are counted per rule, place and body; a small number of children is told to nobody but oversight', async () => {
    expect(await ask(`/counts?per=FACILITY&facility=${facility}`)).toMatchObject({ per: 'FACILITY', total: 1, entries: [{ value: facility, children: 1, findings: expect.any(Number) }] });
    expect((await ask('/counts?jurisdiction=KZ&per=AUTHORITY')).entries).toEqual(expect.arrayContaining([{ value: 'POLICE', children: 1, findings: expect.any(Number) }]));
    const seen = await ask('/counts?jurisdiction=KZ', await app.as(analyst));
    expect(seen.total).not.toBe(1);
    expect(seen.entries.length).toBeGreaterThan(0);
    for (const entry of seen.entries) expect(entry).toEqual({ value: expect.any(String), children: '1–9' });
    await (await app.as(analyst)).get('/findings').expect(403);
  });

  it('are asked in no other form: 400 with a sentence, and so for rules that are not carried', async () => {
    const { next } = await ask('?limit=1');
    for (const [question, sentence] of [
      ['?rule=BAD_LUCK', 'rule is one of MIGRATION_DETENTION'], ['?severity=MILD', 'severity is one of GRAVE'], ['?facility=here', 'facility is a reference'], ['/counts?per=CHILD', 'per is one of RULE'],
      ['?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', 'from is before to.'], ['?to=soon', 'to is an instant'], [`?severity=GRAVE&cursor=${next}`, 'cursor is not one that this query gave'],
    ] as const) {
      const { body } = await oversight.get(`/findings${question}`).expect(400);
      expect((body as { detail: string }).detail).toContain(sentence);
    }
    await oversight.get('/findings?rules=LIB-1@1,CAL@1,findings@0').expect(400);
  });

  it('tell of groups that wait longer than others, of ten children at least', async () => {
    await Promise.all(Array.from({ length: 10 }, async (_, n) => {
      const [late, soon] = [await aChild({ jurisdiction: 'UA', sex: 'FEMALE' }), await aChild({ jurisdiction: 'UA', sex: 'MALE', occurredAt: { at: `2026-10-01T09:0${n}`, zone: 'Asia/Bishkek' } })];
      expect(late).not.toBe(soon);
    }));
    const { entries } = await ask('/unequal-treatment?jurisdiction=UA&asOf=2026-10-03T09:00:00Z', await app.as(analyst));
    expect(entries).toEqual(expect.arrayContaining([expect.objectContaining({ service: 'REPRESENTATIVE', aspect: 'sex', group: 'FEMALE', childrenInGroup: 10, childrenElsewhere: 10 })]));
    expect(JSON.stringify(entries)).not.toContain('"child"');
    expect((await ask('/unequal-treatment?jurisdiction=KZ')).entries).toEqual([]);
  });
});

/** With the fields in the order of another. */
function ordered(finding: object, like: object): object {
  return Object.fromEntries(Object.keys(like).filter((name) => name in finding).map((name) => [name, (finding as Record<string, unknown>)[name]]));
}
