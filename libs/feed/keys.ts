import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { PseudonymOf } from '../decider/shared.js';
import type { KeyRing } from '../privacy/key-ring.js';

/** What one service knows things by, and nobody else: two services cannot find out by comparing that they speak of the same child. */
export interface ServiceKeys {
  /** The first 128 bits of HMAC-SHA-256 under a key of this service, in hexadecimal digits. */
  readonly pseudonymOf: PseudonymOf;
  sealWithin(bounds: readonly string[]): Seal;
}

/** Of texts that the service hands back, within bounds that they are good for. */
export interface Seal {
  /** The text, which is not empty, readable to nobody outside; the same for the same text, so that what is sent again is sent alike. */
  close(text: string): string;
  /** Undefined where the service was not given it, or not within these bounds. */
  open(sealed: string): string | undefined;
}

/** Pseudonyms that are remembered: a page or a while of listening meets the same children and places again and again. */
const knownMax = 1_000;

/** AES key wrap with padding (RFC 5649): each text has one form, which nobody can alter, and no random part that would have to be new each time. */
const wrap = { algorithm: 'id-aes256-wrap-pad', iv: Buffer.from('a65959a6', 'hex') };

/** @throws KeysUnavailable */
export async function keysOf(consumerId: string, ring: KeyRing): Promise<ServiceKeys> {
  // No child, place or service has a name with a capital letter in it.
  const { secret } = await ring.key(`Feed-${consumerId}`, 'HASH');
  return serviceKeys(secret);
}

export function serviceKeys(secret: KeyObject): ServiceKeys {
  const derived = (purpose: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `guarantor feed ${purpose}`, 32)));
  const pseudonyms = derived('pseudonyms');
  const known = new Map<string, string>();
  return {
    pseudonymOf(referent, reference) {
      const named = `${referent}|${reference}`;
      const before = known.get(named);
      if (before !== undefined) return before;
      const pseudonym = createHmac('sha256', pseudonyms).update(named, 'utf8').digest('hex').slice(0, 32);
      // An event is hardly ever named twice.
      if (referent === 'event') return pseudonym;
      if (known.size >= knownMax) known.clear();
      known.set(named, pseudonym);
      return pseudonym;
    },
    sealWithin(bounds) {
      const key = createSecretKey(createHmac('sha256', derived('cursors')).update(JSON.stringify(bounds)).digest());
      return {
        close: (text) => createCipheriv(wrap.algorithm, key, wrap.iv).update(text, 'utf8').toString('base64url'),
        open(sealed) {
          const bytes = Buffer.from(sealed, 'base64url');
          if (bytes.length === 0 || bytes.toString('base64url') !== sealed) return undefined;
          try {
            return createDecipheriv(wrap.algorithm, key, wrap.iv).update(bytes).toString('utf8');
          } catch {
            return undefined;
          }
        },
      };
    },
  };
}
