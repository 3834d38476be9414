import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional } from 'class-validator';
import { Decide } from '../decider/command.js';
import { IsLanguage, IsReference, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';

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

  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(10) @ArrayUnique() @IsLanguage({ each: true })
  readonly languages!: string[];

  @IsOptional() @IsText(200)
  readonly name?: string;

  @IsOptional() @IsText(200)
  readonly contact?: string;
}
