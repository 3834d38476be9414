import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../libs/decider/actor.js';
import { until } from '../libs/event-store/event-store.contract.js';
import type { CloudEvent } from '../libs/feed/cloud-event.js';
import { startApp, type App, type Caller } from './app.js';
import { examples, pathOf, unknownId } from './examples.js';
import { administrator, auditor, caseWorker, dataProtectionOfficer, ombudsperson, policeInlet, service } from './people.js';
import { later } from './returns.js';
import { isSignedWith, startTarget, type Target } from './webhook-target.js';

/** Services that have themselves called with what they are told, by the Standard Webhooks convention. */

const scope = {
  orgRef: 'school-board', orgType: 'EDUCATION', purposes: ['PROTECTION', 'REINTEGRATION'], contexts: ['identification', 'guardianship', 'facility'],
  types: ['identification.ChildFound', 'identification.EducationAccessReported', 'identification.HealthAccessReported', 'guardianship.GuardianRequested', 'facility.FacilityRegistered'],
};
/** How often is looked, in milliseconds. */
const nowAndThen = 20;

let app: App;
let target: Target;
let officer: Caller;
let childId: string, facilityId: string, eventId: string;
beforeAll(async () => {
  target = await startTarget();
  app = await startApp({ WEBHOOK_TARGETS: `https://hooks.school.example,https://10.0.0.7,${target.origin}`, WEBHOOK_RETRIES: '600,3600' });
  officer = await app.as(dataProtectionOfficer);
  const send = sender(unknownId, unknownId);
  ({ facilityId } = await send('RegisterFacility'));
  const found = await send('RegisterChildFound');
  ({ childId } = found);
  eventId = found.events[0]!.id;
  for (const command of ['RecordEducationAccess', 'RequestGuardian']) await happens(command);
});
afterAll(async () => {
  await app.stop();
  await target.close();
});

function sender(place: string, event: string) {
  const said = examples({ facilityId: place, eventId: event }, () => 'secret words');
  return async (command: string) => (await (await app.as(said[command]!.by)).post(pathOf(command, { childId, facilityId }), said[command]!.body)).body as { childId: string; facilityId: string; events: { id: string }[] };
}
const happens = (command: string) => sender(facilityId, eventId)(command);

/** A service with its scope that is called under a path of its own. */
async function called(name: string, asked: object = {}) {
  const actor: Actor = { ...service, actorRef: `${name}-service`, orgRef: 'school-board', orgType: 'EDUCATION' };
  await officer.post(`/consumers/${name}-service/register-consumer`, scope).expect(200);
  const path = `/${name}`;
  const caller = await app.as(actor);
  const register = (key: string = randomUUID()) => officer.post(`/consumers/${name}-service/register-webhook`, { target: target.origin + path, purpose: 'PROTECTION', begins: 'BEGINNING', ...asked }, { key });
  return {
    actor, caller, path, register,
    command: (command: string, body: object = {}, by = officer) => by.post(`/consumers/${name}-service/${command}`, body),
    told: async () => (await caller.get('/feed?limit=1000').expect(200)).body as readonly CloudEvent[],
    calls: () => target.callsOf(path),
    view: async () => (await officer.get(`/consumers/${name}-service/webhook`).expect(200)).body as Record<string, unknown>,
    deliveries: async () => ((await officer.get(`/consumers/${name}-service/deliveries`).expect(200)).body as { entries: Record<string, unknown>[] }).entries,
    arrived: async (calls: number) => until(async () => target.callsOf(path).length >= calls, `${calls} calls of ${name}`, nowAndThen),
    stands: async (standing: string, attempts?: number) => until(async () => {
      const { body } = await officer.get(`/consumers/${name}-service/webhook`);
      const now = body as { standing: string; attempts: number };
      return now.standing === standing && (attempts === undefined || now.attempts === attempts);
    }, `${name} to be ${standing}`, nowAndThen),
  };
}
const secretIn = ({ body }: { body: unknown }) => (body as { secret?: string }).secret;
const codeIn = ({ body }: { body: unknown }) => (body as { type: string }).type.replace('urn:guarantor:problem:', '');

describe('A service that is called', () => {
  it('gets what the feed gives it, one event after the other in the order of the log, and the same under the same id', async () => {
    const one = await called('whole');
    await one.register().expect(200);
    const told = await one.told();
    await one.arrived(told.length);
    expect(told.map(({ type }) => type)).toEqual(['facility.FacilityRegistered', 'identification.ChildFound', 'identification.EducationAccessReported', 'guardianship.GuardianRequested']);
    expect(one.calls().map(({ event }) => event)).toEqual(told);
    await happens('RecordHealthAccess');
    await one.arrived(told.length + 1);
    expect(one.calls().map(({ event }) => event)).toEqual(await one.told());
  });

  it('finds each call signed with the secret that the registration told, by the true time, under the id of the event', async () => {
    const one = await called('signed');
    const secret = secretIn(await one.register().expect(200))!;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    await one.arrived(1);
    for (const call of one.calls()) {
      expect([isSignedWith(secret, call), isSignedWith(`whsec_${Buffer.alloc(32, 1).toString('base64')}`, call)]).toEqual([true, false]);
      expect(call.headers).toMatchObject({ 'webhook-id': call.event.id, 'content-type': 'application/cloudevents+json; charset=utf-8' });
    }
  });

  it('may begin with what comes, and ask for a part of its scope', async () => {
    const one = await called('later', { begins: 'NOW', types: ['identification.HealthAccessReported'] });
    await one.register().expect(200);
    await happens('RecordEducationAccess');
    await happens('RecordHealthAccess');
    await one.arrived(1);
    const [call] = one.calls();
    const { body } = await one.caller.get('/feed?limit=1000&type=identification.HealthAccessReported').expect(200);
    expect(call!.event).toEqual((body as CloudEvent[]).at(-1));
    await one.stands('CALLED');
    expect(one.calls()).toHaveLength(1);
  });

  it('hears what is said later of what it was told of, also when its scope does not hold that any more', async () => {
    const one = await called('corrected');
    await one.register().expect(200);
    await one.arrived((await one.told()).length);
    await one.command('change-consumer-scope', { ...scope, contexts: ['facility'], types: ['facility.FacilityRegistered'] }).expect(200);
    const before = one.calls().length;
    await (await app.as(caseWorker)).post(`/children/${childId}/record-correction`, { ...examples({ facilityId, eventId }, () => 'secret')['RecordRetraction']!.body, fields: { sex: 'MALE' }, target: eventId }).expect(200);
    await one.arrived(before + 1);
    expect(one.calls().at(-1)!.event).toMatchObject({ type: 'record.Corrected', data: { target: one.calls().find(({ event }) => event.type === 'identification.ChildFound')!.event.id } });
  });

  it('is on record with what it was called with, before it was', async () => {
    const one = await called('recorded');
    await one.register().expect(200);
    await one.arrived(1);
    expect(await one.deliveries()).toMatchObject([{ type: 'feed.WebhookDeliveryStarted', purpose: 'PROTECTION', webhook: expect.any(String) }]);
    const calls = (await one.told()).length;
    await one.arrived(calls);
    await until(async () => (await one.view())['position'] !== null && (await one.view())['lastTakenAt'] !== null, 'the position', nowAndThen);
    await one.command('pause-webhook', { reason: 'MAINTENANCE' }).expect(200);
    await until(async () => (await one.deliveries()).length > 2 || (await one.deliveries()).at(-1)!['type'] === 'feed.WebhookDeliveryEnded', 'the end', nowAndThen);
    const [started, ended] = (await one.deliveries()).filter(({ type }) => String(type).startsWith('feed.Webhook'));
    expect(ended).toMatchObject({ type: 'feed.WebhookDeliveryEnded', started: started!['id'], events: calls, through: expect.any(String) });
  });

  it('is called no more after a pause until that is over, and then with all that it missed; after the end not at all', async () => {
    const one = await called('paused');
    await one.register().expect(200);
    const told = (await one.told()).length;
    await one.arrived(told);
    await one.command('pause-webhook', { reason: 'SUSPECTED_MISUSE' }, await app.as(ombudsperson)).expect(200);
    expect(await one.view()).toMatchObject({ standing: 'PAUSED', reason: 'SUSPECTED_MISUSE' });
    await app.followed();
    await happens('RecordHealthAccess');
    expect(codeIn(await one.command('redrive-webhook', { reason: 'OTHER' }))).toBe('not-applicable');
    await one.command('resume-webhook').expect(200);
    await one.arrived(told + 1);
    expect(one.calls().map(({ event }) => event.id)).toEqual((await one.told()).map(({ id }) => id));
    await one.command('end-webhook', { reason: 'ASKS_BY_ITSELF' }).expect(200);
    await officer.get('/consumers/paused-service/webhook').expect(404);
    await until(async () => (await app.system.pool.query(`select from follower.webhook where consumer = 'paused-service'`)).rowCount === 0, 'the end', nowAndThen);
    await until(async () => (await app.system.pool.query(`select from keys.webhook_secret where consumer = 'paused-service'`)).rowCount === 0, 'the end of its secret', nowAndThen);
  });

  it('is called once it is revoked with what is said of what it was told, and with nothing else, until that is ended or it is registered anew', async () => {
    const one = await called('former');
    const secret = secretIn(await one.register().expect(200))!;
    const told = (await one.told()).length;
    await one.arrived(told);
    await one.command('revoke-consumer', { reason: 'PURPOSE_EXCEEDED' }).expect(200);
    await happens('RecordHealthAccess');
    await happens('RecordDispute');
    await one.arrived(told + 1);
    await one.stands('CALLED');
    expect(one.calls().slice(told).map(({ event }) => event.type)).toEqual(['record.Disputed']);
    expect(isSignedWith(secret, one.calls().at(-1)!)).toBe(true);
    expect((await one.caller.get('/feed/webhook').expect(200)).body).toMatchObject({ standing: 'CALLED', cursor: expect.any(String) });
    expect(codeIn(await one.command('change-webhook', { target: target.origin + one.path, purpose: 'PROTECTION' }).expect(409))).toBe('not-applicable');
    await one.command('register-consumer', scope).expect(200);
    await officer.get('/consumers/former-service/webhook').expect(404);
    await until(async () => (await app.system.pool.query(`select from follower.webhook where consumer = 'former-service'`)).rowCount === 0, 'the end', nowAndThen);
  });

  it('is called no more once its secret is lost', async () => {
    const one = await called('revoked');
    await one.register().expect(200);
    await one.arrived(1);
    await one.command('revoke-consumer', { reason: 'SECRET_LOST' }).expect(200);
    await until(async () => (await app.system.pool.query(`select from follower.webhook where consumer = 'revoked-service'`)).rowCount === 0, 'the end', nowAndThen);
    const calls = one.calls().length;
    await happens('RecordHealthAccess');
    await app.followed();
    expect(one.calls()).toHaveLength(calls);
  });
});

describe('A secret', () => {
  it('is told once, to whoever asked for it, and stands nowhere in clear', async () => {
    const one = await called('secret');
    const key = randomUUID();
    const secret = secretIn(await one.register(key).expect(200))!;
    expect(secretIn(await one.register(key).expect(200))).toBeUndefined();
    expect(secretIn(await one.register().expect(200))).toBeUndefined();
    await one.arrived(1);
    const { rows } = await app.system.pool.query<{ text: string }>(`select t::text as text from keys.webhook_secret t union all select t::text from follower.webhook t union all select t::text from es.event t`);
    const bare = secret.slice('whsec_'.length);
    for (const form of [secret, bare, Buffer.from(secret).toString('hex'), Buffer.from(bare, 'base64').toString('hex')]) {
      expect(rows.some(({ text }) => text.includes(form))).toBe(false);
      expect(app.logged.some((line) => line.includes(form))).toBe(false);
    }
    expect(JSON.stringify([await one.view(), (await one.caller.get('/feed/webhook')).body, (await officer.get('/consumers/secret-service/history')).body])).not.toContain(bare);
  });

  it('signs beside the next one until the overlap is over, and not after it', async () => {
    const one = await called('rotated');
    const first = secretIn(await one.register().expect(200))!;
    const told = (await one.told()).length;
    await one.arrived(told);
    const second = secretIn(await one.command('rotate-webhook-secret', { overlapHours: 2 }, one.caller).expect(200))!;
    await happens('RecordHealthAccess');
    await one.arrived(told + 1);
    const during = one.calls().at(-1)!;
    expect([isSignedWith(first, during), isSignedWith(second, during), during.headers['webhook-signature']!.split(' ').length]).toEqual([true, true, 2]);
    await later(app, 'PT3H');
    await happens('RecordHealthAccess');
    await one.arrived(told + 2);
    const after = one.calls().at(-1)!;
    expect([isSignedWith(first, after), isSignedWith(second, after)]).toEqual([false, true]);
  });
});

describe('An attempt that fails', () => {
  it('and is made again opens a personal field again, and it is on record once that it was looked at', async () => {
    const type = 'guardianship.GuardianAppointed';
    const said = examples({ facilityId, eventId }, () => 'secret words')['AppointGuardian']!;
    const { childId: another } = await happens('RegisterChildFound');
    await (await app.as(said.by)).post(`/children/${another}/appoint-guardian`, { ...said.body, contact: '+996555010203' }).expect(200);
    const one = await called('personal', { types: [type] });
    await one.command('change-consumer-scope', { ...scope, types: [type], contexts: ['guardianship'], fields: [`${type}.contact`] }).expect(200);
    target.answers(one.path, 503);
    await one.register().expect(200);
    await one.stands('WAITING', 1);
    await later(app, 'PT20M');
    await one.stands('WAITING', 2);
    expect(one.calls().map(({ event }) => (event.data as { contact?: string }).contact)).toEqual(['+996555010203', '+996555010203']);
    const looked = [];
    for await (const { meta } of app.system.store.read(`access-${another}`)) if ((meta['recordedBy'] as { actorRef: string }).actorRef === one.actor.actorRef) looked.push(meta);
    expect(looked).toHaveLength(1);
  });


  it('is made again under the same id when the wait is over, and nothing overtakes it; after the last one the service is parked until somebody has it tried again', async () => {
    const one = await called('failing');
    target.answers(one.path, 503);
    await one.register().expect(200);
    await one.stands('WAITING', 1);
    const { nextAttemptAt, reason } = await one.view();
    const waitMs = Date.parse(nextAttemptAt as string) - (await app.system.clock.now()).getTime();
    expect([reason, waitMs > 0, waitMs <= 720_000]).toEqual(['HTTP_503', true, true]);
    await later(app, 'PT20M');
    await one.stands('WAITING', 2);
    await later(app, 'PT2H');
    await one.stands('PARKED', 3);
    expect(new Set(one.calls().map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(one.calls()).toHaveLength(3);
    expect((await one.caller.get('/feed/webhook').expect(200)).body).toMatchObject({ standing: 'PARKED', reason: 'HTTP_503', attempts: 3 });
    expect((await one.deliveries()).at(-1)).toMatchObject({ type: 'feed.WebhookDeliveryEnded', parkedFor: 'HTTP_503', events: 0 });
    expect(app.logged.some((line) => line.includes('the calls of a service were parked') && line.includes('failing-service'))).toBe(true);
    expect((await app.anybody.get('/health').expect(200)).body).toMatchObject({ details: { webhooks: { parked: expect.any(Number) } } });
    const officer = await app.as(dataProtectionOfficer);
    const parked = async (query = '') => (await officer.get(`/webhooks/parked${query}`).expect(200)).body as { entries: { consumerId: string }[]; next: string | null };
    expect((await parked()).entries.find(({ consumerId }) => consumerId === 'failing-service')).toMatchObject({ reason: 'HTTP_503', attempts: 3, parkedAt: expect.any(String), lastTakenAt: null });
    const { entries, next } = await parked('?limit=1');
    expect((await parked()).entries.slice(1)).toEqual(next === null ? [] : (await parked(`?cursor=${next}`)).entries);
    expect(entries).toEqual((await parked()).entries.slice(0, 1));
    expect((await app.anybody.get('/metrics').expect(200)).text).toMatch(/guarantor_webhooks\{standing="parked"\} [1-9]/);
    await one.caller.get('/webhooks/parked').expect(403);
    await officer.get('/webhooks/parked?cursor=made-up').expect(400);
    await later(app, 'P9D');
    target.answers(one.path, 204);
    await one.command('redrive-webhook', { reason: 'TARGET_REPAIRED' }, one.caller).expect(200);
    const told = await one.told();
    await one.arrived(3 + told.length);
    expect(one.calls().slice(3).map(({ event }) => event.id)).toEqual(told.map(({ id }) => id));
    await one.stands('CALLED', 0);
    expect((await parked()).entries.filter(({ consumerId }) => consumerId === 'failing-service')).toEqual([]);
  });

  it('waits for as long as the service asks, within bounds', async () => {
    const one = await called('busy');
    target.answers(one.path, 429, { 'Retry-After': '7200' });
    await one.register().expect(200);
    await one.stands('WAITING', 1);
    const waits = async () => Date.parse((await one.view())['nextAttemptAt'] as string) - (await app.system.clock.now()).getTime();
    expect(await waits()).toBeGreaterThan(6_600_000);
    target.answers(one.path, 429, { 'Retry-After': '999999999' });
    await later(app, 'PT3H');
    await one.stands('WAITING', 2);
    expect(await waits()).toBeLessThanOrEqual(24 * 3_600_000);
  });

  it('is the last one where the service says that it is gone', async () => {
    const one = await called('gone');
    target.answers(one.path, 410);
    await one.register().expect(200);
    await one.stands('PARKED', 1);
    expect([await one.view(), one.calls().length]).toMatchObject([{ reason: 'GONE', nextAttemptAt: null }, 1]);
  });

  it('keeps no other service waiting, nor does one that does not answer', async () => {
    const slow = await called('slow');
    target.answers(slow.path, () => undefined);
    await slow.register().expect(200);
    await slow.arrived(1);
    const quick = await called('quick');
    await quick.register().expect(200);
    await quick.arrived((await quick.told()).length);
    expect(slow.calls()).toHaveLength(1);
    await slow.command('end-webhook', { reason: 'OTHER' }).expect(200);
  });

  it('goes to no address of a network behind this one, whatever the list of hosts says', async () => {
    const one = await called('inside', { target: 'https://10.0.0.7/hook' });
    await one.register().expect(200);
    await one.stands('WAITING', 1);
    expect(await one.view()).toMatchObject({ reason: 'ADDRESS_REFUSED' });
    await one.command('change-webhook', { target: `${target.origin}/inside`, purpose: 'PROTECTION' }).expect(200);
    await one.arrived(1);
  });

  it('is none where the purpose is no more of its scope, and goes on where it is again', async () => {
    const one = await called('narrowed');
    await one.register().expect(200);
    const told = (await one.told()).length;
    await one.arrived(told);
    await one.command('change-consumer-scope', { ...scope, purposes: ['REINTEGRATION'], contexts: ['identification'], types: ['identification.EducationAccessReported'] }).expect(200);
    await one.stands('NOT_IN_SCOPE');
    await happens('RecordHealthAccess');
    await one.command('change-consumer-scope', scope).expect(200);
    await one.arrived(told + 1);
    await one.stands('CALLED');
    expect(one.calls().map(({ event }) => event.id)).toEqual((await one.told()).map(({ id }) => id));
  });
});

describe('How a service is called', () => {
  it('is said by those who answer for its scope, and of itself by a service and by no other', async () => {
    const one = await called('whose');
    const body = { target: `${target.origin}/whose`, purpose: 'PROTECTION', begins: 'NOW' };
    for (const actor of [administrator, caseWorker, ombudsperson, policeInlet, one.actor]) await (await app.as(actor)).post('/consumers/whose-service/register-webhook', body).expect(403);
    await one.register().expect(200);
    const stranger = await called('stranger');
    const answers = await Promise.all(['whose', 'stranger', 'nobody', 'revoked'].map((name) => stranger.caller.post(`/consumers/${name}-service/rotate-webhook-secret`, {})));
    expect(answers.map(({ status }) => status)).toEqual([403, 409, 403, 403]);
    for (const actor of [{ ...one.actor, orgRef: 'other-board' }, { ...one.actor, orgType: 'POLICE' } satisfies Actor]) await (await app.as(actor)).post('/consumers/whose-service/redrive-webhook', { reason: 'OTHER' }).expect(403);
  });

  it('is bad form with a host that nobody named, and with an address that is none', async () => {
    const one = await called('nowhere');
    for (const wrong of ['https://elsewhere.example/hook', 'https://hooks.school.example.evil.example/', 'https://hooks.school.example:8443/', 'http://hooks.school.example/', 'https://169.254.169.254/', 'http://127.0.0.1:1/', 'https://user@hooks.school.example/']) {
      const answer = await officer.post('/consumers/nowhere-service/register-webhook', { target: wrong, purpose: 'PROTECTION', begins: 'NOW' });
      expect([wrong, answer.status, codeIn(answer)]).toEqual([wrong, 400, 'invalid-body']);
    }
    for (const wrong of [{ purpose: 'STATISTICS' }, { contexts: ['repatriation'] }, { begins: 'YESTERDAY' }]) await officer.post('/consumers/nowhere-service/register-webhook', { target: `${target.origin}/nowhere`, purpose: 'PROTECTION', begins: 'NOW', ...wrong }).expect(400);
    await officer.get('/consumers/nowhere-service/webhook').expect(404);
    await one.caller.get('/feed/webhook').expect(404);
  });

  it('is shown to those who look at services, and to itself with a cursor in the place of the position', async () => {
    const one = await called('shown');
    await one.register().expect(200);
    const told = await one.told();
    await one.arrived(told.length);
    const own = async () => (await one.caller.get('/feed/webhook').expect(200)).body as { readonly cursor: string };
    const left = async () => (await one.caller.get(`/feed?cursor=${(await own()).cursor}`).expect(200)).body as readonly CloudEvent[];
    await until(async () => (await left()).length === 0, 'the position', nowAndThen);
    const body = await own();
    expect(body).toMatchObject({ target: `${target.origin}/shown`, purpose: 'PROTECTION', standing: 'CALLED', attempts: 0, secrets: [{ until: null }] });
    expect(Object.keys(body)).not.toContain('position');
    expect((await (await app.as(auditor)).get('/consumers/shown-service/webhook').expect(200)).body).toMatchObject({ consumerId: 'shown-service', position: expect.any(String) });
    for (const caller of [one.caller, await app.as(caseWorker)]) await caller.get('/consumers/shown-service/webhook').expect(403);
    for (const actor of [caseWorker, dataProtectionOfficer, { ...one.actor, actorRef: 'no-body' }]) await (await app.as(actor)).get('/feed/webhook').expect(403);
  });
});
