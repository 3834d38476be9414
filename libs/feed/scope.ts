import type { Purpose } from '../decider/actor.js';
import { versionsOf, type SharedEvent, type SharedField } from '../decider/shared.js';
import type { Consumer, Scope } from './consumer.state.js';
import type { Selection } from './telling.js';

/** Of which events a service is told, whatever the fields. */
export interface Reach {
  readonly types: ReadonlySet<string>;
  /** Absent where it is told of all. */
  readonly jurisdictions?: readonly string[];
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
export function grantOf({ scope, scopes }: Consumer, purpose: Purpose, newest: ReadonlyMap<string, SharedEvent>): Grant | undefined {
  if (!scope?.purposes.includes(purpose)) return undefined;
  const shared = new Map([...newest].map(([type, event]) => [type, versionsOf(event)[(scope.versions?.[type] ?? 1) - 1] ?? event]));
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

export function reaches({ types, jurisdictions }: Reach, type: string, jurisdiction: string): boolean {
  return types.has(type) && (jurisdictions?.includes(jurisdiction) ?? true);
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

function reachOf(scope: Scope, purpose: Purpose, shared: ReadonlyMap<string, SharedEvent>): Reach {
  return { types: new Set(typesOf(scope, purpose, shared).map(({ type }) => type)), ...(scope.jurisdictions && { jurisdictions: scope.jurisdictions }) };
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
