import { isClear } from '../decider/conflict-check.js';
import type { GateFact } from '../decider/gate.js';
import { endangers, hasDecided, isAccused } from '../decider/participants.js';
import type { AppointGuardian, ConfirmRepresentingParent, ReplaceGuardian } from './representative.commands.js';
import { activeNow, isReported, type Mandate, type Representation } from './representative.state.js';

export const representativeActive: GateFact<{ representation: Representation }, { readonly separatedFrom?: readonly string[] } | undefined> = {
  code: 'REPRESENTATIVE_ACTIVE',
  promise: 'Nothing is decided about a child before an independent representative, who decides nothing about it, has been appointed and has accepted, or a fit parent has been confirmed.',
  basis: 'International Child Repatriation Guidelines, guarantee 2; CRC art. 18(2) and 20',
  proof: ({ representation }, weighing, command) => {
    const { participants } = weighing;
    // Nobody speaks for a child on being separated from it, nor while it is in danger with that person, nor before itself.
    const speaksFor = ({ guardianRef }: Mandate) =>
      !command?.separatedFrom?.includes(guardianRef) && !endangers(participants, guardianRef) && !hasDecided(participants, guardianRef);
    const active = activeNow(representation, weighing).find(speaksFor);
    return active && { evidence: active.provenBy };
  },
};

export const guardianIndependent: GateFact<{ representation: Representation }, AppointGuardian | ReplaceGuardian | ConfirmRepresentingParent> = {
  code: 'GUARDIAN_INDEPENDENT',
  promise: 'Whoever represents a child has no conflict of interest and decides nothing about it, none was reported that is still open, nobody says that the person or its body did harm to the child, and no guardian works for a body that holds, returns or prosecutes children.',
  basis: 'International Child Repatriation Guidelines, guarantee 2; Directive 2013/33/EU art. 24(1)',
  // The proof is the check that the decision itself carries and stores in the same append.
  proof: ({ representation }, { actor, participants }, command) => {
    const isParent = command.type === 'ConfirmRepresentingParent';
    const candidate = isParent ? { personRef: command.parentRef } : { personRef: command.guardianRef, orgRef: command.organisationRef };
    const employerType = isParent ? undefined : command.employerType;
    const clear = isClear({ answers: command.conflictCheck, employerType }) && !isReported(representation, candidate.personRef) && !isAccused(participants, candidate)
      && !hasDecided(participants, candidate.personRef);
    return clear && candidate.personRef !== actor.actorRef ? { evidence: [] } : undefined;
  },
};

export const guardianCaseload: GateFact<unknown, AppointGuardian | ReplaceGuardian> = {
  code: 'GUARDIAN_CASELOAD',
  promise: 'A guardian represents no more children at a time than it can care for.',
  basis: 'CM/Rec(2019)11 on effective guardianship; CRC General Comment 6, para. 33',
  // As the appointing authority found and states in the decision: the wards of a guardian stand in the streams of other children.
  proof: (_, { setting }, { caseload }) => (caseload < setting.profile.limits.guardianCaseloadMax ? { evidence: [] } : undefined),
};
