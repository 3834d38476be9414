import { isCivil } from '../decider/actor.js';
import { endsAtOnce, isClear, type ConflictCheck } from '../decider/conflict-check.js';
import type { Notes } from '../decider/context.js';
import type { Fact, OccurredAt } from '../decider/event.js';
import { isFoundUnfounded, namedAnew, noDisputes, withCertificate, withReport, type Disputes } from '../decider/parental-dispute.js';
import { happenedBy, isSince } from '../decider/since.js';
import { effectiveFrom } from '../decider/times.js';

/** What this context takes note of about those who speak for the child, as Guardianship publishes it. */
export interface Representative {
  readonly ref: string;
  /** A parent of the child, who represents it as such (ruling 2). */
  readonly parent?: true;
  /** The event of the appointment or confirmation. */
  readonly appointment: string;
  readonly from: string;
  readonly until?: string;
  readonly accepted: boolean;
  /** The check for conflicts of interest on which it rests found none, as that check reads now. */
  readonly clear: boolean;
  /** What ended it, and since when nothing that the person does counts: a suspension, a successor, or a conflict that it declared or that was found. A mandate is taken up again only since. */
  readonly endings: readonly { readonly by: Fact; readonly at: string | undefined }[];
  /** An appeal body set the appointment aside: the person could never speak for the child. */
  readonly annulled: boolean;
  /** Who takes over once accepted. */
  readonly successorRef?: string;
}

export interface Representatives {
  readonly named: readonly Representative[];
  /** The check of each candidate, until the appointment that rests on it. */
  readonly checks: ReadonlyMap<string, ConflictCheck>;
  /** Who is said to be in dispute over the child, by which report, and until when: in milliseconds, once the authority has looked into it. */
  readonly disputes: readonly { readonly ref: string; readonly by: Fact; readonly until?: number }[];
  readonly disputesTold: Disputes;
}

type When = Pick<OccurredAt, 'from' | 'to'>;

export const noRepresentatives: Representatives = { named: [], checks: new Map(), disputes: [], disputesTold: noDisputes };

/** Whether the person could speak for the child then: at every instant that it can have been, on a check for conflicts that stands, and in no dispute over it. */
export function couldSpeak(representatives: Representatives, ref: string, when: When): boolean {
  return couldRepresent(representatives, ref, when) && !mayHaveBeenInDispute(representatives, ref, when);
}

function mayHaveBeenInDispute({ disputes }: Representatives, ref: string, { from, to = from }: When): boolean {
  return disputes.some((each) => each.ref === ref && Date.parse(each.by.meta.occurredAt.from) <= Date.parse(to) && Date.parse(from) < (each.until ?? Infinity));
}

function couldRepresent({ named }: Representatives, ref: string, { from, to = from }: When): boolean {
  const isOver = (end: string | undefined) => end !== undefined && Date.parse(end) <= Date.parse(to);
  return named.some((each) => each.ref === ref && each.accepted && each.clear && !each.annulled
    && Date.parse(each.from) <= Date.parse(from) && ![each.until, ...each.endings.map(({ at }) => at)].some(isOver));
}

/**
 * Whether the person may agree for the child to a life with that carer: nobody gives a child to itself, because that is a conflict of interest, unless it
 * is a parent, who represents the child for being one (International Child Repatriation Guidelines, guarantee 2; ruling 2).
 */
export function mayEntrustTo({ named }: Representatives, ref: string, carerRef: string): boolean {
  return ref !== carerRef || named.some((each) => each.ref === ref && each.parent && !each.annulled);
}

/** Who represents the child at an instant: each of them is asked. Of whom a conflict or a dispute is only reported is one of them until it is found. */
export function standingAt(representatives: Representatives, at: Date): readonly string[] {
  return [...new Set(representatives.named.map(({ ref }) => ref))].filter((ref) => couldRepresent(representatives, ref, { from: at.toISOString() }));
}

/** Folds what Guardianship says of representatives into a topic that keeps them. */
export function notesOfRepresentatives<State extends { readonly representatives: Representatives }>(): Notes<State> {
  const telling = (tell: (all: Representatives, data: Published, fact: Fact) => Representatives) => (state: State, fact: Fact): State =>
    ({ ...state, representatives: tell(state.representatives, fact.data as unknown as Published, fact) });
  const noting = (note: (named: readonly Representative[], data: Published, fact: Fact) => readonly Representative[]) =>
    telling((all, data, fact) => ({ ...all, named: note(all.named, data, fact) }));
  return {
    'guardianship.ConflictCheckCompleted': telling((all, data) => ({ ...all, checks: new Map(all.checks).set(data.guardianRef, data) })),
    // Each appointment rests on a check of its own.
    'guardianship.GuardianAppointed': telling(({ named, checks, ...all }, { guardianRef: ref, from, until }, fact) => ({
      ...all,
      named: [...named, { ref, appointment: fact.id, from: effectiveFrom(from, fact), until, accepted: false, clear: isClear(checks.get(ref) ?? {}), annulled: false, endings: [] }],
      checks: new Map([...checks].filter(([candidate]) => candidate !== ref)),
    })),
    'guardianship.MandateAccepted': noting((all, { guardianRef }, fact) =>
      (fact.meta.recordedBy.actorRef === guardianRef && isCivil(fact.meta.recordedBy.orgType) && endingsOf(all, guardianRef).every((ending) => isSince(fact, ending))
        ? change(all, guardianRef, (each) => ({ ...each, accepted: true })).map((each) => (each.successorRef === guardianRef ? endedBy(fact, begunBy(fact, guardianRef, all), each) : each))
        : all)),
    'guardianship.GuardianReplaced': noting((all, { formerGuardianRef, guardianRef: successorRef, reason }, fact) => change(all, formerGuardianRef, (each) =>
      ({ ...(endsAtOnce(reason) ? endedBy(fact, fact.meta.occurredAt.from, each) : each), successorRef }))),
    // A parent needs no appointment and accepts nothing: it is the parent (ruling 2).
    'guardianship.RepresentingParentConfirmed': noting((all, { parentRef: ref, answers }, { id, meta }) =>
      [...all, { ref, parent: true as const, appointment: id, from: meta.occurredAt.from, accepted: true, clear: isClear({ answers }), annulled: false, endings: [] }]),
    // What others report ends the representation, and for the consents it counts once it is found (ruling 23).
    'guardianship.ConflictDeclared': noting((all, { guardianRef, declaredBy, conflictFrom }, fact) =>
      (declaredBy === 'GUARDIAN' ? change(all, guardianRef, (each) => endedBy(fact, conflictFrom, each)) : all)),
    // Whoever is in dispute over the child speaks for it no more, not even of one thing, until the authority has looked into that.
    'best-interests.ParentalDisputeReported': telling((all, _, fact) => ({
      ...all, disputes: [...all.disputes, ...namedAnew(fact, all.disputesTold).map((ref) => ({ ref, by: fact }))], disputesTold: withReport(all.disputesTold, fact),
    })),
    // Where the authority that says who speaks for a child finds that there is no dispute, it has looked into that; a court, or a settlement, says nothing of it.
    'best-interests.ParentalDisputeEnded': telling((all, _, fact) => {
      const disputesTold = withCertificate(all.disputesTold, fact);
      const unfounded = isFoundUnfounded(fact) ? disputesTold.reports.filter(({ endedBy }) => endedBy === fact).map(({ told }) => told.id) : [];
      return { ...all, disputesTold, disputes: all.disputes.filter(({ by }) => !unfounded.includes(by.id)) };
    }),
    'guardianship.ConflictReportClosed': telling((all, { guardianRef, because }, fact) => ({
      ...all,
      disputes: all.disputes.flatMap((each) => {
        if (each.ref !== guardianRef || each.until !== undefined || !isSince(fact, each.by)) return [each];
        // What was done in a dispute that there was does not count afterwards; one that there never was takes nothing.
        return because === 'UNFOUNDED' ? [] : [{ ...each, until: happenedBy(fact) }];
      }),
    })),
    'guardianship.GuardianSuspended': noting((all, { guardianRef, conflictFrom }, fact) =>
      change(all, guardianRef, (each) => endedBy(fact, conflictFrom, endedBy(fact, fact.meta.occurredAt.from, each)))),
    'guardianship.SuspensionLifted': noting((all, { guardianRef, suspension }) =>
      change(all, guardianRef, (each) => ({ ...each, endings: each.endings.filter(({ by }) => by.id !== suspension) }))),
    'guardianship.MandateAnnulled': noting((all, { appointment }, fact) =>
      all.map((each) => (each.appointment === appointment ? { ...endedBy(fact, undefined, each), annulled: true } : each))),
  };
}

/** The fields of Guardianship's events that this context reads. */
interface Published extends ConflictCheck {
  readonly guardianRef: string;
  readonly formerGuardianRef: string;
  readonly parentRef: string;
  readonly from: string;
  readonly until?: string;
  readonly declaredBy: 'GUARDIAN' | 'OTHER';
  readonly conflictFrom: string | undefined;
  readonly suspension: string;
  readonly reason: string;
  readonly because: string;
  readonly appointment: string;
}

function change(all: readonly Representative[], ref: string, changed: (each: Representative) => Representative): readonly Representative[] {
  return all.map((each) => (each.ref === ref ? changed(each) : each));
}

/** A mandate that is accepted before it begins takes over when it begins. */
function begunBy({ meta: { occurredAt } }: Fact, ref: string, all: readonly Representative[]): string {
  const from = all.findLast((each) => each.ref === ref)?.from;
  return from !== undefined && Date.parse(from) > Date.parse(occurredAt.from) ? from : occurredAt.from;
}

function endedBy(by: Fact, at: string | undefined, each: Representative): Representative {
  return { ...each, endings: [...each.endings, { by, at }] };
}

function endingsOf(all: readonly Representative[], ref: string): readonly Fact[] {
  return all.filter((each) => each.ref === ref).flatMap(({ endings }) => endings.map(({ by }) => by));
}
