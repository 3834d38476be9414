import type { LoggerService } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { callerOf, problemOf, requestIdOf } from './request.js';

/** What is logged is listed here, field by field: no body, no query string, no header, no address with references in it. */

export type Log = Logger;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The second line, behind the lists of fields: names that hold secrets or a person's data wherever somebody logs them after all. */
const neverLogged = [
  'authorization', 'body', 'cookie', 'data', 'headers', 'key', 'message', 'parameters', 'password', 'query', 'secret', 'token', 'url',
];

export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  return pino({
    level,
    base: null,
    messageKey: 'text',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError, error: (value: unknown) => (value instanceof Error ? describeError(value) : value) },
    redact: { paths: [...neverLogged, ...neverLogged.map((name) => `*.${name}`)], remove: true },
  }, destination ?? pino.destination(1));
}

export interface DescribedError {
  readonly name: string;
  /** Such as ECONNREFUSED, or PostgreSQL's 23505. */
  readonly code?: string;
  readonly frames: readonly string[];
  readonly cause?: DescribedError;
}

/** An error without its message, which may quote a row, a body or an address. */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const { code } = error as { code?: unknown };
  const cause = error.cause instanceof Error && error.cause !== error ? error.cause : undefined;
  return {
    name: error.constructor.name,
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) && { code }),
    frames: framesOf(error),
    ...(cause && { cause: { ...describeError(cause), cause: undefined } }),
  };
}

function framesOf({ stack = '', message }: Error): readonly string[] {
  const afterMessage = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  return afterMessage.split('\n').filter((line) => line.startsWith('    at ')).slice(0, 12).map((line) => line.trim());
}

export interface AnsweredRequest {
  readonly method: string;
  /** The template of the route, such as /children/:childRef; absent where none matched. */
  readonly route?: string;
  readonly status: number;
  readonly seconds: number;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** One line for each request, after its answer. Comes before every other middleware, so that refusals are logged too. */
export function logRequests(log: Log, measure: (request: AnsweredRequest) => void): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(request);
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      const template: unknown = (request.route as { path?: unknown } | undefined)?.path;
      const answered: AnsweredRequest = {
        method: methods.has(request.method) ? request.method : 'OTHER',
        ...(typeof template === 'string' && { route: template }),
        status: response.statusCode,
        seconds: (performance.now() - startedAt) / 1000,
      };
      measure(answered);
      const caller = callerOf(request);
      log[answered.status >= 500 ? 'error' : 'info']({
        requestId,
        method: answered.method,
        route: answered.route,
        status: answered.status,
        problem: problemOf(request),
        durationMs: Math.round(answered.seconds * 1000),
        role: caller?.role,
        orgType: caller?.orgType,
        ...(!response.writableFinished && { cutOff: true }),
      }, 'request answered');
    });
    next();
  };
}

/** Nest's own messages, in the same form as all others. */
export class NestLog implements LoggerService {
  constructor(private readonly destination: Log) {}

  log(message: unknown, ...context: unknown[]): void { this.write('info', message, context); }
  warn(message: unknown, ...context: unknown[]): void { this.write('warn', message, context); }
  error(message: unknown, ...context: unknown[]): void { this.write('error', message, context); }
  fatal(message: unknown, ...context: unknown[]): void { this.write('fatal', message, context); }
  debug(message: unknown, ...context: unknown[]): void { this.write('debug', message, context); }
  verbose(message: unknown, ...context: unknown[]): void { this.write('trace', message, context); }

  private write(level: Exclude<LogLevel, 'silent'>, message: unknown, rest: readonly unknown[]): void {
    const last = rest.at(-1);
    const context = typeof last === 'string' ? last : undefined;
    if (typeof message === 'string') return this.destination[level]({ context }, message);
    // Faults of the wiring are thrown before the first request, so that their message cannot quote one.
    const text = message instanceof Error && context === 'ExceptionHandler' ? message.message : 'an object that is not shown';
    this.destination[level]({ context, error: describeError(message) }, text);
  }
}
