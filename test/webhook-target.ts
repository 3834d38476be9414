import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { CloudEvent } from '../libs/feed/cloud-event.js';

export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly event: CloudEvent;
}

/** Services that are called, each under a path of its own, and what they answer. */
export async function startTarget() {
  const calls: Call[] = [];
  const answers = new Map<string, (response: ServerResponse, call: Call) => void>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const body = Buffer.concat(parts).toString();
      const call = { path: request.url!, headers: request.headers as Record<string, string>, body, event: JSON.parse(body) as CloudEvent };
      calls.push(call);
      const answer = answers.get(call.path) ?? (() => response.writeHead(204).end());
      answer(response, call);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    callsOf: (path: string): readonly Call[] => calls.filter((call) => call.path === path),
    /** What the service under a path answers from now on. */
    answers(path: string, status: number | ((response: ServerResponse, call: Call) => void), headers: Record<string, string> = {}): void {
      answers.set(path, typeof status === 'number' ? (response) => response.writeHead(status, headers).end() : status);
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
export type Target = Awaited<ReturnType<typeof startTarget>>;

/** Whether the call was signed with the secret, as the convention's own library sees it. */
export function isSignedWith(secret: string, { headers, body }: Call): boolean {
  try {
    return JSON.stringify(new Webhook(secret).verify(body, headers)) === body;
  } catch {
    return false;
  }
}
