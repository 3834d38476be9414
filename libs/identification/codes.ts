import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';

/** Codes and shapes that the events of more than one topic are made of. */

/** UNKNOWN is an answer of its own. */
export const answers = ['YES', 'NO', 'UNKNOWN'] as const;
export type Answer = (typeof answers)[number];
export const answer = Type.Enum([...answers]);

export const orderKinds = ['JUDICIAL', 'ADMINISTRATIVE', 'ORAL', 'NONE', 'UNKNOWN'] as const;
export type OrderKind = (typeof orderKinds)[number];

export const reference = Type.String();
export const country = Type.String({ description: 'ISO 3166-1 alpha-2.' });
export const day = Type.String({ format: 'date' });
export const dayOrInstant = Type.String({ description: 'A date, or an instant in RFC 3339.' });

export const organisation = Type.Object({ orgRef: Type.Optional(reference), orgType: Type.Enum([...orgTypes]) }, { additionalProperties: false });

export const order = Type.Object({
  ref: Type.Optional(reference),
  kind: Type.Enum([...orderKinds]),
  issuedBy: Type.Optional(organisation),
  issuedAt: Type.Optional(dayOrInstant),
}, { additionalProperties: false });
