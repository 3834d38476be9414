import fc from 'fast-check';
import { suppressed } from './small-cells.js';

describe('Small cells', () => {
  it('are shown as "1–9" beside a smallest cell of "10 or more", and a zero as a zero (T28)', () => {
    expect(suppressed([3, 12, 0, 25], 10)).toEqual({ cells: ['1–9', '10 or more', 0, 25], total: 40 });
  });

  it('hide each other where there are several', () => {
    expect(suppressed([3, 4, 25], 10)).toEqual({ cells: ['1–9', '1–9', 25], total: 32 });
  });

  it('do not follow from the total where it can be only ones, or only nines', () => {
    expect(suppressed([1, 1, 25], 10)).toEqual({ cells: ['1–9', '1–9', '10 or more'], total: 27 });
    expect(suppressed([9, 9, 25], 10)).toEqual({ cells: ['1–9', '1–9', '10 or more'], total: 43 });
  });

  it('take the total with them where nothing else could hide them', () => {
    expect(suppressed([3, 0], 10)).toEqual({ cells: ['1–9', 0], total: '1–9' });
  });

  it('never follow from what is shown', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }), (counts) => {
      const { cells, total } = suppressed(counts, 10);
      if (typeof total === 'string') return;
      const shown = cells.reduce<number>((sum, cell) => sum + (typeof cell === 'number' ? cell : 0), 0);
      const small = counts.filter((count) => count > 0 && count < 10).length;
      const large = cells.filter((cell) => cell === '10 or more').length;
      const left = total - shown - 10 * large;
      // What is left over lies between the least and the most that the hidden cells can be, and not at an end of it where that would tell.
      if (small > 0 && large === 0) expect(left > small && left < 9 * small).toBe(true);
      if (small > 0 && large > 0) expect(left).toBeGreaterThanOrEqual(small);
    }));
  });
});
