import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync, writeFileSync } from 'node:fs';
import { registry } from '../case-file/contexts.js';
import { versionsOf, type SharedEvent } from '../decider/shared.js';
import { describeFeed } from './asyncapi.js';
import { schemaId } from './cloud-event.js';
import { envelopeOf, schemaOf, type PublishedSchema } from './schemas.js';

const shared = [...registry.shared.values()].flatMap(versionsOf);
const file = new URL('./published.json', import.meta.url);
/** Every schema that services were ever given, by its id. */
const readPublished = () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, PublishedSchema>;
/** WRITE_SCHEMAS=1 publishes those that are new, and changes none. */
if (process.env.WRITE_SCHEMAS) {
  const all = { ...Object.fromEntries(shared.map((event) => [schemaOf(event).$id, schemaOf(event)])), ...readPublished() };
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(Object.entries(all).sort()), undefined, 1)}\n`);
}
const published = readPublished();

/** For which purposes an event is told, and which of its fields only to whom: who was registered under these goes on so, and is told no less and no more. */
const termsOf = ({ purposes, fields, about, takesBack }: SharedEvent) => ({
  purposes: [...purposes].sort(),
  named: Object.keys(fields).filter((name) => fields[name]!.named).sort(),
  personal: Object.fromEntries(Object.entries(fields).flatMap(([name, { personal }]) => (personal ? [[name, [...personal].sort()]] : []))),
  ...(about && { about }), ...(takesBack && { takesBack }),
});
const termsFile = new URL('./published-terms.json', import.meta.url);
const readTerms = () => JSON.parse(readFileSync(termsFile, 'utf8')) as Record<string, unknown>;
if (process.env.WRITE_SCHEMAS) {
  const all = { ...Object.fromEntries(shared.map((event) => [schemaId(event), termsOf(event)])), envelope: envelopeTerms(), ...readTerms() };
  writeFileSync(termsFile, `${JSON.stringify(Object.fromEntries(Object.entries(all).sort()), undefined, 1)}\n`);
}
const terms = readTerms();

/** The envelope, which all events have in common: without what each has of its own. */
function envelopeTerms(): unknown {
  const { properties, ...rest } = JSON.parse(JSON.stringify(envelopeOf(shared[0]!, {}))) as { properties: Record<string, object> };
  const { type: _, dataschema: __, purpose: ___, data: ____, ...common } = properties;
  return binding({ ...rest, properties: common });
}

/** What binds, without the words that explain it. */
function binding(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(binding);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([keyword, inside]) => keyword !== 'description' || typeof inside !== 'string').map(([keyword, inside]) => [keyword, binding(inside)]));
}

describe('The schema of what services are told', () => {
  it.each(shared.map((event) => [schemaOf(event).$id, event] as const))('of %s stands as it was published: what is to be otherwise gets a new version', (_, event) => {
    const schema = schemaOf(event);
    expect([schema.$id, binding(schema)]).toEqual([schema.$id, binding(published[schema.$id])]);
  });

  it.each(shared.map((event) => [schemaId(event), event] as const))('of %s is told for the purposes, and its fields to those, for whom it was published', (id, event) => expect(termsOf(event)).toEqual(terms[id]));

  it('comes in the envelope that was published', () => {
    expect(envelopeTerms()).toEqual(terms['envelope']);
    for (const event of shared) expect(envelopeOf(event, {})).toMatchObject({ properties: { purpose: { enum: [...event.purposes] }, type: { const: event.type }, dataschema: { const: schemaId(event) } } });
  });

  it('is withdrawn of no type, and its versions follow on each other', () => {
    const versions = new Map<string, number[]>();
    for (const id of Object.keys(published).sort()) {
      const [, type, version] = /^urn:guarantor:feed:schema:([a-z-]+\.[A-Za-z]+):(\d+)$/.exec(id)!;
      versions.set(type!, [...versions.get(type!) ?? [], Number(version)].sort((one, other) => one - other));
    }
    for (const [type, all] of versions) expect([type, all]).toEqual([type, shared.filter((event) => event.type === type).map(({ version }) => version)]);
  });

  it('is one that a strict validator of draft 2020-12 takes, closed, and the same for its envelope', () => {
    const ajv = addFormats.default(new Ajv2020({ strict: true, allErrors: true }));
    for (const event of shared) {
      const schema = schemaOf(event);
      expect(() => ajv.compile(schema)).not.toThrow();
      expect(() => ajv.compile(envelopeOf(event, { $ref: schema.$id }))).not.toThrow();
      expect(schema['additionalProperties']).toBe(false);
    }
  });
});

describe('The description of the feed', () => {
  const document = JSON.parse(JSON.stringify(describeFeed(shared))) as { asyncapi: string; channels: object; components: { messages: object; schemas: object } };

  it('is AsyncAPI 3 with a message and a schema for each type, and every reference in it leads somewhere', () => {
    expect(document.asyncapi).toBe('3.0.0');
    expect(Object.keys(document.components.messages)).toHaveLength(shared.length + 6);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!);
    expect(references.length).toBeGreaterThan(3 * shared.length);
    for (const path of references) expect([path, path.split('/').reduce<unknown>((inside, key) => (inside as Record<string, unknown> | undefined)?.[key], document)]).toEqual([path, expect.any(Object)]);
  });

  it('names whatever else is told over a live connection, and why a question is refused', () => {
    const { live, pages, webhook } = document.channels as Record<string, { messages: object }>;
    const besides = (channel: { messages: object }) => Object.keys(channel.messages).filter((name) => !/\.\d+$/.test(name));
    expect([besides(live!), besides(pages!), besides(webhook!)]).toEqual([['caught-up', 'fell-behind', 'closed', 'token-expired', 'refusal'], ['refusal'], ['call']]);
  });

  it('has names for its parts that the specification allows', () => {
    for (const name of [...Object.keys(document.channels), ...Object.keys(document.components.messages), ...Object.keys(document.components.schemas)]) expect(name).toMatch(/^[A-Za-z0-9._-]+$/);
  });
});
