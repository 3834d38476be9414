import { describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { declarationOf } from '../event-store/projection.js';
import { projections } from './projections.js';

/**
 * A program whose projection has changed and is still the same version does not start on a log that it has been filled from. What the list of pins holds
 * is what each version last declared; WRITE_PROJECTIONS=1 pins versions that were raised, and changes none.
 */

const pinsFile = new URL('./projections.pins.json', import.meta.url);
const read = () => JSON.parse(readFileSync(pinsFile, 'utf8')) as Record<string, { readonly version: number; readonly declared: string }>;
if (process.env.WRITE_PROJECTIONS) {
  const kept = read();
  const raised = projections.filter(({ name, version }) => version > (kept[name]?.version ?? 0)).map((each) => [each.name, { version: each.version, declared: declarationOf(each) }] as const);
  const all = Object.entries({ ...kept, ...Object.fromEntries(raised) }).sort(([one], [other]) => (one < other ? -1 : 1));
  writeFileSync(pinsFile, `{\n${all.map(([name, pin]) => ` ${JSON.stringify(name)}: ${JSON.stringify(pin)}`).join(',\n')}\n}\n`);
}
const pins = read();

describe('A projection', () => {
  it.each(projections.map((each) => [each.name, each] as const))('%s declares what its version declared, or is another version: a new event or duty may be one', (name, each) => {
    const pin = pins[name] ?? { version: 0, declared: '' };
    expect(each.version).toBeGreaterThanOrEqual(pin.version);
    if (each.version === pin.version) expect(declarationOf(each)).toBe(pin.declared);
  });
});
