import { restate } from '../case-file/case-file.js';
import { corrections } from '../case-file/record.events.js';
import type { Fact } from '../decider/event.js';
import { projection, type Row } from '../event-store/projection.js';
import { succeededFrom, type Mandate } from '../guardianship/representative.state.js';
import { factsAsRecorded, withFact, type KeptFacts } from './kept-facts.js';
import { mandatesIn, ofPeople, ofSpeaking } from './representation.js';

/** Every mandate to represent a child, and what became of it. Whether it is active depends on the instant that a query asks for. */
export const guardians = projection<KeptFacts>({
  name: 'guardians', version: 8,
  types: ['guardianship.', ...ofSpeaking, ...ofPeople, ...corrections],
  tables: {
    guardian: `
      create table guardian (
        child            text not null,
        /** Id of the event. */
        appointment      uuid not null,
        guardian_ref     text not null,
        organisation_ref text not null,
        valid_from       timestamptz not null,
        valid_until      timestamptz,
        accepted         boolean not null,
        /** The check for conflicts of interest on which it rests found none. */
        clear            boolean not null,
        suspended        boolean not null,
        /** Replaced for what lets it act no longer, whoever follows. */
        removed          boolean not null,
        /** An appeal body set the appointment aside. */
        annulled         boolean not null,
        conflict         text,
        successor_ref    text,
        /** When a successor that has accepted takes over, so that this mandate is over. */
        succeeded_from   timestamptz,
        primary key (child, appointment)
      );
      create index on guardian (guardian_ref);
      create index on guardian (organisation_ref)`,
  },
  initial: [],
  evolve: withFact,
  rows: (_, kept) => {
    const facts = factsAsRecorded(kept);
    const mandates = mandatesIn(facts);
    const appointments = new Map(restate(facts).map((fact) => [fact.id, fact]));
    // A parent who represents its child is no guardian.
    return { guardian: mandates.filter(({ parent }) => !parent).map((mandate) => rowOf(mandate, mandates, appointments.get(mandate.appointment)!)) };
  },
});

function rowOf(mandate: Mandate, mandates: readonly Mandate[], { id: appointment, data }: Fact): Row {
  const { guardianRef, from, until, accepted, clear, suspended, removed, annulled, conflict, successorRef } = mandate;
  return {
    appointment,
    guardian_ref: guardianRef,
    organisation_ref: (data as { organisationRef: string }).organisationRef,
    valid_from: from,
    valid_until: until,
    accepted, clear, suspended, removed, annulled, conflict,
    successor_ref: successorRef,
    succeeded_from: succeededFrom(mandate, mandates),
  };
}
