import { describe, expect, it } from '@jest/globals';
import { caseWorker } from '../decider/decider.scenario.js';
import { AppendRefused, type EventStore, type NewEvent, type StoredEvent } from '../event-store/port.js';
import { AnotherMove, SystemClock } from './clock.js';

/** A store in which another process has just stored a move under the same id, of so many seconds, when this one appends. */
function clockOvertakenBy(forwardSeconds: number | undefined): SystemClock {
  const stored: StoredEvent[] = [];
  const store = {
    read: async function* () { yield* await Promise.resolve(stored); },
    append: (_: string, [event]: readonly [NewEvent]) => {
      if (forwardSeconds !== undefined) stored.push({ ...event, data: { forwardSeconds, aheadSeconds: forwardSeconds }, revision: 0 } as unknown as StoredEvent);
      return Promise.reject(new AppendRefused('the id is known'));
    },
  } as unknown as EventStore;
  return new SystemClock({ store, movable: true, databaseTime: () => Promise.resolve(new Date('2026-03-02T03:00:00Z')) });
}
const move = (clock: SystemClock) => clock.forward(10, caseWorker, '11111111-1111-4111-8111-111111111111');

describe('The clock that another process moves at the same time under the same key', () => {
  it('is moved once where both say the same', async () => expect(await move(clockOvertakenBy(10))).toEqual(new Date('2026-03-02T03:00:10Z')));
  it('is not moved by the one that says something else', () => expect(move(clockOvertakenBy(20))).rejects.toBeInstanceOf(AnotherMove));
  it('says what the store says where that has another reason', () => expect(move(clockOvertakenBy(undefined))).rejects.toBeInstanceOf(AppendRefused));
});
