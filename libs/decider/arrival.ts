import { isCivil, type OrgType } from './actor.js';
import type { Notes } from './context.js';
import { isOfEntitled, type Envelope, type Fact } from './event.js';

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

/** The words by which somebody can say that an arrival was none. */
export const doubts = ['record.Disputed', 'record.Retracted', 'record.Corrected'] as const;

/** Those of the arrivals by which a journey has ended that a further word leaves: not one that somebody, whose word it is to give, disputes, withdraws or corrects to be none. */
export function undoubted(arrivals: readonly Fact[], departure: Fact | undefined, word: Fact): readonly Fact[] {
  const { target, fields, occurredAt } = word.data as unknown as { target: string; fields?: object; occurredAt?: Envelope['occurredAt'] };
  if (!isOfEntitled(word)) return arrivals;
  return arrivals.filter((arrival) => {
    if (arrival.id !== target) return true;
    if ((word.type as string) !== 'record.Corrected') return false;
    const corrected = { ...arrival, data: { ...arrival.data, ...fields }, meta: occurredAt ? { ...arrival.meta, occurredAt } : arrival.meta } as Fact;
    return arrivedIn(corrected) === arrivedIn(arrival) && hasArrived(corrected, departure);
  });
}
