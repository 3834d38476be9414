import type { GateFact } from '../decider/gate.js';
import type { Journey } from '../decider/journey.js';
import { pendingAppeals, type Appeals } from './appeal.state.js';
import type { Decisions } from './decision.state.js';

export const appealClear: GateFact<{ decision: Decisions; appeals: Appeals }, Journey> = {
  code: 'APPEAL_CLEAR',
  promise: 'Nothing is carried out before the child has understood the decision, its time to appeal is over, and every appeal has been finally decided.',
  basis: 'International Child Repatriation Guidelines, guarantee 4; Joint General Comment 4/23 of CMW and CRC, para. 17; A/HRC/38/41',
  // A window closes by the clock; what proves it is the explanation that opened it (ruling 13).
  proof: ({ decision: { inForce, explained }, appeals }, { now, setting }, { outcome, destinationState }) => {
    if (inForce?.data.outcome !== outcome || inForce.data.destinationState !== destinationState || !explained) return undefined;
    const over = now > setting.endOf('APPEAL_WINDOW', later(explained.meta.occurredAt, inForce.meta.occurredAt));
    if (!over || pendingAppeals(appeals).length > 0) return undefined;
    return { evidence: [inForce.id, explained.id, ...[...appeals.decided.values()].map(({ id }) => id)] };
  },
};

/** Nothing can be explained before it was decided. */
function later<T extends { from: string; to?: string }>(one: T, other: T): T {
  return Date.parse(one.to ?? one.from) < Date.parse(other.to ?? other.from) ? other : one;
}
