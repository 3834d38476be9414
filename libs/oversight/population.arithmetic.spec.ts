import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kaplanMeier, medianOf, printHeld, type Observed } from './population.arithmetic.js';

describe('How long it takes until release (CAL-18)', () => {
  it('is the time at which half are released, where that is exactly half, for every even number of them', () => {
    for (let all = 2; all <= 200; all += 2) {
      const observed = Array.from({ length: all }, (_, n): Observed => ({ elapsedMs: n < all / 2 ? n + 1 : all, ended: n < all / 2 }));
      expect([all, medianOf(kaplanMeier(observed))]).toEqual([all, all / 2]);
    }
  });

  it('is the same as with whole numbers, whenever the others are lost from sight', () => {
    const observations = fc.array(fc.record({ elapsedMs: fc.integer({ min: 0, max: 12 }), ended: fc.boolean() }), { minLength: 1, maxLength: 16 });
    fc.assert(fc.property(observations, (observed) => {
      let [held, of] = [1n, 1n];
      const half = [...new Set(observed.map(({ elapsedMs }) => elapsedMs))].sort((a, b) => a - b).find((at) => {
        const atRisk = observed.filter(({ elapsedMs }) => elapsedMs >= at).length;
        [held, of] = [held * BigInt(atRisk - observed.filter(({ elapsedMs, ended }) => elapsedMs === at && ended).length), of * BigInt(atRisk)];
        return 2n * held <= of;
      });
      expect(medianOf(kaplanMeier(observed))).toBe(half);
    }));
  });

  it('is printed half up, also where the share is a half of the last decimal', () => {
    const released = Array.from({ length: 32 }, (_, n): Observed => ({ elapsedMs: n + 1, ended: true }));
    expect(kaplanMeier(released).map((step) => printHeld(step)).slice(-4)).toEqual(['0.0938', '0.0625', '0.0313', '0.0000']);
  });
});
