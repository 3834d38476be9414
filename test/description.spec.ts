import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { commandPath } from '../apps/api/commands.js';
import { registry } from '../libs/case-file/contexts.js';
import { startApp, type App } from './app.js';
import { allCommands, examples, unknownId } from './examples.js';

let app: App;
let description: Description;
beforeAll(async () => {
  app = await startApp();
  description = (await app.anybody.get('/openapi.json').expect(200)).body as Description;
});
afterAll(() => app.stop());

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: { readonly [name: string]: Schema };
  readonly items?: Schema;
  readonly additionalProperties?: boolean;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean; readonly schema?: Schema }[];
  readonly requestBody: { readonly required: boolean; readonly content: { readonly [type: string]: { readonly schema: Schema } } };
  readonly responses: { readonly [status: string]: object };
}
interface Description {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
  readonly components: { readonly schemas: { readonly [name: string]: Schema } };
}

const bodies = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words');
const schemaAt = (ref: string): Schema | undefined => description.components.schemas[ref.replace('#/components/schemas/', '')];
const operations = () => Object.entries(description.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })));

/** A validator of one schema of the description, as a client would make it. */
function validatorOf(name: string): ValidateFunction {
  const ajv = addFormats.default(new Ajv2020({ strict: true, strictTypes: false, allErrors: true })).addVocabulary(['components']);
  return ajv.addSchema({ $id: 'description', components: description.components }).getSchema(`description#/components/schemas/${name}`)!;
}

describe('The description of the API', () => {
  it('is OpenAPI 3.1 with a name and a version, and every reference in it leads somewhere', () => {
    expect(description).toMatchObject({ openapi: expect.stringMatching(/^3\.1\.\d+$/), info: { title: 'Guarantor', version: expect.any(String) } });
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference!);
    expect(references.length).toBeGreaterThan(registry.commands.length);
    expect([...new Set(references)].filter((reference) => !schemaAt(reference))).toEqual([]);
  });

  it('names each operation once, and declares each parameter of its path', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, parameters } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, parameters.filter((parameter) => parameter.in === 'path').map(({ name, required }) => (required ? name : `${name}?`))]).toEqual([path, inPath]);
    }
  });

  it('has schemas that a strict validator of draft 2020-12 takes', () => {
    for (const name of Object.keys(description.components.schemas)) expect([name, typeof validatorOf(name)]).toEqual([name, 'function']);
  });

  it('says what each parameter is, and what a question is answered that is not put well or not allowed', () => {
    for (const { path, parameters, responses } of operations().filter(({ path }) => path !== '/health')) {
      expect([path, parameters.filter(({ schema }) => !schema?.type).map(({ name }) => name)]).toEqual([path, []]);
      expect([path, Object.keys(responses)]).toEqual([path, expect.arrayContaining(['400', '401', '403'])]);
    }
  });

  it('leads nobody anywhere without a token, but to the health of the service', async () => {
    for (const { path, method } of operations().filter(({ path }) => path !== '/health')) {
      const address = path.replace(/\{\w+\}/g, unknownId);
      const { status } = await fetch(app.url + address, { method: method.toUpperCase() });
      expect([path, status]).toEqual([path, 401]);
    }
  });
});

describe.each(allCommands.map(({ declaration }) => [declaration.name, declaration] as const))('%s', (name, declaration) => {
  const path = commandPath(declaration).replace(':subjectId', '{subjectId}');
  const operation = () => description.paths[path]!.post!;

  it('has a path, its summary, its headers, and the answers of its kind', () => {
    expect(operation()).toMatchObject({ operationId: name, summary: declaration.summary });
    const headers = operation().parameters.filter((parameter) => parameter.in === 'header').map((parameter) => `${parameter.name} ${parameter.required}`);
    const bound = declaration.kind === 'DECIDE' || declaration.kind === 'ATTEST';
    expect(headers).toEqual(['Idempotency-Key true', ...(bound ? ['If-Match false'] : [])]);
    const gated = declaration.gate.length > 0;
    expect(Object.keys(operation().responses)).toEqual([declaration.starts ? '201' : '200', ...(bound ? [] : ['202']), '400', '401', '403', '404', '409', ...(bound ? ['412'] : []), '413', ...(gated ? ['422'] : []), '503']);
  });

  it('has a body whose every part is closed against unknown fields', () => {
    const { required, content } = operation().requestBody;
    expect([required, content]).toEqual([true, { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } }]);
    const open = objectsWithin({ $ref: `#/components/schemas/${name}` }).filter(({ additionalProperties, properties }) => additionalProperties !== false && properties);
    expect(open).toEqual([]);
    const validate = validatorOf(name);
    expect(validate({ ...bodies[name]?.body, recordedAt: '2026-01-01T00:00:00Z' })).toBe(false);
  });

  it('has an example that fills every field and that the description takes', () => {
    const validate = validatorOf(name);
    expect([validate(bodies[name]?.body), validate.errors]).toEqual([true, null]);
    expect(unfilled({ $ref: `#/components/schemas/${name}` }, bodies[name]?.body, name)).toEqual([]);
  });
});

describe('The service', () => {
  it('shows its description to people', async () => {
    const page = await app.anybody.get('/docs').expect(200).expect('Content-Type', /html/);
    expect(page.text).toContain('Guarantor');
    await app.anybody.get('/docs/swagger-ui-bundle.js').expect(200);
  });

  it('says whether it is well, where its log stands and how far its followers are', async () => {
    const { body } = await app.anybody.get('/health').expect(200);
    expect(body).toMatchObject({ status: 'ok', details: { database: { status: 'up' }, log: { status: 'up', logId: app.system.logId }, followers: { status: 'up' } } });
  });

  it('gives figures about itself in which no reference stands', async () => {
    const { text } = await app.anybody.get('/metrics').expect(200).expect('Content-Type', /^text\/plain/);
    expect(text).toMatch(/^guarantor_http_request_duration_seconds_count\{/m);
    expect(text).toMatch(/^guarantor_follower_lag_seconds\{follower="/m);
    expect(text).toMatch(/^guarantor_read_model_filled_ratio\{projection="liberty"\} /m);
    expect(text).not.toContain(unknownId);
  });
});

function objectsWithin(schema: Schema, seen = new Set<string>()): readonly Schema[] {
  if (schema.$ref) {
    if (seen.has(schema.$ref)) return [];
    return objectsWithin(schemaAt(schema.$ref)!, seen.add(schema.$ref));
  }
  const inside = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])].flatMap((part) => objectsWithin(part, seen));
  return schema.type === 'object' ? [schema, ...inside] : inside;
}

/** Paths of the fields that the schema has and the value leaves out. */
function unfilled(schema: Schema, value: unknown, path: string): readonly string[] {
  if (schema.$ref) return unfilled(schemaAt(schema.$ref)!, value, path);
  if (value === undefined) return [path];
  if (schema.items) return (value as unknown[]).flatMap((item, index) => unfilled(schema.items!, item, `${path}[${index}]`));
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) => unfilled(part, (value as Record<string, unknown>)[name], `${path}.${name}`));
}
