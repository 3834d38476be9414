import { WrongExpectedRevision, type EventStore, type StoredEvent } from '../libs/event-store/port.js';

/** An append that came too late: of which command, and at which revision of a stream it was weighed. */
export interface Overtaken {
  readonly command: string;
  readonly kind: string;
  readonly stream: string;
  readonly revision: number;
}

/** From now on whoever reads a child's record through this store thinks before it goes on, so that others come first. */
export function slow(store: EventStore, think: () => Promise<unknown>, overtaken: (append: Overtaken) => void): void {
  const { read, append } = store;
  const slowed: Pick<EventStore, 'read' | 'append'> = {
    async *read(stream, options) {
      const events: StoredEvent[] = [];
      for await (const event of read(stream, options)) events.push(event);
      if (stream.startsWith('child-')) await think();
      yield* events;
    },
    async append(stream, events, expected, options) {
      try {
        return await append(stream, events, expected, options);
      } catch (error) {
        const { name, kind } = events[0]!.meta['command'] as { name: string; kind: string };
        if (error instanceof WrongExpectedRevision && typeof expected === 'number') overtaken({ command: name, kind, stream, revision: expected });
        throw error;
      }
    },
  };
  Object.assign(store, slowed);
}
