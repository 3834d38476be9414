import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LibertyClass } from './liberty.classification.js';
import type { SettingKind } from './liberty.segments.js';

/** A stay of a child, or a part of one in which its class does not change, as read from the projection `whereabouts`. */
@Entity({ schema: 'read', name: 'whereabouts', synchronize: false })
export class Whereabouts {
  @PrimaryColumn('text')
  readonly child!: string;

  @PrimaryColumn('int')
  readonly n!: number;

  @Column('text')
  readonly kind!: 'REPORTED' | 'EMERGENCY_CARE' | 'PLACEMENT';

  /** Name of the stay. */
  @Column('text')
  readonly stay!: string;

  @Column('text')
  readonly segment!: string;

  @Column('text', { name: 'facility_ref', nullable: true })
  readonly facilityRef!: string | null;

  @Column('text', { name: 'setting_kind' })
  readonly settingKind!: SettingKind;

  @Column('text', { nullable: true })
  readonly state!: string | null;

  @Column('text')
  readonly class!: LibertyClass;

  /** Rule and version that gave the class. */
  @Column('text')
  readonly rule!: string;

  /** On the way from this place to one that nobody has reported yet. */
  @Column('boolean', { name: 'on_the_road' })
  readonly onTheRoad!: boolean;

  @Column('timestamptz', { name: 'starts_earliest' })
  readonly startsEarliest!: Date;

  /** Infinity where nobody stated an end of the period in which it began. */
  @Column('timestamptz', { name: 'starts_latest' })
  readonly startsLatest!: Date | typeof Infinity;

  /** Null while nothing is known to end it. */
  @Column('timestamptz', { name: 'ends_earliest', nullable: true })
  readonly endsEarliest!: Date | null;

  @Column('timestamptz', { name: 'ends_latest', nullable: true })
  readonly endsLatest!: Date | typeof Infinity | null;

  @Column('text', { name: 'end_reason', nullable: true })
  readonly endReason!: string | null;

  /** IANA zone of the place. */
  @Column('text')
  readonly zone!: string;

  /** Ids of the events that it rests on. */
  @Column('text', { array: true })
  readonly sources!: readonly string[];
}
