import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import type { Actor } from '../libs/decider/actor.js';
import type { Fact } from '../libs/decider/event.js';
import { until } from '../libs/event-store/event-store.contract.js';
import { FeedClient } from '../libs/client/feed-client.js';
import { CheckpointSigner } from '../libs/transparency/note.js';
import { verifyProofs, type ProofFile } from '../libs/transparency/verify.js';
import { startApp, type App, type Caller } from './app.js';
import { examples, unknownId } from './examples.js';
import { askedFor, disabled, keysOf, settle, toldLongAgo } from './forgetting.js';
import { advocate, auditor, authority, caseWorker, dataProtectionOfficer, ombudsperson, policeInlet, service } from './people.js';
import { startTarget, type Target } from './webhook-target.js';

/** A child is forgotten: what was sealed of it can be read by nobody, and what happened can still be audited. */

const schoolService: Actor = { ...service, actorRef: 'school-service', orgRef: 'school-board', orgType: 'EDUCATION' };
const clinicService: Actor = { ...service, actorRef: 'clinic-service', orgRef: 'clinics', orgType: 'HEALTH' };
const pastService: Actor = { ...schoolService, actorRef: 'past-service' };
const scope = { purposes: ['PROTECTION'], contexts: ['identification', 'guardianship'], types: ['identification.ChildFound', 'guardianship.GuardianAppointed'] };
const said = examples({ facilityId: unknownId, eventId: unknownId }, (field) => `canary of ${field}`);
const number = '+996555010203';
const seed = randomBytes(32);

const onSocket: string[] = [];
const leaving = new AbortController();
let app: App;
let target: Target;
let other: Awaited<ReturnType<App['beside']>>;
let officer: Caller, worker: Caller, workerThere: Caller, oversight: Caller, school: Caller, clinic: Caller;
let child: string;
const bodyOf = async <Body>(test: PromiseLike<Response>) => (await test).body as Body;
const codeIn = ({ status, body }: Response) => [status, (body as { type?: string }).type?.replace('urn:guarantor:problem:', '')];
const nameIn = async (reader: Caller) => (await bodyOf<{ entries: { data: { name: unknown } }[] }>(reader.get(`/children/${child}/history`).expect(200))).entries[0]!.data.name;
const missingIn = async (test: PromiseLike<Response>) => (await bodyOf<{ unmet: { code: string }[] }>(test)).unmet.map(({ code }) => code);
const forgets = async (consumer: Caller) => (await bodyOf<{ type: string; subject: string; cursor: string }[]>(consumer.get('/feed?limit=1000').expect(200))).filter(({ type }) => type === 'forgetting.SubjectForgotten');
const guardians = async (consumer: Caller) => (await bodyOf<{ type: string; data: object }[]>(consumer.get('/feed?limit=1000').expect(200))).filter(({ type }) => type === 'guardianship.GuardianAppointed').map(({ data }) => data);
/** What an audit says of the child as of an instant, without what says who read it. */
const audited = async (asOf: string) => {
  const auditing = await app.as(auditor);
  const paths = ['/audit/episodes', '/audit/cumulative', '/audit/stock', `/children/${child}`, `/children/${child}/findings`];
  return Promise.all(paths.map(async (path) => [path, figuresIn(await bodyOf<object>(auditing.get(`${path}?asOf=${asOf}`).expect(200)))]));
};
const figuresIn = (answer: object) => JSON.parse(JSON.stringify(answer, (name, value: unknown) => (['asked', 'position', 'asOfPosition', 'knownAt', 'known', 'freshness'].includes(name) ? undefined : value))) as unknown;

beforeAll(async () => {
  target = await startTarget();
  app = await startApp({ CHECKPOINT_KEY: seed.toString('base64'), WEBHOOK_TARGETS: target.origin });
  other = await app.beside();
  [officer, worker, oversight, school, clinic, workerThere] = await Promise.all([...[dataProtectionOfficer, caseWorker, ombudsperson, schoolService, clinicService].map(app.as), other.as(caseWorker)]) as [Caller, Caller, Caller, Caller, Caller, Caller];
  const schools = ['school-service', 'called-service', 'live-service', 'past-service'].map((id) => [id, schoolService, []] as const);
  for (const [id, { orgRef, orgType }, fields] of [...schools, ['clinic-service', clinicService, ['guardianship.GuardianAppointed.contact']]] as const) {
    await officer.post(`/consumers/${id}/register-consumer`, { ...scope, orgRef, orgType, fields }).expect(200);
  }
  const witness = await app.as(advocate);
  child = (await bodyOf<{ childId: string }>(witness.post('/children/register-child-found', said['RegisterChildFound']!.body).expect(201))).childId;
  for (const [path, command] of [['record-deprivation-started', 'RecordDeprivationStarted'], ['record-deprivation-ended', 'RecordDeprivationEnded']] as const) {
    await witness.post(`/children/${child}/${path}`, said[command]!.body).expect(200);
  }
  await (await app.as(authority)).post(`/children/${child}/appoint-guardian`, { ...said['AppointGuardian']!.body, contact: '+996 555 01-02-03' }).expect(200);
  await school.get('/feed').expect(200);
  await (await app.as(pastService)).get('/feed').expect(200);
  await officer.post('/consumers/past-service/revoke-consumer', { reason: 'PURPOSE_EXCEEDED' }).expect(200);
  await officer.post('/consumers/called-service/register-webhook', { target: `${target.origin}/called`, purpose: 'PROTECTION', begins: 'BEGINNING' }).expect(200);
  void listen();
});
afterAll(async () => {
  leaving.abort();
  await app.stop();
  await target.close();
});

/** A service that stays on the line. */
async function listen(): Promise<void> {
  const feed = new FeedClient({ url: app.url, token: () => app.token({ ...schoolService, actorRef: 'live-service' }) });
  for await (const message of feed.live({ signal: leaving.signal })) if (message.kind === 'event') onSocket.push(message.event.type);
}

describe('A personal field', () => {
  const looked = async () => {
    const entries: Fact[] = [];
    for await (const entry of app.system.store.read(`access-${child}`)) entries.push(entry as unknown as Fact);
    return entries.filter(({ meta }) => meta.recordedBy.actorRef === 'clinic-service');
  };

  it('leaves for the service whose scope names it, and for no other, and nothing else of the child does', async () => {
    const [[toClinic], [toSchool]] = await Promise.all([clinic, school].map(guardians)) as [[object], [object]];
    expect(toClinic).toMatchObject({ contact: number });
    expect(toSchool).not.toHaveProperty('contact');
    for (const caller of [clinic, school]) expect((await caller.get('/feed?limit=1000').expect(200)).text).not.toMatch(/canary|sealed/);
  });

  it('is told by a page that was recorded among those who looked at the child', async () => {
    const before = (await looked()).length;
    await clinic.get('/feed?limit=1000').expect(200);
    expect((await looked()).length).toBe(before + 1);
    expect((await looked()).at(-1)).toMatchObject({ type: 'record.ChildRead', meta: { recordedBy: { role: 'SERVICE', orgRef: 'clinics' }, purpose: 'PROTECTION' }, data: { route: 'GET /feed', dataClasses: ['D1', 'D2'] } });
  });

  it('stands opened in no table and in no line of the log', async () => {
    const { pool } = app.system;
    const { rows: tables } = await pool.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname !~ '^pg_' and schemaname <> 'information_schema'`);
    for (const { name } of tables) expect([name, (await pool.query(`select from ${name} as t where t::text ~ '555.?01.?02.?03'`)).rowCount]).toEqual([name, 0]);
    expect(app.logged.filter((line) => /555.?01.?02.?03/.test(line))).toEqual([]);
  });
});

describe('Before a child is forgotten', () => {
  it('nothing is decided that nobody asked for while duties are open, and the attempt stays to be seen', async () => {
    expect(await missingIn(officer.post(`/keys/${child}/destroy-subject-keys`, {}).expect(422))).toEqual(['FORGETTING_ASKED', 'NOTHING_OPEN', 'FORGETTING_TOLD', 'KEYS_DISABLED']);
    expect((await keysOf(app, child)).refused).toMatchObject([{ command: 'DestroySubjectKeys', missing: ['FORGETTING_ASKED', 'NOTHING_OPEN', 'FORGETTING_TOLD', 'KEYS_DISABLED'] }]);
    expect((await keysOf(app, child)).open).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'DUTY', code: 'REPRESENTATIVE' })]));
  });

  it('a hold stops it, for as long as the body that placed it says', async () => {
    const { events: [hold] } = await bodyOf<{ events: { id: string }[] }>(oversight.post(`/keys/${child}/place-legal-hold`, { ground: 'INQUIRY', source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'order-1' } }).expect(200));
    await askedFor(app, child);
    await settle(app, child);
    expect(await missingIn(officer.post(`/keys/${child}/disable-subject-keys`, {}).expect(422))).toEqual(['NO_LEGAL_HOLD']);
    await oversight.post(`/keys/${child}/lift-legal-hold`, { hold: hold!.id }).expect(200);
  });

  it('its keys are disabled in every process, for everybody, and open again when that is taken back', async () => {
    for (const reader of [worker, workerThere]) expect(await nameIn(reader)).toBe('canary of RegisterChildFound.name');
    await disabled(app, child);
    for (const reader of [worker, workerThere]) await until(async () => JSON.stringify(await nameIn(reader)) === '{"$withheld":"D2"}', 'the name to be closed', 5);
    await worker.post(`/keys/${child}/take-back-forgetting`, { reason: 'NEEDED_AS_EVIDENCE' }).expect(200);
    for (const reader of [worker, workerThere]) await until(async () => await nameIn(reader) === 'canary of RegisterChildFound.name', 'the name to be open', 5);
  });

  it('its record is one of somebody who is known: of nobody else there are keys, and nothing is said of them to those who may not ask', async () => {
    expect(codeIn(await officer.post(`/keys/${unknownId}/disable-subject-keys`, {}))).toEqual([404, 'not-found']);
    expect(codeIn(await officer.get(`/keys/${unknownId}`))).toEqual([404, 'not-found']);
    for (const actor of [caseWorker, advocate, policeInlet]) expect((await (await app.as(actor)).get(`/keys/${child}`)).status).toBe(403);
    for (const id of [child, unknownId]) expect((await (await app.as(policeInlet)).post(`/keys/${id}/request-forgetting`, { ground: 'ORDERED_BY_COURT' })).status).toBe(403);
  });
});

describe('Once it is forgotten', () => {
  const key = randomUUID();
  const signer = () => new CheckpointSigner(`guarantor/${app.system.logId}`, seed);
  const proved = async () => {
    await app.followed();
    await app.system.checkpoints.sign(signer());
    return verifyProofs(await bodyOf<ProofFile>(oversight.get(`/children/${child}/proofs`).expect(200)), signer().verifier);
  };
  let recorded: number;
  let before: { readonly asOf: string; readonly figures: unknown; readonly size: number; readonly keys: readonly { readonly class: string; readonly wrapped: Buffer; readonly kek: string }[] };
  const destroy = () => officer.post(`/keys/${child}/destroy-subject-keys`, {}, { key });
  const keyRows = async () => (await app.system.pool.query<{ class: string; wrapped: Buffer | null; kek: string | null }>('select class, wrapped, kek from keys.data_key where subject = $1 order by class', [child])).rows;
  const gone = ['D2', 'D3', 'D4', 'HASH'].map((each) => ({ class: each, wrapped: null, kek: null }));

  beforeAll(async () => {
    await askedFor(app, child);
    await disabled(app, child);
    await toldLongAgo(app, child);
    await app.followed();
    recorded = (await bodyOf<{ entries: object[] }>(worker.get(`/children/${child}/history?limit=200`).expect(200))).entries.length;
    const asOf = (await app.system.clock.now()).toISOString();
    before = { asOf, figures: await audited(asOf), size: await app.system.checkpoints.tree.size(), keys: await keyRows() as never };
    await destroy().expect(200);
    await until(async () => (await keysOf(app, child)).forgotten !== null, 'the child to be forgotten', 5);
    await app.followed();
  });

  it('its fields say so, in every process, to whoever reads them', async () => {
    for (const reader of [worker, workerThere]) await until(async () => JSON.stringify(await nameIn(reader)) === '{"$forgotten":true}', 'the name to be forgotten', 5);
    for (const path of ['', '/history', '/decisions', '/case-file', '/case-file?format=html', '/findings', '/state?revision=0']) expect([path, (await worker.get(`/children/${child}${path}`)).status]).toEqual([path, 200]);
  });

  it('its guardian is told to nobody with a number any more, and that there was one still is', async () => {
    const [toClinic] = await guardians(clinic);
    expect(toClinic).toMatchObject({ model: 'PROFESSIONAL' });
    expect(toClinic).not.toHaveProperty('contact');
  });

  it('no key of it is left, of no class', async () => expect(await keyRows()).toEqual(gone));

  it('every figure of an audit is what it was before (SH-1)', async () => {
    expect(JSON.stringify(before.figures)).toMatch(/DEPRIVED/);
    expect(await audited(before.asOf)).toEqual(before.figures);
  });

  it('every event of it is proved as before, from what is stored, and the log only grew (SH-4)', async () => {
    expect(await proved()).toMatchObject({ proved: recorded, faults: [] });
    const { tree } = app.system.checkpoints;
    expect((await tree.consistency(before.size, await tree.size())).length).toBeGreaterThan(0);
  });

  it('oversight finds the key among those that were destroyed, with why', async () => {
    const { keysDestroyed } = await bodyOf<{ keysDestroyed: object[] }>(oversight.get('/audit/proofs').expect(200));
    expect(keysDestroyed).toEqual([{ childId: child, ground: 'ORDERED_BY_COURT', destroyedAt: expect.any(String), event: (await keysOf(app, child)).forgotten!.event, position: expect.any(String) }]);
  });

  it('whoever was told of it is told once to forget it, and it is on record who said that it has', async () => {
    const recipient = async (id: string) => (await keysOf(app, child)).recipients.find(({ consumerId }) => consumerId === id)!;
    expect(await recipient('school-service')).toEqual({ consumerId: 'school-service', registered: true, byHand: false, toldAt: null, acknowledgedAt: null });
    const [told, ...more] = await forgets(school);
    expect(more).toEqual([]);
    const [first] = await bodyOf<{ subject: string }[]>(school.get('/feed?limit=1').expect(200));
    expect(told!.subject).toBe(first!.subject);
    expect(await recipient('school-service')).toMatchObject({ toldAt: expect.any(String), acknowledgedAt: null });
    await school.post('/feed/acknowledgements', { cursor: told!.cursor }).expect(200);
    expect(await recipient('school-service')).toMatchObject({ toldAt: expect.any(String), acknowledgedAt: expect.any(String) });
    await officer.post('/consumers/clinic-service/revoke-consumer', { reason: 'SECRET_LOST' }).expect(200);
    expect(await recipient('clinic-service')).toEqual({ consumerId: 'clinic-service', registered: false, byHand: true, toldAt: expect.any(String), acknowledgedAt: null });
  });

  it('a service that was revoked is told to forget it, and nothing that was recorded since', async () => {
    const past = await app.as(pastService);
    const recipient = async () => (await keysOf(app, child)).recipients.find(({ consumerId }) => consumerId === 'past-service');
    expect(await recipient()).toEqual({ consumerId: 'past-service', registered: false, byHand: false, toldAt: null, acknowledgedAt: null });
    const { body, headers } = await past.get('/feed').expect(200);
    expect(body).toMatchObject([{ type: 'forgetting.SubjectForgotten', data: {} }]);
    await past.post('/feed/acknowledgements', { cursor: headers['feed-cursor'] as unknown }).expect(200);
    expect(await recipient()).toMatchObject({ toldAt: expect.any(String), acknowledgedAt: expect.any(String) });
  });

  it('a service that is called, or stays on the line, is on record as told while that goes on', async () => {
    const isTold = () => target.callsOf('/called').some(({ event }) => event.type === 'forgetting.SubjectForgotten') && onSocket.includes('forgetting.SubjectForgotten');
    await until(async () => isTold(), 'the services to be told', 5);
    const recipient = async (id: string) => (await keysOf(app, child)).recipients.find(({ consumerId }) => consumerId === id)!;
    await until(async () => (await recipient('called-service')).toldAt !== null, 'the call to be on record', 5);
    expect(await recipient('called-service')).toMatchObject({ registered: true, toldAt: expect.any(String), acknowledgedAt: expect.any(String) });
    expect(await recipient('live-service')).toMatchObject({ registered: true, toldAt: expect.any(String), acknowledgedAt: null });
    const types = async (id: string) => (await bodyOf<{ entries: { type: string }[] }>(officer.get(`/consumers/${id}/deliveries`).expect(200))).entries.map(({ type }) => type);
    expect(await types('live-service')).toEqual(['feed.LiveDeliveryStarted', 'feed.LiveDeliveryEnded', 'feed.LiveDeliveryStarted']);
    expect(await types('called-service')).toEqual(['feed.WebhookDeliveryStarted', 'feed.WebhookDeliveryEnded']);
  });

  it('who acknowledges what it asked for beside it has not said that it forgets', async () => {
    const line = await app.as({ ...schoolService, actorRef: 'live-service' });
    const beside = await line.get('/feed?jurisdiction=MD').expect(200);
    await line.post('/feed/acknowledgements?jurisdiction=MD', { cursor: beside.headers['feed-cursor'] as unknown }).expect(200);
    expect((await keysOf(app, child)).recipients.find(({ consumerId }) => consumerId === 'live-service')).toMatchObject({ acknowledgedAt: null });
  });

  it('nothing can be added, and an inlet cannot tell it from a child that nobody knows', async () => {
    const { body } = said['RecordDeprivationStarted']!;
    expect(codeIn(await (await app.as(advocate)).post(`/children/${child}/record-deprivation-started`, body))).toEqual([410, 'forgotten']);
    const inlet = await app.as(policeInlet);
    const answers = await Promise.all([child, randomUUID()].map((id) => inlet.post(`/children/${id}/record-deprivation-started`, body)));
    expect(answers.map(({ status, body: answer }) => [status, Object.keys(answer as object)])).toEqual([[202, ['receipt']], [202, ['receipt']]]);
    expect((await bodyOf<{ entries: object[] }>(worker.get(`/children/${child}/history`))).entries).toHaveLength(recorded);
  });

  describe('another record', () => {
    const registered = async () => (await bodyOf<{ childId: string }>((await app.as(advocate)).post('/children/register-child-found', said['RegisterChildFound']!.body).expect(201))).childId;
    const mergesInto = async (record: string, survivorRef: string) => {
      await worker.post(`/children/${record}/attest-same-child`, { recordRef: survivorRef, shownBy: ['DOCUMENTS'] }).expect(200);
      return (await app.as(authority)).post(`/children/${record}/merge-identity`, { survivorRef });
    };
    const lastOf = async (stream: string) => {
      for await (const event of app.system.store.read(stream, { direction: 'backwards', limit: 1 })) return event;
      throw new Error('nothing stands there');
    };

    it('goes on in it by no decision', async () => expect(codeIn(await mergesInto(await registered(), child))).toEqual([409, 'not-applicable']));

    it('that was decided to in the same moment is open again, and whoever was told of it hears that', async () => {
      const record = await registered();
      const { revision, meta } = await lastOf(`child-${record}`);
      // What was read of the keys was read before they were destroyed.
      await app.system.store.append(`child-${record}`, [{ id: randomUUID(), type: 'identification.MergedInto', data: { survivorRef: child }, meta: { ...meta, schemaVersion: 1, dataClasses: [] } }], revision);
      await app.followed();
      expect(await lastOf(`child-${record}`)).toMatchObject({ type: 'identification.MergeLapsed', data: { survivorRef: child } });
      const told = await bodyOf<{ type: string; subject: string; data: object }[]>(school.get('/feed?limit=1000').expect(200));
      const of = (type: string) => told.filter((event) => event.type === type);
      const found = of('identification.ChildFound');
      expect(of('identification.MergeLapsed')).toMatchObject([{ subject: found.at(-1)!.subject, data: { survivorRef: found[0]!.subject } }]);
      // It goes on in one that somebody can read.
      expect((await mergesInto(record, await registered())).status).toBe(200);
    });
  });

  it('that is decided once: the same is answered the same, and nothing takes it back', async () => {
    const { revision } = await keysOf(app, child);
    expect((await bodyOf<{ events: { type: string }[] }>(destroy().expect(200))).events).toMatchObject([{ type: 'forgetting.SubjectKeysDestroyed' }]);
    expect((await keysOf(app, child)).revision).toBe(revision);
    expect(codeIn(await worker.post(`/keys/${child}/take-back-forgetting`, { reason: 'OTHER' }))).toEqual([409, 'not-applicable']);
  });

  it('keys that come back from an older backup are destroyed again by the program that starts on them, and nobody is told twice (SH-5)', async () => {
    const { pool } = app.system;
    for (const { class: each, wrapped, kek } of before.keys) await pool.query('update keys.data_key set wrapped = $3, kek = $4, destroyed_at = null where subject = $1 and class = $2', [child, each, wrapped, kek]);
    await pool.query('delete from keys.told');
    expect(await keyRows()).not.toEqual(gone);
    const next = await app.beside();
    await until(async () => (await keyRows()).every(({ wrapped }) => wrapped === null), 'the keys to be gone again', 5);
    expect(JSON.stringify(await nameIn(await next.as(caseWorker)))).toBe('{"$forgotten":true}');
    expect(await forgets(school)).toHaveLength(1);
    await next.stop();
  });
});
