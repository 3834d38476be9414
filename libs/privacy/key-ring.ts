import { createSecretKey, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { KeyCache, type DataKey } from './key-cache.js';
import { keyBytes, keyClasses, KekRefused, type KeyClass, type KeyEncryptionKey } from './key-encryption-key.js';

/** The child was forgotten: this key was destroyed, and nothing opens what it sealed. */
export class KeyDestroyed extends Error {
  constructor(readonly keyClass: KeyClass) {
    super(`the key of class ${keyClass} was destroyed`);
  }
}
/** The child is to be forgotten: nothing that was sealed of it is opened, until that is taken back. */
export class KeyDisabled extends Error {
  constructor(readonly keyClass: KeyClass) {
    super(`the key of class ${keyClass} is disabled`);
  }
}
/** There never was such a key. */
export class KeyUnknown extends Error {
  constructor(keyClass: KeyClass, version: number) {
    super(`there is no key of class ${keyClass}, version ${version}`);
  }
}
/** The key store does not answer; what needs no key goes on. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('the key store does not answer', { cause });
  }
}

export interface KeyRingOptions {
  readonly pool: Pick<pg.Pool, 'query'>;
  readonly kek: KeyEncryptionKey;
  /** The key that takes over: all processes are started with both, then the data keys are re-wrapped, then `kek` is left out. */
  readonly nextKek?: KeyEncryptionKey;
  readonly keysInCacheMax?: number;
  /** A clock in milliseconds that never goes back. */
  readonly elapsedMs?: () => number;
}

/** The data keys of the children, one per child and class, wrapped at rest and made when first asked for. */
export class KeyRing {
  static async open(options: KeyRingOptions): Promise<KeyRing> {
    const ring = new KeyRing(options);
    await ring.query(`insert into keys.key_encryption_key (id, state) values ($1, 'current') on conflict do nothing`, [options.kek.id]);
    const { current, next } = await ring.wrappingKeys();
    ring.held(current);
    if (next && !ring.keks.has(next)) {
      throw new KekRefused('the data keys are half re-wrapped under another key-encryption key; give both keys to `guarantor keys rewrap` to finish');
    }
    return ring;
  }

  private readonly pool: KeyRingOptions['pool'];
  private readonly nextKek: KeyEncryptionKey | undefined;
  private readonly keks: ReadonlyMap<string, KeyEncryptionKey>;
  private readonly cache: KeyCache;

  private constructor({ pool, kek, nextKek, keysInCacheMax = 10_000, elapsedMs = () => performance.now() }: KeyRingOptions) {
    this.pool = pool;
    this.nextKek = nextKek;
    this.keks = new Map([kek, ...(nextKek ? [nextKek] : [])].map(each => [each.id, each]));
    this.cache = new KeyCache(keysInCacheMax, elapsedMs);
  }

  /**
   * The key to seal with. Durable before it is returned, so that no event outlives its key.
   * @throws KeyDestroyed a child that was forgotten gets no new key
   * @throws KeysUnavailable
   */
  async key(subject: string, keyClass: KeyClass): Promise<DataKey> {
    assertReference(subject);
    return this.cache.get(`${subject}|${keyClass}`, async () => {
      const stored = await this.newest(subject, keyClass);
      if (stored) return this.unwrapped(subject, keyClass, stored);
      await this.createFirst(subject, keyClass);
      return this.unwrapped(subject, keyClass, (await this.newest(subject, keyClass))!);
    });
  }

  /** The key that something was sealed with. @throws KeyDestroyed @throws KeyDisabled @throws KeyUnknown @throws KeysUnavailable */
  async keyForOpening(subject: string, keyClass: KeyClass, version: number): Promise<DataKey> {
    assertReference(subject);
    return this.cache.get(`${subject}|${keyClass}|${version}`, async () => {
      const [stored] = await this.query<StoredKey & { readonly disabled: boolean }>(
        `select version, wrapped, kek, exists (select from keys.disabled where disabled.subject = data_key.subject) as disabled
           from keys.data_key where subject = $1 and class = $2 and version = $3`, [subject, keyClass, version]);
      if (!stored) throw new KeyUnknown(keyClass, version);
      if (stored.disabled && stored.wrapped) throw new KeyDisabled(keyClass);
      return this.unwrapped(subject, keyClass, stored);
    });
  }

  /**
   * From now on nothing is opened for these children, here at once. What is reported of them meanwhile is sealed all the same.
   * @param position of the event that says so: what the keys were told up to there is not told them again
   * @throws KeysUnavailable
   */
  async disable(subjects: readonly string[], position: string): Promise<void> {
    await this.query(`with ${durably}, ${toldAnew} insert into keys.disabled (subject) select subject from told_anew, unnest($2::text[]) subject on conflict do nothing`, [position, subjects]);
    this.drop(subjects);
  }

  /** Takes that back. @throws KeysUnavailable */
  async enable(subjects: readonly string[], position: string): Promise<void> {
    await this.query(`with ${durably}, ${toldAnew} delete from keys.disabled using told_anew where subject = any($2)`, [position, subjects]);
  }

  /**
   * Destroys the keys of these children for good, those too that were never made; the same when it is repeated. Other processes drop theirs
   * when they do it, too. @throws KeysUnavailable
   */
  async destroy(subjects: readonly string[]): Promise<void> {
    // A key that somebody makes at this moment is there before, and is destroyed, or finds this one in its place.
    await this.query(
      `with ${durably}
       insert into keys.data_key (subject, class, version, destroyed_at)
       select subject, class, coalesce(made.version, 1), clock_timestamp()
         from durably, unnest($1::text[]) subject cross join unnest($2::text[]) class left join keys.data_key made using (subject, class)
       on conflict (subject, class, version) do update set wrapped = null, kek = null, destroyed_at = coalesce(data_key.destroyed_at, excluded.destroyed_at)`,
      [subjects, keyClasses]);
    this.drop(subjects);
  }

  /** Up to where in the log the keys were told what becomes of them; undefined where nobody has told them anything. @throws KeysUnavailable */
  async toldUpTo(): Promise<string | undefined> {
    const [told] = await this.query<{ position: string }>('select position from keys.told', []);
    return told?.position;
  }

  /** @throws KeysUnavailable */
  async told(position: string): Promise<void> {
    await this.query(`with ${durably}, ${toldAnew} select from told_anew`, [position]);
  }

  private drop(subjects: readonly string[]): void {
    for (const subject of subjects) this.cache.drop(`${subject}|`);
  }

  /**
   * Wraps every data key under the next key-encryption key and retires the old one; what is sealed stays as it is.
   * Goes on where an interrupted run stopped. Answers how many keys this run re-wrapped.
   * @throws KekRefused another re-wrapping is under way @throws CannotUnwrap @throws KeysUnavailable
   */
  async rewrap(keysPerBatch = 500): Promise<number> {
    if (!this.nextKek) throw new KekRefused('re-wrapping needs the next key-encryption key beside the one in use');
    await this.query(`insert into keys.key_encryption_key (id, state) values ($1, 'next') on conflict do nothing`, [this.nextKek.id]);
    for (let rewrapped = 0; ;) {
      const { current, next } = await this.wrappingKeys();
      if (current === this.nextKek.id) return rewrapped;
      if (next !== this.nextKek.id) throw new KekRefused('the data keys are being re-wrapped under another key-encryption key');
      rewrapped += await this.rewrapFrom(current, this.nextKek, keysPerBatch);
      await this.retire(current, next);
    }
  }

  private async rewrapFrom(from: string, to: KeyEncryptionKey, keysPerBatch: number): Promise<number> {
    let rewrapped = 0;
    let last: (string | number)[] = ['', '', 0];
    for (;;) {
      const batch = await this.query<NamedKey>(
        `select subject, class, version, wrapped from keys.data_key
          where kek = $1 and (subject, class, version) > ($2, $3, $4) order by subject, class, version limit $5`, [from, ...last, keysPerBatch]);
      const end = batch.at(-1);
      if (!end) return rewrapped;
      const moved = batch.map(({ subject, class: keyClass, version, wrapped }) => {
        const name = { subject, keyClass, version };
        return to.wrap(this.held(from).unwrap(wrapped, name), name);
      });
      const updated = await this.query(
        `update keys.data_key key set wrapped = moved.wrapped, kek = $2
           from unnest($3::text[], $4::text[], $5::integer[], $6::bytea[]) moved (subject, class, version, wrapped)
          where (key.subject, key.class, key.version) = (moved.subject, moved.class, moved.version) and key.kek = $1
          returning true`,
        [from, to.id, batch.map(key => key.subject), batch.map(key => key.class), batch.map(key => key.version), moved]);
      rewrapped += updated.length;
      last = [end.subject, end.class, end.version];
    }
  }

  /** The reference keeps the old one while it still wraps a data key that another process made meanwhile. */
  private async retire(current: string, next: string): Promise<void> {
    await this.query(
      `with ${durably},
            retired as (delete from keys.key_encryption_key using durably where id = $1 returning id)
       update keys.key_encryption_key set state = 'current' from retired where key_encryption_key.id = $2`, [current, next])
      .catch(unlessKekChanged);
  }

  /** Whoever inserts first wins. */
  private async createFirst(subject: string, keyClass: KeyClass): Promise<void> {
    const kek = await this.kekForNewKeys();
    const wrapped = kek.wrap(randomBytes(keyBytes), { subject, keyClass, version: 1 });
    await this.query(
      `with ${durably}
       insert into keys.data_key (subject, class, version, wrapped, kek) select $1, $2, 1, $3, $4 from durably on conflict do nothing`,
      [subject, keyClass, wrapped, kek.id])
      .catch(async error => {
        unlessKekChanged(error);
        await this.createFirst(subject, keyClass);
      });
  }

  /** The next one as soon as a re-wrapping has begun, so that it comes to an end however many keys are made meanwhile. */
  private async kekForNewKeys(): Promise<KeyEncryptionKey> {
    const { current, next } = await this.wrappingKeys();
    return this.keks.get(next ?? current) ?? this.held(current);
  }

  private async newest(subject: string, keyClass: KeyClass): Promise<StoredKey | undefined> {
    const [stored] = await this.query<StoredKey>(
      'select version, wrapped, kek from keys.data_key where subject = $1 and class = $2 order by version desc limit 1', [subject, keyClass]);
    return stored;
  }

  private unwrapped(subject: string, keyClass: KeyClass, { version, wrapped, kek }: StoredKey): DataKey {
    if (!wrapped || !kek) throw new KeyDestroyed(keyClass);
    return { version, secret: createSecretKey(this.held(kek).unwrap(wrapped, { subject, keyClass, version })) };
  }

  private held(id: string): KeyEncryptionKey {
    const kek = this.keks.get(id);
    if (!kek) throw new KekRefused('the key-encryption key is not the one that wraps the data keys of this database; start with that one');
    return kek;
  }

  private async wrappingKeys(): Promise<{ current: string; next: string | undefined }> {
    const rows = await this.query<{ id: string; state: 'current' | 'next' }>('select id, state from keys.key_encryption_key', []);
    const idOf = (state: 'current' | 'next') => rows.find(row => row.state === state)?.id;
    return { current: idOf('current')!, next: idOf('next') };
  }

  private async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(sql, values)).rows;
    } catch (error) {
      throw (error as pg.DatabaseError).code === foreignKeyViolation ? new KekChanged() : new KeysUnavailable(error);
    }
  }
}

interface StoredKey {
  readonly version: number;
  readonly wrapped: Buffer | null;
  readonly kek: string | null;
}
interface NamedKey {
  readonly subject: string;
  readonly class: KeyClass;
  readonly version: number;
  readonly wrapped: Buffer;
}

/** The commit waits for the disk even where the database is set not to: an event sealed with the key, or a thrown-away old key, could not wait. */
const durably = `durably as (select set_config('synchronous_commit', 'on', true))`;

/** One row where nobody told the keys of this position or a later one, and none otherwise: of several processes that tell the same one does it. */
const toldAnew = `told_anew as (
  insert into keys.told as known (position) select $1 from durably on conflict (one) do update set position = excluded.position where known.position < excluded.position returning true)`;

/** The wrapping key was retired between being read and being used, or has got a data key since. */
class KekChanged extends Error {}
const foreignKeyViolation = '23503';

function unlessKekChanged(error: unknown): void {
  if (!(error instanceof KekChanged)) throw error;
}

function assertReference(subject: string): void {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(subject)) throw new RangeError('a child is named by a reference of letters, digits and hyphens');
}
