import { createHmac } from 'node:crypto';
import type { Json, JsonObject, StoredEvent } from '../event-store/port.js';
import { decrypt, encrypt } from './a256gcm.js';
import type { DataKey } from './key-cache.js';
import { KeyDestroyed, KeyDisabled, KeyUnknown, type KeyRing } from './key-ring.js';
import { forgotten, isSealed, type DataClass, type PersonalField, type Sealed } from './personal.js';

/** An event with the coordinates that its sealed fields are bound to. */
export type EventAt = Pick<StoredEvent, 'stream' | 'id' | 'type' | 'data'>;

/** A value that is sealed already opens only where it was stored: open it there, then seal it here. */
export class CannotSeal extends Error {
  constructor(readonly eventId: string, readonly path: string) {
    super(`${path} of event ${eventId} is sealed already`);
  }
}
/** Altered, moved from another event or field, or not sealed at all. */
export class CannotOpen extends Error {
  constructor(readonly eventId: string, readonly path: string, options?: ErrorOptions) {
    super(`${path} of event ${eventId} cannot be opened: it is not what was sealed there`, options);
  }
}

/** The event's data with each personal field that is present sealed under the child's keys. @throws CannotSeal @throws KeyDestroyed @throws KeysUnavailable */
export function sealFields(subject: string, event: EventAt, fields: readonly PersonalField[], ring: KeyRing): Promise<JsonObject> {
  return changeFields(event.data, fields, async (value, path, dataClass) => {
    if (isSealed(value)) throw new CannotSeal(event.id, path);
    return sealValue(await ring.key(subject, dataClass), dataClass, value, event, path);
  });
}

/**
 * The event's data as it was before it was sealed, given the event as it was stored; a field whose key was destroyed is `forgotten`, and one whose key is disabled stays sealed.
 * @throws CannotOpen @throws CannotUnwrap @throws KeysUnavailable
 */
export function openFields(subject: string, event: EventAt, fields: readonly PersonalField[], ring: KeyRing): Promise<JsonObject> {
  return changeFields(event.data, fields, async (value, path, dataClass) => {
    if (!isSealed(value) || value.$sealed.key !== dataClass) throw new CannotOpen(event.id, path);
    try {
      return openValue(await ring.keyForOpening(subject, dataClass, value.$sealed.version), dataClass, value, event, path);
    } catch (error) {
      if (error instanceof KeyDestroyed) return forgotten;
      if (error instanceof KeyDisabled) return value;
      throw error instanceof KeyUnknown ? new CannotOpen(event.id, path, { cause: error }) : error;
    }
  });
}

/** HMAC-SHA-256 under a key of the child's own: two command bodies can be compared, neither can be guessed. base64url. @throws KeyDestroyed @throws KeysUnavailable */
export async function keyedHash(subject: string, canonicalJson: string, ring: KeyRing): Promise<string> {
  const { secret } = await ring.key(subject, 'HASH');
  return createHmac('sha256', secret).update(canonicalJson, 'utf8').digest('base64url');
}

function sealValue({ secret, version }: DataKey, dataClass: DataClass, value: Json, event: EventAt, path: string): Sealed {
  const { iv, ct } = encrypt(secret, padded(JSON.stringify(value)), boundTo(event, path, dataClass, version));
  return { $sealed: { key: dataClass, version, alg: 'A256GCM', iv: iv.toString('base64url'), ct: ct.toString('base64url') } };
}

function openValue({ secret, version }: DataKey, dataClass: DataClass, { $sealed }: Sealed, event: EventAt, path: string): Json {
  const iv = fromBase64url($sealed.iv);
  const ct = fromBase64url($sealed.ct);
  const plain = iv && ct && decrypt(secret, { iv, ct }, boundTo(event, path, dataClass, version));
  if (!plain) throw new CannotOpen(event.id, path);
  return JSON.parse(plain.toString('utf8')) as Json;
}

function boundTo({ stream, id, type }: EventAt, path: string, dataClass: DataClass, version: number): readonly (string | number)[] {
  return [stream, id, type, path, dataClass, version];
}

/** In steps of 32 bytes, because the length of a code or of a yes or no would tell it. JSON may end in spaces. */
function padded(json: string): Buffer {
  const bytes = Buffer.byteLength(json, 'utf8');
  return Buffer.from(json + ' '.repeat(-bytes & 31), 'utf8');
}

/** Undefined unless the text is the one that the bytes are written as. */
function fromBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

type Change = (value: Json, path: string, dataClass: DataClass) => Promise<Json>;

async function changeFields(data: JsonObject, fields: readonly PersonalField[], change: Change): Promise<JsonObject> {
  let changed: Json = data;
  for (const { path, class: dataClass } of fields) {
    changed = await changeAt(changed, path.match(/\w+|\[\]/g) ?? [], '', (value, at) => change(value, at, dataClass));
  }
  return changed as JsonObject;
}

/** A copy in which what stands at the steps is changed, in each element of an array; where nothing stands there, the value itself. */
async function changeAt(value: Json, steps: readonly string[], path: string, change: (value: Json, path: string) => Promise<Json>): Promise<Json> {
  const [step, ...rest] = steps;
  if (step === undefined) return change(value, path);
  if (step === '[]') return isList(value) ? Promise.all(value.map((item, index) => changeAt(item, rest, `${path}[${index}]`, change))) : value;
  if (!isObject(value)) return value;
  const inner = Object.hasOwn(value, step) ? value[step] : undefined;
  if (inner === undefined) return value;
  return { ...value, [step]: await changeAt(inner, rest, path === '' ? step : `${path}.${step}`, change) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
