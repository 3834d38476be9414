import { plainToInstance } from 'class-transformer';
import type { defaultMetadataStorage as TransformerStorage } from 'class-transformer/types/storage.js';
import { getMetadataStorage, IS_DEFINED, validateSync, ValidationTypes, type ValidationError } from 'class-validator';
import { createRequire } from 'node:module';
import { invalidBody, type FieldError } from './problem.js';
import { isUuid } from './query.js';
import { fieldName } from './strict-json.js';

/** A class whose fields carry class-validator decorators: request body, OpenAPI schema and intent in one. */
export type BodyClass<T extends object = object> = (new () => T) & {
  /** Fields that it has not, with the sentence that whoever sends one is told. */
  readonly absent?: Readonly<Record<string, string>>;
};

/** So many are listed; a body that breaks more rules gets the rest with the next try. */
const errorsMax = 50;

/**
 * The body as an instance of its class.
 *
 * Unknown fields are looked for before an instance exists, at every depth: class-transformer drops a key that names a method
 * without a word, and stumbles over one that names a read-only member of the prototype.
 * @throws Problem 400 with every field that breaks a rule
 */
export function validateBody<T extends object>(bodyClass: BodyClass<T>, body: unknown): T {
  const misshapen = shapeErrors(bodyClass, body, []);
  if (misshapen.length > 0) throw invalidBody(misshapen.slice(0, errorsMax));
  const instance = plainToInstance(bodyClass, idsInSmallLetters(body));
  if (fieldsOf(bodyClass).size === 0) return instance;
  const broken = validateSync(instance, {
    whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, validationError: { target: false, value: false },
  });
  if (broken.length > 0) throw invalidBody(broken.flatMap((error) => fieldErrors(error, [])).slice(0, errorsMax));
  return instance;
}

/** A UUID says the same in capitals (RFC 9562, 4): ids are compared letter by letter everywhere, so that here all of them become the one that was given out. */
function idsInSmallLetters(value: unknown): unknown {
  if (typeof value === 'string') return isUuid(value.toLowerCase()) ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(idsInSmallLetters);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, idsInSmallLetters(member)])) : value;
}

interface Field {
  /** A list, by any decorator with `each`; class-validator itself would take a single value for a list and a list for an object. */
  readonly isList: boolean;
  readonly part?: BodyClass;
  /** Optional, or asked for with a sentence of its own; class-validator itself lets a missing object pass. */
  readonly mayBeMissing: boolean;
}

const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as { defaultMetadataStorage: typeof TransformerStorage };
const knownFields = new WeakMap<BodyClass, ReadonlyMap<string, Field>>();

function fieldsOf(bodyClass: BodyClass): ReadonlyMap<string, Field> {
  const known = knownFields.get(bodyClass);
  if (known) return known;
  const fields = new Map<string, Field>();
  for (const { propertyName, each, type, name } of getMetadataStorage().getTargetValidationMetadatas(bodyClass, '', false, false)) {
    const { isList = false, part, mayBeMissing = false } = fields.get(propertyName) ?? {};
    fields.set(propertyName, {
      isList: isList || each,
      part: type === ValidationTypes.NESTED_VALIDATION ? partClass(bodyClass, propertyName) : part,
      mayBeMissing: mayBeMissing || type === ValidationTypes.CONDITIONAL_VALIDATION || name === IS_DEFINED,
    });
  }
  knownFields.set(bodyClass, fields);
  return fields;
}

function partClass(bodyClass: BodyClass, propertyName: string): BodyClass | undefined {
  return defaultMetadataStorage.findTypeMetadata(bodyClass, propertyName)?.typeFunction() as BodyClass | undefined;
}

type Path = readonly (string | number)[];

function shapeErrors(bodyClass: BodyClass, value: unknown, path: Path): FieldError[] {
  if (!isObject(value)) return [{ field: fieldName(path), message: path.length === 0 ? 'The body is not a JSON object.' : 'This is not an object.' }];
  const fields = fieldsOf(bodyClass);
  const missing = [...fields].filter(([key, { part, mayBeMissing }]) => part && !mayBeMissing && !Object.hasOwn(value, key));
  return [
    ...Object.entries(value).flatMap(([key, item]) => fieldShapeErrors(fields.get(key), item, [...path, key], bodyClass.absent)),
    ...missing.map(([key]) => ({ field: fieldName([...path, key]), message: 'This field is missing.' })),
  ];
}

function fieldShapeErrors(field: Field | undefined, value: unknown, path: Path, absent: BodyClass['absent'] = {}): FieldError[] {
  const wrong = (message: string): FieldError[] => [{ field: fieldName(path), message }];
  if (!field) return wrong(Object.hasOwn(absent, path.at(-1)!) ? absent[path.at(-1)!]! : 'This field is not known here.');
  if (value === null) return wrong('This is null; leave the field out instead.');
  const { isList, part } = field;
  if (isList && !Array.isArray(value)) return wrong('This is not a list.');
  if (!part) return [];
  return isList ? (value as unknown[]).flatMap((item, index) => shapeErrors(part, item, [...path, index])) : shapeErrors(part, value, path);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldErrors({ property, constraints, children }: ValidationError, path: Path): FieldError[] {
  const here = [...path, /^\d+$/.test(property) ? Number(property) : property];
  return [
    ...Object.values(constraints ?? {}).map((message) => ({ field: fieldName(here), message: sentence(message) })),
    ...(children ?? []).flatMap((child) => fieldErrors(child, here)),
  ];
}

function sentence(message: string): string {
  return message.endsWith('.') ? message : `${message}.`;
}
