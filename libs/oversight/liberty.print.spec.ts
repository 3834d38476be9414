import { libertyOf } from './liberty.js';
import { formatHours, formatLiberty } from './liberty.print.js';
import { bishkek, held, instant, moscow } from './liberty.scenario.js';
import { zoneDataVersion } from '../zones/zones.js';

describe('hours in print (CAL-21)', () => {
  it('have up to two decimals', () => {
    expect([0, 3_600_000, 282_600_000, 44_100_000, 360_000_000].map(formatHours)).toEqual(['0', '1', '78.5', '12.25', '100']);
  });

  it('are rounded half away from zero', () => {
    expect([17_999, 18_000, 53_999, 54_000, -17_999, -18_000].map(formatHours)).toEqual(['0', '0.01', '0.01', '0.02', '0', '-0.01']);
  });

  it('stay exact for a whole childhood', () => {
    expect(formatHours(18 * 8_766 * 3_600_000 + 18_000)).toBe('157788.01');
  });
});

describe('the timeline of a child\'s liberty', () => {
  it('labels every figure, and names the versions that made it', () => {
    const liberty = libertyOf([held({ zone: bishkek, from: '2026-03-02T09:30', to: '2026-03-05T16:00' })], instant('2026-04-01T00:00:00Z'));
    expect(formatLiberty(liberty)).toEqual([
      `As of 2026-04-01T00:00:00.000Z (rules LIB-1@1, CAL@1; time-zone data ${zoneDataVersion})`,
      'DEPRIVED: 78.5 hours, 4 local days, 3 nights',
      'Episode 1: from 2026-03-02 09:30 Asia/Bishkek, to 2026-03-05 16:00 Asia/Bishkek (RELEASE); 78.5 hours, 4 local days, 3 nights',
    ]);
  });

  it('says that an episode is open, until when it is confirmed, and how long nobody has seen the child', () => {
    const open = held({ zone: bishkek, from: '2026-09-01T06:00:00Z', confirmed: '2026-09-08T04:00:00Z' });
    expect(formatLiberty(libertyOf([open], instant('2026-09-11T06:00:00Z'))).at(-1)).toBe(
      'Episode 1: from 2026-09-01 12:00 Asia/Bishkek, open; 240 hours, 11 local days, 10 nights; '
      + 'confirmed until 2026-09-08 10:00 Asia/Bishkek (166 hours), unconfirmed tail 74 hours');
  });

  it('says "at least" where a time is imprecise', () => {
    const brief = held({ zone: bishkek, from: '2026-05-04', to: '2026-05-04' });
    expect(formatLiberty(libertyOf([brief], instant('2026-06-01T00:00:00Z'))).slice(1)).toEqual([
      'DEPRIVED: at least 0 hours (at most 24), 1 local day, 0 nights',
      'Episode 1: from between 2026-05-04 00:00 Asia/Bishkek and 2026-05-05 00:00 Asia/Bishkek, '
      + 'to between 2026-05-04 00:00 Asia/Bishkek and 2026-05-05 00:00 Asia/Bishkek (RELEASE); at least 0 hours (at most 24), 1 local day, 0 nights',
    ]);
  });

  it('prints a headline of nothing, the column that has the time, and the duty that is open', () => {
    const clinic = held({ zone: moscow, from: '2026-02-10T14:00', to: '2026-02-11T14:00', nexus: 'NONE', segmentId: 'clinic' });
    expect(formatLiberty(libertyOf([clinic], instant('2026-06-01T00:00:00Z'))).slice(1)).toEqual([
      'DEPRIVED: 0 hours, 0 local days, 0 nights',
      'PRIVATE_CONFINEMENT: 24 hours, 2 local days, 1 night',
      'Duty open: does an authority acquiesce in the confinement of segment clinic?',
    ]);
  });

  it('names conflicts, contested ends and transfers without arrival', () => {
    const lines = formatLiberty(libertyOf([
      held({ zone: bishkek, from: '2026-02-01T12:00', to: '2026-02-06T12:00', facilityRef: 'cell', reportId: 'police', alsoEnded: [{ at: '2026-02-05', reason: 'ESCAPE' }] }),
      held({ zone: bishkek, from: '2026-02-03T00:00', to: '2026-02-10T00:00', facilityRef: 'centre', reportId: 'visit', end: 'TRANSFER' }),
    ], instant('2026-02-11T00:00:00Z')));
    expect(lines).toEqual(expect.arrayContaining([
      'OVERLAP_CONFLICT: 84 hours in cell and centre at once',
      'Contested end of report police: ESCAPE, 2026-02-04T18:00:00.000Z to 2026-02-05T18:00:00.000Z',
      'TRANSFER_WITHOUT_ARRIVAL: report visit, since 2026-02-10 00:00 Asia/Bishkek',
    ]));
  });

  it('is not printed with zone data that are not those that made it', () => {
    const liberty = { ...libertyOf([], 0), zoneData: '2019a' };
    expect(() => formatLiberty(liberty)).toThrow('time-zone data 2019a is not carried');
  });
});
