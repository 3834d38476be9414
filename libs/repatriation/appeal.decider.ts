import type { OrgType } from '../decider/actor.js';
import { isIndependentRuling } from '../decider/annulment.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Occasion, Weighing } from '../decider/gate.js';
import { somebodyIn } from '../decider/participants.js';
import { isSame } from '../decider/same.js';
import { assertDocumentShown } from '../decider/statement.js';
import { assertNotBefore } from '../decider/tense.js';
import { earliest } from '../decider/times.js';
import type { AttestAppealDecision, LodgeAppeal, RecordRulingExecuted } from './appeal.commands.js';
import { AppealLodged, type AppealEvent } from './appeal.events.js';
import { explanationOf, type Appeals } from './appeal.state.js';

export type AppealCommand = LodgeAppeal | AttestAppealDecision | RecordRulingExecuted;

/** Courts, and the authorities above those that decide about children: nobody who enforces the law, holds children or is a party. */
const appealBodies: readonly OrgType[] = ['COURT', 'CHILD_PROTECTION', 'GUARDIANSHIP', 'OMBUDSPERSON'];

export function decideAppeal(command: AppealCommand, state: Appeals, occasion: Occasion): readonly NewFact<AppealEvent>[] {
  switch (command.type) {
    case 'LodgeAppeal': {
      const { decisionRef, externalDecision, instance, lodgedFor, grounds } = command;
      if (!decisionRef && !externalDecision) throw new BadForm('decisionRef', 'or externalDecision says which decision it is against');
      return [{ type: 'repatriation.AppealLodged', data: { decisionRef, externalDecision, instance, lodgedFor, late: isLate(command, state, occasion), grounds } }];
    }
    case 'AttestAppealDecision': {
      const { appealRef, result, final, instance, authority, bidBodyParticipation, nonParticipationReason, reasons } = command;
      if (!appealBodies.includes(authority.orgType)) throw new NotCompetent();
      if (authority.orgRef === undefined) throw new BadForm('authority', 'names the body that ruled');
      assertDocumentShown(command);
      if ((bidBodyParticipation === 'NOT_POSSIBLE') !== (nonParticipationReason !== undefined)) throw new BadForm('nonParticipationReason', 'says why it was not possible, and only then');
      const { lodged, contested } = lodgingOf(appealRef, occasion);
      if (lodged) assertNotBefore(new Date(lodged.meta.occurredAt.from), occasion, 'the appeal was lodged');
      const appeal = lodged?.data;
      if (!appeal && !command.decisionRef) throw new BadForm('decisionRef', 'says which decision it was about, as the record knows of no such appeal');
      // What somebody has made of the lodging is no word of the court: the document says what it sets aside.
      if (contested && appeal?.decisionRef && !command.decisionRef) throw new BadForm('decisionRef', 'says which decision it was about, as the appeal was corrected or withdrawn');
      if (appeal && command.decisionRef && command.decisionRef !== appeal.decisionRef) throw new BadForm('decisionRef', 'is another decision than that which the appeal is against');
      const { decisionRef = appeal?.decisionRef } = command;
      const data = { appealRef, decisionRef, externalDecision: appeal?.externalDecision, result, final, instance, authority, bidBodyParticipation, nonParticipationReason, reasons };
      const { actor, participants } = occasion;
      if (!isIndependentRuling(data, somebodyIn(actor), participants)) throw new NotCompetent();
      const last = state.decided.get(appealRef);
      // What was told by somebody who has a part by now is told anew, be it in the same terms.
      const counts = last && isIndependentRuling(last.data, somebodyIn(last.meta.recordedBy), participants);
      return counts && isSame(last.data, data) ? [] : [{ type: 'repatriation.AppealDecided', data }];
    }
    case 'RecordRulingExecuted': {
      const { appealRef, extent, execution, executedBy, note } = command;
      return [{ type: 'repatriation.RulingExecutionReported', data: { appealRef, extent, execution, executedBy, note } }];
    }
  }
}

/** The appeal as it was lodged, be it corrected or retracted since: the word of the court counts all the same. */
function lodgingOf(appealRef: string, { asRecorded }: Occasion): { readonly lodged?: Fact<typeof AppealLodged>; readonly contested?: boolean } {
  const told = asRecorded(appealRef);
  return told && isLodging(told.fact) ? { lodged: told.fact, contested: told.contested } : {};
}

function isLodging(fact: Fact): fact is Fact<typeof AppealLodged> {
  return (fact.type as string) === AppealLodged.type;
}

function isLate({ decisionRef, occurredAt }: LodgeAppeal, appeals: Appeals, { now, setting }: Weighing): boolean {
  const start = decisionRef === undefined ? undefined : explanationOf(appeals, decisionRef);
  if (!start) return false;
  const at = occurredAt?.at ?? now.toISOString();
  // Nobody is late before it surely is.
  return earliest(at) > setting.endOf('APPEAL_WINDOW', start.meta.occurredAt).getTime();
}
