import { IsDefined, IsOptional, IsUUID } from 'class-validator';
import { Attest, Protect, Record as Report } from '../decider/command.js';
import { IsCode, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { Organisation } from '../decider/statement.js';
import { telling } from '../decider/telling.js';
import { witnesses } from '../decider/witnesses.js';
import { referralPurposes, referralRefusals, rightsTold, urgencies } from './intake.events.js';

export class ReferToChildProtection extends Protect('ReferToChildProtection', {
  summary: 'Refers the child to those who protect children, or to another body that is to help it.',
  by: witnesses,
}) {
  @IsDefined({ message: 'receiver says who is asked' }) @IsPart(() => Organisation)
  readonly receiver!: Organisation;

  @IsCode(referralPurposes)
  readonly purpose!: (typeof referralPurposes)[number];

  @IsCode(urgencies)
  readonly urgency!: (typeof urgencies)[number];

  @IsOptional() @IsText(2000)
  readonly note?: string;
}

export class AcceptReferral extends Protect('AcceptReferral', {
  summary: 'Takes the case of the child on, for the body of the caller.',
  by: ['CASE_WORKER'], constructive: true,
}) {
  /** Event of the referral; left out where there was none. */
  @IsOptional() @IsUUID()
  readonly referralRef?: string;

  /** Pseudonymous reference of the person who is responsible for the child from now on. */
  @IsReference()
  readonly responsibleRef!: string;
}

export class RecordReferralRefused extends Report('RecordReferralRefused', {
  summary: 'Reports that a body did not take the case of the child on, and why.',
  by: witnesses,
}) {
  @IsOptional() @IsUUID()
  readonly referralRef?: string;

  @IsDefined({ message: 'refusedBy says which body refused' }) @IsPart(() => Organisation)
  readonly refusedBy!: Organisation;

  @IsCode(referralRefusals)
  readonly reason!: (typeof referralRefusals)[number];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class AttestRightsExplained extends telling(Attest('AttestRightsExplained', {
  summary: 'Certifies that the child was told its rights, in which words, and how it was made sure that it understood.',
  by: ['CASE_WORKER', 'GUARDIAN', 'PARENT_REPRESENTATIVE', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON'],
})) {
  @IsList(rightsTold.length, { lengthMin: 1 }) @IsCode(rightsTold, { each: true })
  readonly rights!: (typeof rightsTold)[number][];

  /** Who told the child. */
  @IsReference()
  readonly explainedBy!: string;

  /** What the child said to it. */
  @IsOptional() @IsText(4000)
  readonly reaction?: string;
}
