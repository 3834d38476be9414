import { corrections } from '../case-file/record.events.js';
import { corridorIn, streamOfCorridor } from '../decider/corridor.js';
import { subjectOf } from '../decider/subject.js';
import { projection } from '../event-store/projection.js';
import { factsAsRecorded, withFact, type KeptFacts } from './kept-facts.js';
import { suspensionsIn } from './suspensions.js';

/** Every suspension between two states, with its end. */
export const corridors = projection<KeptFacts>({
  name: 'corridors', version: 1, types: ['corridor.', ...corrections], streams: ['corridor-'], keyColumn: 'corridor',
  key: ({ stream }) => (subjectOf(stream) === 'corridor' ? corridorIn(stream) : undefined),
  stream: streamOfCorridor,
  tables: {
    suspension: `
      create table suspension (
        corridor          text not null,
        /** Id of the event. */
        declaration       uuid not null,
        from_state        text not null,
        to_state          text not null,
        ref               text not null,
        declared_by_state text not null,
        cause             text not null,
        scope             text not null,
        legal_basis       text not null,
        suspended_from    timestamptz not null,
        review_by         timestamptz not null,
        retracted         boolean not null,
        ended_by          uuid,
        primary key (corridor, declaration)
      );
      create index on suspension (review_by) where ended_by is null`,
  },
  initial: [],
  evolve: withFact,
  rows: (corridor, kept) => {
    const [from_state, to_state] = corridor.split('-');
    return {
      suspension: suspensionsIn(factsAsRecorded(kept)).map(({ declaration, ref, declaredByState, cause, scope, legalBasis, from, reviewBy, retracted, endedBy }) => ({
        declaration, from_state, to_state, ref, declared_by_state: declaredByState, cause, scope, legal_basis: legalBasis, suspended_from: from, review_by: reviewBy, retracted, ended_by: endedBy,
      })),
    };
  },
});
