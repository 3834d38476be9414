import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { v5 as uuidv5 } from 'uuid';
import type { Clock } from '../case-file/clock.js';
import { dutiesAmong, stateOf, type OwedDuty, type SettingOf } from '../case-file/duties.js';
import { DutyOverdue } from '../case-file/duties.events.js';
import type { Executor } from '../case-file/executor.js';
import { recordsAround } from '../case-file/lineage.js';
import type { Registry } from '../case-file/registry.js';
import { isCorridor, streamOfOwed } from '../decider/corridor.js';
import type { Envelope, EventDeclaration, Fact, NewFact } from '../decider/event.js';
import { Lease, LeaseLost } from '../event-store/lease.js';
import { WrongExpectedRevision, type EventStore } from '../event-store/port.js';
import type { Filling } from '../event-store/projection.js';
import { NotYetFilled, type ReadModels } from '../event-store/read-model.js';
import { errorClass } from '../event-store/transaction.js';
import { occurredAt } from '../zones/zones.js';
import { duties, dutyAlarms } from './duties.projection.js';

export interface DutyTimerParts {
  readonly store: EventStore;
  readonly executor: Pick<Executor, 'event'>;
  readonly registry: Pick<Registry, 'duties'>;
  readonly settingOf: SettingOf;
  readonly clock: Pick<Clock, 'now' | 'aheadMs'>;
  readonly readModels: Pick<ReadModels, 'read'>;
  readonly pool: Pool;
  /** An attempt failed and is made again. */
  readonly failed?: (errorClass: string) => void;
  readonly settings?: Partial<DutyTimerSettings>;
}

export interface DutyTimerSettings {
  /** How often is looked for what is overdue. */
  readonly everyMs: number;
  readonly leaseMs: number;
  /** Children in one look. */
  readonly childrenMax: number;
}

const usual: DutyTimerSettings = { everyMs: 1_000, leaseMs: 10_000, childrenMax: 200 };
const filling: Filling = { name: 'duty-timer', version: 1, generation: 1 };

/**
 * Tells of each duty that is overdue, once, and once more where a correction gave it another end: an event beside the child's stream, whose id follows from the duty and that end. The read model only says
 * where to look; the log is folded again before anything is said, and the revision of the stream of alarms decides between two that look
 * at once. A timer that is killed anywhere leaves the alarm unsaid, or said: the next one finds it.
 */
export class DutyTimer {
  private readonly settings: DutyTimerSettings;
  private readonly owner = randomUUID();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: DutyTimerParts) {
    this.settings = { ...usual, ...parts.settings };
  }

  async start(): Promise<void> {
    await Lease.prepare(this.parts.pool, filling);
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Says what is overdue now. Answers how many alarms were new. */
  async look(): Promise<number> {
    const now = await this.parts.clock.now();
    let told = 0;
    for (const child of await this.childrenWithOverdue(now)) told += await this.alarm(child, now);
    return told;
  }

  /** One process at a time, so that none works in vain; what makes it right is the revision. */
  private async run(): Promise<void> {
    const { everyMs, leaseMs } = this.settings;
    let lease: Lease | undefined;
    while (!this.stopping.signal.aborted) {
      try {
        if (lease) await lease.renew();
        else lease = await Lease.take(this.parts.pool, filling, this.owner, leaseMs);
        if (lease) await this.look();
      } catch (error) {
        if (error instanceof LeaseLost) lease = undefined;
        else if (!(error instanceof NotYetFilled)) this.parts.failed?.(errorClass(error));
      }
      await pause(everyMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
    await lease?.release().catch(() => undefined);   // a lease that cannot be handed back lapses
  }

  private async childrenWithOverdue(now: Date): Promise<readonly string[]> {
    const { result } = await this.parts.readModels.read([duties, dutyAlarms], (manager) => manager.query<{ child: string }[]>(
      `select distinct duties.child from read.duties left join read.duty_alarms alarm on alarm.child = coalesce(record, duties.child) and alarm.duty = duties.duty and alarm.due_at = duties.due_at
       where alarmed_at is null and owed and duties.due_at < $1 and (met_by is null or (met_at > duties.due_at and met_at > $1)) and (ended_at is null or ended_at > duties.due_at) order by child limit $2`,
      [now, this.settings.childrenMax]));
    return result.map(({ child }) => child);
  }

  private async alarm(child: string, now: Date): Promise<number> {
    const { registry, settingOf } = this.parts;
    const records = await recordsAround(streamOfOwed(child), (stream) => this.facts(stream));
    const overdue = dutiesAmong(registry.duties, streamOfOwed(child), records, settingOf).filter((duty) => stateOf(duty, now) === 'OVERDUE');
    let told = 0;
    // Of what began in a record that was merged it is told beside that one, where a split finds it again.
    for (const record of new Set(overdue.map((duty) => duty.record ?? child))) {
      told += await this.alarmBeside(record, overdue.filter((duty) => (duty.record ?? child) === record), records.get(streamOfOwed(record))!);
    }
    return told;
  }

  private async alarmBeside(record: string, duties: readonly OwedDuty[], facts: readonly Fact[]): Promise<number> {
    const { store } = this.parts;
    const stream = `duties-${record}`;
    const alarms = await this.facts(stream) as readonly Fact<typeof DutyOverdue>[];
    const overdue = duties.filter((duty) => !alarms.some(({ data }) => data.duty === duty.id && data.due === duty.due));
    if (overdue.length === 0) return 0;
    const events = [];
    for (const duty of overdue) events.push(await this.event(stream, record, duty, facts, alarms.some(({ data }) => data.duty === duty.id)));
    try {
      await store.append(stream, events, alarms.at(-1)?.revision ?? 'noStream');
      return events.length;
    } catch (error) {
      // Somebody else told of one first: what is left is told at the next look.
      if (error instanceof WrongExpectedRevision) return 0;
      throw error;
    }
  }

  private event(stream: string, child: string, duty: OwedDuty, facts: readonly Fact[], again: boolean) {
    const { id, code, holder, startedBy, due, profileVersion, zoneData, jurisdiction } = duty;
    const { zone } = facts.find((fact) => fact.id === startedBy)!.meta.occurredAt;
    const envelope: Omit<Envelope, 'schemaVersion' | 'dataClasses'> = {
      ...(isCorridor(child) ? {} : { childRef: child }), occurredAt: occurredAt({ at: due, zone }),
      recordedBy: { actorRef: 'guarantor', role: 'SERVICE', orgRef: 'guarantor', orgType: 'OPERATOR' },
      purpose: 'PROTECTION', jurisdiction, profileVersion, causationId: startedBy, correlationId: id,
      ...(this.parts.clock.aheadMs !== 0 ? { clockAheadMs: this.parts.clock.aheadMs } : {}),
      command: { name: 'DutyTimer', kind: 'TIMER', key: id, hash: '' },
    };
    const fact = { type: DutyOverdue.type, data: { duty: id, code, holder, startedBy, due, profileVersion, zoneData } } as unknown as NewFact<EventDeclaration>;
    return this.parts.executor.event(stream, child, fact, again ? uuidv5(due, id) : id, envelope);
  }

  private async facts(stream: string): Promise<readonly Fact[]> {
    const facts: Fact[] = [];
    for await (const stored of this.parts.store.read(stream)) facts.push(stored as unknown as Fact);
    return facts;
  }
}
