import { duty, on, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { DecisionReexamined, DecisionTakenWithoutRepresentative, MeasuresReviewed } from './contact.events.js';
import {
  ConflictCheckCompleted, ConflictDeclared, GuardianAppointed, GuardianSuspended, MandateAccepted, MandateAnnulled, RepresentingParentConfirmed,
} from './representative.events.js';
import { accepted } from './representative.duties.js';

/** What may be done for a child before somebody speaks for it: care and treatment that cannot wait, and whatever asks for its rights. */
const urgentMeasures: readonly string[] = [
  'identification.EmergencyCareStarted', 'identification.HealthAccessReported', 'guardianship.GuardianRequested', 'guardianship.LawyerRequested',
  'identification.ReleaseDemanded', 'identification.LegalityChallenged', 'identification.ComplaintLodged', 'repatriation.AppealLodged',
];
const isUrgent = ({ type, data }: Fact): boolean => urgentMeasures.includes(type) && ((data as { service?: string }).service ?? 'URGENT_CARE') === 'URGENT_CARE';

const takenUp: readonly string[] = [MandateAccepted.type, RepresentingParentConfirmed.type];
const silenced: readonly string[] = [GuardianSuspended.type, ConflictDeclared.type, MandateAnnulled.type];
/** Whether nobody had taken up to speak for the child by then, or not again since somebody had to stop. */
const isUnspoken = (before: readonly Fact[]): boolean => !takenUp.includes(before.findLast(({ type }) => takenUp.includes(type) || silenced.includes(type))?.type ?? '');

/** The last word on some urgent measure is that it was taken while nobody spoke for the child, and not what a representative thinks of it. */
const isUnreviewed = (_: Fact, { before }: Seen): boolean => {
  const since = before.findLastIndex(({ type }) => type === MeasuresReviewed.type) + 1;
  return before.some((fact, index) => index >= since && isUrgent(fact) && isUnspoken(before.slice(0, index)));
};

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
    looksBackOn: [ConflictCheckCompleted.type, GuardianAppointed.type, ...silenced, ...urgentMeasures],
  }),
  duty({
    code: 'REEXAMINATION', holder: 'CASE_WORKER', counts: 'from when it was recorded',
    promise: 'What an authority decided while nobody could speak for the child is looked at again, and its representative is heard.',
    basis: 'International Child Repatriation Guidelines, guarantee 2; the length is ours',
    starts: [on(DecisionTakenWithoutRepresentative)],
    meets: [on(DecisionReexamined, ({ data }, { start }) => data.reportRef === start.id && data.representativeHeard === 'YES')],
  }),
];
