import { BadForm } from './context.js';
import type { OccurredAt } from './event.js';

/** Whether a time says what was, or may be one that is planned. */
export type Tense = 'past' | 'any';

/** So much may the sender's clock be ahead of the database's, or behind it. */
export const aheadMsMax = 5 * 60 * 1000;
/** A day begins first where the clocks are so far ahead of UTC. */
const hoursAheadOfUtcMax = 14;

const pastFields = new WeakMap<object, string[]>();

/** Every field that holds a time declares its tense. */
export function told(tense: Tense): PropertyDecorator {
  return (prototype, field) => {
    if (tense === 'past') pastFields.set(prototype, [...(pastFields.get(prototype) ?? []), String(field)]);
  };
}

/** What says what was does not lie ahead, at any depth of a body. @throws BadForm */
export function assertNothingAhead(body: object, now: Date, path = ''): void {
  const past = pastFieldsOf(body);
  for (const [field, value] of Object.entries(body) as [string, unknown][]) {
    const at = Array.isArray(body) ? `${path}[${field}]` : path === '' ? field : `${path}.${field}`;
    if (typeof value === 'string' && past.has(field) && beginsAt(value) > now.getTime() + aheadMsMax) throw new BadForm(at, 'lies more than 5 minutes ahead');
    if (typeof value === 'object' && value !== null) assertNothingAhead(value, now, at);
  }
}

/** Nothing is certified of a time before that which it is about. @throws BadForm */
export function assertNotBefore(moment: Date, { occurredAt: { from, to = from } }: { readonly occurredAt: OccurredAt }, about: string): void {
  if (Date.parse(to) + aheadMsMax < moment.getTime()) throw new BadForm('occurredAt', `lies before ${about}`);
}

function pastFieldsOf(body: object): ReadonlySet<string> {
  const fields = new Set<string>();
  for (let prototype = Object.getPrototypeOf(body) as object | null; prototype; prototype = Object.getPrototypeOf(prototype) as object | null) {
    for (const field of pastFields.get(prototype) ?? []) fields.add(field);
  }
  return fields;
}

/** The first instant that a date, or an instant with its offset, can mean. */
function beginsAt(stated: string): number {
  return Date.parse(stated) - (stated.includes('T') ? 0 : hoursAheadOfUtcMax * 3_600_000);
}
