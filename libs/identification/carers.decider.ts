import type { NewFact } from '../decider/event.js';
import type { RecordCareGap, RecordCarerArrested } from './carers.commands.js';
import type { CarersEvent } from './carers.events.js';

export type CarersCommand = RecordCarerArrested | RecordCareGap;

/** That somebody else is said to take care of the child is for whoever looks after it to find out. */
export function decideCarers(command: CarersCommand): readonly NewFact<CarersEvent>[] {
  switch (command.type) {
    case 'RecordCarerArrested': {
      const { carerRef, relation, arrestedBy, otherCarer, circumstances } = command;
      return [
        { type: 'identification.CarerArrested', data: { carerRef, relation, arrestedBy, otherCarer, circumstances } },
        { type: 'identification.CareGapOpened', data: { because: 'CARER_ARRESTED', carerRef } },
      ];
    }
    case 'RecordCareGap': {
      const { because, carerRef } = command;
      return [{ type: 'identification.CareGapOpened', data: { because, carerRef } }];
    }
  }
}
