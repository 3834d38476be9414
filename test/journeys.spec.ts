import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { printReplay } from '../apps/cli/replay.js';
import type { Envelope } from '../libs/decider/event.js';
import { until } from '../libs/event-store/event-store.contract.js';
import type { NewEvent } from '../libs/event-store/port.js';
import { unknownId } from './examples.js';
import { caseWorker, guardian, ombudsperson, policeCaseWorker, service, strangersGuardian } from './people.js';
import {
  app, worker, witness, appointing, representative, oversight, zone, source, report, heldByPolice, unnamed, police, appointment, placementIn, receipt,
  eventIn, aChild, aPlaceThatIs, represented, assessed, heard, readyToBePlaced, type Entry, entriesOf, historyOf, decisionsAbout, situationOf, eventsOf,
} from './story.js';

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
      detail: expect.stringContaining('4 guarantees'), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), refusalId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      unmet: [
        { code: 'REPRESENTATIVE_ACTIVE', promise: expect.stringMatching(/\w+ .+\.$/), basis: expect.stringContaining('guarantee 2') },
        { code: 'OPEN_SETTING', promise: expect.stringMatching(/\w+ .+\.$/), basis: expect.stringContaining('guarantee 1') },
        { code: 'CHILD_HEARD', promise: expect.stringMatching(/\w+ .+\.$/), basis: expect.stringContaining('CRC art. 12') },
        { code: 'ASSESSMENT_DONE', promise: expect.stringMatching(/\w+ .+\.$/), basis: expect.stringContaining('guarantee 3') },
      ],
    });
  });

  it('has the refusal in the list of decisions, with what was missing, and nothing in its history', async () => {
    const [refused, ...others] = await decisionsAbout(child);
    expect(refused).toMatchObject({ outcome: 'refused', command: 'DecidePlacement', weighedAt: 0, gate: 'placement', gateVersion: 3, decidedBy: { actorRef: caseWorker.actorRef } });
    expect(refused!.missing!.map(({ code }) => code)).toEqual(['REPRESENTATIVE_ACTIVE', 'OPEN_SETTING', 'CHILD_HEARD', 'ASSESSMENT_DONE']);
    expect(others).toEqual([]);
    expect((await historyOf(child)).map(({ type }) => type)).toEqual(['identification.ChildFound']);
  });

  it('is not placed before it was assessed what is best for it, and not before it was heard on that', async () => {
    openPlace = await aPlaceThatIs('OPEN');
    await assessed(child);
    expect(missing(await decide(openPlace).expect(422))).toEqual(['REPRESENTATIVE_ACTIVE', 'CHILD_HEARD']);
    await heard(child);
    expect(missing(await decide(openPlace).expect(422))).toEqual(['REPRESENTATIVE_ACTIVE']);
  });

  it('has no representative in somebody who was appointed and has not accepted', async () => {
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
    const history = await historyOf(child);
    const idsOf = (...types: string[]) => history.filter(({ type }) => types.includes(type)).map(({ id }) => id);
    const [found] = idsOf('identification.ChildFound');
    const [check, appointed, , accepted] = idsOf('guardianship.ConflictCheckCompleted', 'guardianship.GuardianAppointed', 'guardianship.MandateAccepted');
    const [registration] = await eventsOf(`facility-${openPlace}`);
    const decision = (await decisionsAbout(child)).at(-1);
    expect(decision).toMatchObject({
      eventId: eventIn(answer), outcome: 'accepted', command: 'DecidePlacement', event: 'identification.PlacementDecided', revision: 15, profileVersion: 'KG@1',
      basis: {
        gate: 'placement', gateVersion: 3, revision: 14,
        facts: [
          { code: 'CHILD_REGISTERED', evidence: [found] },
          { code: 'MINORITY', evidence: [found] },
          { code: 'REPRESENTATIVE_ACTIVE', evidence: [check, appointed, accepted] },
          { code: 'OPEN_SETTING', evidence: [], foreign: [{ stream: `facility-${openPlace}`, revision: 0, eventId: registration!.id }] },
          { code: 'CHILD_HEARD', evidence: idsOf('best-interests.ChildHeard') },
          { code: 'ASSESSMENT_DONE', evidence: idsOf('best-interests.ComponentAttested') },
          { code: 'SAME_STATE', evidence: [found] },
        ],
      },
    });
    await oversight.get(`/children/${child}/decisions/${decision!.eventId}`).expect(200).expect(({ body }) => expect(body).toEqual({ childId: child, ...decision }));
  });

  it('has as many refusals as there were answers 422', async () => {
    expect((await decisionsAbout(child)).map(({ outcome, command }) => `${command} ${outcome}`)).toEqual([
      'DecidePlacement refused', 'DecidePlacement refused', 'DecidePlacement refused', 'AppointGuardian accepted', 'DecidePlacement refused', 'DecidePlacement refused', 'DecidePlacement refused', 'DecidePlacement accepted',
    ]);
  });

  it('was placed by the gate of its time: a decision under the first version is replayed with what that version asked for', async () => {
    const [registration, ...later] = await eventsOf(`child-${child}`);
    const placed = later.at(-1)!;
    const { basis } = placed.meta as unknown as Envelope;
    const atTheTime = { ...basis!, gateVersion: 1, facts: basis!.facts.filter(({ code }) => code !== 'CHILD_HEARD' && code !== 'ASSESSMENT_DONE' && code !== 'SAME_STATE') };
    const earlier = { type: placed.type, data: placed.data, id: randomUUID(), meta: { ...placed.meta, basis: atTheTime, causationId: randomUUID(), command: { name: 'DecidePlacement', kind: 'DECIDE', key: randomUUID(), hash: '' } } };
    const another = randomUUID();
    await app.system.store.append(`child-${another}`, [{ type: registration!.type, data: registration!.data, meta: registration!.meta, id: randomUUID() }, earlier as unknown as NewEvent], 'noStream');
    expect((await decisionsAbout(another)).map(({ basis }) => [basis!.gate, basis!.gateVersion, basis!.facts.map(({ code }) => code)]))
      .toEqual([['placement', 1, ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'OPEN_SETTING']]]);
  });

  it('is taken into open care in an emergency without a representative, and into no other place', async () => {
    const another = await aChild();
    const emergency = { reason: 'DANGER', reviewBy: '2099-01-01T00:00:00Z' };
    expect(missing(await worker.post(`/children/${another}/place-in-emergency-open-care`, { ...emergency, facilityRef: await aPlaceThatIs('CONTROLLED') }).expect(422))).toEqual(['OPEN_SETTING']);
    const abroad = { ...emergency, facilityRef: await aPlaceThatIs('OPEN', 'KZ') };
    expect(missing(await worker.post(`/children/${another}/place-in-emergency-open-care`, abroad).expect(422))).toEqual(['SAME_STATE']);
    await worker.post(`/children/${another}/place-in-emergency-open-care`, { ...emergency, facilityRef: openPlace }).expect(200);
  });
});

describe('What happened is on record', () => {
  it('of a child whom nobody can name: it is presumed a child, and asking for a guardian needs no more', async () => {
    const child = await aChild();
    await witness.post(`/children/${child}/request-guardian`, { reason: 'UNACCOMPANIED', languages: [] }).expect(200);
    expect((await historyOf(child))[0]!.data).toMatchObject({ ageStatus: 'PRESUMED', nationalityClaims: [] });
    expect(await situationOf(child)).toMatchObject({ registered: true, died: false, majorityOn: null });
    expect(await situationOf(child, '?rules=LIB-1@1,CAL@1')).toMatchObject({ liberty: { rules: ['LIB-1@1', 'CAL@1'] } });
    await oversight.get(`/children/${child}?rules=CAL@0`).expect(400, /"carried":"LIB-1@1,CAL@1,CAL-14@3"/);
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
    await readyToBePlaced(child);
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

  it('counts as much where an older program stored the correction, which stays in the log as it was stored', async () => {
    const child = await aChild({ majorityOn: '2033-01-01' });
    const [found] = await historyOf(child);
    const body = { ...report('2025-03-05'), target: found!.id, fields: { majorityOn: '2034-06-30' }, reason: 'DOCUMENT_FOUND' };
    await worker.post(`/children/${child}/record-correction`, body).expect(200);
    const { data: { targetVersion: _, ...before }, meta, type } = (await eventsOf(`child-${child}`)).at(-1)! as unknown as { data: { targetVersion: number }; meta: Envelope; type: string };
    const older = { id: randomUUID(), type, data: { ...before, fields: { majorityOn: '2035-01-31' } }, meta: { ...meta, schemaVersion: 1 } } as unknown as NewEvent;
    await app.system.store.append(`child-${child}`, [older], 1);
    expect((await situationOf(child)).majorityOn).toBe('2035-01-31');
    expect((await historyOf(child)).slice(1)).toMatchObject([{ version: 2 }, { id: older.id, version: 2, storedVersion: 1, data: { targetVersion: 1, fields: { majorityOn: '2035-01-31' } } }]);
    expect((await app.system.pool.query<{ data: object }>('select data from es.event where id = $1', [older.id])).rows).toEqual([{ data: older.data }]);
    await app.followed();
    expect((await app.system.pool.query('select from follower.parked where key like $1', [`%${child}%`])).rows).toEqual([]);
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

  it.each([['an enforcement body', policeCaseWorker], ['a service', service], ['the case worker', caseWorker]])('can be disputed, corrected and withdrawn also after %s withdrew it, and so can the withdrawal', async (_, actor) => {
    const child = await aChild();
    const target = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02'), stayRef: 'cell', ...heldByPolice }).expect(200));
    const withdrawal = { ...report('2025-03-05'), target, reason: 'MISTAKEN_ENTRY' };
    expect((await (await app.as(actor)).post(`/children/${child}/record-retraction`, withdrawal)).status).toBe(actor === caseWorker ? 200 : 202);
    const retraction = (await eventsOf(`child-${child}`)).at(-1)!.id;
    expect((await situationOf(child)).liberty.episodes).toHaveLength(actor === caseWorker ? 0 : 1);
    const said = [
      ['record-dispute', { ...report('2025-03-06'), target, disputedBy: 'CHILD' }], ['record-correction', { ...withdrawal, fields: { mayLeave: 'RESTRICTED' } }], ['record-retraction', withdrawal],
      ['record-dispute', { ...report('2025-03-06'), target: retraction, disputedBy: 'CHILD' }], ['record-retraction', { ...withdrawal, target: retraction }],
    ] as const;
    const by = [witness, worker, await app.as(ombudsperson), witness, worker];
    for (const [index, [path, body]] of said.entries()) expect([path, (await by[index]!.post(`/children/${child}/${path}`, body)).status]).toEqual([path, 200]);
    expect((await historyOf(child)).slice(3).map(({ supersedes }) => supersedes)).toEqual([target, target, target, retraction, retraction]);
  });

  it('is disputed, and both words stand', async () => {
    const child = await aChild();
    const target = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02'), ...heldByPolice }).expect(200));
    const dispute = eventIn(await worker.post(`/children/${child}/record-dispute`, { ...report('2025-03-05'), target, disputedBy: 'AUTHORITY', statement: 'the child was a guest' }).expect(200));
    expect((await historyOf(child))[1]).toMatchObject({ id: target, contestedBy: [dispute] });
    expect((await situationOf(child)).liberty.episodes).toHaveLength(1);
  });

  it('opens no gate by its retraction: the death that was reported keeps decisions closed until somebody answers for its being mistaken', async () => {
    const [child, place] = [await aChild(), await aPlaceThatIs('OPEN')];
    await readyToBePlaced(child);
    const death = eventIn(await witness.post(`/children/${child}/record-death`, { ...report('2025-03-04'), diedIn: 'KG', heldOrCaredFor: 'UNKNOWN', causeClaimed: 'UNKNOWN', examination: 'NONE' }).expect(200));
    await worker.post(`/children/${child}/record-retraction`, { ...report('2025-03-05'), target: death, reason: 'WRONG_CHILD' }).expect(200);
    expect((await situationOf(child)).died).toBe(false);
    expect((await worker.post(`/children/${child}/decide-placement`, placementIn(place)).expect(422)).body).toMatchObject({ unmet: [{ code: 'CHILD_REGISTERED' }] });
    await witness.post(`/children/${child}/record-death`, { ...report('2025-03-04'), diedIn: 'KG', heldOrCaredFor: 'UNKNOWN', causeClaimed: 'UNKNOWN', examination: 'NONE' }).expect(200);
    await worker.post(`/children/${child}/attest-death-report-unfounded`, { shownBy: 'CHILD_SEEN' }).expect(200);
    await worker.post(`/children/${child}/decide-placement`, placementIn(place)).expect(200);
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

describe('A correction', () => {
  const corrected = async (of: 'finding' | 'stay', fields: object) => {
    const child = await aChild();
    const finding = (await historyOf(child))[0]!.id;
    const stay = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02'), ...heldByPolice }).expect(200));
    const answer = await worker.post(`/children/${child}/record-correction`, { ...report('2025-03-05'), target: { finding, stay }[of], fields, reason: 'MISTAKEN_ENTRY' });
    return { child, status: answer.status };
  };

  it.each([
    ['a name in the place of a country', 'finding', { foundIn: 'Aisha, near the market' }],
    ['a name in the place of a language', 'finding', { languages: ['Aisha'] }],
    ['a name in the place of a reference', 'stay', { facilityRef: 'Aisha, near the market' }],
    ['a text that its own field is too short for', 'finding', { name: 'x'.repeat(201) }],
    ['a label that its own field is too short for', 'stay', { authorityLabel: 'x'.repeat(201) }],
    ['a word in the place of a date', 'stay', { validUntil: 'soon' }],
    ['an age that nobody has', 'finding', { claimedAgeYears: 1_000 }],
    ['an end before its start', 'stay', { medicalIndication: { value: 'YES', from: '2025-03-03', until: '2025-02-20' } }],
    ['a least that is more than the most', 'finding', { estimatedAgeYearsMin: 17, estimatedAgeYearsMax: 3 }],
    ['what only the server writes', 'stay', { register: { kind: 'SHELTER', state: 'KG', zone, exitControl: 'OPEN', exitControls: [], facilityRevision: 0, facilityEventId: unknownId } }],
  ] as const)('does not take %s', async (_, of, fields) => expect((await corrected(of, fields)).status).toBe(400));

  it.each([
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

describe('The replay of a record', () => {
  const guardianAppointment = appointment(guardian.actorRef);
  let child: string, birth: string, stay: string, appointed: string, before: string;
  const ask = async (path: string) => (await oversight.get(`/children/${child}/${path}`).expect(200)).body as Record<string, unknown>;
  const printed = async (path: string, reader = oversight) => String((await reader.get(`/children/${child}/${path}`).responseType('blob').expect(200)).body);

  beforeAll(async () => {
    child = await aChild({ name: 'Аида <b>' });
    stay = eventIn(await witness.post(`/children/${child}/record-deprivation-started`, { ...report('2025-03-02T00:00'), stayRef: 'cell', ...heldByPolice, groundCode: 'IRREGULAR_STAY' }).expect(200));
    appointed = eventIn(await appointing.post(`/children/${child}/appoint-guardian`, guardianAppointment).expect(200));
    const last = (await eventsOf(`child-${child}`)).at(-1)!.recordedAt.getTime();
    await until(() => Date.now() > last, 'the next millisecond');
    before = new Date(last).toISOString();
    birth = (await eventsOf(`child-${child}`))[0]!.id;
    await worker.post(`/children/${child}/record-correction`, { ...report('2025-03-09'), target: birth, fields: { sex: 'FEMALE' }, reason: 'DOCUMENT_FOUND' }).expect(200);
    await witness.post(`/children/${child}/record-retraction`, { ...report('2025-03-09'), target: stay, reason: 'WRONG_CHILD' }).expect(200);
    await worker.post(`/children/${child}/decide-placement`, placementIn(unknownId)).expect(422);
  });

  it('gives the state at every revision', async () => {
    const states = await Promise.all([0, 1, 2, 3, 4, 5].map((revision) => ask(`state?revision=${revision}`)));
    expect(states.map(({ revision, stoodAt }) => [revision, (stoodAt as { type: string }).type])).toEqual([
      [0, 'identification.ChildFound'], [1, 'identification.DeprivationStarted'], [2, 'guardianship.ConflictCheckCompleted'], [3, 'guardianship.GuardianAppointed'],
      [4, 'record.Corrected'], [5, 'record.Retracted'],
    ]);
    const held = states.map(({ liberty }) => (liberty as { episodes: readonly object[] }).episodes.length);
    expect(held).toEqual([0, 1, 1, 1, 1, 0]);
    expect(await ask('state?revision=1&asOf=2025-03-03T18:00:00Z')).toMatchObject({ liberty: { figures: { DEPRIVED: { hours: { atLeast: '48' } } } } });
  });

  it('gives what was learnt between two instants: what was added, corrected and withdrawn, and what reads otherwise for it', async () => {
    const changes = await ask(`differences?sinceKnownAt=${before}`);
    expect(changes).toMatchObject({
      added: [{ type: 'record.Corrected', revision: 4 }, { type: 'record.Retracted', revision: 5 }], refused: [{ command: 'DecidePlacement' }],
      saidOfEarlier: [{ says: 'CORRECTED', of: birth, ofType: 'identification.ChildFound' }, { says: 'RETRACTED', of: stay }],
      readsOtherwise: [{ event: birth, how: 'CHANGED', fields: ['sex'] }, { event: stay, how: 'WITHDRAWN' }],
      decisionsInDoubt: [appointed],
    });
    expect(changes.situation).toEqual(expect.arrayContaining([{ of: 'heldNow', before: true, after: false }]));
    expect(changes.findings).toEqual(expect.arrayContaining([expect.objectContaining({ before: expect.objectContaining({ rule: 'MIGRATION_DETENTION', lasts: true }), after: null })]));
    expect(changes.duties).toEqual(expect.arrayContaining([expect.objectContaining({ before: expect.objectContaining({ code: 'LAWYER_WHEN_DEPRIVED', contested: false }), after: expect.objectContaining({ contested: true }) })]));
  });

  it('gives what came to pass between two instants, by what was known then', async () => {
    const changes = await ask(`differences?sinceAsOf=2025-03-01T17:00:00Z&asOf=2025-03-03T18:00:00Z&knownAt=${before}`);
    expect(changes).toMatchObject({ added: [], cameToPass: [{ event: stay }], readsOtherwise: [], saidOfEarlier: [] });
    expect(changes.situation).toEqual(expect.arrayContaining([{ of: 'hoursDeprived', before: { atLeast: '0', atMost: '0' }, after: { atLeast: '48', atMost: '48' } }]));
  });

  it('streams the timeline with both clocks, a line for each event', async () => {
    const [head, ...lines] = (await printed('timeline')).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(head).toMatchObject({ childId: child, revision: 5, position: expect.any(String) });
    expect(lines).toEqual(await historyOf(child, oversight));
    const [then, ...known] = (await printed(`timeline?knownAt=${before}`)).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([then!.revision, known.map(({ id }) => id)]).toEqual([3, lines.slice(0, 4).map(({ id }) => id)]);
  });

  it('gives the whole case file as JSON and as a page, with versions and position, each to its reader with what is opened for it', async () => {
    const whole = JSON.parse(await printed('case-file')) as { head: object; timeline: readonly object[]; decisions: readonly object[]; findings: { findings: readonly { rule: string }[] } };
    expect(whole).toMatchObject({
      head: { childId: child, revision: 5, position: expect.any(String), opened: ['D1'], versions: { ruleSet: 'findings@10', zoneData: expect.any(String), profiles: expect.arrayContaining(['KG@1']), gates: expect.arrayContaining(['placement@3']) } },
      decisions: [{ command: 'AppointGuardian', restsOnCorrected: true }, { command: 'DecidePlacement', outcome: 'refused' }],
    });
    expect(whole.timeline).toEqual(await historyOf(child, oversight));
    const page = await printed('case-file?format=html', worker);
    expect(page).toContain('<span lang="" dir="auto">Аида &lt;b&gt;</span>');
    expect(page).toContain('DecidePlacement: refused');
    const withheld = await oversight.get(`/children/${child}/case-file`).set('Accept', 'text/html').expect(200).expect('Content-Type', /text\/html/).expect('Content-Security-Policy', /default-src 'none'/);
    expect(withheld.text).toContain('withheld (D2)');
    expect(withheld.text).not.toContain('Аида');
    expect(JSON.parse(await printed(`case-file?knownAt=${before}`))).toMatchObject({ head: { revision: 3 }, decisions: [{ restsOnCorrected: false }] });
  });

  it('is printed on the command line with what decisions rested on, what is found, and what was learnt since', async () => {
    const lines: string[] = [];
    await printReplay(app.system, child, { since: new Date(before), say: (line) => lines.push(line) });
    const all = lines.join('\n');
    for (const words of [/CHILD_REGISTERED rested on #0: corrected since by #4/, /FOUND DECISION_ATTEMPT_REFUSED@1 \(findings@10, notable\)/, /Learnt since/, /\+ #5 record\.Retracted/, /finding .*MIGRATION_DETENTION.*→ null/, new RegExp(`decision ${appointed}`)]) expect(all).toMatch(words);
  });

  it('is asked in no other form, is on record, and is for no stranger', async () => {
    for (const [question, sentence] of [
      ['state', 'revision is a whole number from 0'], ['state?revision=-1', 'revision is a whole number from 0'], ['state?revision=6', 'it stands at 5'], ['differences', 'sinceAsOf or sinceKnownAt'],
      ['differences?sinceAsOf=2025-03-02T00:00:00Z&asOf=2025-03-01T00:00:00Z', 'sinceAsOf is not after asOf.'], [`differences?sinceKnownAt=${before}&knownAt=2020-01-01T00:00:00Z`, 'sinceKnownAt is not after knownAt.'],
      ['differences?sinceKnownAt=then', 'sinceKnownAt is an instant'], ['case-file?format=pdf', 'format is one of json, html.'], ['timeline?limit=1', 'no parameter of that name'],
    ] as const) expect((await oversight.get(`/children/${child}/${question}`).expect(400)).body).toMatchObject({ detail: expect.stringContaining(sentence) });
    await oversight.get(`/children/${child}/case-file`).set('Accept', 'image/png').expect(406);
    const stranger = await app.as(strangersGuardian);
    for (const path of ['timeline', 'state?revision=0', `differences?sinceKnownAt=${before}`, 'case-file']) {
      await stranger.get(`/children/${child}/${path}`).expect(404);
      const streams = async () => (await Promise.all(['child', 'refusals', 'oversight'].map((stream) => eventsOf(`${stream}-${child}`)))).flat().length;
      const [written, read] = [await streams(), (await eventsOf(`access-${child}`)).filter(({ type }) => type === 'record.ChildRead').length];
      await oversight.get(`/children/${child}/${path}`).expect(200);
      expect([path, await streams(), (await eventsOf(`access-${child}`)).filter(({ type }) => type === 'record.ChildRead').length]).toEqual([path, written, read + 1]);
    }
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

// The last of all: from here on the followers stand.
describe('A log in which a newer program has stored what this one cannot read', () => {
  it('stops whoever asks for that child and whoever follows the log, which pass over nothing, and nobody else', async () => {
    const [child, other] = [await aChild(), await aChild()];
    await app.followed();
    const [found] = await eventsOf(`child-${child}`);
    const { type, data, meta } = found!;
    await app.system.store.append(`child-${child}`, [{ id: randomUUID(), type, data, meta: { ...meta, schemaVersion: 9 } }], 0);
    const answer = await worker.get(`/children/${child}/history`).expect(503);
    expect(answer.body).toMatchObject({ type: 'urn:guarantor:problem:stored-by-newer' });
    await worker.post(`/children/${child}/record-dispute`, { ...report('2025-03-06'), target: found!.id, disputedBy: 'CHILD' }).expect(503);
    await worker.post(`/children/${other}/record-dispute`, { ...report('2025-03-06'), target: (await eventsOf(`child-${other}`))[0]!.id, disputedBy: 'CHILD' }).expect(200);
    await worker.get(`/children/${other}/history`).expect(200);
    await until(() => app.logged.some((line) => line.includes('StoredByNewer')), 'a follower that says why it stands', 20);
    expect((await app.system.pool.query('select from follower.parked where key like $1', [`%${child}%`])).rows).toEqual([]);
  });
});
