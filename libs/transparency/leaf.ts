import { createHash } from 'node:crypto';
import type { Json, StoredEvent } from '../event-store/port.js';
import { leafHash, type Hash } from './merkle.js';

/**
 * What a leaf of the tree says of an event: its stored form, with what is sealed as it is sealed, in canonical JSON (RFC 8785). Its envelope stands in it
 * by a fingerprint, so that an event can be proved to whoever may not be told who recorded it. The position is no part: that is the place of the leaf.
 */
export interface Leaf {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  /** RFC 3339 in UTC, with milliseconds. */
  readonly recordedAt: string;
  readonly data: Json;
  /** SHA-256 of the envelope in canonical JSON, in hexadecimal. */
  readonly metaSha256: string;
}

export function leafOf({ id, stream, revision, type, recordedAt, data, meta }: StoredEvent): Leaf {
  return { id, stream, revision, type, recordedAt: recordedAt.toISOString(), data, metaSha256: fingerprint(meta) };
}

export function hashOfLeaf({ id, stream, revision, type, recordedAt, data, metaSha256 }: Leaf): Hash {
  return leafHash(jcs({ id, stream, revision, type, recordedAt, data, metaSha256 }));
}

export function hashOfEvent(event: StoredEvent): Hash {
  return hashOfLeaf(leafOf(event));
}

export function fingerprint(value: Json): string {
  return createHash('sha256').update(jcs(value)).digest('hex');
}

/** RFC 8785: members in the order of their names by UTF-16 units, names that are numbers among them. A number beyond all that JSON can say, which no writer stored, stays apart from null. */
export function jcs(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join()}]`;
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : String(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = value as { readonly [name: string]: Json };
  return `{${Object.keys(members).sort().map((name) => `${JSON.stringify(name)}:${jcs(members[name])}`).join()}}`;
}
