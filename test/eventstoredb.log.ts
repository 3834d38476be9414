import { randomUUID } from 'node:crypto';

/** An event as the server keeps it. `position` is where it begins in the transaction file; commit and prepare are the same number. */
export interface LogRecord {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly json: boolean;
  readonly data: Uint8Array;
  readonly meta: Uint8Array;
  readonly createdAtMs: number;
  readonly position: bigint;
}

export type Proposed = Pick<LogRecord, 'id' | 'type' | 'json' | 'data' | 'meta'>;
export type Expected = 'any' | 'streamExists' | 'noStream' | number;

/** `actual` and `revision` are -1 where there is no stream; `position` is absent where the server has none to tell. */
export type Verdict =
  | { readonly result: 'success'; readonly revision: number; readonly position?: bigint }
  | { readonly result: 'wrong'; readonly actual: number };

/** The log of EventStoreDB 23.10 in memory: what it decides about an append, and in which order it keeps events. */
export class ServerLog {
  readonly records: LogRecord[] = [];
  private readonly streams = new Map<string, LogRecord[]>();
  /** Revisions below this are deleted: out of reach for readers of the stream, and still in the log. */
  private readonly hiddenBelow = new Map<string, number>();
  /** What the server remembers of ids for appends without an exact revision; a restart forgets it. */
  private recentIds = new Map<string, { stream: string; revision: number }>();
  private readonly listeners = new Set<(record: LogRecord) => void>();
  private end = 4096n;

  append(stream: string, events: readonly Proposed[], expected: Expected): Verdict {
    const verdict = this.judge(stream, events.map(({ id }) => id), expected);
    if (verdict !== 'store') return verdict;
    if (this.hiddenBelow.has(stream)) this.hiddenBelow.set(stream, Math.min(this.hiddenBelow.get(stream)!, this.currentRevision(stream) + 1));
    const stored = events.map((event) => this.write(stream, event));
    const last = stored.at(-1);
    return last ? { result: 'success', revision: last.revision, position: last.position } : { result: 'success', revision: this.currentRevision(stream) };
  }

  /** What CheckCommit of the server decides. */
  private judge(stream: string, ids: readonly string[], expected: Expected): Verdict | 'store' {
    const current = this.currentRevision(stream);
    const wrong: Verdict = { result: 'wrong', actual: current };
    if (expected === 'streamExists' && current < 0) return wrong;
    if (expected === 'any' || expected === 'streamExists') {
      const known = ids.map((id) => this.recentIds.get(id)).filter((recent) => recent?.stream === stream);
      if (known.length === 0 || this.recentIds.get(ids[0]!)?.stream !== stream) return 'store';
      return known.length === ids.length ? this.known(stream, known.at(-1)!.revision) : wrong;
    }
    const revision = expected === 'noStream' ? -1 : expected;
    if (revision === current) return 'store';
    if (revision > current || ids.length === 0) return wrong;
    const matching = ids.findIndex((id, index) => this.streams.get(stream)?.[revision + 1 + index]?.id !== id);
    if (matching === -1) return this.known(stream, revision + ids.length);
    return matching === 0 && expected === 'noStream' && this.hiddenBelow.has(stream) ? 'store' : wrong;
  }

  private known(stream: string, revision: number): Verdict {
    if (revision < (this.hiddenBelow.get(stream) ?? 0)) return { result: 'success', revision };
    return { result: 'success', revision, position: this.streams.get(stream)![revision]!.position };
  }

  /** An event of the server's own making, as they lie between the others in a real log. */
  appendSystemEvent(stream: string, type: string): void {
    this.write(stream, { id: randomUUID(), type, json: true, data: Buffer.from('{}'), meta: new Uint8Array() });
  }

  /** The stream's events can no longer be read; they stay in the log. */
  softDelete(stream: string): void {
    this.hiddenBelow.set(stream, Infinity);
    this.appendSystemEvent(`$$${stream}`, '$metadata');
  }

  /** What a scavenge does to an event: no reader sees it again. */
  scavenge(position: bigint): void {
    this.records.splice(this.records.findIndex((record) => record.position === position), 1);
  }

  restarted(): void {
    this.recentIds = new Map();
  }

  /** undefined where the stream never existed or is deleted. */
  stream(name: string): readonly LogRecord[] | undefined {
    const hiddenBelow = this.hiddenBelow.get(name) ?? 0;
    return hiddenBelow === Infinity ? undefined : this.streams.get(name)?.slice(hiddenBelow);
  }

  /** Index of the first record at or after a position. */
  indexAtOrAfter({ commit, prepare }: { commit: bigint; prepare: bigint }): number {
    let [low, high] = [0, this.records.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const { position } = this.records[middle]!;
      if (position > commit || (position === commit && position >= prepare)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Where the record after this one would begin. */
  afterRecord(index: number): bigint {
    return this.records[index + 1]?.position ?? this.end;
  }

  onAppend(listener: (record: LogRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private currentRevision(stream: string): number {
    return (this.streams.get(stream)?.length ?? 0) - 1;
  }

  private write(stream: string, event: Proposed): LogRecord {
    const events = this.streams.get(stream) ?? [];
    this.streams.set(stream, events);
    const record = { ...event, stream, revision: events.length, createdAtMs: Date.now(), position: this.end };
    this.end += BigInt(120 + event.data.length + event.meta.length);
    events.push(record);
    this.records.push(record);
    this.recentIds.set(event.id, record);
    for (const listener of this.listeners) listener(record);
    return record;
  }
}
