import { expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { registry } from '../case-file/contexts.js';
import { versionsOf, type SharedEvent } from '../decider/shared.js';
import { schemaId } from '../feed/cloud-event.js';
import { contextOf } from '../feed/scope.js';

/** contract.ts is what is published. Run with WRITE_CLIENT=1 where that has changed. */

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly description?: string;
}

const published = JSON.parse(readFileSync(new URL('../feed/published.json', import.meta.url), 'utf8')) as Record<string, Schema>;
const file = new URL('./contract.ts', import.meta.url);
const text = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));
const plain: Readonly<Record<string, string>> = { string: 'string', integer: 'number', boolean: 'boolean' };

function typeOf(schema: Schema): string {
  if ('const' in schema) return text(schema.const);
  if (schema.enum) return schema.enum.map(text).join(' | ');
  if (schema.type === 'array') return schema.items!.enum ? `readonly (${typeOf(schema.items!)})[]` : `readonly ${typeOf(schema.items!)}[]`;
  if (schema.type !== 'object') return plain[schema.type!]!;
  const fields = Object.entries(schema.properties!).map(([name, field]) => `readonly ${name}${schema.required?.includes(name) ? '' : '?'}: ${name === 'occurred' ? 'Occurred' : typeOf(field)}`);
  return `{ ${[...fields, ...(schema.additionalProperties === false ? [] : ['readonly [field: string]: unknown'])].join('; ')} }`;
}

function contract(): string {
  const shared = [...registry.shared.values()].sort((one, other) => one.type.localeCompare(other.type));
  const occurred = Object.values(published)[0]!.properties!['occurred']!;
  const dataOf = (event: SharedEvent) => `readonly ${event.version}: ${typeOf(published[schemaId(event)]!)}`;
  const contexts = [...new Set(shared.map(({ type }) => contextOf(type)))];
  return `// Written by contract.spec.ts from what is published (libs/feed/published.json); WRITE_CLIENT=1 writes it.

/** A CloudEvent 1.0 as Guarantor tells it to one service. */
export interface CloudEvent<Type extends string, Data, Version extends number = number> {
  readonly specversion: '1.0';
  /** The same however often it is told: what was taken in under this id was taken in. */
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  /** Pseudonym of the child or place, for this service only; of two states, their names. */
  readonly subject: string;
  /** When it was recorded, to the second. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Ends in the version of the data, which is that of the scope of the service. */
  readonly dataschema: \`urn:guarantor:feed:schema:\${Type}:\${Version}\`;
  /** The only purpose for which it may be used. */
  readonly purpose: string;
  /** State whose law the record is under, ISO 3166-1 alpha-2. */
  readonly jurisdiction: string;
  /** Asks for what comes after it. */
  readonly cursor: string;
  readonly data: Data;
}

/** ${occurred.description} */
export type Occurred = ${typeOf(occurred)};

/** What is told with each type of event, in each version of it. \`unentitled\`: the sender was none of those for whom the command is made; it contradicts and halts, and proves nothing. */
export interface FeedData {
${shared.map((event) => `  /** ${event.summary} */\n  readonly '${event.type}': { ${versionsOf(event).map(dataOf).join('; ')} };`).join('\n')}
}

export type FeedEventType = keyof FeedData;
export type FeedContext = ${contexts.map(text).join(' | ')};
type InEachVersion<Type extends FeedEventType> = { [Version in keyof FeedData[Type] & number]: CloudEvent<Type, FeedData[Type][Version], Version> }[keyof FeedData[Type] & number];
/** What is told; its type says what its data are, and its dataschema in which version. */
export type FeedEvent = { [Type in FeedEventType]: InEachVersion<Type> }[FeedEventType];

/** The versions of each type that this contract knows: a service goes on with the one of its scope, whichever is the newest. */
export const versions = {
${shared.map((event) => `  '${event.type}': [${versionsOf(event).map(({ version }) => version).join(', ')}],`).join('\n')}
} as const satisfies { readonly [Type in FeedEventType]: readonly (keyof FeedData[Type])[] };
`;
}

it('The types of the client say what is published', () => {
  if (process.env.WRITE_CLIENT) writeFileSync(file, contract());
  expect(readFileSync(file, 'utf8')).toBe(contract());
});
