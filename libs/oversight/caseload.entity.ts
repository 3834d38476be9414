import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A child's record in one row, as read from the projection `caseload`. */
@Entity({ schema: 'read', name: 'caseload', synchronize: false })
export class CaseloadEntry {
  @PrimaryColumn('text')
  readonly child!: string;

  /** Null where the child was reported on and never registered. */
  @Column('timestamptz', { name: 'registered_at', nullable: true })
  readonly registeredAt!: Date | null;

  @Column('timestamptz', { name: 'found_from', nullable: true })
  readonly foundFrom!: Date | null;

  /** Latest that it can have been; null where it is known as an instant. */
  @Column('timestamptz', { name: 'found_until', nullable: true })
  readonly foundUntil!: Date | null;

  @Column('text', { name: 'found_in', nullable: true })
  readonly foundIn!: string | null;

  @Column('text')
  readonly jurisdiction!: string;

  @Column('text')
  readonly status!: 'OPEN' | 'DEATH_REPORTED';

  @Column('text', { name: 'age_status', nullable: true })
  readonly ageStatus!: string | null;

  /** For the engine and oversight, never for an analyst (ruling 11). */
  @Column('date', { name: 'majority_on', nullable: true })
  readonly majorityOn!: string | null;

  /** Represented at an instant if it lies between these two; without an end where `representedUntil` is null. */
  @Column('timestamptz', { name: 'represented_from', nullable: true })
  readonly representedFrom!: Date | null;

  @Column('timestamptz', { name: 'represented_until', nullable: true })
  readonly representedUntil!: Date | null;

  /** The record that this one was merged into; null where it stands for itself. */
  @Column('text', { name: 'merged_into', nullable: true })
  readonly mergedInto!: string | null;

  @Column('text', { name: 'last_event' })
  readonly lastEvent!: string;

  @Column('timestamptz', { name: 'last_event_at' })
  readonly lastEventAt!: Date;

  @Column('text', { name: 'last_position' })
  readonly lastPosition!: string;

  @Column('int')
  readonly revision!: number;
}
