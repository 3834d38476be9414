import { duty, on } from '../decider/duty.js';
import { AssessmentOpened } from './assessment.events.js';
import { BestInterestsDetermined, DeterminationReopened } from './determination.events.js';

export const determinationDuties = [
  duty({
    code: 'DETERMINATION', holder: 'PANEL_MEMBER',
    promise: 'What is best for the child is determined within the time that the procedure is given.',
    basis: 'International Child Repatriation Guidelines, guarantee 3; the length is ours',
    starts: [on(AssessmentOpened), on(DeterminationReopened)],
    meets: [on(BestInterestsDetermined)],
    pausable: true,
  }),
];
