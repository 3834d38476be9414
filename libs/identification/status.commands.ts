import { IsDefined, IsOptional } from 'class-validator';
import { Attest, Protect } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsPart, IsReference, IsText } from '../decider/fields.js';
import { Organisation } from '../decider/statement.js';
import { witnesses } from '../decider/witnesses.js';
import { childStatuses, civilDocuments, statusPaths, withoutCareGrounds } from './status.events.js';

export class OpenStatusPath extends Protect('OpenStatusPath', {
  summary: 'Asks that the child be given a secure legal position where it is, or where it is to go.',
  by: witnesses,
}) {
  @IsCode(statusPaths)
  readonly path!: (typeof statusPaths)[number];

  /** State whose position it is. */
  @IsCountry()
  readonly state!: string;

  /** Body before which the procedure runs. */
  @IsOptional() @IsPart(() => Organisation)
  readonly authority?: Organisation;

  @IsOptional() @IsText(4000)
  readonly note?: string;
}

export class AttestStatusGranted extends Attest('AttestStatusGranted', {
  summary: 'Certifies, by its document, which legal position the child was given.',
  by: ['CASE_WORKER', 'GUARDIAN', 'LAWYER', 'OMBUDSPERSON'],
}) {
  @IsCode(statusPaths)
  readonly path!: (typeof statusPaths)[number];

  @IsCountry()
  readonly state!: string;

  @IsDefined({ message: 'grantedBy says which body decided' }) @IsPart(() => Organisation)
  readonly grantedBy!: Organisation;

  @IsReference()
  readonly documentRef!: string;

  /** Last day of it; left out where it has none. */
  @IsOptional() @IsDay('any')
  readonly until?: string;
}

export class AttestCivilDocument extends Attest('AttestCivilDocument', {
  summary: 'Certifies that the child was given a document that says who it is.',
  by: ['CASE_WORKER', 'GUARDIAN', 'LAWYER', 'APPOINTING_AUTHORITY'],
}) {
  @IsCode(civilDocuments)
  readonly kind!: (typeof civilDocuments)[number];

  /** State that issued it. */
  @IsCountry()
  readonly state!: string;

  @IsReference()
  readonly documentRef!: string;
}

export class AttestChildStatusEstablished extends Attest('AttestChildStatusEstablished', {
  summary: 'Certifies, by the act that recognises it, what social services or a court have established that the child is in law.',
  by: ['CASE_WORKER', 'APPOINTING_AUTHORITY'],
}) {
  @IsCode(childStatuses)
  readonly status!: (typeof childStatuses)[number];

  /** Asked for of a child that is left without parental care, and only there. */
  @IsOptional() @IsCode(withoutCareGrounds)
  readonly ground?: (typeof withoutCareGrounds)[number];

  /** State by whose law. */
  @IsCountry()
  readonly state!: string;

  @IsDefined({ message: 'establishedBy says which body did' }) @IsPart(() => Organisation)
  readonly establishedBy!: Organisation;

  /** Reference of the act. */
  @IsReference()
  readonly documentRef!: string;
}
