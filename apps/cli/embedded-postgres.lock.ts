import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';

/** open(2) flag of macOS and the BSDs, which Node passes on but does not name: opening takes the lock. */
const O_EXLOCK = 0x20;

/**
 * A lock on a file, kept by the kernel for as long as any process has this descriptor open: the one that took it, or a
 * child that was started with it. It ends with its holders however they die, so that it is never stale and knows no pids.
 */
export interface FileLock {
  readonly descriptor: number;
  release(): void;
}

/** Takes the lock, or answers `undefined` at once where another holds it. Throws the file system's errors. */
export function tryLock(path: string): FileLock | undefined {
  return process.platform === 'linux' ? lockByProgram(path) : lockByOpening(path);
}

/** Node cannot call flock(2); the program flock(1) can, on a descriptor that it shares with us and leaves locked. */
function lockByProgram(path: string): FileLock | undefined {
  const lock = held(openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600));
  const { status, error } = spawnSync('flock', ['-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', lock.descriptor] });
  if (status === 0) return lock;
  lock.release();
  if (status === 1) return undefined;
  throw new Error(`The program flock, part of util-linux, could not lock ${path} (${error?.message ?? `exit ${status}`}).`);
}

function lockByOpening(path: string): FileLock | undefined {
  try {
    return held(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK, 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}

function held(descriptor: number): FileLock {
  return { descriptor, release: () => closeSync(descriptor) };
}
