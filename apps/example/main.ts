import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { FeedEvent } from '../../libs/client/contract.js';
import { FeedClient } from '../../libs/client/feed-client.js';

/**
 * A service of somebody else, as an example: it knows in a database of its own which children were found in which state, as far as it is told.
 * What it makes of an event and the cursor after it are kept in one transaction, so that each event counts once, whenever the service is killed.
 */
const { GUARANTOR_URL, GUARANTOR_TOKEN_FILE, EXAMPLE_DATABASE_URL } = process.env;
if (!GUARANTOR_URL || !GUARANTOR_TOKEN_FILE || !EXAMPLE_DATABASE_URL) throw new Error('GUARANTOR_URL, GUARANTOR_TOKEN_FILE and EXAMPLE_DATABASE_URL are needed');

const database = new pg.Client({ connectionString: EXAMPLE_DATABASE_URL });
await database.connect();
await database.query(`
  create table if not exists found (event text primary key, child text not null, state text);
  create table if not exists place (only_row boolean primary key default true check (only_row), cursor text, taken bigint not null default 0);
  insert into place default values on conflict do nothing;
`);

const feed = new FeedClient({
  // Somebody else keeps the file new: a token lasts a quarter of an hour.
  url: GUARANTOR_URL, token: async () => (await readFile(GUARANTOR_TOKEN_FILE, 'utf8')).trim(), selection: { types: ['identification.ChildFound'] },
  retrying: ({ message }, inMs) => console.error(`${message}; tries again in ${Math.ceil(inMs / 1000)} s`),
});
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort());

let cursor = (await database.query<{ cursor: string | null }>('select cursor from place')).rows[0]!.cursor ?? undefined;
for await (const message of feed.live({ after: cursor, signal: stopped.signal })) {
  if (message.kind === 'event') {
    await take(message.event, message.cursor);
    cursor = message.cursor;
  } else if (cursor !== undefined) await feed.acknowledge(cursor, stopped.signal);
}
await database.end();

/** Whatever fails ends the service, which begins again where it stands. */
async function take(event: FeedEvent, next: string): Promise<void> {
  await database.query('begin');
  if (event.type === 'identification.ChildFound') await database.query('insert into found values ($1, $2, $3)', [event.id, event.subject, event.data.foundIn]);
  if (event.type === 'record.Corrected') await database.query('update found set state = coalesce($2, state) where event = $1', [event.data.target, event.data.restated?.['foundIn']]);
  if (event.type === 'record.Retracted') await database.query('delete from found where event = $1', [event.data.target]);
  const { rowCount } = await database.query('update place set cursor = $1, taken = taken + 1 where cursor is not distinct from $2', [next, cursor]);
  if (rowCount !== 1) throw new Error('another process of this service is at work');
  await database.query('commit');
}
