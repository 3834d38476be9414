import { createServer, connect, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A stretch of network between a client and a server on this machine, which can fail as networks do. */
export interface Relay {
  readonly port: number;
  /** Connections that are open now. */
  connections(): number;
  /** Bytes that went to clients so far. */
  bytesToClients(): number;
  /** Breaks every connection once. */
  breakConnections(): void;
  /** Breaks the one connection that the server sees as coming from this port. */
  breakConnection(portSeenByServer: number): void;
  /** Breaks the connections at the next byte that a client sends. The byte is lost. */
  breakAtNextRequest(): void;
  /** Lets the next request through, then lets nothing back, and breaks the connections after that many milliseconds. */
  breakInsteadOfNextAnswer(afterMs: number): void;
  /** Nothing passes any more on the connections there are; neither end learns of it. New ones work. */
  loseConnections(): void;
  /** From now on nothing passes, in either direction and without an error, until the returned function is called. */
  freeze(): () => void;
  /** Refuses connections, after breaking those there are, until the returned function is called. */
  refuse(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** `target` is asked at every connection, so that a server may come back on another port. */
export async function startRelay(target: () => { host: string; port: number }): Promise<Relay> {
  const connections = new Set<{ client: Socket; server: Socket; lost: boolean }>();
  const held: (() => void)[] = [];
  let frozen = false;
  let bytes = 0;
  let nextRequest: (() => 'pass' | 'drop') | undefined;
  let answersHeld = false;

  const gate = (direction: 'request' | 'answer', connection: { lost: boolean }) => new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (connection.lost) return;
      if (direction === 'answer' && answersHeld) return;
      if (direction === 'request' && nextRequest) {
        const rule = nextRequest;
        nextRequest = undefined;
        if (rule() === 'drop') return;
      }
      const pass = () => {
        if (direction === 'answer') bytes += chunk.length;
        done(null, chunk);
      };
      if (frozen) held.push(pass);
      else pass();
    },
  });

  const breakAll = () => connections.forEach(({ client, server }) => { client.destroy(); server.destroy(); });

  const listener = createServer((client) => {
    const server = connect(target());
    const connection = { client, server, lost: false };
    connections.add(connection);
    const end = () => {
      connections.delete(connection);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.setNoDelay().on('error', end).on('close', end);
    client.pipe(gate('request', connection)).pipe(server);
    server.pipe(gate('answer', connection)).pipe(client);
  });
  const listen = (port: number) => new Promise<number>((resolve, reject) => {
    listener.once('error', reject).listen(port, '127.0.0.1', () => resolve((listener.address() as { port: number }).port));
  });
  const stopListening = () => new Promise<void>((resolve) => {
    listener.close(() => resolve());
    breakAll();
  });
  const port = await listen(0);

  return {
    port,
    connections: () => connections.size,
    bytesToClients: () => bytes,
    breakConnections: breakAll,
    breakConnection(portSeenByServer) {
      for (const { client, server } of connections) if (server.localPort === portSeenByServer) { client.destroy(); server.destroy(); }
    },
    breakAtNextRequest() {
      nextRequest = () => { breakAll(); return 'drop'; };
    },
    breakInsteadOfNextAnswer(afterMs) {
      nextRequest = () => {
        answersHeld = true;
        setTimeout(() => { answersHeld = false; breakAll(); }, afterMs);
        return 'pass';
      };
    },
    loseConnections: () => connections.forEach((connection) => { connection.lost = true; }),
    freeze() {
      frozen = true;
      return () => {
        frozen = false;
        for (const pass of held.splice(0)) pass();
      };
    },
    async refuse() {
      await stopListening();
      return async () => { await listen(port); };
    },
    close: stopListening,
  };
}
