import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import type { Actor } from '../libs/decider/actor.js';
import { until } from '../libs/event-store/event-store.contract.js';
import { StoreUnavailable, type StoredEvent } from '../libs/event-store/port.js';
import { conflictQuestions } from '../libs/guardianship/representative.events.js';
import { startApp, type App, type Caller } from './app.js';
import { examples, pathOf, unknownId } from './examples.js';
import {
  advocate, analyst, auditor, authority, caseWorker, guardian, lawyer, ombudsperson, policeCaseWorker, policeInlet, strangersGuardian,
} from './people.js';

let app: App;
let worker: Caller, witness: Caller, appointing: Caller, representative: Caller, oversight: Caller;
beforeAll(async () => {
  app = await startApp();
  [worker, witness, appointing, representative, oversight] = await Promise.all([caseWorker, advocate, authority, guardian, auditor].map(app.as)) as [Caller, Caller, Caller, Caller, Caller];
});
afterAll(() => app.stop());
afterEach(() => void jest.restoreAllMocks());

const zone = 'Asia/Bishkek';
const source = { kind: 'NGO_VISIT', reliability: 'PROBABLE' };
const report = (at: string) => ({ occurredAt: { at, zone }, source });
const unnamed = { occurredAt: { at: '2025-03-01T09:00', zone }, foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'NOT_KNOWN', jurisdiction: 'KG' };
const police = { orgType: 'POLICE' };
const heldByPolice = { settingKind: 'POLICE_CELL', authorityLabel: 'check of documents', state: 'KG', custodian: police, custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER' };
const aPlace = { name: 'Shelter', kind: 'SHELTER', operator: { orgRef: 'local-authority', orgType: 'CHILD_PROTECTION' }, state: 'KG', zone, exitControl: 'OPEN', from: '2025-01-01' };
const appointment = (guardianRef: string) => ({
  guardianRef, organisationRef: 'guardians', employerType: 'NGO', model: 'PROFESSIONAL', scope: ['LEGAL'],
  conflictCheck: conflictQuestions.map((question) => ({ question, answer: 'NO' })),
});
const placementIn = (facilityRef: string) => ({ facilityRef, settingKind: 'FOSTER_CARE' });

interface Receipt {
  readonly childId: string;
  readonly facilityId: string;
  readonly revision: number;
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
}
const receipt = ({ body }: Response): Receipt => body as Receipt;
const eventIn = (answer: Response): string => receipt(answer).events[0]!.id;

async function aChild(more: object = {}): Promise<string> {
  return receipt(await witness.post('/children/register-child-found', { ...unnamed, ...more }).expect(201)).childId;
}
async function aPlaceThatIs(exitControl: 'OPEN' | 'CONTROLLED'): Promise<string> {
  const inspector = await app.as(ombudsperson);
  return receipt(await inspector.post('/facilities/register-facility', { ...aPlace, exitControl }).expect(201)).facilityId;
}
async function represented(child: string, by: Actor = guardian): Promise<void> {
  await appointing.post(`/children/${child}/appoint-guardian`, appointment(by.actorRef)).expect(200);
  await (await app.as(by)).post(`/children/${child}/accept-mandate`, {}).expect(200);
}

interface Entry {
  readonly id: string;
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  readonly recordedBy: Partial<Actor>;
  readonly data: Readonly<Record<string, unknown>>;
  readonly contestedBy: readonly string[];
  readonly supersedes?: string;
}
interface Decision {
  readonly eventId: string;
  readonly command: string;
  readonly outcome: 'accepted' | 'refused';
  readonly missing?: readonly { readonly code: string }[];
  readonly basis?: { readonly gate: string; readonly revision: number; readonly facts: readonly { readonly code: string }[] };
}
interface Situation {
  readonly registered: boolean;
  readonly died: boolean;
  readonly majorityOn: string | null;
  readonly representatives: readonly string[];
  readonly revision: number;
  readonly liberty: { readonly episodes: readonly { readonly open: boolean; readonly hours: { readonly atLeast: string } }[] };
  readonly contested: readonly { readonly code: string; readonly events: readonly string[] }[];
}
const entriesOf = async <E = Entry>(reader: Caller, path: string): Promise<readonly E[]> => ((await reader.get(path).expect(200)).body as { entries: E[] }).entries;
const historyOf = (child: string, reader: Caller = worker) => entriesOf(reader, `/children/${child}/history`);
const decisionsAbout = (child: string, reader: Caller = oversight) => entriesOf<Decision>(reader, `/children/${child}/decisions`);
const situationOf = async (child: string, question = ''): Promise<Situation> => (await oversight.get(`/children/${child}${question}`).expect(200)).body as Situation;

async function eventsOf(stream: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of app.system.store.read(stream)) events.push(event);
  return events;
}

/** A problem without what differs from one answer to the next. */
const problemIn = ({ status, type, body }: Response) => ({ status, type, body: { ...(body as object), requestId: undefined } });

describe('A child who is found', () => {
  let child: string;
  let openPlace: string;
  const decide = (facilityRef: string, headers = {}) => worker.post(`/children/${child}/decide-placement`, placementIn(facilityRef), headers);
  const missing = ({ body }: Response) => (body as { unmet: { code: string }[] }).unmet.map(({ code }) => code);

  it('is registered with what can be seen, and has an address and a revision from then on', async () => {
    const answer = await witness.post('/children/register-child-found', unnamed);
    child = receipt(answer).childId;
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ location: `/children/${child}`, etag: '"0"' });
    expect(receipt(answer)).toMatchObject({ revision: 0, events: [{ type: 'identification.ChildFound', revision: 0 }] });
    await oversight.get(answer.headers['location']!).expect(200).expect('ETag', '"0"');
  });

  it('is not placed without a representative in a place that nobody vouches for: the refusal names each guarantee with its promise and legal basis', async () => {
    const answer = await decide(unknownId);
    expect(answer.status).toBe(422);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'urn:guarantor:problem:unmet-guarantees', title: 'Guarantees are not met', status: 422, gate: 'placement',
      detail: expect.stringContaining('2 guarantees'), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), refusalId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      unmet: [
        { code: 'REPRESENTATIVE_ACTIVE', promise: expect.stringMatching(/\w+ .+\.$/), basis: expect.stringContaining('guarantee 2') },
        { code: 'OPEN_SETTING', promise: expect.stringMatching(/\w+ .+\.$/), basis: expect.stringContaining('guarantee 1') },
      ],
    });
  });

  it('has the refusal in the list of decisions, with what was missing, and nothing in its history', async () => {
    const [refused, ...others] = await decisionsAbout(child);
    expect(refused).toMatchObject({ outcome: 'refused', command: 'DecidePlacement', weighedAt: 0, gate: 'placement', gateVersion: 1, decidedBy: { actorRef: caseWorker.actorRef } });
    expect(refused!.missing).toEqual([expect.objectContaining({ code: 'REPRESENTATIVE_ACTIVE' }), expect.objectContaining({ code: 'OPEN_SETTING' })]);
    expect(others).toEqual([]);
    expect((await historyOf(child)).map(({ type }) => type)).toEqual(['identification.ChildFound']);
  });

  it('has no representative in somebody who was appointed and has not accepted', async () => {
    openPlace = await aPlaceThatIs('OPEN');
    await appointing.post(`/children/${child}/appoint-guardian`, appointment(guardian.actorRef)).expect(200);
    expect(missing(await decide(openPlace).expect(422))).toEqual(['REPRESENTATIVE_ACTIVE']);
    expect((await situationOf(child)).representatives).toEqual([]);
  });

  it('has no representative in somebody else who accepts the mandate', async () => {
    await (await app.as(strangersGuardian)).post(`/children/${child}/accept-mandate`, {}).expect(200);
    expect(missing(await decide(openPlace).expect(422))).toEqual(['REPRESENTATIVE_ACTIVE']);
  });

  it('is not placed where it may not leave, represented or not', async () => {
    await representative.post(`/children/${child}/accept-mandate`, {}).expect(200);
    expect(missing(await decide(await aPlaceThatIs('CONTROLLED')).expect(422))).toEqual(['OPEN_SETTING']);
    expect((await situationOf(child)).representatives).toEqual([guardian.actorRef]);
  });

  it('is placed once every guarantee is proven, and the decision carries the events that prove it', async () => {
    const answer = await decide(openPlace).expect(200);
    const [found, check, appointed, , accepted] = await historyOf(child);
    const [registration] = await eventsOf(`facility-${openPlace}`);
    const decision = (await decisionsAbout(child)).at(-1);
    expect(decision).toMatchObject({
      eventId: eventIn(answer), outcome: 'accepted', command: 'DecidePlacement', event: 'identification.PlacementDecided', revision: 5, profileVersion: 'strict@1',
      basis: {
        gate: 'placement', gateVersion: 1, revision: 4,
        facts: [
          { code: 'CHILD_REGISTERED', evidence: [found!.id] },
          { code: 'MINORITY', evidence: [found!.id] },
          { code: 'REPRESENTATIVE_ACTIVE', evidence: [check!.id, appointed!.id, accepted!.id] },
          { code: 'OPEN_SETTING', evidence: [], foreign: [{ stream: `facility-${openPlace}`, revision: 0, eventId: registration!.id }] },
        ],
      },
    });
    await oversight.get(`/children/${child}/decisions/${decision!.eventId}`).expect(200).expect(({ body }) => expect(body).toEqual({ childId: child, ...decision }));
  });

  it('has as many refusals as there were answers 422', async () => {
    expect((await decisionsAbout(child)).map(({ outcome, command }) => `${command} ${outcome}`)).toEqual([
      'DecidePlacement refused', 'AppointGuardian accepted', 'DecidePlacement refused', 'DecidePlacement refused', 'DecidePlacement refused', 'DecidePlacement accepted',
    ]);
  });

  it('is taken into open care in an emergency without a representative, and into no other place', async () => {
    const another = await aChild();
    const emergency = { reason: 'DANGER', reviewBy: '2099-01-01T00:00:00Z' };
    expect(missing(await worker.post(`/children/${another}/place-in-emergency-open-care`, { ...emergency, facilityRef: await aPlaceThatIs('CONTROLLED') }).expect(422))).toEqual(['OPEN_SETTING']);
    await worker.post(`/children/${another}/place-in-emergency-open-care`, { ...emergency, facilityRef: openPlace }).expect(200);
  });
});

describe('A command that is repeated', () => {
  const key = randomUUID;
  const link = (relativeRef: string) => ({ ...report('2025-03-02'), relativeRef, relation: 'MOTHER' });
  const stored = async (child: string) => (await eventsOf(`child-${child}`)).length;

  it('under its key with its body gets the same answer again, and is carried out once', async () => {
    const child = await aChild();
    const headers = { key: key() };
    const first = await witness.post(`/children/${child}/record-family-link`, link('mother'), headers).expect(200);
    await witness.post(`/children/${child}/record-family-link`, link('father')).expect(200);
    const again = await witness.post(`/children/${child}/record-family-link`, link('mother'), headers).expect(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers['etag']).toBe(first.headers['etag']);
    expect(await stored(child)).toBe(3);
  });

  it('under its key in capital letters is still the same command', async () => {
    const child = await aChild();
    const headers = { key: key() };
    const first = await witness.post(`/children/${child}/record-family-link`, link('mother'), headers).expect(200);
    const again = await witness.post(`/children/${child}/record-family-link`, link('mother'), { key: headers.key.toUpperCase() }).expect(200);
    expect(again.body).toEqual(first.body);
  });

  it('at a registration names the same child', async () => {
    const headers = { key: key() };
    const answers = await Promise.all([1, 2, 3].map(() => witness.post('/children/register-child-found', unnamed, headers).expect(201)));
    expect(new Set(answers.map((answer) => JSON.stringify([answer.body, answer.headers['location'], answer.headers['etag']])))).toHaveProperty('size', 1);
  });

  it('under its key with another body, or as another command, is answered 409 and stores nothing', async () => {
    const child = await aChild();
    const headers = { key: key() };
    await witness.post(`/children/${child}/record-family-link`, link('mother'), headers).expect(200);
    const other = await witness.post(`/children/${child}/record-family-link`, link('father'), headers).expect(409);
    expect(other.body).toMatchObject({ type: 'urn:guarantor:problem:key-reused' });
    await witness.post(`/children/${child}/record-contact`, { ...report('2025-03-03'), with: [{ relation: 'MOTHER' }], channel: 'PHONE', supervised: 'NO' }, headers).expect(409);
    expect(await stored(child)).toBe(2);
  });

  it('under a key that somebody else used, or that was used for another child, is a command of its own', async () => {
    const [child, another] = [await aChild(), await aChild()];
    const headers = { key: key() };
    await witness.post(`/children/${child}/record-family-link`, link('mother'), headers).expect(200);
    await worker.post(`/children/${child}/record-family-link`, link('father'), headers).expect(200);
    await witness.post(`/children/${another}/record-family-link`, link('father'), headers).expect(200);
    expect([await stored(child), await stored(another)]).toEqual([3, 2]);
  });

  it('after it was refused is the same refusal, also once the guarantees are met; a new key asks anew', async () => {
    const [child, place] = [await aChild(), await aPlaceThatIs('OPEN')];
    const headers = { key: key() };
    const first = await worker.post(`/children/${child}/decide-placement`, placementIn(place), headers).expect(422);
    await represented(child);
    const again = await worker.post(`/children/${child}/decide-placement`, placementIn(place), headers).expect(422);
    expect(problemIn(again)).toEqual(problemIn(first));
    await worker.post(`/children/${child}/decide-placement`, placementIn(await aPlaceThatIs('OPEN')), headers).expect(409);
    expect(await eventsOf(`refusals-${child}`)).toHaveLength(1);
    await worker.post(`/children/${child}/decide-placement`, placementIn(place)).expect(200);
  });

  it('is known by its key before If-Match is looked at: the record may have moved on since', async () => {
    const [child, place] = [await aChild(), await aPlaceThatIs('OPEN')];
    await represented(child);
    const headers = { key: key(), ifMatch: '"3"' };
    const first = await worker.post(`/children/${child}/decide-placement`, placementIn(place), headers).expect(200);
    const again = await worker.post(`/children/${child}/decide-placement`, placementIn(place), headers).expect(200);
    expect(again.body).toEqual(first.body);
    await worker.post(`/children/${child}/decide-placement`, placementIn(await aPlaceThatIs('OPEN')), headers).expect(409);
  });
});

describe('If-Match', () => {
  it('is weighed before the gate: a decision on a record that has moved on is answered 412 with the revision, and no refusal is kept', async () => {
    const child = await aChild();
    await witness.post(`/children/${child}/record-family-link`, { ...report('2025-03-02'), relativeRef: 'mother', relation: 'MOTHER' }).expect(200);
    const answer = await worker.post(`/children/${child}/decide-placement`, placementIn(unknownId), { ifMatch: '"0"' }).expect(412).expect('ETag', '"1"');
    expect(answer.body).toMatchObject({ type: 'urn:guarantor:problem:revision-mismatch', revision: 1 });
    expect(await eventsOf(`refusals-${child}`)).toEqual([]);
    await worker.post(`/children/${child}/decide-placement`, placementIn(unknownId), { ifMatch: '"1"' }).expect(422);
  });

  it('binds what is attested about a place, too', async () => {
    const inspector = await app.as(ombudsperson);
    const place = await aPlaceThatIs('CONTROLLED');
    const inspection = { exitControl: 'OPEN', from: '2025-02-01' };
    await inspector.post(`/facilities/${place}/attest-exit-control`, inspection, { ifMatch: '"7"' }).expect(412).expect('ETag', '"0"');
    await inspector.post(`/facilities/${place}/attest-exit-control`, inspection, { ifMatch: '"0"' }).expect(200);
  });

  it('holds up no report and no protection', async () => {
    const child = await aChild();
    await witness.post(`/children/${child}/record-separation`, { ...report('2025-03-02'), separatedFrom: [{ relation: 'MOTHER' }], groundCode: 'NONE_GIVEN' }, { ifMatch: '"99"' }).expect(200);
    await witness.post(`/children/${child}/request-guardian`, { reason: 'UNACCOMPANIED', languages: [] }, { ifMatch: '"99"' }).expect(200);
  });

  it.each(['latest', '*', '-1', 'W/"0"'])('that is no revision (%s) is answered 400', async (ifMatch) =>
    void await worker.post(`/children/${await aChild()}/decide-placement`, placementIn(unknownId), { ifMatch }).expect(400));
});

describe('A command without a key of its own', () => {
  it.each([['no key', null], ['a word', 'again'], ['an empty key', '']])('(%s) is answered 400, whatever it reports', async (_, key) => {
    const child = await aChild();
    const answer = await witness.post(`/children/${child}/record-family-link`, { ...report('2025-03-02'), relativeRef: 'mother', relation: 'MOTHER' }, { key });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ type: 'urn:guarantor:problem:idempotency-key-missing' });
    expect(await eventsOf(`child-${child}`)).toHaveLength(1);
  });
});

describe('What happened is on record', () => {
  it('of a child whom nobody can name: it is presumed a child, and asking for a guardian needs no more', async () => {
    const child = await aChild();
    await witness.post(`/children/${child}/request-guardian`, { reason: 'UNACCOMPANIED', languages: [] }).expect(200);
    expect((await historyOf(child))[0]!.data).toMatchObject({ ageStatus: 'PRESUMED', nationalityClaims: [] });
    expect(await situationOf(child)).toMatchObject({ registered: true, died: false, majorityOn: null });
    await represented(child);
  });

  it('of a relative who came with documents and was turned away', async () => {
    const child = await aChild();
    await witness.post(`/children/${child}/record-relative-claim-refused`, {
      ...report('2025-03-02T14:00'), relativeRef: 'grandmother', relation: 'GRANDPARENT', claim: 'CUSTODY', documentsShown: ['PASSPORT', 'BIRTH_CERTIFICATE'], refusedBy: police,
      groundGiven: 'not a parent',
    }).expect(200);
    expect((await historyOf(child)).at(-1)).toMatchObject({
      type: 'identification.RelativeClaimRefused', occurredAt: { from: '2025-03-02T08:00:00.000Z', precision: 'exact', zone }, source,
      data: { relativeRef: 'grandmother', claim: 'CUSTODY', documentsShown: ['PASSPORT', 'BIRTH_CERTIFICATE'], refusedBy: police, groundGiven: 'not a parent' },
    });
  });

  it('of a child who died: nothing is decided about it any more, and what happened can still be reported', async () => {
    const [child, place] = [await aChild(), await aPlaceThatIs('OPEN')];
    await represented(child);
    await witness.post(`/children/${child}/record-death`, { ...report('2025-03-04'), diedIn: 'KG', heldOrCaredFor: 'CUSTODY', causeClaimed: 'ILLNESS', contestedBy: ['FAMILY'], examination: 'NONE' }).expect(200);
    expect((await situationOf(child)).died).toBe(true);
    const answer = await worker.post(`/children/${child}/decide-placement`, placementIn(place)).expect(422);
    expect(answer.body).toMatchObject({ unmet: [{ code: 'CHILD_REGISTERED' }] });
    await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02'), ...heldByPolice }).expect(200);
  });
});

describe('A report that was mistaken', () => {
  const link = { ...report('2025-03-02'), relativeRef: 'aunt', relation: 'AUNT_OR_UNCLE', name: 'as first understood' };

  it('is corrected by a later one: both stay in the history, each names the other, and the later one counts', async () => {
    const child = await aChild({ majorityOn: '2033-01-01' });
    const [found] = await historyOf(child);
    const correction = eventIn(await worker.post(`/children/${child}/record-correction`, {
      ...report('2025-03-05'), target: found!.id, fields: { majorityOn: '2034-06-30' }, reason: 'DOCUMENT_FOUND', note: 'birth certificate seen',
    }).expect(200));
    const [before, after] = await historyOf(child);
    expect(before).toEqual({ ...found, contestedBy: [correction] });
    expect(after).toMatchObject({ id: correction, type: 'record.Corrected', supersedes: found!.id, data: { fields: { majorityOn: '2034-06-30' }, note: 'birth certificate seen' } });
    expect((await situationOf(child)).majorityOn).toBe('2034-06-30');
  });

  it('keeps the corrected personal field sealed and opens it to those who may read it', async () => {
    const child = await aChild();
    const target = eventIn(await witness.post(`/children/${child}/record-family-link`, link).expect(200));
    await worker.post(`/children/${child}/record-correction`, { ...report('2025-03-05'), target, fields: { name: 'as now known' }, reason: 'TRANSLATION' }).expect(200);
    expect((await historyOf(child)).at(-1)!.data).toMatchObject({ fields: { name: 'as now known' } });
    expect((await historyOf(child, oversight)).at(-1)!.data).toMatchObject({ fields: { name: { $withheld: 'D2' } } });
  });

  it('is withdrawn and stays visible; with the withdrawal withdrawn it counts again', async () => {
    const child = await aChild();
    const target = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02'), stayRef: 'cell', ...heldByPolice }).expect(200));
    const retract = (event: string) => worker.post(`/children/${child}/record-retraction`, { ...report('2025-03-05'), target: event, reason: 'WRONG_CHILD' }).expect(200);
    const retraction = eventIn(await retract(target));
    expect((await situationOf(child)).liberty.episodes).toHaveLength(0);
    expect((await historyOf(child))[1]).toMatchObject({ id: target, contestedBy: [retraction] });
    await retract(retraction);
    expect((await situationOf(child)).liberty.episodes).toHaveLength(1);
  });

  it('is disputed, and both words stand', async () => {
    const child = await aChild();
    const target = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02'), ...heldByPolice }).expect(200));
    const dispute = eventIn(await worker.post(`/children/${child}/record-dispute`, { ...report('2025-03-05'), target, disputedBy: 'AUTHORITY', statement: 'the child was a guest' }).expect(200));
    expect((await historyOf(child))[1]).toMatchObject({ id: target, contestedBy: [dispute] });
    expect((await situationOf(child)).liberty.episodes).toHaveLength(1);
  });

  it('opens no gate by its retraction: the death that was reported keeps decisions closed', async () => {
    const [child, place] = [await aChild(), await aPlaceThatIs('OPEN')];
    await represented(child);
    const death = eventIn(await witness.post(`/children/${child}/record-death`, { ...report('2025-03-04'), diedIn: 'KG', heldOrCaredFor: 'UNKNOWN', causeClaimed: 'UNKNOWN', examination: 'NONE' }).expect(200));
    await worker.post(`/children/${child}/record-retraction`, { ...report('2025-03-05'), target: death, reason: 'WRONG_CHILD' }).expect(200);
    expect((await situationOf(child)).died).toBe(false);
    await worker.post(`/children/${child}/decide-placement`, placementIn(place)).expect(422);
  });

  it('cannot be about what the record does not hold, nor change what the event cannot hold', async () => {
    const child = await aChild();
    const correct = (target: string, fields: object) => worker.post(`/children/${child}/record-correction`, { ...report('2025-03-05'), target, fields, reason: 'MISTAKEN_ENTRY' });
    const [found] = await historyOf(child);
    await correct(unknownId, { sex: 'MALE' }).expect(400);
    await correct((await historyOf(await aChild()))[0]!.id, { sex: 'MALE' }).expect(400);
    await correct(found!.id, { sex: 'UNCERTAIN' }).expect(400);
    await correct(found!.id, { kind: 'DECIDE' }).expect(400);
    await correct(found!.id, {}).expect(400);
    expect(await eventsOf(`child-${child}`)).toHaveLength(1);
  });
});

// A correction is judged by the event's schema alone, which is wider than the command's own rules.
describe('A correction', () => {
  const corrected = async (of: 'finding' | 'stay', fields: object) => {
    const child = await aChild();
    const finding = (await historyOf(child))[0]!.id;
    const stay = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02'), ...heldByPolice }).expect(200));
    const answer = await worker.post(`/children/${child}/record-correction`, { ...report('2025-03-05'), target: { finding, stay }[of], fields, reason: 'MISTAKEN_ENTRY' });
    return { child, status: answer.status };
  };

  it.failing.each([
    ['a name in the place of a country', 'finding', { foundIn: 'Aisha, near the market' }],
    ['a name in the place of a language', 'finding', { languages: ['Aisha'] }],
    ['a name in the place of a reference', 'stay', { facilityRef: 'Aisha, near the market' }],
    ['a text that its own field is too short for', 'finding', { name: 'x'.repeat(201) }],
    ['a label that its own field is too short for', 'stay', { authorityLabel: 'x'.repeat(201) }],
    ['a word in the place of a date', 'stay', { validUntil: 'soon' }],
    ['an age that nobody has', 'finding', { claimedAgeYears: 1_000 }],
    ['what only the server writes', 'stay', { register: { kind: 'SHELTER', state: 'KG', zone, exitControl: 'OPEN', exitControls: [], facilityRevision: 0, facilityEventId: unknownId } }],
  ] as const)('does not take %s', async (_, of, fields) => expect((await corrected(of, fields)).status).toBe(400));

  it.failing.each([
    ['a date', { lastConfirmedAt: 'yesterday' }],
    ['a medical indication', { medicalIndication: { value: 'NO', from: 'soon', until: 'later' } }],
  ])('of %s leaves the situation of the child readable', async (_, fields) => {
    const { child } = await corrected('stay', fields);
    await oversight.get(`/children/${child}`).expect(200);
  });
});

describe('The past', () => {
  let child: string;
  /** Right after what was recorded last. */
  async function now(): Promise<string> {
    const last = (await eventsOf(`child-${child}`)).at(-1)!.recordedAt.getTime();
    await until(() => Date.now() > last, 'the next millisecond');
    return new Date(last).toISOString();
  }
  const known: Record<'beforeAnything' | 'whileHeld' | 'afterwards', string> = { beforeAnything: '', whileHeld: '', afterwards: '' };
  const episodeAsOf = async (asOf: string, knownAt: string) => (await situationOf(child, `?asOf=${asOf}&knownAt=${knownAt}`)).liberty.episodes
    .map(({ open, hours }) => ({ open, hours: Number(hours.atLeast) }));

  beforeAll(async () => {
    known.beforeAnything = new Date().toISOString();
    await until(() => new Date().toISOString() > known.beforeAnything, 'the next millisecond');
    child = await aChild();
    await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02T00:00'), stayRef: 'cell', ...heldByPolice }).expect(200);
    known.whileHeld = await now();
    await witness.post(`/children/${child}/record-deprivation-ended`, { ...report('2025-03-04T00:00'), stayRef: 'cell', endReason: 'RELEASE' }).expect(200);
    known.afterwards = await now();
  });

  it('is answered as of an instant: before the stay, during it, after it', async () => {
    expect(await episodeAsOf('2025-03-01T17:00:00Z', known.afterwards)).toEqual([]);
    expect(await episodeAsOf('2025-03-02T18:00:00Z', known.afterwards)).toEqual([{ open: true, hours: 24 }]);
    expect(await episodeAsOf('2025-03-09T18:00:00Z', known.afterwards)).toEqual([{ open: false, hours: 48 }]);
  });

  it('is answered as it was known: a late report changes what was so, and not what was known before it', async () => {
    expect(await episodeAsOf('2025-03-09T18:00:00Z', known.whileHeld)).toEqual([{ open: true, hours: 192 }]);
    expect(await episodeAsOf('2025-03-09T18:00:00Z', known.afterwards)).toEqual([{ open: false, hours: 48 }]);
    expect(await situationOf(child, `?knownAt=${known.beforeAnything}`)).toMatchObject({ registered: false });
  });

  it('names the position of the log that an instant comes to, and cuts history and decisions there', async () => {
    const cut = (knownAt: string) => oversight.get(`/children/${child}/history?knownAt=${knownAt}`).expect(200);
    const { body } = await cut(known.whileHeld);
    expect(body).toMatchObject({ knownAt: { instant: known.whileHeld, position: (body as { entries: { position: string }[] }).entries.at(-1)!.position, provisional: false } });
    const entries = async (knownAt: string) => ((await cut(knownAt)).body as { entries: Entry[] }).entries.map(({ type }) => type);
    expect(await entries(known.whileHeld)).toEqual(['identification.ChildFound', 'identification.DeprivationStarted']);
    expect(await entries(known.beforeAnything)).toEqual([]);
    await worker.post(`/children/${child}/decide-placement`, placementIn(unknownId)).expect(422);
    expect(await entriesOf(oversight, `/children/${child}/decisions?knownAt=${known.afterwards}`)).toEqual([]);
    expect(await decisionsAbout(child)).toHaveLength(1);
  });

  it('shows a correction only to those who ask as known after it', async () => {
    const [, start] = await eventsOf(`child-${child}`);
    await worker.post(`/children/${child}/record-correction`, { ...report('2025-03-09'), target: start!.id, fields: {}, targetOccurredAt: { at: '2025-03-03T00:00', zone }, reason: 'NEW_INFORMATION' }).expect(200);
    expect(await episodeAsOf('2025-03-09T18:00:00Z', await now())).toEqual([{ open: false, hours: 24 }]);
    expect(await episodeAsOf('2025-03-09T18:00:00Z', known.afterwards)).toEqual([{ open: false, hours: 48 }]);
  });
});

describe('A report that contradicts what was recorded before', () => {
  it('is stored and shown as contested: a stay that ended before it began', async () => {
    const child = await aChild();
    const start = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-05'), stayRef: 'cell', ...heldByPolice }).expect(200));
    const end = eventIn(await worker.post(`/children/${child}/record-deprivation-ended`, { ...report('2025-03-02'), stayRef: 'cell', endReason: 'RELEASE' }).expect(200));
    expect((await situationOf(child)).contested).toEqual([{ code: 'END_BEFORE_START', events: [start, end] }]);
  });

  it('is stored and shown as contested: a child in two places at once, held and placed by two witnesses', async () => {
    const child = await aChild();
    const cell = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02'), stayRef: 'cell', ...heldByPolice }).expect(200));
    const hospital = eventIn(await worker.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-03'), stayRef: 'ward', settingKind: 'HOSPITAL' }).expect(200));
    expect((await situationOf(child)).contested).toEqual([{ code: 'TWO_STAYS_AT_ONCE', events: [cell, hospital] }]);
  });

  it('is stored and shown as contested: a reunification of those whom nobody reported separated', async () => {
    const child = await aChild();
    const reunion = eventIn(await witness.post(`/children/${child}/record-reunification`, { ...report('2025-03-02'), separationRef: 'unheard-of' }).expect(200));
    expect((await situationOf(child)).contested).toEqual([{ code: 'END_WITHOUT_START', events: [reunion] }]);
  });
});

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

  it('decides, attests and protects nothing', async () => {
    const open = ['RegisterChildFound', 'RecordDeprivationStarted', 'RecordDeprivationEnded'];
    const bodies = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words');
    for (const [command, { body }] of Object.entries(bodies).filter(([name]) => !open.includes(name))) {
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
  });

  it('takes no parameter that it does not know, none twice, and none in another form', async () => {
    const wrong = ['history?page=2', 'history?asOf=2026-01-01T00:00:00Z', 'history?limit=2&limit=3', 'history?limit=0', 'history?limit=201', 'history?limit=all',
      'history?knownAt=yesterday', 'history?knownAt=2026-01-01', 'decisions?__proto__=1', 'decisions?order=desc', `decisions/${unknownId}?limit=1`];
    for (const path of wrong) await oversight.get(`/children/${child}/${path}`).expect(400).expect('Content-Type', /problem\+json/);
    await oversight.get(`/children/${child}?asof=2026-01-01T00:00:00Z`).expect(400);
    await oversight.get(`/children/${child}?asOf=2026-02-30T00:00:00Z`).expect(400);
  });
});
