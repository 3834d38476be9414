import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Request, Response } from 'express';
import { notAcceptable } from './problem.js';

/** The forms in which an answer can be asked for, by Accept or by name. */
export const forms = { json: 'application/json', ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;
export type Form = keyof typeof forms;

export interface Answer {
  readonly question: string;
  /** What it is true of, and its figures. */
  readonly head: { readonly leftOut: number | readonly string[]; readonly [name: string]: unknown };
  readonly columns: readonly string[];
  readonly entries: AsyncIterable<object>;
  /** The next page; null where these are all entries. */
  readonly next: string | null;
}

export function answerForm(request: Request, named: string | undefined): Form {
  const wanted = request.accepts(Object.values(forms));
  const form = (Object.keys(forms) as Form[]).find((name) => (named === undefined ? forms[name] === wanted : name === named));
  if (form) return form;
  throw notAcceptable(`The answer is given as ${Object.values(forms).join(', ')}.`);
}

interface Pageful {
  /** One more than the page holds, where there is a next one. */
  readonly entries: readonly object[];
}

/** Of one page, or of each further one that can be turned to. */
export async function* entriesFrom<Page extends Pageful>(first: Page, size: number, turnTo?: (entriesBefore: number) => Promise<Page>): AsyncGenerator<object> {
  let page = first;
  for (let before = 0; ;) {
    yield* page.entries.slice(0, size);
    if (!turnTo || page.entries.length <= size) return;
    before += size;
    page = await turnTo(before);
  }
}

/** Sent as it is read, so that an answer of any length takes the memory of a page; one that fails on the way is cut off. */
export async function sendAnswer(response: Response, form: Form, answer: Answer): Promise<void> {
  response.setHeader('Vary', 'Accept');
  switch (form) {
    case 'json': return sendJson(response, answer);
    case 'ndjson': return sendLines(response, answer);
    case 'csv': return sendTable(response, answer);
  }
}

async function sendJson(response: Response, { question, head, entries, next }: Answer): Promise<void> {
  response.json({ question, ...head, entries: await Readable.from(entries).toArray(), next });
}

function sendLines(response: Response, { question, head, entries, next }: Answer): Promise<void> {
  return sendText(response, forms.ndjson, linesOf({ question, ...head, next }, entries));
}

/** As NDJSON: what the answer is true of on the first line, an entry on each further one. */
export async function* linesOf(head: object, entries: AsyncIterable<object>): AsyncGenerator<string> {
  yield `${JSON.stringify(head)}\n`;
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

/** Sent as it is read; what fails on the way is cut off. */
export async function sendText(response: Response, type: string, parts: AsyncIterable<string>): Promise<void> {
  response.setHeader('Content-Type', type);
  await pipeline(Readable.from(parts), response);
}

/**
 * RFC 4180, which has no place for comments: what the answer is true of goes into the headers, each as JSON. A text that a spreadsheet
 * would take for a formula gets an apostrophe in front of it.
 */
async function sendTable(response: Response, { question, head, columns, entries, next }: Answer): Promise<void> {
  response.setHeader('Content-Type', `${forms.csv}; charset=utf-8; header=present`);
  response.setHeader('Content-Disposition', `attachment; filename="${question.replaceAll('/', '-')}.csv"`);
  const leftOut = typeof head.leftOut === 'number' ? head.leftOut : head.leftOut.length;
  for (const [name, value] of Object.entries({ ...head, leftOut, next })) response.setHeader(`Audit-${kebab(name)}`, inAscii(JSON.stringify(value)));
  const table = stringify({
    header: true, columns: columns.map((key) => ({ key })), record_delimiter: 'windows', quote_record_delimiter: true, escape_formulas: true,
    cast: { boolean: String, string: unhidden, object: (value) => (Array.isArray(value) && value.every((member) => typeof member === 'string') ? unhidden(value.join('; ')) : JSON.stringify(value)) },
  });
  await pipeline(Readable.from(entries), table, response);
}

/** A spreadsheet skips what cannot be seen before a formula; what begins with the sign itself gets its apostrophe from the table's writer. */
function unhidden(text: string): string {
  return /^[\s\p{Cc}\p{Cf}]+[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(text) && !/^[\t\r]/.test(text) ? `'${text}` : text;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter}`).replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** A header takes no other letters; JSON says the same with escapes. */
function inAscii(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
