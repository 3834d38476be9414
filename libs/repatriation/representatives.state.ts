import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';

/** What this context takes note of about those who speak for the child, as Guardianship publishes it. */
export interface Representative {
  readonly ref: string;
  readonly from: string;
  readonly until?: string;
  readonly accepted: boolean;
  /** Since when nothing that the person does counts: a suspension, or a conflict that it declared or that was found. */
  readonly endedAt?: string;
  /** Who takes over once accepted. */
  readonly successorRef?: string;
}

export type Representatives = readonly Representative[];

/** Whether the person could speak for the child at an instant. */
export function couldSpeak(representatives: Representatives, ref: string, at: string): boolean {
  const instant = Date.parse(at);
  return representatives.some((each) => each.ref === ref && each.accepted
    && Date.parse(each.from) <= instant && (!each.until || instant < Date.parse(each.until))
    && (!each.endedAt || instant < Date.parse(each.endedAt)));
}

/** Folds what Guardianship says of representatives into a topic that keeps them. */
export function notesOfRepresentatives<State extends { readonly representatives: Representatives }>(): Notes<State> {
  const noting = (note: (all: Representatives, data: Published, fact: Fact) => Representatives) => (state: State, fact: Fact): State =>
    ({ ...state, representatives: note(state.representatives, fact.data as unknown as Published, fact) });
  return {
    'guardianship.GuardianAppointed': noting((all, { guardianRef: ref, from, until }) => [...all, { ref, from, until, accepted: false }]),
    'guardianship.MandateAccepted': noting((all, { guardianRef }, { meta }) =>
      (meta.recordedBy.actorRef === guardianRef
        ? change(all, guardianRef, (each) => ({ ...each, accepted: true })).map((each) => (each.successorRef === guardianRef ? endedBy(meta.occurredAt.from, each) : each))
        : all)),
    'guardianship.GuardianReplaced': noting((all, { formerGuardianRef, guardianRef: successorRef }) => change(all, formerGuardianRef, (each) => ({ ...each, successorRef }))),
    // A parent needs no appointment and accepts nothing: it is the parent (ruling 2).
    'guardianship.RepresentingParentConfirmed': noting((all, { parentRef: ref }, { meta }) => [...all, { ref, from: meta.occurredAt.from, accepted: true }]),
    // What others report ends the representation, and for the consents it counts once it is found (ruling 23).
    'guardianship.ConflictDeclared': noting((all, { guardianRef, declaredBy, conflictFrom }) =>
      (declaredBy === 'GUARDIAN' ? change(all, guardianRef, (each) => endedBy(conflictFrom, each)) : all)),
    'guardianship.GuardianSuspended': noting((all, { guardianRef, conflictFrom }, { meta }) =>
      change(all, guardianRef, (each) => endedBy(conflictFrom, endedBy(meta.occurredAt.from, each)))),
  };
}

/** The fields of Guardianship's events that this context reads. */
interface Published {
  readonly guardianRef: string;
  readonly formerGuardianRef: string;
  readonly parentRef: string;
  readonly from: string;
  readonly until?: string;
  readonly declaredBy: 'GUARDIAN' | 'OTHER';
  readonly conflictFrom: string | undefined;
}

function change(all: Representatives, ref: string, changed: (each: Representative) => Representative): Representatives {
  return all.map((each) => (each.ref === ref ? changed(each) : each));
}

/** Of several instants the earliest counts. */
function endedBy(instant: string | undefined, each: Representative): Representative {
  const earlier = instant !== undefined && (each.endedAt === undefined || Date.parse(instant) < Date.parse(each.endedAt));
  return earlier ? { ...each, endedAt: instant } : each;
}
