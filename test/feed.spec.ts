import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { HTTP, type CloudEvent as ParsedEvent } from 'cloudevents';
import { EventSource } from 'eventsource';
import asyncApi from '@asyncapi/parser';
import type { Response, Test } from 'supertest';
import { registry } from '../libs/case-file/contexts.js';
import { versionsOf } from '../libs/decider/shared.js';
import type { Actor } from '../libs/decider/actor.js';
import type { FeedEvent } from '../libs/client/contract.js';
import { FeedClient, type FeedClientOptions } from '../libs/client/feed-client.js';
import { until } from '../libs/event-store/event-store.contract.js';
import { StoreUnavailable } from '../libs/event-store/port.js';
import { refusals } from '../libs/feed/asyncapi.js';
import type { CloudEvent } from '../libs/feed/cloud-event.js';
import { startApp, type App, type Caller } from './app.js';
import { freshDatabase } from './database.js';
import { examples, pathOf, unknownId } from './examples.js';
import { administrator, analyst, auditor, caseWorker, dataProtectionOfficer, ombudsperson, policeInlet, service } from './people.js';

/** What other services are told, as they ask for it over HTTP. */

const schoolService: Actor = { ...service, actorRef: 'school-service', orgRef: 'school-board', orgType: 'EDUCATION' };
const clinicService: Actor = { ...service, actorRef: 'clinic-service', orgRef: 'clinics', orgType: 'HEALTH' };
const types = ['identification.ChildFound', 'identification.EducationAccessReported', 'identification.HealthAccessReported', 'guardianship.GuardianRequested', 'facility.FacilityRegistered'];
const scope = { purposes: ['PROTECTION', 'REINTEGRATION'], contexts: ['identification', 'guardianship', 'facility'], types, fields: ['identification.ChildFound.sex'] };
const schoolScope = { ...scope, orgRef: 'school-board', orgType: 'EDUCATION' };
const clinicScope = { ...scope, orgRef: 'clinics', orgType: 'HEALTH' };

let app: App;
let school: Caller, clinic: Caller, officer: Caller;
let childId: string, facilityId: string, eventId: string;
const told = async (caller: Caller, question = ''): Promise<readonly CloudEvent[]> => (await caller.get(`/feed?limit=1000${question}`).expect(200)).body as CloudEvent[];
const asText: Parameters<Test['parse']>[0] = (response, done) => {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (part: string) => { text += part; });
  response.on('end', () => done(null, text));
};
const problem = ({ status, type, body }: Response) => {
  const code = (body as { type: string }).type.replace('urn:guarantor:problem:', '');
  // The description of the feed names it.
  expect([code, refusals[code]?.status]).toEqual([code, status]);
  return { status, type, code };
};

beforeAll(async () => {
  app = await startApp();
  [school, clinic, officer] = await Promise.all([schoolService, clinicService, dataProtectionOfficer].map(app.as)) as [Caller, Caller, Caller];
  await officer.post('/consumers/school-service/register-consumer', schoolScope).expect(200);
  await officer.post('/consumers/clinic-service/register-consumer', clinicScope).expect(200);
  const said = examples({ facilityId: unknownId, eventId: unknownId }, (field) => `secret words of ${field}`);
  const send = async (command: string) => (await (await app.as(said[command]!.by)).post(pathOf(command, { childId, facilityId }), said[command]!.body)).body as { childId: string; facilityId: string; events: { id: string }[] };
  ({ facilityId } = await send('RegisterFacility'));
  const found = await send('RegisterChildFound');
  ({ childId } = found);
  eventId = found.events[0]!.id;
  for (const command of ['RecordEducationAccess', 'RecordHealthAccess', 'RequestGuardian', 'OpenProtectionClaim']) await send(command);
  await (await app.as(caseWorker)).post(`/children/${childId}/record-correction`, { ...examples({ facilityId, eventId }, () => 'secret')['RecordRetraction']!.body, fields: { sex: 'MALE', name: 'secret' }, target: eventId }).expect(200);
});
let stopping: Promise<void> | undefined;
const stop = () => stopping ??= app.stop();
afterAll(stop);

describe('GET /feed', () => {
  it('tells a service of the events of its scope in the order of the log, and of what was said of them since', async () =>
    expect((await told(school)).map(({ type }) => type)).toEqual([
      'facility.FacilityRegistered', 'identification.ChildFound', 'identification.EducationAccessReported', 'identification.HealthAccessReported', 'guardianship.GuardianRequested', 'record.Corrected',
    ]));

  it('says codes and pseudonyms, and no reference of ours, no word and nothing sealed', async () => {
    const text = JSON.stringify(await told(school));
    for (const word of ['sealed', 'secret', childId, facilityId, eventId, '2030-07-23', '2012', 'Open shelter', 'school-3', 'recordedBy']) expect([word, text.includes(word)]).toEqual([word, false]);
    expect((await told(school))[5]).toMatchObject({ type: 'record.Corrected', data: { target: (await told(school))[1]!.id, restated: { sex: 'MALE' } } });
  });

  it('tells another service the same under other ids and other subjects', async () => {
    const [ones, others] = await Promise.all([school, clinic].map((caller) => told(caller)));
    expect(others!.map(({ type, data }) => [type, { ...data, target: '' }])).toEqual(ones!.map(({ type, data }) => [type, { ...data, target: '' }]));
    expect(ones!.flatMap(({ id, subject, cursor }) => [id, subject, cursor]).filter((text) => JSON.stringify(others).includes(text))).toEqual([]);
  });

  it('gives pages that make up the whole, each with the cursor and the address of the next', async () => {
    const events: CloudEvent[] = [];
    let next = '/feed?limit=2';
    for (let caughtUp = false; !caughtUp;) {
      const { body, headers } = await school.get(next).expect(200);
      expect((body as CloudEvent[]).length).toBeLessThanOrEqual(2);
      events.push(...body as CloudEvent[]);
      next = /^<(\/feed\?limit=2&cursor=[\w-]+)>; rel="next"$/.exec(headers['link']!)![1]!;
      expect(next).toContain(headers['feed-cursor']);
      caughtUp = headers['feed-caught-up'] === 'true';
    }
    expect(events).toEqual(await told(school));
    const { body, headers } = await school.get(next).expect(200);
    expect([body, headers['feed-caught-up']]).toEqual([[], 'true']);
    expect(await told(school, `&cursor=${events[1]!.cursor}`)).toEqual(events.slice(2));
  });

  it('is a batch of CloudEvents or one to a line, as the caller asks, and nothing else', async () => {
    const events = await told(school);
    expect((await school.get('/feed?limit=1000').expect(200)).headers).toMatchObject({ 'content-type': 'application/cloudevents-batch+json; charset=utf-8', vary: 'Accept', 'cache-control': 'no-store' });
    const lines = await school.get('/feed?limit=1000').set('Accept', 'application/x-ndjson').buffer(true).parse(asText).expect(200).expect('Content-Type', 'application/x-ndjson; charset=utf-8');
    expect((lines.body as string).trimEnd().split('\n').map((line) => JSON.parse(line) as CloudEvent)).toEqual(events);
    expect(problem(await school.get('/feed').set('Accept', 'text/html'))).toMatchObject({ status: 406, type: 'application/problem+json', code: 'not-acceptable' });
  });

  it('is told to nobody who asks for its headers alone, and nothing is put on record as told', async () => {
    const delivered = async () => ((await officer.get('/consumers/school-service/deliveries').expect(200)).body as { entries: object[] }).entries.length;
    const before = await delivered();
    const authorization = `Bearer ${await app.token(schoolService)}`;
    for (const path of ['/feed', '/feed/live']) {
      const answer = await fetch(`${app.url}${path}`, { method: 'HEAD', headers: { authorization } });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET']);
    }
    expect(await delivered()).toBe(before);
  });

  it('is filtered by context, type and state', async () => {
    expect((await told(school, '&context=guardianship,facility')).map(({ type }) => type)).toEqual(['facility.FacilityRegistered', 'guardianship.GuardianRequested']);
    expect((await told(school, '&type=identification.ChildFound')).map(({ type }) => type)).toEqual(['identification.ChildFound', 'record.Corrected']);
    expect(await told(school, '&jurisdiction=MD')).toEqual([]);
    expect((await told(school, '&jurisdiction=KG,MD')).length).toBe(6);
  });

  it('answers 400 to what it cannot read, the same for a cursor that was made up and for one of somebody else', async () => {
    const [{ cursor }] = await told(clinic) as [CloudEvent];
    const [own] = await told(school) as [CloudEvent];
    const answers = await Promise.all([
      '?cursor=', '?cursor=0000000000000000001', `?cursor=${cursor}`, `?cursor=${own.cursor}&type=identification.ChildFound`, `?cursor=${own.cursor}x`,
    ].map((question) => school.get(`/feed${question}`)));
    expect(new Set(answers.map(({ body }) => JSON.stringify({ ...(body as object), requestId: '' }))).size).toBe(1);
    const others = ['?limit=0', '?limit=1001', '?limit=ten', '?type=identification.ChildDeported', '?type=', '?context=enforcement', '?jurisdiction=kg', '?type=identification.ChildFound,identification.ChildFound', '?since=1', '?limit=1&limit=2'];
    for (const answer of [...answers, ...await Promise.all(others.map((question) => school.get(`/feed${question}`)))]) expect(problem(answer)).toEqual({ status: 400, type: 'application/problem+json', code: 'invalid-query' });
  });

  it('answers 403 to what the scope does not hold, whoever else holds it', async () => {
    for (const question of ['?type=repatriation.TransferHalted', '?context=repatriation']) expect(problem(await school.get(`/feed${question}`))).toEqual({ status: 403, type: 'application/problem+json', code: 'not-in-scope' });
  });

  it('answers 403, and always the same, to a service that is not registered, of another body, for another purpose, or revoked because its secret was lost', async () => {
    await officer.post('/consumers/former-service/register-consumer', clinicScope).expect(200);
    const former = await app.as({ ...clinicService, actorRef: 'former-service' });
    await former.get('/feed').expect(200);
    await (await app.as(ombudsperson)).post('/consumers/former-service/revoke-consumer', { reason: 'SECRET_LOST' }).expect(200);
    const strangers = [{ ...service, actorRef: 'nobody' }, { ...schoolService, orgRef: 'other-board' }, { ...schoolService, orgType: 'NGO' }, { ...schoolService, purpose: 'STATISTICS' }] satisfies Actor[];
    const answers = [await former.get('/feed'), ...await Promise.all(strangers.map(async (actor) => (await app.as(actor)).get('/feed')))];
    for (const answer of answers) expect(problem(answer)).toEqual({ status: 403, type: 'application/problem+json', code: 'not-registered' });
    expect(new Set(answers.map(({ body }) => JSON.stringify({ ...(body as object), requestId: '' }))).size).toBe(1);
  });

  it('is for services: nobody else follows it, and no body that enforces the law through any role', async () => {
    for (const actor of [caseWorker, auditor, analyst, administrator, dataProtectionOfficer, policeInlet, { ...schoolService, orgType: 'POLICE' } satisfies Actor]) await (await app.as(actor)).get('/feed').expect(403);
    await app.anybody.get('/feed').expect(401);
  });
});

/** A service that listens at `/feed/live`, message by message. */
async function listening(actor: Actor, headers: Record<string, string> = {}, question = '', seconds?: number) {
  const leaving = new AbortController();
  const answer = await fetch(`${app.url}/feed/live${question}`, { headers: { Authorization: `Bearer ${await app.token(actor, seconds)}`, Accept: 'text/event-stream', ...headers }, signal: leaving.signal });
  const messages = messagesIn(answer.body!.pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>);
  return { answer, leave: () => leaving.abort(), next: async () => (await messages.next()).value as Record<string, string> | undefined };
}

async function* messagesIn(stream: AsyncIterable<string>) {
  let text = '';
  for await (const part of stream) {
    const blocks = (text + part).split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      if ('data' in fields) yield fields;
    }
  }
}
const typeIn = (message?: Record<string, string>) => message?.['event'] ?? (JSON.parse(message!['data']!) as CloudEvent).type;

describe('GET /feed/live', () => {
  it('tells all that there was, that it is told, and then what comes, each with the cursor after it as its id', async () => {
    const service = await listening(schoolService);
    expect([service.answer.status, service.answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const pages = await told(school);
    for (const event of pages) expect(await service.next()).toEqual({ id: event.cursor, data: JSON.stringify(event) });
    expect(typeIn(await service.next())).toBe('caught-up');
    const said = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words')['RecordEducationAccess']!;
    await (await app.as(said.by)).post(pathOf('RecordEducationAccess', { childId, facilityId }), said.body).expect(200);
    const live = await service.next();
    expect(JSON.parse(live!['data']!)).toEqual((await told(school)).at(-1));
    service.leave();
  });

  it('goes on after the Last-Event-ID, or the cursor of a page', async () => {
    const pages = await told(school);
    const resumed = await listening(schoolService, { 'Last-Event-ID': pages.at(-2)!.cursor }, `?cursor=${pages[0]!.cursor}`);
    expect([typeIn(await resumed.next()), typeIn(await resumed.next())]).toEqual([pages.at(-1)!.type, 'caught-up']);
    resumed.leave();
    const begun = await listening(schoolService, {}, `?cursor=${pages.at(-3)!.cursor}`);
    expect([typeIn(await begun.next()), typeIn(await begun.next()), typeIn(await begun.next())]).toEqual([pages.at(-2)!.type, pages.at(-1)!.type, 'caught-up']);
    begun.leave();
  });

  it('is filtered as the pages are', async () => {
    const service = await listening(schoolService, {}, '?context=guardianship');
    expect([typeIn(await service.next()), typeIn(await service.next())]).toEqual(['guardianship.GuardianRequested', 'caught-up']);
    service.leave();
  });

  it('costs one reader of the log however many listen, and one service listens over ten connections at most', async () => {
    const reading = jest.spyOn(app.system.store, 'follow');
    const listeners = await Promise.all(Array.from({ length: 10 }, () => listening(schoolService, {}, '?context=guardianship')));
    for (const { next } of listeners) for (let message = await next(); typeIn(message) !== 'caught-up';) message = await next();
    expect(reading).toHaveBeenCalledTimes(1);
    reading.mockRestore();
    const refused = await school.get('/feed/live');
    expect([problem(refused), refused.headers['retry-after']]).toEqual([{ status: 429, type: 'application/problem+json', code: 'listens-already' }, '30']);
    const other = await listening(clinicService);
    expect(other.answer.status).toBe(200);
    for (const { leave } of [...listeners, other]) leave();
    const comesBack = async () => {
      const { answer, leave } = await listening(schoolService);
      leave();
      return answer.status === 200;
    };
    await until(comesBack, 'room for another connection', 60);
  });

  it('ends with the token that opened it, thirty seconds after that has expired', async () => {
    const service = await listening(schoolService, {}, '?context=guardianship', -28);
    const heard: Record<string, string>[] = [];
    for (let message = await service.next(); message; message = await service.next()) heard.push(message);
    expect(heard.slice(-2)).toMatchObject([{ event: 'caught-up' }, { event: 'token-expired', data: '{}' }]);
  });

  it('is refused as the pages are, before it begins', async () => {
    const status = async (...asked: Parameters<typeof listening>) => {
      const { answer, leave } = await listening(...asked);
      leave();
      return [answer.status, answer.headers.get('content-type')];
    };
    const type = 'application/problem+json';
    expect(await status(schoolService, { 'Last-Event-ID': 'made-up' })).toEqual([400, type]);
    expect(await status(schoolService, {}, '?type=identification.ChildDeported')).toEqual([400, type]);
    expect(await status(schoolService, {}, '?context=repatriation')).toEqual([403, type]);
    expect(await status({ ...service, actorRef: 'no-body' })).toEqual([403, type]);
    expect(await status(caseWorker)).toEqual([403, type]);
    expect(await status(schoolService, { Accept: 'application/json' })).toEqual([406, type]);
  });

  it('goes on for a service that is revoked while it listens with what is said of what it was told, and with nothing else', async () => {
    await officer.post('/consumers/parting-service/register-consumer', clinicScope).expect(200);
    const parting: Actor = { ...clinicService, actorRef: 'parting-service' };
    const told: string[] = [];
    const before = await listening(parting);
    for (let type = typeIn(await before.next()); type !== 'caught-up'; type = typeIn(await before.next())) told.push(type);
    await officer.post('/consumers/parting-service/revoke-consumer', { reason: 'NO_LONGER_NEEDED' }).expect(200);
    const said = examples({ facilityId, eventId }, () => 'words');
    const send = async (command: string) => (await app.as(said[command]!.by)).post(pathOf(command, { childId, facilityId }), said[command]!.body);
    for (const command of ['RecordHealthAccess', 'RecordDispute']) expect((await send(command)).status).toBe(200);
    const [heard] = [await before.next()];
    expect([told.length > 0, typeIn(heard)]).toEqual([true, 'record.Disputed']);
    before.leave();
    const again = await listening(parting, { 'Last-Event-ID': heard!['id']! });
    expect(typeIn(await again.next())).toBe('caught-up');
    again.leave();
  });

  it('ends at once for a service whose secret is lost while it listens', async () => {
    await officer.post('/consumers/brief-service/register-consumer', clinicScope).expect(200);
    const brief = await listening({ ...clinicService, actorRef: 'brief-service' });
    for (let message = await brief.next(); typeIn(message) !== 'caught-up';) message = await brief.next();
    await officer.post('/consumers/brief-service/revoke-consumer', { reason: 'SECRET_LOST' }).expect(200);
    expect([typeIn(await brief.next()), await brief.next()]).toEqual(['closed', undefined]);
  });
});

describe('The contract', () => {
  it('is served for each type and version, and every event that was told keeps to it', async () => {
    const { entries } = (await school.get('/feed/schemas').expect(200)).body as { entries: { id: string; address: string }[] };
    const ajv = addFormats.default(new Ajv2020({ strict: true, allErrors: true }));
    const description = (await school.get('/feed/asyncapi.json').expect(200)).body as object;
    ajv.addVocabulary(Object.keys(description)).addSchema(description, 'feed');
    for (const event of await told(school)) {
      const { address } = entries.find(({ id }) => id === event.dataschema)!;
      const { body, headers } = await school.get(address).expect(200);
      expect(headers['content-type']).toBe('application/schema+json; charset=utf-8');
      const validate = ajv.getSchema(event.dataschema) ?? ajv.compile(body as object);
      expect([event.type, validate(event.data), validate.errors]).toEqual([event.type, true, null]);
      const whole = ajv.getSchema(`feed#/components/messages/${event.type}.1/payload`)!;
      expect([event.type, whole(event), whole.errors]).toEqual([event.type, true, null]);
    }
    expect((entries as unknown as { type: string; inScopes: boolean }[]).filter(({ inScopes }) => !inScopes).map(({ type }) => type).sort()).toEqual([
      'forgetting.SubjectForgotten', 'identification.IdentityMerged', 'identification.IdentitySplit', 'identification.MergeLapsed', 'record.Corrected', 'record.Disputed', 'record.Retracted',
    ]);
    await school.get('/feed/schemas/identification.ChildFound/99').expect(404);
    await school.get('/feed/schemas/repatriation.ProtectionClaimOpened/1').expect(404);
  });

  it('is served as one AsyncAPI document', async () => expect((await school.get('/feed/asyncapi.json').expect(200)).body).toMatchObject({ asyncapi: '3.0.0', channels: { pages: { address: '/feed' }, live: { address: '/feed/live' } } }));
});

describe('Clients that nobody here wrote', () => {
  it('read every page: the SDK of CloudEvents takes each event for a valid one, with all that it says', async () => {
    const events: ParsedEvent<unknown>[] = [];
    let next = '/feed?limit=4';
    for (let caughtUp = false; !caughtUp;) {
      const { text, headers } = await school.get(next).buffer(true).parse(asText).expect(200).then(({ body, headers }) => ({ text: body as string, headers: headers as Record<string, string> }));
      const page = HTTP.toEvent({ headers, body: text }) as ParsedEvent<unknown>[];
      for (const event of page) expect(event.validate()).toBe(true);
      events.push(...page);
      next = `/feed?limit=4&cursor=${headers['feed-cursor']}`;
      caughtUp = headers['feed-caught-up'] === 'true';
    }
    expect(JSON.parse(JSON.stringify(events))).toEqual((await told(school)).map((event) => ({ ...event, time: new Date(event.time).toISOString() })));
  });

  it('follow live through a restart of the server: the EventSource of others comes back by itself, hears nothing twice and misses nothing', async () => {
    const first = await app.beside();
    const token = await app.token(schoolService);
    const opened: (string | null)[] = [];
    const source = new EventSource(`${first.url}/feed/live`, {
      fetch: (address, init) => {
        opened.push(new Headers(init.headers).get('Last-Event-ID'));
        return fetch(address, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } });
      },
    });
    const heard: CloudEvent[] = [];
    let caughtUp = 0;
    source.addEventListener('message', ({ data }) => void heard.push(JSON.parse(data as string) as CloudEvent));
    source.addEventListener('caught-up', () => { caughtUp += 1; });
    await until(() => caughtUp === 1, 'the end of what there was', 60);
    await first.stop();
    const said = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words')['RecordHealthAccess']!;
    const worker = await app.as(said.by);
    for (let count = 0; count < 3; count += 1) await worker.post(pathOf('RecordHealthAccess', { childId, facilityId }), said.body).expect(200);
    await until(() => opened.length > 1, 'an attempt while nobody answers', 60);
    const second = await app.beside(new URL(first.url));
    await until(() => caughtUp === 2, 'the end of what came meanwhile', 60);
    await worker.post(pathOf('RecordHealthAccess', { childId, facilityId }), said.body).expect(200);
    const events = await told(school);
    await until(() => heard.length >= events.length, 'what came after it', 60);
    source.close();
    await second.stop();
    expect(heard).toEqual(events);
    expect(new Set(opened.slice(1)).size).toBe(1);
  });

  it('take the description of the feed without an error: the parser of AsyncAPI knows each message with its payload', async () => {
    const { body } = await school.get('/feed/asyncapi.json').expect(200);
    const { document, diagnostics } = await new asyncApi.Parser().parse(JSON.stringify(body));
    expect(diagnostics.filter(({ severity }) => severity <= 1)).toEqual([]);
    expect(document!.version()).toBe('3.0.0');
    expect(document!.operations().get('sendLive')!.security()[0]!.all()[0]!.scheme().scheme()).toBe('bearer');
    expect(document!.allMessages().all().map((message) => message.name()).sort()).toEqual(['call', 'caught-up', 'closed', 'fell-behind', 'refusal', 'token-expired', ...[...registry.shared.values()].flatMap(versionsOf).map(({ type, version }) => `${type}.${version}`)].sort());
    const call = document!.operations().get('callWebhook')!;
    expect([call.action(), call.bindings().get('http')!.value<{ method: string }>().method]).toEqual(['send', 'POST']);
    const [message] = call.messages().all();
    const { headers } = message!.bindings().get('http')!.value<{ headers: { required: string[] } }>();
    expect(headers.required).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
    expect((message!.payload()!.json() as { oneOf: object[] }).oneOf).toHaveLength([...registry.shared.values()].flatMap(versionsOf).length);
  });
});

describe('The client of this repository', () => {
  const client = async (actor: Actor, more: Partial<FeedClientOptions> = {}) => {
    const token = await app.token(actor);
    return new FeedClient({ url: app.url, token: () => token, ...more });
  };

  it('reads all pages, and acknowledges what it has read', async () => {
    const feed = await client(schoolService, { selection: { contexts: ['identification'], jurisdictions: ['KG'] } });
    const events: FeedEvent[] = [];
    let end: string | undefined;
    for await (const { events: more, cursor } of feed.pages({ limit: 2 })) {
      events.push(...more);
      end = cursor;
    }
    expect(events).toEqual(await told(school, '&context=identification&jurisdiction=KG'));
    expect([await feed.acknowledge(end!), await feed.acknowledged()]).toEqual([end, end]);
  });

  it('hears live what comes, and goes on from a cursor', async () => {
    const feed = await client(schoolService);
    const events = await told(school);
    const stopped = new AbortController();
    const heard: string[] = [];
    const said = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words')['RecordHealthAccess']!;
    for await (const message of feed.live({ after: events.at(-3)!.cursor, signal: stopped.signal })) {
      heard.push(message.kind === 'event' ? message.event.id : message.kind);
      if (message.kind === 'caught-up') await (await app.as(said.by)).post(pathOf('RecordHealthAccess', { childId, facilityId }), said.body).expect(200);
      if (heard.length === 4) stopped.abort();
    }
    expect(heard).toEqual([...events.slice(-2).map(({ id }) => id), 'caught-up', (await told(school)).at(-1)!.id]);
  });

  it('goes on with a newer token when the one that it has runs out, and waits for it', async () => {
    const waits: string[] = [];
    let token = await app.token(schoolService, -28);
    const feed = new FeedClient({
      url: app.url, token: () => token, selection: { contexts: ['guardianship'] }, pause: async () => undefined,
      retrying: ({ message }) => {
        if (waits.push(message) === 2) void app.token(schoolService).then((newer) => { token = newer; });
      },
    });
    const heard: string[] = [];
    for await (const { kind } of feed.live()) if (heard.push(kind) === 3) break;
    expect(heard).toEqual(['event', 'caught-up', 'caught-up']);
    expect(waits.slice(0, 2)).toEqual(['the token ran out', 'the token ran out, and there is no newer one yet']);
  });

  it('says why it is refused', async () => {
    const pages = async (feed: FeedClient, after?: string) => { for await (const _page of feed.pages({ after })); };
    await expect(pages(await client({ ...service, actorRef: 'no-body' }))).rejects.toMatchObject({ status: 403, code: 'not-registered', requestId: expect.any(String) });
    await expect(pages(await client(schoolService), 'made-up')).rejects.toMatchObject({ status: 400, code: 'invalid-query' });
  });
});

describe('A scope', () => {
  it('that is changed holds at the next question: the cursor stays good, and what is told no more is not, but for what is said of it later', async () => {
    const { headers } = await clinic.get('/feed?limit=1000').expect(200);
    await officer.post('/consumers/clinic-service/change-consumer-scope', { ...clinicScope, contexts: ['guardianship'], types: ['guardianship.GuardianRequested'], fields: [] }).expect(200);
    const retraction = examples({ facilityId, eventId }, () => 'secret')['RecordRetraction']!;
    await (await app.as(retraction.by)).post(`/children/${childId}/record-retraction`, retraction.body).expect(200);
    expect((await told(clinic, `&cursor=${headers['feed-cursor']}`)).map(({ type }) => type)).toEqual(['record.Retracted']);
    expect((await told(clinic)).map(({ type }) => type)).toEqual(['guardianship.GuardianRequested', 'record.Corrected', 'record.Disputed', 'record.Retracted']);
  });

  it('is on record with who gave it, and shown to those who look at services and to no service', async () => {
    const reader = await app.as(auditor);
    expect((await reader.get('/consumers/clinic-service').expect(200)).body).toMatchObject({ consumerId: 'clinic-service', revision: 1, scope: { types: ['guardianship.GuardianRequested'] }, scopes: [{ types }, {}] });
    expect((await reader.get('/consumers/former-service').expect(200)).body).toMatchObject({ scope: null });
    const { entries } = (await reader.get('/consumers/clinic-service/history').expect(200)).body as { entries: { type: string; recordedBy: Actor }[] };
    expect(entries.map(({ type, recordedBy }) => [type, recordedBy.actorRef])).toEqual([['feed.ConsumerRegistered', 'data-protection-officer'], ['feed.ConsumerScopeChanged', 'data-protection-officer']]);
    await reader.get('/consumers/nobody').expect(404);
    await reader.get(`/consumers/${childId}`).expect(404);
    for (const caller of [school, await app.as(caseWorker)]) await caller.get('/consumers/school-service').expect(403);
  });

  it('is given by the data-protection officer alone, never for enforcement, and to no body that enforces the law', async () => {
    for (const actor of [administrator, caseWorker, schoolService, ombudsperson]) await (await app.as(actor)).post('/consumers/new-service/register-consumer', schoolScope).expect(403);
    for (const wrong of [{ purposes: ['ENFORCEMENT'] }, { purposes: ['OPERATIONS'] }, { orgType: 'POLICE' }, { types: ['repatriation.ProtectionClaimOpened'] }, { fields: ['identification.ChildFound.name'] }]) {
      await officer.post('/consumers/new-service/register-consumer', { ...schoolScope, ...wrong }).expect(400);
    }
    for (const name of [unknownId, 'school']) expect((await officer.post(`/consumers/${name}/register-consumer`, schoolScope).expect(400)).body).toMatchObject({ detail: expect.stringContaining('such as school-service') });
    await officer.post('/consumers/new-service/change-consumer-scope', schoolScope).expect(409);
  });
});

describe('What was told', () => {
  const audited: Actor = { ...clinicService, actorRef: 'audited-service' };
  const deliveries = async () => ((await officer.get('/consumers/audited-service/deliveries').expect(200)).body as { entries: Record<string, unknown>[] }).entries;
  let reader: Caller;
  let events: readonly CloudEvent[];
  beforeAll(async () => {
    await officer.post('/consumers/audited-service/register-consumer', { ...clinicScope, jurisdictions: ['KG', 'KZ'] }).expect(200);
    reader = await app.as(audited);
  });

  it('is on record page by page, with the stretch of the log and what was asked for; an empty page tells nothing', async () => {
    const { headers } = await reader.get('/feed?limit=2&jurisdiction=KG').expect(200);
    await reader.get(`/feed?limit=1000&jurisdiction=KG&cursor=${headers['feed-cursor']}`).expect(200);
    await reader.get('/feed?jurisdiction=KZ&type=guardianship.GuardianRequested').expect(200);
    const [first, second, ...more] = await deliveries();
    expect(first).toMatchObject({ type: 'feed.PageDelivered', purpose: 'PROTECTION', jurisdictions: ['KG'], through: expect.any(String), events: 2 });
    expect(second).toMatchObject({ type: 'feed.PageDelivered', after: first!['through'], events: expect.any(Number) });
    expect([first!['after'], more]).toEqual([undefined, []]);
  });

  it('is on record of who listens live, from the beginning to the end', async () => {
    const listener = await listening(audited);
    for (let message = await listener.next(); typeIn(message) !== 'caught-up';) message = await listener.next();
    listener.leave();
    await until(async () => (await deliveries()).at(-1)!['type'] === 'feed.LiveDeliveryEnded', 'the end of the delivery', 60);
    events = await told(reader);
    const [started, ended] = (await deliveries()).slice(-3);
    expect([started, ended]).toMatchObject([{ type: 'feed.LiveDeliveryStarted', purpose: 'PROTECTION' }, { type: 'feed.LiveDeliveryEnded', started: started!['id'], events: events.length }]);
  });

  it('is not told where that cannot be recorded', async () => {
    const { store } = app.system;
    const append = store.append.bind(store);
    const failing = jest.spyOn(store, 'append').mockImplementation(async (stream, ...rest) => {
      if (stream.startsWith('deliveries-')) throw new StoreUnavailable('the deliveries cannot be recorded');
      return append(stream, ...rest);
    });
    for (const path of ['/feed', '/feed/live']) {
      const answer = await reader.get(path);
      expect([answer.status, answer.text.includes('specversion')]).toEqual([503, false]);
    }
    failing.mockRestore();
  });

  it('leaves no more once the scope was taken away, though the page was made before', async () => {
    await officer.post('/consumers/hasty-service/register-consumer', clinicScope).expect(200);
    const { store } = app.system;
    const append = store.append.bind(store);
    const between = jest.spyOn(store, 'append').mockImplementation(async (stream, ...rest) => {
      if (stream === 'deliveries-hasty-service') {
        between.mockRestore();
        await officer.post('/consumers/hasty-service/revoke-consumer', { reason: 'NO_LONGER_NEEDED' }).expect(200);
      }
      return append(stream, ...rest);
    });
    const answer = await (await app.as({ ...clinicService, actorRef: 'hasty-service' })).get('/feed');
    expect([answer.status, answer.text.includes('specversion')]).toEqual([403, false]);
  });

  it('is acknowledged up to a cursor, and nothing is taken back', async () => {
    const acknowledge = async (cursor: string, caller = reader) => ((await caller.post('/feed/acknowledgements', { cursor }).expect(200)).body as { acknowledged: string }).acknowledged;
    expect((await reader.get('/feed/acknowledgements').expect(200)).body).toEqual({ acknowledged: null });
    const [one, other] = [events[0]!.cursor, events[1]!.cursor];
    expect([await acknowledge(other), await acknowledge(other), await acknowledge(one)]).toEqual([other, other, other]);
    expect((await reader.get('/feed/acknowledgements').expect(200)).body).toEqual({ acknowledged: other });
    expect((await deliveries()).filter(({ type }) => type === 'feed.DeliveryAcknowledged')).toHaveLength(1);
    // Of what another question told, nothing was said.
    expect((await reader.get('/feed/acknowledgements?type=identification.ChildFound').expect(200)).body).toEqual({ acknowledged: null });
    const found = (await told(reader, '&type=identification.ChildFound')).at(-1)!.cursor;
    await reader.post('/feed/acknowledgements?type=identification.ChildFound', { cursor: found }).expect(200);
    expect((await deliveries()).at(-1)).toMatchObject({ type: 'feed.DeliveryAcknowledged', types: ['identification.ChildFound'] });
    expect((await reader.get('/feed/acknowledgements').expect(200)).body).toEqual({ acknowledged: other });
    expect((await told(reader, `&cursor=${other}`)).map(({ id }) => id)).toEqual(events.slice(2).map(({ id }) => id));
    for (const body of [{}, { cursor: 'made-up' }, { cursor: 7 }, { cursor: one, more: 1 }, { cursor: (await told(school))[0]!.cursor }]) await reader.post('/feed/acknowledgements', body).expect(400);
    await (await app.as(caseWorker)).post('/feed/acknowledgements', { cursor: one }).expect(403);
  });

  it('is shown to those who look at services and to nobody else', async () => {
    for (const caller of [reader, await app.as(caseWorker)]) await caller.get('/consumers/audited-service/deliveries').expect(403);
    await officer.get('/consumers/no-body/deliveries').expect(404);
  });
});

describe('The example of a service', () => {
  it('counts each event once in a database of its own, killed wherever it stands and started again', async () => {
    const own = await freshDatabase();
    const [database, holder] = [new pg.Client({ connectionString: own.url }), new pg.Client({ connectionString: own.url })];
    await Promise.all([database.connect(), holder.connect()]);
    const tokenFile = join(await mkdtemp(join(tmpdir(), 'guarantor-example-')), 'token');
    await writeFile(tokenFile, `${await app.token(schoolService)}\n`);
    const start = () => spawn(process.execPath, ['--no-warnings', '--import', './test/embedded-postgres.fixture.loader.js', 'apps/example/main.ts'], {
      env: { ...process.env, GUARANTOR_URL: app.url, GUARANTOR_TOKEN_FILE: tokenFile, EXAMPLE_DATABASE_URL: own.url }, stdio: ['ignore', 'ignore', 'inherit'],
    });
    const kill = async (program: ReturnType<typeof start>) => {
      program.kill('SIGKILL');
      await once(program, 'close');
    };
    const said = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words');
    const worker = await app.as(said['RegisterChildFound']!.by);
    const find = async () => (await worker.post('/children/register-child-found', said['RegisterChildFound']!.body).expect(201)).body as { childId: string; events: { id: string }[] };
    const taken = async (): Promise<number> => Number((await database.query<{ taken: string }>('select taken from place')).rows[0]!.taken);
    const expected = () => told(school, '&type=identification.ChildFound');

    // The first life makes its tables. Each further one is killed when it has made something of an event and has not kept the cursor.
    const first = start();
    const count = (await expected()).length;
    await until(async () => await taken().catch(() => 0) === count, 'the first life', 60);
    await kill(first);
    for (let lives = 0; lives < 3; lives += 1) {
      for (let more = 0; more < 3; more += 1) await find();
      await holder.query('begin');
      await holder.query('select from place for update');
      const life = start();
      await until(async () => (await database.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount === 1, 'a life that is about to keep its cursor', 60);
      await kill(life);
      await holder.query('rollback');
    }
    const { childId: mistaken, events: [{ id: target }] } = await find() as { childId: string; events: [{ id: string }] };
    const retraction = examples({ facilityId, eventId: target }, () => 'words')['RecordRetraction']!;
    await (await app.as(retraction.by)).post(`/children/${mistaken}/record-retraction`, retraction.body).expect(200);
    const last = start();
    const events = await expected();
    await until(async () => await taken() >= events.length, 'all that was told', 60);
    last.kill('SIGTERM');
    expect((await once(last, 'close'))[0]).toBe(0);

    expect(await taken()).toBe(events.length);
    const retracted = events.flatMap(({ type, data }) => (type === 'record.Retracted' ? [(data as { target: string }).target] : []));
    const found = events.filter(({ type, id }) => type === 'identification.ChildFound' && !retracted.includes(id));
    expect((await database.query<{ event: string }>('select event from found')).rows.map(({ event }) => event).sort()).toEqual(found.map(({ id }) => id).sort());
    expect([found.length >= 9, retracted.length >= 1]).toEqual([true, true]);
    await Promise.all([database.end(), holder.end(), rm(dirname(tokenFile), { recursive: true })]);
    await own.drop();
  });
});

describe('The end of the program', () => {
  it('lets those who listen go, and waits for none of them', async () => {
    const service = await listening(schoolService);
    for (let message = await service.next(); typeIn(message) !== 'caught-up';) message = await service.next();
    const [, last] = await Promise.all([stop(), service.next()]);
    expect(last).toBeUndefined();
  });
});
