import { restate } from '../case-file/case-file.js';
import { isCorrection } from '../case-file/readings.js';
import { isOfEntitled, type Envelope, type Fact } from '../decider/event.js';
import { isSealed } from '../privacy/personal.js';
import { remembered } from './remembered.js';

/**
 * What the fold of a read model keeps of a child's facts, because a correction can change any of them later: the skeleton.
 * What is sealed stays in the log alone.
 */
export type KeptFacts = readonly KeptFact[];

interface KeptFact extends Pick<Fact, 'id' | 'type' | 'stream' | 'revision' | 'position'> {
  readonly data: object;
  readonly recordedAt: string;
  readonly meta: Pick<Envelope, 'occurredAt' | 'jurisdiction' | 'source' | 'clockAheadMs'> & {
    readonly recordedBy: Pick<Envelope['recordedBy'], 'actorRef' | 'role' | 'orgRef' | 'orgType'>;
    /** Who was not entitled is kept where it is so. */
    readonly command: Pick<Envelope['command'], 'kind' | 'entitled' | 'void'>;
  };
}

/** With a fact more; a correction is kept where what it corrects is. */
export function withFact(kept: KeptFacts, fact: Fact): KeptFacts {
  if (isCorrection(fact) && !kept.some(({ id }) => id === (fact.data as { target: string }).target)) return kept;
  const { id, type, stream, revision, position, recordedAt, data, meta: { occurredAt, jurisdiction, source, clockAheadMs, recordedBy: { actorRef, role, orgRef, orgType }, command } } = fact;
  const standing = isOfEntitled(fact) ? {} : { entitled: command.entitled, void: command.void };
  const meta = { occurredAt, jurisdiction, source, clockAheadMs, recordedBy: { actorRef, role, orgRef, orgType }, command: { kind: command?.kind, ...standing } };
  return [...kept, { id, type, stream, revision, position, recordedAt: recordedAt.toISOString(), data: skeletonOf(data) as object, meta }];
}

export function factsAsRecorded(kept: KeptFacts): readonly Fact[] {
  return kept.map(asRecorded);
}

/** The same fact each time, so that what was made of it can be found again. */
const asRecorded = remembered((fact: KeptFact) => ({ ...fact, recordedAt: new Date(fact.recordedAt) }) as unknown as Fact);

/** As the sources now say: with what corrections and retractions have left of them. */
export function factsAsRestated(kept: KeptFacts): readonly Fact[] {
  return restate(factsAsRecorded(kept));
}

function skeletonOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((member) => !isSealed(member)).map(skeletonOf);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => !isSealed(member)).map(([name, member]) => [name, skeletonOf(member)]));
}
