import type { Role } from './actor.js';
import type { Gate } from './gate.js';
import { Act, Decision, Report } from './statement.js';
import type { Subject } from './subject.js';

/**
 * The kinds of command. A fifth kind, ABSENT, is what nobody can send: to order detention, a forced return, a waiver.
 *
 * DECIDE exercises power over the child, is gated, and happens when it is taken. ATTEST certifies a step of the procedure and is checked for competence.
 * RECORD reports what happened and PROTECT asks for protection or remedy: neither is ever refused for being unlawful or unwelcome.
 */
export type Kind = 'DECIDE' | 'ATTEST' | 'RECORD' | 'PROTECT';

/** A report and a protection are taken from whoever is known; what they are good for follows from who sends them. */
export function isRefusedToNobody(kind: Kind): boolean {
  return kind === 'RECORD' || kind === 'PROTECT';
}

export interface CommandDeclaration<Name extends string = string, K extends Kind = Kind> {
  readonly name: Name;
  readonly kind: K;
  /** What the command does, in one sentence. A RECORD "reports", it never approves or confirms. */
  readonly summary: string;
  /** Whose stream it goes to. */
  readonly subject: Subject;
  /** True where the command begins the stream, whose id then follows from caller and key. */
  readonly starts: boolean;
  /** Who decides and attests; and of whom a report or a protection proves anything, whoever else may send one (ruling 14). */
  readonly by: readonly Role[];
  /** True of a report or a protection that only builds something up: nothing follows from it where the sender is none of those. */
  readonly constructive: boolean;
  /** Its own names of the fields that its events call otherwise. */
  readonly storedAs: Readonly<{ [fieldOfEvent: string]: string }>;
  /** Versions of the gate, oldest first; the newest is weighed. */
  readonly gate: readonly Gate[];
  /** Streams of others that the decision looks at, by name. */
  readonly reads: Reads;
}

/** Another stream, whole or as it stood at a revision. */
export type StreamRead = string | { readonly stream: string; readonly upTo: number };

/** What is read may follow from the command, from what its context knows of the child, and from the state where the child is. */
export type Reads = (command: never, child: { readonly subjectId: string; readonly state: never; readonly jurisdiction: string }) => readonly StreamRead[];

/** A command is `Decide(…)`, `Attest(…)`, `Record(…)` or `Protect(…)` with fields: request body, OpenAPI schema and intent in one. */
export type Command = (Act | Decision | Report) & { readonly type: string };

export interface CommandClass {
  new (): Command;
  readonly declaration: CommandDeclaration;
}

interface Options {
  summary: string;
  by: readonly Role[];
  constructive?: boolean;
  storedAs?: Readonly<{ [fieldOfEvent: string]: string }>;
  subject?: Subject;
  starts?: boolean;
  reads?: Reads;
}

/** Exercises power over the child: refused with every unmet guarantee of the gate. */
export function Decide<const Name extends string>(name: Name, options: Options & { gate: readonly Gate[] }) {
  abstract class Deciding extends Decision {
    static readonly declaration = declaration('DECIDE', name, options, options.gate);
    declare readonly type: Name;
  }
  return typed(Deciding, name);
}

/** Certifies a step of the procedure: refused only for competence and form. */
export function Attest<const Name extends string>(name: Name, options: Options) {
  abstract class Attestation extends Act {
    static readonly declaration = declaration('ATTEST', name, options, []);
    declare readonly type: Name;
  }
  return typed(Attestation, name);
}

/** Reports a fact, whoever caused it, lawful or not: never refused for its content. */
export function Record<const Name extends string>(name: Name, options: Options) {
  abstract class Recording extends Report {
    static readonly declaration = declaration('RECORD', name, options, []);
    declare readonly type: Name;
  }
  return typed(Recording, name);
}

/** Protects or remedies: never refused. The one with a precondition is emergency care, whose place must be open. */
export function Protect<const Name extends string>(name: Name, options: Options & { gate?: readonly Gate[] }) {
  abstract class Protection extends Act {
    static readonly declaration = declaration('PROTECT', name, options, options.gate ?? []);
    declare readonly type: Name;
  }
  return typed(Protection, name);
}

function declaration<const Name extends string, const K extends Kind>(kind: K, name: Name, options: Options, gate: readonly Gate[]): CommandDeclaration<Name, K> {
  const { summary, by, constructive = false, subject = 'child', starts = false, storedAs = {}, reads = () => [] } = options;
  return { name, kind, summary, by, constructive, subject, starts, storedAs, gate, reads };
}

/** The name stands on the prototype, read-only: no body can set it. */
function typed<C extends { prototype: object }>(commandClass: C, name: string): C {
  Object.defineProperty(commandClass.prototype, 'type', { value: name });
  return commandClass;
}
