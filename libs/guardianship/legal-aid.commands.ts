import { IsOptional } from 'class-validator';
import { Decide, Protect, Record as Report } from '../decider/command.js';
import { IsCode, IsLanguage, IsList, IsReference, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { witnesses } from '../decider/witnesses.js';
import { lawyerReasons, legalAidFailures } from './legal-aid.events.js';

export class RequestLawyer extends Protect('RequestLawyer', {
  summary: 'Asks that a lawyer be assigned to the child, free of charge.',
  by: witnesses,
}) {
  @IsCode(lawyerReasons)
  readonly reason!: (typeof lawyerReasons)[number];

  /** Languages that the child understands. */
  @IsList(10) @IsLanguage({ each: true })
  readonly languages!: string[];

  @IsOptional() @IsText(2000)
  readonly note?: string;
}

/** Legal aid is free for the child: there is no field to say otherwise. */
export class AssignLegalAid extends Decide('AssignLegalAid', {
  summary: 'Assigns a lawyer to the child, free of charge and in a language that the child understands.',
  by: ['APPOINTING_AUTHORITY', 'CASE_WORKER'],
  gate: gate('legal-aid', ['CHILD_REGISTERED', 'MINORITY']),
}) {
  @IsReference()
  readonly lawyerRef!: string;

  @IsReference()
  readonly organisationRef!: string;

  @IsList(10, { lengthMin: 1 }) @IsLanguage({ each: true })
  readonly languages!: string[];

  @IsOptional() @IsText(200)
  readonly name?: string;

  @IsOptional() @IsText(200)
  readonly contact?: string;
}

export class AcceptCase extends Protect('AcceptCase', {
  summary: 'The lawyer accepts the case and defends the child from then on.',
  by: ['LAWYER'], constructive: true,
}) {}

export class RecordLegalAidFailure extends Report('RecordLegalAidFailure', {
  summary: 'Reports that the lawyer costs money, is not understood, is not there, serves somebody else or has laid down the case.',
  by: witnesses,
}) {
  @IsReference()
  readonly lawyerRef!: string;

  @IsCode(legalAidFailures)
  readonly failure!: (typeof legalAidFailures)[number];

  @IsOptional() @IsText(2000)
  readonly statement?: string;
}
