import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../apps/api/logging.js';
import { readSettings } from '../apps/api/settings.js';
import { openSystem, type System } from '../apps/cli/system.js';
import type { Actor } from '../libs/decider/actor.js';
import type { Command, CommandClass } from '../libs/decider/command.js';
import { until } from '../libs/event-store/event-store.contract.js';
import type { Position, StoredEvent } from '../libs/event-store/port.js';
import { RegisterConsumer } from '../libs/feed/consumer.commands.js';
import { RegisterWebhook } from '../libs/feed/webhook.commands.js';
import { RegisterChildFound } from '../libs/identification/finding.commands.js';
import { WebhookSecrets } from '../libs/webhooks/secrets.js';
import { Overtaken, Standings } from '../libs/webhooks/standings.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { caseWorker, dataProtectionOfficer } from './people.js';
import { startTarget, type Target } from './webhook-target.js';
import { callingOn, feedOn } from './webhook-worker.js';
import type { CallingOptions } from './webhooks.fixture.js';

/** What becomes of the calls where programs die, take turns, or lose what they knew. */

const found = {
  occurredAt: { at: '2025-03-01T09:00', zone: 'Asia/Bishkek' }, source: { kind: 'NGO_VISIT', reliability: 'PROBABLE' }, foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'NOT_KNOWN', jurisdiction: 'KG',
};
const scope = { orgRef: 'school-board', orgType: 'EDUCATION', purposes: ['PROTECTION'], contexts: ['identification'], types: ['identification.ChildFound'] };

let database: TestDatabase;
let folder: string;
let system: System;
let target: Target;
beforeAll(async () => {
  target = await startTarget();
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'guarantor-webhooks-'));
  system = await openSystem(readSettings({ DATABASE_URL: database.url, DATA_FOLDER: folder }, 'start'), { log: createLog('error') });
});
afterAll(async () => {
  await system.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
  await target.close();
});

function happens<C extends CommandClass>(commandClass: C, body: object, actor: Actor, subjectId?: string) {
  const key = randomUUID();
  return system.executor.execute({ command: plainToInstance(commandClass, body) as Command, key, actor, correlationId: key, ...(subjectId !== undefined && { subjectId }) });
}
const childrenFound = async (children: number) => {
  for (let child = 0; child < children; child += 1) await happens(RegisterChildFound, found, caseWorker);
};

/** A service that is called under a path of its own with what comes. */
async function called(name: string) {
  const consumerId = `${name}-service`;
  await happens(RegisterConsumer, scope, dataProtectionOfficer, consumerId);
  const { events: [registration] } = await happens(RegisterWebhook, { target: `${target.origin}/${name}`, purpose: 'PROTECTION', begins: 'NOW' }, dataProtectionOfficer, consumerId);
  await new WebhookSecrets(system.pool, system.ring).make(consumerId, registration!.id, [registration!.id]);
  const ids = () => target.callsOf(`/${name}`).map(({ headers }) => headers['webhook-id']!);
  return {
    consumerId, webhook: registration!.id, ids,
    arrived: (calls: number) => until(() => ids().length >= calls, `${calls} calls of ${name}`, 20),
    deliveries: async () => {
      const events: StoredEvent[] = [];
      for await (const event of system.store.read(`deliveries-${consumerId}`)) events.push(event);
      return events;
    },
  };
}

/** Until a program that calls is killed by what it is about to do. */
async function killed(): Promise<void> {
  const options: CallingOptions = { url: database.url, folder };
  const program = spawn(process.execPath, ['--no-warnings', '--import', './test/embedded-postgres.fixture.loader.js', 'test/webhooks.fixture.ts', JSON.stringify(options)], { stdio: ['pipe', 'inherit', 'inherit'] });
  const [, signal] = await once(program, 'close') as [number | null, NodeJS.Signals | null];
  expect(signal).toBe('SIGKILL');
}

describe('A program that is killed', () => {
  it('between an answer and the position is followed by one that calls with the same event under the same id, and then with what comes after it', async () => {
    const one = await called('killed');
    await childrenFound(3);
    await killed();
    expect(one.ids()).toHaveLength(1);
    const next = callingOn(system);
    await next.start();
    await one.arrived(4);
    await next.stop();
    const [first, ...after] = one.ids();
    expect(after[0]).toBe(first);
    expect(new Set(after).size).toBe(3);
    const stretches = (await one.deliveries()).map(({ type, data }) => [type, data.events]);
    expect(stretches).toEqual([['feed.WebhookDeliveryStarted', undefined], ['feed.WebhookDeliveryStarted', undefined], ['feed.WebhookDeliveryEnded', 3]]);
  });
});

describe('Of two programs', () => {
  it('one calls, each event once and in order, and the other goes on when it stops', async () => {
    const one = await called('shared');
    const [first, second] = [callingOn(system), callingOn(system)];
    await Promise.all([first.start(), second.start()]);
    await childrenFound(5);
    await one.arrived(5);
    await first.stop();
    await childrenFound(5);
    await one.arrived(10);
    const third = callingOn(system);
    await third.start();
    await second.stop();
    await childrenFound(2);
    await one.arrived(12);
    await third.stop();
    expect([one.ids().length, new Set(one.ids()).size]).toEqual([12, 12]);
    const cursors = target.callsOf('/shared').map(({ event }) => event.cursor);
    const reading = await feedOn(system).enter({ consumerId: one.consumerId, orgRef: scope.orgRef, orgType: scope.orgType, purpose: 'PROTECTION', selection: {} });
    const positions = await Promise.all(cursors.map((cursor) => reading.positionOf(cursor)));
    expect(positions).toEqual([...positions].sort());
  });

  it('one that was overtaken moves nothing', async () => {
    const one = await called('overtaken');
    const worker = callingOn(system);
    await worker.start();
    await until(async () => (await new Standings(system.pool).of(one.consumerId)) !== undefined, 'the registration', 20);
    await worker.stop();
    const standings = new Standings(system.pool);
    const read = (await standings.of(one.consumerId))!;
    const to = '0000000000000009999' as Position;
    await standings.move(one.consumerId, read, to, new Date());
    await expect(standings.move(one.consumerId, read, '0000000000000000001' as Position, new Date())).rejects.toThrow(Overtaken);
    await expect(standings.fail(one.consumerId, read, { attempts: 1, reason: 'HTTP_500' }, {})).rejects.toThrow(Overtaken);
    await expect(standings.move(one.consumerId, { ...read, position: to, webhook: randomUUID() }, to)).rejects.toThrow(Overtaken);
    expect(await standings.of(one.consumerId)).toMatchObject({ position: to, attempts: 0 });
  });
});

describe('A program that calls', () => {
  it('goes on from where it stands when another was at the same event', async () => {
    const one = await called('disturbed');
    const standings = new Standings(system.pool);
    target.answers('/disturbed', (response) => void standings.of(one.consumerId).then(async (read) => {
      if (one.ids().length === 1) await standings.move(one.consumerId, read!, (await system.store.head())!, new Date());
      response.writeHead(204).end();
    }));
    const worker = callingOn(system);
    await worker.start();
    await childrenFound(1);
    await one.arrived(1);
    await until(async () => (await standings.of(one.consumerId))!.takenAt !== undefined, 'the other', 20);
    await childrenFound(2);
    await one.arrived(3);
    await worker.stop();
    expect([one.ids().length, new Set(one.ids()).size]).toEqual([3, 3]);
  });

  it('parks what leads to a host that is no longer named, and what has no secret, and tells whoever runs it why', async () => {
    const [unnamed, unsigned] = [await called('unnamed'), await called('unsigned')];
    await system.pool.query(`delete from keys.webhook_secret where consumer = $1`, [unsigned.consumerId]);
    const parked: string[][] = [];
    const worker = callingOn(system, { allows: (address) => !address.endsWith('/unnamed'), hooks: { parked: (...why) => void parked.push(why), failed: () => undefined } });
    await worker.start();
    await childrenFound(1);
    await until(() => parked.length === 2, 'both', 20);
    await worker.stop();
    expect(parked.sort()).toEqual([[unnamed.consumerId, 'TARGET_NOT_ALLOWED'], [unsigned.consumerId, 'NO_SECRET']]);
    expect([...unnamed.ids(), ...unsigned.ids()]).toEqual([]);
    expect((await unnamed.deliveries()).at(-1)!.data).toMatchObject({ events: 0, parkedFor: 'TARGET_NOT_ALLOWED' });
  });

  it('stops although a service does not answer, and nothing is lost of what was under way', async () => {
    const one = await called('mute');
    target.answers('/mute', () => undefined);
    const worker = callingOn(system);
    await worker.start();
    await childrenFound(1);
    await one.arrived(1);
    await worker.stop();
    expect(await new Standings(system.pool).of(one.consumerId)).toMatchObject({ attempts: 0 });
    target.answers('/mute', 204);
    const next = callingOn(system);
    await next.start();
    await one.arrived(2);
    await next.stop();
    expect(new Set(one.ids()).size).toBe(1);
  });
});

describe('A table of positions that was lost', () => {
  it('is begun again from what is on record of the deliveries', async () => {
    const one = await called('restored');
    const before = callingOn(system);
    await before.start();
    await childrenFound(3);
    await one.arrived(3);
    await before.stop();
    await system.pool.query(`delete from follower.webhook; update follower.projection set position = null where name = 'webhooks'`);
    await childrenFound(2);
    const after = callingOn(system);
    await after.start();
    await one.arrived(5);
    await after.stop();
    expect([one.ids().length, new Set(one.ids()).size]).toEqual([5, 5]);
  });
});
