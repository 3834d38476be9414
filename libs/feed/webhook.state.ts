import type { Purpose } from '../decider/actor.js';
import type { Fact } from '../decider/event.js';
import type { Selection } from './telling.js';
import type { pauseReasons, WebhookEvent } from './webhook.events.js';

/** A secret, by the event that asked for it. */
export interface SecretRef {
  readonly id: string;
  /** Of one that was replaced: the instant after which it signs no more. */
  readonly until?: string;
}

/** How a service is called, of itself or by whoever answers for it. */
export interface Webhook {
  /** The event that registered it. */
  readonly id: string;
  readonly target: string;
  readonly purpose: Purpose;
  readonly selection: Selection;
  readonly begins: 'BEGINNING' | 'NOW';
  readonly paused?: (typeof pauseReasons)[number];
  /** The newest first. */
  readonly secrets: readonly SecretRef[];
}

export function evolveWebhook(webhook: Webhook | undefined, fact: Fact<WebhookEvent>): Webhook | undefined {
  if (fact.type === 'feed.WebhookRegistered') return { id: fact.id, ...instructionIn(fact.data), begins: fact.data.begins, secrets: [{ id: fact.id }] };
  if (!webhook) return undefined;
  switch (fact.type) {
    case 'feed.WebhookChanged': return { ...webhook, ...instructionIn(fact.data) };
    case 'feed.WebhookPaused': return { ...webhook, paused: fact.data.reason };
    case 'feed.WebhookResumed': {
      const { paused: _, ...resumed } = webhook;
      return resumed;
    }
    case 'feed.WebhookSecretRotated': {
      const { overlapUntil } = fact.data;
      // What was to end sooner still does.
      const former = webhook.secrets.map(({ id, until = overlapUntil }) => ({ id, until: until < overlapUntil ? until : overlapUntil }));
      return { ...webhook, secrets: [{ id: fact.id }, ...former] };
    }
    case 'feed.WebhookRedriveRequested': return webhook;
    case 'feed.WebhookEnded': return undefined;
  }
}

/** The secrets that sign at an instant, the newest first. */
export function secretsAt({ secrets }: Pick<Webhook, 'secrets'>, now: Date): readonly string[] {
  return secrets.filter(({ until }) => until === undefined || Date.parse(until) > now.getTime()).map(({ id }) => id);
}

function instructionIn({ target, purpose, contexts, types, jurisdictions }: Pick<Webhook, 'target' | 'purpose'> & Selection) {
  return { target, purpose, selection: { ...(contexts && { contexts }), ...(types && { types }), ...(jurisdictions && { jurisdictions }) } };
}
