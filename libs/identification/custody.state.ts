import type { Fact } from '../decider/event.js';
import type { CustodyEvent } from './custody.events.js';

/** What was told of how the child is held, in the order of the record. */
export type Custody = readonly Fact<CustodyEvent>[];

export const nothingToldOfCustody: Custody = [];

export function evolveCustody(custody: Custody, fact: Fact<CustodyEvent>): Custody {
  return [...custody, fact];
}
