import type { Request, RequestHandler } from 'express';
import { invalidBody, Problem } from './problem.js';
import { JsonRefused, parseStrictJson } from './strict-json.js';

/** What a request may carry, checked before any route sees it. */

export const bodyBytesMax = 256 * 1024;
export const urlLengthMax = 2 * 1024;
const msAfterRefusal = 1_000;

/** Comes before the routes: an address that is too long is not even compared with them. */
export const refuseLongUrls: RequestHandler = (request, _response, next) => {
  if (request.originalUrl.length <= urlLengthMax) return next();
  next(new Problem({ status: 414, code: 'address-too-long', title: 'The address is too long', detail: `An address holds at most ${urlLengthMax} characters.` }));
};

/** Puts the parsed body where there is one; a request without a body keeps `body` undefined. */
export const readJsonBody: RequestHandler = (request, _response, next) => {
  jsonBodyOf(request).then((body) => {
    request.body = body;
    next();
  }).catch(next);
};

async function jsonBodyOf(request: Request): Promise<unknown> {
  const { 'content-length': length, 'transfer-encoding': transferEncoding } = request.headers;
  if (transferEncoding === undefined && (length === undefined || Number(length) === 0)) return undefined;
  assertPlainJson(request);
  if (length !== undefined && Number(length) > bodyBytesMax) {
    letGoOf(request);
    throw tooLarge();
  }
  const bytes = await bytesOf(request);
  return bytes.length === 0 ? undefined : parsed(bytes);
}

function assertPlainJson({ headers }: Request): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw unsupported('A compressed body is not read here; send it as it is.', { 'Accept-Encoding': 'identity' });
  }
  if (!/^application\/json[ \t]*(;[ \t]*charset="?utf-8"?[ \t]*)?$/i.test(headers['content-type'] ?? '')) {
    throw unsupported('A body is read as application/json in UTF-8 only; say so in Content-Type.');
  }
}

/** Answers as soon as the limit is passed, without waiting for the rest. */
function bytesOf(request: Request): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length <= bodyBytesMax) return void chunks.push(chunk);
      request.off('data', take);
      letGoOf(request);
      reject(tooLarge());
    };
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => reject(brokenOff()));
    request.once('close', () => reject(brokenOff()));
  });
}

/** What still arrives is thrown away for a moment, so that the sender can read its answer, and then the connection is cut. */
function letGoOf(request: Request): void {
  const timer = setTimeout(() => request.destroy(), msAfterRefusal).unref();
  request.once('close', () => clearTimeout(timer)).resume();
}

function parsed(bytes: Buffer): unknown {
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof JsonRefused) throw invalidBody([{ field: error.field, message: error.sentence }]);
    throw invalidBody([{ field: '', message: 'The body is not valid UTF-8.' }]);
  }
}

function tooLarge(): Problem {
  return new Problem({ status: 413, code: 'body-too-large', title: 'The body is too large', detail: `A body holds at most ${bodyBytesMax} bytes.` });
}

function unsupported(detail: string, headers?: Readonly<Record<string, string>>): Problem {
  return new Problem({ status: 415, code: 'unsupported-media-type', title: 'Unsupported media type', detail, headers });
}

function brokenOff(): Problem {
  return new Problem({ status: 400, code: 'malformed-request', title: 'The request is malformed', detail: 'The body broke off before its end.' });
}
