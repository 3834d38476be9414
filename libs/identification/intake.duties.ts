import { duty, on } from '../decider/duty.js';
import { interpretersIn, tellingOfLanguages, wasInterpreted } from '../decider/interpreted.js';
import type { Fact } from '../decider/event.js';
import { ChildFound } from './finding.events.js';
import { ReferralAccepted, ReferralMade, ReferralRefused, RightsExplained } from './intake.events.js';

const protectsChildren = ({ meta }: Fact): boolean => meta.recordedBy.orgType === 'CHILD_PROTECTION';

export const intakeDuties = [
  duty({
    code: 'REFERRAL_TO_CHILD_PROTECTION', holder: 'CASE_WORKER',
    promise: 'A child who was found is in the hands of those who protect children, and of nobody else.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 4; the length is ours',
    // Those who protect children need nobody to refer to them whom they registered themselves.
    starts: [on(ChildFound, (found) => !protectsChildren(found))],
    meets: [on(ReferralAccepted, protectsChildren)],
  }),
  duty({
    code: 'REFERRAL_ANSWER', holder: 'CASE_WORKER',
    promise: 'Whoever a child is referred to takes the case on, or says why not.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendations 3 and 6 (cooperation of all who protect the child); the length is ours',
    starts: [on(ReferralMade)],
    meets: [
      on(ReferralAccepted, ({ data }, { start }) => data.referralRef === start.id),
      on(ReferralRefused, ({ data }, { start }) => data.referralRef === start.id),
    ],
  }),
  duty({
    code: 'RIGHTS_EXPLAINED', holder: 'CASE_WORKER',
    promise: 'A child who was found is told its rights, so that it understands them.',
    basis: 'CRC art. 12; International Child Repatriation Guidelines (informed about their rights in a language they understand); the length is ours',
    starts: [on(ChildFound)],
    meets: [on(RightsExplained, (fact, { all }) => fact.data.understanding !== 'NOT_UNDERSTOOD' && wasInterpreted(fact, interpretersIn(all)))], looksBackOn: tellingOfLanguages,
  }),
];
