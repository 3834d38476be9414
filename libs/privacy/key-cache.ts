import type { KeyObject } from 'node:crypto';

export interface DataKey {
  readonly version: number;
  readonly secret: KeyObject;
}

const keptMsMax = 5 * 60_000;

/** First in, first out; a failure is not kept, and who asks while a key is being read gets the same one. */
export class KeyCache {
  private readonly entries = new Map<string, { key: Promise<DataKey>; until: number }>();

  constructor(private readonly entriesMax: number, private readonly elapsedMs: () => number) {}

  get(name: string, load: () => Promise<DataKey>): Promise<DataKey> {
    const now = this.elapsedMs();
    this.dropExpired(now);
    const cached = this.entries.get(name);
    if (cached) return cached.key;
    const key = load();
    this.entries.set(name, { key, until: now + keptMsMax });
    key.catch(() => this.entries.delete(name));
    if (this.entries.size > this.entriesMax) this.dropOldest();
    return key;
  }

  /** Nothing under a name that begins so is answered any more, nor what is being read for one. */
  drop(beginning: string): void {
    for (const name of this.entries.keys()) if (name.startsWith(beginning)) this.entries.delete(name);
  }

  /** Entries stand in the order in which they expire. */
  private dropExpired(now: number): void {
    for (const [name, { until }] of this.entries) {
      if (until > now) return;
      this.entries.delete(name);
    }
  }

  private dropOldest(): void {
    for (const name of this.entries.keys()) return void this.entries.delete(name);
  }
}
