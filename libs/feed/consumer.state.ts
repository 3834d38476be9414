import type { OrgType, Purpose } from '../decider/actor.js';
import type { Fact } from '../decider/event.js';
import type { ConsumerEvent } from './consumer.events.js';

export interface Scope {
  readonly orgRef: string;
  readonly orgType: OrgType;
  readonly purposes: readonly Purpose[];
  readonly contexts: readonly string[];
  readonly types: readonly string[];
  readonly fields: readonly string[];
  readonly jurisdictions?: readonly string[];
}

/** A service with what it may be told, and what it ever might. */
export interface Consumer {
  /** Absent before the registration and after it was revoked. */
  readonly scope?: Scope;
  /** Every scope that it had, the latest last. */
  readonly scopes: readonly Scope[];
}

export const noConsumer: Consumer = { scopes: [] };

export function evolveConsumer({ scopes }: Consumer, fact: Fact<ConsumerEvent>): Consumer {
  switch (fact.type) {
    case 'feed.ConsumerRegistered':
    case 'feed.ConsumerScopeChanged':
      return { scope: fact.data, scopes: [...scopes, fact.data] };
    case 'feed.ConsumerRevoked':
      return { scopes };
  }
}
