import { createHash } from 'node:crypto';
import type { Static } from 'typebox';
import { v5 as uuidv5 } from 'uuid';
import type { EventDeclaration } from '../decider/event.js';
import { WrongExpectedRevision, type EventStore } from '../event-store/port.js';
import { canonicalJson } from './canonical-json.js';
import type { Clock } from './clock.js';
import { systemEvent } from './system-event.js';

/** What the program brings in versions and the log keeps by their fingerprints, because it is looked up anew at each reading and has to stay as it was. */
export interface Adoption<Brought, E extends EventDeclaration> {
  readonly declaration: E;
  readonly command: string;
  /** Of the ids of its events, which follow from what they say. */
  readonly namespace: string;
  readonly dataOf: (version: Brought) => Static<E['schema']>;
  /** Whether the log knows all that a version says. */
  readonly isKnown: (version: Brought, adopted: readonly Static<E['schema']>[]) => boolean;
  /** @throws where the program says something else than the log has adopted */
  readonly assertAsAdopted: (brought: readonly Brought[], adopted: readonly Static<E['schema']>[]) => void;
  /** Of what the log does not know yet though it has adopted other versions. @throws where that would hold for what has begun */
  readonly assertAhead: (version: Brought, adopted: readonly Static<E['schema']>[], now: Date) => void;
}

/** Adds to the log what it does not know yet. A log of before this rule adopts what it is first started with. @throws what the adoption throws */
export async function adopt<Brought, E extends EventDeclaration>(
  adoption: Adoption<Brought, E>, store: EventStore, brought: readonly Brought[], clock: Pick<Clock, 'now' | 'aheadMs'>,
): Promise<void> {
  const { declaration, command, namespace, dataOf, isKnown, assertAsAdopted, assertAhead } = adoption;
  for (;;) {
    const { adopted, revision } = await adoptedIn(store, declaration);
    assertAsAdopted(brought, adopted);
    const further = brought.filter((version) => !isKnown(version, adopted));
    if (further.length === 0) return;
    const now = await clock.now();
    if (adopted.length > 0) for (const version of further) assertAhead(version, adopted, now);
    try {
      await store.append('log', further.map((version) => {
        const data = dataOf(version);
        return systemEvent(declaration, data, { id: uuidv5(canonicalJson(data), namespace), command, now, aheadMs: clock.aheadMs });
      }), revision);
      return;
    } catch (error) {
      // Another process adopted some: they are looked at again.
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}

/** For whoever only asks, and adds nothing. @throws what the adoption throws */
export async function assertAdopted<Brought, E extends EventDeclaration>({ declaration, assertAsAdopted }: Adoption<Brought, E>, store: EventStore, brought: readonly Brought[]): Promise<void> {
  assertAsAdopted(brought, (await adoptedIn(store, declaration)).adopted);
}

/** SHA-256 of the value as canonical JSON. */
export function fingerprintOf(value: object): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

async function adoptedIn<E extends EventDeclaration>(store: EventStore, { type }: E): Promise<{ readonly adopted: readonly Static<E['schema']>[]; readonly revision: number }> {
  const adopted: Static<E['schema']>[] = [];
  let revision = -1;
  for await (const event of store.read('log')) {
    if (event.type === type) adopted.push(event.data as Static<E['schema']>);
    ({ revision } = event);
  }
  return { adopted, revision };
}
