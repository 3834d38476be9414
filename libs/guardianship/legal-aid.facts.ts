import type { GateFact } from '../decider/gate.js';
import { hasDecided, hasPart } from '../decider/participants.js';
import type { Interpretation } from './interpreter.state.js';
import type { Lawyer, LegalAid } from './legal-aid.state.js';

export const legalAidActive: GateFact<{ legalAid: LegalAid; interpretation: Interpretation }> = {
  code: 'LEGAL_AID_ACTIVE',
  promise: 'The child has a lawyer of its own, free of charge, who decides nothing about it and does not represent it otherwise, who has accepted the case and speaks with it in a language that it understands.',
  basis: 'International Child Repatriation Guidelines, guarantee 4; CRC art. 37(d) and 40; joint general comment CMW 4 / CRC 23 (2017), para. 17',
  proof: ({ legalAid, interpretation }, { participants }) => {
    for (const lawyer of legalAid) {
      const understoodBy = understanding(lawyer, interpretation);
      const isOnlyItsLawyer = !hasDecided(participants, lawyer.lawyerRef) && !hasPart(participants, { personRef: lawyer.lawyerRef }, ['REPRESENTS']);
      if (lawyer.acceptedBy && !lawyer.failed && isOnlyItsLawyer && understoodBy) return { evidence: [lawyer.assignedBy, lawyer.acceptedBy, understoodBy] };
    }
    return undefined;
  },
};

/** The event that shows that lawyer and child understand each other: a language that both speak, or an interpreter between the two. */
function understanding({ languages }: Lawyer, { understandings, named }: Interpretation): string | undefined {
  const confirmed = understandings.find(({ childLanguage, otherLanguage }) => languages.includes(childLanguage) || languages.includes(otherLanguage ?? ''));
  return confirmed?.provenBy ?? (named?.languages.some((language) => languages.includes(language)) ? named.provenBy : undefined);
}
