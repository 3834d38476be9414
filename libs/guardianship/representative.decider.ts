import { isFinal, setAsideBy } from '../decider/annulment.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import type {
  AcceptMandate, AppointGuardian, AttestConflictReportClosed, ConfirmRepresentingParent, DeclareConflict, ReplaceGuardian, RequestGuardian, SuspendGuardian,
} from './representative.commands.js';
import type { MandateAnnulled, RepresentativeEvent, SuspensionLifted } from './representative.events.js';
import { isReported, parentTermsOf, standingMandate, termsOf, type Representation } from './representative.state.js';

export type RepresentativeCommand =
  RequestGuardian | AppointGuardian | ReplaceGuardian | AcceptMandate | ConfirmRepresentingParent | DeclareConflict | AttestConflictReportClosed | SuspendGuardian;

export function decideRepresentation(
  command: RepresentativeCommand, state: Representation, { now, actor }: Weighing,
): readonly NewFact<RepresentativeEvent>[] {
  switch (command.type) {
    case 'RequestGuardian': {
      const { reason, languages, note } = command;
      return [{ type: 'guardianship.GuardianRequested', data: { reason, languages, note } }];
    }
    case 'AppointGuardian': {
      const standing = standingMandate(state, command.guardianRef, now);
      const alreadySo = standing?.clear && standing.successorRef === undefined && !standing.conflict && standing.terms === termsOf(command) && (!command.from || command.from === standing.statedFrom);
      return alreadySo ? [] : appointment(command, now);
    }
    case 'ReplaceGuardian': {
      const { formerGuardianRef, guardianRef, reason } = command;
      if (!state.mandates.some((mandate) => mandate.guardianRef === formerGuardianRef)) {
        throw new NotApplicable('formerGuardianRef is not a guardian of this child');
      }
      if (formerGuardianRef === guardianRef) throw new NotApplicable('a guardian cannot replace itself');
      return [{ type: 'guardianship.GuardianReplaced', data: { formerGuardianRef, guardianRef, reason } }, ...appointment(command, now)];
    }
    case 'AcceptMandate': {
      if (standingMandate(state, actor.actorRef, now)?.accepted) return [];
      return [{ type: 'guardianship.MandateAccepted', data: { guardianRef: actor.actorRef } }];
    }
    case 'ConfirmRepresentingParent': {
      const { parentRef, relation, custodyShownBy, documentRef, conflictCheck } = command;
      const standing = standingMandate(state, parentRef, now);
      if (standing?.parent && standing.clear && !standing.conflict && standing.terms === parentTermsOf(command)) return [];
      return [{
        type: 'guardianship.RepresentingParentConfirmed',
        data: { parentRef, relation, custodyShownBy, documentRef, answers: conflictCheck.map(({ question, answer }) => ({ question, answer })) },
      }];
    }
    case 'DeclareConflict': {
      const { guardianRef, ground, conflictFrom = now.toISOString(), statement } = command;
      const declaredBy = actor.actorRef === guardianRef ? 'GUARDIAN' : 'OTHER';
      return [{ type: 'guardianship.ConflictDeclared', data: { guardianRef, declaredBy, ground, conflictFrom, statement } }];
    }
    case 'AttestConflictReportClosed': {
      const { guardianRef, because, statement } = command;
      if (guardianRef === actor.actorRef) throw new NotCompetent();
      if (!isReported(state, guardianRef)) throw new NotApplicable('nobody has reported a conflict of interest of guardianRef that is still open');
      return [{ type: 'guardianship.ConflictReportClosed', data: { guardianRef, because, statement } }];
    }
    case 'SuspendGuardian': {
      const { guardianRef, ground, reason } = command;
      const found = ground === 'CONFLICT_FOUND';
      if (command.conflictFrom && !found) throw new BadForm('conflictFrom', 'is for a conflict that was found');
      const conflictFrom = found ? command.conflictFrom ?? now.toISOString() : undefined;
      if (!state.mandates.some((mandate) => mandate.guardianRef === guardianRef)) {
        throw new NotApplicable('guardianRef is not a guardian of this child');
      }
      if (!standingMandate(state, guardianRef, now)) return [];
      return [{ type: 'guardianship.GuardianSuspended', data: { guardianRef, ground, conflictFrom, reason } }];
    }
  }
}

function appointment(command: AppointGuardian | ReplaceGuardian, now: Date): readonly NewFact<RepresentativeEvent>[] {
  const { guardianRef, organisationRef, employerType, conflictCheck, caseload, model, scope, actRef, from = now.toISOString(), until, name, contact } = command;
  if (until && Date.parse(until) <= Date.parse(from)) throw new BadForm('until', 'lies before the mandate begins');
  return [
    { type: 'guardianship.ConflictCheckCompleted', data: { guardianRef, employerType, answers: conflictCheck.map(({ question, answer }) => ({ question, answer })) } },
    { type: 'guardianship.GuardianAppointed', data: { guardianRef, organisationRef, model, scope, caseload, actRef, from, until, name, contact } },
  ];
}

/** What becomes of mandates with the ruling that sets an appointment or a suspension aside. */
export function afterRuling(fact: Fact, { mandates }: Representation): readonly NewFact<typeof MandateAnnulled | typeof SuspensionLifted>[] {
  const decision = setAsideBy(fact);
  if (decision === undefined) return [];
  const annulled = mandates.filter((mandate) => !mandate.annulled && mandate.decidedBy.includes(decision));
  const suspended = isFinal(fact) ? mandates.find(({ suspendedBy }) => suspendedBy.includes(decision)) : undefined;
  return [
    ...annulled.map(({ guardianRef, appointment }) => ({ type: 'guardianship.MandateAnnulled' as const, data: { guardianRef, appointment } })),
    ...(suspended ? [{ type: 'guardianship.SuspensionLifted' as const, data: { guardianRef: suspended.guardianRef, suspension: decision } }] : []),
  ];
}
