import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import Type from 'typebox';
import { freshDatabase } from '../../test/database.js';
import type { Actor } from '../decider/actor.js';
import { Attest, Decide, Protect, Record, type Command, type CommandClass } from '../decider/command.js';
import { BadForm, boundedContext, NotApplicable, NotCompetent } from '../decider/context.js';
import { event, type Fact } from '../decider/event.js';
import { IsText } from '../decider/fields.js';
import { factCodes, gate, type GateFact } from '../decider/gate.js';
import { EventStoreSchema } from '../event-store/postgres.migration.js';
import { settingOf } from '../profiles/profiles.js';
import { PostgresEventStore } from '../event-store/postgres.js';
import type { EventStore } from '../event-store/port.js';
import { Replay } from '../oversight/replay.js';
import { kekFromBase64 } from '../privacy/key-encryption-key.js';
import { KeyRing } from '../privacy/key-ring.js';
import { Forgetting1795482000000 } from '../privacy/forgetting.migration.js';
import { Keys1795219200000 } from '../privacy/keys.migration.js';
import { personal } from '../privacy/personal.js';
import { corrections, RecordCorrection, RecordDispute, RecordRetraction } from './corrections.js';
import { CannotDecideNow, Executor, GuaranteesUnmet, KeyReused, RevisionMismatch, UnknownSubject, type Receipt } from './executor.js';
import { Registry } from './registry.js';
import { rightOfWayIn } from './right-of-way.js';

// A context as small as the executor's promises allow: a child is registered, something is decided about it, and reports may take the ground away.
const Registered = event('story.Registered', 1, 'A child was registered.', { name: Type.Optional(personal('D2', Type.String())) });
const Decided = event('story.Decided', 1, 'Something was decided.', { choice: Type.String() });
const Attested = event('story.Attested', 1, 'A step was certified.', { step: Type.String() });
const Reported = event('story.Reported', 1, 'Something was reported.', { what: Type.String() });
const Halted = event('story.Halted', 1, 'What was decided is halted.', { lost: Type.Array(Type.String()) });
const events = [Registered, Decided, Attested, Reported, Halted] as const;

class Register extends Protect('Register', { summary: 'Registers.', by: ['CASE_WORKER', 'INLET'], starts: true }) {
  @IsOptional() @IsText(100) readonly name?: string;
}
class DecideSomething extends Decide('DecideSomething', { summary: 'Decides.', by: ['CASE_WORKER'], gate: gate('something', ['CHILD_REGISTERED']) }) {
  @IsText(100) readonly choice!: string;
}
class AttestStep extends Attest('AttestStep', { summary: 'Certifies.', by: ['CASE_WORKER'] }) {
  @IsText(100) readonly step!: string;
}
class AcceptSomething extends Protect('AcceptSomething', { summary: 'Accepts.', by: ['GUARDIAN'], constructive: true }) {
  @IsText(100) readonly what!: string;
}
class RecordThing extends Record('RecordThing', { summary: 'Reports.', by: ['CASE_WORKER', 'INLET'] }) {
  @IsText(100) readonly what!: string;
}

interface Story { readonly registeredBy?: string; readonly lost: boolean; readonly decided: number; readonly halted: boolean }
const registered: GateFact<Story> = {
  code: 'CHILD_REGISTERED', promise: 'The child is registered.', basis: 'story, art. 1',
  proof: ({ registeredBy, lost }) => (registeredBy && !lost ? { evidence: [registeredBy] } : undefined),
};
const others = factCodes.filter((code) => code !== 'CHILD_REGISTERED')
  .map((code): GateFact<Story> => ({ code, promise: '', basis: '', proof: () => undefined }));
let delayMs = 0;
let broken: ((state: Story) => Error | undefined) | undefined;
const commands = { Register, DecideSomething, AttestStep, RecordThing, AcceptSomething };
const storyAlone = boundedContext<Story, (typeof events)[number], typeof commands>({
  name: 'story', subject: 'child', events, commands, facts: [registered, ...others],
  initial: { lost: false, decided: 0, halted: false },
  evolve(state, fact) {
    switch (fact.type) {
      case 'story.Registered': return { ...state, registeredBy: fact.id };
      case 'story.Decided': return { ...state, decided: state.decided + 1, halted: false };
      case 'story.Attested': return state;
      case 'story.Reported': return { ...state, lost: fact.data.what === 'lost' ? true : state.lost };
      case 'story.Halted': return { ...state, halted: true };
    }
  },
  decide(command, state) {
    const error = broken?.(state);
    if (error) throw error;
    switch (command.type) {
      case 'Register': return [{ type: 'story.Registered', data: { name: command.name } }];
      case 'DecideSomething': return command.choice === 'nothing' ? [] : [{ type: 'story.Decided', data: { choice: command.choice } }];
      case 'AttestStep': return [{ type: 'story.Attested', data: { step: command.step } }];
      case 'AcceptSomething': return [{ type: 'story.Reported', data: { what: command.what } }];
      case 'RecordThing': return [{ type: 'story.Reported', data: { what: command.what } }];
    }
  },
});
// A decision stands until it is halted, and what it was weighed for has to go on holding.
const story: typeof storyAlone = {
  ...storyAlone,
  standing: ({ decided, halted }) => (decided > 0 && !halted ? { gate: DecideSomething.declaration.gate[0]!, command: {}, at: new Date(0) } : undefined),
  follow: (_, __, fell) => (fell.length > 0 ? [{ type: 'story.Halted', data: { lost: fell } }] : []),
};

const worker: Actor = { actorRef: 'worker-1', role: 'CASE_WORKER', orgRef: 'org-1', orgType: 'CHILD_PROTECTION', purpose: 'PROTECTION' };
const colleague: Actor = { ...worker, actorRef: 'worker-2' };
const officer: Actor = { ...worker, actorRef: 'officer-1', role: 'INLET', orgType: 'POLICE' };
const report = { occurredAt: { at: '2026-03-02T09:30', zone: 'Asia/Bishkek' }, source: { kind: 'CHILD', reliability: 'PROBABLE' } };

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: pg.Pool;
let ring: KeyRing;
let clockStands = false;
const stores: EventStore[] = [];
const clock = {
  aheadMs: 0,
  now: async () => {
    if (clockStands) throw new Error('no database');
    return (await pool.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now;
  },
  nowOrNearly: async () => new Date(),
};
const registry = new Registry([story, corrections([story])]);
let executor: Executor;
let store: EventStore;

async function process(): Promise<{ executor: Executor; store: EventStore }> {
  const opened = await PostgresEventStore.open({ url: database.url });
  stores.push(opened);
  return { store: opened, executor: new Executor({ store: slowed(opened), registry, ring, clock, profiles: { settingOf }, rightOfWay: rightOfWayIn(pool) }) };
}

/** Gives others time to come in between the read and the append. */
function slowed(inner: EventStore): EventStore {
  return new Proxy(inner, {
    get(target, name) {
      if (name !== 'append') {
        const value = Reflect.get(target, name) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return async (...parts: Parameters<EventStore['append']>) => {
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * delayMs));
        return target.append(...parts);
      };
    },
  });
}

beforeAll(async () => {
  database = await freshDatabase([EventStoreSchema, Keys1795219200000, Forgetting1795482000000]);
  pool = new pg.Pool({ connectionString: database.url });
  ring = await KeyRing.open({ pool, kek: kekFromBase64(Buffer.alloc(32, 7).toString('base64'), 'test') });
  ({ executor, store } = await process());
});
afterAll(async () => {
  await Promise.all(stores.map((each) => each.close()));
  await pool.end();
  await database.drop();
});

interface Sent { subjectId?: string; key?: string; ifMatch?: number; actor?: Actor; by?: Executor }
function send(commandClass: CommandClass, body: object, { subjectId, key = randomUUID(), ifMatch, actor = worker, by = executor }: Sent = {}): Promise<Receipt> {
  return by.execute({ command: plainToInstance(commandClass, body) as Command, subjectId, key, ifMatch, actor, correlationId: key });
}
async function facts(stream: string): Promise<readonly Fact[]> {
  const found: Fact[] = [];
  for await (const stored of store.read(stream)) found.push(stored as unknown as Fact);
  return found;
}
const types = async (stream: string) => (await facts(stream)).map(({ type }) => type);
const aChild = async () => (await send(Register, {})).subjectId;

describe('an accepted decision', () => {
  it('carries its basis: gate, version, revision, and each fact with the events that prove it', async () => {
    const childId = await aChild();
    await send(DecideSomething, { choice: 'stay' }, { subjectId: childId });
    const [birth, decision] = await facts(`child-${childId}`);
    expect(decision!.meta.basis).toEqual({
      gate: 'something', gateVersion: 1, profileVersion: 'strict@1', revision: 0, facts: [{ code: 'CHILD_REGISTERED', evidence: [birth!.id] }],
    });
  });

  it('says who, for what purpose, when it was so and when it was recorded, and never a name in plain', async () => {
    const { subjectId } = await send(Register, { name: 'Ainura Canary' });
    const [stored] = await facts(`child-${subjectId}`);
    expect(stored!.meta).toMatchObject({
      childRef: subjectId, purpose: 'PROTECTION', dataClasses: ['D2'],
      recordedBy: { actorRef: 'worker-1', role: 'CASE_WORKER', orgRef: 'org-1', orgType: 'CHILD_PROTECTION' },
      command: { name: 'Register', kind: 'PROTECT' },
    });
    expect(JSON.stringify(stored)).not.toContain('Canary');
    expect(stored!.data).toMatchObject({ name: { $sealed: { key: 'D2', alg: 'A256GCM' } } });
  });

  it('is nothing where everything is already so', async () => {
    const childId = await aChild();
    expect(await send(DecideSomething, { choice: 'nothing' }, { subjectId: childId })).toMatchObject({ revision: 0, events: [] });
  });
});

describe('a standing decision', () => {
  const halted = { type: 'story.Halted', data: { lost: ['CHILD_REGISTERED'] } };
  const decided = async () => {
    const childId = await aChild();
    await send(DecideSomething, { choice: 'go' }, { subjectId: childId });
    return childId;
  };

  it('is halted in the append of the report that takes a guarantee away, and the halt names its cause', async () => {
    const childId = await decided();
    const { events: [cause] } = await send(RecordThing, { what: 'lost', ...report }, { subjectId: childId });
    const [, , , halt] = await facts(`child-${childId}`);
    expect(halt).toMatchObject(halted);
    expect(halt!.meta).toMatchObject({ causationId: cause!.id, command: { name: 'RecordThing', kind: 'RECORD' } });
    expect(halt!.meta.basis).toBeUndefined();
  });

  it('is halted by a retraction of what proved it, too', async () => {
    const childId = await decided();
    const [birth] = await facts(`child-${childId}`);
    await send(RecordRetraction, { target: birth!.id, reason: 'MISTAKEN_ENTRY', ...report }, { subjectId: childId });
    expect(await types(`child-${childId}`)).toEqual(['story.Registered', 'story.Decided', 'record.Retracted', 'story.Halted']);
  });

  it('is halted once: what is lost already can not be lost again', async () => {
    const childId = await decided();
    for (const what of ['lost', 'lost']) await send(RecordThing, { what, ...report }, { subjectId: childId });
    expect(await types(`child-${childId}`)).toEqual(['story.Registered', 'story.Decided', 'story.Reported', 'story.Halted', 'story.Reported']);
  });

  it('goes on standing through reports that take nothing from it', async () => {
    const childId = await decided();
    await send(RecordThing, { what: 'rain', ...report }, { subjectId: childId });
    expect(await types(`child-${childId}`)).not.toContain('story.Halted');
  });

  it('and its halt are answered as one to a retry', async () => {
    const childId = await decided();
    const key = randomUUID();
    const first = await send(RecordThing, { what: 'lost', ...report }, { subjectId: childId, key });
    expect(await send(RecordThing, { what: 'lost', ...report }, { subjectId: childId, key })).toEqual(first);
    expect(first.events).toHaveLength(2);
  });
});

describe('a refused decision', () => {
  it('is kept with what was missing, beside the child\'s stream, and names every unmet guarantee', async () => {
    const childId = await aChild();
    await send(RecordThing, { what: 'lost', ...report }, { subjectId: childId });
    const refused = await send(DecideSomething, { choice: 'stay' }, { subjectId: childId }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(GuaranteesUnmet);
    expect((refused as GuaranteesUnmet).unmet).toEqual([{ code: 'CHILD_REGISTERED', promise: 'The child is registered.', basis: 'story, art. 1' }]);
    expect(await types(`child-${childId}`)).toEqual(['story.Registered', 'story.Reported']);
    const [kept] = await facts(`refusals-${childId}`);
    expect(kept!.data).toMatchObject({ command: 'DecideSomething', gate: 'something', gateVersion: 1, revision: 1, missing: ['CHILD_REGISTERED'] });
  });

  it('is kept once, however often it is repeated under its key, and answers the same though the ground has changed', async () => {
    const childId = await aChild();
    const lost = await send(RecordThing, { what: 'lost', ...report }, { subjectId: childId });
    const key = randomUUID();
    const attempt = () => send(DecideSomething, { choice: 'stay' }, { subjectId: childId, key }).catch((error: unknown) => error as GuaranteesUnmet);
    const first = await attempt();
    const again = await Promise.all([attempt(), attempt()]);
    expect(again.map((each) => (each as GuaranteesUnmet).refusalId)).toEqual([first, first].map((each) => (each as GuaranteesUnmet).refusalId));
    expect(await facts(`refusals-${childId}`)).toHaveLength(1);
    expect(lost.revision).toBe(1);
  });
});

describe('a retry', () => {
  it('is answered from what is stored, and stores nothing again', async () => {
    const key = randomUUID();
    const first = await send(Register, { name: 'N' }, { key });
    expect(await send(Register, { name: 'N' }, { key })).toEqual(first);
    expect(await facts(`child-${first.subjectId}`)).toHaveLength(1);
  });

  it('is answered so before If-Match and gate are looked at', async () => {
    const childId = await aChild();
    const key = randomUUID();
    const first = await send(DecideSomething, { choice: 'stay' }, { subjectId: childId, key, ifMatch: 0 });
    await send(RecordThing, { what: 'lost', ...report }, { subjectId: childId });
    expect(await send(DecideSomething, { choice: 'stay' }, { subjectId: childId, key, ifMatch: 0 })).toEqual(first);
  });

  it('under the same key with another body, or for another command, is refused and stores nothing', async () => {
    const childId = await aChild();
    const key = randomUUID();
    await send(DecideSomething, { choice: 'stay' }, { subjectId: childId, key });
    await expect(send(DecideSomething, { choice: 'go' }, { subjectId: childId, key })).rejects.toBeInstanceOf(KeyReused);
    await expect(send(AttestStep, { step: 'stay' }, { subjectId: childId, key })).rejects.toBeInstanceOf(KeyReused);
    expect(await facts(`child-${childId}`)).toHaveLength(2);
  });

  it('has keys of its own for every caller and every child', async () => {
    const key = randomUUID();
    const [one, other] = [await aChild(), await aChild()];
    await send(DecideSomething, { choice: 'a' }, { subjectId: one, key });
    await send(DecideSomething, { choice: 'b' }, { subjectId: one, key, actor: colleague });
    await send(DecideSomething, { choice: 'c' }, { subjectId: other, key });
    expect(await types(`child-${one}`)).toEqual(['story.Registered', 'story.Decided', 'story.Decided']);
  });

  it('of two at once through two processes stores one', async () => {
    const second = await process();
    delayMs = 30;
    for (let round = 0; round < 5; round += 1) {
      const key = randomUUID();
      const answers = await Promise.all([send(Register, { name: 'N' }, { key }), send(Register, { name: 'N' }, { key, by: second.executor })]);
      expect(answers[0]).toEqual(answers[1]);
      expect(await facts(`child-${answers[0]!.subjectId}`)).toHaveLength(1);
    }
    delayMs = 0;
  });
});

describe('If-Match', () => {
  it('binds DECIDE and ATTEST: another revision is refused', async () => {
    const childId = await aChild();
    await expect(send(DecideSomething, { choice: 'stay' }, { subjectId: childId, ifMatch: 7 })).rejects.toMatchObject({ constructor: RevisionMismatch, actual: 0 });
    await expect(send(AttestStep, { step: 'heard' }, { subjectId: childId, ifMatch: 7 })).rejects.toBeInstanceOf(RevisionMismatch);
  });

  it('never holds a report back', async () => {
    const childId = await aChild();
    expect(await send(RecordThing, { what: 'seen', ...report }, { subjectId: childId, ifMatch: 7 })).toMatchObject({ revision: 1 });
  });
});

describe('competence', () => {
  it('is asked of every path: a role that the command does not list is refused', () =>
    expect(send(DecideSomething, { choice: 'x' }, { subjectId: randomUUID(), actor: { ...worker, role: 'ANALYST' } })).rejects.toBeInstanceOf(NotCompetent));

  it.each(['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL'] as const)('is never that of a body of type %s to decide or to certify', async (orgType) => {
    const childId = await aChild();
    await expect(send(DecideSomething, { choice: 'x' }, { subjectId: childId, actor: { ...worker, orgType } })).rejects.toBeInstanceOf(NotCompetent);
    await expect(send(AttestStep, { step: 'x' }, { subjectId: childId, actor: { ...worker, orgType } })).rejects.toBeInstanceOf(NotCompetent);
  });

  const stranger: Actor = { ...worker, actorRef: 'stranger', role: 'ANALYST', orgType: 'STATISTICS' };
  const commandOf = async (childId: string) => (await facts(`child-${childId}`)).at(-1)!.meta.command;
  it('is not asked of a report or a protection: of somebody for whom it was not made it is stored, marked, and contradicts like any other (ruling 14)', async () => {
    const childId = await aChild();
    await send(DecideSomething, { choice: 'stay' }, { subjectId: childId });
    await send(RecordThing, { what: 'lost', ...report }, { subjectId: childId, actor: stranger });
    expect((await types(`child-${childId}`)).slice(2)).toEqual(['story.Reported', 'story.Halted']);
    expect(await commandOf(childId)).toMatchObject({ name: 'RecordThing', entitled: false });
    await expect(send(DecideSomething, { choice: 'go' }, { subjectId: childId })).rejects.toBeInstanceOf(GuaranteesUnmet);
  });

  it('marks nothing of those for whom it was made', async () => {
    const childId = await aChild();
    await send(RecordThing, { what: 'seen', ...report }, { subjectId: childId, actor: officer });
    expect(await commandOf(childId)).not.toHaveProperty('entitled');
  });

  it('is needed for an act that builds something up: from anybody else it stands there, and nothing follows from it', async () => {
    const childId = await aChild();
    await send(DecideSomething, { choice: 'stay' }, { subjectId: childId });
    await send(AcceptSomething, { what: 'lost' }, { subjectId: childId, actor: stranger });
    expect(await types(`child-${childId}`)).toEqual(['story.Registered', 'story.Decided', 'story.Reported']);
    expect(await commandOf(childId)).toMatchObject({ entitled: false, void: true });
    await send(DecideSomething, { choice: 'go' }, { subjectId: childId });
    await send(RecordRetraction, { target: (await facts(`child-${childId}`))[2]!.id, reason: 'MISTAKEN_ENTRY', ...report }, { subjectId: childId });
  });

  it('of an enforcement body to report does not tell whether the child is known', async () => {
    const unknown = randomUUID();
    expect(await send(RecordThing, { what: 'held', ...report }, { subjectId: unknown, actor: officer })).toMatchObject({ revision: 0 });
    await expect(send(RecordThing, { what: 'held', ...report }, { subjectId: randomUUID() })).rejects.toBeInstanceOf(UnknownSubject);
  });
});

describe('time', () => {
  it('more than five minutes ahead is bad form for a report', () =>
    expect(aChild().then((subjectId) => send(RecordThing, { what: 'x', ...report, occurredAt: { at: '2999-01-01', zone: 'UTC' } }, { subjectId })))
      .rejects.toBeInstanceOf(BadForm));

  it('comes from the database: without it a decision waits and a report is taken', async () => {
    const childId = await aChild();
    clockStands = true;
    try {
      await expect(send(DecideSomething, { choice: 'stay' }, { subjectId: childId })).rejects.toBeInstanceOf(CannotDecideNow);
      expect(await send(RecordThing, { what: 'seen', ...report }, { subjectId: childId })).toMatchObject({ revision: 1 });
    } finally {
      clockStands = false;
    }
  });
});

describe('corrections in a gate', () => {
  it('may take a proof away: a decision on a retracted registration is refused', async () => {
    const childId = await aChild();
    const [birth] = await facts(`child-${childId}`);
    await send(RecordRetraction, { target: birth!.id, reason: 'WRONG_CHILD', ...report }, { subjectId: childId });
    await expect(send(DecideSomething, { choice: 'stay' }, { subjectId: childId })).rejects.toBeInstanceOf(GuaranteesUnmet);
  });

  it('can never make one: retracting what took it away opens nothing', async () => {
    const childId = await aChild();
    const lost = await send(RecordThing, { what: 'lost', ...report }, { subjectId: childId });
    await send(RecordRetraction, { target: lost.events[0]!.id, reason: 'MISTAKEN_ENTRY', ...report }, { subjectId: childId });
    await expect(send(DecideSomething, { choice: 'stay' }, { subjectId: childId })).rejects.toBeInstanceOf(GuaranteesUnmet);
  });

  it('can never make one again: what a retraction took is not given back by retracting that (ruling 12)', async () => {
    const childId = await aChild();
    const [birth] = await facts(`child-${childId}`);
    const taken = await send(RecordRetraction, { target: birth!.id, reason: 'WRONG_CHILD', ...report }, { subjectId: childId });
    await send(RecordRetraction, { target: taken.events[0]!.id, reason: 'MISTAKEN_ENTRY', ...report }, { subjectId: childId });
    await expect(send(DecideSomething, { choice: 'stay' }, { subjectId: childId })).rejects.toBeInstanceOf(GuaranteesUnmet);
  });

  it('must fit the event that they correct, and their personal fields are sealed like its own', async () => {
    const childId = await aChild();
    const [birth] = await facts(`child-${childId}`);
    const correct = (fields: object, target = birth!.id) => send(RecordCorrection, { target, fields, reason: 'MISTAKEN_ENTRY', ...report }, { subjectId: childId });
    await expect(correct({ shoeSize: 31 })).rejects.toBeInstanceOf(BadForm);
    await expect(correct({ name: 31 })).rejects.toBeInstanceOf(BadForm);
    await expect(correct({ name: 'X' }, randomUUID())).rejects.toBeInstanceOf(BadForm);
    await correct({ name: 'Other Canary' });
    expect((await facts(`child-${childId}`)).at(-1)!.data).toMatchObject({ fields: { name: { $sealed: { key: 'D2' } } } });
  });
});

describe('what somebody withdrew', () => {
  it.each([['who was not entitled to', officer], ['who was', worker]])('%s can be disputed, corrected and withdrawn again, and so can the withdrawal and what withdraws it', async (_, actor) => {
    const childId = await aChild();
    const seen = (await send(RecordThing, { what: 'seen', ...report }, { subjectId: childId })).events[0]!.id;
    const withdraw = async (target: string, by: Actor) => (await send(RecordRetraction, { target, reason: 'MISTAKEN_ENTRY', ...report }, { subjectId: childId, actor: by })).events[0]!.id;
    const withdrawal = await withdraw(seen, actor);
    const withdrawn = [seen, withdrawal, await withdraw(withdrawal, actor)];
    for (const target of withdrawn) {
      for (const by of [worker, officer]) {
        await send(RecordDispute, { target, disputedBy: 'CHILD', ...report }, { subjectId: childId, actor: by });
        await withdraw(target, by);
      }
    }
    await send(RecordCorrection, { target: seen, fields: { what: 'met' }, reason: 'MISTAKEN_ENTRY', ...report }, { subjectId: childId });
    const named = (await facts(`child-${childId}`)).slice(4).map(({ type, meta: { supersedes } }) => [type, supersedes]);
    expect(named).toEqual([...withdrawn.flatMap((target) => [...Array(2)].flatMap(() => [['record.Disputed', target], ['record.Retracted', target]])), ['record.Corrected', seen]]);
  });

  it('is corrected beside what others have corrected in it', async () => {
    const childId = await aChild();
    const seen = (await send(RecordThing, { what: 'seen', ...report }, { subjectId: childId })).events[0]!.id;
    await send(RecordCorrection, { target: seen, fields: { what: 'met' }, reason: 'MISTAKEN_ENTRY', ...report }, { subjectId: childId });
    const { restated } = await executor.open('child', childId);
    expect(restated.get('record')).toMatchObject({ earlier: { latest: { id: seen, data: { what: 'met' } } } });
  });
});

describe('what a decider says of the record as it came, before it was corrected', () => {
  const corrected = async () => {
    const childId = await aChild();
    const lost = await send(RecordThing, { what: 'lost', ...report }, { subjectId: childId });
    await send(RecordRetraction, { target: lost.events[0]!.id, reason: 'MISTAKEN_ENTRY', ...report }, { subjectId: childId });
    return childId;
  };
  const attest = async (error: Error) => {
    const childId = await corrected();
    broken = ({ lost }) => (lost ? error : undefined);
    return send(AttestStep, { step: 'heard' }, { subjectId: childId }).finally(() => { broken = undefined; });
  };

  it('refuses whoever was not competent by it', () => expect(attest(new NotCompetent())).rejects.toBeInstanceOf(NotCompetent));
  it.each([new NotApplicable('nothing to act on'), new BadForm('step', 'is not of it')])('counts no further where it has nothing to act on (%s)', async (error) =>
    expect((await attest(error)).events.map(({ type }) => type)).toEqual(['story.Attested']));
  it('comes out where it is no answer but an error of the program, and nothing is stored', async () => {
    const childId = await corrected();
    broken = ({ lost }) => (lost ? new TypeError('a bug') : undefined);
    await expect(send(AttestStep, { step: 'heard' }, { subjectId: childId }).finally(() => { broken = undefined; })).rejects.toThrow('a bug');
    expect(await types(`child-${childId}`)).not.toContain('story.Attested');
  });
});

describe('a decision of each of two callers under one key', () => {
  it('is found in the replay of both', async () => {
    const childId = await aChild();
    const key = randomUUID();
    await send(DecideSomething, { choice: 'a' }, { subjectId: childId, key });
    await send(DecideSomething, { choice: 'b' }, { subjectId: childId, key, actor: colleague });
    const decisions = await new Replay({ store, registry, ring }).decisions(childId, { ...worker, role: 'AUDITOR', purpose: 'OVERSIGHT' });
    expect(decisions.map(({ decidedBy }) => decidedBy.actorRef)).toEqual(['worker-1', 'worker-2']);
  });
});

describe('conflicts', () => {
  it('re-decide: of 24 callers through three processes every report and decision is stored, and each basis was true at its revision', async () => {
    const childId = await aChild();
    const processes = [executor, (await process()).executor, (await process()).executor];
    delayMs = 5;
    const answers = await Promise.allSettled(Array.from({ length: 24 }, (_, index) => index % 8 === 7
      ? send(RecordThing, { what: index === 23 ? 'lost' : 'seen', ...report }, { subjectId: childId, by: processes[index % 3] })
      : send(DecideSomething, { choice: `choice ${index}` }, { subjectId: childId, by: processes[index % 3] })));
    delayMs = 0;
    const log = await facts(`child-${childId}`);
    const lostAt = log.findIndex(({ type, data }) => type === 'story.Reported' && (data as { what: string }).what === 'lost');
    expect(lostAt).toBeGreaterThan(0);
    // What the gate claimed, recomputed from the log without the gate.
    for (const [revision, fact] of log.entries()) {
      expect(fact.revision).toBe(revision);
      if (fact.type === 'story.Decided') {
        expect(fact.meta.basis!.revision).toBe(revision - 1);
        expect(revision).toBeLessThan(lostAt);
      }
    }
    const unexpected = answers.filter((answer) => answer.status === 'rejected' && !(answer.reason instanceof GuaranteesUnmet));
    expect(unexpected).toEqual([]);
    expect(log.filter(({ type }) => type === 'story.Reported')).toHaveLength(3);
    expect(log.filter(({ type }) => type !== 'story.Halted').length + (await facts(`refusals-${childId}`)).length).toBe(25);
  });

  it('that come one after the other put a decision or a certificate off, and never a report or a protection, which goes first the next time and halts what was decided meanwhile', async () => {
    const another = await process();
    const [rivals, begun]: [number, Promise<Receipt>[]] = [25, []];
    let childId = '';
    const append = another.store.append.bind(another.store);
    another.store.append = async (stream, events, ...parts) => {
      if (stream === `child-${childId}` && begun.length < rivals) {
        const rival = send(DecideSomething, { choice: `choice ${begun.length}` }, { subjectId: childId });
        begun.push(rival);
        await storedOrWaiting(rival);
      }
      return append(stream, events, ...parts);
    };
    const among = async (commandClass: CommandClass, body: object, actor = worker) => {
      [childId] = [await aChild(), begun.splice(0)];
      return send(commandClass, body, { subjectId: childId, by: another.executor, actor });
    };
    await expect(among(DecideSomething, { choice: 'mine' })).rejects.toBeInstanceOf(CannotDecideNow);
    await expect(among(AttestStep, { step: 'heard' })).rejects.toBeInstanceOf(CannotDecideNow);
    await among(AcceptSomething, { what: 'a mandate' }, { ...worker, actorRef: 'guardian-1', role: 'GUARDIAN' });
    expect(begun).toHaveLength(2);
    await Promise.all(begun);
    await among(RecordThing, { what: 'lost', ...report });
    expect(begun).toHaveLength(2);
    expect(await types(`child-${childId}`)).toEqual(['story.Registered', 'story.Decided', 'story.Reported', 'story.Halted']);
    await expect(begun[1]).rejects.toBeInstanceOf(GuaranteesUnmet);
  });

  it('are found by the revision where nobody can have the right of way', async () => {
    const gone = new pg.Pool({ connectionString: database.url });
    await gone.end();
    const { given, taken } = rightOfWayIn(gone);
    await given('child-1');
    expect(await taken('child-1', () => Promise.resolve('done'))).toBe('done');
    await expect(rightOfWayIn(pool).taken('child-1', () => Promise.reject(new BadForm('field', 'is wrong')))).rejects.toBeInstanceOf(BadForm);
    await rightOfWayIn(pool).given('child-1');
  });
});

/** Until the rival has stored what it decided, or waits for somebody who goes first. */
async function storedOrWaiting(rival: Promise<Receipt>): Promise<void> {
  let stored = false;
  const ended = rival.catch(() => undefined).then(() => { stored = true; });
  const waits = async () => {
    const { rowCount } = await pool.query("select from pg_locks where locktype = 'advisory' and objsubid = 2 and not granted and database = (select oid from pg_database where datname = current_database())");
    return rowCount! > 0;
  };
  while (!stored && !(await waits())) await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5))]);
}

describe('what is appended', () => {
  it('is refused where its type is undeclared or its data break the schema', () => {
    const meta = { schemaVersion: 1 };
    expect(() => registry.assertStored({ type: 'story.Unheard', data: {}, meta })).toThrow('not declared');
    expect(() => registry.assertStored({ type: 'story.Decided', data: { choice: 3 } as never, meta })).toThrow('break its schema');
    expect(() => registry.assertStored({ type: 'story.Decided', data: { choice: 'x', more: 1 } as never, meta })).toThrow('break its schema');
    expect(() => registry.assertStored({ type: 'story.Registered', data: { name: 'in plain' } as never, meta })).toThrow('break its schema');
    expect(() => registry.assertStored({ type: 'story.Decided', data: { choice: 'x' }, meta: { schemaVersion: 2 } })).toThrow('version');
  });
});
