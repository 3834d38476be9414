import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgresOptions } from '../apps/cli/embedded-postgres.js';

export interface FixtureOptions extends Pick<EmbeddedPostgresOptions, 'folder' | 'settings'> {
  readonly removeFolder?: boolean;
}

/** What the program prints, a line of JSON each. */
export type FixtureLine =
  | { readonly url: string }
  | { readonly refused: string; readonly message: string }
  | { readonly drained: boolean };

/**
 * A program that holds an embedded PostgreSQL, for specs that kill it and for the test run: stops the server when its
 * stdin ends, be it that its parent asks or that its parent is dead, and at Ctrl-C after a drain.
 */
const options = JSON.parse(process.argv[2] ?? '') as FixtureOptions;
const print = (line: FixtureLine) => console.log(JSON.stringify(line));
const ctrlC = new Promise<'drain'>(resolve => process.once('SIGINT', () => resolve('drain')));
const stdinEnded = text(process.stdin).then(() => 'stop' as const);

try {
  const server = await startEmbeddedPostgres({ ...options, log: { info: () => undefined, warn: console.error } });
  print({ url: server.url });
  if (await Promise.race([ctrlC, stdinEnded]) === 'drain') print({ drained: await answersForAWhile(server.url) });
  await server.stop();
  if (options.removeFolder) await rm(options.folder, { recursive: true, force: true });
} catch (error) {
  const { name, message } = error as Error;
  print({ refused: name, message });
}
process.exit();

async function answersForAWhile(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client.query('select pg_sleep(0.5)').then(() => true, () => false).finally(() => client.end());
}
