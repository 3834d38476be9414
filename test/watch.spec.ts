import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { nameOf, lawfulReturn } from '../apps/cli/lawful-return.js';
import { startApp, type App, type Caller } from './app.js';
import { advocate, analyst, auditor, caseWorker, lawyer, ombudsperson, policeInlet } from './people.js';
import { later, preparedReturns, type Traveller } from './returns.js';

/** What is watched over until a child has arrived, and out of whose sight no word brings it. */

const zone = 'Europe/Chisinau';
let app: App;
let reader: Caller, stranger: Caller;
let retracted: Traveller, neverLeft: Traveller, appealed: Traveller, arriving: Traveller, unaccompanied: Traveller, held: Traveller, timed: Traveller, corrected: Traveller, lapsed: Traveller,
  closedIn: Traveller, handedOver: Traveller, deported: Traveller, disputing: Traveller, denying: Traveller;
beforeAll(async () => {
  // Whatever is asked here is answered from the log: no follower works beside it.
  app = await startApp({ ROLE: 'api' });
  [reader, stranger] = await Promise.all([auditor, analyst].map(app.as)) as [Caller, Caller];
  [retracted, neverLeft, appealed, arriving, unaccompanied, held, timed, corrected, lapsed, closedIn, handedOver, deported, disputing, denying] = await preparedReturns(app, Array.from({ length: 14 }, () => ({}))) as
    [Traveller, Traveller, Traveller, Traveller, Traveller, Traveller, Traveller, Traveller, Traveller, Traveller, Traveller, Traveller, Traveller, Traveller];
}, 300_000);
afterAll(() => app.stop());

const unmetIn = ({ status, body }: Response) => (status === 422 ? (body as { unmet: { code: string }[] }).unmet.map(({ code }) => code) : status);
const eventsIn = ({ body }: Response) => (body as { events?: { id: string; type: string }[] }).events ?? [];
const typesIn = (answer: Response) => eventsIn(answer).map(({ type }) => type);
const now = async () => ({ occurredAt: { at: (await app.system.clock.now()).toISOString(), zone } });
const told = { source: { kind: 'NGO_VISIT', reliability: 'PROBABLE' } };
const shown = { source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'a-document' } };
const halt = 'repatriation.TransferHalted';

const retraction = async ({ send }: Traveller, target: string) => send('record-retraction', { ...await now(), ...told, target, reason: 'MISTAKEN_ENTRY' }).expect(200);
const withdrawal = ({ send }: Traveller) => send('withdraw-consent', { whose: 'CHILD', channel: 'BY_CONDUCT' }).expect(200);
async function leaves(traveller: Traveller): Promise<{ authorisation: string; departure: string }> {
  const [authorisation] = eventsIn(await traveller.authorise().expect(200));
  const [departure] = eventsIn(await traveller.depart().expect(200));
  return { authorisation: authorisation!.id, departure: departure!.id };
}
async function lastHaltOf({ child }: Traveller): Promise<object> {
  const { body } = await reader.get(`/children/${child}/history?limit=200`).expect(200);
  return (body as { entries: { type: string; data: object }[] }).entries.findLast(({ type }) => type === halt)!.data;
}

describe('A journey that is authorised', () => {
  it('is halted where its authorisation is retracted, and a halt that is retracted neither revives it nor hides the next one', async () => {
    const [authorisation] = eventsIn(await retracted.authorise().expect(200));
    const answer = await retraction(retracted, authorisation!.id);
    expect(typesIn(answer)).toEqual(['record.Retracted', halt]);
    await retraction(retracted, eventsIn(answer)[1]!.id);
    expect(unmetIn(await retracted.depart())).toEqual(['TRANSFER_IN_FORCE']);
    await retracted.authorise().expect(200);
    expect(typesIn(await withdrawal(retracted))).toContain(halt);
  });

  it('is halted on the way where somebody says that the child never left', async () => {
    const { departure } = await leaves(neverLeft);
    expect(typesIn(await retraction(neverLeft, departure))).toEqual(['record.Retracted', halt, 'repatriation.StatesAlerted']);
    expect(await lastHaltOf(neverLeft)).toMatchObject({ inTransit: true });
  });

  it('is watched on after an arrival of which the police tells or that lies before the departure, and is halted by one into custody', async () => {
    await leaves(arriving);
    const arrival = { ...told, state: 'KG', facilityRef: arriving.home, receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO' };
    await (await app.as(policeInlet)).post(`/children/${arriving.child}/record-arrival`, { ...await now(), ...arrival }).expect(202);
    await arriving.send('record-arrival', { ...arrival, occurredAt: { at: arriving.journey.date(55), zone } }).expect(200);
    expect(typesIn(await arriving.send('record-arrival', { ...await now(), ...arrival, held: 'UNKNOWN' }).expect(200))).toEqual(['reintegration.ChildArrived']);
    expect(typesIn(await arriving.send('record-arrival', { ...await now(), ...arrival, held: 'YES' }).expect(200))).toContain(halt);
    expect(await lastHaltOf(arriving)).toMatchObject({ inTransit: true, lost: expect.arrayContaining(['NOT_CUSTODIAL_TRAVEL']) });
  });

  const leg = async (more: object) => ({ ...await now(), ...told, fromState: 'MD', toState: 'KG', means: 'PLANE', custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'], ...more });
  it('is halted by a part of the way without anybody of child protection', async () => {
    await leaves(unaccompanied);
    expect(typesIn(await unaccompanied.send('record-transfer-leg', await leg({ escortOrgTypes: ['NGO', 'HEALTH'] })).expect(200))).toContain(halt);
    expect(await lastHaltOf(unaccompanied)).toMatchObject({ lost: ['ESCORT_CIVIL'], inTransit: true });
  });
  it('is halted by a part of the way that the child may not leave, whatever it is called', async () => {
    await leaves(held);
    expect(typesIn(await held.send('record-transfer-leg', await leg({ custodial: 'UNKNOWN', mayLeave: 'NO' })).expect(200))).toContain(halt);
    expect(await lastHaltOf(held)).toMatchObject({ lost: ['NOT_CUSTODIAL_TRAVEL'], inTransit: true });
  });
  it('is halted by a night in a place that is not open, by a handover at the police, and by a deportation, whoever says that the child could leave', async () => {
    const { facilityId } = (await (await app.as(ombudsperson)).post('/facilities/register-facility', {
      name: 'Transit centre', kind: 'TRANSIT_CENTRE', operator: { orgRef: 'police', orgType: 'POLICE' }, state: 'MD', zone, exitControl: 'CONTROLLED', from: '2025-01-01',
    }).expect(201)).body as { facilityId: string };
    await leaves(closedIn);
    expect(typesIn(await closedIn.send('record-transfer-leg', await leg({ nightStopRef: closedIn.home })).expect(200))).toEqual(['repatriation.TransferLegReported']);
    expect(typesIn(await closedIn.send('record-transfer-leg', await leg({ nightStopRef: facilityId })).expect(200))).toContain(halt);
    await leaves(handedOver);
    const handover = { sender: { orgType: 'CHILD_PROTECTION' }, receiver: { orgType: 'CHILD_PROTECTION' }, state: 'KG', signedBySender: 'YES', signedByReceiver: 'YES' };
    expect(typesIn(await handedOver.send('record-handover', { ...await now(), ...told, ...handover, place: 'POLICE_STATION' }).expect(200))).toContain(halt);
    await leaves(deported);
    const outside = { kind: 'DEPORTATION', destinationState: 'KG', assessedBefore: 'NO', childAgreed: 'NO', handedOverAtBorder: 'NO' };
    expect(typesIn(await deported.send('record-return-outside-procedure', { ...await now(), ...told, ...outside }).expect(200))).toContain(halt);
    for (const each of [closedIn, handedOver, deported]) expect(await lastHaltOf(each)).toMatchObject({ lost: expect.arrayContaining(['NOT_CUSTODIAL_TRAVEL']), inTransit: true });
  });
});

describe('The word of a child', () => {
  const dispute = async (target: string, disputedBy: string) => ({ ...await now(), ...told, target, disputedBy });
  it('against a fact on which its journey rests halts it, and the word of others does not', async () => {
    await disputing.authorise().expect(200);
    const heard = disputing.eventOf('attest-child-heard');
    expect(typesIn(await disputing.send('record-dispute', await dispute(heard, 'AUTHORITY')).expect(200))).toEqual(['record.Disputed']);
    await stranger.post(`/children/${disputing.child}/record-dispute`, await dispute(heard, 'CHILD')).expect(202);
    expect(typesIn(await disputing.send('record-dispute', await dispute(heard, 'CHILD'), advocate).expect(200))).toEqual(['record.Disputed', halt]);
    expect(await lastHaltOf(disputing)).toMatchObject({ lost: ['CHILD_HEARD'], inTransit: false });
  });

  it('carries no further journey until the child is heard anew and that is weighed, also where somebody takes the dispute back', async () => {
    expect(unmetIn(await disputing.authorise())).toEqual(['CHILD_HEARD']);
    const [dispute] = eventsIn(await disputing.send('record-dispute', { ...await now(), ...told, target: disputing.eventOf('attest-child-heard'), disputedBy: 'CHILD' }).expect(200));
    await retraction(disputing, dispute!.id);
    expect(unmetIn(await disputing.authorise())).toEqual(['CHILD_HEARD']);
    expect(typesIn(await disputing.take('attest-child-heard'))).toEqual(['best-interests.ChildHeard', 'best-interests.DeterminationUnsettled']);
    expect(unmetIn(await disputing.authorise())).toEqual(['BID_FINAL']);
  });

  it('against its arrival brings the watch over it back', async () => {
    await leaves(denying);
    const arrival = { ...await now(), ...told, state: 'KG', facilityRef: denying.home, receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO' };
    const [arrived] = eventsIn(await denying.send('record-arrival', arrival).expect(200));
    expect(typesIn(await denying.send('record-dispute', await dispute(arrived!.id, 'CHILD'), advocate).expect(200))).toEqual(['record.Disputed']);
    expect(typesIn(await withdrawal(denying))).toEqual(expect.arrayContaining([halt, 'repatriation.StatesAlerted']));
    expect(await lastHaltOf(denying)).toMatchObject({ lost: expect.arrayContaining(['CONSENT_CHILD']), inTransit: true });
  });
});

describe('An appeal', () => {
  it('is ended by no ruling on another decision, also where its lodging was retracted', async () => {
    const [lodged] = eventsIn(await appealed.send('lodge-appeal', { decisionRef: appealed.eventOf('decide-repatriation'), instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD' }, lawyer).expect(200));
    const ruling = { appealRef: lodged!.id, result: 'DISMISSED', final: true, instance: 'APPEAL', authority: { orgRef: 'court', orgType: 'COURT' }, bidBodyParticipation: 'YES', ...shown };
    const onAnother = { ...ruling, decisionRef: appealed.eventOf('appoint-guardian') };
    await appealed.send('attest-appeal-decision', onAnother, lawyer).expect(400);
    await retraction(appealed, lodged!.id);
    await appealed.send('attest-appeal-decision', onAnother, lawyer).expect(400);
    expect(unmetIn(await appealed.authorise())).toEqual(['APPEAL_CLEAR']);
    await appealed.send('attest-appeal-decision', { ...ruling, decisionRef: appealed.eventOf('decide-repatriation') }, lawyer).expect(200);
    await appealed.authorise().expect(200);
  });
});

describe('An inquiry into coercion', () => {
  it('is closed by nobody who is accused of it, also once the report is retracted', async () => {
    const accusation = { coerced: ['CHILD'], means: ['THREAT'], coercedBy: { orgRef: advocate.orgRef, orgType: 'NGO' } };
    const [report] = eventsIn(await appealed.send('record-coercion', { ...await now(), ...told, ...accusation }, lawyer).expect(200));
    const inquiry = { reportRef: report!.id, result: 'NO_COERCION_FOUND', inquiryBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }, ...shown };
    await appealed.send('attest-coercion-inquiry-closed', inquiry, advocate).expect(403);
    await retraction(appealed, report!.id);
    await appealed.send('attest-coercion-inquiry-closed', inquiry, advocate).expect(403);
    await appealed.send('attest-coercion-inquiry-closed', { ...inquiry, inquiryBody: { orgRef: caseWorker.orgRef, orgType: 'CHILD_PROTECTION' } }, ombudsperson).expect(403);
    await appealed.send('attest-coercion-inquiry-closed', inquiry, ombudsperson).expect(200);
  });
});

describe('The day of a journey', () => {
  it('is the one of the place of departure', async () => {
    const day = (n: number) => timed.journey.date(n);
    expect((await timed.take('attest-timing', { suitableFrom: day(62) })).status).toBe(200);
    // The one is the day after by UTC, and the other the day before.
    expect(unmetIn(await timed.authorise({ plannedDeparture: `${day(61)}T23:30:00-05:00` }))).toEqual(['TIMING_ASSESSED']);
    await timed.authorise({ plannedDeparture: `${day(62)}T00:30:00+02:00` }).expect(200);
  });

  it('comes long enough after the plan by the clock, whatever is planned', async () => {
    expect((await timed.take('approve-plan', { budgetLine: 'another-line' })).status).toBe(200);
    const plannedDeparture = { plannedDeparture: `${timed.journey.date(80)}T12:00:00+02:00` };
    await timed.authorise(plannedDeparture).expect(200);
    expect(unmetIn(await timed.depart(plannedDeparture))).toEqual(['TRANSFER_IN_FORCE', 'PLAN_APPROVED']);
  });
});

describe('An escort', () => {
  it('of child protection is with the child on every part of the way, whoever else travels along', async () => {
    const steward = { escortRef: 'steward', orgRef: 'airline', orgType: 'OPERATOR', knownToChild: 'NO' };
    const both = { escorts: [{ escortRef: 'escort', orgRef: caseWorker.orgRef, orgType: 'CHILD_PROTECTION', knownToChild: 'YES' }, steward] };
    expect((await corrected.take('assign-escort', both)).status).toBe(200);
    const legs = [{ fromState: 'MD', toState: 'KG', means: 'PLANE', custodial: 'NO', escortRef: 'steward', nightStops: [] }];
    expect(unmetIn(await corrected.authorise({ legs }))).toEqual(['ESCORT_CIVIL']);
    expect((await corrected.take('assign-escort')).status).toBe(200);
  });
});

describe('The way of a child', () => {
  it('is authorised whole, from the state where the child is', async () => {
    await corrected.authorise({ legs: [{ fromState: 'KG', toState: 'KG', means: 'BUS', custodial: 'NO', escortRef: 'escort', nightStops: [] }] }).expect(400);
  });
});

describe('What is already so', () => {
  const another = { escorts: [{ escortRef: 'another-escort', orgRef: caseWorker.orgRef, orgType: 'CHILD_PROTECTION', knownToChild: 'YES' }] };
  const byAnother = { legs: [{ fromState: 'MD', toState: 'KG', means: 'PLANE', custodial: 'NO', escortRef: 'another-escort', nightStops: [] }] };

  it('but only as a correction has it, is decided all the same, so that it is proven', async () => {
    await corrected.send('record-correction', { ...await now(), ...told, target: corrected.eventOf('assign-escort'), fields: another, reason: 'MISTAKEN_ENTRY' }).expect(200);
    expect(unmetIn(await corrected.authorise(byAnother))).toEqual(['ESCORT_CIVIL']);
    expect(typesIn(await corrected.take('assign-escort', another))).toEqual(['repatriation.EscortAssigned']);
    expect(typesIn(await corrected.take('assign-escort', another))).toEqual([]);
    await corrected.authorise(byAnother).expect(200);
  });
});

describe('A stranger', () => {
  it('who retracts a stay or meets what is owed for it leaves hours and duties as they were', async () => {
    const worker = await app.as(caseWorker);
    const registration = lawfulReturn.find((step) => nameOf(step) === 'register-child-found')!.body(timed.journey);
    const { childId } = (await worker.post('/children/register-child-found', { ...await now(), ...registration }).expect(201)).body as { childId: string };
    const stay = {
      stayRef: 'cell', settingKind: 'POLICE_CELL', authorityLabel: 'check of documents', state: 'MD', custodian: { orgType: 'POLICE' }, custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER',
    };
    const [started] = eventsIn(await worker.post(`/children/${childId}/record-deprivation-started`, { occurredAt: { at: timed.journey.date(58), zone }, ...told, ...stay }).expect(200));
    const read = async <T>(question = '') => (await reader.get(`/children/${childId}${question}`).expect(200)).body as T;
    const situation = async () => {
      const { liberty } = await read<{ liberty: { episodes: { hours: { atLeast: string } }[] } }>(`?asOf=${timed.journey.date(59)}T12:00:00Z`);
      const { duties } = await read<{ duties: { code: string; state: string }[] }>();
      return { hours: liberty.episodes.map(({ hours }) => hours.atLeast), duties: duties.map(({ code, state }) => `${code} ${state}`).sort() };
    };
    const before = await situation();
    expect(before).toEqual({ hours: [expect.stringMatching(/^(1[2-9]|2\d|3\d)/)], duties: expect.arrayContaining(['RELEASE_DEMAND OVERDUE', 'LAWYER_WHEN_DEPRIVED OVERDUE']) });
    for (const [act, body] of [
      ['record-retraction', { ...await now(), ...told, target: started!.id, reason: 'MISTAKEN_ENTRY' }],
      ['demand-release', { stayRef: 'cell', grounds: ['CHILD_IS_HELD'] }],
      ['record-deprivation-ended', { ...await now(), ...told, stayRef: 'cell', endReason: 'RELEASE' }],
    ] as const) {
      const answer = await stranger.post(`/children/${childId}/${act}`, body);
      expect([act, answer.status, answer.body]).toEqual([act, 202, expect.anything()]);
    }
    expect(await situation()).toEqual(before);
  });
});

describe('The answer of a state that has lapsed by the clock', () => {
  it('and is withdrawn then, halts the journey that rests on it', async () => {
    const validUntil = new Date((await app.system.clock.now()).getTime() + 12 * 3_600_000).toISOString();
    expect((await lapsed.take('attest-origin-answer', { validUntil })).status).toBe(200);
    await leaves(lapsed);
    await later(app, 'P1D');
    expect(typesIn(await lapsed.send('record-origin-readiness-withdrawn', { ...await now(), ...told, destinationState: 'KG', reason: 'CARE_NOT_AVAILABLE' }).expect(200))).toContain(halt);
    expect(await lastHaltOf(lapsed)).toMatchObject({ lost: ['ORIGIN_STATE_READY'], inTransit: true });
  });
});
