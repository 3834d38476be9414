import { IsOptional } from 'class-validator';
import { Protect } from '../decider/command.js';
import { IsCode, IsList, IsReference, IsText } from '../decider/fields.js';
import { ageingOutAreas } from './ageing-out.events.js';
import { opinions } from './plan.events.js';

export class StartAgeingOutPlan extends Protect('StartAgeingOutPlan', {
  summary: 'Begins to plan how the child lives on as an adult, with the child.',
  by: ['CASE_WORKER', 'GUARDIAN', 'PARENT_REPRESENTATIVE'],
}) {
  @IsList(ageingOutAreas.length, { lengthMin: 1 }) @IsCode(ageingOutAreas, { each: true })
  readonly areas!: (typeof ageingOutAreas)[number][];

  /** Pseudonymous reference of whoever answers for the plan, beyond majority. */
  @IsReference()
  readonly responsibleRef!: string;

  @IsCode(opinions)
  readonly childOpinion!: (typeof opinions)[number];

  @IsOptional() @IsText(4000)
  readonly childWords?: string;
}
