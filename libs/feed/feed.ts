import type { Observable } from 'rxjs';
import type { OrgType, Purpose } from '../decider/actor.js';
import { isConsumer } from '../decider/consumer.js';
import type { Fact } from '../decider/event.js';
import type { SharedEvent } from '../decider/shared.js';
import { LogDamaged, type Batch, type EventStore, type Position, type StoredEvent } from '../event-store/port.js';
import type { KeyRing } from '../privacy/key-ring.js';
import { cloudEvent, type CloudEvent } from './cloud-event.js';
import { consumerEvents } from './consumer.events.js';
import { knownBy, type Consumer } from './consumer.state.js';
import { keysOf, type Seal, type ServiceKeys } from './keys.js';
import { newsOf, type News } from './news.js';
import { asFarAsTold, rememberingTold, toldIn, type ToldBefore } from './recipients.js';
import { grantOf, holds, type Grant } from './scope.js';
import { Teller, type Opens, type Selection } from './telling.js';

/** The caller is no registered service and never was, or not for this purpose, or is told nothing any more. Which of them, it is not told. */
export class NotRegistered extends Error {}
/** The service asks for what its scope does not hold. */
export class NotInScope extends Error {}
/** The cursor is not one that this question gave to this service. */
export class CursorRefused extends Error {}
/** The cursor lies beyond the end of the log: the log is not the one that it was taken from, or lost its end. */
export class CursorBeyondEnd extends Error {}

/** Who asks, and for what. */
export interface Asking {
  readonly consumerId: string;
  readonly orgRef: string;
  readonly orgType: string;
  readonly purpose: Purpose;
  readonly selection: Selection;
  /** The events of which it is on record already that this telling opened a personal field; whoever begins the same telling again, as a call that was not taken does, hands them on. */
  readonly looked?: Set<string>;
}

export interface FeedPage {
  readonly events: readonly CloudEvent[];
  /** Asks for what comes after this page. */
  readonly cursor: string;
  /** Nothing more was there when the page was read. */
  readonly caughtUp: boolean;
}

export interface FeedParts {
  readonly store: EventStore;
  readonly ring: KeyRing;
  readonly logId: string;
  readonly shared: ReadonlyMap<string, SharedEvent>;
  /** A service as its stream stands now: what is revoked is revoked at the next question. */
  readonly open: (consumerId: string) => Promise<Consumer>;
  readonly opens: Opens;
  /** To be awaited before a service is told a personal field of a child: what cannot be recorded is not told (RA-1). */
  readonly personalTold: (reader: { readonly consumerId: string; readonly orgRef: string; readonly orgType: OrgType; readonly purpose: Purpose }, fact: Fact) => Promise<void>;
}

/** Stretches of the log that are looked through for one page at most; what lies between them is passed over by the cursor. */
const readsMax = 16;
/** Where the cursor of a log without events stands. */
const beginning = '-';
/** Events that one telling keeps in mind as looked at. */
const lookedMax = 1_000;
/** Events that are read at once. */
const eventsRead = 250;

/** What other services are told, from the log alone: pages forward from a cursor, in the order of the log, without a gap. */
export class Feed {
  /** What services may be told of, and what changes their scopes, as it comes. */
  readonly news: Observable<News>;
  private readonly closing = new AbortController();
  private readonly heard: Heard = new WeakMap();
  private readonly toldBefore: ToldBefore;

  constructor(private readonly parts: FeedParts) {
    this.toldBefore = rememberingTold(toldIn(parts.store));
    this.news = newsOf(parts.store, [...parts.shared.keys(), ...consumerEvents.map(({ type }) => type)], this.closing.signal);
  }

  /** Ends what is told live. Whoever listens comes back where it stood. */
  end(): void {
    this.closing.abort();
  }

  /** @throws NotRegistered · NotInScope · what the store and the key ring throw */
  async enter({ consumerId, orgRef, orgType, purpose, selection, looked = new Set() }: Asking): Promise<Reading> {
    if (!isConsumer(consumerId)) throw new NotRegistered();
    const opened = await this.parts.open(consumerId);
    const consumer = await asFarAsTold(this.toldBefore, consumerId, opened);
    const known = knownBy(consumer);
    const grant = known?.orgRef === orgRef && known.orgType === orgType ? grantOf(consumer, purpose, this.parts.shared) : undefined;
    if (!grant) throw new NotRegistered();
    if (!holds(grant, selection)) throw new NotInScope();
    return new Reading(this.parts, { consumerId, orgRef, orgType: known!.orgType, grant, selection, looked, given: givenTo(opened) }, await keysOf(consumerId, this.parts.ring), this.heard);
  }
}

/** By which one grant is told from the one that takes its place. */
function givenTo({ scopes, scope }: Consumer): string {
  return `${scopes.length}${scope ? '' : ' before'}`;
}

/** What was made of an event of the news, by the question that it was made for. The news are the same objects for all who listen. */
type Heard = WeakMap<StoredEvent, Map<string, Promise<CloudEvent | undefined>>>;

interface Asked {
  readonly consumerId: string;
  readonly orgRef: string;
  readonly orgType: OrgType;
  readonly grant: Grant;
  readonly selection: Selection;
  readonly looked: Set<string>;
  /** How many scopes the service ever had, and whether it has the last one. */
  readonly given: string;
}

/** One service that was let in, with one question. */
export class Reading {
  private readonly teller: Teller;
  private readonly seal: Seal;
  private readonly grant: Grant;
  private readonly question: string;

  constructor(private readonly parts: FeedParts, private readonly asked: Asked, private readonly keys: ServiceKeys, private readonly heard: Heard) {
    const { store, logId } = parts;
    const { consumerId, grant, selection, given } = asked;
    this.grant = grant;
    this.teller = new Teller(grant, selection, keys.pseudonymOf, async (stream, before) => {
      const facts: Fact[] = [];
      for await (const stored of store.read(stream, stream === before.stream ? { limit: before.revision } : {})) {
        if (stored.position >= before.position) break;
        facts.push(stored as unknown as Fact);
      }
      return facts;
    }, parts.opens);
    const listed = (list?: readonly string[]) => (list ? [...list].sort().join() : '*');
    const bounds = [logId, consumerId, grant.purpose, listed(selection.contexts), listed(selection.types), listed(selection.jurisdictions)];
    this.seal = keys.sealWithin(bounds);
    this.question = JSON.stringify([...bounds, given]);
  }

  /** Where a cursor stands; undefined at the beginning. @throws CursorRefused · CursorBeyondEnd */
  async positionOf(cursor: string | undefined): Promise<Position | undefined> {
    if (cursor === undefined) return undefined;
    const position = this.seal.open(cursor);
    if (position === undefined) throw new CursorRefused();
    if (position === beginning) return undefined;
    // Not compared with the head: who is told of nothing stands behind events that the store keeps for itself.
    await this.parts.store.readAll({ after: position as Position, limit: 1 }).catch((error: unknown) => {
      throw error instanceof LogDamaged ? new CursorBeyondEnd() : error;
    });
    return position as Position;
  }

  /** Whether the scope that the service was let in by is the one that it has. */
  async stands(): Promise<boolean> {
    return givenTo(await this.parts.open(this.asked.consumerId)) === this.asked.given;
  }

  cursorAt(position: Position | undefined): string {
    return this.seal.close(position ?? beginning);
  }

  /** At most `limit` events after the position. Fewer do not mean that there are no more: `caughtUp` does. */
  async page(after: Position | undefined, limit: number): Promise<FeedPage & { readonly position: Position | undefined }> {
    const events: CloudEvent[] = [];
    const pageAt = (position: Position | undefined, caughtUp: boolean) => ({ events, position, cursor: this.cursorAt(position), caughtUp });
    let position = after;
    let reading: Promise<Batch> | undefined;
    for (let reads = 1; reads <= readsMax; reads += 1) {
      const batch = await (reading ?? this.read(position));
      // While this stretch is told, the next one is on its way.
      reading = batch.caughtUp || reads === readsMax || events.length + batch.events.length >= limit ? undefined : this.read(batch.position);
      reading?.catch(() => undefined);
      for (const stored of batch.events) {
        if (events.length === limit) return pageAt(position, false);
        const event = await this.told(stored);
        if (event) events.push(event);
        position = stored.position;
      }
      position = batch.position;
      if (batch.caughtUp) return pageAt(position, true);
    }
    return pageAt(position, false);
  }

  private read(after: Position | undefined): Promise<Batch> {
    return this.parts.store.readAll({ after, filter: { types: this.teller.types }, limit: eventsRead });
  }

  /** As `told`, and made once for all who listen with the same question. */
  hear(stored: StoredEvent): Promise<CloudEvent | undefined> {
    const made = this.heard.get(stored) ?? new Map<string, Promise<CloudEvent | undefined>>();
    this.heard.set(stored, made);
    const event = made.get(this.question) ?? this.told(stored);
    made.set(this.question, event);
    return event;
  }

  private async personalTold(fact: Fact): Promise<void> {
    const { consumerId, orgRef, orgType, grant: { purpose }, looked } = this.asked;
    if (looked.has(fact.id)) return;
    await this.parts.personalTold({ consumerId, orgRef, orgType, purpose }, fact);
    // Rather on record twice than a list without end.
    if (looked.size >= lookedMax) looked.clear();
    looked.add(fact.id);
  }

  /** Undefined where the service is not told of it. */
  async told(stored: StoredEvent): Promise<CloudEvent | undefined> {
    const told = await this.teller.tell(stored as unknown as Fact);
    if (told?.personal) await this.personalTold(told.fact);
    return told && cloudEvent(told, { purpose: this.grant.purpose, logId: this.parts.logId, pseudonymOf: this.keys.pseudonymOf, cursor: this.cursorAt(stored.position) });
  }
}
