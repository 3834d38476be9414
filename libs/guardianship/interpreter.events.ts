import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';

const interpreterRef = Type.String({ description: 'Pseudonymous reference of the interpreter.' });

/** How it was found out that the child understands and is understood. */
export const confirmations = ['TALKED_TO_EACH_OTHER', 'REPEATED_IN_OWN_WORDS', 'SAID_SO'] as const;
export const whyNoInterpreter = ['PROCEDURE_IN_THE_CHILDS_LANGUAGE', 'CHILD_SPEAKS_THE_LANGUAGE_OF_THE_PROCEDURE'] as const;
export const unfitnesses = [
  'NOT_UNDERSTOOD', 'WRONG_LANGUAGE', 'WRONG_DIALECT', 'NOT_NEUTRAL', 'BROKE_CONFIDENCE', 'SUMMARISED_OR_LEFT_OUT', 'ABSENT', 'INTERPRETER_NEEDED', 'OTHER',
] as const;

export const InterpreterConfirmed = event('guardianship.InterpreterConfirmed', 1,
  'The child confirmed that it understands the interpreter and is understood.', {
    interpreterRef,
    /** The language that the child speaks, ISO 639-3; signed languages have codes, too. */
    childLanguage: Type.String(),
    /** The language into which the interpreter puts it. */
    otherLanguage: Type.String(),
    confirmedHow: Type.Enum([...confirmations]),
  });

export const InterpreterFoundUnneeded = event('guardianship.InterpreterFoundUnneeded', 1,
  'The child confirmed that it understands and is understood without an interpreter.', {
    childLanguage: Type.String(),
    because: Type.Enum([...whyNoInterpreter]),
    confirmedHow: Type.Enum([...confirmations]),
  });

export const InterpreterReportedUnfit = event('guardianship.InterpreterReportedUnfit', 1,
  'Somebody reported that an interpreter is not fit, or that one is needed after all.', {
    interpreterRef: Type.Optional(interpreterRef),
    unfitness: Type.Enum([...unfitnesses]),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const interpreterEvents = [InterpreterConfirmed, InterpreterFoundUnneeded, InterpreterReportedUnfit] as const;
export type InterpreterEvent = (typeof interpreterEvents)[number];
