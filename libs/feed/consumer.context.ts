import { boundedContext } from '../decider/context.js';
import type { SharedEvent } from '../decider/shared.js';
import * as consumerCommands from './consumer.commands.js';
import { decideConsumer, type ConsumerCommand } from './consumer.decider.js';
import { consumerEvents, type ConsumerEvent } from './consumer.events.js';
import { evolveConsumer, noConsumer, type Consumer } from './consumer.state.js';

/** The services that are told of events. Any context may tell them something, so that all that is told is known here. */
export function consumers(shared: readonly SharedEvent[]) {
  const byType = new Map(shared.map((event) => [event.type, event]));
  return boundedContext<Consumer, ConsumerEvent, ConsumerCommand>({
    name: 'feed',
    subject: 'consumer',
    events: consumerEvents,
    commands: consumerCommands,
    facts: [],
    initial: noConsumer,
    evolve: evolveConsumer,
    decide: (command, consumer) => decideConsumer(byType, command, consumer),
  });
}
