import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import { times, until } from './event-store.contract.js';
import { Lease, LeaseLost } from './lease.js';
import { Part } from './part.js';
import { LogDamaged, StoreUnavailable, type StoredEvent } from './port.js';
import type { Projection } from './projection.js';
import { ProjectionFilling, type Check } from './projection-filling.js';
import { ProjectionRunner, type RunnerHooks } from './projection-runner.js';
import { breakingPool, poison, rowsOfTally, ScriptedLog, tally, tallyOf } from './projection.scenario.js';
import { followerMigrations } from './projections.migration.js';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase(followerMigrations);
  pool = new pg.Pool({ connectionString: database.url, max: 6 });
});
afterEach(() => Promise.all(runners.splice(0).map((runner) => runner.stop(1_000))));
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('A read model that is followed from the log', () => {
  it('has the rows that one fold of the whole log gives, however the log was cut and repeated, read in its order or stream by stream, by one follower or in parts by two at once, and whenever they were killed, and the same rows when it is filled again', async () => {
    const deaths = { before: 0, after: 0 };
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({ child: fc.integer({ min: 1, max: 7 }), value: fc.integer({ min: 0, max: 99 }), ours: fc.boolean() }), { minLength: 1, maxLength: 40 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      fc.infiniteStream(fc.integer({ min: 0, max: 5 })),
      fc.array(fc.record({ diesAt: fc.integer({ min: 1, max: 12 }), when: fc.constantFrom('before' as const, 'after' as const) }), { maxLength: 4 }),
      fc.record({ byStream: fc.boolean(), inOrder: fc.boolean(), fillingBatchSize: fc.integer({ min: 2, max: 20 }) }),
      async (history, cuts, repeats, lives, { byStream, inOrder, fillingBatchSize }) => {
        const leaseMs = 300;
        const log = new ScriptedLog({ cut: () => cuts.next().value, repeat: () => repeats.next().value, byStream });
        for (const { child, value, ours } of history) log.add(`child-${child}`, { type: ours ? 'tally.Counted' : 'other.Counted', data: { value } });
        const projection = newTally(inOrder ? { around: () => [] } : {});
        await open(projection, log).create();

        for (const { diesAt, when } of lives) {
          let dead = false;
          const mortal = breakingPool(database.url, (statement) => {
            dead ||= statement >= diesAt;
            return statement === diesAt ? when : dead ? 'before' : undefined;
          });
          const life = follow(projection, log, { pool: mortal, fillingBatchSize, leaseMs });
          const beside = follow(projection, log, { owner: another, fillingBatchSize, leaseMs });
          await until(async () => dead || await isServing(projection, log), 'death or the end of the log');
          if (dead) deaths[when] += 1;
          await Promise.all([life.stop(1), beside.stop(5_000)]);
          await mortal.end();
        }
        const last = [follow(projection, log, { fillingBatchSize, leaseMs }), follow(projection, log, { owner: another, fillingBatchSize, leaseMs })];
        await until(() => isServing(projection, log), 'the end of the log');
        await Promise.all(last.map((each) => each.stop(5_000)));
        const incremental = await rowsOfTally(pool, projection);
        expect(incremental).toEqual(tallyOf(projection, log.events));

        await open(projection, log, 2).create();
        const again = [follow(projection, log, { generation: 2, fillingBatchSize, leaseMs }), follow(projection, log, { generation: 2, owner: another, fillingBatchSize, leaseMs })];
        await until(() => isServing(projection, log, 2), 'the second filling');
        await Promise.all(again.map((each) => each.stop(5_000)));
        expect(await rowsOfTally(pool, projection)).toEqual(incremental);
      },
    ), { numRuns: 150 });
    // The property would hold of a follower that never died.
    expect(deaths.before).toBeGreaterThan(2);
    expect(deaths.after).toBeGreaterThan(2);
  }, 300_000);

  it('has the same rows when the events of different children crossed each other', async () => {
    const projection = newTally();
    const histories = times(3, (child) => times(10, (n) => ({ stream: `child-${child}`, data: { value: 7 * child + n } })));
    const inTurn = new ScriptedLog();
    for (const n of times(10, (n) => n)) for (const history of histories) inTurn.add(history[n]!.stream, history[n]!);
    const afterEachOther = new ScriptedLog();
    for (const history of histories) for (const event of history) afterEachOther.add(event.stream, event);
    expect(await rowsOver(projection, inTurn)).toEqual(await rowsOver(newTally(), afterEachOther));
  });

  it('goes on stream by stream where it was killed, up to where the log ended when it began, and then in the order of the log', async () => {
    const projection = newTally();
    const log = new ScriptedLog({ cut: () => 3, byStream: true });
    for (const n of times(10, (n) => n)) for (const child of ['a', 'b', 'c']) log.add(`child-${child}`, { data: { value: n } });
    const end = log.events.at(-1)!.position;
    await open(projection, log).create();
    let taken = 0;
    const mortal = breakingPool(database.url, () => (taken >= 2 ? 'before' : undefined));
    const readByStream = log.readByStream!;
    const life = follow(projection, { ...log, head: () => log.head(), cuts: log.cuts, capabilities: log.capabilities, readByStream: async (options) => {
      taken = log.pagesByStream;
      return readByStream(options);
    } } as typeof log, { pool: mortal });
    await until(() => taken >= 2, 'the third page');
    await life.stop(1);
    await mortal.end();
    const { rows: [begun] } = await pool.query<{ position: null; until: string; events: number }>('select position, until, events from follower.projection join follower.part using (name, version, generation) where name = $1', [projection.name]);
    const { until: upTo, events } = begun!;
    expect([begun!.position, upTo]).toEqual([null, end]);
    expect(events).toBeGreaterThan(0);
    expect(events).toBeLessThan(30);

    log.add('child-a', { data: { value: 50 } });
    const pagesBefore = log.pagesByStream;
    const last = follow(projection, log);
    await until(() => isServing(projection, log), 'the end of the log');
    await last.stop(5_000);
    // Pages of three: what is left of thirty, one page that is empty, and nothing of what came later.
    expect(log.pagesByStream - pagesBefore).toBe((30 - events) / 3 + 1);
    expect(log.followedFrom).toEqual([end]);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, log.events));
  });

  it('stores no state of a child that it folded from its beginning at once, and folds it so again when it has forgotten it', async () => {
    const projection = newTally();
    const log = new ScriptedLog({ byStream: true });
    for (const child of ['a', 'b']) for (const n of times(5, (n) => n)) log.add(`child-${child}`, { data: { value: n } });
    await rowsOver(projection, log);
    const states = async () => (await pool.query<{ key: string; state: unknown }>(`select key, state from "${projection.name.replace('-', '_')}_v1_1".fold order by key`)).rows;
    expect(await states()).toEqual([{ key: 'a', state: null }, { key: 'b', state: null }]);
    log.add('child-a', { data: { value: 50 } });
    const later = follow(projection, log);
    await until(() => isServing(projection, log), 'the later event');
    await later.stop(5_000);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, log.events));
    expect((await states()).map(({ state }) => state === null)).toEqual([false, true]);
  });

  it('counts as read what is not for it', async () => {
    const projection = newTally();
    const log = new ScriptedLog();
    for (const type of ['tally.Counted', 'other.Counted', 'other.Counted']) log.add('child-1', { type });
    await rowsOver(projection, log);
    expect(await positionOf(projection)).toBe(log.events[2]!.position);
  });
});

describe('Whoever waits for a read model', () => {
  it('gathers what comes for longer, the longer it takes it in', async () => {
    const { projection, log } = await filled(3);
    const hooks = recording();
    const consumer = open(projection, log);
    const take = consumer.take.bind(consumer);
    consumer.take = (...batch) => pause(30).then(() => take(...batch));
    follow(projection, log, { hooks, consumer, gatherMsMax: 1_000 });
    await until(() => isServing(projection, log), 'the end of the log');
    const before = hooks.moves.length;
    for (const end = performance.now() + 500; performance.now() < end; await pause(2)) log.add('child-1', { data: { value: 1 } });
    await until(() => isServing(projection, log), 'the end of the log');
    // One after the other there would be about fifteen.
    expect(hooks.moves.length - before).toBeLessThan(7);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, log.events));
  });

  it('hears nothing of a filling that readers do not see yet', async () => {
    const projection = newTally();
    const log = new ScriptedLog({ cut: () => 1 });
    for (const value of times(10, (n) => n)) log.add('child-1', { data: { value } });
    await open(projection, log).create();
    const heard = recording();
    const runner = follow(projection, log, { hooks: heard });
    await until(() => isServing(projection, log), 'the end of the log');
    await until(() => heard.moves.length > 0, 'the swap to be told');
    expect(heard.moves).toEqual([log.events[9]!.position]);
    log.add('child-1', {});
    await until(() => heard.moves.length > 1, 'the next event');
    await runner.stop(5_000);
    expect(heard.moves[1]).toBe(log.events[10]!.position);
  });
});

describe('Of two followers of one read model', () => {
  it('the second waits while the first is alive, and takes over at once when the first goes home', async () => {
    const { projection, log } = await filled();
    const first = follow(projection, log, { owner: randomUUID(), leaseMs: 60_000 });
    await until(() => isServing(projection, log), 'the first follower');
    const second = recording();
    const other = follow(projection, log, { owner: randomUUID(), leaseMs: 300, hooks: second });
    log.add('child-1', {});
    await until(() => isServing(projection, log), 'the event');
    expect(second.moves).toEqual([]);
    await first.stop(5_000);
    log.add('child-1', {});
    await until(() => second.moves.length > 0, 'the second follower');
    await other.stop(5_000);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, log.events));
  });

  it('one that slept beyond its lease is turned away by its number, and nothing that it wrote stands', async () => {
    const { projection, log } = await filled();
    const sleeper = (await Lease.take(pool, open(projection, log).filling, randomUUID(), 60_000))!;
    expect(await Lease.take(pool, open(projection, log).filling, randomUUID(), 60_000)).toBeUndefined();
    await pool.query(`update follower.projection set lease_until = now() - interval '1 second' where name = $1`, [projection.name]);
    const awake = follow(projection, log, { owner: randomUUID() });
    await until(() => isServing(projection, log), 'the other follower');

    const event = log.add('child-1', { data: { value: 5 } });
    await until(() => isServing(projection, log), 'the event');
    const before = await rowsOfTally(pool, projection);
    await expect(sleeper.advance(event.position, (client) => open(projection, log).take(client, [event]))).rejects.toBeInstanceOf(LeaseLost);
    await expect(sleeper.renew()).rejects.toBeInstanceOf(LeaseLost);
    await sleeper.release();
    expect(await rowsOfTally(pool, projection)).toEqual(before);
    log.add('child-1', {});
    await until(() => isServing(projection, log), 'the follower that is awake to go on');
    await awake.stop(5_000);
  });

  it('one that slept in the middle of a part is turned away by its number, and nothing that it wrote stands', async () => {
    const [projection, log] = [newTally(), new ScriptedLog({ byStream: true })];
    const events = Array.from({ length: 6 }, (_, n) => log.add(`child-${n}`, { data: { value: n } }));
    const { filling } = open(projection, log);
    await open(projection, log).create();
    expect(await Part.make(pool, (await Lease.take(pool, filling, sameOwner, 60_000))!, log, 100, false)).toBe(true);
    const sleeper = (await Part.take(pool, filling, sameOwner, 60_000, []))!;
    expect(await Part.take(pool, filling, another, 60_000, [])).toBeUndefined();
    await pool.query(`update follower.part set lease_until = now() - interval '1 second' where name = $1`, [projection.name]);
    const awake = (await Part.take(pool, filling, another, 60_000, []))!;
    const { stream, revision } = events[0]!;
    await expect(sleeper.advance({ stream, revision, events: 1 }, (client) => open(projection, log).take(client, events.slice(0, 1)))).rejects.toBeInstanceOf(LeaseLost);
    await expect(sleeper.renew()).rejects.toBeInstanceOf(LeaseLost);
    await expect(sleeper.end()).rejects.toBeInstanceOf(LeaseLost);
    await sleeper.release();
    await awake.advance({ stream, revision, events: 1 }, (client) => open(projection, log).take(client, events.slice(0, 1)));
    await awake.release();
    const last = follow(projection, log, { owner: randomUUID() });
    await until(() => isServing(projection, log), 'the end of the log');
    await last.stop(5_000);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, log.events));
  });

  it('one that fell asleep in the middle of a transaction keeps nobody waiting longer than its lease', async () => {
    const { projection, log } = await filled();
    const { filling } = open(projection, log);
    const sleeper = (await Lease.take(pool, filling, randomUUID(), 300))!;
    const event = log.events[0]!;
    let woke = () => {};
    const asleep = sleeper.advance(event.position, async (client) => {
      await open(projection, log).take(client, [event]);
      await new Promise<void>((resolve) => { woke = resolve; });
    });
    await pause(350);
    const awake = follow(projection, log, { owner: randomUUID() });
    await until(() => isServing(projection, log), 'the other follower');
    woke();
    await expect(asleep).rejects.toThrow();
    await awake.stop(5_000);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, log.events));
  });
});

describe('An event that cannot be taken in', () => {
  const ways: [string, Partial<StoredEvent>, { check?: Check }, string][] = [
    ['that a fold throws at', { data: { value: poison } }, {}, 'TypeError'],
    ['that the database refuses the rows of', { data: { value: 3_000_000_000 } }, {}, '22003'],
    ['whose data break its schema', { data: { value: -1 } }, { check: ({ data }) => { if (data.value === -1) throw new RangeError('value of child 2'); } }, 'RangeError'],
    ['of a type that is not declared', { type: 'tally.Unheard' }, { check: ({ type }) => { if (type === 'tally.Unheard') throw new Error(type); } }, 'Error'],
  ];
  for (const [what, event, { check }, error] of ways) {
    it(`parks its child and no other, if it is one ${what}`, async () => {
      const projection = newTally();
      const log = new ScriptedLog();
      for (const n of times(40, (n) => n)) log.add(`child-${n % 4}`, { data: { value: n } });
      const bad = log.add('child-2', event);
      for (const n of times(40, (n) => n)) log.add(`child-${n % 4}`, { data: { value: n } });
      await open(projection, log).create();
      const alarms = recording();
      const runner = follow(projection, log, { check, hooks: alarms });
      await until(() => isServing(projection, log), 'the end of the log');
      await runner.stop(5_000);

      expect(await parkedOf(projection)).toEqual([{ key: '2', position: bad.position, event_id: bad.id, error, attempts: 1 }]);
      expect(alarms.parkings).toEqual([error]);
      const withoutTheRest = log.events.filter(({ stream, position }) => stream !== 'child-2' || position < bad.position);
      expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, withoutTheRest));
    });
  }

  it('is also one whose rows have a column that the table lacks', async () => {
    const projection = newTally();
    const log = new ScriptedLog();
    log.add('child-1', { data: { value: 1 } });
    const misspelt: Projection = { ...projection, rows: () => ({ [Object.keys(projection.tables)[0]!]: [{ version: 1, cuont: 1 }] }) };
    await rowsOver(misspelt, log);
    expect(await parkedOf(projection)).toMatchObject([{ key: '1', error: 'UnknownColumn' }]);
  });

  it('can be of a type that nobody has declared, in a context that is folded: it may be one that is needed', async () => {
    const projection = newTally({ types: ['tally.Counted'] });
    const log = new ScriptedLog();
    const declared = ['tally.Counted', 'tally.Renamed'];
    const check: Check = ({ type }) => { if (!declared.includes(type)) throw new RangeError('not declared'); };
    for (const [stream, type] of [['child-1', 'tally.Counted'], ['child-1', 'tally.Unheard'], ['child-1', 'tally.Counted'], ['child-2', 'tally.Counted'], ['child-2', 'tally.Renamed'], ['child-2', 'tally.Counted'], ['child-3', 'other.Unheard']] as const) {
      log.add(stream, { type, data: { value: 7 } });
    }
    const filling = open(projection, log, 1, check);
    await filling.create();
    const runner = follow(projection, log, { check });
    await until(() => isServing(projection, log), 'the end of the log');
    expect(await parkedOf(projection)).toMatchObject([{ key: '1', error: 'RangeError', event_id: log.events[1]!.id }]);
    expect((await rowsOfTally(pool, projection)).tally).toMatchObject([{ child: '1', count: 1 }, { child: '2', count: 2 }]);
    declared.push('tally.Unheard');
    expect(await filling.unpark('1')).toBe(true);
    expect((await rowsOfTally(pool, projection)).tally).toMatchObject([{ child: '1', count: 2 }, { child: '2', count: 2 }]);
    await runner.stop(5_000);
  });

  it('is found in a batch of 2000, and leaves out nobody else', async () => {
    const projection = newTally();
    const log = new ScriptedLog();
    for (const n of times(2_000, (n) => n)) log.add(`child-${n % 50}`, { data: { value: n === 1_234 ? 3_000_000_000 : n % 100 } });
    const rows = await rowsOver(projection, log);
    expect(await parkedOf(projection)).toMatchObject([{ key: '34', event_id: log.events[1_234]!.id }]);
    expect(rows).toEqual(tallyOf(projection, log.events.filter(({ stream, position }) => stream !== 'child-34' || position < log.events[1_234]!.position)));
  });

  it('is taken in, with all that came after it, once a deployment knows how, and the rows are those of a new filling', async () => {
    const projection = newTally();
    const log = new ScriptedLog();
    for (const n of times(30, (n) => n)) log.add(`child-${n % 3}`, { data: { value: n === 10 ? poison : n } });
    await rowsOver(projection, log);
    expect(await open(projection, log).unpark('1')).toBe(false);
    expect(await parkedOf(projection)).toMatchObject([{ key: '1', attempts: 2 }]);

    const repaired: Projection = { ...projection, evolve: (state, fact) => projection.evolve(state, poisonless(fact)) };
    expect(await open(repaired, log).unpark('1')).toBe(true);
    expect(await parkedOf(projection)).toEqual([]);
    for (const n of times(6, (n) => n)) log.add(`child-${n % 3}`, { data: { value: n } });
    const runner = follow(repaired, log);
    await until(() => isServing(projection, log), 'the later events');
    await runner.stop(5_000);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, log.events.map(poisonless)));
  });

  it('can be taken in while the follower goes on, and neither loses what the other does', async () => {
    const projection = newTally();
    const log = new ScriptedLog();
    for (const n of times(20, (n) => n)) log.add(`child-${n % 2}`, { data: { value: n === 3 ? poison : n } });
    let knows = false;
    const evolve: Projection['evolve'] = (state, fact) => projection.evolve(state, knows ? poisonless(fact) : fact);
    await open(projection, log).create();
    const runner = follow({ ...projection, evolve }, log);
    await until(() => isServing(projection, log), 'the end of the log');
    knows = true;
    const writing = (async () => {
      for (const n of times(60, (n) => n)) {
        log.add(`child-${n % 2}`, { data: { value: n } });
        await pause(2);
      }
    })();
    await pause(30);
    expect(await open({ ...projection, evolve }, log).unpark('1')).toBe(true);
    await writing;
    await until(() => isServing(projection, log), 'the later events');
    await runner.stop(5_000);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, log.events.map(poisonless)));
  });

  it('does not let the text of an error out, which could quote the child', async () => {
    const projection = newTally();
    const log = new ScriptedLog();
    log.add('child-1', { data: { value: poison } });
    await rowsOver(projection, log);
    const { rows } = await pool.query('select * from follower.parked');
    expect(JSON.stringify(rows)).not.toContain('could be named');
  });

  it('is missed where a projection sees whole streams: the child is parked, and the others go on', async () => {
    const projection = newTally({ types: undefined });
    const log = new ScriptedLog();
    for (const revision of [0, 1, 2, 4, 5]) log.add('child-1', { revision, data: { value: revision } });
    for (const value of [1, 2, 3]) log.add('child-2', { data: { value } });
    const rows = await rowsOver(projection, log);
    expect(await parkedOf(projection)).toMatchObject([{ key: '1', error: 'GapInStream', event_id: log.events[3]!.id }]);
    expect(rows).toEqual(tallyOf(projection, log.events.filter(({ stream, revision }) => stream === 'child-2' || revision < 3)));
  });
});

describe('A failure that may pass', () => {
  it('of the store parks nobody, and is tried again', async () => {
    const { projection, log } = await filled();
    log.failures.push(new StoreUnavailable('away'), new StoreUnavailable('away'));
    const failures = recording();
    const runner = follow(projection, log, { hooks: failures });
    await until(() => isServing(projection, log), 'the end of the log');
    await runner.stop(5_000);
    expect(failures.failures).toEqual(['StoreUnavailable', 'StoreUnavailable']);
    expect(await parkedOf(projection)).toEqual([]);
  });

  it('of the database parks nobody, and is tried again', async () => {
    const { projection, log } = await filled(60);
    const failures = recording();
    const breaking = breakingPool(database.url, (statement) => (statement % 37 === 0 ? 'before' : undefined));
    const runner = follow(projection, log, { pool: breaking, batchSize: 20, hooks: failures });
    await until(() => isServing(projection, log), 'the end of the log');
    await runner.stop(5_000);
    await breaking.end();
    expect(failures.failures.length).toBeGreaterThan(0);
    expect(await parkedOf(projection)).toEqual([]);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, log.events));
  });
});

describe('A log that contradicts itself', () => {
  it('is followed no further, and nobody tries again until somebody has looked', async () => {
    const { projection, log } = await filled();
    log.failures.push(new LogDamaged('the log ends before the checkpoint'));
    const failures = recording();
    const runner = follow(projection, log, { hooks: failures });
    await until(() => runner.stoppedFor !== undefined, 'the stop');
    expect(runner.stoppedFor).toBe('LogDamaged');
    await pause(100);
    expect(failures.failures).toEqual(['LogDamaged']);
    expect(log.followedFrom).toEqual([undefined]);
  });
});

describe('A batch that is too much at once', () => {
  it('is taken in in smaller ones', async () => {
    const { projection, log } = await filled(16);
    const leaseMs = 1_500;   // and with it the longest pause between two statements
    const sizes: number[] = [];
    const slow = open(projection, log);
    const take = slow.take.bind(slow);
    slow.take = async (client, events) => {
      sizes.push(events.length);
      if (events.length > 8) await pause(leaseMs + 300);
      return take(client, events);
    };
    const runner = follow(projection, log, { consumer: slow, leaseMs });
    await until(() => isServing(projection, log), 'the end of the log');
    await runner.stop(5_000);
    expect(sizes.slice(0, 2)).toEqual([16, 8]);
    expect(await parkedOf(projection)).toEqual([]);
    expect(await rowsOfTally(pool, projection)).toEqual(tallyOf(projection, log.events));
  });
});

describe('A long record', () => {
  it('is folded by turns with whatever else the process has to do', async () => {
    const { projection, log } = await filled(3 * 60);
    let turn = 0;
    const seen = new Set<number>();
    const slow: Projection = { ...projection, evolve: (state, fact) => { seen.add(turn); spin(3); return projection.evolve(state, fact); } };
    const counting = setInterval(() => { turn += 1; });
    const runner = follow(slow, log);
    await until(() => isServing(slow, log), 'the end of the log');
    clearInterval(counting);
    await runner.stop(5_000);
    expect(seen.size).toBeGreaterThan(10);
  });
});

/** Keeps the process busy. */
function spin(milliseconds: number): void {
  for (const until = performance.now() + milliseconds; performance.now() < until;);
}

let tallies = 0;

/** A read model of its own for each case, since all share a database. */
function newTally(parts: Parameters<typeof tally>[1] = {}): Projection {
  tallies += 1;
  return tally(`tally-${tallies}`, parts);
}

async function filled(events = 20): Promise<{ projection: Projection; log: ScriptedLog }> {
  const projection = newTally();
  const log = new ScriptedLog();
  for (const n of times(events, (n) => n)) log.add(`child-${n % 3}`, { data: { value: n } });
  await open(projection, log).create();
  return { projection, log };
}

function open(projection: Projection, log: ScriptedLog, generation = 1, check: Check = () => undefined, of: pg.Pool = pool): ProjectionFilling {
  return new ProjectionFilling(of, log, projection, generation, check);
}

const sameOwner = randomUUID();
const another = randomUUID();
const runners: ProjectionRunner[] = [];

function follow(projection: Projection, log: ScriptedLog, options: {
  pool?: pg.Pool; generation?: number; owner?: string; leaseMs?: number; batchSize?: number; fillingBatchSize?: number; gatherMsMax?: number; check?: Check; hooks?: RunnerHooks; consumer?: ProjectionFilling;
} = {}): ProjectionRunner {
  const { pool: of = pool, generation = 1, owner = sameOwner, leaseMs = 2_000, batchSize = 2_000, fillingBatchSize, gatherMsMax = 0, check, hooks = recording(), consumer = open(projection, log, generation, check, of) } = options;
  const runner = new ProjectionRunner(of, log, consumer, owner, { leaseMs, batchSize, fillingBatchSize, gatherMs: 0, gatherMsMax, retryMsMax: 20 }, hooks);
  runners.push(runner);
  return runner;
}

function recording() {
  const moves: string[] = [];
  const parkings: string[] = [];
  const failures: string[] = [];
  return {
    moves, parkings, failures,
    moved: (_: unknown, position: string | undefined) => { moves.push(String(position)); },
    parked: (_: string, error: string) => { parkings.push(error); },
    failed: (_: string, error: string) => { failures.push(error); },
  };
}

async function rowsOver(projection: Projection, log: ScriptedLog): Promise<unknown> {
  await open(projection, log).create();
  const runner = follow(projection, log);
  await until(() => isServing(projection, log), 'the end of the log');
  await runner.stop(5_000);
  return rowsOfTally(pool, projection);
}

/** Readers see this filling, as far as the log goes. */
async function isServing({ name }: Projection, log: ScriptedLog, generation = 1): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from follower.projection where name = $1 and generation = $2 and status = 'serving' and position is not distinct from $3`, [name, generation, await log.head() ?? null]);
  return rowCount === 1;
}

async function positionOf({ name }: Projection): Promise<string> {
  const { rows: [row] } = await pool.query<{ position: string }>(`select position from follower.projection where name = $1`, [name]);
  return row!.position;
}

async function parkedOf({ name }: Projection): Promise<readonly object[]> {
  return (await pool.query<object>(`select key, position, event_id, error, attempts from follower.parked where projection = $1`, [name])).rows;
}

function poisonless<Event>(event: Event): Event {
  const { data } = event as { data?: { value?: number } };
  return data?.value === poison ? { ...event, data: { value: 0 } } : event;
}
