import { expect, it, jest } from '@jest/globals';

it('comes to a world that is as it was', () => {
  expect(process.env['SOILED']).toBeUndefined();
  expect(Number.isFinite(Math.random())).toBe(true);
  expect(String(setTimeout)).not.toContain('clock');
  process.env['SOILED'] = 'by the file before';
  jest.spyOn(Math, 'random').mockReturnValue(NaN);
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
  expect([Math.random(), String(setTimeout)]).toEqual([NaN, expect.stringContaining('clock')]);
  jest.advanceTimersByTime(1);
});
