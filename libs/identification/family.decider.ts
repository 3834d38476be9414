import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type {
  AttestWhereaboutsTold, DemandAdoptionHalt, RecordAccompanyingAdult, RecordAdoptionProceeding, RecordContact, RecordFamilyLink, RecordRelativeClaimRefused, RecordReunification, RecordSeparation,
} from './family.commands.js';
import type { FamilyEvent } from './family.events.js';

export type FamilyCommand =
  | RecordFamilyLink | RecordAccompanyingAdult | RecordRelativeClaimRefused | RecordSeparation | RecordReunification | RecordContact
  | AttestWhereaboutsTold | RecordAdoptionProceeding | DemandAdoptionHalt;

/** Each report and each demand is a fact of its own, whatever was reported before: it is another witness. */
export function decideFamily(command: FamilyCommand): readonly NewFact<FamilyEvent>[] {
  switch (command.type) {
    case 'RecordFamilyLink': {
      const { relativeRef, relation, significance, childRef, legalCustody, alive, inContact, deprivedOfLiberty, livesIn, name, contact } = command;
      return [{
        type: 'identification.FamilyLinkReported',
        data: { relativeRef, relation, significance, childRef, legalCustody, alive, inContact, deprivedOfLiberty, livesIn, name, contact },
      }];
    }
    case 'RecordAccompanyingAdult': {
      const { adultRef, relationClaimed, verification, legalCustodian, permissionShown, name, concerns } = command;
      return [{
        type: 'identification.AccompanyingAdultReported',
        data: { adultRef, relationClaimed, verification, legalCustodian, permissionShown, name, concerns },
      }];
    }
    case 'RecordRelativeClaimRefused': {
      const { relativeRef, relation, claim, documentsShown = [], refusedBy, groundGiven, name } = command;
      return [{ type: 'identification.RelativeClaimRefused', data: { relativeRef, relation, claim, documentsShown, refusedBy, groundGiven, name } }];
    }
    case 'RecordSeparation': {
      const { separationRef, separatedFrom, groundCode, groundGiven, order } = command;
      return [{ type: 'identification.SeparationStarted', data: { separationRef, separatedFrom, groundCode, groundGiven, order } }];
    }
    case 'RecordReunification':
      return [{ type: 'identification.Reunited', data: { separationRef: command.separationRef } }];
    case 'RecordContact':
      return [{ type: 'identification.ContactHeld', data: { with: command.with, channel: command.channel, supervised: command.supervised } }];
    case 'AttestWhereaboutsTold': {
      const { separationRef, told, result, withheldBecause, statement } = command;
      if ((result === 'WITHHELD') !== (withheldBecause !== undefined)) throw new BadForm('withheldBecause', 'says why, where it was withheld and only there');
      return [{ type: 'identification.WhereaboutsTold', data: { separationRef, told, result, withheldBecause, statement } }];
    }
    case 'RecordAdoptionProceeding': {
      const { proceedingRef, stage, authority, parentsKnown, circumstances } = command;
      return [{ type: 'identification.AdoptionProceedingReported', data: { proceedingRef, stage, authority, parentsKnown, circumstances } }];
    }
    case 'DemandAdoptionHalt': {
      const { proceedingRef, addressee, grounds, statement } = command;
      return [{ type: 'identification.AdoptionHaltDemanded', data: { proceedingRef, addressee, grounds, statement } }];
    }
  }
}
