import type { Agreement, Profile, Setting } from '../decider/profile.js';
import { endOfPeriod, type WorkCalendar } from './calendar.js';
import { strict } from './strict.js';

/** A profile as it stands in the library: the settings, the calendar that they are counted in, and since when they hold. */
export interface DatedProfile extends Profile, WorkCalendar {
  /** First date, by the profile's own calendar, on which the version is in force. */
  readonly validFrom: string;
}

/** The setting of a state at an instant; a state without a profile of its own has the strict one. */
export function settingOf(_state: string, _at: Date): Setting {
  return settingFrom(strict, () => []);
}

export function settingFrom(profile: DatedProfile, agreementsWith: (state: string) => readonly Agreement[]): Setting {
  return {
    profile,
    // What is known as a period only, started at its end at the latest: nobody is late before that.
    endOf: (period, start) => new Date(endOfPeriod(profile.periods[period], Date.parse(start.to ?? start.from), profile)),
    agreementsWith,
  };
}
