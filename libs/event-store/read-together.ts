import type { EventStore, Filter, Position, StoredEvent } from './port.js';
import type { StreamByStream } from './lease.js';

/** So many pages are held for those who come after: a filling that falls further behind reads them itself. */
const pagesMax = 3;
/** So many fillings write at a time: the database has something to do while the next one folds. */
const takingMax = 2;

/**
 * The log, read stream by stream for all the fillings of a process: each page is read and parsed once, for those who go through it side by side.
 * They take their pages in turns, so that nobody hurries away from the others.
 */
export class ReadTogether {
  private readonly pages = new Map<string, Promise<readonly StoredEvent[]>>();
  private readonly waiting: (() => void)[] = [];
  private until: Promise<Position | undefined> | undefined;
  private readers = 0;
  private taking = 0;

  constructor(private readonly store: Pick<EventStore, 'head' | 'readByStream'>) {}

  /** Answers how far those read who come now: as far as those who are reading. To be followed by `leave`. */
  async join(): Promise<Position | undefined> {
    this.readers += 1;
    try {
      return await (this.until ??= this.store.head());
    } catch (error) {
      // Whoever tries again asks anew.
      this.until = undefined;
      this.leave();
      throw error;
    }
  }

  leave(): void {
    this.readers -= 1;
    if (this.readers > 0) return;
    this.pages.clear();
    this.until = undefined;
  }

  /** Of every stream and type. */
  page(until: Position, after: StreamByStream | StoredEvent | undefined, limit: number): Promise<readonly StoredEvent[]> {
    const name = JSON.stringify([until, after?.stream, after?.revision, limit]);
    const known = this.pages.get(name);
    if (known) return known;
    const coming = this.store.readByStream!({ streams: [''], until, after, limit });
    // One that could not be read is read again; it is awaited only after the page before it.
    coming.catch(() => this.pages.delete(name));
    this.pages.set(name, coming);
    if (this.pages.size > pagesMax) this.pages.delete(this.pages.keys().next().value!);
    return coming;
  }

  /** Whoever has waited longest comes first. */
  async inTurn<Result>(take: () => Promise<Result>): Promise<Result> {
    if (this.taking === takingMax) await new Promise<void>((resolve) => { this.waiting.push(resolve); });
    else this.taking += 1;
    try {
      return await take();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.taking -= 1;
    }
  }
}

/** Whether a filter lets an event through; looked up once for each type. */
export function lettingThrough({ streams = [''], types = [''] }: Filter): (event: StoredEvent) => boolean {
  const known = new Map<string, boolean>();
  const isAsked = (type: string): boolean => {
    const asked = known.get(type) ?? types.some((beginning) => type.startsWith(beginning));
    known.set(type, asked);
    return asked;
  };
  return ({ stream, type }) => isAsked(type) && streams.some((beginning) => stream.startsWith(beginning));
}
