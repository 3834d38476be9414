import type { Happened } from '../decider/decider.scenario.js';

/** A journey from Bishkek to Kazakhstan with one night on the way. */

export const placeRef = '3f0f0c6e-0000-4000-8000-000000000007';
export const nightStopRef = '3f0f0c6e-0000-4000-8000-000000000008';
export const escorts = { escorts: [{ escortRef: 'social-worker-1', orgRef: 'child-protection-1', orgType: 'CHILD_PROTECTION', knownToChild: 'YES' }] };
export const escortAssigned: Happened = { type: 'repatriation.EscortAssigned', data: escorts };

export const itinerary = {
  outcome: 'REPATRIATION', destinationState: 'KZ', carerRef: 'grandmother', firstPlacementRef: placeRef, plannedDeparture: '2026-04-02T09:30:00+06:00',
  legs: [
    { fromState: 'KG', toState: 'KZ', means: 'BUS', custodial: 'NO', escortRef: 'social-worker-1', nightStops: [nightStopRef] },
    { fromState: 'KZ', toState: 'KZ', means: 'TRAIN', custodial: 'NO', escortRef: 'social-worker-1', nightStops: [] },
  ],
} as const;
export const authorisation = '3f0f0c6e-0000-5000-8000-0000000000a1';
export const transferAuthorised: Happened = { type: 'repatriation.TransferAuthorised', id: authorisation, data: itinerary };
export const departureConfirmed: Happened = { type: 'repatriation.DepartureConfirmed', data: { authorisation } };
