import { IsBoolean, IsOptional } from 'class-validator';
import { type OrgType, orgTypes, roles } from '../decider/actor.js';
import { Attest, Protect, Record as Report } from '../decider/command.js';
import { IsCode, IsCountry, IsDay, IsInstant, IsLanguage, IsList, IsPart, IsPlaceRef, IsReference, IsText, IsWhole } from '../decider/fields.js';
import { answers, type Answer } from './codes.js';
import {
  accompaniments, ageStatuses, channels, consulateOutcomes, contesters, deathCauses, examinations, heldOrCaredFor, sexes, signsOfLife,
} from './finding.events.js';
import { witnesses } from '../decider/witnesses.js';
import { Organisation } from '../decider/statement.js';

export class RegisterChildFound extends Protect('RegisterChildFound', {
  summary: 'Registers a child who was found and may need protection, whether or not its name is known.',
  // Whoever found a child says so, and the record that begins with it is as good as any.
  by: roles,
  starts: true,
}) {
  @IsOptional() @IsCode(channels)
  readonly channel?: (typeof channels)[number];

  /** Kind of body that found the child; left out where a person did. */
  @IsOptional() @IsCode(orgTypes)
  readonly foundBy?: OrgType;

  /** State in which the child was found. */
  @IsCountry()
  readonly foundIn!: string;

  /** When somebody first reported the child, where that was before it was found: its needs are assessed in time from then. */
  @IsOptional() @IsInstant('past')
  readonly reportedAt?: string;

  /** Who was with the child, as far as could be seen. */
  @IsCode(accompaniments)
  readonly accompaniment!: (typeof accompaniments)[number];

  /** As recorded, by the names of ISO 5218. */
  @IsCode(sexes)
  readonly sex!: (typeof sexes)[number];

  /** What the age rests on; left out, the child is presumed to be one. */
  @IsOptional() @IsCode(ageStatuses)
  readonly ageStatus?: (typeof ageStatuses)[number];

  @IsOptional() @IsWhole(0, 30)
  readonly claimedAgeYears?: number;

  @IsOptional() @IsWhole(0, 30)
  readonly estimatedAgeYearsMin?: number;

  @IsOptional() @IsWhole(0, 30)
  readonly estimatedAgeYearsMax?: number;

  /** Where no date of birth is known: the 18th birthday of the youngest that the child can plausibly be. */
  @IsOptional() @IsDay('any')
  readonly majorityOn?: string;

  /** Languages that the child understands. */
  @IsOptional() @IsList(20) @IsLanguage({ each: true })
  readonly languages?: string[];

  @IsOptional() @IsList(10) @IsCountry({ each: true })
  readonly nationalityClaims?: string[];

  @IsOptional() @IsBoolean({ message: 'statelessnessClaimed is true or false' })
  readonly statelessnessClaimed?: boolean;

  @IsOptional() @IsDay('past')
  readonly dateOfBirth?: string;

  @IsOptional() @IsText(200)
  readonly name?: string;

  /** By what the child can be told from others. */
  @IsOptional() @IsText(2000)
  readonly description?: string;

  /** Where the child was found, in words. */
  @IsOptional() @IsText(500)
  readonly foundAt?: string;
}

export class RecordDeath extends Report('RecordDeath', {
  summary: 'Reports that the child has died.',
  by: witnesses.filter((role) => role !== 'CHILD'),
}) {
  @IsCountry()
  readonly diedIn!: string;

  @IsOptional() @IsPlaceRef()
  readonly facilityRef?: string;

  /** Whether somebody held the child or cared for it when it died. */
  @IsCode(heldOrCaredFor)
  readonly heldOrCaredFor!: (typeof heldOrCaredFor)[number];

  @IsOptional() @IsPart(() => Organisation)
  readonly custodian?: Organisation;

  /** The cause that is claimed. */
  @IsCode(deathCauses)
  readonly causeClaimed!: (typeof deathCauses)[number];

  /** Who says that it was otherwise. */
  @IsOptional() @IsList(contesters.length) @IsCode(contesters, { each: true })
  readonly contestedBy?: (typeof contesters)[number][];

  /** Who examined the body. */
  @IsCode(examinations)
  readonly examination!: (typeof examinations)[number];

  @IsOptional() @IsText(500)
  readonly place?: string;

  @IsOptional() @IsText(4000)
  readonly circumstances?: string;
}

/** A mistaken report must not close every decision about the child for good; to retract it is not enough (ruling 12). */
export class AttestDeathReportUnfounded extends Attest('AttestDeathReportUnfounded', {
  summary: 'Certifies that the child is alive, and that what was reported of its death so far was mistaken.',
  by: ['CASE_WORKER', 'APPOINTING_AUTHORITY', 'OMBUDSPERSON'],
}) {
  @IsCode(signsOfLife)
  readonly shownBy!: (typeof signsOfLife)[number];

  @IsOptional() @IsReference()
  readonly documentRef?: string;

  @IsOptional() @IsText(2000)
  readonly statement?: string;
}

export class RecordDocumentedAsAbandoned extends Report('RecordDocumentedAsAbandoned', {
  summary: 'Reports that an authority wrote the child up as abandoned.',
  by: witnesses,
}) {
  /** The words that the authority uses, and never a name. */
  @IsText(200)
  readonly authorityLabel!: string;

  @IsOptional() @IsPart(() => Organisation)
  readonly authority?: Organisation;

  @IsCode(answers)
  readonly parentsKnown!: Answer;

  @IsOptional() @IsText(4000)
  readonly circumstances?: string;
}

export class RecordConsulateContact extends Report('RecordConsulateContact', {
  summary: 'Reports that somebody was in contact with a consulate about the child, and whether that was known to be safe.',
  by: witnesses,
}) {
  /** State of the consulate. */
  @IsCountry()
  readonly state!: string;

  /** Whether it was found out before that the contact endangers neither the child nor its family. */
  @IsCode(answers)
  readonly safetyAssessed!: Answer;

  @IsCode(consulateOutcomes)
  readonly outcome!: (typeof consulateOutcomes)[number];
}
