import { IsOptional } from 'class-validator';
import { Attest, Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsInstant, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { onTheCase } from './actors.js';
import { answers, type Answer } from './codes.js';
import { separateRoads, siblingOutcomes } from './siblings.events.js';

export class SeparateRoad {
  @IsCode(separateRoads)
  readonly because!: (typeof separateRoads)[number];

  /** Until when the exception holds. */
  @IsInstant('any')
  readonly reviewBy!: string;
}

export class Sibling {
  /** The reference by which its family link names it, or its own record. */
  @IsReference()
  readonly siblingRef!: string;

  @IsCode(siblingOutcomes)
  readonly outcome!: (typeof siblingOutcomes)[number];

  @IsOptional() @IsCountry()
  readonly destinationState?: string;

  @IsCode(answers)
  readonly travelsTogether!: Answer;

  /** Why the siblings do not take the same road together. */
  @IsOptional() @IsPart(() => SeparateRoad)
  readonly exception?: SeparateRoad;
}

export class AttestSiblingsResolved extends Attest('AttestSiblingsResolved', {
  summary: 'Attests what becomes of each sibling, and that they travel together or why not; an empty list says that the child has no siblings that anybody knows.',
  by: ['CASE_WORKER', 'PANEL_MEMBER'],
}) {
  @IsList(30, { by: ({ siblingRef }: Sibling) => siblingRef }) @IsPart(() => Sibling, { each: true })
  readonly siblings!: Sibling[];

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class RecordSiblingOutcome extends Report('RecordSiblingOutcome', {
  summary: 'Reports what becomes of a sibling of the child.',
  by: [...onTheCase, 'SERVICE'],
}) {
  @IsReference()
  readonly siblingRef!: string;

  @IsCode(siblingOutcomes)
  readonly outcome!: (typeof siblingOutcomes)[number];

  @IsOptional() @IsCountry()
  readonly destinationState?: string;

  /** The record in which it is decided about the sibling from now on. */
  @IsOptional() @IsReference()
  readonly goesOnIn?: string;
}
