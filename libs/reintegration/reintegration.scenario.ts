import type { Happened } from '../decider/decider.scenario.js';
import { neededComponents } from './plan.events.js';

/** What waits for a child in Kazakhstan, and the journey there. */

export const placeRef = '3f0f0c6e-0000-4000-8000-000000000007';
export const journey = {
  outcome: 'REPATRIATION', destinationState: 'KZ', plannedDeparture: '2026-04-02T09:30:00+06:00', carerRef: 'grandmother', firstPlacementRef: placeRef,
} as const;

export const carer = {
  destinationState: 'KZ', carerRef: 'grandmother', relation: 'GRANDPARENT', agreedOn: '2026-02-20',
  homeStudy: { documentRef: 'study-1', doneBy: 'social-worker-kz', doneOn: '2026-02-18', result: 'FIT_WITH_SUPPORT' },
};
export const carerConfirmed: Happened = { type: 'reintegration.CarerConfirmed', data: carer };

export const planForHome = {
  outcome: 'REPATRIATION', destinationState: 'KZ',
  components: neededComponents.map((component) => ({ component, providerRef: `provider-${component.toLowerCase()}`, from: '2026-04-03' })),
  resources: [{ kind: 'MONEY', providerRef: 'district-kz' }], responsibleBody: { orgRef: 'protection-kz', orgType: 'CHILD_PROTECTION' }, budgetLine: 'line-7',
  followUp: [{ on: '2026-05-03', manner: 'IN_PERSON' }], childOpinion: 'AGREES',
};
export const homePlan: Happened = { type: 'reintegration.ReintegrationPlanApproved', data: planForHome };

export const monitoring = { destinationState: 'KZ', monitorRef: 'monitor-1', orgRef: 'ombudsperson-kz', orgType: 'OMBUDSPERSON', visits: [{ on: '2026-04-20', manner: 'IN_PERSON' }] };
export const monitoringArranged: Happened = { type: 'reintegration.MonitoringArranged', data: monitoring };

export const firstPlacement = { destinationState: 'KZ', facilityRef: placeRef, from: '2026-04-02' };
export const firstPlacementArranged: Happened = { type: 'reintegration.FirstPlacementArranged', data: firstPlacement };
