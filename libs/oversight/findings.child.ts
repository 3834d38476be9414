import { v5 as uuidv5 } from 'uuid';
import type { Clock } from '../case-file/clock.js';
import { KeyReused, RevisionMismatch, UnknownSubject, type Executor, type Receipt, type Submission } from '../case-file/executor.js';
import { occurredNow, occurredWhen } from '../case-file/occurred.js';
import { FindingConfirmed, FindingContested, FindingRemedied, type OversightEvent } from '../case-file/oversight.events.js';
import { mayOnlyReport } from '../decider/actor.js';
import type { CommandClass } from '../decider/command.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import type { EventDeclaration, Fact, NewFact } from '../decider/event.js';
import { assertNothingAhead, assertNotBefore } from '../decider/tense.js';
import { mayHaveHappenedBy } from '../decider/times.js';
import { WrongExpectedRevision, type EventStore, type Position } from '../event-store/port.js';
import { settingOf } from '../profiles/profiles.js';
import { findingCommands, type FindingCommand } from './findings.commands.js';
import { findingsOf, type Finding } from './findings.js';
import { childRecord, type ChildRecord } from './findings.record.js';
import { newestRuleSet, rulesIn, ruleSetOf, type RuleSet } from './findings.rules.js';
import type { Replay } from './replay.js';

/** What was asked of a child's findings. */
export interface FindingsAsked {
  readonly asOf: Date;
  readonly knownAt?: Position;
  readonly ruleSet: RuleSet;
}

export interface FindingsOfChild {
  readonly record: ChildRecord;
  readonly findings: readonly Finding[];
  /** What oversight said of findings by then, in its order. */
  readonly words: readonly Fact<OversightEvent>[];
  /** Of the last event that is taken into account. */
  readonly revision: number;
  readonly position: string | null;
}

const namespace = '4a0e0a8b-52c9-5b7e-8f4b-6d0e3f1c9d57';
const events = { ConfirmFinding: FindingConfirmed, ContestFinding: FindingContested, MarkFindingRemedied: FindingRemedied } as const;

/** The findings of one child, from the log alone, and what oversight says of them. */
export class ChildFindings {
  constructor(private readonly parts: { readonly store: EventStore; readonly executor: Pick<Executor, 'event'>; readonly replay: Pick<Replay, 'facts' | 'record'>; readonly clock: Clock }) {}

  async of(childId: string, { asOf, knownAt, ruleSet }: FindingsAsked): Promise<FindingsOfChild> {
    const { replay } = this.parts;
    const [told, said] = await Promise.all([replay.record(childId, knownAt), replay.facts(`oversight-${childId}`, knownAt)]);
    const record = childRecord(childId, told, asOf, ruleSet.childhoodBy);
    const last = record.facts.at(-1);
    return {
      record, findings: findingsOf(rulesIn(ruleSet), record), revision: Math.floor(last?.revision ?? -1), position: last?.position ?? null,
      words: said.filter((word) => mayHaveHappenedBy(word, asOf)) as unknown as readonly Fact<OversightEvent>[],
    };
  }

  takes({ command }: Submission): boolean {
    return findingCommands.some((commandClass) => command instanceof commandClass);
  }

  /** @throws NotCompetent · UnknownSubject · KeyReused · RevisionMismatch · BadForm, and what the store throws; then nothing is stored */
  async execute(submission: Submission): Promise<Receipt> {
    const { actor, subjectId, key, ifMatch, correlationId } = submission;
    const command = submission.command as FindingCommand;
    const { name, kind, by } = (command.constructor as CommandClass).declaration;
    if (!by.includes(actor.role) || mayOnlyReport(actor)) throw new NotCompetent();
    if (!subjectId) throw new UnknownSubject();
    const stream = `oversight-${subjectId}`;
    for (;;) {
      const said = await this.parts.replay.facts(stream) as unknown as readonly Fact<OversightEvent>[];
      const earlier = said.find(({ meta }) => meta.command.key === key && meta.recordedBy.actorRef === actor.actorRef);
      if (earlier && !isSame(earlier, command)) throw new KeyReused();
      if (earlier) return receiptOf(subjectId, said, earlier);
      if (ifMatch !== undefined && ifMatch !== (said.at(-1)?.revision ?? -1)) throw new RevisionMismatch(said.at(-1)?.revision ?? -1);

      const now = await this.parts.clock.now();
      assertNothingAhead(command, now);
      const occurredAt = command.occurredAt ? occurredWhen('occurredAt', command.occurredAt, now) : occurredNow(now);
      const ruleSet = command.ruleSet === undefined ? newestRuleSet : ruleSetOf(command.ruleSet);
      const { record, findings } = await this.of(subjectId, { asOf: now, ruleSet });
      const first = record.facts[0];
      if (!first) throw new UnknownSubject();
      const finding = findings.find(({ id }) => id === command.finding);
      if (!finding) throw new BadForm('finding', `is none that follows from the record of this child now, by ${ruleSet.version}`);
      if (command.type === 'MarkFindingRemedied') assertNotBefore(new Date(finding.since.earliest), { occurredAt }, 'what the finding tells of had begun');
      const last = said.findLast(({ data }) => data.finding === finding.id);
      if (last && isSame(last, command)) return receiptOf(subjectId, said);

      const { purpose, ...recordedBy } = actor;
      const { jurisdiction } = first.meta;
      const data = { finding: finding.id, rule: finding.rule, ruleVersion: finding.ruleVersion, ruleSet: ruleSet.version, events: [...finding.events], reason: command.reason };
      const event = await this.parts.executor.event(stream, subjectId, { type: events[command.type].type, data } as unknown as NewFact<EventDeclaration>, uuidv5(`${actor.actorRef}|${stream}|${key}`, namespace), {
        childRef: subjectId, occurredAt, recordedBy, purpose,
        jurisdiction, profileVersion: settingOf(jurisdiction, now).profile.version, ...(command.source && { source: { ...command.source } }),
        ...(command.legalBasisClaimed && { legalBasisClaimed: command.legalBasisClaimed }), causationId: finding.id, correlationId,
        ...(this.parts.clock.aheadMs > 0 && { clockAheadMs: this.parts.clock.aheadMs }), command: { name, kind, key, hash: '' },
      });
      try {
        const { revision, position } = await this.parts.store.append(stream, [event], said.at(-1)?.revision ?? 'noStream');
        return { subjectId, revision, position, events: [{ id: event.id, type: event.type, revision }] };
      } catch (error) {
        // Somebody else of oversight spoke first.
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }
}

/** The word of a command, as it was stored. */
function isSame({ type, data }: Fact<OversightEvent>, command: FindingCommand): boolean {
  return type === events[command.type].type && data.finding === command.finding && data.reason === command.reason && data.ruleSet === (command.ruleSet ?? data.ruleSet);
}

function receiptOf(subjectId: string, said: readonly Fact<OversightEvent>[], stored?: Fact<OversightEvent>): Receipt {
  const last = stored ?? said.at(-1)!;
  return { subjectId, revision: last.revision, position: last.position, events: stored ? [{ id: stored.id, type: stored.type, revision: stored.revision }] : [] };
}
