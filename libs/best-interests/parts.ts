import { IsOptional } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { IsCode, IsDay, IsLanguage, IsReference } from '../decider/fields.js';
import { answers, attemptChannels, interpreting, professions, type Answer, type Profession } from './codes.js';

/** Parts that the bodies of more than one topic are made of. */

export class Professional {
  /** Pseudonymous reference, never a name. */
  @IsReference()
  readonly personRef!: string;

  @IsCode(orgTypes)
  readonly orgType!: OrgType;

  @IsCode(professions)
  readonly profession!: Profession;
}

export class Attempt {
  @IsDay('past')
  readonly on!: string;

  @IsCode(attemptChannels)
  readonly channel!: (typeof attemptChannels)[number];
}

/** Two attempts differ in the day or in the channel. */
export const isAnotherAttempt = ({ on, channel }: Attempt): string => `${on} ${channel}`;

/** In which words somebody was spoken with. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
export function speaking<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Spoken extends base {
    /** Language that was spoken. */
    @IsLanguage()
    readonly language!: string;

    /** Whether an interpreter was needed, and was there. */
    @IsCode(interpreting)
    readonly interpreter!: (typeof interpreting)[number];

    @IsOptional() @IsReference()
    readonly interpreterRef?: string;

    /** Whether it was checked that the person understood. */
    @IsCode(answers)
    readonly understood!: Answer;
  }
  return Spoken;
}

export class Spoken extends speaking(Object) {}
