import { IsOptional } from 'class-validator';
import Type from 'typebox';
import { IsCode, IsLanguage, IsReference } from './fields.js';

/** How a child was told something: what is not understood was not said. */

export const manners = ['SPOKEN', 'WRITTEN', 'EASY_LANGUAGE', 'SIGN_LANGUAGE', 'PICTURES', 'PLAY'] as const;
/** How somebody made sure that what was said was understood. */
export const understandings = ['SAID_IN_OWN_WORDS', 'ANSWERED_QUESTIONS', 'NOT_UNDERSTOOD'] as const;

/** As events hold it. */
export const howTold = {
  language: Type.String({ description: 'ISO 639-3.' }),
  manner: Type.Enum([...manners]),
  interpreterRef: Type.Optional(Type.String()),
  understanding: Type.Enum([...understandings]),
};

/** As commands ask for it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
export function telling<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Telling extends base {
    @IsLanguage()
    readonly language!: string;

    @IsCode(manners)
    readonly manner!: (typeof manners)[number];

    /** Who interpreted; left out where nobody had to. */
    @IsOptional() @IsReference()
    readonly interpreterRef?: string;

    /** How it was made sure that it was understood. */
    @IsCode(understandings)
    readonly understanding!: (typeof understandings)[number];
  }
  return Telling;
}
