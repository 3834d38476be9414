import type { Fact, NewFact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import { isKnownOpen } from '../decider/place.js';
import type { RecordArrival, RecordContactMissed, RecordMissing, RecordSupport, RecordVisit } from './aftercare.commands.js';
import type { AftercareEvent } from './aftercare.events.js';

export type AftercareCommand = RecordArrival | RecordSupport | RecordVisit | RecordContactMissed | RecordMissing;

/** What was reported since the child arrived, in the order in which it was. */
export type Aftercare = readonly Fact<AftercareEvent>[];

export function evolveAftercare(aftercare: Aftercare, fact: Fact<AftercareEvent>): Aftercare {
  return [...aftercare, fact];
}

/** Reports are facts of their own, however often the same is told. */
export function decideAftercare(command: AftercareCommand, occasion: Occasion): readonly NewFact<AftercareEvent>[] {
  switch (command.type) {
    case 'RecordArrival': {
      const { state, facilityRef, receivedBy, accompanied, held, condition } = command;
      return [{ type: 'reintegration.ChildArrived', data: { state, facilityRef, knownOpen: isKnownOpen(facilityRef, occasion, occasion.occurredAt), receivedBy, accompanied, held, condition } }];
    }
    case 'RecordSupport': {
      const { component, recipient, providerRef, stage, outcome, notDeliveredBecause, chosenByChild, note } = command;
      return [{ type: 'reintegration.SupportReported', data: { component, recipient, providerRef, stage, outcome, notDeliveredBecause, chosenByChild, note } }];
    }
    case 'RecordVisit': {
      const { purpose, manner, visitorRef, visitorOrgType, child, family, community, childWords, findings } = command;
      return [{ type: 'reintegration.VisitHeld', data: { purpose, manner, visitorRef, visitorOrgType, child, family, community, childWords, findings } }];
    }
    case 'RecordContactMissed': {
      const { dueOn, attempts, reason, note } = command;
      return [{ type: 'reintegration.ContactMissed', data: { dueOn, attempts, reason, note } }];
    }
    case 'RecordMissing': {
      const { lastSeenOn, state, toldAuthorities, traffickingFeared, circumstances } = command;
      return [{ type: 'reintegration.MissingReported', data: { lastSeenOn, state, toldAuthorities, traffickingFeared, circumstances } }];
    }
  }
}
