import type { NewFact } from '../decider/event.js';
import type {
  ChallengeLegality, DemandRelease, LodgeComplaint, RecordChallengeDecided, RecordComplaintAcknowledged, RecordComplaintAnswered, RecordReleaseRefused,
} from './remedy.commands.js';
import type { RemedyEvent } from './remedy.events.js';

export type RemedyCommand =
  | DemandRelease | RecordReleaseRefused | ChallengeLegality | RecordChallengeDecided | LodgeComplaint | RecordComplaintAcknowledged | RecordComplaintAnswered;

/** Whoever asks for a child is heard, as often as it asks; an answer to what nobody asked here is recorded, too. */
export function decideRemedy(command: RemedyCommand): readonly NewFact<RemedyEvent>[] {
  switch (command.type) {
    case 'DemandRelease': {
      const { stayRef, addressedTo, grounds, statement } = command;
      return [{ type: 'identification.ReleaseDemanded', data: { stayRef, addressedTo, grounds, statement } }];
    }
    case 'RecordReleaseRefused': {
      const { demandRef, by, reason, reasonGiven } = command;
      return [{ type: 'identification.ReleaseRefused', data: { demandRef, by, reason, reasonGiven } }];
    }
    case 'ChallengeLegality': {
      const { stayRef, before, lodgedFor, grounds } = command;
      return [{ type: 'identification.LegalityChallenged', data: { stayRef, before, lodgedFor, grounds } }];
    }
    case 'RecordChallengeDecided': {
      const { challengeRef, by, independent, result, decisionRef, reasons } = command;
      return [{ type: 'identification.ChallengeDecided', data: { challengeRef, by, independent, result, decisionRef, reasons } }];
    }
    case 'LodgeComplaint': {
      const { subject, against, addressedTo, stayRef, complaint } = command;
      return [{ type: 'identification.ComplaintLodged', data: { subject, against, addressedTo, stayRef, complaint } }];
    }
    case 'RecordComplaintAcknowledged': {
      const { complaintRef, by } = command;
      return [{ type: 'identification.ComplaintAcknowledged', data: { complaintRef, by } }];
    }
    case 'RecordComplaintAnswered': {
      const { complaintRef, by, independent, answer, reasons } = command;
      return [{ type: 'identification.ComplaintAnswered', data: { complaintRef, by, independent, answer, reasons } }];
    }
  }
}
