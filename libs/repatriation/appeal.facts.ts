import type { Fact } from '../decider/event.js';
import type { GateFact } from '../decider/gate.js';
import type { Journey } from '../decider/journey.js';
import { knownAt } from '../decider/times.js';
import { pendingAppeals, type Appeals } from './appeal.state.js';
import { explanationOf, type Decisions } from './decision.state.js';

export const appealClear: GateFact<{ decision: Decisions; appeals: Appeals }, Journey> = {
  code: 'APPEAL_CLEAR',
  promise: 'Nothing is carried out before the child has understood the decision, its time to appeal is over, and every appeal has been finally decided.',
  basis: 'International Child Repatriation Guidelines, guarantee 4; Joint General Comment 4/23 of CMW and CRC, para. 17; A/HRC/38/41',
  // A window closes by the clock; what proves it is the explanation that opened it (ruling 13).
  proof: ({ decision, appeals }, { now, setting, participants }, { outcome, destinationState }) => {
    const { inForce } = decision;
    const explained = explanationOf(decision);
    if (inForce?.data.outcome !== outcome || inForce.data.destinationState !== destinationState || !explained) return undefined;
    const over = now > setting.endOf('APPEAL_WINDOW', since(explained, inForce));
    if (!over || pendingAppeals(appeals, participants).length > 0) return undefined;
    return { evidence: [inForce.id, explained.id, ...[...appeals.decided.values()].map(({ id }) => id)] };
  },
};

/** Since it was explained, whenever that is said to have been, and never since a time before it was decided. */
function since({ meta: { occurredAt: { from, to = from } } }: Fact, decision: Fact): { from: string } {
  return { from: new Date(Math.max(Date.parse(to), knownAt(decision).getTime())).toISOString() };
}
