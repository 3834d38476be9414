import type { Pool, PoolClient } from 'pg';
import type { EventStore, Position, StoredEvent } from './port.js';
import type { Filling } from './projection.js';
import type { Consumer } from './projection-runner.js';

/** A sample stays for so many events; between two of them the log is read. */
const eventsPerSample = 500;

export interface KnownAt {
  /** The last event that was known then; undefined where none was. */
  readonly position: Position | undefined;
  /** True while nothing later is in the log: an event that is still on its way can bear an earlier instant, and will count as known then. */
  readonly provisional: boolean;
}

/**
 * When the log knew what: the known time of an event is the greatest `recordedAt` up to its position, over all streams.
 * Stores may give out instants that go back, between two servers or after a clock was set; known time never does.
 */
export class KnownTime implements Consumer {
  readonly filling: Filling = { name: 'known-time', version: 1, generation: 1 };
  readonly filter = {};
  /** The newest sample; it moves on with the log until enough events lie behind it. */
  private tip: { readonly position: Position; readonly events: number } | undefined;

  constructor(private readonly pool: Pool, private readonly store: EventStore) {}

  async take(client: PoolClient, events: readonly StoredEvent[]): Promise<readonly string[]> {
    const last = events.at(-1);
    if (!last) return [];
    const { rows: [newest] } = await client.query<{ position: Position; known_at: Date }>(`select position, known_at from follower.known_time order by position desc limit 1`);
    const knownAt = events.reduce((latest, { recordedAt }) => Math.max(latest, recordedAt.getTime()), newest?.known_at.getTime() ?? -Infinity);
    // Only this process's own tip is known to be short of events; one that another left is kept.
    const short = this.tip && this.tip.position === newest?.position && this.tip.events < eventsPerSample ? this.tip : undefined;
    if (short) await client.query(`delete from follower.known_time where position = $1`, [short.position]);
    await client.query(`insert into follower.known_time (position, known_at) values ($1, $2)`, [last.position, new Date(knownAt)]);
    this.tip = { position: last.position, events: events.length + (short?.events ?? 0) };
    return [];
  }

  park(): Promise<void> {
    return Promise.reject(new Error('no event is unfit to have been recorded'));
  }

  caughtUp(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** Whether the log has not come to the position. */
  async isAhead(position: Position): Promise<boolean> {
    const head = await this.store.head();
    return head === undefined || position > head;
  }

  /** The greatest position up to which everything was known at the instant. Exact: the samples only save reading the log from its beginning. */
  async resolve(instant: Date): Promise<KnownAt> {
    const { rows: [sample] } = await this.pool.query<{ position: Position }>(
      `select position from follower.known_time where known_at <= $1 order by known_at desc, position desc limit 1`, [instant]);
    let position = sample?.position;
    for (let after = position; ;) {
      const page = await this.store.readAll({ after, limit: eventsPerSample });
      for (const event of page.events) {
        if (event.recordedAt > instant) return { position, provisional: false };
        position = event.position;
      }
      if (page.caughtUp) return { position, provisional: true };
      after = page.position;
    }
  }
}
