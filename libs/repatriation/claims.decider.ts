import { isCivil } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import { assertDocumentShown } from '../decider/statement.js';
import { assertNotBefore } from '../decider/tense.js';
import type { AttestCoercionInquiryClosed, AttestProtectionClaimClosed, AttestProtectionEnded, OpenProtectionClaim, RecordCoercion } from './claims.commands.js';
import type { ClaimsEvent } from './claims.events.js';
import { claimIn, endedClaim, endOfProtection, isIndependentEnd, isIndependentInquiry, type Claim, type Claims } from './claims.state.js';

export type ClaimsCommand = OpenProtectionClaim | AttestProtectionClaimClosed | AttestProtectionEnded | RecordCoercion | AttestCoercionInquiryClosed;

export function decideClaims(command: ClaimsCommand, state: Claims, occasion: Occasion): readonly NewFact<ClaimsEvent>[] {
  switch (command.type) {
    case 'OpenProtectionClaim': {
      const { kind, againstState, authority, statement } = command;
      return [{ type: 'repatriation.ProtectionClaimOpened', data: { kind, againstState, authority, statement } }];
    }
    case 'AttestProtectionClaimClosed': {
      const { claimRef, kind, result, authority, final } = command;
      assertDocumentShown(command);
      const claims = tellingsOf(claimRef, state, occasion);
      for (const { fact } of claims) assertNotBefore(new Date(fact.meta.occurredAt.from), occasion, 'protection was asked for');
      if (authority.orgRef === undefined) throw new BadForm('authority', 'names the body that decided');
      if (result !== 'GRANTED' && !isIndependentEnd(command, occasion.actor, occasion.participants)) throw new NotCompetent();
      if (claims.length > 0 && !claims.some((claim) => claim.kind === kind)) throw new BadForm('kind', 'is not that of the claim');
      if (result !== 'GRANTED' && command.protectsAgainst) throw new BadForm('protectsAgainst', 'is for protection that was granted');
      const protectsAgainst = result === 'GRANTED' ? command.protectsAgainst ?? [...new Set(claims.flatMap((claim) => claim.againstState ?? []))] : [];
      // A stateless child is protected against no state by that; all other protection is protection from one.
      if (result === 'GRANTED' && kind !== 'STATELESSNESS' && protectsAgainst.length === 0) throw new BadForm('protectsAgainst', 'names the states against which the child is protected');
      const data = { claimRef, kind, result, protectsAgainst, authority, final };
      const last = state.closed.get(endedClaim(data));
      // What was told by somebody who has a part by now is told anew, be it in the same terms.
      const counts = last && isIndependentEnd(last.data, last.meta.recordedBy, occasion.participants) && !endOfProtection(state, last, occasion.participants);
      return counts && isSame(last.data, data) ? [] : [{ type: 'repatriation.ProtectionClaimClosed', data }];
    }
    case 'AttestProtectionEnded': {
      const { grantRef, because, authority } = command;
      assertDocumentShown(command);
      if (authority.orgRef === undefined) throw new BadForm('authority', 'names the body that says so');
      const grant = state.granted.find(({ id }) => id === grantRef);
      if (!grant) throw new NotApplicable('grantRef is no event by which protection was granted');
      // What it once gave only that body takes back, or the court that stands above it.
      const isItsWord = authority.orgRef === grant.data.authority.orgRef || authority.orgType === 'COURT';
      if (!isItsWord || !isIndependentEnd(command, occasion.actor, occasion.participants)) throw new NotCompetent();
      assertNotBefore(new Date(grant.meta.occurredAt.from), occasion, 'protection was granted');
      return endOfProtection(state, grant, occasion.participants) ? [] : [{ type: 'repatriation.ProtectionEnded', data: { grantRef, because, authority } }];
    }
    case 'RecordCoercion': {
      const { coerced, coercedBy, coercedByPerson, means, statement } = command;
      return [{ type: 'repatriation.CoercionReported', data: { coerced, coercedBy, coercedByPerson, means, statement } }];
    }
    case 'AttestCoercionInquiryClosed': {
      const { reportRef, result, inquiryBody, findings } = command;
      const report = state.coercions.find(({ id }) => id === reportRef);
      if (report) assertNotBefore(new Date(report.meta.occurredAt.from), occasion, 'the coercion that was inquired into');
      // An inquiry is no inquiry where those who return, hold or prosecute conduct it.
      if (!isCivil(inquiryBody.orgType)) throw new NotCompetent();
      if (inquiryBody.orgRef === undefined) throw new BadForm('inquiryBody', 'names the body that inquired');
      if (!isIndependentInquiry(command, occasion.actor, report?.data, occasion.participants)) throw new NotCompetent();
      assertDocumentShown(command);
      const data = { reportRef, result, inquiryBody, findings };
      const last = state.inquiries.get(reportRef);
      // What was told by somebody who is accused by now is told anew, be it in the same terms.
      const counts = last && isIndependentInquiry(last.data, last.meta.recordedBy, report?.data, occasion.participants);
      return counts && isSame(last.data, data) ? [] : [{ type: 'repatriation.CoercionInquiryClosed', data }];
    }
  }
}

/** The claim as it now reads, and as it was recorded: whichever of them is true, it is ended in its own kind. */
function tellingsOf(claimRef: string, { opened }: Claims, { asRecorded }: Occasion): readonly Claim[] {
  const recorded = asRecorded(claimRef)?.fact;
  const claim = recorded && claimIn(recorded);
  return [...opened.filter(({ fact }) => fact.id === claimRef), ...(claim ? [claim] : [])];
}
