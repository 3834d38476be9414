/** What the benches of a whole program share: a database of their own, a made-up population in it, and how a figure is told. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../../dist/apps/cli/embedded-postgres.js';

export const line = (text = '') => process.stdout.write(`${text}\n`);

/**
 * Runs on an embedded PostgreSQL in a temporary folder, and leaves nothing behind: not after an error, by hand, or when `minutes` are over.
 * @param defaults of the options on the command line, as texts, `minutes` among them
 */
export async function bench(defaults, run) {
  const { values } = parseArgs({ options: Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, { type: 'string', default: value }])) });
  const folder = await mkdtemp(join(tmpdir(), 'guarantor-bench-'));
  const server = await startEmbeddedPostgres({ folder, log: { info: () => undefined, warn: () => undefined }, settings: { max_connections: '100' } });
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort());
  setTimeout(() => stopped.abort(), Number(values.minutes) * 60_000).unref();
  const ended = new Promise((_, reject) => { stopped.signal.addEventListener('abort', () => reject(new Error(`stopped by hand, or after ${values.minutes} minutes`))); });
  try {
    await Promise.race([run({ url: server.url, folder, ...values, signal: stopped.signal }), ended]);
  } catch (error) {
    line(`The benchmark did not come to its end: ${error.message}`);
    process.exitCode = 1;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes a population up, in a process of its own. Answers the environment of further processes on the same data. */
export async function populated({ url, folder, events, seed, signal }) {
  const environment = { ...process.env, NODE_ENV: 'test', DATABASE_URL: url, DATA_FOLDER: folder, KEY: randomBytes(32).toString('base64'), CLOCK: 'movable', PORT: '0', ROLE: 'api' };
  line(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`);
  await ended(spawn(process.execPath, ['dist/apps/cli/main.js', 'generate', '--events', events, '--seed', seed], { env: environment, stdio: 'inherit', signal }));
  return environment;
}

export function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a process of the benchmark ended with ${code}`))));
  });
}

export function sayGoal(what, value, relation, goal) {
  const reached = relation === '≥' ? value >= goal : relation === '<' ? value < goal : value <= goal;
  line(`${what}: ${rounded(value)}  goal ${relation} ${goal}  ${reached ? 'reached' : 'MISSED'}`);
}

export function rounded(value) {
  return Number(value.toPrecision(4));
}
