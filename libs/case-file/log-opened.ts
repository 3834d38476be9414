import { randomUUID } from 'node:crypto';
import type { Static } from 'typebox';
import { subjects } from '../decider/subject.js';
import { WrongExpectedRevision, type EventStore, type Position } from '../event-store/port.js';
import { LogOpened } from './record.events.js';
import { systemEvent } from './system-event.js';

/**
 * What the log says of itself, by its first event; of two processes that open it at once, one writes it. That its clock may be moved is
 * said by whoever opens it while it is empty, and by nobody later.
 */
export async function openedLog(store: EventStore, { movable }: { movable: boolean }): Promise<Static<typeof LogOpened.schema>> {
  for (;;) {
    for await (const { data } of store.read('log', { limit: 1 })) return data as Static<typeof LogOpened.schema>;
    const data = { logId: randomUUID(), ...(movable && await isEmpty(store) ? { clock: 'MOVABLE' as const } : {}) };
    try {
      await store.append('log', [systemEvent(LogOpened, data, { id: randomUUID(), command: 'OpenLog', now: new Date() })], 'noStream');
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}

/** Whether nobody has told it of anything yet. */
async function isEmpty(store: EventStore): Promise<boolean> {
  for (let after: Position | undefined; ;) {
    const { events, position, caughtUp } = await store.readAll({ after, filter: { streams: [...subjects.map((subject) => `${subject}-`), 'refusals-', 'access-'] }, limit: 1 });
    if (events.length > 0) return false;
    if (caughtUp) return true;
    after = position;
  }
}
