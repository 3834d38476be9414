import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { PseudonymOf } from '../decider/shared.js';
import type { KeyRing } from '../privacy/key-ring.js';

/** What one service knows things by, and nobody else: two services cannot find out by comparing that they speak of the same child. */
export interface ServiceKeys {
  /** The first 128 bits of HMAC-SHA-256 under a key of this service, in hexadecimal digits. */
  readonly pseudonymOf: PseudonymOf;
  /** The text, readable to nobody outside; the same for the same text and bounds, so that what is sent again is sent alike. */
  seal(text: string, bounds: readonly string[]): string;
  /** Undefined where this service was not given it, or not within these bounds. */
  open(sealed: string, bounds: readonly string[]): string | undefined;
}

const ivBytes = 12;
const tagBytes = 16;

/** @throws KeysUnavailable */
export async function keysOf(consumerId: string, ring: KeyRing): Promise<ServiceKeys> {
  // No child, place or service has a name with a capital letter in it.
  const { secret } = await ring.key(`Feed-${consumerId}`, 'HASH');
  return serviceKeys(secret);
}

export function serviceKeys(secret: KeyObject): ServiceKeys {
  const derived = (purpose: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `guarantor feed ${purpose}`, 32)));
  const [pseudonyms, cursors, ivs] = [derived('pseudonyms'), derived('cursors'), derived('initialisation vectors of cursors')];
  return {
    pseudonymOf: (referent, reference) => createHmac('sha256', pseudonyms).update(`${referent}|${reference}`, 'utf8').digest('hex').slice(0, 32),
    seal(text, bounds) {
      const bound = Buffer.from(JSON.stringify(bounds));
      const iv = createHmac('sha256', ivs).update(JSON.stringify([text, bounds])).digest().subarray(0, ivBytes);
      const cipher = createCipheriv('aes-256-gcm', cursors, iv, { authTagLength: tagBytes }).setAAD(bound);
      return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed, bounds) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < ivBytes + tagBytes || bytes.toString('base64url') !== sealed) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', cursors, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(JSON.stringify(bounds))).setAuthTag(bytes.subarray(-tagBytes));
      const text = decipher.update(bytes.subarray(ivBytes, -tagBytes));
      try {
        decipher.final();
        return text.toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
