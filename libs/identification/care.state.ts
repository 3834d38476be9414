import type { Fact } from '../decider/event.js';
import type { CareEvent } from './care.events.js';

/** Where the child was taken into care, in the order in which it was recorded; the last one is in force. */
export type Care = readonly Fact<CareEvent>[];

export const noCare: Care = [];

export function evolveCare(care: Care, fact: Fact<CareEvent>): Care {
  return [...care, fact];
}
