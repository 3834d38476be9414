import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../api/logging.js';
import { readSettings } from '../api/settings.js';
import { startServer } from './server.js';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'guarantor-start-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What stops a start with these settings, and what it left behind in the data folder. */
async function startWith(environment: NodeJS.ProcessEnv): Promise<{ line: string; left: readonly string[] }> {
  const data = join(folder, 'data-folder');
  try {
    const { stop } = await startServer(readSettings({ DATA_FOLDER: data, PORT: '0', ...environment }, 'start'), { log: createLog('silent'), say: () => undefined });
    await stop();
    return { line: 'started', left: [] };
  } catch (error) {
    return { line: (error as Error).message, left: readdirSync(folder).includes('data-folder') ? readdirSync(data) : [] };
  }
}

function file(content: Buffer | string, mode = 0o600): string {
  const path = join(folder, 'secret-place');
  writeFileSync(path, content, { mode });
  return path;
}

describe('A wrong setting stops the start with one line that names the setting and not its value, before any server is started', () => {
  it.each<[string, () => NodeJS.ProcessEnv, string]>([
    ['a key file that is missing', () => ({ KEY_FILE: join(folder, 'secret-place') }), 'KEY_FILE cannot be read (ENOENT)'],
    ['a key file that is a folder', () => ({ KEY_FILE: folder }), 'KEY_FILE cannot be read (EISDIR)'],
    ['a key file of another size', () => ({ KEY_FILE: file('secret') }), 'KEY_FILE holds 6 bytes; a key-encryption key has 32'],
    ['a key file that others can read', () => ({ KEY_FILE: file(Buffer.alloc(32), 0o644) }), 'KEY_FILE is open to others (mode 0644); close it with chmod 600'],
    ['a data folder that is a file', () => ({ DATA_FOLDER: file('') }), 'DATA_FOLDER is no folder that this user can make or use (EEXIST); expected one for the data of the database'],
    ['a host that is not this machine', () => ({ HOST: '192.0.2.1' }), 'HOST is no address of this machine; expected for example 127.0.0.1 or 0.0.0.0'],
    ['a host that no name server knows', () => ({ HOST: 'secret-place.invalid' }), 'HOST is no address of this machine; expected for example 127.0.0.1 or 0.0.0.0'],
    ['an event store that does not answer', () => ({ EVENTSTORE_URL: 'esdb://admin:secret-place@127.0.0.1:1?tls=false' }), 'EVENTSTORE_URL leads to no EventStoreDB that answers this program'],
    ['an event store with an option that is not honoured', () => ({ EVENTSTORE_URL: 'esdb://127.0.0.1:1?throwOnAppendFailure=secret-place' }),
      'EVENTSTORE_URL is not taken: the connection string has an option that is not honoured: throwOnAppendFailure'],
    ['an event store on a PostgreSQL that does not answer', () => ({ EVENTSTORE_URL: 'postgres://admin:secret-place@127.0.0.1:1/log' }), 'EVENTSTORE_URL leads to no PostgreSQL that lets this program in'],
    ['a database that does not answer', () => ({ DATABASE_URL: 'postgres://admin:secret-place@127.0.0.1:1/log' }), 'DATABASE_URL leads to no PostgreSQL that lets this program in'],
  ])('%s', async (_, environment, line) => expect(await startWith(environment())).toEqual({ line, left: [] }), 60_000);

  it('a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    expect(await startWith({ PORT: String(port) })).toEqual({ line: 'PORT is taken by another program; expected a free one, or 0 for any', left: [] });
    await new Promise((resolve) => taken.close(resolve));
  });
});
