import type { Period, PeriodName } from '../decider/profile.js';
import type { DatedProfile } from './profiles.js';

/** What is said where no source gives a length (ruling 7). */

export const ours = 'set by this project: no source gives a length';
const hours = (length: number, source = ours): Period => ({ length, unit: 'hours', source });
export const days = (length: number, source = ours): Period => ({ length, unit: 'calendarDays', source });
const months = (length: number, source = ours): Period => ({ length, unit: 'months', source });

/** Where a state has no profile of its own. Every other profile starts from these lengths. */
const periods: Readonly<Record<PeriodName, Period>> = {
  REPRESENTATIVE: days(3),
  REFERRAL_TO_CHILD_PROTECTION: hours(24),
  NEEDS_ASSESSMENT: days(10, 'after the Code of the Kyrgyz Republic on Children, art. 41'),
  RIGHTS_EXPLAINED: hours(24),
  EDUCATION_ACCESS: days(7),
  HEALTH_CHECK: days(3),
  STATELESSNESS_PROCEDURE: days(14),
  RELEASE_DEMAND: hours(0, 'a child who is held is identified and released at once (OSCE/ODIHR, After the Chisinau Agreement, Day 1)'),
  ALTERNATIVE_CONSIDERED: hours(0, 'CRC art. 37(b): a last resort, so that everything else comes first'),
  LAWYER_WHEN_DEPRIVED: hours(0, 'CRC art. 37(d): prompt'),
  FIRST_APPEARANCE: hours(24, 'CRC General Comment 24'),
  LEGALITY_DECISION: days(14, 'CRC General Comment 24, by analogy'),
  // In elapsed hours, as the audit counts it: 14 days.
  DEPRIVATION_REVIEW: hours(336),
  COMPLAINT_ACKNOWLEDGED: days(3),
  COMPLAINT_ANSWERED: days(30),
  MEASURE_REVIEW: days(30),
  AFTERCARE: days(3),
  CARE_REVIEW_AFTER_GUARDIAN: hours(24),
  REFERRAL_ANSWER: hours(48),
  NATIONALITY_AND_DOCUMENTS: months(3),
  CARE_GAP: hours(24),
  PREVENTIVE_VISIT: days(30),
  CARE_ARRANGEMENT: days(14),
  // The rules of the state end it earlier: with the time for which the arrangement is made.
  ARRANGEMENT_UPGRADE: months(12),
  PAYMENT_REVIEW: months(3),
  PARENTAL_RIGHTS_REVIEW: months(6),
  ADOPTION_HALT: hours(24),
  REPRESENTATIVE_REVIEW: hours(24),
  REEXAMINATION: days(14),
  REMEDY_REVIEW: days(10),
  FIRST_CONTACT_AFTER_SEPARATION: hours(24),
  WHEREABOUTS_TOLD: hours(72),
  REUNIFICATION_REVIEW: days(30),
  JUDICIAL_REVIEW: days(30),
  SIBLINGS_REVIEW: months(3),
  SELF_HARM_RESPONSE: hours(1),
  INQUIRY_INTO_DEATH: hours(24),
  DEATH_EXPLAINED: months(6),
  FAMILY_NOTIFIED_OF_DEATH: hours(24),
  PLACEMENT_REVIEW: months(3, 'UN General Assembly resolution 64/142, para. 67'),
  PLACEMENT_CHANGE: days(14),
  DETERMINATION: days(60),
  DETERMINATION_TOLD: days(7),
  DETERMINATION_AGE: months(12),
  CIVIL_PROCEDURE: days(10),
  STATUS_PATH: days(30),
  REPLACE_GUARDIAN: days(3),
  MANDATE_CONTINUED: days(30),
  APPEAL_WINDOW: days(30),
  EXECUTION: days(60),
  EXECUTE_RULING: days(10),
  RECORDS_SPLIT: days(3),
  RISK_ASSESSMENT_AGE: months(3),
  CHILD_INFORMED_BEFORE_DEPARTURE: hours(72),
  SUSPENSION_REVIEW: days(30),
  ORIGIN_ANSWER: days(30),
  ORIGIN_ANSWER_AGE: months(6),
  ALTERNATIVE_SOLUTION: days(30),
  HOME_STUDY_AGE: months(6),
  RECEPTION_AGE: months(6),
  PLAN_LEAD: days(14),
  FOLLOW_UP_VISIT: days(30),
  PLANNED_VISIT: days(0),
  MONITORING_VISIT: days(0),
  PLANNED_SUPPORT: days(7),
  MISSED_CONTACT_ALARM: hours(24),
  DANGER_RESPONSE: hours(24),
  AGEING_OUT_PLAN: days(14),
  RECORD_RETENTION: months(300),
};

export const strict: DatedProfile = {
  version: 'strict@1', state: 'ZZ', zone: 'UTC', validFrom: '2000-01-01', validFromSource: 'before anything that is recorded here',
  weekend: [0, 6], holidays: [], holidaysSource: 'none: a day that counts is the stricter reading',
  languages: [], authorities: [],
  periods,
  limits: { guardianCaseloadMax: 20, panelDisciplinesMin: 2, panelQuorum: 3, smallestCountShown: 10 },
};
