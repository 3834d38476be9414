import { plainToInstance } from 'class-transformer';
import { v5 as uuidv5 } from 'uuid';
import { foldCaseFile, extended, type CaseFile } from '../../libs/case-file/case-file.js';
import type { Clock } from '../../libs/case-file/clock.js';
import { beganBy, Executor, GuaranteesUnmet, type ExecutorParts } from '../../libs/case-file/executor.js';
import { PopulationGenerated } from '../../libs/case-file/record.events.js';
import { systemEvent } from '../../libs/case-file/system-event.js';
import { NotApplicable, NotCompetent } from '../../libs/decider/context.js';
import type { Fact } from '../../libs/decider/event.js';
import type { Subject } from '../../libs/decider/subject.js';
import { WrongExpectedRevision, type Appended, type EventStore, type ExpectedRevision, type NewEvent, type Position, type StoredEvent } from '../../libs/event-store/port.js';
import { validateBody } from '../api/validation.js';
import { Chance } from './synthetic-chance.js';
import { lifeOf, type Step } from './synthetic-life.js';
import { ombudsperson, syntheticPlaces, type PlaceUse } from './synthetic-places.js';

/**
 * A synthetic population: every command is weighed and decided as if it had come over HTTP, by the real executor, on a log in memory and
 * at the time of its story; what it stores goes to the real log in bulk. The log learns of it now, and each event says by how
 * much the clock that it was decided by stood behind (`clockAheadMs` below zero).
 */

export interface Population {
  /** So many, to the next child. */
  readonly events: number;
  readonly seed: string;
  /** The stories end here; the same seed and end give the same events. */
  readonly until: Date;
}

export interface Progress {
  readonly events: number;
  readonly children: number;
}

export interface Generated extends Progress {
  /** Decisions that the gates refused. */
  readonly refused: number;
}

type Parts = Pick<ExecutorParts, 'registry' | 'ring' | 'profiles'> & { readonly store: EventStore };

/** Something is in the log already, and somebody might take made-up children for real ones. */
export class LogNotEmpty extends Error {
  constructor() {
    super('The log holds children or places already; give another DATA_FOLDER or DATABASE_URL, or --add to put made-up children beside them.');
  }
}

export const yearsOfStory = 4;
const dayMs = 86_400_000;
const namespace = '3c1f6d0e-7a52-5b0b-8a43-52b1f0c9d6aa';
/** Lives that are lived at a time, and then told interleaved as their days were: memory holds no more. */
const childrenPerCohort = 200;
/** About so many has a child. */
const eventsPerChild = 30;
const livesAtATime = 8;
/** What happened to a child within such a stretch is appended at once. */
const stretchMs = 20 * dayMs;
const appendsAtATime = 64;
const eventsPerAppendMax = 100;

export async function assertEmpty(store: EventStore): Promise<void> {
  for (let after: Position | undefined; ;) {
    const { events, position, caughtUp } = await store.readAll({ after, filter: { streams: ['child-', 'facility-'] }, limit: 1 });
    if (events.length > 0) throw new LogNotEmpty();
    if (caughtUp) return;
    after = position;
  }
}

export async function generate(parts: Parts, { events: wanted, seed, until }: Population, told: (progress: Progress) => void = () => undefined): Promise<Generated> {
  const to = until.getTime();
  const from = to - yearsOfStory * 365 * dayMs;
  const counts = { events: 0, children: 0, refused: 0 };
  const keep = async (streams: readonly Written[]) => {
    await appendInterleaved(parts.store, streams, from, (events) => {
      counts.events += events;
      told(counts);
    });
  };
  await markAsMadeUp(parts.store, seed, until);
  const places = await registerPlaces(parts, { seed, from, to });
  await keep(places.log.written());
  while (counts.events < wanted) {
    const size = Math.min(childrenPerCohort, Math.ceil((wanted - counts.events) / eventsPerChild));
    const numbers = Array.from({ length: size }, (_, index) => counts.children + index + 1);
    const lived: Written[] = [];
    let events = counts.events;
    let children = 0;
    const waiting = numbers.values();
    // The lives of a cohort are lived side by side and counted in their order, so that the same children come of the same seed.
    const cohort = new Map<number, Life>();
    await Promise.all(Array.from({ length: livesAtATime }, async () => {
      for (const child of waiting) cohort.set(child, await live(parts, child, { seed, from, to, places }));
    }));
    for (const child of numbers) {
      if (events >= wanted) break;
      const { written, refused } = cohort.get(child)!;
      lived.push(...written);
      events += written.reduce((sum, { events: own }) => sum + own.length, 0);
      counts.refused += refused;
      children += 1;
    }
    await keep(lived);
    counts.children += children;
  }
  return counts;
}

interface Places {
  readonly log: MemoryLog;
  placeFor(use: PlaceUse, state: string, chance: Chance): string;
}

async function registerPlaces(parts: Parts, { seed, from, to }: { seed: string; from: number; to: number }): Promise<Places> {
  const clock = new StoryClock(to);
  const log = new MemoryLog(clock);
  const executor = new Executor({ ...parts, store: log, clock });
  const registrar = ombudsperson();
  const ids = new Map<string, string[]>();
  clock.at(from);
  for (const { key: place, use, state, body } of syntheticPlaces(new Date(from - 365 * dayMs).toISOString().slice(0, 10))) {
    const key = uuidv5(`${seed}|${place}`, namespace);
    await send(executor, parts, { command: 'RegisterFacility', by: registrar, body, key, subjectId: undefined });
    const name = `${use} ${state}`;
    ids.set(name, [...ids.get(name) ?? [], beganBy(registrar, key)]);
  }
  return { log, placeFor: (use, state, chance) => chance.one(ids.get(`${use} ${state}`)!) };
}

interface Life {
  readonly written: readonly Written[];
  readonly refused: number;
}

async function live(parts: Parts, child: number, { seed, from, to, places }: { seed: string; from: number; to: number; places: Places }): Promise<Life> {
  const clock = new StoryClock(to);
  const log = new MemoryLog(clock, places.log);
  const executor = new RememberingExecutor({ ...parts, store: log, clock });
  const chance = new Chance(`${seed}|${child}`);
  const steps = lifeOf(child, { chance, from, until: to, placeFor: (use, state) => places.placeFor(use, state, chance) });
  const events = new Map<string, string>();
  let subjectId: string | undefined;
  let refused = 0;
  for (const [number, { at, command, by, as, body }] of steps.entries()) {
    clock.at(at);
    try {
      const told = body((step) => events.get(step) ?? cameToNothing());
      const receipt = await send(executor, parts, { command, by, body: told, key: uuidv5(`${seed}|${child}|${number}`, namespace), subjectId });
      subjectId = receipt.subjectId;
      if (as && receipt.events[0]) events.set(as, receipt.events[0].id);
    } catch (error) {
      if (error instanceof GuaranteesUnmet) refused += 1;
      // As the story went, there was nothing to act on, or nobody was appointed who could.
      else if (!(error instanceof NotApplicable || error instanceof NotCompetent || error instanceof NotLived)) throw error;
    }
  }
  return { written: log.written(), refused };
}

/** A step rests on one that was refused or left out. */
class NotLived extends Error {}
function cameToNothing(): never {
  throw new NotLived();
}

interface Sending extends Pick<Step, 'command' | 'by'> {
  readonly body: object;
  readonly key: string;
  readonly subjectId: string | undefined;
}

const bodiesChecked = new Map<string, number>();
/** A story says the same again and again: the form of so many bodies of a command is checked, of the rest it is known. */
const bodiesCheckedMax = 50;

/** As a request would go: through the checks of the edge and the one way from a command to the log. */
function send(executor: Executor, { registry }: Pick<Parts, 'registry'>, { command: name, by: actor, body, key, subjectId }: Sending) {
  const commandClass = registry.commands.find(({ declaration }) => declaration.name === name);
  if (!commandClass) throw new Error(`there is no command ${name}`);
  const checked = bodiesChecked.get(name) ?? 0;
  bodiesChecked.set(name, checked + 1);
  const command = checked < bodiesCheckedMax ? validateBody(commandClass, body) : plainToInstance(commandClass, body);
  return executor.execute({ command, subjectId, key, actor, correlationId: key });
}

/** The time of the story; the true time is that of its end. */
class StoryClock implements Clock {
  aheadMs = 0;

  constructor(private readonly trueMs: number) {}

  at(milliseconds: number): void {
    this.aheadMs = Math.round(milliseconds) - this.trueMs;
  }

  now(): Promise<Date> {
    return Promise.resolve(new Date(this.trueMs + this.aheadMs));
  }

  nowOrNearly(): Promise<Date> {
    return this.now();
  }

  get trueNow(): Date {
    return new Date(this.trueMs);
  }
}

/** Folds what was added since it last looked, instead of the whole record for each command. */
class RememberingExecutor extends Executor {
  private readonly files = new Map<string, CaseFile>();

  constructor(private readonly own: ExecutorParts & { readonly store: MemoryLog }) {
    super(own);
  }

  override open(subject: Subject, subjectId: string): Promise<CaseFile> {
    const stream = `${subject}-${subjectId}`;
    const contexts = this.own.registry.of(subject);
    const known = this.files.get(stream) ?? foldCaseFile(contexts, []);
    const file = this.own.store.of(stream).slice(known.revision + 1).reduce((before, event) => extended(contexts, before, event as unknown as Fact), known);
    this.files.set(stream, file);
    return Promise.resolve(file);
  }
}

/** A stream as it was written, and when by the time of the story. */
interface Written {
  readonly stream: string;
  readonly events: readonly { readonly event: NewEvent; readonly at: number }[];
}

/** The log of one child's story, with the places that all share. */
class MemoryLog implements EventStore {
  readonly capabilities = { gapless: true, knownIdAtHead: 'refused' } as const;
  private readonly streams = new Map<string, (StoredEvent & { readonly at: number })[]>();
  private last = 0;

  constructor(private readonly clock: StoryClock, private readonly shared?: MemoryLog) {}

  of(stream: string): readonly StoredEvent[] {
    return this.streams.get(stream) ?? this.shared?.of(stream) ?? [];
  }

  written(): readonly Written[] {
    return [...this.streams].map(([stream, events]) => ({
      stream, events: events.map(({ id, type, data, meta, at }) => ({ event: { id, type, data, meta }, at })),
    }));
  }

  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    const stored = this.streams.get(stream) ?? [];
    if (stored.length - 1 !== (expected === 'noStream' ? -1 : expected)) return Promise.reject(new WrongExpectedRevision(stream, expected, stored.length - 1));
    const { trueNow, aheadMs } = this.clock;
    for (const event of events) {
      this.last += 1;
      stored.push({ ...event, stream, revision: stored.length, position: String(this.last).padStart(20, '0') as Position, recordedAt: trueNow, at: trueNow.getTime() + aheadMs });
    }
    this.streams.set(stream, stored);
    return Promise.resolve({ revision: stored.length - 1, position: stored.at(-1)?.position });
  }

  async *read(stream: string, { from, limit = Infinity, direction }: { from?: number; limit?: number; direction?: 'forwards' | 'backwards' } = {}): AsyncGenerator<StoredEvent> {
    const events = direction === 'backwards' ? [...this.of(stream)].reverse() : this.of(stream).slice(from ?? 0);
    yield* events.slice(0, limit);
  }

  readAll(): never {
    throw new Error('the log of a story is not followed');
  }

  follow(): never {
    throw new Error('the log of a story is not followed');
  }

  head(): Promise<Position | undefined> {
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Stretch after stretch of the story's time, so that the log has the children beside each other as a log that grew would. */
async function appendInterleaved(store: EventStore, streams: readonly Written[], from: number, stored: (events: number) => void): Promise<void> {
  const stretches = new Map<number, { stream: string; events: NewEvent[]; expected: ExpectedRevision }[]>();
  for (const { stream, events } of streams) {
    let current: { stretch: number; events: NewEvent[] } | undefined;
    for (const [revision, { event, at }] of events.entries()) {
      // What is too much for one append is the next stretch's.
      const full = current !== undefined && current.events.length >= eventsPerAppendMax;
      const stretch = Math.max(Math.floor((at - from) / stretchMs), (current?.stretch ?? 0) + Number(full));
      if (current?.stretch !== stretch) {
        current = { stretch, events: [] };
        const appends = stretches.get(stretch) ?? [];
        appends.push({ stream, events: current.events, expected: revision === 0 ? 'noStream' : revision - 1 });
        stretches.set(stretch, appends);
      }
      current.events.push(event);
    }
  }
  for (const [, appends] of [...stretches].sort(([a], [b]) => a - b)) {
    const waiting = appends.values();
    await Promise.all(Array.from({ length: appendsAtATime }, async () => {
      for (const { stream, events, expected } of waiting) {
        await store.append(stream, events, expected, { timeoutMs: 60_000 });
        stored(events.length);
      }
    }));
  }
}

/** So that nobody starts a production on this log. */
async function markAsMadeUp(store: EventStore, seed: string, until: Date): Promise<void> {
  const id = uuidv5(`${seed}|${until.toISOString()}`, namespace);
  let last = -1;
  for await (const event of store.read('generated')) {
    if (event.id === id) return;
    last = event.revision;
  }
  const event = systemEvent(PopulationGenerated, { seed }, { id, command: 'GeneratePopulation', now: until });
  await store.append('generated', [event], last < 0 ? 'noStream' : last);
}

/** Whether anything in the log was made up. */
export async function wasGenerated(store: EventStore): Promise<boolean> {
  for await (const _ of store.read('generated', { limit: 1 })) return true;
  return false;
}
