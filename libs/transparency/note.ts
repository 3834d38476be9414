import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { hashBytes, type Hash } from './merkle.js';

/**
 * Checkpoints as C2SP writes them (tlog-checkpoint): the log's name, how many events it holds, and the root of their tree, signed as a note
 * (signed-note, Ed25519). Whoever keeps one can hold the log to it later.
 */

export interface Checkpoint {
  /** Names the log, and the key. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/** This is no checkpoint, or not one of this log; the message says why, in a sentence for whoever handed it in. */
export class CheckpointRefused extends Error {}

const algorithm = Buffer.of(1);
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');
const keyIdBytes = 4;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Signs for one log. Its bytes cannot be printed or serialised. */
export class CheckpointSigner {
  readonly #key: KeyObject;
  /** What checks the signatures, as C2SP writes it: name+id+key. */
  readonly verifier: string;

  /** @param seed 32 bytes */
  constructor(readonly origin: string, seed: Buffer) {
    this.#key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
    const bytes = createPublicKey(this.#key).export({ format: 'der', type: 'spki' }).subarray(spki.length);
    this.verifier = `${origin}+${keyId(origin, bytes).toString('hex')}+${Buffer.concat([algorithm, bytes]).toString('base64')}`;
  }

  sign({ size, root }: Omit<Checkpoint, 'origin'>): string {
    const text = `${this.origin}\n${size}\n${root.toString('base64')}\n`;
    const { id } = verifierIn(this.verifier);
    return `${text}\n— ${this.origin} ${Buffer.concat([id, sign(null, Buffer.from(text), this.#key)]).toString('base64')}\n`;
  }
}

/** @throws CheckpointRefused unless the key signed it; signatures of others beside its own are passed over */
export function openCheckpoint(note: string, verifier: string): Checkpoint {
  const { origin, id, key } = verifierIn(verifier);
  const [, text, signatures] = /^([^\p{Cc}]+\n(?:0|[1-9]\d{0,15})\n[A-Za-z0-9+/=]{44}\n(?:[^\p{Cc}]+\n)*)\n((?:— [^\s+]+ [A-Za-z0-9+/=]+\n)+)$/u.exec(note) ?? [];
  if (text === undefined) throw new CheckpointRefused('This is no checkpoint: three lines (log, number of events, root), an empty one, and its signatures.');
  const [name, size, root] = text.split('\n') as [string, string, string];
  if (name !== origin) throw new CheckpointRefused('The checkpoint is of another log.');
  const signed = signatures!.trimEnd().split('\n').some((line) => {
    const [, by, value] = line.split(' ') as [string, string, string];
    const bytes = Buffer.from(base64.test(value) ? value : '', 'base64');
    return by === origin && bytes.subarray(0, keyIdBytes).equals(id) && verify(null, Buffer.from(text), key, bytes.subarray(keyIdBytes));
  });
  if (!signed) throw new CheckpointRefused('The checkpoint is not signed by the key of this log.');
  const hash = Buffer.from(root, 'base64');
  if (hash.length !== hashBytes || hash.toString('base64') !== root || !Number.isSafeInteger(Number(size))) throw new CheckpointRefused('The checkpoint has no root of 32 bytes.');
  return { origin, size: Number(size), root: hash };
}

/** @throws CheckpointRefused */
function verifierIn(verifier: string): { origin: string; id: Buffer; key: KeyObject } {
  const [, origin = '', id = '', value = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(verifier.trim()) ?? [];
  const bytes = Buffer.from(value, 'base64').subarray(1);
  if (bytes.length !== 32 || Buffer.from(value, 'base64')[0] !== algorithm[0] || keyId(origin, bytes).toString('hex') !== id) {
    throw new CheckpointRefused('This is no public key of a log: its name, the id of the key and the key, with plus signs between them.');
  }
  return { origin, id: keyId(origin, bytes), key: createPublicKey({ key: Buffer.concat([spki, bytes]), format: 'der', type: 'spki' }) };
}

function keyId(origin: string, key: Buffer): Buffer {
  return createHash('sha256').update(`${origin}\n`).update(algorithm).update(key).digest().subarray(0, keyIdBytes);
}
