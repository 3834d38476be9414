import { IsDefined, IsOptional, IsUUID } from 'class-validator';
import { Attest, Protect, Record as Report } from '../decider/command.js';
import { IsCode, IsList, IsPart, IsReference, IsText } from '../decider/fields.js';
import { Organisation } from '../decider/statement.js';
import { witnesses } from '../decider/witnesses.js';
import { answers, type Answer } from './codes.js';
import { FamilyMember, isAnotherMember } from './family.commands.js';
import { contactChannels } from './family.events.js';
import { deathCauses } from './finding.events.js';
import { deathInquiryResults, selfHarmMeasures, selfHarmSigns } from './safety.events.js';

export class ReportSelfHarmRisk extends Protect('ReportSelfHarmRisk', {
  summary: 'Says that the child may harm itself, and asks that somebody keeps it safe at once.',
  by: witnesses,
}) {
  @IsList(selfHarmSigns.length, { lengthMin: 1 }) @IsCode(selfHarmSigns, { each: true })
  readonly signs!: (typeof selfHarmSigns)[number][];

  @IsCode(answers)
  readonly imminent!: Answer;

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class RecordSelfHarmResponse extends Report('RecordSelfHarmResponse', {
  summary: 'Reports what was done for a child who may harm itself, be it help or not.',
  by: witnesses,
}) {
  /** Event that reported the risk; left out, all that is feared is meant. */
  @IsOptional() @IsUUID()
  readonly riskRef?: string;

  @IsList(selfHarmMeasures.length, { lengthMin: 1 }) @IsCode(selfHarmMeasures, { each: true })
  readonly measures!: (typeof selfHarmMeasures)[number][];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class RecordFamilyToldOfDeath extends Report('RecordFamilyToldOfDeath', {
  summary: 'Reports that the family was told of the death of the child.',
  by: witnesses.filter((role) => role !== 'CHILD'),
}) {
  @IsList(20, { lengthMin: 1, by: isAnotherMember }) @IsPart(() => FamilyMember, { each: true })
  readonly told!: FamilyMember[];

  @IsCode(contactChannels)
  readonly channel!: (typeof contactChannels)[number];

  /** Whether the family was told how and where the child died. */
  @IsCode(answers)
  readonly circumstancesTold!: Answer;

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class AttestDeathInquiryOpened extends Attest('AttestDeathInquiryOpened', {
  summary: 'Certifies, by its document, that an independent body inquires into the death of the child.',
  by: ['OMBUDSPERSON', 'LAWYER', 'NGO_ADVOCATE', 'CASE_WORKER'],
}) {
  @IsDefined({ message: 'inquiryBody says which body inquires' }) @IsPart(() => Organisation)
  readonly inquiryBody!: Organisation;

  @IsReference()
  readonly documentRef!: string;
}

export class AttestDeathInquiryConcluded extends Attest('AttestDeathInquiryConcluded', {
  summary: 'Certifies, by its document, what an independent inquiry into the death of the child found.',
  by: ['OMBUDSPERSON', 'LAWYER', 'NGO_ADVOCATE', 'CASE_WORKER'],
}) {
  /** Event that opened the inquiry. */
  @IsUUID()
  readonly inquiryRef!: string;

  @IsCode(deathInquiryResults)
  readonly result!: (typeof deathInquiryResults)[number];

  @IsCode(deathCauses)
  readonly causeFound!: (typeof deathCauses)[number];

  @IsReference()
  readonly documentRef!: string;

  @IsOptional() @IsText(4000)
  readonly findings?: string;
}
