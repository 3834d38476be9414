import type { Json, JsonObject } from '../libs/event-store/port.js';

/** What binds of the schema of an event, without the words that explain it; of a personal field its class, and what it is when it is opened. */
export interface Form {
  readonly type?: string;
  readonly 'x-data-class'?: string;
  readonly properties?: Readonly<Record<string, Form>>;
  readonly patternProperties?: Readonly<Record<string, Form>>;
  readonly required?: readonly string[];
  readonly items?: Form;
  readonly enum?: readonly string[];
  readonly const?: Json;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minItems?: number;
}

export function formOf(schema: object): Form {
  return bindingIn(JSON.parse(JSON.stringify(schema))) as Form;
}

function bindingIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bindingIn);
  if (typeof value !== 'object' || value === null) return value;
  if ('x-data-class' in value) return { 'x-data-class': value['x-data-class'], ...bindingIn((value as unknown as { anyOf: readonly [object] }).anyOf[0]) as object };
  const binding = Object.entries(value).filter(([keyword, inside]) => !(['title', 'description'].includes(keyword) && typeof inside === 'string'));
  return Object.fromEntries(binding.map(([keyword, inside]) => [keyword, bindingIn(inside)]));
}

const codesIn = (form: Form): readonly Json[] | undefined => form.enum ?? (form.const === undefined ? undefined : [form.const]);
const bounds: Readonly<Record<string, (now: number, then: number) => boolean>> = {
  minimum: (now, then) => now <= then, minLength: (now, then) => now <= then, minItems: (now, then) => now <= then,
  maximum: (now, then) => now >= then, maxLength: (now, then) => now >= then, maxItems: (now, then) => now >= then,
};

/** Whether whatever fitted one form fits another, too: then the second needs no version of its own. A field more may only be optional. */
export function admits(now: Form, then: Form): boolean {
  const [codes, codesThen] = [codesIn(now), codesIn(then)];
  if ((codes === undefined) !== (codesThen === undefined) || !(codesThen ?? []).every((code) => codes!.includes(code))) return false;
  return [...new Set([...Object.keys(now), ...Object.keys(then)])].every((keyword) => {
    const [is, was] = [now, then].map((form) => (form as Readonly<Record<string, unknown>>)[keyword]);
    if (keyword === 'enum' || keyword === 'const') return true;
    if (keyword === 'properties' || keyword === 'patternProperties') return Object.entries((was ?? {}) as Record<string, Form>).every(([name, form]) => name in Object(is) && admits((is as Record<string, Form>)[name]!, form));
    if (keyword === 'required') return ((is ?? []) as readonly string[]).every((name) => ((was ?? []) as readonly string[]).includes(name));
    if (keyword === 'items') return is !== undefined && was !== undefined && admits(is as Form, was as Form);
    if (keyword in bounds) return is === undefined || (was !== undefined && bounds[keyword]!(is as number, was as number));
    return JSON.stringify(is) === JSON.stringify(was);
  });
}

const patterns: Readonly<Record<string, string>> = { '^[0-9a-f]{64}$': '5f2b8c0d9e7a41c3b6d8e0f1a2c3d4e55f2b8c0d9e7a41c3b6d8e0f1a2c3d4e5', '^[A-Za-z0-9_]{1,40}$': 'REFUSED_404' };
const formats: Readonly<Record<string, string>> = { date: '2026-03-02', 'date-time': '2026-03-02T06:00:00.000Z', uuid: '3f0f0c6e-0000-4000-8000-000000000106' };

/** A value of the form, with every field or with those alone that there have to be. */
export function sampleOf(form: Form, fields: 'every' | 'required'): Json {
  const [code] = codesIn(form) ?? [];
  if (code !== undefined) return code;
  if (form.type === 'array') return Array.from({ length: Math.max(form.minItems ?? 0, fields === 'every' ? 1 : 0) }, () => sampleOf(form.items!, fields));
  if (form.type === 'boolean') return true;
  if (form.type === 'integer') return Math.max(form.minimum ?? 3, 3);
  if (form.type === 'string') return patterns[form.pattern ?? ''] ?? formats[form.format ?? ''] ?? 'as told';
  if (form.patternProperties) return { told: sampleOf(Object.values(form.patternProperties)[0]!, fields) };
  const held = Object.entries(form.properties ?? {}).filter(([name]) => fields === 'every' || form.required?.includes(name));
  return Object.fromEntries(held.map(([name, inside]) => [name, sampleOf(inside, fields)])) as JsonObject;
}
