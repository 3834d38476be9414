import type { Command, CommandClass } from '../decider/command.js';
import { BadForm } from '../decider/context.js';
import type { OccurredAt } from '../decider/event.js';
import type { Act, Report, When } from '../decider/statement.js';
import { aheadMsMax } from '../decider/tense.js';
import { occurredAt } from '../zones/zones.js';

/** An act that says nothing of its own time. */
export function occurredNow(now: Date): OccurredAt {
  return occurredAt({ at: now.toISOString(), zone: 'UTC' });
}

/** When it was so what a command tells. A decision happens when it is taken, whatever brought it here. @throws BadForm */
export function occurredAtOf(command: Command, now: Date): OccurredAt {
  const { kind } = (command.constructor as CommandClass).declaration;
  const told = kind === 'DECIDE' ? undefined : (command as Act | Report).occurredAt;
  return told ? occurredWhen('occurredAt', told, now) : occurredNow(now);
}

/** What is said to have happened has begun: neither end of it lies more than five minutes ahead. @throws BadForm */
export function occurredWhen(field: string, when: When, now: Date): OccurredAt {
  const said = named(field, when);
  const last = when.to === undefined ? said : named(field, { at: when.to, zone: when.zone });
  if ([said, last].some(({ from }) => Date.parse(from) > now.getTime() + aheadMsMax)) throw new BadForm(field, 'lies more than 5 minutes ahead');
  if (last.from < said.from) throw new BadForm(field, 'ends before it begins');
  return said;
}

/** What the zones say of `occurredAt`, said of the field that it came in. */
function named(field: string, when: When): OccurredAt {
  try {
    return occurredAt(when);
  } catch (error) {
    throw error instanceof BadForm ? new BadForm(field, error.message) : error;
  }
}
