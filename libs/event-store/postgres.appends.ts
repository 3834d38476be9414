import pg from 'pg';
import {
  AppendRefused, assertStorable, OutcomeUnknown, StoreBusy, StoreUnavailable, WrongExpectedRevision,
  type Appended, type EventText, type ExpectedRevision, type NewEvent,
} from './port.js';
import { arrayText, asText, backOffMs, codeOf } from './postgres.connection.js';
import { positionOf } from './postgres.log.js';

const timeoutMsByDefault = 8_000;
const waitingBytesMax = 64 * 1024 * 1024;
const flushEventsMax = 500;
const flushBytesMax = 2 * 1024 * 1024;

/**
 * The appends of this process. Lock and commit are paid once for many: what arrives while others are under way shares the next statement.
 * Whatever goes wrong on the way, an append is sent again with the same ids and revision until it is answered or its time is over.
 */
export class PostgresAppends {
  private readonly queue: Pending[] = [];
  /** Streams with an append under way: the next append to one of them waits for its turn. */
  private readonly streamsUnderWay = new Set<string>();
  private freeLanes: number;
  private flushScheduled = false;
  /** Flushes in a row that got no answer of use. */
  private failures = 0;
  private pending = 0;
  private pendingBytes = 0;
  private whenNonePending: (() => void) | undefined;
  private closed = false;

  /** @param stored is called after each commit */
  constructor(private readonly pool: pg.Pool, private readonly options: { lanes: number; waitingMax: number; stored: () => void }) {
    this.freeLanes = options.lanes;
  }

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision, { timeoutMs = timeoutMsByDefault }: { timeoutMs?: number } = {}): Promise<Appended> {
    return new Promise((resolve, reject) => {
      const texts = assertStorable(stream, events, expected);
      const bytes = texts.reduce((sum, { data, meta }) => sum + data.length + meta.length, 0);
      if (this.closed) throw new StoreUnavailable('the store is closed');
      if (this.pending >= this.options.waitingMax || this.pendingBytes + bytes > waitingBytesMax) throw new StoreBusy('too many appends are waiting');
      this.pending += 1;
      this.pendingBytes += bytes;
      const append: Pending = {
        stream, events, texts, bytes, expected: expected === 'noStream' ? -1 : expected, resolve, reject,
        timer: undefined, alone: false, underWay: false, outcomeUnknown: false, settled: false,
      };
      append.timer = setTimeout(() => this.settle(append, append.underWay || append.outcomeUnknown
        ? new OutcomeUnknown('no answer in time; ask again with the same ids and revision')
        : new StoreUnavailable('the store could not take it in time; nothing was stored')), timeoutMs);
      this.queue.push(append);
      this.scheduleFlush();
    });
  }

  private settle(append: Pending, answer: Appended | Error): void {
    if (append.settled) return;
    append.settled = true;
    clearTimeout(append.timer);
    this.pending -= 1;
    this.pendingBytes -= append.bytes;
    if (answer instanceof Error) append.reject(answer);
    else append.resolve(answer);
    if (this.pending === 0) this.whenNonePending?.();
  }

  /** When the callers that were just answered have had their say, so that their next appends go together; later while the server cannot be reached. */
  private scheduleFlush(): void {
    if (this.flushScheduled || this.freeLanes === 0 || this.queue.length === 0) return;
    this.flushScheduled = true;
    const flush = () => {
      this.flushScheduled = false;
      for (let batch = this.nextBatch(); batch.length > 0; batch = this.nextBatch()) void this.flush(batch);
    };
    if (this.failures === 0) process.nextTick(flush);
    else setTimeout(flush, backOffMs(this.failures));
  }

  /** The longest-waiting appends, at most one of a stream; one that must go alone goes alone. None where no lane is free. */
  private nextBatch(): Pending[] {
    const batch: Pending[] = [];
    const later: Pending[] = [];
    const streamsPassed = new Set<string>();
    let events = 0;
    let bytes = 0;
    for (const append of this.freeLanes > 0 ? this.queue.splice(0) : []) {
      if (append.settled) continue;
      const fits = batch.length === 0
        || (!append.alone && !batch[0]!.alone && events + append.events.length <= flushEventsMax && bytes + append.bytes <= flushBytesMax);
      if (!fits || this.streamsUnderWay.has(append.stream) || streamsPassed.has(append.stream)) {
        later.push(append);
        streamsPassed.add(append.stream);
        continue;
      }
      batch.push(append);
      this.streamsUnderWay.add(append.stream);
      events += append.events.length;
      bytes += append.bytes;
    }
    this.queue.unshift(...later);
    return batch;
  }

  private async flush(batch: readonly Pending[]): Promise<void> {
    this.freeLanes -= 1;
    const again = await this.store(batch);
    for (const { stream } of batch) this.streamsUnderWay.delete(stream);
    this.queue.unshift(...again);
    this.freeLanes += 1;
    this.scheduleFlush();
  }

  /** Sends the batch and settles its appends; returns those that have to be sent again, with the same ids and revisions. */
  private async store(batch: readonly Pending[]): Promise<readonly Pending[]> {
    let connection: pg.PoolClient;
    try {
      connection = await this.pool.connect();
    } catch {
      this.failures += 1;
      return batch;
    }
    for (const append of batch) append.underWay = true;
    try {
      const { rows } = await connection.query<string[]>({ ...(batch.length === 1 ? appendOne(batch[0]!) : appendMany(batch)), ...asText });
      connection.release();
      this.failures = 0;
      const again: Pending[] = [];
      for (const [request, current, position] of rows) {
        const append = batch[Number(request) - 1]!;
        // Behind the stream's end it may be a retry, which es.append finds out.
        if (batch.length > 1 && !position && Number(current) > append.expected) {
          append.alone = true;
          again.push(append);
        } else this.settle(append, answerOf(append, Number(current), position ?? undefined));
      }
      this.options.stored();
      return again;
    } catch (error) {
      const code = codeOf(error);
      const connectionLost = code === undefined || /^(08|57P)/.test(code);
      const outcomeUnknown = connectionLost || /^(58|F0|XX)/.test(code);
      const refusal = refusalOf(error);
      connection.release(outcomeUnknown);
      if (refusal === undefined) this.failures += 1;
      else if (batch.length === 1) this.settle(batch[0]!, refusal);
      for (const append of batch) {
        append.outcomeUnknown ||= outcomeUnknown;
        append.alone ||= !connectionLost;
      }
      return batch;
    } finally {
      for (const append of batch) append.underWay = false;
    }
  }

  /** Takes no more, and resolves when all are answered. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.pending > 0) await new Promise<void>((resolve) => { this.whenNonePending = resolve; });
  }
}

/** An append that a caller waits for. */
interface Pending {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly texts: readonly EventText[];
  readonly bytes: number;
  /** -1: no stream. */
  readonly expected: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
  /** Goes without neighbours: the server refused a batch that it was in, or it may be a retry. */
  alone: boolean;
  underWay: boolean;
  /** An answer was lost: it may be stored. */
  outcomeUnknown: boolean;
  settled: boolean;
}

function answerOf({ stream, events, expected }: Pending, current: number, position: string | undefined): Appended | WrongExpectedRevision {
  if (position !== undefined) return { revision: expected + events.length, position: positionOf(position) };
  if (current === expected) return { revision: current };
  return new WrongExpectedRevision(stream, expected === -1 ? 'noStream' : expected, current === -1 ? 'noStream' : current);
}

/** What the database will never take, however often it is asked. */
function refusalOf(error: unknown): AppendRefused | undefined {
  const code = codeOf(error);
  if (code === '23505' && (error as pg.DatabaseError).constraint === 'event_id') return new AppendRefused('an event id is in the log already');
  return code !== undefined && /^(22|54)/.test(code) ? new AppendRefused(`the database cannot hold this event (${code})`) : undefined;
}

function appendOne({ stream, events, texts, expected }: Pending): pg.QueryConfig {
  return {
    name: 'append', text: 'select 1, current, last_position from es.append($1, $2, $3, $4, $5, $6)',
    values: [stream, expected, arrayText(events.map(({ id }) => id)), arrayText(events.map(({ type }) => type)), lines(texts, 'data'), lines(texts, 'meta')],
  };
}

function appendMany(batch: readonly Pending[]): pg.QueryConfig {
  const [requests, places, ids, types, texts]: [number[], number[], string[], string[], EventText[]] = [[], [], [], [], []];
  for (const [index, append] of batch.entries()) {
    for (const [place, { id, type }] of append.events.entries()) {
      requests.push(index + 1);
      places.push(place + 1);
      ids.push(id);
      types.push(type);
      texts.push(append.texts[place]!);
    }
  }
  return {
    name: 'append-many', text: 'select request, current, last_position from es.append_many($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    values: [
      arrayText(batch.map(({ stream }) => stream)), arrayText(batch.map(({ expected }) => expected)), arrayText(batch.map(({ events }) => events.length)),
      arrayText(requests), arrayText(places), arrayText(ids), arrayText(types), lines(texts, 'data'), lines(texts, 'meta'),
    ],
  };
}

function lines(texts: readonly EventText[], part: keyof EventText): string {
  return texts.map((text) => text[part]).join('\n');
}
