import type { CreateReq, CreateResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/persistent_pb.js';
import persistent from '@eventstore/db-client/generated/persistent_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { Metadata, status, type sendUnaryData, type ServerDuplexStream, type ServerUnaryCall } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import type { LogRecord, ServerLog } from './eventstoredb.log.js';

interface Group {
  readonly lets: (record: LogRecord) => boolean;
  /** Index of the record that nobody was given yet. */
  next: number;
  /** Was given to somebody who left without a word of it, or asked for it again. */
  readonly again: { record: LogRecord; retries: number }[];
  readonly offers: Set<() => void>;
}

/** Persistent subscriptions to the whole log as their client sees them: one of several readers is given each event, until it says what became of it. */
export function persistentGroups(log: ServerLog) {
  const groups = new Map<string, Group>();

  return {
    create(call: ServerUnaryCall<CreateReq, CreateResp>, answer: sendUnaryData<CreateResp>): void {
      const options = call.request.getOptions()!;
      const name = options.getGroupName();
      if (groups.has(name)) return answer(refusal(status.ALREADY_EXISTS, 'persistent-subscription-exists', name));
      const filter = options.getAll()!.getFilter();
      const prefixes = (filter?.getEventType() ?? filter?.getStreamIdentifier())?.getPrefixList() ?? [''];
      const field = filter?.hasStreamIdentifier() ? 'stream' : 'type';
      groups.set(name, { lets: (record) => prefixes.some((prefix) => record[field].startsWith(prefix)), next: options.getAll()!.hasEnd() ? log.records.length : 0, again: [], offers: new Set() });
      answer(null, new persistent.CreateResp());
    },

    read(call: ServerDuplexStream<ReadReq, ReadResp>): void {
      const given = new Map<string, Group['again'][number]>();
      let over = () => {};
      call.on('error', () => over()).on('cancelled', () => over()).on('close', () => over()).on('end', () => over());
      call.on('data', (request: ReadReq) => {
        const options = request.getOptions();
        if (options) begin(options);
        for (const id of request.getAck()?.getIdsList() ?? []) given.delete(id.getString());
        for (const id of request.getNack()?.getIdsList() ?? []) refuse(id.getString(), request.getNack()!.getAction());
        offer();
      });
      let group: Group | undefined;
      let name = '';
      let size = 0;
      const offer = () => {
        while (group && given.size < size) {
          while (group.next < log.records.length && !group.lets(log.records[group.next]!)) group.next += 1;
          const one = group.again.shift() ?? (group.next < log.records.length ? { record: log.records[group.next++]!, retries: 0 } : undefined);
          if (!one) return;
          given.set(one.record.id, one);
          call.write(eventResponse(one.record, one.retries));
        }
      };

      function begin(options: ReadReq.Options): void {
        name = options.getGroupName();
        size = options.getBufferSize();
        const known = groups.get(name);
        if (!known) return void call.emit('error', refusal(status.NOT_FOUND, 'persistent-subscription-does-not-exist', name));
        group = known;
        const stopListening = log.onAppend(offer);
        known.offers.add(offer);
        over = () => {
          over = () => {};
          group = undefined;
          stopListening();
          known.offers.delete(offer);
          // Whoever leaves gives back what it has not answered for.
          known.again.push(...given.values());
          known.offers.forEach((other) => other());
        };
        const confirmation = new persistent.ReadResp.SubscriptionConfirmation();
        confirmation.setSubscriptionId(`$all::${name}-${randomUUID()}`);
        const response = new persistent.ReadResp();
        response.setSubscriptionConfirmation(confirmation);
        call.write(response);
      }

      function refuse(id: string, action: ReadReq.Nack.Action): void {
        const one = given.get(id);
        given.delete(id);
        if (one && action === persistent.ReadReq.Nack.Action.RETRY) group?.again.push({ ...one, retries: one.retries + 1 });
        if (one && action === persistent.ReadReq.Nack.Action.PARK) log.appendSystemEvent(`$persistentsubscription-$all::${name}-parked`, '$>');
      }
    },
  };
}

function refusal(code: status, exception: string, group: string) {
  const metadata = new Metadata();
  metadata.set('exception', exception);
  metadata.set('stream-name', '$all');
  metadata.set('group-name', group);
  return { code, details: exception, metadata };
}

function eventResponse(record: LogRecord, retries: number): ReadResp {
  const id = new shared.UUID();
  id.setString(record.id);
  const stream = new shared.StreamIdentifier();
  stream.setStreamName(Buffer.from(record.stream));
  const event = new persistent.ReadResp.ReadEvent.RecordedEvent();
  event.setId(id);
  event.setStreamIdentifier(stream);
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position));
  event.setPreparePosition(String(record.position));
  event.getMetadataMap().set('created', `${record.createdAtMs}4321`).set('type', record.type).set('content-type', record.json ? 'application/json' : 'application/octet-stream');
  event.setData(record.data);
  event.setCustomMetadata(record.meta);
  const read = new persistent.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(record.position));
  read.setRetryCount(retries);
  const response = new persistent.ReadResp();
  response.setEvent(read);
  return response;
}
