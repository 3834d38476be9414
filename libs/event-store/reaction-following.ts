import { hash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Fact } from '../decider/event.js';
import type { Concern, News, Reaction } from '../decider/reaction.js';
import { coordinates, Lease } from './lease.js';
import type { EventStore, Filter, StoredEvent } from './port.js';
import type { Filling } from './projection.js';
import type { Check } from './projection-filling.js';
import { isUnfit, Unfit, type Consumer } from './projection-runner.js';
import { errorClass, transaction } from './transaction.js';

/** Of the event that an errand comes from: what the child's event says of its cause. */
export interface Cause {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly correlationId: string;
  readonly occurredAt: Fact['meta']['occurredAt'];
}

const corrected = 'record.Corrected';
const limits = { statementMs: 60_000, idleMs: 30_000 };

/**
 * Brings together, from the log, news and those whom they concern. What comes out are errands, one for each child and cause,
 * written in the transaction that moves the checkpoint; somebody else runs them, so that no child keeps another waiting.
 */
export class ReactionFollowing implements Consumer {
  readonly filling: Filling;
  readonly filter: Filter;

  constructor(private readonly pool: Pool, private readonly store: EventStore, readonly reaction: Reaction, private readonly check: Check) {
    const { name, version, news, concernedBy } = reaction;
    this.filling = { name, version, generation: 1 };
    this.filter = { types: [...new Set([...Object.keys(news), ...concernedBy, corrected])] };
  }

  /** What must not change without a new version, as a fingerprint. The functions are left to the specs. */
  get declared(): string {
    const { tell, news, concernedBy } = this.reaction;
    return hash('sha256', JSON.stringify([tell.declaration.name, Object.keys(news), concernedBy]));
  }

  /** Once for all processes; an older version is gone through no more, and what it had still to tell is told by this one. */
  async create(): Promise<void> {
    await transaction(this.pool, limits, async (client) => {
      const { rows } = await client.query<Filling>(`select version from follower.projection where name = $1 and status <> 'retired' for update`, [this.filling.name]);
      if (rows.some(({ version }) => version >= this.filling.version)) return;
      await client.query(`update follower.projection set status = 'retired' where name = $1`, [this.filling.name]);
      await Lease.prepare(client, this.filling, this.declared);
    });
  }

  async take(client: PoolClient, events: readonly StoredEvent[]): Promise<readonly string[]> {
    let concerns: Concern[] = [];
    for (const event of events) {
      const found = this.foundIn(event);
      concerns.push(...found.concerns);
      if (!found.news) continue;
      // In the order of the log: whoever is concerned later hears of these news from them.
      await this.concern(client, concerns);
      concerns = [];
      await this.spread(client, event, found.news);
    }
    await this.concern(client, concerns);
    return [];
  }

  async park(client: PoolClient, event: StoredEvent, error: unknown): Promise<void> {
    await client.query(
      `insert into follower.parked (projection, version, generation, key, position, event_id, error) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (projection, version, generation, key) do update
       set position = excluded.position, event_id = excluded.event_id, error = excluded.error, attempts = parked.attempts + 1`,
      [...coordinates(this.filling), keyOf(event), event.position, event.id, errorClass(error)]);
  }

  /** Errands of a child that were given up are due again, or an event that was left out is taken in after all. */
  async unpark(key: string): Promise<'followed' | 'still parked' | 'not parked'> {
    const { name, version } = this.filling;
    const { rowCount: due } = await this.pool.query(
      `update follower.errand set parked_for = null, attempts = 0, due_at = clock_timestamp() where reaction = $1 and version = $2 and child = $3 and parked_for is not null`, [name, version, key]);
    try {
      return await transaction(this.pool, limits, async (client) => {
        const { rowCount: parked } = await client.query(
          `delete from follower.parked where projection = $1 and version = $2 and generation = $3 and key = $4`, [...coordinates(this.filling), key]);
        if (parked === 0) return due! > 0 ? 'followed' : 'not parked';
        const { stream, revision } = eventOf(key);
        for await (const event of this.store.read(stream, { from: revision, limit: 1 })) await this.take(client, [event]);
        return 'followed';
      });
    } catch (error) {
      if (!isUnfit(error)) throw error;
      return 'still parked';
    }
  }

  caughtUp(): Promise<boolean> {
    return Promise.resolve(true);
  }

  private foundIn(event: StoredEvent): { readonly news: News | undefined; readonly concerns: readonly Concern[] } {
    try {
      this.check(event);
      const { news, concernedBy, concerns } = this.reaction;
      const facts = [event as unknown as Fact, ...correctedPart(event)];
      return {
        news: news[event.type]?.(facts[0]!),
        concerns: facts.filter(({ type }) => concernedBy.some((prefix) => type.startsWith(prefix))).flatMap((fact) => [...concerns(fact)]),
      };
    } catch (error) {
      throw new Unfit(`${this.reaction.name} cannot take an event in`, { cause: error });
    }
  }

  /**
   * Those concerned from here on, who have still to hear of the last news. Who was concerned before has heard, or reads the news itself:
   * a command reads other streams after the child's own, and what it stores then lies behind all that the child was told.
   */
  private async concern(client: PoolClient, concerns: readonly Concern[]): Promise<void> {
    if (concerns.length === 0) return;
    const { name, version } = this.filling;
    await client.query(
      `with concerned as (
         select subject, child, min(up_to) as up_to from unnest($3::text[], $4::text[], $5::int[]) as told (subject, child, up_to) group by subject, child
       ), begun as (
         insert into follower.concern (reaction, version, subject, child) select $1, $2::int, subject, child from concerned on conflict do nothing returning subject, child
       )
       insert into follower.errand (reaction, version, child, event_id, cause, body)
       select $1, $2, child, (cause->>'eventId')::uuid, cause, body from begun join concerned using (subject, child) join follower.news using (subject)
       where reaction = $1 and version = $2 and (cause->>'revision')::int > up_to and cause->>'stream' <> 'child-' || child
       on conflict (reaction, version, event_id, child) do nothing`,
      [name, version, concerns.map(({ subject }) => subject), concerns.map(({ child }) => child), concerns.map(({ upTo = -1 }) => upTo)]);
  }

  private async spread(client: PoolClient, event: StoredEvent, { subject, body }: News): Promise<void> {
    const { name, version } = this.filling;
    const { correlationId, occurredAt } = (event as unknown as Fact).meta;
    const cause: Cause = { eventId: event.id, stream: event.stream, revision: event.revision, correlationId, occurredAt };
    if (!body) {
      await client.query(`delete from follower.news where reaction = $1 and version = $2 and subject = $3`, [name, version, subject]);
      return;
    }
    await client.query(
      `with news as (
         insert into follower.news (reaction, version, subject, cause, body) values ($1, $2, $3, $4, $5)
         on conflict (reaction, version, subject) do update set cause = excluded.cause, body = excluded.body
       )
       insert into follower.errand (reaction, version, child, event_id, cause, body)
       select reaction, version, child, $6, $4, $5 from follower.concern where reaction = $1 and version = $2 and subject = $3 and 'child-' || child <> $7
       on conflict (reaction, version, event_id, child) do nothing`,
      [name, version, subject, JSON.stringify(cause), JSON.stringify(body), event.id, event.stream]);
  }
}

/** An event that is left out is named by its place, not by its stream alone: what comes after it is taken in. */
function keyOf({ stream, revision }: StoredEvent): string {
  return `${stream}@${revision}`;
}

function eventOf(key: string): { readonly stream: string; readonly revision: number } {
  const [stream = '', revision] = key.split('@');
  return { stream, revision: Number(revision) };
}

/** A corrected field may concern the child as the event would have done that it belongs to. */
function correctedPart(event: StoredEvent): readonly Fact[] {
  const { targetType, fields } = event.data as { targetType?: string; fields?: object };
  if (event.type !== corrected || targetType === undefined || !fields) return [];
  const { basis: _, ...meta } = event.meta;
  return [{ ...event, type: targetType, data: fields, meta } as unknown as Fact];
}
