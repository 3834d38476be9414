import type { SharedEvent } from '../decider/shared.js';
import { envelopeOf, schemaOf } from './schemas.js';

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
      live: { address: '/feed/live', description: 'Server-sent events from a cursor (Last-Event-ID) through what there was to what comes.', messages },
    },
    operations: {
      sendPages: { action: 'send', channel: { $ref: '#/channels/pages' }, summary: 'Gives a service the events after a cursor.' },
      sendLive: { action: 'send', channel: { $ref: '#/channels/live' }, summary: 'Tells a service of events as they come.' },
    },
    components: {
      messages: named((event) => ({
        name: nameOf(event), title: event.type, summary: event.summary, contentType: 'application/cloudevents+json',
        payload: envelopeOf(event, { $ref: `#/components/schemas/${nameOf(event)}` }),
      })),
      schemas: named((event) => {
        const { $id: _id, $schema: _draft, ...schema } = schemaOf(event);
        return schema;
      }),
    },
  };
}
