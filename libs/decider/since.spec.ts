import { describe, expect, it } from '@jest/globals';
import { factOf } from './decider.scenario.js';
import { isSince, lastWords } from './since.js';

const said = (revision: number, at: string, to?: string) => factOf({ type: 'story.Said', data: {}, at, to }, revision);
const withdrawal = said(1, '2026-03-01T09:00:00Z');
const onThatDay = said(1, '2026-02-28T18:00:00Z', '2026-03-01T18:00:00Z');

describe('Something is told since bad news', () => {
  it('where it was told after it and happened after it', () => expect(isSince(said(2, '2026-03-01T09:00:01Z'), withdrawal)).toBe(true));
  it('and not where it was told before it, or happened before it or at the same instant', () => {
    expect(isSince(said(0, '2026-03-02T09:00:00Z'), withdrawal)).toBe(false);
    expect(isSince(said(2, '2026-02-28T09:00:00Z'), withdrawal)).toBe(false);
    expect(isSince(said(2, '2026-03-01T09:00:00Z'), withdrawal)).toBe(false);
  });
  it('and not where it may have happened before it: within the same day, where no more is known of either', () => {
    expect(isSince(said(2, '2026-03-01T12:00:00Z'), onThatDay)).toBe(false);
    expect(isSince(said(2, '2026-02-28T18:00:00Z', '2026-03-01T18:00:00Z'), withdrawal)).toBe(false);
    expect(isSince(said(2, '2026-03-01T18:00:00Z'), onThatDay)).toBe(true);
  });
  it('where the bad news was told of the day that was under way, and it happened after that', () => {
    const toldAtNoon = { ...onThatDay, recordedAt: new Date('2026-03-01T12:00:00Z') };
    expect(isSince(said(2, '2026-03-01T12:00:01Z'), toldAtNoon)).toBe(true);
  });
  it('only where the work that is told was done after it, too: on a day that had not begun anywhere', () => {
    const [dayAfter, twoDaysAfter, instantAfter] = ['2026-03-01', '2026-03-02', '2026-03-01T15:00:00+06:00'] as const;
    expect([dayAfter, twoDaysAfter, instantAfter].map((doneOn) => isSince(said(2, '2026-03-05T09:00:00Z'), withdrawal, [doneOn]))).toEqual([false, true, false]);
    expect(isSince(said(2, '2026-03-05T09:00:00Z'), withdrawal, ['2026-03-01T16:00:00+06:00'])).toBe(true);
  });
});

describe('Of what was said of one thing', () => {
  it('the last word counts, and beside it whatever it may not have known', () => {
    const [refused, agreedBefore, agreedAfter] = [said(1, '2026-03-01T09:00:00Z'), said(2, '2026-02-01T09:00:00Z'), said(3, '2026-03-02T09:00:00Z')];
    expect(lastWords([refused, agreedBefore])).toEqual([refused, agreedBefore]);
    expect(lastWords([refused, agreedBefore, agreedAfter])).toEqual([agreedAfter]);
  });
});
