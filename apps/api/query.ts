import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { Problem } from './problem.js';

/** What lists have in common: how they are asked, and how the next page is named. */

export const limitDefault = 50;
export const limitMax = 200;

/** The parameters of a query string, each at most once, and no others than those named. */
export function parametersOf<Name extends string>(request: Request, names: readonly Name[]): { readonly [name in Name]?: string } {
  const found = new Map<string, string>();
  for (const [name, value] of new URL(request.originalUrl, 'http://localhost').searchParams) {
    if (!(names as readonly string[]).includes(name)) throw invalidQuery(`There is no parameter of that name here. The parameters are: ${names.join(', ')}.`);
    if (found.has(name)) throw invalidQuery(`${name} is given more than once.`);
    found.set(name, value);
  }
  return Object.fromEntries(found) as { [name in Name]?: string };
}

export function limitIn(value: string | undefined): number {
  if (value === undefined) return limitDefault;
  if (!/^\d{1,4}$/.test(value) || Number(value) < 1 || Number(value) > limitMax) throw invalidQuery(`limit is a whole number from 1 to ${limitMax}.`);
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
  if (value !== undefined && !/^(\d{19}|\d{20}-\d{20})$/.test(value)) throw invalidQuery(`${name} is a position, as answers give it.`);
  return value;
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

export function invalidQuery(detail: string): Problem {
  return new Problem({ status: 400, code: 'invalid-query', title: 'The question is not in the form asked for', detail });
}
