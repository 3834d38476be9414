import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { periodNames, periodUnits, type PeriodName } from '../decider/profile.js';
import { endOfPeriod } from './calendar.js';
import { floor, floorOfLimits } from './floor.js';
import { agreementsBetween, instruments, type Instrument } from './instruments.js';
import { profiles, settingOf, settingsFrom, type DatedProfile } from './profiles.js';
import { strict } from './strict.js';
import { assertFit, assertFitInstruments, assertFitTogether, NotFit } from './validate.js';

const kg = profiles.find(({ version }) => version === 'KG@1')!;
const withPeriod = (name: PeriodName, length: number, unit: (typeof periodUnits)[number], profile: DatedProfile = kg): DatedProfile =>
  ({ ...profile, periods: { ...profile.periods, [name]: { length, unit, source: 'a test' } } });
const next = (profile: DatedProfile, number: number, validFrom: string): DatedProfile => ({ ...profile, version: `${profile.state}@${number}`, validFrom });

describe('The setting of a state', () => {
  it('is the profile in force at the instant, by the calendar of the state', () => {
    const later = next(withPeriod('REPRESENTATIVE', 2, 'calendarDays'), 2, '2026-06-01');
    const settings = settingsFrom([strict, kg, later]);
    expect(settings('KG', new Date('2026-05-31T17:59:59Z')).profile.version).toBe('KG@1');
    expect(settings('KG', new Date('2026-05-31T18:00:00Z')).profile.version).toBe('KG@2');
  });

  it('is the strict one where the state has none, or had none yet', () => {
    expect(settingOf('TJ', new Date('2026-03-02')).profile.version).toBe('strict@1');
    expect(settingOf('KG', new Date('1999-03-02')).profile.version).toBe('strict@1');
  });

  it.each(['KG', 'KZ', 'MD', 'UA'])('stands for %s, in its own time', (state) => {
    expect(settingOf(state, new Date('2026-03-02')).profile).toMatchObject({ version: `${state}@1`, zone: expect.stringMatching(/^(Asia|Europe)\//) });
  });

  it('gives ten calendar days of Kyrgyzstan for the assessment (Code on Children, art. 41)', () => {
    const { endOf, profile } = settingOf('KG', new Date('2026-03-02'));
    expect(endOf('NEEDS_ASSESSMENT', { from: '2026-03-02T03:00:00Z' }).toISOString()).toBe('2026-03-12T18:00:00.000Z');
    expect(profile.periods.NEEDS_ASSESSMENT.source).toContain('art. 41');
  });
});

describe('Every profile that is shipped', () => {
  it.each(profiles.map((profile) => [profile.version, profile] as const))('%s keeps the floor and has a source for each length, or says that it is ours (ruling 7)', (_, profile) => {
    expect(assertFit(profile)).toBe(profile);
    for (const { source } of Object.values(profile.periods)) expect(source.length).toBeGreaterThan(3);
  });
});

describe('A profile below the floor stops the start', () => {
  it.each<[PeriodName, number, (typeof periodUnits)[number]]>([
    ['RELEASE_DEMAND', 25, 'hours'], ['RELEASE_DEMAND', 1, 'calendarDays'], ['FIRST_APPEARANCE', 25, 'hours'], ['PLACEMENT_REVIEW', 4, 'months'], ['PLACEMENT_REVIEW', 100, 'calendarDays'],
    ['LEGALITY_DECISION', 14, 'workingDays'], ['REUNIFICATION_REVIEW', 3, 'months'], ['APPEAL_WINDOW', 9, 'calendarDays'], ['APPEAL_WINDOW', 0, 'hours'], ['PLAN_LEAD', 6, 'calendarDays'], ['CHILD_INFORMED_BEFORE_DEPARTURE', 23, 'hours'],
  ])('%s of %d %s', (name, length, unit) => expect(() => assertFit(withPeriod(name, length, unit))).toThrow(NotFit));

  it('by no length that is possible: whatever a profile says, nothing ends later, or sooner, than the floor lets it', () => {
    const period = fc.record({ name: fc.constantFrom(...periodNames), length: fc.nat(400), unit: fc.constantFrom(...periodUnits) });
    const calendar = fc.record({
      zone: fc.constantFrom('Asia/Bishkek', 'Europe/Chisinau', 'Europe/Kyiv', 'Australia/Lord_Howe', 'UTC'),
      weekend: fc.uniqueArray(fc.nat(6), { maxLength: 3 }),
      holidays: fc.uniqueArray(fc.date({ min: new Date('2020-01-01'), max: new Date('2034-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)), { maxLength: 40 }),
    });
    const starts = fc.array(fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), { minLength: 5, maxLength: 20 });
    let fit = 0;
    fc.assert(fc.property(period, calendar, starts, ({ name, length, unit }, days, instants) => {
      const candidate = withPeriod(name, length, unit, { ...kg, ...days });
      try {
        assertFit(candidate);
      } catch (error) {
        expect(error).toBeInstanceOf(NotFit);
        return;
      }
      fit += 1;
      for (const start of instants) {
        const bound = floor[name];
        const end = endOfPeriod(candidate.periods[name], start.getTime(), candidate);
        if ('atMost' in bound) expect(end).toBeLessThanOrEqual(endOfPeriod(bound.atMost, start.getTime(), candidate));
        else expect(end).toBeGreaterThanOrEqual(endOfPeriod(bound.atLeast, start.getTime(), candidate));
      }
    }), { numRuns: 600 });
    expect(fit).toBeGreaterThan(20);
  });

  describe('by no number either', () => {
    const names = Object.keys(kg.limits) as (keyof DatedProfile['limits'])[];
    // By its name alone: what a state may have at most, and what it has to have at least.
    const keeps = (name: (typeof names)[number], value: number): boolean => {
      const bound = floorOfLimits[name] as { atMost?: number; atLeast?: number };
      return name.endsWith('Max') ? value <= bound.atMost! : value >= bound.atLeast!;
    };

    it('of those that there are, each of which the floor bounds', () => {
      for (const { limits } of profiles) expect(Object.keys(limits).sort()).toEqual(Object.keys(floorOfLimits).sort());
      const { panelQuorum: _, ...left } = kg.limits;
      for (const wrong of [left, { ...kg.limits, childrenHeldMax: 1 }]) expect(() => assertFit({ ...kg, limits: wrong as never })).toThrow(NotFit);
    });
    it('that is possible: a profile is fit where every limit keeps the floor, and only there', () => {
      const number = fc.oneof(fc.constantFrom(...Object.values(floorOfLimits).flatMap((bound) => ('atMost' in bound ? [bound.atMost, bound.atMost + 1] : [bound.atLeast, bound.atLeast - 1]))), fc.integer({ min: -1, max: 60 }));
      const seen = { fit: new Set<string>(), unfit: new Set<string>() };
      fc.assert(fc.property(fc.constantFrom(...names), number, (name, value) => {
        const isFit = value >= 1 && keeps(name, value);
        const asked = () => assertFit({ ...kg, limits: { ...kg.limits, [name]: value } });
        if (isFit) expect(asked).not.toThrow();
        else expect(asked).toThrow(NotFit);
        seen[isFit ? 'fit' : 'unfit'].add(name);
      }), { numRuns: 400 });
      for (const each of Object.values(seen)) expect([...each].sort()).toEqual([...names].sort());
    });
    it('that is half of one', () => fc.assert(fc.property(fc.constantFrom(...names), fc.double({ min: 1, max: 60, noNaN: true }).filter((value) => !Number.isInteger(value)), (name, value) =>
      expect(() => assertFit({ ...kg, limits: { ...kg.limits, [name]: value } })).toThrow(NotFit)), { numRuns: 50 }));
  });

  it.each<[string, object]>([
    ['a gate', { gates: [] }], ['a ground', { grounds: ['AWAITING_RETURN'] }], ['a kind of command', { kinds: { OrderDetention: 'DECIDE' } }],
  ])('and %s cannot even be named in one', (_, more) => expect(() => assertFit({ ...kg, ...more })).toThrow(NotFit));

  it('and more can be asked for, of the guarantees that there are, and nothing less', () => {
    const asking = (adds: object) => () => assertFit({ ...kg, adds: adds as DatedProfile['adds'] });
    expect(asking({ placement: ['CHILD_STATUS_ESTABLISHED'] })).not.toThrow();
    for (const wrong of [{ placement: [] }, { placement: ['NO_GUARANTEE'] }, { placement: 'NONE' }, { Placement: ['CHILD_HEARD'] }, ['CHILD_HEARD']]) expect(asking(wrong)).toThrow(NotFit);
    for (const less of [{ removes: { placement: ['CHILD_HEARD'] } }, { needs: { placement: [] } }]) expect(() => assertFit({ ...kg, ...less })).toThrow(NotFit);
  });

  it('and neither can a period that there is not, nor one be left out', () => {
    const { REPRESENTATIVE: _, ...left } = kg.periods;
    expect(() => assertFit({ ...kg, periods: left as never })).toThrow(NotFit);
    expect(() => assertFit({ ...kg, periods: { ...kg.periods, DETENTION_MAX: kg.periods.REPRESENTATIVE } as never })).toThrow(NotFit);
  });

  it.each<[string, Partial<DatedProfile>]>([
    ['counts from four', { limits: { ...kg.limits, smallestCountShown: 4 } }], ['a panel of two', { limits: { ...kg.limits, panelQuorum: 2 } }], ['31 children for a guardian', { limits: { ...kg.limits, guardianCaseloadMax: 31 } }],
    ['no such zone', { zone: 'Asia/Atlantis' }], ['30 February', { holidays: ['2026-02-30'] }], ['a week without work', { weekend: [0, 1, 2, 3, 4, 5, 6] }], ['the name of another state', { version: 'KZ@1' }],
    ['no source for a length', { periods: { ...kg.periods, REPRESENTATIVE: { length: 1, unit: 'hours', source: '' } } }],
  ])('%s', (_, wrong) => expect(() => assertFit({ ...kg, ...wrong })).toThrow(NotFit));

  it('versions that do not follow each other', () => {
    expect(() => assertFitTogether([kg, next(kg, 3, '2026-06-01')])).toThrow(NotFit);
    expect(() => assertFitTogether([kg, next(kg, 2, kg.validFrom)])).toThrow(NotFit);
    expect(() => settingsFrom([withPeriod('RELEASE_DEMAND', 48, 'hours')])).toThrow(NotFit);
  });
});

describe('An agreement between states', () => {
  const codes = (state: string, other: string, on: string) => agreementsBetween(instruments, state, other, on).map(({ code }) => code);

  it('binds two parties, and no state that left it (X16)', () => {
    expect(codes('KG', 'MD', '2019-05-01')).toContain('CHISINAU_2002');
    expect(codes('KG', 'MD', '2021-05-01')).not.toContain('CHISINAU_2002');
    expect(codes('KG', 'KZ', '2021-05-01')).toContain('CHISINAU_2002');
    expect(codes('KG', 'KZ', '2002-10-06')).not.toContain('CHISINAU_2002');
  });

  it('is not needed for Moldova to ask its Central Authority, whichever the other state is', () => {
    const asked = (state: string, other: string) => settingOf(state, new Date('2021-05-01')).agreementsWith(other).some(({ centralAuthorityAsked }) => centralAuthorityAsked);
    expect(asked('MD', 'KG')).toBe(true);
    expect(asked('MD', 'FR')).toBe(true);
    expect(asked('KG', 'MD')).toBe(false);
  });

  it('is looked at in the version of its day: a further one rewrites nothing of before', () => {
    const [chisinau] = instruments;
    const left = { ...chisinau!, version: 2, validFrom: '2027-01-01', centralAuthorityAsked: true, parties: chisinau!.parties.map((party) => (party.state === 'KZ' ? { ...party, centralAuthority: 'a ministry' } : party)) };
    const asked = (on: string) => agreementsBetween(assertFitInstruments([chisinau!, left]), 'KG', 'KZ', on);
    expect([asked('2026-12-31'), asked('2027-01-01')].map(([first]) => first!.centralAuthorityAsked)).toEqual([false, true]);
    expect(asked('2027-01-01')).toHaveLength(1);
    expect(agreementsBetween([{ ...chisinau!, validFrom: '2027-01-01' }], 'KG', 'KZ', '2026-12-31')).toEqual([]);
  });

  it.each(instruments.map((instrument) => [instrument.code, instrument] as const))('%s has a source for itself and for each of its parties', (_, { source, parties }) => {
    for (const each of [source, ...parties.map((party) => party.source)]) expect(each.length).toBeGreaterThan(3);
  });

  it('is none within one state (ruling 33)', () => expect(codes('MD', 'MD', '2021-05-01')).toEqual([]));

  it.each<[string, Partial<Instrument>]>([
    ['of one state', { parties: [{ state: 'KG', from: '2002-10-07', source: 'a test' }] }],
    ['left before it began', { parties: ['KG', 'KZ'].map((state) => ({ state, from: '2002-10-07', until: '2002-10-07', source: 'a test' })) }],
    ['that would suspend itself', { suspended: true } as never],
    ['without a source', { source: '' }],
    ['with a party without a source', { parties: ['KG', 'KZ'].map((state) => ({ state, from: '2002-10-07', source: '' })) }],
    ['with a party that is bound from no day', { parties: ['KG', 'KZ'].map((state) => ({ state, from: '2002-02-30', source: 'a test' })) }],
    ['with a party of which nobody says since when', { parties: ['KG', 'KZ'].map((state) => ({ state, source: 'a test' })) as never }],
    ['with a party that is no state', { parties: ['KG', 'XX'].map((state) => ({ state, from: '2002-10-07', source: 'a test' })) }],
    ['that binds a state twice at one time', { parties: ['KG', 'KZ', 'KZ'].map((state) => ({ state, from: '2002-10-07', source: 'a test' })) }],
    ['that binds a state anew before it has left', { parties: [...['KG', 'KZ'].map((state) => ({ state, from: '2002-10-07', until: '2010-01-01', source: 'a test' })), { state: 'KZ', from: '2009-01-01', source: 'a test' }] }],
    ['that asks a central authority which nobody names', { centralAuthorityAsked: true }],
    ['of several states as the procedure of one', { kind: 'NATIONAL_PROCEDURE' }],
    ['in a second version without a first', { version: 2 }],
    ['that is looked at from no day', { validFrom: '2026-02-30' }],
  ])('%s stops the start', (_, wrong) => expect(() => assertFitInstruments([{ ...instruments[0]!, ...wrong }])).toThrow(NotFit));
  it.each<[string, Partial<Instrument>]>([['declared twice', {}], ['in a version that begins no later than the one before', { version: 2 }], ['in a version that leaves one out', { version: 3, validFrom: '2027-01-01' }]])(
    '%s stops the start', (_, wrong) => expect(() => assertFitInstruments([instruments[0]!, { ...instruments[0]!, ...wrong }])).toThrow(NotFit));
});
