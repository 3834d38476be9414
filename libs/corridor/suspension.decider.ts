import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import { assertDocumentShown } from '../decider/statement.js';
import type { AttestTransfersResumed, RecordSuspension } from './suspension.commands.js';
import type { SuspensionEvent } from './suspension.events.js';

export type SuspensionCommand = RecordSuspension | AttestTransfersResumed;

/** Neither looks at what stands: two reports are two facts, and also a suspension whose report was retracted is over only once that is attested. */
export function decideSuspensions(command: SuspensionCommand): readonly NewFact<SuspensionEvent>[] {
  switch (command.type) {
    case 'RecordSuspension': {
      const { suspensionRef, declaredByState, declaredBy, cause, scope, legalBasis, from, reviewBy } = command;
      if (Date.parse(reviewBy) <= Date.parse(from)) throw new BadForm('reviewBy', 'lies after the instant from which transfers are suspended');
      return [{ type: 'corridor.SuspensionDeclared', data: { suspensionRef, declaredByState, declaredBy, cause, scope, legalBasis, from, reviewBy } }];
    }
    case 'AttestTransfersResumed': {
      assertDocumentShown(command);
      return [{ type: 'corridor.TransfersResumed', data: { suspensionRef: command.suspensionRef } }];
    }
  }
}
