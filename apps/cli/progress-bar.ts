import type { Follower, ProjectionStatus } from '../../libs/event-store/follower.js';
import { StoreUnavailable } from '../../libs/event-store/port.js';

/** How far a long work is, how fast it goes and what is left: on a terminal one line that changes, elsewhere a line now and then. */
export interface ProgressBar {
  show(done: number): void;
  end(): void;
}

const widthLetters = 24;

export function progressBar(what: string, total: number, out: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>, now: () => number = () => performance.now()): ProgressBar {
  const began = now();
  const everyMs = out.isTTY ? 200 : 5_000;
  let last = -Infinity;
  let done = 0;
  const draw = () => out.write(`${out.isTTY ? '\r' : ''}${progressLine(what, { done, total, seconds: (now() - began) / 1000 })}${out.isTTY ? '\x1b[K' : '\n'}`);
  return {
    show(so) {
      done = so;
      if (now() - last < everyMs) return;
      last = now();
      draw();
    },
    end() {
      draw();
      if (out.isTTY) out.write('\n');
    },
  };
}

export function progressLine(what: string, { done, total, seconds }: { done: number; total: number; seconds: number }): string {
  const share = Math.min(1, total === 0 ? 1 : done / total);
  const bar = '#'.repeat(Math.round(share * widthLetters)).padEnd(widthLetters, '-');
  const perSecond = seconds > 0 ? done / seconds : 0;
  const left = share < 1 && perSecond > 0 ? `, ${timeLeft((total - done) / perSecond)} left` : '';
  return `[${bar}] ${Math.floor(100 * share)} % ${what}: ${done} of ${total} events, ${Math.round(perSecond)} events/s${left}`;
}

/** How far a read model is, or the filling that is to take its place. */
export function readModelLine({ name, version, status, share, lag, eventsPerSecond, secondsLeft, parked, stuck }: Standing): string {
  const behind = Number.isNaN(lag.events) ? `${lag.seconds.toFixed(0)} s behind` : `${lag.events} events behind`;
  return [
    `${name} ${version}`.padEnd(24), status === 'filling' ? 'being filled' : 'in use', share === undefined ? undefined : `${Math.floor(100 * share)} %`, behind,
    eventsPerSecond === undefined ? undefined : `${Math.round(eventsPerSecond)} events/s`, secondsLeft === undefined ? undefined : `${timeLeft(secondsLeft)} left`,
    parked > 0 ? `${parked} children left out` : undefined, stuck ? 'stuck' : undefined,
  ].filter((part) => part !== undefined).join('  ');
}

type Standing = Pick<ProjectionStatus, 'name' | 'version' | 'status' | 'share' | 'lag' | 'eventsPerSecond' | 'secondsLeft' | 'parked' | 'stuck'>;

export function timeLeft(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : whole < 3_600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

/** Undefined where the event store did not answer for a moment, which the follower outlasts, too. */
export async function standingOf(follower: Pick<Follower, 'status'>, say: (line: string) => void): Promise<readonly ProjectionStatus[] | undefined> {
  try {
    return await follower.status();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    say(`${error.message}, asking again`);
    return undefined;
  }
}
