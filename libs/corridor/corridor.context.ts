import { boundedContext } from '../decider/context.js';
import { corridorShared } from './corridor.shared.js';
import * as suspensionCommands from './suspension.commands.js';
import { decideSuspensions } from './suspension.decider.js';
import { suspensionEvents, type SuspensionEvent } from './suspension.events.js';
import { evolveSuspensions, noSuspensions, type Suspensions } from './suspension.state.js';

/** What stands between two states for every child who is to travel from the one to the other. */
export const corridor = boundedContext<Suspensions, SuspensionEvent, typeof suspensionCommands>({
  name: 'corridor',
  subject: 'corridor',
  events: suspensionEvents,
  commands: suspensionCommands,
  shared: corridorShared,
  facts: [],
  initial: noSuspensions,
  evolve: evolveSuspensions,
  decide: decideSuspensions,
});
