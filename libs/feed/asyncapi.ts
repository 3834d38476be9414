import { pseudonymForm, type SharedEvent } from '../decider/shared.js';
import type { Message } from './live.js';
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

/** What is told live besides events, by the name of the server-sent event; with a cursor where the service goes on from one. */
const livePlaces: Readonly<Record<Exclude<Message['kind'], 'event'> | 'token-expired', { readonly summary: string; readonly cursor: boolean }>> = {
  'caught-up': { summary: 'Everything that there was is told; what comes is told as it comes.', cursor: true },
  'fell-behind': { summary: 'The service is too slow to be told as things happen: it reads pages from the cursor on, and may come back. The connection ends.', cursor: true },
  closed: { summary: 'The scope of the service does not hold what it asks for any more. The connection ends, and is not to be made anew.', cursor: false },
  'token-expired': { summary: 'The token that opened the connection ran out. The connection ends; whoever comes back with a newer token and the last id goes on where it stands.', cursor: false },
};

/** Why a question is not answered, by the last part of the type of the problem, for pages and live; `Retry-After` says when to ask again, where that may help. */
export const refusals: Readonly<Record<string, { readonly status: number; readonly means: string }>> = {
  'invalid-query': { status: 400, means: 'a parameter, or the cursor, is not one of this question' },
  'cursor-beyond-end': { status: 400, means: 'the log lost what was told: begin anew without a cursor' },
  'not-authenticated': { status: 401, means: 'there is no token' },
  'invalid-token': { status: 401, means: 'the token is refused, or ran out' },
  'not-allowed': { status: 403, means: 'the role, or the kind of body, does not include this' },
  'not-registered': { status: 403, means: 'the service is not registered for the purpose of its token' },
  'not-in-scope': { status: 403, means: 'the question names what the scope does not hold' },
  'not-acceptable': { status: 406, means: 'the form that is asked for is none of ours' },
  'listens-already': { status: 429, means: 'the service listens over as many connections as one may' },
  'too-many-listen': { status: 503, means: 'there is no room for another connection' },
  unavailable: { status: 503, means: 'the record cannot be reached' },
};

const refusal = {
  name: 'refusal', title: 'A refusal', summary: 'Why the question is not answered (RFC 9457).', contentType: 'application/problem+json',
  payload: {
    type: 'object',
    properties: {
      type: {
        description: `Tells refusals apart, behind urn:guarantor:problem: ${Object.entries(refusals).map(([code, { status, means }]) => `${code} (${status}): ${means}`).join('; ')}. Others may be added.`,
        type: 'string', pattern: '^urn:guarantor:problem:[a-z-]+$', examples: Object.keys(refusals).map((code) => `urn:guarantor:problem:${code}`),
      },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { description: 'This case, for a person.', type: 'string' },
      requestId: { description: 'Names the request to whoever runs the server.', type: 'string' },
    },
    required: ['type', 'title', 'status', 'detail', 'requestId'],
  },
};

const places = Object.fromEntries(Object.entries(livePlaces).map(([name, { summary, cursor }]) => [name, {
  name, title: name, summary, contentType: 'application/json',
  payload: { type: 'object', ...(cursor && { properties: { cursor: { description: 'Asks for what comes after it.', type: 'string' } }, required: ['cursor'] }), additionalProperties: false },
}]));

/** The contract of the feed as one AsyncAPI 3 document, from the declarations that events are told by. */
export function describeFeed(shared: readonly SharedEvent[]): object {
  const nameOf = ({ type, version }: SharedEvent) => `${type}.${version}`;
  const named = <T>(make: (event: SharedEvent) => T) => Object.fromEntries(shared.map((event) => [nameOf(event), make(event)]));
  const leadingTo = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
  const events = shared.map(nameOf);
  const token = [{ $ref: '#/components/securitySchemes/token' }];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Guarantor: what other services are told',
      version: '1',
      description: 'Events about children who are moved, stopped or returned across a border, as codes, days and pseudonyms that are other ones for each service. Delivered at least once, in the order of the log, under ids that stay; a service is told what its registered scope holds, for one purpose at a time, and enforcement is none.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: {
      pages: { address: '/feed', description: 'Pages forward from a cursor, as application/cloudevents-batch+json or application/x-ndjson.', messages: leadingTo([...events, 'refusal']) },
      webhook: {
        address: null,
        description: 'Calls to the address that the service is registered with, by the Standard Webhooks convention: one event at a time, in the order of the log, again until it is taken.',
        messages: leadingTo(['call']),
      },
      live: { address: '/feed/live', description: 'Server-sent events from a cursor (Last-Event-ID) through what there was to what comes; a refusal comes in the place of the stream.', messages: leadingTo([...events, ...Object.keys(places), 'refusal']) },
    },
    operations: {
      sendPages: { action: 'send', channel: { $ref: '#/channels/pages' }, summary: 'Gives a service the events after a cursor.', security: token },
      callWebhook: { action: 'send', channel: { $ref: '#/channels/webhook' }, summary: 'Calls a service with the next event. 2xx: taken; 410: it is called no more; anything else: it comes again.', bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } } },
      sendLive: { action: 'send', channel: { $ref: '#/channels/live' }, summary: 'Tells a service of events as they come.', security: token },
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
        ...places,
        refusal,
      },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A token of the role SERVICE for one purpose. What is told ends with it.' } },
      schemas: named((event) => {
        const { $id: _id, $schema: _draft, ...schema } = schemaOf(event);
        return schema;
      }),
    },
  };
}
