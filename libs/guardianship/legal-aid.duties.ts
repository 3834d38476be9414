import { ruling, setAsideBy } from '../decider/annulment.js';
import { duty, on } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { freed, held, isHeld, looksBackOnHeld } from '../decider/held.js';
import { CaseAccepted, LegalAidAssigned, LegalAidFailureReported } from './legal-aid.events.js';

export const legalAidDuties = [
  duty({
    code: 'LAWYER_WHEN_DEPRIVED', holder: 'APPOINTING_AUTHORITY',
    promise: 'A child who is held has a lawyer of its own at once, and for as long as it is held.',
    basis: 'CRC art. 37(d)',
    starts: [...held, on(LegalAidFailureReported, (failure, seen) => isHeld(failure, seen) && seen.before.some((fact) => of(fact, CaseAccepted.type, failure)))],
    meets: [on(CaseAccepted, (accepted, { before, beforeStart, start, all }) => before.some((fact) => of(fact, LegalAidAssigned.type, accepted) && !beforeStart.some((later) => setAsideBy(later) === fact.id))
      && !all.some((fact) => of(fact, LegalAidFailureReported.type, accepted) && fact.revision > accepted.revision
        && (fact.revision <= start.revision || Date.parse(fact.meta.occurredAt.from) < Date.parse(start.meta.occurredAt.from))))],
    // A lawyer whom the child had before is one that it has.
    metByEarlier: true,
    ends: freed,
    looksBackOn: [...looksBackOnHeld, LegalAidAssigned.type, LegalAidFailureReported.type, ruling],
  }),
];

function of({ type, data }: Fact, wanted: string, { data: { lawyerRef } }: Fact<typeof CaseAccepted> | Fact<typeof LegalAidFailureReported>): boolean {
  return type === wanted && (data as { lawyerRef?: string }).lawyerRef === lawyerRef;
}
