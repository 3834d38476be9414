import Type from 'typebox';
import { servicePurposes } from '../decider/actor.js';
import { event } from '../decider/event.js';

/** Where a webhook begins: with all that the service may be told of what happened so far, or with what comes after its registration. */
export const beginnings = ['BEGINNING', 'NOW'] as const;
export const pauseReasons = ['MAINTENANCE', 'SUSPECTED_MISUSE', 'SECRET_LOST', 'ORDERED_BY_OVERSIGHT', 'OTHER'] as const;
export const webhookEndReasons = ['NO_LONGER_NEEDED', 'ASKS_BY_ITSELF', 'SECRET_LOST', 'ORDERED_BY_OVERSIGHT', 'OTHER'] as const;
export const redriveReasons = ['TARGET_REPAIRED', 'TRIED_AGAIN', 'OTHER'] as const;

const instruction = {
  /** An https address without a user, a password, parameters or a fragment, so that nothing secret stands in it. */
  target: Type.String(),
  purpose: Type.Enum([...servicePurposes]),
  /** Absent where all of the scope is asked for. */
  contexts: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  types: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  jurisdictions: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
};

export const WebhookRegistered = event('feed.WebhookRegistered', 1, 'A service is called with each event that it is told of; the secret that signs the calls goes by the id of this event.', {
  ...instruction, begins: Type.Enum([...beginnings]),
});
export const WebhookChanged = event('feed.WebhookChanged', 1, 'A service is called elsewhere from now on, or with other events of its scope.', instruction);
export const WebhookPaused = event('feed.WebhookPaused', 1, 'A service is not called until somebody says that it is again; nothing is left out meanwhile.', { reason: Type.Enum([...pauseReasons]) });
export const WebhookResumed = event('feed.WebhookResumed', 1, 'A service is called again, from where it was paused.', {});
export const WebhookRedriveRequested = event('feed.WebhookRedriveRequested', 1, 'A service is to be called again at once with the event that it did not take.', { reason: Type.Enum([...redriveReasons]) });
export const WebhookSecretRotated = event('feed.WebhookSecretRotated', 1, 'The calls of a service are signed with a new secret, which goes by the id of this event, and for a while with those before it, too.', {
  /** From when on the new one signs alone. */
  overlapUntil: Type.String({ format: 'date-time' }),
});
export const WebhookEnded = event('feed.WebhookEnded', 1, 'A service is not called any more; it may go on asking.', { reason: Type.Enum([...webhookEndReasons]) });

export const webhookEvents = [WebhookRegistered, WebhookChanged, WebhookPaused, WebhookResumed, WebhookRedriveRequested, WebhookSecretRotated, WebhookEnded] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
