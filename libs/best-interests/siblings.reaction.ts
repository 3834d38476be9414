import type { Fact } from '../decider/event.js';
import { childIn, concernsOfKin } from '../decider/kin.js';
import { reaction } from '../decider/reaction.js';
import type { BestInterestsDetermined } from './determination.events.js';
import { RecordSiblingOutcome } from './siblings.commands.js';

const undecided = (fact: Fact) => ({ subject: fact.stream, body: { siblingRef: childIn(fact), outcome: 'UNDECIDED' as const } });

/** What is determined for a child, and what is open again, its siblings hear of: they take the same road, or it is known why not. */
export const siblingOutcome = reaction({
  name: 'sibling-outcome', version: 4,
  tell: RecordSiblingOutcome,
  source: { kind: 'DOCUMENT', reliability: 'CONFIRMED' },
  news: {
    'best-interests.BestInterestsDetermined': (fact) => {
      const { outcome, destinationState } = (fact as unknown as Fact<typeof BestInterestsDetermined>).data;
      return { subject: fact.stream, body: { siblingRef: childIn(fact), outcome, destinationState } };
    },
    'best-interests.DeterminationReopened': undecided,
    'best-interests.DeterminationUnsettled': undecided,
    // Whoever is to travel together with it does not leave without it.
    'repatriation.TransferHalted': undecided,
    'repatriation.AppealLodged': undecided,
    'identification.DeathReported': undecided,
    // Whatever is corrected about a determination, or said not to be so, somebody has to look at it before siblings travel on it.
    'record.Corrected': ofDetermination,
    'record.Retracted': ofDetermination,
    'record.Disputed': ofDetermination,
  },
  concernedBy: ['identification.FamilyLinkReported'],
  // A correction may give the record alone, of a link whose relation stays as it was.
  concerns: (fact) => concernsOfKin(fact, (relation) => relation === undefined || relation === 'SIBLING'),
});

function ofDetermination(fact: Fact): ReturnType<typeof undecided> | undefined {
  return (fact.data as { targetType?: string }).targetType === 'best-interests.BestInterestsDetermined' ? undecided(fact) : undefined;
}
