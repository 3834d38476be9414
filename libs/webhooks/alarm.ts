import { setTimeout as pause } from 'node:timers/promises';

/** Wakes whoever waits for an instant of a clock that may be moved. The clock is asked once for all of them, and not while nobody waits. */
export class Alarm {
  private readonly waiting = new Set<{ readonly at: Date; readonly wake: () => void }>();

  constructor(private readonly now: () => Promise<Date>, private readonly lookEveryMs: number) {}

  /** Resolves at the instant, or once the signal is aborted. */
  async until(at: Date, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((wake) => {
      const waiter = { at, wake: () => {
        this.waiting.delete(waiter);
        signal.removeEventListener('abort', waiter.wake);
        wake();
      } };
      this.waiting.add(waiter);
      signal.addEventListener('abort', waiter.wake);
    });
  }

  /** Until the signal is aborted. @param failed told of each time that the clock could not be asked */
  async run(signal: AbortSignal, failed: (error: unknown) => void): Promise<void> {
    while (!signal.aborted) {
      await pause(this.lookEveryMs, undefined, { signal }).catch(() => undefined);
      if (this.waiting.size > 0 && !signal.aborted) await this.look().catch(failed);
    }
  }

  private async look(): Promise<void> {
    const now = await this.now();
    for (const { at, wake } of this.waiting) if (at <= now) wake();
  }
}
