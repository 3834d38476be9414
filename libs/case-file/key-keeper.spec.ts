import { describe, expect, it } from '@jest/globals';
import type { Batch, EventStore, FollowOptions, NewEvent, Position, StoredEvent } from '../event-store/port.js';
import { until } from '../event-store/event-store.contract.js';
import type { KeyRing } from '../privacy/key-ring.js';
import { KeyKeeper } from './key-keeper.js';

/** What the log says of keys is done with them, once in effect, whenever a program ends. */

const [child, merged] = ['3f0f0c6e-0000-4000-8000-00000000c41d', '3f0f0c6e-0000-4000-8000-00000000c41e'] as [string, string];
const now = new Date('2026-03-02T12:00:00.000Z');
const positionOf = (index: number) => String(index + 1).padStart(4, '0') as Position;

interface Happened {
  readonly type: string;
  readonly stream?: string;
  readonly data?: object;
  /** The revision of the child's record that it was weighed on. */
  readonly weighedAt?: number;
  /** That of what was said of the keys of the merged record, where it was weighed on that, too. */
  readonly keysSeenAt?: number;
}

/** A log, the keys, and a program that follows the one for the other; it can be killed at any statement. */
function world(...happened: readonly Happened[]) {
  const events: StoredEvent[] = [];
  const add = ({ type, stream = `keys-${child}`, data = {}, weighedAt, keysSeenAt }: Happened) => void events.push({
    id: `00000000-0000-4000-8000-${String(events.length).padStart(12, '0')}`, type, stream, revision: events.filter((each) => each.stream === stream).length, position: positionOf(events.length),
    recordedAt: now, data: data as never,
    meta: { jurisdiction: 'KG', ...(weighedAt !== undefined && { basis: { facts: [{ code: 'NOTHING_OPEN', evidence: [], foreign: [{ stream: `child-${child}`, revision: weighedAt }, ...keysSeenAt === undefined ? [] : [{ stream: `keys-${merged}`, revision: keysSeenAt }]] }] } }) } as never,
  });
  happened.forEach(add);
  const done: string[] = [];
  let told: string | undefined;
  let killedAt: string | undefined;
  /** Whatever a killed program had done by then is done, and nothing after it. */
  const step = async (name: string) => {
    if (killedAt !== undefined && name.startsWith(killedAt)) throw new Error('killed');
    done.push(name);
  };
  const named = (records: readonly string[]) => records.map((record) => (record === child ? 'child' : 'merged')).join('+');
  const ring = {
    disable: (records: readonly string[]) => step(`disable ${named(records)}`), enable: (records: readonly string[]) => step(`enable ${named(records)}`), destroy: (records: readonly string[]) => step(`destroy ${named(records)}`),
    toldUpTo: async () => told, told: async (position: string) => { await step(`told ${Number(position)}`); told = position; },
  };
  const store = {
    async *read(stream: string, { from = 0, limit = Infinity }: { from?: number; limit?: number } = {}) {
      yield* events.filter((event) => event.stream === stream && event.revision >= from).slice(0, limit);
    },
    async *follow({ after = '' as Position, filter, signal }: FollowOptions): AsyncGenerator<Batch> {
      const batch = events.filter(({ position, type }) => position > after && filter!.types!.some((prefix) => type.startsWith(prefix)));
      if (events.length > 0) yield { events: batch, position: events.at(-1)!.position, caughtUp: true };
      await new Promise<void>((resolve) => { signal.addEventListener('abort', () => resolve()); });
    },
  };
  const executor = {
    async appendAtEnd(stream: string, { id, type, data }: NewEvent) {
      if (events.some((each) => each.id === id)) return;
      await step(`${type} in ${stream === `keys-${child}` ? 'child' : 'merged'}`);
      add({ type, stream, data });
      (events.at(-1) as { id: string }).id = id;
    },
  };
  const clock = { now: async () => now, nowOrNearly: async () => now, aheadMs: 0 };
  return {
    add, events, done,
    /** Runs until nothing is left to do, or until it is killed before the step. */
    async run(killedBefore?: string): Promise<void> {
      killedAt = killedBefore;
      let failed = false;
      const keeper = new KeyKeeper({ store: store as unknown as EventStore, ring: ring as unknown as KeyRing, executor, clock: clock as never, failed: () => { failed = true; } });
      const before = done.length;
      await keeper.start();
      await until(async () => failed || (done.length > before && done.at(-1)!.startsWith('told')), 'the keeper to be done or killed', 5);
      await keeper.stop();
    },
  };
}

const found: Happened = { type: 'identification.ChildFound', stream: `child-${child}`, data: { foundIn: 'KG' } };
const destroyed: Happened = { type: 'forgetting.SubjectKeysDestroyed', data: { ground: 'SUBJECT_ASKS', records: [child] }, weighedAt: 0 };
const steps = ['destroy child', 'forgetting.SubjectForgotten in child', 'told 2'];

describe('Keys', () => {
  it('are disabled, enabled and destroyed in the order of the log', async () => {
    const log = world(found, { type: 'forgetting.SubjectKeysDisabled', data: { records: [child] } }, { type: 'forgetting.ForgettingTakenBack', data: { records: [child] } });
    await log.run();
    expect(log.done).toEqual(['disable child', 'enable child', 'told 3']);
  });

  it('are destroyed, and the log says that they are gone and why, of the record and of each that was merged into it', async () => {
    const log = world(found, { ...destroyed, data: { ground: 'ORDERED_BY_COURT', records: [child, merged] } });
    await log.run();
    expect(log.done).toEqual(['destroy child+merged', 'forgetting.SubjectForgotten in child', 'forgetting.SubjectForgotten in merged', 'told 2']);
    expect(log.events.at(-1)!.data).toMatchObject({ ground: 'ORDERED_BY_COURT', destruction: log.events[1]!.id });
  });

  it.each(steps)('are destroyed by the program that starts after one was killed before it did this: %s', async (killedBefore) => {
    const log = world(found, destroyed);
    await log.run(killedBefore);
    expect(log.done).toEqual(steps.slice(0, steps.indexOf(killedBefore)));
    await log.run();
    expect(log.done).toEqual(expect.arrayContaining(['destroy child', 'forgetting.SubjectForgotten in child']));
    expect(log.done.filter((each) => each.startsWith('forgetting.'))).toEqual(['forgetting.SubjectForgotten in child']);
    expect(log.done.at(-1)).toMatch(/^told/);
  });

  it('are not destroyed where something was recorded of the child between what was weighed and the decision: that has to be taken anew', async () => {
    const log = world(found, { type: 'repatriation.AppealLodged', stream: `child-${child}` }, destroyed);
    await log.run();
    expect(log.done).toEqual(['forgetting.DestructionHalted in child', 'told 3']);
  });

  it('are destroyed whatever is recorded after the decision, however late that is carried out', async () => {
    const log = world(found, destroyed, { type: 'repatriation.AppealLodged', stream: `child-${child}` });
    await log.run();
    expect(log.done).toEqual(['destroy child', 'forgetting.SubjectForgotten in child', 'told 3']);
  });

  it('are left alone by what else is said of them', async () => {
    const log = world(found, destroyed);
    await log.run();
    log.add({ type: 'forgetting.LegalHoldPlaced' });
    log.add({ type: 'forgetting.SubjectKeysDisabled', stream: `keys-${merged}`, data: { records: [merged] } });
    await log.run();
    expect(log.done.slice(steps.length)).toEqual(['disable merged', 'told 5']);
  });
});

describe('Of two records of which one was merged into the other, the keys', () => {
  const disabled: Happened = { type: 'forgetting.SubjectKeysDisabled', data: { records: [child, merged] } };
  const ofItsOwn: Happened = { type: 'forgetting.SubjectKeysDisabled', stream: `keys-${merged}`, data: { records: [merged] } };
  const takenBack: Happened = { type: 'forgetting.ForgettingTakenBack', data: { records: [child, merged] } };
  const mergedInto: Happened = { type: 'identification.IdentityMerged', stream: `child-${child}`, data: { from: merged, revision: 0 } };
  const splitOff: Happened = { ...mergedInto, type: 'identification.IdentitySplit' };
  const givenUp: Happened = { type: 'identification.MergedInto', stream: `child-${merged}`, data: { survivorRef: child } };
  const doneAfter = async (...happened: readonly Happened[]) => {
    const log = world(found, givenUp, ...happened);
    await log.run();
    return log.done.slice(0, -1);
  };

  it('are disabled and enabled together', async () => expect(await doneAfter(mergedInto, disabled, takenBack)).toEqual(['disable child+merged', 'enable child+merged']));

  it('are enabled again of the one that is split off, and of no other', async () => {
    expect(await doneAfter(mergedInto, disabled, splitOff)).toEqual(['disable child+merged', 'enable merged']);
    expect(await doneAfter(mergedInto, splitOff, disabled)).toEqual(['enable child+merged', 'disable child']);
  });

  it('stay disabled of the one that a decision of its own keeps so, whatever becomes of the other', async () => {
    expect(await doneAfter(ofItsOwn, mergedInto, disabled, splitOff, takenBack)).toEqual(['disable merged', 'disable child+merged', 'enable ', 'enable child']);
    expect(await doneAfter(mergedInto, disabled, splitOff, ofItsOwn, takenBack)).toEqual(['disable child+merged', 'enable merged', 'disable merged', 'enable child']);
  });

  it('stay disabled where somebody takes back what was asked for the merged one alone', async () =>
    expect(await doneAfter(mergedInto, disabled, { ...takenBack, stream: `keys-${merged}`, data: { records: [merged] } })).toEqual(['disable child+merged', 'enable ']));

  it('are not kept disabled by what was decided before it was merged again', async () =>
    expect(await doneAfter(mergedInto, disabled, splitOff, mergedInto, { ...takenBack, stream: `keys-${merged}`, data: { records: [merged] } })).toEqual(['disable child+merged', 'enable merged', 'enable merged']));

  it('are not destroyed where the merged one is held since it was weighed', async () => {
    const held: Happened = { type: 'forgetting.LegalHoldPlaced', stream: `keys-${merged}` };
    const both: Happened = { ...destroyed, data: { ground: 'SUBJECT_ASKS', records: [child, merged] }, weighedAt: 1, keysSeenAt: -1 };
    expect(await doneAfter(mergedInto, held, both)).toEqual(['forgetting.DestructionHalted in child']);
    expect(await doneAfter(mergedInto, both)).toEqual(['destroy child+merged', 'forgetting.SubjectForgotten in child', 'forgetting.SubjectForgotten in merged']);
  });
});
