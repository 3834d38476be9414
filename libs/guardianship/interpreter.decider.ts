import { BadForm, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import type { AttestInterpreterUnneeded, ConfirmInterpreter, RecordInterpreterUnfit } from './interpreter.commands.js';
import type { InterpreterEvent } from './interpreter.events.js';
import type { Interpretation } from './interpreter.state.js';

export type InterpreterCommand = ConfirmInterpreter | AttestInterpreterUnneeded | RecordInterpreterUnfit;

export function decideInterpretation(command: InterpreterCommand, state: Interpretation, { actor }: Weighing): readonly NewFact<InterpreterEvent>[] {
  const inForce = state.understandings.at(-1);
  switch (command.type) {
    case 'ConfirmInterpreter': {
      const { interpreterRef, childLanguage, otherLanguage, confirmedHow } = command;
      if (otherLanguage === childLanguage) throw new BadForm('otherLanguage', 'is another language than that of the child');
      // Whether the child understands the interpreter is not for the interpreter to say.
      if (interpreterRef === actor.actorRef) throw new NotCompetent();
      const alreadySo = inForce?.interpreterRef === interpreterRef && inForce.childLanguage === childLanguage && inForce.otherLanguage === otherLanguage
        && inForce.confirmedHow === confirmedHow;
      return alreadySo ? [] : [{ type: 'guardianship.InterpreterConfirmed', data: { interpreterRef, childLanguage, otherLanguage, confirmedHow } }];
    }
    case 'AttestInterpreterUnneeded': {
      const { childLanguage, because, confirmedHow } = command;
      const alreadySo = inForce?.because === because && inForce.childLanguage === childLanguage && inForce.confirmedHow === confirmedHow;
      return alreadySo ? [] : [{ type: 'guardianship.InterpreterFoundUnneeded', data: { childLanguage, because, confirmedHow } }];
    }
    case 'RecordInterpreterUnfit': {
      const { interpreterRef, unfitness, statement } = command;
      return [{ type: 'guardianship.InterpreterReportedUnfit', data: { interpreterRef, unfitness, statement } }];
    }
  }
}
