import type { OrgType } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import { mayRefute, reportedOf, somebodyIn } from '../decider/participants.js';
import { happenedBy } from '../decider/since.js';
import { assertNotBefore } from '../decider/tense.js';
import type { AttestPartReportUnfounded, RecordDelayReason, RecordEntryBan, RecordOriginStatementHeard, RecordReturnOutsideProcedure } from './course.commands.js';
import type { CourseEvent } from './course.events.js';

export type CourseCommand = AttestPartReportUnfounded | RecordDelayReason | RecordReturnOutsideProcedure | RecordOriginStatementHeard | RecordEntryBan;

/** Those who bring nobody back and hold nobody. */
const independentBodies: readonly OrgType[] = ['COURT', 'OMBUDSPERSON'];

/** Each report is a fact of its own, whatever was reported before: it is another witness. */
export function decideCourse(command: CourseCommand, occasion: Occasion): readonly NewFact<CourseEvent>[] {
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
    case 'AttestPartReportUnfounded': {
      const { reportRef, namedRef, statement } = command;
      const { actor, participants } = occasion;
      const reported = reportedOf(participants, reportRef, namedRef);
      if (!independentBodies.includes(actor.orgType) || !mayRefute(participants, reported, somebodyIn(actor))) throw new NotCompetent();
      if (reported.length === 0) throw new NotApplicable('no report of that reference gives namedRef a part that nobody has looked into');
      for (const { report } of reported) assertNotBefore(new Date(happenedBy(report!)), occasion, 'what was reported');
      return [{ type: 'repatriation.PartReportRefuted', data: { reportRef, namedRef, statement } }];
    }
  }
}
