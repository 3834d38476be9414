import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type { AttestSiblingsResolved, RecordSiblingOutcome } from './siblings.commands.js';
import type { SiblingsEvent } from './siblings.events.js';
import { exceptionsIn, type Siblings } from './siblings.state.js';

export type SiblingsCommand = AttestSiblingsResolved | RecordSiblingOutcome;

export function decideSiblings(command: SiblingsCommand, state: Siblings, { setting, occurredAt }: Occasion): readonly NewFact<SiblingsEvent>[] {
  switch (command.type) {
    case 'AttestSiblingsResolved': {
      const { siblings, reasons } = command;
      if (siblings.some(({ travelsTogether, exception }) => travelsTogether === 'YES' && exception)) {
        throw new BadForm('siblings', 'either travel together or are an exception');
      }
      const latest = setting.endOf('SIBLINGS_REVIEW', { from: occurredAt.from }).getTime();
      if (exceptionsIn({ siblings }).some(({ reviewBy }) => Date.parse(reviewBy) > latest)) throw new BadForm('siblings', 'are looked at again within the period in which an exception is reviewed');
      const alreadySo = state.contradictions.length === 0 && [...state.known.keys()].every((name) => state.meant.has(name)) && isSame(state.resolved?.data, { siblings, reasons });
      return alreadySo ? [] : [{ type: 'best-interests.SiblingsResolved', data: { siblings, reasons } }];
    }
    case 'RecordSiblingOutcome': {
      const { siblingRef, outcome, destinationState, goesOnIn } = command;
      return [{ type: 'best-interests.SiblingOutcomeReported', data: { siblingRef, outcome, destinationState, goesOnIn } }];
    }
  }
}
