import { Ajv2020 } from 'ajv/dist/2020.js';
import Type, { type Static, type TSchema } from 'typebox';
import { openForm, personal, personalFields, storedForm, type Sealed } from './personal.js';

const sealed = (key: string): Sealed => ({ $sealed: { key, version: 1, alg: 'A256GCM', iv: 'A'.repeat(16), ct: 'A'.repeat(64) } });
const forgotten = { $forgotten: true };

const appointed = Type.Object({
  guardianRef: Type.String(),
  name: Type.Optional(personal('D2', Type.String({ minLength: 1 }))),
  views: personal('D3', Type.Object({ heard: Type.Boolean(), text: Type.String() })),
  relatives: Type.Array(Type.Object({ kin: Type.String(), name: personal('D2', Type.String()) })),
  aliases: Type.Optional(Type.Array(personal('D2', Type.String()))),
  place: Type.Union([
    Type.Object({ kind: Type.Literal('FACILITY'), facilityRef: Type.String() }),
    Type.Object({ kind: Type.Literal('CARER'), address: personal('D4', Type.String()) }),
  ]),
}, { additionalProperties: false });
type Appointed = Static<typeof appointed>;

const plain: Appointed = {
  guardianRef: 'g-1', name: 'Dana', views: { heard: true, text: 'to stay' }, relatives: [{ kin: 'AUNT', name: 'Asel' }], aliases: ['D.'], place: { kind: 'CARER', address: 'Street 1' },
};
const stored: Appointed = {
  guardianRef: 'g-1', name: sealed('D2'), views: sealed('D3'), relatives: [{ kin: 'AUNT', name: sealed('D2') }], aliases: [sealed('D2')], place: { kind: 'CARER', address: sealed('D4') },
};

// Compiled, not run: the static type knows both forms, keeps what is optional so, and lets no other type in.
export const typesHold = (event: Appointed): (string | Sealed | undefined)[] => [
  event.name,
  typeof event.relatives[0]?.name === 'string' ? event.relatives[0].name : undefined,
  // @ts-expect-error a number is no name
  ({ ...event, name: 1 } satisfies Appointed).name,
  // @ts-expect-error views are required
  ({ guardianRef: '', relatives: [], place: { kind: 'FACILITY', facilityRef: '' } } satisfies Appointed).guardianRef,
];

function accepts(schema: TSchema, value: unknown): boolean {
  const ajv = new Ajv2020({ strict: true });
  ajv.addKeyword({ keyword: 'x-data-class', schemaType: 'string' });
  return ajv.compile(schema)(value);
}

describe('an event with personal fields', () => {
  it('names them with their classes, through optionals, arrays and unions', () => {
    expect(personalFields(appointed)).toEqual([
      { path: 'name', class: 'D2' },
      { path: 'views', class: 'D3' },
      { path: 'relatives[].name', class: 'D2' },
      { path: 'aliases[]', class: 'D2' },
      { path: 'place.address', class: 'D4' },
    ]);
  });

  it('names none where there are none', () => {
    expect(personalFields(Type.Object({ at: Type.String(), cause: Type.Union([Type.String(), Type.Null()]), extra: Type.Record(Type.String(), Type.Number()) }))).toEqual([]);
  });

  it('names those of intersections and of arrays in arrays', () => {
    const schema = Type.Intersect([Type.Object({ a: Type.Array(Type.Array(personal('D3', Type.String()))) }), Type.Object({ b: Type.Number() })]);
    expect(personalFields(schema)).toEqual([{ path: 'a[][]', class: 'D3' }]);
  });

  it('is declared with both forms', () => {
    expect(accepts(appointed, plain)).toBe(true);
    expect(accepts(appointed, stored)).toBe(true);
    expect(accepts(appointed, { ...plain, name: 1 })).toBe(false);
    expect(accepts(appointed, { ...plain, name: sealed('D3') })).toBe(false);
  });

  it('carries the class as an annotation in each form', () => {
    for (const schema of [appointed, storedForm(appointed), openForm(appointed)]) {
      expect(JSON.stringify(schema).match(/"x-data-class":"D\d"/g)).toHaveLength(5);
    }
  });

  it('is stored sealed only', () => {
    expect(accepts(storedForm(appointed), stored)).toBe(true);
    const { name: _, aliases: __, ...withoutOptionals } = stored;
    expect(accepts(storedForm(appointed), withoutOptionals)).toBe(true);
    const { views: ___, ...withoutViews } = stored;
    expect(accepts(storedForm(appointed), withoutViews)).toBe(false);
    for (const part of Object.keys(plain).filter(key => key !== 'guardianRef') as (keyof Appointed)[]) {
      expect(accepts(storedForm(appointed), { ...stored, [part]: plain[part] })).toBe(false);
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['a version of zero', { version: 0 }], ['another algorithm', { alg: 'none' }], ['a short vector', { iv: 'AAAA' }],
    ['the key of another class', { key: 'D4' }], ['something more', { hint: 'x' }], ['something missing', { ct: undefined }],
  ])('is not stored with a seal that has %s', (_, change) => {
    const { $sealed } = sealed('D2');
    const name = JSON.parse(JSON.stringify({ $sealed: { ...$sealed, ...change } })) as unknown;
    expect(accepts(storedForm(appointed), { ...stored, name })).toBe(false);
  });

  it('is answered plain or forgotten, never sealed', () => {
    expect(accepts(openForm(appointed), plain)).toBe(true);
    expect(accepts(openForm(appointed), { ...plain, name: forgotten, views: forgotten, aliases: [forgotten] })).toBe(true);
    expect(accepts(openForm(appointed), stored)).toBe(false);
    expect(accepts(openForm(appointed), { ...plain, views: { heard: true } })).toBe(false);
  });
});

describe('a declaration is refused', () => {
  const name = Type.String();
  it.each<[string, () => unknown, string]>([
    ['when a field is personal in one form of the event and plain in another',
      () => personalFields(Type.Union([Type.Object({ name: personal('D2', name) }), Type.Object({ name })])), 'name is personal in one form'],
    ['when a field has two classes',
      () => personalFields(Type.Union([Type.Object({ name: personal('D2', name) }), Type.Object({ name: personal('D3', name) })])), 'name is personal in one form'],
    ['when a value is personal or null', () => personalFields(Type.Object({ name: Type.Union([personal('D2', name), Type.Null()]) })), 'name is personal in one form'],
    ['when a personal field stands in another', () => personal('D2', Type.Object({ health: personal('D3', name) })), 'holds no other personal field'],
    ['when optional stands inside', () => personal('D2', Type.Optional(name)), 'optional stands outside'],
    ['when a personal field has no path, as in a record', () => personalFields(Type.Object({ names: Type.Record(name, personal('D2', name)) })), 'under patternProperties of names has no path'],
    ['when a personal field has no path, as in a tuple', () => personalFields(Type.Object({ names: Type.Tuple([personal('D2', name)]) })), 'of names has no path'],
    ['when a personal field has no path, as among further properties',
      () => storedForm(Type.Object({}, { additionalProperties: personal('D2', name) })), 'under additionalProperties of the event has no path'],
    ['when the name of a personal field is no part of a path', () => personalFields(Type.Object({ 'a.b': personal('D2', name) })), 'a.b is no part of a path'],
  ])('%s', (_, declare, message) => {
    expect(declare).toThrow(message);
  });
});
