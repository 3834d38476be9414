import { IsOptional } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Attest, Record as Report } from '../decider/command.js';
import { suspensionCauses, suspensionScopes } from '../decider/corridor.js';
import { IsCode, IsCountry, IsInstant, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';

export class RecordSuspension extends Report('RecordSuspension', {
  summary: 'Reports that transfers from one state to another are suspended: whoever declared it, for whichever reason. The way back is a report of its own.',
  by: witnesses,
  subject: 'corridor',
}) {
  /** Name by which its end can mean this suspension; left out, it is the id of the event. */
  @IsOptional() @IsReference()
  readonly suspensionRef?: string;

  /** State that declared it: one of the two, or another that the way leads through. */
  @IsCountry()
  readonly declaredByState!: string;

  /** Kind of body that declared it. */
  @IsOptional() @IsCode(orgTypes)
  readonly declaredBy?: OrgType;

  @IsCode(suspensionCauses)
  readonly cause!: (typeof suspensionCauses)[number];

  @IsCode(suspensionScopes)
  readonly scope!: (typeof suspensionScopes)[number];

  /** The act or provision that it rests on, or that none was named. */
  @IsText(200)
  readonly legalBasis!: string;

  /** From when transfers are suspended. */
  @IsInstant('any')
  readonly from!: string;

  /** By when it is looked at again. */
  @IsInstant('any')
  readonly reviewBy!: string;
}

export class AttestTransfersResumed extends Attest('AttestTransfersResumed', {
  summary: 'Certifies, by a document of those who declared it, that a suspension of transfers from one state to another is over.',
  by: ['CASE_WORKER', 'ORIGIN_AUTHORITY'],
  subject: 'corridor',
}) {
  /** Name of the suspension, or id of the event that declared it. */
  @IsReference()
  readonly suspensionRef!: string;
}
