import type { Fact } from '../decider/event.js';
import type { GateFact } from '../decider/gate.js';
import { statesEntered, type Journey } from '../decider/journey.js';
import { isSince } from '../decider/since.js';
import { isContested, pendingAppeals, type Appeals } from './appeal.state.js';
import { endedClaim, endOfProtection, isFinal, isIndependentEnd, isIndependentInquiry, type Claim, type Claims } from './claims.state.js';

export const noProtectionClaim: GateFact<{ claims: Claims; appeals: Appeals }, Journey> = {
  code: 'NO_PROTECTION_CLAIM',
  promise: 'While a claim for protection is open nothing is carried out, and no child is taken where it is protected from being taken, nor led through there.',
  basis: '1951 Refugee Convention art. 33; CRC art. 22; OSCE/ODIHR, After the Chisinau Agreement, Recommendation 1',
  proof: ({ claims, appeals }, { participants }, journey) => {
    const { destinationState } = journey;
    const entered = statesEntered(journey);
    const { opened, closed, granted, ended } = claims;
    const isOver = ({ fact: { id }, kind }: Claim): boolean => {
      const end = closed.get(endedClaim({ claimRef: id, kind }));
      if (!isFinal(end) || !isIndependentEnd(end.data, end.meta.recordedBy, participants)) return false;
      // A procedure goes on while an appeal against its end is pending.
      if (isContested(end.id, appeals, participants)) return false;
      return endOfProtection(claims, end, participants)?.data.because !== 'NEVER_GRANTED';
    };
    // Protection is had by whoever tells of it; only its refusal and its end have to come from others than those who return.
    const lasts = (grant: Claims['granted'][number]): boolean => {
      const end = endOfProtection(claims, grant, participants);
      return end === undefined || isContested(end.id, appeals, participants);
    };
    // What another body refused is asked for again before whom it is appealed to; and where that refusal is set aside, until it is certified how the claim ended.
    const refusals = appeals.lodged.filter(({ data }) => data.externalDecision?.kind === 'PROTECTION');
    const rulings = refusals.flatMap(({ id }) => appeals.decided.get(id) ?? []);
    const isEndedSince = (ruling: Fact): boolean => [...closed.values()].some((end) => isFinal(end) && isSince(end, ruling) && isIndependentEnd(end.data, end.meta.recordedBy, participants));
    const asksElsewhere = pendingAppeals(appeals, participants).some((appeal) => refusals.includes(appeal))
      || rulings.some((ruling) => ruling.data.result === 'UPHELD' && !isEndedSince(ruling));
    const isProtected = granted.some((grant) => entered.some((state) => grant.data.protectsAgainst.includes(state)) && lasts(grant));
    return opened.every((claim) => isOver(claim) || claim.position === destinationState) && !isProtected && !asksElsewhere
      ? { evidence: [...closed.values(), ...ended, ...rulings].map(({ id }) => id) } : undefined;
  },
};

export const noOpenCoercionReport: GateFact<{ claims: Claims }> = {
  code: 'NO_OPEN_COERCION_REPORT',
  promise: 'Nobody is returned while a report that somebody was pressed to agree has not been looked into independently.',
  basis: 'International Child Repatriation Guidelines, guarantee 5',
  proof: ({ claims: { coercions, inquiries } }, { participants }) => {
    const isLookedInto = ({ id, data }: Claims['coercions'][number]): boolean => {
      const inquiry = inquiries.get(id);
      return inquiry !== undefined && isIndependentInquiry(inquiry.data, inquiry.meta.recordedBy, data, participants);
    };
    return coercions.every(isLookedInto) ? { evidence: [...inquiries.values()].map(({ id }) => id) } : undefined;
  },
};
