import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';

/** Codes and shapes that the events of more than one topic are made of. */

/** UNKNOWN is an answer of its own. */
export const answers = ['YES', 'NO', 'UNKNOWN'] as const;
export type Answer = (typeof answers)[number];
export const answer = Type.Enum([...answers]);

export const professions = [
  'SOCIAL_WORKER', 'PSYCHOLOGIST', 'DOCTOR', 'TEACHER', 'LAWYER', 'JUDGE', 'CULTURAL_MEDIATOR', 'COUNTRY_EXPERT', 'OTHER',
] as const;
export type Profession = (typeof professions)[number];

export const reference = Type.String();
export const eventId = Type.String({ format: 'uuid' });
export const country = Type.String({ description: 'ISO 3166-1 alpha-2.' });
export const instant = Type.String({ format: 'date-time' });
export const day = Type.String({ format: 'date' });

/** Whoever did the work that is attested. */
export const professional = Type.Object({
  personRef: reference,
  orgType: Type.Enum([...orgTypes]),
  profession: Type.Enum([...professions]),
}, { additionalProperties: false });

/** What stood in the way of a step that was not possible. */
export const obstacles = [
  'NOT_FOUND', 'NO_ANSWER', 'DECLINED', 'NO_ACCESS', 'NO_INTERPRETER', 'NO_STATE_OF_ORIGIN', 'WOULD_ENDANGER', 'PROTECTION_SCREEN_OPEN', 'DEAD',
] as const;
export type Obstacle = (typeof obstacles)[number];
/** Where to try would do harm, or nobody is there to be asked. */
export const forbidsAttempts: readonly Obstacle[] = ['NO_STATE_OF_ORIGIN', 'WOULD_ENDANGER', 'PROTECTION_SCREEN_OPEN', 'DEAD'];
export const attemptChannels = ['VISIT', 'PHONE', 'LETTER', 'MESSAGE', 'AUTHORITY', 'CONSULATE', 'TRACING_SERVICE', 'PARTNER'] as const;
export const attempts = Type.Array(Type.Object({ on: day, channel: Type.Enum([...attemptChannels]) }, { additionalProperties: false }));

/** How somebody was spoken with. Whatever was said without an interpreter who was needed, or was not understood, proves nothing. */
export const interpreting = ['NOT_NEEDED', 'PRESENT', 'MISSING'] as const;
export const spoken = {
  /** ISO 639-3. */
  language: Type.String(),
  interpreter: Type.Enum([...interpreting]),
  interpreterRef: Type.Optional(reference),
  /** Whether it was checked that the person understood. */
  understood: answer,
};

export function wasUnderstood({ interpreter, understood }: { readonly interpreter: (typeof interpreting)[number]; readonly understood: Answer }): boolean {
  return interpreter !== 'MISSING' && understood === 'YES';
}
