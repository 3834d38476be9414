import { clearing, ruling, setAsideBy, type Annulments } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import type { PlacementEvent, PlacementReviewed } from './placement.events.js';

export interface Placement {
  /** The decision or emergency care that is in force. */
  readonly inForce?: { readonly id: string; readonly revision: number; readonly facilityRef: string; readonly institution: boolean };
  /** The latest review of it. */
  readonly reviewed?: Fact<typeof PlacementReviewed>;
}

export const notPlaced: Placement = {};

export function evolvePlacement(state: Placement, fact: Fact<PlacementEvent>): Placement {
  switch (fact.type) {
    case 'best-interests.PlacementReviewed':
      return { ...state, reviewed: fact };
    case 'best-interests.PlacementRefused':
      // Oversight reads it; where the child is follows from its stays.
      return state;
  }
}

export const notesOfPlacement: Notes<Placement> = {
  'identification.PlacementDecided': (_, fact) => placedBy(fact),
  'identification.EmergencyCareStarted': (_, fact) => placedBy(fact),
  [ruling]: (state, fact) => (state.inForce && state.inForce.id === setAsideBy(fact) ? notPlaced : state),
};

export const annulmentsOfPlacement: Annulments<Placement> = {
  'best-interests.PlacementReviewed': { means: 'The placement counts as not reviewed, and is looked at anew.', without: clearing('reviewed') },
};

function placedBy({ id, revision, data }: Fact): Placement {
  const { facilityRef, settingKind } = data as { facilityRef: string; settingKind?: string };
  return { inForce: { id, revision, facilityRef, institution: settingKind === 'RESIDENTIAL_CARE' } };
}
