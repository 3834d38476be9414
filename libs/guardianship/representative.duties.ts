import { isChildsWord } from '../decider/childs-word.js';
import { isClear } from '../decider/conflict-check.js';
import { duty, latestOf, on, onOther, setIn, type Mark, type Seen } from '../decider/duty.js';
import { isOfEntitled, type Fact } from '../decider/event.js';
import { givingMajority, majorityGivenIn } from '../decider/majority.js';
import { disputeEnded, disputeReported, ends, isFoundUnfounded, namedAnew } from '../decider/parental-dispute.js';
import { knownAt } from '../decider/times.js';
import {
  ConflictCheckCompleted, ConflictDeclared, ConflictReportClosed, GuardianAppointed, GuardianReplaced, GuardianSuspended, MandateAccepted, MandateAnnulled, RepresentingParentConfirmed, representativeEvents,
  SuspensionLifted,
} from './representative.events.js';
import { activeMandates, noRepresentation, silencedIn, silencing, standingMandate, withTold, type Representation } from './representative.state.js';

/** Accepted by the very person whom the authority had named, after a check for conflicts that found none. */
export const accepted = on(MandateAccepted, ({ data: { guardianRef }, meta }, { before }) => meta.recordedBy.actorRef === guardianRef && isAppointed(guardianRef, before));
/** The same, by somebody who may act under it, and from when the mandate begins: until then nobody does. */
const takenUp: Mark = { ...accepted, holds: (fact, seen) => accepted.holds(fact, seen) && mayAct(fact, seen), from: ({ data }, { before }) => appointmentOf((data as { guardianRef: string }).guardianRef, before)?.data.from };
const confirmed = on(RepresentingParentConfirmed, ({ data }) => isClear(data));
const childFound = 'identification.ChildFound';
const accompanimentAttested = 'identification.AccompanimentAttested';
const careGapOpened = 'identification.CareGapOpened';
const leftBehind = 'identification.LeftBehindChildRegistered';
const dayMs = 86_400_000;
const looksBackOn = [...representativeEvents.map(({ type }) => type), disputeReported, disputeEnded];

export const representativeDuties = [
  duty({
    code: 'REPRESENTATIVE', holder: 'APPOINTING_AUTHORITY',
    promise: 'A representative is appointed and active as soon as possible after the child is found.',
    basis: 'International Child Repatriation Guidelines, guarantee 2',
    // Whom nobody needed to represent while it was with a parent needs somebody once it is found to be without one, or nobody is known to care for it.
    starts: [onOther(childFound, isWithoutParent), onOther(leftBehind, isWithoutParent), onOther(accompanimentAttested, isAloneNow), onOther(careGapOpened, isAloneNow)],
    meets: [takenUp, confirmed], looksBackOn,
  }),
  duty({
    code: 'MANDATE_CONTINUED', holder: 'APPOINTING_AUTHORITY',
    promise: 'Before a mandate ends that has an end, somebody is accepted who speaks for the child afterwards.',
    basis: 'International Child Repatriation Guidelines, guarantee 2 (no gap); the length before the end is ours',
    starts: [on(GuardianAppointed, endsInChildhood)],
    // It can be seen from the appointment on, and is due when the mandate ends.
    from: ({ data, meta: { occurredAt } }) => new Date(Math.max(Date.parse(occurredAt.from), Date.parse((data as { until: string }).until) - 30 * dayMs)).toISOString(),
    noLaterThan: setIn('until'),
    meets: [
      on(MandateAccepted, (fact, seen) => accepted.holds(fact, seen) && lastsLonger(fact, seen)),
      confirmed,
    ],
    looksBackOn: [...looksBackOn, ...givingMajority],
  }),
  duty({
    code: 'REPLACE_GUARDIAN', holder: 'APPOINTING_AUTHORITY',
    promise: 'A guardian who may no longer act is replaced without a gap.',
    basis: 'International Child Repatriation Guidelines, guarantee 2',
    starts: [
      on(GuardianSuspended), on(GuardianReplaced), on(ConflictDeclared), on(MandateAnnulled, (annulled, seen) => !isTakenOver(annulled, seen)),
      onOther(disputeReported, (told, { before }) => inDisputeBy(told, before).length > 0),
      ...silencing.map((type) => onOther(type, (told, { before }) => silencedBy(told, before).length > 0)),
      onOther('record.Retracted', leavesNobody), onOther('record.Corrected', leavesNobody), onOther('record.Disputed', deniedToChild),
    ],
    meets: [takenUp, confirmed],
    ends: [
      on(ConflictReportClosed, ({ data }, { start }) => start.type === ConflictDeclared.type && data.guardianRef === (start.data as { guardianRef: string }).guardianRef),
      on(ConflictReportClosed, ({ data }, { start, beforeStart }) => (start.type as string) === disputeReported && inDisputeBy(start, beforeStart).includes(data.guardianRef)),
      on(ConflictReportClosed, ({ data }, { start, beforeStart }) => silencing.includes(start.type) && silencedBy(start, beforeStart).includes(data.guardianRef)),
      onOther(disputeEnded, (fact, { start }) => (start.type as string) === disputeReported && isFoundUnfounded(fact) && ends(fact, start)),
      on(SuspensionLifted, ({ data }, { start }) => start.id === data.suspension),
    ],
    looksBackOn,
  }),
];

/** Whom its parents left in somebody's care is without them once nobody is known to care for it. */
function isWithoutParent({ type, data }: Fact): boolean {
  const { accompaniment, carer } = data as { accompaniment?: string; carer?: object };
  return (type as string) === leftBehind ? carer === undefined : (type as string) === careGapOpened || accompaniment !== 'WITH_PARENT';
}

/** Whether it is told for the first time that the child is not with a parent, or with nobody to whom its parents left it, and nobody else speaks for it. */
function isAloneNow(told: Fact, { before }: Seen): boolean {
  const earlier = before.filter(({ id, type }) => id !== told.id && [childFound, leftBehind, accompanimentAttested, careGapOpened].includes(type));
  return isWithoutParent(told) && !earlier.some(isWithoutParent) && activeMandates(representationIn(before), new Date(latestOf(told))).length === 0;
}

/** Whether a mandate ends before childhood does, as far as the end of that is known, and nobody speaks for the child besides. */
function endsInChildhood({ id, data: { until }, ...appointment }: Fact<typeof GuardianAppointed>, { before }: Seen): boolean {
  if (until === undefined) return false;
  const majority = majorityGivenIn(before);
  const others = activeMandates(representationIn(before.filter((fact) => fact.id !== id)), new Date(latestOf(appointment as Fact)));
  return (majority === undefined || Date.parse(until) < Date.parse(majority)) && !others.some((other) => other.until === undefined || Date.parse(other.until) > Date.parse(until));
}

/** Whether the mandate that is accepted goes on beyond the one that ends, and has begun by then, or by when it is accepted late. */
function lastsLonger({ data: { guardianRef }, ...acceptance }: Fact<typeof MandateAccepted>, { before, start }: Seen): boolean {
  const appointed = appointmentOf(guardianRef, before);
  const [until, ends] = [appointed?.data.until, (start.data as { until: string }).until];
  return appointed !== undefined && appointed.id !== start.id && Date.parse(appointed.data.from) <= Math.max(Date.parse(ends), latestOf(acceptance as Fact)) && (until === undefined || Date.parse(until) > Date.parse(ends));
}

function appointmentOf(guardianRef: string, before: readonly Fact[]): Fact<typeof GuardianAppointed> | undefined {
  return before.findLast((fact): fact is Fact<typeof GuardianAppointed> => fact.type as string === GuardianAppointed.type && (fact.data as { guardianRef: string }).guardianRef === guardianRef);
}

/** Whether the last word on the person is an appointment, with its check for conflicts before it, and not that an appeal body set it aside. */
function isAppointed(guardianRef: string, before: readonly Fact[]): boolean {
  const told = before.filter(({ data }) => (data as { guardianRef?: string }).guardianRef === guardianRef);
  const last = told.findLastIndex(({ type }) => ([GuardianAppointed.type, MandateAnnulled.type] as string[]).includes(type));
  const check = told[last - 1];
  return (told[last]?.type as string) === GuardianAppointed.type && (check?.type as string) === ConflictCheckCompleted.type && isClear(check!.data);
}

/** Whether the last mandate of whoever accepts stands: who is suspended, or to be replaced, takes it up by no word of its own. */
function mayAct(acceptance: Fact, { before }: Seen): boolean {
  const mandate = standingMandate(representationIn(before), (acceptance.data as { guardianRef: string }).guardianRef, new Date(latestOf(acceptance)));
  return mandate !== undefined && mandate.successorRef === undefined;
}

/** Whoever was to speak for the child and is a party to the dispute, as a parent who was confirmed or as a guardian who was appointed. */
function inDisputeBy(told: Fact, before: readonly Fact[]): readonly string[] {
  const representation = representationIn(before);
  return namedAnew(told, representation.disputes).filter((person) => standingMandate(representation, person, new Date(latestOf(told))));
}

/** Whoever was to speak for the child and is said to be dead, to have done harm to it, or to be a danger to it. */
function silencedBy(told: Fact, before: readonly Fact[]): readonly string[] {
  const representation = representationIn(before);
  return silencedIn(told).filter((person) => standingMandate(representation, person, new Date(latestOf(told))));
}

/** Whether the child, or who speaks for it, says that something is not so without which nobody may act for it. */
function deniedToChild(word: Fact, seen: Seen): boolean {
  const speaks = () => activeMandates(representationIn(seen.before), knownAt(word)).some(({ guardianRef }) => guardianRef === word.meta.recordedBy.actorRef);
  return isOfEntitled(word) && (isChildsWord(word) || speaks()) && leavesNobody(word, seen);
}

/** Whether a correction takes from a mandate what it rests on, and nobody else may act for the child then. */
function leavesNobody(correction: Fact, { before }: Seen): boolean {
  const { target, fields } = correction.data as { target?: string; fields?: object };
  const corrected = before.flatMap((fact) => (fact.id !== target ? [fact] : fields ? [{ ...fact, data: { ...(fact.data as object), ...fields } } as Fact] : []));
  const isRepresented = (facts: readonly Fact[]): boolean => activeMandates(representationIn(facts), new Date(latestOf(correction))).length > 0;
  return isRepresented(before) && !isRepresented(corrected);
}

function representationIn(facts: readonly Fact[]): Representation {
  return facts.reduce(withTold, noRepresentation);
}

/** Whether somebody else has taken over since the appointment that is set aside: then nobody is missing. */
function isTakenOver({ data: { guardianRef, appointment } }: Fact<typeof MandateAnnulled>, { before }: Seen): boolean {
  const since = before.slice(before.findIndex(({ id }) => id === appointment) + 1);
  return since.some(({ type, data }) => ([MandateAccepted.type, RepresentingParentConfirmed.type] as string[]).includes(type)
    && ![(data as { guardianRef?: string }).guardianRef, (data as { parentRef?: string }).parentRef].includes(guardianRef));
}
