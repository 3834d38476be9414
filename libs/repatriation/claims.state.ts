import type { Actor } from '../decider/actor.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { hasPart, isSameParty, returningParts, somebodyIn, type Participants } from '../decider/participants.js';
import { isSince } from '../decider/since.js';
import {
  ProtectionClaimOpened, type claimKinds, type ClaimsEvent, type CoercionInquiryClosed, type CoercionReported, type ProtectionClaimClosed, type ProtectionEnded,
} from './claims.events.js';

/** Somebody asked that the child be protected, or for a legal position that nobody has without being in need of protection. */
export interface Claim {
  readonly fact: Fact;
  readonly kind: (typeof claimKinds)[number];
  /** State against which protection is asked; absent where none was named. */
  readonly againstState?: string;
  /** State whose legal position is asked for: who travels there is not taken away from it. */
  readonly position?: string;
}

/** What was opened and what was closed are kept apart: a report that is retracted is closed by the inquiry, and not by the retraction (ruling 12). */
export interface Claims {
  readonly opened: readonly Claim[];
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
      return noteClaim(state, fact);
    case 'repatriation.ProtectionClaimClosed': {
      const { claimRef, result } = fact.data;
      const granted = result === 'GRANTED' ? [...state.granted, fact] : state.granted;
      return endsNothing(fact, claimRef, state.opened.map((claim) => claim.fact)) ? { ...state, granted } : { ...state, granted, closed: new Map(state.closed).set(endedClaim(fact.data), fact) };
    }
    case 'repatriation.ProtectionEnded':
      return { ...state, ended: [...state.ended, fact] };
    case 'repatriation.CoercionReported':
      return { ...state, coercions: [...state.coercions, fact] };
    case 'repatriation.CoercionInquiryClosed':
      return endsNothing(fact, fact.data.reportRef, state.coercions) ? state : { ...state, inquiries: new Map(state.inquiries).set(fact.data.reportRef, fact) };
  }
}

const kindsOfPaths: { readonly [path: string]: Claim['kind'] | undefined } = { ASYLUM: 'ASYLUM', TRAFFICKING_VICTIM: 'TRAFFICKING', STATELESSNESS: 'STATELESSNESS' };

/** What a fact asks for; undefined where it asks for no protection. */
export function claimIn(fact: Fact): Claim | undefined {
  if ((fact.type as string) === ProtectionClaimOpened.type) {
    const { kind, againstState } = fact.data as Fact<typeof ProtectionClaimOpened>['data'];
    return { fact, kind, ...(againstState && { againstState }) };
  }
  if ((fact.type as string) !== 'identification.StatusPathOpened') return undefined;
  const { path, state } = fact.data as { path: string; state: string };
  const kind = kindsOfPaths[path];
  return kind && { fact, kind, position: state };
}

function noteClaim(state: Claims, fact: Fact): Claims {
  const claim = claimIn(fact);
  return claim ? { ...state, opened: [...state.opened, claim] } : state;
}

export const notesOfClaims: Notes<Claims> = { 'identification.StatusPathOpened': noteClaim };

/** The claim that an end is of. */
export function endedClaim({ claimRef, kind }: Pick<Fact<typeof ProtectionClaimClosed>['data'], 'claimRef' | 'kind'>): string {
  return `${claimRef} ${kind}`;
}

/** Whether a procedure has ended: while an appeal against its end is open it has not. Of an end of which nobody says so, none is. */
export function isFinal(end: Fact<typeof ProtectionClaimClosed> | undefined): end is Fact<typeof ProtectionClaimClosed> {
  return end !== undefined && end.data.final !== false;
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
