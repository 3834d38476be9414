import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { idIn } from '../decider/subject.js';
import { Lease } from '../event-store/lease.js';
import type { EventStore, Filter } from '../event-store/port.js';
import type { Filling } from '../event-store/projection.js';
import { errorClass } from '../event-store/transaction.js';
import { Alarm } from './alarm.js';
import { Calling, type CallingParts, type CallingSettings } from './calling.js';
import { Standings, takeIn } from './standings.js';

export interface WebhooksParts extends Omit<CallingParts, 'standings' | 'settings' | 'chance'> {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly chance?: CallingParts['chance'];
  readonly settings?: Partial<WebhooksSettings>;
}

export interface WebhooksSettings extends CallingSettings {
  readonly leaseMs: number;
  /** How often is looked for a lease that is free, and for an attempt that is due. */
  readonly lookEveryMs: number;
}

const [minuteMs, hourMs] = [60_000, 3_600_000];
/** Ten attempts in about three days, as the convention has it. */
export const usualRetriesMs: readonly number[] = [5_000, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 5 * hourMs, 10 * hourMs, 14 * hourMs, 20 * hourMs, 24 * hourMs];
const usual: WebhooksSettings = { leaseMs: 10_000, lookEveryMs: 500, timeoutMs: 15_000, retryMs: 1_000, graceMs: 2_000, retriesMs: usualRetriesMs };

const filling: Filling = { name: 'webhooks', version: 1, generation: 1 };
const filter: Filter = { types: ['feed.Webhook', 'feed.Consumer'], streams: ['consumer-'] };

/**
 * Calls the services that have themselves called, each beside the others and none for another's sake. One process does so at a time, so that
 * none works in vain; what makes it right is that a position moves only from where it was read. One that was asleep and has not noticed may
 * repeat a call, and sends nothing before all that comes before it was taken.
 */
export class Webhooks {
  private readonly settings: WebhooksSettings;
  private readonly parts: CallingParts;
  private readonly owner = randomUUID();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly all: WebhooksParts) {
    this.settings = { ...usual, ...all.settings };
    this.parts = { chance: Math.random, ...all, standings: new Standings(all.pool), settings: this.settings };
  }

  async start(): Promise<void> {
    await Lease.prepare(this.all.pool, filling);
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { leaseMs, lookEveryMs } = this.settings;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const lease = await Lease.take(this.all.pool, filling, this.owner, leaseMs);
        if (lease) await this.lead(lease);
      } catch (error) {
        this.all.hooks.failed(errorClass(error));
      }
      await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Until the program stops, the lease is lost or the log cannot be followed. */
  private async lead(lease: Lease): Promise<void> {
    const { store, hooks, clock } = this.all;
    const leading = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, leading.signal]);
    const alarm = new Alarm(() => clock.now(), this.settings.lookEveryMs);
    const callings = new Map<string, Calling>();
    const call = (consumerId: string) => callings.set(consumerId, new Calling(this.parts, consumerId, alarm));

    let seen = lease.position;
    let turn: Promise<void> = Promise.resolve();
    const inTurn = (work: () => Promise<void>): Promise<void> => (turn = turn.catch(() => undefined).then(work));
    const renewing = this.renew(signal, () => inTurn(() => lease.advance(seen, async () => undefined))).catch((error: unknown) => {
      hooks.failed(errorClass(error));
      leading.abort();
    });
    const ringing = alarm.run(signal, (error) => hooks.failed(errorClass(error)));
    try {
      for (const consumerId of await this.parts.standings.all()) call(consumerId);
      for await (const { events, position } of store.follow({ after: seen, filter, signal })) {
        if (events.length > 0) {
          const touched = [...new Set(events.map(({ stream }) => idIn(stream)))];
          // What is said of a service is not said over an attempt that is under way.
          await Promise.all(touched.map((consumerId) => callings.get(consumerId)?.end()));
          await inTurn(() => lease.advance(position, (client) => takeIn(client, store, events)));
          touched.forEach(call);
        }
        seen = position;
      }
    } finally {
      leading.abort();
      await Promise.all([...[...callings.values()].map((calling) => calling.end()), renewing, ringing]);
      await lease.release().catch(() => undefined);   // a lease that cannot be handed back lapses
    }
  }

  private async renew(signal: AbortSignal, renewed: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await pause(this.settings.leaseMs / 3, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await renewed();
    }
  }
}

/** Whether a target is one of the origins that whoever runs the program has named, written as a browser would write it. */
export function allowing(origins: readonly string[]): (target: string) => boolean {
  return (target) => URL.canParse(target) && new URL(target).href === target && origins.includes(new URL(target).origin);
}
