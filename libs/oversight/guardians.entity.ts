import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A mandate, as read from the projection `guardians`. */
@Entity({ schema: 'read', name: 'guardian', synchronize: false })
export class Guardian {
  @PrimaryColumn('text')
  readonly child!: string;

  /** Id of the event. */
  @PrimaryColumn('uuid')
  readonly appointment!: string;

  @Column('text', { name: 'guardian_ref' })
  readonly guardianRef!: string;

  @Column('text', { name: 'organisation_ref' })
  readonly organisationRef!: string;

  @Column('timestamptz', { name: 'valid_from' })
  readonly from!: Date;

  @Column('timestamptz', { name: 'valid_until', nullable: true })
  readonly until!: Date | null;

  @Column('boolean')
  readonly accepted!: boolean;

  /** The check for conflicts of interest on which it rests found none. */
  @Column('boolean')
  readonly clear!: boolean;

  @Column('boolean')
  readonly suspended!: boolean;

  /** Replaced for what lets it act no longer, whoever follows. */
  @Column('boolean')
  readonly removed!: boolean;

  /** An appeal body set the appointment aside. */
  @Column('boolean')
  readonly annulled!: boolean;

  /** Who declared it: the guardian, or somebody else. */
  @Column('text', { nullable: true })
  readonly conflict!: 'GUARDIAN' | 'OTHER' | null;

  @Column('text', { name: 'successor_ref', nullable: true })
  readonly successorRef!: string | null;

  /** When a successor that has accepted takes over, so that this mandate is over. */
  @Column('timestamptz', { name: 'succeeded_from', nullable: true })
  readonly succeededFrom!: Date | null;
}
