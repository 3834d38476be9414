import { dateAfter, isZone, localDate, occurredAt, offsets, shippedZones, startOfLocalDay, zoneDataVersion, zonesFrom, zonesOf } from './zones.js';

const hour = 3_600_000;
const instant = (iso: string): number => Date.parse(iso);
const iso = (at: number): string => new Date(at).toISOString();

describe('the zone data that ship with the project', () => {
  it('are one named version, whatever the runtime carries', () => {
    expect(zoneDataVersion).toMatch(/^20(2[6-9]|[3-9]\d)[a-z]$/);
    expect(zonesOf(zoneDataVersion)).toBe(shippedZones);
  });

  it('answer for no other version than the ones carried', () => {
    expect(() => zonesOf('2019a')).toThrow('time-zone data 2019a is not carried');
  });

  it('have Almaty at +05 in 2026, as it is since March 2024', () => {
    expect(shippedZones.offsetAt(instant('2026-06-01T00:00:00Z'), 'Asia/Almaty')).toBe(5 * hour);
    expect(shippedZones.offsetAt(instant('2024-02-01T00:00:00Z'), 'Asia/Almaty')).toBe(6 * hour);
  });

  it('have Moldova change its clocks at 01:00 UTC, as release 2026a corrected', () => {
    expect(shippedZones.offsetAt(instant('2026-03-29T00:30:00Z'), 'Europe/Chisinau')).toBe(2 * hour);
    expect(shippedZones.offsetAt(instant('2026-03-29T01:00:00Z'), 'Europe/Chisinau')).toBe(3 * hour);
  });

  it('know a zone by its exact name, old names included', () => {
    expect(['Asia/Bishkek', 'Europe/Kyiv', 'Europe/Kiev', 'UTC'].map(isZone)).toEqual([true, true, true, true]);
    expect(['asia/bishkek', 'Bishkek', '', '+06:00', '__proto__'].map(isZone)).toEqual([false, false, false, false, false]);
    expect(() => localDate(0, 'Bishkek')).toThrow('not the name of an IANA time zone');
  });

  it('list the offsets of a zone without a hole, from the beginning to the end of time', () => {
    const kyiv = offsets('Europe/Kyiv');
    expect(kyiv[0]!.from).toBe(-Infinity);
    expect(kyiv.at(-1)!.until).toBe(Infinity);
    expect(kyiv.slice(1).every(({ from }, i) => from === kyiv[i]!.until)).toBe(true);
  });

  it('can be loaded in another version beside the shipped one', () => {
    const older = zonesFrom({ version: '2023z', zones: ['Asia/Almaty|+06|-60|0||15e5'], links: ['Asia/Almaty|Asia/Alma-Ata'] });
    expect(older.localDate(instant('2026-06-01T18:30:00Z'), 'Asia/Alma-Ata')).toBe('2026-06-02');
    expect(localDate(instant('2026-06-01T18:30:00Z'), 'Asia/Almaty')).toBe('2026-06-01');
  });
});

describe('a local day', () => {
  it('begins at the first instant of its date', () => {
    expect(iso(startOfLocalDay('2026-03-02', 'Asia/Bishkek'))).toBe('2026-03-01T18:00:00.000Z');
    expect(localDate(instant('2026-03-01T18:00:00Z'), 'Asia/Bishkek')).toBe('2026-03-02');
    expect(localDate(instant('2026-03-01T17:59:59.999Z'), 'Asia/Bishkek')).toBe('2026-03-01');
  });

  it('has 23 or 25 hours where the clocks change', () => {
    const lengthOf = (date: string): number => startOfLocalDay(dateAfter(date), 'Europe/Kyiv') - startOfLocalDay(date, 'Europe/Kyiv');
    expect(lengthOf('2026-03-29')).toBe(23 * hour);
    expect(lengthOf('2026-10-25')).toBe(25 * hour);
  });

  it('begins at 01:00 where midnight is skipped', () => {
    expect(iso(startOfLocalDay('2026-04-24', 'Africa/Cairo'))).toBe('2026-04-23T22:00:00.000Z');
    expect(localDate(instant('2026-04-23T21:59:59.999Z'), 'Africa/Cairo')).toBe('2026-04-23');
  });

  it('begins at the first midnight where midnight comes twice', () => {
    expect(iso(startOfLocalDay('2026-11-01', 'America/Havana'))).toBe('2026-11-01T04:00:00.000Z');
  });

  it('is passed over where the zone skipped the whole date', () => {
    expect(startOfLocalDay('2011-12-30', 'Pacific/Apia')).toBe(startOfLocalDay('2011-12-31', 'Pacific/Apia'));
  });
});

describe('what a sender states becomes two instants once (R37)', () => {
  const bishkek = { zone: 'Asia/Bishkek', zoneData: zoneDataVersion };

  it('an instant with its offset stays that instant', () => {
    expect(occurredAt({ at: '2026-03-02T09:30:00+06:00', zone: 'Asia/Bishkek' }))
      .toEqual({ from: '2026-03-02T03:30:00.000Z', precision: 'exact', ...bishkek });
  });

  it('a local time is read in the zone of the place', () => {
    expect(occurredAt({ at: '2026-06-01T08:00', zone: 'Asia/Almaty' }).from).toBe('2026-06-01T03:00:00.000Z');
    expect(occurredAt({ at: '2026-06-01T08:00:01.5', zone: 'Asia/Almaty' }).from).toBe('2026-06-01T03:00:01.500Z');
  });

  it('an hour, a date and a month are the whole period', () => {
    expect(occurredAt({ at: '2026-05-04T14', zone: 'Asia/Bishkek' }))
      .toEqual({ from: '2026-05-04T08:00:00.000Z', to: '2026-05-04T09:00:00.000Z', precision: 'hour', ...bishkek });
    expect(occurredAt({ at: '2026-05-04', zone: 'Asia/Bishkek' }))
      .toEqual({ from: '2026-05-03T18:00:00.000Z', to: '2026-05-04T18:00:00.000Z', precision: 'day', ...bishkek });
    expect(occurredAt({ at: '2026-12', zone: 'Asia/Bishkek' }))
      .toEqual({ from: '2026-11-30T18:00:00.000Z', to: '2026-12-31T18:00:00.000Z', precision: 'month', ...bishkek });
  });

  it('"between these two" is the period that holds both, of unknown precision', () => {
    expect(occurredAt({ at: '2026-05-04', to: '2026-05-09', zone: 'Asia/Bishkek' }))
      .toEqual({ from: '2026-05-03T18:00:00.000Z', to: '2026-05-09T18:00:00.000Z', precision: 'unknown', ...bishkek });
  });

  it('a local time that the clock showed twice can be either (ruling 29)', () => {
    expect(occurredAt({ at: '2026-10-25T03:30', zone: 'Europe/Kyiv' }))
      .toMatchObject({ from: '2026-10-25T00:30:00.000Z', to: '2026-10-25T01:30:00.000Z', precision: 'exact' });
  });

  it('a local time that the clock skipped is the range of both offsets (ruling 29)', () => {
    expect(occurredAt({ at: '2026-03-29T03:30', zone: 'Europe/Kyiv' }))
      .toMatchObject({ from: '2026-03-29T00:30:00.000Z', to: '2026-03-29T01:30:00.000Z', precision: 'exact' });
  });

  it('the first and the last minute around a change have one meaning', () => {
    for (const at of ['2026-10-25T02:59', '2026-10-25T04:00', '2026-03-29T02:59', '2026-03-29T04:00']) {
      expect(occurredAt({ at, zone: 'Europe/Kyiv' })).not.toHaveProperty('to');
    }
  });

  it('is refused where it names no time of that place', () => {
    const refused = [
      { at: '2026-02-30', zone: 'Asia/Bishkek' },
      { at: '2026-13', zone: 'Asia/Bishkek' },
      { at: '2026-03-02T24:00', zone: 'Asia/Bishkek' },
      { at: '2026-03-02T10:60', zone: 'Asia/Bishkek' },
      { at: '2026-03-02T10:00:60Z', zone: 'Asia/Bishkek' },
      { at: '2026-03-02T10:00+99:00', zone: 'Asia/Bishkek' },
      { at: 'yesterday', zone: 'Asia/Bishkek' },
      { at: '2026-03-02', zone: 'Bishkek' },
      { at: '2026-03-05', to: '2026-03-02', zone: 'Asia/Bishkek' },
      { at: '2011-12-30', zone: 'Pacific/Apia' },
    ];
    for (const stated of refused) expect(() => occurredAt(stated)).toThrow(/calendar|IANA|ends before/);
  });
});
