import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { v5 as uuidv5 } from 'uuid';
import { isMadeFor, mayOnlyReport, type Actor } from '../decider/actor.js';
import { asRecordedIn } from '../decider/as-recorded.js';
import { isRefusedToNobody, type Command, type CommandClass, type CommandDeclaration, type StreamRead } from '../decider/command.js';
import { BadForm, NotApplicable, NotCompetent, type BoundedContext } from '../decider/context.js';
import type { Basis, Envelope, EventDeclaration, Fact, NewFact, OccurredAt } from '../decider/event.js';
import type { Foreign, Occasion, Weighing } from '../decider/gate.js';
import { isConsumer } from '../decider/consumer.js';
import { isAccused, type Participants } from '../decider/participants.js';
import { stateLeftOn, isCorridor } from '../decider/corridor.js';
import type { Setting } from '../decider/profile.js';
import { idIn, subjectOf, type Subject } from '../decider/subject.js';
import { assertNothingAhead } from '../decider/tense.js';
import { WrongExpectedRevision, type EventStore, type JsonObject, type NewEvent, type StoredEvent } from '../event-store/port.js';

import type { KeyRing } from '../privacy/key-ring.js';
import { keyedHash, sealFields } from '../privacy/seal.js';
import { canonicalJson } from './canonical-json.js';
import type { Clock } from './clock.js';
import { occurredAtOf } from './occurred.js';
import { extended, foldCaseFile, followed, weigh, type CaseFile, type Unmet } from './case-file.js';
import { lawOf, lawsBesides } from './law.js';
import { isOfLineage, isOneWith, recordsMergedInto } from './lineage.js';
import type { Registry } from './registry.js';
import { undisputed, type RightOfWay } from './right-of-way.js';

/** One command from one caller, whatever brought it: HTTP, an import, the command line. */
export interface Submission {
  readonly command: Command;
  /** Child, facility or corridor; left out where the command begins one. */
  readonly subjectId?: string;
  /** UUID that the caller chose; a retry carries the same one. */
  readonly key: string;
  /** Revision that the caller decided on (`If-Match`). */
  readonly ifMatch?: number;
  readonly actor: Actor;
  /** When it was so, of what another stream holds already; left out, as the command says. */
  readonly occurredAt?: OccurredAt;
  readonly correlationId: string;
  /** Event of another stream that the command follows from; left out, the caller's key. */
  readonly causationId?: string;
}

/** What was stored for a command, now or when it was first sent. */
export interface Receipt {
  readonly subjectId: string;
  /** Revision of the stream after the command. */
  readonly revision: number;
  /** Position to ask read models for, so that they include the command; absent where nothing was ever stored. */
  readonly position?: string;
  /** Empty where everything was already so. */
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
}

/** The gate's answer: which guarantees the record does not prove. The attempt is kept. */
export class GuaranteesUnmet extends Error {
  constructor(readonly unmet: readonly Unmet[], readonly refusalId: string, readonly gate: string) {
    super('guarantees are unmet');
  }
}
/** The key was used before, by this caller and about this child, for something else. */
export class KeyReused extends Error {}
/** The stream does not stand where the caller decided on it. */
export class RevisionMismatch extends Error {
  constructor(readonly actual: number) {
    super('the record has moved on');
  }
}
export class UnknownSubject extends Error {}
/** No instant could be had from the database, and a decision needs one; or the record kept changing under it. Try again. */
export class CannotDecideNow extends Error {}

/** The settings of the states, by the state and the instant asked for. */
export interface Profiles {
  settingOf(state: string, at: Date, besides?: readonly string[]): Setting;
}

export interface ExecutorParts {
  readonly store: EventStore;
  readonly registry: Registry;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly profiles: Profiles;
  /** What a context sees of a child in whose record it has no part, by its name. */
  readonly seen?: { readonly [context: string]: (child: string, now: Date) => Promise<Foreign> };
  /** Left out where one process writes alone. */
  readonly rightOfWay?: RightOfWay;
}

const namespace = '6f1f2b52-8d0e-5d3f-9b6e-0a4f5f0f7c11';
const decisionAttemptsMax = 20;
const eventsOfCommandMax = 64;

/**
 * The one way from a command to the log. Every path goes through here, so that kinds, competence, gates and retries
 * hold for HTTP, imports and the command line alike.
 */
export class Executor {
  private readonly turns = new Map<string, Promise<unknown>>();
  private readonly rightOfWay: RightOfWay;

  constructor(private readonly parts: ExecutorParts) {
    this.rightOfWay = parts.rightOfWay ?? undisputed;
  }

  /**
   * @throws NotCompetent · UnknownSubject · KeyReused · RevisionMismatch · GuaranteesUnmet · BadForm · NotApplicable · CannotDecideNow,
   * and what the store throws. On any of them nothing of the command is stored, except the refusal of GuaranteesUnmet.
   */
  async execute(submission: Submission): Promise<Receipt> {
    const declaration = (submission.command.constructor as CommandClass).declaration;
    assertCompetent(declaration, submission.actor);
    const subjectId = declaration.starts ? beganBy(submission.actor, submission.key) : submission.subjectId;
    if (!subjectId) throw new UnknownSubject();
    return this.inTurn(`${declaration.subject}-${subjectId}`, () => this.decideUntilStored(submission, declaration, subjectId));
  }

  /** Folds a stream as it stands. */
  async open(subject: Subject, subjectId: string): Promise<CaseFile> {
    const facts = await this.facts(`${subject}-${subjectId}`);
    return foldCaseFile(this.parts.registry.of(subject), facts, await recordsMergedInto(facts, (stream) => this.facts(stream)));
  }

  private async decideUntilStored(submission: Submission, declaration: CommandDeclaration, subjectId: string): Promise<Receipt> {
    const stream = `${declaration.subject}-${subjectId}`;
    const bound = declaration.kind === 'DECIDE' || declaration.kind === 'ATTEST';
    const decide = (goesFirst: boolean) => this.decideOnce(submission, declaration, subjectId, stream, bound, goesFirst);
    for (let attempt = 1; ; attempt++) {
      try {
        return await (bound || attempt === 1 ? decide(false) : this.rightOfWay.taken(stream, () => decide(true)));
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
        // Somebody else's fact came first. A decision is weighed again on it; a report or a protection never fails for it.
        if (bound && attempt >= decisionAttemptsMax) throw new CannotDecideNow();
        // A decision makes room, a report does not wait.
        await sleep(Math.random() * (bound ? Math.min(5 * attempt, 100) : 5));
      }
    }
  }

  private async decideOnce(
    { command, key, ifMatch, actor, occurredAt: held, correlationId, causationId = key }: Submission, declaration: CommandDeclaration, subjectId: string, stream: string, bound: boolean, goesFirst: boolean,
  ): Promise<Receipt> {
    const { registry, ring, store, profiles } = this.parts;
    const [file, now] = await Promise.all([this.open(declaration.subject, subjectId), this.now(bound), goesFirst ? undefined : this.rightOfWay.given(stream)]);
    // The keys are those of a child, and by the law of its record.
    const child = declaration.subject === 'keys' ? (await this.facts(`child-${subjectId}`, 0))[0] : undefined;
    // An enforcement body gets the same receipt for a child that is known and one that is not (the firewall).
    const begins = { child: mayOnlyReport(actor), facility: false, corridor: isCorridor(subjectId), consumer: isConsumer(subjectId), keys: child !== undefined }[declaration.subject];
    if (file.revision < 0 && !declaration.starts && !begins) throw new UnknownSubject();

    // With the child's own key, which is not made for a command that is never stored; what becomes of that key is hashed with another one.
    const hash = () => keyedHash(declaration.subject === 'keys' ? `Keys-${subjectId}` : subjectId, canonicalJson({ name: declaration.name, ...command }), ring);
    const earlier = await this.findEarlier(file, declaration, subjectId, actor, key);
    const asked = earlier.length > 0 ? await hash() : undefined;
    if (earlier.some((fact) => fact.meta.command.hash !== asked)) throw new KeyReused();
    const refusal = earlier.find((fact) => fact.type === 'record.DecisionAttemptRefused');
    if (refusal) throw this.unmetAgain(refusal);
    if (earlier.length > 0) return receipt(subjectId, earlier);

    if (bound && ifMatch !== undefined && ifMatch !== file.revision) throw new RevisionMismatch(file.revision);

    // Those who have a part in any of the child's records.
    const { participants } = file.asRead ?? file;
    // Whoever is said to have harmed the child decides nothing about it, until somebody independent has found otherwise.
    if (declaration.kind === 'DECIDE' && isAccused(participants, { personRef: actor.actorRef })) throw new NotCompetent();

    assertNothingAhead(command, now);
    const occurredAt = held ?? occurredAtOf(command, now);
    if (declaration.kind === 'ATTEST' && declaration.subject === 'child' && !actsFor(subjectId, actor, registry.of('child'), file, participants, now)) throw new NotCompetent();
    const state = declaration.subject === 'corridor' ? stateLeftOn(subjectId) : lawOf(child ?? file.facts[0]) ?? command.jurisdiction ?? 'ZZ';
    const jurisdiction = command.jurisdiction ?? state;
    const setting = profiles.settingOf(state, now, declaration.gate.length > 0 ? lawsBesides(file) : []);
    const context = registry.contextOf(declaration);
    // Read after the child's stream: a reaction relies on it, which tells the child of whatever changed before this command was stored.
    const foreign = await this.foreign(declaration.reads(command as never, { subjectId, state: file.restated.get(context.name) as never, jurisdiction: state }), context.name, now);
    const weighing: Occasion = { now, occurredAt, actor, childRef: subjectId, setting, foreign, participants, asRecorded: (id) => asRecordedIn(file.facts, id) };
    const envelope = async () => ({
      ...(declaration.subject === 'child' || declaration.subject === 'keys' ? { childRef: subjectId } : {}),
      occurredAt, recordedBy: recordedBy(actor), purpose: actor.purpose, jurisdiction, profileVersion: setting.profile.version,
      ...(command.source ? { source: { ...command.source } } : {}),
      ...(command.legalBasisClaimed ? { legalBasisClaimed: command.legalBasisClaimed } : {}),
      causationId, correlationId,
      ...(this.parts.clock.aheadMs !== 0 ? { clockAheadMs: this.parts.clock.aheadMs } : {}),
      command: { name: declaration.name, kind: declaration.kind, key, hash: await hash(), ...standingOf(declaration, actor) },
    });

    let basis: Basis | undefined;
    const gate = declaration.gate.at(-1);
    if (gate) {
      const weighed = weigh(registry, gate, file, weighing, command);
      if ('unmet' in weighed) {
        const refusalId = await this.keepRefusal(declaration.subject, subjectId, await envelope(), actor, key, {
          command: declaration.name, gate: gate.name, gateVersion: gate.version, revision: file.revision,
          missing: weighed.unmet.map(({ code }) => code), about: referencesIn(command),
        });
        throw new GuaranteesUnmet(weighed.unmet, refusalId, gate.name);
      }
      basis = weighed.basis;
    }

    const facts = decideIn(file, context, command, weighing);
    if (facts.length === 0) return { subjectId, revision: file.revision, position: file.facts.at(-1)?.position, events: [] };

    const common = await envelope();
    // What is told of another record is weighed with it.
    const known = facts.some(isOfLineage) ? foldCaseFile(registry.of(declaration.subject), file.facts, await recordsMergedInto([...file.facts, ...facts], (stream) => this.facts(stream))) : file;
    const events = await this.withWhatFollows(declaration.subject, facts, known, weighing, (fact, index, cause) =>
      this.event(stream, subjectId, fact, uuidv5(`${actor.actorRef}|${stream}|${key}|${index}`, namespace),
        cause === undefined ? { ...common, ...(basis ? { basis } : {}) } : { ...common, causationId: cause }));
    const appended = await store.append(stream, events, file.revision < 0 ? 'noStream' : file.revision);
    return {
      subjectId,
      revision: appended.revision,
      position: appended.position,
      events: events.map(({ id, type }, index) => ({ id, type, revision: file.revision + 1 + index })),
    };
  }

  /** The events of a command and what every context makes of them in the same instant, until none adds anything: one append holds all. */
  private async withWhatFollows(
    subject: CommandDeclaration['subject'], decided: readonly NewFact<EventDeclaration>[], file: CaseFile, weighing: Weighing,
    eventOf: (fact: NewFact<EventDeclaration>, index: number, cause?: string) => Promise<NewEvent>,
  ): Promise<readonly NewEvent[]> {
    const { registry } = this.parts;
    const contexts = registry.of(subject);
    const waiting: Waiting[] = decided.map((fact) => ({ fact }));
    const events: NewEvent[] = [];
    let before = file;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const event = await eventOf(next.fact, events.length, next.cause);
      events.push(event);
      if (events.length > eventsOfCommandMax) throw new Error(`${next.fact.type} is followed without end`);
      const stored = { ...event, revision: before.revision + 1, recordedAt: new Date(weighing.now.getTime() - this.parts.clock.aheadMs) } as unknown as Fact;
      const after = extended(contexts, before, stored);
      for (const fact of followed(registry, contexts, before, stored, after, weighing)) join(waiting, { fact, cause: event.id });
      before = after;
    }
    return events;
  }

  /** The answer to this key so far: events of the child's stream, or a refusal. */
  private async findEarlier(file: CaseFile, declaration: CommandDeclaration, subjectId: string, actor: Actor, key: string): Promise<readonly Fact[]> {
    const mine = (fact: Fact) => fact.meta.command.key === key && fact.meta.recordedBy.actorRef === actor.actorRef;
    const stored = file.facts.filter(mine);
    if (stored.length > 0 || (declaration.subject !== 'child' && declaration.subject !== 'keys')) return stored;
    return (await this.facts(refusalsOf(declaration.subject, subjectId))).filter(mine);
  }

  private async keepRefusal(subject: Subject, subjectId: string, envelope: Omit<Envelope, 'schemaVersion' | 'dataClasses'>, actor: Actor, key: string, data: object): Promise<string> {
    const stream = refusalsOf(subject, subjectId);
    const id = uuidv5(`${actor.actorRef}|${stream}|${key}|0`, namespace);
    const fact = { type: 'record.DecisionAttemptRefused', data } as unknown as NewFact<EventDeclaration>;
    await this.appendAtEnd(stream, await this.event(stream, subjectId, fact, id, envelope));
    return id;
  }

  /**
   * Appends to a stream that is only ever added to: a known id is left as it is.
   * @param looksBack among so many events the id may be; one that nobody else can have is looked for among none but the last, which has to be read anyway
   */
  async appendAtEnd(stream: string, event: NewEvent, looksBack = 50): Promise<void> {
    for (;;) {
      const last: StoredEvent[] = [];
      for await (const stored of this.parts.store.read(stream, { direction: 'backwards', limit: looksBack })) {
        if (stored.id === event.id) return;
        last.push(stored);
      }
      try {
        await this.parts.store.append(stream, [event], last[0]?.revision ?? 'noStream');
        return;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
        await sleep(Math.random() * 20);
      }
    }
  }

  /** Seals the personal fields, checks the stored form and gives the event its envelope. */
  async event(stream: string, subjectId: string, fact: NewFact<EventDeclaration>, id: string, envelope: Omit<Envelope, 'schemaVersion' | 'dataClasses'>): Promise<NewEvent> {
    const { registry, ring } = this.parts;
    const declared = registry.events.get(fact.type);
    if (!declared) throw new Error(`event type ${fact.type} is not declared`);
    const plain = { stream, id, type: fact.type, data: withoutUndefined(fact.data) as JsonObject };
    const fields = registry.personalFieldsOf(plain);
    const data = await sealFields(subjectId, plain, fields, ring);
    const meta: Envelope = {
      schemaVersion: declared.version,
      ...envelope,
      ...(fact.supersedes ? { supersedes: fact.supersedes } : {}),
      dataClasses: [...new Set(fields.map((field) => field.class))],
    };
    const event = { id, type: fact.type, data, meta: withoutUndefined(meta) as unknown as JsonObject };
    registry.assertStored(event);
    return event;
  }

  private async facts(stream: string, upTo?: number): Promise<readonly Fact[]> {
    const facts: Fact[] = [];
    for await (const stored of this.parts.store.read(stream, upTo === undefined ? {} : { limit: upTo + 1 })) facts.push(stored as unknown as Fact);
    return facts;
  }

  /** Of another child, a context sees what is its own. */
  private async foreign(reads: readonly StreamRead[], context: string, now: Date): Promise<ReadonlyMap<string, Foreign>> {
    const seen = this.parts.seen?.[context];
    return new Map(await Promise.all(reads.map(async (read): Promise<[string, Foreign]> => {
      const { stream, upTo } = typeof read === 'string' ? { stream: read, upTo: undefined } : read;
      const subject = subjectOf(stream)!;
      if (seen && subject === 'child') return [stream, await seen(idIn(stream), now)];
      const { revision, facts, restated, readings } = foldCaseFile(this.parts.registry.of(subject), await this.facts(stream, upTo));
      const publisher = subject === 'child' ? context : this.parts.registry.of(subject)[0]!.name;
      const states = readings.of(publisher);
      return [stream, { stream, revision, eventId: facts.at(-1)?.id, state: restated.get(publisher), otherwise: states.length > 1 ? states : [] }];
    })));
  }

  /** Reports and protections are taken also while the database's clock cannot be asked. */
  private async now(needed: boolean): Promise<Date> {
    const { clock } = this.parts;
    return needed ? clock.now().catch(() => { throw new CannotDecideNow(); }) : clock.nowOrNearly();
  }

  private unmetAgain(refusal: Fact): GuaranteesUnmet {
    const { missing, gate } = refusal.data as { missing: Unmet['code'][]; gate: string };
    return new GuaranteesUnmet(missing.map((code) => {
      const { promise, basis } = this.parts.registry.owner(code).fact;
      return { code, promise, basis };
    }), refusal.id, gate);
  }

  /** One command of a stream at a time in this process; between processes the expected revision decides. */
  private async inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.turns.get(stream) ?? Promise.resolve()).then(work, work);
    this.turns.set(stream, turn);
    try {
      return await turn;
    } finally {
      if (this.turns.get(stream) === turn) this.turns.delete(stream);
    }
  }
}

/** What is refused about a child's keys is no decision about the child, and stands apart. */
export function refusalsOf(subject: Subject, subjectId: string): string {
  return `${subject === 'keys' ? 'keysRefusals' : 'refusals'}-${subjectId}`;
}

/** The reference of a child or place that a command begins: the same for every retry of the same caller's key. */
export function beganBy(actor: Actor, key: string): string {
  return uuidv5(`${actor.actorRef}|${key}`, namespace);
}

/** A report or a protection is refused to nobody. @throws NotCompetent */
function assertCompetent(declaration: CommandDeclaration, actor: Actor): void {
  if (isRefusedToNobody(declaration.kind)) return;
  // Children are the responsibility of child protection, not of law enforcement (ODIHR, Recommendation 3).
  if (!isMadeFor(declaration, actor) || mayOnlyReport(actor) || actor.orgType === 'CUSTODIAL') throw new NotCompetent();
}

/**
 * Whether somebody who acts for a child acts for this one, now and in every reading of its record: the guardian, parent or lawyer of nobody, or of
 * another child, certifies nothing here (A1: a competent person), nor does one who is said to have harmed it. True of those who act for none.
 */
function actsFor(childId: string, { actorRef, role, onBehalfOf }: Actor, contexts: readonly BoundedContext[], file: CaseFile, participants: Participants, now: Date): boolean {
  const inEveryReading = (holds: (context: BoundedContext, state: unknown) => boolean) =>
    !isAccused(participants, { personRef: actorRef }) && contexts.some((context) => file.readings.of(context.name).every((state) => holds(context, state)));
  if (role === 'CHILD') return onBehalfOf !== undefined && isOneWith(childId, file, onBehalfOf);
  if (role === 'GUARDIAN' || role === 'PARENT_REPRESENTATIVE') return inEveryReading((context, state) => context.speaks?.(state, actorRef, now) ?? false);
  return role !== 'LAWYER' || inEveryReading((context, state) => context.defends?.(state, actorRef) ?? false);
}

/** What the envelope says of a sender for whom the command was not made, so that a replay asks no table of today's roles. */
function standingOf(declaration: CommandDeclaration, actor: Actor): Pick<Envelope['command'], 'entitled' | 'void'> {
  if (isMadeFor(declaration, actor)) return {};
  return { entitled: false, ...(declaration.constructive ? { void: true } : {}) };
}

/**
 * What a command stores. It is already so, or has nothing to act on, only where that holds in every reading of the record: what a
 * correction took from a gate can be proven anew, and what it withdrew from sight can be ended.
 */
export function decideIn(file: CaseFile, context: BoundedContext, command: Command, occasion: Occasion): readonly NewFact<EventDeclaration>[] {
  const attempt = (state: unknown) => context.decide(command, state, occasion);
  // What news in a merged record took away is given anew here, and what was reported there is answered here as well.
  const otherwise = () => [file, ...file.asRead ? [file.asRead] : []].flatMap((record) => decisionsOn(record, context, command, occasion)).find((facts) => facts.length > 0);
  // Who was not competent by the record as it came is not made so by a correction.
  if (file.recorded !== file.restated && !isRefusedToNobody((command.constructor as CommandClass).declaration.kind)) attemptAsCompetent(() => attempt(file.recorded.get(context.name)));
  try {
    const facts = attempt(file.restated.get(context.name));
    return facts.length > 0 ? facts : otherwise() ?? facts;
  } catch (error) {
    const facts = error instanceof NotApplicable ? otherwise() : undefined;
    if (!facts) throw error;
    return facts;
  }
}

/** In each reading of one record, or of all records of a child: whoever has a part in any of them has it in all. */
function decisionsOn({ readings, facts, participants }: CaseFile, context: BoundedContext, command: Command, occasion: Occasion): readonly (readonly NewFact<EventDeclaration>[])[] {
  const on: Occasion = { ...occasion, participants, asRecorded: (id) => asRecordedIn(facts, id) };
  return readings.of(context.name).map((state) => unlessImpossible(() => context.decide(command, state, on)));
}

/** What is already so there, or has nothing to act on, says nothing of competence. @throws NotCompetent, and whatever is no answer of a decider */
function attemptAsCompetent(decide: () => readonly NewFact<EventDeclaration>[]): void {
  try {
    decide();
  } catch (error) {
    if (!(error instanceof NotApplicable || error instanceof BadForm)) throw error;
  }
}

function unlessImpossible(decide: () => readonly NewFact<EventDeclaration>[]): readonly NewFact<EventDeclaration>[] {
  try {
    return decide();
  } catch (error) {
    if (error instanceof NotApplicable || error instanceof BadForm || error instanceof NotCompetent) return [];
    throw error;
  }
}

/** What is to be stored with a command: what it decided, and what follows from an event, its cause. */
export interface Waiting {
  readonly fact: NewFact<EventDeclaration>;
  readonly cause?: string;
}

/** Several facts of one command that take guarantees from one decision halt it once, with all that they took; the first of them is the cause. */
export function join(waiting: Waiting[], next: Waiting): void {
  const lostBy = ({ data }: NewFact<EventDeclaration>) => (data as { readonly lost?: readonly string[] }).lost;
  const besides = ({ type, data }: NewFact<EventDeclaration>) => ({ type, ...data, lost: undefined, cause: undefined });
  const alike = waiting.findIndex(({ fact, cause }) => cause !== undefined && cause !== next.cause && lostBy(fact) && lostBy(next.fact) && isDeepStrictEqual(besides(fact), besides(next.fact)));
  if (alike < 0) waiting.push(next);
  else {
    const { fact, cause } = waiting[alike]!;
    const lost = [...new Set([...lostBy(fact)!, ...lostBy(next.fact)!])];
    waiting[alike] = { cause, fact: { ...fact, data: { ...fact.data, lost } } as NewFact<EventDeclaration> };
  }
}

function recordedBy({ purpose: _, ...actor }: Actor): Envelope['recordedBy'] {
  return actor;
}

function receipt(subjectId: string, facts: readonly Fact[]): Receipt {
  const last = facts.at(-1)!;
  return {
    subjectId, revision: last.revision, position: last.position,
    events: facts.map(({ id, type, revision }) => ({ id, type, revision })),
  };
}

/** The places and persons that a command names by reference: texts and names stay out of the refusals. */
function referencesIn(command: Command): { [field: string]: string } {
  return Object.fromEntries(Object.entries(command).filter(([field, value]) => field.endsWith('Ref') && typeof value === 'string')) as { [field: string]: string };
}

function withoutUndefined<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
