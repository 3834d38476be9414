import type { Purpose } from '../decider/actor.js';
import type { Fact } from '../decider/event.js';
import { versionsOf, type SharedEvent, type SharedField } from '../decider/shared.js';
import { knownBy, type Consumer, type GivenScope, type Scope } from './consumer.state.js';
import type { Selection } from './telling.js';

/** Of which events a service is told, whatever the fields. */
export interface Reach {
  readonly types: ReadonlySet<string>;
  /** Absent where it is told of all. */
  readonly jurisdictions?: readonly string[];
  /** The last position in the log of which it was told anything; absent where that goes on. */
  readonly until?: string;
}

/** What a service is told for one purpose. */
export interface Grant extends Reach {
  readonly purpose: Purpose;
  /** What there is to tell, by type, in the versions that were the newest when its scope was given. */
  readonly shared: ReadonlyMap<string, SharedEvent>;
  /** The fields of each type that it is told. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  /** What it is or ever was told of: of that it hears what is said later. */
  readonly ever: readonly Reach[];
}

/** The context of an event type. */
export function contextOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

/** The fields that are told only to a service whose scope names them, as it names them. */
export function namedFieldsOf({ type, fields }: Pick<SharedEvent, 'type' | 'fields'>): readonly string[] {
  return Object.entries(fields).filter(([, { named }]) => named).map(([name]) => `${type}.${name}`);
}

/** Undefined where the service may be told nothing for this purpose. @param newest what there is to tell, by type */
export function grantOf({ scope, former, scopes }: Consumer, purpose: Purpose, newest: ReadonlyMap<string, SharedEvent>): Grant | undefined {
  const known = knownBy({ scope, former });
  if (!known) return undefined;
  const shared = new Map([...newest].map(([type, event]) => [type, versionsOf(event)[(known.versions?.[type] ?? 1) - 1] ?? event]));
  if (!scope) {
    // Nothing but what is said of what it was told, and of that no more than that it was said.
    return scopes.some(({ purposes }) => purposes.includes(purpose)) ? { purpose, shared, types: new Set(), fields: new Map(), ever: everReached({ scopes }, purpose, shared) } : undefined;
  }
  if (!scope.purposes.includes(purpose)) return undefined;
  return {
    purpose, shared,
    ...reachOf(scope, purpose, shared),
    fields: new Map(typesOf(scope, purpose, shared).map((event) => [event.type, fieldsOf(event, scope, purpose)])),
    ever: everReached({ scope, scopes }, purpose, shared),
  };
}

/** What a service is or ever was told of for a purpose. What it was told for one that it has no more is spoken of later for each that it has: it still knows it. */
export function everReached({ scope, scopes }: Pick<Consumer, 'scope' | 'scopes'>, purpose: Purpose, newest: ReadonlyMap<string, SharedEvent>): readonly Reach[] {
  const dropped = new Set(scopes.flatMap(({ purposes }) => purposes).filter((each) => !scope?.purposes.includes(each)));
  return scopes.flatMap((each) => [...dropped.add(purpose)].map((told) => reachOf(each, told, newest)));
}

export function reaches({ types, jurisdictions, until }: Reach, { type, position, meta: { jurisdiction } }: Pick<Fact, 'type' | 'position'> & { readonly meta: Pick<Fact['meta'], 'jurisdiction'> }): boolean {
  return types.has(type) && (jurisdictions?.includes(jurisdiction) ?? true) && (until === undefined || position <= until);
}

/** What is told of what a service is or ever was told, whatever its scope names. */
export function laterOf({ ever, shared }: Pick<Grant, 'ever' | 'shared'>): readonly string[] {
  const isKnown = (type: string) => ever.some(({ types }) => types.has(type));
  return [...shared.values()].filter(({ about, takesBack = [] }) => about || takesBack.some(isKnown)).map(({ type }) => type);
}

/** Whether a service may ask for this under its grant. */
export function holds(grant: Grant, selection: Selection): boolean {
  // Of what it was told once it hears what is said later, and may ask for just that.
  const { ever, jurisdictions } = grant;
  const types = new Set([...ever.flatMap((reach) => [...reach.types]), ...laterOf(grant)]);
  const contexts = new Set([...types].map(contextOf));
  if (selection.types?.some((type) => !types.has(type)) || selection.contexts?.some((context) => !contexts.has(context))) return false;
  return !(jurisdictions && selection.jurisdictions?.some((state) => !ever.some((reach) => reach.jurisdictions?.includes(state) ?? true)));
}

function reachOf(scope: GivenScope, purpose: Purpose, shared: ReadonlyMap<string, SharedEvent>): Reach {
  return { types: new Set(typesOf(scope, purpose, shared).map(({ type }) => type)), ...(scope.jurisdictions && { jurisdictions: scope.jurisdictions }), ...(scope.until !== undefined && { until: scope.until }) };
}

/** A scope that was given before names nothing that is no longer told. */
function typesOf({ purposes, contexts, types }: Scope, purpose: Purpose, shared: ReadonlyMap<string, SharedEvent>): readonly SharedEvent[] {
  if (!purposes.includes(purpose)) return [];
  const events = types.filter((type) => contexts.includes(contextOf(type))).map((type) => shared.get(type));
  return events.filter((event) => event !== undefined).filter((event) => !event.about && event.purposes.includes(purpose));
}

function fieldsOf({ type, fields }: SharedEvent, scope: Scope, purpose: Purpose): readonly string[] {
  const isTold = ([name, { named, personal }]: [string, SharedField]) => (!named || scope.fields.includes(`${type}.${name}`)) && (personal?.includes(purpose) ?? true);
  return Object.entries(fields).filter(isTold).map(([name]) => name);
}
