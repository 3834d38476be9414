import type { Static } from 'typebox';
import type { Envelope, EventDeclaration } from '../decider/event.js';
import type { JsonObject, NewEvent } from '../event-store/port.js';
import { occurredNow } from './occurred.js';

/** What the program itself says of its log, and nobody asked for. */
export function systemEvent<E extends EventDeclaration>(
  { type, version }: E, data: Static<E['schema']>, { id, command, now, aheadMs = 0 }: { id: string; command: string; now: Date; aheadMs?: number },
): NewEvent {
  const meta: Envelope = {
    schemaVersion: version, occurredAt: occurredNow(now),
    recordedBy: { actorRef: 'guarantor', role: 'ADMINISTRATOR', orgRef: 'guarantor', orgType: 'OPERATOR' },
    purpose: 'OPERATIONS', jurisdiction: 'ZZ', profileVersion: 'none', causationId: id, correlationId: id, dataClasses: [],
    ...(aheadMs !== 0 ? { clockAheadMs: aheadMs } : {}),
    command: { name: command, kind: 'RECORD', key: id, hash: '' },
  };
  return { id, type, data: data as JsonObject, meta: meta as unknown as JsonObject };
}
