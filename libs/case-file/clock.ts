import { setTimeout as sleep } from 'node:timers/promises';
import { v5 as uuidv5 } from 'uuid';
import type { Actor } from '../decider/actor.js';
import type { Envelope } from '../decider/event.js';
import { AppendRefused, WrongExpectedRevision, type EventStore, type JsonObject, type StoredEvent } from '../event-store/port.js';
import { occurredNow } from './occurred.js';
import { ClockMoved } from './record.events.js';

/** What decisions and timers take for now. Tokens, leases and `recordedAt` keep to the true time. */
export interface Clock {
  /** The database's time, and by how much the clock was moved further for a test or a demonstration. */
  now(): Promise<Date>;
  /** The same by this process's own time where the database cannot be asked: good enough to report and to read, never to decide. */
  nowOrNearly(): Promise<Date>;
  /** By how much it stood ahead of the database's time when it was last asked. */
  readonly aheadMs: number;
}

/** The key was used before for a move of another length. */
export class AnotherMove extends Error {}

const namespace = '5d1c1f54-0a1f-5c0e-8a3e-0c7a2f7e4b19';

/**
 * Of a log whose clock may be moved, for tests and demonstrations only. Each move is an event of the stream `clock`, so that every
 * process reads the same time, and a replay knows. It goes forward only: there is no event that could take it back.
 */
export class SystemClock implements Clock {
  aheadMs = 0;

  constructor(private readonly parts: { readonly databaseTime: () => Promise<Date>; readonly store: EventStore; readonly movable: boolean }) {}

  async now(): Promise<Date> {
    const [time, last] = await Promise.all([this.parts.databaseTime(), this.parts.movable ? this.lastMove() : undefined]);
    // Another process may have moved it further than this read saw.
    if (last) this.aheadMs = Math.max(this.aheadMs, aheadMsOf(last));
    return new Date(time.getTime() + this.aheadMs);
  }

  async nowOrNearly(): Promise<Date> {
    return this.now().catch(() => new Date(Date.now() + this.aheadMs));
  }

  /** @throws AnotherMove · what the store throws; then nothing is moved */
  async forward(seconds: number, actor: Actor, key: string): Promise<Date> {
    const id = uuidv5(`${actor.actorRef}|clock|${key}`, namespace);
    for (;;) {
      const earlier = await this.move(id);
      if (earlier && (earlier.data as { forwardSeconds: number }).forwardSeconds !== seconds) throw new AnotherMove();
      if (earlier) return this.now();
      const [before, last] = [await this.now(), await this.lastMove()];
      const { purpose, ...recordedBy } = actor;
      const meta: Envelope = {
        schemaVersion: ClockMoved.version, occurredAt: occurredNow(before), recordedBy, purpose, jurisdiction: 'ZZ', profileVersion: 'none',
        causationId: key, correlationId: key, dataClasses: [], command: { name: 'MoveClock', kind: 'RECORD', key, hash: '' },
      };
      const data = { forwardSeconds: seconds, aheadSeconds: (last ? aheadMsOf(last) : 0) / 1000 + seconds };
      try {
        await this.parts.store.append('clock', [{ id, type: ClockMoved.type, data, meta: meta as unknown as JsonObject }], last?.revision ?? 'noStream');
      } catch (error) {
        // The store refuses an id that it has: somebody moved it under the same key meanwhile.
        const wasMoved = error instanceof AppendRefused && (await this.move(id)) !== undefined;
        if (!wasMoved && !(error instanceof WrongExpectedRevision)) throw error;
        await sleep(Math.random() * 20);
      }
    }
  }

  /** True of a log that tells of a time which has not come yet. */
  async wasMoved(): Promise<boolean> {
    return (await this.lastMove()) !== undefined;
  }

  private async lastMove(): Promise<StoredEvent | undefined> {
    for await (const event of this.parts.store.read('clock', { direction: 'backwards', limit: 1 })) return event;
    return undefined;
  }

  private async move(id: string): Promise<StoredEvent | undefined> {
    for await (const event of this.parts.store.read('clock')) if (event.id === id) return event;
    return undefined;
  }
}

function aheadMsOf({ data }: StoredEvent): number {
  return (data as { aheadSeconds: number }).aheadSeconds * 1000;
}
