import type { Fact } from '../decider/event.js';

/** What a child claims before an authority for what was done to it, and has not been given as far as anybody reports (X11: a victim is compensated). */
export interface OpenClaim {
  /** The newest report of it. */
  readonly event: string;
  readonly claim: string;
  readonly harm: string;
  readonly authorityType: string;
  readonly authorityRef?: string;
  readonly outcome: string;
}

/** By these a claim is over. That an offender is convicted, or the child recognised as a victim, gives it nothing yet. */
const over = ['COMPENSATED', 'DISCONTINUED'];

/** Of the reports of proceedings, each with the one that is newest of the same claim for the same harm before the same authority, whenever it was told. */
export function openClaimsIn(reports: readonly Fact[]): readonly OpenClaim[] {
  const newest = new Map<string, { readonly at: number; readonly claim: OpenClaim }>();
  for (const { id, data, meta } of reports) {
    const { claim, harm, authorityType, authorityRef, outcome } = data as Omit<OpenClaim, 'event'>;
    const name = [claim, harm, authorityType, authorityRef].join(' ');
    const at = Date.parse(meta.occurredAt.from);
    if (claim !== 'NONE' && at >= (newest.get(name)?.at ?? -Infinity)) newest.set(name, { at, claim: { event: id, claim, harm, authorityType, ...(authorityRef && { authorityRef }), outcome } });
  }
  return [...newest.values()].map(({ claim }) => claim).filter(({ outcome }) => !over.includes(outcome));
}
