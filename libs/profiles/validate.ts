import { isISO31661Alpha2 } from 'class-validator';
import Type from 'typebox';
import { Errors } from 'typebox/value';
import { factCodes } from '../decider/gate.js';
import { periodNames, periodUnits, type PeriodName, type ProfileLimits } from '../decider/profile.js';
import { shippedZones } from '../zones/zones.js';
import { floor, floorOfLimits, keeps } from './floor.js';
import type { Instrument } from './instruments.js';
import type { DatedProfile } from './profiles.js';

/** What stands in the library of profiles is checked at the start: a program with a profile below the floor does not run. */

const closed = { additionalProperties: false };
const source = Type.String({ minLength: 3 });
const state = Type.String({ pattern: '^[A-Z]{2}$' });
const date = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const languages = Type.Array(Type.String({ pattern: '^[a-z]{3}$' }), { uniqueItems: true });
const period = Type.Object({ length: Type.Integer({ minimum: 0, maximum: 1000 }), unit: Type.Enum([...periodUnits]), source }, closed);

const profileForm = Type.Object({
  version: Type.String({ pattern: '^([A-Z]{2}|strict)@[1-9]\\d*$' }),
  state, validFrom: date, validFromSource: source,
  zone: Type.String(),
  weekend: Type.Array(Type.Integer({ minimum: 0, maximum: 6 }), { uniqueItems: true, maxItems: 3 }),
  holidays: Type.Array(Type.String({ pattern: '^(\\d{4}-)?\\d{2}-\\d{2}$' }), { uniqueItems: true, maxItems: 100 }),
  holidaysSource: source,
  languages,
  authorities: Type.Array(Type.Object({ task: Type.String(), name: Type.String(), source }, closed)),
  periods: Type.Object(Object.fromEntries(periodNames.map((name) => [name, period])), closed),
  limits: Type.Object(Object.fromEntries(Object.keys(floorOfLimits).map((limit) => [limit, Type.Integer({ minimum: 1 })])), closed),
  adds: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z-]+$' }), Type.Array(Type.Enum([...factCodes]), { minItems: 1, uniqueItems: true }), closed)),
}, closed);

const instrumentForm = Type.Object({
  code: Type.String({ pattern: '^[A-Z][A-Z0-9_]+$' }),
  version: Type.Integer({ minimum: 1 }), validFrom: date,
  title: Type.String({ minLength: 3 }),
  kind: Type.Enum(['AGREEMENT', 'NATIONAL_PROCEDURE']),
  subject: Type.Enum(['RETURN_OF_CHILDREN', 'TRAFFICKING', 'MIGRATION', 'LEGAL_ASSISTANCE']),
  parties: Type.Array(Type.Object({ state, from: date, until: Type.Optional(date), centralAuthority: Type.Optional(Type.String()), source }, closed), { minItems: 1 }),
  centralAuthorityAsked: Type.Boolean(),
  languages,
  deadlines: Type.Array(Type.Object({ step: Type.String(), length: Type.Integer({ minimum: 0 }), unit: Type.Enum([...periodUnits]), source }, closed)),
  source,
}, closed);

/** A profile or an instrument that is not fit to be decided by. */
export class NotFit extends Error {}

/** @throws NotFit */
export function assertFit(profile: DatedProfile): DatedProfile {
  const wrong = (sentence: string) => { throw new NotFit(`profile ${profile.version} ${sentence}`); };
  assertForm(profileForm, profile, `profile ${profile.version}`);
  if (profile.version.split('@')[0] !== (profile.state === 'ZZ' ? 'strict' : profile.state)) wrong(`is not named after its state ${profile.state}`);
  if (!shippedZones.isZone(profile.zone)) wrong(`counts in ${profile.zone}, which is no time zone`);
  for (const day of [profile.validFrom, ...profile.holidays]) if (!isDay(day)) wrong(`names ${day}, which no calendar has`);
  for (const [name, { length, unit }] of Object.entries(profile.periods) as [PeriodName, DatedProfile['periods'][PeriodName]][]) {
    if (!keeps(floor[name], profile.periods[name], profile)) wrong(`sets ${name} to ${length} ${unit}, below the floor (${floor[name].source})`);
  }
  for (const [limit, value] of Object.entries(profile.limits) as [keyof ProfileLimits, number][]) {
    const bound = floorOfLimits[limit];
    if ('atMost' in bound ? value > bound.atMost : value < bound.atLeast) wrong(`sets ${limit} to ${value}, below the floor`);
  }
  return profile;
}

/** What the states ask for besides, they ask for in gates of decisions: what protects or reports is refused to nobody for want of it. @throws NotFit */
export function assertAskOf(gates: ReadonlySet<string>, profiles: readonly DatedProfile[]): void {
  for (const { version, adds = {} } of profiles) {
    const other = Object.keys(adds).find((name) => !gates.has(name));
    if (other !== undefined) throw new NotFit(`profile ${version} asks for more in ${other}, which is no gate of a decision`);
  }
}

/** The versions of the states, each state's by number and date. @throws NotFit */
export function assertFitTogether(profiles: readonly DatedProfile[]): readonly DatedProfile[] {
  const byState = new Map<string, DatedProfile[]>();
  for (const profile of profiles.map(assertFit)) byState.set(profile.state, [...byState.get(profile.state) ?? [], profile]);
  for (const versions of byState.values()) {
    versions.forEach(({ version, validFrom }, index) => {
      if (Number(version.split('@')[1]) !== index + 1) throw new NotFit(`profile ${version} does not follow the version before it`);
      if (index > 0 && validFrom <= versions[index - 1]!.validFrom) throw new NotFit(`profile ${version} is in force no later than the version before it`);
    });
  }
  return profiles;
}

/** Each version, with parties, dates and sources, and each instrument's versions by number and date. @throws NotFit */
export function assertFitInstruments(instruments: readonly Instrument[]): readonly Instrument[] {
  for (const instrument of instruments) {
    const wrong = (sentence: string) => { throw new NotFit(`instrument ${instrument.code} ${sentence}`); };
    assertForm(instrumentForm, instrument, `instrument ${instrument.code}`);
    const states = new Set(instrument.parties.map(({ state }) => state)).size;
    if (instrument.kind === 'AGREEMENT' ? states < 2 : states > 1) wrong(instrument.kind === 'AGREEMENT' ? 'is an agreement of one state' : 'is a procedure of several states');
    if (instrument.centralAuthorityAsked && !instrument.parties.some(({ centralAuthority }) => centralAuthority)) wrong('asks a central authority and names none');
    if (!isDay(instrument.validFrom)) wrong(`names ${instrument.validFrom}, which no calendar has`);
    for (const { from, until, state } of instrument.parties) {
      if (!isISO31661Alpha2(state)) wrong(`binds ${state}, which is no state`);
      if (instrument.parties.some((other) => other.state === state && other.from > from && (until === undefined || other.from < until))) wrong(`binds ${state} twice at one time`);
      if (instrument.parties.filter((other) => other.state === state && other.from === from).length > 1) wrong(`binds ${state} twice at one time`);
      if (!isDay(from) || (until !== undefined && !isDay(until))) wrong(`names a date that no calendar has, for ${state}`);
      if (until !== undefined && until <= from) wrong(`was left by ${state} before it began`);
    }
  }
  for (const code of new Set(instruments.map((each) => each.code))) {
    instruments.filter((each) => each.code === code).forEach(({ version, validFrom }, index, versions) => {
      if (version !== index + 1) throw new NotFit(`instrument ${code}@${version} does not follow the version before it`);
      if (index > 0 && validFrom <= versions[index - 1]!.validFrom) throw new NotFit(`instrument ${code}@${version} is looked at no later than the version before it`);
    });
  }
  return instruments;
}

function assertForm(form: Type.TSchema, value: unknown, what: string): void {
  const [first] = Errors(form, value);
  if (first) throw new NotFit(`${what} is not in the form of one: ${first.instancePath || 'the whole'} ${first.message}`);
}

/** A day of the calendar; one of every year is one of a leap year. */
function isDay(day: string): boolean {
  const date = day.length === 5 ? `2024-${day}` : day;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
