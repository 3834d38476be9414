import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import { wasInterpreted } from '../decider/interpreted.js';
import { isLastWord } from '../decider/since.js';
import { assertNotBefore } from '../decider/tense.js';
import type { AttestChildInformed, AttestDocuments, AttestRiskAssessment, AttestTiming, RecordDanger, RecordDocumentMilestone } from './preparation.commands.js';
import type { PreparationEvent } from './preparation.events.js';
import { lastWordsOf, saysNoDanger, type Preparation } from './preparation.state.js';

export type PreparationCommand = AttestRiskAssessment | RecordDanger | AttestChildInformed | AttestTiming | AttestDocuments | RecordDocumentMilestone;

export function decidePreparation(command: PreparationCommand, state: Preparation, occasion: Occasion): readonly NewFact<PreparationEvent>[] {
  switch (command.type) {
    case 'AttestRiskAssessment': {
      const { destinationState, result, sources, dangers, impactAssessmentRef, reasons } = command;
      if (result === 'NO_DANGER' && !saysNoDanger({ result, dangers })) throw new BadForm('result', 'says that there is no danger, and dangers names one');
      // An assessment is one of its own day: the same result again is a new one.
      return [{ type: 'repatriation.RiskAssessed', data: { destinationState, result, sources, dangers, impactAssessmentRef, reasons } }];
    }
    case 'RecordDanger': {
      const { destinationState, danger, statement } = command;
      return [{ type: 'repatriation.DangerReported', data: { destinationState, danger, statement } }];
    }
    case 'AttestChildInformed': {
      const { outcome, destinationState, informedBy, language, manner, interpreterRef, understanding, reaction } = command;
      if (state.decidedAt) assertNotBefore(state.decidedAt, occasion, 'it was decided where the child is to live');
      const data = { outcome, destinationState, informedBy, language, manner, interpreterRef, understanding, reaction };
      const last = lastWordsOf(state.informed, destinationState);
      return isLastWord(last, data) && last.every((told) => wasInterpreted(told, state.interpreters)) ? [] : [{ type: 'repatriation.ChildInformed', data }];
    }
    case 'AttestTiming': {
      const { outcome, destinationState, considered, suitableFrom, reasons } = command;
      const data = { outcome, destinationState, considered, suitableFrom, reasons };
      return isLastWord(lastWordsOf(state.timings, destinationState), data) ? [] : [{ type: 'repatriation.TimingAssessed', data }];
    }
    case 'AttestDocuments': {
      const { destinationState, documents, issuedBy, claimExposed } = command;
      const data = { destinationState, documents, issuedBy, claimExposed };
      return isLastWord(lastWordsOf(state.documents, destinationState), data) ? [] : [{ type: 'repatriation.DocumentsObtained', data }];
    }
    case 'RecordDocumentMilestone': {
      const { document, issuingState, milestone, authority, refusedBecause, note } = command;
      if (refusedBecause !== undefined && milestone !== 'REFUSED') throw new BadForm('refusedBecause', 'is for a refusal');
      return [{ type: 'repatriation.DocumentMilestoneReported', data: { document, issuingState, milestone, authority, refusedBecause, note } }];
    }
  }
}
