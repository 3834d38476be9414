import { IsDefined, IsOptional } from 'class-validator';
import { Attest, Decide, Record } from '../decider/command.js';
import { IsCode, IsInstant, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { onTheCase } from './actors.js';
import { answers, obstacles, type Answer, type Obstacle } from './codes.js';
import { Attempt, isAnotherAttempt, Professional, Spoken } from './parts.js';
import { childSeen } from './placement.events.js';
import {
  civilProceedings, contactPlans, courtStages, dangerFindings, dangers, disputedMatters, disputeEnds, parentResults, separationReviews, supportResponses, supports, type Danger,
} from './separation.events.js';

export class AttestFamilySupportOffered extends Attest('AttestFamilySupportOffered', {
  summary: 'Attests that the family was offered help so that the child can stay with it.',
  by: ['CASE_WORKER'],
}) {
  @IsList(20, { lengthMin: 1 }) @IsReference({ each: true })
  readonly offeredTo!: string[];

  @IsList(supports.length, { lengthMin: 1 }) @IsCode(supports, { each: true })
  readonly supports!: (typeof supports)[number][];

  @IsCode(supportResponses)
  readonly response!: (typeof supportResponses)[number];

  @IsOptional() @IsText(4000)
  readonly note?: string;
}

export class AttestParentsHeard extends Attest('AttestParentsHeard', {
  summary: 'Attests that a parent, or whoever else the child would be separated from, was heard, declined or could not be reached.',
  by: ['CASE_WORKER', 'PANEL_MEMBER'],
}) {
  @IsReference()
  readonly personRef!: string;

  @IsCode(parentResults)
  readonly result!: (typeof parentResults)[number];

  /** In which words the person was spoken with; asked for unless that was not possible. */
  @IsOptional() @IsPart(() => Spoken)
  readonly spoken?: Spoken;

  @IsOptional() @IsCode(obstacles)
  readonly notPossibleBecause?: Obstacle;

  /** What was tried to reach the person. */
  @IsOptional() @IsList(50, { by: isAnotherAttempt }) @IsPart(() => Attempt, { each: true })
  readonly attempts?: Attempt[];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class RecordParentalDispute extends Record('RecordParentalDispute', {
  summary: 'Reports that the parents of the child are in dispute over it, and whether a civil court has been asked.',
  by: onTheCase,
}) {
  /** Both, or whoever else claims the rights of a parent. */
  @IsList(10, { lengthMin: 2 }) @IsReference({ each: true })
  readonly parents!: string[];

  @IsList(disputedMatters.length, { lengthMin: 1 }) @IsCode(disputedMatters, { each: true })
  readonly over!: (typeof disputedMatters)[number][];

  /** Before a civil court. */
  @IsCode(civilProceedings)
  readonly proceeding!: (typeof civilProceedings)[number];

  @IsOptional() @IsReference()
  readonly courtRef?: string;

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class AttestParentalDisputeEnded extends Attest('AttestParentalDisputeEnded', {
  summary: 'Certifies, as a court or the authority that appoints guardians, that a reported dispute between parents is unfounded, or is settled.',
  by: ['APPOINTING_AUTHORITY', 'CASE_WORKER'],
}) {
  /** Everybody whom the report names as being in dispute. */
  @IsList(10, { lengthMin: 2 }) @IsReference({ each: true })
  readonly parents!: string[];

  @IsCode(disputeEnds)
  readonly because!: (typeof disputeEnds)[number];

  /** The judgment or the agreement; asked for where the dispute is settled. */
  @IsOptional() @IsReference()
  readonly documentRef?: string;

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class AttestCivilProceeding extends Attest('AttestCivilProceeding', {
  summary: 'Certifies by a document that a civil court has a dispute between parents before it, or has decided it.',
  by: ['CASE_WORKER', 'APPOINTING_AUTHORITY'],
}) {
  /** Everybody who is before the court. */
  @IsList(10, { lengthMin: 2 }) @IsReference({ each: true })
  readonly parents!: string[];

  @IsCode(courtStages)
  readonly stage!: (typeof courtStages)[number];

  @IsReference()
  readonly courtRef!: string;

  /** The application that the court has received, or its decision. */
  @IsReference()
  readonly documentRef!: string;

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class AttestDanger extends Attest('AttestDanger', {
  summary: 'Attests whether staying with somebody endangers the life or health of the child.',
  by: ['CASE_WORKER', 'PANEL_MEMBER'],
}) {
  @IsCode(dangers)
  readonly danger!: Danger;

  /** With whom it would be dangerous to stay. */
  @IsList(20, { lengthMin: 1 }) @IsReference({ each: true })
  readonly stayingWith!: string[];

  /** A later finding about the same danger and person takes the place of an earlier one. */
  @IsCode(dangerFindings)
  readonly finding!: (typeof dangerFindings)[number];

  /** Whether nothing can be waited for, not even for help to the family. */
  @IsCode(answers)
  readonly immediate!: Answer;

  @IsDefined({ message: 'assessor says who assessed' }) @IsPart(() => Professional)
  readonly assessor!: Professional;

  /** Reference of the document that shows it. */
  @IsReference()
  readonly documentRef!: string;

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class AuthoriseSeparation extends Decide('AuthoriseSeparation', {
  summary: 'Decides that the child lives apart from somebody, because staying endangers its life or health.',
  by: ['CASE_WORKER'],
  gate: gate('separation', [
    'CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'CHILD_HEARD', 'ASSESSMENT_DONE', 'DANGER_EVIDENCED', 'PARENTS_HEARD', 'SUPPORT_OFFERED',
  ]),
}) {
  /** Parents, other family, or whoever is with the child. */
  @IsList(20, { lengthMin: 1 }) @IsReference({ each: true })
  readonly separatedFrom!: string[];

  /** The dangers that it rests on, and nothing else. */
  @IsList(dangers.length, { lengthMin: 1 }) @IsCode(dangers, { each: true })
  readonly grounds!: Danger[];

  /** How they stay in contact. */
  @IsCode(contactPlans)
  readonly contact!: (typeof contactPlans)[number];

  /** By when it is looked at whether the child can go back; no later than the settings of the state allow. */
  @IsInstant('any')
  readonly reviewBy!: string;

  /** By when a court looks at it. */
  @IsInstant('any')
  readonly judicialReviewBy!: string;

  @IsOptional() @IsText(4000)
  readonly reasons?: string;
}

export class AttestSeparationReviewed extends Attest('AttestSeparationReviewed', {
  summary: 'Attests whether a child that was separated can go back; where danger keeps it away, the separation is authorised anew instead.',
  by: ['CASE_WORKER', 'PANEL_MEMBER'],
}) {
  /** Name of the separation, as it was reported or by the id of its event; left out, all of them are meant. */
  @IsOptional() @IsReference()
  readonly separationRef?: string;

  @IsCode(separationReviews)
  readonly result!: (typeof separationReviews)[number];

  /** Whether the reviewer saw the child itself. */
  @IsCode(childSeen)
  readonly childSeen!: (typeof childSeen)[number];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}
