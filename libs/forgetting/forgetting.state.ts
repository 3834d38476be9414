import type { Fact } from '../decider/event.js';
import type { ForgettingAsked, ForgettingEvent, ForgettingTold, LegalHoldPlaced, SubjectKeysDestroyed, SubjectKeysDisabled } from './forgetting.events.js';

/** How far it has come that a child is forgotten. */
export interface Forgetting {
  /** Those that stand. */
  readonly holds: readonly Fact<typeof LegalHoldPlaced>[];
  /** Duties that keep the record open no more. */
  readonly settled: readonly string[];
  readonly asked?: Fact<typeof ForgettingAsked>;
  readonly disabled?: Fact<typeof SubjectKeysDisabled>;
  /** Since it was disabled. */
  readonly told: readonly Fact<typeof ForgettingTold>[];
  readonly destroyed?: Fact<typeof SubjectKeysDestroyed>;
  /** By the event that says that the keys are gone. */
  readonly forgotten?: string;
}

export const nothingToForget: Forgetting = { holds: [], settled: [], told: [] };

export function evolveForgetting(state: Forgetting, fact: Fact<ForgettingEvent>): Forgetting {
  switch (fact.type) {
    case 'forgetting.LegalHoldPlaced':
      return { ...state, holds: [...state.holds, fact] };
    case 'forgetting.LegalHoldLifted':
      return { ...state, holds: state.holds.filter(({ id }) => id !== fact.data.hold) };
    case 'forgetting.ForgettingAsked':
      return { ...state, asked: fact };
    case 'forgetting.ForgettingTakenBack':
      return { holds: state.holds, settled: state.settled, told: [] };
    case 'forgetting.DutiesSettled':
      return { ...state, settled: [...state.settled, ...fact.data.duties] };
    case 'forgetting.SubjectKeysDisabled':
      return { ...state, disabled: fact, told: [] };
    case 'forgetting.ForgettingTold':
      return { ...state, told: [...state.told, fact] };
    case 'forgetting.SubjectKeysDestroyed':
      return { ...state, destroyed: fact };
    case 'forgetting.DestructionHalted':
      return { ...state, destroyed: undefined };
    case 'forgetting.SubjectForgotten':
      return { ...state, forgotten: fact.id };
  }
}
