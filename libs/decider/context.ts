import { ruling, setAsideBy, type Annulments } from './annulment.js';
import type { Command, CommandClass, CommandDeclaration } from './command.js';
import type { Duty } from './duty.js';
import type { EventDeclaration, Fact, NewFact } from './event.js';
import type { FactCode, Gate, GateFact, Occasion } from './gate.js';
import type { Reaction } from './reaction.js';
import type { SharedEvent } from './shared.js';
import type { Subject } from './subject.js';

/** A fold over a stream, of which the state changes by some types of events alone. */
export interface Fold<State = unknown> {
  readonly initial: State;
  /** Left out where any event may change it. */
  readonly hears?: ReadonlySet<string>;
  evolve(state: State, fact: Fact): State;
}

/** What a bounded context gives to the case file: its events, its fold, its commands, its decider and the facts that it vouches for. */
export interface BoundedContext<State = unknown> {
  readonly name: string;
  readonly subject: Subject;
  readonly events: readonly EventDeclaration[];
  readonly commands: readonly CommandClass[];
  readonly facts: readonly GateFact<State>[];
  readonly initial: State;
  /** One for each topic; `evolve` does what they do together. */
  readonly folds: readonly Fold[];
  /** The state of the context of those of its topics. */
  join(states: readonly unknown[]): State;
  /** True where every event can be named, also one from which nothing follows and one that was retracted. */
  readonly namesAll?: true;
  evolve(state: State, fact: Fact): State;
  decide(command: Command, state: State, occasion: Occasion): readonly NewFact<EventDeclaration>[];
  /**
   * What a new fact of any context means for this one in the same instant, stored in the same append. `state` holds the fact already;
   * `fell` are the guarantees of the context's standing or watched decision that the fact has taken away. It halts and reopens, and never decides.
   * Of what a correction tells anew, `before` is how it was told until then, each time.
   */
  follow?(fact: Fact, state: State, fell: readonly FactCode[], before?: readonly Fact[]): readonly NewFact<EventDeclaration>[];
  /** The decision whose guarantees have to go on holding until it is carried out. */
  standing?(state: State): Standing | undefined;
  /** A decision on which others rest, in other streams, too: they are told when its guarantees fall. Nobody halts it. */
  watched?(state: State): Standing | undefined;
  /** Whether a person speaks for the child at an instant. */
  speaks?(state: State, personRef: string, at: Date): boolean;
  /** Whether a person is the child's lawyer. */
  defends?(state: State, personRef: string): boolean;
  /** Events of other contexts that this one folds, too. */
  readonly takesNoteOf: readonly string[];
  /** What is left of each of its decisions that an appeal body sets aside, by the type of its event. */
  readonly annulments: { readonly [type: string]: string };
  /** What the context's children are told of facts in other streams. */
  readonly reactions: readonly Reaction[];
  /** What somebody owes a child within a time, by the rules of this context. */
  readonly duties: readonly Duty[];
  /** What other services may be told of the context's events; of what is not here, nothing. */
  readonly shared?: readonly SharedEvent[];
}

/** A decision that was taken and not yet carried out, with what it was weighed for. */
export interface Standing {
  readonly gate: Gate;
  /** What the facts that look at the command see in its place: the fields of the decision. */
  readonly command: object;
  /** When it was decided. */
  readonly at: Date;
  /** Events that it is weighed without: by these it would be carried out, and its guarantees used up, if they were not doubted. */
  readonly without?: readonly string[];
}

/** Events of other contexts that a topic folds, too, by type: what they publish, never their state. */
export type Notes<State> = { readonly [type: string]: (state: State, fact: Fact) => State };

/** The parts of a context that go together: a decider with its own state. */
export interface Topic<State = unknown> {
  readonly events: readonly EventDeclaration[];
  readonly commands: readonly CommandClass[];
  readonly initial: State;
  evolve(state: State, fact: Fact): State;
  decide(command: Command, state: State, occasion: Occasion): readonly NewFact<EventDeclaration>[];
  readonly takesNoteOf: Notes<State>;
  readonly annulments: Annulments<State>;
}

/** The commands whose classes a module exports. */
type CommandsOf<Module> = Module extends unknown ? { [name in keyof Module]: Module[name] extends { new (): infer C extends Command; readonly declaration: CommandDeclaration } ? C : never }[keyof Module] : never;

interface TopicParts<State, E extends EventDeclaration, Module extends object> {
  events: readonly E[];
  /** The module of the topic's commands, whole: a class that is added to it needs no further mention, and does not compile without a case in `decide`. */
  commands: Module;
  initial: State;
  evolve: (state: State, fact: Fact<E>) => State;
  decide: (command: CommandsOf<Module>, state: State, occasion: Occasion) => readonly NewFact<E>[];
  takesNoteOf?: Notes<State>;
  annulments?: Annulments<State>;
}

/** Checks a topic's parts against each other and forgets their types, so that topics can be held in one list. */
export function topic<State, E extends EventDeclaration, Module extends object>(parts: TopicParts<State, E, Module>): Topic<State> {
  return { ...(parts as unknown as Topic<State>), takesNoteOf: parts.takesNoteOf ?? {}, annulments: parts.annulments ?? {}, commands: Object.values(parts.commands).filter(isCommandClass) };
}

/** A context of several topics: its state holds theirs, by name, and each event and command finds its own. */
export function contextOf<States extends object>(parts: {
  name: string;
  subject: Subject;
  topics: { readonly [name in keyof States]: Topic<States[name]> };
  facts: readonly GateFact<States, never>[];
  follow?: BoundedContext<States>['follow'];
  standing?: BoundedContext<States>['standing'];
  watched?: BoundedContext<States>['watched'];
  speaks?: BoundedContext<States>['speaks'];
  defends?: BoundedContext<States>['defends'];
  reactions?: readonly Reaction[];
  duties?: readonly Duty[];
  shared?: readonly SharedEvent[];
}): BoundedContext<States> {
  const topics = Object.entries<Topic>(parts.topics as never) as [keyof States, Topic][];
  const folds = topics.map(([, each]) => foldOf(each));
  const hearing = new Map<string, readonly (readonly [keyof States, Fold])[]>();
  const hearingOf = (type: string) => {
    const known = hearing.get(type) ?? topics.map(([name], index) => [name, folds[index]!] as const).filter(([, { hears }]) => hears?.has(type));
    hearing.set(type, known);
    return known;
  };
  const byCommand = new Map(topics.flatMap(([name, { commands }]) => commands.map((command) => [command.declaration.name, name] as const)));
  return {
    name: parts.name,
    subject: parts.subject,
    events: topics.flatMap(([, { events }]) => events),
    commands: topics.flatMap(([, { commands }]) => commands),
    facts: parts.facts as readonly GateFact<States>[],
    initial: Object.fromEntries(topics.map(([name, { initial }]) => [name, initial])) as States,
    takesNoteOf: topics.flatMap(([, { takesNoteOf, annulments }]) => [...Object.keys(takesNoteOf), ...(Object.keys(annulments).length > 0 ? [ruling] : [])]),
    annulments: Object.fromEntries(topics.flatMap(([, { annulments }]) => Object.entries(annulments).map(([type, { means }]) => [type, means]))),
    folds,
    join: (states) => Object.fromEntries(topics.map(([name], index) => [name, states[index]])) as States,
    evolve: (state, fact) => hearingOf(fact.type).reduce((evolved, [name, fold]) => ({ ...evolved, [name]: fold.evolve(evolved[name], fact) }), state),
    follow: parts.follow,
    standing: parts.standing,
    watched: parts.watched,
    speaks: parts.speaks,
    defends: parts.defends,
    reactions: parts.reactions ?? [],
    duties: parts.duties ?? [],
    shared: parts.shared ?? [],
    decide(command, state, occasion) {
      const name = byCommand.get(command.type);
      if (name === undefined) throw new Error(`${command.type} is no command of ${parts.name}`);
      return parts.topics[name].decide(command, state[name], occasion);
    },
  };
}

/** What a topic hears are its own events and those of others that it takes note of; of a ruling, that one of its decisions is set aside. */
function foldOf<State>({ events, initial, evolve, takesNoteOf, annulments }: Topic<State>): Fold {
  const own = new Set(events.map(({ type }) => type));
  const withouts = Object.values(annulments).flatMap(({ without }) => without ?? []);
  const fold: Fold<State> = {
    initial,
    hears: new Set([...own, ...Object.keys(takesNoteOf), ...(withouts.length > 0 ? [ruling] : [])]),
    evolve(state, fact) {
      const evolved = own.has(fact.type) ? evolve(state, fact) : state;
      const told = takesNoteOf[fact.type]?.(evolved, fact) ?? evolved;
      const decision = setAsideBy(fact);
      return decision === undefined ? told : withouts.reduce((left, without) => without(left, decision), told);
    },
  };
  return fold as Fold;
}

/** A context of a single topic: its state is the context's. */
export function boundedContext<State, E extends EventDeclaration, Module extends object>(parts: TopicParts<State, E, Module> & {
  name: string;
  subject: Subject;
  facts: readonly GateFact<State, never>[];
  shared?: readonly SharedEvent[];
}): BoundedContext<State> {
  const { name, subject, facts, shared = [] } = parts;
  const only = topic(parts);
  const fold = foldOf(only);
  return {
    ...only, folds: [fold], join: ([state]) => state as State, name, subject, annulments: {}, reactions: [], duties: [], shared, facts: facts as readonly GateFact<State>[], takesNoteOf: Object.keys(only.takesNoteOf),
    evolve: (state, fact) => fold.evolve(state, fact) as State,
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
