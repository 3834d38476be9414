import { dependentBodies } from '../decider/actor.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { noInterpreters, notesOfInterpreters, wasInterpreted, type Interpreters } from '../decider/interpreted.js';
import { isAccused, type Participants, type Somebody } from '../decider/participants.js';
import { isSince } from '../decider/since.js';
import { hadBegunAt, knownAt } from '../decider/times.js';
import { wasUnderstood } from './codes.js';
import type { ChildHeard, HearingEvent } from './hearing.events.js';

export interface Hearing {
  readonly heard: readonly Fact<typeof ChildHeard>[];
  readonly interpreters: Interpreters;
  /** Guardians, representing parents and lawyers of the child: they speak for it, and do not hear it as neutral persons. */
  readonly advocates: readonly string[];
}

export const notHeard: Hearing = { heard: [], interpreters: noInterpreters, advocates: [] };

export function evolveHearing(state: Hearing, fact: Fact<HearingEvent>): Hearing {
  switch (fact.type) {
    case 'best-interests.ChildHeard':
      return isNeutral(fact.data.interviewer, state) ? { ...state, heard: [...state.heard, fact] } : state;
    case 'best-interests.ViewsReported':
      // What the child says elsewhere weighs with those who decide; it neither makes nor unmakes a hearing.
      return state;
  }
}

export const notesOfHearing: Notes<Hearing> = {
  ...notesOfInterpreters<Hearing>(),
  'guardianship.GuardianAppointed': (state, fact) => withAdvocate(state, fact, 'guardianRef'),
  'guardianship.RepresentingParentConfirmed': (state, fact) => withAdvocate(state, fact, 'parentRef'),
  'guardianship.LegalAidAssigned': (state, fact) => withAdvocate(state, fact, 'lawyerRef'),
};

function withAdvocate(state: Hearing, { data }: Fact, field: string): Hearing {
  return { ...state, advocates: [...state.advocates, (data as Readonly<Record<string, string>>)[field]!] };
}

/** Whether somebody is trained to hear a child and has no interest of its own: of no body that is a party, no advocate of the child, and in no conflict. */
export function isNeutral({ personRef, orgType, trainedForChildren, conflictOfInterest }: Fact<typeof ChildHeard>['data']['interviewer'], { advocates }: Hearing): boolean {
  return trainedForChildren === 'YES' && conflictOfInterest === 'NO' && !dependentBodies.includes(orgType) && !advocates.includes(personRef);
}

/** The latest hearing after a revision, and since what opened the question again, in which the child understood what it was asked, by somebody whom nobody accuses of harm to it. */
export function heardAfter({ heard, interpreters }: Hearing, revision: number, reopenings: readonly Fact[], participants: Participants): Fact<typeof ChildHeard> | undefined {
  return heard.findLast((hearing) => hearing.revision > revision && wasUnderstood(hearing.data) && wasInterpreted(hearing, interpreters)
    && reopenings.every((reopening) => isSince(hearing, reopening)) && !isAccused(participants, listenerOf(hearing.data.interviewer, hearing.meta.recordedBy)));
}

/**
 * Whether nothing counts any more of what the child had said before it was determined what is best for it, and it was heard again since: that was
 * weighed by nobody (CRC art. 12). While it is not heard again, the hearing itself is missing. That it was heard before may be certified later.
 */
export function isHeardOnlySince(hearing: Hearing, asked: number, determination: Fact, reopenings: readonly Fact[], participants: Participants): boolean {
  const isKnown = ({ revision }: Fact): boolean => revision < determination.revision;
  const weighed = hearing.heard.filter((each) => isKnown(each) || hadBegunAt(each.meta.occurredAt) <= knownAt(determination).getTime());
  return heardAfter(hearing, asked, [], participants) !== undefined && !heardAfter({ ...hearing, heard: weighed }, asked, reopenings.filter(isKnown), participants);
}

/** Who heard the child; of one who attests it as well the record knows the body. */
export function listenerOf({ personRef }: { readonly personRef: string }, teller: { readonly actorRef: string; readonly orgRef: string }): Somebody {
  return { personRef, orgRef: teller.actorRef === personRef ? teller.orgRef : undefined };
}
