import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { v5 as uuidv5 } from 'uuid';
import type { Actor } from '../decider/actor.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import { CannotBeTold, type Tell } from '../event-store/errands.js';
import { AppendRefused, StoreBusy } from '../event-store/port.js';
import { KeyDestroyed } from '../privacy/key-ring.js';
import { CannotDecideNow, KeyReused, UnknownSubject, type Executor } from './executor.js';

/** Who acts where the program itself does. It reports and protects, and no gate counts its word as proof. */
export const guarantor: Actor = { actorRef: 'guarantor', role: 'SERVICE', orgRef: 'guarantor', orgType: 'OPERATOR', purpose: 'PROTECTION' };

const namespace = '0d8f3c1e-5a77-5b7e-9f4e-6d1c2b3a4958';

/**
 * Tells a child of a foreign fact, by the one way from a command to the log. The key is made of reaction, cause and child, so that
 * whoever tells the same again adds nothing.
 */
export function tellThrough(executor: Executor): Tell {
  return async ({ reaction, child, cause, body }) => {
    const command = plainToInstance(reaction.tell, { ...body, source: reaction.source });
    const errors = (await validate(command, { whitelist: true, forbidNonWhitelisted: true })).filter(({ property }) => property !== 'occurredAt');
    if (errors.length > 0) throw cannotBeTold(new BadForm(errors[0]!.property, 'is not what the command takes'));
    const key = uuidv5(`${reaction.name}|${cause.eventId}|${child}`, namespace);
    try {
      await executor.execute({ command, subjectId: child, key, actor: guarantor, occurredAt: cause.occurredAt, correlationId: cause.correlationId, causationId: cause.eventId });
    } catch (error) {
      // Nobody of that name has a record, or it was forgotten; or an older version of the reaction told the same in other words.
      if (error instanceof UnknownSubject || error instanceof KeyDestroyed || error instanceof KeyReused) return;
      if (error instanceof CannotDecideNow) throw new StoreBusy();
      throw error instanceof BadForm || error instanceof NotCompetent || error instanceof AppendRefused ? cannotBeTold(error) : error;
    }
  };
}

function cannotBeTold(cause: Error): CannotBeTold {
  return new CannotBeTold(cause.message, { cause });
}
