import { createHash } from 'node:crypto';
import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { Request } from 'express';
import { referenceForm, referenceInWords } from '../../libs/decider/fields.js';
import type { KnownTime } from '../../libs/event-store/known-time.js';
import type { Position } from '../../libs/event-store/port.js';
import { Problem } from './problem.js';

/** What lists have in common: how they are asked, and how the next page is named. */

export const limitDefault = 50;
export const limitMax = 200;

/** The parameters of a query string, each at most once, and no others than those named. */
export function parametersOf<Name extends string>(request: Request, names: readonly Name[]): { readonly [name in Name]?: string } {
  const found = new Map<string, string>();
  for (const [name, value] of new URL(request.originalUrl, 'http://localhost').searchParams) {
    if (!(names as readonly string[]).includes(name)) throw invalidQuery(names.length > 0 ? `There is no parameter of that name here. The parameters are: ${names.join(', ')}.` : 'There are no parameters here.');
    if (found.has(name)) throw invalidQuery(`${name} is given more than once.`);
    found.set(name, value);
  }
  return Object.fromEntries(found) as { [name in Name]?: string };
}

export function limitIn(value: string | undefined, { usual, most } = { usual: limitDefault, most: limitMax }): number {
  if (value === undefined) return usual;
  if (!/^\d{1,4}$/.test(value) || Number(value) < 1 || Number(value) > most) throw invalidQuery(`limit is a whole number from 1 to ${most}.`);
  return Number(value);
}

export function instantIn(name: string, value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const wellFormed = /^(19|20)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(value);
  // Date.parse takes 30 February for 2 March.
  if (!wellFormed || Number.isNaN(Date.parse(value)) || new Date(`${value.slice(0, 10)}T00:00Z`).getUTCDate() !== Number(value.slice(8, 10))) throw invalidQuery(`${name} is an instant with its offset, such as 2026-03-02T09:30:00Z (a plus sign is written %2B).`);
  return new Date(value);
}

/** Positions order as text, so that one without its leading zeros would name a place far ahead of the log. */
export function positionIn(name: string, value: string | undefined): string | undefined {
  if (value !== undefined && !isPosition(value)) throw invalidQuery(`${name} is a position, as answers give it.`);
  return value;
}

export function isPosition(value: unknown): boolean {
  return typeof value === 'string' && /^(\d{19}|\d{20}-\d{20})$/.test(value);
}

export const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** In small letters, as answers give it. */
export function isUuid(value: unknown): boolean {
  return typeof value === 'string' && uuidForm.test(value);
}

/** Names where the next page begins. Belongs to one query with its filters, and is refused for any other. */
export function cursorFor(query: object, last: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([fingerprint(query), ...last])).toString('base64url');
}

/** @param form what each part of the key is, for a cursor can be made up */
export function cursorIn(query: object, value: string | undefined, form: readonly ((part: unknown) => boolean)[]): readonly (string | number)[] | undefined {
  if (value === undefined) return undefined;
  try {
    const [of, ...last] = JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as [string, ...(string | number)[]];
    if (of === fingerprint(query) && last.length === form.length && form.every((fits, index) => fits(last[index]))) return last;
  } catch {
    // Said below, for both ways of being wrong.
  }
  throw invalidQuery('cursor is not one that this query gave: take it from "next" of the page before, and keep the filters.');
}

function fingerprint(query: object): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 12);
}

/** What a cursor may count up to: the database takes no more. */
export function isCount(part: unknown): boolean {
  return Number.isInteger(part) && Number(part) >= 0 && Number(part) <= 2 ** 31 - 1;
}

/** As answers print it, of a year that a question can be asked about. */
export function isInstant(part: unknown): boolean {
  return typeof part === 'string' && /^(19|20)/.test(part) && !Number.isNaN(Date.parse(part)) && new Date(part).toISOString() === part;
}

/** Where a page begins that counts its entries. */
export function offsetIn(query: object, cursor: string | undefined): number {
  return Number(cursorIn(query, cursor, [isCount])?.[0] ?? 0);
}

/** A page of so many entries, of which one more was read, and where the next one begins. */
export function pageFrom<Entry>(query: object, from: number, size: number, entries: readonly Entry[]) {
  return { entries: entries.slice(0, size), next: entries.length > size ? cursorFor(query, [from + size]) : null };
}

/** How what is asked page by page describes itself. */
export function Paged(): MethodDecorator {
  return applyDecorators(
    ApiQuery({ name: 'limit', required: false, description: `Entries in a page, 1 to ${limitMax}; ${limitDefault} if left out.` }),
    ApiQuery({ name: 'cursor', required: false, description: '"next" of the page before.' }),
  );
}

/** How a question that is about an instant describes it. */
export function AsOf(): MethodDecorator {
  return ApiQuery({ name: 'asOf', required: false, description: 'The instant that is asked about. Left out: now.' });
}

export function KnownAt(): MethodDecorator {
  return ApiQuery({ name: 'knownAt', required: false, description: 'Only what the log knew at this instant. Left out: all of it.' });
}

/** A version that is missing is an error, never another figure. */
export function assertCarried(name: string, wanted: string | undefined, carried: readonly string[]): void {
  if (wanted === undefined || carried.includes(wanted)) return;
  throw new Problem({
    status: 400, code: 'version-not-carried', title: 'Another version made that report',
    detail: `${name} is ${carried.join(' or ')} here: no other version is carried, and no other figures are given in place of those asked for.`, extensions: { carried: carried[0] },
  });
}

/** The position that an instant of known time comes to, and how the answer prints it. */
export async function knownIn(knownTime: KnownTime, value: string | undefined): Promise<{ readonly position: Position | undefined; readonly printed: object }> {
  const { position, provisional } = await knownPosition(knownTime, value, undefined);
  return { position, printed: value === undefined ? {} : { knownAt: { instant: new Date(value), position: position || null, provisional } } };
}

/** The position asked for, or that at which the instant asked for is known; empty where nothing was known then. */
export async function knownPosition(knownTime: KnownTime, knownAt: string | undefined, position: string | undefined): Promise<{ readonly position: Position | undefined; readonly provisional: boolean }> {
  const [instant, at] = [instantIn('knownAt', knownAt), positionIn('position', position)];
  if (instant && at) throw invalidQuery('knownAt and position exclude each other.');
  if (!instant) return { position: at as Position | undefined, provisional: false };
  const known = await knownTime.resolve(instant);
  return { position: known.position ?? '' as Position, provisional: known.provisional };
}

/** Asked for a place that was not reached yet, or that no answer gave. */
export async function notThereYet(knownTime: KnownTime, asked: Position, position: string): Promise<Problem> {
  return await knownTime.isAhead(asked) ? invalidQuery('The log has not come to this position: it is none that an answer gave.') : new Problem({
    status: 503, code: 'read-model-behind', title: 'The read model is not there yet',
    detail: 'The read models do not include the position asked for yet; "position" says how far they are. Ask again.', extensions: { position: position || null }, headers: { 'Retry-After': '1' },
  });
}

export function codeIn<Code extends string>(name: string, value: string | undefined, codes: readonly Code[]): Code | undefined {
  if (value !== undefined && !(codes as readonly string[]).includes(value)) throw invalidQuery(`${name} is one of ${codes.join(', ')}.`);
  return value as Code | undefined;
}

export function countryIn(name: string, value: string | undefined): string | undefined {
  if (value !== undefined && !/^[A-Z]{2}$/.test(value)) throw invalidQuery(`${name} is a country code of two capital letters (ISO 3166-1).`);
  return value;
}

export function referenceIn(name: string, value: string | undefined): string | undefined {
  if (value !== undefined && !referenceForm.test(value)) throw invalidQuery(`${name} is ${referenceInWords}`);
  return value;
}

export function uuidIn(name: string, value: string | undefined): string | undefined {
  if (value !== undefined && !isUuid(value)) throw invalidQuery(`${name} is a reference that an answer gave (a UUID in small letters).`);
  return value;
}

export function invalidQuery(detail: string): Problem {
  return new Problem({ status: 400, code: 'invalid-query', title: 'The question is not in the form asked for', detail });
}
