import type { TObject, TSchema } from 'typebox';
import type { Purpose } from './actor.js';
import type { EventDeclaration } from './event.js';

/**
 * What other services are told of an event, declared beside the event. An event that is not declared so is told to nobody, and neither is a
 * field: there is no form for a text, and what is sealed is told opened or not at all (`personalIfNamed`). References leave as pseudonyms that are other ones for each service.
 */
export interface SharedEvent {
  /** That of the event it is made from. */
  readonly type: string;
  /** Of the contract with other services: the event may change without it, and it without the event. */
  readonly version: number;
  readonly summary: string;
  /** The purposes for which a service may be told of it. */
  readonly purposes: readonly Purpose[];
  readonly fields: Readonly<Record<string, SharedField>>;
  /** The fields of the data as they are told, by name, each with its JSON Schema; and those that are never left out. */
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
  /** What was said of something earlier, told to whoever is or was told of that, whatever else its scope names. */
  readonly about?: AboutEvent | AboutRecord | AboutSubject;
  /** Types of events of the same record that it takes back: whoever is or was told of one hears of this, too, whatever else its scope names. */
  readonly takesBack?: readonly string[];
  /** How it was told before, version 1 first: a service that was registered then goes on being told so. */
  readonly earlier: readonly SharedEvent[];
}

/** Of an earlier event of the same record: the fields that name it and, of a correction, that hold what it now says. */
export interface AboutEvent {
  readonly target: string;
  readonly type: string;
  readonly restated?: string;
}

/** Of another child's record: the field that names it. */
export interface AboutRecord {
  readonly record: string;
}

/** Of the child in whose name the stream is: of whatever was told of it. */
export interface AboutSubject {
  readonly subject: true;
}

/** Every version in which it is told to somebody. */
export const versionsOf = (newest: SharedEvent): readonly SharedEvent[] => [...newest.earlier, newest];

/** What a reference is of: the same thing has the same pseudonym wherever one service meets it. */
export type Referent = 'child' | 'event' | 'place' | 'person' | 'body';
export type PseudonymOf = (referent: Referent, reference: string) => string;

/** How one field is told. */
export interface SharedField {
  /** True where it is told only to a service whose scope names it. */
  readonly named: boolean;
  /** Of a personal field: the purposes for which it is told. It is opened for that, and stored nowhere so. */
  readonly personal?: readonly Purpose[];
  /** The JSON Schema of what is told. @throws Error where the field cannot be told in this form */
  schemaFrom(property: TSchema): object;
  /** What is told of a value; undefined where it is not of the form, and is then left out. */
  tell(value: unknown, pseudonymOf: PseudonymOf): unknown;
}

interface Shape {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly items?: Shape;
  readonly 'x-data-class'?: string;
  readonly anyOf?: readonly TSchema[];
}

function form(what: string, { schemaFrom, tell }: { schemaFrom: (shape: Shape) => object | undefined; tell: SharedField['tell'] }): SharedField {
  return {
    named: false,
    tell,
    schemaFrom(property) {
      const schema = schemaFrom(property as Shape);
      if (!schema) throw new Error(`a field that is to be told as ${what} is none`);
      return schema;
    },
  };
}

/** A list of them, where the field is a list. */
function orList(what: string, schemaFrom: (shape: Shape) => object | undefined, tell: (value: string, pseudonymOf: PseudonymOf) => string | undefined): SharedField {
  return form(what, {
    schemaFrom(shape) {
      if (shape.type !== 'array') return schemaFrom(shape);
      const items = shape.items && schemaFrom(shape.items);
      return items && { type: 'array', items };
    },
    tell(value, pseudonymOf) {
      const one = (member: unknown) => (typeof member === 'string' ? tell(member, pseudonymOf) : undefined);
      return Array.isArray(value) ? value.map(one).filter((member) => member !== undefined) : one(value);
    },
  });
}

const matching = (pattern: RegExp) => (value: string) => (pattern.test(value) ? value : undefined);
const plain = (shape: Shape, schema: object) => (shape.type === 'string' && !shape.enum ? schema : undefined);

const countryForm = /^[A-Z]{2}$/;
const languageForm = /^[a-z]{3}$/;
const dayForm = /^\d{4}-\d{2}-\d{2}/;
/** 128 bits in hexadecimal digits. */
export const pseudonymForm = /^[0-9a-f]{32}$/;
export const telephoneForm = /^\+[1-9][0-9]{6,14}$/;
const eventTypeForm = /^[a-z-]+\.[A-Za-z]+$/;

/** A code of a closed list, or a list of them. */
export const code = orList('a code', (shape) => {
  if (shape.enum) return { type: 'string', enum: [...shape.enum] };
  return typeof shape.const === 'string' ? { type: 'string', enum: [shape.const] } : undefined;
}, matching(/^[A-Z][A-Z0-9_]*$/));
/**
 * A code of the list that services were given. One that came later is told to none of them, and the field is left out: a published form is
 * never widened (decision 0020), and what a code would say of a child beyond that form is not theirs to know.
 */
export const codeAmong = (...published: readonly string[]): SharedField => ({
  ...form('a code that was published', {
    schemaFrom: (shape) => (published.every((each) => shape.enum?.includes(each)) ? { type: 'string', enum: [...published] } : undefined),
    tell: (value) => (typeof value === 'string' && published.includes(value) ? value : undefined),
  }),
  // What may be left out is asked for by name.
  named: true,
});
/** A state, ISO 3166-1 alpha-2. */
export const country = orList('a country', (shape) => plain(shape, { type: 'string', pattern: countryForm.source }), matching(countryForm));
/** A language, ISO 639-3. */
export const language = orList('a language', (shape) => plain(shape, { type: 'string', pattern: languageForm.source }), matching(languageForm));
/** The type of another event. */
export const eventType = orList('a type of events', (shape) => plain(shape, { type: 'string', pattern: eventTypeForm.source }), matching(eventTypeForm));
/** A day, also of what is known to the second: coarse enough to single out nobody by an hour. */
export const day = orList('a day', (shape) => plain(shape, { type: 'string', format: 'date' }), (value) => dayForm.exec(value)?.[0]);
export const count = form('a count', {
  schemaFrom: ({ type }) => (type === 'integer' ? { type } : undefined), tell: (value) => (Number.isInteger(value) ? value : undefined),
});
export const yesOrNo = form('a yes or no', {
  schemaFrom: (shape) => (shape.type === 'boolean' ? { type: 'boolean' } : undefined), tell: (value) => (typeof value === 'boolean' ? value : undefined),
});
/** A reference, told as a pseudonym; of an event, the id under which that event is told. */
export const pseudonymOf = (referent: Referent): SharedField =>
  orList('a reference', (shape) => plain(shape, { type: 'string', pattern: pseudonymForm.source }), (value, pseudonym) => pseudonym(referent, value));

/** A telephone number with its country, E.164; written with blanks or dashes it is told without them. A text that is anything else is told to nobody. */
export const telephone = form('a telephone number', {
  schemaFrom: (shape) => plain(shape, { type: 'string', pattern: telephoneForm.source }),
  tell: (value) => (typeof value === 'string' ? matching(telephoneForm)(value.replace(/[ ()-]/g, '')) : undefined),
});
/**
 * A personal field: told only to a service whose scope names it, for these purposes alone. Only of class D2, in a form that is no text:
 * what is D3 or D4, such as where a shelter is, leaves for nobody.
 */
export const personalIfNamed = (field: SharedField, ...purposes: readonly Purpose[]): SharedField => ({
  ...field, named: true, personal: purposes,
  schemaFrom(property) {
    const { 'x-data-class': dataClass, anyOf: [open] = [] } = property as Shape;
    if (dataClass !== 'D2' || !open) throw new Error('a field that is to be told as a personal one is none of class D2');
    return field.schemaFrom(open);
  },
});

/** Told only to a service whose scope names the field: what few need, and what says more of a child than that something happened. */
export const ifNamed = (field: SharedField): SharedField => ({ ...field, named: true });

/** @throws Error where a field cannot be told in the form that is asked for: a text, or what is sealed */
export function shared<Fields extends TObject>(
  event: EventDeclaration<string, Fields>, version: number, purposes: readonly Purpose[],
  fields: { readonly [name in keyof Fields['properties'] & string]?: SharedField } = {}, { earlier = [], ...of }: Partial<Pick<SharedEvent, 'about' | 'takesBack' | 'earlier'>> = {},
): SharedEvent {
  const { type, summary, schema } = event as EventDeclaration;
  const told = Object.entries(fields as Record<string, SharedField>);
  for (const [name, { personal = [] }] of told) {
    if (personal.some((purpose) => !purposes.includes(purpose))) throw new Error(`${name} of ${type}: a field that is to be told as a personal one is told for purposes of its event`);
  }
  const properties = told.map(([name, field]): [string, object] => {
    try {
      return [name, field.schemaFrom(schema.properties[name]!)];
    } catch (error) {
      throw new Error(`${name} of ${type}: ${(error as Error).message}`);
    }
  });
  const required = told.filter(([name, { named }]) => !named && schema.required?.includes(name)).map(([name]) => name);
  return { type, version, summary, purposes, fields: fields as Record<string, SharedField>, properties: Object.fromEntries(properties), required, ...of, earlier };
}
