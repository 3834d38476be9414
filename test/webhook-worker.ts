import { Deliveries } from '../apps/api/feed-deliveries.js';
import type { System } from '../apps/cli/system.js';
import { registry } from '../libs/case-file/contexts.js';
import type { Consumer } from '../libs/feed/consumer.state.js';
import { Feed } from '../libs/feed/feed.js';
import { WebhookSecrets } from '../libs/webhooks/secrets.js';
import { Webhooks, type WebhooksParts } from '../libs/webhooks/webhooks.js';

export function feedOn({ store, ring, logId, executor }: System): Feed {
  return new Feed({ store, ring, logId, shared: registry.shared, open: openOn(executor), opens: async () => ({}), personalTold: async () => undefined });
}

/** What calls services, as the program has it, on a system that nothing else does anything with. Its lease is short, so that a successor is soon there. */
export function callingOn(system: System, { pool = system.pool, ...more }: Partial<WebhooksParts> = {}): Webhooks {
  const { store, ring, executor, clock } = system;
  const deliveries = new Deliveries(executor, store, clock);
  return new Webhooks({
    pool, store, clock,
    open: openOn(executor),
    feed: feedOn(system),
    secrets: new WebhookSecrets(pool, ring),
    allows: () => true,
    begin: (consumer, webhook, after) => deliveries.startWebhook(consumer, webhook, after),
    hooks: { parked: () => undefined, failed: () => undefined },
    settings: { leaseMs: 600, lookEveryMs: 20, retryMs: 20, retriesMs: [0, 0, 0] },
    ...more,
  });
}

function openOn(executor: System['executor']) {
  return async (consumerId: string) => (await executor.open('consumer', consumerId)).recorded.get('feed') as Consumer;
}
