import { isCivil } from '../decider/actor.js';
import type { Annulments } from '../decider/annulment.js';
import { endsAtOnce, isClear } from '../decider/conflict-check.js';
import type { Fact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { fromChildhood, laterMajority, type InProcedure } from '../decider/majority.js';
import { disputeEnded, disputeReported, isFoundUnfounded, namedAnew, noDisputes, withCertificate, withReport, type Disputes } from '../decider/parental-dispute.js';
import { isSince } from '../decider/since.js';
import { effectiveFrom } from '../decider/times.js';
import { representativeEvents, type ConflictCheckCompleted, type ConflictDeclared, type RepresentativeEvent } from './representative.events.js';

/** A mandate of one guardian, or of a parent, and what became of it. */
export interface Mandate {
  readonly guardianRef: string;
  /** The representative is a parent of the child, who needs no appointment. */
  readonly parent: boolean;
  /** The check that it rests on found no conflict of interest, as that check reads now. */
  readonly clear: boolean;
  /** When it begins: not before it was decided, whatever the decision says. */
  readonly from: string;
  /** What the appointment says of its beginning. */
  readonly statedFrom: string;
  readonly until?: string;
  /** What else the appointment says, to tell the same decision again from another one. */
  readonly terms: string;
  /** Events that prove the appointment: the conflict check, the appointment, the acceptance. */
  readonly provenBy: readonly string[];
  /** The event of the appointment or confirmation. */
  readonly appointment: string;
  /** All events of that decision: whichever of them an appeal names, it is against the whole. */
  readonly decidedBy: readonly string[];
  readonly accepted: boolean;
  readonly suspended: boolean;
  /** The suspensions that stand. */
  readonly suspendedBy: readonly string[];
  /** An appeal body set the appointment aside. */
  readonly annulled: boolean;
  /** Replaced because it can no longer act, or must not: its mandate does not wait for the next one. */
  readonly removed: boolean;
  /** Declared by the guardian, reported by somebody else, or neither. */
  readonly conflict?: 'GUARDIAN' | 'OTHER';
  /** Since when a conflict that was declared or found has existed, which may be before anybody knew of it (ruling 23). */
  readonly conflictFrom?: string;
  /** The guardian who takes over once accepted. */
  readonly successorRef?: string;
}

export interface Representation extends InProcedure {
  readonly requested: boolean;
  readonly mandates: readonly Mandate[];
  /** The conflict check of each candidate, until the appointment that rests on it. */
  readonly checks: ReadonlyMap<string, Fact<typeof ConflictCheckCompleted>>;
  /** The replacement by which each successor came, by its reference, until it is appointed. */
  readonly replacements: ReadonlyMap<string, string>;
  /** Conflicts of interest that others reported and the authority has not looked into. */
  readonly reported: readonly Fact<typeof ConflictDeclared>[];
  /** What was told of disputes over the child. */
  readonly disputes: Disputes;
  /** By what each mandate of a person came to an end, or was found to be none: the next one is accepted since. */
  readonly endings: ReadonlyMap<string, readonly Fact[]>;
  /** The day on which childhood ends, as registered and as shown last. */
  readonly registeredMajority?: string;
  readonly shownMajority?: string;
}

export const noRepresentation: Representation = { requested: false, mandates: [], checks: new Map(), replacements: new Map(), reported: [], disputes: noDisputes, endings: new Map() };

export function evolveRepresentation(state: Representation, fact: Fact<RepresentativeEvent>): Representation {
  switch (fact.type) {
    case 'guardianship.GuardianRequested':
      return { ...state, requested: true };
    case 'guardianship.ConflictCheckCompleted':
      return { ...state, checks: new Map(state.checks).set(fact.data.guardianRef, fact) };
    case 'guardianship.GuardianAppointed': {
      const { guardianRef, from, until } = fact.data;
      const check = state.checks.get(guardianRef);
      const clear = check !== undefined && isClear(check.data);
      const provenBy = [check?.id ?? [], fact.id].flat();
      const [checks, replacements] = [new Map(state.checks), new Map(state.replacements)];
      const decidedBy = [replacements.get(guardianRef) ?? [], ...provenBy].flat();
      checks.delete(guardianRef);
      replacements.delete(guardianRef);
      const mandate = { ...newMandate, guardianRef, parent: false, clear, from: effectiveFrom(from, fact), statedFrom: from, until, terms: termsOf(fact.data), provenBy, appointment: fact.id, decidedBy };
      return { ...state, checks, replacements, mandates: [...state.mandates, mandate] };
    }
    case 'guardianship.MandateAccepted':
      // A mandate is accepted by the person who was appointed, and by nobody else (ruling 14); nor by one whose own body holds or returns children.
      if (fact.meta.recordedBy.actorRef !== fact.data.guardianRef || !isCivil(fact.meta.recordedBy.orgType)) return state;
      if (state.endings.get(fact.data.guardianRef)?.some((ending) => !isSince(fact, ending))) return state;
      return changeLatest(state, fact.data.guardianRef, (mandate) =>
        mandate.accepted || mandate.annulled ? mandate : { ...mandate, accepted: true, provenBy: [...mandate.provenBy, fact.id] });
    case 'guardianship.RepresentingParentConfirmed': {
      const { parentRef } = fact.data;
      const confirmedAt = fact.meta.occurredAt.from;
      const mandate = {
        ...newMandate, guardianRef: parentRef, parent: true, clear: isClear(fact.data), from: confirmedAt, statedFrom: confirmedAt, terms: parentTermsOf(fact.data), provenBy: [fact.id], accepted: true,
        appointment: fact.id, decidedBy: [fact.id],
      };
      return { ...state, mandates: [...state.mandates, mandate] };
    }
    case 'guardianship.ConflictDeclared': {
      const { guardianRef, declaredBy, conflictFrom } = fact.data;
      if (declaredBy === 'GUARDIAN') return changeAll(ended(state, guardianRef, fact), guardianRef, (mandate) => inConflictFrom(conflictFrom, { ...mandate, conflict: 'GUARDIAN' }));
      return { ...changeAll(state, guardianRef, (mandate) => ({ ...mandate, conflict: mandate.conflict ?? 'OTHER' })), reported: [...state.reported, fact] };
    }
    case 'guardianship.ConflictReportClosed': {
      const { guardianRef } = fact.data;
      return withoutReports(state, fact, (report) => report.data.guardianRef === guardianRef);
    }
    case 'guardianship.GuardianSuspended': {
      const { guardianRef, conflictFrom } = fact.data;
      return changeAll(ended(state, guardianRef, fact), guardianRef, (mandate) =>
        inConflictFrom(conflictFrom, { ...mandate, suspended: true, suspendedBy: [...mandate.suspendedBy, fact.id] }));
    }
    case 'guardianship.GuardianReplaced':
      return {
        ...changeAll(ended(state, fact.data.formerGuardianRef, fact), fact.data.formerGuardianRef, (mandate) =>
          ({ ...mandate, successorRef: fact.data.guardianRef, removed: mandate.removed || endsAtOnce(fact.data.reason) })),
        replacements: new Map(state.replacements).set(fact.data.guardianRef, fact.id),
      };
    case 'guardianship.MandateAnnulled':
      return {
        ...ended(state, fact.data.guardianRef, fact),
        mandates: state.mandates.map((mandate) => (mandate.appointment === fact.data.appointment ? { ...mandate, annulled: true } : mandate)),
      };
    case 'guardianship.SuspensionLifted': {
      const { guardianRef, suspension } = fact.data;
      const endings = new Map(state.endings).set(guardianRef, (state.endings.get(guardianRef) ?? []).filter(({ id }) => id !== suspension));
      return changeAll({ ...state, endings }, guardianRef, (mandate) => {
        const suspendedBy = mandate.suspendedBy.filter((each) => each !== suspension);
        const suspended = suspendedBy.length > 0;
        // The conflict was found by the suspension that is void.
        return { ...mandate, suspendedBy, suspended, conflictFrom: suspended || mandate.conflict === 'GUARDIAN' ? mandate.conflictFrom : undefined };
      });
    }
  }
}

/** Nobody has looked into what was reported afterwards, and what the guardian itself has declared stays. */
function withoutReports(state: Representation, by: Fact, isLookedInto: (report: Fact<typeof ConflictDeclared>) => boolean): Representation {
  const closed = state.reported.filter((report) => isLookedInto(report) && isSince(by, report));
  const reported = state.reported.filter((report) => !closed.includes(report));
  return closed.map(({ data }) => data.guardianRef).filter((guardianRef) => !isReported({ reported }, guardianRef)).reduce<Representation>(
    (cleared, guardianRef) => changeAll(cleared, guardianRef, (mandate) => (mandate.conflict === 'OTHER' ? { ...mandate, conflict: undefined } : mandate)), { ...state, reported });
}

/** Whether somebody reported a conflict of interest of the person that the authority has not looked into. */
export function isReported({ reported }: Pick<Representation, 'reported'>, guardianRef: string): boolean {
  return reported.some(({ data }) => data.guardianRef === guardianRef);
}

const newMandate = { accepted: false, suspended: false, suspendedBy: [], annulled: false, removed: false } as const;

/** What an appeal body sets aside ends by an event of its own, because other contexts rest on who speaks for the child. */
export const annulmentsOfRepresentation: Annulments<Representation> = {
  'guardianship.GuardianAppointed': { means: 'The mandate is void, with the consents that were given under it, and another guardian is appointed.' },
  'guardianship.ConflictCheckCompleted': { means: 'So is the appointment that rests on it.' },
  'guardianship.GuardianReplaced': { means: 'The mandate of the successor is void; the former guardian goes on only where the successor has not accepted yet, and where it was not replaced for its death, a conflict of interest or a suspension.' },
  'guardianship.RepresentingParentConfirmed': { means: 'The parent does not represent the child, and somebody else has to.' },
  'guardianship.GuardianSuspended': { means: 'Once the ruling is final the guardian may act again, unless somebody else has taken over.' },
};

/** The day of majority with which the child was registered: when it was found, or else when its parents had left it behind. */
export function noteMajority(state: Representation, { type, data }: Fact): Representation {
  const [before, said] = [state.registeredMajority, (data as { majorityOn?: string }).majorityOn];
  return { ...state, registeredMajority: type === 'identification.ChildFound' ? said ?? before : before ?? said };
}

/**
 * Parents who are in dispute over the child have a conflict of interest, as reported: neither speaks for it until the authority has looked into that
 * (ruling 23). Into what is told again of the same people it has looked already.
 */
export function noteDispute(state: Representation, fact: Fact): Representation {
  return namedAnew(fact, state.disputes).reduce((noted, guardianRef) => asReported(noted, fact, guardianRef, 'FAMILY_DISPUTE'), { ...state, disputes: withReport(state.disputes, fact) });
}

/**
 * The authority that appoints guardians has looked into a report of a dispute once it certifies that there is none: nobody has a conflict of
 * interest by that report alone. What is settled, or what a court found, says nothing of who may speak for the child (ruling 23).
 */
export function noteDisputeEnded(state: Representation, fact: Fact): Representation {
  const noted = { ...state, disputes: withCertificate(state.disputes, fact) };
  const ended = noted.disputes.reports.filter(({ endedBy }) => endedBy === fact).map(({ told }) => told.id);
  return isFoundUnfounded(fact) ? withoutReports(noted, fact, ({ id }) => ended.includes(id)) : noted;
}

/** What is told of a person makes that one speak for nobody until the authority has looked into it, as with a conflict that is reported. */
function asReported(state: Representation, fact: Fact, guardianRef: string, ground: Fact<typeof ConflictDeclared>['data']['ground']): Representation {
  return evolveRepresentation(state, { ...fact, type: 'guardianship.ConflictDeclared', data: { guardianRef, declaredBy: 'OTHER', ground, conflictFrom: fact.meta.occurredAt.from } });
}

/** Who is reported dead, or to have done harm to the child, with whom it is assessed to be in danger, who is paid for keeping it or has lost a parent's rights speaks for it no longer until the authority has looked into that. */
export function noteSilencing(state: Representation, fact: Fact): Representation {
  return silencedIn(fact).reduce((noted, person) => asReported(noted, fact, person, ([familyReported, rightsCertified].includes(fact.type) ? 'OTHER' : 'HARM_ALLEGED')), state);
}

export const familyReported = 'identification.FamilyLinkReported';
const coercionReported = 'repatriation.CoercionReported';
const dangerAssessed = 'best-interests.DangerAssessed';
const paymentReported = 'guardianship.PaymentForChildReported';
const rightsCertified = 'guardianship.ParentalRightsCertified';
/** What others tell of a person, and who may not speak for a child by that (GU-04). */
export const silencing: readonly string[] = [familyReported, coercionReported, dangerAssessed, paymentReported, rightsCertified];

export function silencedIn({ type, data }: Fact): readonly string[] {
  const { relativeRef, alive, coercedByPerson, stayingWith = [], finding, payeeRef, kind, parentRef, change } = data as {
    relativeRef?: string; alive?: string; coercedByPerson?: string; stayingWith?: readonly string[]; finding?: string; payeeRef?: string; kind?: string; parentRef?: string; change?: string;
  };
  switch (type as string) {
    case familyReported: return alive === 'NO' && relativeRef !== undefined ? [relativeRef] : [];
    case coercionReported: return coercedByPerson === undefined ? [] : [coercedByPerson];
    case dangerAssessed: return finding === 'PRESENT' ? stayingWith : [];
    case paymentReported: return kind === 'BED_FOR_MONEY' && payeeRef !== undefined ? [payeeRef] : [];
    case rightsCertified: return (change === 'DEPRIVED' || change === 'RESTRICTED') && parentRef !== undefined ? [parentRef] : [];
    default: return [];
  }
}

export function noteShownMajority(state: Representation, { data }: Fact): Representation {
  const { majorityOn = state.shownMajority } = data as { majorityOn?: string };
  return { ...state, shownMajority: majorityOn };
}

/** Folds whatever is told of those who speak for the child, and what silences them. */
export function withTold(state: Representation, fact: Fact): Representation {
  if ((fact.type as string) === disputeReported) return noteDispute(state, fact);
  if ((fact.type as string) === disputeEnded) return noteDisputeEnded(state, fact);
  if (silencing.includes(fact.type)) return noteSilencing(state, fact);
  return isOfMandates(fact) ? evolveRepresentation(state, fact) : state;
}

function isOfMandates(fact: Fact): fact is Fact<RepresentativeEvent> {
  return representativeEvents.some(({ type }) => type === fact.type);
}

/** The mandates under which somebody may act for the child at an instant: nobody does on an appointment whose check for conflicts does not stand. */
export function activeMandates(state: Pick<Representation, 'mandates'>, at: Date): readonly Mandate[] {
  return mandatesInForce(state, at).filter(({ clear }) => clear);
}

/** The mandates under which somebody acts for the child now. One that ended with childhood serves the procedure that was opened in it to its end. */
export function activeNow(state: Representation, weighing: Pick<Weighing, 'now' | 'setting'>): readonly Mandate[] {
  const procedure = fromChildhood(laterMajority(state.registeredMajority, state.shownMajority), state, weighing);
  return [...activeMandates(state, weighing.now), ...(procedure ? activeMandates(state, procedure.lastDay) : [])];
}

/** The mandates at an instant, whatever has become of the check on which each rests. */
export function mandatesInForce(state: Pick<Representation, 'mandates'>, at: Date): readonly Mandate[] {
  return state.mandates.filter((mandate) =>
    mandate.accepted && !mandate.suspended && !mandate.removed && !mandate.annulled && !mandate.conflict
    && Date.parse(mandate.from) <= at.getTime()
    && (!mandate.until || at.getTime() < Date.parse(mandate.until))
    && !isSucceeded(mandate, state.mandates, at));
}

/**
 * When the one who takes over begins, once it has accepted: under a mandate that came after this one, for a former guardian may come back. Until then
 * the former one goes on, so that the child is never without (International Child Repatriation Guidelines, guarantee 2).
 */
export function succeededFrom(mandate: Mandate, mandates: readonly Mandate[]): string | undefined {
  return mandates.slice(mandates.indexOf(mandate) + 1).filter((other) => other.guardianRef === mandate.successorRef && other.accepted)
    .map(({ from }) => from).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

export function isSucceeded(mandate: Mandate, mandates: readonly Mandate[], at: Date): boolean {
  const from = succeededFrom(mandate, mandates);
  return from !== undefined && Date.parse(from) <= at.getTime();
}

/** Whether the guardian may know of the child at an instant: its mandate has begun, is not over, and it has declared no conflict itself. */
export function mayKnow(state: Representation, guardianRef: string, at: Date): boolean {
  return state.mandates.some((mandate) => mandate.guardianRef === guardianRef
    && mandate.accepted && !mandate.suspended && !mandate.removed && !mandate.annulled && mandate.conflict !== 'GUARDIAN'
    && Date.parse(mandate.from) <= at.getTime()
    && (!mandate.until || at.getTime() < Date.parse(mandate.until))
    && !isSucceeded(mandate, state.mandates, at));
}

/** The guardian's mandate that is not yet over at an instant, if any. */
export function standingMandate(state: Representation, guardianRef: string, at: Date): Mandate | undefined {
  return state.mandates.findLast((mandate) => mandate.guardianRef === guardianRef && !mandate.suspended && !mandate.removed && !mandate.annulled && !isSucceeded(mandate, state.mandates, at));
}

export function termsOf(appointment: { organisationRef: string; model: string; scope: readonly string[]; actRef?: string; until?: string }): string {
  const { organisationRef, model, scope, actRef, until } = appointment;
  return JSON.stringify([organisationRef, model, [...scope].sort(), actRef, until]);
}

export function parentTermsOf({ relation, custodyShownBy, documentRef }: { relation: string; custodyShownBy: string; documentRef: string }): string {
  return JSON.stringify([relation, custodyShownBy, documentRef]);
}

/** Of several instants the earliest counts. */
function inConflictFrom(from: string | undefined, mandate: Mandate): Mandate {
  const earlier = from !== undefined && (mandate.conflictFrom === undefined || Date.parse(from) < Date.parse(mandate.conflictFrom));
  return earlier ? { ...mandate, conflictFrom: from } : mandate;
}

function ended(state: Representation, guardianRef: string, by: Fact): Representation {
  return { ...state, endings: new Map(state.endings).set(guardianRef, [...(state.endings.get(guardianRef) ?? []), by]) };
}

function changeLatest(state: Representation, guardianRef: string, change: (mandate: Mandate) => Mandate): Representation {
  const latest = state.mandates.findLastIndex((mandate) => mandate.guardianRef === guardianRef);
  return { ...state, mandates: state.mandates.map((mandate, index) => (index === latest ? change(mandate) : mandate)) };
}

function changeAll(state: Representation, guardianRef: string, change: (mandate: Mandate) => Mandate): Representation {
  return { ...state, mandates: state.mandates.map((mandate) => (mandate.guardianRef === guardianRef ? change(mandate) : mandate)) };
}
