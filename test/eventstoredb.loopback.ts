import type { BatchAppendReq, BatchAppendResp, AppendReq, AppendResp, DeleteReq, DeleteResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty, UUID } from '@eventstore/db-client/generated/shared_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statuses from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { PersistentSubscriptionsService } from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import {
  Metadata, Server, ServerCredentials, status,
  type sendUnaryData, type ServerDuplexStream, type ServerReadableStream, type ServerUnaryCall, type ServerWritableStream, type StatusObject,
} from '@grpc/grpc-js';
import anyMessage from 'google-protobuf/google/protobuf/any_pb.js';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { persistentGroups } from './eventstoredb.groups.js';
import { ServerLog, type Expected, type LogRecord, type Proposed, type Verdict } from './eventstoredb.log.js';
import { startRelay } from './relay.js';

/**
 * An EventStoreDB 23.10 as far as its client can tell, in this process and in memory: the definitions that the client ships,
 * answered as a real server was seen to answer. It listens on this machine only and keeps nothing.
 */
export interface Loopback {
  /** What EVENTSTORE_URL takes. */
  readonly url: string;
  readonly log: ServerLog;
  readonly faults: LoopbackFaults;
  /** Calls that are open now, by kind. */
  readonly open: { reads: number; subscriptions: number };
  /** Connections that are open now. */
  connections(): number;
  /** The most events that one read has asked for. */
  largestRead(): number;
  /** Appends that came so far, by the way they came. */
  readonly appends: { one: number; batched: number };
  close(): Promise<void>;
}

/** Each switch that returns a function holds until that function is called; the others act once. */
export interface LoopbackFaults {
  /** The next append breaks its connection, and is not stored. */
  loseNextRequest(): void;
  /** The next append is stored, and its connection breaks before the answer. */
  loseNextAnswer(): void;
  /** The next append is answered with this error; it is not stored. */
  failNextAppend(code: status): void;
  /** Appends are stored and never answered. */
  silence(): () => void;
  /** Every call is answered "not ready", and nothing is stored. */
  refuse(): () => void;
  /** Nothing passes on any connection, as when the server's process is stopped. */
  freeze(): () => void;
  /** Reads wait so long before each event. */
  slowDown(milliseconds: number): () => void;
  breakConnections(): void;
  /** Nothing passes any more on the connections there are; neither end learns of it. New ones work. */
  loseConnections(): void;
  /** Ends every open subscription with this error; connections stay. */
  endSubscriptions(code: status, details: string): void;
  /** The next append is answered so that the client does not understand it, and a second time after two seconds: what a bad type or id brings about on the shared call. */
  answerTwice(): void;
  /** The server is gone, until the returned function starts it again: same port, same log, no memory of recent ids. */
  stop(): Promise<() => Promise<void>>;
  bytesToClients(): number;
}

/** How many events may wait for a subscriber that does not take them. */
const waitingEventsMax = 32;
/** Records that the server reads at a time. */
const serverPage = 32;
/** After each so many events of others the server writes one of its own. */
const eventsPerSystemEvent = 25;

export async function startLoopback({ appendBytesMax = 1024 * 1024 } = {}): Promise<Loopback> {
  const log = new ServerLog();
  log.appendSystemEvent('$$$stats-127.0.0.1:2113', '$metadata');
  log.appendSystemEvent('$users', '$User');

  const groups = persistentGroups(log);
  const open = { reads: 0, subscriptions: 0 };
  const appends = { one: 0, batched: 0 };
  let largestRead = 0;
  const subscriptionEnders = new Set<(error: Partial<StatusObject>) => void>();
  const faults = { request: false, answer: false, silent: false, refusing: false, twice: false, slowMs: 0, code: undefined as status | undefined };

  let server = await startServer();
  const relay = await startRelay(() => ({ host: '127.0.0.1', port: server.port }));

  /** Stores an append as far as the faults let it; `send` is not called where there is to be no answer. */
  function decide(stream: string, events: readonly Proposed[], expected: Expected, peer: string, send: (verdict: Verdict) => void): void {
    const portOfPeer = Number(peer.slice(peer.lastIndexOf(':') + 1));
    if (faults.request) {
      faults.request = false;
      relay.breakConnection(portOfPeer);
      return;
    }
    const verdict = log.append(stream, events, expected);
    if (events.length > 0 && log.records.length % eventsPerSystemEvent === 0) log.appendSystemEvent('$stats-127.0.0.1:2113', '$statsCollected');
    if (faults.answer) {
      faults.answer = false;
      relay.breakConnection(portOfPeer);
    } else if (!faults.silent) {
      send(verdict);
    }
  }

  function append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void {
    appends.one += 1;
    if (faults.refusing) return answer(notReady);
    if (faults.code !== undefined) {
      const code = faults.code;
      faults.code = undefined;
      return answer({ code, details: 'as told' });
    }
    let options: AppendReq.Options | undefined;
    let bytes = 0;
    const events: Proposed[] = [];
    let failed: Partial<StatusObject> | undefined;
    call.on('data', (request: AppendReq) => {
      options ??= request.getOptions();
      const message = request.getProposedMessage();
      if (!message || failed) return;
      try {
        const event = proposed(message);
        bytes += sizeOf(event);
        if (bytes > appendBytesMax) failed = tooLarge(appendBytesMax);
        events.push(event);
      } catch {
        failed = { code: status.UNKNOWN, details: 'Exception was thrown by handler.' };
      }
      if (failed) answer(failed);
    });
    // A call that broke off ends like one that was sent whole; that it did is known a moment later.
    call.on('end', () => setImmediate(() => {
      if (failed || !options || call.cancelled) return;
      const stream = nameOf(options);
      const expected = expectedBy(options.hasRevision() ? options.getRevision() : undefined, options);
      decide(stream, events, expected, call.getPeer(), (verdict) => answer(null, appendResponse(verdict, expected)));
    }));
    call.on('error', () => undefined);
  }

  function batchAppend(call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
    if (faults.refusing) return void call.emit('error', notReady);
    const pending = new Map<string, { options: BatchAppendReq.Options; events: Proposed[]; bytes: number }>();
    const respond = (correlation: UUID, stream: string, fill: (response: BatchAppendResp) => void) => {
      const response = new streams.BatchAppendResp();
      response.setCorrelationId(correlation);
      response.setStreamIdentifier(identifier(stream));
      fill(response);
      call.write(response);
    };
    call.on('data', (request: BatchAppendReq) => {
      const correlation = request.getCorrelationId()!;
      const id = correlation.getString();
      const options = request.getOptions();
      if (options) pending.set(id, { options, events: [], bytes: 0 });
      const append = pending.get(id);
      if (!append) return;
      const stream = nameOf(append.options);
      const answerTwice = () => {
        respond(correlation, stream, (response) => response.setError(batchError('Bad Request', 'event_store.client.BadRequest', new shared.Empty().serializeBinary())));
        setTimeout(() => {
          respond(correlation, stream, (response) => response.setError(batchError('Timeout', 'event_store.client.Timeout', new shared.Timeout().serializeBinary())));
        }, 2_000).unref();
      };
      try {
        for (const message of request.getProposedMessagesList()) {
          const event = proposed(message);
          append.events.push(event);
          append.bytes += sizeOf(event);
        }
      } catch {
        return answerTwice();
      }
      if (append.bytes > appendBytesMax) {
        pending.delete(id);
        const details = new shared.MaximumAppendSizeExceeded();
        details.setMaxappendsize(appendBytesMax);
        return respond(correlation, stream, (response) => response.setError(batchError('Maximum Append Size Exceeded', 'event_store.client.MaximumAppendSizeExceeded', details.serializeBinary())));
      }
      if (!request.getIsFinal()) return;
      pending.delete(id);
      appends.batched += 1;
      if (faults.twice) {
        faults.twice = false;
        return answerTwice();
      }
      const expected = expectedBy(append.options.hasStreamPosition() ? append.options.getStreamPosition() : undefined, append.options);
      decide(stream, append.events, expected, call.getPeer(), (verdict) => respond(correlation, stream, (response) => fillBatchResponse(response, verdict, expected)));
    });
    call.on('end', () => call.end());
    call.on('error', () => undefined);
  }

  function softDelete(call: ServerUnaryCall<DeleteReq, DeleteResp>, answer: sendUnaryData<DeleteResp>): void {
    log.softDelete(nameOf(call.request.getOptions()!));
    const response = new streams.DeleteResp();
    response.setNoPosition(new shared.Empty());
    answer(null, response);
  }

  async function read(call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> {
    call.on('error', () => undefined);
    if (faults.refusing) return void call.emit('error', notReady);
    const options = call.request.getOptions()!;
    if (options.hasSubscription()) return subscribe(call, options);
    open.reads += 1;
    largestRead = Math.max(largestRead, Number(options.getCount()));
    try {
      const records = options.hasStream() ? ofStream(options) : ofAll(options);
      if (!records) {
        const response = new streams.ReadResp();
        const notFound = new streams.ReadResp.StreamNotFound();
        notFound.setStreamIdentifier(options.getStream()!.getStreamIdentifier());
        response.setStreamNotFound(notFound);
        await send(call, response);
      }
      for (const record of records ?? []) {
        if (faults.slowMs > 0) await pause(faults.slowMs, undefined, { ref: false });
        if (!(await send(call, eventResponse(record)))) return;
      }
      call.end();
    } finally {
      open.reads -= 1;
    }
  }

  /** undefined where the stream is not found. */
  function ofStream(options: ReadReq.Options): readonly LogRecord[] | undefined {
    const target = options.getStream()!;
    const records = log.stream(nameOf(target));
    if (!records) return undefined;
    const count = Number(options.getCount());
    const from = target.hasRevision() ? Number(target.getRevision()) : undefined;
    return isBackwards(options)
      ? records.filter(({ revision }) => revision <= (from ?? Infinity)).reverse().slice(0, count)
      : target.hasEnd() ? [] : records.filter(({ revision }) => revision >= (from ?? 0)).slice(0, count);
  }

  /** Forwards the position is inclusive, backwards it is exclusive. */
  function ofAll(options: ReadReq.Options): readonly LogRecord[] {
    const position = positionOf(options);
    const count = Number(options.getCount());
    if (isBackwards(options)) return log.records.slice(0, position ? log.indexAtOrAfter(position) : undefined).reverse().slice(0, count);
    const start = position ? log.indexAtOrAfter(position) : 0;
    return log.records.slice(start, start + count);
  }

  async function subscribe(call: ServerWritableStream<ReadReq, ReadResp>, options: ReadReq.Options): Promise<void> {
    open.subscriptions += 1;
    let ended = false;
    let stopListening = () => {};
    const end = (error?: Partial<StatusObject>) => {
      if (ended) return;
      ended = true;
      open.subscriptions -= 1;
      subscriptionEnders.delete(end);
      stopListening();
      if (error) call.emit('error', error);
    };
    call.on('close', () => end()).on('cancelled', () => end());
    subscriptionEnders.add(end);

    const filter = options.getFilter();
    const lets = filterOf(filter);
    const window = filter?.hasMax() ? filter.getMax() : serverPage;
    const checkpointEvery = (filter?.getCheckpointintervalmultiplier() ?? 0) * window;
    const position = positionOf(options);
    // As the server does: the first event at or after the position is taken for the one that the subscriber has seen.
    let next = position ? Math.min(log.indexAtOrAfter(position) + 1, log.records.length) : options.getAll()!.hasEnd() ? log.records.length : 0;
    let pageStart = { commit: next > 0 ? log.afterRecord(next - 1) : 0n, prepare: 0n };
    let scanned = 0;

    const confirmation = new streams.ReadResp();
    const confirmed = new streams.ReadResp.SubscriptionConfirmation();
    confirmed.setSubscriptionId(randomUUID());
    confirmation.setConfirmation(confirmed);
    if (!(await send(call, confirmation))) return end();

    while (next < log.records.length && !ended) {
      let last = pageStart;
      let [matches, considered] = [0, 0];
      for (; next < log.records.length && matches < serverPage && considered < window; next += 1, considered += 1) {
        const record = log.records[next]!;
        if (!lets(record)) continue;
        matches += 1;
        last = { commit: record.position, prepare: record.position };
        if (!(await send(call, eventResponse(record)))) return end();
      }
      pageStart = { commit: log.afterRecord(next - 1), prepare: 0n };
      scanned += considered;
      if (filter && scanned >= checkpointEvery && next < log.records.length) {
        scanned %= checkpointEvery;
        if (!(await send(call, checkpointResponse(last)))) return end();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (ended) return;

    const waiting: ReadResp[] = [];
    let sending = false;
    const pump = async () => {
      if (sending) return;
      sending = true;
      while (waiting.length > 0 && !ended) if (!(await send(call, waiting.shift()!))) return end();
      sending = false;
    };
    const caughtUp = new streams.ReadResp();
    caughtUp.setCaughtUp(new streams.ReadResp.CaughtUp());
    waiting.push(caughtUp);
    stopListening = log.onAppend((record) => {
      if (lets(record)) waiting.push(eventResponse(record));
      scanned += 1;
      if (filter && scanned >= checkpointEvery) {
        scanned = 0;
        waiting.push(checkpointResponse({ commit: record.position, prepare: record.position }));
      }
      void pump();
      // The real server hands events on while it writes others, so only what still waits a moment later counts as too slow.
      setImmediate(() => setImmediate(() => {
        if (waiting.length > waitingEventsMax) {
          end({ code: status.ABORTED, details: 'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.' });
        }
      }));
    });
    void pump();
  }

  function supportedMethods(_call: ServerUnaryCall<Empty, SupportedMethods>, answer: sendUnaryData<SupportedMethods>): void {
    if (faults.refusing) return answer(notReady);
    const response = new features.SupportedMethods();
    response.setEventStoreServerVersion('23.10.3');
    const method = (service: string, toAll: readonly string[]) => (name: string) => {
      const supported = new features.SupportedMethod();
      supported.setServiceName(`event_store.client.${service}`);
      supported.setMethodName(name);
      supported.setFeaturesList([...toAll]);
      return supported;
    };
    response.setMethodsList([
      ...['append', 'batchappend', 'read', 'delete'].map(method('streams.streams', [])),
      ...['create', 'read'].map(method('persistent_subscriptions.persistentsubscriptions', ['stream', 'all'])),
    ]);
    answer(null, response);
  }

  async function startServer(): Promise<{ port: number; stop(): void }> {
    const grpc = new Server({ 'grpc.max_receive_message_length': 16 * 1024 * 1024, 'grpc.max_send_message_length': -1, 'grpc.max_concurrent_streams': 100 });
    grpc.addService(StreamsService, { append, batchAppend, delete: softDelete, tombstone: softDelete, read: (call: ServerWritableStream<ReadReq, ReadResp>) => void read(call) });
    grpc.addService(PersistentSubscriptionsService, { ...unanswered, ...groups });
    grpc.addService(ServerFeaturesService, { getSupportedMethods: supportedMethods });
    const port = await new Promise<number>((resolve, reject) => {
      grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    return { port, stop: () => grpc.forceShutdown() };
  }

  return {
    url: `esdb://127.0.0.1:${relay.port}?tls=false`,
    log, open, appends,
    connections: relay.connections,
    largestRead: () => largestRead,
    faults: {
      loseNextRequest: () => { faults.request = true; },
      loseNextAnswer: () => { faults.answer = true; },
      failNextAppend: (code) => { faults.code = code; },
      silence: () => { faults.silent = true; return () => { faults.silent = false; }; },
      refuse: () => { faults.refusing = true; return () => { faults.refusing = false; }; },
      freeze: relay.freeze,
      slowDown: (milliseconds) => { faults.slowMs = milliseconds; return () => { faults.slowMs = 0; }; },
      breakConnections: relay.breakConnections,
      loseConnections: relay.loseConnections,
      endSubscriptions: (code, details) => subscriptionEnders.forEach((end) => end({ code, details })),
      answerTwice: () => { faults.twice = true; },
      async stop() {
        const accept = await relay.refuse();
        server.stop();
        return async () => {
          log.restarted();
          server = await startServer();
          await accept();
        };
      },
      bytesToClients: relay.bytesToClients,
    },
    async close() {
      server.stop();
      await relay.close();
    },
  };
}

/** The calls about groups that nothing here makes. */
const unanswered = Object.fromEntries(['update', 'delete', 'getInfo', 'replayParked', 'list', 'restartSubsystem'].map((name) => [
  name, (_call: unknown, answer: sendUnaryData<Empty>) => answer({ code: status.UNIMPLEMENTED, details: name }),
]));
const notReady = { code: status.UNAVAILABLE, details: 'Server Is Not Ready' };
function tooLarge(appendBytesMax: number): Partial<StatusObject> {
  const metadata = new Metadata();
  metadata.set('exception', 'maximum-append-size-exceeded');
  metadata.set('maximum-append-size', String(appendBytesMax));
  return { code: status.INVALID_ARGUMENT, details: `Maximum Append Size of ${appendBytesMax} Exceeded.`, metadata };
}

type Message = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

/** Throws, as the server does, where the id is no UUID or the type is empty. */
function proposed(message: Message): Proposed {
  const id = message.getId()!.getString();
  const type = message.getMetadataMap().get('type');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) || !type) throw new Error('bad request');
  return { id, type, json: message.getMetadataMap().get('content-type') === 'application/json', data: message.getData_asU8(), meta: message.getCustomMetadata_asU8() };
}

/** By the letter of the server's documentation; 23.10.3 itself leaves out metadata and type by a slip. */
function sizeOf({ type, data, meta }: Proposed): number {
  return data.length + meta.length + 2 * type.length;
}

function nameOf(options: { getStreamIdentifier(): { getStreamName_asU8(): Uint8Array } | undefined }): string {
  return Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString();
}

function identifier(stream: string) {
  const name = new shared.StreamIdentifier();
  name.setStreamName(Buffer.from(stream));
  return name;
}

function expectedBy(revision: string | undefined, options: { hasNoStream(): boolean; hasStreamExists(): boolean }): Expected {
  if (revision !== undefined) return Number(revision);
  return options.hasNoStream() ? 'noStream' : options.hasStreamExists() ? 'streamExists' : 'any';
}

function appendResponse(verdict: Verdict, expected: Expected): AppendResp {
  const response = new streams.AppendResp();
  if (verdict.result === 'wrong') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (verdict.actual < 0) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(verdict.actual));
    if (expected === 'noStream') wrong.setExpectedNoStream(new shared.Empty());
    else if (expected === 'streamExists') wrong.setExpectedStreamExists(new shared.Empty());
    else if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
    else wrong.setExpectedRevision(String(expected));
    response.setWrongExpectedVersion(wrong);
    return response;
  }
  const success = new streams.AppendResp.Success();
  if (verdict.revision < 0) success.setNoStream(new shared.Empty());
  else success.setCurrentRevision(String(verdict.revision));
  if (verdict.position === undefined) {
    success.setNoPosition(new shared.Empty());
  } else {
    const position = new streams.AppendResp.Position();
    position.setCommitPosition(String(verdict.position));
    position.setPreparePosition(String(verdict.position));
    success.setPosition(position);
  }
  response.setSuccess(success);
  return response;
}

function fillBatchResponse(response: BatchAppendResp, verdict: Verdict, expected: Expected): void {
  if (verdict.result === 'wrong') {
    const wrong = new shared.WrongExpectedVersion();
    if (verdict.actual >= 0) wrong.setCurrentStreamRevision(String(verdict.actual));
    if (typeof expected === 'number') wrong.setExpectedStreamPosition(String(expected));
    response.setError(batchError('Wrong Expected Version', 'event_store.client.WrongExpectedVersion', wrong.serializeBinary()));
    return;
  }
  const success = new streams.BatchAppendResp.Success();
  if (verdict.revision >= 0) success.setCurrentRevision(String(verdict.revision));
  if (verdict.position !== undefined) {
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(verdict.position));
    position.setPreparePosition(String(verdict.position));
    success.setPosition(position);
  }
  response.setSuccess(success);
}

function batchError(message: string, typeName: string, details: Uint8Array) {
  const packed = new anyMessage.Any();
  packed.pack(details, typeName);
  const error = new statuses.Status();
  error.setMessage(message);
  error.setDetails(packed);
  return error;
}

function eventResponse(record: LogRecord): ReadResp {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent();
  const id = new shared.UUID();
  id.setString(record.id);
  event.setId(id);
  event.setStreamIdentifier(identifier(record.stream));
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position));
  event.setPreparePosition(String(record.position));
  // Ticks of 100 nanoseconds, and never a whole millisecond.
  event.getMetadataMap().set('created', `${record.createdAtMs}4321`);
  event.getMetadataMap().set('type', record.type);
  event.getMetadataMap().set('content-type', record.json ? 'application/json' : 'application/octet-stream');
  event.setData(record.data);
  event.setCustomMetadata(record.meta);
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(record.position));
  const response = new streams.ReadResp();
  response.setEvent(read);
  return response;
}

function checkpointResponse({ commit, prepare }: { commit: bigint; prepare: bigint }): ReadResp {
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(commit));
  checkpoint.setPreparePosition(String(prepare));
  const response = new streams.ReadResp();
  response.setCheckpoint(checkpoint);
  return response;
}

function positionOf(options: ReadReq.Options): { commit: bigint; prepare: bigint } | undefined {
  const position = options.getAll()?.getPosition();
  return position && { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) };
}

function isBackwards(options: ReadReq.Options): boolean {
  return options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
}

function filterOf(filter: ReadReq.Options.FilterOptions | undefined): (record: LogRecord) => boolean {
  const expression = filter?.getEventType() ?? filter?.getStreamIdentifier();
  if (!filter || !expression) return () => true;
  const field = filter.hasEventType() ? 'type' : 'stream';
  const prefixes = expression.getPrefixList();
  const pattern = new RegExp(expression.getRegex());
  return (record) => (prefixes.length > 0 ? prefixes.some((prefix) => record[field].startsWith(prefix)) : pattern.test(record[field]));
}

/** Waits while the reader takes nothing. False once the call is over. */
async function send(call: ServerWritableStream<ReadReq, ReadResp>, response: ReadResp): Promise<boolean> {
  if (call.cancelled || call.destroyed) return false;
  if (call.write(response)) return true;
  return new Promise((resolve) => {
    const settle = (goesOn: boolean) => () => {
      call.off('drain', drained).off('close', over).off('cancelled', over).off('error', over);
      resolve(goesOn);
    };
    const [drained, over] = [settle(true), settle(false)];
    call.on('drain', drained).on('close', over).on('cancelled', over).on('error', over);
  });
}
