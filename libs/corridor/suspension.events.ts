import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { suspensionCauses, suspensionScopes } from '../decider/corridor.js';
import { event } from '../decider/event.js';

const reference = Type.String();
const instant = Type.String({ format: 'date-time' });

export const SuspensionDeclared = event('corridor.SuspensionDeclared', 1,
  'Transfers from one state to another are suspended, as reported; everything else that is owed to the children goes on.', {
    /** Name that the reporter gave to the suspension; without one it is named by the id of this event. */
    suspensionRef: Type.Optional(reference),
    declaredByState: Type.String({ description: 'ISO 3166-1 alpha-2.' }),
    /** Kind of body that declared it. */
    declaredBy: Type.Optional(Type.Enum([...orgTypes])),
    cause: Type.Enum([...suspensionCauses]),
    scope: Type.Enum([...suspensionScopes]),
    legalBasis: Type.String(),
    from: instant,
    /** By when it is looked at again; that this has passed ends nothing. */
    reviewBy: instant,
  });

export const TransfersResumed = event('corridor.TransfersResumed', 1, 'A suspension is over, as a document of those who declared it shows.', {
  suspensionRef: reference,
});

export const suspensionEvents = [SuspensionDeclared, TransfersResumed] as const;
export type SuspensionEvent = (typeof suspensionEvents)[number];
