import { isCivil, type OrgType } from './actor.js';
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
