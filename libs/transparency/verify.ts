import { isDeepStrictEqual } from 'node:util';
import { LogDamaged, type EventStore, type Json, type Position } from '../event-store/port.js';
import type { SignedCheckpoint } from './checkpoints.js';
import { fingerprint, hashOfEvent, hashOfLeaf, type Leaf } from './leaf.js';
import type { LogTree } from './log-tree.js';
import { GrowingRoot, hashBytes, provesInclusion, type Hash } from './merkle.js';
import { CheckpointRefused, openCheckpoint, type Checkpoint } from './note.js';

/** Proofs of events, each to the same checkpoint: all that somebody without the log needs, but for the public key, which they must have from elsewhere. */
export interface ProofFile {
  readonly checkpoint: string;
  readonly verifier: string;
  readonly entries: readonly ProofEntry[];
  /** Events of the child that came after the checkpoint, and are not proved. */
  readonly since?: number;
}

export interface ProofEntry {
  readonly position: string;
  readonly index: number;
  readonly leaf: Leaf;
  /** The envelope, for those who may know who recorded the event. */
  readonly meta?: Json;
  readonly path: readonly string[];
}

export interface Verdict {
  readonly checkpoint?: Checkpoint;
  readonly proved: number;
  /** In sentences; none where everything holds. */
  readonly faults: readonly string[];
}

/** A case file as it is exported: what is compared of it. */
export interface CaseFileText {
  readonly timeline: readonly { readonly id: string; readonly type: string; readonly revision: number; readonly recordedAt: string; readonly storedVersion?: number; readonly data: Json }[];
}

/**
 * Checks proofs with nothing but the public key. Of a case file, every event of which has to be among the proved ones, what stands unsealed is
 * compared, too; a sealed field cannot be, and is passed over, as are the data of an event that is shown in a newer version than it was stored in.
 */
export function verifyProofs(file: ProofFile, verifier: string, { kept, caseFile }: { readonly kept?: string; readonly caseFile?: CaseFileText } = {}): Verdict {
  try {
    const checkpoint = openCheckpoint(file.checkpoint, verifier);
    if (!Array.isArray(file.entries)) return { checkpoint, proved: 0, faults: ['The file holds no proofs.'] };
    const faults = [...keptFaults(checkpoint, kept, verifier)];
    const proved = new Map<string, Leaf>();
    for (const [n, entry] of file.entries.entries()) {
      const fault = entryFault(entry, checkpoint);
      if (fault) faults.push(`Entry ${n + 1} (${String((entry as Partial<ProofEntry> | null)?.leaf?.id)}): ${fault}`);
      else proved.set(entry.leaf.id, entry.leaf);
    }
    if (caseFile) faults.push(...caseFileFaults(caseFile, proved));
    if (proved.size === 0 && faults.length === 0) faults.push('The file proves no event.');
    return { checkpoint, proved: proved.size, faults };
  } catch (error) {
    if (error instanceof CheckpointRefused) return { proved: 0, faults: [error.message] };
    throw error;
  }
}

function keptFaults(checkpoint: Checkpoint, kept: string | undefined, verifier: string): readonly string[] {
  if (kept === undefined) return [];
  const { size, root } = openCheckpoint(kept, verifier);
  if (size !== checkpoint.size) return [`The proofs are to the checkpoint of ${checkpoint.size} events, and the one that was kept is of ${size}: ask for proofs with size=${size}.`];
  return root.equals(checkpoint.root) ? [] : ['The log signed two checkpoints of the same size that contradict each other: it was changed.'];
}

function entryFault(entry: ProofEntry, { size, root }: Checkpoint): string | undefined {
  try {
    const path = entry.path.map((text) => Buffer.from(text, 'base64'));
    if (!provesInclusion({ leaf: hashOfLeaf(entry.leaf), index: entry.index, size, path, root })) return 'it is not in the log that the checkpoint is of.';
    return entry.meta !== undefined && fingerprint(entry.meta) !== entry.leaf.metaSha256 ? 'its envelope is not the one that was stored.' : undefined;
  } catch {
    return 'it is not in the form of a proof.';
  }
}

function caseFileFaults({ timeline }: CaseFileText, proved: ReadonlyMap<string, Leaf>): readonly string[] {
  if (!Array.isArray(timeline)) return ['The case file has no timeline.'];
  return timeline.flatMap(({ id, type, revision, recordedAt, storedVersion, data }) => {
    const leaf = proved.get(id);
    if (!leaf) return [`Event ${id} of the case file is not proved.`];
    const same = leaf.type === type && leaf.revision === revision && leaf.recordedAt === recordedAt && (storedVersion !== undefined || saysTheSame(data, leaf.data));
    return same ? [] : [`Event ${id} of the case file reads otherwise than in the log.`];
  });
}

/** Sealed fields aside. */
function saysTheSame(shown: Json, stored: Json): boolean {
  if (stored === null || typeof stored !== 'object') return shown === stored;
  if ('$sealed' in stored) return true;
  if (shown === null || typeof shown !== 'object' || Array.isArray(shown) !== Array.isArray(stored)) return false;
  const [is, was] = [shown, stored] as { readonly [name: string]: Json }[];
  return isDeepStrictEqual(Object.keys(is!).sort(), Object.keys(was!).sort()) && Object.keys(was!).every((name) => saysTheSame(is![name]!, was![name]!));
}

/**
 * Reads the whole log and makes its tree again, without believing anything that was derived from it: every checkpoint that was signed, and those that
 * somebody kept, have to be of this log. What the follower keeps of the tree only says which event is the first that was changed.
 */
export async function verifyLog(
  { store, tree, signed, kept = [], verifier }: { store: EventStore; tree: LogTree; signed: readonly SignedCheckpoint[]; kept?: readonly Checkpoint[]; verifier?: string }, show: (events: number) => void,
): Promise<{ readonly events: number; readonly root: Hash; readonly checkpoints: number; readonly faults: readonly string[] }> {
  const growing = new GrowingRoot();
  const faults: string[] = [];
  const due = [...signed.map((each) => openedOr(each, verifier ?? each.verifier, faults)), ...kept].sort((a, b) => a.size - b.size);
  let fitting = 0;
  const compare = () => {
    for (; due[0] && due[0].size <= growing.size; due.shift()) {
      if (due[0].root.equals(growing.root)) fitting += 1;
      else faults.push(`The checkpoint of ${due[0].size} events is of another log: what it held was changed.`);
    }
  };
  compare();
  try {
    let changed = false;
    let leaves: readonly Hash[] = [];
    for (let after: Position | undefined, caughtUp = false; !caughtUp;) {
      const page = await store.readAll({ after, limit: 1_000 });
      for (const event of page.events) {
        if (leaves.length === 0) leaves = await tree.leavesFrom(growing.size);
        const [kept, ...others] = leaves;
        const leaf = hashOfEvent(event);
        if (kept && !changed && !kept.equals(leaf)) {
          changed = true;
          faults.push(`Event ${growing.size + 1} of the log, ${event.id} (${event.stream}, revision ${event.revision}), is not what stood there when it was taken into the tree.`);
        }
        leaves = others;
        growing.add(leaf);
        compare();
      }
      show(growing.size);
      ({ position: after, caughtUp } = page);
    }
  } catch (error) {
    if (!(error instanceof LogDamaged)) throw error;
    faults.push(`The log contradicts itself after ${growing.size} events: ${error.message}.`);
  }
  const last = due.at(-1);
  if (last) faults.push(`The log ends after ${growing.size} events, and held ${last.size} when a checkpoint was signed: it was cut off.`);
  return { events: growing.size, root: growing.root, checkpoints: fitting, faults };
}

/** What stands beside the note in the table is not believed. */
function openedOr({ note, size, root }: SignedCheckpoint, verifier: string, faults: string[]): Checkpoint {
  try {
    return openCheckpoint(note, verifier);
  } catch (error) {
    if (!(error instanceof CheckpointRefused)) throw error;
    faults.push(`The checkpoint of ${size} events cannot be taken: ${error.message}`);
    return { origin: '', size, root: root.length === hashBytes ? root : Buffer.alloc(hashBytes) };
  }
}
