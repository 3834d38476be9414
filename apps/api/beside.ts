import { randomUUID } from 'node:crypto';
import type { Clock } from '../../libs/case-file/clock.js';
import type { Executor } from '../../libs/case-file/executor.js';
import { occurredNow } from '../../libs/case-file/occurred.js';
import type { Actor } from '../../libs/decider/actor.js';
import type { EventDeclaration, NewFact } from '../../libs/decider/event.js';

/** What a caller read or was told, in a stream beside the record: on disk once it resolves, with the id of the event; it may be known, where it can have been recorded before. */
export async function recordBeside(
  { executor, clock }: { executor: Executor; clock: Clock }, { stream, of, childRef }: { stream: string; of: string; childRef?: string },
  actor: Actor, { type }: EventDeclaration, data: object, { known, now }: { known?: string; now?: Date } = {},
): Promise<string> {
  const { purpose, ...recordedBy } = actor;
  const id = known ?? randomUUID();
  const event = await executor.event(stream, of, { type, data } as unknown as NewFact<EventDeclaration>, id, {
    ...(childRef !== undefined && { childRef }), occurredAt: occurredNow(now ?? await clock.nowOrNearly()), recordedBy, purpose, jurisdiction: 'ZZ', profileVersion: 'none',
    causationId: id, correlationId: id, command: { name: type, kind: 'READ', key: id, hash: '' },
  });
  await executor.appendAtEnd(stream, event, known === undefined ? 1 : undefined);
  return id;
}
