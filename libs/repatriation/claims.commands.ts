import { IsBoolean, IsDefined, IsOptional, IsUUID } from 'class-validator';
import { Attest, Protect, Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { Organisation } from '../decider/statement.js';
import { claimKinds, claimResults, coerced, coercionMeans, inquiryResults, protectionEnds } from './claims.events.js';

export class OpenProtectionClaim extends Protect('OpenProtectionClaim', {
  summary: 'Asks that the child be protected: asylum, trafficking, statelessness, or danger where it would be taken.',
  by: witnesses,
}) {
  @IsCode(claimKinds)
  readonly kind!: (typeof claimKinds)[number];

  /** State against which protection is asked. */
  @IsOptional() @IsCountry()
  readonly againstState?: string;

  /** Body before which the procedure runs. */
  @IsOptional() @IsPart(() => Organisation)
  readonly authority?: Organisation;

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class AttestProtectionClaimClosed extends Attest('AttestProtectionClaimClosed', {
  summary: 'Certifies, by its document, how the procedure on a claim for protection ended.',
  by: ['CASE_WORKER', 'LAWYER', 'OMBUDSPERSON'],
}) {
  /** Event that opened the claim, or the way to a legal position. */
  @IsUUID()
  readonly claimRef!: string;

  @IsCode(claimKinds)
  readonly kind!: (typeof claimKinds)[number];

  @IsCode(claimResults)
  readonly result!: (typeof claimResults)[number];

  /** States to which the child may not be taken, where protection was granted. */
  @IsOptional() @IsList(50) @IsCountry({ each: true })
  readonly protectsAgainst?: string[];

  /** Whether no further appeal is open. While one is, the claim is open, too: its end is certified again once it is final. */
  @IsOptional() @IsBoolean({ message: 'final is true or false' })
  readonly final?: boolean;

  @IsDefined({ message: 'authority says which body decided' }) @IsPart(() => Organisation)
  readonly authority!: Organisation;
}

export class AttestProtectionEnded extends Attest('AttestProtectionEnded', {
  summary: 'Certifies, by a document of the body that is said to have granted protection or of a court, that it never did or that the protection has ended.',
  by: ['CASE_WORKER', 'LAWYER', 'OMBUDSPERSON'],
}) {
  /** Event by which protection was told to be granted. */
  @IsUUID()
  readonly grantRef!: string;

  @IsCode(protectionEnds)
  readonly because!: (typeof protectionEnds)[number];

  @IsDefined({ message: 'authority says which body says so' }) @IsPart(() => Organisation)
  readonly authority!: Organisation;
}

export class RecordCoercion extends Report('RecordCoercion', {
  summary: 'Reports that the child, its family or somebody with it was pressed to agree to a return.',
  by: witnesses,
}) {
  @IsList(coerced.length, { lengthMin: 1 }) @IsCode(coerced, { each: true })
  readonly coerced!: (typeof coerced)[number][];

  @IsOptional() @IsPart(() => Organisation)
  readonly coercedBy?: Organisation;

  /** Pseudonymous reference of the person who did it. */
  @IsOptional() @IsReference()
  readonly coercedByPerson?: string;

  @IsList(coercionMeans.length) @IsCode(coercionMeans, { each: true })
  readonly means!: (typeof coercionMeans)[number][];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class AttestCoercionInquiryClosed extends Attest('AttestCoercionInquiryClosed', {
  summary: 'Certifies, by its document, what an independent inquiry into a coercion found.',
  by: ['OMBUDSPERSON', 'LAWYER', 'NGO_ADVOCATE', 'CASE_WORKER'],
}) {
  /** Event that reported the coercion. */
  @IsUUID()
  readonly reportRef!: string;

  @IsCode(inquiryResults)
  readonly result!: (typeof inquiryResults)[number];

  @IsDefined({ message: 'inquiryBody says which body inquired' }) @IsPart(() => Organisation)
  readonly inquiryBody!: Organisation;

  @IsOptional() @IsText(4000)
  readonly findings?: string;
}
