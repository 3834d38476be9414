import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { freshDatabase, type TestDatabase } from '../../test/database.js';
import { aStream, all, anEvent, asWritten, eventStoreContract, logFrom, someEvents, times, until, type Faults, type StoreUnderTest } from './event-store.contract.js';
import { AppendRefused, LogDamaged, StoreBusy, StoreUnavailable, WrongExpectedRevision, type EventStore, type Position } from './port.js';
import { EventStoreSchema } from './postgres.migration.js';
import { PostgresEventStore } from './postgres.js';

eventStoreContract('PostgreSQL', async (): Promise<StoreUnderTest> => {
  const database = await freshDatabase([EventStoreSchema]);
  const line = await breakableLine(database.url);
  const store = await PostgresEventStore.open({ url: line.url });
  return {
    store, faults: line,
    close: async () => {
      await store.close();
      await line.close();
      await database.drop();
    },
  };
});

/** A way to the server that can be made to fail: it tells an append by the name of its statement. */
async function breakableLine(url: string): Promise<Faults & { readonly url: string; close(): Promise<void> }> {
  const target = new URL(url);
  const pairs = new Set<readonly [Socket, Socket]>();
  let fault: 'request' | 'answer' | 'silence' | undefined;
  let bytesReceived = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    let answerLost = false;
    let silenced = false;
    const end = () => { client.destroy(); upstream.destroy(); pairs.delete(pair); };
    for (const socket of pair) socket.setNoDelay(true).on('error', end).on('close', end);
    client.on('data', (request) => {
      if (request.includes('append')) {
        if (fault === 'request') { fault = undefined; end(); return; }
        if (fault === 'answer') { fault = undefined; answerLost = true; }
        if (fault === 'silence') silenced = true;
      }
      if (!silenced) upstream.write(request);
    });
    upstream.on('data', (answer) => {
      bytesReceived += answer.length;
      if (answerLost) end();
      else if (!client.write(answer)) { upstream.pause(); client.once('drain', () => upstream.resume()); }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  const breakConnections = () => { for (const [client] of pairs) client.destroy(); };
  return {
    url: through.href,
    loseNextRequest: () => { fault = 'request'; },
    loseNextAnswer: () => { fault = 'answer'; },
    silence: () => { fault = 'silence'; return () => { fault = undefined; }; },
    breakConnections,
    bytesReceived: () => bytesReceived,
    close: () => new Promise((resolve) => { server.close(() => resolve()); breakConnections(); }),
  };
}
