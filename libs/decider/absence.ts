/** By which arrangement somebody cares for a child whose parents are away, by how long they are: the weakest first. */
export const careArrangements = ['POWER_OF_ATTORNEY', 'TEMPORARY_GUARDIANSHIP', 'PERMANENT_GUARDIANSHIP'] as const;
export type CareArrangement = (typeof careArrangements)[number];

export const ruleStatuses = ['PROPOSED', 'IN_FORCE', 'REPEALED'] as const;

/** What a state asks for, in one version; what is asked for is stored with the report that it was asked of. */
export interface AbsenceRules {
  /** Such as KG-ABSENCE@1. */
  readonly version: string;
  readonly status: (typeof ruleStatuses)[number];
  /** A rule that is only proposed is no law: that it is asked for all the same is a policy, which has to be set. */
  readonly appliedThoughProposed?: true;
  readonly shortDaysMax: number;
  readonly temporaryMonthsMax: number;
  readonly source: string;
}

export function isApplied({ status, appliedThoughProposed }: AbsenceRules): boolean {
  return status === 'IN_FORCE' || (status === 'PROPOSED' && appliedThoughProposed === true);
}

/**
 * What an absence asks for, with its last day under that arrangement (CABAR.asia on the children of labour migrants, draft law: an attested power of
 * attorney for a short time, temporary guardianship up to six months, beyond that permanent guardianship by a court). Where nobody knows when the
 * parent comes back, it is temporary guardianship, until the time for that is over: no source says, and that is ours.
 */
export function arrangementFor({ shortDaysMax, temporaryMonthsMax }: AbsenceRules, from: string, until?: string): { readonly arrangement: CareArrangement; readonly lastDay?: string } {
  const [short, temporary] = [daysAfter(from, shortDaysMax), monthsAfter(from, temporaryMonthsMax)];
  if (until !== undefined && until <= short) return { arrangement: 'POWER_OF_ATTORNEY', lastDay: short };
  return until === undefined || until <= temporary ? { arrangement: 'TEMPORARY_GUARDIANSHIP', lastDay: temporary } : { arrangement: 'PERMANENT_GUARDIANSHIP' };
}

/** Whether an arrangement is at least as strong as another one. */
export function isEnough(made: CareArrangement, asked: CareArrangement): boolean {
  return careArrangements.indexOf(made) >= careArrangements.indexOf(asked);
}

export function daysAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The day of the same number, or the last of a shorter month. */
export function monthsAfter(date: string, count: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month + count, 0));
  return new Date(Date.UTC(lastOfMonth.getUTCFullYear(), lastOfMonth.getUTCMonth(), Math.min(day, lastOfMonth.getUTCDate()))).toISOString().slice(0, 10);
}
