import { duty, on, type Mark, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { freed, held, isHeld, isMeant, looksBackOnHeld, setFree } from '../decider/held.js';
import { DeprivationSettingChanged, DeprivationStarted } from './liberty.events.js';
import type { SettingFact } from './liberty.state.js';
import { MeasureEnded, MeasureImposed } from './measure.events.js';
import { ChallengeDecided, ComplaintAcknowledged, ComplaintAnswered, ComplaintLodged, LegalityChallenged, ReleaseDemanded } from './remedy.events.js';
import { AlternativeConsidered, AuthorityAppeared, ReviewHeld } from './review.events.js';
import { isIndependent, isIndependentBody } from './review.state.js';

/** What a child who is held is owed. */

const settingTypes: readonly string[] = [DeprivationStarted.type, DeprivationSettingChanged.type];

const reviewed: readonly Mark[] = [
  on(ReviewHeld, (review, { before }) => isIndependent(review, settings(before))),
  on(AuthorityAppeared, (appearance, { before }) => isIndependent(appearance, settings(before))),
];

export const libertyDuties = [
  duty({
    code: 'RELEASE_DEMAND', holder: 'CASE_WORKER', counts: 'from when it was recorded',
    promise: 'Whoever learns that a child is held demands its release at once.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 1: a child who is held is identified and released at once',
    starts: held, ends: freed, looksBackOn: looksBackOnHeld,
    meets: [on(ReleaseDemanded, ({ data }, { start }) => isMeant(data.stayRef, start))],
  }),
  duty({
    code: 'ALTERNATIVE_CONSIDERED', holder: 'CASE_WORKER',
    promise: 'Before a child is held at all, everything else that could be done is considered.',
    basis: 'International Child Repatriation Guidelines, guarantee 1; CRC art. 37(b)',
    starts: held, ends: freed, looksBackOn: [...looksBackOnHeld, MeasureEnded.type],
    meets: [on(AlternativeConsidered, (considered, seen) => isMeant(considered.data.stayRef, seen.start) && isOfThisTime(considered, seen)), on(MeasureImposed, isOfThisTime)],
    metByEarlier: true,
  }),
  duty({
    code: 'FIRST_APPEARANCE', holder: 'CASE_WORKER',
    promise: 'A child who is held is brought before an independent authority within a day.',
    basis: 'CRC General Comment 24',
    starts: held, ends: freed, looksBackOn: looksBackOnHeld, meets: reviewed,
  }),
  duty({
    code: 'DEPRIVATION_REVIEW', holder: 'CASE_WORKER',
    promise: 'Whether a child goes on being held is reviewed again and again, by a body that is independent of whoever holds it.',
    basis: 'CRC art. 37(d); the length is ours',
    starts: [...held, ...reviewed.map(whileHeld)], ends: freed, looksBackOn: looksBackOnHeld, meets: reviewed,
  }),
  duty({
    code: 'LEGALITY_DECISION', holder: 'CASE_WORKER',
    promise: 'A challenge of the legality of holding a child is decided within two weeks.',
    basis: 'CRC art. 37(d); CRC General Comment 24, by analogy',
    starts: [on(LegalityChallenged)],
    meets: [on(ChallengeDecided, ({ data: { challengeRef, by, independent, result } }, seen) => answers(challengeRef, seen) && result !== 'UNKNOWN' && isIndependentBody(by, independent, settings(seen.before)))],
    looksBackOn: settingTypes,
  }),
  duty({
    code: 'COMPLAINT_ACKNOWLEDGED', holder: 'OMBUDSPERSON',
    promise: 'Whoever complains for a child hears that the complaint has arrived.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 4; the length is ours',
    starts: [on(ComplaintLodged)],
    meets: [on(ComplaintAcknowledged, ({ data }, seen) => answers(data.complaintRef, seen)), on(ComplaintAnswered, ({ data }, seen) => answers(data.complaintRef, seen))],
  }),
  duty({
    code: 'COMPLAINT_ANSWERED', holder: 'OMBUDSPERSON',
    promise: 'A complaint for a child is answered, by a body that is independent of those complained of.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 4; the length is ours',
    starts: [on(ComplaintLodged)],
    meets: [on(ComplaintAnswered, isAnswer)], looksBackOn: settingTypes,
  }),
];

/** What was considered or imposed before, and not because of a time that was over when this one began. */
function isOfThisTime(fact: Fact, { start, beforeStart, all }: Seen): boolean {
  return fact.revision > start.revision || !beforeStart.some((later, n) => later.revision > fact.revision
    && (setFree.some(({ type, holds }) => type === later.type && holds(later, { start, beforeStart, all, since: [], before: beforeStart.slice(0, n) })) || isEndOf(later, fact)));
}

/** A measure that was turned into confinement is what was tried before it. */
function isEndOf(fact: Fact, { id }: Fact): boolean {
  const { measure, because } = fact.data as Partial<Fact<typeof MeasureEnded>['data']>;
  return fact.type === MeasureEnded.type && measure === id && because !== 'TURNED_INTO_CONFINEMENT';
}

/** Of an answer that does not say to what, whether nothing else was asked by then. */
function answers(to: string | undefined, { start, before }: Seen): boolean {
  return to === undefined ? !before.some(({ id, type }) => type === start.type && id !== start.id) : to === start.id;
}

/** To be passed on, or to be told that nobody decides, is no answer, and neither is the word of those complained of, or of whoever holds the child. */
function isAnswer({ data: { complaintRef, by, independent, answer } }: Fact<typeof ComplaintAnswered>, seen: Seen): boolean {
  const { against } = seen.start.data as Fact<typeof ComplaintLodged>['data'];
  return answers(complaintRef, seen) && answer !== 'PASSED_ON' && answer !== 'NO_DECISION'
    && (against?.orgRef === undefined || against.orgRef !== by.orgRef) && isIndependentBody(by, independent, settings(seen.before));
}

/** A review of a stay that is over opens nothing. */
function whileHeld({ type, holds }: Mark): Mark {
  return { type, holds: (fact, seen) => holds(fact, seen) && isHeld(fact, seen) };
}

function settings(facts: readonly Fact[]): readonly SettingFact[] {
  return facts.filter((fact): fact is SettingFact => settingTypes.includes(fact.type));
}
