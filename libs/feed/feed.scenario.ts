import { createHash, createSecretKey } from 'node:crypto';
import { registry } from '../case-file/contexts.js';
import { LogDamaged, type EventStore, type FollowOptions, type Position, type ReadAllOptions, type StoredEvent } from '../event-store/port.js';
import type { KeyRing } from '../privacy/key-ring.js';
import type { Consumer, Scope } from './consumer.state.js';
import { Feed, type Asking } from './feed.js';

/** How the specs of the feed read: a log with these events, services with these scopes, and what one of them is told. */

export interface Happened {
  readonly type: string;
  readonly data?: object;
  readonly stream?: string;
  readonly meta?: object;
}

export const childId = '3f0f0c6e-0000-4000-8000-00000000c41d';
export const placeId = '3f0f0c6e-0000-4000-8000-000000000001';
export const idOf = (index: number): string => `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;
export const positionOf = (index: number): Position => String(index + 1).padStart(19, '0') as Position;
export const logId = '3f0f0c6e-0000-4000-8000-000000000106';

export const school: Scope = {
  orgRef: 'school-board', orgType: 'EDUCATION', purposes: ['PROTECTION', 'REINTEGRATION'], contexts: ['identification', 'facility', 'corridor'],
  types: ['identification.ChildFound', 'identification.EducationAccessReported', 'identification.PlacementDecided', 'identification.DeprivationStarted', 'identification.DeprivationEnded', 'facility.FacilityRegistered', 'corridor.SuspensionDeclared'],
  fields: [],
};

/** A log that can be added to, as far as the feed reads it. */
export function logOf(happened: readonly Happened[]) {
  const events: StoredEvent[] = [];
  const awaiting = new Set<() => void>();
  const readers = { now: 0, ever: 0 };
  const add = ({ type, data = {}, stream = `child-${childId}`, meta = {} }: Happened): void => {
    const index = events.length;
    const occurredAt = { from: '2026-03-01T20:00:00.000Z', precision: 'exact', zone: 'Asia/Bishkek', zoneData: 'test' };
    events.push({
      id: idOf(index), type, stream, revision: events.filter((each) => each.stream === stream).length, position: positionOf(index), recordedAt: new Date(Date.UTC(2026, 2, 2, 6, 0, 0, 500) + index * 1000),
      data: JSON.parse(JSON.stringify(data)) as StoredEvent['data'],
      meta: { occurredAt, jurisdiction: 'KG', command: { name: 'Test', kind: 'RECORD', key: `key-${index}`, hash: '' }, ...meta },
    });
    for (const wake of awaiting) wake();
  };
  happened.forEach(add);
  const store: Pick<EventStore, 'readAll' | 'read' | 'head' | 'follow'> = {
    async readAll({ after = '' as Position, filter, limit = 500 }: ReadAllOptions = {}) {
      if (after > (events.at(-1)?.position ?? '')) throw new LogDamaged('the log ends before the position');
      const left = events.filter(({ position }) => position > after);
      const matching = left.filter(({ type }) => filter?.types?.some((prefix) => type.startsWith(prefix)) ?? true);
      const page = matching.slice(0, limit);
      const caughtUp = matching.length <= limit;
      return { events: page, position: (caughtUp ? events.at(-1)?.position : page.at(-1)!.position) ?? (after || undefined), caughtUp };
    },
    async *read(stream, { limit = Infinity } = {}) {
      yield* events.filter((event) => event.stream === stream).slice(0, limit);
    },
    head: async () => events.at(-1)?.position,
    async *follow({ after = '' as Position, filter, signal }: FollowOptions) {
      readers.now += 1;
      readers.ever += 1;
      try {
        for (let position = after; !signal.aborted;) {
          const news = events.filter((event) => event.position > position);
          position = news.at(-1)?.position ?? position;
          if (news.length > 0) yield { events: news.filter(({ type }) => filter?.types?.some((prefix) => type.startsWith(prefix)) ?? true), position, caughtUp: true };
          else await new Promise<void>((resolve) => {
            awaiting.add(resolve);
            signal.addEventListener('abort', () => resolve());
          });
        }
      } finally {
        readers.now -= 1;
      }
    },
  };
  return { events, add, readers, store: store as EventStore };
}

const ring = { key: async (subject: string) => ({ version: 1, secret: createSecretKey(createHash('sha256').update(subject).digest()) }) } as unknown as KeyRing;

/** A personal field as the log of a spec holds it: opened it reads so, and without words its key was destroyed. */
export const sealedAs = (words?: string) => ({ $sealed: { words } });

/** The feed of a log, with what each service is and was told. @param looked who looked at personal fields of which event */
export function feedOf({ store }: { readonly store: EventStore }, consumers: { [id: string]: Consumer }, shared = registry.shared, looked: { readonly by: string; readonly purpose: string; readonly event: string }[] = []): Feed {
  return new Feed({
    store, ring, logId, shared, open: async (id) => consumers[id] ?? { scopes: [] },
    opens: async ({ data }, paths) => openedIn(data, paths) as object,
    personalTold: async ({ consumerId, purpose }, { id }) => void looked.push({ by: consumerId, purpose, event: id }),
  });
}

function openedIn(value: unknown, paths: readonly string[], path = ''): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$sealed' in value) {
    if (!paths.includes(path)) return { $withheld: 'D2' };
    return (value as ReturnType<typeof sealedAs>).$sealed.words ?? { $forgotten: true };
  }
  return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, openedIn(inside, paths, path === '' ? name : `${path}.${name}`)]));
}

export const registeredWith = (...scopes: readonly Scope[]): Consumer => ({ scope: scopes.at(-1)!, scopes });
export const asking = (more: Partial<Asking> = {}): Asking => ({ consumerId: 'school-service', orgRef: school.orgRef, orgType: school.orgType, purpose: 'PROTECTION', selection: {}, ...more });
