import { isCarriedOut, waysOfJourney } from '../decider/departure.js';
import { duty, on, onOther } from '../decider/duty.js';
import { interpretersIn, tellingOfLanguages, wasInterpreted } from '../decider/interpreted.js';
import { AppealDecided, AppealLodged } from './appeal.events.js';
import { DecisionExplained, RepatriationDecided } from './decision.events.js';
import { DepartureConfirmed } from './transfer.events.js';

export const decisionDuties = [
  duty({
    code: 'APPEAL_WINDOW', holder: 'CHILD', owed: false,
    promise: 'The child has time to appeal, from when the decision was explained to it.',
    basis: 'International Child Repatriation Guidelines, guarantee 4',
    // No time begins by what was said in a language that the child does not speak.
    starts: [on(DecisionExplained, (fact, { all }) => fact.data.understanding !== 'NOT_UNDERSTOOD' && wasInterpreted(fact, interpretersIn(all)))], looksBackOn: tellingOfLanguages,
    meets: [on(AppealLodged, ({ data }, { start }) => data.decisionRef === (start.data as { decisionRef: string }).decisionRef)],
  }),
  duty({
    code: 'EXECUTION', holder: 'CASE_WORKER',
    promise: 'A return that was decided is carried out without unjustified delay.',
    basis: 'International Child Repatriation Guidelines, guarantee 5; the length is ours',
    starts: [on(RepatriationDecided)],
    // To have left is not to have been brought there.
    meets: [on(DepartureConfirmed, isCarriedOut)], looksBackOn: waysOfJourney,
    ends: [
      on(RepatriationDecided), onOther('best-interests.DeterminationReopened'),
      on(AppealDecided, ({ data }, { start }) => data.result === 'UPHELD' && data.decisionRef === start.id),
    ],
    pausable: true,
  }),
];
