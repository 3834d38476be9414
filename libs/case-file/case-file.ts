import { ruling, setAsideBy } from '../decider/annulment.js';
import { isChildsWord } from '../decider/childs-word.js';
import type { BoundedContext, Standing } from '../decider/context.js';
import { isOfEntitled, isVoid, type Basis, type EventDeclaration, type Fact, type NewFact } from '../decider/event.js';
import type { FactCode, Gate, GateFact, Proof, Weighing } from '../decider/gate.js';
import { participantsIn, type Participants } from '../decider/participants.js';
import { continuedBy, isOfLineage, noMergedRecords, united, type MergedRecords } from './lineage.js';
import type { Registry } from './registry.js';
import { asCorrected, denialsIn, isCorrection, Readings, restatedBy, restatedInPlace, targetOf, type Correction, type Word } from './readings.js';

/** What is weighed besides the file: who has a part is read from it. */
export type Circumstances = Omit<Weighing, 'participants'>;
/** States by context. */
type States = ReadonlyMap<string, unknown>;

/** A stream folded by every context that shares it. */
export interface CaseFile {
  /** Revision of the last fact; -1 before the first. */
  readonly revision: number;
  readonly facts: readonly Fact[];
  /** Of the facts as they were recorded. */
  readonly recorded: States;
  /** Of the facts as corrections and retractions of those entitled to them have left them. */
  readonly restated: States;
  /** In every way in which a gate reads the record. */
  readonly readings: Readings;
  /** Of all readings together. */
  readonly participants: Participants;
  /** The records of the same child that were merged into this one, as they were read. */
  readonly merged: MergedRecords;
  /** Together with these, as far as this record has been told of them; undefined where there are none. */
  readonly asTold: CaseFile | undefined;
  /** And as far as they were read. */
  readonly asRead: CaseFile | undefined;
}

export function foldCaseFile(contexts: readonly BoundedContext[], facts: readonly Fact[], merged = noMergedRecords): CaseFile {
  const recorded = once(() => foldContexts(contexts, facts));
  const restated = once(() => (facts.some(restates) ? foldRestated(contexts, facts) : recorded()));
  return caseFile(contexts, facts, recorded, restated, new Readings(contexts, facts), merged);
}

/** The case file with one more fact. */
export function extended(contexts: readonly BoundedContext[], file: CaseFile, fact: Fact): CaseFile {
  const facts = [...file.facts, fact];
  const evolved = (states: States): States => new Map(contexts.map((context) => [context.name, evolvedBy(context, states.get(context.name), fact)]));
  const recorded = evolved(file.recorded);
  // A correction changes what stands before it, so that all is folded again.
  const restated = restates(fact) ? foldRestated(contexts, facts) : file.restated === file.recorded ? recorded : evolved(file.restated);
  const toldWith = isOfLineage(fact) || file.merged.size === 0 ? undefined : () => file.asTold && extended(contexts, file.asTold, fact);
  return caseFile(contexts, facts, () => recorded, () => restated, file.readings.with(fact), file.merged, toldWith);
}

/** What only a gate or a decision asks for is made where somebody asks: neither a report nor a reader of the history waits for any of it. */
function caseFile(
  contexts: readonly BoundedContext[], facts: readonly Fact[], recorded: () => States, restated: () => States, readings: Readings, merged: MergedRecords,
  toldWith = (): CaseFile | undefined => unitedFile(contexts, facts, merged, false),
): CaseFile {
  const participants = once(() => participantsIn(facts));
  const [asTold, asRead] = [once(toldWith), once(() => unitedFile(contexts, facts, merged))];
  return {
    // What stands in another record comes between two revisions of this one.
    revision: Math.floor(facts.at(-1)?.revision ?? -1),
    facts, readings, merged,
    get recorded() { return recorded(); },
    get restated() { return restated(); },
    get participants() { return participants(); },
    get asTold() { return merged.size > 0 ? asTold() : undefined; },
    get asRead() { return merged.size > 0 ? asRead() : undefined; },
  };
}

function unitedFile(contexts: readonly BoundedContext[], facts: readonly Fact[], merged: MergedRecords, whole?: boolean): CaseFile | undefined {
  const all = united(facts, merged, whole);
  return all === facts ? undefined : foldCaseFile(contexts, all);
}

function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined;
  return () => (made ??= { value: make() }).value;
}

/**
 * What the contexts make of a new fact in the same instant, each from its own state after it. A decision that stands is weighed on the
 * child's stream alone, before and after: what changes elsewhere comes in as a fact of its own. It is halted first, and once: what else
 * the fact brings with it comes after the halt.
 */
export function followed(
  registry: Registry, contexts: readonly BoundedContext[], before: CaseFile, fact: Fact, after: CaseFile, weighing: Circumstances,
): readonly NewFact<EventDeclaration>[] {
  if (isVoid(fact)) return [];
  const again: Circumstances = { ...weighing, foreign: new Map(), standing: true };
  const corrected = correctedBy(fact, after);
  const absorbed = absorbedBetween(before, after);
  const haltedFirst = [...contexts].sort((one, other) => Number(!one.standing) - Number(!other.standing));
  return [...haltedFirst.flatMap((context) => {
    const state = standingStates(context, after).get(context.name);
    const fell = fallenFrom(registry, contexts, context, before, after, again);
    const told = context.follow?.(fact, state, fell) ?? [];
    const follows = [...told, ...followingFrom(absorbed, context, state).filter(({ type }) => !told.some((each) => each.type === type))];
    return [...follows, ...corrected.flatMap(({ before, is }) => {
      const meant = context.follow?.(before.at(-1)!, state, [], before) ?? [];
      const known = [...follows, ...meant].map(({ type }) => type);
      return context.follow?.(is, state, [], before).filter(({ type }) => !known.includes(type)) ?? [];
    })];
  }), ...continuedBy(fact, before.facts, after.merged)];
}

/** What this record is told of others that were merged into it, and was not told before. */
function absorbedBetween({ asTold: before }: CaseFile, { facts, asTold: after }: CaseFile): readonly Fact[] {
  if (!after || !isOfLineage(facts.at(-1)!)) return [];
  const known = new Set([...facts, ...before?.facts ?? []].map(({ id }) => id));
  return after.facts.filter((fact) => !known.has(fact.id) && !isVoid(fact));
}

/**
 * What is decided in this record is halted or opened again by what was told in another one, as if it had been told here: once, however much was told.
 * What the context decided there decides nothing here.
 */
function followingFrom(absorbed: readonly Fact[], context: BoundedContext, state: unknown): readonly NewFact<EventDeclaration>[] {
  if (!context.standing && !context.watched) return [];
  const own = new Set(context.events.map(({ type }) => type));
  const follows = absorbed.flatMap((fact) => context.follow?.(fact, own.has(fact.type) ? state : context.evolve(state, fact), []) ?? []);
  return follows.filter(({ type }, index) => follows.findIndex((each) => each.type === type) === index);
}

/**
 * What a correction makes of an event, and how it was told before, each time: the one means now what it would have meant if it had been told so at
 * once, and did not before. A ruling counts as it was first told, because it gives as well as takes: one that is corrected to set aside what it is
 * on takes from it what a report may take, once, and the court's own word is certified anew for the rest.
 */
function correctedBy(fact: Fact, { facts }: CaseFile): readonly { readonly before: readonly Fact[]; readonly is: Fact }[] {
  if (fact.type as string !== 'record.Corrected') return [];
  const { target } = (fact as Correction).data;
  const words = facts.filter(isCorrection).filter(({ data }) => data.target === target);
  return facts.filter(({ id }) => id === target).map((first) => {
    // It is the word of whoever corrects.
    const meta = { ...first.meta, command: { ...first.meta.command, entitled: fact.meta.command.entitled } };
    const told = words.reduce<readonly Fact[]>((read, word) => [...read, asCorrected(read.at(-1)!, word)], [{ ...first, id: fact.id, meta }]);
    return { before: told.slice(0, -1), is: told.at(-1)! };
  }).filter(({ before, is }) => (is.type as string) !== ruling || isFirstReversal(is, before));
}

/** Whether it sets aside now what it was on from the beginning, and was never told to set anything aside before. */
function isFirstReversal(is: Fact, before: readonly Fact[]): boolean {
  return setAsideBy(is) !== undefined && setAsideBy(is) === (before[0]!.data as { decisionRef?: string }).decisionRef && before.every((reading) => setAsideBy(reading) === undefined);
}

/** What the fact took from the context's watched decision, or from its standing one; from one that it brought back, all that has been taken since it seemed to be carried out. */
function fallenFrom(
  registry: Registry, contexts: readonly BoundedContext[], context: BoundedContext, before: CaseFile, after: CaseFile, weighing: Circumstances,
): readonly FactCode[] {
  const watched = context.watched?.(before.restated.get(context.name));
  if (watched) return fallen(registry, watched, before, after, weighing, false);
  const [stood, stands] = [before, after].map((file) => context.standing?.(standingStates(context, file).get(context.name)));
  if (stood) return fallen(registry, stood, before, after, weighing, stands !== undefined);
  const seemed = before.facts.findIndex(({ id }) => stands?.without?.includes(id));
  return stands && seemed >= 0 ? fallen(registry, stands, foldCaseFile(contexts, before.facts.slice(0, seemed), before.merged), after, weighing, true) : [];
}

/** The states in which a decision stands: a correction that takes it from sight does not take it from those who watch over it. */
function standingStates(context: BoundedContext, { recorded, restated }: CaseFile): States {
  if (!context.standing) return restated;
  const stands = (states: States) => context.standing!(states.get(context.name)) !== undefined;
  return stands(restated) && !stands(recorded) ? restated : recorded;
}

/**
 * What a fact took away: now, or of what was so when it was decided and has run out since. Where it changes no reading, and nobody's part, it takes
 * nothing. With it goes what the record, by the rules of today, proves neither now nor for the day of the decision: an older program took it for proven.
 * A fact that ends the decision takes no more than it took: who halts it halts it once.
 */
function fallen(registry: Registry, { gate: everywhere, ...decision }: Standing, before: CaseFile, after: CaseFile, weighing: Circumstances, stands: boolean): readonly FactCode[] {
  const gate = inState(everywhere, weighing);
  const statesOf = ({ readings }: CaseFile, code: FactCode) => readings.of(registry.owner(code).context.name, new Set(decision.without));
  const isSame = (one: CaseFile | undefined, other: CaseFile | undefined, code: FactCode): boolean =>
    one === other || (one !== undefined && other !== undefined && one.participants.taken.length === other.participants.taken.length && statesOf(one, code) === statesOf(other, code));
  const needs = gate.needs.filter((code) => !isSame(before, after, code) || !isSame(before.asTold, after.asTold, code));
  if (needs.length === 0 && !stands) return [];
  const touched: Standing = { ...decision, gate: { ...gate, needs } };
  const moments = [weighing.now, decision.at].map((now) => ({
    held: provenCodes(registry, touched, before, { ...weighing, now }), holds: provenCodes(registry, { ...decision, gate }, after, { ...weighing, now }),
  }));
  return gate.needs.filter((code) => moments.some(({ held, holds }) => held.includes(code) && !holds.includes(code)) || (stands && moments.every(({ holds }) => !holds.includes(code))));
}

function provenCodes(registry: Registry, { gate, command, without }: Standing, file: CaseFile, weighing: Circumstances): readonly FactCode[] {
  const weighed = weigh(registry, gate, file, weighing, command, new Set(without));
  const unmet = 'unmet' in weighed ? weighed.unmet.map(({ code }) => code) : [];
  return gate.needs.filter((code) => !unmet.includes(code));
}

function foldContexts(contexts: readonly BoundedContext[], facts: readonly Fact[]): States {
  return new Map(contexts.map((context) => [context.name, folded(context, facts)]));
}

/** What somebody withdrew is not there for those who decide, and is for those who say that this was wrong: any event can be named, always. */
function foldRestated(contexts: readonly BoundedContext[], facts: readonly Fact[]): States {
  const restated = restatedBy(facts, facts.filter(restates));
  const standing = new Map(restated.map((fact) => [fact.id, fact]));
  const named = facts.map((fact) => standing.get(fact.id) ?? fact);
  return new Map(contexts.map((context) => [context.name, folded(context, context.namesAll ? named : restated)]));
}

function folded(context: BoundedContext, facts: readonly Fact[]): unknown {
  return facts.reduce((state, fact) => evolvedBy(context, state, fact), context.initial);
}

/** Nothing follows from what is void. */
function evolvedBy(context: BoundedContext, state: unknown, fact: Fact): unknown {
  return isVoid(fact) && !context.namesAll ? state : context.evolve(state, fact);
}

/**
 * The facts as corrections and retractions leave them: a correction replaces the fields it names and keeps its target's place,
 * the last standing one of a field wins, and a correction or retraction that is itself retracted counts no longer (reading R2).
 * What nothing follows from is left out, and so are corrections of somebody who was not entitled: they contest, and are shown beside it.
 */
export function restate(facts: readonly Fact[]): readonly Fact[] {
  return restatedBy(notVoid(facts), facts.filter(restates));
}

/**
 * As they now stand, and then as they were recorded and as they stood after each correction but the last: what was asked for by any of these was
 * asked for. What the child says is not so is withdrawn here.
 */
export function restatedInEachReading(facts: readonly Fact[]): readonly (readonly Fact[])[] {
  const standing = notVoid(facts);
  const corrections = facts.filter((fact): fact is Word => restates(fact) || isChildsWord(fact));
  return [corrections, ...corrections.map((_, index) => corrections.slice(0, index))].map((each) => restatedInPlace(standing, each));
}

/** As corrections and retractions leave them, without what the child, or who spoke for it when that was told, says is not so. */
export function restatedAsHeard(contexts: readonly BoundedContext[], facts: readonly Fact[]): readonly Fact[] {
  const denials = new Set<Fact>(denialsIn(contexts, facts));
  return restatedBy(notVoid(facts), facts.filter((fact): fact is Word => restates(fact) || denials.has(fact)));
}

/** The same list where none is void. */
function notVoid(facts: readonly Fact[]): readonly Fact[] {
  return facts.some(isVoid) ? facts.filter((fact) => !isVoid(fact)) : facts;
}

/** Whether it changes how an earlier fact reads to those who decide: the word of somebody not entitled is one reading of a gate, and no more. */
function restates(fact: Fact): fact is Correction {
  return isCorrection(fact) && isOfEntitled(fact);
}

export interface Unmet {
  readonly code: FactCode;
  readonly promise: string;
  readonly basis: string;
}

/**
 * Weighs a gate on the folded stream, in every reading of it; with `without`, as if the events of these ids were not there. What other records of
 * the child hold that were merged into this one may take a guarantee away, and gives none: it is proven here, and with them as well (ruling 15).
 */
export function weigh(
  registry: Registry, gate: Gate, file: CaseFile, occasion: Circumstances, command: unknown, without?: ReadonlySet<string>,
): { basis: Basis } | { unmet: readonly Unmet[] } {
  const weighing: Weighing = { ...occasion, participants: file.participants };
  const together = occasion.standing ? file.asTold : file.asRead;
  const records = together ? [...file.merged].map(([stream, facts]) => ({ stream, revision: facts.at(-1)?.revision ?? -1, eventId: facts.at(-1)?.id })) : [];
  const proofs = new Map<FactCode, Proof>();
  const unmet: Unmet[] = [];
  for (const code of inState(gate, weighing).needs) {
    const { context, fact } = registry.owner(code);
    const proof = provenInAll(context, fact, file, weighing, command, without);
    const holds = proof && (!together || provenInAll(context, fact, together, { ...occasion, participants: together.participants }, command, without));
    if (holds) proofs.set(code, records.length > 0 ? { ...proof, foreign: [...proof.foreign ?? [], ...records] } : proof);
    else unmet.push({ code, promise: fact.promise, basis: fact.basis });
  }
  if (unmet.length > 0) return { unmet };
  return {
    basis: {
      gate: gate.name,
      gateVersion: gate.version,
      profileVersion: weighing.setting.profile.version,
      ...(weighing.setting.besides && { profilesBesides: weighing.setting.besides.map(({ version }) => version) }),
      ...instrumentsIn(command, weighing),
      revision: file.revision,
      facts: [...proofs].map(([code, proof]) => ({ code, ...proof })),
    },
  };
}

/** A gate with what the states add to it: none of what it needs everywhere is ever left out (ruling 6). */
function inState(gate: Gate, { setting: { profile, besides = [] } }: Pick<Weighing, 'setting'>): Gate {
  const added = [profile, ...besides].flatMap(({ adds }) => adds?.[gate.name] ?? []);
  return added.length === 0 ? gate : { ...gate, needs: [...new Set([...gate.needs, ...added])] };
}

/** What binds the two states, where a decision concerns another one. */
function instrumentsIn(command: unknown, { setting }: Weighing): Pick<Basis, 'instruments'> {
  const { destinationState, legs } = command as { destinationState?: string; legs?: readonly { readonly fromState: string }[] };
  const names = destinationState === undefined ? [] : setting.agreementsWith(destinationState, legs?.[0]?.fromState).map(({ code, version }) => `${code}@${version}`);
  return names.length > 0 ? { instruments: names } : {};
}

/**
 * The proof that every reading gives. Where they cite different events, those are left out that somebody has corrected or withdrawn, or was
 * not entitled to send; by what is left, whoever is right, the guarantee has to be proven, and all of it is cited.
 */
function provenInAll(
  context: BoundedContext, fact: GateFact<unknown>, file: CaseFile, weighing: Weighing, command: unknown, without: ReadonlySet<string> = new Set(),
): Proof | undefined {
  const states = file.readings.of(context.name, without);
  const proofs = [
    ...states.map((state) => fact.proof(state, weighing, command)),
    ...foreignReadings(weighing).map((foreign) => fact.proof(states[0], { ...weighing, foreign }, command)),
  ];
  const evidence = proofs.map((proof) => new Set(proof?.evidence));
  if (!proofs.every((proof) => proof !== undefined)) return undefined;
  const uneven = [...new Set(evidence.flatMap((ids) => [...ids]))].filter((id) => !evidence.every((ids) => ids.has(id)));
  if (uneven.length === 0) return proofs[0];
  const doubtful = uneven.filter((id) => isDoubtful(id, file));
  if (doubtful.length > 0) return provenInAll(context, fact, file, weighing, command, new Set([...without, ...doubtful]));
  return { ...proofs[0], evidence: [...new Set(evidence.flatMap((ids) => [...ids]))] };
}

/** The streams of others in all but the reading that is given as theirs. */
function foreignReadings({ foreign }: Weighing): readonly Weighing['foreign'][] {
  const count = Math.max(0, ...[...foreign.values()].map(({ otherwise = [] }) => otherwise.length));
  return Array.from({ length: count }, (_, index) => new Map([...foreign].map(([stream, read]) => [stream, { ...read, state: read.otherwise?.[index] ?? read.state }])));
}

function isDoubtful(id: string, { facts, readings }: CaseFile): boolean {
  return facts.some((fact) => fact.id === id && !isOfEntitled(fact)) || readings.rereadings.some((word) => targetOf(word) === id);
}
