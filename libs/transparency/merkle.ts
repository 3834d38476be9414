import { createHash } from 'node:crypto';

/**
 * The tree of RFC 6962 (section 2.1), which RFC 9162 keeps: SHA-256 over the leaves of a log in its order, 0x00 before the bytes of a leaf and 0x01
 * before two hashes, so that no leaf can pass for a node. One root stands for every leaf before it.
 */

export type Hash = Buffer;

export const hashBytes = 32;
/** The root of a tree without leaves. */
export const emptyRoot: Hash = createHash('sha256').digest();
/** No tree that can be counted has a longer proof. */
export const proofHashesMax = 64;

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);

export function leafHash(leaf: Buffer | string): Hash {
  return createHash('sha256').update(leafPrefix).update(leaf).digest();
}

export function nodeHash(left: Hash, right: Hash): Hash {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest();
}

/** The hash over the leaves from `index * 2^level` on, 2^level of them, all of which are there. */
export type Subtree = (level: number, index: number) => Promise<Hash>;

/** The hash over the leaves from `from`, which begins a whole subtree, to before `to`. */
export async function hashOf(subtree: Subtree, from: number, to: number): Promise<Hash> {
  if (from === to) return emptyRoot;
  const left = largestPowerBelow(to - from);
  if (to - from === 1 || 2 * left === to - from) {
    const leaves = to - from;
    return subtree(Math.log2(leaves), from / leaves);
  }
  return nodeHash(await hashOf(subtree, from, from + left), await hashOf(subtree, from + left, to));
}

/** PATH(index, D[size]): what is needed beside the leaf to come to the root, the nearest first. */
export async function inclusionProof(subtree: Subtree, index: number, size: number, from = 0): Promise<readonly Hash[]> {
  if (size - from === 1) return [];
  const middle = from + largestPowerBelow(size - from);
  return index < middle
    ? [...await inclusionProof(subtree, index, middle, from), await hashOf(subtree, middle, size)]
    : [...await inclusionProof(subtree, index, size, middle), await hashOf(subtree, from, middle)];
}

/** PROOF(smaller, D[size]): what is needed to see that the smaller tree is how the larger one begins. None for an empty or an equal one. */
export async function consistencyProof(subtree: Subtree, smaller: number, size: number): Promise<readonly Hash[]> {
  return smaller === 0 ? [] : subproof(subtree, smaller, 0, size, true);
}

async function subproof(subtree: Subtree, smaller: number, from: number, size: number, whole: boolean): Promise<readonly Hash[]> {
  if (smaller === size) return whole ? [] : [await hashOf(subtree, from, size)];
  const middle = from + largestPowerBelow(size - from);
  return smaller <= middle
    ? [...await subproof(subtree, smaller, from, middle, whole), await hashOf(subtree, middle, size)]
    : [...await subproof(subtree, smaller, middle, size, false), await hashOf(subtree, from, middle)];
}

/** RFC 9162, 2.1.3.2. */
export function provesInclusion({ leaf, index, size, path, root }: { leaf: Hash; index: number; size: number; path: readonly Hash[]; root: Hash }): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || path.length > proofHashesMax) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (sibling.length !== hashBytes || last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, half(last)];
    } else hash = nodeHash(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && hash.equals(root);
}

/** RFC 9162, 2.1.4.2. Every tree begins with the empty one. */
export function provesConsistency({ smaller, size, path, smallerRoot, root }: { smaller: number; size: number; path: readonly Hash[]; smallerRoot: Hash; root: Hash }): boolean {
  if (!isCount(smaller) || !isCount(size) || smaller > size || path.length > proofHashesMax) return false;
  if (smaller === size) return path.length === 0 && smallerRoot.equals(root);
  if (smaller === 0) return path.length === 0 && smallerRoot.equals(emptyRoot);
  const steps = Number.isInteger(Math.log2(smaller)) ? [smallerRoot, ...path] : path;
  const [first, ...rest] = steps;
  if (!first || path.length === 0) return false;
  let [node, last] = [smaller - 1, size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [before, after] = [first, first];
  for (const sibling of rest) {
    if (sibling.length !== hashBytes || last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [before, after] = [nodeHash(sibling, before), nodeHash(sibling, after)];
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, half(last)];
    } else after = nodeHash(after, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && before.equals(smallerRoot) && after.equals(root);
}

/** The root of leaves that come one after the other: of any number of them it keeps as many hashes as that number has binary digits. */
export class GrowingRoot {
  size = 0;
  private readonly whole: { readonly leaves: number; readonly hash: Hash }[] = [];

  add(leaf: Hash): void {
    let node = { leaves: 1, hash: leaf };
    while (this.whole.at(-1)?.leaves === node.leaves) node = { leaves: 2 * node.leaves, hash: nodeHash(this.whole.pop()!.hash, node.hash) };
    this.whole.push(node);
    this.size += 1;
  }

  get root(): Hash {
    return this.whole.map(({ hash }) => hash).reduceRight((right, left) => (right ? nodeHash(left, right) : left), undefined as Hash | undefined) ?? emptyRoot;
  }
}

function largestPowerBelow(count: number): number {
  let power = 1;
  while (2 * power < count) power *= 2;
  return power;
}

function half(number: number): number {
  return Math.floor(number / 2);
}

function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}
