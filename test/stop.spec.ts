import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { until } from '../libs/event-store/event-store.contract.js';
import { startApp, type App } from './app.js';
import { examples, unknownId } from './examples.js';
import { advocate } from './people.js';

const clients = 40;

/** Registers children over one connection for as long as the program keeps it, and notes what became of each request. */
async function register({ url }: App, token: string, outcomes: string[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify(examples({ facilityId: unknownId, eventId: unknownId }, () => 'words')['RegisterChildFound']!.body);
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
}

it('The program stops in the middle of its work: every request that was sent over a connection it had taken is answered, and the database is let go of when nobody works with it any more', async () => {
  const app = await startApp();
  const token = await app.token(advocate);
  const outcomes = Array.from({ length: clients }, (): string[] => []);
  const registering = outcomes.map((ofClient) => register(app, token, ofClient));
  await until(() => outcomes.every(({ length }) => length >= 2), 'two answers to each client');
  const atWork = async () => (await app.system.pool.query<{ name: string }>('select name from follower.projection where owner is not null')).rows.map(({ name }) => name);
  await until(async () => (await atWork()).includes('duty-timer'), 'the timer of the duties at work', 60);
  const { database } = app.system;
  const letGo = database.destroy.bind(database);
  let stillAtWork: readonly string[] | undefined;
  database.destroy = async () => {
    stillAtWork = await atWork();
    await letGo();
  };
  await app.stop();
  await Promise.all(registering);
  expect(outcomes.flat().filter((outcome) => outcome !== '201')).toEqual([]);
  expect(stillAtWork).toEqual([]);
  expect(app.logged.filter((line) => line.includes('tries again'))).toEqual([]);
});
