import { createServer, STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import { Server as Listener, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SettingRefused, type Settings } from './settings.js';

/** The connection itself: how slow and how long a request may be, and where requests are awaited. */

export const serverLimits = {
  headerBytesMax: 16 * 1024,
  headersMax: 100,
  headerMs: 10_000,
  requestMs: 30_000,
  idleMs: 5_000,
  /** How often slow connections are looked for: a limit is kept to within this much. */
  checkMs: 1_000,
  requestsPerConnectionMax: 1_000,
  /** How long after the last connection was taken a request may still arrive that was sent before. */
  graceMs: 300,
};

/** Has to come before the server listens. */
export function configureServer(server: Server, limits: typeof serverLimits = serverLimits): void {
  server.headersTimeout = limits.headerMs;
  server.requestTimeout = limits.requestMs;
  server.keepAliveTimeout = limits.idleMs;
  server.maxHeadersCount = limits.headersMax;
  server.maxRequestsPerSocket = limits.requestsPerConnectionMax;
  // Options of createServer, which Nest calls; Node reads both from the server when a connection comes and when it starts to listen.
  Object.assign(server, { maxHeaderSize: limits.headerBytesMax, connectionsCheckingInterval: limits.checkMs });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    socket.end(unreadable(error.code));
  });
}

/**
 * Answers a function that takes no new connections and resolves once every request is answered that was on its way, each with
 * word that its connection ends there. Node's own `close` cuts off idle connections whose next request was sent and not yet read.
 * Has to come before the server listens.
 */
export function drainable(server: Server, { graceMs }: Pick<typeof serverLimits, 'graceMs'> = serverLimits): () => Promise<void> {
  const unanswered = new Set<ServerResponse>();
  let draining = false;
  const last = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  server.prependListener('request', (_request, response) => {
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    if (draining) last(response);
  });
  return async () => {
    if (!server.listening) return;
    draining = true;
    unanswered.forEach(last);
    const closed = new Promise((resolve) => { Listener.prototype.close.call(server, resolve); });
    await Promise.race([closed, pause(graceMs)]);
    server.closeIdleConnections();
    await closed;
  };
}

const unreadableStatus: Readonly<Record<string, readonly [status: number, code: string, title: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request-timeout', 'The request did not arrive in time'],
  HPE_HEADER_OVERFLOW: [431, 'headers-too-large', 'The headers are too large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'body-too-large', 'The body is too large'],
};

/** The answer to what is no HTTP request: no route, filter or middleware ever sees it. */
function unreadable(errorCode = ''): string {
  const [status, code, title] = unreadableStatus[errorCode] ?? [400, 'malformed-request', 'The request is malformed'];
  const body = JSON.stringify({ type: `urn:guarantor:problem:${code}`, title, status, detail: 'The connection is closed without reading the rest.' });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'Content-Type: application/problem+json', 'Cache-Control: no-store',
    `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close', '', body,
  ].join('\r\n');
}

/**
 * Listens where the settings say. A port that nobody asked for gives way to a free one, and says so.
 * @throws SettingRefused where the port that was asked for, or the host, cannot be had
 */
export async function listen(server: Server, { host, port, portIsGiven }: Pick<Settings, 'host' | 'port' | 'portIsGiven'>, say: (line: string) => void): Promise<AddressInfo> {
  try {
    return await listenOn(server, port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && !portIsGiven) {
      const address = await listenOn(server, 0, host);
      say(`Port ${port} is taken; listening on ${address.port} instead. Set PORT to choose another.`);
      return address;
    }
    if (code === 'EADDRINUSE') throw new SettingRefused('PORT', 'is taken by another program; expected a free one, or 0 for any');
    if (code === 'EACCES') throw new SettingRefused('PORT', 'is not open to this user; expected one above 1023');
    if (code && noAddress.has(code)) throw new SettingRefused('HOST', 'is no address of this machine; expected for example 127.0.0.1 or 0.0.0.0');
    throw error;
  }
}

const noAddress = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'ENOTFOUND', 'EAI_AGAIN']);

/** Finds out what `listen` would say, before anything is opened that would then have to be closed. @throws SettingRefused */
export async function assertListenable(settings: Pick<Settings, 'host' | 'port' | 'portIsGiven'>): Promise<void> {
  const probe = createServer();
  await listen(probe, settings, () => undefined);
  await new Promise((resolve) => { probe.close(resolve); });
}

function listenOn(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      server.off('listening', succeeded);
      reject(error);
    };
    const succeeded = (): void => {
      server.off('error', failed);
      resolve(server.address() as AddressInfo);
    };
    server.once('error', failed).once('listening', succeeded).listen(port, host);
  });
}
