import { randomBytes, type KeyObject } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import { CannotUnwrap, KekRefused, KeyEncryptionKey, type KeyClass } from './key-encryption-key.js';
import { KeyDestroyed, KeyDisabled, KeyRing, KeysUnavailable, KeyUnknown, type KeyRingOptions } from './key-ring.js';
import { Forgetting1795482000000 } from './forgetting.migration.js';
import { Keys1795219200000 } from './keys.migration.js';

describe('the key ring', () => {
  let database: TestDatabase;
  let pools: pg.Pool[] = [];
  let pool: pg.Pool;
  const kek = new KeyEncryptionKey(randomBytes(32), 'test');
  const otherKek = new KeyEncryptionKey(randomBytes(32), 'test');

  beforeAll(async () => {
    database = await freshDatabase([Keys1795219200000, Forgetting1795482000000]);
  });
  beforeEach(async () => {
    pool = newPool();
    await pool.query('truncate keys.key_encryption_key, keys.data_key, keys.disabled, keys.told');
  });
  afterEach(async () => {
    await Promise.all(pools.map(each => each.end()));
    pools = [];
  });
  afterAll(() => database.drop());

  function newPool(settings: pg.PoolConfig = {}): pg.Pool {
    const made = new pg.Pool({ connectionString: database.url, max: 8, ...settings });
    made.on('error', () => undefined);
    pools.push(made);
    return made;
  }

  const open = (options: Partial<KeyRingOptions> = {}) => KeyRing.open({ pool: newPool(), kek, ...options });
  const rows = async (sql: string) => (await pool.query<Record<string, unknown>>(sql)).rows;
  const bytes = (key: { secret: KeyObject }) => key.secret.export().toString('hex');
  const somebodyWaits = async () => {
    while ((await rows('select from pg_locks where not granted')).length === 0);
  };
  const notingHowChangesAreConfirmed = async (change: string) => {
    await pool.query(`
      create table confirmed (setting text);
      create function note() returns trigger language plpgsql as $$ begin insert into confirmed values (current_setting('synchronous_commit')); return null; end $$;
      create trigger note after ${change} for each row execute function note()`);
    return async () => {
      const noted = await rows('select setting from confirmed');
      await pool.query('drop function note cascade; drop table confirmed');
      return noted;
    };
  };
  /** By another process, of which this one has not heard. */
  const destroyKeysOf = async (subject: string) => (await open()).destroy([subject]);

  describe('a child’s key', () => {
    it('is made when it is first asked for, and is the same ever after', async () => {
      const ring = await open();
      const made = await ring.key('amara', 'D2');
      expect(made.version).toBe(1);
      expect(made.secret.symmetricKeySize).toBe(32);
      const afterRestart = await open();
      expect(bytes(await afterRestart.key('amara', 'D2'))).toBe(bytes(made));
      expect(bytes(await afterRestart.keyForOpening('amara', 'D2', 1))).toBe(bytes(made));
    });

    it('is another one for each child and for each class', async () => {
      const ring = await open();
      const classes: KeyClass[] = ['D2', 'D3', 'D4', 'HASH'];
      const keys = await Promise.all(['amara', 'berik'].flatMap(child => classes.map(each => ring.key(child, each))));
      expect(new Set(keys.map(bytes)).size).toBe(8);
    });

    it('stands in the table wrapped only', async () => {
      const secret = bytes(await (await open()).key('amara', 'D2'));
      const [{ row } = {}] = await rows('select key::text as row from keys.data_key key');
      expect(row).not.toContain(secret);
    });

    it('is one when two processes first ask for it at once, and both have that one', async () => {
      const [here, there] = await Promise.all([open(), open()]);
      const children = Array.from({ length: 50 }, (_, index) => `child-${index}`);
      const pairs = await Promise.all(children.map(child => Promise.all([here.key(child, 'D2'), there.key(child, 'D2')])));
      for (const [mine, theirs] of pairs) expect(bytes(mine)).toBe(bytes(theirs));
      expect(await rows('select count(*)::int as keys from keys.data_key')).toEqual([{ keys: 50 }]);
      for (const child of children) expect(bytes(await there.keyForOpening(child, 'D2', 1))).toBe(bytes(await here.key(child, 'D2')));
    });

    it('is the one that came first, also for a process that saw none and makes its own later', async () => {
      const slow = holdsBefore(newPool(), /insert into keys\.data_key/);
      const later = (await open({ pool: slow.pool })).key('amara', 'D2');
      await slow.reached;
      const first = bytes(await (await open()).key('amara', 'D2'));
      slow.release();
      expect(bytes(await later)).toBe(first);
      expect(bytes(await (await open()).key('amara', 'D2'))).toBe(first);
    });

    it('is there for others from the moment that it is returned, also when who made it dies', async () => {
      const made = await (await open()).key('amara', 'D2');
      await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
      expect(bytes(await (await open()).keyForOpening('amara', 'D2', 1))).toBe(bytes(made));
    });

    it('that was stored before its maker died is the one that the next process uses', async () => {
      const dies = diesAfter(newPool(), /insert into keys\.data_key/);
      await expect((await open({ pool: dies })).key('amara', 'D2')).rejects.toThrow(KeysUnavailable);
      const stored = await rows('select wrapped from keys.data_key');
      await (await open()).key('amara', 'D2');
      expect(stored).toHaveLength(1);
      expect(await rows('select wrapped from keys.data_key')).toEqual(stored);
    });

    it('is stored durably even where the database is set to confirm before the disk does', async () => {
      const confirmed = await notingHowChangesAreConfirmed('insert on keys.data_key');
      await (await open({ pool: newPool({ options: '-c synchronous_commit=off' }) })).key('amara', 'D2');
      expect(await confirmed()).toEqual([{ setting: 'on' }]);
    });

    it('does not unwrap when the table was altered', async () => {
      await (await open()).key('amara', 'D2');
      await (await open()).key('berik', 'D2');
      await pool.query(`update keys.data_key set wrapped = (select wrapped from keys.data_key where subject = 'berik')`);
      const ring = await open();
      await expect(ring.key('amara', 'D2')).rejects.toThrow(CannotUnwrap);
      await expect(ring.key('berik', 'D2')).resolves.toBeDefined();
    });

    it('that never was is unknown, not made', async () => {
      const ring = await open();
      await expect(ring.keyForOpening('amara', 'D2', 1)).rejects.toThrow(KeyUnknown);
      expect(await rows('select from keys.data_key')).toEqual([]);
    });

    it('is not made for what is no reference', async () => {
      const ring = await open();
      for (const subject of ['', 'a|b', 'Amara Zh.', 'x'.repeat(65)]) await expect(ring.key(subject, 'D2')).rejects.toThrow(RangeError);
    });

    it('is unavailable when the store does not answer, and there again when it does', async () => {
      let down = false;
      const ring = await open({ pool: asking(pool, () => { if (down) throw new Error('connection refused'); }) });
      down = true;
      await expect(ring.key('amara', 'D2')).rejects.toThrow(KeysUnavailable);
      down = false;
      await expect(ring.key('amara', 'D2')).resolves.toBeDefined();
    });
  });

  describe('a destroyed key', () => {
    it('opens nothing and is not replaced', async () => {
      await (await open()).key('amara', 'D2');
      await destroyKeysOf('amara');
      const ring = await open();
      await expect(ring.keyForOpening('amara', 'D2', 1)).rejects.toThrow(KeyDestroyed);
      await expect(ring.key('amara', 'D2')).rejects.toThrow(KeyDestroyed);
      expect(await rows('select class, version, wrapped, kek from keys.data_key order by class')).toEqual(['D2', 'D3', 'D4', 'HASH'].map(each => ({ class: each, version: 1, wrapped: null, kek: null })));
    });

    it('of a class that was never used is not made afterwards', async () => {
      await (await open()).key('amara', 'D2');
      await destroyKeysOf('amara');
      for (const keyClass of ['D3', 'D4', 'HASH'] as const) await expect((await open()).key('amara', keyClass)).rejects.toThrow(KeyDestroyed);
    });

    it('is not made by who had begun to make it', async () => {
      const slow = holdsBefore(newPool(), /insert into keys\.data_key/);
      const making = (await open({ pool: slow.pool })).key('amara', 'D2');
      await slow.reached;
      await destroyKeysOf('amara');
      slow.release();
      await expect(making).rejects.toThrow(KeyDestroyed);
    });

    it('is in no cache of the process that destroys it, and those of others are', async () => {
      const ring = await open();
      await ring.key('amara', 'D2');
      await ring.keyForOpening('amara', 'D2', 1);
      await ring.key('berik', 'D2');
      await ring.destroy(['amara']);
      await expect(ring.key('amara', 'D2')).rejects.toThrow(KeyDestroyed);
      await expect(ring.keyForOpening('amara', 'D2', 1)).rejects.toThrow(KeyDestroyed);
      await expect(ring.key('berik', 'D2')).resolves.toBeDefined();
    });

    it('stays as it is when it is destroyed again, also with the instant', async () => {
      await (await open()).key('amara', 'D2');
      await destroyKeysOf('amara');
      const before = await rows('select * from keys.data_key order by class');
      await destroyKeysOf('amara');
      expect(await rows('select * from keys.data_key order by class')).toEqual(before);
    });

    it('is gone durably even where the database is set to confirm before the disk does', async () => {
      await (await open()).key('amara', 'D2');
      const confirmed = await notingHowChangesAreConfirmed('update on keys.data_key');
      await (await open({ pool: newPool({ options: '-c synchronous_commit=off' }) })).destroy(['amara']);
      expect(await confirmed()).toEqual([{ setting: 'on' }]);
    });

    it('leaves no wrapped bytes behind', async () => {
      await (await open()).key('amara', 'D2');
      await expect(pool.query('update keys.data_key set destroyed_at = now()')).rejects.toThrow('data_key_check');
    });
  });

  describe('a disabled key', () => {
    it('opens nothing, seals what is reported meanwhile, and opens all of it when that is taken back', async () => {
      const ring = await open();
      const made = bytes(await ring.key('amara', 'D2'));
      await ring.keyForOpening('amara', 'D2', 1);
      await ring.disable(['amara'], '0001');
      await expect(ring.keyForOpening('amara', 'D2', 1)).rejects.toThrow(KeyDisabled);
      await expect((await open()).keyForOpening('amara', 'D2', 1)).rejects.toThrow(KeyDisabled);
      expect(bytes(await ring.key('amara', 'D2'))).toBe(made);
      await ring.key('amara', 'D4');
      await expect(ring.keyForOpening('amara', 'D4', 1)).rejects.toThrow(KeyDisabled);
      await ring.enable(['amara'], '0002');
      expect(bytes(await ring.keyForOpening('amara', 'D2', 1))).toBe(made);
      await expect(ring.keyForOpening('amara', 'D4', 1)).resolves.toBeDefined();
    });

    it('is not disabled again by who hears of it only after it was taken back', async () => {
      const [ring, late] = [await open(), await open()];
      await ring.key('amara', 'D2');
      await ring.disable(['amara'], '0001');
      await ring.enable(['amara'], '0002');
      await late.disable(['amara'], '0001');
      await expect(late.keyForOpening('amara', 'D2', 1)).resolves.toBeDefined();
      expect(await late.toldUpTo()).toBe('0002');
    });

    it('is destroyed like any other, and opens nothing when somebody takes back what cannot be', async () => {
      const ring = await open();
      await ring.key('amara', 'D2');
      await ring.disable(['amara'], '0001');
      await ring.destroy(['amara']);
      await expect(ring.keyForOpening('amara', 'D2', 1)).rejects.toThrow(KeyDestroyed);
      await ring.enable(['amara'], '0002');
      await expect(ring.keyForOpening('amara', 'D2', 1)).rejects.toThrow(KeyDestroyed);
    });
  });

  it('says up to where it was told what becomes of the keys, and goes back for nobody', async () => {
    const ring = await open();
    expect(await ring.toldUpTo()).toBeUndefined();
    await ring.told('0005');
    await ring.told('0003');
    expect(await ring.toldUpTo()).toBe('0005');
  });

  describe('the cache', () => {
    const minutes = (count: number) => count * 60_000;

    it('answers for less than five minutes, then the table is asked again', async () => {
      let now = 0;
      const ring = await open({ elapsedMs: () => now });
      await ring.key('amara', 'D2');
      await ring.keyForOpening('amara', 'D2', 1);
      await destroyKeysOf('amara');
      now = minutes(5) - 1;
      await expect(ring.key('amara', 'D2')).resolves.toBeDefined();
      await expect(ring.keyForOpening('amara', 'D2', 1)).resolves.toBeDefined();
      now = minutes(5);
      await expect(ring.key('amara', 'D2')).rejects.toThrow(KeyDestroyed);
      await expect(ring.keyForOpening('amara', 'D2', 1)).rejects.toThrow(KeyDestroyed);
    });

    it('holds no more keys than it may', async () => {
      let asked = 0;
      const ring = await open({ pool: asking(pool, () => { asked += 1; }), keysInCacheMax: 2 });
      for (const child of ['amara', 'berik', 'chinara']) await ring.key(child, 'D2');
      asked = 0;
      await ring.key('berik', 'D2');
      await ring.key('chinara', 'D2');
      expect(asked).toBe(0);
      await ring.key('amara', 'D2');
      expect(asked).toBe(1);
    });

    it('asks the table once for all who wait for the same key', async () => {
      await (await open()).key('amara', 'D2');
      let asked = 0;
      const ring = await open({ pool: asking(pool, () => { asked += 1; }) });
      asked = 0;
      await Promise.all(Array.from({ length: 20 }, () => ring.key('amara', 'D2')));
      expect(asked).toBe(1);
    });
  });

  describe('the key-encryption key', () => {
    it('is refused when it is not the one of this database', async () => {
      await open();
      await expect(open({ kek: otherKek })).rejects.toThrow(
        new KekRefused('the key-encryption key is not the one that wraps the data keys of this database; start with that one'));
    });

    it('is one when two processes start first at once with different ones: one starts, the other is refused', async () => {
      const raced = newPool();
      for (let round = 0; round < 20; round++) {
        await raced.query('truncate keys.key_encryption_key, keys.data_key, keys.disabled, keys.told');
        const outcomes = await Promise.allSettled([open({ pool, kek }), open({ pool: raced, kek: otherKek })]);
        expect(outcomes.map(outcome => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason] : []))).toEqual([expect.any(KekRefused)]);
      }
    });

    it('is that of the process that came first, also while its first start is not yet committed', async () => {
      const starting = await newPool().connect();
      await starting.query('begin');
      await starting.query(`insert into keys.key_encryption_key (id, state) values ($1, 'current')`, [kek.id]);
      const outcome = open({ kek: otherKek }).then(() => 'started', (error: unknown) => error);
      await Promise.race([outcome, somebodyWaits()]);
      await starting.query('commit');
      starting.release();
      expect(await outcome).toBeInstanceOf(KekRefused);
    });

    it('is taken by all processes that start first at once with the same one', async () => {
      await expect(Promise.all(Array.from({ length: 8 }, () => open()))).resolves.toHaveLength(8);
    });
  });

  describe('re-wrapping under the next key-encryption key', () => {
    const children = Array.from({ length: 25 }, (_, index) => `child-${index}`);
    const both = { kek, nextKek: otherKek };
    let before: string[];

    beforeEach(async () => {
      const ring = await open();
      before = (await Promise.all(children.map(child => ring.key(child, 'D3')))).map(bytes);
    });
    const keysNow = async (ring: KeyRing) => (await Promise.all(children.map(child => ring.keyForOpening(child, 'D3', 1)))).map(bytes);

    it('leaves every data key as it was, and the old key-encryption key is refused from then on', async () => {
      expect(await (await open(both)).rewrap(10)).toBe(25);
      expect(await keysNow(await open({ kek: otherKek }))).toEqual(before);
      await expect(open()).rejects.toThrow(KekRefused);
    });

    it('goes on where it was interrupted; until then neither key starts alone, and both together open everything', async () => {
      const interrupted = await open({ ...both, pool: diesAfter(newPool(), /update keys\.data_key/, 2) });
      await expect(interrupted.rewrap(10)).rejects.toThrow(KeysUnavailable);
      await expect(open()).rejects.toThrow('half re-wrapped');
      await expect(open({ kek: otherKek })).rejects.toThrow(KekRefused);
      expect(await keysNow(await open(both))).toEqual(before);

      expect(await (await open(both)).rewrap(10)).toBe(5);
      expect(await keysNow(await open({ kek: otherKek }))).toEqual(before);
    });

    it('is done once: a second run finds nothing to do', async () => {
      await (await open(both)).rewrap();
      expect(await (await open(both)).rewrap()).toBe(0);
    });

    it('is durable when it is done, so that the old key-encryption key can be thrown away', async () => {
      const confirmed = await notingHowChangesAreConfirmed('delete on keys.key_encryption_key');
      await (await open({ ...both, pool: newPool({ options: '-c synchronous_commit=off' }) })).rewrap();
      expect(await confirmed()).toEqual([{ setting: 'on' }]);
    });

    it('can be run by two processes at once', async () => {
      const [here, there] = await Promise.all([open(both), open(both)]);
      const [mine, theirs] = await Promise.all([here.rewrap(3), there.rewrap(4)]);
      expect(mine + theirs).toBe(25);
      expect(await keysNow(await open({ kek: otherKek }))).toEqual(before);
    });

    it('comes to an end however many keys are made meanwhile, because new ones are wrapped by the next key as soon as it has begun', async () => {
      const interrupted = await open({ ...both, pool: diesAfter(newPool(), /update keys\.data_key/) });
      await expect(interrupted.rewrap(10)).rejects.toThrow(KeysUnavailable);
      await (await open(both)).key('new', 'D2');
      expect(await rows(`select kek from keys.data_key where subject = 'new'`)).toEqual([{ kek: otherKek.id }]);
    });

    it('takes up the keys that running processes make meanwhile, and loses none', async () => {
      const working = await open(both);
      const made: { child: string; key: string }[] = [];
      let done = false;
      const work = (async () => {
        for (let index = 0; !done; index++) made.push({ child: `new-${index}`, key: bytes(await working.key(`new-${index}`, 'D2')) });
      })();
      await (await open(both)).rewrap(1);
      done = true;
      await work;
      const after = await open({ kek: otherKek });
      for (const { child, key } of made) expect(bytes(await after.keyForOpening(child, 'D2', 1))).toBe(key);
      expect(made.length).toBeGreaterThan(0);
    });

    it('stops a process that was not told of the next key from making a key that nobody could unwrap', async () => {
      const outdated = await open();
      const slow = holdsBefore(newPool(), /insert into keys\.data_key/);
      const halfway = await open({ pool: slow.pool });
      const making = halfway.key('late', 'D2');
      await slow.reached;
      await (await open(both)).rewrap();
      slow.release();
      await expect(making).rejects.toThrow(KekRefused);
      await expect(outdated.key('later', 'D2')).rejects.toThrow(KekRefused);
      await expect(outdated.keyForOpening('child-0', 'D3', 1)).rejects.toThrow(KekRefused);
      expect(await rows(`select from keys.data_key where class = 'D2'`)).toEqual([]);
    });

    it('lets a process that was told of the next key make its key under that one', async () => {
      const slow = holdsBefore(newPool(), /insert into keys\.data_key/);
      const making = (await open({ ...both, pool: slow.pool })).key('late', 'D2');
      await slow.reached;
      await (await open(both)).rewrap();
      slow.release();
      const made = bytes(await making);
      expect(bytes(await (await open({ kek: otherKek })).key('late', 'D2'))).toBe(made);
    });

    it('passes over destroyed keys', async () => {
      await destroyKeysOf('child-3');
      expect(await (await open(both)).rewrap()).toBe(24);
      await expect((await open({ kek: otherKek })).keyForOpening('child-3', 'D3', 1)).rejects.toThrow(KeyDestroyed);
    });

    it('stops at a data key that was altered, and keeps the old key-encryption key', async () => {
      await pool.query(`update keys.data_key set wrapped = set_byte(wrapped, 20, 255 - get_byte(wrapped, 20)) where subject = 'child-7'`);
      await expect((await open(both)).rewrap()).rejects.toThrow(CannotUnwrap);
      expect(await rows(`select id from keys.key_encryption_key where state = 'current'`)).toEqual([{ id: kek.id }]);
    });

    it('is refused without the next key, and toward a third while it is under way', async () => {
      await expect((await open()).rewrap()).rejects.toThrow(KekRefused);
      const third = await open({ kek, nextKek: new KeyEncryptionKey(randomBytes(32), 'test') });
      const interrupted = await open({ ...both, pool: diesAfter(newPool(), /update keys\.data_key/) });
      await expect(interrupted.rewrap(10)).rejects.toThrow(KeysUnavailable);
      await expect(third.rewrap()).rejects.toThrow(new KekRefused('the data keys are being re-wrapped under another key-encryption key'));
    });
  });

  it('does not lose its keys to a migration that is undone', async () => {
    await expect(new Keys1795219200000().down()).rejects.toThrow('primary data');
  });
});

type Query = (sql: string, values: unknown[]) => Promise<unknown>;

function asking(pool: pg.Pool, before: (sql: string) => void | Promise<void>, after: (sql: string) => void = () => undefined): KeyRingOptions['pool'] {
  const query: Query = async (sql, values) => {
    await before(sql);
    const answer = await pool.query(sql, values);
    after(sql);
    return answer;
  };
  return { query } as KeyRingOptions['pool'];
}

/** The process is gone after the n-th such statement was carried out, and before its answer is used. */
function diesAfter(pool: pg.Pool, statement: RegExp, times = 1): KeyRingOptions['pool'] {
  let left = times;
  return asking(pool, () => { if (left === 0) throw new Error('gone'); }, sql => {
    if (statement.test(sql)) left -= 1;
    if (left === 0) throw new Error('gone');
  });
}

/** The first such statement waits until it is let go. */
function holdsBefore(pool: pg.Pool, statement: RegExp): { pool: KeyRingOptions['pool']; reached: Promise<void>; release: () => void } {
  let release!: () => void;
  let arrive!: () => void;
  const released = new Promise<void>(resolve => { release = resolve; });
  const reached = new Promise<void>(resolve => { arrive = resolve; });
  const holding = asking(pool, async sql => {
    if (!statement.test(sql)) return;
    arrive();
    await released;
  });
  return { pool: holding, reached, release };
}
