import fc from 'fast-check';
import { hashOfLeaf, jcs } from './leaf.js';
import { consistencyProof, emptyRoot, GrowingRoot, hashOf, inclusionProof, leafHash, nodeHash, provesConsistency, provesInclusion, type Hash, type Subtree } from './merkle.js';

/** Leaves and roots that implementations of RFC 6962 are held to (transparency-dev/merkle, testonly/constants.go). */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => leafHash(Buffer.from(hex, 'hex')));
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** MTH of RFC 6962, section 2.1, word for word. */
function naiveRoot(of: readonly Hash[]): Hash {
  if (of.length === 0) return emptyRoot;
  if (of.length === 1) return of[0]!;
  let k = 1;
  while (k * 2 < of.length) k *= 2;
  return nodeHash(naiveRoot(of.slice(0, k)), naiveRoot(of.slice(k)));
}
const over = (of: readonly Hash[]): Subtree => (level, index) => Promise.resolve(naiveRoot(of.slice(index * 2 ** level, (index + 1) * 2 ** level)));
const someLeaves = (size: number) => Array.from({ length: size }, (_, n) => leafHash(`leaf ${n}`));
/** One bit turned over, a hash left out, one doubled, one too many, two exchanged. */
const spoilt = (path: readonly Hash[]): readonly (readonly Hash[])[] => [
  [...path, leafHash('too many')],
  ...path.flatMap((hash, n) => [
    path.with(n, Buffer.from(hash).fill(hash[0]! ^ 1, 0, 1)), path.toSpliced(n, 1), path.toSpliced(n, 0, hash), path.with(n, hash.subarray(1)),
    ...(n > 0 ? [path.with(n, path[n - 1]!).with(n - 1, hash)] : []),
  ]),
];

describe('The tree', () => {
  it('has the roots of the known answers, however it is made', async () => {
    const growing = new GrowingRoot();
    for (const [size, root] of roots.entries()) {
      const hashes = [naiveRoot(leaves.slice(0, size)), await hashOf(over(leaves), 0, size), growing.root];
      expect(hashes.map((hash) => hash.toString('hex'))).toEqual([root, root, root]);
      if (size < leaves.length) growing.add(leaves[size]!);
    }
  });

  it('proves of every leaf of every tree that it is in it, and nothing else of it', async () => {
    for (let size = 1; size <= 17; size += 1) {
      const of = someLeaves(size);
      const root = naiveRoot(of);
      for (let index = 0; index < size; index += 1) {
        const path = await inclusionProof(over(of), index, size);
        const proof = { leaf: of[index]!, index, size, path, root };
        expect(provesInclusion(proof)).toBe(true);
        for (const other of spoilt(path)) expect(provesInclusion({ ...proof, path: other })).toBe(false);
        for (const other of [index - 1, index + 1, size, -1, 0.5]) expect(provesInclusion({ ...proof, index: other })).toBe(false);
        expect(provesInclusion({ ...proof, leaf: leafHash('another') })).toBe(false);
        expect(provesInclusion({ ...proof, root: leafHash('another') })).toBe(false);
      }
    }
  });

  it('proves of every smaller tree that it is how the larger one begins, and of no other', async () => {
    for (let size = 0; size <= 17; size += 1) {
      const of = someLeaves(size);
      const root = naiveRoot(of);
      for (let smaller = 0; smaller <= size; smaller += 1) {
        const path = await consistencyProof(over(of), smaller, size);
        const proof = { smaller, size, path, smallerRoot: naiveRoot(of.slice(0, smaller)), root };
        expect(provesConsistency(proof)).toBe(true);
        for (const other of spoilt(path)) expect(provesConsistency({ ...proof, path: other })).toBe(false);
        expect(provesConsistency({ ...proof, smallerRoot: leafHash('another') })).toBe(false);
        expect(provesConsistency({ ...proof, root: leafHash('another') })).toBe(smaller === 0 && size > 0);
        expect(provesConsistency({ ...proof, smaller: size + 1 })).toBe(false);
      }
    }
  });

  it('is the same as the definition says, at any size, and so are its proofs', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(), fc.nat(), async (size, a, b) => {
      const of = someLeaves(size);
      const [index, smaller] = [a % size, b % (size + 1)];
      const growing = new GrowingRoot();
      for (const leaf of of) growing.add(leaf);
      const root = naiveRoot(of);
      expect(growing.root).toEqual(root);
      expect(provesInclusion({ leaf: of[index]!, index, size, path: await inclusionProof(over(of), index, size), root })).toBe(true);
      expect(provesConsistency({ smaller, size, path: await consistencyProof(over(of), smaller, size), smallerRoot: naiveRoot(of.slice(0, smaller)), root })).toBe(true);
    }), { numRuns: 40 });
  });
});

describe('The canonical form', () => {
  it('is that of RFC 8785: names in the order of their UTF-16 units, numbers and texts as ECMAScript writes them', () => {
    // RFC 8785, 3.2.2 and 3.2.3.
    expect(jcs(JSON.parse(String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`) as never))
      .toBe(String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`);
    expect(jcs(JSON.parse(String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`) as never)
      .match(/(?<=:")[^"]+/g)).toEqual(['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh']);
  });

  it('sorts names that are numbers as texts, and keeps a number that JSON cannot say apart from null', () => {
    expect(jcs({ 10: 1, 9: 2, a: 3 })).toBe('{"10":1,"9":2,"a":3}');
    expect(jcs(JSON.parse('[1e999]') as never)).not.toBe(jcs([null]));
  });

  it('of an event comes to a leaf that anybody can make again', () => {
    const leaf = { id: '3f0f0c6e-0000-4000-8000-000000000106', stream: 'child-1', revision: 0, type: 'identification.ChildFound', recordedAt: '2026-03-02T06:00:00.000Z', data: { sex: 'F' }, metaSha256: '00' };
    expect(hashOfLeaf(leaf)).toEqual(leafHash('{"data":{"sex":"F"},"id":"3f0f0c6e-0000-4000-8000-000000000106","metaSha256":"00","recordedAt":"2026-03-02T06:00:00.000Z","revision":0,"stream":"child-1","type":"identification.ChildFound"}'));
  });
});
