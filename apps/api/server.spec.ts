import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { configureServer, drainable, listen, serverLimits } from './server.js';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve).closeAllConnections());
});

function answering(): Server {
  const server = createServer((request, response) => void request.resume().on('end', () => response.end('ok')));
  servers.push(server);
  return server;
}

async function configured(limits: Partial<typeof serverLimits> = {}): Promise<number> {
  const server = answering();
  configureServer(server, { ...serverLimits, ...limits });
  return (await listen(server, { host: '127.0.0.1', port: 0, portIsGiven: true }, () => undefined)).port;
}

/** What the server says to these pieces, each sent after a pause, until it closes the connection. */
function conversation(port: number, pieces: readonly string[], pauseMs = 0): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect({ host: '127.0.0.1', port });
    const left = [...pieces];
    const timer = setInterval(() => {
      const next = left.shift();
      if (next !== undefined && socket.writable) socket.write(next);
    }, pauseMs);
    socket.on('data', (data) => { said += data.toString(); });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(said);
    });
  });
}

describe('a connection', () => {
  const impatient = { headerMs: 200, requestMs: 400, checkMs: 50, idleMs: 200 };

  it('whose headers do not come in time is closed', async () => {
    const port = await configured(impatient);
    expect(await conversation(port, [...'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: yes and no'], 100)).toMatch(/^HTTP\/1\.1 408 [^]*urn:guarantor:problem:request-timeout/);
  });

  it('whose body does not come in time is closed', async () => {
    const port = await configured(impatient);
    expect(await conversation(port, ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n', ...'{"slow":"a letter at a time"}'], 100)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('that says nothing is closed', async () => {
    const port = await configured(impatient);
    expect(await conversation(port, [])).toMatch(/^$|^HTTP\/1\.1 408 /);
  });

  it('has ten seconds for its headers and thirty for a request, unless told otherwise', () => {
    const server = answering();
    configureServer(server);
    expect(server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16_384, connectionsCheckingInterval: 1_000 });
  });

  it('brings at most 16 KiB of headers', async () => {
    const port = await configured();
    const head = (bytes: number) => `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: ${'x'.repeat(bytes)}\r\n\r\n`;
    expect(await conversation(port, [head(15 * 1024)])).toMatch(/^HTTP\/1\.1 200 /);
    expect(await conversation(port, [head(17 * 1024)])).toMatch(/^HTTP\/1\.1 431 [^]*urn:guarantor:problem:headers-too-large/);
  });

  it.each(['nonsense\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'])('that does not speak HTTP (%j) is told so and closed', async (text) => {
    expect(await conversation(await configured(), [text])).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*urn:guarantor:problem:malformed-request/);
  });
});

describe('a server that stops', () => {
  const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

  /** Clients that keep their connections, each with one answer behind it. */
  async function clientsOf(server: Server, count: number): Promise<readonly Socket[]> {
    const { port } = await listen(server, { host: '127.0.0.1', port: 0, portIsGiven: true }, () => undefined);
    return Promise.all(Array.from({ length: count }, async () => {
      const client = connect({ host: '127.0.0.1', port });
      client.on('error', () => undefined).write(request);
      await once(client, 'data');
      return client;
    }));
  }

  /** All that the client is told from now on. */
  async function restOf(client: Socket): Promise<string> {
    let said = '';
    client.on('data', (data) => { said += data.toString(); });
    if (!client.closed) await once(client, 'close');
    return said;
  }

  it('answers every request that was sent before, also over connections that stood idle, and says that they end there', async () => {
    const server = answering();
    const stop = drainable(server);
    const clients = await clientsOf(server, 100);
    const rests = clients.map(restOf);
    for (const client of clients) client.write(request);
    await stop();
    for (const rest of await Promise.all(rests)) expect(rest).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n[^]*ok/);
  });

  it('says the same in an answer that was under way', async () => {
    let answer = (): void => undefined;
    const server = createServer((_, response) => { answer = () => void response.end('ok'); });
    servers.push(server);
    const stop = drainable(server);
    const { port } = await listen(server, { host: '127.0.0.1', port: 0, portIsGiven: true }, () => undefined);
    const said = conversation(port, [request]);
    await once(server, 'request');
    const stopped = stop();
    answer();
    await stopped;
    expect(await said).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n[^]*ok/);
  });

  it('waits for nobody who says nothing', async () => {
    const server = answering();
    const stop = drainable(server, { graceMs: 50 });
    const rests = (await clientsOf(server, 3)).map(restOf);
    await stop();
    expect(await Promise.all(rests)).toEqual(['', '', '']);
  });
});

describe('a port that is taken', () => {
  async function taken(): Promise<number> {
    const server = answering();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  it('gives way to a free one where nobody asked for it, and a line says so', async () => {
    const port = await taken();
    const said: string[] = [];
    const address = await listen(answering(), { host: '127.0.0.1', port, portIsGiven: false }, (line) => said.push(line));
    expect(address.port).not.toBe(port);
    expect(said).toEqual([`Port ${port} is taken; listening on ${address.port} instead. Set PORT to choose another.`]);
    expect(await conversation(address.port, ['GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'])).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('stops the start with one line where somebody asked for it', async () => {
    const port = await taken();
    await expect(listen(answering(), { host: '127.0.0.1', port, portIsGiven: true }, () => undefined)).rejects.toThrow(/^PORT is taken by another program; expected a free one, or 0 for any$/);
  });
});

describe('a host that is not this machine', () => {
  it('stops the start with one line', async () => {
    await expect(listen(answering(), { host: '192.0.2.1', port: 0, portIsGiven: true }, () => undefined)).rejects.toThrow(/^HOST is no address of this machine; expected /);
  });
});
