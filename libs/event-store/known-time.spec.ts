import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import { times, until } from './event-store.contract.js';
import { KnownTime } from './known-time.js';
import { coordinates } from './lease.js';
import type { Position, StoredEvent } from './port.js';
import { ProjectionRunner } from './projection-runner.js';
import { ScriptedLog } from './projection.scenario.js';
import { followerMigrations } from './projections.migration.js';

const start = Date.parse('2026-03-02T12:00:00.000Z');
const at = (milliseconds: number) => new Date(start + milliseconds);

describe('What the log knew at an instant', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  beforeAll(async () => {
    database = await freshDatabase(followerMigrations);
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  for (const [positions, step] of [['without gaps', 1], ['with gaps', 7]] as const) {
    it(`is the longest beginning of it in which nothing was recorded later, though the instants go back and forth and however far the samples reach (positions ${positions})`, async () => {
      await fc.assert(fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        fc.nat({ max: 60 }),
        async (recorded, cuts, sampled) => {
          const log = new ScriptedLog({ cut: () => cuts.next().value }, step);
          for (const milliseconds of recorded.slice(0, sampled)) log.add('child-1', { recordedAt: at(milliseconds) });
          const knownTime = await followed(log);
          for (const milliseconds of recorded.slice(sampled)) log.add('facility-1', { recordedAt: at(milliseconds) });
          for (const instant of [-1, 0, 7, 20, 39, 40, 41]) {
            expect(await knownTime.resolve(at(instant))).toEqual(modelOf(log.events, at(instant)));
          }
        },
      ), { numRuns: 25 });
    });
  }

  it('is read from the samples: of a long log only the last stretch before the instant is read again', async () => {
    const log = new ScriptedLog();
    for (const n of times(5_000, (n) => n)) log.add(`child-${n}`, { recordedAt: at(n) });
    const knownTime = await followed(log);
    const reads: (Position | undefined)[] = [];
    const readAll = log.readAll.bind(log);
    log.readAll = (options) => {
      reads.push(options?.after);
      return readAll(options);
    };
    expect(await knownTime.resolve(at(4_321))).toEqual({ position: log.events[4_321]!.position, provisional: false });
    expect(reads.length).toBeLessThanOrEqual(3);
  });

  it('is one sample in about 500 events, also where they came a few at a time', async () => {
    const log = new ScriptedLog({ cut: () => 10 });
    for (const n of times(1_200, (n) => n)) log.add(`child-${n}`, { recordedAt: at(n) });
    await followed(log);
    const { rows } = await pool.query<{ count: number }>('select count(*)::int from follower.known_time');
    expect(rows[0]!.count).toBe(3);
  });

  it('is provisional until something later is in the log, since what is still on its way can bear an earlier instant', async () => {
    const log = new ScriptedLog();
    const event = log.add('child-1', { recordedAt: at(0) });
    const knownTime = await followed(log);
    expect(await knownTime.resolve(at(10))).toEqual({ position: event.position, provisional: true });
    const late = log.add('child-2', { recordedAt: at(5) });
    expect(await knownTime.resolve(at(10))).toEqual({ position: late.position, provisional: true });
    log.add('child-3', { recordedAt: at(11) });
    log.add('child-4', { recordedAt: at(9) });
    expect(await knownTime.resolve(at(10))).toEqual({ position: late.position, provisional: false });
  });

  /** The samples of this log alone, as far as it goes now. */
  async function followed(log: ScriptedLog): Promise<KnownTime> {
    const knownTime = new KnownTime(pool, log);
    await pool.query('delete from follower.known_time');
    await pool.query('delete from follower.projection');
    await pool.query(`insert into follower.projection (name, version, generation, status, relations, declared) values ($1, $2, $3, 'serving', '{}', '')`, coordinates(knownTime.filling));
    const hooks = { moved: () => undefined, parked: () => undefined, failed: () => undefined };
    const runner = new ProjectionRunner(pool, log, knownTime, randomUUID(), { leaseMs: 2_000, batchSize: 500, gatherMs: 0, gatherMsMax: 0, retryMsMax: 20 }, hooks);
    const atEnd = async () => (await pool.query(`select from follower.projection where position is not distinct from $1`, [await log.head() ?? null])).rowCount === 1;
    await until(atEnd, 'the end of the log').finally(() => runner.stop(5_000));
    return knownTime;
  }

  function modelOf(events: readonly StoredEvent[], instant: Date): { position: Position | undefined; provisional: boolean } {
    const end = events.findIndex(({ recordedAt }) => recordedAt > instant);
    return { position: events[(end === -1 ? events.length : end) - 1]?.position, provisional: end === -1 };
  }
});
