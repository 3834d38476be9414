import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';

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

export const victimEvents = [VictimProceedingReported] as const;
export type VictimEvent = (typeof victimEvents)[number];
