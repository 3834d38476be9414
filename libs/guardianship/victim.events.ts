import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { presences } from './contact.events.js';

/** As whom the child stands before an authority that should protect it from what was done to it. */

export const proceedingRoles = ['VICTIM', 'WITNESS', 'CLAIMANT', 'ACCUSED'] as const;
export const harms = ['TRAFFICKING', 'FORCED_LABOUR', 'SEXUAL_EXPLOITATION', 'BACHA_BAZI', 'VIOLENCE', 'FORCED_MARRIAGE', 'RECRUITMENT', 'OTHER', 'NONE_KNOWN'] as const;
export const protectionMeasures = ['NONE', 'SAFE_PLACE', 'ANONYMITY', 'HEARD_ONCE_BY_SPECIALIST', 'NO_CONTACT_WITH_OFFENDER', 'OTHER', 'UNKNOWN'] as const;
export const victimClaims = ['NONE', 'COMPENSATION', 'WAGES', 'RETURN_OF_DOCUMENTS', 'OTHER'] as const;
export const proceedingOutcomes = ['PENDING', 'RECOGNISED_AS_VICTIM', 'OFFENDER_CONVICTED', 'COMPENSATED', 'DISCONTINUED', 'CHARGED', 'PUNISHED', 'UNKNOWN'] as const;

export const VictimProceedingReported = event('guardianship.VictimProceedingReported', 1, 'There is a proceeding in which the child should be protected as a victim, as reported.', {
  role: Type.Enum([...proceedingRoles]),
  harm: Type.Enum([...harms]),
  authorityType: Type.Enum([...orgTypes]),
  authorityRef: Type.Optional(Type.String()),
  protectionMeasure: Type.Enum([...protectionMeasures]),
  claim: Type.Enum([...victimClaims]),
  outcome: Type.Enum([...proceedingOutcomes]),
  account: Type.Optional(personal('D3', Type.String())),
});

/** What somebody who speaks for a child can give up for it: the case goes on all the same. */
export const givenUp = ['COMPLAINT_WITHDRAWN', 'RECONCILED_WITH_OFFENDER', 'EXAMINATION_REFUSED', 'TESTIMONY_REFUSED', 'CLAIM_WAIVED', 'OTHER'] as const;
export const givenUpBy = ['GUARDIAN', 'PARENT', 'OTHER_RELATIVE', 'CHILD', 'OTHER', 'UNKNOWN'] as const;
export const remedyReviews = ['GOES_ON', 'TAKEN_UP_ANEW', 'ANOTHER_REPRESENTATIVE_NEEDED', 'CHILD_WANTS_IT_LEFT'] as const;

export const RemedyGivenUp = event('guardianship.RemedyGivenUp', 1, 'Somebody gave up for the child what could protect or compensate it, as reported; nothing ends by that.', {
  what: Type.Enum([...givenUp]),
  by: Type.Enum([...givenUpBy]),
  personRef: Type.Optional(Type.String()),
  /** The complaint, or the report of the proceeding. */
  remedyRef: Type.Optional(Type.String({ format: 'uuid' })),
  childAgreed: Type.Enum([...presences]),
  account: Type.Optional(personal('D3', Type.String())),
});

export const RemedyReviewed = event('guardianship.RemedyReviewed', 1, 'Somebody else looked at what was given up for the child, and what follows.', {
  /** Event that reported it. */
  reportRef: Type.String({ format: 'uuid' }),
  result: Type.Enum([...remedyReviews]),
  childHeard: Type.Enum([...presences]),
  documentRef: Type.String(),
});

export const victimEvents = [VictimProceedingReported, RemedyGivenUp, RemedyReviewed] as const;
export type VictimEvent = (typeof victimEvents)[number];
