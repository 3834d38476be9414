import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, ValidateNested } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Attest, Decide, Protect } from '../decider/command.js';
import { IsCode, IsInstant, IsLanguage, IsReference, IsText, IsWhole } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import {
  closingReasons, conflictAnswers, conflictGrounds, conflictQuestions, custodyProofs, guardianModels, mandateScopes, parentQuestions, parentRelations,
  replacementReasons, requestReasons, suspensionGrounds,
} from './representative.events.js';

// None of these can need a representative: they are how the child gets one (ruling 16).
const appointmentNeeds = ['CHILD_REGISTERED', 'MINORITY', 'GUARDIAN_INDEPENDENT'] as const;
const appointmentGate = gate('appointment', appointmentNeeds, [...appointmentNeeds, 'GUARDIAN_CASELOAD']);
/** What is asked about conflicts of interest is stored as what was answered. */
const storedAs = { answers: 'conflictCheck' } as const;
// Whoever was appointed in a record that was merged into another one is asked there, too, so that a mandate can be suspended where it was given.
const suspensionGate = gate('suspension', ['CHILD_REGISTERED', 'MINORITY'], ['MINORITY']);

export class ConflictAnswer {
  @IsCode(conflictQuestions)
  readonly question!: (typeof conflictQuestions)[number];

  @IsCode(conflictAnswers)
  readonly answer!: (typeof conflictAnswers)[number];
}

export class ParentConflictAnswer {
  @IsCode(parentQuestions)
  readonly question!: (typeof parentQuestions)[number];

  @IsCode(conflictAnswers)
  readonly answer!: (typeof conflictAnswers)[number];
}

/** The check for conflicts of interest: every question of the list, answered once. */
const IsConflictCheck = (questions: readonly string[], part: () => new () => { readonly question: string }): PropertyDecorator => {
  const message = '$property answers every question once';
  const decorators = [
    IsArray(), ArrayMinSize(questions.length, { message }), ArrayUnique((answer?: { question?: string }) => answer?.question, { message }),
    ValidateNested({ each: true }), Type(part),
  ];
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
};

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

    @IsConflictCheck(conflictQuestions, () => ConflictAnswer)
    readonly conflictCheck!: ConflictAnswer[];

    /** Children whom the guardian represents already, as the authority found when it appointed. */
    @IsWhole(0, 1000)
    readonly caseload!: number;

    @IsCode(guardianModels)
    readonly model!: (typeof guardianModels)[number];

    @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsCode(mandateScopes, { each: true })
    readonly scope!: (typeof mandateScopes)[number][];

    /** Reference of the act of appointment. */
    @IsOptional() @IsReference()
    readonly actRef?: string;

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
  by: ['APPOINTING_AUTHORITY'], storedAs,
  gate: appointmentGate,
})) {
  /** Begin of the mandate; left out, it begins with the decision. */
  @IsOptional() @IsInstant('any')
  readonly from?: string;
}

export class ReplaceGuardian extends naming(Decide('ReplaceGuardian', {
  summary: 'Appoints another guardian in place of the present one, whose mandate lasts until the new one is accepted, unless it has died, has a conflict of interest or is suspended.',
  by: ['APPOINTING_AUTHORITY'], storedAs,
  gate: appointmentGate,
})) {
  /** Begin of the new mandate; left out, it begins with the decision. It does not lie ahead: the former one ends as soon as the new one is accepted. */
  @IsOptional() @IsInstant('past')
  readonly from?: string;

  @IsReference()
  readonly formerGuardianRef!: string;

  @IsCode(replacementReasons)
  readonly reason!: (typeof replacementReasons)[number];
}

export class AcceptMandate extends Protect('AcceptMandate', {
  summary: 'The guardian accepts the mandate and may act from then on.',
  by: ['GUARDIAN'], constructive: true,
}) {}

/** A child whose parents are fit is represented by them, and has a lawyer of its own for every decision on a return (ruling 2). */
export class ConfirmRepresentingParent extends Decide('ConfirmRepresentingParent', {
  summary: 'Confirms that a fit parent represents the child, after a check for conflicts of interest.',
  by: ['APPOINTING_AUTHORITY'], storedAs,
  gate: gate('representing-parent', ['CHILD_REGISTERED', 'MINORITY', 'GUARDIAN_INDEPENDENT']),
}) {
  /** Pseudonymous reference of the parent: the subject of its tokens. */
  @IsReference()
  readonly parentRef!: string;

  @IsCode(parentRelations)
  readonly relation!: (typeof parentRelations)[number];

  /** What shows that the parent has custody. */
  @IsCode(custodyProofs)
  readonly custodyShownBy!: (typeof custodyProofs)[number];

  @IsReference()
  readonly documentRef!: string;

  @IsConflictCheck(parentQuestions, () => ParentConflictAnswer)
  readonly conflictCheck!: ParentConflictAnswer[];
}

export class DeclareConflict extends Protect('DeclareConflict', {
  summary: 'Declares, or reports, that the guardian or the representing parent has a conflict of interest.',
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

export class AttestConflictReportClosed extends Attest('AttestConflictReportClosed', {
  summary: 'Certifies that what was reported of a conflict of interest so far was looked into, and that none stands.',
  by: ['APPOINTING_AUTHORITY'],
}) {
  @IsReference()
  readonly guardianRef!: string;

  @IsCode(closingReasons)
  readonly because!: (typeof closingReasons)[number];

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

  /** Since when a conflict that was found has existed; left out, since the suspension. */
  @IsOptional() @IsInstant('past')
  readonly conflictFrom?: string;

  @IsOptional() @IsText(2000)
  readonly reason?: string;
}
