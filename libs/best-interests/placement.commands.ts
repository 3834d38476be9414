import { IsOptional } from 'class-validator';
import { Decide, Record as Report } from '../decider/command.js';
import { IsCode, IsInstant, IsList, IsPlaceRef, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { onTheCase } from './actors.js';
import { careOptions, considerations, type CareOption, type Consideration } from './determination.events.js';
import { childSeen, nextPlaces, refusalReasons, reviewResults } from './placement.events.js';

export class ReviewPlacement extends Decide('ReviewPlacement', {
  summary: 'Decides, at least every three months, whether the child goes on living where it was placed.',
  by: ['CASE_WORKER'],
  gate: gate('placement-review', ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'CHILD_HEARD']),
}) {
  @IsCode(reviewResults)
  readonly result!: (typeof reviewResults)[number];

  @IsList(considerations.length, { lengthMin: 1 }) @IsCode(considerations, { each: true })
  readonly because!: Consideration[];

  /** Other kinds of care that were considered; at least one where the child stays in an institution. */
  @IsList(careOptions.length) @IsCode(careOptions, { each: true })
  readonly considered!: CareOption[];

  /** Whether the reviewer saw the child itself. */
  @IsCode(childSeen)
  readonly childSeen!: (typeof childSeen)[number];

  /** By when it is looked at again; left out, as late as the settings of the state allow. */
  @IsOptional() @IsInstant('any')
  readonly nextReviewBy?: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class RecordPlacementRefused extends Report('RecordPlacementRefused', {
  summary: 'Reports that a place did not take the child, and where it went instead.',
  by: onTheCase,
}) {
  @IsOptional() @IsPlaceRef()
  readonly facilityRef?: string;

  @IsCode(refusalReasons)
  readonly reason!: (typeof refusalReasons)[number];

  /** Where the child went instead. */
  @IsOptional() @IsCode(nextPlaces)
  readonly nextPlace?: (typeof nextPlaces)[number];

  @IsOptional() @IsText(4000)
  readonly note?: string;
}
