import { isOfEntitled, isVoid, type Fact } from '../decider/event.js';

/** The one organisation that leads a case: every case has one from when those who protect children have taken it on (OSCE/ODIHR, After the Chisinau Agreement, Recommendation 3). */
export interface Lead {
  readonly orgRef: string;
  /** Who is responsible for the child there; absent until somebody is named. */
  readonly responsibleRef?: string;
  readonly since: string;
  /** Registration, or taking on, by which it leads. */
  readonly event: string;
}

/** By these a body takes a child on. */
const takingOn: readonly string[] = ['identification.ChildFound', 'identification.LeftBehindChildRegistered', 'identification.ReferralAccepted'];

/** Whoever took the case on last, of those who protect children: no other body leads, and a case that was handed on has a new lead. */
export function leadOf(facts: readonly Fact[]): Lead | undefined {
  const taken = facts.findLast((fact) => takingOn.includes(fact.type) && fact.meta.recordedBy.orgType === 'CHILD_PROTECTION' && isOfEntitled(fact) && !isVoid(fact));
  if (!taken) return undefined;
  const { responsibleRef } = taken.data as { responsibleRef?: string };
  return { orgRef: taken.meta.recordedBy.orgRef, ...(responsibleRef && { responsibleRef }), since: taken.meta.occurredAt.from, event: taken.id };
}
