import { describe, expect, it } from '@jest/globals';
import { endOfPeriod } from './calendar.js';

const bishkek = { zone: 'Asia/Bishkek', weekend: [0, 6], holidays: ['2026-03-23'] };
const chisinau = { ...bishkek, zone: 'Europe/Chisinau' };
const end = (length: number, unit: 'hours' | 'calendarDays' | 'workingDays' | 'months', start: string, calendar = bishkek) =>
  new Date(endOfPeriod({ length, unit }, Date.parse(start), calendar)).toISOString();

describe('A period (ruling 19)', () => {
  it('in hours is elapsed time, across a change of the clock as well', () =>
    expect(end(24, 'hours', '2026-03-28T12:00:00Z', chisinau)).toBe('2026-03-29T12:00:00.000Z'));

  it('in days leaves out the day of its start and ends with its last day at 24:00 of the place', () => {
    expect(end(10, 'calendarDays', '2026-03-02T03:00:00+06:00')).toBe('2026-03-12T18:00:00.000Z');
    expect(end(10, 'calendarDays', '2026-03-02T23:59:00+06:00')).toBe('2026-03-12T18:00:00.000Z');
  });

  it('in days ends at the midnight of the place also where the clock was changed in between', () =>
    expect(end(2, 'calendarDays', '2026-03-28T12:00:00+02:00', chisinau)).toBe('2026-03-30T21:00:00.000Z'));

  it('in working days skips weekends and holidays', () => {
    // Friday 20 March; Saturday, Sunday and the holiday of Monday 23 March do not count.
    expect(end(1, 'workingDays', '2026-03-20T10:00:00+06:00')).toBe('2026-03-24T18:00:00.000Z');
    expect(end(5, 'workingDays', '2026-03-02T10:00:00+06:00')).toBe('2026-03-09T18:00:00.000Z');
  });

  it('in months ends with the day of the same number, or with the last of a shorter month', () => {
    expect(end(3, 'months', '2026-03-02T10:00:00+06:00')).toBe('2026-06-02T18:00:00.000Z');
    expect(end(3, 'months', '2025-11-30T10:00:00+06:00')).toBe('2026-02-28T18:00:00.000Z');
    expect(end(12, 'months', '2024-02-29T10:00:00+06:00')).toBe('2025-02-28T18:00:00.000Z');
  });

  it('of no length in hours is over as it begins', () => expect(end(0, 'hours', '2026-03-02T10:00:00Z')).toBe('2026-03-02T10:00:00.000Z'));
});
