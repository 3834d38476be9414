import type { Fact } from '../decider/event.js';
import { isSince } from '../decider/since.js';
import type { InterpreterEvent, InterpreterReportedUnfit } from './interpreter.events.js';

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
  readonly unfit: readonly Fact<typeof InterpreterReportedUnfit>[];
  /** The languages that were named when the child was registered, with the registration. */
  readonly named?: { readonly languages: readonly string[]; readonly provenBy: string };
}

export const noInterpretation: Interpretation = { understandings: [], unfit: [] };

export function evolveInterpretation(state: Interpretation, fact: Fact<InterpreterEvent>): Interpretation {
  switch (fact.type) {
    case 'guardianship.InterpreterConfirmed':
    case 'guardianship.InterpreterFoundUnneeded': {
      const understanding: Understanding = { provenBy: fact.id, ...fact.data };
      const contradicted = state.unfit.some((report) => report.data.interpreterRef === understanding.interpreterRef && !isSince(fact, report));
      return contradicted ? state : { ...state, understandings: [...state.understandings, understanding] };
    }
    case 'guardianship.InterpreterReportedUnfit':
      return { ...state, unfit: [...state.unfit, fact], understandings: state.understandings.filter(({ interpreterRef }) => interpreterRef !== fact.data.interpreterRef) };
  }
}

/** The languages with which the child was registered. */
export function noteLanguages(state: Interpretation, { id, data }: Fact): Interpretation {
  return { ...state, named: { languages: (data as { languages?: readonly string[] }).languages ?? [], provenBy: id } };
}
