import { ruling, setAsideBy } from '../decider/annulment.js';
import { duty, on, onOther } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { certifiedFree, doubtsOfRelease, isIndependentWord } from '../decider/release.js';
import { CaseAccepted, LegalAidAssigned, LegalAidFailureReported } from './legal-aid.events.js';

const endsTheStay = onOther('identification.DeprivationEnded', (ended, seen) => isIndependentWord(ended, seen)
  && (ended.data as { stayRef: string }).stayRef === ((seen.start.data as { stayRef?: string }).stayRef ?? seen.start.id));

export const legalAidDuties = [
  duty({
    code: 'LAWYER_WHEN_DEPRIVED', holder: 'APPOINTING_AUTHORITY',
    promise: 'A child who is held has a lawyer of its own at once.',
    basis: 'CRC art. 37(d)',
    starts: [onOther('identification.DeprivationStarted')],
    meets: [on(CaseAccepted, (accepted, { before, beforeStart, start, all }) => before.some((fact) => of(fact, LegalAidAssigned.type, accepted) && !beforeStart.some((later) => setAsideBy(later) === fact.id))
      && !all.some((fact) => of(fact, LegalAidFailureReported.type, accepted) && fact.revision > accepted.revision
        && (fact.revision < start.revision || Date.parse(fact.meta.occurredAt.from) < Date.parse(start.meta.occurredAt.from))))],
    // A lawyer whom the child had before is one that it has.
    metByEarlier: true,
    ends: [endsTheStay, certifiedFree],
    looksBackOn: [...doubtsOfRelease, LegalAidAssigned.type, LegalAidFailureReported.type, ruling],
  }),
];

function of({ type, data }: Fact, wanted: string, { data: { lawyerRef } }: Fact<typeof CaseAccepted>): boolean {
  return type === wanted && (data as { lawyerRef?: string }).lawyerRef === lawyerRef;
}
