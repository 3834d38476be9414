import { createLog } from '../apps/api/logging.js';
import { readSettings } from '../apps/api/settings.js';
import { openSystem } from '../apps/cli/system.js';
import { timerStepByStep } from './duty-timer.steps.js';

export interface TimerOptions {
  readonly url: string;
  readonly folder: string;
  /** The step before which the program is killed. */
  readonly killedBefore: string;
}

/** A program that looks once for duties that are overdue, and is killed by the system before one of its steps. */
const { url, folder, killedBefore } = JSON.parse(process.argv[2] ?? '') as TimerOptions;
const system = await openSystem(readSettings({ DATABASE_URL: url, DATA_FOLDER: folder }, 'start'), { log: createLog('error') });
await timerStepByStep(system, async (step) => {
  if (step === killedBefore) process.kill(process.pid, 'SIGKILL');
}).look();
process.exit();
