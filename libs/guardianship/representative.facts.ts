import { enforcementBodies, type OrgType } from '../decider/actor.js';
import type { GateFact } from '../decider/gate.js';
import type { AppointGuardian, ReplaceGuardian } from './representative.commands.js';
import { activeMandates, type Representation } from './representative.state.js';

export const representativeActive: GateFact<{ representation: Representation }> = {
  code: 'REPRESENTATIVE_ACTIVE',
  promise: 'Nothing is decided about a child before an independent representative has been appointed and has accepted.',
  basis: 'International Child Repatriation Guidelines, guarantee 2; CRC art. 18(2) and 20',
  proof: ({ representation }, { now }) => {
    const active = activeMandates(representation, now)[0];
    return active && { evidence: active.provenBy };
  },
};

export const guardianIndependent: GateFact<unknown, AppointGuardian | ReplaceGuardian> = {
  code: 'GUARDIAN_INDEPENDENT',
  promise: 'A guardian has no conflict of interest and does not work for a body that holds, returns or prosecutes children.',
  basis: 'International Child Repatriation Guidelines, guarantee 2; Directive 2013/33/EU art. 24(1)',
  // The proof is the check that the decision itself carries and stores in the same append.
  proof: (_, { actor }, { guardianRef, employerType, conflictCheck }) =>
    guardianRef !== actor.actorRef && !dependent.includes(employerType) && conflictCheck.every(({ answer }) => answer === 'NO')
      ? { evidence: [] }
      : undefined,
};

const dependent: readonly OrgType[] = [...enforcementBodies, 'CUSTODIAL'];
