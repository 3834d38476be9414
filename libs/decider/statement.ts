import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsISO31661Alpha2, IsNotEmpty, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { reliabilities, sourceKinds } from './event.js';

/** When it was so, as the sender knows it. */
export class When {
  /** An instant with its offset (2026-03-02T09:30:00+06:00), a local time (2026-03-02T09:30), a date (2026-03-02) or a month (2026-03): no more precise than is known. */
  @Matches(/^(19|20)\d{2}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?)?$/,
    { message: 'at is an instant with offset, a local time, a date or a month' })
  readonly at!: string;

  /** The latest it can have been, in the same form, where only a period is known. */
  @IsOptional()
  @Matches(/^(19|20)\d{2}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?)?$/,
    { message: 'to is an instant with offset, a local time, a date or a month' })
  readonly to?: string;

  /** IANA time zone of the place, such as Asia/Bishkek. */
  @IsString() @IsNotEmpty() @MaxLength(64)
  readonly zone!: string;
}

/** Where the knowledge comes from; the child's own word is enough. */
export class Provenance {
  @IsIn(sourceKinds)
  readonly kind!: (typeof sourceKinds)[number];

  @IsIn(reliabilities)
  readonly reliability!: (typeof reliabilities)[number];

  /** Reference of the document, never its text. */
  @IsOptional() @Matches(/^[A-Za-z0-9._:/-]{1,64}$/, { message: 'documentRef is a reference of letters, digits and . _ : / -' })
  readonly documentRef?: string;

  /** Reference of the person who said so, never a name. */
  @IsOptional() @Matches(/^[A-Za-z0-9._:/-]{1,64}$/, { message: 'statedBy is a reference of letters, digits and . _ : / -' })
  readonly statedBy?: string;
}

/** What every command may carry besides its own fields. */
export abstract class Act {
  /** When it was so; left out, it is now. */
  @IsOptional() @ValidateNested() @Type(() => When)
  readonly occurredAt?: When;

  @IsOptional() @ValidateNested() @Type(() => Provenance)
  readonly source?: Provenance;

  /** State whose law and profile apply, ISO 3166-1 alpha-2; left out, it is that of the record so far. */
  @IsOptional() @IsISO31661Alpha2({ message: 'jurisdiction is a country code of two letters (ISO 3166-1)' })
  readonly jurisdiction?: string;

  /** The provision that the acting authority cites, in its own words. */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200)
  readonly legalBasisClaimed?: string;
}

/** A report: it must say when it was so and where the knowledge comes from. */
export abstract class Report {
  @IsDefined({ message: 'occurredAt says when it was so' }) @ValidateNested() @Type(() => When)
  readonly occurredAt!: When;

  @IsDefined({ message: 'source says where the knowledge comes from' }) @ValidateNested() @Type(() => Provenance)
  readonly source!: Provenance;

  @IsOptional() @IsISO31661Alpha2({ message: 'jurisdiction is a country code of two letters (ISO 3166-1)' })
  readonly jurisdiction?: string;

  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200)
  readonly legalBasisClaimed?: string;
}
