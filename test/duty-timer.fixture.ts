import { registry } from '../libs/case-file/contexts.js';
import { ReadModels } from '../libs/event-store/read-model.js';
import { DutyTimer } from '../libs/oversight/duty-timer.js';
import { settingOf } from '../libs/profiles/profiles.js';
import { createLog } from '../apps/api/logging.js';
import { readSettings } from '../apps/api/settings.js';
import { openSystem } from '../apps/cli/system.js';

export interface TimerOptions {
  readonly url: string;
  readonly folder: string;
  /** The step before which the program is killed; the first is 0. */
  readonly killedBefore: number;
}

/** A program that looks once for duties that are overdue, and is killed by the system before one of its steps. Prints the step. */
const { url, folder, killedBefore } = JSON.parse(process.argv[2] ?? '') as TimerOptions;
const system = await openSystem(readSettings({ DATABASE_URL: url, DATA_FOLDER: folder }, 'start'), { log: createLog('error') });
const { store, executor, clock, pool } = system;
const readModels = new ReadModels(system.database);

let steps = 0;
let last = '';
/** Everything that the timer asks of the world goes through here. To make several events is one step: nothing is stored before the append. */
function step(name: string): void {
  if (name === last) return;
  last = name;
  if (steps === killedBefore) {
    process.stdout.write(`${name}\n`, () => process.kill(process.pid, 'SIGKILL'));
    // Nothing more is asked of anybody until then.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    process.kill(process.pid, 'SIGKILL');
  }
  steps += 1;
}

const timer = new DutyTimer({
  registry, settingOf, pool,
  clock: { now: () => (step('the clock'), clock.now()), get aheadMs() { return clock.aheadMs; } },
  readModels: { read: (...asked) => (step('the read model'), readModels.read(...asked)) },
  executor: { event: (...event) => (step('the event'), executor.event(...event)) },
  store: {
    ...store, capabilities: store.capabilities,
    read: (stream, options) => (step(`the stream ${stream.split('-')[0]}`), store.read(stream, options)),
    async append(...append) {
      step('the append');
      const appended = await store.append(...append);
      step('the answer');
      return appended;
    },
  },
});
await timer.look();
step('the end');
process.exit();
