import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CloudEvent, FeedEvent } from './contract.js';
import { FeedClient, type FeedClientOptions } from './feed-client.js';
import { ConnectionLost, FeedProblem, ScopeEnded, UnknownEvent } from './feed-problem.js';

/** A service that follows a server that answers as it is told to. */

const event = (index: number, type = 'identification.ChildFound', version = 1): CloudEvent<string, object> => ({
  specversion: '1.0', id: String(index).padStart(32, '0'), source: 'urn:guarantor:log:1', type, subject: 'a'.repeat(32), time: '2026-03-02T06:00:00Z', datacontenttype: 'application/json',
  dataschema: `urn:guarantor:feed:schema:${type}:${version}`, purpose: 'PROTECTION', jurisdiction: 'KG', cursor: `c${index}`, data: { foundIn: 'KG', accompaniment: 'UNKNOWN' },
});
const page = (events: readonly object[], cursor: string, caughtUp = false) => () =>
  new Response(JSON.stringify(events), { headers: { 'Content-Type': 'application/cloudevents-batch+json; charset=utf-8', 'Feed-Cursor': cursor, 'Feed-Caught-Up': String(caughtUp) } });
const problem = (status: number, code: string, headers = {}) => () => new Response(
  JSON.stringify({ type: `urn:guarantor:problem:${code}`, title: 'A title', status, detail: 'A detail.', requestId: 'request-7' }), { status, headers: { 'Content-Type': 'application/problem+json', ...headers } });
const broken = () => Promise.reject(new TypeError('fetch failed'));
const textOf = (told: CloudEvent<string, object>) => `id: ${told.cursor}\ndata: ${JSON.stringify(told)}\n\n`;
const mark = (name: string, cursor: string) => `id: ${cursor}\nevent: ${name}\ndata: ${JSON.stringify({ cursor })}\n\n`;
const live = (...parts: readonly string[]) => () => new Response(new Blob([...parts]), { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } });
const turns = async () => { for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => { setImmediate(resolve); }); };

/** A stream that stays open, and whose parts are sent one by one; each is read before the next. */
function open() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  writer.closed.catch(() => undefined);
  return {
    answer: (request: Request) => {
      request.signal.addEventListener('abort', () => void writer.abort(request.signal.reason));
      return new Response(readable, { headers: { 'Content-Type': 'text/event-stream' } });
    },
    async send(text: string) {
      await writer.write(new TextEncoder().encode(text));
      await turns();
    },
  };
}

function clientOf(answers: readonly ((request: Request) => Response | Promise<Response>)[], options: Partial<FeedClientOptions> = {}) {
  const asked: Request[] = [];
  const waits: number[] = [];
  const reasons: (FeedProblem | ConnectionLost)[] = [];
  const client = new FeedClient({
    url: 'https://guarantor.example', token: () => `token-${asked.length}`,
    fetch: async (address, init) => {
      const request = new Request(address as URL, init);
      asked.push(request);
      const answer = answers[asked.length - 1];
      if (!answer) throw new Error('asked more often than there are answers');
      return answer(request);
    },
    retrying: (reason, ms) => { reasons.push(reason); waits.push(ms); },
    pause: async () => { if (waits.length > answers.length) throw new Error('asked more often than there are answers'); },
    ...options,
  });
  return { client, asked, waits, reasons, questions: () => asked.map(({ method, url, headers }) => [method, url.replace('https://guarantor.example', ''), headers.get('Last-Event-ID')]) };
}
const all = async <T>(given: AsyncIterable<T>) => {
  const list: T[] = [];
  for await (const each of given) list.push(each);
  return list;
};
const first = async <T>(given: AsyncIterable<T>, count: number) => {
  const list: T[] = [];
  for await (const each of given) if (list.push(each) === count) break;
  return list;
};

describe('Pages', () => {
  it('are read from the cursor until there are no more, each with a token of its own and the same question', async () => {
    const { client, questions, asked } = clientOf([page([event(3), event(4)], 'c4'), page([], 'c9', true)], { selection: { types: ['identification.ChildFound'], jurisdictions: ['KG', 'KZ'] } });
    expect(await all(client.pages({ after: 'c2', limit: 2 }))).toEqual([{ events: [event(3), event(4)], cursor: 'c4', caughtUp: false }, { events: [], cursor: 'c9', caughtUp: true }]);
    const filter = 'type=identification.ChildFound&jurisdiction=KG%2CKZ';
    expect(questions()).toEqual([['GET', `/feed?cursor=c2&limit=2&${filter}`, null], ['GET', `/feed?cursor=c4&limit=2&${filter}`, null]]);
    expect(asked.map(({ headers }) => headers.get('Authorization'))).toEqual(['Bearer token-0', 'Bearer token-1']);
    expect(asked[0]!.redirect).toBe('manual');
  });

  it('say by the type of an event what its data are', async () => {
    const tell = (told: FeedEvent): string => {
      // @ts-expect-error -- before the type is known, no field is
      void told.data.foundIn;
      if (told.type !== 'identification.ChildFound') return '';
      // @ts-expect-error -- a field of another event
      void told.data.trigger;
      return told.data.foundIn ?? '';
    };
    const [told] = await all(clientOf([page([event(1)], 'c1', true)]).client.pages());
    expect(told!.events.map(tell)).toEqual(['KG']);
  });

  it('are told in the version of the scope of the service, which may be an older one, and say by their dataschema which it is', async () => {
    const contactIn = (told: FeedEvent) => (told.dataschema === 'urn:guarantor:feed:schema:guardianship.GuardianAppointed:2' ? told.data.contact : undefined);
    const appointed = [1, 2].map((version) => ({ ...event(version, 'guardianship.GuardianAppointed', version), data: { model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2026-03-02', contact: '+0' } }));
    const [told] = await all(clientOf([page(appointed, 'c2', true)]).client.pages());
    expect(told!.events.map(contactIn)).toEqual([undefined, '+0']);
    await expect(all(clientOf([page([event(3, 'guardianship.GuardianAppointed', 3)], 'c3', true)]).client.pages())).rejects.toBeInstanceOf(UnknownEvent);
  });

  it('are asked for again when the line, the server or somebody between them fails, later each time, and not before the server says', async () => {
    const proxy = () => new Response('<html>', { status: 502, headers: { 'Content-Type': 'text/html' } });
    const { client, waits, reasons } = clientOf([broken, proxy, problem(429, 'too-many-requests', { 'Retry-After': '30' }), problem(503, 'busy', { 'Retry-After': '86400' }), page([], 'c0', true)]);
    expect(await all(client.pages())).toHaveLength(1);
    expect(reasons.map((reason) => (reason instanceof FeedProblem ? [reason.status, reason.code] : reason.constructor))).toEqual([ConnectionLost, [502, undefined], [429, 'too-many-requests'], [503, 'busy']]);
    const [one, two, three, four] = waits as [number, number, number, number];
    expect([one >= 500 && one <= 1_000, two >= 1_000 && two <= 2_000, three, four]).toEqual([true, true, 30_000, 600_000]);
  });

  it.each([[400, 'cursor-beyond-end'], [401, 'not-authenticated'], [403, 'not-in-scope'], [406, 'not-acceptable']])('are not asked for again after a %i, which says what it is', async (status, code) => {
    const { client, asked } = clientOf([problem(status, code)]);
    const thrown = await all(client.pages()).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(FeedProblem);
    expect(thrown).toMatchObject({ status, code, title: 'A title', detail: 'A detail.', requestId: 'request-7', message: `${status} A title: A detail.` });
    expect(asked).toHaveLength(1);
  });

  it('are not looked for where a redirection leads: the token is for nobody else', async () =>
    expect(all(clientOf([() => new Response(null, { status: 302, headers: { Location: 'https://elsewhere.example' } })]).client.pages())).rejects.toMatchObject({ status: 302 }));

  it('with an event that the contract does not know, of a type or of a version, end in an error, or are told without it to who wants to know', async () => {
    for (const unknown of [event(2, 'identification.SomethingNew'), event(2, 'identification.ChildFound', 2)]) {
      const answers = [page([event(1), unknown, event(3)], 'c3', true)];
      await expect(all(clientOf(answers).client.pages())).rejects.toEqual(new UnknownEvent(unknown.type, unknown.dataschema, 'c2'));
      const heard: object[] = [];
      const [told] = await all(clientOf(answers, { unknownEvent: (each) => void heard.push(each) }).client.pages());
      expect([told!.events.map(({ cursor }) => cursor), heard]).toEqual([['c1', 'c3'], [unknown]]);
    }
  });

  it('end at the signal, also in the middle of a wait', async () => {
    const leaving = new AbortController();
    const { client } = clientOf([page([event(1)], 'c1'), broken, page([], 'c1', true)], { pause: async () => leaving.abort() });
    expect(await all(client.pages({ signal: leaving.signal }))).toHaveLength(1);
  });

  it('are on their way while the one before is dealt with, and no further ones; what fails is thrown after it, and who stops there hears nothing', async () => {
    const { client, asked } = clientOf([page([event(1)], 'c1'), problem(403, 'not-in-scope')]);
    const pages = client.pages();
    expect((await pages.next()).value).toMatchObject({ cursor: 'c1' });
    await turns();
    expect(asked.map(({ url }) => new URL(url).searchParams.get('cursor'))).toEqual([null, 'c1']);
    await expect(pages.next()).rejects.toMatchObject({ status: 403 });

    const left = clientOf([page([event(1)], 'c1'), () => new Promise<Response>(() => undefined)]);
    expect(await first(left.client.pages(), 1)).toHaveLength(1);
    expect(left.asked[1]!.signal.aborted).toBe(true);
  });
});

describe('What comes live', () => {
  it('is told event by event with the cursor after each, through a connection that ends and the next, which begins after the last', async () => {
    const { client, questions, waits } = clientOf([
      live('retry: 4000\n\n', ': heartbeat\n\n', textOf(event(1)), mark('caught-up', 'c1'), textOf(event(2))), broken, live(textOf(event(3)), textOf(event(4)).slice(0, -1)), live(textOf(event(4))),
    ]);
    expect((await first(client.live({ after: 'c0' }), 5)).map(({ kind, cursor }) => [kind, cursor])).toEqual([['event', 'c1'], ['caught-up', 'c1'], ['event', 'c2'], ['event', 'c3'], ['event', 'c4']]);
    expect(questions()).toEqual([['GET', '/feed/live', 'c0'], ['GET', '/feed/live', 'c2'], ['GET', '/feed/live', 'c2'], ['GET', '/feed/live', 'c3']]);
    const [one, two, three] = waits as [number, number, number];
    expect([one >= 2_000 && one <= 4_000, two >= 1_000 && two <= 2_000, three >= 500 && three <= 1_000]).toEqual([true, true, true]);
  });

  it('is read whole wherever it is cut into parts, and by whichever ends of lines', async () => {
    const text = `\uFEFF${mark('caught-up', 'c0').replaceAll('\n', '\r\n')}id: c1\rdata: ${JSON.stringify(event(1)).replace(',', ',\rdata: ')}\r\r${textOf({ ...event(2), subject: 'ы'.repeat(32) })}`;
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 2, 3, 7, 1_000_000]) {
      const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.slice(index * size, (index + 1) * size));
      const body = new ReadableStream<Uint8Array>({ pull: (controller) => (parts.length > 0 ? controller.enqueue(parts.shift()!) : controller.close()) });
      const told = await first(clientOf([() => new Response(body)]).client.live(), 3);
      expect(told.map((message) => (message.kind === 'event' ? [message.cursor, message.event.subject[0]] : message.kind))).toEqual(['caught-up', ['c1', 'a'], ['c2', 'ы']]);
    }
  });

  it('is read in pages by who fell behind, and then live again', async () => {
    const { client, questions, waits } = clientOf([live(textOf(event(1)), mark('fell-behind', 'c1')), page([event(2)], 'c2'), page([event(3)], 'c5', true), live(mark('caught-up', 'c5'))]);
    expect((await first(client.live(), 4)).map(({ kind, cursor }) => [kind, cursor])).toEqual([['event', 'c1'], ['event', 'c2'], ['event', 'c3'], ['caught-up', 'c5']]);
    expect([questions(), waits]).toEqual([[['GET', '/feed/live', null], ['GET', '/feed?cursor=c1&limit=500', null], ['GET', '/feed?cursor=c2&limit=500', null], ['GET', '/feed/live', 'c5']], []]);
  });

  it('goes on after the last message once there is a newer token for the one that ran out, and ends where a token was never taken', async () => {
    const [denied, expired] = [problem(401, 'invalid-token'), live(textOf(event(1)), 'event: token-expired\ndata: {}\n\n')];
    const tokens = (...each: readonly string[]) => ({ token: () => each[at++]! });
    let at = 0;
    const { client, questions, reasons } = clientOf([expired, denied, denied, live(textOf(event(2)))], tokens('a', 'a', 'a', 'b'));
    expect((await first(client.live(), 2)).map(({ cursor }) => cursor)).toEqual(['c1', 'c2']);
    expect(questions().map(([, , after]) => after)).toEqual([null, 'c1', 'c1', 'c1']);
    expect(reasons.map(({ message }) => message)).toEqual(['the token ran out', ...Array<string>(2).fill('the token ran out, and there is no newer one yet')]);
    at = 0;
    await expect(all(clientOf([expired, denied], tokens('a', 'b')).client.live())).rejects.toMatchObject({ code: 'invalid-token' });
    await expect(all(clientOf([denied]).client.live())).rejects.toMatchObject({ code: 'invalid-token' });
  });

  it('ends in an error where the scope does not hold it any more, where the answer is final, and at what is not in the contract', async () => {
    await expect(all(clientOf([live('event: closed\ndata: {}\n\n')]).client.live())).rejects.toThrow(ScopeEnded);
    await expect(all(clientOf([problem(403, 'not-registered')]).client.live())).rejects.toMatchObject({ code: 'not-registered' });
    await expect(all(clientOf([live(textOf(event(1, 'identification.SomethingNew')))]).client.live())).rejects.toThrow(UnknownEvent);
    await expect(all(clientOf([live('event: news\ndata: {}\n\n')]).client.live())).rejects.toThrow('not in the contract');
  });

  it('ends at the signal, and lets the connection go', async () => {
    const leaving = new AbortController();
    const connection = open();
    const { client, asked } = clientOf([connection.answer]);
    const told = client.live({ signal: leaving.signal });
    const next = told.next();
    await connection.send(textOf(event(1)));
    expect((await next).value).toMatchObject({ cursor: 'c1' });
    const end = told.next();
    leaving.abort();
    expect([await end, asked[0]!.signal.aborted]).toEqual([{ value: undefined, done: true }, true]);
  });

  describe('over a line that falls silent', () => {
    afterEach(() => { jest.useRealTimers(); });

    it('comes over a new one, after the last message; a heartbeat is no silence', async () => {
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
      const silent = open();
      const { client, questions, reasons } = clientOf([silent.answer, live(textOf(event(2)))]);
      const told = client.live();
      const next = told.next();
      await silent.send(textOf(event(1)));
      expect((await next).value).toMatchObject({ cursor: 'c1' });
      const second = told.next();
      await turns();
      for (let beats = 0; beats < 5; beats += 1) {
        jest.advanceTimersByTime(40_000);
        await silent.send(': heartbeat\n\n');
      }
      expect([questions().length, reasons]).toEqual([1, []]);
      jest.advanceTimersByTime(46_000);
      expect((await second).value).toMatchObject({ cursor: 'c2' });
      expect(reasons).toEqual([new ConnectionLost('the connection fell silent')]);
      expect(questions()[1]).toEqual(['GET', '/feed/live', 'c1']);
      await told.return(undefined);
    });

    it('asks for a page again that does not come, whatever the memory is cleared of meanwhile', async () => {
      setFlagsFromString('--expose-gc');
      const silent = (request: Request) => new Promise<Response>((_, reject) => { request.signal.addEventListener('abort', () => reject(request.signal.reason as Error)); });
      const { client, reasons } = clientOf([silent, page([], 'c1', true)], { pace: { silentMsMax: 100, retryMs: 1, retryMsMax: 1, retryAfterMsMax: 1 } });
      const told = all(client.pages());
      await turns();
      (runInNewContext('gc') as () => void)();
      expect((await told).map(({ cursor }) => cursor)).toEqual(['c1']);
      expect(reasons).toEqual([new ConnectionLost('there was no answer in time')]);
    });

    it('is not cut while the service is busy with a message', async () => {
      jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
      const { client, reasons } = clientOf([live(textOf(event(1)), textOf(event(2)))]);
      const told = client.live();
      await told.next();
      jest.advanceTimersByTime(10 * 60_000);
      expect((await told.next()).value).toMatchObject({ cursor: 'c2' });
      expect(reasons).toEqual([]);
      await told.return(undefined);
    });
  });
});

describe('An acknowledgement', () => {
  it('is sent until it is taken, within the question of the cursor', async () => {
    const { client, asked, questions } = clientOf([broken, () => Response.json({ acknowledged: 'c7' })], { selection: { contexts: ['identification'] } });
    expect(await client.acknowledge('c7')).toBe('c7');
    expect(questions()[1]).toEqual(['POST', '/feed/acknowledgements?context=identification', null]);
    expect(await asked[1]!.json()).toEqual({ cursor: 'c7' });
  });

  it('can be asked for, and may be none', async () => expect(await clientOf([() => Response.json({ acknowledged: null })]).client.acknowledged()).toBeUndefined());
});
