import { fromTheLine } from './feed-problem.js';

/** One message of a stream of server-sent events (WHATWG HTML, 9.2), as far as a follower needs it. */
export interface ServerSentEvent {
  /** `message` where the server named none. */
  readonly name: string;
  readonly data: string;
  /** The last id that the server gave, with this message or before it; empty where it gave none. */
  readonly id: string;
}

/** The stream holds a message that is longer than any event can be. */
export class MessageTooLong extends Error {}

const messageLettersMax = 4 * 1024 * 1024;

/**
 * @param heard called with whatever comes, a heartbeat as well, and how long the server asks to wait before coming back, where it says so
 * @throws MessageTooLong · ConnectionLost
 */
export async function* serverSentEvents(body: ReadableStream<Uint8Array>, heard: (word: { readonly retryMs?: number }) => void): AsyncGenerator<ServerSentEvent> {
  let id = '';
  let name = '';
  let data: string[] = [];
  for await (const line of linesOf(body, () => heard({}))) {
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line)!;
    if (line === '') {
      if (data.length > 0) yield { name: name || 'message', data: data.join('\n'), id };
      name = '';
      data = [];
    } else if (field === 'data') data.push(value!);
    else if (field === 'event') name = value!;
    else if (field === 'id' && !value!.includes('\0')) id = value!;
    else if (field === 'retry' && /^\d+$/.test(value!)) heard({ retryMs: Number(value) });
  }
}

/** Lines end with LF, CR or both. What is left without an end is no line: its message was cut off. */
async function* linesOf(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (let { done, value } = await fromTheLine(reader.read()); !done; { done, value } = await fromTheLine(reader.read())) {
      heard();
      text += decoder.decode(value, { stream: true });
      // A CR at the end may be the first half of a CRLF.
      const lines = text.split(/\r\n|\n|\r(?!$)/);
      text = lines.pop()!;
      if (text.length > messageLettersMax) throw new MessageTooLong('a message is longer than any event can be');
      yield* lines;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
