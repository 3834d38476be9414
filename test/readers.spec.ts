import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { registry } from '../libs/case-file/contexts.js';
import type { Actor } from '../libs/decider/actor.js';
import { isRefusedToNobody } from '../libs/decider/command.js';
import { until } from '../libs/event-store/event-store.contract.js';
import { StoreUnavailable } from '../libs/event-store/port.js';
import type { Caller } from './app.js';
import { examples, pathOf, unknownId } from './examples.js';
import { advocate, analyst, auditor, caseWorker, guardian, lawyer, mother, nextGuardian, policeCaseWorker, policeInlet, strangersGuardian } from './people.js';
import {
  app, worker, witness, appointing, representative, oversight, report, appointment, parentConfirmation, heldByPolice, unnamed, placementIn, aChild, represented, historyOf, eventsOf,
  problemIn,
} from './story.js';

afterEach(() => void jest.restoreAllMocks());

describe('Who reads of a child', () => {
  const noted = async (child: string, type: string) => (await eventsOf(`access-${child}`)).filter((event) => event.type === type);

  it('is on record with route, role and purpose when the answer arrives', async () => {
    const child = await aChild();
    for (const path of ['', '/history', '/decisions']) await worker.get(`/children/${child}${path}`).expect(200);
    const reads = await eventsOf(`access-${child}`);
    expect(reads.map(({ data }) => data)).toEqual([
      { route: 'GET /children/:childId', dataClasses: ['D1', 'D2', 'D3', 'D4'], requestId: expect.any(String) },
      { route: 'GET /children/:childId/history', dataClasses: ['D1', 'D2', 'D3', 'D4'], requestId: expect.any(String) },
      { route: 'GET /children/:childId/decisions', dataClasses: ['D1', 'D2', 'D3', 'D4'], requestId: expect.any(String) },
    ]);
    expect(reads[0]!.meta).toMatchObject({ recordedBy: { actorRef: caseWorker.actorRef, role: 'CASE_WORKER' }, purpose: 'PROTECTION', childRef: child });
    expect(await historyOf(child)).toHaveLength(1);
  });

  it('gets no answer while that cannot be recorded', async () => {
    const child = await aChild({ name: 'somebody' });
    const { store } = app.system;
    const append = store.append.bind(store);
    jest.spyOn(store, 'append').mockImplementation(async (stream, ...rest) => {
      if (stream.startsWith('access-')) throw new StoreUnavailable('the access log cannot be reached');
      return append(stream, ...rest);
    });
    for (const path of ['', '/history', '/decisions']) {
      const answer = await worker.get(`/children/${child}${path}`).expect(503);
      expect(Object.keys(answer.body as object).sort()).toEqual(['detail', 'requestId', 'status', 'title', 'type']);
    }
  });

  it('is its case worker, who sees the words, and an auditor, who sees codes and what is withheld', async () => {
    const child = await aChild({ name: 'somebody', dateOfBirth: '2014-05-05' });
    expect((await historyOf(child))[0]!.data).toMatchObject({ name: 'somebody', dateOfBirth: '2014-05-05', majorityOn: '2032-05-05' });
    expect((await historyOf(child, oversight))[0]!.data).toMatchObject({ name: { $withheld: 'D2' }, dateOfBirth: { $withheld: 'D2' }, majorityOn: '2032-05-05', foundIn: 'KG' });
  });

  it('sees nothing sealed, and finds the words in the history only', async () => {
    const child = await aChild();
    await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02'), ...heldByPolice, groundGiven: 'for its own good' }).expect(200);
    const seen = async (reader: Caller, path: string) => (await reader.get(`/children/${child}${path}`).expect(200)).text;
    for (const reader of [worker, oversight]) {
      for (const path of ['', '/history', '/decisions']) expect(await seen(reader, path)).not.toContain('$sealed');
      expect(await seen(reader, '')).not.toContain('for its own good');
    }
    expect(await seen(worker, '/history')).toContain('for its own good');
    expect(await seen(oversight, '/history')).toContain('"groundGiven":{"$withheld":"D3"}');
  });

  it('is its own guardian as long as the mandate lasts', async () => {
    const child = await aChild();
    await representative.get(`/children/${child}`).expect(404);
    await represented(child);
    await representative.get(`/children/${child}/history`).expect(200);
    await appointing.post(`/children/${child}/suspend-guardian`, { guardianRef: guardian.actorRef, ground: 'HARM_ALLEGED' }).expect(200);
    await representative.get(`/children/${child}/history`).expect(404);
  });

  it('is no guardian whose mandate is over: replaced by another who accepted, or at its end', async () => {
    const [child, another] = [await aChild(), await aChild()];
    await represented(child);
    await appointing.post(`/children/${child}/replace-guardian`, { ...appointment(nextGuardian.actorRef), formerGuardianRef: guardian.actorRef, reason: 'CHILD_ASKED' }).expect(200);
    await representative.get(`/children/${child}/history`).expect(200);
    await (await app.as(nextGuardian)).post(`/children/${child}/accept-mandate`, {}).expect(200);
    await representative.get(`/children/${child}/history`).expect(404);
    await appointing.post(`/children/${another}/appoint-guardian`, { ...appointment(guardian.actorRef), from: '2025-01-01T00:00:00Z', until: '2025-02-01T00:00:00Z' }).expect(200);
    await representative.post(`/children/${another}/accept-mandate`, {}).expect(200);
    await representative.get(`/children/${another}/history`).expect(404);
  });

  it('is the parent who was confirmed to represent it, and no other', async () => {
    const child = await aChild();
    const reading = await app.as(mother);
    await reading.get(`/children/${child}/history`).expect(404);
    await appointing.post(`/children/${child}/confirm-representing-parent`, parentConfirmation(mother.actorRef)).expect(200);
    await reading.get(`/children/${child}/history`).expect(200);
    await (await app.as({ ...mother, actorRef: 'stranger' })).get(`/children/${child}/history`).expect(404);
  });

  it('is its own lawyer, and the child itself', async () => {
    const [child, stranger] = [await aChild(), await aChild()];
    await appointing.post(`/children/${child}/assign-legal-aid`, { lawyerRef: lawyer.actorRef, organisationRef: 'bar', languages: ['kir'] }).expect(200);
    const itself: Actor = { actorRef: 'channel', role: 'CHILD', orgRef: 'help-line', orgType: 'NGO', purpose: 'PROTECTION', onBehalfOf: child };
    for (const reader of await Promise.all([app.as(lawyer), app.as(itself)])) {
      await reader.get(`/children/${child}/history`).expect(200);
      await reader.get(`/children/${stranger}/history`).expect(404);
    }
  });

  it('is nobody else: a stranger\'s guardian gets what an unknown child gets, and the attempt is kept', async () => {
    const child = await aChild();
    await represented(child);
    const stranger = await app.as(strangersGuardian);
    for (const path of ['', '/history', '/decisions', `/decisions/${unknownId}`]) {
      const [known, unknown] = [await stranger.get(`/children/${child}${path}`), await stranger.get(`/children/${unknownId}${path}`)];
      expect(known.status).toBe(404);
      expect(problemIn(known)).toEqual(problemIn(unknown));
    }
    await until(async () => (await noted(child, 'record.AttemptDenied')).length === 4, 'the attempts');
    expect((await noted(child, 'record.AttemptDenied')).map(({ data, meta }) => ({ ...data, requestId: '', by: (meta.recordedBy as unknown as Actor).actorRef }))).toContainEqual(
      { route: 'GET /children/:childId/history', status: 404, requestId: '', by: strangersGuardian.actorRef });
    expect(await noted(child, 'record.ChildRead')).toEqual([]);
    expect(await eventsOf(`access-${unknownId}`)).toEqual([]);
  });

  it('is not an analyst, and a decision by somebody who may not decide is kept as an attempt, not as a refusal', async () => {
    const child = await aChild();
    await (await app.as(analyst)).get(`/children/${child}`).expect(403);
    await witness.post(`/children/${child}/decide-placement`, placementIn(unknownId)).expect(403);
    await until(async () => (await noted(child, 'record.AttemptDenied')).length === 2, 'the attempts');
    expect((await noted(child, 'record.AttemptDenied')).map(({ data }) => `${String(data.status)} ${String(data.route)}`).sort()).toEqual(
      ['403 GET /children/:childId', '403 POST /children/:subjectId/decide-placement']);
    expect(await eventsOf(`refusals-${child}`)).toEqual([]);
  });

  it('does not learn who reported: only oversight does, and whoever reported it (SEP-9)', async () => {
    const child = await aChild();
    await represented(child);
    await appointing.post(`/children/${child}/assign-legal-aid`, { lawyerRef: lawyer.actorRef, organisationRef: 'bar', languages: ['kir'] }).expect(200);
    await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02'), ...heldByPolice }).expect(200);
    await worker.post(`/children/${child}/declare-conflict`, { guardianRef: guardian.actorRef, ground: 'HARM_ALLEGED' }).expect(200);
    const recorders = async (reader: Actor) => (await historyOf(child, await app.as(reader))).slice(-2).map(({ recordedBy }) => recordedBy);
    const reporter = { role: 'NGO_ADVOCATE', orgType: 'NGO' };
    const whistleblower = { role: 'CASE_WORKER', orgType: 'CHILD_PROTECTION' };
    for (const reader of [guardian, lawyer]) expect(await recorders(reader)).toEqual([reporter, whistleblower]);
    expect(await recorders(caseWorker)).toEqual([reporter, { ...whistleblower, actorRef: caseWorker.actorRef, orgRef: caseWorker.orgRef }]);
    expect(await recorders(auditor)).toEqual([
      { ...reporter, actorRef: advocate.actorRef, orgRef: advocate.orgRef }, { ...whistleblower, actorRef: caseWorker.actorRef, orgRef: caseWorker.orgRef },
    ]);
  });
});

describe.each([['an inlet', policeInlet], ['a case worker\'s token', policeCaseWorker]])('The police, through %s', (_, officer) => {
  let child: string;
  let reporter: Caller;
  beforeAll(async () => {
    child = await aChild();
    reporter = await app.as(officer);
  });
  const held = { ...report('2025-03-02T20:00'), ...heldByPolice };
  /** Without the ETag that Express makes of the answer's own text. */
  const visibleHeaders = ({ headers }: Response) => Object.entries(headers as Record<string, string>).filter(([name, value]) => name !== 'etag' || !value.startsWith('W/')).map(([name]) => name).sort();

  it('may report a child that was found, and gets a receipt and nothing else', async () => {
    const key = randomUUID();
    const answer = await reporter.post('/children/register-child-found', unnamed, { key });
    expect([answer.status, answer.body]).toEqual([202, { receipt: key }]);
    for (const telling of ['location', 'etag']) expect(visibleHeaders(answer)).not.toContain(telling);
  });

  it('may report what it did to a child, and the answer is the same whether or not the child is known', async () => {
    const answers = await Promise.all([child, randomUUID()].map(async (subject) => {
      const key = randomUUID();
      const sent = [
        await reporter.post(`/children/${subject}/record-deprivation-started`, held, { key }),
        await reporter.post(`/children/${subject}/record-deprivation-started`, held, { key }),
        await reporter.post(`/children/${subject}/record-deprivation-started`, { ...held, mayLeave: 'YES' }, { key }),
        await reporter.post(`/children/${subject}/record-deprivation-ended`, { ...report('2025-03-03'), stayRef: 'cell', endReason: 'RELEASE' }, { key: randomUUID() }),
        await reporter.post(`/children/${subject}/record-deprivation-started`, { ...held, state: 'nowhere' }),
        await reporter.post(`/children/${subject}/record-deprivation-started`, held, { key: null }),
      ];
      expect(sent[0]!.body).toEqual({ receipt: key });
      return sent.map((answer) => ({ ...problemIn(answer), body: { ...problemIn(answer).body, receipt: undefined }, headers: visibleHeaders(answer) }));
    }));
    expect(answers[0]!.map(({ status }) => status)).toEqual([202, 202, 409, 202, 400, 400]);
    expect(answers[1]).toEqual(answers[0]);
  });

  it('reads nothing, and is told the same of a child that is known and of one that is not', async () => {
    for (const path of ['', '/history', '/decisions', `/decisions/${unknownId}`]) {
      const [known, unknown] = [await reporter.get(`/children/${child}${path}`), await reporter.get(`/children/${unknownId}${path}`)];
      expect(known.status).toBe(403);
      expect(problemIn(known)).toEqual(problemIn(unknown));
    }
  });

  it('decides and attests nothing', async () => {
    const power = new Set(registry.commands.filter(({ declaration }) => !isRefusedToNobody(declaration.kind)).map(({ declaration }) => declaration.name));
    const bodies = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words');
    for (const [command, { body }] of Object.entries(bodies).filter(([name]) => power.has(name))) {
      const [known, unknown] = await Promise.all([child, unknownId].map((childId) => reporter.post(pathOf(command, { childId, facilityId: unknownId }), body)));
      expect([command, known!.status]).toEqual([command, 403]);
      expect(problemIn(known!)).toEqual(problemIn(unknown!));
    }
  });
});

describe('A long list', () => {
  let child: string;
  beforeAll(async () => {
    child = await aChild();
    for (const relativeRef of ['mother', 'father', 'aunt', 'uncle']) await witness.post(`/children/${child}/record-family-link`, { ...report('2025-03-02'), relativeRef, relation: 'OTHER_RELATIVE' }).expect(200);
    for (let attempts = 0; attempts < 5; attempts += 1) await worker.post(`/children/${child}/decide-placement`, placementIn(unknownId)).expect(422);
  });
  interface Page { readonly entries: readonly object[]; readonly next: string | null }
  const page = async (path: string): Promise<Page> => (await oversight.get(`/children/${child}/${path}`).expect(200)).body as Page;

  it.each(['history', 'decisions'])('(%s) comes page by page, whole and in order', async (list) => {
    const whole = await page(list);
    expect(whole).toMatchObject({ entries: { length: 5 }, next: null });
    const first = await page(`${list}?limit=2`);
    const second = await page(`${list}?limit=2&cursor=${first.next}`);
    const third = await page(`${list}?limit=2&cursor=${second.next}`);
    expect([first, second, third].map(({ entries }) => entries.length)).toEqual([2, 2, 1]);
    expect([...first.entries, ...second.entries, ...third.entries]).toEqual(whole.entries);
    expect(third.next).toBeNull();
  });

  it('takes only cursors that the same question gave', async () => {
    const { next } = await page('history?limit=2');
    const another = await aChild();
    const foreign = [
      `/children/${child}/decisions?cursor=${next}`, `/children/${another}/history?cursor=${next}`, `/children/${child}/history?knownAt=2026-01-01T00:00:00Z&cursor=${next}`,
      `/children/${child}/history?cursor=2`, `/children/${child}/history?cursor=`, `/children/${child}/history?cursor=${Buffer.from('["",{}]').toString('base64url')}`,
    ];
    for (const path of foreign) await oversight.get(path).expect(400);
    const [of] = JSON.parse(Buffer.from(next!, 'base64url').toString()) as [string];
    for (const key of [[-1], [0.5], ['2'], [null], [], [1, 2], [{}]]) {
      const madeUp = Buffer.from(JSON.stringify([of, ...key])).toString('base64url');
      await oversight.get(`/children/${child}/history?cursor=${madeUp}`).expect(400);
    }
  });

  it('takes no parameter that it does not know, none twice, and none in another form', async () => {
    const wrong = ['history?page=2', 'history?asOf=2026-01-01T00:00:00Z', 'history?limit=2&limit=3', 'history?limit=0', 'history?limit=201', 'history?limit=all',
      'history?knownAt=yesterday', 'history?knownAt=2026-01-01', 'decisions?__proto__=1', 'decisions?order=desc', `decisions/${unknownId}?limit=1`];
    for (const path of wrong) await oversight.get(`/children/${child}/${path}`).expect(400).expect('Content-Type', /problem\+json/);
    await oversight.get(`/children/${child}?asof=2026-01-01T00:00:00Z`).expect(400);
    await oversight.get(`/children/${child}?asOf=2026-02-30T00:00:00Z`).expect(400);
  });
});

describe('The position that an answer must include', () => {
  it.each(['', 'x', '1', '0', '-1', '1e3', '99999999999999999999999', '1-1', '0000000000000000001 ', '٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠١'])('is one that an answer gave: %j is refused at once', async (position) => {
    const asked = performance.now();
    const { status, body } = await oversight.get(`/caseload?minPosition=${encodeURIComponent(position)}`);
    expect([status, body]).toEqual([400, expect.objectContaining({ type: 'urn:guarantor:problem:invalid-query', detail: expect.stringContaining('minPosition is a position') })]);
    expect(performance.now() - asked).toBeLessThan(2_500);
  });

  it('is waited for', async () => {
    const answer = await witness.post('/children/register-child-found', unnamed).expect(201);
    const { position, childId } = answer.body as { position: string; childId: string };
    await app.followed();
    const { body } = await oversight.get(`/caseload?limit=200&minPosition=${position}`).expect(200);
    expect((body as { entries: { child: string }[] }).entries.map(({ child }) => child)).toContain(childId);
  });
});
