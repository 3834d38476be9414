import { afterEach, describe, expect, it } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { interval, NEVER, type Observable } from 'rxjs';
import { until } from '../../libs/event-store/event-store.contract.js';
import { asking, feedOf, logOf, registeredWith, school } from '../../libs/feed/feed.scenario.js';
import { liveFrom, waitingMax, type Message } from '../../libs/feed/live.js';
import { Listeners, tellOver } from './live-sockets.js';

const found = { type: 'identification.ChildFound', data: { foundIn: 'KG', accompaniment: 'UNKNOWN' } };
const undo: (() => void)[] = [];
setFlagsFromString('--expose-gc');
const clearMemory = runInNewContext('gc') as () => void;
afterEach(() => { for (const step of undo.splice(0)) step(); });

/** A service that listens over a true socket, and reads from it when it suits it. */
async function listening({ heartbeats = NEVER as Observable<unknown>, takesNothingMsMax = 60_000 } = {}) {
  const expiring = new AbortController();
  const log = logOf([found]);
  const feed = feedOf(log, { 'school-service': registeredWith(school) });
  let response!: ServerResponse;
  let ended = false;
  const server = createServer(async (_, answer) => {
    response = answer;
    const left = new AbortController();
    answer.once('close', () => left.abort());
    await tellOver(answer, { messages: liveFrom(feed, asking(), { after: undefined, signal: AbortSignal.any([left.signal, expiring.signal]) }), heartbeats, left: left.signal, expired: expiring.signal, takesNothingMsMax, told: () => undefined });
    ended = true;
    answer.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  undo.push(() => { socket.destroy(); server.close(); });
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await until(() => text.includes('caught-up'), 'the end of what there was');
  return { feed, log, socket, heard: () => text, waits: () => response.writableNeedDrain, held: () => response.writableLength, isLetGo: () => response.destroyed, ended: () => ended, expire: () => expiring.abort() };
}

/** Adds events until the service's socket takes no more, and then more than wait for it in its inbox. Answers the most bytes that were held for it in this process. */
async function overwhelm({ log, waits, held }: Awaited<ReturnType<typeof listening>>): Promise<number> {
  const turn = () => new Promise((resolve) => { setImmediate(() => setImmediate(resolve)); });
  let most = 0;
  for (let beyond = 0; beyond < 3 * waitingMax;) {
    for (let count = 0; count < 100; count += 1) log.add(found);
    for (let turns = 0; turns < 20; turns += 1) await turn();
    most = Math.max(most, held());
    if (waits()) beyond += 100;
  }
  return most;
}

describe('Who listens', () => {
  it('hears a heartbeat while nothing happens', async () => {
    const { heard } = await listening({ heartbeats: interval(5) });
    await until(() => heard().split(': heartbeat\n\n').length > 3, 'heartbeats');
  });

  it('and takes nothing costs bounded memory, and is told to read pages from where it stands as soon as it takes something', async () => {
    const service = await listening();
    service.socket.pause();
    expect(await overwhelm(service)).toBeLessThan(128 * 1024);
    service.socket.resume();
    await until(() => service.heard().includes('event: fell-behind'), 'word that it fell behind', 60);
    await until(service.ended, 'the end of the telling', 60);
    const told = service.heard().match(/"specversion"/g)!.length;
    const cursor = /id: ([\w-]+)\nevent: fell-behind/.exec(service.heard())![1]!;
    const reading = await service.feed.enter(asking());
    const { events } = await reading.page(await reading.positionOf(cursor), 1_000_000);
    expect([told + events.length, events.length >= waitingMax]).toEqual([service.log.events.length, true]);
  });

  it('hears that its token ran out, and nothing more', async () => {
    const { log, heard, ended, expire } = await listening();
    expire();
    log.add(found);
    await until(ended, 'the end of the telling');
    await until(() => heard().includes('0\r\n\r\n'), 'the end of the answer');
    expect([heard().match(/"specversion"/g)!.length, heard().indexOf('event: token-expired\ndata: {}\n\n') > heard().indexOf('caught-up')]).toEqual([1, true]);
  });

  it('and takes nothing when its token runs out is cut off, and told nothing of what waits', async () => {
    const service = await listening({ takesNothingMsMax: 1_000_000 });
    service.socket.pause();
    await overwhelm(service);
    service.expire();
    await until(service.ended, 'the end of the telling');
    expect(service.isLetGo()).toBe(true);
  });

  it('is told of a page no further than its token lasts', async () => {
    const expiring = new AbortController();
    const written: string[] = [];
    const messages = async function* (): AsyncGenerator<Message> {
      yield { kind: 'caught-up', cursor: 'c1', through: undefined };
      expiring.abort();
      yield { kind: 'caught-up', cursor: 'c2', through: undefined };
    };
    const response = { write: (text: string) => written.push(text) > 0 } as unknown as ServerResponse;
    await tellOver(response, { messages: messages(), heartbeats: NEVER, left: new AbortController().signal, expired: expiring.signal, takesNothingMsMax: 60_000, told: () => undefined });
    expect(written.map((text) => /event: (\S+)/.exec(text)![1])).toEqual(['caught-up', 'token-expired']);
  });

  describe('over a socket that takes nothing more', () => {
    /** What is told is one message, which the socket does not take. */
    const stuck = async ({ takesNothingMsMax, expires = false }: { takesNothingMsMax: number; expires?: boolean }) => {
      const [left, expiring] = [new AbortController(), new AbortController()];
      const messages = async function* (): AsyncGenerator<Message> { yield { kind: 'caught-up', cursor: 'c1', through: undefined }; };
      let isLetGo = false;
      const response = Object.assign(new EventEmitter(), { write: () => false, destroy: () => { isLetGo = true; left.abort(); } }) as unknown as ServerResponse;
      const over = tellOver(response, { messages: messages(), heartbeats: NEVER, left: left.signal, expired: expiring.signal, takesNothingMsMax, told: () => undefined });
      await until(() => response.listenerCount('drain') > 0, 'a message that waits');
      // A limit that nobody keeps hold of would be cleared away with the rest of the memory.
      clearMemory();
      if (expires) expiring.abort();
      await over;
      return isLetGo;
    };

    it('is cut off after a while', async () => expect(await stuck({ takesNothingMsMax: 100 })).toBe(true));
    it('is cut off at once when its token runs out', async () => expect(await stuck({ takesNothingMsMax: 1_000_000, expires: true })).toBe(true));
  });
});

describe('The room for those who listen', () => {
  const problem = (enter: () => unknown) => {
    try {
      enter();
      return undefined;
    } catch (error) {
      const { code, headers, status } = error as { code: string; headers: object; status: number } & { getStatus(): number };
      return { code, headers, status };
    }
  };

  it('is bounded for each service and for all, and is free again when one leaves', () => {
    const listeners = new Listeners({ all: 3, ofOne: 2 });
    const leave = listeners.enter('school');
    listeners.enter('school');
    expect(problem(() => listeners.enter('school'))).toEqual({ code: 'listens-already', status: 429, headers: { 'Retry-After': '30' } });
    listeners.enter('clinic');
    expect(problem(() => listeners.enter('clinic'))).toEqual({ code: 'too-many-listen', status: 503, headers: { 'Retry-After': '30' } });
    leave();
    expect(problem(() => listeners.enter('clinic'))).toBeUndefined();
    expect(problem(() => listeners.enter('school'))).toMatchObject({ code: 'too-many-listen' });
  });
});
