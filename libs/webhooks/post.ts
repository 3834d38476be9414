import { lookup } from 'node:dns/promises';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { errorClass } from '../event-store/transaction.js';
import { isLoopback, isPublic } from './addresses.js';

/** What came of an attempt. The answer's status counts, and nothing else of it is kept. */
export type Outcome =
  | { readonly kind: 'taken' }
  /** The service says that there is nobody any more. */
  | { readonly kind: 'gone' }
  /** `reason` is a status or a class of errors; `retryAfterMs` is what the service asked for. */
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfterMs?: number };

export interface Address {
  readonly address: string;
  readonly family: number;
}
export type Resolve = (name: string) => Promise<readonly Address[]>;

export interface Letter {
  /** `https://…`; `http://…` reaches this machine alone. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Posting {
  readonly resolve?: Resolve;
  readonly timeoutMs: number;
  /** Gives the attempt up, whose outcome is then unknown. */
  readonly signal: AbortSignal;
}

/** Some address that the name leads to is one that no request from here may go to. */
class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';
}
class NoAnswerInTime extends Error {
  readonly code = 'TIMEOUT';
}
class ClosedUnanswered extends Error {
  readonly code = 'CLOSED_UNANSWERED';
}

const answerBytesMax = 16 * 1024;

/**
 * Sends once. The name is resolved for this request alone, every address that it has is looked at, and the connection is made to one of
 * those: a name that leads elsewhere a moment later leads nowhere. A redirection is an answer like any other, and is not followed.
 * @throws the reason of the signal, once it is aborted
 */
export async function post(letter: Letter, { resolve = resolveAll, timeoutMs, signal }: Posting): Promise<Outcome> {
  const url = new URL(letter.target);
  // An AbortSignal.timeout that only `any` knows is collected before it is due (Node 20).
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(), timeoutMs);
  const ending = AbortSignal.any([signal, tooLong.signal]);
  try {
    const addresses = await unlessAborted(addressesOf(url, resolve), ending);
    return await send(url, addresses, letter, ending);
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'failed', reason: errorClass(tooLong.signal.aborted ? new NoAnswerInTime() : error) };
  } finally {
    clearTimeout(timer);
  }
}

/** @throws AddressRefused, and what the resolver throws */
async function addressesOf({ protocol, hostname }: URL, resolve: Resolve): Promise<readonly Address[]> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family > 0 ? [{ address: host, family }] : await resolve(host);
  const mayBeAsked = protocol === 'https:' ? isPublic : isLoopback;
  if (addresses.length === 0 || !addresses.every(({ address }) => mayBeAsked(address))) throw new AddressRefused();
  return addresses;
}

function resolveAll(name: string): Promise<readonly Address[]> {
  return lookup(name, { all: true });
}

function send(url: URL, addresses: readonly Address[], { headers, body }: Letter, signal: AbortSignal): Promise<Outcome> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method: 'POST', agent: false, lookup: answering(addresses), maxHeaderSize: answerBytesMax, rejectUnauthorized: true, signal,
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body), 'User-Agent': 'guarantor' },
    });
    sending.once('response', (response) => {
      resolve(outcomeOf(response));
      passOver(response);
    });
    sending.on('error', reject).once('close', () => reject(new ClosedUnanswered()));
    sending.end(body);
  });
}

/** A resolver that knows these addresses and asks nobody. */
function answering(addresses: readonly Address[]): LookupFunction {
  const [first] = addresses as readonly [Address];
  return (_name, { all }, callback) => (all ? callback(null, [...addresses]) : callback(null, first.address, first.family));
}

/** Whoever answers at length is heard politely, and cut off at some point. */
function passOver(response: IncomingMessage): void {
  let bytes = 0;
  response.on('error', () => undefined).on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > answerBytesMax) response.destroy();
  });
}

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): Outcome {
  if (statusCode >= 200 && statusCode < 300) return { kind: 'taken' };
  if (statusCode === 410) return { kind: 'gone' };
  const retryAfterMs = millisecondsIn(headers['retry-after']);
  return { kind: 'failed', reason: `HTTP_${statusCode}`, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** Of a Retry-After: seconds, or a date. Undefined of what is neither. */
function millisecondsIn(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(signal.reason as Error);
    if (signal.aborted) abandon();
    signal.addEventListener('abort', abandon, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon));
  });
}
