/**
 * npm run bench:projections [-- --events 1000000 --seed bench --followers 2 --minutes 180]: how fast all read models are filled from a log, beside the log's raw read and
 * COPY of the rows that come out; what a follower needs of memory; and how long the heaviest questions and a replay take.
 *
 * The log is a synthetic population, decided by the true gates, on an embedded PostgreSQL in a temporary folder. Generation and follower are
 * processes of their own, as they are in production, so that the memory is theirs alone. Whatever else follows the log, the reactions and the
 * tree of its hashes, has come to its end before: a new version of the read models finds it there. The last line is one JSON object.
 */
import { fork } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { createLog } from '../../dist/apps/api/logging.js';
import { LocalIssuer } from '../../dist/apps/api/local-issuer.js';
import { readSettings } from '../../dist/apps/api/settings.js';
import { newFollower, startServer } from '../../dist/apps/cli/server.js';
import { openSystem } from '../../dist/apps/cli/system.js';
import { projections } from '../../dist/libs/oversight/projections.js';
import { bench, ended, line, populated, rounded, sayGoal } from './bench.js';

const pageEvents = 2_000;
const samplesMax = 20;
const uncounted = 5;
const msPerQuestionMax = 8_000;
const questionsKept = 20;
const eventsOfReplay = 200;
const auditor = { actorRef: 'bench-auditor', role: 'AUDITOR', orgRef: 'court', orgType: 'COURT', purpose: 'OVERSIGHT' };

if (process.argv[2] === 'follow') await follow();
else if (process.argv[2] === 'follow-the-rest') await followTheRest();
else await bench({ events: '1000000', seed: 'bench', followers: '2', minutes: '180' }, run);
process.exit();

async function run({ url, folder, signal, followers, ...population }) {
  const environment = await populated({ url, folder, signal, ...population });
  line(`reactions and the tree of the log have followed after ${(await followedApart('follow-the-rest', environment, signal)).seconds.toFixed(1)} s`);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  await pool.query('vacuum analyze es.event');
  const { rows: [{ total }] } = await pool.query('select count(*)::int as total from es.event');

  const rawReadSeconds = await timed(() => rawRead(pool));
  line(`raw keyset read of ${total} events: ${rawReadSeconds.toFixed(1)} s`);
  const followed = await Promise.all(Array.from({ length: Number(followers) }, () => followedApart('follow', environment, signal)));
  const { rebuildSeconds, perProjection } = followed.reduce((one, other) => (one.rebuildSeconds >= other.rebuildSeconds ? one : other));
  const rssMiB = Math.max(...followed.map((each) => each.rssMiB));
  line(`full rebuild of ${projections.length} read models by ${followers} followers: ${rebuildSeconds.toFixed(1)} s, a follower at most ${rssMiB} MiB`);
  line(`seconds that the followers computed: ${followed.map(({ cpuSeconds }) => cpuSeconds.toFixed(1)).join(', ')}`);
  for (const [name, seconds] of Object.entries(perProjection)) line(`  ${name} in use after ${seconds} s`);
  const { copySeconds, rows } = await copied(pool, folder);
  line(`COPY of the same ${rows} rows with their indexes: ${copySeconds.toFixed(1)} s`);
  sayGoal('(raw read + COPY) / rebuild', (rawReadSeconds + copySeconds) / rebuildSeconds, '≥', 0.4);
  sayGoal('follower, MiB', rssMiB, '<', 1024);

  const { queries, replay } = await asked(pool, environment);
  line(JSON.stringify({
    bench: 'projections', events: total, rebuildSeconds: rounded(rebuildSeconds), rawReadSeconds: rounded(rawReadSeconds), copySeconds: rounded(copySeconds), followerRssMiB: rssMiB,
    queries, replay200ms: replay,
  }));
  await pool.end();
}

async function rawRead(pool) {
  for (let after = 0; ;) {
    const { rows } = await pool.query({ name: 'raw-read', text: 'select * from es.event where position > $1 order by position limit $2', values: [after, pageEvents] });
    if (rows.length === 0) return;
    after = rows.at(-1).position;
  }
}

/** A follower, in a process of its own: those that run at once share the read models. */
async function followedApart(mode, environment, signal) {
  const child = fork(fileURLToPath(import.meta.url), [mode], { env: environment, execArgv: process.execArgv, signal });
  const result = new Promise((resolve) => child.once('message', resolve));
  return (await Promise.all([result, ended(child)]))[0];
}

async function follow() {
  const system = await openSystem(readSettings(process.env, 'demo'), { log: createLog('warn') });
  const head = await system.store.head();
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const seconds = () => (performance.now() - began) / 1000;
  const follower = newFollower(system, { failed: (name, error) => line(`${name}: ${error}`), parked: (name, error) => line(`${name}: a child is parked (${error})`) });
  await follower.start();
  const perProjection = {};
  let lastSaid = 0;
  for (;;) {
    const { rows } = await system.pool.query(`select name, status, position, (select sum(events)::int from follower.part where (part.name, part.version, part.generation) = (projection.name, projection.version, projection.generation)) as taken
       from follower.projection where status <> 'retired'`);
    const mine = rows.filter(({ name }) => projections.some((projection) => projection.name === name));
    for (const { name, status, position } of mine) if (status === 'serving' && position >= head) perProjection[name] ??= Number(seconds().toFixed(1));
    if (Object.keys(perProjection).length === projections.length) break;
    if (seconds() - lastSaid > 5) {
      lastSaid = seconds();
      const share = mine.reduce((sum, { position, taken }) => sum + Math.min(1, Number(position ?? taken ?? 0) / Number(head)), 0) / projections.length;
      process.stderr.write(`rebuild: ${Math.floor(100 * share)} % of all read models, ${Math.round((share * Number(head)) / seconds())} events/s, about ${Math.round(seconds() / Math.max(share, 0.001) - seconds())} s left\n`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const rebuildSeconds = seconds();
  const cpu = process.cpuUsage(cpuBefore);
  await follower.stop();
  process.send({ rebuildSeconds, rssMiB: Math.round(process.resourceUsage().maxRSS / 1024), perProjection, cpuSeconds: (cpu.user + cpu.system) / 1e6 });
  await system.close();
}

async function followTheRest() {
  const system = await openSystem(readSettings(process.env, 'demo'), { log: createLog('warn') });
  const began = performance.now();
  const follower = newFollower(system, { failed: (name, error) => line(`${name}: ${error}`) }, {}, []);
  await follower.start();
  for (let waits = true; waits;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { rows: [left] } = await system.pool.query(
      `select (select count(*)::int from follower.projection where position is distinct from $1) + (select count(*)::int from follower.errand where parked_for is null) as waits`, [await system.store.head()]);
    waits = left.waits > 0;
  }
  await follower.stop();
  process.send({ seconds: (performance.now() - began) / 1000 });
  await system.close();
}

/** The limit of writing: the rows as text, copied into tables with the same indexes. */
async function copied(pool, folder) {
  const client = await pool.connect();
  const file = join(folder, 'rows');
  let copySeconds = 0;
  let rows = 0;
  for (const { name, tables } of projections) {
    const { rows: [{ schema }] } = await client.query(`select replace(name, '-', '_') || '_v' || version || '_' || generation as schema from follower.projection where name = $1 and status = 'serving'`, [name]);
    for (const table of Object.keys(tables)) {
      await pipeline(client.query(copyTo(`copy ${schema}.${table} to stdout`)), createWriteStream(file));
      await client.query(`create table public.copied (like ${schema}.${table} including all)`);
      copySeconds += await timed(() => pipeline(createReadStream(file), client.query(copyFrom('copy public.copied from stdin'))));
      rows += (await client.query('select count(*)::int as rows from public.copied')).rows[0].rows;
      await client.query('drop table public.copied');
    }
  }
  client.release();
  await rm(file, { force: true });
  return { copySeconds, rows };
}

/** Over HTTP, as an auditor asks: each question of the documents, and the history of a child. */
async function asked(pool, environment) {
  const settings = readSettings(environment, 'demo');
  const issuer = await LocalIssuer.create({ issuer: { kind: 'local' } });
  const running = await startServer(settings, { log: createLog('silent'), say: () => undefined, localIssuer: issuer });
  const authorization = `Bearer ${await issuer.mint(auditor)}`;
  const ask = async (path) => {
    const answer = await fetch(running.url + path, { headers: { authorization } });
    await answer.text();
    return answer.status;
  };
  const documents = await readFile(fileURLToPath(new URL('../../docs/audit-questions.md', import.meta.url)), 'utf8');
  const paths = [...new Set([...documents.matchAll(/`GET (\/[^`<]+)`/g)].map(([, path]) => path))].filter((path) => !path.includes('position='));
  const figures = [];
  for (const path of paths) {
    const status = await ask(path);
    if (status === 200) figures.push({ path, ...await percentiles(() => ask(path)) });
    else line(`${path} is answered ${status} and left out`);
  }
  figures.sort((a, b) => b.p95ms - a.p95ms);
  const heaviest = figures.slice(0, questionsKept);
  for (const { path, p50ms, p95ms } of heaviest) line(`${String(p50ms).padStart(9)} ms p50 ${String(p95ms).padStart(9)} ms p95  ${path}`);
  sayGoal('heaviest question, ms p95', heaviest[0]?.p95ms ?? 0, '≤', 100);

  const { rows: [child] } = await pool.query(
    `select stream, count(*)::int as events from es.event where stream like 'child-%' group by stream order by abs(count(*) - $1), stream limit 1`, [eventsOfReplay]);
  const reference = child.stream.slice('child-'.length);
  const replay = await percentiles(() => ask(`/children/${reference}/history?limit=${eventsOfReplay}`), 100);
  const situation = await percentiles(() => ask(`/children/${reference}`), 100);
  line(`replay of a child of ${child.events} events: p50 ${replay.p50ms} ms, p95 ${replay.p95ms} ms; its situation: p50 ${situation.p50ms} ms, p95 ${situation.p95ms} ms`);
  sayGoal('replay, ms p95', replay.p95ms, '≤', 20);
  await running.stop();
  return { queries: Object.fromEntries(heaviest.map(({ path, p50ms, p95ms }) => [path, { p50ms, p95ms }])), replay };
}

/** Of a program that has been asked the same before: the first few answers, which its compiler has still to learn from, are not counted. */
async function percentiles(work, most = samplesMax) {
  for (let n = 0; n < uncounted; n += 1) await work();
  const samples = [];
  const began = performance.now();
  while (samples.length < most && performance.now() - began < msPerQuestionMax) samples.push(1000 * await timed(work));
  samples.sort((a, b) => a - b);
  const at = (share) => rounded(samples[Math.min(samples.length - 1, Math.floor(share * samples.length))]);
  return { p50ms: at(0.5), p95ms: at(0.95) };
}

async function timed(work) {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
