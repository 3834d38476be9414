import { duty, on, onOther, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import {
  ConflictDeclared, ConflictReportClosed, GuardianAppointed, GuardianReplaced, GuardianSuspended, MandateAccepted, MandateAnnulled, RepresentingParentConfirmed, SuspensionLifted,
} from './representative.events.js';

/** Accepted by the very person whom the authority had named. */
export const accepted = on(MandateAccepted, ({ data: { guardianRef }, meta }, { before }) => meta.recordedBy.actorRef === guardianRef && isAppointed(guardianRef, before));
const looksBackOn = [GuardianAppointed.type, GuardianReplaced.type, MandateAnnulled.type];

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
    starts: [on(GuardianSuspended), on(ConflictDeclared), on(MandateAnnulled, (annulled, seen) => !isTakenOver(annulled, seen))],
    meets: [accepted, on(RepresentingParentConfirmed)],
    ends: [
      on(ConflictReportClosed, ({ data }, { start }) => start.type === ConflictDeclared.type && data.guardianRef === (start.data as { guardianRef: string }).guardianRef),
      on(SuspensionLifted, ({ data }, { start }) => start.id === data.suspension),
    ],
    looksBackOn,
  }),
];

/** Whether the last word on the person is an appointment, and not that an appeal body set it aside. */
function isAppointed(guardianRef: string, before: readonly Fact[]): boolean {
  const last = before.findLast(({ type, data }) => looksBackOn.includes(type as never) && (data as { guardianRef?: string }).guardianRef === guardianRef);
  return last !== undefined && (last.type as string) !== MandateAnnulled.type;
}

/** Whether somebody else has taken over since the appointment that is set aside: then nobody is missing. */
function isTakenOver({ data: { guardianRef, appointment } }: Fact<typeof MandateAnnulled>, { before }: Seen): boolean {
  const since = before.slice(before.findIndex(({ id }) => id === appointment) + 1);
  return since.some(({ type, data }) => ([MandateAccepted.type, RepresentingParentConfirmed.type] as string[]).includes(type)
    && ![(data as { guardianRef?: string }).guardianRef, (data as { parentRef?: string }).parentRef].includes(guardianRef));
}
