import { IsOptional } from 'class-validator';
import type { Role } from '../decider/actor.js';
import { Attest } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsList, IsReference, IsText } from '../decider/fields.js';
import { accompaniments } from './finding.events.js';
import { identityProofs, parents } from './identity.events.js';

/** Those who answer for what they found out about the child. */
const by: readonly Role[] = ['CASE_WORKER', 'APPOINTING_AUTHORITY'];

export class AttestAccompaniment extends Attest('AttestAccompaniment', {
  summary: 'Certifies with whom the child is, in law; a child of whom it is not known needs a representative like one who is alone.',
  by,
}) {
  @IsCode(accompaniments)
  readonly accompaniment!: (typeof accompaniments)[number];

  /** The adults who are with the child. */
  @IsOptional() @IsList(20) @IsReference({ each: true })
  readonly adultRefs?: string[];
}

export class AttestIdentity extends Attest('AttestIdentity', {
  summary: 'Certifies who the child is, and what shows it.',
  by,
}) {
  @IsCode(identityProofs)
  readonly shownBy!: (typeof identityProofs)[number];

  @IsOptional() @IsReference()
  readonly documentRef?: string;

  /** States that regard the child as their national; an empty list for none. */
  @IsList(10) @IsCountry({ each: true })
  readonly nationalities!: string[];

  @IsOptional() @IsDay('past')
  readonly dateOfBirth?: string;

  /** Where the day of birth is not told: the 18th birthday that follows from it. */
  @IsOptional() @IsDay('any')
  readonly majorityOn?: string;

  @IsOptional() @IsText(200)
  readonly name?: string;
}

export class AttestParentIdentity extends Attest('AttestParentIdentity', {
  summary: 'Certifies who a parent of the child is, and what shows it.',
  by,
}) {
  @IsReference()
  readonly parentRef!: string;

  @IsCode(parents)
  readonly relation!: (typeof parents)[number];

  @IsCode(identityProofs)
  readonly shownBy!: (typeof identityProofs)[number];

  @IsOptional() @IsReference()
  readonly documentRef?: string;

  @IsOptional() @IsText(200)
  readonly name?: string;
}
