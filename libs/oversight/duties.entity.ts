import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DutyState, Happening } from '../case-file/duties.js';

/** A duty towards a child, as read from the projection `duties`. */
@Entity({ schema: 'read', name: 'duties', synchronize: false })
export class DutyEntry {
  @PrimaryColumn('text')
  readonly child!: string;

  @PrimaryColumn('uuid')
  readonly duty!: string;

  /** The record in which it began, where that was merged into the child's. */
  @Column('text', { nullable: true })
  readonly record!: string | null;

  @Column('text')
  readonly code!: string;

  @Column('text')
  readonly holder!: string;

  /** False of a time that is given and not owed. */
  @Column('boolean')
  readonly owed!: boolean;

  @Column('text')
  readonly jurisdiction!: string;

  @Column('text', { nullable: true })
  readonly organisation!: string | null;

  @Column('uuid', { name: 'started_by' })
  readonly startedBy!: string;

  @Column('timestamptz', { name: 'counted_from' })
  readonly countedFrom!: Date;

  @Column('timestamptz', { name: 'due_at' })
  readonly dueAt!: Date;

  @Column('text', { name: 'profile_version' })
  readonly profileVersion!: string;

  @Column('text', { name: 'profile_version_when_recorded', nullable: true })
  readonly profileVersionWhenRecorded!: string | null;

  @Column('timestamptz', { name: 'due_at_when_recorded', nullable: true })
  readonly dueAtWhenRecorded!: Date | null;

  @Column('text', { name: 'zone_data' })
  readonly zoneData!: string;

  @Column('uuid', { name: 'met_by', nullable: true })
  readonly metBy!: string | null;

  @Column('timestamptz', { name: 'met_at', nullable: true })
  readonly metAt!: Date | null;

  @Column('uuid', { name: 'ended_by', nullable: true })
  readonly endedBy!: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  readonly endedAt!: Date | null;

  @Column('timestamptz', { name: 'paused_from', nullable: true })
  readonly pausedFrom!: Date | null;

  @Column('timestamptz', { name: 'paused_until', nullable: true })
  readonly pausedUntil!: Date | null;

  @Column('jsonb', { nullable: true })
  readonly components!: Readonly<Record<string, Happening | null>> | null;

  /** Owed by one reading of the record and not by another. */
  @Column('boolean')
  readonly contested!: boolean;
}

/** What has become of a row's duty at an instant, `:at`: the states of the fold, as conditions on the rows. */
const endedInTime = 'row.endedAt is not null and row.endedAt <= least(row.dueAt, :at)';
/** What will be done is not done yet. */
const unmet = '(row.metAt is null or row.metAt > :at)';
const waits = `${unmet} and not (${endedInTime})`;
const pauses = 'row.pausedFrom is not null and row.pausedFrom <= :at and row.pausedUntil > :at';
export const dutyInState: Readonly<Record<DutyState, string>> = {
  MET: 'row.metAt <= least(row.dueAt, :at)',
  MET_LATE: 'row.metAt > row.dueAt and row.metAt <= :at',
  ENDED: `${unmet} and (${endedInTime} or (not row.owed and row.dueAt < :at))`,
  OVERDUE: `${waits} and row.owed and row.dueAt < :at`,
  PAUSED: `${waits} and row.dueAt >= :at and (${pauses})`,
  OPEN: `${waits} and row.dueAt >= :at and not (${pauses})`,
};

export function stateOfRow({ metAt, dueAt, endedAt, owed, pausedFrom, pausedUntil }: DutyEntry, at: Date): DutyState {
  if (metAt && metAt <= at) return metAt <= dueAt ? 'MET' : 'MET_LATE';
  if (endedAt && endedAt <= dueAt && endedAt <= at) return 'ENDED';
  if (at > dueAt) return owed ? 'OVERDUE' : 'ENDED';
  return pausedFrom && pausedUntil && pausedFrom <= at && at < pausedUntil ? 'PAUSED' : 'OPEN';
}

/** How far what is overdue has come: an alarm from its first moment, red from a day on. */
export const escalationSteps = ['ALARM', 'RED'] as const;
export type EscalationStep = (typeof escalationSteps)[number];
const redAfterMs = 24 * 3_600_000;

/** What was due by then is red at the instant. */
export function redFrom(at: Date): Date {
  return new Date(at.getTime() - redAfterMs);
}

/** The same as conditions on the rows, with `:at` and `:redFrom`. */
export const dutyAtStep: Readonly<Record<EscalationStep, string>> = {
  ALARM: `${dutyInState.OVERDUE} and row.dueAt > :redFrom`,
  RED: `${dutyInState.OVERDUE} and row.dueAt <= :redFrom`,
};

export function escalationOfRow(row: DutyEntry, at: Date): { readonly step: EscalationStep; readonly since: Date } | null {
  if (stateOfRow(row, at) !== 'OVERDUE') return null;
  return row.dueAt <= redFrom(at) ? { step: 'RED', since: new Date(row.dueAt.getTime() + redAfterMs) } : { step: 'ALARM', since: row.dueAt };
}
