/**
 * Reads JSON as JSON.parse does, and refuses what JSON.parse lets through: repeated keys, keys that reach prototypes,
 * numbers that lose digits, broken or invisible characters, and shapes beyond the limits. Bounded recursion, one pass.
 */

/** Containers within containers; keys of one object; items of one list; UTF-16 units of one string or key. */
export const jsonLimits = { depthMax: 20, keysMax: 500, itemsMax: 1_000, stringLengthMax: 10_000 } as const;

/** Says where and why, and never what was sent. */
export class JsonRefused extends Error {
  /** @param field path of the field, such as `legs[2].from`; empty for the text as a whole */
  constructor(readonly field: string, readonly sentence: string) {
    super(sentence);
  }
}

/** @throws JsonRefused */
export function parseStrictJson(text: string): unknown {
  return new StrictJson(text).read();
}

type Path = readonly (string | number)[];

/** A path as a person writes it. A name that is no ordinary field name is not repeated: it may be personal, or meant for a screen. */
export function fieldName(path: Path): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === 'number') return `${name}[${step}]`;
    const readable = /^[A-Za-z_$][A-Za-z0-9_$-]{0,63}$/.test(step) ? step : '(unreadable name)';
    return name === '' ? readable : `${name}.${readable}`;
  }, '');
}

const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);
const whitespace = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class StrictJson {
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  read(): unknown {
    const value = this.value(1);
    this.skipWhitespace();
    if (this.at < this.text.length) this.malformed();
    return value;
  }

  private value(depth: number): unknown {
    this.skipWhitespace();
    switch (this.text.charAt(this.at)) {
      case '{': return this.object(depth);
      case '[': return this.list(depth);
      case '"': return this.string('A text');
      case 't': return this.word('true', true);
      case 'f': return this.word('false', false);
      case 'n': return this.word('null', null);
      default: return this.number();
    }
  }

  private object(depth: number): Record<string, unknown> {
    this.enter(depth);
    const object: Record<string, unknown> = {};
    if (this.ends('}')) return object;
    const keys = new Set<string>();
    do {
      this.skipWhitespace();
      if (this.text[this.at] !== '"') this.malformed();
      const key = this.string('A field name');
      this.path.push(key);
      if (prototypeKeys.has(key)) this.refuse('This field name is not allowed.');
      if (keys.has(key)) this.refuse('This field occurs more than once.');
      keys.add(key);
      if (keys.size > jsonLimits.keysMax) {
        this.path.pop();
        this.refuse(`An object holds at most ${jsonLimits.keysMax} fields.`);
      }
      this.expect(':');
      object[key] = this.value(depth + 1);
      this.path.pop();
    } while (this.continues('}'));
    return object;
  }

  private list(depth: number): unknown[] {
    this.enter(depth);
    const items: unknown[] = [];
    if (this.ends(']')) return items;
    do {
      if (items.length === jsonLimits.itemsMax) this.refuse(`A list holds at most ${jsonLimits.itemsMax} items.`);
      this.path.push(items.length);
      items.push(this.value(depth + 1));
      this.path.pop();
    } while (this.continues(']'));
    return items;
  }

  private string(what: 'A text' | 'A field name'): string {
    let end = this.at + 1;
    while (this.text[end] !== '"') {
      if (end >= this.text.length) this.malformed();
      end += this.text[end] === '\\' ? 2 : 1;
    }
    const written = this.text.slice(this.at, end + 1);
    const value = this.unescaped(written);
    this.at = end + 1;
    if (value.length > jsonLimits.stringLengthMax) this.refuse(`${what} holds at most ${jsonLimits.stringLengthMax} characters.`);
    if (/\p{Surrogate}/u.test(value)) this.refuse('The text holds half of a character (an unpaired surrogate).');
    if (/\p{Bidi_Control}/u.test(value)) this.refuse('The text holds an invisible character that changes the direction of writing.');
    const controls = what === 'A text' ? /(?![\t\n\r])\p{Cc}/u : /\p{Cc}/u;
    if (controls.test(value)) this.refuse('The text holds a control character; only line breaks and tabs are allowed, and only in values.');
    return value;
  }

  private unescaped(written: string): string {
    try {
      return JSON.parse(written) as string;
    } catch {
      return this.malformed();
    }
  }

  private number(): number {
    number.lastIndex = this.at;
    const written = number.exec(this.text)?.[0];
    if (written === undefined) this.malformed();
    this.at += written.length;
    const value = Number(written);
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) this.refuse('The number is too large to be kept exactly.');
    return value;
  }

  private word<T>(written: string, value: T): T {
    if (!this.text.startsWith(written, this.at)) this.malformed();
    this.at += written.length;
    return value;
  }

  private enter(depth: number): void {
    if (depth > jsonLimits.depthMax) throw new JsonRefused('', `Objects and lists lie at most ${jsonLimits.depthMax} deep in one another.`);
    this.at += 1;
  }

  private ends(bracket: '}' | ']'): boolean {
    this.skipWhitespace();
    if (this.text[this.at] !== bracket) return false;
    this.at += 1;
    return true;
  }

  private continues(bracket: '}' | ']'): boolean {
    if (this.ends(bracket)) return false;
    this.expect(',');
    return true;
  }

  private expect(character: ',' | ':'): void {
    this.skipWhitespace();
    if (this.text[this.at] !== character) this.malformed();
    this.at += 1;
  }

  private skipWhitespace(): void {
    whitespace.lastIndex = this.at;
    whitespace.exec(this.text);
    this.at = whitespace.lastIndex;
  }

  private refuse(sentence: string): never {
    throw new JsonRefused(fieldName(this.path), sentence);
  }

  private malformed(): never {
    throw new JsonRefused('', `This is not valid JSON (at character ${Math.min(this.at, this.text.length) + 1}).`);
  }
}
