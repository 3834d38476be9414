import { dependentBodies } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import type { PeriodName } from '../decider/profile.js';
import { partiesTo } from '../decider/parental-dispute.js';
import { isSame } from '../decider/same.js';
import { happenedBy } from '../decider/since.js';
import { assertNotBefore } from '../decider/tense.js';
import { leadingBodies } from './actors.js';
import { assertTried } from './assessment.decider.js';
import type {
  AttestCivilProceeding, AttestDanger, AttestFamilySupportOffered, AttestParentalDisputeEnded, AttestParentsHeard, AttestSeparationReviewed, AuthoriseSeparation, RecordParentalDispute,
} from './separation.commands.js';
import type { SeparationEvent } from './separation.events.js';
import { isParty, type Separation } from './separation.state.js';

export type SeparationCommand =
  | AttestFamilySupportOffered | AttestParentsHeard | RecordParentalDispute | AttestParentalDisputeEnded | AttestCivilProceeding | AttestDanger | AuthoriseSeparation | AttestSeparationReviewed;

export function decideSeparation(command: SeparationCommand, state: Separation, occasion: Occasion): readonly NewFact<SeparationEvent>[] {
  const { actor, now, setting } = occasion;
  switch (command.type) {
    case 'AttestFamilySupportOffered': {
      const { offeredTo, supports, response, note } = command;
      return [{ type: 'best-interests.FamilySupportOffered', data: { offeredTo, supports, response, note } }];
    }
    case 'AttestParentsHeard': {
      const { personRef, result, spoken, notPossibleBecause, attempts, statement } = command;
      if (result === 'NOT_POSSIBLE') assertTried(notPossibleBecause, attempts);
      else {
        if (notPossibleBecause !== undefined) throw new BadForm('notPossibleBecause', 'is for who could not be reached');
        if (spoken === undefined) throw new BadForm('spoken', 'says in which words the person was spoken with');
      }
      return [{ type: 'best-interests.ParentHeard', data: { personRef, result, spoken, notPossibleBecause, attempts, statement } }];
    }
    case 'RecordParentalDispute': {
      const { parents, over, proceeding, courtRef, statement } = command;
      return [{ type: 'best-interests.ParentalDisputeReported', data: { parents, over, proceeding, courtRef, statement } }];
    }
    case 'AttestParentalDisputeEnded': {
      const { parents, because, documentRef, statement } = command;
      const isAuthority = actor.role === 'APPOINTING_AUTHORITY' && !dependentBodies.includes(actor.orgType);
      if (!(isAuthority || actor.orgType === 'COURT') || isParty(actor.actorRef, state)) throw new NotCompetent();
      if (because === 'SETTLED' && documentRef === undefined) throw new BadForm('documentRef', 'is of the judgment or agreement by which it is settled');
      // It is given of a report that somebody has withdrawn, too: a retraction alone ends no dispute.
      for (const { told } of state.disputes.reports.filter(({ endedBy, told: each }) => !endedBy && partiesTo(each).every((party) => parents.includes(party)))) assertNotBefore(new Date(happenedBy(told)), occasion, 'what was reported');
      return [{ type: 'best-interests.ParentalDisputeEnded', data: { parents, because, documentRef, statement } }];
    }
    case 'AttestCivilProceeding': {
      const { parents, stage, courtRef, documentRef, statement } = command;
      if (dependentBodies.includes(actor.orgType) || parents.includes(actor.actorRef)) throw new NotCompetent();
      return [{ type: 'best-interests.CivilProceedingCertified', data: { parents, stage, courtRef, documentRef, statement } }];
    }
    case 'AttestDanger': {
      const { danger, stayingWith, finding, immediate, assessor, documentRef, statement } = command;
      // Nobody says of itself that the child is in no danger with it.
      if (dependentBodies.includes(assessor.orgType) || [assessor.personRef, actor.actorRef].some((person) => stayingWith.includes(person))) throw new NotCompetent();
      return [{ type: 'best-interests.DangerAssessed', data: { danger, stayingWith, finding, immediate, assessor, documentRef, statement } }];
    }
    case 'AuthoriseSeparation': {
      if (!leadingBodies.includes(actor.orgType)) throw new NotCompetent();
      const { separatedFrom, grounds, contact, reviewBy, judicialReviewBy, reasons } = command;
      assertAhead('reviewBy', reviewBy, now);
      assertAhead('judicialReviewBy', judicialReviewBy, now);
      const liesBeyond = (set: string, period: PeriodName) => Date.parse(set) > setting.endOf(period, { from: now.toISOString() }).getTime();
      if (liesBeyond(reviewBy, 'REUNIFICATION_REVIEW')) throw new BadForm('reviewBy', 'lies beyond the period in which it is looked at whether the child can go back');
      if (liesBeyond(judicialReviewBy, 'JUDICIAL_REVIEW')) throw new BadForm('judicialReviewBy', 'lies beyond the period in which a court looks at a separation');
      const data = { separatedFrom, grounds, contact, reviewBy, judicialReviewBy, reasons };
      return isSame(state.authorised?.data, data) ? [] : [{ type: 'best-interests.SeparationAuthorised', data }];
    }
    case 'AttestSeparationReviewed': {
      if (dependentBodies.includes(actor.orgType)) throw new NotCompetent();
      const { separationRef, result, childSeen, statement } = command;
      if (!state.separated && !state.authorised) throw new NotApplicable('nobody has separated this child from anybody');
      // Each review is one of its own, also where it finds the same.
      return [{ type: 'best-interests.SeparationReviewed', data: { separationRef, result, childSeen, statement } }];
    }
  }
}

function assertAhead(field: string, stated: string, now: Date): void {
  if (Date.parse(stated) <= now.getTime()) throw new BadForm(field, 'lies behind');
}
