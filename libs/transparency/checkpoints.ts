import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { errorClass, transaction } from '../event-store/transaction.js';
import type { LogTree } from './log-tree.js';
import type { Hash } from './merkle.js';
import { CheckpointRefused, openCheckpoint, type Checkpoint, type CheckpointSigner } from './note.js';

export interface SignedCheckpoint extends Omit<Checkpoint, 'origin'> {
  readonly note: string;
  readonly verifier: string;
  readonly signedAt: Date;
}

/** The log is not what it was when a checkpoint was signed. Nothing is signed any more; somebody looks. */
export class LogChanged extends Error {}
/** Another key than this one signed before. */
export class AnotherCheckpointKey extends Error {}

const limits = { statementMs: 60_000, idleMs: 30_000 };
const columns = `size::float8 as size, root, note, verifier, signed_at as "signedAt"`;

/** What was signed, and what was not. */
export class Checkpoints {
  constructor(private readonly pool: Pool, readonly tree: LogTree) {}

  /** The newest; undefined before the first. */
  async last(): Promise<SignedCheckpoint | undefined> {
    return lastOf(this.pool);
  }

  /** The newest of those that held no more events and were signed by then. A signing that has begun is waited for: the answer is the same for ever. */
  async lastBy(size: number, instant: Date): Promise<SignedCheckpoint | undefined> {
    return transaction(this.pool, limits, async (client) => {
      await client.query(`lock table transparency.checkpoint in share mode`);
      return (await client.query<SignedCheckpoint>(`select ${columns} from transparency.checkpoint where size <= $1 and signed_at <= $2 order by checkpoint.size desc limit 1`, [size, instant])).rows[0];
    });
  }

  /** All of them, the smallest first. */
  async all(): Promise<readonly SignedCheckpoint[]> {
    return (await this.pool.query<SignedCheckpoint>(`select ${columns} from transparency.checkpoint order by checkpoint.size`)).rows;
  }

  /** The first that holds so many events. */
  async holding(size: number): Promise<SignedCheckpoint | undefined> {
    return (await this.pool.query<SignedCheckpoint>(`select ${columns} from transparency.checkpoint where size >= $1 order by checkpoint.size limit 1`, [size])).rows[0];
  }

  async of(size: number): Promise<SignedCheckpoint | undefined> {
    const found = await this.holding(size);
    return found?.size === size ? found : undefined;
  }

  /** Whether the log begins as it did then. `unknown` while the tree does not hold as much and is still being made. */
  async fits({ size, root }: { readonly size: number; readonly root: Hash }): Promise<'yes' | 'no' | 'unknown'> {
    if (await this.tree.size() < size) return await this.tree.isComplete() ? 'no' : 'unknown';
    return (await this.tree.root(size)).equals(root) ? 'yes' : 'no';
  }

  /**
   * Signs what the tree holds by now, if that is more than was signed before; of several processes one does. Two signed checkpoints never
   * contradict each other: the tree has to begin with what was signed last. @throws LogChanged @throws AnotherCheckpointKey
   */
  async sign(signer: CheckpointSigner): Promise<SignedCheckpoint | undefined> {
    return transaction(this.pool, limits, async (client) => {
      await client.query(`lock table transparency.checkpoint in share row exclusive mode`);
      const last = await lastOf(client);
      if (last && last.verifier !== signer.verifier) throw new AnotherCheckpointKey('the checkpoints of this log were signed by another key');
      const fits = last ? await this.fits(last) : 'yes';
      if (fits === 'no') throw new LogChanged(`the log is not what it was when the checkpoint of ${last!.size} events was signed`);
      const size = await this.tree.size();
      if (fits === 'unknown' || size === (last?.size ?? 0)) return last;
      const root = await this.tree.root(size);
      const { rows: [signed] } = await client.query<SignedCheckpoint>(
        `insert into transparency.checkpoint (size, root, note, verifier, signed_at) values ($1, $2, $3, $4, clock_timestamp()) returning ${columns}`, [size, root, signer.sign({ size, root }), signer.verifier]);
      return signed;
    });
  }

  /** What somebody kept, if this log signed it. @throws CheckpointRefused */
  async open(note: string): Promise<Checkpoint> {
    const last = await this.last();
    if (!last) throw new CheckpointRefused('This log has signed no checkpoint yet.');
    return openCheckpoint(note, last.verifier);
  }
}

/** A log that begins is signed for the first time as soon as its tree holds something. */
const firstAfterMs = 1_000;

/** Signs every so often what has come in. */
export class CheckpointTimer {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: {
    readonly checkpoints: Checkpoints; readonly signer: CheckpointSigner; readonly everyMs: number;
    /** The log was changed, or another key signs for it: an alarm. */
    readonly refused: (reason: string) => void;
    readonly failed: (errorClass: string) => void;
  }) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { checkpoints, signer, everyMs, refused, failed } = this.parts;
    while (!this.stopping.signal.aborted) {
      let waitMs = everyMs;
      try {
        if (!await checkpoints.sign(signer)) waitMs = Math.min(everyMs, firstAfterMs);
      } catch (error) {
        if (error instanceof LogChanged || error instanceof AnotherCheckpointKey) refused(error.message);
        else failed(errorClass(error));
      }
      await pause(waitMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }
}

async function lastOf(database: Pool | PoolClient): Promise<SignedCheckpoint | undefined> {
  return (await database.query<SignedCheckpoint>(`select ${columns} from transparency.checkpoint order by checkpoint.size desc limit 1`)).rows[0];
}
