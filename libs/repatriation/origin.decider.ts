import { BadForm, NotCompetent } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import { isLastWord } from '../decider/since.js';
import { assertDocumentShown } from '../decider/statement.js';
import type {
  AttestCentralAuthority, AttestEnquiryConsent, AttestOriginAnswer, AttestSuspensionEnded, NotifyConsulate, RecordOriginReadinessWithdrawn,
  RequestOriginInformation,
} from './origin.commands.js';
import type { OriginEvent } from './origin.events.js';
import { consentedEnquiries } from './origin.facts.js';
import { answersOf, centralAuthoritiesOf, isRecent, mayAnswer, type Origin } from './origin.state.js';
import { couldSpeak } from './representatives.state.js';

export type OriginCommand =
  | AttestEnquiryConsent | RequestOriginInformation | NotifyConsulate | AttestOriginAnswer | RecordOriginReadinessWithdrawn | AttestCentralAuthority
  | AttestSuspensionEnded;

export function decideOrigin(command: OriginCommand, state: Origin, weighing: Weighing): readonly NewFact<OriginEvent>[] {
  const { now, actor } = weighing;
  // What is too old by now is said anew, be it in the same terms.
  const alreadySo = (last: readonly Fact[], data: object) => isLastWord(last, data) && last.every(isRecent(weighing));
  const isAsked = (last: Fact | undefined, data: object) => last !== undefined && isRecent(weighing)(last) && isSame(last.data, data);
  switch (command.type) {
    case 'AttestEnquiryConsent': {
      const { destinationState } = command;
      if (!couldSpeak(state.representatives, actor.actorRef, { from: now.toISOString() })) throw new NotCompetent();
      if (consentedEnquiries(state, destinationState).has(actor.actorRef)) return [];
      return [{ type: 'repatriation.EnquiryConsentGiven', data: { representativeRef: actor.actorRef, destinationState } }];
    }
    case 'RequestOriginInformation': {
      const { destinationState, authority, questions, disclosed } = command;
      const data = { destinationState, authority, questions, disclosed };
      return isAsked(state.requests.get(destinationState), data) ? [] : [{ type: 'repatriation.OriginInformationRequested', data }];
    }
    case 'NotifyConsulate': {
      const { destinationState, questions, disclosed, sex, ageYears, safetyAssessmentRef } = command;
      const data = { destinationState, questions, disclosed, sex, ageYears, safetyAssessmentRef };
      return isAsked(state.notices.get(destinationState), data) ? [] : [{ type: 'repatriation.ConsulateNotified', data }];
    }
    case 'AttestOriginAnswer': {
      const { destinationState, authority, answer, validUntil, note } = command;
      if (!mayAnswer(authority)) throw new NotCompetent();
      if (actor.role !== 'ORIGIN_AUTHORITY' && answer !== 'SILENT') assertDocumentShown(command);
      if (answer === 'CONFIRMED' && !validUntil) throw new BadForm('validUntil', 'says until when the confirmation holds');
      if (answer !== 'CONFIRMED' && validUntil) throw new BadForm('validUntil', 'is for a confirmation only');
      const data = { destinationState, authority, answer, validUntil, note };
      return alreadySo(answersOf(state, destinationState), data) ? [] : [{ type: 'repatriation.OriginAnswered', data }];
    }
    case 'RecordOriginReadinessWithdrawn': {
      const { destinationState, reason, statement } = command;
      return [{ type: 'repatriation.OriginReadinessWithdrawn', data: { destinationState, reason, statement } }];
    }
    case 'AttestCentralAuthority': {
      const { destinationState, authority, answer } = command;
      if (!mayAnswer(authority)) throw new NotCompetent();
      if (actor.role !== 'ORIGIN_AUTHORITY') assertDocumentShown(command);
      const data = { destinationState, authority, answer };
      return alreadySo(centralAuthoritiesOf(state, destinationState), data) ? [] : [{ type: 'repatriation.CentralAuthorityAnswered', data }];
    }
    case 'AttestSuspensionEnded': {
      const { suspensionRef, destinationState } = command;
      assertDocumentShown(command);
      return [{ type: 'repatriation.SuspensionEnded', data: { suspensionRef, destinationState } }];
    }
  }
}
