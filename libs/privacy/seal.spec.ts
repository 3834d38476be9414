import { webcrypto } from 'node:crypto';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import type { Json, JsonObject } from '../event-store/port.js';
import { KeyEncryptionKey } from './key-encryption-key.js';
import { KeyRing } from './key-ring.js';
import { Forgetting1795482000000 } from './forgetting.migration.js';
import { Keys1795219200000 } from './keys.migration.js';
import { isSealed, type PersonalField, type Sealed } from './personal.js';
import { CannotOpen, CannotSeal, keyedHash, openFields, sealFields, type EventAt } from './seal.js';

const amara = '6f1c2f5e-8a53-4d1b-9a54-6b7d1c0e9f21';
const berik = '0d9d3c0e-52a1-4a5c-b7f3-94f6a2f0c8d7';

const fields: PersonalField[] = [
  { path: 'name', class: 'D2' },
  { path: 'reason', class: 'D3' },
  { path: 'carer.address', class: 'D4' },
  { path: 'relatives[].name', class: 'D2' },
];
const found: EventAt = {
  stream: `child-${amara}`, id: '0b9d6f3a-5f1e-4c58-8a7e-2d3c4b5a6978', type: 'identification.ChildFound',
  data: {
    name: { given: 'Аселя', family: 'Ж.' }, reason: 'travelled alone', carer: { address: 'Street 1', since: '2026-01-02' },
    relatives: [{ kin: 'AUNT', name: 'Dana' }, { kin: 'BROTHER', name: 'Erlan' }, { kin: 'UNCLE' }], place: 'STATION',
  },
};

describe('personal fields of an event', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let ring: KeyRing;
  const kek = new KeyEncryptionKey(Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 'test');

  beforeAll(async () => {
    database = await freshDatabase([Keys1795219200000, Forgetting1795482000000]);
    pool = new pg.Pool({ connectionString: database.url, max: 4 });
  });
  beforeEach(async () => {
    await pool.query('truncate keys.key_encryption_key, keys.data_key');
    ring = await KeyRing.open({ pool, kek });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const sealed = async (event: EventAt, subject = amara): Promise<EventAt> => ({ ...event, data: await sealFields(subject, event, fields, ring) });
  const opened = (event: EventAt, subject = amara) => openFields(subject, event, fields, ring);
  const nameOf = (event: EventAt) => event.data.name as Sealed;
  const withName = (event: EventAt, name: Json): EventAt => ({ ...event, data: { ...event.data, name } });
  const withNameOf = (event: EventAt, change: Partial<Sealed['$sealed']>) => withName(event, { $sealed: { ...nameOf(event).$sealed, ...change } });

  describe('sealed', () => {
    it('hide what is personal and leave the skeleton plain', async () => {
      const { data } = await sealed(found);
      expect(data).toMatchObject({ place: 'STATION', carer: { since: '2026-01-02' }, relatives: [{ kin: 'AUNT' }, { kin: 'BROTHER' }, { kin: 'UNCLE' }] });
      expect(data.name).toEqual({ $sealed: { key: 'D2', version: 1, alg: 'A256GCM', iv: expect.any(String), ct: expect.any(String) } });
      for (const text of ['Аселя', 'Dana', 'Erlan', 'alone', 'Street']) expect(JSON.stringify(data)).not.toContain(text);
    });

    it('open to exactly what they were', async () => {
      expect(await opened(await sealed(found))).toEqual(found.data);
    });

    it.each<[string, Json]>([
      ['nothing', null], ['a yes', true], ['a number', -1.5e300], ['an empty string', ''], ['a string that ends in spaces', 'a  '],
      ['a list', ['a', [1, null]]], ['an object', { a: { b: ['ö', '\u0000', '\ud800'] } }], ['a long text', 'ж'.repeat(10_000)],
    ])('can be %s', async (_, value) => {
      const event = withName(found, value);
      expect((await opened(await sealed(event))).name).toEqual(value);
    });

    it('leave out what is absent, and make no key for it', async () => {
      const bare: EventAt = { ...found, data: { place: 'STATION', name: undefined, relatives: [] } as unknown as JsonObject };
      expect(await sealFields(amara, bare, fields, ring)).toEqual(bare.data);
      expect((await pool.query('select from keys.data_key')).rows).toEqual([]);
    });

    it('do not change the event that was given', async () => {
      const copy = structuredClone(found.data);
      await sealed(found);
      expect(found.data).toEqual(copy);
    });

    it('do not tell by their length which code was sealed', async () => {
      const lengthOf = async (reason: Json) => {
        const { data } = await sealed({ ...found, data: { reason } });
        return (data.reason as Sealed).$sealed.ct.length;
      };
      const lengths = await Promise.all([true, false, null, 'TRAFFICKING', 'NONE', 'SEXUAL_VIOLENCE'].map(lengthOf));
      expect(new Set(lengths).size).toBe(1);
    });

    it('never use an initialisation vector twice', async () => {
      const ivs = new Set<string>();
      const names = { ...found, data: { relatives: Array.from({ length: 1000 }, () => ({ name: 'same' })) } };
      for (let round = 0; round < 10; round++) {
        const { data } = await sealed(names);
        for (const relative of data.relatives as { name: Sealed }[]) ivs.add(relative.name.$sealed.iv);
      }
      expect(ivs.size).toBe(10_000);
    });

    it('are refused when they are sealed already, because they would open nowhere', async () => {
      const event = await sealed(found);
      await expect(sealed({ ...event, id: berik })).rejects.toThrow(CannotSeal);
    });

    it('open for another process that uses the same keys', async () => {
      const event = await sealed(found);
      expect(await openFields(amara, event, fields, await KeyRing.open({ pool, kek }))).toEqual(found.data);
    });
  });

  describe('moved', () => {
    const elsewhere: [string, Partial<EventAt>][] = [
      ['to another stream', { stream: `refusals-${amara}` }],
      ['to another event', { id: '1b9d6f3a-5f1e-4c58-8a7e-2d3c4b5a6978' }],
      ['to another type of event', { type: 'identification.ChildFoundAgain' }],
    ];
    it.each(elsewhere)('%s do not open', async (_, change) => {
      await expect(opened({ ...(await sealed(found)), ...change })).rejects.toThrow(CannotOpen);
    });

    it('to another child do not open', async () => {
      await sealed(found, berik);
      await expect(opened(await sealed(found), berik)).rejects.toThrow(CannotOpen);
    });

    it('to another field of the same class do not open', async () => {
      const event = await sealed(found);
      const [aunt, brother, uncle] = event.data.relatives as { name: Sealed }[];
      const swapped = { ...event, data: { ...event.data, relatives: [{ ...aunt, name: brother!.name }, { ...brother, name: aunt!.name }, uncle!] } } as EventAt;
      await expect(opened(swapped)).rejects.toThrow(CannotOpen);
      await expect(opened(withName(event, aunt!.name))).rejects.toThrow(CannotOpen);
    });

    it('to another class or key version do not open', async () => {
      const event = await sealed(found);
      await pool.query(`insert into keys.data_key select subject, class, 2, wrapped, kek from keys.data_key where class = 'D2'`);
      await expect(opened(withNameOf(event, { key: 'D3' }))).rejects.toThrow(CannotOpen);
      await expect(opened(withNameOf(event, { version: 3 }))).rejects.toThrow(CannotOpen);
      await expect(openFields(amara, { ...event, data: { name: event.data.name! } }, [{ path: 'name', class: 'D3' }], ring)).rejects.toThrow(CannotOpen);
    });

    it('to another version of the same key do not open', async () => {
      const event = await sealed(found);
      const { secret } = await ring.key(amara, 'D2');
      const sameKey = kek.wrap(secret.export(), { subject: amara, keyClass: 'D2', version: 2 });
      await pool.query(`insert into keys.data_key values ($1, 'D2', 2, $2, $3)`, [amara, sameKey, kek.id]);
      expect((await ring.keyForOpening(amara, 'D2', 2)).secret.equals(secret)).toBe(true);
      await expect(opened(withNameOf(event, { version: 2 }))).rejects.toThrow(CannotOpen);
    });
  });

  describe('altered', () => {
    it.each(['iv', 'ct'] as const)('in any bit of %s do not open', async part => {
      const event = await sealed(found);
      const bytes = Buffer.from(nameOf(event).$sealed[part], 'base64url');
      let refused = 0;
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        await opened(withNameOf(event, { [part]: flipped.toString('base64url') })).catch((error: unknown) => {
          if (error instanceof CannotOpen) refused += 1;
        });
      }
      expect(refused).toBe(bytes.length * 8);
    });

    it('in the text only, to the same bytes, do not open', async () => {
      const event = await sealed(found);
      const { ct } = nameOf(event).$sealed;
      await expect(opened(withNameOf(event, { ct: `${ct}=` }))).rejects.toThrow(CannotOpen);
      await expect(opened(withNameOf(event, { ct: `${ct}\n` }))).rejects.toThrow(CannotOpen);
    });

    it.each<[string, Json]>([
      ['a plain value', 'Mallory'], ['nothing', null], ['an empty seal', { $sealed: null }],
      ['a short ciphertext', { $sealed: { key: 'D2', version: 1, alg: 'A256GCM', iv: 'AAAAAAAAAAAAAAAA', ct: 'AAAA' } }],
      ['a short vector', { $sealed: { key: 'D2', version: 1, alg: 'A256GCM', iv: 'AAAA', ct: 'A'.repeat(64) } }],
      ['another algorithm', { $sealed: { key: 'D2', version: 1, alg: 'none', iv: 'AAAAAAAAAAAAAAAA', ct: 'A'.repeat(64) } }],
      ['a version that is no number', { $sealed: { key: 'D2', version: '1', alg: 'A256GCM', iv: 'AAAAAAAAAAAAAAAA', ct: 'A'.repeat(64) } }],
      ['a version beyond all', { $sealed: { key: 'D2', version: 2 ** 40, alg: 'A256GCM', iv: 'AAAAAAAAAAAAAAAA', ct: 'A'.repeat(64) } }],
    ])('to %s do not open', async (_, name) => {
      const event = await sealed(found);
      await expect(opened(withName(event, name))).rejects.toThrow(CannotOpen);
    });

    it('are reported without their content', async () => {
      const event = await sealed(found);
      const error: unknown = await opened(withName(event, 'Mallory')).catch((reason: unknown) => reason);
      expect(String(error)).toBe(`Error: name of event ${found.id} cannot be opened: it is not what was sealed there`);
    });
  });

  describe('of a child that was forgotten', () => {
    it('are shown as forgotten, and the skeleton stays', async () => {
      const event = await sealed(found);
      await pool.query(`update keys.data_key set wrapped = null, kek = null, destroyed_at = now() where subject = $1`, [amara]);
      expect(await openFields(amara, event, fields, await KeyRing.open({ pool, kek }))).toEqual({
        name: { $forgotten: true }, reason: { $forgotten: true }, carer: { address: { $forgotten: true }, since: '2026-01-02' },
        relatives: [{ kin: 'AUNT', name: { $forgotten: true } }, { kin: 'BROTHER', name: { $forgotten: true } }, { kin: 'UNCLE' }], place: 'STATION',
      });
    });
  });

  // Computed outside this program from the written-down layout: what was sealed once must open for as long as the log is kept.
  describe('sealed by the first version of this program', () => {
    const appointed: EventAt = {
      stream: `child-${amara}`, id: '0b9d6f3a-5f1e-4c58-8a7e-2d3c4b5a6978', type: 'guardianship.GuardianAppointed',
      data: {
        relatives: [{}, { name: { $sealed: { key: 'D2', version: 1, alg: 'A256GCM', iv: 'BwcHBwcHBwcHBwcH',
          ct: 'TbFqlXNbBT2iII7xAFCb_mx5hqEFEad_g36xqH6uJbIUr4ziv8ZkgF_bbZed1wiF4poc4ri6G9ak_4PnxDPeXHHWBwKJKtdMW0b1tv-UtHY' } } }],
      },
    };
    const wrappedKeys = {
      D2: '0000000000000000000000002e9d97fd9109a59a2081831e3401bfb6e27264601cb45618b8a789b8f9c2636987500c38d6907def44a9f6da600b388e',
      HASH: '01010101010101010101010157e2c7164ca04e41fc7d4d33344a7cf7fb5fbde8a5b620ebcbe23dd7a134c00e835ff8ec2692a9842590b271ed7b990b',
    };
    beforeEach(async () => {
      for (const [keyClass, wrapped] of Object.entries(wrappedKeys)) {
        await pool.query('insert into keys.data_key values ($1, $2, 1, $3, $4)', [amara, keyClass, Buffer.from(wrapped, 'hex'), '6fb73c4f4040eaa4da2bf4ae8097fd9b']);
      }
    });

    it('still open', async () => {
      expect(await opened(appointed)).toEqual({ relatives: [{}, { name: { given: 'Asel', family: 'Zhaparova' } }] });
    });

    it('have the same keyed hash', async () => {
      expect(await keyedHash(amara, '{"a":1}', ring)).toBe('xoW5GmH8TgTaApwBbsrHuMVi4au-YvrInubuqPMmxxc');
    });
  });

  it('open with a second implementation of AES-GCM that knows the key and the coordinates', async () => {
    const { $sealed } = nameOf(await sealed(found));
    const key = await webcrypto.subtle.importKey('raw', (await ring.key(amara, 'D2')).secret.export(), 'AES-GCM', false, ['decrypt']);
    const additionalData = Buffer.from(JSON.stringify([found.stream, found.id, found.type, 'name', 'D2', 1]));
    const plain = await webcrypto.subtle.decrypt({ name: 'AES-GCM', iv: Buffer.from($sealed.iv, 'base64url'), additionalData }, key, Buffer.from($sealed.ct, 'base64url'));
    expect(JSON.parse(Buffer.from(plain).toString())).toEqual(found.data.name);
    expect(isSealed({ $sealed })).toBe(true);
  });

  describe('a command’s body', () => {
    const body = '{"departureOn":"2026-02-03"}';

    it('has the same keyed hash when it comes again, also to another process', async () => {
      expect(await keyedHash(amara, body, await KeyRing.open({ pool, kek }))).toBe(await keyedHash(amara, body, ring));
    });

    it('has another one when anything in it differs, or for another child', async () => {
      const hashes = await Promise.all([keyedHash(amara, body, ring), keyedHash(amara, `${body} `, ring), keyedHash(berik, body, ring)]);
      expect(new Set(hashes).size).toBe(3);
      expect(hashes[0]).toMatch(/^[A-Za-z0-9_-]{43}$/);
    });
  });
});
