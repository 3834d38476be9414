import { enforcementBodies, type OrgType } from '../decider/actor.js';
import type { Fact } from '../decider/event.js';
import { DecisionTakenWithoutRepresentative } from '../guardianship/contact.events.js';
import { EducationAccessReported } from '../identification/access.events.js';
import { FamilyLinkReported, Reunited, SeparationStarted } from '../identification/family.events.js';
import { CarerArrested } from '../identification/carers.events.js';
import { MeasureEnded } from '../identification/measure.events.js';
import { OriginAnswered, OriginReadinessWithdrawn } from '../repatriation/origin.events.js';
import { ReturnOutsideProcedureReported } from '../repatriation/course.events.js';
import { ChildArrived } from '../reintegration/aftercare.events.js';
import { shippedZones, startOfLocalDay } from '../zones/zones.js';
import { act, body, findingRule, lasting, type Concerned, type Found } from './findings.js';
import { at, exactly, factsOf, type ChildRecord, type HeldAndFree } from './findings.record.js';
import { firstAfter, foundIn, heldTimes, isHeld, later, stayParts, stayTimes, startedBy, type StayPart, type StayTime } from './findings.stays.js';
import { rapidRedetentions } from './liberty.chains.js';
import { ownLimit } from './liberty.child.js';
import { childhood } from './liberty.childhood.js';
import { isLiberty } from './liberty.classification.js';
import type { Range } from './liberty.edges.js';
import { lastInstantIn, staysOf } from './liberty.stays.js';

/** What is done to a child's liberty. */

type Ground = NonNullable<StayPart['setting']['groundCode']>;

const irregular: readonly Ground[] = ['IRREGULAR_ENTRY', 'IRREGULAR_STAY', 'IRREGULAR_EXIT', 'NO_DOCUMENTS'];
const migration: readonly Ground[] = [...irregular, 'AWAITING_RETURN', 'IDENTIFICATION', 'AGE_IN_DOUBT', 'ASYLUM_PROCEDURE'];
const hourMs = 3_600_000;
type Episode = HeldAndFree['episodes'][number];

export const migrationDetention = findingRule({
  code: 'MIGRATION_DETENTION', version: 1, severity: 'GRAVE',
  promise: 'No child is deprived of liberty because of its own or its parents\' migration status, not for an hour.',
  basis: 'International Child Repatriation Guidelines, guarantee 1; CRC art. 37(b); CMW/CRC Joint General Comment 4/23 (2017), paras 10 to 12',
  check: (record) => heldTimes(record, ({ groundCode, situation }) => isAmong(migration, groundCode) || situation === 'MIGRATION').map((time) => foundIn(time)),
});

export const criminalisedMigration = findingRule({
  code: 'CRIMINALISED_MIGRATION', version: 1, severity: 'GRAVE',
  promise: 'No child is held for how it came, stayed or left, or for papers that it lacks.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 4 and Day 1; CMW/CRC Joint General Comment 4/23 (2017), para. 7',
  check: (record) => heldTimes(record, ({ groundCode }) => isAmong(irregular, groundCode)).map((time) => foundIn(time)),
});

export const familyUnityUsedAsGround = findingRule({
  code: 'FAMILY_UNITY_USED_AS_GROUND', version: 1, severity: 'GRAVE',
  promise: 'A child is not held so that it stays with its family: the whole family goes free.',
  basis: 'CMW/CRC Joint General Comment 4/23 (2017), para. 11; OSCE/ODIHR, After the Chisinau Agreement, Recommendation 4',
  check: (record) => heldTimes(record, ({ groundCode }) => isAmong(['FAMILY_UNITY', 'PARENT_DETAINED'], groundCode)).map((time) => foundIn(time)),
});

export const bestInterestsAsRestriction = findingRule({
  code: 'BEST_INTERESTS_AS_RESTRICTION', version: 1, severity: 'GRAVE',
  promise: 'What is said to be best for a child, or to protect it, is no reason to hold it.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 2; CRC art. 3',
  check: (record) => heldTimes(record, ({ groundCode }) => isAmong(['BEST_INTERESTS', 'PROTECTION'], groundCode)).map((time) => foundIn(time)),
});

export const alternativeFormOfDetention = findingRule({
  code: 'ALTERNATIVE_FORM_OF_DETENTION', version: 1, severity: 'GRAVE',
  promise: 'What is not called detention is none in fact: a shelter, hotel, home or hospital lets the child leave.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, Day 1; UN Global Study on Children Deprived of Liberty, A/74/136; Popov v. France, nos. 39472/07 and 39474/07',
  check: (record) => stayTimes(record, (part) => isHeld(part) && notCalledDetention.some((kind) => kind === part.segment.settingKind)).map((time) => foundIn(time)).concat(
    factsOf(record, MeasureEnded).filter(({ data }) => data.because === 'TURNED_INTO_CONFINEMENT').map((fact) => act(fact, { alsoShownBy: [fact.data.measure] }))),
});

const notCalledDetention: readonly StayPart['segment']['settingKind'][] = ['SHELTER', 'HOTEL', 'PRIVATE_HOME', 'HOSPITAL'];

export const withAdults = findingRule({
  code: 'WITH_ADULTS', version: 1, severity: 'GRAVE',
  promise: 'A child is not held or placed among unrelated adults.',
  basis: 'CRC art. 37(c)',
  check: (record) => stayTimes(record, ({ setting }) => setting.withAdults === 'YES').map((time) => foundIn(time, { presumed: false })),
});

export const lawEnforcementLead = findingRule({
  code: 'LAW_ENFORCEMENT_LEAD', version: 1, severity: 'SERIOUS',
  promise: 'Children are the responsibility of child protection, and not of those who enforce the law.',
  basis: 'OSCE/ODIHR, After the Chisinau Agreement, Recommendation 3',
  check: (record) => [
    ...stayTimes(record, ({ setting }) => setting.custodian !== undefined && enforces(setting.custodian.orgType)).map((time) => foundIn(time, { presumed: false })),
    ...factsOf(record, DecisionTakenWithoutRepresentative).filter(({ data }) => enforces(data.authorityType))
      .map((fact) => act(fact, { concerns: body(fact, { orgRef: fact.data.authorityRef, orgType: fact.data.authorityType }), details: { decision: fact.data.decision } })),
  ],
});

export const educationOnlyInCentre = findingRule({
  code: 'EDUCATION_ONLY_IN_CENTRE', version: 1, severity: 'SERIOUS',
  promise: 'A child goes to an ordinary school, and not to one behind the door of a centre.',
  basis: 'International Child Repatriation Guidelines, guarantee 6; OSCE/ODIHR, After the Chisinau Agreement, note 12 (vi)',
  check(record) {
    const schooling = factsOf(record, EducationAccessReported);
    const otherwise = (fact: Fact<typeof EducationAccessReported>) => firstAfter(schooling.filter((other) => other !== fact && other.data.access !== 'INTERRUPTED' && other.data.mode !== 'CENTRE'), at(fact));
    return [
      ...stayTimes(record, ({ setting }) => (setting.factors ?? []).some(({ factor, answer }) => factor === 'SCHOOL_AND_DOCTOR_INSIDE_ONLY' && answer === 'YES'))
        .map((time) => foundIn(time, { presumed: false })),
      ...schooling.filter(({ data }) => data.access === 'STARTED' && data.mode === 'CENTRE').map((fact) => lasting(fact, otherwise(fact), { concerns: body(fact, undefined), details: { level: fact.data.level } })),
    ];
  },
});

export const overstay = findingRule({
  code: 'OVERSTAY', version: 1, severity: 'SERIOUS',
  promise: 'Whoever holds a child does not go beyond the limit that it names itself; keeping it makes nothing lawful.',
  basis: 'CRC art. 37(b); International Child Repatriation Guidelines, guarantee 1',
  check: (record) => stayTimes(record, (part) => !isLiberty(part.class)).flatMap((time) => underOneLimit(time).flatMap(({ limit, parts, until }) => {
    const [first] = parts;
    const since = later(exactly(limit, first.start.zone), first === time.parts[0] ? time.since : first.start);
    if (until && until.earliest <= since.earliest) return [];
    return [foundIn({ parts, since, ...(until && { until }) }, { because: first.segment.segmentId.split(':'), presumed: false, details: { limit: new Date(limit).toISOString() } })];
  })),
});

/** The parts of a stay by the limit that was named for them; one that is named anew moves what is ahead, and what was over stays over. */
function underOneLimit(time: StayTime): readonly { readonly limit: number; readonly parts: readonly [StayPart, ...StayPart[]]; readonly until?: Range }[] {
  const runs: { limit: number | undefined; parts: [StayPart, ...StayPart[]] }[] = [];
  for (const part of time.parts) {
    const limit = ownLimit(part.setting, part.segment.start.zone, time.parts[0].start.earliest);
    const run = runs.at(-1);
    if (run && run.limit === limit) run.parts.push(part);
    else runs.push({ limit, parts: [part] });
  }
  return runs.flatMap(({ limit, parts }, index) => {
    const until = runs[index + 1]?.parts[0].start ?? time.until;
    return limit === undefined ? [] : [{ limit, parts, ...(until && { until }) }];
  });
}

export const parentDetainedChildAffected = findingRule({
  code: 'PARENT_DETAINED_CHILD_AFFECTED', version: 1, severity: 'SERIOUS',
  promise: 'A parent is not held in a way that takes liberty or family from the child: alternatives keep the family whole.',
  basis: 'CMW/CRC Joint General Comment 4/23 (2017), para. 11; International Child Repatriation Guidelines, guarantees 1 and 7',
  check(record) {
    const links = factsOf(record, FamilyLinkReported).filter(({ data }) => isParent(data.relation));
    const held = links.filter(({ data }) => data.deprivedOfLiberty === 'YES');
    const free = (ref: string, since: Range) => firstAfter(links.filter(({ data }) => data.relativeRef === ref && data.deprivedOfLiberty === 'NO'), since);
    const reunited = (fact: Fact<typeof SeparationStarted>) => factsOf(record, Reunited).find(({ data }) => data.separationRef === (fact.data.separationRef ?? fact.id));
    return [
      ...held.filter(({ data }, index) => held.findIndex((other) => other.data.relativeRef === data.relativeRef) === index)
        .map((fact) => lasting(fact, free(fact.data.relativeRef, at(fact)), { details: { parentRef: fact.data.relativeRef } })),
      ...factsOf(record, CarerArrested).filter(({ data }) => data.relation !== undefined && isParent(data.relation))
        .map((fact) => lasting(fact, free(fact.data.carerRef, at(fact)), { concerns: body(fact, fact.data.arrestedBy), details: { parentRef: fact.data.carerRef } })),
      ...factsOf(record, SeparationStarted).filter(({ data }) => data.groundCode === 'PARENT_DETAINED')
        .map((fact) => lasting(fact, reunited(fact), { concerns: body(fact, fact.data.order?.issuedBy) })),
    ];
  },
});

export const returnImpossibleStillDeprived = findingRule({
  code: 'RETURN_IMPOSSIBLE_STILL_DEPRIVED', version: 1, severity: 'GRAVE',
  promise: 'A child is not held because nobody takes it back.',
  basis: 'CRC art. 37(b); OSCE/ODIHR, After the Chisinau Agreement, Day 2 (tolerated stay where return is impossible)',
  check(record) {
    const answers = factsOf(record, OriginAnswered);
    const impossible: readonly (Fact & { readonly data: { readonly destinationState: string } })[] = [
      ...answers.filter(({ data }) => data.answer !== 'CONFIRMED'), ...factsOf(record, OriginReadinessWithdrawn),
    ];
    return impossible.flatMap((refusal) => {
      const ready = firstAfter(answers.filter(({ data }) => data.answer === 'CONFIRMED' && data.destinationState === refusal.data.destinationState), at(refusal));
      return heldTimes(record).flatMap((time) => {
        const since = later(time.since, at(refusal));
        const until = [time.until, ...(ready ? [at(ready)] : [])].filter((end) => end !== undefined).sort((a, b) => a.earliest - b.earliest)[0];
        if (until && until.earliest <= since.earliest) return [];
        return [foundIn({ ...time, since, until }, { because: [...startedBy(time), refusal.id], alsoShownBy: ready ? [ready.id] : [], details: { destinationState: refusal.data.destinationState } })];
      });
    });
  },
});

/** CAL-7, R26: less than 72 hours, by the least that the gap can have been; only of a child at its second start. */
export const rapidRedetention = findingRule({
  code: 'RAPID_REDETENTION', version: 1, severity: 'GRAVE',
  promise: 'A child who was released is not taken again at once, as if every clock began anew.',
  basis: 'CRC art. 37(b) and (d)',
  check: (record) => record.liberty.episodes.flatMap((episode, index) => {
    const before = record.liberty.episodes[index - 1];
    if (!before?.end || !isChild(record, episode.start)) return [];
    const gapMs = Math.max(0, episode.start.earliest - before.end.latest);
    return gapMs < 72 * hourMs ? [ofEpisode(record, episode, [firstOf(before)], { gapHours: Math.floor(gapMs / hourMs) })] : [];
  }),
});

/** Presumed deprivation is deprivation for it, as in the figures (R26). */
export const rapidRedetentionAsPresumed = findingRule({
  ...rapidRedetention, version: 2,
  check(record) {
    const stays = staysOf([...record.settings.values()]);
    const last = lastInstantIn(stays.flatMap(({ stretches }) => stretches));
    return rapidRedetentions(stays, last, shippedZones, childhood(record.majorityOn))
      .map(({ gapMs, episodes: [before, episode] }) => ofEpisode(record, episode, [firstOf(before)], { gapHours: Math.floor(gapMs / hourMs) }, {}));
  },
});

/** Ruling 43, R20: after an end by return, or after a recorded return to the state where it begins, within the gap of a chain. */
export const detainedOnReturn = findingRule({
  code: 'DETAINED_ON_RETURN', version: 1, severity: 'GRAVE',
  promise: 'A child who was returned is received at home or in care, and not held on arrival.',
  basis: 'UN General Assembly resolution 64/142, para. 148; International Child Repatriation Guidelines, guarantees 1 and 5',
  check(record) {
    const returns = [
      ...factsOf(record, ReturnOutsideProcedureReported).map((fact): Return => ({ fact, state: fact.data.destinationState })),
      ...factsOf(record, ChildArrived).map((fact): Return => ({ fact, state: fact.data.state })),
    ];
    const held = returns.filter(({ fact }) => (fact.data as { held?: string }).held === 'YES').map(({ fact }) => act(fact, { concerns: body(fact, receiverOf(fact)) }));
    const episodes = record.liberty.episodes.flatMap((episode, index) => {
      if (!isChild(record, episode.start)) return [];
      const before = record.liberty.episodes[index - 1];
      const byEnd = before?.end && before.endReason === 'RETURN' && within(before.end, episode.start, 168 * hourMs) ? [firstOf(before)] : [];
      const states = stateOf(record, episode);
      const byReport = returns.filter(({ fact, state }) => states.includes(state) && within(at(fact), episode.start, 168 * hourMs)).map(({ fact }) => fact.id).slice(0, 1);
      return byEnd.length + byReport.length > 0 ? [ofEpisode(record, episode, [...byEnd, ...byReport], {})] : [];
    });
    return [...held, ...episodes];
  },
});

interface Return {
  readonly fact: Fact;
  readonly state: string;
}

function receiverOf({ data }: Fact): Concerned['authority'] {
  const { receivedBy, carriedOutBy } = data as { receivedBy?: { orgType: OrgType }; carriedOutBy?: Concerned['authority'] };
  return receivedBy ? { orgType: receivedBy.orgType } : carriedOutBy;
}

export const classificationContested = findingRule({
  code: 'CLASSIFICATION_CONTESTED', version: 1, severity: 'NOTABLE',
  promise: 'Where one report says that a child may leave a place and another that it may not, somebody independent finds out.',
  basis: 'International Child Repatriation Guidelines, guarantee 1; Havana Rules, rule 11(b)',
  check(record) {
    const parts = stayParts(record).filter(({ segment }) => segment.facilityRef !== undefined);
    return parts.flatMap((one, index) => parts.slice(index + 1).flatMap((other): Found[] => {
      const disagree = (isHeld(one) && isLiberty(other.class)) || (isHeld(other) && isLiberty(one.class));
      if (!disagree || one.segment.facilityRef !== other.segment.facilityRef || one.segment.reportId === other.segment.reportId) return [];
      const from = Math.max(one.start.latest, other.start.latest);
      const until = Math.min(one.end?.earliest ?? Infinity, other.end?.earliest ?? Infinity);
      if (from >= until) return [];
      const { zone } = one.start;
      return [{
        because: [one, other].flatMap(({ segment }) => segment.segmentId.split(':')), alsoShownBy: [...one.segment.sources, ...other.segment.sources],
        since: exactly(from, zone), ...(until < Infinity && { until: exactly(until, zone) }), concerns: [{ facilityRef: one.segment.facilityRef!, ...(one.segment.state && { state: one.segment.state }) }],
        details: { classes: [one.class, other.class] },
      }];
    }));
  },
});

export const overlapConflict = findingRule({
  code: 'OVERLAP_CONFLICT', version: 1, severity: 'NOTABLE',
  promise: 'It is known where a child is: not two places at once report that they hold it.',
  basis: 'CRC art. 37(c) and (d); Havana Rules, rule 21',
  check: (record) => record.liberty.overlapConflicts.map(({ facilityRefs, intervals, elapsedMs }): Found => {
    const parts = stayParts(record).filter(({ segment }) => facilityRefs.some((ref) => ref === segment.facilityRef));
    const { zone } = parts[0]!.start;
    return {
      because: [...new Set(parts.map(({ segment }) => segment.reportId))].map((report) => parts.find(({ segment }) => segment.reportId === report)!.segment.segmentId.split(':')[0]!),
      about: [...facilityRefs].sort().join(' '), alsoShownBy: parts.flatMap(({ segment }) => segment.sources),
      since: exactly(intervals[0]!.from, zone), until: exactly(intervals.at(-1)!.to, zone), concerns: facilityRefs.map((facilityRef) => ({ facilityRef })),
      details: { milliseconds: elapsedMs },
    };
  }),
});

/** The parts of an episode, as one time. */
function ofEpisode(record: ChildRecord, episode: Episode, before: readonly string[], details: Found['details'], as: Pick<Found, 'presumed'> = { presumed: false }): Found {
  const parts = stayParts(record).filter(({ segment }) => episode.segmentIds.includes(segment.segmentId));
  const { start: since, end: until } = episode;
  return foundIn({ parts: parts as [StayPart, ...StayPart[]], since, ...(until && { until }) }, { because: [firstOf(episode), ...before], ...as, details });
}

function firstOf({ segmentIds }: Episode): string {
  return segmentIds[0]!.split(':')[0]!;
}

function stateOf(record: ChildRecord, { segmentIds }: Episode): readonly (string | undefined)[] {
  return stayParts(record).filter(({ segment }) => segmentIds.includes(segment.segmentId)).map(({ segment }) => segment.state);
}

function within(before: Range, after: Range, ms: number): boolean {
  return after.latest >= before.earliest && after.earliest - before.latest <= ms;
}

function isChild({ majorityOn }: ChildRecord, { earliest, zone }: Range): boolean {
  return majorityOn === undefined || earliest < startOfLocalDay(majorityOn, zone);
}

function enforces(orgType: OrgType): boolean {
  return enforcementBodies.includes(orgType);
}

export function isParent(relation: string): boolean {
  return ['MOTHER', 'FATHER', 'STEP_PARENT', 'ADOPTIVE_PARENT'].includes(relation);
}

function isAmong(grounds: readonly Ground[], ground: Ground | undefined): boolean {
  return ground !== undefined && grounds.includes(ground);
}
