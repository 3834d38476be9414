import Type from 'typebox';
import { event } from '../decider/event.js';

/** What oversight says of a finding, in a stream beside the child's: findings are derived, so that nobody can delete one (SEP-5). */

export const confirmations = ['SEEN_ON_SITE', 'DOCUMENT_SEEN', 'CHILD_SAID_SO', 'BODY_ADMITTED_IT', 'COURT_FOUND_IT', 'OTHER'] as const;
export const contestations = ['FACTS_ARE_OTHERWISE', 'ANOTHER_CHILD', 'ANOTHER_BODY', 'RULE_DOES_NOT_FIT', 'OTHER'] as const;
export const remedies = [
  'CHILD_RELEASED', 'FAMILY_REUNITED', 'REPRESENTATIVE_APPOINTED', 'GUARANTEE_GIVEN', 'DECISION_SET_ASIDE', 'STATUS_GRANTED', 'COMPENSATED', 'BODY_CHANGED_ITS_PRACTICE', 'OTHER',
] as const;

const finding = {
  finding: Type.String({ format: 'uuid' }),
  rule: Type.String(),
  ruleVersion: Type.Integer(),
  /** Rule set under which the finding was looked at. */
  ruleSet: Type.String(),
  /** Events that the finding rested on then. */
  events: Type.Array(Type.String()),
};

export const FindingConfirmed = event('oversight.FindingConfirmed', 1, 'Oversight looked into a finding and confirmed it.', { ...finding, reason: Type.Enum([...confirmations]) });
export const FindingContested = event('oversight.FindingContested', 1, 'Oversight looked into a finding and contested it; the finding stays.', { ...finding, reason: Type.Enum([...contestations]) });
export const FindingRemedied = event('oversight.FindingRemedied', 1, 'Oversight found that what a finding tells of was put right; the finding stays.', { ...finding, reason: Type.Enum([...remedies]) });

export const oversightEvents = [FindingConfirmed, FindingContested, FindingRemedied] as const;
export type OversightEvent = (typeof oversightEvents)[number];
