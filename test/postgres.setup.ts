import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FixtureLine, FixtureOptions } from './embedded-postgres.fixture.js';

/**
 * One real PostgreSQL for the whole run, as users get it; each spec takes a database of its own (see database.ts).
 * The program that holds it hears of our death, however we die, by the end of its stdin; then it stops and tidies up.
 */
export default async function setup({ rootDir }: { rootDir: string }): Promise<void> {
  if (process.env.TEST_POSTGRES_URL) return;
  const folder = await mkdtemp(join(await scratch(), 'guarantor-test-'));
  const options: FixtureOptions = { folder, settings: { max_connections: '200' }, removeFolder: true };
  const holder = spawn(process.execPath, ['--no-warnings', '--import', './test/embedded-postgres.fixture.loader.js', 'test/embedded-postgres.fixture.ts', JSON.stringify(options)],
    { cwd: rootDir, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(holder.stdout);
  const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')]) as [string | undefined];
  const answer = JSON.parse(line ?? '{}') as Partial<FixtureLine>;
  if (!('url' in answer) || !answer.url) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`The test run has no PostgreSQL: ${line ?? 'its program ended without a word'}`);
  }
  process.env.TEST_POSTGRES_URL = answer.url;
  (globalThis as { testPostgres?: ChildProcess }).testPostgres = holder;
}

/** In memory where there is room: the log refuses a server that does not wait for the disk, and a disk costs each of its commits some milliseconds that show nothing. */
async function scratch(): Promise<string> {
  const memory = '/dev/shm';
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize > 4 * 2 ** 30 ? memory : tmpdir();
}
