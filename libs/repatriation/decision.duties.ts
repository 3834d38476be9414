import { duty, on, onOther } from '../decider/duty.js';
import { AppealDecided, AppealLodged } from './appeal.events.js';
import { DecisionExplained, RepatriationDecided } from './decision.events.js';
import { DepartureConfirmed } from './transfer.events.js';

export const decisionDuties = [
  duty({
    code: 'APPEAL_WINDOW', holder: 'CHILD', owed: false,
    promise: 'The child has time to appeal, from when the decision was explained to it.',
    basis: 'International Child Repatriation Guidelines, guarantee 4',
    starts: [on(DecisionExplained, ({ data }) => data.understanding !== 'NOT_UNDERSTOOD')],
    meets: [on(AppealLodged, ({ data }, { start }) => data.decisionRef === (start.data as { decisionRef: string }).decisionRef)],
  }),
  duty({
    code: 'EXECUTION', holder: 'CASE_WORKER',
    promise: 'A return that was decided is carried out without unjustified delay.',
    basis: 'International Child Repatriation Guidelines, guarantee 5; the length is ours',
    starts: [on(RepatriationDecided)],
    meets: [on(DepartureConfirmed)],
    ends: [
      on(RepatriationDecided), onOther('best-interests.DeterminationReopened'),
      on(AppealDecided, ({ data }, { start }) => data.result === 'UPHELD' && data.decisionRef === start.id),
    ],
    pausable: true,
  }),
];
