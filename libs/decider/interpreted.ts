import type { Notes } from './context.js';
import type { Fact } from './event.js';
import { isSince } from './since.js';

/** What was said to a child counts in a language that it understands: its own, or its own through somebody whom it has confirmed. */

/** What is known of the languages of a child, and what Guardianship publishes of those who interpret; of a child that needs nobody, too. */
export interface Interpreters {
  /** The languages with which the child was registered. */
  readonly registered: readonly string[];
  readonly unfit: readonly Fact[];
  readonly confirmed: readonly Fact[];
}

export const noInterpreters: Interpreters = { registered: [], unfit: [], confirmed: [] };

/**
 * Whether what was said reached the child: in a language with which it was registered or which it was found to understand without help, or
 * through the interpreter whom it has confirmed for that language, before or since. A language that nobody has told of is the child's only
 * once the child has confirmed it.
 */
export function wasInterpreted(said: Fact, interpreters: Interpreters): boolean {
  const { language, interpreter, interpreterRef } = said.data as Partial<Said>;
  if (interpreter === 'PRESENT' && interpreterRef === undefined) return false;
  const confirmed = interpreters.confirmed.filter((each) => isOfSame(each, said) && (each.data as { childLanguage?: string }).childLanguage === language);
  const isOwn = interpreterRef === undefined && interpreters.registered.includes(language ?? '');
  return (isOwn || confirmed.length > 0) && wasFit(said, { ...interpreters, confirmed });
}

/** Whether nobody says that it did not arrive: what was said through somebody who is reported unfit is said again, through somebody whom the child has confirmed since. */
export function wasFit(said: Fact, { unfit, confirmed }: Interpreters): boolean {
  const fitSince = (report: Fact) => confirmed.some((each) => isOfSame(each, said) && each.revision < said.revision && isSince(each, report));
  return unfit.filter((report) => isOfSame(report, said)).every((report) => isSince(said, report) && fitSince(report));
}

/** With the languages that were named when the child was registered. */
export function withRegistered<State extends { readonly interpreters: Interpreters }>(state: State, { data }: Fact): State {
  return { ...state, interpreters: { ...state.interpreters, registered: (data as { languages?: readonly string[] }).languages ?? [] } };
}

/** Folds what is said of the languages of the child, and of interpreters, into a topic that keeps it. */
export function notesOfInterpreters<State extends { readonly interpreters: Interpreters }>(): Notes<State> {
  const confirmed = (state: State, fact: Fact): State => ({ ...state, interpreters: { ...state.interpreters, confirmed: [...state.interpreters.confirmed, fact] } });
  return {
    'identification.ChildFound': withRegistered,
    'guardianship.InterpreterConfirmed': confirmed,
    'guardianship.InterpreterFoundUnneeded': confirmed,
    // Who tells what it heard has put it into the other language all the same.
    'guardianship.InterpreterReportedUnfit': (state, fact) => ((fact.data as { unfitness?: string }).unfitness === 'BROKE_CONFIDENCE'
      ? state : { ...state, interpreters: { ...state.interpreters, unfit: [...state.interpreters.unfit, fact] } }),
  };
}

/** The types of the events that tell of the languages of a child and of those who interpret, for whoever looks back on them. */
export const tellingOfLanguages: readonly string[] = Object.keys(notesOfInterpreters());

/** What a record tells of them. */
export function interpretersIn(facts: readonly Fact[]): Interpreters {
  const notes = notesOfInterpreters<{ readonly interpreters: Interpreters }>();
  return facts.reduce((noted, fact) => notes[fact.type]?.(noted, fact) ?? noted, { interpreters: noInterpreters }).interpreters;
}

interface Said {
  readonly language: string;
  /** Whether one was there, where the event says so. */
  readonly interpreter: string;
  /** Left out where there was none. */
  readonly interpreterRef: string;
}

/** Of one interpreter, or both of none. */
function isOfSame(one: Fact, other: Fact): boolean {
  return interpreterIn(one) === interpreterIn(other);
}

function interpreterIn({ data }: Fact): string | undefined {
  return (data as { interpreterRef?: string }).interpreterRef;
}
