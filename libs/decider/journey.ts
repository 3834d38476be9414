/** How a determination of best interests can end; there is no fourth, and a return to a state of mere transit is none of them. */
export const outcomes = ['REPATRIATION', 'INTEGRATION', 'THIRD_COUNTRY'] as const;
export type Outcome = (typeof outcomes)[number];

/** Those in which the child travels. */
export const journeyOutcomes = ['REPATRIATION', 'THIRD_COUNTRY'] as const;

/** What is being carried out. A proof for another outcome or another state proves nothing (rulings 8 and 36). */
export interface Journey {
  readonly outcome: Outcome;
  /** State where the child is to live, ISO 3166-1 alpha-2. */
  readonly destinationState: string;
}

/** Where a journey leads: before its way is planned, to its destination alone. */
interface Way extends Pick<Journey, 'destinationState'> {
  readonly legs?: readonly { readonly fromState: string; readonly toState: string }[];
}

/** Every state that the child comes into on its way, not only the one where it is to live (A4, case 12). It leaves the first one, whatever parts of the way are inside it. */
export function statesEntered({ destinationState, legs = [] }: Way): readonly string[] {
  return [...new Set([...legs.filter(({ fromState, toState }) => fromState !== toState).map(({ toState }) => toState), destinationState])];
}

/** What a transfer is weighed for: the journey to its day, and who and what waits at its end. */
export interface PlannedJourney extends Journey {
  /** Instant with the offset of the place of departure, RFC 3339. */
  readonly plannedDeparture: string;
  readonly carerRef: string;
  /** The place of the register where the child lives first. */
  readonly firstPlacementRef: string;
}
