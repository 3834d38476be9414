import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { withdrawsRegistration } from './finding.state.js';
import type { AccompanimentAttested, IdentityAttested, IdentityEvent, ParentIdentityAttested } from './identity.events.js';

/** Who the child is in law, as attested last. */
export interface Identity {
  readonly accompaniment?: Fact<typeof AccompanimentAttested>['data'];
  readonly child?: Fact<typeof IdentityAttested>['data'];
  readonly parents: ReadonlyMap<string, Fact<typeof ParentIdentityAttested>['data']>;
}

export const noIdentity: Identity = { parents: new Map() };

export function evolveIdentity(state: Identity, fact: Fact<IdentityEvent>): Identity {
  switch (fact.type) {
    case 'identification.AccompanimentAttested':
      return { ...state, accompaniment: fact.data };
    case 'identification.IdentityAttested':
      return { ...state, child: fact.data };
    case 'identification.ParentIdentityAttested':
      return { ...state, parents: new Map(state.parents).set(fact.data.parentRef, fact.data) };
  }
}

/** Who the child is, is attested anew once its registration was withdrawn, be it in the same terms. */
export const notesOfIdentity: Notes<Identity> = {
  'record.Retracted': (state, retraction) => (withdrawsRegistration(retraction) ? { ...state, child: undefined } : state),
};
