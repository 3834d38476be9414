import { protectingBodies } from '../decider/actor.js';
import { BadForm } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import { isSame } from '../decider/same.js';
import { isLastWord, lastWords } from '../decider/since.js';
import type { AttestChildStatusEstablished, AttestCivilDocument, AttestStatusGranted, OpenStatusPath } from './status.commands.js';
import type { ChildStatusEstablished, StatusEvent } from './status.events.js';

export type StatusCommand = OpenStatusPath | AttestStatusGranted | AttestCivilDocument | AttestChildStatusEstablished;

/** What was asked for and given, in the order in which it was recorded. */
export type Status = readonly Fact<StatusEvent>[];

export function evolveStatus(status: Status, fact: Fact<StatusEvent>): Status {
  return [...status, fact];
}

/** What still counts of what was established by the law of a state. */
export function establishedIn(status: Status, state: string): readonly Fact<typeof ChildStatusEstablished>[] {
  const isEstablished = (fact: Fact<StatusEvent>): fact is Fact<typeof ChildStatusEstablished> => fact.type === 'identification.ChildStatusEstablished';
  return lastWords(status.filter(isEstablished).filter(({ data }) => data.state === state));
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
    case 'AttestChildStatusEstablished': {
      const { status: established, ground, state, establishedBy, documentRef } = command;
      if ((established === 'LEFT_WITHOUT_PARENTAL_CARE') !== (ground !== undefined)) throw new BadForm('ground', 'is for a child that is left without parental care, and needed there');
      if (!protectingBodies.includes(establishedBy.orgType) && establishedBy.orgType !== 'COURT') throw new BadForm('establishedBy', 'is no body of child protection, and no court');
      const data = { status: established, ground, state, establishedBy, documentRef };
      return isLastWord(establishedIn(status, state), data) ? [] : [{ type: 'identification.ChildStatusEstablished', data }];
    }
  }
}
