import pg from 'pg';

/** The server gives a statement up before this client does, so that a slow answer is known to be none. */
const patienceMs = 1_000;
const retryMs = { least: 20, most: 500 };

/** Connections that stay open, on which every statement has a time limit and a commit means that it is on disk. */
export function poolOf({ url, ...connection }: pg.ClientConfig & { url?: string }, max: number, statementTimeoutMs: number): pg.Pool {
  const pool = new pg.Pool({
    ...connection, ...(url === undefined ? {} : { connectionString: url }),
    max, keepAlive: true, idleTimeoutMillis: 0, connectionTimeoutMillis: 3_000,
    statement_timeout: statementTimeoutMs, query_timeout: statementTimeoutMs + patienceMs,
    options: `${connection.options ?? ''} -c synchronous_commit=on -c default_transaction_isolation=read\\ committed`,
  });
  // A connection that breaks is seen by the statement that uses it, and replaced.
  const ignore = () => undefined;
  return pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
}

/** Every column as the text that the server sent: only what is needed is made of it. */
export const asText = { rowMode: 'array' as const, types: { getTypeParser: () => (text: string | Buffer) => text } };

/** A list as the database writes it: names, ids and numbers only, in which nothing needs an escape. */
export function arrayText(items: readonly (string | number)[]): string {
  return items.length === 0 ? '{}' : `{"${items.join('","')}"}`;
}

/** Of an error only this goes on: its text quotes the data. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** How long to wait after so many failures in a row. */
export function backOffMs(failures: number): number {
  return Math.min(retryMs.least * 2 ** (failures - 1), retryMs.most) * (0.5 + Math.random() / 2);
}
