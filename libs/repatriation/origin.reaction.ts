import type { Fact } from '../decider/event.js';
import { childIn } from '../decider/kin.js';
import { reaction } from '../decider/reaction.js';
import { RecordSuspension } from './origin.commands.js';
import type { SuspensionReported } from './origin.events.js';

const between = ({ meta }: Fact, destinationState: string): string => `transfers:${meta.jurisdiction}:${destinationState}`;
const ofSuspension = ['repatriation.SuspensionReported', 'repatriation.SuspensionEnded'];

/** Transfers between two states are suspended for every child on that road, whoever's record it was reported in (A4, case 16; ruling 22). */
export const transfersSuspended = reaction({
  name: 'transfers-suspended', version: 1,
  tell: RecordSuspension,
  source: { kind: 'AUTHORITY_NOTICE', reliability: 'PROBABLE' },
  news: {
    'repatriation.SuspensionReported': (fact) => {
      // What a machine has told is not told on.
      if (fact.meta.recordedBy.role === 'SERVICE') return undefined;
      const { suspensionRef = fact.id, destinationState, cause, declaredBy, reviewBy } = (fact as unknown as Fact<typeof SuspensionReported>).data;
      return { subject: between(fact, destinationState), body: { suspensionRef, destinationState, cause, declaredBy, reviewBy } };
    },
    // Who was told needs it attested, as a machine attests nothing; who comes later is not told any more.
    'repatriation.SuspensionEnded': (fact) => ({ subject: between(fact, (fact.data as { destinationState: string }).destinationState) }),
  },
  concernedBy: ['repatriation.', 'reintegration.'],
  concerns: (fact) => {
    const { destinationState } = fact.data as { destinationState?: string };
    return destinationState === undefined || ofSuspension.includes(fact.type) ? [] : [{ child: childIn(fact), subject: between(fact, destinationState) }];
  },
});
