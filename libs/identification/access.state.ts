import type { Fact } from '../decider/event.js';
import type { AccessEvent } from './access.events.js';

/** What was told of the child's access to school and health care, in the order of the record. */
export type Access = readonly Fact<AccessEvent>[];

export const noAccessTold: Access = [];

export function evolveAccess(access: Access, fact: Fact<AccessEvent>): Access {
  return [...access, fact];
}
