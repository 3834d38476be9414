import { NotApplicable, type Notes } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { AttestCareGapClosed, RecordCareGap, RecordCarerArrested } from './carers.commands.js';
import type { CarersEvent } from './carers.events.js';

export type CarersCommand = RecordCarerArrested | RecordCareGap | AttestCareGapClosed;

export interface Carers {
  /** Whether it is not known who cares for the child. */
  readonly gap: boolean;
}

export const noCarers: Carers = { gap: false };

export function evolveCarers(state: Carers, fact: Fact<CarersEvent>): Carers {
  switch (fact.type) {
    case 'identification.CarerArrested':
      return state;
    case 'identification.CareGapOpened':
      return { gap: true };
    case 'identification.CareGapClosed':
      return { gap: false };
  }
}

/** Whether a child was turned away, and nobody says that it went to anybody. */
export function isLeftNowhere({ data }: Fact): boolean {
  const { nextPlace = 'UNKNOWN' } = data as { nextPlace?: string };
  return nextPlace === 'UNKNOWN' || nextPlace === 'STREET';
}

/** A child whose parents have left may have been left with nobody, and so may one that no place takes in. */
export const notesOfCarers: Notes<Carers> = {
  'best-interests.PlacementRefused': (state, fact) => (isLeftNowhere(fact) ? { gap: true } : state),
  'identification.LeftBehindChildRegistered': (state, { data }) => ('carer' in data ? state : { gap: true }),
};

/** That somebody else is said to take care of the child is for whoever looks after it to find out. */
export function decideCarers(command: CarersCommand, { gap }: Carers): readonly NewFact<CarersEvent>[] {
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
    case 'AttestCareGapClosed': {
      const { because, carerRef, relation } = command;
      if (!gap) throw new NotApplicable('it is known who cares for the child');
      return [{ type: 'identification.CareGapClosed', data: { because, carerRef, relation } }];
    }
  }
}
