import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { CannotUnwrap, KekRefused, KeyEncryptionKey, kekFromBase64, kekFromFile, loadOrCreateKek, type KeyName } from './key-encryption-key.js';

const amara: KeyName = { subject: 'amara', keyClass: 'D2', version: 1 };

describe('the key-encryption key', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kek-'));
    path = join(folder, 'kek');
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe('in a file', () => {
    it('is made on the first start, for its owner alone, and is the same on the second', async () => {
      const first = await loadOrCreateKek(path);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readFile(path)).toHaveLength(32);
      expect((await loadOrCreateKek(path)).id).toBe(first.id);
      expect(await readdir(folder)).toEqual(['kek']);
    });

    it('is one for all processes that make it at once, a little earlier or later', async () => {
      const startsAfter = async (steps: number) => {
        for (let step = 0; step < steps; step++) await stat(folder);
        return loadOrCreateKek(path);
      };
      for (let round = 0; round < 10; round++) {
        const keks = await Promise.all(Array.from({ length: 20 }, (_, index) => startsAfter(index)));
        expect(new Set(keks.map(kek => kek.id)).size).toBe(1);
        expect(await readdir(folder)).toEqual(['kek']);
        await rm(path);
      }
    });

    it.each(['0640', '0604', '0660', '0644'])('is refused when others may open it (mode %s)', async mode => {
      await writeFile(path, randomBytes(32));
      await chmod(path, parseInt(mode, 8));
      await expect(kekFromFile(path)).rejects.toThrow(new KekRefused(`the key-encryption key file ${path} is open to others (mode ${mode}); close it with chmod 600`));
    });

    it.each([0, 31, 33, 64])('is refused when it holds %i bytes', async length => {
      await writeFile(path, randomBytes(length), { mode: 0o600 });
      await expect(kekFromFile(path)).rejects.toThrow(new KekRefused(`the key-encryption key file ${path} holds ${length} bytes; a key-encryption key has 32`));
      await expect(loadOrCreateKek(path)).rejects.toThrow(KekRefused);
    });

    it('is refused when it cannot be read, and is not made in its place', async () => {
      await expect(kekFromFile(path)).rejects.toThrow(new KekRefused(`the key-encryption key file ${path} cannot be read (ENOENT)`));
      await expect(kekFromFile(folder)).rejects.toThrow(new KekRefused(`the key-encryption key file ${folder} cannot be read (EISDIR)`));
    });

    it('is refused when it cannot be made', async () => {
      const nowhere = join(folder, 'missing', 'kek');
      await expect(loadOrCreateKek(nowhere)).rejects.toThrow(new KekRefused(`the key-encryption key file ${nowhere} cannot be created (ENOENT)`));
    });
  });

  describe('in an environment value', () => {
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index));

    it('is read from base64', () => {
      expect(kekFromBase64(`${bytes.toString('base64')}\n`, 'KEK').id).toBe(new KeyEncryptionKey(bytes, 'test').id);
    });

    it('is refused when it is not base64 or has another length, without being printed', () => {
      expect(() => kekFromBase64('!secret!', 'KEK')).toThrow(new KekRefused('KEK is not base64'));
      expect(() => kekFromBase64(bytes.subarray(1).toString('base64'), 'KEK')).toThrow(new KekRefused('KEK holds 31 bytes; a key-encryption key has 32'));
      expect(() => kekFromBase64('', 'KEK')).toThrow(new KekRefused('KEK holds 0 bytes; a key-encryption key has 32'));
    });
  });

  it('does not show its bytes when it is printed or serialised', () => {
    const bytes = randomBytes(32);
    const kek = new KeyEncryptionKey(bytes, 'test');
    const shown = inspect(kek, { depth: 10, showHidden: true }) + JSON.stringify(kek);
    for (const encoding of ['hex', 'base64', 'base64url'] as const) expect(shown).not.toContain(bytes.toString(encoding));
    expect(shown).not.toContain(inspect(bytes).slice(8, 40));
  });

  describe('wraps a data key', () => {
    const kek = new KeyEncryptionKey(randomBytes(32), 'test');
    const dataKey = randomBytes(32);

    it('and unwraps the same one', () => {
      expect(kek.unwrap(kek.wrap(dataKey, amara), amara)).toEqual(dataKey);
    });

    it.each<[string, KeyName]>([
      ['child', { ...amara, subject: 'berik' }],
      ['class', { ...amara, keyClass: 'D3' }],
      ['version', { ...amara, version: 2 }],
    ])('for one %s only', (_, other) => {
      expect(() => kek.unwrap(kek.wrap(dataKey, amara), other)).toThrow(CannotUnwrap);
    });

    it('that another key-encryption key does not unwrap', () => {
      expect(() => new KeyEncryptionKey(randomBytes(32), 'test').unwrap(kek.wrap(dataKey, amara), amara)).toThrow(CannotUnwrap);
    });
  });
});
