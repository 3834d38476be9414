import { isCorrection } from '../case-file/readings.js';
import { corrections } from '../case-file/record.events.js';
import type { Fact } from '../decider/event.js';
import { givingMajority } from '../decider/majority.js';
import { projection, type Row, type Rows } from '../event-store/projection.js';
import type { DeprivationEnded } from '../identification/liberty.events.js';
import type { ChildFound } from '../identification/finding.events.js';
import { identification, type Identification } from '../identification/identification.context.js';
import type { StaySegment } from '../identification/liberty.segments.js';
import { shippedZones, zoneDataVersion, type Instant, type LocalDate } from '../zones/zones.js';
import { factsAsRecorded, factsAsRestated, withFact, type KeptFacts } from './kept-facts.js';
import { classificationRule, isLiberty, type LibertyClass } from './liberty.classification.js';
import { rapidRedetentions, type RapidRedetention } from './liberty.chains.js';
import { ageAttestations, ownLimit, segmentsOf } from './liberty.child.js';
import { childhood, cutAt, majorityBy, presumedChildhood, type AgeAttestation } from './liberty.childhood.js';
import { columnOf, type Edge, edgeColumns, edgeOf, inOrder } from './liberty.edges.js';
import { episodesOf, firstStart, lastEnd, type Episode } from './liberty.episodes.js';
import { certainTime, hasHappened, runsOf, type Run } from './liberty.figures.js';
import { unite, without, type Interval } from './liberty.intervals.js';
import { calculationRules } from './liberty.js';
import { lastInstantIn, staysOf, type Stretch } from './liberty.stays.js';

/** The rules and data that made every row, and that every answer names. */
export const populationVersions = { rules: [classificationRule, calculationRules], zoneData: zoneDataVersion };

const staysAndCare = [
  'identification.DeprivationStarted', 'identification.DeprivationSettingChanged', 'identification.DeprivationEnded', 'identification.LibertyAssessed', 'identification.LeaveRestricted',
  'identification.EmergencyCareStarted', 'identification.PlacementDecided', 'identification.StayPlaceChanged', 'identification.DeathReported', 'identification.DeathReportRefuted',
  'repatriation.TransferLegReported',
];
const ofTheChild = [...givingMajority, 'identification.AccompanimentAttested'];

const range = `
  starts_earliest timestamptz not null,
  starts_latest   timestamptz not null,
  /** Empty while nothing is known to end it. */
  ends_earliest   timestamptz,
  ends_latest     timestamptz`;

/**
 * Every child's liberty as rows that do not depend on the instant that is asked about: the question cuts them. Each table keeps what
 * was known when, so that a report of any past day comes out again (CAL-10).
 */
export const liberty = projection<KeptFacts>({
  name: 'liberty', version: 9,
  types: [...staysAndCare, ...ofTheChild, ...corrections],
  basedOn: [...populationVersions.rules, `zones ${zoneDataVersion}`],
  tables: {
    liberty_child: `
      create table liberty_child (
        child         text not null,
        found_in      text,
        jurisdiction  text not null,
        sex           text,
        accompaniment text,
        nationalities text[] not null,
        /** For the engine and oversight, never for an analyst (ruling 11). */
        majority_on   date
      )`,
    liberty_segment: `
      create table liberty_segment (
        child   text not null,
        n       int not null,
        /** As the pure functions of the single child's audit take it. */
        segment json not null
      )`,
    liberty_stretch: `
      create table liberty_stretch (
        child           text not null,
        stay            text not null,
        segment         text not null,
        /** Its place in the stay: it shares an edge with the one after it. */
        n               int not null,
        class           text not null,
        ${range},
        /** It happened, however short; what follows from other dates may have had no length (R11). */
        reported        boolean not null,
        end_reason      text,
        on_the_road     boolean not null,
        zone            text not null,
        facility_ref    text,
        unit            text,
        setting_kind    text not null,
        state           text,
        authority_label text,
        custodian_type  text,
        custodian_ref   text,
        ground          text,
        situation       text,
        provision       text,
        order_kind      text,
        order_issuer    text,
        nexus           text not null,
        with_adults     text,
        with_siblings   text,
        parents_there   int not null,
        awaiting        text,
        claimed_maximum_days int,
        /** When it passes the limit that the authority set itself. */
        limit_at        timestamptz,
        /** The earliest instant from which medicine can have required it; none where it never did, or nobody said so. */
        medically_from  timestamptz,
        /** The latest instant until which medicine can have required it (CAL-11); its start, where medicine never did. */
        medically_until timestamptz,
        /** The local midnights at which the child comes of age there, and at which its sixth, twelfth and fifteenth birthday begin. */
        child_until     timestamptz,
        turns_6         timestamptz,
        turns_12        timestamptz,
        turns_15        timestamptz
      );
      create index on liberty_stretch (class, starts_latest);
      create index on liberty_stretch (facility_ref);
      create index on liberty_stretch (limit_at) where limit_at is not null`,
    liberty_episode: `
      create table liberty_episode (
        child           text not null,
        /** The segment that it began with. */
        episode         text not null,
        ${range},
        end_reason      text,
        released_to     text,
        zone            text not null,
        /** DEPRIVED for certain (CAL-11), and the part of it before the child comes of age (CAL-12). */
        certain         tstzmultirange not null,
        child_certain   tstzmultirange not null,
        /** The last instant of childhood, where it lies inside. */
        aged_out_at     timestamptz,
        /** Of age before that: a way westward gives child-time back (R17). */
        of_age          tstzmultirange not null,
        segments        text[] not null
      );
      create index on liberty_episode (starts_latest);
      create index on liberty_episode (ends_earliest)`,
    /** RAPID_REDETENTION, for which presumed deprivation is deprivation (R26): it ends before it starts again. */
    liberty_rapid: `
      create table liberty_rapid (
        child           text not null,
        /** Of what started again. */
        segments        text[] not null,
        gap_ms          bigint not null,
        ${range}
      )`,
    /** R16: DEPRIVED for certain while an attestation made the person a child, of which it is known since that it was none. */
    liberty_presumed: `
      create table liberty_presumed (
        child           text not null,
        certain         tstzmultirange not null
      )`,
    liberty_facility_stay: `
      create table liberty_facility_stay (
        child           text not null,
        facility_ref    text not null,
        ${range},
        end_reason      text,
        child_certain   tstzmultirange not null,
        aged_out_at     timestamptz
      );
      create index on liberty_facility_stay (facility_ref)`,
  },
  asKnown: ['liberty_child', 'liberty_segment', 'liberty_stretch', 'liberty_episode', 'liberty_rapid', 'liberty_presumed', 'liberty_facility_stay'],
  initial: [],
  evolve: (kept, fact) => (isCorrection(fact) || [...staysAndCare, ...ofTheChild].includes(fact.type) ? withFact(kept, fact) : kept),
  rows: (_, kept) => rowsOf(factsAsRestated(kept), kept),
});

function rowsOf(facts: readonly Fact[], kept: KeptFacts): Rows {
  const state = facts.reduce(identification.evolve, identification.initial);
  const segments = segmentsOf(state);
  const stays = staysOf(segments);
  const stretches = stays.flatMap((stay) => stay.stretches);
  const attestations = ageAttestations(factsAsRecorded(kept));
  const majorityOn = majorityBy(attestations);
  const last = lastInstantIn(stretches);
  const episodes = episodesOf(stays, last, shippedZones);
  return {
    liberty_child: kept.length > 0 ? [childRow(state, facts, kept, majorityOn)] : [],
    liberty_segment: segments.map((segment, n) => ({ n, segment: { ...segment } as never })),
    liberty_stretch: stays.flatMap(({ stretches: own }) => own.map((stretch, n) => stretchRow(stretch, n, own[own.findLastIndex((each, before) => before < n && isLiberty(each.class)) + 1]!.start, majorityOn))),
    liberty_episode: episodes.map((episode) => episodeRow(episode, stretches, facts, majorityOn)),
    liberty_rapid: rapidRedetentions(stays, last, shippedZones, childhood(majorityOn)).map(rapidRow),
    liberty_presumed: presumedRows(stretches, attestations),
    liberty_facility_stay: facilityStays(stretches).flatMap((runs) => facilityStayRows(runs, majorityOn)),
  };
}

function childRow({ identity }: Identification, facts: readonly Fact[], kept: KeptFacts, majorityOn: string | undefined): Row {
  const found = facts.findLast((fact): fact is Fact<typeof ChildFound> => fact.type === 'identification.ChildFound');
  const attested = facts.findLast(({ type }) => type === 'identification.IdentityAttested') as Fact & { data: { nationalities: string[] } } | undefined;
  return {
    found_in: found?.data.foundIn,
    jurisdiction: kept[0]!.meta.jurisdiction,
    sex: found?.data.sex,
    accompaniment: identity.accompaniment?.accompaniment ?? found?.data.accompaniment,
    nationalities: [...attested?.data.nationalities ?? found?.data.nationalityClaims ?? []].sort(),
    majority_on: majorityOn,
  };
}

function rapidRow({ gapMs, from, to, segmentIds }: RapidRedetention): Row {
  return { segments: segmentIds, gap_ms: gapMs, ...edgeColumns(to, from) };
}

/** @param since where the unbroken time begins in which the child may not leave the stay, or the stretch itself where it may */
function stretchRow({ segment, class: value, start, end, endReason, reported, onTheRoad }: Stretch, n: number, since: Edge, majorityOn: string | undefined): Row {
  const { setting, ...of } = segment as StaySegment;
  const birthday = (years: number) => instantOrNone(majorityIn(of.start.zone, majorityOn && yearsBefore(majorityOn, 18 - years)));
  return {
    stay: of.reportId, segment: of.segmentId, n, class: value, reported, ...edgeColumns(start, end), end_reason: endReason, on_the_road: onTheRoad, zone: of.start.zone,
    facility_ref: of.facilityRef, unit: setting.unit, setting_kind: of.settingKind, state: of.state,
    authority_label: setting.authorityLabel, custodian_type: setting.custodian?.orgType, custodian_ref: setting.custodian?.orgRef,
    ground: setting.groundCode, situation: setting.situation, provision: setting.legalProvisionCited,
    order_kind: setting.order?.kind, order_issuer: setting.order?.issuedBy?.orgType, nexus: of.nexus,
    with_adults: setting.withAdults, with_siblings: setting.withSiblings, parents_there: setting.parentRefs?.length ?? 0,
    awaiting: setting.awaiting, claimed_maximum_days: setting.claimedMaximumDays, limit_at: instantOrNone(ownLimit(setting, of.start.zone, since.earliest)),
    medically_from: instantOrNone(medicallyFrom(of)), medically_until: instantOrNone(medicallyUntil(of)),
    child_until: instantOrNone(majorityIn(of.start.zone, majorityOn)), turns_6: birthday(6), turns_12: birthday(12), turns_15: birthday(15),
  };
}

function medicallyFrom({ medicalIndication, start }: Pick<StaySegment, 'medicalIndication' | 'start'>): Instant | undefined {
  return medicalIndication?.value === 'YES' ? edgeOf(medicalIndication.from ?? start).earliest : undefined;
}

function medicallyUntil({ medicalIndication, start }: Pick<StaySegment, 'medicalIndication' | 'start'>): Instant | undefined {
  if (medicalIndication?.value === 'NO') return edgeOf(start).latest;
  return medicalIndication?.until && edgeOf(medicalIndication.until).latest;
}

function episodeRow({ start, end, endReason, segmentIds }: Episode, stretches: readonly Stretch[], facts: readonly Fact[], majorityOn: string | undefined): Row {
  const within = stretches.filter((stretch) => segmentIds.includes(stretch.segment.segmentId) && (!stretch.end || stretch.end.latest > start.earliest) && (!end || stretch.start.earliest < end.latest));
  const deprived = runsOf(within, sameClass).filter((run) => run.stretches[0].class === 'DEPRIVED');
  const certain = deprived.flatMap((run) => certainTime(run, Infinity));
  const { agedOutAt, ofAge } = majorityWithin(within, majorityOn);
  return {
    episode: segmentIds[0]!, ...edgeColumns(start, end), end_reason: endReason, zone: start.zone,
    released_to: end && releasedTo(within, facts),
    certain: multirange(certain), child_certain: multirange(cutAt(certain, childhood(majorityOn), shippedZones)), aged_out_at: instantOrNone(agedOutAt), of_age: multirange(ofAge),
    segments: segmentIds,
  };
}

/** Each time by the attestation that held then, and as far as it lies before the one that took its place. */
function presumedRows(stretches: readonly Stretch[], attestations: readonly AgeAttestation[]): readonly Row[] {
  const held = runsOf(stretches, sameClass).filter((run) => run.stretches[0].class === 'DEPRIVED').flatMap((run) => certainTime(run, Infinity));
  const certain = unite(presumedChildhood(attestations).flatMap(({ before: superseded, ...span }) => before(cutAt(held, span, shippedZones), superseded)));
  return certain.length > 0 ? [{ certain: multirange(certain) }] : [];
}

/** R31: an unbroken stretch in a place is a stay there, however many reports tell of it; moving on is an exit. R29: by each segment's own class. */
function facilityStays(stretches: readonly Stretch[]): readonly (readonly [Run, ...Run[]])[] {
  const alike = (a: Stretch, b: Stretch): boolean => sameClass(a, b) && a.segment.facilityRef === b.segment.facilityRef;
  const runs = runsOf(stretches.filter(({ segment, onTheRoad }) => segment.facilityRef !== undefined && !onTheRoad), alike)
    .filter((run) => run.stretches[0].class === 'DEPRIVED')
    .sort((a, b) => inOrder(a.start, b.start));
  const stays: [Run, ...Run[]][] = [];
  for (const run of runs) {
    const going = stays.find(([first, ...more]) => facilityOf(first) === facilityOf(run)
      && [first, ...more].some(({ end }) => !end || run.start.earliest <= end.latest));
    if (going) going.push(run);
    else stays.push([run]);
  }
  return stays;
}

function facilityOf({ stretches }: Run): string | undefined {
  return stretches[0].segment.facilityRef;
}

/** What may have had no length in the place is no stay there. */
function facilityStayRows(runs: readonly [Run, ...Run[]], majorityOn: string | undefined): readonly Row[] {
  const happened = runs.filter((run) => hasHappened(run, Infinity));
  const start = firstStart(runs, happened);
  if (!start) return [];
  const { agedOutAt } = majorityWithin(runs.flatMap(({ stretches }) => stretches), majorityOn);
  const last = lastEnd(runs, happened);
  return [{
    facility_ref: facilityOf(runs[0]), ...edgeColumns(start, last?.end), end_reason: last?.endReason === 'CHANGE' ? 'TRANSFER' : last?.endReason,
    child_certain: multirange(cutAt(runs.flatMap((run) => certainTime(run, Infinity)), childhood(majorityOn), shippedZones)), aged_out_at: instantOrNone(agedOutAt),
  }];
}

function sameClass(a: { readonly class: LibertyClass }, b: { readonly class: LibertyClass }): boolean {
  return a.class === b.class;
}

/** Where the child went, by the last report that says so. */
function releasedTo(stretches: readonly Stretch[], facts: readonly Fact[]): string | undefined {
  const stays = new Set(stretches.map(({ segment }) => segment.reportId));
  const ends = facts.filter((fact): fact is Fact<typeof DeprivationEnded> => fact.type === 'identification.DeprivationEnded' && stays.has((fact.data as { stayRef: string }).stayRef));
  return ends.findLast(({ data }) => data.releasedTo !== undefined)?.data.releasedTo;
}

/**
 * R17: majority is judged at each instant by the local date of the place, for the child where reports name two. The last instant of childhood,
 * none where it does not end inside; and the time before it for which the person was of age already.
 */
function majorityWithin(stretches: readonly Stretch[], majorityOn: string | undefined): { readonly agedOutAt?: Instant; readonly ofAge: readonly Interval[] } {
  if (majorityOn === undefined) return { ofAge: [] };
  const time = stretches.map(({ segment, start, end }) => ({ from: start.earliest, to: end?.latest ?? Infinity, zone: segment.start.zone }));
  const asChild = unite(cutAt(time, childhood(majorityOn), shippedZones));
  const ofAge = without(unite(cutAt(time, { from: majorityOn }, shippedZones)), asChild);
  const until = asChild.at(-1)?.to ?? -Infinity;
  const later = ofAge.find(({ from }) => from >= until);
  return { ...(later && { agedOutAt: later.from }), ofAge: before(ofAge, until) };
}

/** The birthday of a 29 February falls on the 28th where there is none. */
function yearsBefore(date: LocalDate, years: number): LocalDate {
  const moved = `${String(Number(date.slice(0, 4)) - years).padStart(4, '0')}${date.slice(4)}`;
  return Number.isNaN(Date.parse(moved)) || new Date(moved).getUTCDate() !== Number(date.slice(8)) ? `${moved.slice(0, 8)}28` : moved;
}

function majorityIn(zone: string, majorityOn: string | undefined): Instant | undefined {
  return majorityOn === undefined ? undefined : shippedZones.startOfLocalDay(majorityOn, zone);
}

function before(intervals: readonly Interval[], at: Instant | undefined): readonly Interval[] {
  return intervals.map(({ from, to }) => ({ from, to: Math.min(to, at ?? Infinity) })).filter(({ from, to }) => from < to);
}

function multirange(intervals: readonly Interval[]): string {
  return `{${unite(intervals).map(({ from, to }) => `[${columnOf(from)},${Number.isFinite(to) ? columnOf(to) : ''})`).join()}}`;
}

function instantOrNone(milliseconds: Instant | undefined): string | undefined {
  return milliseconds === undefined ? undefined : columnOf(milliseconds);
}
