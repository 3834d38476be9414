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
  /** The parents that are known, and whether each is away or dead. */
  readonly parents: ReadonlyMap<string, boolean>;
  /** A place takes care of it. */
  readonly inCare: boolean;
}

export const noCarers: Carers = { gap: false, carers: new Map(), parents: new Map(), inCare: false };

export function evolveCarers(state: Carers, fact: Fact<CarersEvent>): Carers {
  switch (fact.type) {
    case 'identification.CarerArrested':
      return state;
    case 'identification.CareGapOpened':
      return { ...state, gap: true, carers: new Map(), inCare: false };
    case 'identification.CareGapClosed':
      return { ...state, gap: false, carers: new Map([[fact.data.carerRef, false]]), inCare: false };
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
  'guardianship.ParentalAbsenceReported': (state, { data }) => {
    const absence = data as unknown as Absence;
    const told = (among: Carers['carers']) => new Map(among).set(absence.parentRef, isAway(absence));
    return { ...state, carers: state.carers.has(absence.parentRef) ? told(state.carers) : state.carers, parents: told(state.parents) };
  },
  'identification.FamilyLinkReported': (state, { data }) => {
    const { relativeRef, relation, alive } = data as unknown as Relative;
    const lost = lossIn(data as unknown as Relative) !== undefined;
    const told = (among: Carers['carers']) => new Map(among).set(relativeRef, lost || (alive !== 'YES' && among.get(relativeRef) === true));
    return {
      ...state, carers: state.carers.has(relativeRef) ? told(state.carers) : state.carers,
      // That it is alive does not bring a parent back who is away.
      parents: isParent(relation) ? new Map(state.parents).set(relativeRef, lost || state.parents.get(relativeRef) === true) : state.parents,
    };
  },
  'identification.EmergencyCareStarted': inCare,
  'identification.PlacementDecided': inCare,
  'identification.Reunited': (state) => ({ ...state, inCare: false }),
};

interface Absence {
  readonly parentRef: string;
  readonly leftOn?: string;
  readonly returnedOn?: string;
}

function isAway({ leftOn, returnedOn }: Absence): boolean {
  return leftOn !== undefined && returnedOn === undefined;
}

function isParent(relation?: string): boolean {
  return relation === 'MOTHER' || relation === 'FATHER' || relation === 'ADOPTIVE_PARENT';
}

interface Relative {
  readonly relativeRef: string;
  readonly relation?: string;
  readonly alive?: string;
  readonly deprivedOfLiberty?: string;
}

function caredForBy(state: Carers, carers: readonly string[]): Carers {
  return { ...state, carers: new Map([...state.carers, ...carers.map((carer) => [carer, false] as const)]) };
}

function inCare(state: Carers): Carers {
  return { ...state, carers: new Map(), inCare: true };
}

function lossIn({ alive, deprivedOfLiberty }: Relative): (typeof careGapCauses)[number] | undefined {
  return alive === 'NO' ? 'CARER_ILL_OR_DEAD' : deprivedOfLiberty === 'YES' ? 'CARER_DETAINED' : undefined;
}

/** The last of those who care for a child where it lives is said to be dead or held, or the second of its parents to be gone: it is cared for by nobody from that on (GU-08, GU-13). */
export function afterLoss(fact: Fact, state: Carers, before?: readonly Fact[]): readonly NewFact<typeof CareGapOpened>[] {
  const lost = lostBy(fact);
  const wasTold = before?.some((told) => lostBy(told));
  if (!lost || wasTold || [...state.carers.values()].includes(false)) return [];
  return state.carers.has(lost.carerRef ?? '') || isWithoutParents(lost.carerRef, state) ? [{ type: 'identification.CareGapOpened', data: lost }] : [];
}

function lostBy({ type, data }: Fact): Fact<typeof CareGapOpened>['data'] | undefined {
  const { relativeRef, parentRef } = data as { relativeRef?: string; parentRef?: string };
  if ((type as string) === 'guardianship.ParentalAbsenceReported') return isAway(data as unknown as Absence) ? { because: 'CARER_LEFT', carerRef: parentRef } : undefined;
  const because = (type as string) === 'identification.FamilyLinkReported' ? lossIn(data as unknown as Relative) : undefined;
  return because && { because, carerRef: relativeRef };
}

/** Of one parent who is gone nobody knows whether another one is there; of both that nobody is, unless somebody was named to care for the child (GU-13). */
function isWithoutParents(parent: string | undefined, { gap, inCare, parents }: Carers): boolean {
  return !gap && !inCare && parents.has(parent ?? '') && parents.size > 1 && ![...parents.values()].includes(false);
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
