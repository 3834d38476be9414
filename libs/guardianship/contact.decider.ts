import { NotApplicable, NotCompetent, type Notes } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type { AttestDecisionReexamined, AttestMeasuresReviewed, RecordAgencyContact, RecordDecisionTakenWithoutRepresentative } from './contact.commands.js';
import type { ContactEvent, DecisionReexamined } from './contact.events.js';

export type ContactCommand = RecordAgencyContact | RecordDecisionTakenWithoutRepresentative | AttestDecisionReexamined | AttestMeasuresReviewed;

export interface Contact {
  /** Reports of decisions that were taken while nobody could speak for the child. */
  readonly decisions: readonly string[];
  /** The latest re-examination of each, by its report. */
  readonly reexamined: ReadonlyMap<string, Fact<typeof DecisionReexamined>>;
  /** Guardians who were appointed and parents who were confirmed. */
  readonly representatives: readonly string[];
}

export const noContact: Contact = { decisions: [], reexamined: new Map(), representatives: [] };

export function evolveContact(state: Contact, fact: Fact<ContactEvent>): Contact {
  switch (fact.type) {
    case 'guardianship.DecisionTakenWithoutRepresentative':
      return { ...state, decisions: [...state.decisions, fact.id] };
    case 'guardianship.DecisionReexamined':
      return { ...state, reexamined: new Map(state.reexamined).set(fact.data.reportRef, fact) };
    case 'guardianship.AgencyContactReported':
    case 'guardianship.MeasuresReviewed':
      // What was reported of contacts, and what a representative thinks, moves nothing here; oversight reads it.
      return state;
  }
}

export const notesOfContact: Notes<Contact> = {
  'guardianship.GuardianAppointed': (state, { data }) => ({ ...state, representatives: [...state.representatives, (data as { guardianRef: string }).guardianRef] }),
  'guardianship.RepresentingParentConfirmed': (state, { data }) => ({ ...state, representatives: [...state.representatives, (data as { parentRef: string }).parentRef] }),
};

/** Two reports are two facts. */
export function decideContact(command: ContactCommand, { decisions, reexamined, representatives }: Contact, { actor }: Weighing): readonly NewFact<ContactEvent>[] {
  switch (command.type) {
    case 'RecordAgencyContact': {
      const { kind, agencyType, agencyRef, representativePresent, lawyerPresent, interpreterPresent, account } = command;
      return [{
        type: 'guardianship.AgencyContactReported', data: { kind, agencyType, agencyRef, representativePresent, lawyerPresent, interpreterPresent, account },
      }];
    }
    case 'RecordDecisionTakenWithoutRepresentative': {
      const { decision, authorityType, authorityRef, actRef, account } = command;
      return [{ type: 'guardianship.DecisionTakenWithoutRepresentative', data: { decision, authorityType, authorityRef, actRef, account } }];
    }
    case 'AttestDecisionReexamined': {
      const { reportRef, result, representativeHeard, documentRef } = command;
      if (!decisions.includes(reportRef)) throw new NotApplicable('reportRef is no report of a decision that was taken without a representative');
      const data = { reportRef, result, representativeHeard, documentRef };
      return isSame(reexamined.get(reportRef)?.data, data) ? [] : [{ type: 'guardianship.DecisionReexamined', data }];
    }
    case 'AttestMeasuresReviewed': {
      if (!representatives.includes(actor.actorRef)) throw new NotCompetent();
      const { position, statement } = command;
      return [{ type: 'guardianship.MeasuresReviewed', data: { position, statement } }];
    }
  }
}
