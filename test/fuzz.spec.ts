import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { registry } from '../libs/case-file/contexts.js';
import { isRefusedToNobody } from '../libs/decider/command.js';
import type { Position } from '../libs/event-store/port.js';
import { eightAtATime, startApp, type App } from './app.js';
import { examples, pathOf, sendOneOfEach, unknownId, type World } from './examples.js';
import { analyst, auditor } from './people.js';

const commandNames = registry.commands.map(({ declaration }) => declaration.name);
const refusedToNobody = new Set(registry.commands.filter(({ declaration }) => isRefusedToNobody(declaration.kind)).map(({ declaration }) => declaration.name));
const starting = new Set(registry.commands.filter(({ declaration }) => declaration.starts).map(({ declaration }) => declaration.name));

/** FUZZ_SEED repeats a run, FUZZ_ROUNDS makes it longer: in each round every change is made to every command, by other throws. */
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const rounds = Number(process.env.FUZZ_ROUNDS ?? 1);

/** The same throws for the same seed. */
class Dice {
  constructor(private state: number) {}

  /** From 0 to the limit, which is left out. (mulberry32) */
  whole(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  one<T>(of: readonly T[]): T {
    return of[this.whole(of.length)]!;
  }
}

type Json = Record<string, unknown>;
interface Attempt {
  readonly command: string;
  readonly mutation: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}
/** What is otherwise than in the example; undefined where this kind of change does not fit it. */
type Mutation = (example: { readonly command: string; readonly body: Json }, dice: Dice) => { body: Attempt['body']; path?: string; headers?: Attempt['headers'] } | undefined;

/** Where a value stands in a body: the object or list that holds it, and its name there. */
interface Place {
  readonly holder: Record<string, unknown>;
  readonly name: string;
  readonly value: unknown;
  /** True within the fields of a correction. */
  readonly corrects: boolean;
}

function placesIn(holder: Json, corrects = false): readonly Place[] {
  return Object.entries(holder).flatMap(([name, value]) => [
    { holder, name, value, corrects }, ...(typeof value === 'object' && value !== null ? placesIn(value as Json, corrects || name === 'fields') : []),
  ]);
}

/** A copy of the body with one of the values that fit changed; undefined where none fits. */
function changed(body: Json, dice: Dice, fits: (place: Place) => boolean, change: (place: Place) => unknown): { body: string } | undefined {
  const copy = structuredClone(body);
  const places = placesIn(copy).filter(fits);
  if (places.length === 0) return undefined;
  const place = dice.one(places);
  place.holder[place.name] = change(place);
  return { body: JSON.stringify(copy) };
}

const isText = ({ value }: Place) => typeof value === 'string';
const isTime = ({ name, value }: Place) => typeof value === 'string' && /^\d{4}-\d{2}/.test(value) && name !== 'documentRef';
const isCode = ({ value }: Place) => typeof value === 'string' && /^[A-Z_]{2,}$/.test(value);
const isObject = ({ value }: Place) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names that only the server may give, and names that every object has. */
const serverNames = [
  'recordedAt', 'recordedBy', 'gateSnapshot', 'basis', 'role', 'type', 'kind', 'id', 'revision', 'position', 'meta', 'data', 'supersedes', 'dataClasses', 'actorRef', 'purpose', 'profileVersion',
  '__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'then', 'toJSON', '__defineGetter__', '$sealed',
];
/** The body with a member before all others, whatever its name; `value` is JSON as it is written. */
const withMember = (body: Json, name: string, value: string) => ({ body: JSON.stringify(body).replace('{', `{${JSON.stringify(name)}:${value},`) });
const nobody = { childId: unknownId, facilityId: unknownId };

/** Each makes a request that has to be refused, whatever the record holds. */
const invalid: Readonly<Record<string, Mutation>> = {
  'broken JSON': ({ body }, dice) => {
    const text = JSON.stringify(body);
    return { body: dice.one([text.slice(0, dice.whole(text.length - 1) + 1), `${text},`, text.replaceAll('"', '\''), `/* */${text}`, text + text, text.replace(':', ':NaN,"x":'), `${text}\u0000`, text.replace('{', '{,')]) };
  },
  'no body': () => ({ body: '' }),
  'no object': (_, dice) => ({ body: dice.one(['[]', '"text"', '1', 'true', 'null', '[{}]', '[[[[]]]]']) }),
  'bytes': (_, dice) => ({ body: Buffer.from(Array.from({ length: 1 + dice.whole(200) }, () => 128 + dice.whole(128))) }),
  'too deep': ({ body }, dice) => {
    const depth = dice.one([20, 100, 5_000, 20_000]);
    return withMember(body, 'deep', dice.one([`${'['.repeat(depth)}${']'.repeat(depth)}`, `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`]));
  },
  'too large': ({ body }, dice) => (dice.whole(20) > 0 ? undefined : withMember(body, 'padding', JSON.stringify(Array.from({ length: 40 }, () => 'x'.repeat(9_000))))),
  // Within a correction the only limit is that of every text.
  'huge text': ({ body }, dice) => changed(body, dice, isText, ({ corrects }) => dice.one(['x', 'щ', '𝔵']).repeat(corrects ? 10_001 : dice.one([4_001, 9_999, 10_001, 30_000]))),
  'wrong type': ({ body }, dice) => changed(body, dice, () => true, ({ value }) => {
    if (typeof value === 'string') return dice.one([1, true, null, [], {}, ['text'], { $sealed: {} }, { length: 1 }]);
    if (Array.isArray(value)) return dice.one(['text', 1, null, true, {}, { length: 3 }, [[]], [null]]);
    if (typeof value === 'object') return dice.one(['text', 1, null, true, [], [{}]]);
    return dice.one(['text', null, [], {}, '1', 'true']);
  }),
  'wrong number': ({ body }, dice) => changed(body, dice, ({ value }) => typeof value === 'number', () => dice.one([-1, 1.5, 100_001, 1e15, -1e-9])),
  'number beyond precision': ({ body }, dice) => withMember(body, 'n', dice.one(['1e999', '12345678901234567890', '-1e400', '01', '1.', '.5', '0x10'])),
  'unknown field': ({ body }, dice) => {
    const copy = structuredClone(body);
    const part = dice.one([copy, ...placesIn(copy).filter(isObject).map(({ value }) => value as Json)]);
    part[dice.one(['extra', 'Name', 'occuredAt', '', ' ', 'name ', '0', 'a.b', 'status', 'migrationStatus', 'x'.repeat(300), 'на́йден'])] = dice.one(['text', 1, {}, [], null, true]);
    return { body: JSON.stringify(copy) };
  },
  'name of the server\'s': ({ body }, dice) => {
    const name = dice.one(serverNames.filter((each) => !(each in body) || each.startsWith('__') || each in Object.prototype));
    return withMember(body, name, dice.one(['"text"', '1', '{}', '[]', 'true', '{"polluted":true}', '{"$sealed":{"key":"D2"}}']));
  },
  'repeated field': ({ body }, dice) => withMember(body, dice.one(Object.keys(body)), dice.one(['"text"', '1', '{}'])),
  'wrong date': ({ body }, dice) => changed(body, dice, isTime, () => dice.one([
    '2025-02-30', '2025-13-01', '0000-00-00', '2025-03-02T25:00', '9999-12-31', '1899-12-31', 'yesterday', '2025-03-02T09:00:60Z', '+002025-01-01', '2025-3-2', '', ' 2025-03-02', '２０２５-03-02',
    '2025-02-29T10:00:00Z', 'Infinity', '2025-03-02T10:00:00+25:00', '2025-03-02T10:00:00 ', '2025-03-02\n', '2025-W10', '1741000000', '2025-03-02T10:00:00.0000000001Z', 'Sun Mar 02 2025',
  ])),
  'future instant': ({ body }, dice) => ({
    body: JSON.stringify({ ...body, occurredAt: { at: dice.one(['2098-01-01', '2099-12-31T23:59:59Z', '2060-07', '2098-05-05T05:05', new Date(Date.now() + app.system.clock.aheadMs + 600_000 + dice.whole(1e9)).toISOString()]), zone: 'Asia/Bishkek' } }),
  }),
  'end before start': ({ command, body }, dice) => {
    const backwards: Readonly<Record<string, Json>> = {
      AppointGuardian: { from: '2025-03-02T11:00:00Z', until: '2025-03-02T10:00:00Z' }, RegisterChildFound: { estimatedAgeYearsMin: 17, estimatedAgeYearsMax: 11 },
      RecordDeprivationStarted: { lastConfirmedAt: '2024-01-01' }, RecordDeprivationSettingChanged: { medicalIndication: { value: 'YES', from: '2025-03-05', until: '2025-01-03' } },
      PlaceInEmergencyOpenCare: { reviewBy: '2024-12-31T00:00:00Z' },
    };
    const occurredAt = { at: dice.one(['2025-03-05', '2025-03-05T10:00', '2025-04']), to: dice.one(['2025-03-01', '2025-02', '2025-03-04T23:59']), zone: 'Asia/Bishkek' };
    return { body: JSON.stringify({ ...body, ...(dice.whole(2) === 0 && backwards[command] ? backwards[command] : { occurredAt }) }) };
  },
  'wrong code': ({ body }, dice) => changed(body, dice, isCode, ({ value }) => dice.one([String(value).toLowerCase(), `${String(value)} `, 'NOT_A_CODE', '', 'ZZ', '*', `${String(value)}\n`])),
  'wrong zone': ({ body }, dice) => changed(body, dice, ({ name, value }) => name === 'zone' && typeof value === 'string', () => dice.one([
    'Mars/Base', 'asia/bishkek', 'constructor', '__proto__', 'toString', 'Asia', '', 'GMT+25', 'Asia/Bishkek\u0000', '+06:00', '../etc', 'local',
  ])),
  'control or bidi character': ({ body }, dice) => changed(body, dice, isText, ({ value }) => {
    const at = dice.whole(String(value).length + 1);
    return String(value).slice(0, at) + dice.one(['\u202e', '\u2066', '\u200f', '\u061c', '\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\ud800', '\udfff']) + String(value).slice(at);
  }),
  // About nobody: a refusal by role about a child that exists is an attempt, and attempts are kept.
  'wrong token': ({ command, body }, dice) => ({
    path: pathOf(command, nobody), body: JSON.stringify(body),
    headers: { authorization: dice.one(['', 'Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic YTpi', `Bearer ${'x'.repeat(9_000)}`, `Bearer ${unsigned}`, tampered, ...(refusedToNobody.has(command) ? [] : [wrongRole])]) },
  }),
  'wrong content type': ({ body }, dice) => ({
    body: JSON.stringify(body),
    headers: dice.one<Record<string, string>>([
      { 'content-type': 'text/plain' }, { 'content-type': 'application/xml' }, { 'content-type': 'application/x-www-form-urlencoded' }, { 'content-type': 'application/json; charset=latin1' },
      { 'content-type': 'multipart/form-data; boundary=x' }, { 'content-type': '' }, { 'content-type': 'application/json, text/plain' }, { 'content-encoding': 'gzip' }, { 'content-encoding': 'br' },
    ]),
  }),
  'unknown subject': ({ command, body }, dice) => {
    if (starting.has(command)) return undefined;
    const subject = dice.one([randomUUID(), unknownId, '1', 'undefined', '%00', '..', '%2e%2e', '%E0%A4%A', 'x'.repeat(36), `${unknownId}%20`, unknownId.toUpperCase(), '*', '{subjectId}']);
    return { body: JSON.stringify(body), path: pathOf(command, { childId: subject, facilityId: subject, corridorId: subject, consumerId: subject }) };
  },
  'wrong header': ({ body }, dice) => ({
    body: JSON.stringify(body),
    headers: dice.one<Record<string, string>>([
      { 'idempotency-key': '' }, { 'idempotency-key': 'again' }, { 'idempotency-key': `${unknownId}0` }, { 'idempotency-key': `{${unknownId}}` }, { 'if-match': 'latest' }, { 'if-match': '*' }, { 'if-match': '-1' }, { 'if-match': '"1", "2"' },
    ]),
  }),
};

/** Each makes a request that may be taken or refused, as the record stands. */
const odd: Readonly<Record<string, Mutation>> = {
  'field left out': ({ body }, dice) => {
    const copy = structuredClone(body);
    const { holder, name } = dice.one(placesIn(copy));
    if (!Array.isArray(holder)) delete holder[name];
    return { body: JSON.stringify(copy) };
  },
  'fields left out': ({ body }, dice) => ({ body: JSON.stringify(Object.fromEntries(Object.entries(body).filter(() => dice.whole(3) > 0))) }),
  'no fields': () => ({ body: '{}' }),
  'odd words': ({ body }, dice) => changed(body, dice, isText, () => dice.one([
    '🧒🏽', 'e\u0301'.repeat(50), 'שלום', 'مرحبا', '   ', '\t\r\n', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(200), 'x'.repeat(4_000), '\'; drop table event; --', '<script>alert(1)</script>', '${7*7}', '{{7*7}}',
    '../../etc/passwd', '%00', '\\u0000', '\u200b', 'null', 'true', '0', '-1', 'a/b:c-d_e.f', unknownId, '{"$sealed":1}', '$where', '%s%n', '\ufeff',
  ])),
  'odd time': ({ body }, dice) => changed(body, dice, isTime, () => dice.one([
    '2025-03-02', '2025-03', '2025-03-02T11:00', '2025-03-02T11:00Z', '2025-03-02T11:00+06:00', '2025-03-02T11:00:00.5Z', '2025-03-02T11:00:00.123+05:45', '2024-02-29', '2000-02-29T00:00:00Z', '1900-01-01', '2099-12-31',
    '2025-03-02T11', '2025-03-02t11:00:00z', '1970-01-01T00:00:00Z', '2025-03-02T24:00:00Z', '1924-05-02', '1999-12-31T23:59:59.999Z',
  ])),
  'odd zone': ({ body }, dice) => changed(body, dice, ({ name, value }) => name === 'zone' && typeof value === 'string', () => dice.one([
    'UTC', 'Etc/GMT+12', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'Europe/Lisbon', 'America/New_York', 'Pacific/Apia', 'Africa/Monrovia', 'GMT', 'EST5EDT', 'Zulu', 'Europe/Kyiv', 'Europe/Kiev',
  ])),
  'odd list': ({ body }, dice) => changed(body, dice, ({ value }) => Array.isArray(value), ({ value }) => {
    const [first] = value as unknown[];
    return dice.one([[], [first, first], Array.from({ length: 21 }, () => first), Array.from({ length: 1_000 }, () => first)]);
  }),
  'odd code': ({ body }, dice) => changed(body, dice, isCode, () => dice.one(['YES', 'NO', 'UNKNOWN', 'OTHER', 'KG', 'RU', 'MOTHER', 'POLICE', 'CUSTODIAL', 'PRIVATE_HOME', 'HOSPITAL', 'FOSTER_CARE', 'DOCUMENTED', 'DEATH', 'kg'])),
  'odd number': ({ body }, dice) => changed(body, dice, ({ value }) => typeof value === 'number', () => dice.one([0, 1, 18, 30, 31, 10_000, 100_000])),
  'odd reference': ({ body }, dice) => changed(body, dice, ({ name, value }) => /(Ref|target|ref)$/.test(name) && typeof value === 'string', () => dice.one([unknownId, ...ids, 'guardian', 'next-guardian', 'centre', 'from-mother'])),
  'odd header': ({ body }, dice) => ({
    body: JSON.stringify(body),
    headers: dice.one<Record<string, string>>([{ 'if-match': '"0"' }, { 'if-match': '99999' }, { 'idempotency-key': unknownId }, { 'idempotency-key': unknownId.toUpperCase() }, { accept: 'text/html' }, { 'x-request-id': '<b>' }, { 'content-type': 'application/json;charset=UTF-8' }]),
  }),
};

let app: App;
const subjects: (World & { readonly childId: string })[] = [];
const tokens = new Map<string, string>();
let ids: readonly string[] = [];
let tampered: string, wrongRole: string;
const unsigned = [{ alg: 'none', typ: 'at+jwt' }, { sub: 'a', role: 'CASE_WORKER' }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.';
// Lets go of an idle connection before the server does (after 5 s), so that no request meets one that is being closed.
const agent = new Agent({ keepAlive: true, maxSockets: 8, timeout: 3_000 });

beforeAll(async () => {
  app = await startApp();
  const { facilityId } = await sendOneOfEach(app, () => 'words');
  for (let count = 0; count < 30; count += 1) subjects.push({ ...await aLivingChild(), facilityId });
  for (const [command, { by }] of Object.entries(examples(subjects[0]!, () => 'words'))) tokens.set(command, `Bearer ${await app.token(by)}`);
  const [header, , signature] = tokens.get('RegisterChildFound')!.split('.');
  tampered = [header, tokens.get('AppointGuardian')!.split('.')[1], signature].join('.');
  wrongRole = `Bearer ${await app.token(analyst)}`;
  ids = subjects.flatMap(({ childId, eventId }) => [childId, eventId]);
}, 300_000);
afterAll(async () => {
  agent.destroy();
  await app.stop();
});

async function aLivingChild(): Promise<{ childId: string; eventId: string }> {
  const { by, body } = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words')['RegisterChildFound']!;
  const answer = await (await app.as(by)).post('/children/register-child-found', body).expect(201);
  const { childId, events } = answer.body as { childId: string; events: { id: string }[] };
  return { childId, eventId: events[0]!.id };
}


/** Every mutation of every command's route that fits its example, the same for the same seed and the same record. */
function attempts(mutations: Readonly<Record<string, Mutation>>, dice: Dice): readonly Attempt[] {
  const made: Attempt[] = [];
  const names = Object.keys(mutations);
  for (let turn = 0; turn < rounds * names.length * commandNames.length; turn += 1) {
    const nth = turn % commandNames.length;
    const command = commandNames[nth]!;
    // One mutation further in each pass over the commands, so that like requests do not stand together.
    const mutation = names[(nth + Math.floor(turn / commandNames.length)) % names.length]!;
    const subject = dice.one(subjects);
    const { body } = examples(subject, () => 'words')[command]!;
    const change = mutations[mutation]!({ command, body }, dice);
    if (!change) continue;
    const headers = { authorization: tokens.get(command)!, 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...change.headers };
    made.push({ command, mutation, path: change.path ?? pathOf(command, subject), headers, body: change.body });
  }
  return made;
}

interface Answer {
  readonly attempt: Attempt;
  /** 0 where the connection was cut off before an answer. */
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** With the same key once more where the server had just let go of the idle connection that it was sent on. */
function send(attempt: Attempt, again = false): Promise<Answer> {
  const { path, headers, body } = attempt;
  return new Promise((resolve) => {
    const sending = request(app.url + path, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
      const chunks: Buffer[] = [];
      const answered = () => resolve({ attempt, status: response.statusCode!, type: response.headers['content-type'] ?? '', text: Buffer.concat(chunks).toString('utf8') });
      response.on('data', (chunk: Buffer) => void chunks.push(chunk)).once('end', answered).once('error', answered);
    });
    sending.once('error', (error) => resolve(sending.reusedSocket && !again ? send(attempt, true) : { attempt, status: 0, type: '', text: error.message }));
    sending.end(body);
  });
}

/** Why an answer is not fit to be given; undefined where it is. */
function faultOf({ status, type, text }: Answer): string | undefined {
  if (status === 0) return 'no answer';
  if (status >= 500) return 'a fault of the server\'s';
  if (/\n\s*at |node_modules|\.[cm]?[jt]s:\d|\bat \w+ \(/.test(text)) return 'a piece of a stack';
  if (status < 400) return undefined;
  if (type !== 'application/problem+json') return `a refusal of type ${type}`;
  const problem = JSON.parse(text) as Json;
  const whole = ['type', 'title', 'detail', 'requestId'].every((member) => typeof problem[member] === 'string' && problem[member] !== '') && problem['status'] === status;
  return whole ? undefined : 'a problem that lacks a member';
}

/** Ten of them, short enough to be read. */
function shown(answers: readonly Answer[], why: (answer: Answer) => string | undefined) {
  return answers.filter(why).slice(0, 10).map((answer) => ({
    why: why(answer), mutation: answer.attempt.mutation, path: answer.attempt.path, headers: answer.attempt.headers, status: answer.status, answer: answer.text.slice(0, 300),
    body: answer.attempt.body.toString().slice(0, 2_000),
  }));
}

async function* eventsAfter(head: Position | undefined) {
  for (let after = head; ;) {
    const page = await app.system.store.readAll({ after });
    yield* page.events;
    if (page.caughtUp) return;
    after = page.position;
  }
}

describe(`Mutated requests to every command (FUZZ_SEED=${seed})`, () => {
  it('that are invalid: all are refused in the one form, and nothing of them is stored', async () => {
    const head = await app.system.store.head();
    const sinceThen = async () => {
      const stored: string[] = [];
      for await (const { type, meta } of eventsAfter(head)) if ((meta.recordedBy as { actorRef: string }).actorRef !== 'guarantor') stored.push(type);
      return stored;
    };
    const answers = await eightAtATime(attempts(invalid, new Dice(seed)), send);
    expect(shown(answers, faultOf)).toEqual([]);
    expect(shown(answers, ({ status }) => (status < 400 ? 'taken' : undefined))).toEqual([]);
    // A decision that is refused for want of a guarantee before its form is looked at is kept as refused; what the clock and the reactions tell meanwhile is the system's own.
    expect(await sinceThen()).toEqual(answers.filter(({ status }) => status === 422).map(() => 'record.DecisionAttemptRefused'));
    const covered = new Set(answers.map(({ attempt }) => `${attempt.command} ${attempt.mutation}`));
    expect(covered.size).toBeGreaterThan(commandNames.length * Object.keys(invalid).length * 0.8);
  }, 300_000);

  it('that are odd: each is taken or refused, and none goes wrong', async () => {
    const answers = await eightAtATime(attempts(odd, new Dice(seed + 1)), send);
    expect(shown(answers, faultOf)).toEqual([]);
    expect(answers.filter(({ status }) => status < 300).length).toBeGreaterThan(answers.length / 10);
  }, 300_000);

  it('leave every child readable', async () => {
    const reader = await app.as(auditor);
    const questions = subjects.flatMap(({ childId }) => ['', '?asOf=2025-03-03T00:00:00Z', '/history?limit=200', '/decisions?limit=200'].map((question) => `/children/${childId}${question}`));
    await eightAtATime(questions, (question) => reader.get(question).expect(200));
  });

  it('leave no fault in the log, neither of the answers nor of the followers', async () => {
    await app.followed();
    expect(app.logged.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
  });

  it('leave no key of a child that was never registered', async () => {
    const keys = async () => (await app.system.pool.query<{ made: number }>('select count(*)::int as made from keys.data_key')).rows[0]!.made;
    const before = await keys();
    const [registration] = attempts({ 'future instant': invalid['future instant']! }, new Dice(seed)).filter(({ command }) => command === 'RegisterChildFound');
    const { status } = await send(registration!);
    expect([status, await keys()]).toEqual([400, before]);
  });

  it('are refused with an offset that no clock has', async () => {
    const { by, body } = examples(subjects[0]!, () => 'words')['AppointGuardian']!;
    await (await app.as(by)).post(pathOf('AppointGuardian', subjects[0]!), { ...body, from: '2025-03-02T11:00:00-23:59' }).expect(400);
  });
});
