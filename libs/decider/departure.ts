import type { Seen } from './duty.js';
import type { Fact } from './event.js';

const halted = 'repatriation.TransferHalted';
const authorised = 'repatriation.TransferAuthorised';
const arrived = 'reintegration.ChildArrived';

/** What the condition looks back on. */
export const waysOfJourney: readonly string[] = [halted, authorised, arrived];

/** Whether the journey that began with a departure was not halted on the way, or the child came all the same to where it led. */
export function isCarriedOut({ data }: Fact, { all }: Pick<Seen, 'all'>): boolean {
  const { authorisation } = data as { authorisation?: string };
  const halt = all.find((fact) => fact.type === halted && authorisation !== undefined && isHaltOf(fact, authorisation));
  if (!halt) return true;
  const { destinationState } = (all.find(({ id, type }) => type === authorised && id === authorisation)?.data ?? {}) as { destinationState?: string };
  return all.some((fact) => fact.type === arrived && fact.revision > halt.revision && (fact.data as { state?: string }).state === destinationState);
}

function isHaltOf({ data }: Fact, journey: string): boolean {
  const { authorisation, inTransit } = data as { authorisation?: string; inTransit?: boolean };
  return authorisation === journey && inTransit === true;
}
