import type { Fact } from '../decider/event.js';
import type { RemedyEvent } from './remedy.events.js';

/** What was asked for the child and what was answered, in the order of the record. */
export type Remedies = readonly Fact<RemedyEvent>[];

export const noRemedies: Remedies = [];

export function evolveRemedies(remedies: Remedies, fact: Fact<RemedyEvent>): Remedies {
  return [...remedies, fact];
}
