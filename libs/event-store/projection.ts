import { hash } from 'node:crypto';
import pg from 'pg';
import type { EventDeclaration, Fact } from '../decider/event.js';
import type { Filter, Json } from './port.js';

/** A row of a read model, by column. A column that is left out is null. */
export type Row = { readonly [column: string]: Json | undefined };
export type Rows = { readonly [table: string]: readonly Row[] };

/** Where a fact stands, without what it says. */
export type Coordinates = Pick<Fact, 'stream' | 'type'>;

/**
 * A read model, written as a pure fold: a state per key (a child, as a rule), and the rows that follow from that state alone.
 * Nothing else decides what stands in the tables, so that they can be filled again from the log at any time and come out equal.
 * Whoever changes a part of it raises its version: the new one is filled beside the old one, then takes its place.
 */
export interface Projection<State = unknown> {
  readonly name: string;
  readonly version: number;
  /** How the types of the events that it folds begin; left out, it sees whole streams, and a gap in one is noticed. */
  readonly types?: readonly string[];
  /** How the names of the streams begin that it folds. */
  readonly streams: readonly string[];
  /** SQL by table: `create table <name> …`, and its indexes. Readers find the table as `read.<name>`. */
  readonly tables: { readonly [table: string]: string };
  /**
   * Those of the tables that keep what was known when: a row that a fact made so stays, with the position of that fact (`known_from`)
   * and of the one that made it so no longer (`known_to`, empty while it stands). The columns are added to what the SQL declares,
   * which names no primary key: a row can come back. Versions follow the facts one by one, never the batches they came in.
   */
  readonly asKnown: readonly string[];
  /** Views on these tables, as their select statements; readers find them as `read.<name>`, too. */
  readonly views: { readonly [view: string]: string };
  /** Versions of the rules and data that the rows follow from besides the facts: another one of them is another version of this. */
  readonly basedOn: readonly string[];
  /** The column of every table that holds the key. */
  readonly keyColumn: string;
  /** Whose state a fact changes; undefined where nobody's. It is given no data, since those may be unfit. */
  readonly key: (fact: Coordinates) => string | undefined;
  /** The stream that holds the facts of a key, to fold it anew. */
  readonly stream: (key: string) => string;
  /** Like every state a JSON value: it is stored between batches, and a fold must not notice. */
  readonly initial: State;
  readonly evolve: (state: State, fact: Fact) => State;
  /**
   * Keys whose rows rest on the state of this one, and whose states its own rows rest on: named by either, of whatever is folded so far. The rows
   * of all of them are told anew with each fact of one. None, as a rule.
   */
  readonly around: (key: string, state: State) => readonly string[];
  /** @param states of the key and of all that belong together with it */
  readonly rows: (key: string, state: State, states?: ReadonlyMap<string, State>) => Rows;
}

/** Fills in what is usual, a fold per child, checks the names, and forgets the types, so that projections can stand in one list. */
export function projection<State, E extends EventDeclaration = EventDeclaration>(parts: {
  name: string;
  version: number;
  types?: readonly string[];
  streams?: readonly string[];
  tables: { readonly [table: string]: string };
  asKnown?: readonly string[];
  views?: { readonly [view: string]: string };
  basedOn?: readonly string[];
  keyColumn?: string;
  key?: (fact: Coordinates) => string | undefined;
  stream?: (key: string) => string;
  initial: State;
  evolve: (state: State, fact: Fact<E>) => State;
  around?: (key: string, state: State) => readonly string[];
  rows: (key: string, state: State, states?: ReadonlyMap<string, State>) => Rows;
}): Projection {
  const usual = { streams: ['child-'], views: {}, asKnown: [], basedOn: [], keyColumn: 'child', key: childOf, stream: (key: string) => `child-${key}`, around: alone };
  const complete = { ...usual, ...parts } as unknown as Projection;
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(complete.name)) throw new Error(`a projection is named in lower case, at most 31 letters: ${complete.name}`);
  if (!Number.isSafeInteger(complete.version) || complete.version < 1) throw new Error(`versions of ${complete.name} are whole numbers from 1`);
  for (const name of [...relationsOf(complete), complete.keyColumn]) {
    if (!/^[a-z][a-z0-9_]{0,50}$/.test(name)) throw new Error(`tables, views and columns are named in lower case: ${name}`);
  }
  if (parts.around && complete.asKnown.length > 0) throw new Error(`${complete.name} keeps what was known when, by the facts of one key`);
  for (const table of complete.asKnown) if (!(table in complete.tables)) throw new Error(`${complete.name} has no table ${table}`);
  return complete;
}

const alone = (): readonly string[] => [];

/** Whether each key has its facts in one stream, and rows that rest on no other key: streams can be taken in at once then, in any order. */
export function isByStream({ around, streams, key, stream }: Projection): boolean {
  return around === alone && streams.map((beginning) => `${beginning}1`).every((name) => {
    const of = key({ stream: name, type: '' });
    return of === undefined || stream(of) === name;
  });
}

export function childOf({ stream }: Coordinates): string | undefined {
  return stream.startsWith('child-') ? stream.slice('child-'.length) : undefined;
}

/** Of the contexts that it folds a part of it is shown all: a type that this program does not know may be one that it needs. */
export function filterOf({ types, streams }: Projection): Filter {
  return { ...(types ? { types: [...new Set(types.map((type) => type.slice(0, type.indexOf('.') + 1)))] } : {}), streams };
}

/** Whether it folds events of this type, rather than only having to know of them. */
export function folds({ types }: Projection, type: string): boolean {
  return types === undefined || types.some((prefix) => type.startsWith(prefix));
}

/** What readers find in the schema `read`. */
export function relationsOf({ tables, views }: Projection): readonly string[] {
  return [...Object.keys(tables), ...Object.keys(views)];
}

/** What must not change without a new version, as a fingerprint. The functions are left to the specs. */
export function declarationOf({ types, streams, tables, asKnown, views, basedOn, keyColumn }: Projection): string {
  return hash('sha256', JSON.stringify([types, streams, tables, views, basedOn, keyColumn, ...(asKnown.length > 0 ? [asKnown] : [])]));
}

/** Condition on a table that keeps what was known when: its rows as they stood at a position of the log. */
export function standsAt(position: string, table = ''): string {
  const of = table && `${table}.`;
  return `${of}known_from <= ${position} and (${of}known_to is null or ${of}known_to > ${position})`;
}

/** One filling of a projection: its row in follower.projection. Generation 2 is the same version, filled again beside the first. */
export interface Filling {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
}

/** The schema that holds the tables of a filling, quoted. */
export function schemaOf({ name, version, generation }: Filling): string {
  return named(`${name.replaceAll('-', '_')}_v${version}_${generation}`);
}

/** A table, view or column, quoted. */
export function named(identifier: string): string {
  return pg.escapeIdentifier(identifier);
}
