import type { LocalDate } from '../zones/zones.js';

const saturday = 6;

/** R18: Monday to Friday, no holiday, touched by the time for which a child was held, and by no schooling. */
export function schoolDaysMissed(heldOn: readonly LocalDate[], taughtOn: ReadonlySet<LocalDate>, holidays: readonly string[]): readonly LocalDate[] {
  return heldOn.filter((date) => isWeekday(date) && !isHoliday(date, holidays) && !taughtOn.has(date));
}

function isWeekday(date: LocalDate): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day > 0 && day < saturday;
}

/** Of every year, or of one. */
function isHoliday(date: LocalDate, holidays: readonly string[]): boolean {
  return holidays.includes(date) || holidays.includes(date.slice(5));
}
