import { IsBoolean, IsDefined, IsOptional, IsUUID } from 'class-validator';
import { Attest, Protect, Record as Report } from '../decider/command.js';
import { IsCode, IsDay, IsPart, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { Organisation } from '../decider/statement.js';
import { appealResults, appellants, executions, extents, externalDecisions, instances, nonParticipationReasons, participations } from './appeal.events.js';

/** A decision about the child that another body took. */
export class ExternalDecision {
  @IsDefined({ message: 'authority says which body decided' }) @IsPart(() => Organisation)
  readonly authority!: Organisation;

  @IsCode(externalDecisions)
  readonly kind!: (typeof externalDecisions)[number];

  @IsOptional() @IsDay('past')
  readonly date?: string;
}

export class LodgeAppeal extends Protect('LodgeAppeal', {
  summary: 'Appeals against a decision about the child, ours or another body\'s; nothing is carried out while it is pending.',
  by: witnesses,
}) {
  /** Event of the decision, where it is one of this record. */
  @IsOptional() @IsUUID()
  readonly decisionRef?: string;

  /** The decision, where another body took it. */
  @IsOptional() @IsPart(() => ExternalDecision)
  readonly externalDecision?: ExternalDecision;

  /** Before which instance. */
  @IsCode(instances)
  readonly instance!: (typeof instances)[number];

  /** Whose appeal it is. */
  @IsCode(appellants)
  readonly lodgedFor!: (typeof appellants)[number];

  @IsOptional() @IsText(4000)
  readonly grounds?: string;
}

export class AttestAppealDecision extends Attest('AttestAppealDecision', {
  summary: 'Certifies, by the document of the court or authority, how an appeal was decided.',
  by: ['CASE_WORKER', 'LAWYER', 'GUARDIAN', 'PARENT_REPRESENTATIVE', 'OMBUDSPERSON'],
}) {
  /** Event that lodged the appeal. */
  @IsUUID()
  readonly appealRef!: string;

  /** Event of the decision, as the document names it; left out, it is the one that the appeal named. Never left out once anybody has corrected or withdrawn the appeal. */
  @IsOptional() @IsUUID()
  readonly decisionRef?: string;

  @IsCode(appealResults)
  readonly result!: (typeof appealResults)[number];

  /** Whether no further appeal is open. */
  @IsBoolean({ message: 'final is true or false' })
  readonly final!: boolean;

  @IsCode(instances)
  readonly instance!: (typeof instances)[number];

  @IsDefined({ message: 'authority says which body decided' }) @IsPart(() => Organisation)
  readonly authority!: Organisation;

  /** Whether the body that determined the best interests took part. */
  @IsCode(participations)
  readonly bidBodyParticipation!: (typeof participations)[number];

  /** Why it could not. */
  @IsOptional() @IsCode(nonParticipationReasons)
  readonly nonParticipationReason?: (typeof nonParticipationReasons)[number];

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class RecordRulingExecuted extends Report('RecordRulingExecuted', {
  summary: 'Reports that the body that lost an appeal has done what was ruled, wholly or in part.',
  by: witnesses,
}) {
  /** Event that lodged the appeal. */
  @IsUUID()
  readonly appealRef!: string;

  @IsCode(extents)
  readonly extent!: (typeof extents)[number];

  /** What was done. */
  @IsCode(executions)
  readonly execution!: (typeof executions)[number];

  @IsOptional() @IsPart(() => Organisation)
  readonly executedBy?: Organisation;

  @IsOptional() @IsText(4000)
  readonly note?: string;
}
