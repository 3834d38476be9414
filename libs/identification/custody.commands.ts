import { IsOptional } from 'class-validator';
import { Record as Report } from '../decider/command.js';
import { IsCode, IsDayOrInstant, IsList, IsPart, IsPlaceRef, IsReference, IsText, IsWhole } from '../decider/fields.js';
import { Organisation } from '../decider/statement.js';
import { witnesses } from '../decider/witnesses.js';
import { answers, type Answer } from './codes.js';
import {
  assessors, conditionAspects, conditionFindings, incidentKinds, leaveRestrictions, visitOutcomes, visitors,
} from './custody.events.js';
import { Factor } from './liberty.commands.js';
import { leaveAnswers, nexuses } from './liberty.events.js';

export class RecordLeaveRestriction extends Report('RecordLeaveRestriction', {
  summary: 'Reports that the child may not leave a place, or only under conditions, whoever imposed it.',
  by: witnesses,
}) {
  @IsOptional() @IsReference()
  readonly stayRef?: string;

  @IsList(leaveRestrictions.length, { lengthMin: 1 }) @IsCode(leaveRestrictions, { each: true })
  readonly restrictions!: (typeof leaveRestrictions)[number][];

  /** What is left of leaving, compared with a child of that age in the community. */
  @IsCode(leaveAnswers)
  readonly mayLeave!: (typeof leaveAnswers)[number];

  @IsOptional() @IsDayOrInstant('any')
  readonly until?: string;

  @IsOptional() @IsPart(() => Organisation)
  readonly imposedBy?: Organisation;

  @IsOptional() @IsText(4000)
  readonly reasonGiven?: string;
}

export class Condition {
  @IsCode(conditionAspects)
  readonly aspect!: (typeof conditionAspects)[number];

  @IsCode(conditionFindings)
  readonly finding!: (typeof conditionFindings)[number];
}

export class RecordCondition extends Report('RecordCondition', {
  summary: 'Reports how the child is kept: space, food, warmth, time outdoors and the rest.',
  by: witnesses,
}) {
  @IsOptional() @IsReference()
  readonly stayRef?: string;

  @IsOptional() @IsPlaceRef()
  readonly facilityRef?: string;

  @IsList(conditionAspects.length, { lengthMin: 1, by: ({ aspect }: Condition) => aspect }) @IsPart(() => Condition, { each: true })
  readonly conditions!: Condition[];

  @IsOptional() @IsWhole(0, 1440)
  readonly minutesOutdoorsDaily?: number;

  @IsOptional() @IsText(4000)
  readonly account?: string;
}

export class RecordIncident extends Report('RecordIncident', {
  summary: 'Reports violence, an injury, self-harm or anything else that was done or happened to the child while it was held.',
  by: witnesses,
}) {
  @IsOptional() @IsReference()
  readonly stayRef?: string;

  @IsOptional() @IsPlaceRef()
  readonly facilityRef?: string;

  @IsCode(incidentKinds)
  readonly kind!: (typeof incidentKinds)[number];

  /** Kind of body whose people did it, where somebody did. */
  @IsOptional() @IsPart(() => Organisation)
  readonly by?: Organisation;

  @IsCode(answers)
  readonly injured!: Answer;

  @IsCode(answers)
  readonly medicalCare!: Answer;

  /** Whether a body that is independent of the place knows of it. */
  @IsCode(answers)
  readonly toldIndependentBody!: Answer;

  @IsOptional() @IsText(4000)
  readonly account?: string;
}

export class RecordCustodyVisit extends Report('RecordCustodyVisit', {
  summary: 'Reports that family, a lawyer, a consul or a monitor visited the child where it is held, or was not let in.',
  by: witnesses,
}) {
  @IsOptional() @IsReference()
  readonly stayRef?: string;

  @IsOptional() @IsPlaceRef()
  readonly facilityRef?: string;

  @IsCode(visitors)
  readonly visitor!: (typeof visitors)[number];

  @IsOptional() @IsPart(() => Organisation)
  readonly visitorBody?: Organisation;

  /** Independent of whoever holds the child. */
  @IsCode(answers)
  readonly independent!: Answer;

  @IsCode(visitOutcomes)
  readonly outcome!: (typeof visitOutcomes)[number];

  /** Out of the hearing of staff. */
  @IsCode(answers)
  readonly inPrivate!: Answer;

  @IsOptional() @IsText(4000)
  readonly findings?: string;
}

/** Answers the three questions of a stay once more; what it leaves out is as the stay was reported. */
export class AssessLibertyClassification extends Report('AssessLibertyClassification', {
  summary: 'Reports that somebody assessed, by the factors of the place, whether a stay is a deprivation of liberty; several assessments stand side by side.',
  by: witnesses,
}) {
  @IsReference()
  readonly stayRef!: string;

  @IsCode(assessors)
  readonly assessor!: (typeof assessors)[number];

  /** Which of several of the kind: a later word of the same one takes the place of its earlier word. */
  @IsOptional() @IsReference()
  readonly assessorRef?: string;

  @IsOptional() @IsCode(answers)
  readonly custodial?: Answer;

  @IsOptional() @IsCode(leaveAnswers)
  readonly mayLeave?: (typeof leaveAnswers)[number];

  @IsOptional() @IsCode(nexuses)
  readonly nexus?: (typeof nexuses)[number];

  @IsList(50, { lengthMin: 1, by: ({ factor }: Factor) => factor }) @IsPart(() => Factor, { each: true })
  readonly factors!: Factor[];

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}
