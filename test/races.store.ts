import { setTimeout as pause } from 'node:timers/promises';
import { WrongExpectedRevision, type EventStore, type StoredEvent } from '../libs/event-store/port.js';

/** Thinks about what it read of a child, so long that what others do comes in between, whatever the machine. */
export const thinkingFor = (thinkMs: number) => (stream: string): Promise<unknown> | undefined => (stream.startsWith('child-') ? pause(thinkMs) : undefined);

/** An append that came too late: of which command, and at which revision of a stream it was weighed. */
export interface Overtaken {
  readonly command: string;
  readonly kind: string;
  readonly stream: string;
  readonly revision: number;
}

/** From now on whoever reads a stream through this store may think before it goes on, so that others come first. */
export function slow(store: EventStore, think: (stream: string) => Promise<unknown> | undefined, overtaken: (append: Overtaken) => void): void {
  const { read, append } = store;
  const slowed: Pick<EventStore, 'read' | 'append'> = {
    async *read(stream, options) {
      const events: StoredEvent[] = [];
      for await (const event of read(stream, options)) events.push(event);
      await think(stream);
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
