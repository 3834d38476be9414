import type { NewFact } from '../decider/event.js';
import { isSame } from '../decider/same.js';
import type { AttestChildInformed, AttestDocuments, AttestRiskAssessment, AttestTiming, RecordDanger } from './preparation.commands.js';
import type { PreparationEvent } from './preparation.events.js';
import type { Preparation } from './preparation.state.js';

export type PreparationCommand = AttestRiskAssessment | RecordDanger | AttestChildInformed | AttestTiming | AttestDocuments;

export function decidePreparation(command: PreparationCommand, state: Preparation): readonly NewFact<PreparationEvent>[] {
  switch (command.type) {
    case 'AttestRiskAssessment': {
      const { destinationState, result, sources, dangers, impactAssessmentRef, reasons } = command;
      // An assessment is one of its own day: the same result again is a new one.
      return [{ type: 'repatriation.RiskAssessed', data: { destinationState, result, sources, dangers, impactAssessmentRef, reasons } }];
    }
    case 'RecordDanger': {
      const { destinationState, danger, statement } = command;
      return [{ type: 'repatriation.DangerReported', data: { destinationState, danger, statement } }];
    }
    case 'AttestChildInformed': {
      const { outcome, destinationState, informedBy, language, manner, interpreterRef, understanding, reaction } = command;
      const data = { outcome, destinationState, informedBy, language, manner, interpreterRef, understanding, reaction };
      return isSame(state.informed.get(destinationState)?.data, data) ? [] : [{ type: 'repatriation.ChildInformed', data }];
    }
    case 'AttestTiming': {
      const { outcome, destinationState, considered, suitableFrom, reasons } = command;
      const data = { outcome, destinationState, considered, suitableFrom, reasons };
      return isSame(state.timings.get(destinationState)?.data, data) ? [] : [{ type: 'repatriation.TimingAssessed', data }];
    }
    case 'AttestDocuments': {
      const { destinationState, documents, issuedBy, claimExposed } = command;
      const data = { destinationState, documents, issuedBy, claimExposed };
      return isSame(state.documents.get(destinationState)?.data, data) ? [] : [{ type: 'repatriation.DocumentsObtained', data }];
    }
  }
}
