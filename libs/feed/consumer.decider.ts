import { isCivil } from '../decider/actor.js';
import { BadForm, NotApplicable } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import { isSame } from '../decider/same.js';
import type { SharedEvent } from '../decider/shared.js';
import type { ChangeConsumerScope, RegisterConsumer, RevokeConsumer } from './consumer.commands.js';
import type { ConsumerEvent } from './consumer.events.js';
import type { Consumer, Scope } from './consumer.state.js';
import { contextOf, namedFieldsOf } from './scope.js';

export type ConsumerCommand = RegisterConsumer | ChangeConsumerScope | RevokeConsumer;

/** @param shared what services can be told of, by type: nobody is registered for anything else */
export function decideConsumer(shared: ReadonlyMap<string, SharedEvent>, command: ConsumerCommand, { scope, former, scopes }: Consumer): readonly NewFact<ConsumerEvent>[] {
  switch (command.type) {
    case 'RegisterConsumer': {
      const asked = scopeIn(command, shared);
      assertSameBody(asked, scopes);
      if (scope && !isSame(scope, asked)) throw new NotApplicable('the service is registered, and its scope can be changed');
      return scope ? [] : [{ type: 'feed.ConsumerRegistered', data: asked }];
    }
    case 'ChangeConsumerScope': {
      const asked = scopeIn(command, shared);
      if (!scope) throw new NotApplicable('no such service is registered');
      assertSameBody(asked, scopes);
      return isSame(scope, asked) ? [] : [{ type: 'feed.ConsumerScopeChanged', data: asked }];
    }
    case 'RevokeConsumer': {
      const { reason } = command;
      // That the secret is lost may turn out later; whoever has it would be told what is meant for the service.
      if (!scope && !(former && reason === 'SECRET_LOST')) throw new NotApplicable('no such service is registered');
      return [{ type: 'feed.ConsumerRevoked', data: { reason, ...(reason !== 'SECRET_LOST' && { saidBack: true as const }) } }];
    }
  }
}

/** @throws BadForm where the scope names what nobody can be told, or a body that may be told nothing */
function scopeIn({ orgRef, orgType, purposes, contexts, types, fields = [], jurisdictions }: RegisterConsumer | ChangeConsumerScope, shared: ReadonlyMap<string, SharedEvent>) {
  // Bodies that enforce the law or hold people hand in reports and learn nothing (the firewall), through no service of theirs either.
  if (!isCivil(orgType)) throw new BadForm('orgType', 'is of a body that enforces the law or holds people, and such a body is told nothing');
  const grantable = [...shared.values()].filter(({ about }) => !about);
  if (contexts.some((context) => !grantable.some(({ type }) => contextOf(type) === context))) throw new BadForm('contexts', 'names one of which no scope can name an event');
  for (const type of types) {
    const event = shared.get(type);
    if (!event) throw new BadForm('types', 'names an event that other services are not told of');
    if (event.about) throw new BadForm('types', 'names an event that no scope names: it reaches whoever was told of what it is said of');
    if (!contexts.includes(contextOf(type))) throw new BadForm('types', 'names an event of a context that is not named');
    if (!event.purposes.some((purpose) => purposes.includes(purpose))) throw new BadForm('types', 'names an event that is told for none of these purposes');
  }
  if (fields.some((field) => !types.some((type) => namedFieldsOf(shared.get(type)!).includes(field)))) {
    throw new BadForm('fields', 'names what no event of these types tells to those who name it');
  }
  const personal = types.flatMap((type) => Object.entries(shared.get(type)!.fields).flatMap(([name, field]) => (field.personal && fields.includes(`${type}.${name}`) ? [field.personal] : [])));
  if (personal.some((allowed) => !allowed.some((purpose) => purposes.includes(purpose)))) throw new BadForm('fields', 'names a personal field that is told for none of these purposes');
  return { orgRef, orgType, purposes, contexts, types, fields, jurisdictions, versions: newestOf(types, shared) } satisfies Scope;
}

/** Whoever took over a name would know children by the pseudonyms of the body before, and hear what is said of what that one was told (C4). @throws NotApplicable */
function assertSameBody({ orgRef }: Scope, scopes: readonly Scope[]): void {
  if (scopes.some((each) => each.orgRef !== orgRef)) throw new NotApplicable('the name is that of a service of another body, whose pseudonyms are not for this one: it is registered under a name of its own');
}

/** What is said of earlier events is told to every service, and no scope names it. */
function newestOf(types: readonly string[], shared: ReadonlyMap<string, SharedEvent>): Scope['versions'] {
  const later = [...shared.values()].filter(({ type, about, version }) => version > 1 && (about || types.includes(type)));
  return later.length > 0 ? Object.fromEntries(later.map(({ type, version }) => [type, version])) : undefined;
}
