import type { OrgType, Purpose } from '../decider/actor.js';
import type { Fact } from '../decider/event.js';
import type { ConsumerEvent } from './consumer.events.js';
import type { WebhookEvent } from './webhook.events.js';
import { evolveWebhook, type Webhook } from './webhook.state.js';

export interface Scope {
  readonly orgRef: string;
  readonly orgType: OrgType;
  readonly purposes: readonly Purpose[];
  readonly contexts: readonly string[];
  readonly types: readonly string[];
  readonly fields: readonly string[];
  readonly jurisdictions?: readonly string[];
  readonly versions?: Readonly<Record<string, number>>;
}

/** A service with what it may be told, and what it ever might. */
export interface Consumer {
  /** Absent before the registration and after it was revoked. */
  readonly scope?: Scope;
  /** Every scope that it had, the latest last. */
  readonly scopes: readonly Scope[];
  /** Absent where it only asks, and is not called. */
  readonly webhook?: Webhook;
}

export const noConsumer: Consumer = { scopes: [] };

export function evolveConsumer({ scopes, webhook, ...consumer }: Consumer, fact: Fact<ConsumerEvent | WebhookEvent>): Consumer {
  const called = (by: Webhook | undefined) => (by ? { webhook: by } : {});
  switch (fact.type) {
    case 'feed.ConsumerRegistered':
    case 'feed.ConsumerScopeChanged':
      return { scope: fact.data, scopes: [...scopes, fact.data], ...called(webhook) };
    case 'feed.ConsumerRevoked':
      return { scopes };
    case 'feed.WebhookRegistered':
    case 'feed.WebhookChanged':
    case 'feed.WebhookPaused':
    case 'feed.WebhookResumed':
    case 'feed.WebhookRedriveRequested':
    case 'feed.WebhookSecretRotated':
    case 'feed.WebhookEnded':
      return { ...consumer, scopes, ...called(evolveWebhook(webhook, fact)) };
  }
}
