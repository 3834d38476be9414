import type { Corridor, OpenSuspension } from '../decider/corridor.js';
import type { Fact } from '../decider/event.js';
import { isSince } from '../decider/since.js';
import type { SuspensionEvent } from './suspension.events.js';

/** The way from one state to another, with what stops it. */
export interface Suspensions extends Corridor {
  /** In the order in which they were declared. */
  readonly suspensions: readonly (OpenSuspension & { readonly ref: string; readonly by: Fact })[];
}

export const noSuspensions: Suspensions = { suspensions: [] };

export function evolveSuspensions({ suspensions }: Suspensions, fact: Fact<SuspensionEvent>): Suspensions {
  switch (fact.type) {
    case 'corridor.SuspensionDeclared': {
      const { suspensionRef: ref = fact.id, scope, from } = fact.data;
      return { suspensions: [...suspensions, { ref, scope, from, by: fact }] };
    }
    // What is declared under the same name later, or is newer than what is certified, stays suspended.
    case 'corridor.TransfersResumed':
      return { suspensions: suspensions.filter(({ ref, by }) => ref !== fact.data.suspensionRef || !isSince(fact, by)) };
  }
}
