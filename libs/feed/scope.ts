import type { Purpose } from '../decider/actor.js';
import type { SharedEvent } from '../decider/shared.js';
import type { Consumer, Scope } from './consumer.state.js';

/** What a service is told for one purpose. */
export interface Grant {
  readonly purpose: Purpose;
  /** The types that it is told of, with the fields of each. */
  readonly types: ReadonlyMap<string, readonly string[]>;
  /** The types that it is or ever was told of: of these it hears what is said of them later. */
  readonly everTold: ReadonlySet<string>;
  /** Absent where it is told of all. */
  readonly jurisdictions?: readonly string[];
}

/** The context of an event type. */
export function contextOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

/** Undefined where the service may be told nothing for this purpose. */
export function grantOf({ scope, scopes }: Consumer, purpose: Purpose, shared: ReadonlyMap<string, SharedEvent>): Grant | undefined {
  if (!scope?.purposes.includes(purpose)) return undefined;
  return {
    purpose,
    types: new Map(typesOf(scope, purpose, shared).map((event) => [event.type, fieldsOf(event, scope)])),
    everTold: new Set(scopes.flatMap((each) => typesOf(each, purpose, shared)).map(({ type }) => type)),
    ...(scope.jurisdictions && { jurisdictions: scope.jurisdictions }),
  };
}

/** A scope that was given before names nothing that is no longer told. */
function typesOf({ purposes, contexts, types }: Scope, purpose: Purpose, shared: ReadonlyMap<string, SharedEvent>): readonly SharedEvent[] {
  if (!purposes.includes(purpose)) return [];
  const events = types.filter((type) => contexts.includes(contextOf(type))).map((type) => shared.get(type));
  return events.filter((event) => event !== undefined).filter((event) => !event.about && event.purposes.includes(purpose));
}

function fieldsOf({ type, fields }: SharedEvent, scope: Scope): readonly string[] {
  return Object.entries(fields).filter(([name, { named }]) => !named || scope.fields.includes(`${type}.${name}`)).map(([name]) => name);
}
