import { registry } from '../case-file/contexts.js';
import { idIn } from '../decider/subject.js';
import { projection, type Row } from '../event-store/projection.js';
import { doubtsAbout, noDecisions, withDecision, type Decided, type DecisionsFold, type Doubts } from './decisions.js';

const contexts = new Map(registry.of('child').flatMap(({ name, commands }) => commands.map(({ declaration }) => [declaration.name, name])));

/** The commands that take a decision or tell of one, and the contexts that they belong to. */
export const decidingCommands = registry.of('child').flatMap(({ commands }) => commands.map(({ declaration }) => declaration))
  .filter(({ name, gate }) => gate.length > 0 || name === 'RecordDecisionTakenWithoutRepresentative').map(({ name }) => name).sort();
export const decidingContexts = [...new Set(decidingCommands.map((name) => contexts.get(name)!))].sort();

/**
 * Every decision about every child, accepted, refused, or reported of others, with what it rested on and what was said of that since.
 * The refusals have a stream of their own, so that a row is of a stream.
 */
export const decisions = projection<DecisionsFold>({
  name: 'decisions', version: 2, streams: ['child-', 'refusals-'], keyColumn: 'stream',
  key: ({ stream }) => stream,
  stream: (key) => key,
  tables: {
    decision: `
      create table decision (
        stream          text not null,
        child           text not null,
        event           uuid not null,
        position        text collate "C" not null,
        outcome         text not null check (outcome in ('accepted', 'refused', 'reported')),
        command         text not null,
        context         text,
        event_type      text not null,
        revision        int not null,
        decided_at      timestamptz not null,
        recorded_at     timestamptz not null,
        jurisdiction    text not null,
        actor_ref       text not null,
        role            text not null,
        org_type        text not null,
        org_ref         text not null,
        on_behalf_of    text,
        purpose         text not null,
        profile_version text not null,
        gate            text,
        gate_version    int,
        weighed_at      int,
        known           json not null,
        proven          text[] not null,
        missing         text[] not null,
        about           json not null,
        doubts          json not null,
        /** What it rested on reads otherwise now than it did then. */
        rests_on_corrected boolean not null
      );
      create index on decision (decided_at);
      create index on decision (command, decided_at);
      create index on decision (rests_on_corrected) where rests_on_corrected`,
  },
  asKnown: ['decision'],
  initial: noDecisions,
  evolve: withDecision,
  rows: (stream, { decided, corrections }) => ({ decision: decided.map((each) => rowOf(stream, each, doubtsAbout(each, corrections))) }),
});

function rowOf(stream: string, decided: Decided, { doubts, restsOnCorrected }: Doubts): Row {
  const { decidedBy: { actorRef, role, orgType, orgRef, onBehalfOf }, gate, known } = decided;
  return {
    child: idIn(stream), event: decided.eventId, position: decided.position, outcome: decided.outcome, command: decided.command, context: contexts.get(decided.command),
    event_type: decided.event, revision: decided.revision, decided_at: decided.decidedAt, recorded_at: decided.recordedAt, jurisdiction: decided.jurisdiction,
    actor_ref: actorRef, role, org_type: orgType, org_ref: orgRef, on_behalf_of: onBehalfOf, purpose: decided.purpose, profile_version: decided.profileVersion,
    gate: gate?.gate, gate_version: gate?.gateVersion, weighed_at: gate?.weighedAt, known: known as never, proven: known.map(({ code }) => code), missing: decided.missing,
    about: decided.about, doubts: doubts as never, rests_on_corrected: restsOnCorrected,
  };
}
