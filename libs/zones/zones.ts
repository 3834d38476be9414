import { createRequire } from 'node:module';
import moment from 'moment-timezone';
import { BadForm } from '../decider/context.js';
import type { OccurredAt } from '../decider/event.js';

/** Milliseconds since 1970 in UTC: an integer, or ±Infinity where nothing bounds it. */
export type Instant = number;
/** A calendar date of a place, such as 2026-05-04. Dates sort as text. */
export type LocalDate = string;

/** A stretch of time in which a zone kept one offset: `[from, until)`, offset in milliseconds east of UTC. */
export interface OffsetPeriod {
  readonly from: Instant;
  readonly until: Instant;
  readonly offset: number;
}

/**
 * One version of the IANA time-zone data. It ships with the project and is never the runtime's: two Node versions carry
 * two versions, and a figure that was published has to come out again with the data that made it.
 */
export interface Zones {
  readonly zoneDataVersion: string;
  isZone(name: string): boolean;
  /** Every offset that the zone ever had, in order; throws on a name that is none. */
  offsets(zone: string): readonly OffsetPeriod[];
  offsetAt(instant: Instant, zone: string): number;
  localDate(instant: Instant, zone: string): LocalDate;
  /** First instant whose local date is the given one or later: a day may begin at 01:00, and a zone may skip a whole date. */
  startOfLocalDay(date: LocalDate, zone: string): Instant;
}

/** Zone data as the package carries them. */
export interface PackedZones {
  readonly version: string;
  readonly zones: readonly string[];
  readonly links: readonly string[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function zonesFrom(packed: PackedZones): Zones {
  const packedByName = new Map(packed.zones.map((zone) => [zone.slice(0, zone.indexOf('|')), zone]));
  for (const link of packed.links) {
    const [one = '', other = ''] = link.split('|');
    const target = packedByName.get(one) ?? packedByName.get(other);
    if (target) packedByName.set(one, target).set(other, target);
  }
  const unpacked = new Map<string, readonly OffsetPeriod[]>();

  function offsets(zone: string): readonly OffsetPeriod[] {
    const known = unpacked.get(zone);
    if (known) return known;
    const source = packedByName.get(zone);
    if (!source) throw new Error('this is not the name of an IANA time zone');
    const periods = offsetPeriods(source);
    unpacked.set(zone, periods);
    return periods;
  }

  const offsetAt = (instant: Instant, zone: string): number => {
    const periods = offsets(zone);
    return periods[indexAt(periods, instant)]!.offset;
  };

  return {
    zoneDataVersion: packed.version,
    isZone: (name) => packedByName.has(name),
    offsets,
    offsetAt,
    localDate: (instant, zone) => dateOfDay(Math.floor((instant + offsetAt(instant, zone)) / dayMs)),
    startOfLocalDay(date, zone) {
      const midnight = dayOf(date) * dayMs;
      const periods = offsets(zone);
      for (let i = indexAt(periods, midnight - 2 * dayMs); i < periods.length; i += 1) {
        const { from, until, offset } = periods[i]!;
        const candidate = Math.max(from, midnight - offset);
        if (candidate < until) return candidate;
      }
      throw new Error('the last offset of a zone has no end');
    },
  };
}

/** The package states offsets in minutes west of UTC; those before standard time carry fractions of a minute. */
function offsetPeriods(packedZone: string): readonly OffsetPeriod[] {
  const { untils, offsets } = moment.tz.unpack(packedZone);
  return untils.map((until, i) => ({ from: untils[i - 1] ?? -Infinity, until, offset: 0 - Math.round(offsets[i]! * 60_000) }));
}

function indexAt(periods: readonly OffsetPeriod[], instant: Instant): number {
  let low = 0;
  let high = periods.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (periods[middle]!.until <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

const packedLatest: PackedZones = createRequire(import.meta.url)('moment-timezone/data/packed/latest.json');

export const shippedZones: Zones = zonesFrom(packedLatest);
export const { zoneDataVersion, isZone, offsets, localDate, startOfLocalDay } = shippedZones;

/** The versions that this program can calculate with; an older one is a further dependency and a further entry here. */
const carriedZones: readonly Zones[] = [shippedZones];

/** The zone data of that version. A version that is missing is an error, never another figure. */
export function zonesOf(version: string): Zones {
  const zones = carriedZones.find(({ zoneDataVersion: carried }) => carried === version);
  if (!zones) throw new Error(`time-zone data ${version} is not carried by this program`);
  return zones;
}

export function dateAfter(date: LocalDate): LocalDate {
  return dateOfDay(dayOf(date) + 1);
}

/** An audit goes through the days of every stay again and again: those of a century are written once. */
const writtenDays = new Map<number, LocalDate>();
const dayOfWritten = new Map<LocalDate, number>();
const writtenDaysMax = 36_525;

function dateOfDay(day: number): LocalDate {
  const written = writtenDays.get(day);
  if (written !== undefined) return written;
  const date = new Date(day * dayMs).toISOString().slice(0, 10);
  if (writtenDays.size < writtenDaysMax) {
    writtenDays.set(day, date);
    dayOfWritten.set(date, day);
  }
  return date;
}

/** Days since 1970 by the calendar. */
function dayOf(date: LocalDate): number {
  return dayOfWritten.get(date) ?? wallClock(`${date}T00:00`) / dayMs;
}

/** When something was so, in a sender's words: an instant with offset, a local time, an hour, a date or a month, and the zone of the place. */
export interface Stated {
  readonly at: string;
  /** The latest it can have been, in the same form. */
  readonly to?: string;
  readonly zone: string;
}

/**
 * R37: what was stated becomes two instants once, with the version of the zone data that made them, and moves with no newer
 * version. A period (hour, day, month, or "between these two") is `[from, to)`; an exact time has a `to` only where the
 * zone leaves two possible instants, and then `to` is one of them.
 * Throws BadForm where the words name no time of that place.
 */
export function occurredAt({ at, to, zone }: Stated, zones: Zones = shippedZones): OccurredAt {
  if (!zones.isZone(zone)) throw new BadForm('occurredAt', 'zone is the name of an IANA time zone, such as Asia/Bishkek');
  const first = periodOf(at, zone, zones);
  const last = to === undefined ? first : periodOf(to, zone, zones);
  if (last.to < first.from) throw new BadForm('occurredAt', 'ends before it begins');
  return {
    from: iso(first.from),
    ...(last.to > first.from && { to: iso(last.to) }),
    precision: to === undefined ? first.precision : 'unknown',
    zone,
    zoneData: zones.zoneDataVersion,
  };
}

interface StatedPeriod {
  readonly from: Instant;
  readonly to: Instant;
  readonly precision: OccurredAt['precision'];
}

const statedForm = /^(\d{4}-\d{2})(?:-(\d{2})(?:T(\d{2})(?::(\d{2})(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

function periodOf(stated: string, zone: string, zones: Zones): StatedPeriod {
  const [, month, day, hour, minute, offset] = statedForm.exec(stated) ?? [];
  assertOnCalendar(`${month}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}`);
  if (!day) return period(zones.startOfLocalDay(`${month}-01`, zone), zones.startOfLocalDay(firstOfMonthAfter(stated), zone), 'month');
  if (!hour) return period(zones.startOfLocalDay(stated, zone), zones.startOfLocalDay(dateAfter(stated), zone), 'day');
  if (!minute) {
    const begin = wallClock(`${stated}:00`);
    return period(instantsOf(begin, zone, zones).first, instantsOf(begin + hourMs - 1, zone, zones).last + 1, 'hour');
  }
  const { first, last } = offset ? { first: Date.parse(stated), last: Date.parse(stated) } : instantsOf(wallClock(stated), zone, zones);
  if (Number.isNaN(first)) throw notOnCalendar();
  return { from: first, to: last, precision: 'exact' };
}

function period(from: Instant, to: Instant, precision: OccurredAt['precision']): StatedPeriod {
  if (from === to) throw new BadForm('occurredAt', 'names a date that this place left out of its calendar');
  return { from, to, precision };
}

/** A calendar that turns 30 February into 2 March would make a date up. */
function assertOnCalendar(localMinute: string): void {
  const wall = wallClock(localMinute);
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(localMinute)) throw notOnCalendar();
}

const notOnCalendar = (): BadForm =>
  new BadForm('occurredAt', 'is an instant with its offset, a local time, a date or a month of the calendar');

function firstOfMonthAfter(month: string): LocalDate {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
}

/**
 * Ruling 29: the instants that a local time can be. Of a time that the clock showed twice, both; of one that it skipped,
 * those that the offset before and the offset after the change give.
 */
function instantsOf(wall: number, zone: string, zones: Zones): { first: Instant; last: Instant } {
  const near = zones.offsets(zone).filter(({ from, until }) => until > wall - 2 * dayMs && from < wall + 2 * dayMs);
  const shown = near.filter(({ from, until, offset }) => from <= wall - offset && wall - offset < until);
  const after = near.findIndex(({ from, offset }) => wall - offset < from);
  const meant = shown.length > 0 ? shown : near.slice(after - 1, after + 1);
  const instants = meant.map(({ offset }) => wall - offset);
  return { first: Math.min(...instants), last: Math.max(...instants) };
}

/** What a clock on the wall shows, counted as if the wall stood in UTC. */
function wallClock(localTime: string): number {
  return Date.parse(`${localTime}Z`);
}

const iso = (instant: Instant): string => new Date(instant).toISOString();
