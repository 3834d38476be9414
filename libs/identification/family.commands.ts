import { IsDefined, IsOptional } from 'class-validator';
import { Attest, Protect, Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { answers, type Answer } from './codes.js';
import {
  adoptionStages, claims, contactChannels, documentsShown, haltGrounds, relations, separationGrounds, significances, toldParties, verifications, whereaboutsResults, withholdingReasons,
} from './family.events.js';
import { Order } from './parts.js';
import { witnesses } from '../decider/witnesses.js';
import { Organisation } from '../decider/statement.js';

/** Somebody of the child's family, or with it. */
export class FamilyMember {
  /** Pseudonymous reference; left out where nobody has one yet. */
  @IsOptional() @IsReference()
  readonly personRef?: string;

  @IsCode(relations)
  readonly relation!: (typeof relations)[number];
}

/** Two sisters whom nobody has a reference for are two persons. */
export const isAnotherMember = (person: FamilyMember): unknown => person.personRef ?? person;

export class RecordFamilyLink extends Report('RecordFamilyLink', {
  summary: 'Reports who belongs to the child, and how close they are.',
  by: witnesses,
}) {
  /** Pseudonymous reference by which later reports name the relative. */
  @IsReference()
  readonly relativeRef!: string;

  @IsCode(relations)
  readonly relation!: (typeof relations)[number];

  @IsOptional() @IsCode(significances)
  readonly significance?: (typeof significances)[number];

  /** The relative's own record, where it is a child that has one. */
  @IsOptional() @IsReference()
  readonly childRef?: string;

  @IsOptional() @IsCode(answers)
  readonly legalCustody?: Answer;

  @IsOptional() @IsCode(answers)
  readonly alive?: Answer;

  @IsOptional() @IsCode(answers)
  readonly inContact?: Answer;

  @IsOptional() @IsCode(answers)
  readonly deprivedOfLiberty?: Answer;

  @IsOptional() @IsCountry()
  readonly livesIn?: string;

  @IsOptional() @IsText(200)
  readonly name?: string;

  @IsOptional() @IsText(500)
  readonly contact?: string;
}

export class RecordAccompanyingAdult extends Report('RecordAccompanyingAdult', {
  summary: 'Reports which adult was with the child, and what is known of their relation.',
  by: witnesses,
}) {
  @IsReference()
  readonly adultRef!: string;

  @IsCode(relations)
  readonly relationClaimed!: (typeof relations)[number];

  @IsCode(verifications)
  readonly verification!: (typeof verifications)[number];

  @IsCode(answers)
  readonly legalCustodian!: Answer;

  /** Whether a permission of the parents was shown; left out where nobody asked. */
  @IsOptional() @IsCode(answers)
  readonly permissionShown?: Answer;

  @IsOptional() @IsText(200)
  readonly name?: string;

  @IsOptional() @IsText(4000)
  readonly concerns?: string;
}

export class RecordRelativeClaimRefused extends Report('RecordRelativeClaimRefused', {
  summary: 'Reports that a relative who came forward was turned away.',
  by: witnesses,
}) {
  @IsReference()
  readonly relativeRef!: string;

  @IsCode(relations)
  readonly relation!: (typeof relations)[number];

  /** What the relative asked for. */
  @IsCode(claims)
  readonly claim!: (typeof claims)[number];

  @IsOptional() @IsList(documentsShown.length) @IsCode(documentsShown, { each: true })
  readonly documentsShown?: (typeof documentsShown)[number][];

  @IsDefined({ message: 'refusedBy says which body turned the relative away' }) @IsPart(() => Organisation)
  readonly refusedBy!: Organisation;

  /** In the words of the body that refused. */
  @IsOptional() @IsText(4000)
  readonly groundGiven?: string;

  @IsOptional() @IsText(200)
  readonly name?: string;
}

export class RecordSeparation extends Report('RecordSeparation', {
  summary: 'Reports that the child was separated from parents, other family or those who were with it.',
  by: witnesses,
}) {
  /** Name by which a later report of the reunification can mean this separation; left out, it is the id of the event. */
  @IsOptional() @IsReference()
  readonly separationRef?: string;

  @IsList(20, { lengthMin: 1, by: isAnotherMember }) @IsPart(() => FamilyMember, { each: true })
  readonly separatedFrom!: FamilyMember[];

  @IsCode(separationGrounds)
  readonly groundCode!: (typeof separationGrounds)[number];

  /** The ground in the words of whoever gave it. */
  @IsOptional() @IsText(4000)
  readonly groundGiven?: string;

  /** Who ordered it, if anybody did. */
  @IsOptional() @IsPart(() => Order)
  readonly order?: Order;
}

export class RecordReunification extends Report('RecordReunification', {
  summary: 'Reports that a separation is over: the child and its family are together again.',
  by: witnesses,
}) {
  @IsReference()
  readonly separationRef!: string;
}

export class RecordContact extends Report('RecordContact', {
  summary: 'Reports that the child was in contact with its family.',
  by: witnesses,
}) {
  @IsList(20, { lengthMin: 1, by: isAnotherMember }) @IsPart(() => FamilyMember, { each: true })
  readonly with!: FamilyMember[];

  @IsCode(contactChannels)
  readonly channel!: (typeof contactChannels)[number];

  /** Whether somebody else listened or read along. */
  @IsCode(answers)
  readonly supervised!: Answer;
}

/** After a separation by the state each is told where the other is, unless that would harm the child (CRC art. 9(4)). */
export class AttestWhereaboutsTold extends Attest('AttestWhereaboutsTold', {
  summary: 'Certifies that after a separation the child was told where its family is, or the family where the child is, or why not.',
  by: ['CASE_WORKER', 'GUARDIAN'],
}) {
  /** Name of the separation, as it was reported or by the id of its event. */
  @IsReference()
  readonly separationRef!: string;

  @IsCode(toldParties)
  readonly told!: (typeof toldParties)[number];

  @IsCode(whereaboutsResults)
  readonly result!: (typeof whereaboutsResults)[number];

  @IsOptional() @IsCode(withholdingReasons)
  readonly withheldBecause?: (typeof withholdingReasons)[number];

  @IsOptional() @IsText(2000)
  readonly statement?: string;
}

export class RecordAdoptionProceeding extends Report('RecordAdoptionProceeding', {
  summary: 'Reports that somebody wants the child adopted, how far that has come, and whether parents are known.',
  by: witnesses,
}) {
  /** Reference of the proceeding, where it is known. */
  @IsOptional() @IsReference()
  readonly proceedingRef?: string;

  @IsCode(adoptionStages)
  readonly stage!: (typeof adoptionStages)[number];

  @IsOptional() @IsPart(() => Organisation)
  readonly authority?: Organisation;

  /** Whether anybody knows of a parent of the child. */
  @IsCode(answers)
  readonly parentsKnown!: Answer;

  @IsOptional() @IsText(4000)
  readonly circumstances?: string;
}

export class DemandAdoptionHalt extends Protect('DemandAdoptionHalt', {
  summary: 'Demands that an adoption of the child be stopped.',
  by: witnesses,
}) {
  /** Reference of the proceeding; left out, every one is meant. */
  @IsOptional() @IsReference()
  readonly proceedingRef?: string;

  @IsDefined({ message: 'addressee says of whom it is demanded' }) @IsPart(() => Organisation)
  readonly addressee!: Organisation;

  @IsList(haltGrounds.length, { lengthMin: 1 }) @IsCode(haltGrounds, { each: true })
  readonly grounds!: (typeof haltGrounds)[number][];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}
