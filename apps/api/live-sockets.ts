import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Observable } from 'rxjs';
import type { CloudEvent } from '../../libs/feed/cloud-event.js';
import type { Message } from '../../libs/feed/live.js';
import { Problem } from './problem.js';

export interface ListenersMax {
  /** Connections at a time, of all services. */
  readonly all: number;
  /** Of one of them. */
  readonly ofOne: number;
}

const retryAfterSeconds = 30;

/** Those who listen now. Each costs a socket and an inbox, and no service takes the room of all. */
export class Listeners {
  private readonly listening = new Map<string, number>();

  constructor(private readonly max: ListenersMax) {}

  /** Answers how it leaves. @throws Problem 429 where the service listens too often already · 503 where there is no room for anybody */
  enter(consumerId: string): () => void {
    const ofOne = this.listening.get(consumerId) ?? 0;
    const headers = { 'Retry-After': String(retryAfterSeconds) };
    if (ofOne >= this.max.ofOne) {
      throw new Problem({ status: 429, code: 'listens-already', title: 'The service listens already', detail: `A service listens over ${this.max.ofOne} connections at most. End one of them, or read pages.`, headers });
    }
    if ([...this.listening.values()].reduce((sum, of) => sum + of, 0) >= this.max.all) {
      throw new Problem({ status: 503, code: 'too-many-listen', title: 'Too many listen', detail: 'There is no room for another connection now. Read pages, and ask again later.', headers });
    }
    this.listening.set(consumerId, ofOne + 1);
    return () => {
      const left = this.listening.get(consumerId)! - 1;
      if (left > 0) this.listening.set(consumerId, left);
      else this.listening.delete(consumerId);
    };
  }
}

export interface Telling {
  readonly messages: AsyncIterable<Message>;
  readonly heartbeats: Observable<unknown>;
  /** Aborted when the socket is closed. */
  readonly left: AbortSignal;
  /** Aborted when the token ran out by which the service is known. */
  readonly expired: AbortSignal;
  readonly takesNothingMsMax: number;
  /** Called before each message is sent, and awaited where it answers something to wait for. */
  readonly told: (message: Message) => Promise<void> | undefined;
}

/** Tells one service over its socket, and takes the next message only once there is room for it: what waits for a slow one waits in its inbox, which is bounded. */
export async function tellOver(response: ServerResponse, { messages, heartbeats, left, expired, takesNothingMsMax, told }: Telling): Promise<void> {
  const beating = heartbeats.subscribe(() => { if (!response.writableNeedDrain) response.write(': heartbeat\n\n'); });
  try {
    for await (const message of messages) {
      if (expired.aborted) break;
      const recorded = told(message);
      if (recorded) await recorded;
      if (response.write(textOf(message))) continue;
      // Who takes nothing for a while is cut off, and comes back where it stood. An AbortSignal.timeout that only `any` knows is collected before it is due (Node 20).
      const tooLong = new AbortController();
      const timer = setTimeout(() => tooLong.abort(), takesNothingMsMax);
      await once(response, 'drain', { signal: AbortSignal.any([left, expired, tooLong.signal]) }).catch(() => response.destroy());
      clearTimeout(timer);
    }
  } finally {
    beating.unsubscribe();
  }
  if (expired.aborted && !left.aborted) response.write('event: token-expired\ndata: {}\n\n');
}

/** Those who listen with the same question are told the same object, which is written out once. */
const texts = new WeakMap<CloudEvent, string>();

function textOf(message: Message): string {
  if (message.kind === 'event') {
    const text = texts.get(message.event) ?? `id: ${message.cursor}\ndata: ${JSON.stringify(message.event)}\n\n`;
    texts.set(message.event, text);
    return text;
  }
  if (message.kind === 'closed') return 'event: closed\ndata: {}\n\n';
  return `id: ${message.cursor}\nevent: ${message.kind}\ndata: ${JSON.stringify({ cursor: message.cursor })}\n\n`;
}
