import type { Purpose } from '../decider/actor.js';
import { isVoid, type Fact } from '../decider/event.js';
import type { SharedEvent } from '../decider/shared.js';
import { idIn } from '../decider/subject.js';
import type { EventStore, Position } from '../event-store/port.js';
import type { CloudEvent } from './cloud-event.js';
import type { Consumer } from './consumer.state.js';
import type { DeliveryEvent } from './delivery.events.js';
import { contextOf, everReached, reaches } from './scope.js';
import type { Selection } from './telling.js';

/** A service that is or was told of a child, and what it knows of the child's being forgotten. */
export interface Recipient {
  readonly consumerId: string;
  /** False of one that was revoked: it is told nothing any more, and has to be asked by hand. */
  readonly registered: boolean;
  /** When what was told is on record as told; null before. */
  readonly toldAt: Date | null;
  /** When the service said that it has taken it in, or took the call. */
  readonly acknowledgedAt: Date | null;
}

/** Whether it has to be on record as told as soon as it is, and not when a connection or a webhook ends: that a child is to be forgotten. */
export function hasToForget({ type }: Pick<CloudEvent, 'type'>): boolean {
  return type === 'forgetting.SubjectForgotten';
}

interface RecipientParts {
  readonly store: Pick<EventStore, 'read' | 'readAll'>;
  readonly shared: ReadonlyMap<string, SharedEvent>;
  readonly open: (consumerId: string) => Promise<Consumer>;
}

/**
 * By the scopes that each service ever had, because what it was told follows from these and no list of deliveries says it.
 * @param facts of the child @param forgotten the event that says that it is forgotten, once there is one
 */
export async function recipientsOf({ store, shared, open }: RecipientParts, facts: readonly Fact[], forgotten: Fact | undefined): Promise<readonly Recipient[]> {
  const recipients: Recipient[] = [];
  for (const consumerId of await registeredEver(store)) {
    const consumer = await open(consumerId);
    const purposes = [...new Set(consumer.scopes.flatMap((scope) => scope.purposes))];
    const known = new Map(purposes.map((purpose): [Purpose, readonly Fact[]] => {
      const ever = everReached(consumer, purpose, shared);
      return [purpose, facts.filter((fact) => !isVoid(fact) && ever.some((reach) => reaches(reach, fact.type, fact.meta.jurisdiction)))];
    }));
    if ([...known.values()].every((each) => each.length === 0)) continue;
    recipients.push({ consumerId, registered: consumer.scope !== undefined, ...forgotten ? await heard(store, consumerId, forgotten, known) : { toldAt: null, acknowledgedAt: null } });
  }
  return recipients;
}

async function registeredEver(store: RecipientParts['store']): Promise<readonly string[]> {
  const found = new Set<string>();
  for (let after: Position | undefined; ;) {
    const { events, position, caughtUp } = await store.readAll({ after, filter: { types: ['feed.ConsumerRegistered'] } });
    for (const { stream } of events) found.add(idIn(stream));
    if (caughtUp) return [...found].sort();
    after = position;
  }
}

/** From what is on record of its deliveries. */
async function heard(store: RecipientParts['store'], consumerId: string, { position: at, type }: Fact, known: ReadonlyMap<Purpose, readonly Fact[]>): Promise<Pick<Recipient, 'toldAt' | 'acknowledgedAt'>> {
  let toldAt: Date | null = null;
  let acknowledgedAt: Date | null = null;
  const begun = new Set<string>();
  const isMeant = ({ purpose, contexts, types, jurisdictions }: Selection & { readonly purpose: Purpose }) => (known.get(purpose) ?? []).some((fact) =>
    (contexts?.some((context) => [fact.type, type].map(contextOf).includes(context)) ?? true) && (types?.some((each) => each === fact.type || each === type) ?? true)
    && (jurisdictions?.includes(fact.meta.jurisdiction) ?? true));
  for await (const delivery of store.read(`deliveries-${consumerId}`) as unknown as AsyncIterable<Fact<DeliveryEvent>>) {
    const { recordedAt } = delivery;
    switch (delivery.type) {
      case 'feed.PageDelivered':
        if ((delivery.data.after ?? '') < at && at <= delivery.data.through && isMeant(delivery.data)) toldAt ??= recordedAt;
        break;
      case 'feed.LiveDeliveryStarted':
      case 'feed.WebhookDeliveryStarted':
        if ((delivery.data.after ?? '') < at && isMeant(delivery.data)) begun.add(delivery.id);
        break;
      case 'feed.LiveDeliveryEnded':
      case 'feed.WebhookDeliveryEnded':
        if (!begun.has(delivery.data.started) || (delivery.data.through ?? '') < at) break;
        toldAt ??= recordedAt;
        // Who takes a call says by that that it has taken it in.
        if (delivery.type === 'feed.WebhookDeliveryEnded') acknowledgedAt ??= recordedAt;
        break;
      case 'feed.DeliveryAcknowledged':
        // A cursor beyond it was given to nobody who was not told of it.
        if (delivery.data.through < at || !isMeant(delivery.data)) break;
        toldAt ??= recordedAt;
        acknowledgedAt ??= recordedAt;
        break;
    }
  }
  return { toldAt, acknowledgedAt };
}
