import type { Fact, NewFact } from '../decider/event.js';
import { isSame } from '../decider/same.js';
import type { AttestCivilDocument, AttestStatusGranted, OpenStatusPath } from './status.commands.js';
import type { StatusEvent } from './status.events.js';

export type StatusCommand = OpenStatusPath | AttestStatusGranted | AttestCivilDocument;

/** What was asked for and given, in the order in which it was recorded. */
export type Status = readonly Fact<StatusEvent>[];

export function evolveStatus(status: Status, fact: Fact<StatusEvent>): Status {
  return [...status, fact];
}

export function decideStatus(command: StatusCommand, status: Status): readonly NewFact<StatusEvent>[] {
  const alreadySo = (type: StatusEvent['type'], data: object) => status.some((fact) => fact.type === type && isSame(fact.data, data));
  switch (command.type) {
    case 'OpenStatusPath': {
      // To ask again is another fact: the first time it may have been refused.
      const { path, state, authority, note } = command;
      return [{ type: 'identification.StatusPathOpened', data: { path, state, authority, note } }];
    }
    case 'AttestStatusGranted': {
      const { path, state, grantedBy, documentRef, until } = command;
      const data = { path, state, grantedBy, documentRef, until };
      return alreadySo('identification.StatusGranted', data) ? [] : [{ type: 'identification.StatusGranted', data }];
    }
    case 'AttestCivilDocument': {
      const { kind, state, documentRef } = command;
      const data = { kind, state, documentRef };
      return alreadySo('identification.CivilDocumentIssued', data) ? [] : [{ type: 'identification.CivilDocumentIssued', data }];
    }
  }
}
