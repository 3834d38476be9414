import { IsOptional, IsUUID } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Attest, Record as Report } from '../decider/command.js';
import { IsCode, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { presences } from './contact.events.js';
import { givenUp, givenUpBy, harms, proceedingOutcomes, proceedingRoles, protectionMeasures, remedyReviews, victimClaims } from './victim.events.js';

/** A victim is protected and compensated, and not punished for what it was made to do (X11). */
export class RecordVictimProceeding extends Report('RecordVictimProceeding', {
  summary: 'Reports a proceeding about harm done to the child: as whom the child stands in it, how it is protected, what it claims and how it ended.',
  by: witnesses,
}) {
  @IsCode(proceedingRoles)
  readonly role!: (typeof proceedingRoles)[number];

  @IsCode(harms)
  readonly harm!: (typeof harms)[number];

  @IsCode(orgTypes)
  readonly authorityType!: OrgType;

  @IsOptional() @IsReference()
  readonly authorityRef?: string;

  @IsCode(protectionMeasures)
  readonly protectionMeasure!: (typeof protectionMeasures)[number];

  @IsCode(victimClaims)
  readonly claim!: (typeof victimClaims)[number];

  @IsCode(proceedingOutcomes)
  readonly outcome!: (typeof proceedingOutcomes)[number];

  @IsOptional() @IsText(4000)
  readonly account?: string;
}

/** A complaint that a mother takes back protects whoever beat the child, and not the child (CABAR.asia on the children of labour migrants in Kyrgyzstan). */
export class RecordRemedyGivenUp extends Report('RecordRemedyGivenUp', {
  summary: 'Reports that somebody took a complaint for the child back, settled with who did harm to it or refused an examination; nothing ends by that.',
  by: witnesses,
}) {
  @IsCode(givenUp)
  readonly what!: (typeof givenUp)[number];

  /** Who gave it up. */
  @IsCode(givenUpBy)
  readonly by!: (typeof givenUpBy)[number];

  @IsOptional() @IsReference()
  readonly personRef?: string;

  /** Event of the complaint, or by which the proceeding was reported, where it is one of this record. */
  @IsOptional() @IsUUID()
  readonly remedyRef?: string;

  @IsCode(presences)
  readonly childAgreed!: (typeof presences)[number];

  @IsOptional() @IsText(4000)
  readonly account?: string;
}

export class AttestRemedyReviewed extends Attest('AttestRemedyReviewed', {
  summary: 'Certifies by a document that somebody other than who gave it up looked at what was given up for the child, and what follows.',
  by: ['OMBUDSPERSON', 'APPOINTING_AUTHORITY', 'CASE_WORKER', 'LAWYER'],
}) {
  /** Event that reported it. */
  @IsUUID()
  readonly reportRef!: string;

  @IsCode(remedyReviews)
  readonly result!: (typeof remedyReviews)[number];

  @IsCode(presences)
  readonly childHeard!: (typeof presences)[number];

  @IsReference()
  readonly documentRef!: string;
}
