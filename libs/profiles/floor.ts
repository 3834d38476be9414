import { type PeriodName, type ProfileLimits, type Period } from '../decider/profile.js';
import { daysOfWorkingDaysMax, type WorkCalendar } from './calendar.js';

/**
 * How far a profile may go. It sets lengths and numbers, and asks for guarantees besides those that a gate needs everywhere: a gate, a ground
 * or a kind of command has no place in it, so that there is nothing that a profile could remove, permit or turn into something else (ruling 6).
 */

type Length = Pick<Period, 'length' | 'unit'>;

/** Time that somebody is given to do what a child is owed has a longest, time that a child is given has a shortest. */
export type Bound = ({ readonly atMost: Length } | { readonly atLeast: Length }) & { readonly source: string };

const ours = 'set by this project: no source gives a bound';
const hours = (length: number): Length => ({ length, unit: 'hours' });
const days = (length: number): Length => ({ length, unit: 'calendarDays' });
const months = (length: number): Length => ({ length, unit: 'months' });
const atMost = (length: Length, source = ours): Bound => ({ atMost: length, source });
const atLeast = (length: Length, source = ours): Bound => ({ atLeast: length, source });

export const floor: Readonly<Record<PeriodName, Bound>> = {
  REPRESENTATIVE: atMost(days(15), 'as soon as possible (International Child Repatriation Guidelines, guarantee 2); the bound is ours'),
  REFERRAL_TO_CHILD_PROTECTION: atMost(hours(24), 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 4; the bound is ours'),
  NEEDS_ASSESSMENT: atMost(days(30)),
  RIGHTS_EXPLAINED: atMost(hours(72)),
  EDUCATION_ACCESS: atMost(days(30)),
  HEALTH_CHECK: atMost(days(10)),
  STATELESSNESS_PROCEDURE: atMost(days(60)),
  RELEASE_DEMAND: atMost(hours(24), 'a child who is held is identified and released at once (OSCE/ODIHR, After the Chisinau Agreement, Day 1); the bound is ours'),
  ALTERNATIVE_CONSIDERED: atMost(hours(24), 'CRC art. 37(b); the bound is ours'),
  LAWYER_WHEN_DEPRIVED: atMost(hours(24), 'CRC art. 37(d): prompt; the bound is ours'),
  FIRST_APPEARANCE: atMost(hours(24), 'CRC General Comment 24'),
  LEGALITY_DECISION: atMost(days(14), 'CRC General Comment 24, by analogy'),
  DEPRIVATION_REVIEW: atMost(days(30)),
  COMPLAINT_ACKNOWLEDGED: atMost(days(7)),
  COMPLAINT_ANSWERED: atMost(days(60)),
  MEASURE_REVIEW: atMost(days(90)),
  AFTERCARE: atMost(days(14)),
  CARE_REVIEW_AFTER_GUARDIAN: atMost(hours(24)),
  REFERRAL_ANSWER: atMost(hours(72)),
  NATIONALITY_AND_DOCUMENTS: atMost(months(6)),
  CARE_GAP: atMost(hours(72)),
  PREVENTIVE_VISIT: atMost(days(90)),
  CARE_ARRANGEMENT: atMost(days(30)),
  ARRANGEMENT_UPGRADE: atMost(months(12)),
  PAYMENT_REVIEW: atMost(months(6)),
  PARENTAL_RIGHTS_REVIEW: atMost(months(12)),
  ADOPTION_HALT: atMost(hours(72)),
  REPRESENTATIVE_REVIEW: atMost(hours(24)),
  REEXAMINATION: atMost(days(30)),
  REMEDY_REVIEW: atMost(days(30)),
  FIRST_CONTACT_AFTER_SEPARATION: atMost(hours(72)),
  WHEREABOUTS_TOLD: atMost(days(7)),
  REUNIFICATION_REVIEW: atMost(days(90)),
  JUDICIAL_REVIEW: atMost(days(90)),
  SIBLINGS_REVIEW: atMost(months(6)),
  SELF_HARM_RESPONSE: atMost(hours(24)),
  INQUIRY_INTO_DEATH: atMost(hours(72)),
  DEATH_EXPLAINED: atMost(months(12)),
  FAMILY_NOTIFIED_OF_DEATH: atMost(hours(48)),
  PLACEMENT_REVIEW: atMost(months(3), 'UN General Assembly resolution 64/142, para. 67'),
  PLACEMENT_CHANGE: atMost(days(30)),
  DETERMINATION: atMost(months(6)),
  DETERMINATION_TOLD: atMost(days(30)),
  DETERMINATION_AGE: atMost(months(12)),
  CIVIL_PROCEDURE: atMost(days(30)),
  STATUS_PATH: atMost(days(90)),
  REPLACE_GUARDIAN: atMost(days(7)),
  MANDATE_CONTINUED: atMost(days(60)),
  APPEAL_WINDOW: atLeast(days(10), 'the child may appeal (International Child Repatriation Guidelines, guarantee 4); the bound is ours'),
  EXECUTION: atMost(months(6), 'unjustified delay is not acceptable (International Child Repatriation Guidelines, guarantee 5); the bound is ours'),
  EXECUTE_RULING: atMost(days(30)),
  RECORDS_SPLIT: atMost(days(10)),
  RISK_ASSESSMENT_AGE: atMost(months(6)),
  CHILD_INFORMED_BEFORE_DEPARTURE: atLeast(hours(24)),
  SUSPENSION_REVIEW: atMost(days(90)),
  ORIGIN_ANSWER: atMost(days(90)),
  ORIGIN_ANSWER_AGE: atMost(months(12)),
  ALTERNATIVE_SOLUTION: atMost(days(90)),
  HOME_STUDY_AGE: atMost(months(12)),
  RECEPTION_AGE: atMost(months(12)),
  PLAN_LEAD: atLeast(days(7), 'well before the transfer (International Child Repatriation Guidelines, guarantee 5); the bound is ours'),
  FOLLOW_UP_VISIT: atMost(days(90)),
  PLANNED_VISIT: atMost(days(7)),
  MONITORING_VISIT: atMost(days(7)),
  PLANNED_SUPPORT: atMost(days(30)),
  MISSED_CONTACT_ALARM: atMost(hours(72)),
  DANGER_RESPONSE: atMost(hours(72)),
  AGEING_OUT_PLAN: atMost(days(30)),
  RECORD_RETENTION: atLeast(months(60), 'adults seek their files, and limitation periods run from majority; the bound is ours'),
};

export const floorOfLimits: { readonly [limit in keyof ProfileLimits]: { readonly atMost: number } | { readonly atLeast: number } } = {
  guardianCaseloadMax: { atMost: 30 },
  panelDisciplinesMin: { atLeast: 2 },
  panelQuorum: { atLeast: 3 },
  smallestCountShown: { atLeast: 5 },
};

/** Whether the period ends within the bound from whatever instant it is counted. */
export function keeps(bound: Bound, period: Length, calendar: WorkCalendar): boolean {
  const [shorter, longer] = 'atMost' in bound ? [period, bound.atMost] : [bound.atLeast, period];
  if (shorter.unit === longer.unit) return shorter.length <= longer.length;
  return hoursMax(shorter, calendar) <= hoursMin(longer);
}

/** The day of the start is left out: a day may last up to two. A day of a change of the clock is longer or shorter by up to two hours. */
function hoursMax({ length, unit }: Length, calendar: WorkCalendar): number {
  switch (unit) {
    case 'hours': return length;
    case 'calendarDays': return 24 * (length + 1) + 2;
    case 'workingDays': return 24 * (daysOfWorkingDaysMax(length, calendar) + 1) + 2;
    case 'months': return 24 * (31 * length + 1) + 2;
  }
}

function hoursMin({ length, unit }: Length): number {
  switch (unit) {
    case 'hours': return length;
    case 'calendarDays': case 'workingDays': return 24 * length - 2;
    case 'months': return 24 * 28 * length - 2;
  }
}
