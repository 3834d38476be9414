import type { Caller } from './app.js';

/** An answer as text, whatever its type says. */
export const textOf: Parameters<ReturnType<Caller['get']>['parse']>[0] = (stream, done) => {
  let text = '';
  stream.on('data', (part) => { text += String(part); });
  stream.on('end', () => done(null, text));
};

/** The rows of a table in the form of RFC 4180. */
export function tableIn(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
