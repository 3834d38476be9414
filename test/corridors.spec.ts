import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { until } from '../libs/event-store/event-store.contract.js';
import type { NewEvent, StoredEvent } from '../libs/event-store/port.js';
import { startApp, type App, type Caller } from './app.js';
import { advocate, auditor, caseWorker, guardian } from './people.js';
import { preparedReturns, type Traveller } from './returns.js';

/** What two states suspend between them concerns every child on that way, whoever reports it, at once. */

let app: App;
let worker: Caller, witness: Caller;
let children: readonly Traveller[];
let older: Traveller;
beforeAll(async () => {
  app = await startApp();
  [worker, witness] = await Promise.all([caseWorker, advocate].map(app.as)) as [Caller, Caller];
  const prepared = await preparedReturns(app, [{}, {}, {}]);
  [children, older] = [prepared.slice(0, 2), prepared[2]!];
});
afterAll(() => app.stop());

const day = 86_400_000;
const daysFromNow = (days: number) => new Date(Date.now() + app.system.clock.aheadMs + days * day).toISOString();
const unmetIn = ({ body }: Response) => (body as { unmet: { code: string }[] }).unmet.map(({ code }) => code);
const eventIn = ({ body }: Response) => (body as { events: { id: string }[] }).events[0]!.id;
const basisIn = async (stream: string) => (await eventsOf(stream)).at(-1)!.meta.basis as unknown as { facts: { code: string; foreign?: object[] }[] };

async function eventsOf(stream: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of app.system.store.read(stream)) events.push(event);
  return events;
}

const suspend = async (corridor: string, more: object = {}) => witness.post(`/corridors/${corridor}/record-suspension`, {
  occurredAt: { at: daysFromNow(0), zone: 'Asia/Bishkek' }, source: { kind: 'AUTHORITY_NOTICE', reliability: 'PROBABLE' },
  suspensionRef: 'pandemic', declaredByState: 'KG', cause: 'PANDEMIC', scope: 'ALL_TRANSFERS', legalBasis: 'decree 4', from: daysFromNow(-1), reviewBy: daysFromNow(30), ...more,
}).expect(200);
const resume = (corridor: string, suspensionRef = 'pandemic') => worker.post(`/corridors/${corridor}/attest-transfers-resumed`, {
  suspensionRef, source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'letter-1' },
}).expect(200);
const said = () => ({ occurredAt: { at: daysFromNow(0), zone: 'Asia/Bishkek' }, source: { kind: 'DOCUMENT', reliability: 'CONFIRMED' } });
const haltsOf = async ({ child }: Traveller) => (await eventsOf(`child-${child}`)).filter(({ type }) => type === 'repatriation.TransferHalted').map(({ data }) => data);

describe('A suspension of transfers between two states', () => {
  it('is begun by whoever first reports it: the two states are there before', async () => {
    const { body, headers } = await suspend('MD-KG');
    expect([body, headers['etag']]).toEqual([{ corridorId: 'MD-KG', revision: 0, position: expect.anything(), events: [{ id: expect.anything(), type: 'corridor.SuspensionDeclared', revision: 0 }] }, '"0"']);
    await witness.post('/corridors/MD-XX/record-suspension', {}).expect(404);
    await witness.post('/corridors/MD/record-suspension', {}).expect(404);
    const inside = await suspend('KZ-KZ', { declaredByState: 'KZ' });
    expect(inside.body).toMatchObject({ corridorId: 'KZ-KZ', events: [{ type: 'corridor.SuspensionDeclared' }] });
  });

  it('refuses every journey on that way from the next decision on', async () => {
    for (const traveller of children) expect(unmetIn(await traveller.authorise().expect(422))).toEqual(['ORIGIN_STATE_READY']);
  });

  it('stops nobody on the way back, on another way, or with another outcome', async () => {
    await resume('MD-KG');
    for (const corridor of ['KG-MD', 'MD-KZ', 'KZ-KG']) await suspend(corridor);
    await suspend('MD-KG', { suspensionRef: 'of-third-countries', scope: 'THIRD_COUNTRY' });
    for (const traveller of children) await traveller.authorise().expect(200);
    const { facts } = await basisIn(`child-${children[0]!.child}`);
    const last = (await eventsOf('corridor-MD-KG')).at(-1);
    expect(facts.find(({ code }) => code === 'ORIGIN_STATE_READY')!.foreign).toEqual([{ stream: 'corridor-MD-KG', revision: 2, eventId: last!.id }]);
  });

  it('is declared anew after its end, refuses the departures that were authorised, and halts them with the follower', async () => {
    const cause = eventIn(await suspend('MD-KG'));
    expect(unmetIn(await children[0]!.depart().expect(422))).toContain('ORIGIN_STATE_READY');
    await app.followed();
    for (const traveller of children) {
      const copy = (await eventsOf(`child-${traveller.child}`)).find(({ type }) => type === 'repatriation.CorridorChanged')!;
      expect(copy).toMatchObject({ data: { corridor: 'MD-KG', suspensions: [{ scope: 'THIRD_COUNTRY' }, { scope: 'ALL_TRANSFERS' }], corridorRevision: 3, corridorEventId: cause }, meta: { causationId: cause, command: { kind: 'RECORD' } } });
      expect(await haltsOf(traveller)).toMatchObject([{ lost: ['ORIGIN_STATE_READY'], cause: copy.id, inTransit: false }]);
    }
  });

  it('is over for all of them at once when its end is attested, whatever has still to be told', async () => {
    await resume('MD-KG');
    for (const traveller of children) await traveller.authorise().expect(200);
    await app.followed();
    for (const traveller of children) expect(await haltsOf(traveller)).toHaveLength(1);
  });

  it('is not over before all of several have ended, in both directions each for itself', async () => {
    await suspend('MD-KG', { suspensionRef: 'border', cause: 'BORDER_CLOSED' });
    await suspend('MD-KG', { suspensionRef: 'conflict', cause: 'ARMED_CONFLICT' });
    await resume('MD-KG', 'border');
    await resume('KG-MD', 'conflict');
    expect(unmetIn(await children[1]!.authorise().expect(422))).toContain('ORIGIN_STATE_READY');
    await resume('MD-KG', 'conflict');
    await app.followed();
    await children[1]!.authorise().expect(200);
  });

  it('halts a child on the way, and says so', async () => {
    await children[1]!.depart().expect(200);
    await suspend('MD-KG');
    await app.followed();
    expect((await haltsOf(children[1]!)).at(-1)).toMatchObject({ lost: ['ORIGIN_STATE_READY'], inTransit: true });
    await resume('MD-KG');
  });
});

describe('A journey that was authorised before anybody looked at corridors', () => {
  it('is halted by a suspension on its way like any other', async () => {
    const { type, data, meta: seen } = (await eventsOf(`child-${children[0]!.child}`)).find(({ type }) => type === 'repatriation.TransferAuthorised')!;
    const { basis, ...meta } = seen as unknown as { basis: { facts: { code: string }[] } };
    const withoutCorridors = { ...basis, facts: basis.facts.map(({ code, ...proof }) => (code === 'ORIGIN_STATE_READY' ? { code, evidence: [] } : { code, ...proof })) };
    const own = await eventsOf(`child-${older.child}`);
    const stored = { type, id: randomUUID(), data: { ...data, firstPlacementRef: older.home }, meta: { ...meta, childRef: older.child, basis: withoutCorridors } } as unknown as NewEvent;
    await app.system.store.append(`child-${older.child}`, [stored], own.at(-1)!.revision);
    await suspend('MD-KG', { suspensionRef: 'older' });
    await app.followed();
    expect((await haltsOf(older)).at(-1)).toMatchObject({ authorisation: stored.id, lost: ['ORIGIN_STATE_READY'], inTransit: false });
    await resume('MD-KG', 'older');
    await app.followed();
  });
});

describe('A report of a suspension', () => {
  const about = (action: string, target: string, more: object) => worker.post(`/corridors/MD-KG/${action}`, { ...said(), target, reason: 'MISTAKEN_ENTRY', ...more }).expect(200);
  const refused = async () => unmetIn(await children[0]!.authorise().expect(422));

  it('that is corrected or retracted suspends all the same, until the end is attested', async () => {
    const [corrected, retracted] = [eventIn(await suspend('MD-KG', { suspensionRef: 'one' })), eventIn(await suspend('MD-KG', { suspensionRef: 'two' }))];
    await about('record-corridor-correction', corrected, { fields: { scope: 'THIRD_COUNTRY' } });
    await about('record-corridor-retraction', retracted, {});
    await resume('MD-KG', 'two');
    expect(await refused()).toEqual(['ORIGIN_STATE_READY']);
    await resume('MD-KG', 'one');
    await children[0]!.authorise().expect(200);
  });

  it('counts again when its end is retracted, and halts those who were authorised meanwhile', async () => {
    await suspend('MD-KG', { suspensionRef: 'three' });
    const end = eventIn(await resume('MD-KG', 'three'));
    await app.followed();
    await children[0]!.authorise().expect(200);
    await about('record-corridor-retraction', end, {});
    await app.followed();
    expect((await haltsOf(children[0]!)).at(-1)).toMatchObject({ lost: ['ORIGIN_STATE_READY'] });
    expect(await refused()).toContain('ORIGIN_STATE_READY');
    await resume('MD-KG', 'three');
    await children[0]!.authorise().expect(200);
  });

  it('may suspend more than it said, as a correction has it', async () => {
    const ofOthers = eventIn(await suspend('MD-KG', { suspensionRef: 'four', scope: 'THIRD_COUNTRY' }));
    await about('record-corridor-correction', ofOthers, { fields: { scope: 'ALL_TRANSFERS' } });
    expect(unmetIn(await children[0]!.depart().expect(422))).toContain('ORIGIN_STATE_READY');
  });

  it('is corrected in the form that it has, and by events of this corridor only', async () => {
    const [first] = await eventsOf('corridor-MD-KG');
    await worker.post('/corridors/MD-KG/record-corridor-correction', { ...said(), target: first!.id, reason: 'MISTAKEN_ENTRY', fields: { scope: 'NOBODY' } }).expect(400);
    await worker.post('/corridors/MD-UZ/record-corridor-retraction', { ...said(), target: first!.id, reason: 'MISTAKEN_ENTRY' }).expect(400);
  });
});

describe('The register of what is suspended', () => {
  const suspended = { corridor: 'UZ-TJ', fromState: 'UZ', toState: 'TJ', ref: 'border', declaredByState: 'TJ', cause: 'BORDER_CLOSED', scope: 'ALL_TRANSFERS', legalBasis: 'decree 9', retracted: false };
  let reader: Caller;
  let declaration: string, end: string;
  beforeAll(async () => {
    reader = await app.as(auditor);
    declaration = eventIn(await suspend('UZ-TJ', { suspensionRef: 'border', declaredByState: 'TJ', cause: 'BORDER_CLOSED', legalBasis: 'decree 9', reviewBy: daysFromNow(2) }));
  });
  const listed = async (query: string) => {
    await app.followed();
    return ((await reader.get(`/corridors?fromState=UZ${query}`).expect(200)).body as { entries: object[] }).entries;
  };

  it('lists what stops transfers now, and what has to be looked at again', async () => {
    expect(await listed('&open=true')).toMatchObject([{ ...suspended, declaration, endedBy: null }]);
    expect(await listed(`&reviewBefore=${daysFromNow(3)}`)).toHaveLength(1);
    expect(await listed(`&reviewBefore=${daysFromNow(1)}`)).toEqual([]);
    expect(await listed('&toState=KZ')).toEqual([]);
  });

  it('says what ended it, and what was taken back', async () => {
    end = eventIn(await resume('UZ-TJ', 'border'));
    expect(await listed('&open=true')).toEqual([]);
    expect(await listed('&open=false')).toMatchObject([{ declaration, endedBy: end }]);
    const retracted = eventIn(await suspend('UZ-TJ', { suspensionRef: 'mistaken' }));
    await worker.post('/corridors/UZ-TJ/record-corridor-retraction', { ...said(), target: retracted, reason: 'MISTAKEN_ENTRY' }).expect(200);
    expect(await listed('&open=true')).toMatchObject([{ declaration: retracted, retracted: true, endedBy: null }]);
  });

  it('tells of one corridor from the log, with its history, also where nothing was ever said of it', async () => {
    const { body, headers } = await reader.get('/corridors/UZ-TJ').expect(200);
    expect([body, headers['etag']]).toMatchObject([{ corridorId: 'UZ-TJ', revision: 3, suspensions: [{ declaration, endedBy: end }, { ref: 'mistaken', retracted: true }] }, '"3"']);
    const { body: history } = await reader.get('/corridors/UZ-TJ/history?limit=2').expect(200);
    expect(history).toMatchObject({ entries: [{ type: 'corridor.SuspensionDeclared', recordedBy: { actorRef: advocate.actorRef } }, { type: 'corridor.TransfersResumed' }], next: expect.anything() });
    expect((await reader.get('/corridors/TJ-UZ').expect(200)).body).toEqual({ corridorId: 'TJ-UZ', revision: -1, suspensions: [] });
    for (const none of ['TJ-XX', 'TJ', 'TJ-XX/history']) await reader.get(`/corridors/${none}`).expect(404);
  });

  it('has each of them looked at again by the date that was set, or sooner where law is shorter', async () => {
    const reviews = async (query: string) => {
      await app.followed();
      const { body } = await reader.get(`/duties?code=SUSPENSION_REVIEW&jurisdiction=TJ&${query}`).expect(200);
      return (body as { entries: object[] }).entries;
    };
    const [soon, late] = [eventIn(await suspend('TJ-UZ', { suspensionRef: 'soon', reviewBy: daysFromNow(2) })), eventIn(await suspend('TJ-UZ', { suspensionRef: 'late', reviewBy: daysFromNow(3_000) }))];
    expect(await reviews('state=OPEN')).toMatchObject([{ child: 'TJ-UZ', startedBy: expect.anything() }, { child: 'TJ-UZ' }]);
    expect(await reviews(`state=OVERDUE&at=${daysFromNow(4)}`)).toMatchObject([{ startedBy: soon }]);
    expect(await reviews(`state=OVERDUE&at=${daysFromNow(100)}`)).toHaveLength(2);
    await suspend('TJ-UZ', { suspensionRef: 'soon', reviewBy: daysFromNow(20) });
    await resume('TJ-UZ', 'late');
    expect((await reviews('state=MET') as { startedBy: string }[]).map(({ startedBy }) => startedBy).sort()).toEqual([soon, late].sort());
  });

  it('alarms when nobody has looked', async () => {
    await suspend('TM-UZ', { reviewBy: daysFromNow(-0.5) });
    await app.followed();
    await until(async () => (await eventsOf('duties-TM-UZ')).length > 0, 'the alarm', 50);
    expect((await eventsOf('duties-TM-UZ')).map(({ type, data }) => [type, data])).toMatchObject([['duties.DutyOverdue', { code: 'SUSPENSION_REVIEW', holder: 'CASE_WORKER' }]]);
  });

  it('tells of a place, too, and opens none of what is sealed there', async () => {
    const facilityId = children[0]!.journey.shelter;
    expect((await reader.get(`/facilities/${facilityId}`).expect(200)).body).toMatchObject({ facilityId, revision: 0, state: 'MD', exitControls: [{ value: 'OPEN', attested: true }] });
    expect((await worker.get(`/facilities/${facilityId}/history`).expect(200)).body).toMatchObject({ entries: [{ type: 'facility.FacilityRegistered' }], next: null });
    await reader.get('/facilities/00000000-0000-4000-8000-000000000000').expect(404);
  });

  it('is no business of those who are on the case of one child alone', async () => {
    const own = await app.as(guardian);
    for (const path of ['/corridors', '/corridors/UZ-TJ', '/corridors/UZ-TJ/history']) await own.get(path).expect(403);
  });
});
