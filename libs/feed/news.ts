import { Observable, share } from 'rxjs';
import type { EventStore, Position, StoredEvent } from '../event-store/port.js';

/** What came at one time, and from where to where in the log it reaches: whoever stands before `from` has missed something. */
export interface News {
  readonly from: Position | undefined;
  readonly to: Position | undefined;
  readonly events: readonly StoredEvent[];
}

/** The log as it grows, for however many listen: one of them or five hundred cost one reader of the log, and none costs none. */
export function newsOf(store: EventStore, types: readonly string[], closing: AbortSignal): Observable<News> {
  return new Observable<News>((listeners) => {
    const stopping = new AbortController();
    const follow = async () => {
      const signal = AbortSignal.any([stopping.signal, closing]);
      let from = await store.head();
      // Whoever listened before the reader stood anywhere learns where it stands.
      listeners.next({ from, to: from, events: [] });
      for await (const { events, position } of store.follow({ after: from, filter: { types }, signal })) {
        listeners.next({ from, to: position, events });
        from = position;
      }
      listeners.complete();
    };
    follow().catch((error: unknown) => listeners.error(error));
    return () => stopping.abort();
  }).pipe(share());
}
