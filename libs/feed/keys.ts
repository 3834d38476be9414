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
/**
 * A position that is one number, as every event of a page carries it, fits into one block of AES beside eight bytes of nothing. Whoever makes a
 * block up meets them once in 2^64 times, and one block has no other that it could be confused with. A quarter of the time of a wrap.
 */
const block = { algorithm: 'aes-256-ecb', bytes: 16, nothing: Buffer.alloc(8), form: /^\d{19}$/ };

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
      const within = (purpose: string): KeyObject => createSecretKey(createHmac('sha256', derived(purpose)).update(JSON.stringify(bounds)).digest());
      const [key, ofBlocks] = [within('cursors'), within('cursors of one block')];
      // A block at a time comes out of one cipher, for the next does not depend on it.
      const cipher = createCipheriv(block.algorithm, ofBlocks, null).setAutoPadding(false);
      const decipher = createDecipheriv(block.algorithm, ofBlocks, null).setAutoPadding(false);
      const plain = Buffer.alloc(block.bytes);
      return {
        close(text) {
          if (!block.form.test(text)) return createCipheriv(wrap.algorithm, key, wrap.iv).update(text, 'utf8').toString('base64url');
          plain.writeBigUInt64BE(BigInt(text));
          return cipher.update(plain).toString('base64url');
        },
        open(sealed) {
          const bytes = Buffer.from(sealed, 'base64url');
          if (bytes.length === 0 || bytes.toString('base64url') !== sealed) return undefined;
          if (bytes.length === block.bytes) {
            const opened = decipher.update(bytes);
            if (opened.subarray(8).equals(block.nothing)) return String(opened.readBigUInt64BE()).padStart(19, '0');
          }
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
