import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { earliest, latest } from '../decider/times.js';
import type {
  AssessLibertyClassification, RecordCondition, RecordCustodyVisit, RecordIncident, RecordLeaveRestriction,
} from './custody.commands.js';
import type { CustodyEvent } from './custody.events.js';

export type CustodyCommand = RecordLeaveRestriction | RecordCondition | RecordIncident | RecordCustodyVisit | AssessLibertyClassification;

/** Each report is a fact of its own, whatever was reported before: it is another witness. */
export function decideCustody(command: CustodyCommand, { actor }: Weighing): readonly NewFact<CustodyEvent>[] {
  switch (command.type) {
    case 'RecordLeaveRestriction': {
      const { stayRef, restrictions, mayLeave, until, imposedBy, reasonGiven, occurredAt } = command;
      if (until && latest(until) < earliest(occurredAt.at)) throw new BadForm('until', 'lies before the restriction began');
      if (mayLeave === 'YES') throw new BadForm('mayLeave', 'is YES, and then nothing restricts the child');
      return [{ type: 'identification.LeaveRestricted', data: { stayRef, restrictions, mayLeave, until, imposedBy, reasonGiven } }];
    }
    case 'RecordCondition': {
      const { stayRef, facilityRef, conditions, minutesOutdoorsDaily, account } = command;
      return [{ type: 'identification.ConditionReported', data: { stayRef, facilityRef, conditions, minutesOutdoorsDaily, account } }];
    }
    case 'RecordIncident': {
      const { stayRef, facilityRef, kind, by, injured, medicalCare, toldIndependentBody, account } = command;
      return [{ type: 'identification.IncidentReported', data: { stayRef, facilityRef, kind, by, injured, medicalCare, toldIndependentBody, account } }];
    }
    case 'RecordCustodyVisit': {
      const { stayRef, facilityRef, visitor, visitorBody, independent, outcome, inPrivate, findings } = command;
      return [{ type: 'identification.CustodyVisitReported', data: { stayRef, facilityRef, visitor, visitorBody, independent, outcome, inPrivate, findings } }];
    }
    case 'AssessLibertyClassification': {
      const { stayRef, assessor, assessorRef, custodial, mayLeave, nexus, factors, reasons } = command;
      return [{
        type: 'identification.LibertyAssessed', data: { stayRef, assessor, assessorRef, custodial, mayLeave, nexus, factors, recordedByType: actor.orgType, reasons },
      }];
    }
  }
}
