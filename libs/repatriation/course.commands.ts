import { IsOptional, IsUUID } from 'class-validator';
import { Attest, Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsPart, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { Organisation } from '../decider/statement.js';
import { answers, type Answer } from './codes.js';
import { banGrounds, bannedPersons, delayReasons, hearers, positions, returnKinds, steps } from './course.events.js';

export class RecordDelayReason extends Report('RecordDelayReason', {
  summary: 'Reports why a step of the return waits, or waited, on these days.',
  by: witnesses,
}) {
  @IsCode(steps)
  readonly step!: (typeof steps)[number];

  @IsCode(delayReasons)
  readonly reason!: (typeof delayReasons)[number];

  /** First day of the waiting. */
  @IsDay('past')
  readonly from!: string;

  /** Last day of it; left out where it waits still. */
  @IsOptional() @IsDay('any')
  readonly until?: string;

  /** Body for which it waits. */
  @IsOptional() @IsPart(() => Organisation)
  readonly waitsFor?: Organisation;

  @IsOptional() @IsText(2000)
  readonly note?: string;
}

export class RecordReturnOutsideProcedure extends Report('RecordReturnOutsideProcedure', {
  summary: 'Reports that the child was brought to a state, or went there, without the procedure.',
  by: witnesses,
}) {
  @IsCode(returnKinds)
  readonly kind!: (typeof returnKinds)[number];

  /** State where the child is now. */
  @IsCountry()
  readonly destinationState!: string;

  @IsOptional() @IsPart(() => Organisation)
  readonly carriedOutBy?: Organisation;

  /** Whether anybody had assessed what is best for the child. */
  @IsCode(answers)
  readonly assessedBefore!: Answer;

  @IsCode(answers)
  readonly childAgreed!: Answer;

  @IsCode(answers)
  readonly handedOverAtBorder!: Answer;

  @IsOptional() @IsText(4000)
  readonly circumstances?: string;
}

export class RecordOriginStatementHeard extends Report('RecordOriginStatementHeard', {
  summary: 'Reports what the state of origin said of the child when it was heard.',
  by: witnesses,
}) {
  /** State that was heard. */
  @IsCountry()
  readonly destinationState!: string;

  /** Who heard it. */
  @IsCode(hearers)
  readonly hearer!: (typeof hearers)[number];

  @IsCode(positions)
  readonly position!: (typeof positions)[number];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

/** A ban can harm the child, and is visible in its case (OSCE/ODIHR, After the Chisinau Agreement, Day 2). */
export class RecordEntryBan extends Report('RecordEntryBan', {
  summary: 'Reports that a state does not let the child or one of its family in for a time.',
  by: witnesses,
}) {
  @IsCode(bannedPersons)
  readonly banned!: (typeof bannedPersons)[number];

  @IsOptional() @IsReference()
  readonly personRef?: string;

  /** State that may not be entered. */
  @IsCountry()
  readonly state!: string;

  @IsOptional() @IsPart(() => Organisation)
  readonly imposedBy?: Organisation;

  @IsCode(banGrounds)
  readonly ground!: (typeof banGrounds)[number];

  @IsDay('any')
  readonly from!: string;

  /** Last day of it; left out where none is known. */
  @IsOptional() @IsDay('any')
  readonly until?: string;

  @IsOptional() @IsText(4000)
  readonly circumstances?: string;
}

export class AttestPartReportUnfounded extends Attest('AttestPartReportUnfounded', {
  summary: 'Certifies, as a court or an ombudsperson that is independent of the return, that a report names somebody who had no part in what it tells.',
  by: ['OMBUDSPERSON', 'APPOINTING_AUTHORITY', 'CASE_WORKER'],
}) {
  /** Event that names them: a return outside of the procedure, a handover, an incident, a coercion, or a correction. */
  @IsUUID()
  readonly reportRef!: string;

  /** The person or the body, by the reference that the report gives. */
  @IsReference()
  readonly namedRef!: string;

  @IsOptional() @IsText(2000)
  readonly statement?: string;
}
