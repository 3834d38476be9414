import type { BoundedContext, Standing } from '../decider/context.js';
import type { Basis, EventDeclaration, Fact, NewFact } from '../decider/event.js';
import type { FactCode, Gate, Proof, Weighing } from '../decider/gate.js';
import type { Registry } from './registry.js';
import type { Corrected, Retracted } from './record.events.js';

type Correction = Fact<typeof Corrected> | Fact<typeof Retracted>;

/** A stream folded by every context that shares it. */
export interface CaseFile {
  /** Revision of the last fact; -1 before the first. */
  readonly revision: number;
  readonly facts: readonly Fact[];
  /** States by context, of the facts as they were recorded. */
  readonly recorded: ReadonlyMap<string, unknown>;
  /** States by context, of the facts as corrections and retractions have left them. */
  readonly restated: ReadonlyMap<string, unknown>;
}

export function foldCaseFile(contexts: readonly BoundedContext[], facts: readonly Fact[]): CaseFile {
  const recorded = foldContexts(contexts, facts);
  const effective = restate(facts);
  return {
    revision: facts.length === 0 ? -1 : facts[facts.length - 1]!.revision,
    facts,
    recorded,
    restated: effective === facts ? recorded : foldContexts(contexts, effective),
  };
}

/** The case file with one more fact. */
export function extended(contexts: readonly BoundedContext[], file: CaseFile, fact: Fact): CaseFile {
  // A correction changes what stands before it, so that all is folded again.
  if (fact.type === 'record.Corrected' || fact.type === 'record.Retracted') return foldCaseFile(contexts, [...file.facts, fact]);
  const evolved = (states: ReadonlyMap<string, unknown>) => new Map(contexts.map((context) => [context.name, context.evolve(states.get(context.name), fact)]));
  const recorded = evolved(file.recorded);
  return { revision: fact.revision, facts: [...file.facts, fact], recorded, restated: file.restated === file.recorded ? recorded : evolved(file.restated) };
}

/**
 * What the contexts make of a new fact in the same instant, each from its own state after it. A decision that stands is weighed on the
 * child's stream alone, before and after: what changes elsewhere comes in as a fact of its own. It is halted first, and once: what else
 * the fact brings with it comes after the halt.
 */
export function followed(
  registry: Registry, contexts: readonly BoundedContext[], before: CaseFile, fact: Fact, after: CaseFile, weighing: Weighing,
): readonly NewFact<EventDeclaration>[] {
  const again: Weighing = { ...weighing, foreign: new Map(), standing: true };
  const standing = new Map(contexts.map((context) => [context, context.standing?.(before.restated.get(context.name))]));
  const haltedFirst = [...contexts].sort((one, other) => Number(!standing.get(one)) - Number(!standing.get(other)));
  return haltedFirst.flatMap((context) => {
    const decision = standing.get(context);
    const held = decision ? provenCodes(registry, decision, before, again) : [];
    const holds = decision ? provenCodes(registry, decision, after, again) : [];
    return context.follow?.(fact, after.restated.get(context.name), held.filter((code) => !holds.includes(code))) ?? [];
  });
}

function provenCodes(registry: Registry, { gate, command }: Standing, file: CaseFile, weighing: Weighing): readonly FactCode[] {
  const weighed = weigh(registry, gate, file, weighing, command);
  const unmet = 'unmet' in weighed ? weighed.unmet.map(({ code }) => code) : [];
  return gate.needs.filter((code) => !unmet.includes(code));
}

function foldContexts(contexts: readonly BoundedContext[], facts: readonly Fact[]): ReadonlyMap<string, unknown> {
  return new Map(contexts.map((context) => [context.name, facts.reduce(context.evolve, context.initial)]));
}

/**
 * The facts as corrections and retractions leave them: a correction replaces the fields it names and keeps its target's place,
 * the last standing one of a field wins, and a correction or retraction that is itself retracted counts no longer (reading R2).
 */
export function restate(facts: readonly Fact[]): readonly Fact[] {
  const corrections = facts.filter((fact): fact is Correction => fact.type === 'record.Corrected' || fact.type === 'record.Retracted');
  if (corrections.length === 0) return facts;

  // A correction can only name what was there before it, so that the later ones are judged first.
  const fallen = new Set<string>();
  for (const correction of [...corrections].reverse()) {
    if (correction.type === 'record.Retracted' && !fallen.has(correction.id)) fallen.add(correction.data.target);
  }
  const standing = corrections.filter((correction) => !fallen.has(correction.id));
  return facts.flatMap((fact) => {
    if (fallen.has(fact.id)) return [];
    return standing.reduce<Fact>((effective, correction) => {
      if (correction.type !== 'record.Corrected' || correction.data.target !== fact.id) return effective;
      const { fields, occurredAt } = correction.data;
      return {
        ...effective,
        data: { ...effective.data, ...fields },
        meta: occurredAt ? { ...effective.meta, occurredAt } : effective.meta,
      } as Fact<EventDeclaration>;
    }, fact);
  });
}

export interface Unmet {
  readonly code: FactCode;
  readonly promise: string;
  readonly basis: string;
}

/**
 * Weighs a gate on the folded stream. A fact counts only if the same events prove it both as recorded and as restated,
 * so that a correction or retraction may take a proof away and never make one.
 */
export function weigh(
  registry: Registry, gate: Gate, file: CaseFile, weighing: Weighing, command: unknown,
): { basis: Basis } | { unmet: readonly Unmet[] } {
  const asRecorded: Weighing = { ...weighing, foreign: new Map([...weighing.foreign].map(([stream, read]) => [stream, { ...read, state: read.recorded ?? read.state }])) };
  const proofs = new Map<FactCode, Proof>();
  const unmet: Unmet[] = [];
  for (const code of gate.needs) {
    const { context, fact } = registry.owner(code);
    const recorded = fact.proof(file.recorded.get(context.name), asRecorded, command);
    const restated = recorded && fact.proof(file.restated.get(context.name), weighing, command);
    if (restated && restated.evidence.join() === recorded.evidence.join()) proofs.set(code, restated);
    else unmet.push({ code, promise: fact.promise, basis: fact.basis });
  }
  if (unmet.length > 0) return { unmet };
  return {
    basis: {
      gate: gate.name,
      gateVersion: gate.version,
      profileVersion: weighing.setting.profile.version,
      revision: file.revision,
      facts: [...proofs].map(([code, proof]) => ({ code, ...proof })),
    },
  };
}
