import type { OccurredAt } from '../decider/event.js';

/** The codes that a record of a stay is written in. UNKNOWN is an answer of its own and is counted apart. */

export const answers = ['YES', 'NO', 'UNKNOWN'] as const;
export type Answer = (typeof answers)[number];

/** RESTRICTED: more than is normal for a child of that age, yet the child can leave. */
export const leaveAnswers = ['YES', 'NO', 'RESTRICTED', 'UNKNOWN'] as const;
export type LeaveAnswer = (typeof leaveAnswers)[number];

/** How a public authority stands behind the stay; the first four make it the authority's. */
export const nexuses = ['ORDER', 'INSTIGATION', 'CONSENT', 'ACQUIESCENCE', 'NONE', 'UNKNOWN'] as const;
export type Nexus = (typeof nexuses)[number];

export const exitControls = ['CONTROLLED', 'OPEN', 'UNKNOWN'] as const;
export type ExitControl = (typeof exitControls)[number];

export const settingKinds = [
  'POLICE_CELL', 'RECEPTION_CENTRE', 'TRANSIT_CENTRE', 'BORDER_ZONE', 'AIRPORT', 'PRISON', 'CLOSED_SCHOOL', 'HOSPITAL',
  'SHELTER', 'HOTEL', 'VEHICLE', 'PRIVATE_HOME', 'OTHER',
] as const;
export type SettingKind = (typeof settingKinds)[number];

export const endReasons = [
  'RELEASE', 'ESCAPE', 'UNESCORTED_LEAVE', 'TRANSFER', 'HOSPITAL', 'COURT', 'ESCORT', 'RETURN', 'DEATH', 'UNKNOWN',
] as const;
export type EndReason = (typeof endReasons)[number];

export interface ReportedEnd {
  readonly at: OccurredAt;
  readonly reason: EndReason;
}

/** Somebody's answers to the questions of a stay, from an instant on; what is left out is as the stay was reported. */
export interface Word {
  readonly eventId: string;
  /** Whose later word takes the place of its earlier one. */
  readonly speaker: string;
  readonly assessor: string;
  readonly from: OccurredAt;
  readonly until?: OccurredAt;
  readonly custodial?: Answer;
  readonly mayLeave?: LeaveAnswer;
  readonly nexus?: Nexus;
  readonly factorsAnswered: number;
}

/**
 * One setting of a stay, as one report gives it. A report is one account of one unbroken stay: its segments follow each
 * other, each until the next begins, the last until the report's end. A change in the register of a place begins a new segment.
 */
export interface Segment {
  readonly segmentId: string;
  readonly reportId: string;
  readonly facilityRef?: string;
  readonly settingKind: SettingKind;
  /** State in which the place lies, ISO 3166-1 alpha-2. */
  readonly state?: string;
  /** Its zone is that of the place. */
  readonly start: OccurredAt;
  /** Every end that was reported for this segment; none while it is open or the next segment of the report ends it. */
  readonly ends: readonly ReportedEnd[];
  /** Question 1: is it a custodial or placement setting? */
  readonly custodialSetting: Answer;
  /** Question 2: may the child leave at will, as a child of that age may in the community? */
  readonly leaveAtWill: LeaveAnswer;
  /** Question 3. */
  readonly nexus: Nexus;
  /** What the register of places says of the exit; UNKNOWN also where the place is in no register. */
  readonly exitControl: ExitControl;
  readonly guarded: Answer;
  /** Of a hospital: does a medical indication require the stay? Without dates it holds for the whole segment; absent, it is unknown. */
  readonly medicalIndication?: { readonly value: Answer; readonly from?: OccurredAt; readonly until?: OccurredAt };
  readonly lastConfirmedAt?: OccurredAt;
  /** Whose answers to the three questions these are. */
  readonly assessor?: string;
  /** How many of its factors the report answers with yes or no; left out, none. */
  readonly factorsAnswered?: number;
  /** What others say of the same stay; left out, nothing. */
  readonly words?: readonly Word[];
  /** Ids of the events that the segment rests on. */
  readonly sources: readonly string[];
}
