import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { startApp, type App } from './app.js';
import { examples, unknownId } from './examples.js';
import { advocate } from './people.js';

const clients = 40;

/** Registers children over one connection for as long as the program keeps it. Answers what became of each request. */
async function clientOf({ url }: App, token: string): Promise<readonly string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify(examples({ facilityId: unknownId, eventId: unknownId }, () => 'words')['RegisterChildFound']!.body);
  const outcomes: string[] = [];
  for (let kept = true; kept;) {
    await new Promise<void>((resolve) => {
      const failed = (error: Error & { code?: string }) => {
        outcomes.push(error.code ?? error.name);
        kept = false;
        resolve();
      };
      const headers = { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() };
      request(`${url}/children/register-child-found`, { method: 'POST', agent, headers }, (answer) => {
        outcomes.push(String(answer.statusCode));
        kept = answer.headers.connection !== 'close';
        answer.resume().once('end', resolve).once('error', failed);
      }).once('error', failed).end(body);
    });
  }
  agent.destroy();
  return outcomes;
}

it('The program stops in the middle of its work: every request that was sent over a connection it had taken is answered', async () => {
  const app = await startApp();
  const token = await app.token(advocate);
  const outcomes = Array.from({ length: clients }, () => clientOf(app, token));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await app.stop();
  const all = (await Promise.all(outcomes)).flat();
  expect(all.length).toBeGreaterThan(2 * clients);
  expect(all.filter((outcome) => outcome !== '201')).toEqual([]);
}, 60_000);
