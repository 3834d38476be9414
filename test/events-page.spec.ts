import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync, writeFileSync } from 'node:fs';
import { registry } from '../libs/case-file/contexts.js';
import { pseudonymForm, telephoneForm, type SharedEvent } from '../libs/decider/shared.js';
import { schemaId } from '../libs/feed/cloud-event.js';
import { envelopeOf, schemaOf } from '../libs/feed/schemas.js';
import { contextOf } from '../libs/feed/scope.js';

/** docs/events.md is what the declarations say. Run with WRITE_EVENTS=1 where one has changed; what is new is then dated with today. */

const file = 'docs/events.md';
const begin = '<!-- what follows is written by test/events-page.spec.ts -->';
const sinceFile = 'libs/feed/published-since.json';
const events = [...registry.shared.values()].sort((one, other) => one.type.localeCompare(other.type));

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** What kind of thing a field tells: no other kinds leave. */
function classOf(schema: Schema): string {
  if (schema.enum) return schema.enum.length > 8 ? `code, one of ${schema.enum.length}` : `code: ${schema.enum.join(', ')}`;
  if (schema.type === 'array') return `list; ${classOf(schema.items!)}`;
  if (schema.format === 'date') return 'day';
  if (schema.pattern === pseudonymForm.source) return 'pseudonym';
  if (schema.pattern === telephoneForm.source) return 'telephone number';
  if (schema.pattern === '^[A-Z]{2}$') return 'state';
  if (schema.pattern === '^[a-z]{3}$') return 'language';
  if (schema.type === 'integer') return 'count';
  return schema.type === 'boolean' ? 'yes or no' : 'type of event';
}

/** A value of the form, the same each time. */
function exampleOf(schema: Schema, name = ''): unknown {
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'array') return [exampleOf(schema.items!)];
  if (schema.format === 'date') return name === 'to' ? '2026-03-03' : '2026-03-02';
  if (schema.format === 'date-time') return '2026-03-03T06:00:00Z';
  if (schema.format === 'uri') return 'urn:guarantor:log:3f0f0c6e-0000-4000-8000-000000000106';
  if (schema.pattern === pseudonymForm.source) return '5f2b8c0d9e7a41c3b6d8e0f1a2c3d4e5';
  if (schema.pattern === telephoneForm.source) return '+996555010203';
  if (schema.pattern) return schema.pattern === '^[A-Z]{2}$' ? 'KG' : schema.pattern === '^[a-z]{3}$' ? 'kir' : 'identification.ChildFound';
  if (schema.type === 'integer') return 3;
  if (schema.type === 'boolean') return true;
  if (!schema.properties) return name === 'subject' ? '0a1b2c3d4e5f60718293a4b5c6d7e8f9' : 'qsT3-mR0';
  return Object.fromEntries(Object.entries(schema.properties).filter(([field]) => field !== 'unentitled').map(([field, inside]) => [field, field === 'restated' ? { sex: 'MALE' } : exampleOf(inside, field)]));
}

const since = (): Readonly<Record<string, string>> => JSON.parse(readFileSync(sinceFile, 'utf8')) as Record<string, string>;
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function chapterOf(event: SharedEvent): string {
  const { type, version, summary, purposes, fields, properties, required, about, takesBack } = event;
  const table = Object.entries(properties).map(([name, schema]) => row([`\`${name}\``, fields[name]!.personal ? `personal (D2); ${classOf(schema as Schema)}` : classOf(schema as Schema), fields[name]!.personal ? `only where the scope names it, for ${fields[name]!.personal.join(', ')}` : fields[name]!.named ? 'only where the scope names it' : required.includes(name) ? 'always' : 'where it is known']));
  return [
    `### ${type}`, '', summary, '',
    `Version ${version}, since ${since()[schemaId(event)]}. ${about ? `Told to whoever is or was told of ${'record' in about ? `anything in the record that \`${about.record}\` names` : 'subject' in about ? 'anything of the child' : 'the event that it is about'}.` : `Told for ${purposes.join(', ')}${takesBack ? `, and to whoever is or was told of ${takesBack.map((each) => `\`${each}\``).join(' or ')} of the same child` : ''}.`}`, '',
    ...(table.length > 0 ? [row(['field', 'class', 'told']), row(['---', '---', '---']), ...table, ''] : []),
    '```json', JSON.stringify(exampleOf(schemaOf(event) as Schema)), '```', '',
  ].join('\n');
}

function page(): string {
  const whole = registry.shared.get('identification.ChildFound')!;
  const envelope = exampleOf(envelopeOf(whole, schemaOf(whole)) as Schema);
  const chapters = events.map((event, index) => (index === 0 || contextOf(events[index - 1]!.type) !== contextOf(event.type) ? `## ${contextOf(event.type)}\n\n` : '') + chapterOf(event));
  return [begin, '', 'Around the data of each there is an envelope, a CloudEvent 1.0:', '', '```json', JSON.stringify(envelope, undefined, 1), '```', '', ...chapters].join('\n');
}

describe('The page of the events', () => {
  it('says what is declared, and since when', () => {
    const written = readFileSync(file, 'utf8');
    const head = written.slice(0, written.indexOf(begin));
    if (process.env.WRITE_EVENTS) {
      const today = new Date().toISOString().slice(0, 10);
      const dated = { ...Object.fromEntries(events.map((event) => [schemaId(event), today])), ...since() };
      writeFileSync(sinceFile, `${JSON.stringify(Object.fromEntries(Object.entries(dated).sort()), undefined, 1)}\n`);
      writeFileSync(file, head + page());
    }
    expect(readFileSync(file, 'utf8')).toBe(head + page());
  });

  it('has an example of each that keeps to its schema, with every field', () => {
    const ajv = addFormats.default(new Ajv2020({ strict: true, allErrors: true }));
    for (const event of events) {
      const schema = schemaOf(event);
      const validate = ajv.compile(schema);
      const example = exampleOf(schema as Schema);
      expect([event.type, validate(example), validate.errors]).toEqual([event.type, true, null]);
      expect(Object.keys(example as object)).toEqual(expect.arrayContaining(Object.keys(event.properties)));
    }
  });

  it('dates every schema that was ever published', () => {
    const published = JSON.parse(readFileSync('libs/feed/published.json', 'utf8')) as object;
    expect(Object.keys(since())).toEqual(Object.keys(published));
    for (const date of Object.values(since())) expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
  });
});
