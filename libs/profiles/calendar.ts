import type { Period } from '../decider/profile.js';
import { dateAfter, shippedZones, type Instant, type LocalDate, type Zones } from '../zones/zones.js';

/** The calendar that a state's days are counted in. */
export interface WorkCalendar {
  readonly zone: string;
  /** Days of the week that are not worked, 0 for Sunday. */
  readonly weekend: readonly number[];
  /** Days that are not worked, besides the weekends: a date, or month and day (03-21) where it is so every year. */
  readonly holidays: readonly string[];
}

/**
 * When a period is over (ruling 19): hours are elapsed time; days leave out the day of the start and end with the last day at 24:00
 * in the zone of the calendar; months end with the day of the same number, or with the last of a shorter month.
 */
export function endOfPeriod({ length, unit }: Pick<Period, 'length' | 'unit'>, start: Instant, calendar: WorkCalendar, zones: Zones = shippedZones): Instant {
  if (unit === 'hours') return start + length * 3_600_000;
  const first = zones.localDate(start, calendar.zone);
  const last = unit === 'months' ? monthsAfter(first, length) : daysAfter(first, length, unit === 'workingDays' ? calendar : undefined);
  return zones.startOfLocalDay(dateAfter(last), calendar.zone);
}

function daysAfter(date: LocalDate, count: number, worked?: WorkCalendar): LocalDate {
  if (!worked) return new Date(Date.parse(date) + count * 86_400_000).toISOString().slice(0, 10);
  let day = date;
  for (let left = count; left > 0;) {
    day = dateAfter(day);
    if (isWorked(day, worked)) left -= 1;
  }
  return day;
}

/** Most days that so many working days can take, by the holidays of the years around now. */
export function daysOfWorkingDaysMax(count: number, calendar: WorkCalendar): number {
  const worked: number[] = [];
  for (let day = '2019-01-01', n = 0; day < '2036-01-01'; day = dateAfter(day), n += 1) if (isWorked(day, calendar)) worked.push(n);
  return worked.reduce((most, day, index) => Math.max(most, (worked[index + count] ?? day) - day), 0);
}

function isWorked(day: LocalDate, { weekend, holidays }: WorkCalendar): boolean {
  return !weekend.includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !holidays.includes(day) && !holidays.includes(day.slice('2026-'.length));
}

function monthsAfter(date: LocalDate, count: number): LocalDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + count + 1, 0));
  return new Date(Date.UTC(lastOfMonth.getUTCFullYear(), lastOfMonth.getUTCMonth(), Math.min(day, lastOfMonth.getUTCDate()))).toISOString().slice(0, 10);
}
