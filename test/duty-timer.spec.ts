import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../apps/api/logging.js';
import { readSettings } from '../apps/api/settings.js';
import { newFollower } from '../apps/cli/server.js';
import { openSystem, type System } from '../apps/cli/system.js';
import { registry } from '../libs/case-file/contexts.js';
import { RecordCorrection } from '../libs/case-file/corrections.js';
import { owedId } from '../libs/case-file/duties.js';
import { until } from '../libs/event-store/event-store.contract.js';
import type { Follower } from '../libs/event-store/follower.js';
import type { NewEvent, StoredEvent } from '../libs/event-store/port.js';
import { ReadModels } from '../libs/event-store/read-model.js';
import { RegisterChildFound } from '../libs/identification/finding.commands.js';
import { DutyTimer } from '../libs/oversight/duty-timer.js';
import { settingOf } from '../libs/profiles/profiles.js';
import { builtIn } from './built.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { caseWorker } from './people.js';
import { timerStepByStep } from './duty-timer.steps.js';

const found = {
  occurredAt: { at: '2025-03-01T09:00', zone: 'Asia/Bishkek' }, source: { kind: 'NGO_VISIT', reliability: 'PROBABLE' }, foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'NOT_KNOWN', jurisdiction: 'KG',
};

let database: TestDatabase;
let folder: string;
let system: System;
let follower: Follower;
beforeAll(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'guarantor-timer-'));
  system = await openSystem(readSettings({ DATABASE_URL: database.url, DATA_FOLDER: folder }, 'start'), { log: createLog('error') });
  follower = newFollower(system);
  await follower.start();
  await until(async () => (await follower.status()).every(({ status }) => status === 'serving'), 'the read models', 20);
});
afterAll(async () => {
  await follower.stop();
  await system.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A child found a year ago, whose representative is long due; of the others nobody looks at it yet. */
async function aChildWithoutRepresentative(): Promise<string> {
  const key = randomUUID();
  const { subjectId } = await system.executor.execute({ command: plainToInstance(RegisterChildFound, found), key, actor: caseWorker, correlationId: key });
  await until(async () => (await system.pool.query('select from read.duties where child = $1', [subjectId])).rowCount! > 0, 'the duties of the child', 20);
  return subjectId;
}

function timer(): DutyTimer {
  const { store, executor, clock, pool, database: source } = system;
  return new DutyTimer({ store, executor, clock, pool, registry, settingOf, readModels: new ReadModels(source) });
}

function signal(): { readonly given: Promise<void>; give(): void } {
  let give = (): void => undefined;
  return { given: new Promise((resolve) => { give = resolve; }), give: () => give() };
}

async function alarmsOf(child: string): Promise<readonly StoredEvent[]> {
  const alarms: StoredEvent[] = [];
  for await (const alarm of system.store.read(`duties-${child}`)) alarms.push(alarm);
  return alarms.filter(({ data }) => data.code === 'REPRESENTATIVE');
}

/** Programs that are ready to look, started ahead of their turn: each of them has to load what it is made of. */
const programs: ChildProcess[] = [];
const aheadMax = 2;
let program: string;
let wanted = 0;
function startAhead(): void {
  for (; programs.length < aheadMax && wanted > 0; wanted -= 1) programs.push(spawn(process.execPath, ['--no-warnings', program, database.url], { stdio: ['pipe', 'ignore', 'inherit'] }));
}

/** Has the next program look, and answers what it ended by. */
async function killedBefore(step: string): Promise<NodeJS.Signals | null> {
  const next = programs.shift()!;
  startAhead();
  next.stdin!.end(step);
  const [, signal] = await once(next, 'close') as [number | null, NodeJS.Signals | null];
  return signal;
}

describe('The timer of the duties', () => {
  it('says of a duty that it is overdue: when it was due, by which profile and zone data, and what started it', async () => {
    const child = await aChildWithoutRepresentative();
    await timer().look();
    const { facts: [registration] } = await system.executor.open('child', child);
    const [alarm, ...more] = await alarmsOf(child);
    expect(more).toEqual([]);
    expect(alarm).toMatchObject({
      id: owedId('REPRESENTATIVE', registration!.id), type: 'duties.DutyOverdue',
      data: { code: 'REPRESENTATIVE', holder: 'APPOINTING_AUTHORITY', startedBy: registration!.id, due: '2025-03-04T18:00:00.000Z', profileVersion: 'KG@1', zoneData: expect.any(String) },
      meta: { command: { kind: 'TIMER' }, recordedBy: { role: 'SERVICE' } },
    });
  });

  it('leaves the revision of the child where it was', async () => {
    const child = await aChildWithoutRepresentative();
    const { revision } = await system.executor.open('child', child);
    await timer().look();
    expect((await system.executor.open('child', child)).revision).toBe(revision);
  });

  it('says it once more for each end that a correction of the start gives it, earlier or later, and for none twice', async () => {
    const child = await aChildWithoutRepresentative();
    await timer().look();
    const { facts: [registration] } = await system.executor.open('child', child);
    const putTo = async (at: string, due: string) => {
      const [key, zone] = [randomUUID(), 'Asia/Bishkek'];
      const correction = { occurredAt: { at: new Date().toISOString(), zone }, source: found.source, target: registration!.id, fields: {}, targetOccurredAt: { at, zone }, reason: 'MISTAKEN_ENTRY' };
      await system.executor.execute({ command: plainToInstance(RecordCorrection, correction), subjectId: child, key, actor: caseWorker, correlationId: key });
      await until(async () => (await system.pool.query(`select from read.duties where child = $1 and code = 'REPRESENTATIVE' and due_at = $2`, [child, due])).rowCount! > 0, 'the end that was corrected', 60);
      await timer().look();
      await timer().look();
    };
    await putTo('2025-04-01T09:00', '2025-04-04T18:00:00Z');
    await putTo('2025-02-01T09:00', '2025-02-04T18:00:00Z');
    await putTo('2025-03-01T09:00', '2025-03-04T18:00:00Z');
    expect((await alarmsOf(child)).map(({ data }) => data.due)).toEqual(['2025-03-04T18:00:00.000Z', '2025-04-04T18:00:00.000Z', '2025-02-04T18:00:00.000Z']);
  });

  it('says it once of a record that was merged into another one, beside the record in which it began, also after a split', async () => {
    const [merged, survivor] = [await aChildWithoutRepresentative(), await aChildWithoutRepresentative()];
    const tell = async (child: string, type: string, data: object) => {
      const { facts: [first], revision } = await system.executor.open('child', child);
      const event = { id: randomUUID(), type, data, meta: { ...first!.meta, schemaVersion: 1, dataClasses: [] } } as unknown as NewEvent;
      await system.store.append(`child-${child}`, [event], revision);
    };
    await tell(merged, 'identification.MergedInto', { survivorRef: survivor });
    await tell(survivor, 'identification.IdentityMerged', { from: merged, revision: 1 });
    const rowsOf = async (child: string) => (await system.pool.query<{ record: string | null }>(`select record from read.duties where child = $1 and code = 'REPRESENTATIVE'`, [child])).rows.map(({ record }) => record);
    await until(async () => (await rowsOf(survivor)).length === 2 && (await rowsOf(merged)).length === 0, 'the duties of both', 60);
    await timer().look();
    await timer().look();
    const saidOf = async (child: string) => (await alarmsOf(child)).map(({ meta }) => meta.childRef);
    expect([await saidOf(merged), await saidOf(survivor)]).toEqual([[merged], [survivor]]);
    await tell(merged, 'identification.SplitFrom', { survivorRef: survivor });
    await until(async () => (await rowsOf(survivor)).length === 1 && (await rowsOf(merged)).length === 1, 'the duties of each', 60);
    await timer().look();
    expect([await saidOf(merged), await saidOf(survivor)]).toEqual([[merged], [survivor]]);
  });

  it('says it once, however often and however many look', async () => {
    const child = await aChildWithoutRepresentative();
    await Promise.all([timer().look(), timer().look(), timer().look()]);
    await timer().look();
    expect(await alarmsOf(child)).toHaveLength(1);
  });

  const steps: readonly (readonly [step: string, alarms: number])[] = [
    ['the clock', 0], ['the read model', 0], ['the stream child', 0], ['the stream duties', 0], ['the event', 0], ['the append', 0], ['the answer', 1],
  ];

  it('has said nothing before any of its steps up to the append, and all of it after that', async () => {
    const child = await aChildWithoutRepresentative();
    const said: (readonly [step: string, alarms: number])[] = [];
    await timerStepByStep(system, async (step) => void said.push([step, (await alarmsOf(child)).length])).look();
    expect(said).toEqual(steps);
  });

  describe('that is killed', () => {
    beforeAll(async () => {
      program = (await builtIn(join(folder, 'built')))('test/duty-timer.fixture.ts');
      wanted = steps.length;
      startAhead();
    });
    afterAll(() => Promise.all(programs.map((ahead) => {
      ahead.kill('SIGKILL');
      return once(ahead, 'close');
    })));

    it.each(steps)('before %s has said %i of it, and the next one makes it exactly one', async (step, alarms) => {
      const child = await aChildWithoutRepresentative();
      expect(await killedBefore(step)).toBe('SIGKILL');
      expect(await alarmsOf(child)).toHaveLength(alarms);
      await timer().look();
      expect(await alarmsOf(child)).toHaveLength(1);
    });
  });

  it('works while it is started, by turns with another that is', async () => {
    const [one, other] = [timer(), timer()];
    await Promise.all([one.start(), other.start()]);
    const first = await aChildWithoutRepresentative();
    await until(async () => (await alarmsOf(first)).length > 0, 'the first alarm', 20);
    await one.stop();
    const second = await aChildWithoutRepresentative();
    await until(async () => (await alarmsOf(second)).length > 0, 'the second alarm', 20);
    await other.stop();
    expect([await alarmsOf(first), await alarmsOf(second)].map((alarms) => alarms.length)).toEqual([1, 1]);
  });

  it('that is stopped in the middle of a round ends the round first, and then asks nobody any more', async () => {
    const { store, executor, clock, pool, database: source } = system;
    const readModels = new ReadModels(source);
    const [inRound, goOn] = [signal(), signal()];
    const [asked, failures]: [string[], string[]] = [[], []];
    const stopped = new DutyTimer({
      store, executor, pool, registry, settingOf, failed: (error) => failures.push(error),
      clock: { now: () => (asked.push('the clock'), clock.now()), aheadMs: 0 },
      readModels: {
        async read(...question) {
          asked.push('the read model');
          inRound.give();
          await goOn.given;
          return readModels.read(...question);
        },
      },
    });
    await stopped.start();
    await inRound.given;
    let isOver = false;
    const stopping = stopped.stop().then(() => { isOver = true; });
    await pool.query('select');
    expect(isOver).toBe(false);
    goOn.give();
    await stopping;
    expect([asked, failures]).toEqual([['the clock', 'the read model'], []]);
    expect((await pool.query(`select from follower.projection where name = 'duty-timer' and owner is not null`)).rowCount).toBe(0);
  });
});
