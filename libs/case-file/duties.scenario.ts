import { describe, expect, it } from '@jest/globals';
import { factOf } from '../decider/decider.scenario.js';
import type { Actor } from '../decider/actor.js';
import type { Fact } from '../decider/event.js';
import type { PeriodName } from '../decider/profile.js';
import { settingOf } from '../profiles/profiles.js';
import { registry } from './contexts.js';
import { dutiesOf, owedId, stateOf, type DutyState, type OwedDuty } from './duties.js';

/** Something that happens in the story of a duty; when, its place in the story says. */
export interface Told {
  readonly type: string;
  readonly data?: object;
  readonly by?: Partial<Actor>;
  readonly id?: string;
}

/** One event or several at the same time, by the sentence that tells them. */
type Stories = Readonly<Record<string, Told | readonly Told[]>>;

export interface DutyStory {
  /** What had happened before. */
  readonly before?: readonly Told[];
  /** Each of these starts it; the first one is that of all other stories. */
  readonly starts: Stories;
  readonly startedNotBy?: Stories;
  readonly metBy: Stories;
  readonly metNotBy?: Stories;
  readonly endedBy?: Stories;
  readonly pausable?: boolean;
}

export const startId = '11111111-1111-4111-8111-111111111111';
const began = '2026-01-10T03:00:00.000Z';
const much = 3_650 * 86_400_000;

/** The lines of a duty: what starts it, meets it in time and late, does not meet it, ends it, and whether anybody may pause it. */
export function describeDuty(code: PeriodName, { before = [], starts, startedNotBy = {}, metBy, metNotBy = {}, endedBy = {}, pausable = false }: DutyStory): void {
  const asList = (story: Told | readonly Told[]): readonly Told[] => [story].flat();
  const [usual] = Object.values(starts).map(asList);
  const owed = (start: readonly Told[], then: readonly Told[] = [], at = began): OwedDuty | undefined => owedAfter(code, before, start, then, at);
  const due = owed(usual!)?.due ?? began;
  const after = (then: Told | readonly Told[], ms: number): DutyState =>
    stateOf(owed(usual!, asList(then), new Date(Date.parse(due) + ms).toISOString())!, new Date(Date.parse(due) + much));

  describe(`The duty ${code}`, () => {
    it.each(Object.entries(starts))('starts when %s', (_, start) => expect(owed(asList(start))).toBeDefined());
    if (Object.keys(startedNotBy).length > 0) it.each(Object.entries(startedNotBy))('does not start when %s', (_, start) => expect(owed(asList(start))).toBeUndefined());
    it('is open until its last instant, and overdue after it', () =>
      expect([0, 1].map((ms) => stateOf(owed(usual!)!, new Date(Date.parse(due) + ms)))).toEqual(['OPEN', 'OVERDUE']));
    it.each(Object.entries(metBy))('is met in time or late when %s', (_, act) => expect([after(act, 0), after(act, 1)]).toEqual(['MET', 'MET_LATE']));
    const { metByEarlier } = registry.duties.find((duty) => duty.code === code)!;
    it.each(Object.entries(metBy))(`is ${metByEarlier ? 'met' : 'not met'} when, the day before it began, %s`, (_, act) => {
      const dayBefore = new Date(Date.parse(began) - 86_400_000).toISOString();
      expect(stateOf(owed(usual!, asList(act), dayBefore)!, new Date(Date.parse(due) + much))).toBe(metByEarlier ? 'MET' : 'OVERDUE');
    });
    if (Object.keys(metNotBy).length > 0) it.each(Object.entries(metNotBy))('is not met when %s', (_, act) => expect(after(act, 0)).toBe('OVERDUE'));
    if (Object.keys(endedBy).length > 0) it.each(Object.entries(endedBy))('ends when %s, and stays overdue where that comes late', (_, end) => expect([after(end, 0), after(end, 1)]).toEqual(['ENDED', 'OVERDUE']));
    it(pausable ? 'may be paused' : 'may be paused by nobody', () => {
      expect(registry.duties.find((duty) => duty.code === code)?.pausable).toBe(pausable);
      const pause = { type: 'duties.DutyPaused', data: { duty: owedId(code, startId), ground: 'OTHER', until: new Date(Date.parse(due) + much).toISOString() } };
      if (pausable) expect(owed(usual!, [pause])!.due > due).toBe(true);
    });
  });
}

/** The duty that the start of a story gives, after what came then. */
export function owedAfter(code: PeriodName, before: readonly Told[], start: readonly Told[], then: readonly Told[] = [], at = began): OwedDuty | undefined {
  const told = [...before.map((each) => ({ ...each, at: began })), ...start.map((each, index) => ({ id: index === start.length - 1 ? startId : undefined, ...each, at: began })), ...then.map((each) => ({ ...each, at }))];
  const facts: readonly Fact[] = told.map(({ type, data = {}, by, id, at: instant }, index) => factOf({ type, data, by, id, at: instant }, index));
  // Alone, so that it sees no events but those that it names itself.
  const declared = registry.duties.filter((duty) => duty.code === code);
  return dutiesOf(declared, facts, settingOf).find(({ startedBy }) => startedBy === startId);
}
