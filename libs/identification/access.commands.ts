import { IsOptional } from 'class-validator';
import { Record as Report } from '../decider/command.js';
import { IsCode, IsLanguage, IsList, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { barriers, educationAccess, educationLevels, educationModes, healthAccess, healthServices } from './access.events.js';
import { answers, type Answer } from './codes.js';

export class RecordEducationAccess extends Report('RecordEducationAccess', {
  summary: 'Reports that the child began, stopped or was refused schooling, where, at which level and what stands in its way.',
  by: witnesses,
}) {
  @IsCode(educationAccess)
  readonly access!: (typeof educationAccess)[number];

  @IsCode(educationLevels)
  readonly level!: (typeof educationLevels)[number];

  /** With other children of the country, or apart. */
  @IsOptional() @IsCode(educationModes)
  readonly mode?: (typeof educationModes)[number];

  /** In which the child is taught. */
  @IsOptional() @IsLanguage()
  readonly language?: string;

  @IsList(barriers.length) @IsCode(barriers, { each: true })
  readonly barriers!: (typeof barriers)[number][];

  @IsCode(answers)
  readonly motherTongueTeaching!: Answer;

  @IsCode(answers)
  readonly free!: Answer;

  @IsOptional() @IsReference()
  readonly schoolRef?: string;

  @IsOptional() @IsText(4000)
  readonly note?: string;
}

export class RecordHealthAccess extends Report('RecordHealthAccess', {
  summary: 'Reports that the child was given or refused health care or psychosocial help, and what stands in its way.',
  by: witnesses,
}) {
  @IsCode(healthServices)
  readonly service!: (typeof healthServices)[number];

  @IsCode(healthAccess)
  readonly access!: (typeof healthAccess)[number];

  @IsCode(answers)
  readonly free!: Answer;

  /** In which the child was spoken to. */
  @IsOptional() @IsLanguage()
  readonly language?: string;

  @IsList(barriers.length) @IsCode(barriers, { each: true })
  readonly barriers!: (typeof barriers)[number][];

  @IsOptional() @IsReference()
  readonly providerRef?: string;

  /** What was found, in words; never beside a code of a disease. */
  @IsOptional() @IsText(4000)
  readonly note?: string;
}
