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

const checkpoint = {
  /** Events that the log held. */
  size: Type.Integer({ minimum: 0 }),
  /** Root of the tree over them, in hexadecimal. */
  root: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  /** As the log signed it: a note of C2SP's form. */
  note: Type.String({ maxLength: 4_000 }),
};

/** Whoever keeps a checkpoint outside the operator's reach holds the log to it (C2SP tlog-witness; a log alone proves nothing to those who kept nothing). */
export const CheckpointWitnessed = event('oversight.CheckpointWitnessed', 1, 'Oversight keeps a checkpoint of the log, and the log still begins as it did then.', checkpoint);
export const CheckpointContradicted = event('oversight.CheckpointContradicted', 1, 'Oversight kept a checkpoint that the log had signed, and the log does not begin as it did then: it was changed.', checkpoint);
export const witnessEvents = [CheckpointWitnessed, CheckpointContradicted] as const;
