import 'reflect-metadata';
import { IsDefined, IsOptional, Matches } from 'class-validator';
import { orgTypes, type OrgType } from './actor.js';
import { BadForm } from './context.js';
import { reliabilities, sourceKinds } from './event.js';
import { IsCode, IsCountry, IsPart, IsReference, IsText, IsZone } from './fields.js';

const IsStatedTime = (): PropertyDecorator =>
  Matches(/^(19|20)\d{2}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)?)?)?$/,
    { message: '$property is an instant with offset, a local time, a date or a month' });

/** When it was so, as the sender knows it. */
export class When {
  /** An instant with its offset (2026-03-02T09:30:00+06:00), a local time (2026-03-02T09:30), a date (2026-03-02) or a month (2026-03): no more precise than is known. */
  @IsStatedTime()
  readonly at!: string;

  /** The latest it can have been, in the same form, where only a period is known. */
  @IsOptional()
  @IsStatedTime()
  readonly to?: string;

  /** IANA time zone of the place, such as Asia/Bishkek. */
  @IsZone()
  readonly zone!: string;
}

/** Where the knowledge comes from; the child's own word is enough. */
export class Provenance {
  @IsCode(sourceKinds)
  readonly kind!: (typeof sourceKinds)[number];

  @IsCode(reliabilities)
  readonly reliability!: (typeof reliabilities)[number];

  /** Reference of the document, never its text. */
  @IsOptional() @IsReference()
  readonly documentRef?: string;

  /** Reference of the person who said so, never a name. */
  @IsOptional() @IsReference()
  readonly statedBy?: string;
}

/** A body, by the kind that it is of and, where it is known, by reference. */
export class Organisation {
  @IsOptional() @IsReference()
  readonly orgRef?: string;

  @IsCode(orgTypes)
  readonly orgType!: OrgType;
}

/** What a decision may carry besides its own fields. It has no time of its own, so that nobody can date one back. */
export abstract class Decision {
  /** Fields that are looked for here in vain, each with the sentence that says why. */
  static readonly absent: Readonly<Record<string, string>> = { occurredAt: 'A decision is dated by the moment at which it is taken: leave this field out.' };

  @IsOptional() @IsPart(() => Provenance)
  readonly source?: Provenance;

  /** State whose law and profile apply, ISO 3166-1 alpha-2; left out, it is that of the record so far. */
  @IsOptional() @IsCountry()
  readonly jurisdiction?: string;

  /** The provision that the acting authority cites, in its own words. */
  @IsOptional() @IsText(200)
  readonly legalBasisClaimed?: string;
}

/** What any other act may carry: it may tell of an earlier day. */
export abstract class Act extends Decision {
  static override readonly absent = {};

  /** When it was so; left out, it is now. */
  @IsOptional() @IsPart(() => When)
  readonly occurredAt?: When;
}

/** A report: it must say when it was so and where the knowledge comes from. */
export abstract class Report {
  @IsDefined({ message: 'occurredAt says when it was so' }) @IsPart(() => When)
  readonly occurredAt!: When;

  @IsDefined({ message: 'source says where the knowledge comes from' }) @IsPart(() => Provenance)
  readonly source!: Provenance;

  @IsOptional() @IsCountry()
  readonly jurisdiction?: string;

  @IsOptional() @IsText(200)
  readonly legalBasisClaimed?: string;
}

/** Who certifies what another body did shows its document. @throws BadForm */
export function assertDocumentShown({ source }: Pick<Act, 'source'>): void {
  if (!source?.documentRef) throw new BadForm('source', 'names the document in which the body itself says so');
}
