import { describe, expect, it } from '@jest/globals';
import { createHash, createSecretKey } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Check } from 'typebox/value';
import { v5 as uuidv5 } from 'uuid';
import { registry } from '../libs/case-file/contexts.js';
import { Corrected } from '../libs/case-file/record.events.js';
import type { EventDeclaration } from '../libs/decider/event.js';
import type { JsonObject, StoredEvent } from '../libs/event-store/port.js';
import { contextOf } from '../libs/feed/scope.js';
import type { KeyRing } from '../libs/privacy/key-ring.js';
import { openForm } from '../libs/privacy/personal.js';
import { openFields, sealFields } from '../libs/privacy/seal.js';
import { admits, formOf, sampleOf, type Form } from './stored.js';

/**
 * Whatever was ever stored is readable for ever. test/stored/ holds the form of each version of each type, and samples that were stored so; nobody
 * changes them. WRITE_STORED=1 writes down what is new: a type, a version, and what a form admits besides.
 */

interface Kept {
  readonly form: Form;
  readonly samples: readonly JsonObject[];
  /** What each sample reads as in the version after it, once there is one. */
  readonly next?: readonly JsonObject[];
}

const folder = new URL('./stored/', import.meta.url);
const declared = [...registry.events.values()];
const fileOf = (context: string) => new URL(`${context}.json`, folder);
const named = (type: string, version: number) => `${type}@${version}`;
const formsOf = ({ earlier, schema }: EventDeclaration): readonly Form[] => [...earlier.map((each) => each.schema), schema].map(formOf);

// As the key ring of some installation would seal it, with keys that last.
const key = async (_: string, dataClass: string) => ({ version: 1, secret: createSecretKey(createHash('sha256').update(dataClass).digest()) });
const ring = { key, keyForOpening: key } as unknown as KeyRing;
const child = '3f0f0c6e-0000-4000-8000-000000000101';
const eventAt = (type: string, version: number, index: number, data: JsonObject) => ({
  stream: `child-${child}`, id: uuidv5(`${named(type, version)}#${index}`, child), type, data, meta: { schemaVersion: version },
}) as unknown as StoredEvent;

/** A correction holds fields of another event, in the form of that one. */
const ofCorrection = (fields: JsonObject): JsonObject => ({ ...fields, targetType: 'identification.FamilyLinkReported', fields: { relation: 'AUNT_OR_UNCLE', name: 'as told' }, ...('targetVersion' in fields && { targetVersion: 1 }) });

async function newSample(type: string, version: number, index: number, fields: 'every' | 'required'): Promise<JsonObject> {
  const plain = sampleOf(formsOf(registry.events.get(type)!)[version - 1]!, fields) as JsonObject;
  const data = type === Corrected.type ? ofCorrection(plain) : plain;
  return sealFields(child, eventAt(type, version, index, data), registry.personalFieldsOf({ type, data }, version), ring);
}

function readKept(): Map<string, Kept> {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(files.flatMap((file) => Object.entries(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, Kept>)));
}

/** @throws Error where a form would no longer take what was stored in it */
async function keepWhatIsNew(kept: Map<string, Kept>): Promise<void> {
  for (const declaration of declared) {
    const { type, earlier } = declaration;
    for (const [index, form] of formsOf(declaration).entries()) {
      const version = index + 1;
      const before = kept.get(named(type, version));
      const isSame = JSON.stringify(before?.form) === JSON.stringify(form);
      if (before && !isSame && !(version === declaration.version && admits(form, before.form))) throw new Error(`${named(type, version)} no longer takes what was stored so: leave it as it was, and give what is new version ${declaration.version + 1}`);
      const samples = [...before?.samples ?? [await newSample(type, version, 0, 'required')]];
      if (!isSame) samples.push(await newSample(type, version, samples.length, 'every'));
      const step = earlier[index];
      const next = step && [...before?.next ?? [], ...samples.slice(before?.next?.length ?? 0).map((data) => ({ ...step.gains, ...step.asNext(data) }) as JsonObject)];
      kept.set(named(type, version), { form, samples, ...(next && { next }) });
    }
  }
  const contexts = new Set([...kept.keys()].map(contextOf));
  const lines = (values: readonly object[]) => `[\n${values.map((value) => `   ${JSON.stringify(value)}`).join(',\n')}\n  ]`;
  const text = ([name, { form, samples, next }]: readonly [string, Kept]) =>
    ` ${JSON.stringify(name)}: {\n  "form": ${JSON.stringify(form)},\n  "samples": ${lines(samples)}${next ? `,\n  "next": ${lines(next)}` : ''}\n }`;
  for (const context of contexts) writeFileSync(fileOf(context), `{\n${[...kept].filter(([name]) => contextOf(name) === context).sort().map(text).join(',\n')}\n}\n`);
}

if (process.env.WRITE_STORED) await keepWhatIsNew(readKept());
const kept = readKept();
const all = [...kept].flatMap(([name, { samples }]) => {
  const [type, version] = name.split('@') as [string, string];
  return samples.map((data, index) => ({ name, index, version: Number(version), event: eventAt(type, Number(version), index, data) }));
});

describe('Whatever was ever stored', () => {
  it('is of a type that is still declared, and each version of each type is written down with a sample (WRITE_STORED=1 writes what is new)', () => {
    expect([...kept.keys()].sort()).toEqual(declared.flatMap((declaration) => formsOf(declaration).map((_, index) => named(declaration.type, index + 1))).sort());
    for (const [name, { samples }] of kept) expect([name, samples.length > 0]).toEqual([name, true]);
  });

  it('has the form that is written down: what admits more is written down, too (WRITE_STORED=1), and what would not take it any longer needs a new version', () => {
    for (const declaration of declared) {
      for (const [index, form] of formsOf(declaration).entries()) expect([named(declaration.type, index + 1), form]).toEqual([named(declaration.type, index + 1), kept.get(named(declaration.type, index + 1))?.form]);
    }
  });

  it('is read in the version of today, and fits its schema', () => {
    for (const { name, event } of all) {
      const read = registry.asDeclared(event);
      expect([name, read.meta.schemaVersion]).toEqual([name, registry.events.get(event.type)!.version]);
      expect(() => registry.assertStored(read)).not.toThrow();
    }
  });

  it('is opened where it was sealed, and then reads in the version of today, too, with nothing left closed', async () => {
    for (const { name, version, event } of all) {
      const opened = await openFields(child, event, registry.personalFieldsOf(event, version), ring);
      const read = registry.dataAsDeclared(event.type, version, opened);
      expect([name, Check(openForm(registry.events.get(event.type)!.schema), read), JSON.stringify(read).includes('$sealed')]).toEqual([name, true, false]);
    }
  });

  it('reads in the next version as it did when that was new', () => {
    for (const { name, index, version, event } of all) {
      const step = registry.events.get(event.type)!.earlier[version - 1];
      expect([name, step && { ...step.gains, ...step.asNext(event.data) }]).toEqual([name, kept.get(name)!.next?.[index]]);
    }
  });

  it('reads field by field as it reads as a whole, because a correction holds some of them alone', () => {
    for (const { name, version, event } of all) {
      const step = registry.events.get(event.type)!.earlier[version - 1];
      const parts = Object.entries(event.data).map(([field, value]) => step?.asNext({ [field]: value }));
      if (step) expect([name, Object.assign({}, step.gains, ...parts)]).toEqual([name, { ...step.gains, ...step.asNext(event.data) }]);
    }
  });
});

describe('A form needs no version of its own', () => {
  const object = (properties: object, required: readonly string[] = []): Form => ({ type: 'object', additionalProperties: false, properties, required }) as Form;
  const text: Form = { type: 'string' };
  const codes = (...codes: readonly string[]): Form => ({ enum: codes });

  it.each<[string, Form, Form]>([
    ['a field more that may be left out', object({ a: text, b: text }, ['a']), object({ a: text }, ['a'])],
    ['a field that may be left out from now on', object({ a: text }), object({ a: text }, ['a'])],
    ['a code more', codes('ONE', 'TWO'), codes('ONE')],
    ['a code more where there was one alone', codes('ONE', 'TWO'), { const: 'ONE' }],
    ['a shorter list', object({ a: { type: 'array', items: text, minItems: 1 } }), object({ a: { type: 'array', items: text, minItems: 2 } })],
    ['no bound any more', { type: 'integer' }, { type: 'integer', minimum: 1 }],
  ])('for %s', (_, now, then) => expect(admits(now, then)).toBe(true));

  it.each<[string, Form, Form]>([
    ['a field more that has to be there', object({ a: text, b: text }, ['b']), object({ a: text })],
    ['a field less', object({}), object({ a: text })],
    ['a field that has to be there from now on', object({ a: text }, ['a']), object({ a: text })],
    ['a code less', codes('ONE'), codes('ONE', 'TWO')],
    ['codes in the place of a text', codes('ONE'), text],
    ['another type', { type: 'integer' }, text],
    ['another form of text', { type: 'string', format: 'date' }, text],
    ['a bound', { type: 'integer', minimum: 1 }, { type: 'integer' }],
    ['a longer list', { type: 'array', items: text, minItems: 2 }, { type: 'array', items: text, minItems: 1 }],
    ['what is personal from now on', { 'x-data-class': 'D2', type: 'string' }, text],
    ['what is of another class', { 'x-data-class': 'D2', type: 'string' }, { 'x-data-class': 'D3', type: 'string' }],
    ['a field less within a list', { type: 'array', items: object({}) }, { type: 'array', items: object({ a: text }) }],
  ])('but for %s', (_, now, then) => expect(admits(now, then)).toBe(false));
});
