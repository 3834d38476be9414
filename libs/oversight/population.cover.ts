import type { Fact } from '../decider/event.js';
import type { safeguards } from './population.question.js';

export type Safeguard = (typeof safeguards)[number];

/** A time for which a child had what it should have, or an instant at which it was given. */
export type Cover = {
  readonly safeguard: Safeguard;
  readonly lasts: boolean;
  readonly from_earliest: string;
  readonly until_latest?: string;
  readonly events: readonly string[];
};

/** What a child had of each safeguard, from its facts as restated; the outermost bounds (R14). */
export function coverOf(facts: readonly Fact[]): readonly Cover[] {
  return [...guardians(facts), ...lawyers(facts), ...interpreters(facts), ...schooling(facts), ...determinations(facts), ...facts.flatMap(instantsOf)];
}

/** From mandate and acceptance, until suspension, a conflict, the end of the mandate or the successor's acceptance (ruling 23). */
function guardians(facts: readonly Fact[]): readonly Cover[] {
  return facts.flatMap((appointment, index): Cover[] => {
    if (appointment.type === 'guardianship.RepresentingParentConfirmed') {
      const { parentRef } = appointment.data as { parentRef: string };
      return [lasting('GUARDIAN', appointment.meta.occurredAt.from, endOfMandate(parentRef, facts.slice(index + 1)), [appointment.id])];
    }
    if (appointment.type !== 'guardianship.GuardianAppointed') return [];
    const { guardianRef, from, until } = appointment.data as { guardianRef: string; from: string; until?: string };
    const after = facts.slice(index + 1);
    const acceptance = after.find((fact) => fact.type === 'guardianship.MandateAccepted' && (fact.data as { guardianRef: string }).guardianRef === guardianRef);
    if (!acceptance) return [];
    const begins = laterOf(from, acceptance.meta.occurredAt.from);
    return [lasting('GUARDIAN', begins, earliestOf([endOfMandate(guardianRef, after), until]), [appointment.id, acceptance.id])];
  });
}

function endOfMandate(guardianRef: string, after: readonly Fact[]): string | undefined {
  const replacement = after.find((fact) => fact.type === 'guardianship.GuardianReplaced' && (fact.data as { formerGuardianRef: string }).formerGuardianRef === guardianRef);
  const successor = (replacement?.data as { guardianRef?: string } | undefined)?.guardianRef;
  return earliestOf(after.map(({ type, data, meta }) => {
    const { guardianRef: of, conflictFrom } = data as { guardianRef?: string; conflictFrom?: string };
    if (type === 'guardianship.GuardianSuspended' && of === guardianRef) return earliestOf([meta.occurredAt.to ?? meta.occurredAt.from, conflictFrom]);
    if (type === 'guardianship.ConflictDeclared' && of === guardianRef) return conflictFrom;
    if (type === 'guardianship.MandateAccepted' && successor !== undefined && of === successor) return meta.occurredAt.to ?? meta.occurredAt.from;
    return undefined;
  }));
}

function lawyers(facts: readonly Fact[]): readonly Cover[] {
  return betweenOf(facts, 'LAWYER', 'lawyerRef', ['guardianship.CaseAccepted'], ['guardianship.LegalAidFailureReported'])
    .filter(({ events: [acceptance] }) => {
      const { meta, data } = facts.find(({ id }) => id === acceptance)!;
      return meta.recordedBy.actorRef === (data as { lawyerRef: string }).lawyerRef;
    });
}

function interpreters(facts: readonly Fact[]): readonly Cover[] {
  return betweenOf(facts, 'INTERPRETER', undefined, ['guardianship.InterpreterConfirmed', 'guardianship.InterpreterFoundUnneeded'], ['guardianship.InterpreterReportedUnfit']);
}

function schooling(facts: readonly Fact[]): readonly Cover[] {
  const access = facts.filter(({ type }) => type === 'identification.EducationAccessReported').map((fact) => ({ ...fact, type: `education.${(fact.data as { access: string }).access}` })) as readonly Fact[];
  return betweenOf(access, 'EDUCATION', undefined, ['education.STARTED'], ['education.INTERRUPTED', 'education.ENDED', 'education.REFUSED']);
}

function determinations(facts: readonly Fact[]): readonly Cover[] {
  return betweenOf(facts, 'BEST_INTERESTS', undefined, ['best-interests.BestInterestsDetermined'], ['best-interests.DeterminationReopened']);
}

/** From each fact of one kind until the next of the other, about the same person where `of` names one. */
function betweenOf(facts: readonly Fact[], safeguard: Safeguard, of: string | undefined, begin: readonly string[], end: readonly string[]): readonly Cover[] {
  const aboutSame = (a: Fact, b: Fact): boolean => of === undefined || (a.data as { [name: string]: unknown })[of] === (b.data as { [name: string]: unknown })[of];
  const ordered = [...facts].sort((a, b) => Date.parse(a.meta.occurredAt.from) - Date.parse(b.meta.occurredAt.from));
  return ordered.flatMap((start, index) => {
    if (!begin.includes(start.type)) return [];
    const stop = ordered.slice(index + 1).find((fact) => end.includes(fact.type) && aboutSame(start, fact));
    return [lasting(safeguard, start.meta.occurredAt.from, stop && (stop.meta.occurredAt.to ?? stop.meta.occurredAt.from), [start.id, ...(stop ? [stop.id] : [])])];
  });
}

function instantsOf(fact: Fact): readonly Cover[] {
  return givenBy(fact).map((safeguard) => ({ safeguard, lasts: false, from_earliest: fact.meta.occurredAt.from, events: [fact.id] }));
}

/** What was given to the child at the instant of a fact. */
function givenBy({ type, data }: Fact): readonly Safeguard[] {
  const said = data as { readonly [name: string]: unknown };
  switch (type) {
    case 'identification.ReviewHeld':
    case 'identification.AuthorityAppeared':
      return said.independent === 'YES' ? ['REVIEW', 'INDEPENDENT_REVIEW'] : ['REVIEW'];
    case 'identification.ContactHeld': return ['FAMILY_CONTACT'];
    case 'identification.ConsulateContacted': return said.safetyAssessed === 'YES' ? ['CONSULATE'] : [];
    case 'repatriation.ConsulateNotified': return ['CONSULATE'];
    case 'identification.HealthAccessReported': return said.service === 'HEALTH_CHECK' && said.access === 'GIVEN' ? ['HEALTH_CHECK'] : [];
    case 'identification.ConditionReported':
      return (said.conditions as { aspect: string; finding: string }[]).some(({ aspect, finding }) => aspect === 'TIME_OUTDOORS' && finding === 'ADEQUATE') ? ['OUTDOORS'] : [];
    case 'identification.CustodyVisitReported':
      if (said.outcome !== 'HELD') return [];
      if (said.visitor === 'FAMILY') return ['FAMILY_CONTACT'];
      return said.visitor === 'MONITOR' && said.independent === 'YES' ? ['MONITORING_VISIT'] : [];
    default: return [];
  }
}

function lasting(safeguard: Safeguard, from: string, until: string | undefined, events: readonly string[]): Cover {
  return { safeguard, lasts: true, from_earliest: from, until_latest: until, events };
}

function earliestOf(instants: readonly (string | undefined)[]): string | undefined {
  return instants.filter((instant) => instant !== undefined).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

function laterOf(a: string, b: string): string {
  return Date.parse(a) > Date.parse(b) ? a : b;
}
