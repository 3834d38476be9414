import type { AbsenceRules } from '../decider/absence.js';

/** What a state asks for while the parents of a child are away, from a date on. */
export interface DatedAbsenceRules extends AbsenceRules {
  readonly state: string;
  readonly validFrom: string;
}

export const absenceRules: readonly DatedAbsenceRules[] = [
  {
    version: 'KG-ABSENCE@1', state: 'KG', validFrom: '2000-01-01', status: 'PROPOSED',
    // What follows from it are duties of those who protect the child, and no power over anybody.
    appliedThoughProposed: true,
    shortDaysMax: 30, temporaryMonthsMax: 6,
    source: 'CABAR.asia, How to protect the children of labour migrants in Kyrgyzstan: amendments that deputies of the Jogorku Kenesh consider; how long a short absence is, is not in the source, and 30 days are set by this project',
  },
];

/** Those of a state on a day, if there are any. */
export function absenceRulesOf(state: string, day: string, known: readonly DatedAbsenceRules[] = absenceRules): AbsenceRules | undefined {
  return known.findLast((rules) => rules.state === state && rules.validFrom <= day);
}
