import { daysAfter, isEnough } from '../decider/absence.js';
import { duty, on, onDay, setIn, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { CareArrangementCertified, ParentalAbsenceReported, ParentalRightsCertified, PaymentForChildReported, PaymentReviewed } from './arrangement.events.js';

type Absence = Fact<typeof ParentalAbsenceReported>;
const absenceOf = ({ start }: Seen): Absence['data'] => (start as unknown as Absence).data;
const isAway = ({ data: { required, leftOn } }: Absence): boolean => required !== undefined && leftOn !== undefined;
const sinceLeft = (start: Fact): string => onDay((start as unknown as Absence).data.leftOn!);
/** What is told of the same parent afterwards takes the place of what was told before. */
const toldAnew = on(ParentalAbsenceReported, ({ data }, seen) => data.parentRef === absenceOf(seen).parentRef);
const lastsBeyond = (until: string | undefined, day: string): boolean => until === undefined || until > day;

export const arrangementDuties = [
  duty({
    code: 'CARE_ARRANGEMENT', holder: 'CASE_WORKER',
    promise: 'Somebody may care for a child whose parent is away, by the arrangement that the length of the absence asks for.',
    basis: 'CRC art. 18 and 20; CABAR.asia on the children of labour migrants in Kyrgyzstan (draft law); the length is ours',
    starts: [on(ParentalAbsenceReported, isAway)],
    from: sinceLeft,
    meets: [on(CareArrangementCertified, ({ data }, seen) => isEnough(data.arrangement, absenceOf(seen).required!.arrangement) && lastsBeyond(data.until, absenceOf(seen).leftOn!))],
    metByEarlier: true,
    ends: [toldAnew],
  }),
  duty({
    code: 'ARRANGEMENT_UPGRADE', holder: 'APPOINTING_AUTHORITY',
    promise: 'A parent is back before the time is over for which the arrangement is made, or a stronger one takes its place.',
    basis: 'CABAR.asia on the children of labour migrants in Kyrgyzstan (draft law: beyond six months, guardianship by a court)',
    starts: [on(ParentalAbsenceReported, (absence) => isAway(absence) && absence.data.required?.lastDay !== undefined)],
    from: sinceLeft,
    noLaterThan: (start) => `${daysAfter((start as unknown as Absence).data.required!.lastDay!, 1)}T00:00:00.000Z`,
    meets: [on(CareArrangementCertified, ({ data }, seen) => {
      const { arrangement, lastDay } = absenceOf(seen).required!;
      return data.arrangement !== arrangement && isEnough(data.arrangement, arrangement) && lastsBeyond(data.until, lastDay!);
    })],
    metByEarlier: true,
    ends: [toldAnew],
  }),
  duty({
    code: 'PAYMENT_REVIEW', holder: 'APPOINTING_AUTHORITY', counts: 'from when it was recorded',
    promise: 'Where somebody is paid for a child, it is looked at again and again whether that serves the child.',
    basis: 'CRC art. 19, 20 and 25; UNICEF, Child Trafficking in Kyrgyzstan (payments for each child who is kept); the length is ours',
    starts: [on(PaymentForChildReported), on(PaymentReviewed, ({ data }) => data.result !== 'STOPPED')],
    meets: [on(PaymentReviewed, ({ data }, { start }) => data.paymentRef === ((start.data as { paymentRef?: string }).paymentRef ?? start.id))],
  }),
  duty({
    code: 'PARENTAL_RIGHTS_REVIEW', holder: 'CASE_WORKER',
    promise: 'Where a parent was deprived of its rights, or has fewer, it is looked at again and again whether they can be restored.',
    basis: 'CRC art. 9(1) and 25; the length is ours',
    starts: [on(ParentalRightsCertified, ({ data }) => data.change !== 'RESTORED')],
    noLaterThan: setIn('reviewBy'),
    meets: [on(ParentalRightsCertified, ({ data }, { start }) => data.parentRef === (start.data as { parentRef?: string }).parentRef)],
  }),
];
