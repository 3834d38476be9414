import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../libs/decider/actor.js';

/** What the edge knows about one request besides what was sent. Kept beside the request, so that no body or header can set it. */

const ids = new WeakMap<IncomingMessage, string>();
const callers = new WeakMap<IncomingMessage, Actor>();
const tokenEnds = new WeakMap<IncomingMessage, Date>();
const problems = new WeakMap<IncomingMessage, string>();

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ties answer, log line and complaint together: the caller's `x-request-id` where it is a UUID, else one of ours. */
export function requestIdOf(request: IncomingMessage): string {
  const known = ids.get(request);
  if (known) return known;
  const sent = request.headers['x-request-id'];
  const id = typeof sent === 'string' && uuid.test(sent) ? sent.toLowerCase() : randomUUID();
  ids.set(request, id);
  return id;
}

/** Who asks, once the token was checked. */
export function callerOf(request: IncomingMessage): Actor | undefined {
  return callers.get(request);
}

export function rememberCaller(request: IncomingMessage, actor: Actor): void {
  callers.set(request, actor);
}

/** Until when the token of the caller is taken, for what goes on longer than a token lasts. */
export function tokenEndOf(request: IncomingMessage): Date | undefined {
  return tokenEnds.get(request);
}

export function rememberTokenEnd(request: IncomingMessage, end: Date): void {
  tokenEnds.set(request, end);
}

/** The code of the problem that was answered, for the log. */
export function problemOf(request: IncomingMessage): string | undefined {
  return problems.get(request);
}

export function rememberProblem(request: IncomingMessage, code: string): void {
  problems.set(request, code);
}
