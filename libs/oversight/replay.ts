import type { Static } from 'typebox';
import { foldCaseFile, restate, type CaseFile } from '../case-file/case-file.js';
import { dutiesAmong, stateOf, type DutyState, type OwedDuty } from '../case-file/duties.js';
import type { DutyOverdue } from '../case-file/duties.events.js';
import { goesOnIn, inLog, isOfLineage, lineageOf, recordsAround, recordsMergedInto, united, type MergedRecords } from '../case-file/lineage.js';
import type { Registry } from '../case-file/registry.js';
import type { Actor } from '../decider/actor.js';
import type { Basis, Envelope, Fact, OccurredAt } from '../decider/event.js';
import type { FactCode } from '../decider/gate.js';
import { idIn, type Subject } from '../decider/subject.js';
import { mayHaveHappenedBy } from '../decider/times.js';
import type { EventStore, JsonObject, Position } from '../event-store/port.js';
import type { KeyRing } from '../privacy/key-ring.js';
import type { PersonalField } from '../privacy/personal.js';
import { openFields } from '../privacy/seal.js';
import { settingOf } from '../profiles/profiles.js';
import { opensFor, seesRecorders } from './access.js';
import { decisionsIn, doubtsAbout, evidenceNotFound, foreignNotFound, type Decided, type Doubts, type NotFound } from './decisions.js';

/** One event of a child's history, as its reader may see it. */
export interface HistoryEntry {
  /** The other record of the child in which it stands, where that was merged into this one. */
  readonly record?: string;
  readonly revision: number;
  readonly position: string;
  readonly id: string;
  readonly type: string;
  /** Of the form in which its data stand here. */
  readonly version: number;
  /** Of that in which they stand in the log, where it is an earlier one. */
  readonly storedVersion?: number;
  readonly occurredAt: OccurredAt;
  readonly recordedAt: Date;
  readonly recordedBy: Partial<Envelope['recordedBy']>;
  readonly purpose: string;
  readonly jurisdiction: string;
  readonly source?: Envelope['source'];
  readonly command: string;
  readonly kind: string;
  /** A field that the reader may not open is `{"$withheld": class}`, one whose key was destroyed `{"$forgotten": true}`. */
  readonly data: JsonObject;
  readonly basis?: Basis;
  readonly supersedes?: string;
  /** Later corrections, retractions and disputes of this event. */
  readonly contestedBy: readonly string[];
}

/** A decision: taken with its basis, refused with what was missing, or reported of others who took it though something lacked. */
export type DecisionEntry = Doubts & Pick<HistoryEntry, 'record'> & {
  readonly position: string;
  readonly eventId: string;
  readonly command: string;
  /** When it was taken, at the earliest: of what is reported of others that is not when it was recorded. */
  readonly decidedAt: string;
  readonly recordedAt: Date;
  readonly decidedBy: Partial<Envelope['recordedBy']>;
  readonly purpose: string;
  readonly jurisdiction: string;
  readonly profileVersion: string;
} & (
  | { readonly outcome: 'accepted'; readonly revision: number; readonly event: string; readonly basis: Basis; readonly evidenceNotFound: readonly NotFound[] }
  | { readonly outcome: 'refused'; readonly weighedAt: number; readonly gate: string; readonly gateVersion: number; readonly missing: readonly Missing[]; readonly about: Decided['about'] }
  | { readonly outcome: 'reported'; readonly revision: number; readonly event: string; readonly missing: readonly Missing[]; readonly about: Decided['about'] }
);

export interface Missing {
  readonly code: FactCode;
  readonly promise: string;
  readonly basis: string;
}

export interface Duties {
  readonly duties: readonly (OwedDuty & { readonly state: DutyState })[];
  /** The record in which those of this one go on, where it was merged into that. */
  readonly goesOnIn?: string;
  /** Each duty that was overdue once, also where a correction has taken it back since. */
  readonly alarms: readonly (Static<typeof DutyOverdue.schema> & { readonly saidAt: Date })[];
}

/** A child's record, read from the log alone. */
export class Replay {
  constructor(private readonly parts: { readonly store: EventStore; readonly registry: Registry; readonly ring: KeyRing }) {}

  /** The facts of a stream as far as they were known at a position of the log; those of a child with the records that were merged into its own. */
  async facts(stream: string, knownAt?: Position): Promise<readonly Fact[]> {
    const own = await this.ownFacts(stream, knownAt);
    return united(own, await this.mergedInto(own, knownAt));
  }

  /** What was recorded about a child and what was refused, the records that were merged into its own included. */
  async record(childId: string, knownAt?: Position): Promise<{ readonly facts: readonly Fact[]; readonly refusals: readonly Fact[] }> {
    const { own, merged, refusals } = await this.wholeRecord(childId, knownAt);
    return { facts: united(own, merged), refusals };
  }

  private async wholeRecord(childId: string, knownAt?: Position) {
    const [own, refused] = await Promise.all([this.ownFacts(`child-${childId}`, knownAt), this.ownFacts(`refusals-${childId}`, knownAt)]);
    const merged = await this.mergedInto(own, knownAt);
    const others = await Promise.all([...merged.keys()].map((stream) => this.ownFacts(`refusals-${idIn(stream)}`, knownAt)));
    const refusals = others.length === 0 ? refused : [...refused, ...others.flat()].sort(inLog);
    return { own, merged, refusals };
  }

  private async ownFacts(stream: string, knownAt?: Position): Promise<readonly Fact[]> {
    const facts: Fact[] = [];
    for await (const fact of this.each(stream, knownAt)) facts.push(fact);
    return facts;
  }

  private mergedInto(own: readonly Fact[], knownAt?: Position): Promise<MergedRecords> {
    return recordsMergedInto(own, (stream) => this.ownFacts(stream, knownAt));
  }

  private async *each(stream: string, knownAt: Position | undefined): AsyncGenerator<Fact> {
    for await (const stored of this.parts.store.read(stream)) {
      if (knownAt !== undefined && stored.position > knownAt) return;
      yield stored as unknown as Fact;
    }
  }

  /** Where the log ends: what is asked about up to here holds together. */
  head(): Promise<Position | undefined> {
    return this.parts.store.head();
  }

  async file(childId: string, knownAt?: Position): Promise<CaseFile> {
    const own = await this.ownFacts(`child-${childId}`, knownAt);
    return foldCaseFile(this.parts.registry.of('child'), own, await this.mergedInto(own, knownAt));
  }

  /** What is owed to the child, by what was known, and what the clock has said of it. */
  async duties(childId: string, { asOf, knownAt }: { asOf: Date; knownAt?: Position }): Promise<Duties> {
    const [stream, { duties }] = [`child-${childId}`, this.parts.registry];
    const records = await recordsAround(stream, (each) => this.ownFacts(each, knownAt));
    const last = goesOnIn(stream, records);
    const own = dutiesAmong(duties, stream, records, settingOf, asOf);
    // Of a record that goes on in another one: what it owed, as it stands there.
    const its = new Set(lineageOf(records.get(stream)!, records).map((fact) => fact.stream));
    const there = last === stream ? [] : dutiesAmong(duties, last, records, settingOf, asOf).filter(({ record }) => record !== undefined && its.has(`child-${record}`));
    const owed = [...own, ...there];
    const besides = [...new Set([childId, ...owed.flatMap(({ record }) => record ?? [])])];
    const alarms = (await Promise.all(besides.map((record) => this.ownFacts(`duties-${record}`, knownAt)))).flat().sort(inLog);
    return {
      ...(last !== stream && { goesOnIn: idIn(last) }),
      duties: owed.map((duty) => ({ ...duty, state: stateOf(duty, asOf) })),
      alarms: alarms.map(({ data, recordedAt }) => ({ ...(data as Static<typeof DutyOverdue.schema>), saidAt: recordedAt })),
    };
  }

  /** A page of the history that the facts tell, with the sealed fields opened that the reader may open; of other subjects none. */
  async history(facts: readonly Fact[], subjectId: string, reader: Actor, { from, limit }: { from: number; limit: number }, subject: Subject = 'child'): Promise<readonly HistoryEntry[]> {
    const contesting = contestingIn(facts);
    return Promise.all(facts.slice(from, from + limit).map((fact) => this.entry(fact, subjectId, reader, subject, contesting.get(fact.id) ?? [])));
  }

  /** The whole history, an entry at a time: the stream is read twice, and none of its events is kept but where another record was merged into it. */
  async *timeline(subjectId: string, reader: Actor, knownAt?: Position): AsyncGenerator<HistoryEntry> {
    const contesting = new Map<string, string[]>();
    const ofLineage: Fact[] = [];
    let last: Position | undefined;
    for await (const fact of this.each(`child-${subjectId}`, knownAt)) {
      last = fact.position as Position;
      if (isOfLineage(fact)) ofLineage.push(fact);
      const { supersedes } = fact.meta;
      if (supersedes !== undefined) contesting.set(supersedes, [...contesting.get(supersedes) ?? [], fact.id]);
    }
    if (last === undefined) return;
    const merged = await this.mergedInto(ofLineage, knownAt);
    for (const fact of [...merged.values()].flat()) if (fact.meta.supersedes !== undefined) contesting.set(fact.meta.supersedes, [...contesting.get(fact.meta.supersedes) ?? [], fact.id]);
    const facts = merged.size > 0 ? lineageOf(await this.ownFacts(`child-${subjectId}`, last), merged) : this.each(`child-${subjectId}`, last);
    for await (const fact of facts) yield this.entry(fact, subjectId, reader, 'child', contesting.get(fact.id) ?? []);
  }

  /** Every decision about the child, taken, refused or reported, in the order of the log, with what was said since of what it rested on. */
  async decisions(childId: string, reader: Actor, knownAt?: Position): Promise<readonly DecisionEntry[]> {
    const { own, merged, refusals } = await this.wholeRecord(childId, knownAt);
    const facts = lineageOf(own, merged);
    const byId = new Map([...facts, ...refusals].map((fact) => [fact.id, fact]));
    const { decided, corrections } = decisionsIn(facts);
    const foreign = new Map<string, Promise<string | undefined>>();
    const eventAt = (stream: string, revision: number) => {
      const place = `${stream} ${revision}`;
      if (!foreign.has(place)) foreign.set(place, this.eventAt(stream, revision));
      return foreign.get(place)!;
    };
    return Promise.all([...decided, ...decisionsIn(refusals).decided]
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .map(async (each): Promise<DecisionEntry> => {
        const { position, eventId, event, command, purpose, jurisdiction, profileVersion, outcome, revision, about, gate } = each;
        const fact = byId.get(eventId)!;
        const entry = {
          ...elsewhere(fact, childId), position, eventId, command, decidedAt: each.decidedAt, recordedAt: fact.recordedAt, decidedBy: recorderFor(reader, fact), purpose, jurisdiction, profileVersion, ...doubtsAbout(each, corrections),
        };
        if (outcome === 'accepted') {
          const notFound = [...evidenceNotFound(each, fact.stream, byId), ...await foreignNotFound(each, eventAt)];
          return { ...entry, outcome, revision, event, basis: fact.meta.basis!, evidenceNotFound: notFound };
        }
        const missing = each.missing.map((code) => this.guarantee(code));
        return outcome === 'refused' ? { ...entry, outcome, ...gate!, missing, about } : { ...entry, outcome, revision, event, missing, about };
      }));
  }

  private async eventAt(stream: string, revision: number): Promise<string | undefined> {
    for await (const { id } of this.parts.store.read(stream, { from: revision, limit: 1 })) return id;
    return undefined;
  }

  private async entry(fact: Fact, subjectId: string, reader: Actor, subject: Subject, contestedBy: readonly string[]): Promise<HistoryEntry> {
    return {
      ...elsewhere(fact, subjectId),
      revision: fact.revision,
      position: fact.position,
      id: fact.id,
      type: fact.type,
      version: fact.meta.schemaVersion,
      ...(fact.asStored && { storedVersion: fact.asStored.version }),
      occurredAt: fact.meta.occurredAt,
      recordedAt: fact.recordedAt,
      recordedBy: recorderFor(reader, fact),
      purpose: fact.meta.purpose,
      jurisdiction: fact.meta.jurisdiction,
      source: fact.meta.source,
      command: fact.meta.command.name,
      kind: fact.meta.command.kind,
      data: await this.opened(fact, ({ class: dataClass }) => subject === 'child' && opensFor(reader).includes(dataClass)),
      basis: fact.meta.basis,
      supersedes: fact.supersedes ?? fact.meta.supersedes,
      contestedBy,
    };
  }

  private guarantee(code: FactCode): Missing {
    const { promise, basis } = this.parts.registry.owner(code).fact;
    return { code, promise, basis };
  }

  /** The data of an event with those of its personal fields opened for which `isOpen` holds; of the others it says that they are withheld. */
  async opened(fact: Fact, isOpen: (field: PersonalField) => boolean): Promise<JsonObject> {
    const { registry, ring } = this.parts;
    const { stream, id, type, meta, asStored: { version, data } = { version: meta.schemaVersion, data: fact.data } } = fact;
    // What is sealed is bound to where it was stored.
    const event = { stream, id, type, data: data as JsonObject };
    const opened = await openFields(idIn(stream), event, registry.personalFieldsOf(event, version).filter(isOpen), ring);
    return withheld(registry.dataAsDeclared(type, version, opened)) as JsonObject;
  }
}

/** The ids of the facts that say something of another one, by its id. */
function contestingIn(facts: readonly Fact[]): ReadonlyMap<string, readonly string[]> {
  const contesting = new Map<string, string[]>();
  for (const { id, meta: { supersedes } } of facts) if (supersedes !== undefined) contesting.set(supersedes, [...contesting.get(supersedes) ?? [], id]);
  return contesting;
}

function elsewhere({ stream }: Fact, childId: string): Pick<HistoryEntry, 'record'> {
  const record = idIn(stream);
  return record === childId ? {} : { record };
}

/** Those who report or protect, without who they were, unless the reader is oversight: a conflict may be declared against the reader itself. Who decides or attests answers for it by name. */
function recorderFor(reader: Actor, fact: Fact): Partial<Envelope['recordedBy']> {
  const { role, orgType, ...who } = fact.meta.recordedBy;
  const answerable = fact.meta.command.kind === 'DECIDE' || fact.meta.command.kind === 'ATTEST';
  return seesRecorders(reader) || who.actorRef === reader.actorRef || answerable ? { ...who, role, orgType } : { role, orgType };
}

/** Says of what class it is, so that nobody takes a closed field for an absent one. */
function withheld(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withheld);
  if (value === null || typeof value !== 'object') return value;
  if ('$sealed' in value) return { $withheld: (value.$sealed as { key: string }).key };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withheld(member)]));
}

/** The facts that had happened by an instant, as the sources now say. */
export function happenedBy(facts: readonly Fact[], asOf: Date): readonly Fact[] {
  return restate(facts).filter((fact) => mayHaveHappenedBy(fact, asOf));
}
