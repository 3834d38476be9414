import type { LibertyClass } from './liberty.classification.js';
import type { Episode } from './liberty.episodes.js';
import { almaty, atLiberty, bishkek, held, hourMs, instant, kyiv, moscow, type StayInWords } from './liberty.scenario.js';
import type { Segment } from './liberty.segments.js';
import { type Liberty, libertyOf } from './liberty.js';
import { zoneDataVersion } from '../zones/zones.js';

const later = instant('2027-01-01T00:00:00Z');

function hours(liberty: Liberty, value: LibertyClass = 'DEPRIVED'): number {
  return liberty.figures[value].elapsedMs.atLeast / hourMs;
}

function figure(liberty: Liberty, value: LibertyClass = 'DEPRIVED'): { H: number; D: number; nights: number } {
  const { localDays, nights } = liberty.figures[value];
  return { H: hours(liberty, value), D: localDays.atLeast, nights: nights.atLeast };
}

function bounds(liberty: Liberty, value: LibertyClass = 'DEPRIVED'): Record<'H' | 'D' | 'nights', readonly [number, number]> {
  const { elapsedMs, localDays, nights } = liberty.figures[value];
  return {
    H: [elapsedMs.atLeast / hourMs, elapsedMs.atMost / hourMs],
    D: [localDays.atLeast, localDays.atMost],
    nights: [nights.atLeast, nights.atMost],
  };
}

function only(liberty: Liberty): Episode {
  expect(liberty.episodes).toHaveLength(1);
  return liberty.episodes[0]!;
}

function classes(liberty: Liberty): readonly LibertyClass[] {
  return liberty.segments.map((segment) => segment.class);
}

/** One report whose settings follow each other; only the last has an end. */
function report(...segments: readonly Segment[]): readonly Segment[] {
  return segments.map((segment) => ({ ...segment, reportId: segments[0]!.reportId }));
}

describe('hours, local days and nights (CAL-1, CAL-2)', () => {
  it('T01 three nights in Bishkek are 78.5 hours on four days', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-03-02T09:30', to: '2026-03-05T16:00' })], later);
    expect(figure(liberty)).toEqual({ H: 78.5, D: 4, nights: 3 });
    expect(liberty.figures.DEPRIVED.dates).toEqual(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05']);
    expect(only(liberty)).toMatchObject({ open: false, endReason: 'RELEASE' });
  });

  it('T02 a stay of one day is one day, no night, and still an episode', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-03-02T08:00', to: '2026-03-02T20:15' })], later);
    expect(figure(liberty)).toEqual({ H: 12.25, D: 1, nights: 0 });
    only(liberty);
  });

  it('T03 an end at midnight does not touch the new day', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-03-01T22:00', to: '2026-03-02T00:00' })], later);
    expect(figure(liberty)).toEqual({ H: 2, D: 1, nights: 0 });
    expect(liberty.figures.DEPRIVED.dates).toEqual(['2026-03-01']);
  });

  it('name the rules and the version of the zone data that they were made with (CAL-3)', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-03-02T08:00' })], later);
    expect(liberty).toMatchObject({ zoneData: zoneDataVersion, rules: ['LIB-1@1', 'CAL@1'] });
    expect(liberty.segments[0]).toMatchObject({ class: 'DEPRIVED', rule: 'LIB-1@1' });
  });

  it('are all zero for a child about whom no stay is known', () => {
    const liberty = libertyOf([], later);
    expect(figure(liberty)).toEqual({ H: 0, D: 0, nights: 0 });
    expect(liberty.episodes).toEqual([]);
  });
});

describe('days on which the clocks change (CAL-3)', () => {
  it('T10a in autumn three days are 49 hours', () => {
    const liberty = libertyOf([held({ zone: kyiv, from: '2026-10-24T12:00', to: '2026-10-26T12:00' })], later);
    expect(figure(liberty)).toEqual({ H: 49, D: 3, nights: 2 });
  });

  it('T10b in spring three days are 47 hours', () => {
    const liberty = libertyOf([held({ zone: kyiv, from: '2026-03-28T12:00', to: '2026-03-30T12:00' })], later);
    expect(figure(liberty)).toEqual({ H: 47, D: 3, nights: 2 });
  });
});

describe('an episode ends only at liberty (CAL-5, CAL-6)', () => {
  it('T05 a release and a capture a day later are two episodes', () => {
    const liberty = libertyOf([
      held({ zone: kyiv, from: '2026-05-01T10:00', to: '2026-05-04T10:00' }),
      held({ zone: kyiv, from: '2026-05-05T08:00', to: '2026-05-09T08:00' }),
    ], later);
    expect(liberty.episodes).toHaveLength(2);
    expect(figure(liberty)).toEqual({ H: 168, D: 9, nights: 7 });
    expect(liberty.episodes.map((episode) => episode.figure.elapsedMs.atLeast / hourMs)).toEqual([72, 96]);
  });

  it('T06 a guarded hospital stay in the middle interrupts nothing', () => {
    const segments = report(
      held({ zone: almaty, from: '2026-06-01T08:00' }),
      held({ zone: almaty, from: '2026-06-03T08:00', settingKind: 'HOSPITAL', guarded: 'YES', medical: { value: 'YES' } }),
      held({ zone: almaty, from: '2026-06-06T08:00', to: '2026-06-08T08:00' }),
    );
    const liberty = libertyOf(segments, later);
    expect(figure(liberty)).toEqual({ H: 168, D: 8, nights: 7 });
    expect(only(liberty).segmentIds).toHaveLength(3);
    expect(only(liberty).start.earliest).toBe(instant('2026-06-01T03:00:00Z'));
  });

  it('a transfer from place to place, and from one source to the next, interrupts nothing', () => {
    const liberty = libertyOf([
      held({ zone: bishkek, from: '2026-03-02T08:00', to: '2026-03-03T08:00', end: 'TRANSFER' }),
      held({ zone: moscow, from: '2026-03-03T08:00', to: '2026-03-04T08:00' }),
    ], later);
    expect(only(liberty).figure.elapsedMs).toEqual({ atLeast: 48 * hourMs, atMost: 48 * hourMs });
    expect(hours(liberty, 'DEPRIVED?')).toBe(3);
  });

  it.each(['RELEASE', 'ESCAPE', 'UNESCORTED_LEAVE'] as const)('%s and a capture at the same instant are two episodes: the tolerance is zero', (end) => {
    const liberty = libertyOf([
      held({ zone: bishkek, from: '2026-03-02T08:00', to: '2026-03-03T08:00', end }),
      held({ zone: bishkek, from: '2026-03-03T08:00', to: '2026-03-04T08:00' }),
    ], later);
    expect(liberty.episodes).toHaveLength(2);
    expect(hours(liberty)).toBe(48);
  });

  it('a millisecond about which nothing is reported is liberty (R6)', () => {
    const liberty = libertyOf([
      held({ zone: bishkek, from: '2026-03-02T08:00', to: '2026-03-03T08:00', end: 'UNKNOWN' }),
      held({ zone: bishkek, from: '2026-03-03T08:00:00.001', to: '2026-03-04T08:00' }),
    ], later);
    expect(liberty.episodes).toHaveLength(2);
  });

  it.each([
    ['DEPRIVED?', { nexus: 'UNKNOWN' }],
    ['PRIVATE_CONFINEMENT', { nexus: 'NONE' }],
    ['UNDETERMINED', { leaveAtWill: 'UNKNOWN' }],
  ] as const)('%s between two deprivations interrupts nothing and keeps its own column (ruling 31)', (value, answers) => {
    const liberty = libertyOf(report(
      held({ zone: bishkek, from: '2026-03-02T08:00' }),
      held({ zone: bishkek, from: '2026-03-03T08:00', ...answers }),
      held({ zone: bishkek, from: '2026-03-05T08:00', to: '2026-03-06T08:00' }),
    ), later);
    expect(only(liberty).figure.elapsedMs.atLeast).toBe(48 * hourMs);
    expect(figure(liberty, value)).toEqual({ H: 48, D: 3, nights: 2 });
  });

  it.each([
    ['NOT_DEPRIVED', { leaveAtWill: 'YES' }],
    ['RESTRICTED', { leaveAtWill: 'RESTRICTED' }],
  ] as const)('%s between two deprivations makes them two (ruling 31)', (value, answers) => {
    const liberty = libertyOf(report(
      held({ zone: bishkek, from: '2026-03-02T08:00' }),
      held({ zone: bishkek, from: '2026-03-03T08:00', ...answers }),
      held({ zone: bishkek, from: '2026-03-05T08:00', to: '2026-03-06T08:00' }),
    ), later);
    expect(liberty.episodes.map(({ endReason }) => endReason)).toEqual(['CHANGE', 'RELEASE']);
    expect(hours(liberty, value)).toBe(48);
  });

  it('runs from the first to the last deprived instant, not through what is only presumed before or after (R6)', () => {
    const liberty = libertyOf(report(
      held({ zone: bishkek, from: '2026-03-01T08:00', nexus: 'UNKNOWN' }),
      held({ zone: bishkek, from: '2026-03-02T08:00' }),
      held({ zone: bishkek, from: '2026-03-03T08:00', nexus: 'UNKNOWN', to: '2026-03-04T08:00' }),
    ), later);
    expect(only(liberty)).toMatchObject({
      start: { earliest: instant('2026-03-02T02:00:00Z') }, end: { latest: instant('2026-03-03T02:00:00Z') }, endReason: 'CHANGE',
    });
    expect(hours(liberty, 'DEPRIVED?')).toBe(48);
  });

  it('is open between two deprivations if the second is already known (R6)', () => {
    const segments = report(
      held({ zone: bishkek, from: '2026-03-02T08:00' }),
      held({ zone: bishkek, from: '2026-03-03T08:00', nexus: 'UNKNOWN' }),
      held({ zone: bishkek, from: '2026-03-05T08:00', to: '2026-03-06T08:00' }),
    );
    const between = only(libertyOf(segments, instant('2026-03-04T00:00:00Z')));
    expect(between.open).toBe(true);
    expect(between.figure.elapsedMs.atLeast).toBe(24 * hourMs);
  });
});

describe('on the road between two places (R7)', () => {
  const left = held({ zone: bishkek, from: '2026-03-02T08:00', to: '2026-03-03T08:00', end: 'TRANSFER', facilityRef: 'cell' });

  it('the child is presumed deprived until the next report starts, in one episode', () => {
    const liberty = libertyOf([left, held({ zone: bishkek, from: '2026-03-04T14:00', to: '2026-03-05T08:00' })], later);
    expect(only(liberty).figure.elapsedMs.atLeast).toBe(42 * hourMs);
    expect(figure(liberty, 'DEPRIVED?')).toEqual({ H: 30, D: 2, nights: 1 });
    expect(liberty.transfersWithoutArrival).toEqual([]);
  });

  it.each(['TRANSFER', 'HOSPITAL', 'COURT', 'ESCORT'] as const)('an end by %s without an arrival goes on until asOf and is named', (end) => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-03-02T08:00', to: '2026-03-03T08:00', end })], instant('2026-03-05T02:00:00Z'));
    expect(hours(liberty)).toBe(24);
    expect(hours(liberty, 'DEPRIVED?')).toBe(48);
    expect(liberty.transfersWithoutArrival).toMatchObject([{ code: 'TRANSFER_WITHOUT_ARRIVAL' }]);
    expect(only(liberty)).toMatchObject({ open: false, endReason: end });
  });

  it('a release has no road after it', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-03-02T08:00', to: '2026-03-03T08:00' })], later);
    expect(classes(liberty)).toEqual(['DEPRIVED']);
    expect(liberty.transfersWithoutArrival).toEqual([]);
  });

  it('there is none from an open place, and none where another report already has the child in custody', () => {
    expect(classes(libertyOf([atLiberty({ zone: bishkek, from: '2026-03-02T08:00', to: '2026-03-03T08:00', end: 'TRANSFER' })], later))).toEqual(['NOT_DEPRIVED']);
    const elsewhere = held({ zone: bishkek, from: '2026-03-02T20:00', to: '2026-03-04T08:00' });
    expect(hours(libertyOf([left, elsewhere], later), 'DEPRIVED?')).toBe(0);
    expect(only(libertyOf([left, elsewhere], later)).figure.elapsedMs.atLeast).toBe(48 * hourMs);
  });

  it('two reports of the same departure are no arrival', () => {
    const day = { zone: bishkek, from: '2026-03-02', to: '2026-03-02', end: 'TRANSFER' } as const;
    const liberty = libertyOf([held(day), held(day)], instant('2026-03-04T18:00:00Z'));
    expect(hours(liberty, 'DEPRIVED?')).toBe(48);
    expect(liberty.transfersWithoutArrival).toHaveLength(2);
  });

  it('belongs to no facility', () => {
    const { facilities } = libertyOf([left], later);
    expect(facilities.map(({ facilityRef }) => facilityRef)).toEqual(['cell']);
    expect(facilities[0]!.figures['DEPRIVED?'].elapsedMs.atMost).toBe(0);
  });
});

describe('hospital (R8)', () => {
  it('T19 the stay is 336 hours, of which 288 are deprivation from the fall of the indication', () => {
    const liberty = libertyOf([held({
      zone: moscow, from: '2026-02-10T14:00', to: '2026-02-24T14:00', settingKind: 'HOSPITAL', nexus: 'ACQUIESCENCE', guarded: 'NO',
      medical: { value: 'YES', until: '2026-02-12T14:00' }, facilityRef: 'hospital',
    })], later);
    expect(figure(liberty)).toEqual({ H: 288, D: 13, nights: 12 });
    expect(hours(liberty) + hours(liberty, 'NOT_DEPRIVED')).toBe(336);
    expect(new Set([...liberty.figures.DEPRIVED.dates, ...liberty.figures.NOT_DEPRIVED.dates]).size).toBe(15);
    expect(liberty.figures.DEPRIVED.dates[0]).toBe('2026-02-12');
  });

  it('that begins before it becomes necessary is deprivation until then', () => {
    const liberty = libertyOf([held({
      zone: moscow, from: '2026-02-10T14:00', to: '2026-02-14T14:00', settingKind: 'HOSPITAL', guarded: 'NO',
      medical: { value: 'YES', from: '2026-02-11T14:00', until: '2026-02-13T14:00' },
    })], later);
    expect(classes(liberty)).toEqual(['DEPRIVED', 'NOT_DEPRIVED', 'DEPRIVED']);
    expect(liberty.episodes).toHaveLength(2);
  });

  it('after custody in the same report stays custody, through every ward', () => {
    const ward = { zone: moscow, settingKind: 'HOSPITAL', guarded: 'NO', medical: { value: 'YES' } } as const;
    const liberty = libertyOf(report(
      held({ zone: moscow, from: '2026-02-10T14:00' }),
      held({ ...ward, from: '2026-02-11T14:00' }),
      held({ ...ward, from: '2026-02-12T14:00', to: '2026-02-13T14:00' }),
    ), later);
    expect(classes(liberty)).toEqual(['DEPRIVED', 'DEPRIVED', 'DEPRIVED']);
  });

  it('after an open place in the same report follows no custody', () => {
    const liberty = libertyOf(report(
      held({ zone: moscow, from: '2026-02-09T14:00' }),
      atLiberty({ zone: moscow, from: '2026-02-10T14:00' }),
      held({ zone: moscow, from: '2026-02-11T14:00', to: '2026-02-13T14:00', settingKind: 'HOSPITAL', guarded: 'NO', medical: { value: 'YES' } }),
    ), later);
    expect(classes(liberty)).toEqual(['DEPRIVED', 'NOT_DEPRIVED', 'NOT_DEPRIVED']);
  });

  it('without a word about the indication is a presumed deprivation', () => {
    const liberty = libertyOf([held({ zone: moscow, from: '2026-02-10T14:00', to: '2026-02-11T14:00', settingKind: 'HOSPITAL', guarded: 'NO' })], later);
    expect(figure(liberty, 'DEPRIVED?').H).toBe(24);
    expect(liberty.episodes).toEqual([]);
  });

  it('T26 a private clinic is private confinement: nothing in the headline, and the acquiescence to be checked', () => {
    const clinic = held({ zone: moscow, from: '2026-02-10T14:00', to: '2026-02-20T14:00', settingKind: 'HOSPITAL', nexus: 'NONE', guarded: 'NO', segmentId: 'clinic' });
    const liberty = libertyOf([clinic], later);
    expect(classes(liberty)).toEqual(['PRIVATE_CONFINEMENT']);
    expect(figure(liberty)).toEqual({ H: 0, D: 0, nights: 0 });
    expect(figure(liberty, 'PRIVATE_CONFINEMENT').H).toBe(240);
    expect(liberty.acquiescenceToCheck).toEqual(['clinic']);
  });
});

describe('reports that overlap (CAL-8)', () => {
  const police = { zone: bishkek, from: '2026-02-01T12:00', to: '2026-02-06T12:00' };
  const ngo = { zone: bishkek, from: '2026-02-03T00:00', to: '2026-02-10T00:00' };

  it('T07 are united: 204 hours and not 288, on nine days', () => {
    const liberty = libertyOf([held(police), held(ngo)], later);
    expect(figure(liberty)).toEqual({ H: 204, D: 9, nights: 8 });
    expect(liberty.overlapMs).toBe(84 * hourMs);
    expect(liberty.overlapConflicts).toEqual([]);
    expect(only(liberty).reportIds).toHaveLength(2);
  });

  it('T07 conflict if the facilities differ, each facility with its own time', () => {
    const liberty = libertyOf([held({ ...police, facilityRef: 'cell' }), held({ ...ngo, facilityRef: 'centre' })], later);
    expect(liberty.overlapConflicts).toMatchObject([{ code: 'OVERLAP_CONFLICT', facilityRefs: ['cell', 'centre'], elapsedMs: 84 * hourMs }]);
    expect(liberty.facilities.map(({ figures }) => figures.DEPRIVED.elapsedMs.atLeast / hourMs)).toEqual([120, 168]);
    expect(hours(liberty)).toBe(204);
  });

  it('of one facility, or of an unknown one, conflict with nothing (R29)', () => {
    for (const facilityRef of ['cell', undefined]) {
      expect(libertyOf([held({ ...police, facilityRef: 'cell' }), held({ ...ngo, ...(facilityRef && { facilityRef }) })], later).overlapConflicts).toEqual([]);
    }
  });

  it('conflict only for the time that is certain in both (R29)', () => {
    const day = { zone: bishkek, from: '2026-02-01', to: '2026-02-03' };
    const liberty = libertyOf([held({ ...day, facilityRef: 'cell' }), held({ ...day, facilityRef: 'centre' })], later);
    expect(liberty.overlapConflicts).toMatchObject([{ elapsedMs: 24 * hourMs }]);
    expect(libertyOf([
      held({ ...day, facilityRef: 'cell' }), held({ zone: bishkek, from: '2026-02-03', to: '2026-02-04', facilityRef: 'centre' }),
    ], later).overlapConflicts).toEqual([]);
  });

  it('count each instant once, in its gravest class (ruling 39)', () => {
    const liberty = libertyOf([
      held({ zone: bishkek, from: '2026-02-03T00:00', to: '2026-02-05T00:00', facilityRef: 'cell' }),
      atLiberty({ zone: bishkek, from: '2026-02-01T00:00', to: '2026-02-10T00:00', facilityRef: 'shelter' }),
      held({ zone: bishkek, from: '2026-02-04T00:00', to: '2026-02-06T00:00', nexus: 'UNKNOWN' }),
    ], later);
    expect([hours(liberty), hours(liberty, 'DEPRIVED?'), hours(liberty, 'NOT_DEPRIVED')]).toEqual([48, 24, 144]);
    expect(figure(liberty, 'NOT_DEPRIVED').D).toBe(6);
    expect(liberty.facilities.find(({ facilityRef }) => facilityRef === 'shelter')!.figures.NOT_DEPRIVED.elapsedMs.atLeast).toBe(216 * hourMs);
  });

  it('of two ends of one report the later counts, and the other is shown as contested (R9)', () => {
    const liberty = libertyOf([held({ ...police, alsoEnded: [{ at: '2026-02-04T12:00', reason: 'ESCAPE' }] })], later);
    expect(hours(liberty)).toBe(120);
    expect(only(liberty).endReason).toBe('RELEASE');
    expect(liberty.contestedEnds).toMatchObject([{ reason: 'ESCAPE', at: { from: '2026-02-04T06:00:00.000Z' } }]);
  });

  it('an end before the last change of setting is contested: the stay was seen to go on', () => {
    const liberty = libertyOf(report(
      held({ zone: bishkek, from: '2026-02-01T12:00', to: '2026-02-02T12:00' }),
      held({ zone: bishkek, from: '2026-02-03T12:00', to: '2026-02-04T12:00' }),
    ), later);
    expect(hours(liberty)).toBe(72);
    expect(liberty.contestedEnds).toHaveLength(1);
  });
});

describe('open episodes (CAL-9)', () => {
  const open = held({ zone: bishkek, from: '2026-09-01T06:00:00Z', confirmed: '2026-09-08T04:00:00Z' });

  it('T08 count up to asOf, with what is confirmed and the unconfirmed tail', () => {
    const liberty = libertyOf([open], instant('2026-09-11T06:00:00Z'));
    expect(figure(liberty)).toEqual({ H: 240, D: 11, nights: 10 });
    const episode = only(liberty);
    expect(episode.open).toBe(true);
    expect(episode).not.toHaveProperty('end');
    expect(episode.confirmation).toEqual({
      confirmedUntil: instant('2026-09-08T04:00:00Z'), confirmedMs: 166 * hourMs, unconfirmedTailMs: 74 * hourMs,
    });
  });

  it('are confirmed by a change of setting, and by the start where nothing else is known (R13)', () => {
    const asOf = instant('2026-09-11T06:00:00Z');
    const started = held({ zone: bishkek, from: '2026-09-01T06:00:00Z' });
    expect(only(libertyOf([started], asOf)).confirmation).toMatchObject({ confirmedMs: 0, unconfirmedTailMs: 240 * hourMs });
    const moved = report(started, held({ zone: bishkek, from: '2026-09-05T06:00:00Z' }));
    expect(only(libertyOf(moved, asOf)).confirmation).toMatchObject({ confirmedMs: 96 * hourMs });
  });

  it('are confirmed until asOf where a later end or a later confirmation is known (R13)', () => {
    const asOf = instant('2026-09-05T06:00:00Z');
    const ended = held({ zone: bishkek, from: '2026-09-01T06:00:00Z', to: '2026-09-07T06:00:00Z' });
    for (const segment of [ended, open]) {
      expect(only(libertyOf([segment], asOf))).toMatchObject({ open: true, confirmation: { confirmedUntil: asOf, unconfirmedTailMs: 0 } });
    }
  });

  it('take the best confirmation of the reports that are open, not of one that has ended (R13)', () => {
    const ended = held({ zone: bishkek, from: '2026-09-01T06:00:00Z', to: '2026-09-09T06:00:00Z', confirmed: '2026-09-09T05:00:00Z' });
    expect(only(libertyOf([open, ended], instant('2026-09-11T06:00:00Z'))).confirmation!.confirmedUntil).toBe(instant('2026-09-08T04:00:00Z'));
  });

  it('asOf at the very start: listed, open, no hours and no day (R28)', () => {
    const liberty = libertyOf([open], instant('2026-09-01T06:00:00Z'));
    expect(figure(liberty)).toEqual({ H: 0, D: 0, nights: 0 });
    expect(only(liberty).open).toBe(true);
    expect(libertyOf([open], instant('2026-09-01T05:59:59.999Z')).episodes).toEqual([]);
  });

  it('asOf at the very end: over (R28)', () => {
    const ended = held({ zone: bishkek, from: '2026-09-01T06:00:00Z', to: '2026-09-07T06:00:00Z' });
    expect(only(libertyOf([ended], instant('2026-09-07T06:00:00Z'))).open).toBe(false);
    expect(only(libertyOf([ended], instant('2026-09-07T05:59:59.999Z'))).open).toBe(true);
  });
});

describe('imprecise times (CAL-11, R11, ruling 29)', () => {
  it('"taken and released on 4 May": at least 0 hours, at most 24, one day', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-05-04', to: '2026-05-04' })], later);
    expect(bounds(liberty)).toEqual({ H: [0, 24], D: [1, 1], nights: [0, 0] });
    expect(liberty.figures.DEPRIVED.dates).toEqual(['2026-05-04']);
    only(liberty);
  });

  it('"taken on 4 May", released on the 6th at ten: the 4th is touched, and its hours are not certain', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-05-04', to: '2026-05-06T10:00' })], later);
    expect(bounds(liberty)).toEqual({ H: [34, 58], D: [3, 3], nights: [2, 2] });
  });

  it('"taken on 4 May, released on 5 May": perhaps no hour is certain, both days and the night are', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-05-04', to: '2026-05-05' })], later);
    expect(bounds(liberty)).toEqual({ H: [0, 48], D: [2, 2], nights: [1, 1] });
  });

  it('"some time in May": the last date of a start and the first of an end are certain, of both in one month only a day is', () => {
    const started = libertyOf([held({ zone: bishkek, from: '2026-05', to: '2026-06-02T10:00' })], later);
    expect(started.figures.DEPRIVED.dates).toEqual(['2026-05-31', '2026-06-01', '2026-06-02']);
    const ended = libertyOf([held({ zone: bishkek, from: '2026-04-30T10:00', to: '2026-05' })], later);
    expect(ended.figures.DEPRIVED.dates).toEqual(['2026-04-30', '2026-05-01']);
    const within = libertyOf([held({ zone: bishkek, from: '2026-05', to: '2026-05' })], later);
    expect(bounds(within)).toEqual({ H: [0, 744], D: [1, 31], nights: [0, 30] });
    expect(within.figures.DEPRIVED.dates).toEqual([]);
  });

  it('the start of a stay cannot lie after what followed it (R36)', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-05', to: '2026-05-10T10:00' })], later);
    expect(liberty.figures.DEPRIVED.dates).toEqual(['2026-05-10']);
    expect(liberty.figures.DEPRIVED.elapsedMs.atMost).toBe((9 * 24 + 10) * hourMs);
  });

  it('the settings of a report follow each other by their instants, not by the order in which they were told (R36)', () => {
    const [first, second] = report(
      held({ zone: bishkek, from: '2026-05-04T10:00' }),
      atLiberty({ zone: bishkek, from: '2026-05-05T10:00', to: '2026-05-06T10:00' }),
    );
    const told = libertyOf([second!, first!], later);
    expect([hours(told), hours(told, 'NOT_DEPRIVED')]).toEqual([24, 24]);
  });

  it('an imprecise change between two deprivations costs nothing', () => {
    const liberty = libertyOf(report(
      held({ zone: bishkek, from: '2026-05-01T10:00' }),
      held({ zone: bishkek, from: '2026-05-04', to: '2026-05-06T10:00' }),
    ), later);
    expect(bounds(liberty)).toEqual({ H: [120, 120], D: [6, 6], nights: [5, 5] });
  });

  it('an imprecise change to liberty costs its period, of which the date is touched by both', () => {
    const liberty = libertyOf(report(
      held({ zone: bishkek, from: '2026-05-01T10:00' }),
      atLiberty({ zone: bishkek, from: '2026-05-04', to: '2026-05-06T10:00' }),
    ), later);
    expect(bounds(liberty)).toEqual({ H: [62, 86], D: [4, 4], nights: [3, 3] });
    expect(bounds(liberty, 'NOT_DEPRIVED').H).toEqual([34, 58]);
  });

  it('a start counts once its period is over, an end once its period has begun', () => {
    const segment = held({ zone: bishkek, from: '2026-05-04', to: '2026-05-06' });
    const asOf = (iso: string): Liberty => libertyOf([segment], instant(iso));
    expect(asOf('2026-05-04T17:59:59Z').episodes).toEqual([]);
    expect(bounds(asOf('2026-05-04T17:59:59Z')).D).toEqual([0, 1]);
    expect(only(asOf('2026-05-04T18:00:00Z'))).toMatchObject({ open: true, figure: { localDays: { atLeast: 1 } } });
    expect(only(asOf('2026-05-05T18:00:00Z'))).toMatchObject({ open: false, figure: { localDays: { atLeast: 2 } } });
    expect(only(asOf('2026-05-05T18:00:01Z'))).toMatchObject({ open: false, figure: { localDays: { atLeast: 3 } } });
  });

  it('a local time that the clock showed twice is uncertain by the hour between (ruling 29)', () => {
    const liberty = libertyOf([held({ zone: kyiv, from: '2026-10-25T03:30', to: '2026-10-25T12:00' })], later);
    expect(bounds(liberty)).toEqual({ H: [8.5, 9.5], D: [1, 1], nights: [0, 0] });
  });

  it('a release and a capture on the same day, both reported, are two episodes', () => {
    const liberty = libertyOf([
      held({ zone: bishkek, from: '2026-05-01', to: '2026-05-04' }), held({ zone: bishkek, from: '2026-05-04', to: '2026-05-06' }),
    ], later);
    expect(liberty.episodes).toHaveLength(2);
    expect(figure(liberty).D).toBe(6);
  });

  it('two reports of the same day that can mean the same stay are one episode', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-05-04', to: '2026-05-04' }), held({ zone: bishkek, from: '2026-05-04', to: '2026-05-04' })], later);
    expect(only(liberty).figure.localDays.atLeast).toBe(1);
  });

  it('a day of unknown date is counted beside the known ones only if it cannot be one of them', () => {
    const inMay = held({ zone: bishkek, from: '2026-05', to: '2026-05' });
    const known = (date: string): Segment => held({ zone: bishkek, from: `${date}T08:00`, to: `${date}T20:00` });
    expect(libertyOf([inMay, known('2026-05-10')], later).figures.DEPRIVED.localDays.atLeast).toBe(1);
    expect(libertyOf([inMay, known('2026-06-10')], later).figures.DEPRIVED.localDays.atLeast).toBe(2);
  });
});

describe('nights (R12)', () => {
  /** 23:30 in Bishkek and 01:00 there; in Moscow both are in the evening of the first day. */
  const [left, arrived] = ['2026-03-02T17:30:00Z', '2026-03-02T19:00:00Z'];
  const arrival = () => held({ zone: moscow, from: arrived, to: '2026-03-02T20:00:00Z' });

  it('of a child are the distinct dates that began inside an unbroken block', () => {
    const liberty = libertyOf([
      held({ zone: bishkek, from: '2026-03-02T20:00', to: '2026-03-03T04:00' }),
      held({ zone: bishkek, from: '2026-03-03T20:00', to: '2026-03-04T04:00' }),
      held({ zone: bishkek, from: '2026-03-04T20:00', to: '2026-03-04T22:00' }),
    ], later);
    expect(figure(liberty)).toEqual({ H: 18, D: 3, nights: 2 });
  });

  it('of two blocks count the same date once, where it began for the child in the east and again in the west', () => {
    const liberty = libertyOf([
      held({ zone: bishkek, from: '2026-03-02T20:00', to: '2026-03-03T01:00', end: 'ESCAPE' }),
      held({ zone: moscow, from: '2026-03-02T23:00', to: '2026-03-03T08:00' }),
    ], later);
    expect(figure(liberty)).toEqual({ H: 14, D: 2, nights: 1 });
  });

  it('follow the dates of the places: a transfer westward gives the same date back, and no night of its own (CAL-4)', () => {
    const liberty = libertyOf(report(
      held({ zone: bishkek, from: '2026-03-02T20:00' }),
      held({ zone: moscow, from: '2026-03-02T19:00:00Z', to: '2026-03-03T08:00' }),
    ), later);
    expect(liberty.figures.DEPRIVED.dates).toEqual(['2026-03-02', '2026-03-03']);
    expect(figure(liberty)).toMatchObject({ D: 2, nights: 1 });
  });

  it.each([
    ['a vehicle of the same report', (way: StayInWords) => report(held({ zone: bishkek, from: '2026-03-02T20:00' }), held(way), arrival())],
    ['a vehicle of another report', (way: StayInWords) => [held({ zone: bishkek, from: '2026-03-02T20:00', to: left, end: 'TRANSFER' }), held({ ...way, to: arrived, end: 'TRANSFER' }), arrival()]],
    ['two vehicles', (way: StayInWords) => report(held({ zone: bishkek, from: '2026-03-02T20:00' }), held(way), held({ ...way, from: '2026-03-02T18:30:00Z' }), arrival())],
  ])('and dates are those of the place that was left until arrival, whatever zone is named on the way: %s (CAL-4, R27)', (_, told) => {
    const liberty = libertyOf(told({ zone: moscow, settingKind: 'VEHICLE', from: left }), later);
    expect(liberty.figures.DEPRIVED.dates).toEqual(['2026-03-02', '2026-03-03']);
    expect(figure(liberty)).toEqual({ H: 6, D: 2, nights: 1 });
  });

  it('and dates of a road that nobody reported are those of the place that was left (CAL-4)', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-03-02T20:00', to: left, end: 'TRANSFER' }), arrival()], later);
    expect(figure(liberty, 'DEPRIVED?')).toEqual({ H: 1.5, D: 2, nights: 1 });
  });

  it('and dates of a way that began at liberty are those that its report names (R27)', () => {
    const way = held({ zone: moscow, settingKind: 'VEHICLE', from: left, to: arrived });
    expect(figure(libertyOf([held({ zone: bishkek, from: '2026-03-02T15:00', to: '2026-03-02T16:00' }), way], later))).toEqual({ H: 2.5, D: 1, nights: 0 });
    expect(figure(libertyOf([way], later))).toEqual({ H: 1.5, D: 1, nights: 0 });
  });
});
