import type { Command, CommandClass } from './command.js';
import type { EventDeclaration, Fact, NewFact } from './event.js';
import type { GateFact, Weighing } from './gate.js';

/** What a bounded context gives to the case file: its events, its fold, its commands, its decider and the facts that it vouches for. */
export interface BoundedContext<State = unknown> {
  readonly name: string;
  readonly subject: 'child' | 'facility';
  readonly events: readonly EventDeclaration[];
  readonly commands: readonly CommandClass[];
  readonly facts: readonly GateFact<State>[];
  readonly initial: State;
  evolve(state: State, fact: Fact): State;
  decide(command: Command, state: State, weighing: Weighing): readonly NewFact<EventDeclaration>[];
}

/** Checks a context's parts against each other and forgets their types, so that the case file can hold contexts in one list. */
export function boundedContext<State, E extends EventDeclaration, C extends Command>(context: {
  name: string;
  subject: 'child' | 'facility';
  events: readonly E[];
  commands: readonly object[];
  facts: readonly GateFact<State, never>[];
  initial: State;
  evolve: (state: State, fact: Fact<E>) => State;
  decide: (command: C, state: State, weighing: Weighing) => readonly NewFact<E>[];
}): BoundedContext<State> {
  const types = new Set(context.events.map((event) => event.type));
  return {
    ...(context as unknown as BoundedContext<State>),
    // The modules of commands are given whole; what is not a command class in them (nested parts of bodies) is left out.
    commands: context.commands.flatMap((module) => Object.values(module)).filter(isCommandClass),
    evolve: (state, fact) => (types.has(fact.type) ? context.evolve(state, fact as Fact<E>) : state),
  };
}

function isCommandClass(value: unknown): value is CommandClass {
  return typeof value === 'function' && 'declaration' in value;
}

/** The actor is not the one who may do this: answered 403, and no reason about the child. */
export class NotCompetent extends Error {}
/** The act has nothing to act on as the record stands: answered 409 with the sentence. For DECIDE and ATTEST only. */
export class NotApplicable extends Error {}
/** The body contradicts itself or names what does not exist in it: answered 400. */
export class BadForm extends Error {
  constructor(readonly field: string, sentence: string) {
    super(sentence);
  }
}
