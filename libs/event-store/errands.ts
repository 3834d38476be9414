import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Reaction } from '../decider/reaction.js';
import { StoreBusy, StoreUnavailable, OutcomeUnknown } from './port.js';
import type { Cause } from './reaction-following.js';
import { errorClass } from './transaction.js';

/** One child who has to be told of one cause. */
export interface Errand {
  readonly reaction: Reaction;
  readonly child: string;
  readonly cause: Cause;
  readonly body: object;
}

/**
 * Tells the child, once in effect however often it is called for the same errand.
 * @throws CannotBeTold where that is so however often it is tried; anything else may pass
 */
export type Tell = (errand: Errand) => Promise<void>;

export interface ErrandHooks {
  /** A child is not told: an alarm. */
  parked(name: string, errorClass: string): void;
  failed(name: string, errorClass: string): void;
}

export interface ErrandSettings {
  /** How long an errand that was begun is left to whoever began it. */
  readonly leaseMs: number;
  readonly retryMsMax: number;
}

/** The child's record does not take what it is told; the reason is the cause. */
export class CannotBeTold extends Error {}

/** How many children are told at a time. */
const atATime = 8;
const lookEveryMs = 250;
/** What fails so often without a reason that passes is put aside, so that somebody looks. */
const attemptsMax = 12;

/**
 * Runs the errands of this process's reactions, together with all other processes that do: one after the other for a child, in the order
 * of their causes, and children beside each other. What was begun by a process that died is begun again when its lease is over.
 */
export class Errands {
  private readonly stopping = new AbortController();
  private looking = new AbortController();
  private readonly running: Promise<void>;

  constructor(
    private readonly pool: Pool, private readonly reactions: readonly Reaction[], private readonly tell: Tell,
    private readonly settings: ErrandSettings, private readonly hooks: ErrandHooks,
  ) {
    this.running = this.run();
  }

  /** There may be something to do. */
  look(): void {
    this.looking.abort();
  }

  async stop(withinMs: number): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.running, pause(withinMs, undefined, { ref: false })]);
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.looking = new AbortController();
      const begun = await this.begin().catch((error: unknown) => {
        this.hooks.failed('errands', errorClass(error));
        return [];
      });
      await Promise.all(begun.map((row) => this.runOne(row).catch((error: unknown) => this.hooks.failed(row.reaction, errorClass(error)))));
      if (begun.length === 0) await pause(lookEveryMs, undefined, { signal: AbortSignal.any([this.stopping.signal, this.looking.signal]) }).catch(() => undefined);
    }
  }

  /** Of each child the oldest that is due and that nobody else has begun. */
  private async begin(): Promise<readonly ErrandRow[]> {
    const { rows } = await this.pool.query<ErrandRow>(
      `update follower.errand set attempts = attempts + 1, due_at = clock_timestamp() + $3 * interval '1 millisecond'
       where n in (
         select n from follower.errand as mine
         where (reaction, version) in (select * from unnest($1::text[], $2::int[])) and parked_for is null and due_at <= clock_timestamp()
         and not exists (
           select from follower.errand as earlier
           where (earlier.reaction, earlier.version, earlier.child) = (mine.reaction, mine.version, mine.child) and earlier.n < mine.n and earlier.parked_for is null)
         order by n limit $4 for update skip locked
       ) returning n, reaction, child, cause, body, attempts`,
      [this.reactions.map(({ name }) => name), this.reactions.map(({ version }) => version), this.settings.leaseMs, atATime]);
    return rows;
  }

  private async runOne({ n, reaction: name, child, cause, body, attempts }: ErrandRow): Promise<void> {
    const reaction = this.reactions.find((each) => each.name === name)!;
    try {
      await this.tell({ reaction, child, cause, body });
    } catch (error) {
      if (error instanceof CannotBeTold || (attempts >= attemptsMax && !passes(error))) {
        await this.pool.query(`update follower.errand set parked_for = $2 where n = $1`, [n, errorClass(error)]);
        this.hooks.parked(name, errorClass(error));
        return;
      }
      const waitMs = Math.random() * Math.min(this.settings.retryMsMax, 50 * 2 ** attempts);
      await this.pool.query(`update follower.errand set due_at = clock_timestamp() + $2 * interval '1 millisecond' where n = $1`, [n, waitMs]);
      throw error;
    }
    await this.pool.query(`delete from follower.errand where n = $1`, [n]);
  }
}

interface ErrandRow {
  readonly n: string;
  readonly reaction: string;
  readonly child: string;
  readonly cause: Cause;
  readonly body: object;
  readonly attempts: number;
}

/** The store or the database is away, and will be back. */
function passes(error: unknown): boolean {
  return error instanceof StoreUnavailable || error instanceof StoreBusy || error instanceof OutcomeUnknown || /^(08|53|57|E[A-Z])/.test(errorClass(error));
}
