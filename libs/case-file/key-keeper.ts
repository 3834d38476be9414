import { setTimeout as pause } from 'node:timers/promises';
import { v5 as uuidv5 } from 'uuid';
import type { EventDeclaration, Fact } from '../decider/event.js';
import { streamOfChild, streamOfKeys } from '../decider/kin.js';
import { idIn } from '../decider/subject.js';
import type { EventStore, JsonObject, Position } from '../event-store/port.js';
import { DestructionHalted, SubjectForgotten, type ForgettingEvent, type ForgettingTakenBack, type SubjectKeysDestroyed, type SubjectKeysDisabled } from '../forgetting/forgetting.events.js';
import { evolveForgetting, nothingToForget } from '../forgetting/forgetting.state.js';
import type { IdentitySplit } from '../identification/links.events.js';
import type { KeyRing } from '../privacy/key-ring.js';
import type { Clock } from './clock.js';
import type { Executor } from './executor.js';
import { lawOf } from './law.js';
import { belongingTo, recordsAround, type MergedRecords } from './lineage.js';
import { systemEvent } from './system-event.js';

type Said = Fact<typeof SubjectKeysDisabled> | Fact<typeof ForgettingTakenBack> | Fact<typeof SubjectKeysDestroyed> | Fact<typeof IdentitySplit>;

export interface KeyKeeperParts {
  readonly store: EventStore;
  readonly ring: KeyRing;
  readonly executor: Pick<Executor, 'appendAtEnd'>;
  readonly clock: Clock;
  /** An attempt failed and is made again. */
  readonly failed?: (error: unknown) => void;
}

const namespace = '5b0f1f0c-2f6e-5c56-9c4d-8a4d0a7c5e13';
const types = ['forgetting.SubjectKeysDisabled', 'forgetting.ForgettingTakenBack', 'forgetting.SubjectKeysDestroyed', 'identification.IdentitySplit'];
const retryMs = 1_000;
/** So often is written down how far the log was heard where it said nothing of keys. */
const markEveryMs = 60_000;

/**
 * Does with the keys what the log says of them, in its order: in every process, because each holds keys of its own in memory. What was decided and
 * not yet done when a program was killed is done by whichever starts next, and keys from an older backup are told again what was said since.
 */
export class KeyKeeper {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private position: Position | undefined;

  constructor(private readonly parts: KeyKeeperParts) {}

  /** To be awaited before anybody asks for a key: what is said from here on is heard. @throws KeysUnavailable */
  async start(): Promise<void> {
    this.position = await this.parts.ring.toldUpTo() as Position | undefined;
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { store, ring, failed } = this.parts;
    const { signal } = this.stopping;
    let markedAt = performance.now();
    while (!signal.aborted) {
      try {
        for await (const { events, position } of store.follow({ after: this.position, filter: { types }, signal })) {
          for (const event of events) await this.heed(event as unknown as Said);
          if (position === undefined) continue;
          if (events.length > 0 || performance.now() - markedAt > markEveryMs) {
            await ring.told(position);
            markedAt = performance.now();
          }
          this.position = position;
        }
      } catch (error) {
        if (signal.aborted) return;
        failed?.(error);
        await pause(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** The same when it is repeated. */
  private async heed(said: Said): Promise<void> {
    const { ring } = this.parts;
    switch (said.type) {
      case 'forgetting.SubjectKeysDisabled':
        return ring.disable(await this.keptDisabled(said, said.data.records, await this.recordsAround(said)), said.position);
      case 'forgetting.ForgettingTakenBack':
      case 'identification.IdentitySplit': {
        // What another decision keeps disabled stays so; what none does any more is open again, and a record that was split off is none's.
        const around = await this.recordsAround(said);
        const records = said.type === 'forgetting.ForgettingTakenBack' ? said.data.records : [...around.keys()].map(idIn);
        const kept = await this.keptDisabled(said, records, around);
        return ring.enable(records.filter((record) => !kept.includes(record)), said.position);
      }
      case 'forgetting.SubjectKeysDestroyed': {
        const destruction = said.id;
        // Whatever came in between that decision and what it was weighed on may be an appeal.
        if (await this.isOvertaken(said)) return this.say(idIn(said.stream), DestructionHalted, { destruction }, said);
        const { records } = said.data;
        await ring.destroy(records);
        for (const record of records) await this.say(record, SubjectForgotten, { destruction, ground: said.data.ground }, said);
      }
    }
  }

  /** Those among the records that a decision keeps disabled, as the log stood then: each by its own, or by that of a record to which it has belonged ever since. */
  private async keptDisabled(said: Said, records: readonly string[], around: MergedRecords): Promise<readonly string[]> {
    const kept = await Promise.all([...around.keys()].map(async (owner) => {
      const keys = await this.factsUpTo(said, streamOfKeys(idIn(owner))) as unknown as readonly Fact<ForgettingEvent>[];
      const { disabled } = keys.reduce(evolveForgetting, nothingToForget);
      const since = belongingTo(owner, around);
      return disabled ? disabled.data.records.filter((record) => (since.get(streamOfChild(record)) ?? disabled.position) < disabled.position) : [];
    }));
    return records.filter((record) => kept.flat().includes(record));
  }

  private recordsAround(said: Said): Promise<MergedRecords> {
    return recordsAround(streamOfChild(idIn(said.stream)), (stream) => this.factsUpTo(said, stream));
  }

  private async factsUpTo({ position }: Said, stream: string): Promise<readonly Fact[]> {
    const facts: Fact[] = [];
    for await (const stored of this.parts.store.read(stream)) {
      if (stored.position > position) break;
      facts.push(stored as unknown as Fact);
    }
    return facts;
  }

  private async isOvertaken({ position, meta: { basis } }: Said): Promise<boolean> {
    const weighed = new Map((basis?.facts ?? []).flatMap(({ foreign = [] }) => foreign.map(({ stream, revision }) => [stream, revision] as const)));
    for (const [stream, revision] of weighed) {
      for await (const next of this.parts.store.read(stream, { from: revision + 1, limit: 1 })) if (next.position < position) return true;
    }
    return false;
  }

  private async say(record: string, declaration: EventDeclaration, data: object, { id: causationId }: Said): Promise<void> {
    const { store, executor, clock } = this.parts;
    const stream = streamOfKeys(record);
    let jurisdiction = 'ZZ';
    for await (const first of store.read(streamOfChild(record), { limit: 1 })) jurisdiction = lawOf(first as unknown as Fact) ?? jurisdiction;
    const id = uuidv5(`${declaration.type}|${causationId}|${stream}`, namespace);
    const event = systemEvent(declaration, data as never, { id, command: 'KeyKeeper', now: await clock.nowOrNearly(), aheadMs: clock.aheadMs });
    await executor.appendAtEnd(stream, { ...event, meta: { ...event.meta, childRef: record, jurisdiction, causationId } as unknown as JsonObject });
  }
}
