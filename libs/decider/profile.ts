import type { AbsenceRules } from './absence.js';
import type { FactCode } from './gate.js';

/** The settings of a state (its profile) as decisions and duties see them. The data stand in the library of profiles. */

/** The lengths of time that law or policy sets, each for one question. */
export const periodNames = [
  'REPRESENTATIVE', 'REFERRAL_TO_CHILD_PROTECTION', 'NEEDS_ASSESSMENT', 'RIGHTS_EXPLAINED', 'EDUCATION_ACCESS', 'HEALTH_CHECK', 'STATELESSNESS_PROCEDURE',
  'RELEASE_DEMAND', 'ALTERNATIVE_CONSIDERED', 'LAWYER_WHEN_DEPRIVED', 'FIRST_APPEARANCE', 'LEGALITY_DECISION', 'DEPRIVATION_REVIEW', 'MEASURE_REVIEW',
  'COMPLAINT_ACKNOWLEDGED', 'COMPLAINT_ANSWERED', 'AFTERCARE', 'CARE_REVIEW_AFTER_GUARDIAN',
  'REFERRAL_ANSWER', 'NATIONALITY_AND_DOCUMENTS', 'CARE_GAP', 'PREVENTIVE_VISIT', 'CARE_ARRANGEMENT', 'ARRANGEMENT_UPGRADE', 'PAYMENT_REVIEW', 'PARENTAL_RIGHTS_REVIEW', 'ADOPTION_HALT', 'REPRESENTATIVE_REVIEW', 'REEXAMINATION', 'REMEDY_REVIEW',
  'FIRST_CONTACT_AFTER_SEPARATION', 'WHEREABOUTS_TOLD', 'REUNIFICATION_REVIEW', 'JUDICIAL_REVIEW', 'SIBLINGS_REVIEW', 'SELF_HARM_RESPONSE', 'INQUIRY_INTO_DEATH', 'DEATH_EXPLAINED', 'FAMILY_NOTIFIED_OF_DEATH',
  'PLACEMENT_REVIEW', 'PLACEMENT_CHANGE', 'DETERMINATION', 'DETERMINATION_TOLD', 'DETERMINATION_AGE', 'CIVIL_PROCEDURE', 'STATUS_PATH', 'REPLACE_GUARDIAN', 'MANDATE_CONTINUED',
  'APPEAL_WINDOW', 'EXECUTION', 'EXECUTE_RULING', 'RECORDS_SPLIT', 'RISK_ASSESSMENT_AGE', 'CHILD_INFORMED_BEFORE_DEPARTURE', 'SUSPENSION_REVIEW',
  'ORIGIN_ANSWER', 'ORIGIN_ANSWER_AGE', 'ALTERNATIVE_SOLUTION', 'HOME_STUDY_AGE', 'RECEPTION_AGE',
  'PLAN_LEAD', 'FOLLOW_UP_VISIT', 'PLANNED_VISIT', 'MONITORING_VISIT', 'PLANNED_SUPPORT', 'MISSED_CONTACT_ALARM', 'DANGER_RESPONSE', 'AGEING_OUT_PLAN',
  'RECORD_RETENTION',
] as const;
export type PeriodName = (typeof periodNames)[number];

export const periodUnits = ['hours', 'calendarDays', 'workingDays', 'months'] as const;

export interface Period {
  readonly length: number;
  readonly unit: (typeof periodUnits)[number];
  /** The provision; or that the length is ours, because no source gives one (ruling 7). */
  readonly source: string;
}

/** Numbers that are no lengths of time. */
export interface ProfileLimits {
  /** Children whom one guardian may represent at a time. */
  readonly guardianCaseloadMax: number;
  readonly panelDisciplinesMin: number;
  /** Members who must sit for a determination to be valid. */
  readonly panelQuorum: number;
  /** A count of children below it is shown to the public as such, and not as it is. */
  readonly smallestCountShown: number;
}

export interface Profile {
  /** Such as KG@1. */
  readonly version: string;
  /** ISO 3166-1 alpha-2; ZZ for the strict default. */
  readonly state: string;
  /** IANA zone whose calendar its days are of. */
  readonly zone: string;
  readonly periods: Readonly<Record<PeriodName, Period>>;
  readonly limits: ProfileLimits;
  /** What the state asks for besides, by the name of the gate; left out where it asks for nothing more. There is no way to ask for less. */
  readonly adds?: { readonly [gate: string]: readonly FactCode[] };
}

/** An agreement that binds two states at an instant, in the version that is looked at then. */
export interface Agreement {
  readonly code: string;
  readonly version: number;
  readonly subject: 'RETURN_OF_CHILDREN' | 'TRAFFICKING' | 'MIGRATION' | 'LEGAL_ASSISTANCE';
  /** Whether the central authority of the state has to agree to a transfer. */
  readonly centralAuthorityAsked: boolean;
}

/** What a decision may ask of the settings. */
export interface Setting {
  readonly profile: Profile;
  /** Of another state in which the child is by now, left out where it is in none: whatever it asks for is asked for besides. */
  readonly besides?: readonly Profile[];
  /** Version of the time-zone data that ends are counted with. */
  readonly zoneData: string;
  /** The instant at which a period that starts so is over; an act at that very instant is in time (ruling 19). */
  endOf(period: PeriodName, start: { readonly from: string; readonly to?: string }): Date;
  /** The agreements between another state and that of the profile, those besides, and `leaving`, that bind both now (X16). */
  agreementsWith(state: string, leaving?: string): readonly Agreement[];
  /** What the state asks for while parents are away from a child, in the version of that moment, whether it is applied or not. */
  readonly absenceRules?: AbsenceRules;
  /** Whether an instrument between states of that code is known, whomever it binds. */
  knowsInstrument(code: string): boolean;
}
