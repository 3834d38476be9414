import type { Fact, OccurredAt } from '../decider/event.js';
import type { CentralAuthorityAnswered, ConsulateNotified, OriginAnswered, OriginEvent, OriginInformationRequested } from './origin.events.js';
import type { Representatives } from './representatives.state.js';

export interface Origin {
  readonly representatives: Representatives;
  readonly enquiryConsents: readonly { readonly id: string; readonly representativeRef: string; readonly destinationState: string; readonly at: OccurredAt }[];
  /** The last request and the last notice to a consulate, by state. */
  readonly requests: ReadonlyMap<string, Fact<typeof OriginInformationRequested>>;
  readonly notices: ReadonlyMap<string, Fact<typeof ConsulateNotified>>;
  /** The last answer of each state; none where it was withdrawn since. */
  readonly answers: ReadonlyMap<string, Fact<typeof OriginAnswered>>;
  readonly centralAuthorities: ReadonlyMap<string, Fact<typeof CentralAuthorityAnswered>>;
  readonly suspensions: readonly Suspension[];
  /** Attested ends, kept apart from the suspensions: a report that is retracted ends by attestation, too (ruling 12). */
  readonly suspensionEnds: readonly (Suspension & { readonly id: string })[];
}

interface Suspension {
  readonly ref: string;
  readonly destinationState: string;
}

export const noOrigin: Origin = {
  representatives: [], enquiryConsents: [], requests: new Map(), notices: new Map(), answers: new Map(), centralAuthorities: new Map(), suspensions: [], suspensionEnds: [],
};

export function evolveOrigin(state: Origin, fact: Fact<OriginEvent>): Origin {
  switch (fact.type) {
    case 'repatriation.EnquiryConsentGiven': {
      const { representativeRef, destinationState } = fact.data;
      return { ...state, enquiryConsents: [...state.enquiryConsents, { id: fact.id, representativeRef, destinationState, at: fact.meta.occurredAt }] };
    }
    case 'repatriation.OriginInformationRequested':
      return { ...state, requests: new Map(state.requests).set(fact.data.destinationState, fact) };
    case 'repatriation.ConsulateNotified':
      return { ...state, notices: new Map(state.notices).set(fact.data.destinationState, fact) };
    case 'repatriation.OriginAnswered':
      return { ...state, answers: new Map(state.answers).set(fact.data.destinationState, fact) };
    case 'repatriation.OriginReadinessWithdrawn': {
      const answers = new Map(state.answers);
      answers.delete(fact.data.destinationState);
      return { ...state, answers };
    }
    case 'repatriation.CentralAuthorityAnswered':
      return { ...state, centralAuthorities: new Map(state.centralAuthorities).set(fact.data.destinationState, fact) };
    case 'repatriation.SuspensionReported': {
      const { suspensionRef: ref = fact.id, destinationState } = fact.data;
      return { ...state, suspensions: [...state.suspensions, { ref, destinationState }] };
    }
    case 'repatriation.SuspensionEnded': {
      const { suspensionRef: ref, destinationState } = fact.data;
      // What is reported of it later opens it anew.
      const suspensions = state.suspensions.filter((each) => each.ref !== ref || each.destinationState !== destinationState);
      return { ...state, suspensions, suspensionEnds: [...state.suspensionEnds, { ref, destinationState, id: fact.id }] };
    }
  }
}
