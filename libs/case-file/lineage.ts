import type { EventDeclaration, Fact, NewFact } from '../decider/event.js';
import { streamOfChild } from '../decider/kin.js';
import {
  IdentityMerged, IdentitySplit, MergedInto, MergedRecordContinued, MergeLapsed, SplitFrom, DifferentChildrenAttested, SameChildAttested, type LinksEvent,
} from '../identification/links.events.js';
import { evolveLinks, noLinks } from '../identification/links.state.js';

/** The records of one child, of which some were merged into others. Events never move: whoever asks about the child reads all of them (rulings 15 and 35). */

/** Other records of a child, by stream, as they were read. */
export type MergedRecords = ReadonlyMap<string, readonly Fact[]>;

export const noMergedRecords: MergedRecords = new Map();

/** What is said of a record as such, and of no child. */
const ofRecords: readonly string[] = [IdentityMerged, IdentitySplit, MergedInto, MergedRecordContinued, MergeLapsed, SplitFrom, SameChildAttested, DifferentChildrenAttested].map(({ type }) => type);

const tellsOfMerged: readonly string[] = [IdentityMerged.type, IdentitySplit.type];

/** Whether it changes which other records count, or how far. */
export function isOfLineage({ type }: Pick<Fact, 'type'>): boolean {
  return tellsOfMerged.includes(type);
}

/**
 * The records that were merged into this one and not split from it again, by stream, each with the revision up to which this one was told.
 * A report about that changes nothing: these are read there, and two persons merge and split.
 */
function absorbedBy(facts: readonly Pick<Fact, 'type' | 'data'>[]): ReadonlyMap<string, number> {
  const { merged } = (facts.filter(isOfLineage) as Fact<LinksEvent>[]).reduce(evolveLinks, noLinks);
  return new Map([...merged].map(([from, revision]) => [streamOfChild(from), revision]));
}

/** Reads the records that were merged into one, and those that were merged into them. */
export async function recordsMergedInto(
  facts: readonly Pick<Fact, 'type' | 'data'>[], read: (stream: string) => Promise<readonly Fact[]>, known = new Map<string, readonly Fact[]>(),
): Promise<MergedRecords> {
  for (const stream of absorbedBy(facts).keys()) {
    if (known.has(stream)) continue;
    const its = await read(stream);
    known.set(stream, its);
    await recordsMergedInto(its, read, known);
  }
  return known;
}

/**
 * A record with those that were merged into it, theirs included, in the order of the log; the same list where none was.
 * @param whole true where they count as far as they were read, and not only as far as this record was told of them
 */
export function lineageOf(own: readonly Fact[], records: MergedRecords, whole = true): readonly Fact[] {
  const stream = own.slice(0, 1).map((fact) => fact.stream);
  const others = mergedFacts(own, records, whole, new Set(stream), stream);
  return others.length === 0 ? own : [...own, ...others].sort(inLog);
}

/** The same as one stream: what stands here keeps its revision, and what stands elsewhere gets one between two of these. */
export function united(own: readonly Fact[], records: MergedRecords, whole?: boolean): readonly Fact[] {
  const facts = lineageOf(own, records, whole);
  if (facts === own) return own;
  const here = new Set(own);
  let [revision, between] = [-1, 0];
  return facts.map((fact) => {
    if (!here.has(fact)) return { ...fact, revision: revision + (between += 1) / facts.length };
    [revision, between] = [fact.revision, 0];
    return fact;
  });
}

function mergedFacts(facts: readonly Fact[], records: MergedRecords, whole: boolean, seen: Set<string>, goesOnIn: readonly string[]): readonly Fact[] {
  return [...absorbedBy(facts)].flatMap(([stream, revision]) => {
    // Two records that were merged into each other at one moment are both closed, and each is read once.
    if (seen.has(stream)) return [];
    seen.add(stream);
    const its = (records.get(stream) ?? []).filter((fact) => whole || fact.revision <= revision);
    return [...its.filter(({ type }) => !ofRecords.includes(type)).map((fact) => ({ ...fact, goesOnIn })), ...mergedFacts(its, records, whole, seen, [stream, ...goesOnIn])];
  });
}

/** The records that belong to one without a break, theirs included, by stream, each with the position in the log since which it does. */
export function belongingTo(stream: string, records: MergedRecords, since = '', found: ReadonlyMap<string, string> = new Map([[stream, '']])): ReadonlyMap<string, string> {
  const joined = new Map<string, string>();
  for (const { type, data, position } of records.get(stream) ?? []) {
    const { from } = data as { readonly from: string };
    if (type === IdentitySplit.type) joined.delete(streamOfChild(from));
    if (type === IdentityMerged.type && !joined.has(streamOfChild(from))) joined.set(streamOfChild(from), position);
  }
  return [...joined].reduce((known, [each, position]) => {
    if (known.has(each)) return known;
    const both = position > since ? position : since;
    return belongingTo(each, records, both, new Map(known).set(each, both));
  }, found);
}

/** Whether a record is this one, or was merged into it and not split from it again. */
export function isOneWith(childId: string, { facts, merged }: { readonly facts: readonly Fact[]; readonly merged: MergedRecords }, record: string): boolean {
  const own = streamOfChild(childId);
  return belongingTo(own, new Map([...merged, [own, facts]])).has(streamOfChild(record));
}

/** The record that one was merged into, by stream, as two persons decided; undefined where it was not, or was split from it again. */
function mergedIntoBy(facts: readonly Fact[]): string | undefined {
  const merge = closedBy(facts) as Fact<typeof MergedInto> | undefined;
  return merge && streamOfChild(merge.data.survivorRef);
}

/** What says whether a record goes on in another one. */
export const ofMerge: readonly string[] = [MergedInto, SplitFrom, MergeLapsed].map(({ type }) => type);

/** By which a record was merged into another one, from which it was not split again. */
export function closedBy(facts: readonly Fact[]): Fact | undefined {
  const last = facts.findLast(({ type }) => ofMerge.includes(type));
  return last?.type === MergedInto.type ? last : undefined;
}

/** What says which records belong together. */
export const ofLineage: readonly string[] = [IdentityMerged, IdentitySplit, MergedInto, SplitFrom, MergeLapsed].map(({ type }) => type);

/** The records that one was ever merged with, by stream, whichever of the two went on. */
export function namedBy(facts: readonly Pick<Fact, 'type' | 'data'>[]): readonly string[] {
  const names = facts.filter(({ type }) => ofLineage.includes(type)).map(({ data }) => data as { readonly from?: string; readonly survivorRef?: string });
  return [...new Set(names.map(({ from, survivorRef = from! }) => streamOfChild(survivorRef)))];
}

/** A record with all that belong together with it, as they are read. */
export async function recordsAround(stream: string, read: (stream: string) => Promise<readonly Fact[]>): Promise<MergedRecords> {
  const known = new Map<string, readonly Fact[]>();
  for (const waiting = [stream]; waiting.length > 0;) {
    const next = waiting.shift()!;
    if (known.has(next)) continue;
    known.set(next, await read(next));
    waiting.push(...namedBy(known.get(next)!));
  }
  return known;
}

/**
 * The record in which another one goes on: the last of those that it was merged into, as far as these have been told of it. Of records that were
 * merged into each other none goes on in another one.
 */
export function goesOnIn(stream: string, records: MergedRecords): string {
  const seen = [stream];
  for (;;) {
    const at = seen.at(-1)!;
    const next = mergedIntoBy(records.get(at) ?? []);
    if (next === undefined || !absorbedBy(records.get(next) ?? []).has(at)) return at;
    if (seen.includes(next)) return next;
    seen.push(next);
  }
}

/** A record with those that go on in it, as one stream. */
export function goingOnIn(stream: string, records: MergedRecords): readonly Fact[] {
  const those = [...records].filter(([each]) => each !== stream && goesOnIn(each, records) === stream);
  return united(records.get(stream) ?? [], new Map(those));
}

/** What is not stored yet comes last. */
export function inLog({ position: one }: Fact, { position: other }: Fact): number {
  if (one === other) return 0;
  return one !== undefined && (other === undefined || one < other) ? -1 : 1;
}

/** What a new fact of a merged record says to the one that it is merged into: that there is something to read. */
export function continuedBy(fact: Fact, facts: readonly Fact[], records: MergedRecords): readonly NewFact<EventDeclaration>[] {
  if (ofRecords.includes(fact.type) && !isOfLineage(fact)) return [];
  const merge = closedBy(facts) as Fact<typeof MergedInto> | undefined;
  // Records that were merged into each other at one moment would tell each other without end what they were told.
  if (merge === undefined || (isOfLineage(fact) && records.has(streamOfChild(merge.data.survivorRef)))) return [];
  return [{ type: MergedRecordContinued.type, data: { survivorRef: merge.data.survivorRef } }];
}
