import type { AllStreamResolvedEvent, Position as ClientPosition, RecordedEvent } from '@eventstore/db-client';
import { LogDamaged, type Filter, type JsonObject, type Position, type StoredEvent } from './port.js';

/** An event of the whole log as the client gives it. */
export type LogEvent = NonNullable<AllStreamResolvedEvent['event']>;

export function matches({ type, streamId }: LogEvent, filter: Filter | undefined): boolean {
  return startsWithOne(type, filter?.types) && startsWithOne(streamId, filter?.streams);
}

function startsWithOne(name: string, prefixes: readonly string[] | undefined): boolean {
  return prefixes === undefined || prefixes.some((prefix) => name.startsWith(prefix));
}

export function isSystemEvent({ type, streamId }: LogEvent): boolean {
  return type.startsWith('$') || streamId.startsWith('$');
}

/** @throws LogDamaged where the event is not as this adapter writes them: the client hands on JSON that it cannot parse as a string, without a word */
export function stored(event: RecordedEvent | undefined): StoredEvent {
  if (!event?.position) throw new LogDamaged('an event without a position: EventStoreDB 22.6 or newer is needed');
  const { id, type, streamId, revision, created, data, metadata = {} } = event;
  if (!isJsonObject(data) || !isJsonObject(metadata)) throw new LogDamaged(`event ${id} does not hold JSON objects as data and metadata`);
  return { id, type, data, meta: metadata, stream: streamId, revision: Number(BigInt(revision)), position: asPosition(event.position), recordedAt: created };
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

export function positionOf({ position }: LogEvent): Position {
  return asPosition(position);
}

/** Two numbers of 64 bits, commit before prepare, at their full width so that they order as text. */
export function asPosition({ commit, prepare }: ClientPosition): Position {
  return `${digits(commit)}-${digits(prepare)}` as Position;
}

function digits(number: bigint): string {
  return BigInt(number).toString().padStart(20, '0');
}

export function asClientPosition(position: Position): ClientPosition {
  const [, commit, prepare] = /^(\d{20})-(\d{20})$/.exec(position) ?? [];
  if (commit === undefined || prepare === undefined) throw new LogDamaged('a position of another log');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}
