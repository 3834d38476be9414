import { randomUUID } from 'node:crypto';
import type { Envelope } from '../decider/event.js';
import { WrongExpectedRevision, type EventStore, type JsonObject } from '../event-store/port.js';
import { occurredNow } from './occurred.js';
import { LogOpened } from './record.events.js';

/** The name of the log, given to it by its first event; of two processes that open it at once, one gives it. */
export async function nameOfLog(store: EventStore): Promise<string> {
  for (;;) {
    for await (const { data } of store.read('log', { limit: 1 })) return (data as { logId: string }).logId;
    const id = randomUUID();
    const meta: Envelope = {
      schemaVersion: LogOpened.version,
      occurredAt: occurredNow(new Date()),
      recordedBy: { actorRef: 'guarantor', role: 'ADMINISTRATOR', orgRef: 'guarantor', orgType: 'OPERATOR' },
      purpose: 'OPERATIONS', jurisdiction: 'ZZ', profileVersion: 'none',
      causationId: id, correlationId: id, dataClasses: [],
      command: { name: 'OpenLog', kind: 'RECORD', key: id, hash: '' },
    };
    try {
      await store.append('log', [{ id, type: LogOpened.type, data: { logId: randomUUID() }, meta: meta as unknown as JsonObject }], 'noStream');
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}
