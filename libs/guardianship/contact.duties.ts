import { duty, on, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { DecisionReexamined, DecisionTakenWithoutRepresentative, MeasuresReviewed } from './contact.events.js';
import { GuardianAppointed, GuardianReplaced, RepresentingParentConfirmed } from './representative.events.js';
import { accepted } from './representative.duties.js';

/** What may be done for a child before somebody speaks for it. */
const urgentMeasures: readonly string[] = ['identification.EmergencyCareStarted'];

/** The last word on urgent measures is that they were taken, and not what a representative thinks of them. */
const isUnreviewed = (_: Fact, { before }: Seen): boolean =>
  urgentMeasures.includes(before.findLast(({ type }) => type === MeasuresReviewed.type || urgentMeasures.includes(type))?.type ?? '');

export const contactDuties = [
  duty({
    code: 'REPRESENTATIVE_REVIEW', holder: 'GUARDIAN',
    promise: 'Urgent measures that were taken before a child had a representative are looked at by the one that it gets, within a day.',
    basis: 'International Child Repatriation Guidelines, guarantee 2; the length is ours',
    starts: [
      { ...accepted, holds: (fact, seen) => accepted.holds(fact, seen) && isUnreviewed(fact, seen) },
      on(RepresentingParentConfirmed, isUnreviewed),
    ],
    meets: [on(MeasuresReviewed)],
    looksBackOn: [GuardianAppointed.type, GuardianReplaced.type, ...urgentMeasures],
  }),
  duty({
    code: 'REEXAMINATION', holder: 'CASE_WORKER', counts: 'from when it was recorded',
    promise: 'What an authority decided while nobody could speak for the child is looked at again, and its representative is heard.',
    basis: 'International Child Repatriation Guidelines, guarantee 2; the length is ours',
    starts: [on(DecisionTakenWithoutRepresentative)],
    meets: [on(DecisionReexamined, ({ data }, { start }) => data.reportRef === start.id && data.representativeHeard === 'YES')],
  }),
];
