import { IsOptional } from 'class-validator';
import { Attest, Record as Report } from '../decider/command.js';
import { IsCode, IsPart, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { Organisation } from '../decider/statement.js';
import { careGapCauses, gapEnds } from './carers.events.js';
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

export class AttestCareGapClosed extends Attest('AttestCareGapClosed', {
  summary: 'Certifies that somebody cares for the child again, and who.',
  by: ['CASE_WORKER', 'GUARDIAN', 'APPOINTING_AUTHORITY'],
}) {
  @IsCode(gapEnds)
  readonly because!: (typeof gapEnds)[number];

  /** Reference of the person who cares for the child now. */
  @IsReference()
  readonly carerRef!: string;

  @IsCode(relations)
  readonly relation!: (typeof relations)[number];
}
