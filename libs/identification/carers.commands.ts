import { IsOptional } from 'class-validator';
import { Record as Report } from '../decider/command.js';
import { IsCode, IsPart, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { Organisation } from '../decider/statement.js';
import { careGapCauses } from './carers.events.js';
import { answers, type Answer } from './codes.js';
import { relations } from './family.events.js';

export class RecordCarerArrested extends Report('RecordCarerArrested', {
  summary: 'Reports that somebody who cared for the child was arrested; every child of the family is looked after.',
  by: witnesses,
}) {
  /** Reference of the carer, as in the family link or of the accompanying adult. */
  @IsReference()
  readonly carerRef!: string;

  @IsOptional() @IsCode(relations)
  readonly relation?: (typeof relations)[number];

  @IsOptional() @IsPart(() => Organisation)
  readonly arrestedBy?: Organisation;

  /** Whether anybody else of the family takes care of the child now. */
  @IsCode(answers)
  readonly otherCarer!: Answer;

  @IsOptional() @IsText(4000)
  readonly circumstances?: string;
}

export class RecordCareGap extends Report('RecordCareGap', {
  summary: 'Reports that nobody is known to care for the child now.',
  by: [...witnesses, 'SERVICE'],
}) {
  @IsCode(careGapCauses)
  readonly because!: (typeof careGapCauses)[number];

  @IsOptional() @IsReference()
  readonly carerRef?: string;
}
