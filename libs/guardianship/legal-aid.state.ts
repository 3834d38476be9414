import { isCivil } from '../decider/actor.js';
import type { Annulments } from '../decider/annulment.js';
import type { Fact } from '../decider/event.js';
import { isSince } from '../decider/since.js';
import type { LegalAidEvent, LegalAidFailureReported } from './legal-aid.events.js';

export interface Lawyer {
  readonly lawyerRef: string;
  readonly organisationRef: string;
  readonly languages: readonly string[];
  /** Ids of the assignment and of the lawyer's acceptance. */
  readonly assignedBy: string;
  readonly acceptedBy?: string;
  /** Somebody reported that it is no legal aid; a new assignment that the lawyer accepts makes it one again. */
  readonly failed: boolean;
  readonly failures: readonly Fact<typeof LegalAidFailureReported>[];
}

/** The child's lawyers, in the order of their assignment. */
export type LegalAid = readonly Lawyer[];

export function evolveLegalAid(state: LegalAid, fact: Fact<LegalAidEvent>): LegalAid {
  switch (fact.type) {
    case 'guardianship.LawyerRequested':
      return state;
    case 'guardianship.LegalAidAssigned': {
      const { lawyerRef, organisationRef, languages } = fact.data;
      const former = state.find((lawyer) => lawyer.lawyerRef === lawyerRef);
      // A lawyer who defends the child goes on doing so when the terms change.
      const acceptedBy = former?.failed ? undefined : former?.acceptedBy;
      const failures = former?.failures ?? [];
      const failed = failures.some((failure) => !isSince(fact, failure));
      return [...state.filter((lawyer) => lawyer !== former), { lawyerRef, organisationRef, languages, assignedBy: fact.id, acceptedBy, failed, failures }];
    }
    case 'guardianship.CaseAccepted':
      // A case is accepted by the lawyer to whom it was assigned, and by nobody else (ruling 14); nor by one whose own body holds or returns children.
      if (fact.meta.recordedBy.actorRef !== fact.data.lawyerRef || !isCivil(fact.meta.recordedBy.orgType)) return state;
      return change(state, fact.data.lawyerRef, (lawyer) =>
        (lawyer.acceptedBy || lawyer.failures.some((failure) => !isSince(fact, failure)) ? lawyer : { ...lawyer, acceptedBy: fact.id }));
    case 'guardianship.LegalAidFailureReported':
      return change(state, fact.data.lawyerRef, (lawyer) => ({ ...lawyer, failed: true, failures: [...lawyer.failures, fact] }));
  }
}

export const annulmentsOfLegalAid: Annulments<LegalAid> = {
  'guardianship.LegalAidAssigned': { means: 'The child has no lawyer by it, and another one is assigned.', without: (lawyers, decision) => lawyers.filter(({ assignedBy }) => assignedBy !== decision) },
};

function change(state: LegalAid, lawyerRef: string, to: (lawyer: Lawyer) => Lawyer): LegalAid {
  return state.map((lawyer) => (lawyer.lawyerRef === lawyerRef ? to(lawyer) : lawyer));
}
