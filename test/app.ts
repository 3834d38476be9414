import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import request, { type Test } from 'supertest';
import { createLog } from '../apps/api/logging.js';
import { LocalIssuer } from '../apps/api/local-issuer.js';
import { readSettings } from '../apps/api/settings.js';
import { startServer } from '../apps/cli/server.js';
import type { System } from '../apps/cli/system.js';
import type { Actor } from '../libs/decider/actor.js';
import type { ApiOptions } from './api.fixture.js';
import { freshDatabase } from './database.js';
import type { Overtaken } from './races.store.js';

/** The whole program on a database of its own, asked over HTTP as its users ask it. */
export interface App {
  readonly url: string;
  readonly system: System;
  /** Every line of the log so far, at its most talkative level. */
  readonly logged: readonly string[];
  /** @param seconds after which it has expired, below zero before now; as long as a demonstration's, if left out */
  token(actor: Actor, seconds?: number): Promise<string>;
  as(actor: Actor): Promise<Caller>;
  /** Somebody without a token. */
  readonly anybody: Pick<Caller, 'get'>;
  /** Resolves once every follower, if any works, has taken in all that is in the log, and every child is told of what it brought. */
  followed(): Promise<void>;
  /** Starts another API on the same log, with an executor of its own, which stops with the app at the latest. */
  beside(address?: { readonly port: string }): Promise<Pick<App, 'url' | 'system' | 'as' | 'stop'>>;
  /** Starts another API on the same log in a process of its own, which ends with the app; one that thinks tells of its appends that came too late. */
  apart(thinking?: { readonly thinkMs: number; overtaken(append: Overtaken): void }): Promise<Pick<App, 'url' | 'as'>>;
  stop(): Promise<void>;
}

/** One caller with its token. Each command has a key of its own unless one is given; `key: null` sends none. */
export interface Caller {
  post(path: string, body: object, headers?: { key?: string | null; ifMatch?: string | number }): Test;
  get(path: string): Test;
}

/** An address of which nobody is, so that a service which an example has called is never asked anything. */
const documentation = 'https://192.0.2.1';

/** @param environment settings besides those of the database, such as EVENTSTORE_URL */
export async function startApp(environment: NodeJS.ProcessEnv = {}): Promise<App> {
  const database = await freshDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'guarantor-test-'));
  const settings = readSettings({ DATABASE_URL: database.url, DATA_FOLDER: folder, PORT: '0', WEBHOOK_TARGETS: documentation, ...environment }, 'demo');
  const issuer = await LocalIssuer.create({ issuer: { kind: 'local' } });
  const logged: string[] = [];
  const log = createLog('trace', { write: (line: string) => void logged.push(line) });
  const start = (of: typeof settings) => startServer(of, { log, say: () => undefined, localIssuer: issuer });
  const { url, system, stop } = await start(settings);
  const others: (() => Promise<void>)[] = [];
  const caller = (token?: string, at = url): Caller => {
    const authorised = (test: Test) => (token ? test.set('Authorization', `Bearer ${token}`) : test);
    return {
      post(path, body, { key = randomUUID(), ifMatch } = {}) {
        const test = authorised(request(at).post(path));
        if (key !== null) void test.set('Idempotency-Key', key);
        if (ifMatch !== undefined) void test.set('If-Match', String(ifMatch));
        return test.send(body);
      },
      get: (path) => authorised(request(at).get(path)),
    };
  };
  const anybody = caller();
  const followersStandAtHead = async (): Promise<boolean> => {
    const { body } = await anybody.get('/health').expect(200);
    const { log, followers } = (body as { details: { log: { position: string | null }; followers: Record<string, { position?: string; waiting?: number }> } }).details;
    // One that is being filled stands at the head before readers see it. EventStoreDB writes events of its own, so that a follower may stand behind the last of ours.
    const standThere = Object.entries(followers).every(([name, follower]) => typeof follower !== 'object' || ((follower.position ?? '') >= (log.position ?? '') && !follower.waiting && !name.endsWith('(filling)')));
    // What a child was told after the head was read, and before the followers were, is not taken in yet.
    return standThere && (await system.store.head() ?? null) === log.position;
  };
  return {
    url, system, logged, anybody,
    token: (actor, seconds) => issuer.mint(actor, seconds),
    as: async (actor) => caller(await issuer.mint(actor)),
    async followed() {
      while (!(await followersStandAtHead())) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async beside({ port } = { port: '0' }) {
      const other = await start({ ...settings, port: Number(port), role: 'api' });
      others.push(() => other.stop());
      return { url: other.url, system: other.system, stop: () => other.stop(), as: async (actor) => caller(await issuer.mint(actor), other.url) };
    },
    async apart(thinking) {
      const { issuer: name, audience, tokenAgeMaxSeconds, jwks } = issuer;
      const options: ApiOptions = { url: database.url, folder, ...(thinking ? { thinkMs: thinking.thinkMs } : {}), issuer: { issuer: name, audience, tokenAgeMaxSeconds, jwks } };
      const program = spawn(process.execPath, ['--no-warnings', '--import', './test/embedded-postgres.fixture.loader.js', 'test/api.fixture.ts', JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
      const ended = once(program, 'close');
      others.push(async () => {
        program.stdin.end();
        await ended;
      });
      const lines = createInterface(program.stdout);
      const [address] = await Promise.race([once(lines, 'line'), once(lines, 'close')]) as [string | undefined];
      if (!address) throw new Error('the other API did not start');
      lines.on('line', (line) => {
        if (line.startsWith('{"overtaken":')) thinking?.overtaken((JSON.parse(line) as { overtaken: Overtaken }).overtaken);
      });
      return { url: address, as: async (actor) => caller(await issuer.mint(actor), address) };
    },
    async stop() {
      for (const stopOther of others) await stopOther();
      await stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Does the work for each item, for eight of them at a time. */
export async function eightAtATime<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const waiting = items.entries();
  const results: R[] = [];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  }));
  return results;
}
