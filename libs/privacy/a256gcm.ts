import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

export const ivBytes = 12;
export const tagBytes = 16;

export interface Box {
  readonly iv: Buffer;
  /** Ciphertext, then the tag of 16 bytes. */
  readonly ct: Buffer;
}

/** AES-256-GCM with a fresh random IV; the box opens only with the same key and the same `bound` values. */
export function encrypt(secret: KeyObject, plain: Buffer, bound: readonly (string | number)[]): Box {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', secret, iv, { authTagLength: tagBytes }).setAAD(joined(bound));
  return { iv, ct: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]) };
}

/** Undefined where the key, the bound values or any bit of the box is another. */
export function decrypt(secret: KeyObject, { iv, ct }: Box, bound: readonly (string | number)[]): Buffer | undefined {
  if (iv.length !== ivBytes || ct.length < tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', secret, iv, { authTagLength: tagBytes })
    .setAAD(joined(bound)).setAuthTag(ct.subarray(-tagBytes));
  const plain = decipher.update(ct.subarray(0, -tagBytes));
  try {
    decipher.final();
    return plain;
  } catch {
    return undefined;
  }
}

/** A JSON array, because no two lists of strings and whole numbers give the same one. */
function joined(bound: readonly (string | number)[]): Buffer {
  return Buffer.from(JSON.stringify(bound), 'utf8');
}
