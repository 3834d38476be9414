import { IsDefined, IsOptional } from 'class-validator';
import { Attest, Protect } from '../decider/command.js';
import { IsCode, IsCountry, IsList, IsPart, IsText } from '../decider/fields.js';
import { onTheCase } from './actors.js';
import {
  components, componentStatuses, familyQuestions, methods, priorities, studySides, triggers, type Component, type Trigger,
} from './assessment.events.js';
import { answers, obstacles, type Answer, type Obstacle } from './codes.js';
import { Attempt, isAnotherAttempt, Professional } from './parts.js';

export class FamilyAnswer {
  @IsCode(familyQuestions)
  readonly question!: (typeof familyQuestions)[number];

  @IsCode(answers)
  readonly answer!: Answer;
}

/** It may be opened before the child has a representative, and is not concluded without one. */
export class OpenAssessment extends Protect('OpenAssessment', {
  summary: 'Asks what is best for the child, and opens the procedure that finds out.',
  by: onTheCase, constructive: true,
}) {
  /** What the question is: a lasting solution, such as a proposed return; where a child at risk lives; a separation from its parents. */
  @IsCode(triggers)
  readonly trigger!: Trigger;

  @IsOptional() @IsCode(priorities)
  readonly priority?: (typeof priorities)[number];

  @IsOptional() @IsText(2000)
  readonly note?: string;
}

export class AttestComponent extends Attest('AttestComponent', {
  summary: 'Attests that one of the seven parts of the assessment was done, or why it was not possible.',
  by: ['CASE_WORKER', 'PANEL_MEMBER'],
}) {
  @IsCode(components)
  readonly component!: Component;

  /** Of a family study: which of the two families or countries. */
  @IsOptional() @IsCode(studySides)
  readonly side?: (typeof studySides)[number];

  /** Of a family study: the state in which the family lives. */
  @IsOptional() @IsCountry()
  readonly country?: string;

  @IsCode(componentStatuses)
  readonly status!: (typeof componentStatuses)[number];

  /** Who assessed. */
  @IsDefined({ message: 'assessor says who assessed' }) @IsPart(() => Professional)
  readonly assessor!: Professional;

  /** What the finding rests on; at least one where the part was done. */
  @IsList(methods.length) @IsCode(methods, { each: true })
  readonly methods!: (typeof methods)[number][];

  /** Asked for where the part was not possible. */
  @IsOptional() @IsCode(obstacles)
  readonly notPossibleBecause?: Obstacle;

  /** What was tried; asked for where the part was not possible, unless trying would have done harm. */
  @IsOptional() @IsList(50, { by: isAnotherAttempt }) @IsPart(() => Attempt, { each: true })
  readonly attempts?: Attempt[];

  /** Of a family study: every question once, if only with UNKNOWN. */
  @IsOptional() @IsList(familyQuestions.length, { lengthMin: familyQuestions.length, by: ({ question }: FamilyAnswer) => question }) @IsPart(() => FamilyAnswer, { each: true })
  readonly family?: FamilyAnswer[];

  @IsOptional() @IsText(4000)
  readonly findings?: string;
}
