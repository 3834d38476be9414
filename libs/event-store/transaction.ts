import type { Pool, PoolClient } from 'pg';

/** Settings of one transaction of a follower, in milliseconds. */
export interface Limits {
  /** Longest statement. */
  readonly statementMs: number;
  /** Longest pause between two statements, after which the server ends the session: a process that was stopped in the middle must not keep its locks. */
  readonly idleMs: number;
  /** Longest wait for a lock. */
  readonly lockMs?: number;
  /** Whether the commit waits for the disk. What can be folded again from the log need not: after a crash rows and checkpoint are older together. */
  readonly durable?: boolean;
}

/** All that `work` writes, or nothing. A connection on which anything failed is not used again. */
export async function transaction<Result>(pool: Pool, limits: Limits, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  // Without a listener, a connection that breaks between two statements would end the process; with it, the server's last word is known.
  let lastWord: Error | undefined;
  const broken = (error: Error) => { lastWord ??= error; };
  client.on('error', broken);
  try {
    await client.query(`begin; ${settings(limits)}`);
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    const rolledBack = await client.query('rollback').then(() => true, () => false);
    client.release(!rolledBack);
    throw lastWord ?? error;
  } finally {
    client.off('error', broken);
  }
}

function settings({ statementMs, idleMs, lockMs, durable = true }: Limits): string {
  return [
    `set local statement_timeout = ${statementMs}`,
    `set local idle_in_transaction_session_timeout = ${idleMs}`,
    ...(lockMs === undefined ? [] : [`set local lock_timeout = ${lockMs}`]),
    ...(durable ? [] : ['set local synchronous_commit = off']),
  ].join('; ');
}

/** The SQLSTATE of a database error, or the class of any other: what may be told of an error whose text could quote an event. */
export function errorClass(error: unknown): string {
  const { cause, code, constructor } = Object(error) as { cause?: unknown; code?: unknown; constructor?: { name?: string } };
  if (cause !== undefined) return errorClass(cause);
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : constructor?.name ?? 'unknown';
}
