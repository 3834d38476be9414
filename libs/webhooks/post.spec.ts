import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { isLoopback, isPublic } from './addresses.js';
import { selfSigned } from './certificate.scenario.js';
import { post, type Address } from './post.js';

describe('An address', () => {
  it.each([
    ['this machine', '127.0.0.1'], ['this machine, by another of its numbers', '127.8.9.10'], ['no machine', '0.0.0.0'], ['this machine, in the newer form', '::1'], ['no machine, in the newer form', '::'],
    ['a private network', '10.0.0.1'], ['a private network', '172.16.0.1'], ['a private network', '172.31.255.255'], ['a private network', '192.168.1.1'], ['a provider between', '100.64.0.1'],
    ['the link', '169.254.1.1'], ['what a cloud says of its machines', '169.254.169.254'], ['what a cloud says of its machines', '168.63.129.16'], ['what a cloud says of its machines', '100.100.100.200'], ['what a cloud says of its machines', 'fd00:ec2::254'],
    ['many', '224.0.0.1'], ['many', '239.255.255.250'], ['many', 'ff02::1'], ['everybody', '255.255.255.255'], ['nobody yet', '240.0.0.1'],
    ['measurements', '198.18.0.1'], ['documentation', '192.0.2.1'], ['documentation', '203.0.113.9'], ['documentation', '2001:db8::1'], ['documentation', '3fff::1'], ['protocols', '192.0.0.8'], ['a relay', '192.88.99.1'],
    ['a unique local network', 'fc00::1'], ['a unique local network', 'fd12:3456::1'], ['the link, in the newer form', 'fe80::1'], ['the link, with its name', 'fe80::1%eth0'], ['a site', 'fec0::1'],
    ['an older address that is mapped', '::ffff:10.0.0.1'], ['an older address that is mapped, in digits', '::ffff:7f00:1'], ['a public one that is mapped', '::ffff:8.8.8.8'], ['an older address that is compatible', '::127.0.0.1'],
    ['an older address that is translated', '64:ff9b::7f00:1'], ['6to4', '2002:7f00:1::'], ['Teredo', '2001:0:4136:e378::1'], ['nothing', ''], ['a name', 'localhost'], ['a short form', '127.1'], ['a number', '2130706433'], ['another zone', '2606:4700::1%1'],
  ])('of %s is not public: %s', (_, address) => expect(isPublic(address)).toBe(false));

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '192.169.0.1', '100.128.0.1', '223.255.255.254', '2606:4700:4700::1111', '2a00:1450:4001::1'])('%s is', (address) => expect(isPublic(address)).toBe(true));

  it('is of this machine or not', () =>
    expect(['127.0.0.1', '127.255.0.1', '::1', '128.0.0.1', '10.0.0.1', '::ffff:127.0.0.1', 'localhost'].filter(isLoopback)).toEqual(['127.0.0.1', '127.255.0.1', '::1']));
});

let arrived: { readonly request: IncomingMessage; readonly body: string }[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let port: number;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => { body += part.toString(); }).on('end', () => {
    arrived.push({ request, body });
    answer(request, response);
  });
});
beforeAll(async () => {
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => { server.close(resolve); });
});
beforeEach(() => {
  arrived = [];
  answer = (_, response) => response.writeHead(204).end();
});

const leadingTo = (...addresses: readonly string[]) => async (): Promise<readonly Address[]> => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
const sent = (target: string, { resolve = leadingTo('127.0.0.1'), timeoutMs = 60_000, signal = new AbortController().signal }: Partial<Parameters<typeof post>[1]> = {}) =>
  post({ target, headers: { 'Content-Type': 'application/json', 'webhook-id': 'one' }, body: '{"is":"здесь"}' }, { resolve, timeoutMs, signal });
const here = (path = '/hook') => sent(`http://service.example:${port}${path}`);
const answers = (status: number, headers: Record<string, string> = {}) => {
  answer = (_, response) => response.writeHead(status, headers).end('what it says');
};

describe('A letter', () => {
  it('arrives whole at the address that the name was found to lead to, and by no other look at it', async () => {
    expect(await here('/hook/of/ours')).toEqual({ kind: 'taken' });
    expect(arrived).toHaveLength(1);
    const [{ request, body }] = arrived as [(typeof arrived)[number]];
    expect([request.method, request.url, body]).toEqual(['POST', '/hook/of/ours', '{"is":"здесь"}']);
    expect(request.headers).toMatchObject({ 'host': `service.example:${port}`, 'content-type': 'application/json', 'webhook-id': 'one', 'content-length': '19', 'user-agent': 'guarantor' });
  });

  it.each([
    ['this machine', ['127.0.0.1']], ['this machine, in the newer form', ['::1']], ['a private network', ['10.1.2.3']], ['what a cloud says of its machines', ['169.254.169.254']], ['a mapped address', ['::ffff:127.0.0.1']],
    ['a public address and a private one', ['8.8.8.8', '192.168.0.1']], ['nothing', []],
  ])('goes nowhere where the name leads to %s at this moment', async (_, addresses) => {
    expect(await sent(`https://service.example:${port}/hook`, { resolve: leadingTo(...addresses) })).toEqual({ kind: 'failed', reason: 'ADDRESS_REFUSED' });
    expect(arrived).toEqual([]);
  });

  it.each(['127.0.0.1', '127.1', '2130706433', '0x7f000001', '[::1]', '[::ffff:7f00:1]', '169.254.169.254', '10.0.0.1', '[fd00::1]'])('goes nowhere where the address stands in the target itself: %s', async (host) => {
    const asked: string[] = [];
    const outcome = await sent(`https://${host}:${port}/hook`, { resolve: async (name) => { asked.push(name); return []; } });
    expect([outcome, asked, arrived]).toEqual([{ kind: 'failed', reason: 'ADDRESS_REFUSED' }, [], []]);
  });

  it('goes in the open to this machine alone', async () => {
    expect(await sent(`http://service.example:${port}/hook`, { resolve: leadingTo('8.8.8.8') })).toEqual({ kind: 'failed', reason: 'ADDRESS_REFUSED' });
    expect(await sent(`http://127.0.0.1:${port}/hook`)).toEqual({ kind: 'taken' });
  });

  it('is looked up each time', async () => {
    const replies = [['127.0.0.1'], ['192.168.0.7']];
    const resolve = async () => leadingTo(...replies.shift()!)();
    const outcomes = [await sent(`http://service.example:${port}/hook`, { resolve }), await sent(`http://service.example:${port}/hook`, { resolve })];
    expect(outcomes).toEqual([{ kind: 'taken' }, { kind: 'failed', reason: 'ADDRESS_REFUSED' }]);
  });

  it('fails by the class of what went wrong where the name leads nowhere or nobody listens', async () => {
    const unknown = async () => Promise.reject(Object.assign(new Error('getaddrinfo of a secret name'), { code: 'ENOTFOUND' }));
    expect(await sent('https://service.example/hook', { resolve: unknown })).toEqual({ kind: 'failed', reason: 'ENOTFOUND' });
    expect(await sent('http://service.example:1/hook')).toEqual({ kind: 'failed', reason: 'ECONNREFUSED' });
  });

  it.each([200, 201, 202, 204, 299])('is taken where the answer is %d', async (status) => {
    answers(status);
    expect(await here()).toEqual({ kind: 'taken' });
  });
  it.each([301, 302, 303, 307, 308])('follows no redirection: %d', async (status) => {
    answers(status, { Location: `http://127.0.0.1:${port}/elsewhere` });
    expect(await here()).toEqual({ kind: 'failed', reason: `HTTP_${status}` });
    expect(arrived.map(({ request }) => request.url)).toEqual(['/hook']);
  });
  it.each([400, 401, 404, 413, 429, 500, 503])('fails where the answer is %d', async (status) => {
    answers(status);
    expect(await here()).toEqual({ kind: 'failed', reason: `HTTP_${status}` });
  });
  it('learns that nobody is there any more', async () => {
    answers(410);
    expect(await here()).toEqual({ kind: 'gone' });
  });

  it('hears when to come again, in seconds or as a date, and nothing of what is neither', async () => {
    const asked = async (value: string) => {
      answers(503, { 'Retry-After': value });
      return (await here() as { retryAfterMs?: number }).retryAfterMs;
    };
    expect([await asked('120'), await asked('soon')]).toEqual([120_000, undefined]);
    expect(await asked(new Date(Date.now() + 3_600_000).toUTCString())).toBeGreaterThan(3_000_000);
  });

  it('waits for an answer no longer than it may', async () => {
    answer = () => undefined;
    expect(await sent(`http://service.example:${port}/hook`, { timeoutMs: 50 })).toEqual({ kind: 'failed', reason: 'TIMEOUT' });
    expect(await sent('https://service.example/hook', { resolve: () => new Promise(() => undefined), timeoutMs: 50 })).toEqual({ kind: 'failed', reason: 'TIMEOUT' });
  });

  it('is given up by whoever leaves', async () => {
    const leaving = new AbortController();
    answer = () => leaving.abort(new Error('leaving'));
    await expect(sent(`http://service.example:${port}/hook`, { signal: leaving.signal })).rejects.toThrow('leaving');
  });

  it('listens to an answer without end for a while and hangs up', async () => {
    let closed = false;
    answer = (_, response) => {
      const say = (): void => void (!response.destroyed && response.write('x'.repeat(8_192), () => setImmediate(say)));
      response.once('close', () => { closed = true; });
      response.writeHead(200);
      say();
    };
    expect(await here()).toEqual({ kind: 'taken' });
    while (!closed) await new Promise((resolve) => setImmediate(resolve));
  });

  it('fails where the connection is closed without an answer, or the headers are too many', async () => {
    answer = (request) => request.socket.destroy();
    expect(await here()).toEqual({ kind: 'failed', reason: 'ECONNRESET' });
    answers(200, { 'X-Long': 'x'.repeat(20_000) });
    expect(await here()).toEqual({ kind: 'failed', reason: 'HPE_HEADER_OVERFLOW' });
    answer = (_, response) => response.writeHead(101, { Connection: 'Upgrade', Upgrade: 'other' }).end();
    expect((await here()).kind).toBe('failed');
  });
});

describe('A letter that is sent by TLS', () => {
  const { key, cert } = selfSigned('service.example');
  const publicAddress = '8.8.8.8';
  const listening = https.createServer({ key, cert }, (request, response) => server.emit('request', request, response));
  const connected: string[] = [];
  /** In what, and whom it was asked for. */
  let spoken: readonly unknown[] = [];
  listening.on('secureConnection', (socket) => { spoken = [socket.getProtocol(), socket.servername]; });
  const agent = https.Agent.prototype as unknown as { createConnection: (options: ConnectionOptions & { lookup: LookupFunction }, ...more: unknown[]) => unknown };
  const connect = agent.createConnection;
  /** Whose word is taken for who a server is. */
  let trusted: string | undefined;
  beforeAll(async () => {
    await new Promise<void>((resolve) => { listening.listen(0, '127.0.0.1', resolve); });
    // Stands for the network between: what goes to the public address arrives here. Handshake, name and certificate are looked at as anywhere.
    agent.createConnection = function (options, ...more) {
      options.lookup(options.host!, { all: true }, (_error, addresses) => connected.push(...(addresses as Address[]).map(({ address }) => address)));
      const there = { ...options, servername: options.servername ?? options.host, host: '127.0.0.1', port: (listening.address() as AddressInfo).port, ...(trusted && { ca: trusted }) };
      return connect.call(this, there, ...more);
    };
  });
  afterAll(async () => {
    agent.createConnection = connect;
    listening.closeAllConnections();
    await new Promise((resolve) => { listening.close(resolve); });
  });
  beforeEach(() => {
    trusted = cert;
    connected.length = 0;
  });
  const byTls = (target: string, ...addresses: readonly string[]) => sent(target, { resolve: leadingTo(...addresses) });

  it('arrives at the public address that the name leads to, where the server proves that it is the one of that name', async () => {
    expect(await byTls('https://service.example/hook', publicAddress)).toEqual({ kind: 'taken' });
    expect([connected, arrived.map(({ body }) => body)]).toEqual([[publicAddress], ['{"is":"здесь"}']]);
    expect(spoken).toEqual([expect.stringMatching(/^TLSv1\.[23]$/), 'service.example']);
  });
  it('is not given to a server whose certificate nobody trusts', async () => {
    trusted = undefined;
    expect(await byTls('https://service.example/hook', publicAddress)).toEqual({ kind: 'failed', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect([connected, arrived]).toEqual([[publicAddress], []]);
  });
  it('is not given to a server of another name', async () => {
    expect(await byTls('https://other.example/hook', publicAddress)).toEqual({ kind: 'failed', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(arrived).toEqual([]);
  });
  it('is not sent at all where the name leads into the own network, whoever listens there', async () => {
    for (const addresses of [['127.0.0.1'], [publicAddress, '10.0.0.1']]) expect(await byTls('https://service.example/hook', ...addresses)).toEqual({ kind: 'failed', reason: 'ADDRESS_REFUSED' });
    expect([connected, arrived]).toEqual([[], []]);
  });
});
