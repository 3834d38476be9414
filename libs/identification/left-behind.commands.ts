import { IsOptional } from 'class-validator';
import { Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsDayOrInstant, IsInstant, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { answers, type Answer } from './codes.js';
import { relations } from './family.events.js';
import { sexes } from './finding.events.js';
import { careArrangements, migrationReasons, unmetNeeds } from './left-behind.events.js';

export class ParentAbroad {
  @IsOptional() @IsReference()
  readonly parentRef?: string;

  @IsCode(relations)
  readonly relation!: (typeof relations)[number];

  /** When the parent left. */
  @IsOptional() @IsDayOrInstant('past')
  readonly leftOn?: string;

  /** State where the parent lives now. */
  @IsOptional() @IsCountry()
  readonly livesIn?: string;

  @IsCode(migrationReasons)
  readonly reason!: (typeof migrationReasons)[number];
}

export class CarerAtHome {
  @IsReference()
  readonly carerRef!: string;

  @IsCode(relations)
  readonly relation!: (typeof relations)[number];
}

export class RegisterLeftBehindChild extends Report('RegisterLeftBehindChild', {
  summary: 'Reports a child whose parents have migrated and left it in the care of others, so that somebody visits it; no case is opened.',
  by: witnesses,
  starts: true,
}) {
  /** State where the child lives. */
  @IsCountry()
  readonly livesIn!: string;

  /** When somebody first reported the child, where that was before it was registered: its needs are assessed in time from then. */
  @IsOptional() @IsInstant('past')
  readonly reportedAt?: string;

  @IsList(4, { lengthMin: 1 }) @IsPart(() => ParentAbroad, { each: true })
  readonly parentsAbroad!: ParentAbroad[];

  /** Who cares for the child; left out where nobody is known to. */
  @IsOptional() @IsPart(() => CarerAtHome)
  readonly carer?: CarerAtHome;

  /** By what that person does. */
  @IsCode(careArrangements)
  readonly arrangement!: (typeof careArrangements)[number];

  @IsCode(sexes)
  readonly sex!: (typeof sexes)[number];

  @IsOptional() @IsDay('any')
  readonly majorityOn?: string;

  @IsOptional() @IsDay('past')
  readonly dateOfBirth?: string;

  @IsOptional() @IsText(200)
  readonly name?: string;

  /** Where the child is visited. */
  @IsOptional() @IsText(500)
  readonly address?: string;

  @IsOptional() @IsText(4000)
  readonly circumstances?: string;
}

export class RecordPreventiveVisit extends Report('RecordPreventiveVisit', {
  summary: 'Reports that somebody came to see how a child lives whose parents are away, and whether it was seen.',
  by: ['CASE_WORKER', 'NGO_ADVOCATE', 'OMBUDSPERSON'],
}) {
  /** Who came, and answers for it that the child is visited in time. */
  @IsReference()
  readonly workerRef!: string;

  @IsCode(answers)
  readonly childSeen!: Answer;

  @IsCode(answers)
  readonly seenAlone!: Answer;

  @IsCode(answers)
  readonly carerMet!: Answer;

  /** Whether a parent lives abroad still. */
  @IsCode(answers)
  readonly parentsAbroad!: Answer;

  @IsList(unmetNeeds.length) @IsCode(unmetNeeds, { each: true })
  readonly unmetNeeds!: (typeof unmetNeeds)[number][];

  @IsOptional() @IsText(4000)
  readonly childWords?: string;

  @IsOptional() @IsText(4000)
  readonly findings?: string;
}
