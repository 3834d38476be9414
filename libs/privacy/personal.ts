import Type, { type Static, type TSchema, type TUnsafe } from 'typebox';

/** D2 identity and contacts; D3 health, violence, views, reasons; D4 where a shelter or carer is. */
export const dataClasses = ['D2', 'D3', 'D4'] as const;
export type DataClass = (typeof dataClasses)[number];

/** A personal field as it is stored. Whoever folds, weighs or projects passes it on unread. */
export type Sealed = {
  readonly $sealed: {
    /** Which of the child's keys: the data class. */
    readonly key: string;
    readonly version: number;
    readonly alg: 'A256GCM';
    /** base64url, 12 bytes, never used twice. */
    readonly iv: string;
    /** base64url: ciphertext, then the tag of 16 bytes. */
    readonly ct: string;
  };
};

/** What stands in an answer where the child's key was destroyed. */
export type Forgotten = { readonly $forgotten: true };
export const forgotten: Forgotten = { $forgotten: true };

/** A field that is plain between the decider and the edge, and sealed in the log. */
export type Personal<T> = T | Sealed;

/** Where a personal field stands in an event's data: `name`, `relatives[].name`. */
export interface PersonalField {
  readonly path: string;
  readonly class: DataClass;
}

/** Declares a field as personal: `Type.Optional(personal('D2', Type.String()))`. */
export function personal<T extends TSchema>(dataClass: DataClass, schema: T): TUnsafe<Personal<Static<T>>> {
  if (Type.IsOptional(schema)) throw new Error('optional stands outside: Type.Optional(personal(…))');
  if (mentionsPersonal(schema)) throw new Error('a personal field is sealed as a whole and holds no other personal field');
  return Type.Unsafe<Personal<Static<T>>>({ [annotation]: dataClass, anyOf: [schema, sealedSchema(dataClass)] });
}

/** The personal fields of an event's data. @throws Error where a value could be personal or not, or could not be found by a path. */
export function personalFields(schema: TSchema): PersonalField[] {
  const seen = new Map<string, DataClass | undefined>();
  rewrite(schema, '', (node, path) => {
    const dataClass = isPersonal(node) ? node[annotation] : undefined;
    if (seen.has(path) && seen.get(path) !== dataClass) throw new Error(`${path} is personal in one form of the event and not, or otherwise, in another`);
    seen.set(path, dataClass);
    return dataClass && node;
  });
  return [...seen].flatMap(([path, dataClass]) => (dataClass ? [{ path, class: dataClass }] : []));
}

/** What may be stored: each personal field sealed. */
export function storedForm(schema: TSchema): TSchema {
  return rewrite(schema, '', node => (isPersonal(node) ? { [annotation]: node[annotation], ...sealedSchema(node[annotation]) } : undefined));
}

/** What an edge answers: each personal field plain, or forgotten. */
export function openForm(schema: TSchema): TSchema {
  return rewrite(schema, '', node => (isPersonal(node) ? { [annotation]: node[annotation], anyOf: [node.anyOf[0], forgottenSchema] } : undefined));
}

export function isSealed(value: unknown): value is Sealed {
  const { $sealed } = Object(value) as Partial<Sealed>;
  const { key, version, alg, iv, ct } = Object($sealed) as Partial<Sealed['$sealed']>;
  return typeof key === 'string' && typeof iv === 'string' && typeof ct === 'string' && alg === 'A256GCM'
    && Number.isInteger(version) && version! >= 1 && version! <= versionMax;
}

const annotation = 'x-data-class';
/** What an integer column holds. */
const versionMax = 2 ** 31 - 1;

type Node = Readonly<Record<string, unknown>>;
type PersonalNode = Node & { readonly [annotation]: DataClass; readonly anyOf: readonly [TSchema, TSchema] };

function isPersonal(node: Node): node is PersonalNode {
  return annotation in node;
}

const base64url = (length: string) => ({ type: 'string', pattern: `^[A-Za-z0-9_-]${length}$` });

function sealedSchema(dataClass: DataClass): Node {
  return exactly({
    $sealed: exactly({
      key: { type: 'string', const: dataClass },
      version: { type: 'integer', minimum: 1, maximum: versionMax },
      alg: { type: 'string', const: 'A256GCM' },
      iv: base64url('{16}'),
      ct: base64url('{22,}'),
    }),
  });
}

const forgottenSchema = exactly({ $forgotten: { type: 'boolean', const: true } });

function exactly(properties: Readonly<Record<string, Node>>): Node {
  return { type: 'object', required: Object.keys(properties), properties, additionalProperties: false };
}

/** A copy of the schema in which each node that `replace` answers for is replaced and the others are descended into. */
function rewrite(schema: TSchema, path: string, replace: (node: Node, path: string) => Node | undefined): Node {
  const node = schema as Node;
  return replace(node, path) ?? Object.fromEntries(Object.entries(node).map(([keyword, value]) => [keyword, below(keyword, value)]));

  function below(keyword: string, value: unknown): unknown {
    if (keyword === 'properties') {
      return Object.fromEntries(Object.entries(value as Record<string, TSchema>).map(([name, property]) => [name, rewrite(property, step(name, property), replace)]));
    }
    if (keyword === 'items' && !Array.isArray(value)) return rewrite(value as TSchema, `${path}[]`, replace);
    if (keyword === 'anyOf' || keyword === 'allOf') return (value as TSchema[]).map(member => rewrite(member, path, replace));
    if (mentionsPersonal(value)) throw new Error(`a personal field under ${keyword} of ${path || 'the event'} has no path; declare it in an object, an array or a union`);
    return value;
  }

  function step(name: string, property: TSchema): string {
    if (!/^\w+$/.test(name) && mentionsPersonal(property)) throw new Error(`${name} is no part of a path; name a personal field in letters, digits and _`);
    return path === '' ? name : `${path}.${name}`;
  }
}

function mentionsPersonal(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isPersonal(value as Node) || Object.values(value).some(mentionsPersonal);
}
