#!/usr/bin/env node
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { InstrumentRefused } from '../../libs/case-file/adopted-instruments.js';
import { StoredByNewer } from '../../libs/case-file/versions.js';
import { ProfileRefused } from '../../libs/case-file/adopted-profiles.js';
import { AnotherLog, VersionNotRaised } from '../../libs/event-store/follower.js';
import { StoreUnavailable } from '../../libs/event-store/port.js';
import { registry } from '../../libs/case-file/contexts.js';
import { projections } from '../../libs/oversight/projections.js';
import { settingOf } from '../../libs/profiles/profiles.js';
import { NotFit } from '../../libs/profiles/validate.js';
import { CannotUnwrap, kekFromFile, KekRefused } from '../../libs/privacy/key-encryption-key.js';
import { KeyRing } from '../../libs/privacy/key-ring.js';
import { createLog, describeError } from '../api/logging.js';
import { LocalIssuer } from '../api/local-issuer.js';
import { readSettings, SettingRefused, type Settings } from '../api/settings.js';
import { DemoFailed, playDemo } from './demo.js';
import { AlreadyRunning, CannotStart } from './embedded-postgres.js';
import { assertEmpty, generate, LogNotEmpty } from './generate.js';
import { progressBar, readModelLine, standingOf } from './progress-bar.js';
import { CheckpointRefused } from '../../libs/transparency/note.js';
import { verifyProofs, type CaseFileText, type ProofFile } from '../../libs/transparency/verify.js';
import { printReplay } from './replay.js';
import { newFollower, startServer, type Running } from './server.js';
import { verifyTheLog } from './verify.js';
import { keyEncryptionKey, openSystem, type System } from './system.js';

const help = `guarantor: the replayable record of what is decided about a child

  guarantor start                         API and follower (ROLE chooses one of them)
  guarantor demo                          the same with demonstration cases and tokens to try it with, in a data folder
                                          of its own (.guarantor-demo), because it moves its clock
  guarantor replay <child>                timeline with both clocks, decisions, refusals, hours and days deprived of liberty, findings
      --as-of <instant>                   as it was then; now if left out
      --known-at <instant>                as it was known then; all that is known if left out
      --since <instant>                   and what was learnt since then
  guarantor rebuild [projection …]        fills read models anew beside the ones in use, and swaps them in
  guarantor read-models                   how far each read model is, and of one that is being filled how fast and how long still
      --watch                             again every second, until none is being filled
  guarantor generate                      puts a made-up population into an empty log, in a data folder of its own
                                          (.guarantor-generated); look at it with CLOCK=movable guarantor start
      --events <n>                        about so many events; 10000 if left out
      --seed <word>                       the same seed and end make the same children; 1 if left out
      --until <instant>                   where their stories end; now if left out
      --add                               also where children or places are in the log already
  guarantor unpark <projection> <child>   folds a child again that a read model had to leave out
  guarantor verify --log                  reads the whole log, makes its tree of hashes again and holds it to every checkpoint that was signed
      --checkpoint <file>                 and to one that somebody kept
      --key <public key>                  as the log gave it when it was first asked; without it the one that is stored beside the checkpoints
  guarantor verify <proofs.json>          checks proofs without the log, the database or the network
      --key <public key>                  needed: what checks the signature of the checkpoint
      --checkpoint <file>                 the checkpoint that was kept, to which the proofs have to be
      --case-file <file>                  an exported case file, every event of which has to be among the proved ones
  guarantor keys rewrap <file>            wraps every data key under the key in the file, which then takes the old one's place

Settings come from the environment; see README.md. Instants are written 2026-03-02T09:30:00Z.
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main([command = 'help', ...rest]: readonly string[]): Promise<void> {
  switch (command) {
    case 'start': return serve(command, rest);
    case 'demo': return serve(command, rest);
    case 'replay': return replay(rest);
    case 'rebuild': return asking((system) => rebuild(system, rest));
    case 'read-models': return readModels(rest);
    case 'generate': return generatePopulation(rest);
    case 'unpark': return asking((system) => unpark(system, rest));
    case 'verify': return verify(rest);
    case 'keys': return rewrap(rest);
    case 'help': case '--help': case '-h': return say(help);
    default: throw new Misused(`There is no command ${JSON.stringify(command)}.`);
  }
}

/** The command line is not in the form asked for; the help follows. */
class Misused extends Error {}

async function serve(command: 'start' | 'demo', rest: readonly string[]): Promise<void> {
  if (rest.length > 0) throw new Misused(`${command} takes no arguments.`);
  const settings = readSettings(process.env, command);
  const log = createLog(process.env.LOG_LEVEL || command === 'start' ? settings.logLevel : 'warn');
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
  const issuer = settings.issuer.kind === 'local' ? await LocalIssuer.create(settings) : undefined;
  const running = await startServer(settings, { log, say, localIssuer: issuer });
  try {
    if (command === 'demo') await demonstrate(running, settings, issuer);
    else sayStarted(running, settings);
    const signal = await stopped;
    say(`${signal}: stopping once what is under way is answered.`);
  } finally {
    await running.stop();
  }
}

function sayStarted({ url, system }: Running, { issuer, role }: Settings): void {
  say(`Guarantor listens on ${url} (${role === 'both' ? 'API and follower' : role}).`);
  say(`  ${system.describe.store}, ${system.describe.database}`);
  say(`  description ${url}/docs   health ${url}/health   metrics ${url}/metrics`);
  if (issuer.kind === 'none') say('  No issuer of tokens is set, so that every request is answered 401: set OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL, or try `npm run demo`.');
}

async function demonstrate(running: Running, settings: Settings, issuer: LocalIssuer | undefined): Promise<void> {
  if (!issuer) throw new SettingRefused('OIDC_ISSUER', 'is set; expected none for a demonstration, which issues its own tokens');
  await playDemo({ url: running.url, mint: (actor) => issuer.mint(actor), replay: running.system.replay, now: () => running.system.clock.now(), say, environment: environmentOf(settings) });
  sayStarted(running, settings);
}

/** Other commands find the data of a demonstration only where they are told of its folder. */
function environmentOf({ databaseUrl, dataFolder, dataFolderIsGiven }: Settings): string {
  return databaseUrl || dataFolderIsGiven ? '' : `DATA_FOLDER=${relative('.', dataFolder)} `;
}

async function replay(rest: readonly string[]): Promise<void> {
  const { values, positionals } = argumentsOf(rest, { 'as-of': { type: 'string' }, 'known-at': { type: 'string' }, since: { type: 'string' } });
  const [childId] = positionals;
  if (!childId || positionals.length > 1) throw new Misused('replay takes the reference of one child.');
  await asking((system) => printReplay(system, childId, { asOf: instant('--as-of', values['as-of']), knownAt: instant('--known-at', values['known-at']), since: instant('--since', values.since), say }));
}

function instant(option: string, value: string | boolean | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const parsed = new Date(String(value));
  if (!/T.*(Z|[+-]\d{2}:\d{2})$/.test(String(value)) || Number.isNaN(parsed.getTime())) throw new Misused(`${option} takes an instant such as 2026-03-02T09:30:00Z.`);
  return parsed;
}

async function rebuild(system: System, names: readonly string[]): Promise<void> {
  const follower = newFollower(system, {
    parked: (name, error) => say(`${name}: a child is parked (${error})`),
    failed: (name, error) => say(`${name}: ${error}, trying again`),
  }, { leaseMs: 3_000 });
  await follower.start();
  try {
    const known = projections.map(({ name }) => name);
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined) throw new Misused(`There is no projection ${JSON.stringify(unknown)}; there are ${known.join(', ')}.`);
    const wanted = names.length > 0 ? names : known;
    for (const name of wanted) await follower.rebuild(name);
    const lines = new Map<string, string>();
    for (;;) {
      const filling = (await standingOf(follower, say))?.filter(({ name, status }) => wanted.includes(name) && status === 'filling');
      for (const { name, version, position, lag, eventsPerSecond, secondsLeft } of filling ?? []) {
        const left = Number.isNaN(lag.events) ? `${lag.seconds.toFixed(0)} s of the log left` : `${lag.events} events left`;
        const line = `${name} ${version}: at ${position ?? 'the beginning'}, ${left}${eventsPerSecond ? `, ${eventsPerSecond.toFixed(0)} events/s` : ''}${secondsLeft ? `, about ${secondsLeft.toFixed(0)} s` : ''}`;
        if (lines.get(name) !== line) say(line);
        lines.set(name, line);
      }
      if (filling?.length === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    say(`Filled anew and in use: ${wanted.join(', ')}.`);
  } finally {
    await follower.stop();
  }
}

async function readModels(rest: readonly string[]): Promise<void> {
  const { values, positionals } = argumentsOf(rest, { watch: { type: 'boolean' } });
  if (positionals.length > 0) throw new Misused('read-models takes options only.');
  await asking(async (system) => {
    const follower = newFollower(system);
    for (;;) {
      const standing = (await follower.status()).filter(({ name }) => projections.some((projection) => projection.name === name));
      for (const each of standing) say(readModelLine(each));
      if (!values.watch || standing.every(({ status }) => status === 'serving')) return;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      say('');
    }
  });
}

async function generatePopulation(rest: readonly string[]): Promise<void> {
  const { values, positionals } = argumentsOf(rest, { events: { type: 'string' }, seed: { type: 'string' }, until: { type: 'string' }, add: { type: 'boolean' } });
  const { events = '10000', seed = '1', add } = values;
  if (positionals.length > 0) throw new Misused('generate takes options only.');
  if (!/^[1-9]\d{0,8}$/.test(String(events))) throw new Misused('--events takes a whole number from 1.');
  if (!/^[\w-]{1,64}$/.test(String(seed))) throw new Misused('--seed takes a word of letters, digits, - and _.');
  const until = instant('--until', values.until) ?? new Date();
  if (until > new Date()) throw new Misused('--until takes an instant that is over.');
  const settings = readSettings(process.env, 'generate');
  const system = await openSystem(settings, { log: createLog('warn') });
  try {
    if (!add) await assertEmpty(system.store);
    const bar = progressBar('made up', Number(events), process.stderr);
    const { store, ring } = system;
    const made = await generate({ store, ring, registry, profiles: { settingOf } }, { events: Number(events), seed: String(seed), until }, (progress) => bar.show(progress.events));
    bar.end();
    say(`${made.events} events of ${made.children} made-up children, seed ${String(seed)}, until ${until.toISOString()}; ${made.refused} decisions were refused by the gates.`);
    say(`Start it with: ${environmentOf(settings)}CLOCK=movable npm start`);
  } finally {
    await system.close();
  }
}

async function unpark(system: System, [projection, childId, ...more]: readonly string[]): Promise<void> {
  if (!projection || !childId || more.length > 0) throw new Misused('unpark takes a projection or a reaction, and what it parked: the reference of a child.');
  const known = [...projections, ...registry.reactions].map(({ name }) => name);
  if (!known.includes(projection)) throw new Misused(`There is no projection ${JSON.stringify(projection)}; there are ${known.join(', ')}.`);
  const outcome = await newFollower(system).unpark(projection, childId);
  say({
    'followed': `${projection} follows this child again.`,
    'still parked': `${projection} still cannot take what this child was parked for.`,
    'not parked': `This child is not parked in ${projection}; nothing was done.`,
  }[outcome]);
  if (outcome !== 'followed') process.exitCode = 1;
}

async function verify(rest: readonly string[]): Promise<void> {
  const { values, positionals } = argumentsOf(rest, { log: { type: 'boolean' }, key: { type: 'string' }, checkpoint: { type: 'string' }, 'case-file': { type: 'string' } });
  const { log, key, checkpoint, 'case-file': caseFile } = values as { log?: boolean; key?: string; checkpoint?: string; 'case-file'?: string };
  const [file, ...more] = positionals;
  if ((file === undefined) === !log || more.length > 0) throw new Misused('verify takes one file of proofs, or --log.');
  if (log && caseFile !== undefined) throw new Misused('--case-file goes with a file of proofs.');
  if (!log && key === undefined) throw new Misused('verify takes the public key with --key: one that comes with the proofs proves nothing.');
  const report = (faults: readonly string[], otherwise: string): void => {
    for (const fault of faults) say(`NOT SO: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
    else say(otherwise);
  };
  if (log) return asking((system) => verifyTheLog(system, { key, checkpoint: checkpoint === undefined ? undefined : textOf(checkpoint) }, say, report));
  const { checkpoint: proved, proved: events, faults } = verifyProofs(jsonOf(file!) as ProofFile, key!, {
    ...(checkpoint !== undefined && { kept: textOf(checkpoint) }), ...(caseFile !== undefined && { caseFile: jsonOf(caseFile) as CaseFileText }),
  });
  report(faults, `${events} events stand in ${proved?.origin} as it was when it held ${proved?.size} events${caseFile === undefined ? '' : ', and the case file shows them as they stand there (sealed fields aside)'}.`);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Misused(`A file cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function jsonOf(path: string): object {
  try {
    const value: unknown = JSON.parse(textOf(path));
    if (value !== null && typeof value === 'object') return value;
  } catch (error) {
    if (error instanceof Misused) throw error;
  }
  throw new Misused('A file is given that holds no JSON object.');
}

async function rewrap([what, file, ...more]: readonly string[]): Promise<void> {
  if (what !== 'rewrap' || !file || more.length > 0) throw new Misused('keys takes: rewrap <file of the next key>.');
  const settings = readSettings(process.env, 'keys');
  await asking(async ({ pool }) => {
    const ring = await KeyRing.open({ pool, kek: await keyEncryptionKey(settings), nextKek: await kekFromFile(file) });
    say(`${await ring.rewrap()} keys are wrapped under the key in ${file}. Start with it from now on.`);
  });
}

/** For commands that share the database, and its server, with a running program. */
async function asking(work: (system: System) => Promise<void>): Promise<void> {
  const settings = readSettings(process.env, 'ask');
  const system = await openSystem(settings, { log: createLog('warn'), visiting: true });
  try {
    await work(system);
  } finally {
    await system.close();
  }
}

function argumentsOf(rest: readonly string[], options: { [name: string]: { type: 'string' | 'boolean' } }) {
  try {
    return parseArgs({ args: [...rest], options, allowPositionals: true });
  } catch (error) {
    throw new Misused((error as Error).message);
  }
}

/** Errors that say in their own sentence what somebody at a terminal can do. */
const plain = [SettingRefused, DemoFailed, AlreadyRunning, CannotStart, KekRefused, CannotUnwrap, LogNotEmpty, NotFit, ProfileRefused, InstrumentRefused, AnotherLog, VersionNotRaised, StoredByNewer, StoreUnavailable, CheckpointRefused];

main(process.argv.slice(2)).then(
  // The client of EventStoreDB leaves a connection open, which would keep the process.
  () => process.exit(),
  (error: unknown) => {
    const line = error instanceof Misused ? `${error.message}\n\n${help}`
      : plain.some((known) => error instanceof known) ? (error as Error).message
        : `Guarantor stopped through a fault of its own: ${JSON.stringify(describeError(error))}`;
    process.stderr.write(`${line}\n`, () => process.exit(1));
  },
);
