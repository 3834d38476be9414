import { IsOptional } from 'class-validator';
import { Record as Report } from '../decider/command.js';
import { IsCode, IsList, IsPart, IsText } from '../decider/fields.js';
import { Organisation } from '../decider/statement.js';
import { witnesses } from '../decider/witnesses.js';
import { presences } from './contact.events.js';
import { demandAnswers, disclosedMatters, disclosurePurposes, services } from './disclosure.events.js';

/** Nobody can share a child's data for enforcement here (FW-1); that it happened all the same is recordable. */

export class RecordDisclosureDemandReceived extends Report('RecordDisclosureDemandReceived', {
  summary: 'Reports that some body demanded to be told of the child, and what it was answered.',
  by: witnesses,
}) {
  @IsPart(() => Organisation)
  readonly demandedBy!: Organisation;

  /** Whom it asked. */
  @IsPart(() => Organisation)
  readonly addressee!: Organisation;

  @IsList(disclosedMatters.length, { lengthMin: 1 }) @IsCode(disclosedMatters, { each: true })
  readonly matters!: (typeof disclosedMatters)[number][];

  @IsCode(disclosurePurposes)
  readonly purpose!: (typeof disclosurePurposes)[number];

  @IsCode(demandAnswers)
  readonly answer!: (typeof demandAnswers)[number];

  @IsOptional() @IsText(4000)
  readonly account?: string;
}

export class RecordDisclosureOccurred extends Report('RecordDisclosureOccurred', {
  summary: 'Reports that some body was told of the child by another, and through which service it was known.',
  by: witnesses,
}) {
  @IsPart(() => Organisation)
  readonly disclosedBy!: Organisation;

  @IsPart(() => Organisation)
  readonly receiver!: Organisation;

  @IsList(disclosedMatters.length, { lengthMin: 1 }) @IsCode(disclosedMatters, { each: true })
  readonly matters!: (typeof disclosedMatters)[number][];

  @IsCode(disclosurePurposes)
  readonly purpose!: (typeof disclosurePurposes)[number];

  /** The service that the child had used. */
  @IsCode(services)
  readonly learntThrough!: (typeof services)[number];

  @IsCode(presences)
  readonly childAgreed!: (typeof presences)[number];

  @IsOptional() @IsText(4000)
  readonly account?: string;
}
