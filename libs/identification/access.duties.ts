import { completes, duty, on } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { looksBackOnHeld, setFree } from '../decider/held.js';
import { EducationAccessReported, HealthAccessReported, type healthServices } from './access.events.js';
import { ChildFound } from './finding.events.js';

type HealthService = (typeof healthServices)[number];
const looksAtHealth: readonly HealthService[] = ['HEALTH_CHECK', 'TREATMENT', 'URGENT_CARE'];
const looksAfterMind: readonly HealthService[] = ['PSYCHOSOCIAL', 'MENTAL_HEALTH'];

export const accessDuties = [
  duty({
    code: 'EDUCATION_ACCESS', holder: 'CASE_WORKER',
    promise: 'A child who was found goes to school, whatever its papers and however short its stay.',
    basis: 'International Child Repatriation Guidelines, guarantee 6; CRC art. 28; the length is ours',
    starts: [on(ChildFound)],
    meets: [on(EducationAccessReported, ({ data }) => data.access === 'STARTED')],
    metByEarlier: true,
  }),
  duty({
    code: 'HEALTH_CHECK', holder: 'CASE_WORKER',
    promise: 'Somebody who knows looks how the health of a child is that was found, free of charge.',
    basis: 'International Child Repatriation Guidelines, guarantee 6; CRC art. 24; the length is ours',
    starts: [on(ChildFound)],
    meets: [on(HealthAccessReported, (fact) => given(fact, ['HEALTH_CHECK']) && fact.data.free !== 'NO')],
    metByEarlier: true,
  }),
  duty({
    code: 'AFTERCARE', holder: 'CASE_WORKER',
    promise: 'After it was held, a child is looked after: its health, and what it has lived through.',
    basis: 'International Child Repatriation Guidelines, what the Committee on the Rights of the Child asked of Belarus (health care with psychosocial support); the length is ours',
    starts: setFree, looksBackOn: looksBackOnHeld,
    // Both are owed: it is met with whichever comes last.
    meets: [on(HealthAccessReported, completes([looksAtHealth, looksAfterMind].map((services) => (fact) => fact.type === HealthAccessReported.type && given(fact as Fact<typeof HealthAccessReported>, services))))],
  }),
];

function given({ data }: Fact<typeof HealthAccessReported>, services: readonly HealthService[]): boolean {
  return data.access !== 'REFUSED' && services.includes(data.service);
}
