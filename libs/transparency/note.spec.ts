import { randomBytes } from 'node:crypto';
import { leafHash } from './merkle.js';
import { CheckpointRefused, CheckpointSigner, openCheckpoint } from './note.js';

const signer = new CheckpointSigner('guarantor/log', randomBytes(32));
const checkpoint = { size: 42, root: leafHash('42') };
const note = signer.sign(checkpoint);
const refusal = (text: string, verifier = signer.verifier): string => {
  try {
    openCheckpoint(text, verifier);
    return 'taken';
  } catch (error) {
    if (!(error instanceof CheckpointRefused)) throw error;
    return error.message;
  }
};

describe('A checkpoint', () => {
  it('is three lines, an empty one and a signature, and opens with the public key alone', () => {
    expect(note).toMatch(/^guarantor\/log\n42\n[A-Za-z0-9+/]{43}=\n\n— guarantor\/log [A-Za-z0-9+/=]+\n$/);
    expect(openCheckpoint(note, signer.verifier)).toEqual({ origin: 'guarantor/log', ...checkpoint });
  });

  it('opens with the signature of a witness beside that of the log', () =>
    expect(openCheckpoint(`${note}— witness.example ${Buffer.alloc(68).toString('base64')}\n`, signer.verifier).size).toBe(42));

  it.each([
    ['has another size', note.replace('\n42\n', '\n43\n'), /not signed by the key/],
    ['has another root', new CheckpointSigner('guarantor/log', randomBytes(32)).sign(checkpoint), /not signed by the key/],
    ['is of another log', new CheckpointSigner('guarantor/other', randomBytes(32)).sign(checkpoint), /of another log/],
    ['has no signature', note.slice(0, note.indexOf('—')), /is no checkpoint/],
    ['has a size with a zero in front', note.replace('\n42\n', '\n042\n'), /is no checkpoint/],
    ['has more after its signatures', `${note}more`, /is no checkpoint/],
    ['has a line more than was signed', note.replace('\n\n', '\nmore\n\n'), /not signed by the key/],
    ['is empty', '', /is no checkpoint/],
  ])('that %s is refused', (_, text, why) => expect(refusal(text)).toMatch(why));

  it('is checked by a public key as others write it (the example of the signed note of Go), and by no other text', () => {
    const other = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    expect(refusal(note, other)).toMatch(/of another log/);
    expect(refusal(note, other.replace('c74f20a3', 'c74f20a4'))).toMatch(/no public key/);
    expect(refusal(note, 'a key')).toMatch(/no public key/);
  });
});
