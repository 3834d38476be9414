import { restate, restatedAsHeard } from '../case-file/case-file.js';
import { registry } from '../case-file/contexts.js';
import { denialsIn } from '../case-file/readings.js';
import type { Fact } from '../decider/event.js';
import { disputeEnded, disputeReported } from '../decider/parental-dispute.js';
import { ConflictDeclared, GuardianAppointed, GuardianSuspended, representativeEvents, RepresentingParentConfirmed, SuspensionLifted } from '../guardianship/representative.events.js';
import { isSucceeded, noRepresentation, silencing, withTold, type Mandate, type Representation } from '../guardianship/representative.state.js';
import { type Edge, edgeOf, notBefore } from './liberty.edges.js';
import type { Instant } from '../zones/zones.js';

/** Who could speak for a child, and when. */

const contexts = registry.of('child');
export const ofMandates: readonly string[] = representativeEvents.map(({ type }) => type);
/** What takes from those who have a mandate, and gives back, that they may act on it. */
export const ofSpeaking: readonly string[] = [disputeReported, disputeEnded, 'record.Disputed'];
/** What is told of people besides, by which those of them who have a mandate are shown as such as the authority has to look into. */
export const ofPeople: readonly string[] = silencing;
/** What the rules of findings look at, of all that makes somebody able or unable to speak for a child. */
export const tellingOfMandates: readonly string[] = [...ofMandates, ...ofSpeaking];

/** Every mandate as corrections have left it. What the child, or who spoke for it, says is not so stays in the list, and nobody acts on it. */
export function mandatesIn(facts: readonly Fact[]): readonly Mandate[] {
  const mandates = mandatesBy(restate(facts));
  if (!facts.some(({ type }) => (type as string) === 'record.Disputed')) return mandates;
  const heard = new Map(mandatesBy(restatedAsHeard(contexts, facts)).map((mandate) => [mandate.appointment, mandate]));
  return mandates.map((mandate) => {
    const stands = heard.get(mandate.appointment);
    return { ...mandate, accepted: mandate.accepted && stands?.accepted === true, clear: mandate.clear && stands?.clear === true };
  });
}

function mandatesBy(facts: readonly Fact[]): readonly Mandate[] {
  return facts.reduce(withTold, noRepresentation).mandates;
}

/** From when on somebody could act for the child, or nobody, and which event made it so. */
export interface Turn {
  readonly at: Edge;
  readonly active: boolean;
  readonly by: string;
}

/** What a version of a rule looks at, and how. */
export interface Look {
  /** In the order in which it was told. */
  readonly told: readonly Fact[];
  readonly actingAt: (state: Representation, at: Date) => readonly Mandate[];
  /** Those of them that say of another that it is not so: from then on it is not. */
  readonly denials?: readonly Fact[];
  readonly edgeAt?: (fact: Fact) => Edge;
  readonly evolve?: (state: Representation, fact: Fact) => Representation;
}

/** By the rules of before, whoever was followed by another was over as soon as that one had accepted, though its mandate began later. */
export function overAtAcceptance(actingAt: Look['actingAt']): Look['actingAt'] {
  return (state, at) => actingAt(state, at).filter((mandate) => !isSucceeded(mandate, state.mandates, endOfTime));
}
const endOfTime = new Date(8.64e15);

/** In the order in which it was so, and not in which it was told. */
export function turnsIn({ told, actingAt, denials = [], edgeAt = ({ meta }) => edgeOf(meta.occurredAt), evolve = withTold }: Look): readonly Turn[] {
  const ordered = told.map((fact) => ({ fact, at: edgeAt(fact) })).sort((a, b) => a.at.earliest - b.at.earliest);
  const turns: Turn[] = [];
  ordered.forEach(({ fact, at }, index) => {
    const state = withoutDenied(ordered.slice(0, index + 1).map((each) => each.fact), denials).reduce(evolve, noRepresentation);
    const look = (when: Edge, by: Fact, begun = when): void => {
      const active = actingAt(state, new Date(when.earliest)).length > 0;
      if (active !== (turns.at(-1)?.active ?? false)) turns.push({ at: active ? begun : when, active, by: by.id });
    };
    const before = ordered[index + 1]?.at.earliest ?? Infinity;
    if (before > at.earliest) look(at, fact);
    // A mandate begins and lapses by the clock, between two facts.
    const clock = state.mandates.flatMap((mandate) => [mandate.from, mandate.until ?? []].flat().map((instant) => ({ instant: Date.parse(instant), by: mandate.provenBy[0]! })));
    for (const { instant, by } of clock.filter((turn) => turn.instant > at.earliest && turn.instant < before).sort((a, b) => a.instant - b.instant)) {
      const cause = told.find(({ id }) => id === by) ?? fact;
      const when = exactly(instant, cause.meta.occurredAt.zone);
      look(when, cause, { ...notBefore(at, when), zone: when.zone });
    }
  });
  return turns;
}

function withoutDenied(told: readonly Fact[], denials: readonly Fact[]): readonly Fact[] {
  const denied = new Set(told.filter((fact) => denials.includes(fact)).map(({ data }) => (data as { target?: string }).target));
  return denied.size > 0 ? told.filter(({ id }) => !denied.has(id)) : told;
}

/** What the child, or who spoke for it when that was told, says is not so; of all that tells of mandates, in the order in which it was told. */
export function denialsOf(told: readonly Fact[]): readonly Fact[] {
  return denialsIn(contexts, told);
}

/** Ruling 23: what was declared or found of a conflict is so from when it has existed, as it is known, unless an appeal body has set that aside. */
export function conflictedFrom(told: readonly Fact[]): (fact: Fact) => Edge {
  const conflicts = new Map(conflictsIn(told).map(({ by, since }) => [by, since]));
  return (fact) => conflicts.get(fact) ?? edgeOf(fact.meta.occurredAt);
}

export interface Conflict {
  /** By which it is declared or found. */
  readonly by: Fact;
  readonly guardianRef: string;
  readonly since: Edge;
  /** By which the same person was given a mandate anew, if anything. */
  readonly cleared?: Fact;
}

/** What is declared by those who have it, or found, and not set aside since. */
export function conflictsIn(told: readonly Fact[]): readonly Conflict[] {
  const lifted = new Set(told.filter(({ type }) => (type as string) === SuspensionLifted.type).map(({ data }) => (data as { suspension?: string }).suspension));
  return told.flatMap((by): Conflict[] => {
    const { id, type, data, revision, meta: { occurredAt } } = by;
    const { guardianRef, conflictFrom, declaredBy } = data as { guardianRef?: string; conflictFrom?: string; declaredBy?: string };
    const isFound = (type as string) === GuardianSuspended.type ? !lifted.has(id) : (type as string) === ConflictDeclared.type && declaredBy === 'GUARDIAN';
    if (!isFound || guardianRef === undefined || conflictFrom === undefined) return [];
    const begins = told.filter((fact) => beginnings.includes(fact.type) && [namedIn(fact).guardianRef, namedIn(fact).parentRef].includes(guardianRef));
    const named = begins.findLast((fact) => fact.revision < revision);
    const since = exactly(Date.parse(conflictFrom), occurredAt.zone);
    const cleared = begins.find((fact) => fact.revision > revision);
    return [{ by, guardianRef, since: named ? notBefore(since, edgeOf(named.meta.occurredAt)) : since, ...(cleared && { cleared }) }];
  });
}

const beginnings: readonly string[] = [GuardianAppointed.type, RepresentingParentConfirmed.type];

function namedIn({ data }: Fact): { readonly guardianRef?: string; readonly parentRef?: string } {
  return data;
}

function exactly(instant: Instant, zone: string): Edge {
  return { earliest: instant, latest: instant, zone, period: false };
}
