import { registry } from '../libs/case-file/contexts.js';
import { ReadModels } from '../libs/event-store/read-model.js';
import { DutyTimer } from '../libs/oversight/duty-timer.js';
import { settingOf } from '../libs/profiles/profiles.js';
import type { System } from '../apps/cli/system.js';

/** A timer that tells of each of its steps before it takes it. To make several events is one step: nothing is stored before the append. */
export function timerStepByStep({ store, executor, clock, pool, database }: Pick<System, 'store' | 'executor' | 'clock' | 'pool' | 'database'>, before: (step: string) => Promise<void>): DutyTimer {
  const readModels = new ReadModels(database);
  let last = '';
  const step = async (name: string): Promise<void> => {
    if (name !== last) await before(name);
    last = name;
  };
  return new DutyTimer({
    registry, settingOf, pool,
    clock: { now: async () => { await step('the clock'); return clock.now(); }, get aheadMs() { return clock.aheadMs; } },
    readModels: { read: async (...asked) => { await step('the read model'); return readModels.read(...asked); } },
    executor: { event: async (...event) => { await step('the event'); return executor.event(...event); } },
    store: {
      ...store, capabilities: store.capabilities,
      async *read(stream, options) {
        await step(`the stream ${stream.split('-')[0]}`);
        yield* store.read(stream, options);
      },
      async append(...append) {
        await step('the append');
        const appended = await store.append(...append);
        await step('the answer');
        return appended;
      },
    },
  });
}
