import type { NewFact } from '../decider/event.js';
import type { RecordAgencyContact, RecordDecisionTakenWithoutRepresentative } from './contact.commands.js';
import type { ContactEvent } from './contact.events.js';

export type ContactCommand = RecordAgencyContact | RecordDecisionTakenWithoutRepresentative;

/** Two reports are two facts. */
export function decideContact(command: ContactCommand): readonly NewFact<ContactEvent>[] {
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
  }
}
