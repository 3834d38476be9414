import type { Purpose } from '../decider/actor.js';
import { isVoid, type Fact } from '../decider/event.js';
import type { SharedEvent } from '../decider/shared.js';
import { idIn } from '../decider/subject.js';
import type { EventStore, Position } from '../event-store/port.js';
import type { CloudEvent } from './cloud-event.js';
import { knownBy, type Consumer } from './consumer.state.js';
import type { DeliveryEvent } from './delivery.events.js';
import { contextOf, everReached, reaches } from './scope.js';
import type { Selection } from './telling.js';

/** A service that is or was told of a child, and what it knows of the child's being forgotten. */
export interface Recipient {
  readonly consumerId: string;
  /** False of one that was revoked: it is told this, and whatever else is said of what it knows, and nothing more. */
  readonly registered: boolean;
  /** True of one that can be told nothing any more, because its secret was lost: it has to be asked by hand. */
  readonly byHand: boolean;
  /** When what was told is on record as told; null before. */
  readonly toldAt: Date | null;
  /** When the service said that it has taken it in, or took the call. */
  readonly acknowledgedAt: Date | null;
}

/** Whether it has to be on record as told as soon as it is, and not when a connection or a webhook ends: that a child is to be forgotten. */
export function hasToForget({ type }: Pick<CloudEvent, 'type'>): boolean {
  return type === 'forgetting.SubjectForgotten';
}

/** Up to where a service was told before it was revoked at a position; empty where it was told nothing. */
export type ToldBefore = (consumerId: string, revokedAt: string) => Promise<string>;

/** A service as it is known by what it was told: one that was revoked before it had read all that its scope held knows none of the rest, and hears nothing of that. */
export async function asFarAsTold(toldBefore: ToldBefore, consumerId: string, consumer: Consumer): Promise<Consumer> {
  const revokedAt = consumer.scopes.at(-1)?.until;
  if (consumer.scope || revokedAt === undefined) return consumer;
  const told = await toldBefore(consumerId, revokedAt);
  return { ...consumer, scopes: told === '' ? [] : consumer.scopes.map((each) => ({ ...each, until: each.until! < told ? each.until : told })) };
}

/** From what is on record of its deliveries. Where no end of a connection is, it may have been told of everything until it was revoked. */
export const toldIn = (store: Pick<EventStore, 'read'>): ToldBefore => async (consumerId, revokedAt) => {
  let furthest = '';
  const goingOn = new Set<string>();
  for await (const { id, type, position, data } of store.read(`deliveries-${consumerId}`) as unknown as AsyncIterable<Fact<DeliveryEvent>>) {
    if (position > revokedAt) break;
    if (type === 'feed.LiveDeliveryStarted' || type === 'feed.WebhookDeliveryStarted') goingOn.add(id);
    // The event that it did not take may have been seen.
    else if (type === 'feed.WebhookDeliveryEnded' && data.parkedFor !== undefined) furthest = revokedAt;
    if ('started' in data) goingOn.delete(data.started);
    if ('through' in data && data.through !== undefined && data.through > furthest) furthest = data.through;
  }
  return goingOn.size > 0 || furthest > revokedAt ? revokedAt : furthest;
};

/** Revocations that are kept in mind at a time. */
const revocationsMax = 1_000;

/** The same, looked up once for each revocation: nothing that is recorded after it changes what was told before. */
export function rememberingTold(toldBefore: ToldBefore): ToldBefore {
  const known = new Map<string, Promise<string>>();
  return (consumerId, revokedAt) => {
    const revocation = `${consumerId} ${revokedAt}`;
    const told = known.get(revocation) ?? toldBefore(consumerId, revokedAt);
    if (known.size >= revocationsMax) known.clear();
    known.set(revocation, told);
    told.catch(() => known.delete(revocation));
    return told;
  };
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
    const consumer = await asFarAsTold(toldIn(store), consumerId, await open(consumerId));
    const purposes = [...new Set(consumer.scopes.flatMap((scope) => scope.purposes))];
    const known = new Map(purposes.map((purpose): [Purpose, readonly Fact[]] => {
      const ever = everReached(consumer, purpose, shared);
      return [purpose, facts.filter((fact) => !isVoid(fact) && ever.some((reach) => reaches(reach, fact)))];
    }));
    if ([...known.values()].every((each) => each.length === 0)) continue;
    recipients.push({ consumerId, registered: consumer.scope !== undefined, byHand: knownBy(consumer) === undefined, ...forgotten ? await heard(store, consumerId, forgotten, known) : { toldAt: null, acknowledgedAt: null } });
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
