import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A suspension between two states, as read from the projection `corridors`. */
@Entity({ schema: 'read', name: 'suspension', synchronize: false })
export class Suspension {
  /** Such as KG-KZ. */
  @PrimaryColumn('text')
  readonly corridor!: string;

  /** Id of the event. */
  @PrimaryColumn('uuid')
  readonly declaration!: string;

  @Column('text', { name: 'from_state' })
  readonly fromState!: string;

  @Column('text', { name: 'to_state' })
  readonly toState!: string;

  @Column('text')
  readonly ref!: string;

  @Column('text', { name: 'declared_by_state' })
  readonly declaredByState!: string;

  @Column('text')
  readonly cause!: string;

  @Column('text')
  readonly scope!: string;

  @Column('text', { name: 'legal_basis' })
  readonly legalBasis!: string;

  @Column('timestamptz', { name: 'suspended_from' })
  readonly from!: Date;

  @Column('timestamptz', { name: 'review_by' })
  readonly reviewBy!: Date;

  /** Its report was taken back; it is over only once that is attested, all the same. */
  @Column('boolean')
  readonly retracted!: boolean;

  /** Event by which it ended; null as long as it stops transfers. */
  @Column('uuid', { name: 'ended_by', nullable: true })
  readonly endedBy!: string | null;
}
