import type { NewFact } from '../decider/event.js';
import type { RecordDisclosureDemandReceived, RecordDisclosureOccurred } from './disclosure.commands.js';
import type { DisclosureEvent } from './disclosure.events.js';

export type DisclosureCommand = RecordDisclosureDemandReceived | RecordDisclosureOccurred;

/** Two reports are two facts. */
export function decideDisclosure(command: DisclosureCommand): readonly NewFact<DisclosureEvent>[] {
  switch (command.type) {
    case 'RecordDisclosureDemandReceived': {
      const { demandedBy, addressee, matters, purpose, answer, account } = command;
      return [{ type: 'guardianship.DisclosureDemanded', data: { demandedBy, addressee, matters, purpose, answer, account } }];
    }
    case 'RecordDisclosureOccurred': {
      const { disclosedBy, receiver, matters, purpose, learntThrough, childAgreed, account } = command;
      return [{ type: 'guardianship.DisclosureReported', data: { disclosedBy, receiver, matters, purpose, learntThrough, childAgreed, account } }];
    }
  }
}
