import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, ValidateNested } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Decide, Protect } from '../decider/command.js';
import { IsCode, IsInstant, IsLanguage, IsReference, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import {
  conflictAnswers, conflictGrounds, conflictQuestions, guardianModels, mandateScopes, replacementReasons, requestReasons, suspensionGrounds,
} from './representative.events.js';

// None of these can need a representative: they are how the child gets one (ruling 16).
const appointmentGate = gate('appointment', ['CHILD_REGISTERED', 'MINORITY', 'GUARDIAN_INDEPENDENT']);
const suspensionGate = gate('suspension', ['CHILD_REGISTERED', 'MINORITY']);

export class ConflictAnswer {
  @IsCode(conflictQuestions)
  readonly question!: (typeof conflictQuestions)[number];

  @IsCode(conflictAnswers)
  readonly answer!: (typeof conflictAnswers)[number];
}

/** What the authority says of the person whom it appoints. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function naming<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Appointment extends base {
    /** Pseudonymous reference of the guardian: the subject of its tokens. */
    @IsReference()
    readonly guardianRef!: string;

    @IsReference()
    readonly organisationRef!: string;

    /** Kind of body that employs the guardian. */
    @IsCode(orgTypes)
    readonly employerType!: OrgType;

    /** Every question of the conflict check, answered once. */
    @IsArray() @ArrayMinSize(conflictQuestions.length, { message: 'conflictCheck answers every question once' })
    @ArrayUnique((answer: ConflictAnswer) => answer?.question, { message: 'conflictCheck answers every question once' })
    @ValidateNested({ each: true }) @Type(() => ConflictAnswer)
    readonly conflictCheck!: ConflictAnswer[];

    @IsCode(guardianModels)
    readonly model!: (typeof guardianModels)[number];

    @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsCode(mandateScopes, { each: true })
    readonly scope!: (typeof mandateScopes)[number][];

    /** Reference of the act of appointment. */
    @IsOptional() @IsReference()
    readonly actRef?: string;

    /** Begin of the mandate; left out, it begins with the decision. */
    @IsOptional() @IsInstant('any')
    readonly from?: string;

    /** End of the mandate; left out, it runs until majority or replacement. */
    @IsOptional() @IsInstant('any')
    readonly until?: string;

    @IsOptional() @IsText(200)
    readonly name?: string;

    @IsOptional() @IsText(200)
    readonly contact?: string;
  }
  return Appointment;
}

export class RequestGuardian extends Protect('RequestGuardian', {
  summary: 'Asks that an independent guardian be appointed for the child.',
  by: ['CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'CASE_WORKER'],
}) {
  @IsCode(requestReasons)
  readonly reason!: (typeof requestReasons)[number];

  /** Languages that the child understands. */
  @IsArray() @ArrayUnique() @ArrayMaxSize(10) @IsLanguage({ each: true })
  readonly languages!: string[];

  @IsOptional() @IsText(2000)
  readonly note?: string;
}

export class AppointGuardian extends naming(Decide('AppointGuardian', {
  summary: 'Appoints an independent guardian after a check for conflicts of interest.',
  by: ['APPOINTING_AUTHORITY'],
  gate: appointmentGate,
})) {}

export class ReplaceGuardian extends naming(Decide('ReplaceGuardian', {
  summary: 'Appoints another guardian in place of the present one, whose mandate lasts until the new one is accepted.',
  by: ['APPOINTING_AUTHORITY'],
  gate: appointmentGate,
})) {
  @IsReference()
  readonly formerGuardianRef!: string;

  @IsCode(replacementReasons)
  readonly reason!: (typeof replacementReasons)[number];
}

export class AcceptMandate extends Protect('AcceptMandate', {
  summary: 'The guardian accepts the mandate and may act from then on.',
  by: ['GUARDIAN'],
}) {}

export class DeclareConflict extends Protect('DeclareConflict', {
  summary: 'Declares, or reports, that the guardian has a conflict of interest.',
  by: ['CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'CASE_WORKER', 'APPOINTING_AUTHORITY'],
}) {
  @IsReference()
  readonly guardianRef!: string;

  @IsCode(conflictGrounds)
  readonly ground!: (typeof conflictGrounds)[number];

  /** Since when the conflict exists; left out, since the declaration. */
  @IsOptional() @IsInstant('past')
  readonly conflictFrom?: string;

  @IsOptional() @IsText(2000)
  readonly statement?: string;
}

export class SuspendGuardian extends Decide('SuspendGuardian', {
  summary: 'Suspends the guardian: nothing it does counts from then on.',
  by: ['APPOINTING_AUTHORITY'],
  gate: suspensionGate,
}) {
  @IsReference()
  readonly guardianRef!: string;

  @IsCode(suspensionGrounds)
  readonly ground!: (typeof suspensionGrounds)[number];

  @IsOptional() @IsText(2000)
  readonly reason?: string;
}
