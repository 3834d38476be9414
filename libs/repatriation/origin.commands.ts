import { IsDefined, IsOptional } from 'class-validator';
import { Attest, Decide, Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsInstant, IsList, IsPart, IsReference, IsText, IsWhole } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { witnesses } from '../decider/witnesses.js';
import { Organisation } from '../decider/statement.js';
import {
  centralAuthorityAnswers, disclosedFields, originAnswers, originQuestions, sexes, withdrawalReasons,
} from './origin.events.js';

/** A state learns of a child only with the representative's consent, and never while the child asks to be protected (Popov v. France). */
const enquiryGate = gate('origin-enquiry', ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'ENQUIRY_CONSENTED', 'NO_PROTECTION_CLAIM']);

/** What is asked, and all that is told for it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function asking<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Enquiry extends base {
    /** State that is asked. */
    @IsCountry()
    readonly destinationState!: string;

    @IsList(originQuestions.length, { lengthMin: 1 }) @IsCode(originQuestions, { each: true })
    readonly questions!: (typeof originQuestions)[number][];

    /** The fields of the child that are told, and no others. */
    @IsList(disclosedFields.length) @IsCode(disclosedFields, { each: true })
    readonly disclosed!: (typeof disclosedFields)[number][];
  }
  return Enquiry;
}

export class AttestEnquiryConsent extends Attest('AttestEnquiryConsent', {
  summary: 'The representative of the child agrees that a state is asked about the child.',
  by: ['GUARDIAN', 'PARENT_REPRESENTATIVE'],
}) {
  /** State that may be asked. */
  @IsCountry()
  readonly destinationState!: string;
}

export class RequestOriginInformation extends asking(Decide('RequestOriginInformation', {
  summary: 'Asks a state about the child, and tells it no more than is needed.',
  by: ['CASE_WORKER'],
  gate: enquiryGate,
})) {
  /** Body that is asked: a child-protection authority, not the police. */
  @IsDefined({ message: 'authority says which body is asked' }) @IsPart(() => Organisation)
  readonly authority!: Organisation;
}

export class NotifyConsulate extends asking(Decide('NotifyConsulate', {
  summary: 'Tells a consulate of the child, where that endangers neither the child nor its family.',
  by: ['CASE_WORKER'],
  gate: enquiryGate,
})) {
  @IsCode(sexes)
  readonly sex!: (typeof sexes)[number];

  /** Left out where it is not known. */
  @IsOptional() @IsWhole(0, 25)
  readonly ageYears?: number;

  /** Reference of the assessment by which the contact is safe. */
  @IsReference()
  readonly safetyAssessmentRef!: string;
}

export class AttestOriginAnswer extends Attest('AttestOriginAnswer', {
  summary: 'Certifies what the state where the child is to live answered: it is ready, it refuses, or it is silent.',
  by: ['ORIGIN_AUTHORITY', 'CASE_WORKER'],
}) {
  @IsCountry()
  readonly destinationState!: string;

  @IsDefined({ message: 'authority says which body answered, or was asked and is silent' }) @IsPart(() => Organisation)
  readonly authority!: Organisation;

  @IsCode(originAnswers)
  readonly answer!: (typeof originAnswers)[number];

  /** Until when a confirmation holds. */
  @IsOptional() @IsInstant('any')
  readonly validUntil?: string;

  @IsOptional() @IsText(2000)
  readonly note?: string;
}

export class RecordOriginReadinessWithdrawn extends Report('RecordOriginReadinessWithdrawn', {
  summary: 'Reports that the state where the child is to live is no longer ready to receive it.',
  by: witnesses,
}) {
  @IsCountry()
  readonly destinationState!: string;

  @IsCode(withdrawalReasons)
  readonly reason!: (typeof withdrawalReasons)[number];

  @IsOptional() @IsText(2000)
  readonly statement?: string;
}

export class AttestCentralAuthority extends Attest('AttestCentralAuthority', {
  summary: 'Certifies whether the central authority that an agreement names agrees to the journey.',
  by: ['CASE_WORKER', 'ORIGIN_AUTHORITY'],
}) {
  @IsCountry()
  readonly destinationState!: string;

  @IsDefined({ message: 'authority says which body answered' }) @IsPart(() => Organisation)
  readonly authority!: Organisation;

  @IsCode(centralAuthorityAnswers)
  readonly answer!: (typeof centralAuthorityAnswers)[number];
}

/** Suspensions stood in the record of one child before two states had one of their own; those that do end there, too. */
export class AttestSuspensionEnded extends Attest('AttestSuspensionEnded', {
  summary: 'Certifies, by a document of those who declared it, that a suspension of transfers is over that was recorded with this child alone.',
  by: ['CASE_WORKER', 'ORIGIN_AUTHORITY'],
}) {
  @IsReference()
  readonly suspensionRef!: string;

  @IsCountry()
  readonly destinationState!: string;
}
