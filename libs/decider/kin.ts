import type { Fact } from './event.js';
import type { Concern } from './reaction.js';

/** Family is wide: whoever may belong to a child by blood, adoption or marriage (OSCE/ODIHR, After the Chisinau Agreement, principle (iii)). */
export const relatives = ['MOTHER', 'FATHER', 'STEP_PARENT', 'ADOPTIVE_PARENT', 'SIBLING', 'GRANDPARENT', 'AUNT_OR_UNCLE', 'COUSIN', 'OTHER_RELATIVE'] as const;
/** And whoever else has been family to it. */
export const closePersons = ['CUSTOMARY_CARER', 'FRIEND_OF_FAMILY'] as const;

const recordOf = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The stream of a child. */
export function streamOfChild(child: string): string {
  return `child-${child}`;
}

/** What is said of a child's keys, beside its record. */
export function streamOfKeys(child: string): string {
  return `keys-${child}`;
}

/** Of that, what matters to whoever would have another record go on in the child's: only its own body of rules knows the rest. */
export interface SaidOfKeys {
  readonly disabled?: object;
  readonly destroyed?: { readonly data: { readonly records: readonly string[] } };
  /** By the event that says that they are gone. */
  readonly forgotten?: string;
}

/** The child whose stream it is. */
export function childIn({ stream }: Pick<Fact, 'stream'>): string {
  return stream.slice(streamOfChild('').length);
}

/** The relative's own record that a family link names, as it was given out: an older program took an id in capitals for another one. */
export function recordLinkedBy({ data }: Fact): string | undefined {
  return (data as { childRef?: string }).childRef?.toLowerCase();
}

/**
 * Two children whose records a family link connects are concerned by each other, whichever of the two names the other.
 * Persons without a record are left out: their references say who is meant within one child's record only.
 */
export function concernsOfKin(fact: Fact, isMeant: (relation: string | undefined) => boolean): readonly Concern[] {
  const { relation } = fact.data as { relation?: string };
  const childRef = recordLinkedBy(fact);
  const child = childIn(fact);
  if (childRef === undefined || childRef === child || !recordOf.test(childRef) || !isMeant(relation)) return [];
  return [{ child, subject: streamOfChild(childRef) }, { child: childRef, subject: fact.stream }];
}
