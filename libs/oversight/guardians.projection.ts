import { restatedInEachReading } from '../case-file/case-file.js';
import { corrections } from '../case-file/record.events.js';
import { projection, type Row } from '../event-store/projection.js';
import { guardianship } from '../guardianship/guardianship.context.js';
import { isSucceeded, type Mandate } from '../guardianship/representative.state.js';
import type { Fact } from '../decider/event.js';
import { factsAsRecorded, factsAsRestated, withFact, type KeptFacts } from './kept-facts.js';

/** Every mandate to represent a child, and what became of it. Whether it is active depends on the instant that a query asks for. */
export const guardians = projection<KeptFacts>({
  name: 'guardians', version: 5,
  types: ['guardianship.', 'best-interests.ParentalDisputeReported', 'record.Disputed', ...corrections],
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
        /** An appeal body set the appointment aside. */
        annulled         boolean not null,
        conflict         text,
        successor_ref    text,
        /** The successor has accepted, so that this mandate is over. */
        succeeded        boolean not null,
        primary key (child, appointment)
      );
      create index on guardian (guardian_ref);
      create index on guardian (organisation_ref)`,
  },
  initial: [],
  evolve: withFact,
  rows: (_, kept) => {
    const facts = factsAsRestated(kept);
    const mandates = mandatesIn(facts);
    const [heard = facts] = restatedInEachReading(factsAsRecorded(kept));
    const stands = new Map(mandatesIn(heard).map((mandate) => [mandate.appointment, mandate]));
    // A parent who represents its child is no guardian.
    return { guardian: mandates.filter(({ parent }) => !parent).map((mandate) => rowOf(mandate, mandates, stands.get(mandate.appointment), facts)) };
  },
});

function mandatesIn(facts: readonly Fact[]): readonly Mandate[] {
  return facts.reduce(guardianship.evolve, guardianship.initial).representation.mandates;
}

/** @param stands what is left of it by the word of the child: nobody acts on what the child says is not so */
function rowOf(mandate: Mandate, mandates: readonly Mandate[], stands: Mandate | undefined, facts: readonly Fact[]): Row {
  const { guardianRef, from, until, accepted, clear, suspended, annulled, conflict, successorRef, appointment: id } = mandate;
  const appointment = facts.find((fact) => fact.id === id)!;
  return {
    appointment: id,
    guardian_ref: guardianRef,
    organisation_ref: (appointment.data as { organisationRef: string }).organisationRef,
    valid_from: from,
    valid_until: until,
    accepted: accepted && stands?.accepted === true,
    clear: clear && stands?.clear === true,
    suspended, annulled, conflict,
    successor_ref: successorRef,
    succeeded: isSucceeded(mandate, mandates),
  };
}
