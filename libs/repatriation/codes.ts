import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { journeyOutcomes } from '../decider/journey.js';

/** Codes and shapes that the events of more than one topic are made of. */

/** UNKNOWN is an answer of its own. */
export const answers = ['YES', 'NO', 'UNKNOWN'] as const;
export type Answer = (typeof answers)[number];
export const answer = Type.Enum([...answers]);

export const reference = Type.String();
export const eventId = Type.String({ format: 'uuid' });
export const country = Type.String({ description: 'ISO 3166-1 alpha-2.' });
export const day = Type.String({ format: 'date' });
export const instant = Type.String({ format: 'date-time' });
export const organisation = Type.Object({ orgRef: Type.Optional(reference), orgType: Type.Enum([...orgTypes]) }, { additionalProperties: false });

/** What is being carried out: where the child is to live, and whether that is a return. */
export const journey = { outcome: Type.Enum([...journeyOutcomes]), destinationState: country };
