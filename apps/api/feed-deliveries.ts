import { v5 as uuidv5 } from 'uuid';
import type { Clock } from '../../libs/case-file/clock.js';
import type { Executor } from '../../libs/case-file/executor.js';
import type { Actor } from '../../libs/decider/actor.js';
import type { EventDeclaration, Fact } from '../../libs/decider/event.js';
import type { EventStore, Position } from '../../libs/event-store/port.js';
import { DeliveryAcknowledged, LiveDeliveryEnded, LiveDeliveryStarted, PageDelivered, WebhookDeliveryEnded, WebhookDeliveryStarted, type DeliveryEvent } from '../../libs/feed/delivery.events.js';
import type { Selection } from '../../libs/feed/telling.js';
import type { Webhook } from '../../libs/feed/webhook.state.js';
import type { EndOfCalls } from '../../libs/webhooks/calling.js';
import { recordBeside } from './beside.js';

const namespace = '0d4d9a8e-51f7-5f0a-9a53-7c1a3f0b6e21';

/** What each service was told and what it says it has taken in, in a stream beside its registration. */
export class Deliveries {
  private readonly underWay = new Set<Promise<void>>();

  constructor(readonly executor: Executor, private readonly store: EventStore, readonly clock: Clock) {}

  /** To be awaited before the page leaves: what cannot be recorded is not told. */
  async ofPage(actor: Actor, selection: Selection, { after, through, events }: { after: Position | undefined; through: Position; events: number }): Promise<void> {
    await this.write(actor, PageDelivered, { purpose: actor.purpose, ...selection, after, through, events });
  }

  /** To be awaited before anything is told. Answers a function that records the end, and is waited for when the program ends. */
  async startLive(actor: Actor, selection: Selection, after: Position | undefined): Promise<(through: Position | undefined, events: number) => Promise<void>> {
    const started = await this.write(actor, LiveDeliveryStarted, { purpose: actor.purpose, ...selection, after });
    return (through, events) => {
      // A beginning without an end says that it may have been told of everything since, which is true.
      const ending = this.write(actor, LiveDeliveryEnded, { started, through, events }).then(() => undefined, () => undefined).finally(() => this.underWay.delete(ending));
      this.underWay.add(ending);
      return ending;
    };
  }

  /** To be awaited before the service is called; nobody asked for it now, so that it is the program that says so. */
  async startWebhook(consumerId: string, { id: webhook, purpose, selection }: Webhook, after: Position | undefined): Promise<EndOfCalls> {
    const caller: Actor = { actorRef: 'guarantor', role: 'SERVICE', orgRef: 'guarantor', orgType: 'OPERATOR', purpose };
    const started = await this.write(caller, WebhookDeliveryStarted, { webhook, purpose, ...selection, after }, undefined, consumerId);
    return (told) => this.write(caller, WebhookDeliveryEnded, { started, webhook, ...told }, undefined, consumerId).then(() => undefined, () => undefined);
  }

  /** Takes nothing back: what was taken in once is taken in. */
  async acknowledge(actor: Actor, selection: Selection, through: Position): Promise<Position> {
    const acknowledged = await this.acknowledged(actor, selection);
    if (acknowledged !== undefined && acknowledged >= through) return acknowledged;
    const question = { purpose: actor.purpose, ...selection };
    await this.write(actor, DeliveryAcknowledged, { ...question, through }, uuidv5(`${actor.actorRef}|${nameOf(question)}|${through}`, namespace));
    return through;
  }

  /** Up to where the service says that it has taken everything in that this question told it. */
  async acknowledged({ actorRef, purpose }: Pick<Actor, 'actorRef' | 'purpose'>, selection: Selection): Promise<Position | undefined> {
    const question = nameOf({ purpose, ...selection });
    for await (const { type, data } of this.read(actorRef, { direction: 'backwards' })) {
      if (type === 'feed.DeliveryAcknowledged' && nameOf(data) === question) return data.through as Position;
    }
    return undefined;
  }

  /** In the order in which they were recorded. */
  async page(consumerId: string, { from, limit }: { from: number; limit: number }) {
    const entries = [];
    for await (const { id, type, recordedAt, data } of this.read(consumerId, { from, limit })) entries.push({ id, type, recordedAt, ...data });
    return entries;
  }

  /** Waits for what is still being written. */
  async close(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private read(consumerId: string, options: Parameters<EventStore['read']>[1]): AsyncIterable<Fact<DeliveryEvent>> {
    return this.store.read(streamOf(consumerId), options) as unknown as AsyncIterable<Fact<DeliveryEvent>>;
  }

  private write(actor: Actor, declaration: EventDeclaration, data: object, known?: string, consumerId = actor.actorRef): Promise<string> {
    return recordBeside(this, { stream: streamOf(consumerId), of: consumerId }, actor, declaration, data, { known });
  }
}

/** The same for the same question, in whichever order it names things. */
function nameOf({ purpose, contexts, types, jurisdictions }: Selection & { readonly purpose: string }): string {
  return [purpose, ...[contexts, types, jurisdictions].map((list) => (list ? [...list].sort().join() : '*'))].join('|');
}

function streamOf(consumerId: string): string {
  return `deliveries-${consumerId}`;
}
