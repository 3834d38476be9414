import type { Notes } from '../decider/context.js';
import type { Fact, OccurredAt } from '../decider/event.js';
import { isSince } from '../decider/since.js';

/** What this context takes note of about those who speak for the child, as Guardianship publishes it. */
export interface Representative {
  readonly ref: string;
  readonly from: string;
  readonly until?: string;
  readonly accepted: boolean;
  /** Since when nothing that the person does counts: a suspension, or a conflict that it declared or that was found. */
  readonly endedAt?: string;
  /** What ended it: a mandate is taken up again only since. */
  readonly endings: readonly Fact[];
  /** Who takes over once accepted. */
  readonly successorRef?: string;
}

export type Representatives = readonly Representative[];

/** Whether the person could speak for the child then: at every instant that it can have been. */
export function couldSpeak(representatives: Representatives, ref: string, { from, to = from }: Pick<OccurredAt, 'from' | 'to'>): boolean {
  const isOver = (end: string | undefined) => end !== undefined && Date.parse(end) <= Date.parse(to);
  return representatives.some((each) => each.ref === ref && each.accepted && Date.parse(each.from) <= Date.parse(from) && !isOver(each.until) && !isOver(each.endedAt));
}

/** Folds what Guardianship says of representatives into a topic that keeps them. */
export function notesOfRepresentatives<State extends { readonly representatives: Representatives }>(): Notes<State> {
  const noting = (note: (all: Representatives, data: Published, fact: Fact) => Representatives) => (state: State, fact: Fact): State =>
    ({ ...state, representatives: note(state.representatives, fact.data as unknown as Published, fact) });
  return {
    'guardianship.GuardianAppointed': noting((all, { guardianRef: ref, from, until }, fact) => [...all, { ref, from: notBefore(fact, from, all, ref), until, accepted: false, endings: [] }]),
    'guardianship.MandateAccepted': noting((all, { guardianRef }, fact) =>
      (fact.meta.recordedBy.actorRef === guardianRef && endingsOf(all, guardianRef).every((ending) => isSince(fact, ending))
        ? change(all, guardianRef, (each) => ({ ...each, accepted: true })).map((each) => (each.successorRef === guardianRef ? endedBy(fact, fact.meta.occurredAt.from, each) : each))
        : all)),
    'guardianship.GuardianReplaced': noting((all, { formerGuardianRef, guardianRef: successorRef }) => change(all, formerGuardianRef, (each) => ({ ...each, successorRef }))),
    // A parent needs no appointment and accepts nothing: it is the parent (ruling 2).
    'guardianship.RepresentingParentConfirmed': noting((all, { parentRef: ref }, { meta }) => [...all, { ref, from: meta.occurredAt.from, accepted: true, endings: [] }]),
    // What others report ends the representation, and for the consents it counts once it is found (ruling 23).
    'guardianship.ConflictDeclared': noting((all, { guardianRef, declaredBy, conflictFrom }, fact) =>
      (declaredBy === 'GUARDIAN' ? change(all, guardianRef, (each) => endedBy(fact, conflictFrom, each)) : all)),
    'guardianship.GuardianSuspended': noting((all, { guardianRef, conflictFrom }, fact) =>
      change(all, guardianRef, (each) => endedBy(fact, conflictFrom, endedBy(fact, fact.meta.occurredAt.from, each)))),
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
function endedBy(ending: Fact, instant: string | undefined, each: Representative): Representative {
  const earlier = instant !== undefined && (each.endedAt === undefined || Date.parse(instant) < Date.parse(each.endedAt));
  const endings = each.endings.includes(ending) ? each.endings : [...each.endings, ending];
  return { ...each, endings, endedAt: earlier ? instant : each.endedAt };
}

function endingsOf(all: Representatives, ref: string): readonly Fact[] {
  return all.filter((each) => each.ref === ref).flatMap(({ endings }) => endings);
}

/** Whoever comes back speaks for the child from the new appointment on, however far back it is dated. */
function notBefore({ meta }: Fact, from: string, all: Representatives, ref: string): string {
  return endingsOf(all, ref).length > 0 && Date.parse(from) < Date.parse(meta.occurredAt.from) ? meta.occurredAt.from : from;
}
