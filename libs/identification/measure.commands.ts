import { IsOptional, IsUUID } from 'class-validator';
import { Decide, Protect, Record as Report } from '../decider/command.js';
import { IsCode, IsInstant, IsList, IsPart, IsPlaceRef, IsReference, IsText, IsWhole } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { readsPlace } from '../decider/place.js';
import { Organisation } from '../decider/statement.js';
import { witnesses } from '../decider/witnesses.js';
import { answers, type Answer } from './codes.js';
import { Factor } from './liberty.commands.js';
import { leaveAnswers } from './liberty.events.js';
import { restrictions, type Restriction } from './measure.codes.js';
import { compliances, endsOfMeasures, measureReviews } from './measure.events.js';

const needs = ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'CHILD_HEARD'] as const;

/** No deprivation is authorised for any purpose; what is decided here leaves the child at liberty (ruling 9). */
export class ImposeAlternativeMeasure extends Decide('ImposeAlternativeMeasure', {
  summary: 'Decides on supervision of a child at liberty, where supervision is thought to be needed, with a day on which it is looked at again.',
  by: ['CASE_WORKER'],
  gate: gate('alternative-measure', [...needs, 'ASSESSMENT_DONE', 'MEASURE_OPEN']),
  reads: readsPlace,
}) {
  @IsList(restrictions.length, { lengthMin: 1 }) @IsCode(restrictions, { each: true })
  readonly restrictions!: Restriction[];

  /** What is left of leaving, compared with a child of that age in the community. */
  @IsCode(leaveAnswers)
  readonly mayLeave!: (typeof leaveAnswers)[number];

  /** What a court would want to know of where and how the child lives under it. */
  @IsList(50, { by: ({ factor }: Factor) => factor }) @IsPart(() => Factor, { each: true })
  readonly factors!: Factor[];

  /** Hours of the day that the child has to stay in; asked where there is a curfew. */
  @IsOptional() @IsWhole(0, 24)
  readonly hoursIndoorsDaily?: number;

  @IsOptional() @IsPlaceRef()
  readonly facilityRef?: string;

  /** Where it is for the family as a whole, its members. */
  @IsList(20) @IsReference({ each: true })
  readonly familyRefs!: string[];

  @IsOptional() @IsPart(() => Organisation)
  readonly supervisor?: Organisation;

  /** By when it is looked at again. */
  @IsInstant('any')
  readonly reviewBy!: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class ReviewAlternativeMeasure extends Decide('ReviewAlternativeMeasure', {
  summary: 'Decides that the supervision of a child at liberty goes on, or is eased.',
  by: ['CASE_WORKER'],
  gate: gate('alternative-measure-review', needs),
}) {
  /** Event that imposed it. */
  @IsUUID()
  readonly measure!: string;

  @IsCode(measureReviews)
  readonly result!: (typeof measureReviews)[number];

  /** What is left of it: never more than there was. */
  @IsList(restrictions.length, { lengthMin: 1 }) @IsCode(restrictions, { each: true })
  readonly restrictions!: Restriction[];

  @IsInstant('any')
  readonly reviewBy!: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

/** To end a restriction is never refused. */
export class EndAlternativeMeasure extends Protect('EndAlternativeMeasure', {
  summary: 'Ends the supervision of a child.',
  by: ['CASE_WORKER', 'OMBUDSPERSON'],
}) {
  @IsUUID()
  readonly measure!: string;

  @IsCode(endsOfMeasures)
  readonly because!: (typeof endsOfMeasures)[number];

  @IsOptional() @IsText(4000)
  readonly note?: string;
}

export class RecordMeasureCompliance extends Report('RecordMeasureCompliance', {
  summary: 'Reports whether a child keeps to the supervision that it is under, or has gone.',
  by: witnesses,
}) {
  @IsOptional() @IsUUID()
  readonly measure?: string;

  @IsCode(compliances)
  readonly compliance!: (typeof compliances)[number];

  /** Whether it was told, in a language that it understands, what is asked of it. */
  @IsCode(answers)
  readonly childWasTold!: Answer;

  @IsOptional() @IsText(4000)
  readonly account?: string;
}
