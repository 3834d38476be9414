import { Catch, HttpException, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { describeError, type Log } from './logging.js';
import { rememberProblem, requestIdOf } from './request.js';

/** The one shape of every answer that is not a success: RFC 9457. */

export interface ProblemParts {
  readonly status: number;
  /** Last part of the type, `urn:guarantor:problem:<code>`: what a program looks at. */
  readonly code: string;
  /** The same for every problem of the type. */
  readonly title: string;
  /** This case in a sentence for the person who reads it; never what was sent, never another person's reference. */
  readonly detail: string;
  /** Further members of the answer. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log only. */
  readonly cause?: unknown;
}

export class Problem extends HttpException {
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor({ status, code, title, detail, extensions, headers = {}, cause }: ProblemParts) {
    super({ ...extensions, type: `urn:guarantor:problem:${code}`, title, status, detail }, status, { cause });
    this.code = code;
    this.headers = headers;
  }
}

export interface FieldError {
  /** Path of the field, such as `legs[2].from`; empty for the body as a whole. */
  readonly field: string;
  readonly message: string;
}

export function invalidBody(errors: readonly FieldError[]): Problem {
  const detail = errors.length === 1 ? 'The body breaks one rule; see "errors".' : `The body breaks ${errors.length} rules; see "errors".`;
  return new Problem({ status: 400, code: 'invalid-body', title: 'The body is not in the form asked for', detail, extensions: { errors } });
}

export interface UnmetGuarantee {
  readonly code: string;
  readonly promise: string;
  readonly basis: string;
}

/** @param extensions for example the reference under which the refusal is kept */
export function unmetGuarantees(unmet: readonly UnmetGuarantee[], extensions: Readonly<Record<string, unknown>> = {}): Problem {
  const detail = unmet.length === 1
    ? 'The decision is refused because a guarantee is not met; see "unmet".'
    : `The decision is refused because ${unmet.length} guarantees are not met; see "unmet".`;
  return new Problem({ status: 422, code: 'unmet-guarantees', title: 'Guarantees are not met', detail, extensions: { ...extensions, unmet } });
}

/** @param detail which forms there are */
export function notAcceptable(detail: string): Problem {
  return new Problem({ status: 406, code: 'not-acceptable', title: 'No such representation', detail });
}

/** @param methods that the address does know */
export function methodNotAllowed(methods: readonly string[]): Problem {
  return generalProblem(405, { Allow: methods.join(', ') });
}

/** Answers for errors that only the framework raised: their own messages may repeat the address or the body. */
const general: Readonly<Record<number, readonly [code: string, title: string, detail: string]>> = {
  400: ['malformed-request', 'The request is malformed', 'The request cannot be read.'],
  401: ['not-authenticated', 'Who asks is not known', 'The request needs a valid bearer token.'],
  403: ['not-allowed', 'Not allowed', 'The caller may not do this.'],
  404: ['not-found', 'Nothing here', 'There is nothing under this address.'],
  405: ['method-not-allowed', 'Method not allowed', 'This address does not know the method.'],
  406: ['not-acceptable', 'No such representation', 'The answer cannot be given in the form asked for.'],
  408: ['request-timeout', 'Too slow', 'The request did not arrive in time.'],
  409: ['conflict', 'Conflict', 'The request does not fit what is recorded.'],
  412: ['precondition-failed', 'Changed meanwhile', 'What the request refers to has changed.'],
  413: ['body-too-large', 'The body is too large', 'The body is larger than is allowed.'],
  414: ['address-too-long', 'The address is too long', 'The address is longer than is allowed.'],
  415: ['unsupported-media-type', 'Unsupported media type', 'The body is not in a form that is read here.'],
  422: ['refused', 'Refused', 'The request cannot be carried out.'],
  429: ['too-many-requests', 'Too many requests', 'There were too many requests; wait and try again.'],
  501: ['not-implemented', 'Not implemented', 'This is not offered here.'],
  503: ['unavailable', 'Not available now', 'The service cannot answer now; try again later.'],
};

function generalProblem(status: number, headers?: Readonly<Record<string, string>>): Problem {
  const [code, title, detail] = general[status]
    ?? (status < 500 ? general[422]! : ['internal-fault', 'Something went wrong here', 'The fault is on this side. Nothing about it is shown; the request id finds it in the log.']);
  return new Problem({ status, code, title, detail, headers });
}

/** Knows errors of the layers below that are an answer in themselves, such as a store that cannot be reached; undefined for all others. */
export type Translate = (error: unknown) => Problem | undefined;

/** Turns whatever was thrown into a problem. What is not known becomes a 500 that says its request id and nothing else. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log, private readonly translate: Translate = () => undefined) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const requestId = requestIdOf(request);
    const problem = this.problemFor(error, request);
    rememberProblem(request, problem.code);
    const reason = problem === error ? problem.cause : error;
    if (problem.getStatus() >= 500 && reason !== undefined) this.log.error({ requestId, error: describeError(reason) }, 'a request failed through no fault of its caller');
    // An answer that has begun cannot become another one; cutting it off is the only way to say that it is incomplete.
    if (response.headersSent) return void response.destroy();
    response
      .status(problem.getStatus())
      .set({ ...problem.headers, 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' })
      .send(Buffer.from(JSON.stringify({ ...(problem.getResponse() as object), requestId })));
  }

  private problemFor(error: unknown, request: Request): Problem {
    if (error instanceof Problem) return error;
    const translated = this.translate(error);
    if (translated) return translated;
    if (!(error instanceof HttpException)) return generalProblem(500);
    if (error instanceof NotFoundException && request.route === undefined) {
      const methods = methodsAt(request);
      if (methods.length > 0) return methodNotAllowed(methods);
    }
    return generalProblem(error.getStatus());
  }
}

interface RouteLayer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** The methods of the routes at the address that was asked for. */
function methodsAt(request: Request): readonly string[] {
  const { stack } = (request.app as unknown as { router: { stack: readonly RouteLayer[] } }).router;
  const methods = stack
    .filter((layer) => layer.route && layer.match(request.path))
    .flatMap((layer) => Object.keys(layer.route!.methods))
    .map((method) => method.toUpperCase());
  return [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)];
}
