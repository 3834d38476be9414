/**
 * npm run bench:feed [-- --events 100000 --seconds 15 --seed bench --minutes 30]: how fast a service catches up over HTTP, in pages and as NDJSON, beside the
 * raw keyset read of the same events, and how soon 1, 50 and 500 listeners hear of what comes.
 *
 * The log is a synthetic population, decided by the true gates, on an embedded PostgreSQL in a temporary folder. The server is a process of its own, so that
 * the memory is its alone; what comes is appended by this one, as by another server on the same log. The last line is one JSON object.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once, setMaxListeners } from 'node:events';
import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createLog } from '../../dist/apps/api/logging.js';
import { LocalIssuer } from '../../dist/apps/api/local-issuer.js';
import { readSettings } from '../../dist/apps/api/settings.js';
import { startServer } from '../../dist/apps/cli/server.js';
import { registry } from '../../dist/libs/case-file/contexts.js';
import { PostgresEventStore } from '../../dist/libs/event-store/postgres.js';
import { bench, line, populated, sayGoal } from './bench.js';

const pageEvents = 1_000;
const listeners = [1, 50, 500];
/** Events a second, and no more of them for many listeners than what is told makes so many a second. */
const paceMax = { events: 200, told: 10_000 };
/** Each service listens as often as one may. */
const perService = 10;
const service = { actorRef: 'bench-service', role: 'SERVICE', orgRef: 'bench', orgType: 'NGO', purpose: 'PROTECTION' };
const listening = Array.from({ length: Math.max(...listeners) / perService }, (_, index) => ({ ...service, actorRef: `bench-listener-${index}` }));
const officer = { actorRef: 'bench-officer', role: 'DATA_PROTECTION_OFFICER', orgRef: 'operator', orgType: 'OPERATOR', purpose: 'OVERSIGHT' };
const types = [...registry.shared.values()].filter(({ about, purposes }) => !about && purposes.includes(service.purpose)).map(({ type }) => type);
const progress = (text) => process.stderr.write(`${text}\n`);

if (process.argv[2] === 'serve') await serve();
else {
  await bench({ events: '100000', seconds: '15', seed: 'bench', minutes: '30' }, run);
  process.exit();
}

async function run({ url, seconds, signal, ...population }) {
  const environment = await populated({ url, signal, ...population });
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  await pool.query('vacuum analyze es.event');

  const program = fork(fileURLToPath(import.meta.url), ['serve'], { env: environment, signal });
  const asked = { ...(await once(program, 'message'))[0], agent: new Agent({ keepAlive: true, maxSockets: Infinity }) };
  await registered(asked, service, types);
  for (const each of listening) await registered(asked, each, ['identification.ChildFound']);

  const catchUp = { ndjson: 0, pages: 0, rawKeyset: 0 };
  // Twice each, and the better one counts: the first warms up.
  for (let round = 0; round < 2; round += 1) {
    catchUp.rawKeyset = Math.max(catchUp.rawKeyset, await perSecond(() => rawKeyset(pool)));
    catchUp.pages = Math.max(catchUp.pages, await perSecond(async () => (await caughtUp(asked.url, asked.token, 'application/cloudevents-batch+json')).count));
    catchUp.ndjson = Math.max(catchUp.ndjson, await perSecond(async () => (await caughtUp(asked.url, asked.token, 'application/x-ndjson')).count));
    progress(`catch-up, round ${round + 1}: events a second ${JSON.stringify(catchUp)}`);
  }
  line(`raw keyset read: ${catchUp.rawKeyset} events/s; pages: ${catchUp.pages}; NDJSON: ${catchUp.ndjson}`);

  // One lane keeps the order in which events are sent, by which a listener knows which of them it heard.
  const store = await PostgresEventStore.open({ url, lanes: 1 });
  const live = {};
  for (const count of listeners) {
    live[count] = await heardBy(count, { asked, store, pool, seconds: Number(seconds) });
    line(`${count} listeners: ${live[count].eventsPerSecond} events/s, p99 ${live[count].p99ms} ms`);
  }
  program.send('end');
  const [{ rssMiB }] = await once(program, 'message');
  await once(program, 'exit');
  await store.close();
  await pool.end();
  sayGoal('NDJSON / raw keyset read', catchUp.ndjson / catchUp.rawKeyset, '≥', 0.3);
  sayGoal('50 listeners, ms p99', live[50].p99ms, '≤', 250);
  line(JSON.stringify({ bench: 'feed', catchUp, live, rssMiB }));
}

/** The server, in a process of its own, with an issuer whose tokens it hands to this one. */
async function serve() {
  const issuer = await LocalIssuer.create({ issuer: { kind: 'local' } });
  const running = await startServer(readSettings(process.env, 'demo'), { log: createLog('error'), say: () => undefined, localIssuer: issuer });
  process.send({ url: running.url, token: await issuer.mint(service), tokens: await Promise.all(listening.map((each) => issuer.mint(each))), officerToken: await issuer.mint(officer) });
  await once(process, 'message');
  process.send({ rssMiB: Math.round(process.resourceUsage().maxRSS / 1024) });
  await running.stop();
  process.exit();
}

async function registered({ url, officerToken }, { actorRef, orgRef, orgType, purpose }, types) {
  const contexts = [...new Set(types.map((type) => type.slice(0, type.indexOf('.'))))];
  const answer = await fetch(`${url}/consumers/${actorRef}/register-consumer`, {
    method: 'POST', headers: { authorization: `Bearer ${officerToken}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ orgRef, orgType, purposes: [purpose], contexts, types }),
  });
  if (!answer.ok) throw new Error(`the service was not registered: ${await answer.text()}`);
}

/** The limit: the same events, as the database gives them. */
async function rawKeyset(pool) {
  let count = 0;
  for (let after = 0; ;) {
    const { rows } = await pool.query({ name: 'raw-keyset', text: 'select * from es.event where position > $1 and type = any($2) order by position limit $3', values: [after, types, pageEvents] });
    if (rows.length === 0) return count;
    count += rows.length;
    after = rows.at(-1).position;
  }
}

/** Everything that the service is told, page by page; each event is parsed. As the typed client does, it asks for the next page before it deals with one. */
async function caughtUp(url, token, form) {
  const asked = (cursor) => fetch(`${url}/feed?limit=${pageEvents}${cursor ? `&cursor=${cursor}` : ''}`, { headers: { authorization: `Bearer ${token}`, accept: form } });
  let count = 0;
  for (let next = asked(); ;) {
    const answer = await next;
    const cursor = answer.headers.get('feed-cursor');
    const end = answer.headers.get('feed-caught-up') === 'true';
    if (answer.ok && !end) next = asked(cursor);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`a page was answered ${answer.status}: ${text}`);
    const events = form.endsWith('ndjson') ? text.split('\n').filter(Boolean).map((each) => JSON.parse(each)) : JSON.parse(text);
    count += events.length;
    if (end) return { count, cursor };
  }
}

async function perSecond(work) {
  const began = performance.now();
  const count = await work();
  return Math.round(count / ((performance.now() - began) / 1000));
}

/** So many listen from the end of the log on, and hear each event that is appended then: how late, from before the append to what came out of the socket. */
async function heardBy(count, { asked: { url, agent, tokens }, store, pool, seconds }) {
  const leaving = new AbortController();
  setMaxListeners(0, leaving.signal);
  const { rows: [template] } = await pool.query(`select type, data, meta from es.event where type = 'identification.ChildFound' and not ((meta->'command')::jsonb ? 'entitled') order by position desc limit 1`);
  const sentAt = [];
  const lateMs = [];
  let lastAt = 0;
  const heard = (index) => {
    lastAt = performance.now();
    lateMs.push(lastAt - sentAt[index]);
  };
  const connections = [];
  // One service after the other, and not all in one instant.
  for (let begun = 0; begun < count; begun += perService) {
    const token = tokens[begun / perService];
    const { cursor } = await caughtUp(url, token, 'application/x-ndjson');
    const more = Array.from({ length: Math.min(perService, count - begun) }, () => listened({ url, token, agent, cursor, signal: leaving.signal }, heard));
    connections.push(...await Promise.all(more));
  }
  const pace = Math.min(paceMax.events, paceMax.told / count);
  const total = Math.round(pace * seconds);
  progress(`${count} listen; ${pace} events a second come for ${seconds} s`);
  const began = performance.now();
  const appends = [];
  for (let index = 0; index < total; index += 1) {
    const waitMs = began + (index * 1000) / pace - performance.now();
    if (waitMs > 0) await pause(waitMs);
    sentAt[index] = performance.now();
    appends.push(store.append(`child-${randomUUID()}`, [{ ...template, id: randomUUID() }], 'noStream'));
  }
  await Promise.all(appends);
  lastAt = performance.now();
  while (lateMs.length < total * count && performance.now() - lastAt < 20_000) await pause(50);
  leaving.abort();
  connections.forEach((connection) => connection.destroy());
  if (lateMs.length < total * count) throw new Error(`${total * count - lateMs.length} of ${total * count} were not heard`);
  lateMs.sort((one, other) => one - other);
  return { eventsPerSecond: Math.round(total / ((lastAt - began) / 1000)), p99ms: Number(lateMs[Math.floor(0.99 * (lateMs.length - 1))].toPrecision(3)) };
}

/** Listens, and counts what it hears without reading it: what reading costs is the service's own. Resolves once it has caught up. */
function listened({ url, token, agent, cursor, signal }, heard) {
  return new Promise((resolve, reject) => {
    const request = get(`${url}/feed/live`, { agent, signal, headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream', 'last-event-id': cursor } }, (answer) => {
      if (answer.statusCode !== 200) return reject(new Error(`a listener was answered ${answer.statusCode}`));
      let live = false;
      let index = 0;
      let rest = '';
      answer.setEncoding('latin1').on('error', () => undefined).on('data', (part) => {
        const messages = (rest + part).split('\n\n');
        rest = messages.pop();
        for (const message of messages) {
          if (message.includes('event: caught-up')) {
            if (!live) resolve(request);
            live = true;
          } else if (live && message.startsWith('id: ')) heard(index++);
        }
      });
    });
    request.on('error', (error) => (signal.aborted ? undefined : reject(error)));
  });
}
