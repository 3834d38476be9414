import { pseudonymForm, type SharedEvent } from '../decider/shared.js';
import { envelopeOf, schemaOf } from './schemas.js';

/** Those of the Standard Webhooks convention. */
const callHeaders = {
  type: 'object',
  properties: {
    'webhook-id': { description: 'The id of the event: what was taken under it was taken.', type: 'string', pattern: pseudonymForm.source },
    'webhook-timestamp': { description: 'When it was sent, in seconds since 1970.', type: 'string', pattern: '^\\d+$' },
    'webhook-signature': {
      description: 'v1, and the HMAC-SHA-256 of <webhook-id>.<webhook-timestamp>.<body> under the secret, in base64; two with a space between them while two secrets overlap.',
      type: 'string', pattern: '^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)*$',
    },
  },
  required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
};

/** The contract of the feed as one AsyncAPI 3 document, from the declarations that events are told by. */
export function describeFeed(shared: readonly SharedEvent[]): object {
  const nameOf = ({ type, version }: SharedEvent) => `${type}.${version}`;
  const named = <T>(make: (event: SharedEvent) => T) => Object.fromEntries(shared.map((event) => [nameOf(event), make(event)]));
  const messages = named((event) => ({ $ref: `#/components/messages/${nameOf(event)}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Guarantor: what other services are told',
      version: '1',
      description: 'Events about children who are moved, stopped or returned across a border, as codes, days and pseudonyms that are other ones for each service. Delivered at least once, in the order of the log, under ids that stay; a service is told what its registered scope holds, for one purpose at a time, and enforcement is none.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: {
      pages: { address: '/feed', description: 'Pages forward from a cursor, as application/cloudevents-batch+json or application/x-ndjson.', messages },
      webhook: {
        address: null,
        description: 'Calls to the address that the service is registered with, by the Standard Webhooks convention: one event at a time, in the order of the log, again until it is taken.',
        messages: { call: { $ref: '#/components/messages/call' } },
      },
      live: { address: '/feed/live', description: 'Server-sent events from a cursor (Last-Event-ID) through what there was to what comes.', messages },
    },
    operations: {
      sendPages: { action: 'send', channel: { $ref: '#/channels/pages' }, summary: 'Gives a service the events after a cursor.' },
      callWebhook: { action: 'send', channel: { $ref: '#/channels/webhook' }, summary: 'Calls a service with the next event. 2xx: taken; 410: it is called no more; anything else: it comes again.', bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } } },
      sendLive: { action: 'send', channel: { $ref: '#/channels/live' }, summary: 'Tells a service of events as they come.' },
    },
    components: {
      messages: {
        ...named((event) => ({
          name: nameOf(event), title: event.type, summary: event.summary, contentType: 'application/cloudevents+json',
          payload: envelopeOf(event, { $ref: `#/components/schemas/${nameOf(event)}` }),
        })),
        call: {
          name: 'call', title: 'A call', summary: 'One event, signed.', contentType: 'application/cloudevents+json',
          payload: { oneOf: shared.map((event) => ({ $ref: `#/components/messages/${nameOf(event)}/payload` })) },
          bindings: { http: { headers: callHeaders, bindingVersion: '0.3.0' } },
        },
      },
      schemas: named((event) => {
        const { $id: _id, $schema: _draft, ...schema } = schemaOf(event);
        return schema;
      }),
    },
  };
}
