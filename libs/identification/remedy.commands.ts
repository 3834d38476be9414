import { IsDefined, IsOptional, IsUUID } from 'class-validator';
import { Protect, Record as Report } from '../decider/command.js';
import { IsCode, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { Organisation } from '../decider/statement.js';
import { witnesses } from '../decider/witnesses.js';
import { answers, type Answer } from './codes.js';
import { challengeResults, challengers, complaintAnswers, complaintSubjects, demandGrounds, refusalReasons } from './remedy.events.js';

export class DemandRelease extends Protect('DemandRelease', {
  summary: 'Demands that the child be released at once.',
  by: witnesses,
}) {
  /** The stay; left out, wherever the child is held. */
  @IsOptional() @IsReference()
  readonly stayRef?: string;

  @IsOptional() @IsPart(() => Organisation)
  readonly addressedTo?: Organisation;

  @IsList(demandGrounds.length, { lengthMin: 1 }) @IsCode(demandGrounds, { each: true })
  readonly grounds!: (typeof demandGrounds)[number][];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class RecordReleaseRefused extends Report('RecordReleaseRefused', {
  summary: 'Reports that the release of the child was refused, and for what reason.',
  by: witnesses,
}) {
  /** Event of the demand, where it is one of this record. */
  @IsOptional() @IsUUID()
  readonly demandRef?: string;

  @IsDefined({ message: 'by says which body refused it' }) @IsPart(() => Organisation)
  readonly by!: Organisation;

  @IsCode(refusalReasons)
  readonly reason!: (typeof refusalReasons)[number];

  @IsOptional() @IsText(4000)
  readonly reasonGiven?: string;
}

export class ChallengeLegality extends Protect('ChallengeLegality', {
  summary: 'Challenges before an independent body that it is lawful to hold the child.',
  by: witnesses,
}) {
  @IsOptional() @IsReference()
  readonly stayRef?: string;

  @IsOptional() @IsPart(() => Organisation)
  readonly before?: Organisation;

  @IsCode(challengers)
  readonly lodgedFor!: (typeof challengers)[number];

  @IsOptional() @IsText(4000)
  readonly grounds?: string;
}

export class RecordChallengeDecided extends Report('RecordChallengeDecided', {
  summary: 'Reports how a challenge of the legality of holding the child was decided, and by whom.',
  by: witnesses,
}) {
  /** Event of the challenge, where it is one of this record. */
  @IsOptional() @IsUUID()
  readonly challengeRef?: string;

  @IsDefined({ message: 'by says which body decided' }) @IsPart(() => Organisation)
  readonly by!: Organisation;

  @IsCode(answers)
  readonly independent!: Answer;

  @IsCode(challengeResults)
  readonly result!: (typeof challengeResults)[number];

  @IsOptional() @IsReference()
  readonly decisionRef?: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class LodgeComplaint extends Protect('LodgeComplaint', {
  summary: 'Complains to an independent authority of what was done to the child or is denied it.',
  by: witnesses,
}) {
  @IsCode(complaintSubjects)
  readonly subject!: (typeof complaintSubjects)[number];

  @IsOptional() @IsPart(() => Organisation)
  readonly against?: Organisation;

  @IsOptional() @IsPart(() => Organisation)
  readonly addressedTo?: Organisation;

  /** Where it happened, if somewhere the child is held. */
  @IsOptional() @IsReference()
  readonly stayRef?: string;

  @IsOptional() @IsText(4000)
  readonly complaint?: string;
}

export class RecordComplaintAcknowledged extends Report('RecordComplaintAcknowledged', {
  summary: 'Reports that a complaint was acknowledged by the body that received it.',
  by: witnesses,
}) {
  @IsOptional() @IsUUID()
  readonly complaintRef?: string;

  @IsDefined({ message: 'by says which body' }) @IsPart(() => Organisation)
  readonly by!: Organisation;
}

export class RecordComplaintAnswered extends Report('RecordComplaintAnswered', {
  summary: 'Reports how a complaint was answered, and by whom.',
  by: witnesses,
}) {
  @IsOptional() @IsUUID()
  readonly complaintRef?: string;

  @IsDefined({ message: 'by says which body' }) @IsPart(() => Organisation)
  readonly by!: Organisation;

  /** Whether the body is independent of those complained of. */
  @IsCode(answers)
  readonly independent!: Answer;

  @IsCode(complaintAnswers)
  readonly answer!: (typeof complaintAnswers)[number];

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}
