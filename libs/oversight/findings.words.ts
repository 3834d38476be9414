import { oversightEvents, type OversightEvent } from '../case-file/oversight.events.js';
import type { Fact } from '../decider/event.js';

/** What oversight says of findings: CONFIRMED, CONTESTED or REMEDIED, each beside the finding, and the last one stands. */
export const findingWords = ['CONFIRMED', 'CONTESTED', 'REMEDIED'] as const;

export function isOversightEvent(fact: Fact): fact is Fact<OversightEvent> & Fact {
  return oversightEvents.some(({ type }) => type === fact.type);
}

export function wordIn(type: OversightEvent['type']): (typeof findingWords)[number] {
  return type.slice('oversight.Finding'.length).toUpperCase() as (typeof findingWords)[number];
}

/** As the columns of a read model hold it. */
export function wordOf({ id, type, data, revision, recordedAt, meta: { occurredAt, recordedBy: { role, orgType, orgRef } } }: Fact<OversightEvent>) {
  return {
    finding: data.finding, event: id, revision, word: wordIn(type), reason: data.reason, rule_set: data.ruleSet, said_at: occurredAt.from, recorded_at: recordedAt.toISOString(),
    role, org_type: orgType, org_ref: orgRef,
  };
}
