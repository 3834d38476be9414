import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import type { AcceptCase, AssignLegalAid, RecordLegalAidFailure, RequestLawyer } from './legal-aid.commands.js';
import type { LegalAidEvent } from './legal-aid.events.js';
import type { LegalAid } from './legal-aid.state.js';

export type LegalAidCommand = RequestLawyer | AssignLegalAid | AcceptCase | RecordLegalAidFailure;

export function decideLegalAid(command: LegalAidCommand, state: LegalAid, { actor }: Weighing): readonly NewFact<LegalAidEvent>[] {
  switch (command.type) {
    case 'RequestLawyer': {
      const { reason, languages, note } = command;
      return [{ type: 'guardianship.LawyerRequested', data: { reason, languages, note } }];
    }
    case 'AssignLegalAid': {
      const { lawyerRef, organisationRef, languages, name, contact } = command;
      const same = state.some((lawyer) => lawyer.lawyerRef === lawyerRef && !lawyer.failed && lawyer.organisationRef === organisationRef
        && lawyer.languages.join() === languages.join());
      return same ? [] : [{ type: 'guardianship.LegalAidAssigned', data: { lawyerRef, organisationRef, languages, free: true, name, contact } }];
    }
    case 'AcceptCase': {
      if (state.some((lawyer) => lawyer.lawyerRef === actor.actorRef && lawyer.acceptedBy && !lawyer.failed)) return [];
      return [{ type: 'guardianship.CaseAccepted', data: { lawyerRef: actor.actorRef } }];
    }
    case 'RecordLegalAidFailure': {
      const { lawyerRef, failure, statement } = command;
      return [{ type: 'guardianship.LegalAidFailureReported', data: { lawyerRef, failure, statement } }];
    }
  }
}
