import type { EventDeclaration } from '../decider/event.js';
import type { EventStore, JsonObject, StoredEvent, WholeStore } from '../event-store/port.js';

/** The log holds what only a newer program knows. Whoever passed it over would answer as if it had never been said. The message says which, and what to do. */
export class StoredByNewer extends Error {}

/** @throws StoredByNewer */
export function assertKnown({ type, version: known }: EventDeclaration, version: number): void {
  if (version > known) throw new StoredByNewer(`Events of the type ${type} are in the log in version ${version}, and this program knows it up to version ${known}: start a newer one.`);
}

/** The data of an event of this version as they read in the newest, step by step; the same object where it is the newest. */
export function asNewest({ earlier }: EventDeclaration, data: JsonObject, version: number | undefined): JsonObject {
  return stepsFrom(earlier, version).reduce((read, { asNext, gains }) => ({ ...gains, ...asNext(read) }) as JsonObject, data);
}

/** Some of the fields of such an event, as a correction gives them. */
export function partAsNewest({ earlier }: EventDeclaration, fields: JsonObject, version: number): JsonObject {
  return stepsFrom(earlier, version).reduce((read, { asNext }) => asNext(read) as JsonObject, fields);
}

function stepsFrom(earlier: EventDeclaration['earlier'], version: number | undefined): EventDeclaration['earlier'] {
  return version === undefined || version < 1 ? [] : earlier.slice(version - 1);
}

/** A store of which every event is read in the version that is declared; what is stored stays as it is. */
export function asDeclared(store: EventStore, declared: { asDeclared(event: StoredEvent): StoredEvent }): WholeStore {
  const read = (events: readonly StoredEvent[]): readonly StoredEvent[] => events.map((event) => declared.asDeclared(event));
  return {
    capabilities: store.capabilities,
    append: (...append) => store.append(...append),
    async *read(...options) {
      for await (const event of store.read(...options)) yield declared.asDeclared(event);
    },
    async readAll(options) {
      const batch = await store.readAll(options);
      return { ...batch, events: read(batch.events) };
    },
    async *follow(options) {
      for await (const batch of store.follow(options)) yield { ...batch, events: read(batch.events) };
    },
    readByStream: store.readByStream && (async (options) => read(await store.readByStream!(options))),
    cuts: store.cuts && ((...cut) => store.cuts!(...cut)),
    head: () => store.head(),
    close: () => store.close(),
  };
}
