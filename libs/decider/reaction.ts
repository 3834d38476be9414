import type { CommandClass, CommandDeclaration } from './command.js';
import type { Fact, Source } from './event.js';
import type { Act, Report } from './statement.js';

/** What a machine may send: it reports and protects, and never decides or certifies (SEP-7). */
export type MechanicalCommand = CommandClass & { readonly declaration: CommandDeclaration<string, 'RECORD' | 'PROTECT'> };

/** What a fact says of a subject beyond one child: a place, two states, a sibling, a person. All children who are concerned by it are told. */
export interface News<Body = object> {
  readonly subject: string;
  /** What the children are told, but for the one in whose stream it stands; left out where there is nothing to tell any more to those who come later. */
  readonly body?: Body;
}

/** That a child is concerned by whatever becomes of a subject, from here on and for good: its own record judges whether it still matters. */
export interface Concern {
  readonly child: string;
  readonly subject: string;
  /** The revision of the stream with the news up to which this fact has taken them into account; left out, none of them. */
  readonly upTo?: number;
}

/**
 * A fact that concerns other streams, and the command that tells them, followed from the log. News and concerns meet in whatever order
 * they come: each child is told once of each news that comes after its concern, and of the last one before it.
 * Whoever changes a part of it raises its version: the whole log is gone through again, and whoever was told before is not told twice.
 */
export interface Reaction {
  readonly name: string;
  readonly version: number;
  readonly tell: MechanicalCommand;
  /** Where the knowledge comes from, for the reports. */
  readonly source: Source;
  /** By type of event; undefined where this one is no news to anybody. */
  readonly news: { readonly [type: string]: (fact: Fact) => News | undefined };
  /** How the types of the events begin that may concern a child by what they say; corrections of them are given with the corrected fields alone. */
  readonly concernedBy: readonly string[];
  readonly concerns: (fact: Fact) => readonly Concern[];
}

type BodyOf<Command> = Omit<Command, 'type' | keyof Act | keyof Report>;

export function reaction<C extends MechanicalCommand>(parts: Omit<Reaction, 'tell' | 'news'> & {
  tell: C;
  news: { readonly [type: string]: (fact: Fact) => News<BodyOf<InstanceType<C>>> | undefined };
}): Reaction {
  const { kind, name, subject, starts } = parts.tell.declaration as CommandDeclaration;
  if (kind === 'DECIDE' || kind === 'ATTEST') throw new Error(`${parts.name} may tell what happened and protect, and ${name} does neither`);
  if (subject !== 'child' || starts) throw new Error(`${parts.name} tells children that have a record, and ${name} does not go to one`);
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(parts.name)) throw new Error(`a reaction is named in lower case, at most 31 letters: ${parts.name}`);
  return parts;
}
