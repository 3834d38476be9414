import { IsOptional, IsUUID } from 'class-validator';
import { careArrangements, type CareArrangement } from '../decider/absence.js';
import { Attest, Record as Report } from '../decider/command.js';
import { IsCode, IsDay, IsInstant, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { Organisation } from '../decider/statement.js';
import { witnesses } from '../decider/witnesses.js';
import { paymentKinds, paymentResults, rightsChanges } from './arrangement.events.js';
import { parentRelations } from './representative.events.js';

export class RecordParentalAbsence extends Report('RecordParentalAbsence', {
  summary: 'Reports that a parent of the child is about to leave, is away or has come back: what is expected, and what has happened.',
  by: witnesses,
}) {
  @IsReference()
  readonly parentRef!: string;

  @IsCode(parentRelations)
  readonly relation!: (typeof parentRelations)[number];

  @IsOptional() @IsDay('any')
  readonly departureExpectedOn?: string;

  @IsOptional() @IsDay('past')
  readonly leftOn?: string;

  /** Left out where nobody knows. */
  @IsOptional() @IsDay('any')
  readonly returnExpectedOn?: string;

  @IsOptional() @IsDay('past')
  readonly returnedOn?: string;
}

/** Somebody who is said to have done harm to the child is entrusted with it by nobody here; that it was so all the same is for a report (RegisterLeftBehindChild, RecordFamilyLink). */
export class AttestCareArrangement extends Attest('AttestCareArrangement', {
  summary: 'Certifies by a document who may care for the child while its parents are away: by a power of attorney, or as temporary or permanent guardian.',
  by: ['APPOINTING_AUTHORITY', 'CASE_WORKER'],
}) {
  @IsCode(careArrangements)
  readonly arrangement!: CareArrangement;

  /** Exactly one person where it is permanent guardianship. */
  @IsList(5, { lengthMin: 1 }) @IsReference({ each: true })
  readonly carers!: string[];

  @IsReference()
  readonly documentRef!: string;

  /** Asked for permanent guardianship. */
  @IsOptional() @IsReference()
  readonly courtDecisionRef?: string;

  @IsDay('any')
  readonly from!: string;

  /** Last day; asked for unless it is permanent guardianship. */
  @IsOptional() @IsDay('any')
  readonly until?: string;
}

export class RecordPaymentForChild extends Report('RecordPaymentForChild', {
  summary: 'Reports that somebody is paid, or given money by donors, for the child.',
  by: witnesses,
}) {
  /** Who gets the money. */
  @IsReference()
  readonly payeeRef!: string;

  @IsOptional() @IsPart(() => Organisation)
  readonly payer?: Organisation;

  @IsCode(paymentKinds)
  readonly kind!: (typeof paymentKinds)[number];

  @IsOptional() @IsText(2000)
  readonly note?: string;
}

export class AttestPaymentReviewed extends Attest('AttestPaymentReviewed', {
  summary: 'Certifies that somebody looked at whether what is paid for the child serves the child, and what follows.',
  by: ['APPOINTING_AUTHORITY', 'CASE_WORKER', 'OMBUDSPERSON'],
}) {
  /** Event that reported the payment. */
  @IsUUID()
  readonly paymentRef!: string;

  @IsCode(paymentResults)
  readonly result!: (typeof paymentResults)[number];
}

/** The provision, in the version that was applied. */
export class LegalReference {
  @IsReference()
  readonly actRef!: string;

  /** Day on which the act was adopted, or last amended. */
  @IsDay('past')
  readonly adoptedOn!: string;

  @IsReference()
  readonly article!: string;
}

export class AttestParentalRights extends Attest('AttestParentalRights', {
  summary: 'Certifies by a document that a body deprived a parent of its rights, restricted, upheld or restored them.',
  by: ['APPOINTING_AUTHORITY', 'CASE_WORKER'],
}) {
  @IsReference()
  readonly parentRef!: string;

  @IsCode(rightsChanges)
  readonly change!: (typeof rightsChanges)[number];

  @IsPart(() => Organisation)
  readonly decidedBy!: Organisation;

  @IsPart(() => LegalReference)
  readonly legalBasis!: LegalReference;

  /** The decision. */
  @IsReference()
  readonly decisionRef!: string;

  @IsDay('past')
  readonly decidedOn!: string;

  /** By when it is looked at again; asked for unless the rights are restored. */
  @IsOptional() @IsInstant('any')
  readonly reviewBy?: string;
}
