import type { AbsenceRules } from '../decider/absence.js';
import type { Profile, Setting } from '../decider/profile.js';
import { localDate, zoneDataVersion } from '../zones/zones.js';
import { absenceRulesOf } from './absences.js';
import { endOfPeriod, type WorkCalendar } from './calendar.js';
import { agreementsBetween, instruments } from './instruments.js';
import { stateProfiles } from './states.js';
import { strict } from './strict.js';
import { assertAskOf, assertFitInstruments, assertFitTogether } from './validate.js';

/** A profile as it stands in the library: the settings, the calendar that they are counted in, and since when they hold. */
export interface DatedProfile extends Profile, WorkCalendar {
  /** First date, by the profile's own calendar, on which the version is in force. */
  readonly validFrom: string;
  readonly validFromSource: string;
  readonly holidaysSource: string;
  /** Languages that the state's bodies work in, ISO 639-3. */
  readonly languages: readonly string[];
  readonly authorities: readonly { readonly task: string; readonly name: string; readonly source: string }[];
}

/** @param besides states in which the child is by now, whose law asks for its own besides */
export type SettingOf = (state: string, at: Date, besides?: readonly string[]) => Setting;

/** The settings by the states' versions. A state without a profile, or asked about before its first one, has the strict one. @throws NotFit */
export function settingsFrom(profiles: readonly DatedProfile[]): SettingOf {
  assertFitTogether(profiles);
  const inForce = (state: string, at: Date) => profiles.findLast((profile) => profile.state === state && profile.validFrom <= localDate(at.getTime(), profile.zone)) ?? strict;
  return (state, at, besides = []) => {
    const profile = inForce(state, at);
    const day = localDate(at.getTime(), profile.zone);
    const others = besides.filter((other) => other !== state);
    const agreementsWith = (other: string, leaving?: string) => {
      const bound = [...new Set([state, ...others, ...leaving ? [leaving] : []])].flatMap((each) => agreementsBetween(instruments, each, other, day));
      return bound.filter(({ code }, index) => bound.findIndex((each) => each.code === code) === index);
    };
    return { ...settingFrom(profile, agreementsWith, absenceRulesOf(state, day)), ...others.length > 0 && { besides: others.map((other) => inForce(other, at)) } };
  };
}

export function settingFrom(profile: DatedProfile, agreementsWith: Setting['agreementsWith'], absenceRules?: AbsenceRules): Setting {
  return {
    profile, zoneData: zoneDataVersion,
    // What is known as a period only, started at its end at the latest: nobody is late before that.
    endOf: (period, start) => new Date(endOfPeriod(profile.periods[period], Date.parse(start.to ?? start.from), profile)),
    agreementsWith,
    ...(absenceRules && { absenceRules }),
    knowsInstrument: (code) => instruments.some((instrument) => instrument.code === code),
  };
}

/** Every version that there is, the strict one first. */
export const profiles: readonly DatedProfile[] = [strict, ...stateProfiles];

let settings: SettingOf | undefined;

/** What this program is to decide by, checked before it does anything. @param gates those of decisions @throws NotFit */
export function assertFitToStart(gates: ReadonlySet<string>): void {
  assertAskOf(gates, profiles);
  settingOf(strict.state, new Date(0));
}

/** The setting of a state at an instant. @throws NotFit */
export const settingOf: SettingOf = (...asked) => {
  if (!settings) {
    assertFitInstruments(instruments);
    settings = settingsFrom(profiles);
  }
  return settings(...asked);
};
