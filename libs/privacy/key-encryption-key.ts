import { createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { access, link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decrypt, encrypt, ivBytes } from './a256gcm.js';
import { dataClasses } from './personal.js';

/** The classes of personal fields, and one for the keyed hashes of command bodies. */
export const keyClasses = [...dataClasses, 'HASH'] as const;
export type KeyClass = (typeof keyClasses)[number];

export interface KeyName {
  /** Reference of the child. */
  readonly subject: string;
  readonly keyClass: KeyClass;
  readonly version: number;
}

export const keyBytes = 32;

/** The program neither starts nor goes on with this key-encryption key; the message is one sentence for the person who runs it. */
export class KekRefused extends Error {}

/** A stored data key is not what was wrapped: the table was altered. */
export class CannotUnwrap extends Error {
  constructor(readonly key: KeyName) {
    super(`a data key of class ${key.keyClass}, version ${key.version}, cannot be unwrapped`);
  }
}

/** The key that wraps the children's data keys. Its bytes cannot be printed or serialised. */
export class KeyEncryptionKey {
  readonly #secret: KeyObject;
  /** Derived from the key, so that another key shows at once; it does not lead back to the key. */
  readonly id: string;

  /** @throws KekRefused unless there are 32 bytes; `source` says where they came from. */
  constructor(bytes: Buffer, source: string) {
    if (bytes.length !== keyBytes) throw new KekRefused(`${source} holds ${bytes.length} bytes; a key-encryption key has ${keyBytes}`);
    this.#secret = createSecretKey(bytes);
    this.id = Buffer.from(hkdfSync('sha256', this.#secret, '', 'guarantor key-encryption key id', 16)).toString('hex');
  }

  wrap(dataKey: Buffer, name: KeyName): Buffer {
    const { iv, ct } = encrypt(this.#secret, dataKey, this.bound(name));
    return Buffer.concat([iv, ct]);
  }

  /** @throws CannotUnwrap */
  unwrap(wrapped: Buffer, name: KeyName): Buffer {
    const box = { iv: wrapped.subarray(0, ivBytes), ct: wrapped.subarray(ivBytes) };
    const dataKey = decrypt(this.#secret, box, this.bound(name));
    if (!dataKey) throw new CannotUnwrap(name);
    return dataKey;
  }

  private bound({ subject, keyClass, version }: KeyName): readonly (string | number)[] {
    return [subject, keyClass, version, this.id];
  }
}

/** From an environment value. @throws KekRefused */
export function kekFromBase64(value: string, source: string): KeyEncryptionKey {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value.trim()) throw new KekRefused(`${source} is not base64`);
  return new KeyEncryptionKey(bytes, source);
}

/** From a file that holds the 32 bytes and that nobody but its owner can open; `source` names it to whoever reads a refusal. @throws KekRefused */
export async function kekFromFile(path: string, source = `the key-encryption key file ${path}`): Promise<KeyEncryptionKey> {
  return new KeyEncryptionKey(await secretFrom(path, source), source);
}

/** The key in the file, made on the first start. @throws KekRefused */
export async function loadOrCreateKek(path: string): Promise<KeyEncryptionKey> {
  const source = `the key-encryption key file ${path}`;
  return new KeyEncryptionKey(await loadOrCreateSecret(path, source), source);
}

/** What a file holds that nobody but its owner can open. @throws KekRefused */
export async function secretFrom(path: string, source: string): Promise<Buffer> {
  const { mode, bytes } = await contents(path).catch((error: NodeJS.ErrnoException) => {
    throw new KekRefused(`${source} cannot be read (${error.code})`);
  });
  if ((mode & 0o077) !== 0) {
    throw new KekRefused(`${source} is open to others (mode ${(mode & 0o777).toString(8).padStart(4, '0')}); close it with chmod 600`);
  }
  return bytes;
}

/** The 32 bytes in such a file, made on the first start. Of several processes that start at once, all get the one that came first. @throws KekRefused */
export async function loadOrCreateSecret(path: string, source: string): Promise<Buffer> {
  const missing = await access(path).then(() => false, (error: NodeJS.ErrnoException) => error.code === 'ENOENT');
  if (missing) {
    await createOnce(path).catch((error: NodeJS.ErrnoException) => {
      throw new KekRefused(`${source} cannot be created (${error.code})`);
    });
  }
  return secretFrom(path, source);
}

async function contents(path: string): Promise<{ mode: number; bytes: Buffer }> {
  const file = await open(path, 'r');
  try {
    return { mode: (await file.stat()).mode, bytes: await file.readFile() };
  } finally {
    await file.close();
  }
}

/** Written aside, then linked: the name appears once, with all 32 bytes behind it, and is on the disk before anything is wrapped. */
async function createOnce(path: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeDurably(aside, randomBytes(keyBytes));
    await link(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
  await flush(dirname(path));
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
