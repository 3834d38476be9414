import { ruling, setAsideBy } from '../decider/annulment.js';
import { isChildsWord } from '../decider/childs-word.js';
import type { BoundedContext, Fold } from '../decider/context.js';
import { isOfEntitled, isVoid, restatedIn, type EventDeclaration, type Fact } from '../decider/event.js';
import { somebodyIn } from '../decider/participants.js';
import { hadBegunAt, knownAt } from '../decider/times.js';
import { DutyPaused } from './duties.events.js';
import { corrections, type Corrected, type Disputed, type Retracted } from './record.events.js';

export type Correction = Fact<typeof Corrected> | Fact<typeof Retracted>;

export function isCorrection(fact: Fact): fact is Correction {
  return corrections.some((type) => type === fact.type);
}

/** What somebody says of an earlier event. */
export type Word = Correction | Fact<typeof Disputed>;

/** A ruling that sets aside what nobody has declared an annulment for. */
type Reversal = Fact & { readonly type: typeof ruling };

/** A word for which a gate reads the record once more. */
export type Rereading = Word | Reversal;

/** The event that a word takes away or tells anew. */
export function targetOf(word: Rereading): string {
  return word.type === ruling ? setAsideBy(word)! : word.data.target;
}

/**
 * Whether an appeal body sets aside what was certified or told, and not a decision of which its topic says what is left (decision 14): that proves
 * nothing any more until it is told anew, as if it had been withdrawn.
 */
function isReversal(contexts: readonly BoundedContext[], facts: readonly Fact[], fact: Fact): fact is Reversal {
  const decision = setAsideBy(fact);
  const target = decision === undefined ? undefined : facts.find(({ id }) => id === decision);
  return target !== undefined && !contexts.some(({ annulments }) => target.type in annulments);
}

/**
 * Corrections and retractions, what an appeal body sets aside, and what the child says is not so, by whomever it has its word brought whose part
 * that is, or somebody who spoke for it when that was told: a gate reads that as withdrawn as well. The word of others against an event contests
 * it, and takes nothing away; whoever was replaced, or is appointed only later, is one of them.
 */
function isRereading(contexts: readonly BoundedContext[], facts: readonly Fact[], fact: Fact): fact is Rereading {
  if (isCorrection(fact) || isChildsWord(fact) || isReversal(contexts, facts, fact)) return true;
  if ((fact.type as string) !== 'record.Disputed' || !isOfEntitled(fact)) return false;
  return contexts.some((context) => context.speaks?.(stateBefore(context, facts, fact), fact.meta.recordedBy.actorRef, knownAt(fact)));
}

/** What the child, by whomever it has its word brought, or somebody who spoke for it when that was told, says is not so. */
export function denialsIn(contexts: readonly BoundedContext[], facts: readonly Fact[]): readonly Fact<typeof Disputed>[] {
  return facts.filter((fact): fact is Fact<typeof Disputed> => fact.type as string === 'record.Disputed' && isRereading(contexts, facts, fact));
}

function stateBefore(context: BoundedContext, facts: readonly Fact[], next: Fact): unknown {
  return facts.slice(0, facts.indexOf(next)).filter((fact) => !isVoid(fact)).reduce((state, fact) => context.evolve(state, fact), context.initial);
}

/** What one topic's fold makes of each reading, in their order: as recorded, after each correction, and without the words of those not entitled. */
type Row = readonly unknown[];

/**
 * The ways in which a gate reads the record: as it was recorded, as it stood after each correction, retraction, ruling and word of the child
 * against it, and without the words of people for whom the command was not made. What proves a guarantee proves it in each of them: no correction, however often it is corrected
 * in turn, gives back what another has taken (ruling 12), and nothing rests on the word of somebody not entitled (ruling 14). Whoever corrects
 * what was withdrawn is heard as well: as it says, it is read once, and restores nothing.
 *
 * They are folded where somebody weighs them, and only then: a report waits for none of them. Each topic is folded on from the first fact
 * that reads otherwise than in the reading before, so that a correction costs what it changes.
 */
export class Readings {
  private readonly states = new Map<string, readonly unknown[]>();
  private readonly rows = new Map<string, readonly Row[]>();
  private changes: readonly Change[] | undefined;
  private words: readonly Rereading[] | undefined;

  /** @param earlier those of the record before its last fact, where they are at hand */
  constructor(private readonly contexts: readonly BoundedContext[], private readonly facts: readonly Fact[], private readonly earlier?: Readings) {}

  /** The readings of the record with one more fact. */
  with(fact: Fact): Readings {
    return new Readings(this.contexts, [...this.facts, fact], this);
  }

  /**
   * The states of a context, each that differs once and that of the record as it came first; with `without`, as if the events of these ids
   * were not there. The same list as before the last fact where that changes nothing in the context.
   */
  of(name: string, without: ReadonlySet<string> = new Set()): readonly unknown[] {
    const key = [name, ...[...without].sort()].join();
    const context = this.contexts.find((each) => each.name === name);
    if (!context) return ofOthers;
    const states = this.states.get(key) ?? this.statesOf(context, without);
    this.states.set(key, states);
    return states;
  }

  private statesOf(context: BoundedContext, without: ReadonlySet<string>): readonly unknown[] {
    const last = this.facts.at(-1);
    if (this.earlier && !this.isReread(last!) && !context.folds.some((fold) => hears(context, fold, last!))) return this.earlier.of(context.name, without);
    return distinct(context, without.size > 0 ? this.fold(context, without) : this.rowsOf(context));
  }

  private rowsOf(context: BoundedContext): readonly Row[] {
    const rows = this.rows.get(context.name) ?? (this.earlier ? this.foldOn(context, this.earlier.rowsOf(context)) : this.fold(context, new Set()));
    this.rows.set(context.name, rows);
    return rows;
  }

  private get corrected(): readonly Change[] {
    return this.changes ??= changesIn(this.facts, this.rereadings);
  }

  /** The words for which a gate reads the record once more, in their order. */
  get rereadings(): readonly Rereading[] {
    const { contexts, facts, earlier } = this;
    const rereads = (fact: Fact): fact is Rereading => isRereading(contexts, facts, fact);
    return this.words ??= earlier ? [...earlier.rereadings, ...facts.slice(-1).filter(rereads)] : facts.filter(rereads);
  }

  private isReread(last: Fact): last is Rereading {
    return this.rereadings.at(-1) === last;
  }

  private fold(context: BoundedContext, without: ReadonlySet<string>): readonly Row[] {
    const left = [...this.facts.entries()].filter(([, { id }]) => !without.has(id));
    const retold = this.corrected.flatMap((change) => [...change]).filter((each): each is [number, Fact] => isRetold(each[0]) && each[1] !== undefined && !without.has(each[1].id));
    return context.folds.map((fold) => {
      const heardOf = (told: readonly (readonly [number, Fact])[]) => told.filter(([, fact]) => hears(context, fold, fact));
      return foldInReadings(fold, heardOf(left), this.corrected, new Set(heardOf(retold).map(([place]) => place)));
    });
  }

  /** With the last fact; a correction adds a reading, which is that of the record as it now stands. */
  private foldOn(context: BoundedContext, rows: readonly Row[]): readonly Row[] {
    const { facts } = this;
    const last = facts.at(-1)!;
    const told = context.folds.map((fold, topic) => (hears(context, fold, last) ? evolved(fold, rows[topic]!, last) : rows[topic]!));
    if (!this.isReread(last)) return told;
    const restated = asChanged(facts, this.corrected);
    const isOfWithdrawn = last.type === 'record.Corrected' && !restated.some(({ id }) => id === targetOf(last));
    if (isOfWithdrawn) return this.fold(context, new Set());
    const changed = [...this.corrected.at(-1)!.keys()].flatMap((place) => facts[place] ?? []);
    return context.folds.map((fold, topic) => {
      const row = told[topic]!;
      const differs = changed.some((fact) => hears(context, fold, fact));
      return [...row.slice(0, -1), differs ? foldOf(fold, restated.filter((fact) => hears(context, fold, fact))) : row.at(-2), row.at(-1)];
    });
  }
}

/** A context of other streams has no state here: what it vouches for is read there. */
const ofOthers: readonly unknown[] = [undefined];

/** Whether a fact can change a topic's state. */
function hears(context: BoundedContext, { hears }: Fold, fact: Fact): boolean {
  return (hears?.has(fact.type) ?? true) && (context.namesAll === true || !isVoid(fact));
}

/** @param heard the facts that the fold hears, by their places in the stream; @param retold the places at which corrections tell such facts anew */
function foldInReadings(fold: Fold, heard: readonly (readonly [number, Fact])[], changes: readonly Change[], retold: ReadonlySet<number>): Row {
  const places = inPlace([...heard, ...[...retold].map((place) => [place, undefined] as const)]);
  const indexOf = new Map(places.map(([place], index) => [place, index]));
  const reads: (Fact | undefined)[] = places.map(([, fact]) => fact);
  const before: unknown[] = [fold.initial];
  const foldFrom = (first: number): unknown => {
    for (let index = first; index < reads.length; index += 1) {
      const fact = reads[index];
      before[index + 1] = fact ? fold.evolve(before[index], fact) : before[index];
    }
    return before[reads.length];
  };
  const recorded = foldFrom(0);
  const row = [recorded];
  for (const change of changes) {
    const changed = [...change].flatMap(([place, fact]) => {
      const index = indexOf.get(place);
      return index === undefined ? [] : [{ index, fact }];
    });
    for (const { index, fact } of changed) reads[index] = fact;
    row.push(changed.length > 0 ? foldFrom(Math.min(...changed.map(({ index }) => index))) : row.at(-1));
  }
  const isOfAll = heard.every(([, fact]) => isOfEntitled(fact));
  return [...row, isOfAll ? recorded : foldOf(fold, heard.map(([, fact]) => fact).filter(isOfEntitled))];
}

function foldOf(fold: Fold, facts: readonly Fact[]): unknown {
  return facts.reduce((state, fact) => fold.evolve(state, fact), fold.initial);
}

/** The row with one more fact; states that were the same object stay so. */
function evolved(fold: Fold, row: Row, fact: Fact): Row {
  const after = new Map<unknown, unknown>();
  return row.map((state, reading) => {
    if (reading === row.length - 1 && !isOfEntitled(fact)) return state;
    if (!after.has(state)) after.set(state, fold.evolve(state, fact));
    return after.get(state);
  });
}

/** Readings between which no topic's state differs are one. */
function distinct(context: BoundedContext, rows: readonly Row[]): readonly unknown[] {
  const isAs = (one: number, other: number) => rows.every((row) => row[one] === row[other]);
  const readings = rows[0]!.map((_, reading) => reading).filter((reading) => reading === 0 || !(isAs(reading, reading - 1) || isAs(reading, 0)));
  return readings.map((reading) => context.join(rows.map((row) => row[reading])));
}

/** What a correction makes of the reading before it: the facts that read otherwise, by their place in the stream; undefined where nothing stands any longer. */
type Change = ReadonlyMap<number, Fact | undefined>;

/** Right after a correction, where it tells its target anew. */
const retoldBy = (correction: number): number => correction + 0.5;
const isRetold = (place: number): boolean => !Number.isInteger(place);
const inPlace = <Told>(told: readonly (readonly [number, Told])[]): readonly (readonly [number, Told])[] => [...told].sort(([one], [other]) => one - other);

/** The record after these changes, one after the other. */
function asChanged(facts: readonly Fact[], changes: readonly Change[]): readonly Fact[] {
  const reads = new Map<number, Fact | undefined>([...facts.entries(), ...changes.flatMap((change) => [...change])]);
  return inPlace([...reads]).flatMap(([, fact]) => fact ?? []);
}

/** For each of these words, one after the other, what it changes: of what was withdrawn already a correction is a word of its own, which is read once and stands no longer. */
function changesIn(facts: readonly Fact[], rereadings: readonly Rereading[]): readonly Change[] {
  const placeOf = new Map(facts.map(({ id }, place) => [id, place]));
  const aimedAt = new Map<string, Rereading[]>();
  const rereads = new Set<Fact>(rereadings);
  const fallen = new Set<string>();
  /** What stands of an event, by these of the words that are aimed at it, and where; nothing by none. */
  const reading = (place: number, standing?: readonly Rereading[]): [number, Fact | undefined][] => {
    const fact = facts[place]!;
    const empty = [place, ...aimedAt.get(fact.id)!.map(({ id }) => retoldBy(placeOf.get(id)!))].map((each): [number, undefined] => [each, undefined]);
    if (!standing) return empty;
    const { says, toldBy } = rereads.has(fact) ? { says: standing.reduce(asCorrected, fact) } : asTold(fact, standing);
    return [...empty, [toldBy ? retoldBy(placeOf.get(toldBy.id)!) : place, says]];
  };
  return rereadings.flatMap((latest): readonly Change[] => {
    const target = targetOf(latest);
    aimedAt.set(target, [...(aimedAt.get(target) ?? []), latest]);
    const change = new Map<number, Fact | undefined>();
    // A correction can only name what was there before it. What it names may be a correction, too, and then what that had changed reads otherwise again.
    for (let place = placeOf.get(target); place !== undefined;) {
      const fact = facts[place]!;
      const standing = aimedAt.get(fact.id)!.filter(({ id }) => !fallen.has(id));
      const falls = standing.some(takesAway);
      if (falls && fallen.has(fact.id)) break;
      if (falls) fallen.add(fact.id);
      else fallen.delete(fact.id);
      for (const [where, reads] of reading(place, falls ? undefined : standing)) change.set(where, reads);
      const next = rereads.has(fact) ? placeOf.get(targetOf(fact as Rereading)) : undefined;
      place = next !== undefined && next < place ? next : undefined;
    }
    const place = placeOf.get(target);
    if (latest.type !== 'record.Corrected' || !fallen.has(target) || place === undefined) return [change];
    const words = aimedAt.get(target)!.filter(({ id, type }) => type === 'record.Corrected' && !fallen.has(id));
    return [new Map(reading(place, words)), new Map(reading(place))];
  });
}

/**
 * An event as these corrections tell it. When it was told, nobody could tell what was still to come: a time after that is told by the correction
 * that names it, and an event that is dated wholly after that is read where this correction stands, so that no proof of before it knows of it.
 */
function asTold(fact: Fact, words: readonly Rereading[]): { readonly says: Fact; readonly toldBy?: Correction } {
  const says = words.reduce(asCorrected, fact);
  const toldBy = words.filter(isCorrection).findLast((word) => word.type === 'record.Corrected' && word.data.occurredAt !== undefined);
  const known = knownAt(fact).getTime();
  if (!toldBy || hadBegunAt(says.meta.occurredAt) <= known) return { says };
  const { recordedAt, revision, meta: { clockAheadMs } } = toldBy;
  const anew: Fact = { ...says, recordedAt, meta: { ...says.meta, clockAheadMs } };
  return Date.parse(says.meta.occurredAt.from) > known ? { says: { ...anew, revision }, toldBy } : { says: anew };
}

/** Who may not pause makes no pause longer: of two ends the earlier one counts. */
function asShortened(data: object, fields: object): object {
  const { until: said } = data as { until: string };
  const { until = said } = fields as { until?: string };
  return { ...data, ...fields, until: Date.parse(until) < Date.parse(said) ? until : said };
}

/** Of a retraction, and of the word of the child, nothing else is left. */
function takesAway({ type }: Rereading): boolean {
  return type !== 'record.Corrected';
}

/** A correction replaces the fields that it names. */
export function asCorrected(effective: Fact, correction: Rereading): Fact {
  if (correction.type !== 'record.Corrected') return effective;
  const { fields, occurredAt } = correction.data;
  return {
    ...effective,
    data: effective.type as string === DutyPaused.type ? asShortened(effective.data, fields) : { ...effective.data, ...fields },
    meta: { ...effective.meta, ...(occurredAt && { occurredAt }), ...restatedIn(correction), correctedBy: somebodyIn(correction.meta.recordedBy) },
  } as Fact<EventDeclaration>;
}

/**
 * The facts as these corrections leave them: a correction keeps its target's place, the last standing one of a field wins, and a correction or
 * retraction that is itself retracted counts no longer (reading R2).
 */
export function restatedBy(facts: readonly Fact[], corrections: readonly Word[]): readonly Fact[] {
  if (corrections.length === 0) return facts;

  const fallen = fallenBy(corrections.filter(takesAway).map(({ id, data: { target } }) => ({ id, target })));
  const standing = new Map<string, Word[]>();
  for (const correction of corrections.filter(({ id }) => !fallen.has(id))) standing.set(correction.data.target, [...(standing.get(correction.data.target) ?? []), correction]);
  return facts.filter(({ id }) => !fallen.has(id)).map((fact) => standing.get(fact.id)?.reduce(asCorrected, fact) ?? fact);
}

/** The same, with an event that a correction dates wholly after it was told at the place of that correction, where a gate reads it, too. */
export function restatedInPlace(facts: readonly Fact[], words: readonly Word[]): readonly Fact[] {
  const restated = restatedBy(facts, words);
  if (!words.some((word) => word.type === 'record.Corrected' && word.data.occurredAt)) return restated;
  const placeOf = new Map(facts.map(({ id }, place) => [id, place]));
  const standing = new Set(restated.map(({ id }) => id));
  const recorded = new Map(facts.map((fact) => [fact.id, fact]));
  return inPlace(restated.map((fact) => {
    const place = placeOf.get(fact.id)!;
    const aimedAt = isCorrection(fact) ? [] : words.filter(({ id, data }) => data.target === fact.id && standing.has(id));
    const { says, toldBy } = aimedAt.length > 0 ? asTold(recorded.get(fact.id)!, aimedAt) : { says: fact };
    return [toldBy ? retoldBy(placeOf.get(toldBy.id)!) : place, says] as const;
  })).map(([, fact]) => fact);
}

/** What retractions take away, by id: one that is itself retracted takes nothing (reading R2). In the order of the record. */
export function fallenBy(retractions: readonly { readonly id: string; readonly target: string }[]): ReadonlySet<string> {
  const fallen = new Set<string>();
  // A retraction can only name what was there before it, so that the later ones are judged first.
  for (const { id, target } of [...retractions].reverse()) if (!fallen.has(id)) fallen.add(target);
  return fallen;
}
