import { versions, type CloudEvent, type FeedContext, type FeedEvent, type FeedEventType } from './contract.js';
import { ConnectionLost, FeedProblem, fromTheLine, ScopeEnded, UnknownEvent } from './feed-problem.js';
import { serverSentEvents } from './server-sent-events.js';

/** What a service asks for within its scope; left out, all of it. A cursor is good for the same question only. */
export interface Selection {
  readonly contexts?: readonly FeedContext[];
  readonly types?: readonly FeedEventType[];
  /** ISO 3166-1 alpha-2. */
  readonly jurisdictions?: readonly string[];
}

export interface FeedPage {
  readonly events: readonly FeedEvent[];
  /** Asks for what comes after this page. */
  readonly cursor: string;
  /** Nothing more was there when the page was read. */
  readonly caughtUp: boolean;
}

/** `cursor`: whoever keeps it together with what it made of the event goes on right after it. */
export type LiveMessage =
  | { readonly kind: 'event'; readonly cursor: string; readonly event: FeedEvent }
  /** Everything that there was is told. */
  | { readonly kind: 'caught-up'; readonly cursor: string };

export interface Pace {
  /** Longest silence on a connection, which a heartbeat ends every 15 seconds. */
  readonly silentMsMax: number;
  /** Before the first attempt to come back; twice as long before each further one. A server that says how long, says it. */
  readonly retryMs: number;
  readonly retryMsMax: number;
  /** Longest wait that a server may ask for. */
  readonly retryAfterMsMax: number;
}

export interface FeedClientOptions {
  /** Where the API answers, such as https://guarantor.example. */
  readonly url: string;
  /** Asked before each request, such as of a file that somebody else keeps new: a token lasts shorter than a service. */
  readonly token: () => string | Promise<string>;
  readonly selection?: Selection;
  /** Told of events that the contract of this client does not know; left out, such an event is an error. */
  readonly unknownEvent?: (event: CloudEvent<string, unknown>) => void;
  /** Told of each attempt that failed and is made again. */
  readonly retrying?: (reason: FeedProblem | ConnectionLost, inMs: number) => void;
  readonly pace?: Partial<Pace>;
  /** How it asks and how it waits, where that is not as usual. */
  readonly fetch?: typeof fetch;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

interface Following {
  /** The cursor to go on after; left out, everything from the beginning is told. */
  readonly after?: string;
  readonly signal?: AbortSignal;
}

const usualPace: Pace = { silentMsMax: 45_000, retryMs: 1_000, retryMsMax: 60_000, retryAfterMsMax: 10 * 60_000 };
const never = new AbortController().signal;

/**
 * Follows what Guarantor tells a service: at least once, in the order of the log, without a gap. It comes back by itself where the network or the
 * server ended a connection, and throws what asking again does not mend.
 */
export class FeedClient {
  private readonly pace: Pace;
  /** The token that was taken last. */
  private taken: string | undefined;

  constructor(private readonly options: FeedClientOptions) {
    this.pace = { ...usualPace, ...options.pace };
  }

  /** Page after page until nothing more is there; while one is dealt with, the next one is on its way. Ends at the signal. @throws FeedProblem · UnknownEvent */
  async *pages({ after, signal = never, limit = 500 }: Following & { readonly limit?: number } = {}): AsyncGenerator<FeedPage> {
    const leaving = new AbortController();
    const ended = AbortSignal.any([signal, leaving.signal]);
    const asked = (cursor: string | undefined) => {
      const answer = this.repeated(ended, (abort) => this.page(cursor, limit, abort));
      // Whoever stops at the page before never hears that this one failed.
      answer.catch(() => undefined);
      return answer;
    };
    try {
      let next = asked(after);
      for (let page = await next; page && !signal.aborted; page = await next) {
        const { text, cursor, caughtUp } = page;
        if (!caughtUp) next = asked(cursor);
        const events = JSON.parse(text) as CloudEvent<string, unknown>[];
        yield { events: events.filter((event) => this.isKnown(event)), cursor, caughtUp };
        if (caughtUp) return;
      }
    } finally {
      leaving.abort();
    }
  }

  /** All after the cursor and then what comes, as it comes, over as many connections and tokens as it takes. Ends at the signal. @throws FeedProblem · ScopeEnded · UnknownEvent */
  async *live({ after, signal = never }: Following = {}): AsyncGenerator<LiveMessage> {
    let cursor = after;
    for (let failures = 0; !signal.aborted;) {
      const connection = { retryMs: this.pace.retryMs };
      try {
        for await (const message of this.connected(cursor, signal, connection)) {
          failures = 0;
          ({ cursor } = message);
          if (message.kind === 'fell-behind') break;
          yield message;
        }
        // Who is too slow for what comes as it comes takes pages until there are no more.
        for await (const { events, cursor: end } of this.pages({ after: cursor, signal })) {
          for (const event of events) yield { kind: 'event', cursor: cursor = event.cursor, event };
          cursor = end;
        }
      } catch (error) {
        if (signal.aborted) return;
        await this.retried(error, failures, signal, connection.retryMs);
        failures += 1;
      }
    }
  }

  /** Says that everything up to the cursor is taken in, and answers up to where that was said; undefined where the signal ended it before. @throws FeedProblem */
  async acknowledge(cursor: string, signal: AbortSignal = never): Promise<string | undefined> {
    return this.acknowledgement(signal, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ cursor }) });
  }

  /** Up to where the service has said that it has taken everything in; undefined where it has not, or the signal ended the question. @throws FeedProblem */
  async acknowledged(signal: AbortSignal = never): Promise<string | undefined> {
    return this.acknowledgement(signal, {});
  }

  private async acknowledgement(signal: AbortSignal, request: RequestInit): Promise<string | undefined> {
    const answer = await this.repeated(signal, async (abort) => {
      const response = await this.ask('/feed/acknowledgements', {}, { ...request, signal: abort });
      return JSON.parse(await fromTheLine(response.text())) as { acknowledged: string | null };
    });
    return answer?.acknowledged ?? undefined;
  }

  private async page(cursor: string | undefined, limit: number, signal: AbortSignal) {
    const response = await this.ask('/feed', { cursor, limit: String(limit) }, { headers: { Accept: 'application/cloudevents-batch+json' }, signal });
    return { text: await fromTheLine(response.text()), cursor: response.headers.get('Feed-Cursor')!, caughtUp: response.headers.get('Feed-Caught-Up') === 'true' };
  }

  /** One connection, until either side ends it or it falls silent. */
  private async *connected(cursor: string | undefined, signal: AbortSignal, connection: { retryMs: number }): AsyncGenerator<LiveMessage | { readonly kind: 'fell-behind'; readonly cursor: string }> {
    const silence = new AbortController();
    const watch = () => setTimeout(() => silence.abort(new ConnectionLost('the connection fell silent')), this.pace.silentMsMax);
    let watching = watch();
    const heard = ({ retryMs }: { readonly retryMs?: number }) => {
      clearTimeout(watching);
      watching = watch();
      connection.retryMs = retryMs ?? connection.retryMs;
    };
    try {
      const headers = { Accept: 'text/event-stream', ...(cursor !== undefined && { 'Last-Event-ID': cursor }) };
      const response = await this.ask('/feed/live', {}, { headers, signal: AbortSignal.any([signal, silence.signal]) });
      for await (const { name, data, id } of serverSentEvents(response.body!, heard)) {
        // While the message is dealt with nothing is read, and its sender is not to blame for the silence.
        clearTimeout(watching);
        if (name === 'token-expired') throw new ConnectionLost('the token ran out');
        if (name === 'closed') throw new ScopeEnded('the scope of the service does not hold what it asks for any more');
        if (name === 'caught-up' || name === 'fell-behind') yield { kind: name, cursor: id };
        else if (name === 'message') {
          const event = JSON.parse(data) as CloudEvent<string, unknown>;
          if (this.isKnown(event)) yield { kind: 'event', cursor: id, event };
        } else throw new Error(`a message of a kind that is not in the contract: ${name}`);
        heard({});
      }
      throw new ConnectionLost('the server ended the connection');
    } finally {
      clearTimeout(watching);
      silence.abort();
    }
  }

  private isKnown(event: CloudEvent<string, unknown>): event is FeedEvent {
    const known = (versions as Readonly<Record<string, readonly number[]>>)[event.type];
    if (known?.some((version) => event.dataschema === `urn:guarantor:feed:schema:${event.type}:${version}`)) return true;
    if (!this.options.unknownEvent) throw new UnknownEvent(event.type, event.dataschema, event.cursor);
    this.options.unknownEvent(event);
    return false;
  }

  /** Undefined where the signal ended it. */
  private async repeated<T>(signal: AbortSignal, attempt: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      // An AbortSignal.timeout that only `any` knows is collected before it is due (Node 20).
      const silence = new AbortController();
      const watching = setTimeout(() => silence.abort(new ConnectionLost('there was no answer in time')), this.pace.silentMsMax);
      try {
        return await attempt(AbortSignal.any([signal, silence.signal]));
      } catch (error) {
        if (signal.aborted) return undefined;
        clearTimeout(watching);
        await this.retried(error, failures, signal, this.pace.retryMs);
      } finally {
        clearTimeout(watching);
      }
    }
    return undefined;
  }

  /** Waits before the next attempt. @throws what is no fault of the line or of the moment */
  private async retried(error: unknown, failures: number, signal: AbortSignal, retryMs: number): Promise<void> {
    if (!(error instanceof ConnectionLost || (error instanceof FeedProblem && error.mayPass))) throw error;
    // Never quite the same, so that many who lost one server do not come back as one.
    const backOffMs = Math.min(this.pace.retryMsMax, retryMs * 2 ** failures) * (0.5 + Math.random() / 2);
    const askedForMs = error instanceof FeedProblem ? Math.min(this.pace.retryAfterMsMax, error.retryAfterMs ?? 0) : 0;
    const ms = Math.max(backOffMs, askedForMs);
    this.options.retrying?.(error, ms);
    await (this.options.pause ?? pause)(ms, signal);
  }

  private async ask(path: string, question: { readonly [name: string]: string | undefined }, { headers, ...request }: RequestInit): Promise<Response> {
    const { contexts, types, jurisdictions } = this.options.selection ?? {};
    const address = new URL(path, this.options.url);
    const asked = { ...question, context: contexts?.join(), type: types?.join(), jurisdiction: jurisdictions?.join() };
    for (const [name, value] of Object.entries(asked)) if (value !== undefined) address.searchParams.set(name, value);
    const token = await this.options.token();
    // A redirection that is followed would hand the token on to somebody else.
    const response = await fromTheLine((this.options.fetch ?? fetch)(address, { ...request, headers: { ...headers, Authorization: `Bearer ${token}` }, redirect: 'manual' }));
    if (response.ok) this.taken = token;
    // One that was taken before ran out, and whoever keeps it new is late; one that never was is refused for good.
    else if (response.status === 401 && token === this.taken) throw new ConnectionLost('the token ran out, and there is no newer one yet', { cause: await FeedProblem.of(response) });
    else throw await FeedProblem.of(response);
    return response;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
