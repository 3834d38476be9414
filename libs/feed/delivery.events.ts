import Type from 'typebox';
import { servicePurposes } from '../decider/actor.js';
import { event } from '../decider/event.js';

/** What was told to whom, beside the registration: which events these were follows from the stretch of the log, the scope then and what was asked for. */

const position = Type.String({ minLength: 1 });
const question = {
  purpose: Type.Enum([...servicePurposes]),
  /** Absent where all of the scope was asked for. */
  contexts: Type.Optional(Type.Array(Type.String())),
  types: Type.Optional(Type.Array(Type.String())),
  jurisdictions: Type.Optional(Type.Array(Type.String())),
};
const asked = {
  ...question,
  /** Position after which it was told; absent for the beginning of the log. */
  after: Type.Optional(position),
};
const told = { through: position, events: Type.Integer({ minimum: 0 }) };

export const PageDelivered = event('feed.PageDelivered', 1, 'A service was told of the events of a page; recorded before the page left.', { ...asked, ...told });
export const LiveDeliveryStarted = event('feed.LiveDeliveryStarted', 1, 'A service is told of events as they come, from a position on; where no end is recorded it may have been told of all since.', asked);
export const LiveDeliveryEnded = event('feed.LiveDeliveryEnded', 1, 'A service that was told of events as they came was told of these, and listens no more.', {
  /** Event by which it started. */
  started: Type.String({ format: 'uuid' }), through: Type.Optional(position), events: told.events,
});
export const DeliveryAcknowledged = event('feed.DeliveryAcknowledged', 1, 'A service says that it has taken in everything that a question told it up to a position.', { ...question, through: position });
export const WebhookDeliveryStarted = event('feed.WebhookDeliveryStarted', 1, 'A service is called with events, from a position on; where no end is recorded it may have been told of all since.', {
  /** Event that registered the webhook. */
  webhook: Type.String({ format: 'uuid' }), ...asked,
});
export const WebhookDeliveryEnded = event('feed.WebhookDeliveryEnded', 1, 'A service that was called took these events; it may have seen the one after them, too.', {
  started: Type.String({ format: 'uuid' }), webhook: Type.String({ format: 'uuid' }), through: Type.Optional(position), events: told.events,
  /** Why it is not called with the next one until somebody has it tried again; absent where it is. */
  parkedFor: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_]{1,40}$' })),
});

export const deliveryEvents = [PageDelivered, LiveDeliveryStarted, LiveDeliveryEnded, DeliveryAcknowledged, WebhookDeliveryStarted, WebhookDeliveryEnded] as const;
export type DeliveryEvent = (typeof deliveryEvents)[number];
