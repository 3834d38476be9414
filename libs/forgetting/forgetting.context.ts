import { boundedContext } from '../decider/context.js';
import * as forgettingCommands from './forgetting.commands.js';
import { decideForgetting } from './forgetting.decider.js';
import { forgettingEvents, type ForgettingEvent } from './forgetting.events.js';
import { forgettingAsked, forgettingTold, keysDisabled, noLegalHold, nothingOpen } from './forgetting.facts.js';
import { forgettingShared } from './forgetting.shared.js';
import { evolveForgetting, nothingToForget, type Forgetting } from './forgetting.state.js';

/** What becomes of a child's keys, in a stream of its own: it is read of the record, and nothing of it moves the record. */
export const forgetting = boundedContext<Forgetting, ForgettingEvent, typeof forgettingCommands>({
  name: 'forgetting',
  subject: 'keys',
  events: forgettingEvents,
  commands: forgettingCommands,
  shared: forgettingShared,
  facts: [forgettingAsked, noLegalHold, nothingOpen, forgettingTold, keysDisabled],
  initial: nothingToForget,
  evolve: evolveForgetting,
  decide: decideForgetting,
});
