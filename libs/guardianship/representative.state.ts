import type { Fact } from '../decider/event.js';
import type { RepresentativeEvent } from './representative.events.js';

/** A mandate of one guardian and what became of it. */
export interface Mandate {
  readonly guardianRef: string;
  readonly from: string;
  readonly until?: string;
  /** What else the appointment says, to tell the same decision again from another one. */
  readonly terms: string;
  /** Events that prove the appointment: the conflict check, the appointment, the acceptance. */
  readonly provenBy: readonly string[];
  readonly accepted: boolean;
  readonly suspended: boolean;
  /** Declared by the guardian, reported by somebody else, or neither. */
  readonly conflict?: 'GUARDIAN' | 'OTHER';
  /** The guardian who takes over once accepted. */
  readonly successorRef?: string;
}

export interface Representation {
  readonly requested: boolean;
  readonly mandates: readonly Mandate[];
  /** The latest conflict check of each candidate. */
  readonly checks: ReadonlyMap<string, string>;
}

export const noRepresentation: Representation = { requested: false, mandates: [], checks: new Map() };

export function evolveRepresentation(state: Representation, fact: Fact<RepresentativeEvent>): Representation {
  switch (fact.type) {
    case 'guardianship.GuardianRequested':
      return { ...state, requested: true };
    case 'guardianship.ConflictCheckCompleted':
      return { ...state, checks: new Map(state.checks).set(fact.data.guardianRef, fact.id) };
    case 'guardianship.GuardianAppointed': {
      const { guardianRef, from, until } = fact.data;
      const check = state.checks.get(guardianRef);
      const mandate = { guardianRef, from, until, terms: termsOf(fact.data), provenBy: [...(check ? [check] : []), fact.id], accepted: false, suspended: false };
      return { ...state, mandates: [...state.mandates, mandate] };
    }
    case 'guardianship.MandateAccepted':
      // A mandate is accepted by the person who was appointed, and by nobody else (ruling 14).
      if (fact.meta.recordedBy.actorRef !== fact.data.guardianRef) return state;
      return changeLatest(state, fact.data.guardianRef, (mandate) =>
        mandate.accepted ? mandate : { ...mandate, accepted: true, provenBy: [...mandate.provenBy, fact.id] });
    case 'guardianship.ConflictDeclared':
      return changeAll(state, fact.data.guardianRef, (mandate) => ({ ...mandate, conflict: fact.data.declaredBy }));
    case 'guardianship.GuardianSuspended':
      return changeAll(state, fact.data.guardianRef, (mandate) => ({ ...mandate, suspended: true }));
    case 'guardianship.GuardianReplaced':
      return changeAll(state, fact.data.formerGuardianRef, (mandate) => ({ ...mandate, successorRef: fact.data.guardianRef }));
  }
}

/** The mandates under which somebody may act for the child at an instant. */
export function activeMandates(state: Representation, at: Date): readonly Mandate[] {
  return state.mandates.filter((mandate) =>
    mandate.accepted && !mandate.suspended && !mandate.conflict
    && Date.parse(mandate.from) <= at.getTime()
    && (!mandate.until || at.getTime() < Date.parse(mandate.until))
    && !isSucceeded(mandate, state.mandates));
}

/** Whether the one who takes over has accepted: under a mandate that came after this one, for a former guardian may come back. */
export function isSucceeded(mandate: Mandate, mandates: readonly Mandate[]): boolean {
  return mandates.slice(mandates.indexOf(mandate) + 1).some((other) => other.guardianRef === mandate.successorRef && other.accepted);
}

/** Whether the guardian may know of the child at an instant: its mandate has begun, is not over, and it has declared no conflict itself. */
export function mayKnow(state: Representation, guardianRef: string, at: Date): boolean {
  return state.mandates.some((mandate) => mandate.guardianRef === guardianRef
    && mandate.accepted && !mandate.suspended && mandate.conflict !== 'GUARDIAN'
    && Date.parse(mandate.from) <= at.getTime()
    && (!mandate.until || at.getTime() < Date.parse(mandate.until))
    && !isSucceeded(mandate, state.mandates));
}

/** The guardian's mandate that is not yet over, if any. */
export function standingMandate(state: Representation, guardianRef: string): Mandate | undefined {
  return state.mandates.findLast((mandate) => mandate.guardianRef === guardianRef && !mandate.suspended && !isSucceeded(mandate, state.mandates));
}

export function termsOf(appointment: { organisationRef: string; model: string; scope: readonly string[]; actRef?: string; until?: string }): string {
  const { organisationRef, model, scope, actRef, until } = appointment;
  return JSON.stringify([organisationRef, model, [...scope].sort(), actRef, until]);
}

function changeLatest(state: Representation, guardianRef: string, change: (mandate: Mandate) => Mandate): Representation {
  const latest = state.mandates.findLastIndex((mandate) => mandate.guardianRef === guardianRef);
  return { ...state, mandates: state.mandates.map((mandate, index) => (index === latest ? change(mandate) : mandate)) };
}

function changeAll(state: Representation, guardianRef: string, change: (mandate: Mandate) => Mandate): Representation {
  return { ...state, mandates: state.mandates.map((mandate) => (mandate.guardianRef === guardianRef ? change(mandate) : mandate)) };
}
