import { boundedContext } from '../decider/context.js';
import type { SharedEvent } from '../decider/shared.js';
import * as consumerCommands from './consumer.commands.js';
import { decideConsumer, type ConsumerCommand } from './consumer.decider.js';
import { consumerEvents, type ConsumerEvent } from './consumer.events.js';
import { evolveConsumer, noConsumer, type Consumer } from './consumer.state.js';
import * as webhookCommands from './webhook.commands.js';
import { decideWebhook, type WebhookCommand } from './webhook.decider.js';
import { webhookEvents, type WebhookEvent } from './webhook.events.js';

const isOfScope = (command: ConsumerCommand | WebhookCommand): command is ConsumerCommand => command.type in consumerCommands;

/** The services that are told of events. Any context may tell them something, so that all that is told is known here. */
export function consumers(shared: readonly SharedEvent[]) {
  const byType = new Map(shared.map((event) => [event.type, event]));
  return boundedContext<Consumer, ConsumerEvent | WebhookEvent, typeof consumerCommands & typeof webhookCommands>({
    name: 'feed',
    subject: 'consumer',
    events: [...consumerEvents, ...webhookEvents],
    commands: { ...consumerCommands, ...webhookCommands },
    facts: [],
    initial: noConsumer,
    evolve: evolveConsumer,
    decide: (command, consumer, occasion) => (isOfScope(command) ? decideConsumer(byType, command, consumer) : decideWebhook(byType, command, consumer, occasion)),
  });
}
