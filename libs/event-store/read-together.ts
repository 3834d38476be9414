import type { Range } from './part.js';
import { revisionMax, type EventStore, type Filter, type StoredEvent } from './port.js';

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
  /** In which parts they are, one for each. */
  private readonly ranges: Range[] = [];
  private taking = 0;

  constructor(private readonly store: Pick<EventStore, 'readByStream'>) {}

  get here(): readonly Range[] {
    return this.ranges;
  }

  /** To be followed by `leave`. */
  enter(range: Range): void {
    this.ranges.push(range);
  }

  leave(range: Range): void {
    this.ranges.splice(this.ranges.indexOf(range), 1);
    if (this.ranges.length === 0) this.pages.clear();
  }

  /** Events of a part, after the last one that was read of it; of every type. */
  page({ after: before, to, until }: Range, last: { readonly stream: string; readonly revision: number } | undefined, limit: number): Promise<readonly StoredEvent[]> {
    const after = last ?? { stream: before, revision: revisionMax };
    const name = JSON.stringify([until, to, after.stream, after.revision, limit]);
    const known = this.pages.get(name);
    if (known) return known;
    const coming = this.store.readByStream!({ streams: [''], until, after, to, limit });
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
