import { duty, latestOf, on, type Mark, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { certifiedFree, doubtsOfRelease, isIndependentWord } from '../decider/release.js';
import { DeprivationEnded, DeprivationSettingChanged, DeprivationStarted, type EndReason, type SettingKind } from './liberty.events.js';
import type { SettingFact } from './liberty.state.js';
import { MeasureImposed } from './measure.events.js';
import { LibertyCertified } from './release.events.js';
import { ChallengeDecided, ComplaintAcknowledged, ComplaintAnswered, ComplaintLodged, LegalityChallenged, ReleaseDemanded } from './remedy.events.js';
import { AlternativeConsidered, AuthorityAppeared, ReviewHeld } from './review.events.js';
import { isIndependent } from './review.state.js';

/** What a child who is held is owed. To be taken elsewhere is no end of it: the same time runs on (CAL-5). */

const cells: readonly SettingKind[] = ['POLICE_CELL', 'PRISON'];
const goesOn: readonly EndReason[] = ['TRANSFER', 'HOSPITAL', 'COURT', 'ESCORT', 'AGED_OUT'];

export function endsInFreedom({ endReason }: { readonly endReason: EndReason }): boolean {
  return !goesOn.includes(endReason);
}

/** A stay that the child may leave, as somebody tells who does not hold it there, is owed nothing of this until somebody says otherwise. */
const held: readonly Mark[] = [
  on(DeprivationStarted, (started, seen) => !saysFree(started, seen)),
  on(DeprivationSettingChanged, (changed, seen) => {
    const before = settings(seen.before).findLast((fact) => stayOf(fact) === changed.data.stayRef && fact.data.mayLeave !== undefined);
    return changed.data.mayLeave === 'NO' && before !== undefined && saysFree(before, seen);
  }),
];

/** Freed from this stay, or from the one that it went on in; or free to leave where it is; or at liberty, as is certified. */
const freed: readonly Mark[] = [
  on(DeprivationEnded, (ended, seen) => isRelease(ended, seen) && [...seen.before, ended].some((fact) => fact.type === DeprivationEnded.type && isOfStay(fact, seen.start))),
  on(DeprivationSettingChanged, (changed, seen) => saysFree(changed, seen) && isOfStay(changed, seen.start)),
  certifiedFree,
];

const reviewed: readonly Mark[] = [
  on(ReviewHeld, (review, { before }) => isIndependent(review, settings(before))),
  on(AuthorityAppeared, (appearance, { before }) => isIndependent(appearance, settings(before))),
];

export const libertyDuties = [
  duty({
    code: 'RELEASE_DEMAND', holder: 'CASE_WORKER', counts: 'from when it was recorded',
    promise: 'Whoever learns that a child is held demands its release at once.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 1: a child who is held is identified and released at once',
    starts: held, ends: freed, looksBackOn: doubtsOfRelease,
    meets: [on(ReleaseDemanded, ({ data }, { start }) => meant(data.stayRef, start))],
  }),
  duty({
    code: 'ALTERNATIVE_CONSIDERED', holder: 'CASE_WORKER',
    promise: 'Before a child is held at all, everything else that could be done is considered.',
    basis: 'International Child Repatriation Guidelines, guarantee 1; CRC art. 37(b)',
    starts: held, ends: freed, looksBackOn: doubtsOfRelease,
    meets: [on(AlternativeConsidered, ({ data }, { start }) => meant(data.stayRef, start)), on(MeasureImposed)],
    metByEarlier: true,
  }),
  duty({
    code: 'FIRST_APPEARANCE', holder: 'CASE_WORKER',
    promise: 'A child who is held is brought before an independent authority within a day.',
    basis: 'CRC General Comment 24',
    starts: held, ends: freed, looksBackOn: doubtsOfRelease, meets: reviewed,
  }),
  duty({
    code: 'DEPRIVATION_REVIEW', holder: 'CASE_WORKER',
    promise: 'Whether a child goes on being held is reviewed again and again, by a body that is independent of whoever holds it.',
    basis: 'CRC art. 37(d); the length is ours',
    starts: [...held, ...reviewed.map(whileHeld)], ends: freed, looksBackOn: doubtsOfRelease, meets: reviewed,
  }),
  duty({
    code: 'LEGALITY_DECISION', holder: 'CASE_WORKER',
    promise: 'A challenge of the legality of holding a child is decided within two weeks.',
    basis: 'CRC art. 37(d); CRC General Comment 24, by analogy',
    starts: [on(LegalityChallenged)],
    meets: [on(ChallengeDecided, ({ data: { challengeRef } }, { start }) => challengeRef === undefined || challengeRef === start.id)],
  }),
  duty({
    code: 'COMPLAINT_ACKNOWLEDGED', holder: 'OMBUDSPERSON',
    promise: 'Whoever complains for a child hears that the complaint has arrived.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 4; the length is ours',
    starts: [on(ComplaintLodged)],
    meets: [on(ComplaintAcknowledged, answers), on(ComplaintAnswered, answers)],
  }),
  duty({
    code: 'COMPLAINT_ANSWERED', holder: 'OMBUDSPERSON',
    promise: 'A complaint for a child is answered.',
    basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 4; the length is ours',
    starts: [on(ComplaintLodged)],
    meets: [on(ComplaintAnswered, answers)],
  }),
];

function answers({ data: { complaintRef } }: { readonly data: { readonly complaintRef?: string } }, { start }: { readonly start: Fact }): boolean {
  return complaintRef === undefined || complaintRef === start.id;
}

/** A review of a stay that is over opens nothing. */
function whileHeld({ type, holds }: Mark): Mark {
  const isStartOrEnd = (seen: Seen) => (fact: Fact): boolean => fact.type === DeprivationStarted.type || fact.type === LibertyCertified.type
    || (fact.type === DeprivationEnded.type && isRelease(fact as unknown as Fact<typeof DeprivationEnded>, seen));
  return { type, holds: (fact, seen) => holds(fact, seen) && seen.before.findLast(isStartOrEnd(seen))?.type === DeprivationStarted.type };
}

function isRelease(ended: Fact<typeof DeprivationEnded>, seen: Seen): boolean {
  return endsInFreedom(ended.data) && isIndependentWord(ended, seen);
}

/** That a child may leave counts from nobody who holds it there, and never of a cell. */
function saysFree(setting: SettingFact, seen: Seen): boolean {
  const kind = [...settings(seen.before), setting].findLast((fact) => stayOf(fact) === stayOf(setting) && fact.data.settingKind !== undefined)?.data.settingKind;
  return setting.data.mayLeave === 'YES' && !(kind !== undefined && cells.includes(kind)) && isIndependentWord(setting, seen);
}

function settings(facts: readonly Fact[]): readonly SettingFact[] {
  return facts.filter(isSettingFact);
}

function isSettingFact(fact: Fact): fact is SettingFact {
  return fact.type === DeprivationStarted.type || fact.type === DeprivationSettingChanged.type;
}

/** Of a report that names no stay, whichever it is. */
function meant(stayRef: string | undefined, start: Fact): boolean {
  const stay = stayOf(start);
  return stayRef === undefined || stay === undefined || stayRef === stay;
}

/** What names no stay ended one that had begun. */
function isOfStay(fact: Fact, start: Fact): boolean {
  const { stayRef } = fact.data as { stayRef?: string };
  return meant(stayRef, start) && (stayRef !== undefined || Date.parse(start.meta.occurredAt.from) <= latestOf(fact));
}

function stayOf(fact: Fact): string | undefined {
  return (fact.data as { stayRef?: string }).stayRef ?? (isSettingFact(fact) ? fact.id : undefined);
}
