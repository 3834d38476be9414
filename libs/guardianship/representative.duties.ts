import { duty, on, onOther } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import {
  ConflictDeclared, ConflictReportClosed, GuardianAppointed, GuardianReplaced, GuardianSuspended, MandateAccepted, RepresentingParentConfirmed,
} from './representative.events.js';

/** Accepted by the very person whom the authority had named. */
export const accepted = on(MandateAccepted, ({ data: { guardianRef }, meta }, { before }) => meta.recordedBy.actorRef === guardianRef && before.some((fact) => names(fact, guardianRef)));
const looksBackOn = [GuardianAppointed.type, GuardianReplaced.type];

export const representativeDuties = [
  duty({
    code: 'REPRESENTATIVE', holder: 'APPOINTING_AUTHORITY',
    promise: 'A representative is appointed and active as soon as possible after the child is found.',
    basis: 'International Child Repatriation Guidelines, guarantee 2',
    starts: [onOther('identification.ChildFound', ({ data }) => (data as { accompaniment?: string }).accompaniment !== 'WITH_PARENT')],
    meets: [accepted, on(RepresentingParentConfirmed)], looksBackOn,
  }),
  duty({
    code: 'REPLACE_GUARDIAN', holder: 'APPOINTING_AUTHORITY',
    promise: 'A guardian who may no longer act is replaced without a gap.',
    basis: 'International Child Repatriation Guidelines, guarantee 2',
    starts: [on(GuardianSuspended), on(ConflictDeclared)],
    meets: [accepted, on(RepresentingParentConfirmed)],
    ends: [on(ConflictReportClosed, ({ data }, { start }) => start.type === ConflictDeclared.type && data.guardianRef === (start.data as { guardianRef: string }).guardianRef)],
    looksBackOn,
  }),
];

function names({ type, data }: Fact, guardianRef: string): boolean {
  return looksBackOn.includes(type as never) && (data as { guardianRef?: string }).guardianRef === guardianRef;
}
