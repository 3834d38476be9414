import { setTimeout as pause } from 'node:timers/promises';
import { Webhook as Signer } from 'standardwebhooks';
import type { Position } from '../event-store/port.js';
import { errorClass } from '../event-store/transaction.js';
import type { CloudEvent } from '../feed/cloud-event.js';
import { knownBy, type Consumer, type Scope } from '../feed/consumer.state.js';
import type { Feed } from '../feed/feed.js';
import { liveFrom } from '../feed/live.js';
import { hasToForget } from '../feed/recipients.js';
import { secretsAt, type Webhook } from '../feed/webhook.state.js';
import type { Alarm } from './alarm.js';
import { post, type Outcome, type Resolve } from './post.js';
import type { WebhookSecrets } from './secrets.js';
import { Overtaken, type Standing, type Standings } from './standings.js';

export interface CallingParts {
  readonly feed: Feed;
  /** A service as its stream stands now. */
  readonly open: (consumerId: string) => Promise<Consumer>;
  readonly standings: Standings;
  readonly secrets: Pick<WebhookSecrets, 'open'>;
  readonly clock: { now(): Promise<Date>; readonly aheadMs: number };
  /** Whether whoever runs the program lets services be called there. */
  readonly allows: (target: string) => boolean;
  /** Puts on record that a service is called from a position on, before it is. Answers a function that records the end. */
  readonly begin: (consumerId: string, webhook: Webhook, after: Position | undefined) => Promise<EndOfCalls>;
  readonly hooks: {
    /** A service is called no more until somebody asks for it: an alarm. */
    parked(consumerId: string, reason: string): void;
    /** Something here failed, and is tried again. */
    failed(errorClass: string): void;
  };
  readonly settings: CallingSettings;
  readonly resolve?: Resolve;
  /** From 0 to 1. */
  readonly chance: () => number;
}

export type EndOfCalls = (told: { readonly through: Position | undefined; readonly events: number; readonly parkedFor?: string }) => Promise<void>;

export interface CallingSettings {
  /** How long after each failed attempt at an event the next one is made; after the last of them, none is. */
  readonly retriesMs: readonly number[];
  readonly timeoutMs: number;
  /** How long after a failure of our own it is tried again. */
  readonly retryMs: number;
  /** How long an attempt that is under way may go on when the program stops. */
  readonly graceMs: number;
}

/** Of a wait, how much chance adds, so that services that failed together do not come back together. */
const jitterShare = 0.2;
/** However long a service asks us to wait. */
const retryAfterMsMax = 24 * 3_600_000;

/**
 * Calls one service with one event after the other, in the order of the log: the next one only when the one before was taken. What it may be
 * told is what the feed tells it, and nothing is kept here but where it stands, so that whoever takes over calls with the same event again.
 */
export class Calling {
  private readonly leaving = new AbortController();
  private readonly cutting = new AbortController();
  private readonly over: Promise<void>;
  private told = { through: undefined as Position | undefined, events: 0 };
  private ending: EndOfCalls | undefined;
  /** What is called with again was looked at once. */
  private readonly looked = new Set<string>();

  constructor(private readonly parts: CallingParts, private readonly consumerId: string, private readonly alarm: Alarm) {
    this.over = this.run();
  }

  /** What is under way may come to its end for a moment; what is cut off is told again, under the same id. */
  async end(): Promise<void> {
    this.leaving.abort();
    const timer = setTimeout(() => this.cutting.abort(), this.parts.settings.graceMs);
    await this.over;
    clearTimeout(timer);
  }

  private async run(): Promise<void> {
    const { hooks, settings } = this.parts;
    const { signal } = this.leaving;
    for (let goesOn = true; goesOn && !signal.aborted;) {
      try {
        goesOn = await this.goOn();
      } catch (error) {
        if (this.cutting.signal.aborted) break;
        // Somebody who held the lease before was at the same event: where it stands now is read anew.
        if (!(error instanceof Overtaken)) hooks.failed(errorClass(error));
        await pause(settings.retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
    await this.endRecord();
  }

  /** False where there is nothing to do until somebody says something of the service. */
  private async goOn(): Promise<boolean> {
    const { feed, open, standings } = this.parts;
    const { signal } = this.leaving;
    const [consumer, standing] = await Promise.all([open(this.consumerId), standings.of(this.consumerId)]);
    const [known, { webhook }] = [knownBy(consumer), consumer];
    if (!known || !webhook || webhook.paused || standing?.webhook !== webhook.id || standing.parkedAt) return false;
    if (standing.dueAt) await this.alarm.until(standing.dueAt, signal);

    let at = standing;
    for await (const message of liveFrom(feed, { ...askingOf(this.consumerId, known, webhook), looked: this.looked }, { after: standing.position, signal })) {
      switch (message.kind) {
        case 'event': {
          // One that is told after the signal has not been sent, and is told by whoever takes over.
          if (signal.aborted || !(await this.tell(webhook, at, message.event, message.through))) return true;
          at = { ...at, position: message.through, attempts: 0, reason: undefined };
          break;
        }
        case 'caught-up':
          if (message.through !== at.position || at.reason !== undefined) await standings.move(this.consumerId, at, message.through);
          at = { ...at, position: message.through, attempts: 0, reason: undefined };
          break;
        case 'fell-behind': return true;
        case 'closed':
          await standings.fail(this.consumerId, at, { attempts: at.attempts, reason: 'NOT_IN_SCOPE' }, {});
          return false;
      }
    }
    await pause(this.parts.settings.retryMs, undefined, { signal }).catch(() => undefined);
    return true;
  }

  /** Whether it was taken. */
  private async tell(webhook: Webhook, { position, attempts: before, ...standing }: Standing, event: CloudEvent, through: Position): Promise<boolean> {
    const { clock, standings, settings: { retriesMs }, chance, hooks } = this.parts;
    this.ending ??= await this.parts.begin(this.consumerId, webhook, position);
    const outcome = await this.attempt(webhook, event, await clock.now());
    const from = { webhook: standing.webhook, position };
    const now = await clock.now();
    if (outcome.kind === 'taken') {
      this.told = { through, events: this.told.events + 1 };
      if (hasToForget(event)) await this.endRecord();
      await standings.move(this.consumerId, from, through, now);
      return true;
    }
    const attempts = before + 1;
    const { reason, retryAfterMs = 0 } = outcome.kind === 'gone' ? { reason: 'GONE' } : outcome;
    const waitMs = outcome.kind === 'gone' ? undefined : retriesMs[before];
    if (waitMs !== undefined) {
      const jitteredMs = waitMs * (1 + jitterShare * chance());
      await standings.fail(this.consumerId, from, { attempts, reason }, { dueAt: new Date(now.getTime() + Math.max(jitteredMs, Math.min(retryAfterMs, retryAfterMsMax))) });
      return false;
    }
    await standings.fail(this.consumerId, from, { attempts, reason }, { parkedAt: now });
    hooks.parked(this.consumerId, reason);
    await this.endRecord(reason);
    return false;
  }

  private async attempt(webhook: Webhook, event: CloudEvent, now: Date): Promise<Outcome> {
    const { allows, secrets, clock, settings: { timeoutMs }, resolve } = this.parts;
    if (!allows(webhook.target)) return { kind: 'failed', reason: 'TARGET_NOT_ALLOWED' };
    const signing = await secrets.open(this.consumerId, secretsAt(webhook, now));
    if (signing.length === 0) return { kind: 'failed', reason: 'NO_SECRET' };
    const body = JSON.stringify(event);
    // By the true time, which is what whoever checks it has.
    const at = new Date(now.getTime() - clock.aheadMs);
    return post({
      target: webhook.target, body,
      headers: {
        'Content-Type': 'application/cloudevents+json; charset=utf-8',
        'webhook-id': event.id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signing.map((secret) => new Signer(secret).sign(event.id, at, body)).join(' '),
      },
    }, { timeoutMs, signal: this.cutting.signal, ...(resolve && { resolve }) });
  }

  private async endRecord(parkedFor?: string): Promise<void> {
    const { ending, told } = this;
    this.ending = undefined;
    this.told = { through: undefined, events: 0 };
    await ending?.({ ...told, ...(parkedFor !== undefined && { parkedFor }) });
  }
}

export function askingOf(consumerId: string, { orgRef, orgType }: Scope, { purpose, selection }: Webhook) {
  return { consumerId, orgRef, orgType, purpose, selection };
}
