import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { FixtureLine, FixtureOptions } from '../../test/embedded-postgres.fixture.js';
import { PostgresFolder, programs } from './embedded-postgres.server.js';
import { AlreadyRunning, CannotStart, reachEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';

const asRoot = process.getuid?.() === 0 ? it : it.skip;
const quiet = { info: () => undefined, warn: () => undefined };
const folders: string[] = [];
const children: ChildProcess[] = [];
const servers: EmbeddedPostgres[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const child of children.splice(0)) await endOf(child);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Filled by whichever spec comes first, and used by all that need not begin with an empty one. */
let folder: string;
beforeAll(async () => { folder = await emptyFolder(); });

describe('The embedded PostgreSQL', () => {
  it('starts in an empty folder without any setting', async () => {
    const { url } = await start(folder);
    expect(await ask(url, 'create table kept (line text); select current_database() as answer')).toBe('guarantor');
  });

  it('starts again at the same address, with its data', async () => {
    const first = await start(folder);
    await ask(first.url, `insert into kept values ('by the first')`);
    await first.stop();
    const second = await start(folder);
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'select line as answer from kept')).toBe('by the first');
  });

  it('loses nothing that it acknowledged: on the disk, whole, with checksums', async () => {
    const { url } = await start(folder);
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums']) {
      expect([setting, await ask(url, `select current_setting('${setting}') as answer`)]).toEqual([setting, 'on']);
    }
  });

  it('keeps text as UTF-8, sorted the same on every machine', async () => {
    const { url } = await start(folder);
    expect(await ask(url, `select concat_ws(' ', pg_encoding_to_char(encoding), datcollate, datctype) as answer from pg_database where datname = current_database()`)).toBe('UTF8 C C');
  });

  it('listens on loopback only, and in no shared directory', async () => {
    const { url } = await start(folder);
    const listening = readFileSync(join(folder, 'postgres.log'), 'utf8').match(/listening on .*/g);
    expect([...new Set(listening)]).toEqual([`listening on IPv4 address "127.0.0.1", port ${new URL(url).port}`]);
  });

  it('lets in nobody without the password, which only the owner of the folder can read', async () => {
    const { url } = await start(folder);
    const guess = new URL(url);
    guess.password = 'guarantor';
    await expect(ask(guess.href, 'select')).rejects.toThrow('password authentication failed');
    expect(statSync(join(folder, 'data', 'connection.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  });

  it('gives the program an owner of its database, who is no superuser', async () => {
    const { url } = await start(folder);
    expect(await ask(url, `select current_setting('is_superuser') as answer`)).toBe('off');
    await expect(ask(url, `select pg_read_file('connection.json')`)).rejects.toThrow('permission denied');
  });

  it('writes nothing of what it is told into its log, also when a statement fails or its process is ended', async () => {
    const { url } = await start(folder);
    const secret = 'Zebulon-Canary';
    await ask(url, 'create table named (name text primary key, age int)');
    await ask(url, `insert into named values ('${secret}')`);
    await ask(url, 'insert into named values ($1)', [secret]).catch(() => undefined);
    await ask(url, `insert into named (age) values ('${secret}')`).catch(() => undefined);
    await ask(url, 'select $1::int', [secret]).catch(() => undefined);
    await ask(url, `select '${secret}' frm nowhere`).catch(() => undefined);
    await ask(url, `do $$ begin raise exception '${secret}'; end $$`).catch(() => undefined);
    for (const end of [(pid: number) => ask(url, `select pg_terminate_backend(${pid})`), (pid: number) => process.kill(pid, 'SIGKILL')]) {
      const busy = expect(ask(url, `select pg_sleep(60), '${secret}'`)).rejects.toThrow();
      await end(await until(() => ask(url, `select pid as answer from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`)) as number);
      await busy;
    }
    await answers(url);

    const log = readFileSync(join(folder, 'postgres.log'), 'utf8');
    expect(log).toMatch(/terminating connection due to administrator command[^]*was terminated by signal 9/);
    expect(log).not.toContain(secret);
  });

  it('keeps its log within bounds while it writes', async () => {
    const log = join(folder, 'postgres.log');
    const server = await start(folder);
    appendFileSync(log, Buffer.alloc(11 * 1024 * 1024, '-'));
    await new PostgresFolder(folder).boundLog();
    expect([statSync(log).size, statSync(`${log}.1`).size > 11e6]).toEqual([0, true]);
    await server.stop();
    expect(readFileSync(log, 'utf8')).toMatch(/^2.*received fast shutdown request/);
  });

  it('takes another port where a stranger took the one that it had', async () => {
    const first = await start(folder);
    await first.stop();
    const stranger = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(stranger, 'listening');
    const second = await start(folder);
    stranger.close();
    expect(second.url).not.toBe(first.url);
    expect(await ask(second.url, 'select line as answer from kept')).toBe('by the first');
  });

  it('is stopped as often as one likes', async () => {
    const server = await start(folder);
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    await expect(ask(server.url, 'select')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('A data folder', () => {
  it('belongs to one program: a second one is told which', async () => {
    const holder = program({ folder });
    await holder.line();
    const refusal: unknown = await start(folder).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AlreadyRunning);
    expect(refusal).toMatchObject({ pid: holder.child.pid, message: `Guarantor is already running on ${folder} (process ${holder.child.pid}).` });
  });

  it('belongs to exactly one of three programs that start in it at the same moment', async () => {
    const folder = await emptyFolder();
    const racers = [program({ folder }), program({ folder }), program({ folder })];
    const lines = await Promise.all(racers.map(racer => racer.line()));
    const winners = lines.flatMap(line => 'url' in line ? [line.url] : []);
    expect(winners).toHaveLength(1);
    expect(lines.flatMap(line => 'refused' in line ? [line.refused] : [])).toEqual(['AlreadyRunning', 'AlreadyRunning']);
    expect(await ask(winners[0]!, 'select 1 as answer')).toBe(1);
  });

  it('has a server of its own when it is a copy, though the original\'s has the same password and port', async () => {
    const original = await start(folder);
    const copy = join(await emptyFolder(), 'copy');
    spawnSync('cp', ['-a', folder, copy]);
    // As if what is left of a server still lived in the copy, which makes the start look for one to adopt.
    await once(spawn('flock', [join(copy, 'server.lock'), 'sh', '-c', 'echo; sleep 1'], { stdio: ['ignore', 'pipe', 'ignore'] }).stdout, 'data');
    expect((await start(copy)).url).not.toBe(original.url);
  });

  it('lends its server to a command that only asks, while a program runs and while none does', async () => {
    const running = await start(folder);
    const visit = await reachEmbeddedPostgres({ folder, log: quiet });
    expect(visit.url).toBe(running.url);
    await visit.stop();
    expect(await ask(running.url, 'select 1 as answer')).toBe(1);
    await running.stop();

    const alone = await reachEmbeddedPostgres({ folder, log: quiet });
    expect(await ask(alone.url, 'select 1 as answer')).toBe(1);
    const waiting = start(folder);
    await alone.stop();
    expect((await waiting).url).toBe(alone.url);
  });
});

describe('After kill -9', () => {
  beforeAll(async () => { folder = await emptyFolder(); });

  it('of the program in the middle of initdb, the next start begins again', async () => {
    const { child } = program({ folder });
    await until(() => readdirSync(folder).some(entry => existsSync(join(folder, entry, 'data', 'base'))));
    await kill9(child);
    expect(existsSync(join(folder, 'data'))).toBe(false);
    const { url } = await start(folder);
    await ask(url, 'create table kept (number int)');
    expect(readdirSync(folder).sort()).toEqual(['data', 'instance.lock', 'postgres.log', 'server.lock']);
  });

  it('of the program, its server lives on and the next start adopts it', async () => {
    const { child, line } = program({ folder });
    const { url } = await line() as { url: string };
    const startedAt = await ask(url, 'select pg_postmaster_start_time()::text as answer');
    await kill9(child);
    const adopted = await start(folder);
    expect(adopted.url).toBe(url);
    expect(await ask(url, 'select pg_postmaster_start_time()::text as answer')).toBe(startedAt);
    await adopted.stop();
    await expect(ask(url, 'select')).rejects.toThrow('ECONNREFUSED');
  });

  it('of the server, it is back at the same address with every acknowledged row, and pools go on', async () => {
    const { url } = await start(folder);
    const pool = new pg.Pool({ connectionString: url, max: 4 });
    pool.on('error', () => undefined);
    const acknowledged: number[] = [];
    let killed = false;
    for (let number = 1; acknowledged.length < 300; number++) {
      await pool.query('insert into kept values ($1)', [number]).then(() => acknowledged.push(number), () => pause(10));
      if (acknowledged.length === 150 && !killed) killed = process.kill(serverOf(folder), 'SIGKILL');
    }
    const { rows } = await pool.query<{ number: number }>('select number from kept');
    const kept = new Set(rows.map(row => row.number));
    expect(acknowledged.filter(number => !kept.has(number))).toEqual([]);
    await pool.end();
  });

  it('of a server that was adopted, it is back as well', async () => {
    const { child, line } = program({ folder });
    await line();
    await kill9(child);
    const { url } = await start(folder);
    process.kill(serverOf(folder), 'SIGKILL');
    await until(() => answersNot(url));
    await answers(url);
  });

  it('of both, the next start recovers, whoever has the dead server\'s process number by now', async () => {
    const { child, line } = program({ folder });
    const { url } = await line() as { url: string };
    await ask(url, 'insert into kept values (-1)');
    const server = serverOf(folder);
    await kill9(child);
    process.kill(server, 'SIGKILL');
    await until(() => answersNot(url));
    const { uid, gid } = statSync(join(folder, 'data'));
    const stranger = spawn('sleep', ['60'], { uid, gid });
    const stale = join(folder, 'data', 'postmaster.pid');
    writeFileSync(stale, readFileSync(stale, 'utf8').replace(/^\d+/, String(stranger.pid)));
    const next = await start(folder);
    stranger.kill();
    expect(next.url).toBe(url);
    expect(await ask(url, 'select count(*)::int as answer from kept where number = -1')).toBe(1);
  });
});

describe('Ctrl-C', () => {
  it('reaches the program and not its server, which answers until the drain is over and then stops', async () => {
    const { child, line } = program({ folder });
    const { url } = await line() as { url: string };
    process.kill(-child.pid!, 'SIGINT');
    expect(await line()).toEqual({ drained: true });
    await once(child, 'exit');
    await expect(ask(url, 'select')).rejects.toThrow('ECONNREFUSED');
    expect(readFileSync(join(folder, 'postgres.log'), 'utf8').trimEnd()).toMatch(/database system is shut down$/);
  });
});

describe('One clear sentence is the answer', () => {
  it('where the folder cannot be written', async () => {
    const file = join(await emptyFolder(), 'file');
    writeFileSync(file, '');
    await expect(start(join(file, 'folder'))).rejects.toMatchObject({ name: 'CannotStart', message: `The data folder ${join(file, 'folder')} cannot be written by this user (ENOTDIR).` });
  });

  it('where the data are of another PostgreSQL', async () => {
    const folder = await emptyFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'PG_VERSION'), '15\n');
    writeFileSync(join(folder, 'data', 'connection.json'), JSON.stringify({ port: 20_001 }));
    await expect(start(folder)).rejects.toThrow(new CannotStart(`The data in ${join(folder, 'data')} are of PostgreSQL 15, and this program brings PostgreSQL 18: dump them with 15 and restore them into an empty folder.`));
  });

  it('where the password of the data is lost', async () => {
    const folder = await emptyFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'PG_VERSION'), '18\n');
    await expect(start(folder)).rejects.toThrow(/connection\.json, which holds the password of the data beside it, is missing/);
  });

  it('where the programs were not installed, or their libraries not linked', async () => {
    const broken = await emptyFolder();
    await expect(programs({}, broken)).rejects.toThrow(/^PostgreSQL's programs are missing in .*: install the packages again/);
    mkdirSync(join(broken, 'native', 'bin'), { recursive: true });
    writeFileSync(join(broken, 'native', 'bin', 'postgres'), '#!/bin/sh\necho "error while loading shared libraries: libicuuc.so.60" >&2; exit 127\n', { mode: 0o755 });
    await expect(programs({}, broken)).rejects.toThrow(/^PostgreSQL's libraries are not linked, because the install script .* did not run/);
  });

  asRoot('where the disk is full', async () => {
    const folder = await emptyFolder();
    const { line } = program({ folder }, ['unshare', '--mount', 'sh', '-c', `mount -t tmpfs -o size=16m none ${folder} && exec "$@"`, 'sh']);
    expect(await line()).toEqual({ refused: 'CannotStart', message: `The disk of ${folder} is full.` });
  });
});

describe('As root', () => {
  asRoot('the server runs as a user who need not be able to enter the folder\'s parents', async () => {
    const closed = await emptyFolder();
    expect(statSync(closed).mode & 0o777).toBe(0o700);
    const { url } = await start(join(closed, 'clone', '.guarantor'));
    expect(await ask(url, 'select 1 as answer')).toBe(1);
    expect(statSync(`/proc/${serverOf(join(closed, 'clone', '.guarantor'))}`).uid).not.toBe(0);
  });
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guarantor-embedded-'));
  folders.push(folder);
  return folder;
}

async function start(folder: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ folder, log: quiet });
  servers.push(server);
  return server;
}

/** Another process that starts the server of the folder; see the fixture. */
function program(options: FixtureOptions, wrapped: string[] = []): { child: ChildProcess; line(): Promise<FixtureLine> } {
  const [command, ...rest] = [...wrapped, process.execPath, '--no-warnings', '--import', './test/embedded-postgres.fixture.loader.js', 'test/embedded-postgres.fixture.ts', JSON.stringify(options)];
  const child = spawn(command!, rest, { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return { child, line: async () => JSON.parse((await lines.next()).value as string) as FixtureLine };
}

async function endOf(child: ChildProcess): Promise<void> {
  child.stdin?.end();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function kill9(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function serverOf(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8'), 10);
}

/** The column `answer` of the last statement's first row. */
async function ask(url: string, sql: string, values?: unknown[]): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const results = [await client.query<{ answer: unknown }>(sql, values)].flat();
    return results.at(-1)?.rows[0]?.answer;
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<void> {
  await until(() => ask(url, 'select true as answer').catch(() => false));
}

function answersNot(url: string): Promise<boolean> {
  return ask(url, 'select').then(() => false, () => true);
}

/** What the condition answered when it was first met. */
async function until(condition: () => unknown): Promise<unknown> {
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    await pause(10);
  }
}
