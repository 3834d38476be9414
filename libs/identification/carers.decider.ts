import { NotApplicable, type Notes } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { AttestCareGapClosed, RecordCareGap, RecordCarerArrested } from './carers.commands.js';
import type { careGapCauses, CareGapOpened, CarersEvent } from './carers.events.js';

export type CarersCommand = RecordCarerArrested | RecordCareGap | AttestCareGapClosed;

export interface Carers {
  /** Whether it is not known who cares for the child. */
  readonly gap: boolean;
  /** Who cares for the child where it lives, and whether that one is said to be lost: of a child in care nobody. */
  readonly carers: ReadonlyMap<string, boolean>;
}

export const noCarers: Carers = { gap: false, carers: new Map() };

export function evolveCarers(state: Carers, fact: Fact<CarersEvent>): Carers {
  switch (fact.type) {
    case 'identification.CarerArrested':
      return state;
    case 'identification.CareGapOpened':
      return { gap: true, carers: new Map() };
    case 'identification.CareGapClosed':
      return { gap: false, carers: new Map([[fact.data.carerRef, false]]) };
  }
}

/** Whether a child was turned away, and nobody says that it went to anybody. */
export function isLeftNowhere({ data }: Fact): boolean {
  const { nextPlace = 'UNKNOWN' } = data as { nextPlace?: string };
  return nextPlace === 'UNKNOWN' || nextPlace === 'STREET';
}

/** A child whose parents have left may have been left with nobody, and so may one that no place takes in. */
export const notesOfCarers: Notes<Carers> = {
  'best-interests.PlacementRefused': (state, fact) => (isLeftNowhere(fact) ? { ...state, gap: true } : state),
  'identification.LeftBehindChildRegistered': (state, { data }) => {
    const { carer } = data as { carer?: { carerRef: string } };
    return carer ? caredForBy(state, [carer.carerRef]) : { ...state, gap: true };
  },
  'guardianship.CareArrangementCertified': (state, { data }) => caredForBy(state, (data as unknown as { carers: readonly string[] }).carers),
  'identification.FamilyLinkReported': (state, { data }) => {
    const { relativeRef, alive } = data as unknown as Relative;
    const lost = lossIn(data as unknown as Relative) !== undefined || (alive !== 'YES' && state.carers.get(relativeRef) === true);
    return state.carers.has(relativeRef) ? { ...state, carers: new Map(state.carers).set(relativeRef, lost) } : state;
  },
  'identification.EmergencyCareStarted': inCare,
  'identification.PlacementDecided': inCare,
};

interface Relative {
  readonly relativeRef: string;
  readonly alive?: string;
  readonly deprivedOfLiberty?: string;
}

function caredForBy(state: Carers, carers: readonly string[]): Carers {
  return { ...state, carers: new Map([...state.carers, ...carers.map((carer) => [carer, false] as const)]) };
}

function inCare(state: Carers): Carers {
  return { ...state, carers: new Map() };
}

function lossIn({ alive, deprivedOfLiberty }: Relative): (typeof careGapCauses)[number] | undefined {
  return alive === 'NO' ? 'CARER_ILL_OR_DEAD' : deprivedOfLiberty === 'YES' ? 'CARER_DETAINED' : undefined;
}

/** The last of those who care for a child where it lives is said to be dead, or held: it is cared for by nobody from that on (GU-08). */
export function afterLoss(fact: Fact, { carers }: Carers, before?: readonly Fact[]): readonly NewFact<typeof CareGapOpened>[] {
  if ((fact.type as string) !== 'identification.FamilyLinkReported') return [];
  const relative = fact.data as unknown as Relative;
  const because = lossIn(relative);
  const wasTold = before?.some((told) => lossIn(told.data as unknown as Relative));
  if (!because || wasTold || !carers.has(relative.relativeRef) || [...carers.values()].includes(false)) return [];
  return [{ type: 'identification.CareGapOpened', data: { because, carerRef: relative.relativeRef } }];
}

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
