import { BestInterestsDetermined } from '../best-interests/determination.events.js';
import type { EventDeclaration, Fact } from '../decider/event.js';
import { ConflictDeclared, ConflictReportClosed, GuardianAppointed, GuardianReplaced, GuardianSuspended, MandateAccepted, RepresentingParentConfirmed } from '../guardianship/representative.events.js';
import { CaseAccepted, LegalAidAssigned, LegalAidFailureReported } from '../guardianship/legal-aid.events.js';
import { InterpreterConfirmed, InterpreterReportedUnfit } from '../guardianship/interpreter.events.js';
import { EducationAccessReported, HealthAccessReported } from '../identification/access.events.js';
import { ConditionReported, CustodyVisitReported } from '../identification/custody.events.js';
import { ConsulateContacted } from '../identification/finding.events.js';
import { ContactHeld } from '../identification/family.events.js';
import type { Identification } from '../identification/identification.context.js';
import { isSetting } from '../identification/liberty.state.js';
import { isIndependent, isReview } from '../identification/review.state.js';
import { activeMandates } from '../guardianship/representative.state.js';
import type { Cover } from './liberty.coverage.js';
import { type Edge, edgeOf, notBefore } from './liberty.edges.js';
import { conflictedFrom, denialsOf, type Look, overAtAcceptance, tellingOfMandates, turnsIn } from './representation.js';
import type { Instant } from '../zones/zones.js';

/** What a child who is held is owed all the while, read from its record as corrections have left it. */

export const coverCodes = ['GUARDIAN', 'LAWYER', 'INTERPRETER', 'EDUCATION'] as const;
export type CoverCode = (typeof coverCodes)[number];
export const visitCodes = ['FAMILY_CONTACT', 'HEALTH_CHECK', 'PSYCHOSOCIAL_CARE', 'CONSULAR_CONTACT', 'MONITORING_VISIT', 'LAWYER_VISIT', 'BEST_INTERESTS', 'TIME_OUTDOORS'] as const;
export type VisitCode = (typeof visitCodes)[number];
export const reviewCodes = ['REVIEW', 'INDEPENDENT_REVIEW'] as const;
export type ReviewCode = (typeof reviewCodes)[number];

/** A fact of one of these types, as it is declared. */
type Told<E extends EventDeclaration> = E extends EventDeclaration ? Fact<E> : never;

const ofGuardians = [GuardianAppointed, MandateAccepted, GuardianSuspended, GuardianReplaced, ConflictDeclared, ConflictReportClosed, RepresentingParentConfirmed] as const;
const ofLawyers = [LegalAidAssigned, CaseAccepted, LegalAidFailureReported] as const;
const visiting = [ContactHeld, ConsulateContacted, CustodyVisitReported, HealthAccessReported, ConditionReported, BestInterestsDetermined] as const;

function toldOf<E extends EventDeclaration>(facts: readonly Fact[], declared: readonly E[]): readonly Told<E>[] {
  return facts.filter(({ type }) => declared.some((event) => event.type === type)) as unknown as readonly Told<E>[];
}

/** The rule by which it is counted for how long a guardian was there, in every version that was ever published, oldest first. */
export const coverRules = ['CAL-14@1', 'CAL-14@2', 'CAL-14@3'] as const;
export type CoverRule = (typeof coverRules)[number];
export const coverRule: CoverRule = 'CAL-14@3';

/** All that tells of a cover, by any version of the rule. */
export const tellingOfCovers: ReadonlySet<string> = new Set([
  ...tellingOfMandates, ...[...ofGuardians, ...ofLawyers, InterpreterConfirmed, InterpreterReportedUnfit, EducationAccessReported].map(({ type }) => type),
]);

export function coversIn(facts: readonly Fact[], rule = coverRule): Readonly<Record<CoverCode, readonly Cover[]>> {
  return { GUARDIAN: guardianCovers[rule](facts), LAWYER: lawyerCovers(facts), INTERPRETER: interpreterCovers(facts), EDUCATION: schooling(facts) };
}

export function visitsIn(facts: readonly Fact[]): Readonly<Record<VisitCode, readonly Edge[]>> {
  const visits = Object.fromEntries(visitCodes.map((code): [VisitCode, Edge[]] => [code, []])) as Record<VisitCode, Edge[]>;
  for (const fact of toldOf(facts, visiting)) for (const code of visitsOf(fact)) visits[code].push(edgeOf(fact.meta.occurredAt));
  return visits;
}

/** Everything that was called a review, and what is known to have been one by a body independent of the holder. */
export function reviewsIn({ reviews, stays }: Identification): Readonly<Record<ReviewCode, readonly Edge[]>> {
  const settings = [...stays.values()].flatMap((reports) => reports.filter(isSetting));
  const held = reviews.filter(isReview);
  const at = (told: typeof held): readonly Edge[] => told.map(({ meta }) => edgeOf(meta.occurredAt));
  return { REVIEW: at(held), INDEPENDENT_REVIEW: at(held.filter((review) => isIndependent(review, settings))) };
}

function visitsOf(fact: Told<(typeof visiting)[number]>): readonly VisitCode[] {
  switch (fact.type) {
    case 'best-interests.BestInterestsDetermined': return ['BEST_INTERESTS'];
    case 'identification.ContactHeld': return ['FAMILY_CONTACT'];
    case 'identification.ConsulateContacted': return ['CONSULAR_CONTACT'];
    case 'identification.CustodyVisitReported': {
      const { visitor, outcome, independent } = fact.data;
      if (outcome === 'REFUSED') return [];
      if (visitor === 'FAMILY') return ['FAMILY_CONTACT'];
      if (visitor === 'LAWYER') return ['LAWYER_VISIT'];
      if (visitor === 'CONSUL') return ['CONSULAR_CONTACT'];
      return visitor === 'MONITOR' && independent === 'YES' ? ['MONITORING_VISIT'] : [];
    }
    case 'identification.HealthAccessReported': {
      const { service, access } = fact.data;
      if (access === 'REFUSED') return [];
      if (service === 'PSYCHOSOCIAL' || service === 'MENTAL_HEALTH') return ['PSYCHOSOCIAL_CARE'];
      return service === 'HEALTH_CHECK' ? ['HEALTH_CHECK'] : [];
    }
    case 'identification.ConditionReported':
      return fact.data.conditions.some(({ aspect, finding }) => aspect === 'TIME_OUTDOORS' && finding === 'ADEQUATE') ? ['TIME_OUTDOORS'] : [];
  }
}

interface Mandate {
  readonly ref: string;
  /** From when it was accepted and in force. */
  begun?: Edge;
  readonly from: Edge;
  readonly ends: Edge[];
  /** While a conflict that somebody reported was not looked into (ruling 23). */
  readonly doubts: { readonly from: Edge; to?: Edge }[];
  successorRef?: string;
}

/** R14, ruling 23: a conflict that was declared or found ends the cover from when it has existed, as it is known. */
const guardianCovers: Readonly<Record<CoverRule, (facts: readonly Fact[]) => readonly Cover[]>> = {
  'CAL-14@1': coversOfAppointed,
  // As for a decision: nobody is covered by whoever may not act for the child, be it because the check for conflicts does not stand, for a dispute, or by the word of the child.
  'CAL-14@2': (facts) => coversOfActing(facts, overAtAcceptance(activeMandates)),
  // Until the one who follows begins.
  'CAL-14@3': (facts) => coversOfActing(facts, activeMandates),
};

function coversOfActing(facts: readonly Fact[], actingAt: Look['actingAt']): readonly Cover[] {
  const told = facts.filter(({ type }) => tellingOfMandates.includes(type));
  const turns = turnsIn({ told, actingAt, denials: denialsOf(told), edgeAt: conflictedFrom(told) });
  return turns.flatMap(({ active, at }, index) => (active ? [{ start: at, ...(turns[index + 1] && { end: turns[index + 1]!.at }) }] : []));
}

/** In the first version: by whoever was appointed, whatever became of the check for conflicts, of a dispute, and of what the child says. */
function coversOfAppointed(facts: readonly Fact[]): readonly Cover[] {
  const mandates: Mandate[] = [];
  const of = (ref: string): readonly Mandate[] => mandates.filter((mandate) => mandate.ref === ref);
  const begin = (mandate: Mandate, at: Edge): void => {
    mandate.begun ??= notBefore(at, mandate.from);
    for (const former of mandates.filter((other) => other !== mandate && other.successorRef === mandate.ref)) former.ends.push(mandate.begun);
  };
  for (const fact of toldOf(facts, ofGuardians)) {
    const at = edgeOf(fact.meta.occurredAt);
    switch (fact.type) {
      case 'guardianship.GuardianAppointed': {
        const { guardianRef: ref, from, until } = fact.data;
        mandates.push({ ref, from: exactly(from, at), ends: until === undefined ? [] : [exactly(until, at)], doubts: [] });
        break;
      }
      case 'guardianship.RepresentingParentConfirmed': {
        const mandate: Mandate = { ref: fact.data.parentRef, from: at, ends: [], doubts: [] };
        mandates.push(mandate);
        begin(mandate, at);
        break;
      }
      case 'guardianship.MandateAccepted': {
        const latest = of(fact.data.guardianRef).at(-1);
        if (latest && fact.meta.recordedBy.actorRef === fact.data.guardianRef) begin(latest, at);
        break;
      }
      case 'guardianship.GuardianReplaced':
        for (const mandate of of(fact.data.formerGuardianRef)) mandate.successorRef = fact.data.guardianRef;
        break;
      case 'guardianship.GuardianSuspended':
        for (const { ends } of of(fact.data.guardianRef)) ends.push(fact.data.conflictFrom === undefined ? at : exactly(fact.data.conflictFrom, at));
        break;
      case 'guardianship.ConflictDeclared': {
        const { guardianRef, declaredBy, conflictFrom } = fact.data;
        for (const { ends, doubts } of of(guardianRef)) {
          if (declaredBy === 'GUARDIAN') ends.push(exactly(conflictFrom, at));
          else doubts.push({ from: at });
        }
        break;
      }
      case 'guardianship.ConflictReportClosed':
        for (const { doubts } of of(fact.data.guardianRef)) for (const doubt of doubts) doubt.to ??= at;
        break;
    }
  }
  return mandates.flatMap(({ begun, ends, doubts }) => (begun ? parted({ start: begun, end: earliestOf(ends) }, doubts) : []));
}

/** A cover without the times in which it was in doubt. */
function parted(cover: Cover, doubts: Mandate['doubts']): readonly Cover[] {
  return doubts.reduce<readonly Cover[]>((covers, { from, to }) => covers.flatMap(({ start, end }) => [
    { start, end: earliestOf(end ? [from, end] : [from]) }, ...(to ? [{ start: to, ...(end && { end }) }] : []),
  ]), [cover]).filter(({ start, end }) => !end || start.earliest < end.latest);
}

function lawyerCovers(facts: readonly Fact[]): readonly Cover[] {
  const assigned = new Set<string>();
  const open = new Map<string, Edge>();
  const covers: Cover[] = [];
  for (const fact of toldOf(facts, ofLawyers)) {
    const at = edgeOf(fact.meta.occurredAt);
    switch (fact.type) {
      case 'guardianship.LegalAidAssigned':
        assigned.add(fact.data.lawyerRef);
        break;
      case 'guardianship.CaseAccepted': {
        const { lawyerRef } = fact.data;
        if (assigned.has(lawyerRef) && fact.meta.recordedBy.actorRef === lawyerRef && !open.has(lawyerRef)) open.set(lawyerRef, at);
        break;
      }
      case 'guardianship.LegalAidFailureReported': {
        const start = open.get(fact.data.lawyerRef);
        if (start) covers.push({ start, end: at });
        open.delete(fact.data.lawyerRef);
        break;
      }
    }
  }
  return [...covers, ...[...open.values()].map((start) => ({ start }))];
}

function interpreterCovers(facts: readonly Fact[]): readonly Cover[] {
  const unfit = toldOf(facts, [InterpreterReportedUnfit]);
  return toldOf(facts, [InterpreterConfirmed]).map((fact) => from(fact, unfit.find((end) => end.revision > fact.revision && end.data.interpreterRef === fact.data.interpreterRef)));
}

/** From when it began until that school, or any, stopped. */
function schooling(facts: readonly Fact[]): readonly Cover[] {
  const told = toldOf(facts, [EducationAccessReported]);
  const stops = told.filter(({ data }) => data.access === 'INTERRUPTED' || data.access === 'ENDED');
  const same = (one: string | undefined, other: string | undefined): boolean => one === undefined || other === undefined || one === other;
  return told.filter(({ data }) => data.access === 'STARTED').map((start) => {
    const begun = Date.parse(start.meta.occurredAt.from);
    const after = stops.filter(({ data, meta }) => same(data.schoolRef, start.data.schoolRef) && Date.parse(meta.occurredAt.from) >= begun);
    return from(start, after.sort((a, b) => Date.parse(a.meta.occurredAt.from) - Date.parse(b.meta.occurredAt.from))[0]);
  });
}

function from({ meta }: Fact, end: Fact | undefined): Cover {
  return { start: edgeOf(meta.occurredAt), ...(end && { end: edgeOf(end.meta.occurredAt) }) };
}

function exactly(instant: string, { zone }: Edge): Edge {
  const at: Instant = Date.parse(instant);
  return { earliest: at, latest: at, zone, period: false };
}

function earliestOf(edges: readonly Edge[]): Edge | undefined {
  return [...edges].sort((a, b) => a.earliest - b.earliest)[0];
}
