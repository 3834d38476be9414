import { startLoopback } from '../../test/eventstoredb.loopback.js';
import { startRelay } from '../../test/relay.js';
import { eventStoreContract, type StoreUnderTest } from './event-store.contract.js';
import { EventStoreDbStore } from './eventstoredb.js';

eventStoreContract('EventStoreDB, played by a server in this process,', async () => {
  const loopback = await startLoopback();
  const store = EventStoreDbStore.open(loopback.url, { firstAnswerMs: 300 });
  const { loseNextRequest, loseNextAnswer, silence, breakConnections, bytesToClients } = loopback.faults;
  return {
    store,
    faults: { loseNextRequest, loseNextAnswer, silence, breakConnections, bytesReceived: bytesToClients },
    close: async () => {
      await store.close();
      await loopback.close();
    },
  };
});

const serverUrl = process.env.EVENTSTORE_TEST_URL;
if (serverUrl) {
  eventStoreContract('EventStoreDB', () => onServer(new URL(serverUrl)));
} else {
  it.skip('EventStoreDB keeps the promises of an event store: SKIPPED, since EVENTSTORE_TEST_URL names no server', () => undefined);
}

/** A real server behind a stretch of network that can be made to fail. */
async function onServer(url: URL): Promise<StoreUnderTest> {
  const server = { host: url.hostname, port: Number(url.port || 2113) };
  const relay = await startRelay(() => server);
  const throughRelay = new URL(url);
  throughRelay.host = `127.0.0.1:${relay.port}`;
  const store = EventStoreDbStore.open(throughRelay.href, { firstAnswerMs: 1_000 });
  return {
    store,
    faults: {
      loseNextRequest: relay.breakAtNextRequest,
      loseNextAnswer: () => relay.breakInsteadOfNextAnswer(200),
      silence: relay.freeze,
      breakConnections: relay.breakConnections,
      bytesReceived: relay.bytesToClients,
    },
    close: async () => {
      await store.close();
      await relay.close();
    },
  };
}
