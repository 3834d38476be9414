import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import { until } from './event-store.contract.js';
import type { StoredEvent } from './port.js';
import { projection, standsAt, type Projection } from './projection.js';
import { ProjectionFilling } from './projection-filling.js';
import { ProjectionRunner } from './projection-runner.js';
import { breakingPool, poison, rowsOf, ScriptedLog } from './projection.scenario.js';
import { followerMigrations } from './projections.migration.js';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase(followerMigrations);
  pool = new pg.Pool({ connectionString: database.url, max: 6 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

type Shelf = readonly number[];
let shelves = 0;

/** A value that is told is on the shelf; told again, it is gone. What stood there once is asked for later. */
function shelf(): Projection {
  shelves += 1;
  const n = shelves;
  return projection<Shelf>({
    name: `shelf-${n}`, version: 1, types: ['shelf.'],
    tables: {
      [`shelf_${n}`]: `create table shelf_${n} (child text not null, value int not null)`,
      [`size_${n}`]: `create table size_${n} (child text primary key, size int not null)`,
    },
    asKnown: [`shelf_${n}`],
    initial: [],
    evolve: (values, { data }) => {
      const { value } = data as { value: number };
      if (value === poison) throw new TypeError('this child could be named here');
      return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
    },
    rows: (_, values) => ({
      [`shelf_${n}`]: values.map((value) => ({ value })),
      [`size_${n}`]: [{ size: values.length }],
    }),
  });
}

function told(child: number, value: number) {
  return [`child-${child}`, { type: 'shelf.Told', data: { value } }] as const;
}

describe('A table that keeps what was known when', () => {
  it('answers at every position what one fold of the log up to there gives, however the log was cut and repeated, read in its order or stream by stream, wherever the follower died, and when it is filled again', async () => {
    let deaths = 0;
    await fc.assert(fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 30 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })), fc.infiniteStream(fc.integer({ min: 0, max: 5 })), fc.integer({ min: 1, max: 30 }), fc.constantFrom('before' as const, 'after' as const), fc.boolean(),
      async (history, cuts, repeats, diesAt, when, byStream) => {
        const log = new ScriptedLog({ cut: () => cuts.next().value, repeat: () => repeats.next().value, byStream });
        for (const event of history) log.add(...told(...event));
        const of = shelf();
        let dead = false;
        const mortal = breakingPool(database.url, (statement) => {
          dead ||= statement >= diesAt;
          return statement === diesAt ? when : dead ? 'before' : undefined;
        });
        await filling(of, log).create();
        const life = follow(of, log, 1, mortal);
        await until(async () => dead || await stands(of, log), 'death or the end of the log');
        if (dead) deaths += 1;
        await life.stop(1);
        await mortal.end();
        await followed(of, log);
        const incremental = await rowsOf(pool, `read."${table(of)}"`);
        for (const { position } of log.events) expect(await knownAt(of, position)).toEqual(folded(of, log.events.filter((event) => event.position <= position)));
        log.add(...told(1, 99));
        await filling(of, log, 2).create();
        await followed(of, log, 2);
        const again = await rowsOf(pool, `read."${table(of)}"`);
        const before = again.filter((row) => (row as { value: number }).value !== 99);
        expect(before).toEqual(incremental);
      },
    ), { numRuns: 15 });
    expect(deaths).toBeGreaterThan(3);
  });

  it('has no version for a fact that changed nothing in it, and one for each time a row came back', async () => {
    const log = new ScriptedLog();
    const of = shelf();
    for (const value of [7, 8, 7, 7]) log.add(...told(1, value));
    await filling(of, log).create();
    await followed(of, log);
    const { rows } = await pool.query(`select value, known_from, known_to from read."${table(of)}" order by known_from`);
    const [first, second, third, fourth] = log.events.map(({ position }) => position);
    expect(rows).toEqual([{ value: 7, known_from: first, known_to: third }, { value: 8, known_from: second, known_to: null }, { value: 7, known_from: fourth, known_to: null }]);
  });

  it('ends where an event cannot be taken in, and has every version once a later program can', async () => {
    const log = new ScriptedLog();
    const of = shelf();
    for (const value of [7, poison, 8]) log.add(...told(1, value));
    await filling(of, log).create();
    await followed(of, log);
    const end = log.events.at(-1)!.position;
    expect(await knownAt(of, end)).toEqual([{ child: '1', value: 7 }]);
    const repaired = { ...of, evolve: (state: unknown, fact: Parameters<Projection['evolve']>[1]) => ((fact.data as { value: number }).value === poison ? state : of.evolve(state, fact)) };
    expect(await filling(repaired, log).unpark('1')).toBe(true);
    expect(await knownAt(of, log.events[0]!.position)).toEqual([{ child: '1', value: 7 }]);
    expect(await knownAt(of, end)).toEqual([{ child: '1', value: 7 }, { child: '1', value: 8 }]);
  });

  it('cannot tell two rows apart that are alike, and leaves the child out', async () => {
    const log = new ScriptedLog();
    const of = shelf();
    const twice = { ...of, rows: (key: string, state: unknown) => ({ ...of.rows(key, state), [table(of)]: [{ value: 1 }, { value: 1 }] }) };
    log.add(...told(1, 7));
    await filling(twice, log).create();
    await followed(twice, log);
    expect((await pool.query(`select key, error from follower.parked where projection = $1`, [of.name])).rows).toEqual([{ key: '1', error: 'Unfit' }]);
  });
});

function table({ asKnown }: Projection): string {
  return asKnown[0]!;
}

function filling(of: Projection, log: ScriptedLog, generation = 1, by: pg.Pool = pool): ProjectionFilling {
  return new ProjectionFilling(by, log, of, generation, () => undefined);
}

const owner = randomUUID();
const silent = { moved: () => undefined, parked: () => undefined, failed: () => undefined };

function follow(of: Projection, log: ScriptedLog, generation: number, by: pg.Pool): ProjectionRunner {
  return new ProjectionRunner(by, log, filling(of, log, generation, by), owner, { leaseMs: 2_000, batchSize: 2_000, gatherMs: 0, gatherMsMax: 0, retryMsMax: 20 }, silent);
}

async function followed(of: Projection, log: ScriptedLog, generation = 1): Promise<void> {
  const runner = follow(of, log, generation, pool);
  await until(() => stands(of, log, generation), 'the end of the log');
  await runner.stop(5_000);
}

async function stands({ name }: Projection, log: ScriptedLog, generation = 1): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from follower.projection where name = $1 and generation = $2 and status = 'serving' and position = $3`, [name, generation, await log.head()]);
  return rowCount === 1;
}

async function knownAt(of: Projection, position: string): Promise<readonly object[]> {
  const { rows } = await pool.query<object>(`select child, value from read."${table(of)}" where ${standsAt('$1')} order by child, value`, [position]);
  return rows;
}

/** What stands on the shelves after these events, without a database. */
function folded(of: Projection, events: readonly StoredEvent[]): readonly object[] {
  const states = new Map<string, Shelf>();
  for (const event of events) {
    const child = event.stream.replace('child-', '');
    states.set(child, of.evolve(states.get(child) ?? of.initial, event as never) as Shelf);
  }
  return [...states].sort().flatMap(([child, values]) => [...values].sort().map((value) => ({ child, value })));
}
