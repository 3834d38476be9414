import type { Position } from '../event-store/port.js';
import type { CloudEvent } from './cloud-event.js';
import { NotInScope, NotRegistered, type Asking, type Feed, type Reading } from './feed.js';
import type { News } from './news.js';

/** What a service hears that follows live. */
export type Message =
  /** `through`: up to where it was told with this at the latest. */
  | { readonly kind: 'event'; readonly cursor: string; readonly event: CloudEvent; readonly through: Position }
  /** Everything that there was is told, up to `through`. */
  | { readonly kind: 'caught-up'; readonly cursor: string; readonly through: Position | undefined }
  /** It is too slow to be told as things happen: it reads pages from the cursor on, and may come back. */
  | { readonly kind: 'fell-behind'; readonly cursor: string }
  /** Its scope does not hold the question any more. */
  | { readonly kind: 'closed' };

const pageEvents = 200;

/** Events that wait for one service at most, beyond which it has fallen behind. */
export const waitingMax = 1_000;

/**
 * All that the service is told after a position, and then what comes, until the signal or the feed ends. Nothing is read ahead of the
 * service but what waits in its inbox.
 */
export async function* liveFrom(feed: Feed, asking: Asking, { after, signal }: { after: Position | undefined; signal: AbortSignal }): AsyncGenerator<Message> {
  const inbox = new Inbox();
  const subscription = feed.news.subscribe({ next: (news) => inbox.put(news), error: (error: unknown) => inbox.end(error), complete: () => inbox.end() });
  const abandon = () => inbox.end();
  signal.addEventListener('abort', abandon);
  let position = after;
  let behind = true;
  try {
    let reading!: Reading;
    while (!signal.aborted) {
      if (behind) {
        // What waits comes by pages as well, and what is thrown away for want of room does, too.
        inbox.takeOverflow();
        reading = await feed.enter(asking);
        const page = await reading.page(position, pageEvents);
        for (const event of page.events) yield { kind: 'event', cursor: event.cursor, event, through: page.position! };
        position = page.position;
        behind = !page.caughtUp || inbox.takeOverflow();
        if (!behind) yield { kind: 'caught-up', cursor: page.cursor, through: position };
        continue;
      }
      if (inbox.takeOverflow()) return yield { kind: 'fell-behind', cursor: reading.cursorAt(position) };
      const news = await inbox.take();
      if (!news && inbox.isOver) return;
      if (!news) continue;
      if (isBefore(position, news.from)) {
        behind = true;
        continue;
      }
      for (const stored of news.events) {
        if (!isBefore(position, stored.position)) continue;
        if (stored.stream === `consumer-${asking.consumerId}`) reading = await feed.enter(asking);
        const event = await reading.hear(stored);
        position = stored.position;
        if (event) yield { kind: 'event', cursor: event.cursor, event, through: position };
      }
      if (isBefore(position, news.to)) position = news.to;
    }
  } catch (error) {
    if (!(error instanceof NotRegistered || error instanceof NotInScope)) throw error;
    yield { kind: 'closed' };
  } finally {
    signal.removeEventListener('abort', abandon);
    subscription.unsubscribe();
  }
}

function isBefore(position: Position | undefined, other: Position | undefined): boolean {
  return (position ?? '') < (other ?? '');
}

/** What waits for one service. Full, it keeps nothing, and says so. */
class Inbox {
  private waiting: News[] = [];
  private events = 0;
  private overflowed = false;
  isOver = false;
  private failure: unknown;
  private wake = () => {};

  put(news: News): void {
    this.events += news.events.length;
    if (this.events > waitingMax) {
      this.overflowed = true;
      this.waiting = [];
      this.events = 0;
    } else {
      this.waiting.push(news);
    }
    this.wake();
  }

  end(failure?: unknown): void {
    this.isOver = true;
    this.failure = failure;
    this.wake();
  }

  /** Whether something was thrown away since this was last asked. */
  takeOverflow(): boolean {
    const overflowed = this.overflowed;
    this.overflowed = false;
    return overflowed;
  }

  /** Undefined at the end, and where something was thrown away meanwhile. @throws what ended the reader of the log */
  async take(): Promise<News | undefined> {
    while (this.waiting.length === 0 && !this.isOver && !this.overflowed) await new Promise<void>((resolve) => { this.wake = resolve; });
    if (this.isOver && this.failure !== undefined) throw this.failure;
    const news = this.isOver ? undefined : this.waiting.shift();
    this.events -= news?.events.length ?? 0;
    return news;
  }
}
