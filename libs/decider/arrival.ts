import { isCivil, type OrgType } from './actor.js';
import type { Notes } from './context.js';
import { isOfEntitled, type Fact } from './event.js';

/** Whether a child that left has arrived: after it left, free, in civil hands and in no place that is not known to be open, as somebody says whose word it is to give. */
export function hasArrived(arrival: Fact, departure: Fact | undefined): boolean {
  const { held, receivedBy, knownOpen } = arrival.data as unknown as { held: string; receivedBy: { orgType: OrgType }; knownOpen?: boolean };
  const { from, to = from } = arrival.meta.occurredAt;
  const isFree = held === 'NO' && isCivil(receivedBy.orgType) && knownOpen !== false;
  return departure !== undefined && isOfEntitled(arrival) && isFree && Date.parse(to) >= Date.parse(departure.meta.occurredAt.from);
}

/** The state in which it arrived. */
export function arrivedIn({ data }: Fact): string {
  return (data as unknown as { state: string }).state;
}

/** Folds into a topic what was for one journey and serves no other: it is used up when the child arrives where it led. */
export function notesOfArrival<State extends { readonly departure?: Fact }>(usedUp: (state: State, destination: string) => State): Notes<State> {
  return {
    'repatriation.DepartureConfirmed': (state, fact) => ({ ...state, departure: fact }),
    'reintegration.ChildArrived': (state, fact) => (hasArrived(fact, state.departure) ? usedUp(state, arrivedIn(fact)) : state),
  };
}

/** What was said of any other state than the one in which the child has arrived. */
export function ofOthers<F extends Fact & { readonly data: { readonly destinationState: string } }>(said: readonly F[], arrived: string): readonly F[] {
  return said.filter(({ data }) => data.destinationState !== arrived);
}
