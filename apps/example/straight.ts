import { EventStoreDBClient, eventTypeFilter, PersistentSubscriptionExistsError, persistentSubscriptionToAllSettingsFromDefaults, START, type RecordedEvent } from '@eventstore/db-client';
import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * A trusted service that reads the log itself, as an example: it knows in a database of its own what was recorded in which child's record.
 * Without EXAMPLE_GROUP it catches up alone and in the order of the log; with it, any number of its processes share the events of a group.
 */
const { EVENTSTORE_URL, EXAMPLE_DATABASE_URL, EXAMPLE_TYPES = 'identification.', EXAMPLE_GROUP } = process.env;
if (!EVENTSTORE_URL || !EXAMPLE_DATABASE_URL) throw new Error('EVENTSTORE_URL and EXAMPLE_DATABASE_URL are needed');

const database = new pg.Client({ connectionString: EXAMPLE_DATABASE_URL });
await database.connect();
await database.query(`
  create table if not exists taken (event text primary key, type text not null, stream text not null, sealed integer not null, at bigint generated always as identity);
  create table if not exists place (only_row boolean primary key default true check (only_row), commit numeric, prepare numeric);
  insert into place default values on conflict do nothing;
`);
/** The newest version of each of the log's own events that this service was written for, where it is not the first. */
const versionsKnown: Readonly<Record<string, number>> = { 'record.Corrected': 2 };
class NotUnderstood extends Error {}

const client = EventStoreDBClient.connectionString(EVENTSTORE_URL);
const prefixes = EXAMPLE_TYPES.split(',');
let running = true;
let leave = (): unknown => undefined;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => {
  running = false;
  void leave();
});

// No subscription comes back by itself: not after the server was away, nor when it was dropped for being slow.
for (let failures = 0; running; failures += 1) {
  try {
    await (EXAMPLE_GROUP ? share(EXAMPLE_GROUP) : catchUp());
  } catch (error) {
    if (!running) break;
    if (error instanceof NotUnderstood) throw error;
    console.error(`${error instanceof Error ? error.constructor.name : 'an error'}; tries again`);
    await pause(Math.min(10_000, 100 * 2 ** failures));
  }
}
await database.end();
// The client keeps its connection open.
process.exit(0);

/** Each event and the position after it are kept in one transaction, so that each counts once, whenever the service is killed. */
async function catchUp(): Promise<void> {
  const { rows: [place] } = await database.query<{ commit: string | null; prepare: string }>('select commit, prepare from place');
  const fromPosition = place!.commit === null ? START : { commit: BigInt(place!.commit), prepare: BigInt(place!.prepare) };
  const subscription = client.subscribeToAll({ fromPosition, filter: eventTypeFilter({ prefixes }) });
  // An error that nobody listens to ends the process.
  subscription.on('error', () => undefined);
  leave = () => subscription.unsubscribe();
  for await (const { event } of subscription) {
    if (!event) continue;
    const { commit, prepare } = event.position!;
    try {
      await database.query('begin');
      if (!(await take(event))) throw new Error('another process of this service is at work');
      await database.query('update place set commit = $1, prepare = $2', [commit.toString(), prepare.toString()]);
      await database.query('commit');
    } catch (error) {
      await database.query('rollback');
      throw error;
    }
  }
}

/** The server remembers what was taken. Events come at least once and in no order; one that is not understood is parked until somebody has it replayed. */
async function share(group: string): Promise<void> {
  const settings = persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START });
  await client.createPersistentSubscriptionToAll(group, settings, { filter: eventTypeFilter({ prefixes }) }).catch((error: unknown) => {
    if (!(error instanceof PersistentSubscriptionExistsError)) throw error;
  });
  const subscription = client.subscribeToPersistentSubscriptionToAll(group, { bufferSize: 20 });
  subscription.on('error', () => undefined);
  leave = () => subscription.unsubscribe();
  for await (const resolved of subscription) {
    try {
      if (resolved.event) await take(resolved.event);
      await subscription.ack(resolved);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      await subscription.nack('park', error.message, resolved);
    }
  }
}

/** False where it was taken before. What is sealed stays so: this service counts it, and has no key. */
async function take({ id, type, streamId, data, metadata }: RecordedEvent): Promise<boolean> {
  if (((metadata as { schemaVersion?: number } | undefined)?.schemaVersion ?? 0) > (versionsKnown[type] ?? 1)) throw new NotUnderstood(`${type} is of a version that is not known here`);
  const sealed = JSON.stringify(data).split('"$sealed":').length - 1;
  const { rowCount } = await database.query('insert into taken (event, type, stream, sealed) values ($1, $2, $3, $4) on conflict do nothing', [id, type, streamId, sealed]);
  return rowCount === 1;
}
