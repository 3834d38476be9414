import Type from 'typebox';
import { orgTypes, servicePurposes } from '../decider/actor.js';
import { event } from '../decider/event.js';

/** Why a service is told of nothing any more. */
export const revocationReasons = ['NO_LONGER_NEEDED', 'PURPOSE_EXCEEDED', 'SECRET_LOST', 'BODY_CHANGED', 'ORDERED_BY_OVERSIGHT', 'OTHER'] as const;

const scope = {
  orgRef: Type.String(),
  orgType: Type.Enum([...orgTypes]),
  purposes: Type.Array(Type.Enum([...servicePurposes]), { minItems: 1 }),
  contexts: Type.Array(Type.String(), { minItems: 1 }),
  types: Type.Array(Type.String(), { minItems: 1 }),
  /** Fields that are told only to those whose scope names them, as type.field. */
  fields: Type.Array(Type.String()),
  /** ISO 3166-1 alpha-2; absent where all are meant. */
  jurisdictions: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  /** The version in which it is told of a type, the newest of then; of a type that is not here, the first. */
  versions: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 2 }))),
};

export const ConsumerRegistered = event('feed.ConsumerRegistered', 1, 'A service is told of events from now on, as far as its scope goes.', scope);
export const ConsumerScopeChanged = event('feed.ConsumerScopeChanged', 1, 'A service is told of events as far as another scope goes, which takes the place of the one before.', scope);
export const ConsumerRevoked = event('feed.ConsumerRevoked', 1, 'A service is told of nothing any more, but for what is said later of what it was told, where that is said here.', {
  reason: Type.Enum([...revocationReasons]),
  /** Whether it goes on being told that something it knows was corrected, taken back, linked or is to be forgotten. */
  saidBack: Type.Optional(Type.Literal(true)),
});

export const consumerEvents = [ConsumerRegistered, ConsumerScopeChanged, ConsumerRevoked] as const;
export type ConsumerEvent = (typeof consumerEvents)[number];
