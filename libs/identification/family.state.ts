import type { Fact } from '../decider/event.js';
import type { FamilyEvent, Reunited, SeparationStarted } from './family.events.js';
import { contradictionsIn, withReport, type Contradiction, type Reports } from './reports.js';

export interface Family {
  /** What was reported of each separation, by its name. */
  readonly separations: Reports<Fact<typeof SeparationStarted> | Fact<typeof Reunited>>;
}

export const noFamily: Family = { separations: new Map() };

export function evolveFamily(state: Family, fact: Fact<FamilyEvent>): Family {
  switch (fact.type) {
    case 'identification.SeparationStarted':
      return { ...state, separations: withReport(state.separations, fact.data.separationRef ?? fact.id, fact) };
    case 'identification.Reunited':
      return { ...state, separations: withReport(state.separations, fact.data.separationRef, fact) };
    case 'identification.FamilyLinkReported':
    case 'identification.AccompanyingAdultReported':
    case 'identification.RelativeClaimRefused':
    case 'identification.ContactHeld':
    case 'identification.WhereaboutsTold':
    case 'identification.AdoptionProceedingReported':
    case 'identification.AdoptionHaltDemanded':
      return state;
  }
}

/** Reports of separations that cannot all be right. */
export function contestedSeparations({ separations }: Family): readonly Contradiction[] {
  return [...separations.values()].flatMap((facts) => contradictionsIn(
    facts.filter((fact) => fact.type === 'identification.SeparationStarted'), [],
    facts.filter((fact) => fact.type === 'identification.Reunited'),
  ));
}
