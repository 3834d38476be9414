import type { Static } from 'typebox';
import { enforcementBodies } from '../decider/actor.js';
import type { Fact, OccurredAt } from '../decider/event.js';
import type { ExitControl } from '../decider/place.js';
import { effectiveFrom, inOrder } from '../decider/times.js';
import type { CareEvent } from './care.events.js';
import type { Care } from './care.state.js';
import type { Answer } from './codes.js';
import type { LeaveRestricted, LibertyAssessed } from './custody.events.js';
import type { Custody } from './custody.state.js';
import type { DeathReported } from './finding.events.js';
import { settingKinds, type DeprivationEnded, type DeprivationSettingChanged, type EndReason, type SettingKind } from './liberty.events.js';
import { isEnd, isSetting, type SettingFact, type Stays } from './liberty.state.js';
import type { Places } from './places.state.js';
import { counts, type RegisterEntry } from './register.js';

/** One setting of a stay, as its reports tell it: from its start until the next setting of the stay begins, or the stay ends. */
export interface StaySegment {
  readonly segmentId: string;
  /** Name of the stay. */
  readonly reportId: string;
  readonly facilityRef?: string;
  readonly settingKind: SettingKind;
  readonly state?: string;
  readonly start: OccurredAt;
  /** Every end that was reported of the stay, with its last segment. */
  readonly ends: readonly { readonly at: OccurredAt; readonly reason: Exclude<EndReason, 'AGED_OUT'> }[];
  readonly custodialSetting: Answer;
  readonly leaveAtWill: NonNullable<Setting['mayLeave']>;
  readonly nexus: NonNullable<Setting['nexus']>;
  readonly exitControl: ExitControl;
  readonly guarded: Answer;
  readonly medicalIndication?: { readonly value: Answer; readonly from?: OccurredAt; readonly until?: OccurredAt };
  readonly lastConfirmedAt?: OccurredAt;
  readonly assessor?: string;
  /** How many of the factors of the report are answered with yes or no. */
  readonly factorsAnswered: number;
  /** What others say of the same stay. */
  readonly words: readonly Word[];
  /** Ids of the events that it rests on. */
  readonly sources: readonly string[];
  /** All that is known of the setting. */
  readonly setting: Setting;
}

/** Somebody's answers to the questions of a stay, from an instant on; what is left out is as the stay was reported. */
export interface Word {
  readonly eventId: string;
  /** Whose later word takes the place of its earlier one. */
  readonly speaker: string;
  readonly assessor: string;
  readonly from: OccurredAt;
  readonly until?: OccurredAt;
  readonly custodial?: Answer;
  readonly mayLeave?: StaySegment['leaveAtWill'];
  readonly nexus?: StaySegment['nexus'];
  readonly factorsAnswered: number;
}

type Setting = Omit<Static<(typeof DeprivationSettingChanged)['schema']>, 'stayRef'>;

/** A date of a place as a period between two instants. Who calls brings the zone data, so that a figure names those it was made with. */
export type DayAt = (date: string, zone: string) => OccurredAt;

/**
 * The child's stays as data: what was reported, and where it was taken into care (ruling 28: every stay is a segment, and what it
 * was is derived from it). An end without a start gives no time; a change without a start opens the stay at its own instant.
 */
export function staySegments(
  { stays, custody, care, finding, places }: { readonly stays: Stays; readonly custody: Custody; readonly care: Care; readonly places: Places; readonly finding: { readonly deaths: readonly Fact<typeof DeathReported>[] } },
  dayAt: DayAt,
): readonly StaySegment[] {
  const reported = [...stays].flatMap(([name, facts]) => {
    const words = wordsOf(name, custody, dayAt);
    return reportedStay(name, facts.filter(isSetting), facts.filter(isEnd), places, dayAt).map((segment) => ({ ...segment, words }));
  });
  return [...reported, ...careStays(care, finding.deaths, places, dayAt)];
}

/** Only of those that name the stay: whoever means no stay in particular has said nothing of this one. */
function wordsOf(stay: string, custody: Custody, dayAt: DayAt): readonly Word[] {
  return custody.flatMap((fact): readonly Word[] => {
    const isWord = fact.type === 'identification.LibertyAssessed' || fact.type === 'identification.LeaveRestricted';
    if (!isWord || fact.data.stayRef !== stay) return [];
    return [fact.type === 'identification.LibertyAssessed' ? assessment(fact) : restriction(fact, dayAt)];
  });
}

function assessment({ id, meta, data }: Fact<typeof LibertyAssessed>): Word {
  const { custodial, mayLeave, nexus, factors, assessorRef, recordedByType } = data;
  const ofHolder = recordedByType === 'CUSTODIAL' || enforcementBodies.includes(recordedByType);
  const assessor = ofHolder ? 'AUTHORITY' : data.assessor;
  return {
    eventId: id, assessor, speaker: `${assessor} ${assessorRef ?? meta.recordedBy.actorRef}`, from: meta.occurredAt, custodial, mayLeave, nexus, factorsAnswered: answered(factors),
  };
}

function restriction({ id, meta, data: { mayLeave, until } }: Fact<typeof LeaveRestricted>, dayAt: DayAt): Word {
  const assessor = meta.source?.kind ?? meta.recordedBy.role;
  return {
    eventId: id, assessor, speaker: `${assessor} ${meta.recordedBy.actorRef}`, from: meta.occurredAt, mayLeave, factorsAnswered: 0,
    until: until === undefined ? undefined : statedIn(meta.occurredAt, until, dayAt),
  };
}

function answered(factors: Setting['factors'] = []): number {
  return factors.filter(({ answer }) => answer !== 'UNKNOWN').length;
}

type Opening = { readonly fact: Fact; readonly start: OccurredAt; readonly setting: Setting; readonly sources: readonly string[] };

function reportedStay(
  name: string, settings: readonly SettingFact[], ends: readonly Fact<typeof DeprivationEnded>[], places: Places, dayAt: DayAt,
): readonly StaySegment[] {
  const openings: Opening[] = [];
  for (const fact of [...settings].sort((a, b) => inOrder(a.meta.occurredAt, b.meta.occurredAt))) {
    const { stayRef: _, ...said } = fact.data;
    const before = openings.at(-1);
    openings.push({
      fact, start: fact.meta.occurredAt, setting: settingAfter(before?.setting, said), sources: [...(before?.sources ?? []), fact.id],
    });
  }
  // Turning 18 ends no stay: the same one goes on, of an adult (A4, case 21).
  const toldEnds = ends.flatMap(({ data: { endReason: reason }, meta }) => (reason === 'AGED_OUT' ? [] : [{ at: meta.occurredAt, reason }]));
  return segmentsOf(name, openings, toldEnds, places, dayAt);
}

/** What a report does not mention stays as it was, but for what belonged to a place that the child has left. */
function settingAfter(before: Setting | undefined, said: Setting): Setting {
  const moved = (said.facilityRef !== undefined && said.facilityRef !== before?.facilityRef)
    || (said.settingKind !== undefined && said.settingKind !== before?.settingKind);
  const ofThePlace = { facilityRef: undefined, unit: undefined, state: undefined, authorityLabel: undefined, settingKind: undefined };
  const asSeenThere = { factors: undefined, medicalIndication: undefined, guarded: undefined, register: undefined };
  return { ...before, ...(moved && { ...ofThePlace, ...asSeenThere }), ...said };
}

function segmentsOf(name: string, openings: readonly Opening[], ends: StaySegment['ends'], places: Places, dayAt: DayAt): readonly StaySegment[] {
  const over = ends.map(({ at }) => at).sort(inOrder).at(-1);
  const segments = openings.flatMap((opening, index) => byRegister(segmentOf(name, opening, dayAt), newestRegister(opening.setting, places), openings[index + 1]?.start ?? over, dayAt));
  return segments.map((segment, index) => (index === segments.length - 1 ? { ...segment, ends } : segment));
}

/** What the register says of the exit of the place, as it was copied last: a change of the register holds for ended stays, too (ruling 28). */
function newestRegister({ facilityRef, register }: Setting, { changed }: Places): RegisterEntry | undefined {
  const since = facilityRef === undefined ? undefined : changed.get(facilityRef);
  return since && since.facilityRevision > (register?.facilityRevision ?? -1) ? since : register;
}

function segmentOf(name: string, { fact, start, setting, sources }: Opening, dayAt: DayAt): StaySegment {
  const { facilityRef, register, custodial = 'UNKNOWN', mayLeave = 'UNKNOWN', nexus = 'UNKNOWN', guarded = 'UNKNOWN' } = setting;
  const { medicalIndication: indication, lastConfirmedAt } = setting;
  const { recordedBy, source, jurisdiction } = fact.meta;
  const at = (stated: string): OccurredAt => statedIn(start, stated, dayAt);
  return {
    segmentId: fact.id, reportId: name, facilityRef, settingKind: setting.settingKind ?? kindIn(register), state: setting.state ?? register?.state ?? (jurisdiction === 'ZZ' ? undefined : jurisdiction),
    start, ends: [], custodialSetting: custodial, leaveAtWill: mayLeave, nexus, exitControl: 'UNKNOWN', guarded,
    medicalIndication: indication && {
      value: indication.value, from: indication.from === undefined ? undefined : at(indication.from), until: indication.until === undefined ? undefined : at(indication.until),
    },
    lastConfirmedAt: lastConfirmedAt === undefined ? undefined : at(lastConfirmedAt),
    assessor: source?.kind ?? recordedBy.role,
    factorsAnswered: answered(setting.factors), words: [],
    sources, setting,
  };
}

function kindIn(register: RegisterEntry | undefined): SettingKind {
  return settingKinds.find((kind) => kind === register?.kind) ?? 'OTHER';
}

/** The register's word on the exit at the segment's start, and a further segment for each change of it before the segment is over. */
function byRegister(segment: StaySegment, register: RegisterEntry | undefined, over: OccurredAt | undefined, dayAt: DayAt): readonly StaySegment[] {
  if (!register) return [segment];
  const start = Date.parse(segment.start.from);
  const entries = register.exitControls.filter(counts).map((entry) => ({ ...entry, begins: new Date(dayAt(entry.from, register.zone).from) }));
  const atStart = entries.findLast(({ begins }) => begins.getTime() <= start);
  const segments = [{ ...segment, exitControl: atStart?.value ?? 'UNKNOWN', sources: withSource(segment.sources, atStart?.eventId) }];
  for (const { value, begins, eventId } of entries) {
    const within = begins.getTime() > start && (!over || begins.getTime() < Date.parse(over.from));
    const last = segments.at(-1)!;
    if (!within || value === last.exitControl) continue;
    segments.push({
      ...last, segmentId: `${segment.segmentId}:${eventId}`, start: instantIn(segment.start, begins), exitControl: value, sources: withSource(segment.sources, eventId),
    });
  }
  return segments;
}

/** Each entry of care lasts until the next one, or until the child dies. */
function careStays(care: Care, deaths: readonly Fact<typeof DeathReported>[], places: Places, dayAt: DayAt): readonly StaySegment[] {
  const stays = care.map((fact) => ({ fact, start: startOfCare(fact) })).sort((a, b) => inOrder(a.start, b.start));
  const death = deaths.map(({ meta }) => meta.occurredAt).sort(inOrder)[0];
  return stays.flatMap(({ fact, start }, index) => {
    const next = stays[index + 1]?.start;
    const { facilityRef, register } = fact.data;
    const nexus = fact.type === 'identification.PlacementDecided' ? 'ORDER' as const : 'UNKNOWN' as const;
    const setting: Setting = { facilityRef, register, custodial: 'YES', nexus };
    const ends = next ? [{ at: next, reason: 'TRANSFER' as const }] : death ? [{ at: death, reason: 'DEATH' as const }] : [];
    return segmentsOf(fact.id, [{ fact, start, setting, sources: [fact.id] }], ends, places, dayAt);
  });
}

function startOfCare(fact: Fact<CareEvent>): OccurredAt {
  const { occurredAt } = fact.meta;
  const like = { ...occurredAt, zone: fact.data.register?.zone ?? occurredAt.zone };
  return fact.type === 'identification.PlacementDecided' ? instantIn(like, new Date(effectiveFrom(fact.data.from, fact))) : like;
}

/** An instant, or a date of the place. */
function statedIn(like: OccurredAt, stated: string, dayAt: DayAt): OccurredAt {
  return stated.includes('T') ? instantIn(like, new Date(stated)) : dayAt(stated, like.zone);
}

function instantIn({ zone, zoneData }: OccurredAt, instant: Date): OccurredAt {
  return { from: instant.toISOString(), precision: 'exact', zone, zoneData };
}

function withSource(sources: readonly string[], eventId: string | undefined): readonly string[] {
  return eventId === undefined ? sources : [...sources, eventId];
}
