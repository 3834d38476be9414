import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { registry } from '../libs/case-file/contexts.js';
import { Executor, type Receipt } from '../libs/case-file/executor.js';
import { tellThrough } from '../libs/case-file/telling.js';
import type { Actor } from '../libs/decider/actor.js';
import type { Fact } from '../libs/decider/event.js';
import type { Reaction } from '../libs/decider/reaction.js';
import { CannotBeTold, type Tell } from '../libs/event-store/errands.js';
import { until } from '../libs/event-store/event-store.contract.js';
import { Follower, type FollowerHooks } from '../libs/event-store/follower.js';
import type { EventStore, StoredEvent } from '../libs/event-store/port.js';
import { EventStoreSchema } from '../libs/event-store/postgres.migration.js';
import { PostgresEventStore } from '../libs/event-store/postgres.js';
import { breakingPool } from '../libs/event-store/projection.scenario.js';
import { followerMigrations } from '../libs/event-store/projections.migration.js';
import { placeChanged } from '../libs/identification/places.reaction.js';
import { kekFromBase64 } from '../libs/privacy/key-encryption-key.js';
import { KeyRing } from '../libs/privacy/key-ring.js';
import { Forgetting1795482000000 } from '../libs/privacy/forgetting.migration.js';
import { Keys1795219200000 } from '../libs/privacy/keys.migration.js';
import { settingOf } from '../libs/profiles/profiles.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { advocate, ombudsperson } from './people.js';
import type { FollowerOptions } from './reaction-faults.fixture.js';

/** What a place's register says anew has to reach every child who was there, once in effect, whatever dies in between. */

const leaseMs = 300;
const kek = Buffer.alloc(32, 7);
/** 1 dies before and after each of its steps; each death costs a second. */
const stride = Number(process.env.FAULT_STRIDE ?? 7);
let database: TestDatabase;
let pool: pg.Pool;
let store: PostgresEventStore;
let executor: Executor;
let ring: KeyRing;
beforeAll(async () => {
  database = await freshDatabase([EventStoreSchema, Keys1795219200000, Forgetting1795482000000, ...followerMigrations]);
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  store = await PostgresEventStore.open({ url: database.url });
  ring = await KeyRing.open({ pool, kek: kekFromBase64(kek.toString('base64'), 'test') });
  executor = executorOn(store);
});
afterAll(async () => {
  await store.close();
  await pool.end();
  await database.drop();
});

describe('A follower with a reaction', () => {
  it('that dies at any of its steps, and is followed by another, tells every child of every change, once', async () => {
    let deaths = 0;
    for (let death = 1 + Math.floor(Math.random() * stride), survived = 0; survived < 2; death += stride) {
      const place = await aPlace();
      const early = await aChildIn(place);
      const changes = [await change(place)];
      const late = await aChildIn(place);
      changes.push(await change(place));
      const dying = new Dying(death);
      const follower = started({ pool: dying.pool(), store: dying.store(), tell: tellThrough(executorOn(dying.store())) });
      await until(async () => dying.isDead || await nothingWaits(), 'the end of the follower or of its work', 20);
      if (dying.isDead) deaths += 1;
      else survived += 1;
      await follower.then((started) => started.stop(50), () => undefined);
      await withFollower({}, nothingWaits);
      expect([death, await toldTo(early), await toldTo(late)]).toEqual([death, changes, changes.slice(1)]);
    }
    expect(deaths * stride).toBeGreaterThan(50);
  }, 300_000 + 600_000 / stride);

  it('beside another, both at work, tells every child of every change, once and in order', async () => {
    const places = [await aPlace(), await aPlace()];
    const children = await Promise.all(places.flatMap((place) => [aChildIn(place), aChildIn(place), aChildIn(place)]));
    const first = await started({});
    const second = await started({});
    const changes = [await change(places[0]!), await change(places[0]!), await change(places[0]!)];
    await until(nothingWaits, 'the children to be told', 20);
    await Promise.all([first.stop(), second.stop()]);
    for (const child of children.slice(0, 3)) expect(await toldTo(child)).toEqual(changes);
    for (const child of children.slice(3)) expect(await toldTo(child)).toEqual([]);
  });

  it('that is gone through again in a new version tells nobody twice, and who knows only the old one leaves it alone', async () => {
    const place = await aPlace();
    const child = await aChildIn(place);
    const changes = [await change(place)];
    await withFollower({}, nothingWaits);
    const next: Reaction = { ...placeChanged, version: placeChanged.version + 1 };
    await withFollower({ reactions: [next] }, nothingWaits);
    changes.push(await change(place));
    const old = await started({});
    await pause(2 * leaseMs);
    expect((await toldTo(child)).length).toBe(1);
    await withFollower({ reactions: [next] }, nothingWaits);
    await old.stop();
    expect(await toldTo(child)).toEqual(changes);
    await pool.query(`delete from follower.projection where name = $1`, [placeChanged.name]);
  });

  it('that is retired tells nobody and keeps nobody waiting, and goes on where it was when it comes back', async () => {
    const place = await aPlace();
    const child = await aChildIn(place);
    await withFollower({}, nothingWaits);
    const late = await change(place);
    await withFollower({ reactions: [] }, async () => {
      const follower = new Follower({ pool, store, logId: 'log-1', projections: [], reactions: [] });
      return (await follower.status()).every(({ name, position }) => name === 'known-time' && position !== undefined);
    });
    expect(await toldTo(child)).toEqual([]);
    await withFollower({}, nothingWaits);
    expect(await toldTo(child)).toEqual([late]);
  });

  it('tells of what is known by the day or the month only, be it not over yet, with the times of its cause', async () => {
    const place = await aPlace();
    const child = await aChildIn(place);
    const today = new Date().toISOString().slice(0, 10);
    const changes: string[] = [];
    for (const day of [today, today.slice(0, 7), '1900-01-01']) changes.push(await change(place, { occurredAt: { at: day, zone: day === '1900-01-01' ? 'Asia/Bishkek' : 'UTC' } }));
    await withFollower({}, nothingWaits);
    expect(await toldTo(child)).toEqual(changes);
    const times = async (stream: string, type: string) => (await eventsOf(stream)).filter((event) => event.type === type).map(({ meta }) => meta['occurredAt']);
    expect(await times(`child-${child}`, 'identification.StayPlaceChanged')).toEqual(await times(`facility-${place}`, 'facility.FacilityChanged'));
  });

  it('puts a child aside that cannot be told, goes on with the others, and tells it once somebody has looked', async () => {
    const place = await aPlace();
    const [stubborn, other] = [await aChildIn(place), await aChildIn(place)];
    const tell = tellThrough(executor);
    let stubbornUntil = Infinity;
    const parked: string[] = [];
    const unwilling: Tell = async (errand) => {
      if (errand.child === stubborn && Date.now() < stubbornUntil) throw new CannotBeTold('its record does not take it', { cause: new RangeError('no') });
      await tell(errand);
    };
    const changes = [await change(place), await change(place)];
    await withFollower({ tell: unwilling, hooks: { parked: (name, error) => parked.push(`${name} ${error}`) } }, nothingWaits);
    expect(await toldTo(other)).toEqual(changes);
    expect(await toldTo(stubborn)).toEqual([]);
    expect(parked).toEqual(Array.from({ length: 2 }, () => 'place-changed RangeError'));
    expect(await statusOf()).toMatchObject({ parked: 2, waiting: 0 });

    stubbornUntil = 0;
    expect(await new Follower({ pool, store, logId: 'log-1', projections: [], reactions: [placeChanged] }).unpark(placeChanged.name, stubborn)).toBe('followed');
    await withFollower({ tell: unwilling }, nothingWaits);
    expect(await toldTo(stubborn)).toEqual(changes);
    expect(await statusOf()).toMatchObject({ parked: 0, waiting: 0 });
  });

  it('tries again where the failure passes, without keeping other children waiting', async () => {
    const place = await aPlace();
    const [slow, other] = [await aChildIn(place), await aChildIn(place)];
    const tell = tellThrough(executor);
    let failures = 0;
    const failing: Tell = async (errand) => {
      if (errand.child === slow && failures < 4) {
        failures += 1;
        throw new Error('not now');
      }
      await tell(errand);
    };
    const cause = await change(place);
    await withFollower({ tell: failing }, async () => (await toldTo(other)).length === 1);
    await withFollower({ tell: failing }, nothingWaits);
    expect([await toldTo(slow), await toldTo(other), failures]).toEqual([[cause], [cause], 4]);
  });

  it('leaves a cause out that it cannot take in, and takes in what comes after it', async () => {
    const place = await aPlace();
    const child = await aChildIn(place);
    const [registration] = await eventsOf(`facility-${place}`);
    await store.append(`facility-${place}`, [{ ...registration!, id: randomUUID(), type: 'facility.FacilityChanged', data: { closed: 'perhaps' } }], 0);
    await withFollower({}, nothingWaits);
    expect(await statusOf()).toMatchObject({ parked: 1 });
    const [other, otherChild] = await (async () => { const at = await aPlace(); return [at, await aChildIn(at)] as const; })();
    const cause = await change(other);
    await withFollower({}, nothingWaits);
    expect(await toldTo(otherChild)).toEqual([cause]);
    expect(await toldTo(child)).toEqual([]);
    expect(await new Follower({ pool, store, logId: 'log-1', projections: [], reactions: [placeChanged], check }).unpark(placeChanged.name, `facility-${place}@1`)).toBe('still parked');
  });
});

describe('A program with a reaction', () => {
  it('that is killed by the system before each of its steps, and at random, and is started again each time, tells every child of every change, once and in order', async () => {
    const steps = ['what is to be told is kept', 'an errand is begun', 'the append', 'the answer of the store', 'an errand is done'];
    const programs = [...steps, undefined, undefined].map(aProgram);
    const expected: (readonly [string, string, readonly string[]])[] = [];
    for (const { killedBefore, bidden, died } of programs) {
      const place = await aPlace();
      const early = await aChildIn(place);
      const changes = [await change(place)];
      const late = await aChildIn(place);
      await bidden();
      changes.push(await change(place));
      if (killedBefore === undefined) await pause(leaseMs + Math.random() * 150);
      expect([killedBefore, await died(killedBefore === undefined)]).toEqual([killedBefore, 'SIGKILL']);
      const after = String(killedBefore ?? 'some time');
      expected.push([`early, ${after}`, early, changes], [`late, ${after}`, late, changes.slice(1)]);
    }
    await withFollower({}, nothingWaits);
    for (const [who, child, changes] of expected) expect([who, await toldTo(child)]).toEqual([who, changes]);
  }, 300_000);
});

/** Started at once and bidden later, so that it is there when its turn comes. */
function aProgram(killedBefore: string | undefined) {
  const options: FollowerOptions = { url: database.url, kek: kek.toString('base64'), leaseMs, killedBefore };
  const program = spawn(process.execPath, ['--no-warnings', '--import', './test/embedded-postgres.fixture.loader.js', 'test/reaction-faults.fixture.ts', JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ready = once(program.stdout, 'data');
  const closed = once(program, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    killedBefore,
    async bidden(): Promise<void> {
      await ready;
      program.stdin.write('go\n');
    },
    async died(now: boolean): Promise<NodeJS.Signals | null> {
      if (now) program.kill('SIGKILL');
      return (await closed)[1];
    },
  };
}

describe('A change while a stay is being recorded', () => {
  it('reaches the child: it was read before the change, and stored after it', async () => {
    const place = await aPlace();
    const child = await aChild();
    let cause = '';
    const changed = new Proxy(store as EventStore, {
      get: (target, name) => (name !== 'append' ? bound(target, name) : async (...append: Parameters<EventStore['append']>) => {
        cause = await change(place);
        return target.append(...append);
      }),
    });
    await stay(executorOn(changed), child, place);
    await withFollower({}, nothingWaits);
    const facts = (await eventsOf(`child-${child}`)).filter(({ type }) => type !== 'identification.ChildFound');
    expect(facts.map(({ type, data }) => [type, (data as { register: { facilityRevision: number } }).register.facilityRevision]))
      .toEqual([['identification.DeprivationStarted', 0], ['identification.StayPlaceChanged', 1]]);
    expect(await toldTo(child)).toEqual([cause]);
  });

  it('is known to the child in the end, however the two meet', async () => {
    const follower = await started({});
    try {
      for (let round = 0; round < 15; round += 1) {
        const [place, child] = [await aPlace(), await aChild()];
        const hurried = executorOn(delayed(store));
        await Promise.all([
          pause(Math.random() * 20).then(() => change(place)),
          pause(Math.random() * 20).then(() => stay(hurried, child, place)),
          pause(Math.random() * 20).then(() => stay(hurried, child, place)),
        ]);
        await until(nothingWaits, 'the child to be told', 20);
        const copies = (await eventsOf(`child-${child}`)).flatMap(({ type, data }) => (type === 'identification.ChildFound' ? [] : [(data as { register: { facilityRevision: number } }).register.facilityRevision]));
        expect(Math.max(...copies)).toBe(1);
        // Every stay was told with the change, or a copy of the change came after it or before it.
        expect((await toldTo(child)).length).toBeLessThanOrEqual(1);
        const told = await toldTo(child);
        expect(told.length === 1 || copies.every((revision) => revision === 1)).toBe(true);
      }
    } finally {
      await follower.stop();
    }
  });
});

/** A process that breaks off at one of its steps, before it or after it, and never does anything again. */
class Dying {
  private steps = 0;
  isDead = false;

  constructor(private readonly death: number) {}

  pool(): pg.Pool {
    return breakingPool(database.url, () => this.step());
  }

  store(): EventStore {
    return new Proxy(store as EventStore, {
      get: (target, name) => (name !== 'append' ? bound(target, name) : async (...append: Parameters<EventStore['append']>) => {
        const when = this.step();
        if (when === 'before') throw new Error('dead');
        const appended = await target.append(...append);
        if (when === 'after') throw new Error('dead');
        return appended;
      }),
    });
  }

  private step(): 'before' | 'after' | undefined {
    if (this.isDead) return 'before';
    this.steps += 1;
    if (this.steps < Math.ceil(this.death / 2)) return undefined;
    this.isDead = true;
    return this.death % 2 === 0 ? 'before' : 'after';
  }
}

function bound(target: EventStore, name: string | symbol): unknown {
  const value = Reflect.get(target, name) as unknown;
  return typeof value === 'function' ? value.bind(target) as unknown : value;
}

function delayed(inner: EventStore): EventStore {
  return new Proxy(inner, {
    get: (target, name) => (name !== 'append' ? bound(target, name) : async (...append: Parameters<EventStore['append']>) => {
      await pause(Math.random() * 30);
      return target.append(...append);
    }),
  });
}

function executorOn(log: EventStore): Executor {
  return new Executor({ store: log, registry, ring, clock: { aheadMs: 0, now: () => Promise.resolve(new Date()), nowOrNearly: () => Promise.resolve(new Date()) }, profiles: { settingOf } });
}

const check = (event: StoredEvent) => registry.assertStored(event as unknown as Fact);

async function started(parts: { pool?: pg.Pool; store?: EventStore; tell?: Tell; reactions?: readonly Reaction[]; hooks?: Partial<FollowerHooks> }): Promise<Follower> {
  const follower = new Follower({
    pool, store, tell: tellThrough(executor), reactions: [placeChanged], ...parts, logId: 'log-1', projections: [], check, settings: { leaseMs, retryMsMax: 100 },
  });
  await follower.start();
  return follower;
}

async function withFollower(parts: Parameters<typeof started>[0], done: () => Promise<boolean>): Promise<void> {
  const follower = await started(parts);
  await until(done, 'the follower to have done its work', 20);
  await follower.stop();
}

/** The reaction stands at the end of the log, and nobody has to be told any more. */
async function nothingWaits(): Promise<boolean> {
  const { rows: [state] } = await pool.query<{ position: string | null; waiting: number }>(
    `select (select position from follower.projection where name = $1 and status = 'serving') as position,
            (select count(*)::int from follower.errand where parked_for is null) as waiting`, [placeChanged.name]);
  return state!.waiting === 0 && state!.position === await store.head();
}

async function statusOf() {
  const follower = new Follower({ pool, store, logId: 'log-1', projections: [], reactions: [placeChanged] });
  return (await follower.status()).find(({ name }) => name === placeChanged.name);
}

const at = { occurredAt: { at: '2025-03-02T09:00:00+06:00', zone: 'Asia/Bishkek' }, source: { kind: 'NGO_VISIT', reliability: 'PROBABLE' } };

async function send(through: Executor, name: string, by: Actor, body: object, subjectId?: string): Promise<Receipt> {
  const commandClass = registry.commands.find(({ declaration }) => declaration.name === name)!;
  return through.execute({ command: plainToInstance(commandClass, body), subjectId, key: randomUUID(), actor: by, correlationId: randomUUID() });
}

async function aPlace(): Promise<string> {
  const { subjectId } = await send(executor, 'RegisterFacility', ombudsperson, {
    name: 'Shelter', kind: 'SHELTER', operator: { orgRef: 'local-authority', orgType: 'CHILD_PROTECTION' }, state: 'KG', zone: 'Asia/Bishkek', exitControl: 'OPEN', from: '2025-01-01',
  });
  return subjectId;
}

async function aChild(): Promise<string> {
  return (await send(executor, 'RegisterChildFound', advocate, { ...at, foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'NOT_KNOWN', jurisdiction: 'KG' })).subjectId;
}

const stay = (through: Executor, child: string, place: string) =>
  send(through, 'RecordDeprivationStarted', advocate, { ...at, settingKind: 'SHELTER', facilityRef: place }, child);

async function aChildIn(place: string): Promise<string> {
  const child = await aChild();
  await stay(executor, child, place);
  return child;
}

/** The event by which the place's exit changes. */
async function change(place: string, when: object = {}): Promise<string> {
  const { events } = await send(executor, 'RecordFacilityChange', advocate, { ...at, ...when, exitControl: 'CONTROLLED', validFrom: '2025-03-02' }, place);
  return events[0]!.id;
}

async function eventsOf(stream: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.read(stream)) events.push(event);
  return events;
}

/** The causes of which a child was told, in the order in which it was. */
async function toldTo(child: string): Promise<readonly unknown[]> {
  return (await eventsOf(`child-${child}`)).filter(({ type }) => type === 'identification.StayPlaceChanged').map(({ meta }) => meta['causationId']);
}
