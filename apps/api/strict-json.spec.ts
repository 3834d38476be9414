import fc from 'fast-check';
import { jsonLimits, JsonRefused, parseStrictJson } from './strict-json.js';

const refusalOf = (text: string): { field: string; sentence: string } | undefined => {
  try {
    parseStrictJson(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    return { field: error.field, sentence: error.sentence };
  }
};
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const object = (keys: number) => JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, index])));
const char = (code: number) => String.fromCharCode(code);

describe('JSON that anybody can read', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      if (refusalOf(text)) return; // stricter, by the refusals below
      expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    }), { numRuns: 2_000 });
  });

  it('is all that is read: what JSON.parse refuses is refused', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '"b":', '1', '-', '0', '.5', 'e3', 'true', 'null', 'fals', ' ', '\n', '\u00a0', '/**/', "'", 'NaN', '+1', '\\u12', '\u0001');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      let readable = true;
      try {
        JSON.parse(text);
      } catch {
        readable = false;
      }
      if (!readable) expect(refusalOf(text)).toBeDefined();
    }), { numRuns: 5_000 });
  });

  it.each(['', '{', '[1,]', '{"a":1,}', '{a:1}', "{'a':1}", '01', '1.', '.5', '+1', '0x10', 'NaN', 'Infinity', 'undefined', 'tru', '"open', '"\\x"', '"\\u12g4"', '"\n"', '1 2', '[1]]', '//', '{"a" 1}', '{"a":}', '\ufeff1'])('is not %j', (text) => {
    expect(refusalOf(text)).toEqual({ field: '', sentence: expect.stringMatching(/^This is not valid JSON \(at character \d+\)\.$/) });
  });

  it('may hold line breaks and tabs in its texts, and letters of every script', () => {
    const text = 'Айгүл\r\n\tمريم 李 👩‍👧 שרה';
    expect(parseStrictJson(JSON.stringify({ text }))).toEqual({ text });
  });
});

describe('JSON that means different things to different readers is refused, by the place and never by the value', () => {
  it('a field that occurs twice, also in another spelling', () => {
    expect(refusalOf('{"child":{"age":1,"age":2}}')).toEqual({ field: 'child.age', sentence: 'This field occurs more than once.' });
    expect(refusalOf('{"age":1,"\\u0061ge":2}')).toEqual({ field: 'age', sentence: 'This field occurs more than once.' });
  });

  it.each(['__proto__', 'constructor', 'prototype', '\\u005f_proto__'])('a field called %s', (name) => {
    expect(refusalOf(`{"legs":[{"${name}":{"role":"ADMINISTRATOR"}}]}`)?.sentence).toBe('This field name is not allowed.');
    expect(({} as { role?: unknown }).role).toBeUndefined();
  });

  it.each(['1e400', '-1e999', '9007199254740993', '123456789012345678901234567890'])('the number %s, whose digits would be lost', (number) => {
    expect(refusalOf(`{"amount":${number}}`)).toEqual({ field: 'amount', sentence: 'The number is too large to be kept exactly.' });
  });

  it.each([
    ['half of a character', '\\ud800', 'unpaired surrogate'], ['half of a character, the second', 'a\\udc00b', 'unpaired surrogate'],
    ['a NUL', '\\u0000', 'control'], ['an escape', '\\u001b', 'control'], ['a delete', char(0x7f), 'control'], ['a C1 control', char(0x85), 'control'],
    ['an override of direction', char(0x202e), 'direction'], ['an isolate', '\\u2066', 'direction'], ['a mark of direction', char(0x200f), 'direction'],
  ])('a text with %s', (_, character, reason) => {
    expect(refusalOf(`{"note":"x${character}y"}`)).toEqual({ field: 'note', sentence: expect.stringContaining(reason) });
    expect(refusalOf(`{"n${character}":1}`)?.sentence).toContain(reason);
  });

  it('a field name with a line break, and the name is not repeated', () => {
    expect(refusalOf('{"a":{"x\\ny":1}}')).toEqual({ field: 'a', sentence: expect.stringContaining('control') });
    expect(refusalOf('{"a":{"<b>":1,"<b>":2}}')).toEqual({ field: 'a.(unreadable name)', sentence: 'This field occurs more than once.' });
  });
});

describe('JSON beyond the limits is refused', () => {
  it('when it lies more than 20 deep', () => {
    expect(refusalOf(nested(jsonLimits.depthMax))).toBeUndefined();
    expect(refusalOf(nested(jsonLimits.depthMax + 1))).toEqual({ field: '', sentence: 'Objects and lists lie at most 20 deep in one another.' });
    expect(refusalOf('[{"a":'.repeat(11))).toBeDefined();
  });

  it('when an object holds more than 500 fields', () => {
    expect(refusalOf(object(jsonLimits.keysMax))).toBeUndefined();
    expect(refusalOf(`{"a":${object(jsonLimits.keysMax + 1)}}`)).toEqual({ field: 'a', sentence: 'An object holds at most 500 fields.' });
  });

  it('when a list holds more than 1000 items', () => {
    expect(refusalOf(JSON.stringify(Array(jsonLimits.itemsMax).fill(0)))).toBeUndefined();
    expect(refusalOf(JSON.stringify({ legs: Array(jsonLimits.itemsMax + 1).fill(0) }))).toEqual({ field: 'legs', sentence: 'A list holds at most 1000 items.' });
  });

  it('when a text or a field name holds more than 10000 characters, however it is spelled', () => {
    expect(refusalOf(JSON.stringify('x'.repeat(jsonLimits.stringLengthMax)))).toBeUndefined();
    expect(refusalOf(`"${'\\u0061'.repeat(jsonLimits.stringLengthMax)}"`)).toBeUndefined();
    expect(refusalOf(JSON.stringify({ legs: [{ note: 'x'.repeat(jsonLimits.stringLengthMax + 1) }] }))).toEqual({ field: 'legs[0].note', sentence: 'A text holds at most 10000 characters.' });
    expect(refusalOf(`"${'\\u0061'.repeat(jsonLimits.stringLengthMax + 1)}"`)?.sentence).toBe('A text holds at most 10000 characters.');
    expect(refusalOf(JSON.stringify({ ['x'.repeat(jsonLimits.stringLengthMax + 1)]: 1 }))?.sentence).toBe('A field name holds at most 10000 characters.');
  });

  it.each([
    ['depth', '['.repeat(262_144)], ['keys of objects', '{"a":'.repeat(43_690)], ['a text without end', `"${'\\'.repeat(262_143)}`],
    ['a text of quotes', '"'.repeat(262_144)], ['digits', '9'.repeat(262_144)], ['blanks', ' '.repeat(262_144)],
  ])('within a moment, for a quarter of a megabyte of %s', (_, text) => {
    const before = process.cpuUsage();
    expect(refusalOf(text)).toBeDefined();
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });
});
