import { IsOptional, IsUUID } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Attest, Record as Report } from '../decider/command.js';
import { IsCode, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { contactKinds, decisionKinds, presences, reexaminations, representativePositions } from './contact.events.js';

type Presence = (typeof presences)[number];

/** A representative is there at every contact with a state body, not only when it decides. */
export class RecordAgencyContact extends Report('RecordAgencyContact', {
  summary: 'Reports that a state body was in contact with the child, and whether representative, lawyer and interpreter were there.',
  by: witnesses,
}) {
  @IsCode(contactKinds)
  readonly kind!: (typeof contactKinds)[number];

  @IsCode(orgTypes)
  readonly agencyType!: OrgType;

  @IsOptional() @IsReference()
  readonly agencyRef?: string;

  @IsCode(presences)
  readonly representativePresent!: Presence;

  @IsCode(presences)
  readonly lawyerPresent!: Presence;

  @IsCode(presences)
  readonly interpreterPresent!: Presence;

  @IsOptional() @IsText(4000)
  readonly account?: string;
}

export class RecordDecisionTakenWithoutRepresentative extends Report('RecordDecisionTakenWithoutRepresentative', {
  summary: 'Reports that an authority decided about the child while nobody could speak for it.',
  by: witnesses,
}) {
  @IsCode(decisionKinds)
  readonly decision!: (typeof decisionKinds)[number];

  @IsCode(orgTypes)
  readonly authorityType!: OrgType;

  @IsOptional() @IsReference()
  readonly authorityRef?: string;

  /** Reference of the authority's act. */
  @IsOptional() @IsReference()
  readonly actRef?: string;

  @IsOptional() @IsText(4000)
  readonly account?: string;
}

export class AttestDecisionReexamined extends Attest('AttestDecisionReexamined', {
  summary: 'Certifies, by its document, that a decision taken while nobody could speak for the child was looked at again, and whether its representative was heard.',
  by: ['CASE_WORKER', 'PANEL_MEMBER', 'GUARDIAN', 'LAWYER', 'OMBUDSPERSON'],
}) {
  /** Event that reported the decision. */
  @IsUUID()
  readonly reportRef!: string;

  @IsCode(reexaminations)
  readonly result!: (typeof reexaminations)[number];

  @IsCode(presences)
  readonly representativeHeard!: Presence;

  @IsReference()
  readonly documentRef!: string;
}

export class AttestMeasuresReviewed extends Attest('AttestMeasuresReviewed', {
  summary: 'Certifies what a representative of the child thinks of the urgent measures that were taken before there was one.',
  by: ['GUARDIAN', 'PARENT_REPRESENTATIVE'],
}) {
  @IsCode(representativePositions)
  readonly position!: (typeof representativePositions)[number];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}
