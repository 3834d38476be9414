import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import type { RecordPreventiveVisit, RegisterLeftBehindChild } from './left-behind.commands.js';
import type { LeftBehindEvent } from './left-behind.events.js';
import { majorityIn } from './majority.js';

export type LeftBehindCommand = RegisterLeftBehindChild | RecordPreventiveVisit;

export function decideLeftBehind(command: LeftBehindCommand, { now }: Weighing): readonly NewFact<LeftBehindEvent>[] {
  switch (command.type) {
    case 'RegisterLeftBehindChild': {
      const { livesIn, reportedAt, parentsAbroad, carer, arrangement, sex, dateOfBirth, name, address, circumstances } = command;
      if (!carer && !['NONE', 'UNKNOWN'].includes(arrangement)) throw new BadForm('carer', 'says who cares for the child by that arrangement');
      const majorityOn = majorityIn(command, now);
      return [{
        type: 'identification.LeftBehindChildRegistered',
        data: { livesIn, reportedAt, parentsAbroad, carer, arrangement, sex, majorityOn, dateOfBirth, name, address, circumstances },
      }];
    }
    case 'RecordPreventiveVisit': {
      const { workerRef, childSeen, seenAlone, carerMet, parentsAbroad, unmetNeeds, childWords, findings } = command;
      if (childSeen === 'NO' && seenAlone === 'YES') throw new BadForm('seenAlone', 'is for a child who was seen');
      return [{ type: 'identification.PreventiveVisitMade', data: { workerRef, childSeen, seenAlone, carerMet, parentsAbroad, unmetNeeds, childWords, findings } }];
    }
  }
}
