import { describe, expect, it } from '@jest/globals';
import Type from 'typebox';
import { personal } from '../privacy/personal.js';
import { event } from './event.js';
import { code, codeAmong, count, country, day, ifNamed, personalIfNamed, pseudonymOf, shared, telephone, yesOrNo, type SharedField } from './shared.js';

const told = event('test.Told', 1, 'Something was told.', {
  kind: Type.Enum(['ONE', 'TWO']), kinds: Type.Array(Type.Enum(['ONE', 'TWO'])), state: Type.Optional(Type.String()), at: Type.String({ format: 'date-time' }), text: Type.String(),
  often: Type.Integer(), late: Type.Boolean(), name: Type.Optional(personal('D2', Type.String())), shelter: Type.Optional(personal('D4', Type.String())), dated: personal('D2', Type.String({ format: 'date' })), part: Type.Object({ word: Type.String() }),
});
const pseudonym = (referent: string, reference: string) => `${referent} ${reference}`;

describe('A field is told', () => {
  it.each<[string, SharedField, unknown, unknown]>([
    ['as its code', code, 'ONE', 'ONE'],
    ['as a list of codes', code, ['ONE', 'TWO'], ['ONE', 'TWO']],
    ['as a state', country, 'KG', 'KG'],
    ['as a day, of an instant', day, '2026-03-02T23:30:00+06:00', '2026-03-02'],
    ['as a count', count, 3, 3],
    ['as yes or no', yesOrNo, false, false],
    ['as a pseudonym, of a reference', pseudonymOf('place'), 'place-1', 'place place-1'],
    ['as a telephone number', telephone, '+996 (555) 01-02-03', '+996555010203'],
  ])('%s', (_, field, value, expected) => expect(field.tell(value, pseudonym)).toEqual(expected));

  it.each<[string, SharedField, unknown]>([
    ['words in the place of a code', code, 'somebody said so'], ['words in the place of a state', country, 'Kyrgyzstan'], ['words in the place of a day', day, 'on Monday'], ['a fraction', count, 0.5],
    ['what is sealed', code, { $sealed: { key: 'D2', version: 1, alg: 'A256GCM', iv: 'x', ct: 'x' } }], ['what is sealed, as a reference', pseudonymOf('person'), { $sealed: {} }], ['nothing', code, undefined],
  ])('not at all where it holds %s', (_, field, value) => expect(field.tell(value, pseudonym)).toBeUndefined());
});

describe('An event is shared', () => {
  it('with a schema for each field, and without those that need a name among those that are never left out', () => {
    const { type, version, summary, properties, required } = shared(told, 2, ['PROTECTION'], { kind: code, kinds: ifNamed(code), state: country, at: day });
    expect({ type, version, summary, required }).toEqual({ type: 'test.Told', version: 2, summary: 'Something was told.', required: ['kind', 'at'] });
    expect(properties).toEqual({
      kind: { type: 'string', enum: ['ONE', 'TWO'] }, kinds: { type: 'array', items: { type: 'string', enum: ['ONE', 'TWO'] } }, state: { type: 'string', pattern: '^[A-Z]{2}$' }, at: { type: 'string', format: 'date' },
    });
  });

  it('with a personal field in the form in which it is told opened, for its purposes, and never without a name', () => {
    const { properties, required, fields } = shared(told, 1, ['PROTECTION', 'STATISTICS'], { name: personalIfNamed(telephone, 'PROTECTION') });
    expect({ properties, required, named: fields['name']!.named, personal: fields['name']!.personal }).toEqual({ properties: { name: { type: 'string', pattern: '^\\+[1-9][0-9]{6,14}$' } }, required: [], named: true, personal: ['PROTECTION'] });
  });

  it('with the codes alone that were published, whatever the event came to admit; of another one the field is left out', () => {
    const { properties, required } = shared(told, 1, ['PROTECTION'], { kind: codeAmong('ONE') });
    expect({ properties, required }).toEqual({ properties: { kind: { type: 'string', enum: ['ONE'] } }, required: [] });
    expect(['ONE', 'TWO', undefined].map((value) => codeAmong('ONE').tell(value, pseudonym))).toEqual(['ONE', undefined, undefined]);
  });

  it.each<[string, Parameters<typeof shared<typeof told.schema>>[3]]>([
    ['a code that was published and is none', { kind: codeAmong('ONE', 'THREE') }],
    ['a text as a code', { text: code }], ['a personal field as a code', { name: code }], ['a personal field as a day', { dated: day }], ['a personal field as a pseudonym', { name: pseudonymOf('person') }],
    ['where a shelter is, as a personal field', { shelter: personalIfNamed(telephone, 'PROTECTION') }], ['what is not personal, as a personal field', { text: personalIfNamed(telephone, 'PROTECTION') }],
    ['a personal field for a purpose for which the event is not told', { name: personalIfNamed(telephone, 'STATISTICS') }],
    ['a part with fields of its own', { part: code }], ['a code as a pseudonym', { kind: pseudonymOf('person') }],
  ])('never with %s: the program does not start', (_, fields) => expect(() => shared(told, 1, ['PROTECTION'], fields)).toThrow(/that is to be told as/));
});
