import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { times, until } from '../libs/event-store/event-store.contract.js';
import { LogDamaged, WrongExpectedRevision, type EventStore, type Filter, type StoredEvent } from '../libs/event-store/port.js';
import { EventStoreSchema } from '../libs/event-store/postgres.migration.js';
import { PostgresEventStore } from '../libs/event-store/postgres.js';
import { freshDatabase, type TestDatabase } from './database.js';

const writers = 16;
const rounds = 30;

describe('Sixteen writers that stall, give up and collide', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let stores: [EventStore, EventStore];
  beforeEach(async () => {
    database = await freshDatabase([EventStoreSchema]);
    pool = new pg.Pool({ connectionString: database.url, max: writers + 1 });
    stores = [await PostgresEventStore.open({ url: database.url }), await PostgresEventStore.open({ url: database.url })];
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await pool.end();
    await database.drop();
  });

  it('make a log of which no follower loses, doubles or misplaces an event', async () => {
    const followers = [follow(stores[0]), follow(stores[0], undefined, 7), follow(stores[1], undefined, 100), follow(stores[1], everything)];
    const confirmed: string[] = [];
    const givenUp: string[] = [];
    await Promise.all(times(writers, async (writer) => {
      const store = stores[writer % 2]!;
      const stream = `child-${randomUUID()}`;
      let revision = -1;
      for (const round of times(rounds, (n) => n)) {
        const ids = times(1 + Math.floor(Math.random() * 3), () => randomUUID());
        const append = (expected: number) => store.append(stream, ids.map((id) => ({ id, type, data: {}, meta: {} })), expected === -1 ? 'noStream' : expected);
        if (round % 5 === 1) {
          await expect(append(revision + 1)).rejects.toBeInstanceOf(WrongExpectedRevision);
          givenUp.push(...ids);
        } else if (round % 5 === 3) {
          const kept = await inTransaction((query) => query('select es.append($1, $2, $3, $4, $5, $5)', [stream, revision, ids, ids.map(() => type), ids.map(() => '{}').join('\n')]));
          (kept ? confirmed : givenUp).push(...ids);
          if (kept) revision += ids.length;
        } else {
          ({ revision } = await append(revision));
          confirmed.push(...ids);
        }
      }
    }));

    const { rows } = await pool.query<{ position: string; id: string }>('select position, id from es.event order by position');
    expect(rows.map(({ position }) => Number(position))).toEqual(times(rows.length, (n) => n + 1));
    expect(rows.map(({ id }) => id).sort()).toEqual(confirmed.sort());
    expect(givenUp.length).toBeGreaterThan(writers);
    for (const follower of followers) {
      await until(() => follower.ids().length >= rows.length, 'a follower to come to the end');
      expect(follower.ids()).toEqual(rows.map(({ id }) => id));
      expect(await follower.stop()).toBeUndefined();
    }
  });

  it('make a log of which the same follower loses events when a sequence gives out the positions', async () => {
    await pool.query('create sequence position_by_sequence');
    const insert = `insert into es.event select nextval('position_by_sequence'), $1, 0, $2, $3, '{}', '{}', now()`;
    const follower = follow(stores[0], everything);
    const checking = follow(stores[1]);
    await Promise.all(times(writers, async (writer) => {
      for (const round of times(rounds, (n) => n)) {
        const write = () => inTransaction((query) => query(insert, [`child-${randomUUID()}`, randomUUID(), type]));
        if (writer > 0 || round > 0) { await write(); continue; }
        // At least once a position becomes visible after the follower has passed it.
        await inTransaction(async (query) => {
          const { rows: [held] } = await query(`${insert} returning position`, [`child-${randomUUID()}`, randomUUID(), type]);
          await until(() => Number(follower.position() ?? 0) > Number(held!.position), 'the follower to pass the position that is held back');
        }, 'keep');
      }
    }));

    const { rows } = await pool.query<{ id: string }>('select id from es.event order by position');
    await until(async () => (await stores[0].head()) === follower.position(), 'the follower to come to the end');
    await follower.stop();
    const lost = rows.filter(({ id }) => !follower.ids().includes(id));
    expect(lost.length).toBeGreaterThan(0);
    expect(await checking.stop()).toBeInstanceOf(LogDamaged);
  });

  /** Stalls up to ten milliseconds before its end, and gives up three times in ten. Answers whether it was kept. */
  async function inTransaction(write: (query: (sql: string, values: unknown[]) => Promise<pg.QueryResult<{ position: string }>>) => Promise<unknown>, end?: 'keep'): Promise<boolean> {
    const connection = await pool.connect();
    try {
      await connection.query('begin');
      await write((sql, values) => connection.query(sql, values));
      if (Math.random() < 0.3) await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      const kept = end === 'keep' || Math.random() >= 0.3;
      await connection.query(kept ? 'commit' : 'rollback');
      return kept;
    } finally {
      connection.release();
    }
  }
});

const type = 'guardianship.Visited';
/** Lets all through, but as one that filters the follower does not expect each position. */
const everything: Filter = { types: [''] };

function follow(store: EventStore, filter?: Filter, batchSize?: number) {
  const stop = new AbortController();
  const seen: StoredEvent[] = [];
  let position: string | undefined;
  const ended = (async () => {
    for await (const batch of store.follow({ filter, batchSize, signal: stop.signal })) {
      seen.push(...batch.events);
      position = batch.position;
    }
  })().catch((error: unknown) => error);
  return {
    ids: () => seen.map(({ id }) => id),
    position: () => position,
    /** Answers with the error that had ended it before. */
    stop: () => { stop.abort(); return ended; },
  };
}
