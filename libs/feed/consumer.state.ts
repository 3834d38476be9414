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

/** A scope that a service has, or had. */
export interface GivenScope extends Scope {
  /** The last position in the log of which anything was told by it: that at which another one took its place, or the service was revoked. */
  readonly until?: string;
}

/** A service with what it may be told, and what it ever might. */
export interface Consumer {
  /** Absent before the registration and after it was revoked. */
  readonly scope?: Scope;
  /** The last scope of one that was revoked and goes on being told what is said later of what it was told: by it the service is known. */
  readonly former?: Scope;
  /** Every scope that it had, the latest last. */
  readonly scopes: readonly GivenScope[];
  /** Absent where it only asks, and is not called. */
  readonly webhook?: Webhook;
}

export const noConsumer: Consumer = { scopes: [] };

export function evolveConsumer({ scopes, webhook, ...consumer }: Consumer, fact: Fact<ConsumerEvent | WebhookEvent>): Consumer {
  const called = (by: Webhook | undefined) => (by ? { webhook: by } : {});
  const ended = () => scopes.map((each) => ({ ...each, until: each.until ?? fact.position }));
  switch (fact.type) {
    case 'feed.ConsumerRegistered':
      // It is called where that is said anew.
      return { scope: fact.data, scopes: [...scopes, fact.data] };
    case 'feed.ConsumerScopeChanged':
      return { scope: fact.data, scopes: [...ended(), fact.data], ...called(webhook) };
    case 'feed.ConsumerRevoked': {
      const former = knownBy(consumer);
      return fact.data.saidBack && former ? { former, scopes: ended(), ...called(webhook) } : { scopes: ended() };
    }
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

/** The scope that says whose service it is, for as long as it is told anything. */
export function knownBy({ scope, former }: Pick<Consumer, 'scope' | 'former'>): Scope | undefined {
  return scope ?? former;
}
