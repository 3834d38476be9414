import type { SharedEvent } from '../decider/shared.js';
import { pseudonymForm } from '../decider/shared.js';
import { schemaId } from './cloud-event.js';

/** A JSON Schema of draft 2020-12. */
export interface PublishedSchema {
  readonly $id: string;
  readonly [keyword: string]: unknown;
}

const day = { type: 'string', format: 'date' };
const days = {
  description: 'The first and the last day on which it can have been, by the calendar of the place; left out where nothing is known of it.',
  type: 'object', properties: { from: day, to: day }, required: ['from', 'to'], additionalProperties: false,
};
const unentitled = {
  description: 'True where the sender was none of those for whom the command is made: it contradicts and halts, and proves nothing.', type: 'boolean', const: true,
};
const restated = {
  description: 'What the service is told of the fields that are corrected, as its own schema of that type has them, and when it was so, where that was wrong.', type: 'object', properties: { occurred: days },
};

/** The contract for the data of one type of event, in one version. What stands in it is never changed: what is to be otherwise gets a new version. */
export function schemaOf(shared: SharedEvent): PublishedSchema {
  const { type, summary, properties, required, about } = shared;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: schemaId(shared),
    title: type,
    description: summary,
    type: 'object',
    properties: { occurred: days, unentitled, ...properties, ...(about && 'restated' in about && { restated }) },
    required,
    additionalProperties: false,
  };
}

/** The envelope of a type of event: a CloudEvent 1.0 in structured form. */
export function envelopeOf(shared: SharedEvent, data: object): object {
  const pseudonym = { type: 'string', pattern: pseudonymForm.source };
  const properties = {
    specversion: { type: 'string', const: '1.0' },
    id: { description: 'The same however often it is sent to a service, and another for every other service.', ...pseudonym },
    source: { type: 'string', format: 'uri' },
    type: { type: 'string', const: shared.type },
    subject: { description: 'Pseudonym of the child or place that it is about; of two states, their names.', type: 'string' },
    time: { description: 'When it was recorded, to the second.', type: 'string', format: 'date-time' },
    datacontenttype: { type: 'string', const: 'application/json' },
    dataschema: { type: 'string', const: schemaId(shared) },
    purpose: { description: 'The only purpose for which it may be used.', type: 'string', enum: [...shared.purposes] },
    jurisdiction: { description: 'State whose law the record is under, ISO 3166-1 alpha-2.', type: 'string', pattern: '^[A-Z]{2}$' },
    cursor: { description: 'Asks for what comes after it.', type: 'string' },
    data,
  };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
