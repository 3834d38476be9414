import type { Pool, PoolClient } from 'pg';
import type { Fact } from '../decider/event.js';
import { idIn } from '../decider/subject.js';
import type { EventStore, Position, StoredEvent } from '../event-store/port.js';
import type { ConsumerEvent } from '../feed/consumer.events.js';
import type { WebhookEvent } from '../feed/webhook.events.js';
import { forgetSecrets } from './secrets.js';

/** How far a service that is called has come, and what holds it up. Instants are of the system's clock. */
export interface Standing {
  /** The event that registered its webhook. */
  readonly webhook: string;
  /** It took everything up to here that was for it. */
  readonly position: Position | undefined;
  /** At the event after the position. */
  readonly attempts: number;
  /** When the next one is due; undefined where it is at once. */
  readonly dueAt: Date | undefined;
  /** Why the last one failed, as a status or a class of errors. */
  readonly reason: string | undefined;
  /** Since when it is not called until somebody asks for it. */
  readonly parkedAt: Date | undefined;
  readonly takenAt: Date | undefined;
}

/** A service whose calls wait until somebody has them tried again. */
export interface Parked {
  readonly consumerId: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly parkedAt: Date;
  readonly lastTakenAt: Date | null;
}

/** Somebody else has moved on, or the webhook is another one by now. */
export class Overtaken extends Error {}

/** Where the services stand that are called, each in a row of its own that only moves from where it was read. */
export class Standings {
  constructor(private readonly pool: Pool) {}

  async all(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ consumer: string }>(`select consumer from follower.webhook order by consumer`);
    return rows.map(({ consumer }) => consumer);
  }

  async of(consumerId: string): Promise<Standing | undefined> {
    const { rows: [row] } = await this.pool.query<StandingRow>(
      `select webhook, position, attempts, due_at, reason, parked_at, taken_at from follower.webhook where consumer = $1`, [consumerId]);
    return row && {
      webhook: row.webhook, position: row.position ?? undefined, attempts: row.attempts, dueAt: row.due_at ?? undefined, reason: row.reason ?? undefined,
      parkedAt: row.parked_at ?? undefined, takenAt: row.taken_at ?? undefined,
    };
  }

  /** The services that are not called until somebody asks for it, by their names. @param after the name before the page */
  async parked({ after = '', limit }: { readonly after?: string; readonly limit: number }): Promise<readonly Parked[]> {
    const { rows } = await this.pool.query<StandingRow & { consumer: string }>(
      `select consumer, attempts, reason, parked_at, taken_at from follower.webhook where parked_at is not null and consumer > $1 order by consumer limit $2`, [after, limit]);
    return rows.map((row) => ({ consumerId: row.consumer, reason: row.reason, attempts: row.attempts, parkedAt: row.parked_at!, lastTakenAt: row.taken_at }));
  }

  /** For those who run the program. */
  async counts(): Promise<{ readonly webhooks: number; readonly failing: number; readonly parked: number }> {
    const { rows: [counts] } = await this.pool.query<{ webhooks: number; failing: number; parked: number }>(
      `select count(*)::int as webhooks, count(*) filter (where attempts > 0 and parked_at is null)::int as failing, count(*) filter (where parked_at is not null)::int as parked from follower.webhook`);
    return counts!;
  }

  /** The service took an event, or (without `at`) there was nothing for it up to here. @throws Overtaken */
  async move(consumerId: string, { webhook, position }: Pick<Standing, 'webhook' | 'position'>, to: Position | undefined, at?: Date): Promise<void> {
    await this.change(
      `update follower.webhook set position = $4, attempts = 0, due_at = null, reason = null, taken_at = coalesce($5, taken_at)
       where consumer = $1 and webhook = $2 and position is not distinct from $3 and parked_at is null`, [consumerId, webhook, position ?? null, to ?? null, at ?? null]);
  }

  /** @param next when it is tried again, or since when it is not. @throws Overtaken */
  async fail(consumerId: string, { webhook, position }: Pick<Standing, 'webhook' | 'position'>, { attempts, reason }: { attempts: number; reason: string }, next: { readonly dueAt?: Date; readonly parkedAt?: Date }): Promise<void> {
    await this.change(
      `update follower.webhook set attempts = $4, reason = $5, due_at = $6, parked_at = $7
       where consumer = $1 and webhook = $2 and position is not distinct from $3 and parked_at is null`, [consumerId, webhook, position ?? null, attempts, reason, next.dueAt ?? null, next.parkedAt ?? null]);
  }

  private async change(sql: string, values: readonly unknown[]): Promise<void> {
    const { rowCount } = await this.pool.query(sql, [...values]);
    if (rowCount !== 1) throw new Overtaken();
  }
}

/** What was said of services and of how they are called, in the transaction that moves the checkpoint. */
export async function takeIn(client: PoolClient, store: Pick<EventStore, 'read'>, events: readonly StoredEvent[]): Promise<void> {
  for (const event of events) {
    const consumerId = idIn(event.stream);
    const fact = event as unknown as Fact<WebhookEvent | ConsumerEvent>;
    switch (fact.type) {
      case 'feed.WebhookRegistered':
        await client.query(
          `insert into follower.webhook (consumer, webhook, position) values ($1, $2, $3)
           on conflict (consumer) do update set webhook = excluded.webhook, position = excluded.position, attempts = 0, due_at = null, reason = null, parked_at = null, taken_at = null
           where webhook.webhook <> excluded.webhook`,
          [consumerId, event.id, await leftOffAt(store, consumerId, event) ?? (fact.data.begins === 'NOW' ? event.position : null)]);
        break;
      case 'feed.WebhookChanged':
      case 'feed.WebhookResumed':
      case 'feed.WebhookRedriveRequested':
        await client.query(`update follower.webhook set attempts = 0, due_at = null, reason = null, parked_at = null where consumer = $1`, [consumerId]);
        break;
      case 'feed.WebhookEnded':
      case 'feed.ConsumerRegistered':
      case 'feed.ConsumerRevoked':
        // It goes on being called with what is said of what it was told.
        if (fact.type === 'feed.ConsumerRevoked' && fact.data.saidBack) break;
        await client.query(`delete from follower.webhook where consumer = $1`, [consumerId]);
        await forgetSecrets(client, await before(store, event));
        break;
      case 'feed.WebhookPaused':
      case 'feed.WebhookSecretRotated':
      case 'feed.ConsumerScopeChanged':
        break;
    }
  }
}

/** Where deliveries under this registration stood by the log, for a table that was lost; undefined where there were none. */
async function leftOffAt(store: Pick<EventStore, 'read'>, consumerId: string, { id, position }: StoredEvent): Promise<Position | undefined> {
  for await (const delivery of store.read(`deliveries-${consumerId}`, { direction: 'backwards' })) {
    if (delivery.position < position) return undefined;
    const { webhook, through, after } = delivery.data as { webhook?: string; through?: Position; after?: Position };
    if (webhook === id) return through ?? after;
  }
  return undefined;
}

/** The ids of all that was said before an event in its stream. What was registered since keeps its secret. */
async function before(store: Pick<EventStore, 'read'>, { stream, revision }: StoredEvent): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of store.read(stream, { limit: revision })) ids.push(id);
  return ids;
}

interface StandingRow {
  readonly webhook: string;
  readonly position: Position | null;
  readonly attempts: number;
  readonly due_at: Date | null;
  readonly reason: string | null;
  readonly parked_at: Date | null;
  readonly taken_at: Date | null;
}
