import { ruling, setAsideBy } from '../decider/annulment.js';
import { isClear } from '../decider/conflict-check.js';
import { isCarriedOut, waysOfJourney } from '../decider/departure.js';
import { duty, on, onOther, setIn, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { doubtsOfRelease, isIndependentWord } from '../decider/held.js';
import { EmergencyCareStarted, PlacementDecided } from './care.events.js';
import { DeprivationEnded } from './liberty.events.js';
import { OpenSettingLost } from './places.events.js';

const reviewed = onOther('best-interests.PlacementReviewed');

const reviewIn = ({ data }: Fact) => data as unknown as { readonly facilityRef: string; readonly result: string };

export const careDuties = [
  duty({
    code: 'CARE_REVIEW_AFTER_GUARDIAN', holder: 'CASE_WORKER',
    promise: 'Emergency care that began without a guardian is looked at again with the guardian, or with the parent who represents the child.',
    basis: 'International Child Repatriation Guidelines, guarantee 2; the length is ours',
    starts: [
      onOther('guardianship.MandateAccepted', isInEmergencyCare),
      onOther('guardianship.RepresentingParentConfirmed', (fact, seen) => isClear(fact.data as unknown as Parameters<typeof isClear>[0]) && isInEmergencyCare(fact, seen)),
    ],
    meets: [on(PlacementDecided), reviewed],
    looksBackOn: [EmergencyCareStarted.type],
  }),
  duty({
    code: 'PLACEMENT_REVIEW', holder: 'CASE_WORKER',
    promise: 'Where a child lives is reviewed at least every three months, and emergency care by the day that was set for it.',
    basis: 'CRC art. 25; UN General Assembly resolution 64/142, para. 67',
    // Where the review itself was set aside there was none, and another one is owed.
    starts: [on(PlacementDecided), on(EmergencyCareStarted), reviewed, onOther(ruling, (fact, seen) => setsAside(fact, reviewed.type, seen))],
    noLaterThan: setIn('reviewBy', 'nextReviewBy'),
    // To be taken in again, for longer or elsewhere, is no review.
    meets: [on(PlacementDecided), reviewed],
    // A child whose journey was halted on the way lives somewhere, too.
    ends: [onOther('repatriation.DepartureConfirmed', isCarriedOut), onOther(ruling, (fact, seen) => setsAside(fact, PlacementDecided.type, seen)), on(DeprivationEnded, isEndOfEmergency)],
    looksBackOn: [...doubtsOfRelease, ...waysOfJourney],
  }),
  duty({
    code: 'PLACEMENT_CHANGE', holder: 'CASE_WORKER',
    promise: 'Where a review finds that a child has to live elsewhere, or need not be in care any more, or its place is open no longer, that is what becomes of it.',
    basis: 'CRC art. 20 and 25; UN General Assembly resolution 64/142, paras. 14 and 67; the length is ours',
    starts: [onOther(reviewed.type, (fact) => ['HAS_TO_CHANGE', 'CAN_END'].includes(reviewIn(fact).result)), on(OpenSettingLost)],
    // What was found is done, or found otherwise by another review.
    meets: [
      on(PlacementDecided, isElsewhere), on(EmergencyCareStarted, isElsewhere), onOther('identification.Reunited'),
      onOther(reviewed.type, (fact, { start }) => start.type === reviewed.type && reviewIn(fact).result === 'GOES_ON'),
    ],
    ends: [onOther('repatriation.DepartureConfirmed', isCarriedOut), onOther(ruling, (fact, { start }) => setAsideBy(fact) === start.id)],
    looksBackOn: waysOfJourney,
  }),
];

/** Whoever is to live elsewhere is not helped by a further decision for the same place. */
function isElsewhere({ data: { facilityRef } }: Fact<typeof PlacementDecided> | Fact<typeof EmergencyCareStarted>, { start }: Seen): boolean {
  return facilityRef !== reviewIn(start).facilityRef;
}

/** Nothing is left to review where the child was taken in for a night and has gone, as somebody tells who does not hold it. */
function isEndOfEmergency(ended: Fact<typeof DeprivationEnded>, seen: Seen): boolean {
  return seen.start.type === EmergencyCareStarted.type && ended.data.stayRef === seen.start.id && isIndependentWord(ended as unknown as Fact, seen);
}

function isInEmergencyCare(_: Fact, { before }: Seen): boolean {
  return before.findLast(({ type }) => careTypes.includes(type))?.type === EmergencyCareStarted.type;
}

const careTypes: readonly string[] = [EmergencyCareStarted.type, PlacementDecided.type];

/** Whether an appeal body sets aside the last decision of that type. */
function setsAside(fact: Fact, type: string, { before }: Seen): boolean {
  const decision = setAsideBy(fact);
  return decision !== undefined && before.findLast((earlier) => earlier.type === type)?.id === decision;
}
