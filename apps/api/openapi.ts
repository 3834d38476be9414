import type { INestApplication } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { targetConstructorToSchema, validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { createRequire } from 'node:module';
import { isRefusedToNobody, type CommandClass } from '../../libs/decider/command.js';
import type { Subject } from '../../libs/decider/subject.js';

const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as { defaultMetadataStorage: never };

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const instant = { type: 'string', format: 'date-time' };
const reference = { type: 'string', format: 'uuid' };
const corridor = { type: 'string', pattern: '^[A-Z]{2}-[A-Z]{2}$' };
const consumer = { type: 'string', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)+$', maxLength: 40 };
const parameterSchemas: Readonly<Record<string, object>> = {
  limit: { type: 'integer', minimum: 1, maximum: 200 }, asOf: instant, knownAt: instant, from: instant, to: instant, childId: reference, facilityId: reference, subjectId: reference, 'Idempotency-Key': reference,
};
/** What an address is named by that is no UUID. */
const namedBy: Readonly<Record<string, object>> = { corridors: corridor, consumers: consumer };
const problem = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };

const described: Readonly<Record<Subject, { readonly tag: string; readonly id: string }>> = {
  child: { tag: 'Commands about a child', id: 'Reference of the child.' },
  facility: { tag: 'Register of places', id: 'Reference of the place.' },
  corridor: { tag: 'Between two states', id: 'The state that children leave and the state that they travel to, such as KG-KZ.' },
  consumer: { tag: 'Services that are told of events', id: 'The service, by the subject of its tokens: words in small letters with dashes between them, such as school-service.' },
  keys: { tag: 'Forgetting', id: 'Reference of the child.' },
};

/** How a command's route describes itself: from the declaration alone. */
export function describeCommand({ declaration, name: schema }: CommandClass & { name: string }): readonly MethodDecorator[] {
  const { name, kind, summary, subject, starts, gate } = declaration;
  const needs = gate.at(-1)?.needs ?? [];
  const refusedToNobody = isRefusedToNobody(kind);
  return [
    ApiTags(described[subject].tag),
    ApiOperation({
      operationId: name, summary,
      description: [`${kind}.`, needs.length > 0 ? `Needs: ${needs.join(', ')}.` : 'Never refused for what it says.', openTo(declaration)].join(' '),
    }),
    ...(starts ? [] : [ApiParam({ name: 'subjectId', description: described[subject].id })]),
    ApiHeader({ name: 'Idempotency-Key', required: true, description: 'A UUID of your own; the same one when you repeat the request.' }),
    ...(kind === 'DECIDE' || kind === 'ATTEST' ? [ApiHeader({ name: 'If-Match', required: false, description: 'ETag of the answer that you decided on; another revision is answered 412.' })] : []),
    ApiBody({ schema: { $ref: `#/components/schemas/${schema}` } }),
    ApiResponse({ status: starts ? 201 : 200, description: 'Stored, or already so. ETag is the new revision; ask read models for `position`.', schema: { $ref: '#/components/schemas/Receipt' } }),
    ...(refusedToNobody ? [ApiResponse({ status: 202, description: 'Received, from a body that only reports or from somebody for whom the command was not made: a receipt, and nothing about the child.' })] : []),
    ApiResponse({ status: 400, description: 'The body or a header is not in the form asked for.', ...problem }),
    ApiResponse({ status: 403, description: 'The caller may not do this.', ...problem }),
    ApiResponse({ status: 404, description: 'There is nothing under this address for the caller.', ...problem }),
    ApiResponse({ status: 409, description: 'The key was used for something else, or there is nothing to act on.', ...problem }),
    ...(kind === 'DECIDE' || kind === 'ATTEST' ? [ApiResponse({ status: 412, description: 'The record has moved on from the revision in If-Match.', ...problem })] : []),
    ...(gate.length > 0 ? [ApiResponse({ status: 422, description: 'Guarantees are not met; each is named with its promise and legal basis, and the attempt is kept.', ...problem })] : []),
    ApiResponse({ status: 413, description: 'The body is larger than 256 KiB.', ...problem }),
    ApiResponse({ status: 503, description: 'Not possible at this moment; repeat with the same key.', ...problem }),
  ] as MethodDecorator[];
}

/** Who decides; and who reports and protects with full effect, because nobody is refused (ruling 14). */
function openTo({ kind, by, constructive }: CommandClass['declaration']): string {
  const listed = `${by.join(', ')}.`;
  if (!isRefusedToNobody(kind)) return `Open to: ${listed}`;
  const fromOthers = constructive ? 'is stored, and nothing follows from it' : 'contradicts and halts like theirs, and proves nothing';
  return `Refused to nobody who is known. Made for: ${listed} From anybody else it ${fromOthers}.`;
}

/** The description of the API as OpenAPI 3.1, made from the routes and the validators that check the bodies. */
export function describeApi(app: INestApplication, commands: readonly CommandClass[]): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Guarantor')
    .setDescription('The replayable record of what is decided about a child who is moved, stopped or returned across a border.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT (at+jwt)' })
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  for (const [path, methods] of Object.entries(document.paths)) for (const operation of Object.values(methods) as Operation[]) complete(path, operation);
  const options = {
    classTransformerMetadataStorage: defaultMetadataStorage, refPointerPrefix: '#/components/schemas/',
    // What the package knows of no form of its own, or makes a number of any kind.
    additionalConverters: {
      isISO31661Alpha2: { type: 'string' as const },
      min: ({ constraints }: { constraints: unknown[] }) => ({ minimum: Number(constraints[0]) }),
      max: ({ constraints }: { constraints: unknown[] }) => ({ maximum: Number(constraints[0]) }),
    },
  };
  const named = commands as readonly (CommandClass & { name: string })[];
  // A command that adds no field to what it extends has no metadata under its own name.
  const all = { ...validationMetadatasToSchemas(options), ...Object.fromEntries(named.map((command) => [command.name, targetConstructorToSchema(command, options)])) };
  document.components!.schemas = {
    ...document.components!.schemas,
    ...(reachable(named.map(({ name }) => name), all) as object),
    Problem: {
      type: 'object', required: ['type', 'title', 'status', 'detail', 'requestId'],
      properties: {
        type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, requestId: { type: 'string', format: 'uuid' },
        errors: { type: 'array', items: { type: 'object', properties: { field: { type: 'string' }, message: { type: 'string' } } } },
        unmet: { type: 'array', items: { type: 'object', properties: { code: { type: 'string' }, promise: { type: 'string' }, basis: { type: 'string' } } } },
      },
    },
    Receipt: {
      type: 'object', required: ['revision', 'events'],
      properties: {
        childId: { type: 'string', format: 'uuid' }, facilityId: { type: 'string', format: 'uuid' }, corridorId: { type: 'string' }, consumerId: { type: 'string' }, revision: { type: 'integer' },
        secret: { type: 'string', description: 'What calls are signed with (whsec_…), from RegisterWebhook and RotateWebhookSecret: told here once, and never again.' },
        position: { type: 'string', description: 'Opaque, ordered as a string.' },
        events: { type: 'array', items: { type: 'object', properties: { id: { type: 'string', format: 'uuid' }, type: { type: 'string' }, revision: { type: 'integer' } } } },
      },
    },
  };
  return document;
}

/** What every route behind a token answers, and what a parameter in an address is, where the route did not say. */
function complete(path: string, operation: Operation): void {
  for (const parameter of operation.parameters ?? []) {
    if ('in' in parameter && !('maximum' in (parameter.schema ?? {}))) parameter.schema = (parameter.in === 'path' ? namedBy[path.split('/')[1]!] : undefined) ?? parameterSchemas[parameter.name] ?? { type: 'string' };
  }
  if (path === '/health') return;
  operation.responses = {
    400: { description: 'The question is not in the form asked for.', ...problem },
    401: { description: 'There is no token, or none that is valid here.', ...problem },
    403: { description: 'The caller may not do this.', ...problem },
    ...operation.responses,
  };
}

/** The schemas of the commands and of what they hold, closed against unknown fields as the validation is. */
function reachable(names: readonly string[], all: Record<string, unknown>, found: Record<string, unknown> = {}): Record<string, unknown> {
  for (const name of names) {
    if (found[name] !== undefined || all[name] === undefined) continue;
    found[name] = { ...(all[name] as object), additionalProperties: false };
    const inside = [...JSON.stringify(all[name]).matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1]!);
    reachable(inside, all, found);
  }
  return found;
}
