import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Actor } from '../libs/decider/actor.js';
import type { StoredEvent } from '../libs/event-store/port.js';
import { registry } from '../libs/case-file/contexts.js';
import { isRefusedToNobody } from '../libs/decider/command.js';
import { isSealed, personalFields } from '../libs/privacy/personal.js';
import { eightAtATime, startApp, type App, type Caller } from './app.js';
import { allCommands, examples, pathOf, sendOneOfEach, unknownId, type OneOfEach } from './examples.js';
import { advocate, auditor, caseWorker } from './people.js';

/**
 * Words that occur nowhere else are put into every personal field of every command. They may come back to those who may read them,
 * and may stand nowhere else: no table, no line of the log, no error, no figure, no description.
 */
const token = `canary${randomBytes(8).toString('hex')}`;
const birthday = '2012-07-23';
const said = new Map<string, string>();
const words = (field: string): string => {
  const canary = `${token} for ${field.replaceAll('.', ' ')}`;
  said.set(field, canary);
  return canary;
};

let app: App;
let sent: OneOfEach;
let worker: Caller;
const errors: string[] = [];
beforeAll(async () => {
  app = await startApp();
  worker = await app.as(caseWorker);
  sent = await sendOneOfEach(app, words);
  errors.push(...await everyKindOfError());
  await app.followed();
}, 300_000);
afterAll(() => app.stop());

/** How a text can stand in a table: as it is, as bytes in hexadecimal digits, and inside of base64 at each of its three alignments. */
function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '');
    return whole.slice(before === 0 ? 0 : before + 1, -2);
  });
  return [text, bytes.toString('hex'), ...base64, ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

const holds = (text: string, canary: string): boolean => formsOf(canary).some((form) => text.includes(form));

/** Tables of every schema with a row in which the text stands, in any column. */
async function tablesWith(canary: string): Promise<readonly string[]> {
  const { rows: tables } = await app.system.pool.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`);
  expect(tables.length).toBeGreaterThan(5);
  const found = await Promise.all(tables.map(async ({ name }) => {
    const { rows } = await app.system.pool.query<{ row: string }>(`select t::text as row from ${name} as t`);
    return rows.some(({ row }) => holds(row, canary)) ? [name] : [];
  }));
  return found.flat();
}

async function eventsOf(stream: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of app.system.store.read(stream)) events.push(event);
  return events;
}

/** Answers to requests that hold the words where they are refused: field by field, in another form, too late, by the wrong person, without a fit key. */
async function everyKindOfError(): Promise<readonly string[]> {
  interface Asking { readonly path: string; readonly method?: string; readonly body?: string; readonly by?: Actor; readonly headers?: Readonly<Record<string, string>> }
  const ask = async ({ path, method = 'POST', body, by = caseWorker, headers = {} }: Asking): Promise<string> => {
    const answer = await fetch(app.url + path, {
      method, body, headers: { Authorization: `Bearer ${await app.token(by)}`, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), Connection: 'close', ...headers },
    });
    return `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`;
  };
  const overlong = `${token} `.repeat(200);
  const bodies = examples(sent, words);
  const refusedByRole = new Set<string>(allCommands.map(({ declaration }) => declaration).filter(({ kind, by }) => !isRefusedToNobody(kind) && !by.includes(auditor.role)).map(({ name }) => name));
  const toCommands = Object.entries(bodies).flatMap(([command, { by, body }]): Asking[] => {
    const path = pathOf(command, sent);
    return [
      ...[...Object.keys(body), 'unknown'].map((field) => ({ path, by, body: JSON.stringify({ ...body, [field]: overlong }) })),
      { path, by, body: JSON.stringify({ ...body, occurredAt: { at: '2098-01-01', zone: 'Asia/Bishkek' } }) },
      { path, by, body: JSON.stringify(body).slice(0, -1) },
      { path, by, body: JSON.stringify(body), headers: { 'Content-Type': `text/${token}` } },
      ...(refusedByRole.has(command) ? [{ path, by: auditor, body: JSON.stringify(body) }] : []),
    ];
  });
  const path = pathOf('DecidePlacement', sent);
  const body = JSON.stringify(bodies['DecidePlacement']!.body);
  const key = randomUUID();
  const refused = await ask({ path, body, headers: { 'Idempotency-Key': key } });
  const toDecide: Asking[] = [
    { path, body: body.replace(token, `${token} otherwise`), headers: { 'Idempotency-Key': key } },
    { path, body, headers: { 'If-Match': '"1"' } },
    { path, body, headers: { 'If-Match': token } },
    { path, body, headers: { 'Idempotency-Key': token } },
    { path, body, headers: { Authorization: `Bearer ${token}.${token}.${token}` } },
    { path: pathOf('DecidePlacement', { ...sent, childId: unknownId }), body },
  ];
  const addresses = [`/children/${token}`, `/children/${sent.childId}/${token}`, `/children/${sent.childId}?asOf=${token}`, `/children/${sent.childId}?${token}=1`, `/children/${sent.childId}/history?cursor=${token}`, `/${token}`];
  const toRead = addresses.flatMap((address) => ['GET', 'DELETE'].map((method): Asking => ({ path: address, method })));
  return [refused, ...await eightAtATime([...toCommands, ...toDecide, ...toRead], ask)];
}

describe('The words of a person', () => {
  it('were said in every personal field that there is, and every command was taken', () => {
    expect([...sent.answers].filter(([, { status }]) => status >= 300)).toEqual([]);
    expect([...sent.answers.keys()].sort()).toEqual(allCommands.map(({ declaration }) => declaration.name).sort());
  });

  it('are stored, sealed, in every event that declares such a field', async () => {
    const declared = [...registry.events.values()].flatMap(({ type, schema }) => personalFields(schema).map(({ path }) => `${type} ${path}`));
    const events = [...await eventsOf(`child-${sent.childId}`), ...await eventsOf(`child-${leftBehind()}`), ...await eventsOf(`facility-${sent.facilityId}`), ...await eventsOf('corridor-KG-KZ')];
    const sealed = new Set(events.flatMap(({ type, data }) => sealedPaths(data).map((path) => `${type} ${path}`)));
    expect(declared.length).toBeGreaterThan(20);
    expect(declared.filter((field) => !sealed.has(field))).toEqual([]);
  });

  it('come back, all of them, to the case worker of the child', async () => {
    const text = (await Promise.all([sent.childId, leftBehind()].map((child) => worker.get(`/children/${child}/history?limit=200`).expect(200)))).map((answer) => answer.text).join();
    const aboutTheChild = [...said].filter(([field]) => !/^(Register|Record)(Facility|Corridor)/.test(field));
    expect(aboutTheChild.filter(([, canary]) => !text.includes(canary)).map(([field]) => field)).toEqual([]);
    expect(text).toContain(birthday);
  });

  it('come back to no auditor', async () => {
    const reader = await app.as(auditor);
    for (const child of [sent.childId, leftBehind()]) for (const path of ['', '/history?limit=200', '/decisions?limit=200', '/state?revision=0', '/differences?sinceKnownAt=2026-01-01T00:00:00Z', '/case-file', '/case-file?format=html', '/findings']) {
      const { text } = await reader.get(`/children/${child}${path}`).expect(200);
      expect([path, holds(text, token), holds(text, birthday)]).toEqual([path, false, false]);
    }
  });

  it('stand in no table of the database', async () => {
    expect(await tablesWith(token)).toEqual([]);
    expect(await tablesWith(birthday)).toEqual([]);
  });

  it('stand in no line of the log', () => {
    expect(app.logged.length).toBeGreaterThan(errors.length);
    expect(app.logged.filter((line) => holds(line, token) || holds(line, birthday))).toEqual([]);
  });

  it('stand in no error, whatever was wrong with the request', () => {
    const statuses = new Set(errors.map((error) => Number(error.slice(0, 3))));
    expect([...statuses].sort()).toEqual([400, 401, 403, 404, 405, 409, 412, 415, 422]);
    expect(errors.filter((error) => holds(error, token))).toEqual([]);
  });

  it.each(['/metrics', '/openapi.json', '/health', '/docs'])('stand nowhere in %s', async (path) => {
    const { text } = await app.anybody.get(path).expect(200);
    expect([holds(text, token), holds(text, birthday)]).toEqual([false, false]);
  });
});

describe('The search for them', () => {
  const plain = `plain${randomBytes(8).toString('hex')}`;

  it('finds words that somebody wrote into a field that is kept plain, in the log of events', async () => {
    const body = { ...examples(sent, words)['RecordDocumentedAsAbandoned']!.body, authorityLabel: plain };
    await (await app.as(advocate)).post(pathOf('RecordDocumentedAsAbandoned', sent), body).expect(200);
    expect(await tablesWith(plain)).not.toEqual([]);
  });

  it.each([
    ['as bytes', (text: string) => Buffer.from(text)],
    ['in base64', (text: string) => Buffer.from(text).toString('base64')],
    ['in base64 after another letter', (text: string) => Buffer.from(`.${text}`).toString('base64')],
    ['in base64 after two letters', (text: string) => Buffer.from(`..${text}`).toString('base64url')],
  ])('finds them %s in a table of any schema', async (_, written) => {
    const { pool } = app.system;
    const spilled = `spilled${randomBytes(8).toString('hex')}`;
    await pool.query(`create schema spill; create table spill.page (words ${typeof written(spilled) === 'string' ? 'text' : 'bytea'})`);
    await pool.query('insert into spill.page values ($1)', [written(`said: ${spilled} and more`)]);
    expect(await tablesWith(spilled)).toEqual(['spill.page']);
    await pool.query('drop schema spill cascade');
  });
});

/** The record of its own that is begun for a child left behind. */
function leftBehind(): string {
  return (sent.answers.get('RegisterLeftBehindChild')!.body as { childId: string }).childId;
}

/** Where something sealed stands in an event's data, as personal fields are declared. */
function sealedPaths(value: unknown, path = ''): readonly string[] {
  if (isSealed(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item) => sealedPaths(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => sealedPaths(member, path === '' ? name : `${path}.${name}`));
}
