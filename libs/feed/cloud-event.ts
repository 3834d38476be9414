import { idIn, subjectOf } from '../decider/subject.js';
import type { PseudonymOf, SharedEvent } from '../decider/shared.js';
import type { Purpose } from '../decider/actor.js';
import type { Told } from './telling.js';

/** A CloudEvent 1.0 in structured form, with the extension attributes purpose, jurisdiction and cursor. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The same however often it is sent to a service, and another for every other service. */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** Pseudonym of the child or place; of two states, their names. */
  readonly subject: string;
  /** When it was recorded, to the second. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  /** What it may be used for. */
  readonly purpose: Purpose;
  readonly jurisdiction: string;
  /** Asks for what comes after it. */
  readonly cursor: string;
  readonly data: object;
}

export function schemaId({ type, version }: Pick<SharedEvent, 'type' | 'version'>): string {
  return `urn:guarantor:feed:schema:${type}:${version}`;
}

export function sourceOf(logId: string): string {
  return `urn:guarantor:log:${logId}`;
}

export function cloudEvent({ shared, fact, data }: Told, { purpose, logId, cursor, pseudonymOf }: { purpose: Purpose; logId: string; cursor: string; pseudonymOf: PseudonymOf }): CloudEvent {
  return {
    specversion: '1.0',
    id: pseudonymOf('event', fact.id),
    source: sourceOf(logId),
    type: fact.type,
    subject: subjectIn(fact.stream, pseudonymOf),
    time: `${fact.recordedAt.toISOString().slice(0, 19)}Z`,
    datacontenttype: 'application/json',
    dataschema: schemaId(shared),
    purpose,
    jurisdiction: fact.meta.jurisdiction,
    cursor,
    data,
  };
}

function subjectIn(stream: string, pseudonymOf: PseudonymOf): string {
  const subject = subjectOf(stream);
  const id = idIn(stream);
  if (subject === 'corridor') return id;
  return pseudonymOf(subject === 'facility' ? 'place' : 'child', id);
}
