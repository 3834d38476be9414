import { IsOptional } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Record as Report } from '../decider/command.js';
import { IsCode, IsReference, IsText } from '../decider/fields.js';
import { witnesses } from '../decider/witnesses.js';
import { harms, proceedingOutcomes, proceedingRoles, protectionMeasures, victimClaims } from './victim.events.js';

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
