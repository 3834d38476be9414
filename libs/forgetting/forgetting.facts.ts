import type { Fact, ForeignRef } from '../decider/event.js';
import type { Foreign, GateFact, Weighing } from '../decider/gate.js';
import { isMinorOn } from '../decider/majority.js';
import { mattersOf, type OpenMatters } from '../decider/open-matters.js';
import { knownAt } from '../decider/times.js';
import type { SubjectKeysDisabled } from './forgetting.events.js';
import type { Forgetting } from './forgetting.state.js';

/** For so long the keys are disabled, and everybody who has to know of it knows, before they are destroyed (SH-2 of the specification). */
const disabledDays = 30;
const dayMs = 86_400_000;

export const forgettingAsked: GateFact<Forgetting> = {
  code: 'FORGETTING_ASKED',
  promise: 'Nobody is forgotten unless another person has asked for it, and it is asked for by the person itself, of age, or after the time for which records are kept, or a court orders it; a child is kept.',
  basis: 'GDPR art. 5(1)(e), 17(1) and 17(3)(e); CRC art. 8; International Child Repatriation Guidelines (records of decisions); the ground and the two persons are ours',
  proof: ({ asked }, weighing) => {
    const matters = mattersOf(weighing);
    if (!asked || !matters || asked.meta.recordedBy.actorRef === weighing.actor.actorRef) return undefined;
    return isGrounded(asked.data.ground, matters.state.majorityOn, weighing) ? { evidence: [asked.id], foreign: seenOf(matters) } : undefined;
  },
};

export const noLegalHold: GateFact<Forgetting> = {
  code: 'NO_LEGAL_HOLD',
  promise: 'Nothing is forgotten that a court or an oversight body has ordered to be kept.',
  basis: 'GDPR art. 17(3)(b) and (e), 18(1)(c); CRC art. 39 and 40 (remedy needs the record)',
  proof: ({ holds }, weighing) => {
    const matters = mattersOf(weighing);
    // Whoever had a record kept is not overruled by a merge: a hold on any record of the child counts, whenever that was merged.
    const standing = [...holds, ...(matters?.state.merged ?? []).flatMap((other) => other.holds)];
    return standing.length === 0 ? { evidence: [], foreign: matters ? seenOf(matters) : [] } : undefined;
  },
};

export const nothingOpen: GateFact<Forgetting> = {
  code: 'NOTHING_OPEN',
  promise: 'Nothing is forgotten as long as a finding, an appeal, a claim for protection, a report of coercion or a duty towards the child is open, or the record goes on in another one.',
  basis: 'GDPR art. 17(3)(e); CRC art. 39; International Child Repatriation Guidelines, guarantee 4',
  proof: ({ settled }, weighing) => {
    const matters = mattersOf(weighing);
    if (!matters || matters.state.mergedInto !== undefined || matters.state.open.some(({ kind, ref }) => kind !== 'DUTY' || !settled.includes(ref))) return undefined;
    return { evidence: [], foreign: seenOf(matters) };
  },
};

export const forgettingTold: GateFact<Forgetting> = {
  code: 'FORGETTING_TOLD',
  promise: 'Nothing is destroyed that the person, or whoever acts for it, and oversight have not known of for thirty days.',
  basis: 'GDPR art. 12 and 19; the time is ours',
  proof: ({ told }, { now }) => {
    const known = told.filter((fact) => isLongAgo(fact, now));
    const [person, oversight] = [known.find(({ data }) => data.to !== 'OVERSIGHT'), known.find(({ data }) => data.to === 'OVERSIGHT')];
    return person && oversight && { evidence: [person.id, oversight.id] };
  },
};

export const keysDisabled: GateFact<Forgetting> = {
  code: 'KEYS_DISABLED',
  promise: 'No key is destroyed that was not disabled for thirty days, in which that could be taken back.',
  basis: 'ours: what is destroyed comes back by no decision',
  proof: ({ disabled }, weighing) => {
    const matters = mattersOf(weighing);
    return disabled && matters && isDisabledWhole(disabled, matters.state) && isLongAgo(disabled, weighing.now) ? { evidence: [disabled.id], foreign: seenOf(matters) } : undefined;
  },
};

/** Whether every record of the child was disabled by that decision and has belonged to it ever since. */
export function isDisabledWhole({ position, data }: Fact<typeof SubjectKeysDisabled>, { records: [own, ...others], merged }: OpenMatters): boolean {
  return data.records.includes(own!) && others.every((record) => data.records.includes(record) && merged.some((other) => other.record === record && other.since < position));
}

/** All records that a proof looks at: whoever carries the decision out looks again whether one of them has grown. */
function seenOf({ stream, revision, eventId, state }: Foreign<OpenMatters>): readonly ForeignRef[] {
  return [{ stream, revision, ...(eventId && { eventId }) }, ...state.merged.flatMap(({ seen }) => seen)];
}

/** What was recorded counts from then: nobody dates it back. */
function isLongAgo(fact: Parameters<typeof knownAt>[0], now: Date): boolean {
  return now.getTime() - knownAt(fact).getTime() >= disabledDays * dayMs;
}

/** Limitation periods run from majority, and adults seek their files, so that the person itself is the one who may ask before the time is over. */
function isGrounded(ground: string, majorityOn: string | undefined, { now, setting }: Weighing): boolean {
  if (ground === 'ORDERED_BY_COURT') return true;
  if (isMinorOn(majorityOn, now)) return false;
  return ground === 'SUBJECT_ASKS' || now > setting.endOf('RECORD_RETENTION', { from: `${majorityOn!}T12:00:00Z` });
}
