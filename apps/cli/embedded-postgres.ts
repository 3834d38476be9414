import { randomUUID } from 'node:crypto';
import { ftruncateSync, mkdirSync, readFileSync, writeSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { tryLock, type FileLock } from './embedded-postgres.lock.js';
import { CannotStart, PostgresFolder, type Connection } from './embedded-postgres.server.js';

export { CannotStart };

export interface EmbeddedPostgresOptions {
  /** Holds the data, the log, the port and the passwords; made where missing. */
  readonly folder: string;
  readonly log: { info(message: string): void; warn(message: string): void };
  /** Settings of the server that differ from ours, under PostgreSQL's names. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Of the database `guarantor`, as its owner, who may create databases and is no superuser. The same at every start, unless the port was lost. */
  readonly url: string;
  /** Ends within half a minute, and is called as often as one likes. The drain of the program comes before. */
  stop(): Promise<void>;
}

/** One program per data folder; another holds this one. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  constructor(readonly folder: string, readonly pid: number) {
    super(`Guarantor is already running on ${folder} (process ${pid}).`);
  }
}

const millisecondsBetweenLooks = 50;
const secondsOfSilenceMax = 60;
const secondsBetweenRestartsMax = 10;
const secondsBetweenLogChecks = 30;
const secondsForVisitorsMax = 30;

/**
 * Starts the PostgreSQL of a folder, or adopts the one that a killed program left running there, and keeps it running
 * until `stop()`: a server that dies is started again on the same port, and pools reconnect.
 * Throws AlreadyRunning or CannotStart, with one sentence for a person at a terminal.
 */
export function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return start(options, { visiting: false });
}

/** For a command that only asks: the server of the running program, or, where none runs, one for the command's own time. */
export async function reachEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const server = new PostgresFolder(resolve(options.folder));
  for (const giveUpAt = after(secondsOfSilenceMax); ; await sleep(millisecondsBetweenLooks)) {
    try {
      return await start(options, { visiting: true });
    } catch (error) {
      if (!(error instanceof AlreadyRunning) || Date.now() > giveUpAt) throw error;
    }
    const found = await greet(server);
    if (found === 'silent' || found === 'starting') continue;
    await hangUp(found.client);
    return { url: found.url, stop: () => Promise.resolve() };
  }
}

async function start({ folder, log, settings }: EmbeddedPostgresOptions, { visiting }: Pick<Holder, 'visiting'>): Promise<EmbeddedPostgres> {
  const server = new PostgresFolder(resolve(folder), settings);
  try {
    const lock = await holdFolder(server.path, { visiting });
    try {
      const greeting = await bringUp(server, { portMayChange: true });
      await prepareDatabase(greeting);
      log.info(`PostgreSQL ${server.pid ? 'started' : 'found running'}, data in ${server.path}`);
      return new KeptRunning(server, lock, greeting, log);
    } catch (error) {
      if (server.pid) send('SIGINT', server.pid);
      lock.release();
      throw error;
    }
  } catch (error) {
    throw inOneSentence(server.path, error as NodeJS.ErrnoException);
  }
}

interface Holder { readonly pid: number; readonly visiting: boolean }

/** Makes this process the one that holds the folder. A command that only visits is waited for. */
async function holdFolder(folder: string, { visiting }: Pick<Holder, 'visiting'>): Promise<FileLock> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'instance.lock');
  let signedBefore: string | undefined;
  for (const waitUntil = after(secondsForVisitorsMax); ; await sleep(millisecondsBetweenLooks)) {
    const lock = tryLock(file);
    if (lock) {
      ftruncateSync(lock.descriptor);
      writeSync(lock.descriptor, JSON.stringify({ pid: process.pid, visiting } satisfies Holder), 0);
      return lock;
    }
    // A holder signs just after it took the lock; only what is read twice is its own and not its predecessor's.
    const signed = readFileSync(file, 'utf8');
    const holder = signed && signed === signedBefore ? JSON.parse(signed) as Holder : undefined;
    signedBefore = signed;
    if (holder && (visiting || !holder.visiting || Date.now() > waitUntil)) throw new AlreadyRunning(folder, holder.pid);
  }
}

/** A connection to the server of the folder, proven to be that; it ends when the server does. */
interface Greeting {
  readonly client: pg.Client;
  readonly pid: number;
  readonly url: string;
  readonly connection: Connection;
  readonly ended: Promise<void>;
}

/** Waits for the server of the folder, which this process holds: for one that lives there, or starts it. */
async function bringUp(server: PostgresFolder, { portMayChange, signal }: { portMayChange: boolean; signal?: AbortSignal }): Promise<Greeting> {
  let launched = false;
  for (let giveUpAt = after(secondsOfSilenceMax); Date.now() < giveUpAt; await sleep(millisecondsBetweenLooks)) {
    signal?.throwIfAborted();
    const lock = tryLock(server.lockFile);
    if (lock) {
      try {
        const failure = launched ? server.failure() : undefined;
        if (failure && !(failure.portTaken && portMayChange)) throw failure;
        await server.launch(lock.descriptor, { portMayChange });
        launched = true;
      } finally {
        lock.release();
      }
    }
    const found = await greet(server);
    if (found === 'starting') giveUpAt = after(secondsOfSilenceMax);
    else if (found !== 'silent') return found;
  }
  throw new CannotStart(`A PostgreSQL process lives in ${server.path} and has not answered for ${secondsOfSilenceMax} seconds.`);
}

/** Whoever answers on the port has the password; a copy of the folder has it too, so that the server must show that it keeps this one. */
async function greet(server: PostgresFolder): Promise<Greeting | 'starting' | 'silent'> {
  const connection = server.connection();
  if (!connection) return 'silent';
  const { port, superuserPassword, ownerPassword } = connection;
  const client = new pg.Client({
    host: '127.0.0.1', port, user: 'postgres', password: superuserPassword, database: 'postgres',
    application_name: 'guarantor: watch', connectionTimeoutMillis: 2_000, query_timeout: 5_000,
  });
  const ended = new Promise<void>(resolve => client.once('end', () => resolve()));
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (await sees(client, server.data)) {
      return { client, pid: server.pidOnFile(), url: `postgres://guarantor:${ownerPassword}@127.0.0.1:${port}/guarantor`, connection, ended };
    }
    await hangUp(client);
    return 'silent';
  } catch (error) {
    await hangUp(client);
    return (error as { code?: string }).code === cannotConnectNow ? 'starting' : 'silent';
  }
}

const cannotConnectNow = '57P03';

/** A server that is frozen does not answer the goodbye either. */
async function hangUp(client: pg.Client): Promise<void> {
  await Promise.race([client.end().catch(() => undefined), sleep(1_000, undefined, { ref: false })]);
}

/** Whether the server finds in its data a file that was put into ours just now. */
async function sees(client: pg.Client, data: string): Promise<boolean> {
  const name = `proof-${randomUUID()}`;
  await writeFile(join(data, name), '');
  try {
    const { rowCount } = await client.query(`select from pg_ls_dir('.') as name where name = $1`, [name]);
    return rowCount === 1;
  } finally {
    await rm(join(data, name));
  }
}

async function prepareDatabase({ client, connection }: Greeting): Promise<void> {
  const { rowCount: roles } = await client.query(`select from pg_roles where rolname = 'guarantor'`);
  if (!roles) await client.query(`create role guarantor login createdb password '${connection.ownerPassword}'`);
  // The program reports its own failed statements; their messages can quote a value, and the server's log is not for that.
  await client.query(`alter role guarantor set log_min_messages = 'log'`);
  const { rowCount: databases } = await client.query(`select from pg_database where datname = 'guarantor'`);
  if (!databases) await client.query('create database guarantor owner guarantor');
}

class KeptRunning implements EmbeddedPostgres {
  readonly url: string;
  readonly #stopping = new AbortController();
  readonly #logChecks: NodeJS.Timeout;
  #greeting: Greeting | undefined;
  #recovery: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(private readonly server: PostgresFolder, private readonly lock: FileLock, greeting: Greeting, private readonly log: EmbeddedPostgresOptions['log']) {
    this.url = greeting.url;
    this.#watch(greeting);
    this.#logChecks = setInterval(() => void server.boundLog().catch(() => undefined), secondsBetweenLogChecks * 1_000).unref();
  }

  stop(): Promise<void> {
    return this.#stopped ??= this.#shutDown();
  }

  #watch(greeting: Greeting): void {
    this.#greeting = greeting;
    void greeting.ended.then(() => {
      this.#greeting = undefined;
      if (!this.#stopping.signal.aborted) this.#recovery = this.#recover();
    });
  }

  /** Never gives up: a full disk that is freed again brings the service back without a hand. */
  async #recover(): Promise<void> {
    const { signal } = this.#stopping;
    this.log.warn('PostgreSQL has gone: starting it again');
    for (let seconds = 1; !signal.aborted; seconds = Math.min(2 * seconds, secondsBetweenRestartsMax)) {
      try {
        this.#watch(await bringUp(this.server, { portMayChange: false, signal }));
        return this.log.info('PostgreSQL is back');
      } catch (error) {
        if (signal.aborted) return;
        this.log.warn(`PostgreSQL is not back yet: ${(error as Error).message}`);
        await sleep(seconds * 1_000, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #shutDown(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#logChecks);
    await this.#recovery;
    const pid = await this.#farewell();
    // Fast, then without a checkpoint (the next start recovers), then at once.
    for (const [signal, seconds] of [['SIGINT', 20], ['SIGQUIT', 5], ['SIGKILL', 3]] as const) {
      if (pid) send(signal, pid);
      if (await this.#allGone(seconds)) break;
      this.log.warn(`PostgreSQL has not stopped ${seconds} seconds after ${signal}`);
    }
    this.lock.release();
  }

  /** Ends the watch; answers the server's process. */
  async #farewell(): Promise<number | undefined> {
    if (!this.#greeting && this.server.pid) return this.server.pid;
    const greeting = this.#greeting ?? await greet(this.server);
    if (greeting === 'silent') return undefined;
    if (greeting === 'starting') return this.server.pidOnFile();
    await hangUp(greeting.client);
    return greeting.pid;
  }

  async #allGone(seconds: number): Promise<boolean> {
    for (const giveUpAt = after(seconds); Date.now() < giveUpAt; await sleep(millisecondsBetweenLooks)) {
      const lock = tryLock(this.server.lockFile);
      lock?.release();
      if (lock) return true;
    }
    return false;
  }
}

function inOneSentence(folder: string, error: NodeJS.ErrnoException): Error {
  const { code = '' } = error;
  if (['ENOSPC', 'EDQUOT'].includes(code)) return new CannotStart(`The disk of ${folder} is full.`);
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) return new CannotStart(`The data folder ${folder} cannot be written by this user (${code}).`);
  return error;
}

function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function after(seconds: number): number {
  return Date.now() + seconds * 1_000;
}
