import { IsOptional } from 'class-validator';
import { Decide, Protect } from '../decider/command.js';
import { IsCode, IsReference, IsText } from '../decider/fields.js';
import { gate } from '../decider/gate.js';
import { witnesses } from '../decider/witnesses.js';
import { telling } from '../decider/telling.js';
import { consenters, neutralBodies, withdrawalChannels, type Consenter } from './consent.events.js';
import { forJourney } from './parts.js';

export class GiveConsent extends telling(forJourney(Decide('GiveConsent', {
  summary: 'Gives the consent of the child, or of its representative, to one outcome, one state and one carer, before a neutral witness.',
  by: ['CASE_WORKER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'LAWYER'],
  gate: gate('consent', ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE']),
}))) {
  /** Whose consent it is. */
  @IsCode(consenters)
  readonly by!: Consenter;

  /** The representative who agrees; left out for the child. */
  @IsOptional() @IsReference()
  readonly representativeRef?: string;

  /** The person or home that is to care for the child. */
  @IsReference()
  readonly carerRef!: string;

  /** Who told the person what it means. */
  @IsReference()
  readonly informedBy!: string;

  /** Who was there and stands for its being free: nobody who agrees, informs, interprets or represents, and nobody who proposes, decides or carries out the return. */
  @IsReference()
  readonly witnessRef!: string;

  /** Kind of body that the witness is of. */
  @IsCode(neutralBodies)
  readonly witnessOrgType!: (typeof neutralBodies)[number];

  /** What the person said. */
  @IsOptional() @IsText(4000)
  readonly words?: string;
}

export class WithdrawConsent extends Protect('WithdrawConsent', {
  summary: 'Takes a consent back: in any way, at any time, whoever brings the word.',
  by: witnesses,
}) {
  @IsCode(consenters)
  readonly whose!: Consenter;

  @IsCode(withdrawalChannels)
  readonly channel!: (typeof withdrawalChannels)[number];

  /** A person who was there, if any: a consent is taken back before whomever, and given again before a neutral witness only. */
  @IsOptional() @IsReference()
  readonly witnessRef?: string;

  @IsOptional() @IsText(4000)
  readonly words?: string;
}
