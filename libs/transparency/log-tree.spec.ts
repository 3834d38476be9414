import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import { until } from '../event-store/event-store.contract.js';
import { LogDamaged } from '../event-store/port.js';
import { Lease } from '../event-store/lease.js';
import { ProjectionRunner } from '../event-store/projection-runner.js';
import { ScriptedLog } from '../event-store/projection.scenario.js';
import { followerMigrations } from '../event-store/projections.migration.js';
import { AnotherCheckpointKey, Checkpoints, LogChanged } from './checkpoints.js';
import { hashOfEvent } from './leaf.js';
import { LogTree } from './log-tree.js';
import { emptyRoot, GrowingRoot, provesConsistency, provesInclusion } from './merkle.js';
import { CheckpointSigner, openCheckpoint } from './note.js';
import { Transparency1795395600000 } from './transparency.migration.js';

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase([...followerMigrations, Transparency1795395600000]);
  pool = new pg.Pool({ connectionString: database.url, max: 6 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const rootOf = ({ events }: ScriptedLog) => {
  const root = new GrowingRoot();
  for (const event of events) root.add(hashOfEvent(event));
  return root.root;
};
const filled = (events: number, log = new ScriptedLog()) => {
  for (let n = log.events.length; n < events; n += 1) log.add(`child-${n % 7}`, { data: { n }, meta: { actor: 'somebody' } });
  return log;
};

/** Follows a log from where the tree stands, until it holds all of it. */
async function followed(log: ScriptedLog, { anew = true } = {}): Promise<LogTree> {
  const tree = new LogTree(pool, log);
  if (anew) await pool.query('delete from transparency.tile; delete from transparency.checkpoint; delete from follower.projection');
  await Lease.prepare(pool, tree.filling);
  await following(tree, log, () => undefined);
  return tree;
}

async function following(tree: LogTree, log: ScriptedLog, meanwhile: () => unknown): Promise<void> {
  const failures: string[] = [];
  const runner = new ProjectionRunner(pool, log, tree, randomUUID(), { leaseMs: 3_000, batchSize: 300, gatherMs: 1, gatherMsMax: 1, retryMsMax: 10 }, {
    moved: () => undefined, parked: () => undefined, failed: (_, error) => failures.push(error),
  });
  try {
    await meanwhile();
    await until(async () => failures.length > 0 || (await tree.size() === log.events.length && await tree.isComplete()), 'the tree');
    if (runner.stoppedFor === 'LogDamaged') throw new LogDamaged();
  } finally {
    await runner.stop(500);
  }
}

const seed = randomBytes(32);
const signer = new CheckpointSigner('guarantor/test', seed);

describe('The tree of a log', () => {
  for (const [positions, step] of [['without gaps', 1], ['with gaps', 7]] as const) {
    it(`is that of its events in their order, however they come in and whatever comes twice (positions ${positions})`, async () => {
      await fc.assert(fc.asyncProperty(
        fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 400 }), fc.infiniteStream(fc.integer({ min: 1, max: 300 })), fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
        async (before, more, cuts, repeats) => {
          const log = filled(before, new ScriptedLog({ cut: () => cuts.next().value, repeat: () => repeats.next().value }, step));
          await followed(log);
          filled(before + more, log);
          const tree = await followed(log, { anew: false });
          expect(await tree.root(before + more)).toEqual(rootOf(log));
        }), { numRuns: 6 });
    });
  }

  it('comes to the same root when it is made anew, while it is followed', async () => {
    const log = filled(1_000);
    const tree = await followed(log);
    const [root, tiles] = [await tree.root(1_000), await tilesOf()];
    await following(tree, log, () => tree.rebuild());
    expect(await tree.root(1_000)).toEqual(root);
    expect(await tilesOf()).toEqual(tiles);
  });

  it('costs one row for 256 events on each level', async () => {
    await followed(filled(700));
    expect((await tilesOf()).map(({ level, n, bytes }) => [level, Number(n), bytes])).toEqual([[0, 0, 8_192], [0, 1, 8_192], [0, 2, 188 * 32], [1, 0, 64]]);
  });

  it.each([1, 7])('proves where an event stands and that the log only grew, and finds the leaf by its position, where positions grow by %i', async (step) => {
    const log = filled(1_000, new ScriptedLog({}, step));
    const tree = await followed(log);
    for (const [index, size] of [[0, 1], [3, 700], [255, 256], [256, 999], [999, 1_000]] as const) {
      const event = log.events[index]!;
      expect([await tree.indexOf(event.position), await tree.sizeAt(event.position)]).toEqual([index, index + 1]);
      expect(provesInclusion({ leaf: hashOfEvent(event), index, size, path: await tree.inclusion(index, size), root: await tree.root(size) })).toBe(true);
      expect(provesConsistency({ smaller: index, size, path: await tree.consistency(index, size), smallerRoot: await tree.root(index), root: await tree.root(size) })).toBe(true);
    }
    if (step > 1) {
      const nobody = `${log.events[5]!.position.slice(0, -1)}${Number(log.events[5]!.position.slice(-1)) + 1}`;
      expect([await tree.indexOf(nobody as never), await tree.sizeAt(nobody as never)]).toEqual([undefined, 6]);
    }
    expect([await tree.sizeAt('0'.repeat(19) as never), await tree.sizeAt('9'.repeat(19) as never)]).toEqual([0, undefined]);
    expect(await tree.indexOf('0'.repeat(19) as never)).toBeUndefined();
    expect(await tree.indexOf('9'.repeat(19) as never)).toBeUndefined();
    await expect(tree.root(1_001)).rejects.toThrow(RangeError);
  });

  it('of an empty log is the empty one', async () => {
    const tree = await followed(new ScriptedLog());
    expect([await tree.size(), await tree.root(0)]).toEqual([0, emptyRoot]);
  });

  it('does not grow over an event that is missing', async () => {
    const log = filled(10);
    await followed(log);
    filled(20, log).events.splice(12, 1);
    await expect(followed(log, { anew: false })).rejects.toThrow(LogDamaged);
  });
});

describe('A checkpoint of a log', () => {
  it('is signed once for each size, each consistent with the one before, and none of an empty log', async () => {
    const log = new ScriptedLog();
    const checkpoints = new Checkpoints(pool, await followed(log));
    expect(await checkpoints.sign(signer)).toBeUndefined();
    const roots = [];
    for (const size of [3, 3, 300]) {
      await followed(filled(size, log), { anew: false });
      const both = await Promise.all([checkpoints.sign(signer), checkpoints.sign(signer)]);
      expect(both[0]).toEqual(both[1]);
      roots.push(openCheckpoint(both[0]!.note, signer.verifier));
    }
    expect(roots.map(({ size }) => size)).toEqual([3, 3, 300]);
    expect(roots[2]!.root).toEqual(rootOf(log));
    expect(await checkpoints.all()).toHaveLength(2);
    expect([(await checkpoints.holding(4))!.size, await checkpoints.holding(301), await checkpoints.of(4)]).toEqual([300, undefined, undefined]);
  });

  for (const [what, change] of [
    ['an event reads otherwise', (log: ScriptedLog) => log.events.splice(4, 1, { ...log.events[4]!, data: { n: 'otherwise' } })],
    ['an event bears another instant', (log: ScriptedLog) => log.events.splice(4, 1, { ...log.events[4]!, recordedAt: new Date(0) })],
    ['an event was recorded by somebody else', (log: ScriptedLog) => log.events.splice(4, 1, { ...log.events[4]!, meta: { actor: 'somebody else' } })],
    ['two events have changed their places', (log: ScriptedLog) => log.events.splice(4, 2, { ...log.events[5]!, position: log.events[4]!.position }, { ...log.events[4]!, position: log.events[5]!.position })],
    ['the log is shorter', (log: ScriptedLog) => log.events.splice(8)],
  ] as const) {
    it(`is signed no more once ${what} and the tree was made anew from that`, async () => {
      const log = filled(10);
      const checkpoints = new Checkpoints(pool, await followed(log));
      const before = await checkpoints.sign(signer);
      change(log);
      await checkpoints.tree.rebuild();
      await followed(log, { anew: false });
      await expect(checkpoints.sign(signer)).rejects.toThrow(LogChanged);
      expect(await checkpoints.fits(before!)).toBe('no');
      expect(await checkpoints.last()).toEqual(before);
    });
  }

  it('waits while the tree is made anew, and is no alarm', async () => {
    const log = filled(10);
    const checkpoints = new Checkpoints(pool, await followed(log));
    const before = await checkpoints.sign(signer);
    await checkpoints.tree.rebuild();
    expect(await checkpoints.fits(before!)).toBe('unknown');
    expect(await checkpoints.sign(signer)).toEqual(before);
  });

  it('is signed by one key', async () => {
    const checkpoints = new Checkpoints(pool, await followed(filled(10)));
    await checkpoints.sign(signer);
    await expect(checkpoints.sign(new CheckpointSigner('guarantor/test', randomBytes(32)))).rejects.toThrow(AnotherCheckpointKey);
  });
});

async function tilesOf() {
  return (await pool.query<{ level: number; n: string; bytes: number; digest: string }>(`select level, n, length(hashes) as bytes, encode(sha256(hashes), 'hex') as digest from transparency.tile order by level, n`)).rows;
}
