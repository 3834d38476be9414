import { isCivil, type OrgType } from './actor.js';
import { isOfEntitled, type Fact } from './event.js';

/** Whether a child that left has arrived: after it left, free and in civil hands, as somebody says whose word it is to give. */
export function hasArrived(arrival: Fact, departure: Fact | undefined): boolean {
  const { held, receivedBy } = arrival.data as unknown as { held: string; receivedBy: { orgType: OrgType } };
  const { from, to = from } = arrival.meta.occurredAt;
  return departure !== undefined && isOfEntitled(arrival) && held !== 'YES' && isCivil(receivedBy.orgType) && Date.parse(to) >= Date.parse(departure.meta.occurredAt.from);
}

/** The state in which it arrived. */
export function arrivedIn({ data }: Fact): string {
  return (data as unknown as { state: string }).state;
}
