import type { Fact } from '../decider/event.js';
import { childIn, concernsOfKin, streamOfChild } from '../decider/kin.js';
import { reaction, type Concern } from '../decider/reaction.js';
import type { BestInterestsDetermined } from './determination.events.js';
import { RecordSiblingOutcome } from './siblings.commands.js';
import type { SiblingOutcomeReported } from './siblings.events.js';

const goesOn = 'best-interests.SiblingOutcomeReported';
const toSiblings = {
  tell: RecordSiblingOutcome,
  source: { kind: 'DOCUMENT', reliability: 'CONFIRMED' },
  concernedBy: ['identification.FamilyLinkReported', goesOn],
  concerns: concernsOfSiblings,
} as const;
const undecided = (fact: Fact) => ({ subject: fact.stream, body: { siblingRef: childIn(fact), outcome: 'UNDECIDED' as const } });

/** What is determined for a child, and what is open again, its siblings hear of: they take the same road, or it is known why not. */
export const siblingOutcome = reaction({
  name: 'sibling-outcome', version: 6,
  ...toSiblings,
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
    // Nor while it cannot leave, whether or not its own journey was authorised by then: it would be left behind alone.
    'repatriation.ProtectionClaimOpened': undecided,
    'repatriation.CoercionReported': undecided,
    'repatriation.ConsentWithdrawn': undecided,
    'repatriation.OriginReadinessWithdrawn': undecided,
    'reintegration.CarerWithdrawn': undecided,
    'reintegration.MissingReported': undecided,
    'guardianship.GuardianSuspended': undecided,
    'guardianship.ConflictDeclared': undecided,
    'identification.DeprivationStarted': (fact) => ((fact.data as { mayLeave?: string }).mayLeave === 'YES' ? undefined : undecided(fact)),
    'identification.DeathReported': undecided,
    // Whatever is corrected about a determination, or said not to be so, somebody has to look at it before siblings travel on it.
    'record.Corrected': ofDetermination,
    'record.Retracted': ofDetermination,
    'record.Disputed': ofDetermination,
  },
});

const byItself = (fact: Fact) => ({ subject: fact.stream, body: { ...undecided(fact).body, goesOnIn: childIn(fact) } });

/** Whose sibling's record is merged into another one, or split from it again, hears of that, and of what becomes of it there (ruling 35): apart, so that it is the last news of that record for whoever is linked to it later. */
export const siblingRecord = reaction({
  name: 'sibling-record', version: 2,
  ...toSiblings,
  news: {
    'identification.MergedInto': (fact) => {
      const { survivorRef } = fact.data as unknown as { survivorRef: string };
      return { subject: fact.stream, body: { ...undecided(fact).body, goesOnIn: survivorRef } };
    },
    'identification.SplitFrom': byItself,
    'identification.MergeLapsed': byItself,
  },
});

function concernsOfSiblings(fact: Fact): readonly Concern[] {
  if (fact.type !== goesOn) {
    // A correction may give the record alone, of a link whose relation stays as it was.
    return concernsOfKin(fact, (relation) => relation === undefined || relation === 'SIBLING');
  }
  const { goesOnIn } = (fact as unknown as Fact<typeof SiblingOutcomeReported>).data;
  return goesOnIn === undefined || streamOfChild(goesOnIn) === fact.stream ? [] : [{ child: childIn(fact), subject: streamOfChild(goesOnIn) }];
}

function ofDetermination(fact: Fact): ReturnType<typeof undecided> | undefined {
  return (fact.data as { targetType?: string }).targetType === 'best-interests.BestInterestsDetermined' ? undecided(fact) : undefined;
}
