import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';

/** What this context takes note of about those who speak for the child, as Guardianship publishes it. */
export interface Representative {
  readonly ref: string;
  readonly from: string;
  readonly until?: string;
  readonly acceptedAt?: string;
  /** Since when nothing that the person does counts: a suspension, or a conflict that it declared or that was found. */
  readonly endedAt?: string;
  /** Since when a conflict is said to exist that nobody has found yet. */
  readonly reportedFrom?: string;
}

export type Representatives = readonly Representative[];

/** Whether the person could speak for the child at an instant. */
export function couldSpeak(representatives: Representatives, ref: string, at: string): boolean {
  const instant = Date.parse(at);
  return representatives.some((each) => each.ref === ref && each.acceptedAt !== undefined
    && Date.parse(each.from) <= instant && (!each.until || instant < Date.parse(each.until))
    && (!each.endedAt || instant < Date.parse(each.endedAt)));
}

/** Folds what Guardianship says of representatives into a topic that keeps them. */
export function notesOfRepresentatives<State extends { readonly representatives: Representatives }>(): Notes<State> {
  const noting = (note: (all: Representatives, data: Published, fact: Fact) => Representatives) => (state: State, fact: Fact): State =>
    ({ ...state, representatives: note(state.representatives, fact.data as unknown as Published, fact) });
  return {
    'guardianship.GuardianAppointed': noting((all, { guardianRef: ref, from, until }) => [...all, { ref, from, until }]),
    'guardianship.MandateAccepted': noting((all, { guardianRef }, { meta }) =>
      (meta.recordedBy.actorRef === guardianRef ? change(all, guardianRef, { acceptedAt: meta.occurredAt.from }) : all)),
    'guardianship.ConflictDeclared': noting((all, { guardianRef, declaredBy, conflictFrom }) =>
      change(all, guardianRef, declaredBy === 'GUARDIAN' ? { endedAt: conflictFrom } : { reportedFrom: conflictFrom })),
    // A conflict that was reported and is then found takes effect from the day that the report names (ruling 23).
    'guardianship.GuardianSuspended': noting((all, { guardianRef, ground }, { meta }) => all.map((each) => (each.ref === guardianRef
      ? { ...each, endedAt: earlier(each.endedAt, ground === 'CONFLICT_FOUND' ? each.reportedFrom ?? meta.occurredAt.from : meta.occurredAt.from) }
      : each))),
  };
}

/** The fields of Guardianship's events that this context reads. */
interface Published {
  readonly guardianRef: string;
  readonly from: string;
  readonly until?: string;
  readonly declaredBy: 'GUARDIAN' | 'OTHER';
  readonly conflictFrom: string;
  readonly ground: string;
}

function change(all: Representatives, ref: string, changes: Partial<Representative>): Representatives {
  return all.map((each) => (each.ref === ref ? { ...each, ...changes } : each));
}

function earlier(one: string | undefined, other: string): string {
  return one !== undefined && Date.parse(one) < Date.parse(other) ? one : other;
}
