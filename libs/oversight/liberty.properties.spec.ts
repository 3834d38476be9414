import fc from 'fast-check';
import { classify, libertyClasses, type LibertyClass } from './liberty.classification.js';
import { unite } from './liberty.intervals.js';
import { type Liberty, libertyOf } from './liberty.js';
import { bishkek, kyiv } from './liberty.scenario.js';
import { answers, endReasons, exitControls, leaveAnswers, nexuses, type EndReason, type Segment } from './liberty.segments.js';
import { type Instant, localDate, occurredAt, zoneDataVersion } from '../zones/zones.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const year = Date.parse('2026-01-01T00:00:00Z');
const zoneNames = [bishkek, kyiv, 'America/Havana', 'Asia/Kolkata', 'Africa/Cairo', 'Pacific/Auckland'] as const;

type When = Segment['start'];

const iso = (at: Instant): string => new Date(at).toISOString();
const exactly = (at: Instant, zone: string): When => ({ from: iso(at), precision: 'exact', zone, zoneData: zoneDataVersion });
const onThatDay = (at: Instant, zone: string): When => occurredAt({ at: localDate(at, zone), zone });
const inThatMonth = (at: Instant, zone: string): When => occurredAt({ at: localDate(at, zone).slice(0, 7), zone });

interface Options {
  readonly zones: readonly string[];
  readonly precisions: readonly ((at: Instant, zone: string) => When)[];
  readonly ends: readonly (typeof endReasons)[number][];
  /** Exact instants fall on multiples of it. */
  readonly grainMinutes: number;
}

const anything: Options = { zones: zoneNames, precisions: [exactly, exactly, onThatDay, inThatMonth], ends: endReasons, grainMinutes: 1 };

const setting = fc.record({
  custodialSetting: fc.constantFrom(...answers, 'YES' as const, 'YES' as const),
  leaveAtWill: fc.constantFrom(...leaveAnswers, 'NO' as const, 'NO' as const),
  nexus: fc.constantFrom(...nexuses),
  exitControl: fc.constantFrom(...exitControls),
  guarded: fc.constantFrom(...answers),
  settingKind: fc.constantFrom('POLICE_CELL' as const, 'HOSPITAL' as const),
  facilityRef: fc.constantFrom('cell', 'centre', 'shelter'),
  minutes: fc.integer({ min: 1, max: 20 * 24 * 60 }),
  medical: fc.constantFrom(undefined, ...answers),
  medicalMinutes: fc.option(fc.integer({ min: 0, max: 20 * 24 * 60 })),
});

/** One report: one to three settings that follow each other, ended or open. */
function report(reportId: string, { zones, precisions, ends, grainMinutes }: Options): fc.Arbitrary<readonly Segment[]> {
  return fc.record({
    zone: fc.constantFrom(...zones),
    begin: fc.integer({ min: 0, max: 60 * 24 * 60 }),
    settings: fc.array(setting, { minLength: 1, maxLength: 3 }),
    precise: fc.array(fc.constantFrom(...precisions), { minLength: 4, maxLength: 4 }),
    end: fc.option(fc.constantFrom(...ends)),
  }).map(({ zone, begin, settings, precise, end }) => {
    const grains = (minutes: number): number => Math.ceil(minutes / grainMinutes) * grainMinutes * minuteMs;
    let at = year + grains(begin);
    return settings.map(({ minutes, medical, medicalMinutes, ...answered }, i): Segment => {
      const start = at;
      at += grains(minutes);
      const isLast = i === settings.length - 1;
      return {
        ...answered,
        segmentId: `${reportId}/${i}`,
        reportId,
        sources: [],
        start: precise[i]!(start, zone),
        ends: isLast && end ? [{ at: precise[3]!(at, zone), reason: end }] : [],
        ...(medical && {
          medicalIndication: { value: medical, ...(medicalMinutes !== null && { until: exactly(start + medicalMinutes * minuteMs, zone) }) },
        }),
      };
    });
  });
}

function history(options: Partial<Options> = {}): fc.Arbitrary<readonly Segment[]> {
  const reports = ['police', 'ngo', 'court', 'consulate'].map((reportId) => report(reportId, { ...anything, ...options }));
  return fc.tuple(fc.integer({ min: 0, max: reports.length }), ...reports).map(([count, ...told]) => told.slice(0, count).flat());
}

const asOfs = fc.integer({ min: 0, max: 130 * 24 * 60 }).map((minutes) => year + minutes * minuteMs);

/** What must not depend on how a record is cut into segments, told twice, or labelled. */
function substance({ figures, episodes }: Liberty): unknown {
  return {
    figures,
    episodes: episodes.map(({ start, end, open, endReason, figure }) => ({ start, end, open, endReason, figure })),
  };
}

const roads: readonly EndReason[] = ['TRANSFER', 'HOSPITAL', 'COURT', 'ESCORT'];

describe('whatever the record says', () => {
  it('no figure is negative, fractional or more at least than at most', () => {
    fc.assert(fc.property(history(), asOfs, (segments, asOf) => {
      const { figures } = libertyOf(segments, asOf);
      return Object.values(figures).flatMap(({ elapsedMs, localDays, nights }) => [elapsedMs, localDays, nights]).every(({ atLeast, atMost }) =>
        Number.isSafeInteger(atLeast) && Number.isSafeInteger(atMost) && atLeast >= 0 && atMost >= atLeast);
    }));
  });

  it('within one zone the local days are at least the hours divided by 25, rounded up', () => {
    const oneZone = fc.constantFrom(...zoneNames).chain((zone) => history({ zones: [zone] }));
    fc.assert(fc.property(oneZone, asOfs, (segments, asOf) => {
      return Object.values(libertyOf(segments, asOf).figures).every(({ elapsedMs, localDays }) =>
        localDays.atLeast >= Math.ceil(elapsedMs.atLeast / (25 * hourMs)) && localDays.atMost >= Math.ceil(elapsedMs.atMost / (25 * hourMs)));
    }));
  });

  it('the child\'s total is no more than the sum of what the reports say alone', () => {
    fc.assert(fc.property(history(), asOfs, (segments, asOf) => {
      const alone = [...new Set(segments.map(({ reportId }) => reportId))]
        .map((reportId) => libertyOf(segments.filter((segment) => segment.reportId === reportId), asOf));
      const together = libertyOf(segments, asOf);
      // Of one report alone nobody knows where a road ends, and on it the child is presumed deprived: lighter classes have less time there than together.
      const compared = segments.some(({ ends }) => ends.some(({ reason }) => roads.includes(reason))) ? libertyClasses.slice(0, 2) : libertyClasses;
      return compared.every((value) => (['atLeast', 'atMost'] as const).every((bound) =>
        together.figures[value].elapsedMs[bound] <= alone.reduce((sum, { figures }) => sum + figures[value].elapsedMs[bound], 0)));
    }));
  });

  it('every instant that is certain counts in one class only', () => {
    fc.assert(fc.property(history(), asOfs, (segments, asOf) => {
      const { figures } = libertyOf(segments, asOf);
      const apart = Object.values(figures).reduce((sum, { elapsedMs }) => sum + elapsedMs.atLeast, 0);
      const united = unite(Object.values(figures).flatMap(({ certain }) => certain)).reduce((sum, { from, to }) => sum + to - from, 0);
      expect(apart).toBe(united);
    }));
  });

  it('time already served is not taken back by a later asOf', () => {
    fc.assert(fc.property(history(), asOfs, asOfs, (segments, one, other) => {
      const [sooner, later] = [Math.min(one, other), Math.max(one, other)].map((asOf) => libertyOf(segments, asOf).figures.DEPRIVED);
      expect(sooner!.elapsedMs.atLeast).toBeLessThanOrEqual(later!.elapsedMs.atLeast);
      expect(sooner!.localDays.atLeast).toBeLessThanOrEqual(later!.localDays.atLeast);
    }));
  });
});

describe('nothing changes', () => {
  it('when everything is reported twice', () => {
    fc.assert(fc.property(history(), asOfs, (segments, asOf) => {
      const again = segments.map((segment) => ({ ...segment, reportId: `${segment.reportId} again` }));
      expect(substance(libertyOf([...segments, ...again], asOf))).toEqual(substance(libertyOf(segments, asOf)));
    }));
  });

  it('when intervals are united again', () => {
    const intervals = fc.array(fc.record({ from: fc.nat(100), to: fc.nat(100) }));
    fc.assert(fc.property(intervals, (given) => {
      expect(unite(unite(given))).toEqual(unite(given));
      expect(unite([...given, ...given])).toEqual(unite(given));
    }));
  });

  it('when a segment is split in two', () => {
    fc.assert(fc.property(history(), asOfs, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (segments, asOf, pick, share) => {
      const split = splitInTwo(segments, pick, share);
      const facilities = (given: readonly Segment[]): unknown => libertyOf(given, asOf).facilities;
      expect(substance(libertyOf(split, asOf))).toEqual(substance(libertyOf(segments, asOf)));
      expect(facilities(split)).toEqual(facilities(segments));
    }));
  });

  it('when the segments are told in another order', () => {
    fc.assert(fc.property(history({ precisions: [exactly] }), asOfs, (segments, asOf) => {
      expect(substance(libertyOf([...segments].reverse(), asOf))).toEqual(substance(libertyOf(segments, asOf)));
    }));
  });

  it('in the hours, when all instants are shifted alike', () => {
    fc.assert(fc.property(history(), asOfs, fc.integer({ min: -1e9, max: 1e9 }), (segments, asOf, shift) => {
      const shifted = libertyOf(moved(segments, ({ from, to, ...when }) => ({
        ...when, from: iso(Date.parse(from) + shift), ...(to && { to: iso(Date.parse(to) + shift) }),
      })), asOf + shift);
      const { figures, overlapMs, episodes } = libertyOf(segments, asOf);
      for (const value of libertyClasses) expect(shifted.figures[value].elapsedMs).toEqual(figures[value].elapsedMs);
      expect(shifted.overlapMs).toBe(overlapMs);
      expect(shifted.episodes.map(({ start }) => start.earliest)).toEqual(episodes.map(({ start }) => start.earliest + shift));
    }));
  });

  it('but local days and nights, when the zones are labelled otherwise', () => {
    fc.assert(fc.property(history(), asOfs, fc.constantFrom(...zoneNames), (segments, asOf, zone) => {
      const relabelled = libertyOf(moved(segments, (when) => ({ ...when, zone })), asOf);
      const liberty = libertyOf(segments, asOf);
      for (const value of libertyClasses) {
        const { elapsedMs, certain, possible } = liberty.figures[value];
        expect(relabelled.figures[value]).toMatchObject({ elapsedMs, certain, possible });
      }
      const bounds = ({ episodes }: Liberty): unknown =>
        episodes.map(({ start, end, open }) => [start.earliest, start.latest, end?.earliest, end?.latest, open]);
      expect(bounds(relabelled)).toEqual(bounds(liberty));
    }));
  });
});

describe('a clerk who goes through the year hour by hour', () => {
  it('finds the same hours, local days and nights in every column', () => {
    const onTheHour = { zones: [bishkek], precisions: [exactly], ends: ['RELEASE', 'UNKNOWN', 'ESCAPE'] as const, grainMinutes: 60 };
    const cellsOnly = history(onTheHour).map((segments) => segments.map((segment): Segment => ({ ...segment, settingKind: 'POLICE_CELL' })));
    const days = fc.integer({ min: 0, max: 130 }).map((day) => year + day * 24 * hourMs);
    fc.assert(fc.property(cellsOnly, days, (segments, asOf) => {
      const { figures } = libertyOf(segments, asOf);
      const counted = countedByHours(segments, asOf);
      for (const value of libertyClasses) {
        const { elapsedMs, localDays, nights } = figures[value];
        expect({ hours: elapsedMs.atLeast / hourMs, days: localDays.atLeast, nights: nights.atLeast }).toEqual(counted[value]);
        expect(elapsedMs.atMost).toBe(elapsedMs.atLeast);
      }
    }));
  });
});

interface Counted {
  readonly hours: number;
  readonly days: number;
  readonly nights: number;
}

function countedByHours(segments: readonly Segment[], asOf: Instant): Record<LibertyClass, Counted> {
  const spans = segments.map((segment, i) => {
    const next = segments[i + 1];
    const until = next?.reportId === segment.reportId ? next.start : segment.ends[0]?.at;
    return { class: classify(segment), from: Date.parse(segment.start.from), to: until ? Date.parse(until.from) : asOf };
  });
  const hours: (LibertyClass | undefined)[] = [];
  for (let hour = year; hour < asOf; hour += hourMs) {
    const here = new Set(spans.filter(({ from, to }) => from <= hour && hour < to).map((span) => span.class));
    hours.push(libertyClasses.find((value) => here.has(value)));
  }
  // Bishkek keeps +06 all year: its midnight is 18:00 in UTC.
  const dateOf = (i: number): number => Math.floor((i + 6) / 24);
  return Object.fromEntries(libertyClasses.map((value) => {
    const inColumn = hours.flatMap((now, i) => (now === value ? [i] : []));
    const midnights = inColumn.filter((i) => (i + 6) % 24 === 0 && hours[i - 1] === value);
    return [value, { hours: inColumn.length, days: new Set(inColumn.map(dateOf)).size, nights: midnights.length }];
  })) as Record<LibertyClass, Counted>;
}

function moved(segments: readonly Segment[], move: (when: When) => When): readonly Segment[] {
  return segments.map((segment) => ({
    ...segment,
    start: move(segment.start),
    ends: segment.ends.map(({ at, reason }) => ({ at: move(at), reason })),
    ...(segment.medicalIndication && {
      medicalIndication: { ...segment.medicalIndication, ...(segment.medicalIndication.until && { until: move(segment.medicalIndication.until) }) },
    }),
  }));
}

/** Tells one segment as two settings alike, with the change at an instant that lies in it for certain. */
function splitInTwo(segments: readonly Segment[], pick: number, share: number): readonly Segment[] {
  if (segments.length === 0) return segments;
  const i = pick % segments.length;
  const segment = segments[i]!;
  const next = segments[i + 1];
  const begin = Date.parse(segment.start.to ?? segment.start.from);
  const ended = next?.reportId === segment.reportId ? next.start : segment.ends[0]?.at;
  const close = ended ? Date.parse(ended.from) : begin + 30 * 24 * hourMs;
  const at = begin + Math.floor((close - begin) * share);
  const told = segments.filter(({ reportId }) => reportId === segment.reportId);
  // Another setting may lie between the segment and the next one in the list.
  const toldLater = told.some(({ start }, n) => n > 0 && start.from < told[n - 1]!.start.from);
  if (at <= begin || at >= close || toldLater) return segments;
  return [
    ...segments.slice(0, i),
    { ...segment, segmentId: `${segment.segmentId} first part`, ends: [] },
    { ...segment, segmentId: `${segment.segmentId} second part`, start: exactly(at, segment.start.zone) },
    ...segments.slice(i + 1),
  ];
}
