import type { Notes } from './context.js';
import type { Fact } from './event.js';
import { isSince } from './since.js';

/** What was said through an interpreter, or without one, counts as long as nobody says that it did not arrive. */

/** What Guardianship publishes of those who interpret; of a child that needs nobody, too. */
export interface Interpreters {
  readonly unfit: readonly Fact[];
  readonly confirmed: readonly Fact[];
}

export const noInterpreters: Interpreters = { unfit: [], confirmed: [] };

/** What was said through somebody who is reported unfit is said again, through somebody whom the child has confirmed since. */
export function wasInterpreted(said: Fact, { unfit, confirmed }: Interpreters): boolean {
  const fitSince = (report: Fact) => confirmed.some((each) => isOfSame(each, said) && each.revision < said.revision && isSince(each, report));
  return unfit.filter((report) => isOfSame(report, said)).every((report) => isSince(said, report) && fitSince(report));
}

/** Folds what Guardianship says of interpreters into a topic that keeps it; `fell` takes away what was said through one who is reported unfit. */
export function notesOfInterpreters<State extends { readonly interpreters: Interpreters }>(fell: (state: State) => State = (state) => state): Notes<State> {
  const confirmed = (state: State, fact: Fact): State => ({ ...state, interpreters: { ...state.interpreters, confirmed: [...state.interpreters.confirmed, fact] } });
  return {
    'guardianship.InterpreterConfirmed': confirmed,
    'guardianship.InterpreterFoundUnneeded': confirmed,
    // Who tells what it heard has put it into the other language all the same.
    'guardianship.InterpreterReportedUnfit': (state, fact) => ((fact.data as { unfitness?: string }).unfitness === 'BROKE_CONFIDENCE'
      ? state : fell({ ...state, interpreters: { ...state.interpreters, unfit: [...state.interpreters.unfit, fact] } })),
  };
}

/** Of one interpreter, or both of none. */
function isOfSame(one: Fact, other: Fact): boolean {
  return interpreterIn(one) === interpreterIn(other);
}

function interpreterIn({ data }: Fact): string | undefined {
  return (data as { interpreterRef?: string }).interpreterRef;
}
