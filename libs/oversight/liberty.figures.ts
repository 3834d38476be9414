import { isDeepStrictEqual } from 'node:util';
import { graverThan, libertyClasses, type LibertyClass } from './liberty.classification.js';
import { type Edge, firstDate, lastDate } from './liberty.edges.js';
import { cutAt, type DateSpan, lifelong } from './liberty.childhood.js';
import { elapsedMs, type Interval, unite, without } from './liberty.intervals.js';
import type { Stretch } from './liberty.stays.js';
import { dateAfter, type Instant, type LocalDate, type Zones } from '../zones/zones.js';

/** CAL-11: "at least" is what every possibility has in common and is the headline; "at most" is what alarms go by. */
export interface Bounds {
  readonly atLeast: number;
  readonly atMost: number;
}

/** CAL-2: three figures of one time, of which none is ever converted into another. */
export interface Figure {
  /** Elapsed time in milliseconds; printed as hours. */
  readonly elapsedMs: Bounds;
  /** Distinct local calendar dates touched; a part of a day counts as one. */
  readonly localDays: Bounds;
  /** Local midnights passed. */
  readonly nights: Bounds;
  /** The dates that were touched for certain; there can be fewer than `localDays.atLeast` where a day is certain and its date is not. */
  readonly dates: readonly LocalDate[];
  readonly certain: readonly Interval[];
  readonly possible: readonly Interval[];
}

export type Figures = Readonly<Record<LibertyClass, Figure>>;

/** As much of a stretch as its figures need, so that any time that was reported has figures. */
export type Timed = Pick<Stretch, 'start' | 'end' | 'reported' | 'class'> & { readonly segment: { readonly start: { readonly zone: string } } };

/** Neighbouring stretches of one report that are alike in what is asked. */
export interface Run<S extends Timed = Stretch> {
  readonly stretches: readonly [S, ...S[]];
  readonly start: Edge;
  readonly end: Edge | undefined;
}

/** Neighbours share the edge between them; where one was left out, the run ends. */
export function runsOf<S extends Timed>(stretches: readonly S[], alike: (a: S, b: S) => boolean): readonly Run<S>[] {
  const runs: [S, ...S[]][] = [];
  for (const stretch of stretches) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before?.end === stretch.start && alike(before, stretch)) run.push(stretch);
    else runs.push([stretch]);
  }
  return runs.map((run) => ({ stretches: run, start: run[0].start, end: run.at(-1)!.end }));
}

/** R11: did it take place by then for certain? What is derived may have had no length. */
export function hasHappened({ stretches, start }: Run<Timed>, asOf: Instant): boolean {
  const took = stretches.some((stretch) => stretch.reported || !stretch.end || stretch.start.latest < stretch.end.earliest);
  return took && (start.period ? start.latest <= asOf : start.latest < asOf);
}

export interface Placed extends Interval {
  readonly zone: string;
}

/**
 * R11: from the latest start to the earliest end, cut at asOf. Within the run an imprecise change costs nothing: until its
 * latest instant the time and the dates are those of the place that was left (R27).
 */
export function certainTime({ stretches, end: last }: Run<Timed>, asOf: Instant): readonly Placed[] {
  const close = Math.min(last?.earliest ?? Infinity, asOf);
  return stretches
    .map(({ segment, start, end }) => ({ from: start.latest, to: Math.min(end?.latest ?? Infinity, close), zone: segment.start.zone }))
    .filter(({ from, to }) => from < to);
}

/** From the earliest start to the latest end, cut at asOf. */
export function possibleTime({ stretches }: Run<Timed>, asOf: Instant): readonly Placed[] {
  return stretches
    .map(({ segment, start, end }) => ({ from: start.earliest, to: Math.min(end?.latest ?? Infinity, asOf), zone: segment.start.zone }))
    .filter(({ from, to }) => from < to);
}

/**
 * The figures of each class over the stretches given, each instant counted once, in its gravest class (CAL-8, ruling 39).
 * @param since where the window begins that is asked about; all that was, if left out
 */
export function figuresOf(stretches: readonly Timed[], asOf: Instant, zones: Zones, span: DateSpan = lifelong, since = -Infinity): Figures {
  const runs = runsOf(stretches, (a, b) => a.class === b.class);
  const runsIn = (value: LibertyClass): readonly Run<Timed>[] => runs.filter((run) => run.stretches[0].class === value);
  const figures = {} as Record<LibertyClass, Figure>;
  // Most questions are about one class.
  for (const value of libertyClasses) {
    let figure: Figure | undefined;
    Object.defineProperty(figures, value, { enumerable: true, get: () => figure ??= figureOf(runsIn(value), graverThan(value).flatMap(runsIn), asOf, zones, span, since) });
  }
  return figures;
}

function figureOf(runs: readonly Run<Timed>[], graver: readonly Run<Timed>[], asOf: Instant, zones: Zones, span: DateSpan, since: Instant): Figure {
  const perhapsGraver = graver.flatMap((run) => possibleTime(run, asOf));
  const surelyGraver = graver.flatMap((run) => certainTime(run, asOf));
  const before = [{ from: -Infinity, to: since }];
  const certain = without(cutAt(runs.flatMap((run) => certainTime(run, asOf)), span, zones), [...before, ...perhapsGraver]);
  const possible = without(cutAt(runs.flatMap((run) => possibleTime(run, asOf)), span, zones), [...before, ...surelyGraver]);
  let days: Pick<Figure, 'localDays' | 'nights' | 'dates'> | undefined;
  // Who asks for hours waits for no calendar.
  const counted = () => days ??= daysOf(runs, { certain, possible, perhapsGraver }, asOf, zones, span, since);
  return {
    elapsedMs: { atLeast: elapsedMs(certain), atMost: elapsedMs(possible) },
    get localDays() { return counted().localDays; },
    get nights() { return counted().nights; },
    get dates() { return counted().dates; },
    certain: unite(certain),
    possible: unite(possible),
  };
}

interface Times {
  readonly certain: readonly Placed[];
  readonly possible: readonly Placed[];
  readonly perhapsGraver: readonly Interval[];
}

function daysOf(
  runs: readonly Run<Timed>[], { certain, possible, perhapsGraver }: Times, asOf: Instant, zones: Zones, span: DateSpan, since: Instant,
): Pick<Figure, 'localDays' | 'nights' | 'dates'> {
  const happened = runs.filter((run) => hasHappened(run, asOf));
  const inside = ({ dates }: Days): boolean => dates.every((date) => (span.from ?? date) <= date && (span.until === undefined || date < span.until));
  const somewhere = happened.flatMap((run) => dayOfBrief(run, perhapsGraver, asOf, zones)).filter(inside).filter(({ from }) => from >= since);
  const dated = datedOnce(certain, zones);
  const certainDays = [
    ...dated,
    ...happened.flatMap((run) => statedDays(run, perhapsGraver, asOf, zones, since)).filter(inside),
    ...somewhere.filter(({ dates }) => dates.length === 1),
  ];
  // Where both edges are exact, what is certain is all that is possible, and years of days are gone through once.
  const possibleDays = isDeepStrictEqual(certain, possible) ? dated : datedOnce(possible, zones);
  const dates = datesOf(certainDays);
  return {
    localDays: {
      atLeast: dates.length + daysBeside(dates, somewhere),
      atMost: datesOf([...new Set([...certainDays, ...possibleDays])]).length,
    },
    nights: { atLeast: nightsOf(certainDays), atMost: nightsOf(possibleDays) },
    dates,
  };
}

/** A span with the local dates that it touches, in order. */
interface Days extends Interval {
  readonly dates: readonly LocalDate[];
}

/** Hundreds of reports may tell of the same weeks: in each zone these are gone through once. */
function datedOnce(parts: readonly Placed[], zones: Zones): readonly Days[] {
  return [...new Set(parts.map(({ zone }) => zone))].flatMap((zone) =>
    unite(parts.filter((part) => part.zone === zone)).map((part) => withDates({ ...part, zone }, zones)));
}

/** CAL-2, CAL-3: a date counts once, whether its day has 23, 24 or 25 hours. */
function withDates({ from, to, zone }: Placed, zones: Zones): Days {
  const dates: LocalDate[] = [];
  for (let start = from; start < to; start = zones.startOfLocalDay(dateAfter(dates.at(-1)!), zone)) {
    dates.push(zones.localDate(start, zone));
  }
  return { from, to, dates };
}

/**
 * R11, ruling 29: a start or an end that is known as a period touches a date of it; in a window only if the instant that is certain
 * lies in it (R33). Certain is the one that every possibility touches, once its period is over (of a start) or begun (of an end), unless a graver class may have had that time.
 */
function statedDays({ start, end }: Run<Timed>, perhapsGraver: readonly Interval[], asOf: Instant, zones: Zones, since: Instant): readonly Days[] {
  const first = lastDate(start, zones);
  const last = end && firstDate(end, zones);
  if (last !== undefined && last < first) return [];
  // Of what has no certain instant, all that was possible lies in the window.
  if (end && start.latest >= end.earliest && start.earliest < since) return [];
  const days: Days[] = [];
  if (start.period && start.latest <= asOf && start.latest > since && isClear(start, perhapsGraver)) {
    days.push({ from: start.latest, to: start.latest, dates: [first] });
  }
  if (end?.period && last !== undefined && end.earliest < asOf && end.earliest >= since && isClear(end, perhapsGraver)) {
    days.push({ from: end.earliest, to: end.earliest, dates: [last] });
  }
  return days;
}

function isClear({ earliest, latest }: Edge, taken: readonly Interval[]): boolean {
  return !taken.some(({ from, to }) => from < latest && earliest < to);
}

/** R11: what happened for certain has at least one day, even if no instant of it is certain; these are the dates that it can be. */
function dayOfBrief(run: Run<Timed>, perhapsGraver: readonly Interval[], asOf: Instant, zones: Zones): readonly Days[] {
  const { start, end } = run;
  if (!end || start.latest < end.earliest || start.latest > asOf) return [];
  const zone = run.stretches[0].segment.start.zone;
  const [from, to] = [start.earliest, Math.max(start.earliest + 1, Math.min(end.latest, asOf))];
  if (!isClear({ ...start, latest: to }, perhapsGraver)) return [];
  return [{ from, to: from, dates: withDates({ from, to, zone }, zones).dates }];
}

/** The least number of further dates among which one of each lies. */
function daysBeside(dates: readonly LocalDate[], choices: readonly Days[]): number {
  const chosen = new Set(dates);
  const byLastDate = [...choices].sort((a, b) => (a.dates.at(-1)! < b.dates.at(-1)! ? -1 : 1));
  for (const choice of byLastDate) {
    if (!choice.dates.some((date) => chosen.has(date))) chosen.add(choice.dates.at(-1)!);
  }
  return chosen.size - dates.length;
}

/** CAL-4: the same date counts once for a child, also where two zones name it. */
function datesOf(days: readonly Days[]): readonly LocalDate[] {
  // Those of one span are in order, and years of them are many.
  return days.length === 1 ? days[0]!.dates : [...new Set(days.flatMap(({ dates }) => dates))].sort();
}

/** R12: of an unbroken block, its dates without the first; of the child, the distinct dates that began inside a block. */
function nightsOf(days: readonly Days[]): number {
  if (days.length === 1) return Math.max(0, days[0]!.dates.length - 1);
  const begun = new Set<LocalDate>();
  for (const block of blocksOf(days)) for (const date of datesOf(block).slice(1)) begun.add(date);
  return begun.size;
}

function blocksOf(days: readonly Days[]): readonly (readonly Days[])[] {
  const blocks: { to: Instant; days: Days[] }[] = [];
  for (const day of [...days].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const block = blocks.at(-1);
    if (block && day.from <= block.to) {
      block.days.push(day);
      block.to = Math.max(block.to, day.to);
    } else {
      blocks.push({ to: day.to, days: [day] });
    }
  }
  return blocks.map((block) => block.days);
}
