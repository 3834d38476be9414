import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export default async function teardown(): Promise<void> {
  const holder = (globalThis as { testPostgres?: ChildProcess }).testPostgres;
  if (holder?.exitCode !== null || holder.signalCode !== null) return;
  holder.stdin?.end();
  await once(holder, 'exit');
}
