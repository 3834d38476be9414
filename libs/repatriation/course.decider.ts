import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { RecordDelayReason, RecordEntryBan, RecordOriginStatementHeard, RecordReturnOutsideProcedure } from './course.commands.js';
import type { CourseEvent } from './course.events.js';

export type CourseCommand = RecordDelayReason | RecordReturnOutsideProcedure | RecordOriginStatementHeard | RecordEntryBan;

/** Each report is a fact of its own, whatever was reported before: it is another witness. */
export function decideCourse(command: CourseCommand): readonly NewFact<CourseEvent>[] {
  switch (command.type) {
    case 'RecordDelayReason': {
      const { step, reason, from, until, waitsFor, note } = command;
      if (until !== undefined && until < from) throw new BadForm('until', 'lies before from');
      return [{ type: 'repatriation.DelayReasonGiven', data: { step, reason, from, until, waitsFor, note } }];
    }
    case 'RecordReturnOutsideProcedure': {
      const { kind, destinationState, carriedOutBy, assessedBefore, childAgreed, handedOverAtBorder, circumstances } = command;
      return [{
        type: 'repatriation.ReturnOutsideProcedureReported',
        data: { kind, destinationState, carriedOutBy, assessedBefore, childAgreed, handedOverAtBorder, circumstances },
      }];
    }
    case 'RecordOriginStatementHeard': {
      const { destinationState, hearer, position, statement } = command;
      return [{ type: 'repatriation.OriginStatementTaken', data: { destinationState, hearer, position, statement } }];
    }
    case 'RecordEntryBan': {
      const { banned, personRef, state, imposedBy, ground, from, until, circumstances } = command;
      if (until !== undefined && until < from) throw new BadForm('until', 'lies before from');
      return [{ type: 'repatriation.EntryBanReported', data: { banned, personRef, state, imposedBy, ground, from, until, circumstances } }];
    }
  }
}
