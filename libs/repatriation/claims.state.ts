import type { Actor } from '../decider/actor.js';
import type { Fact } from '../decider/event.js';
import { hasPart, isSameParty, returningParts, somebodyIn, type Participants } from '../decider/participants.js';
import { isSince } from '../decider/since.js';
import type { ClaimsEvent, CoercionInquiryClosed, CoercionReported, ProtectionClaimClosed, ProtectionClaimOpened, ProtectionEnded } from './claims.events.js';

/** What was opened and what was closed are kept apart: a report that is retracted is closed by the inquiry, and not by the retraction (ruling 12). */
export interface Claims {
  readonly opened: readonly Fact<typeof ProtectionClaimOpened>[];
  /** The last end of each claim of each kind, by `endedClaim`: what was decided on one kind of protection ends no claim for another, whatever the claim is corrected to. */
  readonly closed: ReadonlyMap<string, Fact<typeof ProtectionClaimClosed>>;
  /** Protection goes on, whatever is certified of the same claim afterwards (ruling 27), until it is certified to have ended itself. */
  readonly granted: readonly Fact<typeof ProtectionClaimClosed>[];
  readonly ended: readonly Fact<typeof ProtectionEnded>[];
  readonly coercions: readonly Fact<typeof CoercionReported>[];
  readonly inquiries: ReadonlyMap<string, Fact<typeof CoercionInquiryClosed>>;
}

export const noClaims: Claims = { opened: [], closed: new Map(), granted: [], ended: [], coercions: [], inquiries: new Map() };

export function evolveClaims(state: Claims, fact: Fact<ClaimsEvent>): Claims {
  switch (fact.type) {
    case 'repatriation.ProtectionClaimOpened':
      return { ...state, opened: [...state.opened, fact] };
    case 'repatriation.ProtectionClaimClosed': {
      const { claimRef, result } = fact.data;
      const granted = result === 'GRANTED' ? [...state.granted, fact] : state.granted;
      return endsNothing(fact, claimRef, state.opened) ? { ...state, granted } : { ...state, granted, closed: new Map(state.closed).set(endedClaim(fact.data), fact) };
    }
    case 'repatriation.ProtectionEnded':
      return { ...state, ended: [...state.ended, fact] };
    case 'repatriation.CoercionReported':
      return { ...state, coercions: [...state.coercions, fact] };
    case 'repatriation.CoercionInquiryClosed':
      return endsNothing(fact, fact.data.reportRef, state.coercions) ? state : { ...state, inquiries: new Map(state.inquiries).set(fact.data.reportRef, fact) };
  }
}

/** The claim that an end is of. */
export function endedClaim({ claimRef, kind }: Pick<Fact<typeof ProtectionClaimClosed>['data'], 'claimRef' | 'kind'>): string {
  return `${claimRef} ${kind}`;
}

/** Neither the body that ended the procedure nor whoever tells of it brings the return about: nobody clears the way for a journey of its own. */
export function isIndependentEnd(
  { authority: { orgRef } }: Pick<Fact<typeof ProtectionClaimClosed>['data'], 'authority'>, teller: Pick<Actor, 'actorRef' | 'orgRef'>, participants: Participants,
): boolean {
  return [{ orgRef }, somebodyIn(teller)].every((each) => !hasPart(participants, each, returningParts));
}

/** The word by which protection ended that was told to be granted; undefined while it lasts. */
export function endOfProtection({ ended }: Claims, grant: Fact<typeof ProtectionClaimClosed>, participants: Participants): Fact<typeof ProtectionEnded> | undefined {
  return ended.find((end) => end.data.grantRef === grant.id && isSince(end, grant) && isIndependentEnd(end.data, end.meta.recordedBy, participants));
}

/** An inquiry is none by a body that has a part in the return, nor by the one that is accused, nor told by whoever brings the return about. */
export function isIndependentInquiry(
  { inquiryBody: { orgRef } }: Pick<Fact<typeof CoercionInquiryClosed>['data'], 'inquiryBody'>, teller: Pick<Actor, 'actorRef' | 'orgRef'>,
  accusation: Fact<typeof CoercionReported>['data'] | undefined, participants: Participants,
): boolean {
  const accused = { personRef: accusation?.coercedByPerson, orgRef: accusation?.coercedBy?.orgRef };
  const told = somebodyIn(teller);
  return !hasPart(participants, { orgRef }) && !hasPart(participants, told, returningParts) && !isSameParty(accused, { orgRef }) && !isSameParty(accused, told);
}

/** What is older than what it is to end. */
function endsNothing(end: Fact, ref: string, among: readonly Fact[]): boolean {
  return among.some((fact) => fact.id === ref && !isSince(end, fact));
}
