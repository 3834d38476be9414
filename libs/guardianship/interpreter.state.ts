import type { Fact } from '../decider/event.js';
import type { InterpreterEvent } from './interpreter.events.js';

/** How the child and those who act about it understand each other, as the child confirmed. */
export interface Understanding {
  readonly provenBy: string;
  /** Absent where none is needed. */
  readonly interpreterRef?: string;
  readonly childLanguage: string;
  readonly otherLanguage?: string;
  /** Why none is needed. */
  readonly because?: string;
  readonly confirmedHow: string;
}

export interface Interpretation {
  /** What the child confirmed and nobody has contradicted, oldest first. */
  readonly understandings: readonly Understanding[];
  /** The languages that were named when the child was registered, with the registration. */
  readonly named?: { readonly languages: readonly string[]; readonly provenBy: string };
}

export const noInterpretation: Interpretation = { understandings: [] };

export function evolveInterpretation(state: Interpretation, fact: Fact<InterpreterEvent>): Interpretation {
  switch (fact.type) {
    case 'guardianship.InterpreterConfirmed':
    case 'guardianship.InterpreterFoundUnneeded':
      return { ...state, understandings: [...state.understandings, { provenBy: fact.id, ...fact.data }] };
    case 'guardianship.InterpreterReportedUnfit':
      return { ...state, understandings: state.understandings.filter(({ interpreterRef }) => interpreterRef !== fact.data.interpreterRef) };
  }
}

/** The languages with which the child was registered. */
export function noteLanguages(state: Interpretation, { id, data }: Fact): Interpretation {
  return { ...state, named: { languages: (data as { languages?: readonly string[] }).languages ?? [], provenBy: id } };
}
