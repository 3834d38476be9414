import { Body, Controller, Post } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import fc from 'fast-check';
import { Agent, request as httpRequest } from 'node:http';
import { Public } from './auth.js';
import { startEdge, type Edge } from './edge.scenario.js';
import { Problem, type FieldError } from './problem.js';
import { validateBody } from './validation.js';

class Place {
  @IsString() @MaxLength(64)
  readonly name!: string;

  @IsOptional() @IsIn(['OPEN', 'CLOSED'])
  readonly kind?: 'OPEN' | 'CLOSED';
}

class Leg {
  @ValidateNested() @Type(() => Place)
  readonly from!: Place;

  @ValidateNested() @Type(() => Place)
  readonly to!: Place;
}

/** As the commands' base classes are: the name stands on the prototype. */
abstract class Command {
  get kind() { return 'DECIDE'; }
  declare readonly type: string;

  @IsOptional() @IsString() @MaxLength(200)
  readonly legalBasisClaimed?: string;
}
Object.defineProperty(Command.prototype, 'type', { value: 'PlanJourney' });

class PlanJourney extends Command {
  @ValidateNested({ each: true }) @Type(() => Leg) @ArrayMaxSize(10)
  readonly legs!: readonly Leg[];

  @IsString({ each: true })
  readonly reasons!: readonly string[];

  @IsOptional() @IsInt() @Min(0) @Max(17)
  readonly age?: number;

  @IsOptional() @ValidateNested() @Type(() => Place)
  readonly shelter?: Place;

  /** Trusts the types, as a decider does: a value that is not what its type says would throw. */
  describe(): string {
    const places = this.legs.flatMap(({ from, to }) => [from, to]).concat(this.shelter ?? []);
    const words = [...places.map(({ name, kind }) => `${name.trim()} ${kind?.toLowerCase()}`), ...this.reasons.map((reason) => reason.trim())];
    return `${this.type} with ${this.legs.length} legs, ${words.join()} ${this.age?.toFixed()} ${this.legalBasisClaimed?.trim()}`;
  }
}

class CloseCase extends Command {}
class Nothing {}

const journey = (changed: object = {}) => ({ legs: [{ from: { name: 'Almaty' }, to: { name: 'Osh', kind: 'OPEN' } }], reasons: ['reunification'], age: 9, ...changed });

function errorsOf(body: unknown, bodyClass: new () => object = PlanJourney): readonly FieldError[] {
  try {
    validateBody(bodyClass, body);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.getResponse()).toMatchObject({ type: 'urn:guarantor:problem:invalid-body', status: 400 });
    return (error.getResponse() as { errors: FieldError[] }).errors;
  }
}

describe('An id', () => {
  it('means the same in capitals, at every depth, and no other text is changed', () => {
    const id = '3F0F0C6E-0000-4000-8000-0000000000B1';
    expect(validateBody(Leg, { from: { name: id }, to: { name: `${id} ` } })).toEqual({ from: { name: id.toLowerCase() }, to: { name: `${id} ` } });
  });
});

describe('a body in the right form', () => {
  it('is an instance of its class, at every depth', () => {
    const command = validateBody(PlanJourney, journey());
    expect(command).toBeInstanceOf(PlanJourney);
    expect(command.legs[0]).toBeInstanceOf(Leg);
    expect(command.legs[0]!.to).toBeInstanceOf(Place);
    expect(command.type).toBe('PlanJourney');
    expect(command.describe()).toContain('PlanJourney with 1 legs');
  });

  it('may be empty where nothing is asked for', () => {
    expect(validateBody(CloseCase, {})).toBeInstanceOf(CloseCase);
    expect(validateBody(Nothing, {})).toBeInstanceOf(Nothing);
    expect(errorsOf({ a: 1 }, Nothing)).toEqual([{ field: 'a', message: 'This field is not known here.' }]);
  });
});

describe('a field that nobody declared is refused', () => {
  const names = ['type', 'kind', 'toString', 'valueOf', 'hasOwnProperty', 'describe', 'declaration', 'then', 'recordedAt', 'gateSnapshot', 'role', 'actorRef', 'revision', 'Legs', 'legs ', '0', ''];

  it.each(names)('%j, at the top', (name) => {
    expect(errorsOf(journey({ [name]: 'RecordOrder' }))).toEqual([{ field: expect.any(String), message: 'This field is not known here.' }]);
    expect(new PlanJourney().type).toBe('PlanJourney');
    expect(new PlanJourney().kind).toBe('DECIDE');
  });

  it.each(names.filter((name) => name !== 'kind'))('%j, inside a part of a list', (name) => {
    const errors = errorsOf(journey({ legs: [{ from: { name: 'Almaty', [name]: { $ne: 1 } }, to: { name: 'Osh' } }] }));
    expect(errors).toEqual([{ field: expect.stringMatching(/^legs\[0\]\.from\./), message: 'This field is not known here.' }]);
  });

  it('without repeating a name that is no ordinary one', () => {
    expect(errorsOf(journey({ 'Aigul <b>': 1 }))).toEqual([{ field: '(unreadable name)', message: 'This field is not known here.' }]);
  });
});

describe('a field in the wrong form is refused', () => {
  it.each<[string, object, string]>([
    ['a list in place of an object', { shelter: [{ name: 'Almaty' }] }, 'shelter'],
    ['an empty list in place of an object', { shelter: [] }, 'shelter'],
    ['an object in place of a list', { legs: { from: { name: 'Almaty' }, to: { name: 'Osh' } } }, 'legs'],
    ['a text in place of a list', { reasons: 'reunification' }, 'reasons'],
    ['a list within a list', { legs: [[{ from: { name: 'Almaty' }, to: { name: 'Osh' } }]] }, 'legs[0]'],
    ['null in place of an optional value', { age: null }, 'age'],
    ['null in a list of objects', { legs: [null] }, 'legs[0]'],
    ['null in a list of texts', { reasons: [null] }, 'reasons'],
    ['a number in place of an object', { shelter: 4 }, 'shelter'],
    ['an object in place of a text', { legs: [{ from: { name: { a: 1 } }, to: { name: 'Osh' } }] }, 'legs[0].from.name'],
    ['a text in place of a number', { age: '9' }, 'age'],
    ['a missing field', { reasons: undefined }, 'reasons'],
    ['a missing object', { legs: [{ from: { name: 'Almaty' } }] }, 'legs[0].to'],
    ['a code that is not on the list', { shelter: { name: 'x', kind: 'PRISON' } }, 'shelter.kind'],
  ])('%s', (_, changed, field) => {
    const errors = errorsOf(JSON.parse(JSON.stringify(journey(changed))));
    expect(errors.map((error) => error.field)).toContain(field);
    for (const { message } of errors) {
      expect(message).toMatch(/\.$/);
      expect(message).not.toMatch(/PRISON|reunification|Almaty/);
    }
  });

  it.each([undefined, null, [], 'text', 4, true])('%j in place of the body', (body) => {
    expect(errorsOf(body)).toEqual([{ field: '', message: 'The body is not a JSON object.' }]);
  });

  it('with every field named at once, up to fifty', () => {
    expect(errorsOf({ legs: [{}], reasons: 1 }).map(({ field }) => field)).toEqual(['legs[0].from', 'legs[0].to', 'reasons']);
    expect(errorsOf({}).map(({ field }) => field).sort()).toEqual(['legs']);
    expect(errorsOf(Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`x${index}`, 1])))).toHaveLength(50);
  });
});

describe('thousands of bodies gone wrong', () => {
  @Controller()
  @Public()
  class Journeys {
    @Post('journeys')
    plan(@Body() body: unknown) { return { planned: validateBody(PlanJourney, body).describe() }; }
  }
  let edge: Edge;
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  beforeAll(async () => { edge = await startEdge([Journeys]); });
  afterAll(async () => {
    agent.destroy();
    await edge.close();
  });

  const post = (body: string): Promise<{ status: number; text: string }> => new Promise((resolve, reject) => {
    const sent = httpRequest(`${edge.url}/journeys`, { method: 'POST', agent, headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => { text += part; }).on('end', () => resolve({ status: response.statusCode!, text }));
    });
    sent.once('error', reject).end(body);
  });

  const names = fc.constantFrom('legs', 'from', 'to', 'name', 'kind', 'reasons', 'age', 'shelter', 'type', 'legalBasisClaimed', 'toString', 'then', 'constructor', '__proto__', 'recordedAt', 'length', '0', '$sealed', '');
  const odd: fc.Arbitrary<unknown> = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }), fc.constantFrom<unknown>(null, [], {}, [[]], [null], '', ' ', 0, -1, 1.5, 1e21, true, '\u0000', '\ud800', '\u202e', 'x'.repeat(10_001), { then: 1 }, { $ne: 1 }, "' or 1=1 --"),
    fc.dictionary(names, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true }),
  );

  /** A good body with one to four places overwritten, added or taken away. */
  const mutated = fc.array(fc.tuple(fc.nat(), names, odd, fc.constantFrom('set', 'add', 'drop')), { minLength: 1, maxLength: 4 }).map((changes) => {
    const body: unknown = JSON.parse(JSON.stringify(journey()));
    for (const [pick, name, value, how] of changes) {
      const places: object[] = [];
      const walk = (node: unknown): void => {
        if (typeof node !== 'object' || node === null) return;
        places.push(node);
        Object.values(node).forEach(walk);
      };
      walk(body);
      const place = places[pick % places.length] as Record<string, unknown>;
      const keys = Object.keys(place);
      const wanted = how === 'add' || keys.length === 0 ? name : keys[pick % keys.length]!;
      const key = Array.isArray(place) && wanted === 'length' ? '0' : wanted;
      if (how === 'drop') delete place[key];
      else Object.defineProperty(place, key, { value: JSON.parse(JSON.stringify(value)), enumerable: true, configurable: true, writable: true });
    }
    return JSON.stringify(body);
  });
  /** The text itself cut, doubled or littered. */
  const littered = fc.tuple(mutated, fc.nat(), fc.constantFrom('', '"', '\\', '{', '}', '[', ',', ':', '\u0000', '\ufeff', '1e999', '\\ud800', '"age":1,')).map(([text, at, litter]) =>
    `${text.slice(0, at % text.length)}${litter}${text.slice((at % text.length) + (litter === '' ? 1 : 0))}`);

  it('are all answered 201 or 400, and never with more than places and rules', async () => {
    const seen = new Map<number, number>();
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(mutated, littered), { minLength: 20, maxLength: 20 }), async (bodies) => {
      for (const { status, text } of await Promise.all(bodies.map(post))) {
        seen.set(status, (seen.get(status) ?? 0) + 1);
        expect([201, 400]).toContain(status);
        if (status === 400) expect(JSON.parse(text)).toMatchObject({ type: 'urn:guarantor:problem:invalid-body', errors: expect.any(Array) });
        expect(text).not.toMatch(/node_modules|\bat \S+\.[jt]s|TypeError|class-/);
      }
    }), { numRuns: 150 });
    expect(seen.get(201)).toBeGreaterThan(20);
    expect(seen.get(400)).toBeGreaterThan(1_500);
  }, 240_000);
});
